"""Pieces do not depend on the order of rows or on how they are split into files; values are bounded whatever their type."""

import datetime as dt
import tempfile
from itertools import pairwise
from pathlib import Path
from random import Random

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import HubSettings
from pipeline.imports.formats import open_reader
from pipeline.imports.normalize import open_session
from pipeline.imports.pieces import COLUMNS, ImportRequest, Progress
from pipeline.imports.sources import Source
from pipeline.imports.values import build_value, find_column, read_types
from tests.fixtures.archive_files import parquet, series, whole_day, write
from tests.imports.conftest import Rows, read_rows

NAMES = st.sampled_from(["a/x", "a/X", "b/y", "", "c/é", "z/\x01"])
COUNTS = st.one_of(st.none(), st.integers(-5, 40))
ROWS = st.lists(
    st.tuples(NAMES, st.sampled_from(["2025-03-30", "2025-03-31", "2025-04-01", "1990-01-01"]), COUNTS, COUNTS),
    max_size=30,
)


def write_pieces(folder: Path, parts: list[list[tuple[str, str, int | None, int | None]]]) -> list[object]:
    """Write each part as a file of a table; return the reports' counts and the rows of every piece."""
    for number, part in enumerate(parts):
        names, days, downloads, likes = zip(*part, strict=True)
        table = pa.table({
            "id": pa.array(names),
            "day": pa.array([dt.date.fromisoformat(day) for day in days]),
            "downloads": pa.array(downloads, pa.int64()),
            "likes": pa.array(likes, pa.int32()),
        })  # fmt: skip
        write(folder / "models" / f"{number}.parquet", parquet(table))
    reader = open_reader(ImportRequest(str(folder / "models"), kind="model"), HubSettings(token=False))
    results: list[object] = []
    for piece in reader.plan().pieces:
        target = folder / "piece.parquet"
        target.unlink(missing_ok=True)
        report = reader.write_piece(piece, target)
        rows: Rows = read_rows(target) if report.rows else []
        results.append((piece.first_day, piece.last_day, report.duplicates, dict(report.rejects), report.days, rows))
    return results


@given(rows=ROWS, order=st.randoms(use_true_random=False), cuts=st.sets(st.integers(1, 29), max_size=3))
@settings(max_examples=12, deadline=None)
def test_any_order_and_split_gives_the_same_pieces(
    rows: list[tuple[str, str, int | None, int | None]], order: Random, cuts: set[int]
) -> None:
    good_rows = [(f"good/{number}", day, 1, 1) for number in range(200) for day in ("2025-03-31", "2025-04-01")]
    all_rows = [*rows, *good_rows]
    mixed_rows = list(all_rows)
    order.shuffle(mixed_rows)
    bounds = [0, *sorted(cut * len(mixed_rows) // 30 for cut in cuts), len(mixed_rows)]
    parts = [mixed_rows[a:b] for a, b in pairwise(bounds) if a < b]
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        assert write_pieces(Path(first), [all_rows]) == write_pieces(Path(second), parts)


@given(order=st.permutations(range(12)))
@settings(max_examples=6, deadline=None)
def test_any_order_of_a_month_gives_the_same_piece(order: list[int]) -> None:
    rows = [(f"a/{n % 3}", f"2025-03-{1 + n % 4:02}", n % 5, n % 7, n % 2) for n in range(12)]
    results: list[Rows] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for content in (rows, [rows[n] for n in order], [rows[n] for n in order] + rows):
            file = write(folder / "2025-03.parquet", series(content))
            reader = open_reader(ImportRequest(str(file), kind="model"), HubSettings(token=False))
            [piece] = reader.plan().pieces
            reader.write_piece(piece, folder / "piece.parquet")
            results.append(read_rows(folder / "piece.parquet"))
    assert results[0] == results[1] == results[2] and len(results[0]) == 12


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("downloads", "'12'", 12),
        ("downloads", "12.0::DOUBLE", 12),
        ("downloads", "12.5::DOUBLE", None),
        ("downloads", "'nan'::DOUBLE", None),
        ("downloads", "-1", None),
        ("downloads", "1e18::DOUBLE", None),
        ("downloads", "999999999999999::UBIGINT", 999_999_999_999_999),
        ("downloads", "170141183460469231731687303715884105727::HUGEINT", None),
        ("parameters", "1.8e308::DOUBLE", None),
        ("parameters", "'1.65e13'", 16_500_000_000_000),
        ("parameters", "350000000000000000", None),
        ("trending_score", "'9.6'", 9.6),
        ("trending_score", "'inf'::DOUBLE", None),
        ("gated", "false", "false"),
        ("gated", "true", None),
        ("gated", "'Manual'", "manual"),
        ("disabled", "'true'", True),
        ("created_at", "'2024-04-26T13:53:41.000Z'", dt.datetime(2024, 4, 26, 13, 53, 41)),
        ("created_at", "'2024-04-26T13:53:41+02:00'", dt.datetime(2024, 4, 26, 11, 53, 41)),
        ("created_at", "'infinity'::TIMESTAMP", None),
        ("created_at", "TIMESTAMP '1969-01-01'", None),
        ("created_at", "1714139621", dt.datetime(2024, 4, 26, 13, 53, 41)),
        ("created_at", "1714139621000.0::DOUBLE", dt.datetime(2024, 4, 26, 13, 53, 41)),
        ("created_at", "'yesterday'", None),
        ("day", "'2024-04-26'", dt.date(2024, 4, 26)),
        ("tags", '\'["a", "b, c"]\'', ["a", "b, c"]),
        ("tags", "'no list'", None),
        ("tags", "['a', NULL]", ["a"]),
        ("base_models", "[{'id': 'b/y'}, {'id': 'a/x'}]", ["a/x", "b/y"]),
        ("base_models", "['b/y', 'a/x']", ["a/x", "b/y"]),
        ("base_models", "'[\"a/x\"]'", ["a/x"]),
        ("pipeline_tag", f"'{'x' * 201}'", None),
        ("oid", "'65F0'::VARCHAR", "65F0"),
    ],
)
def test_values_of_any_type_are_bounded(name: str, value: str, expected: object) -> None:
    with open_session(Source("x", "x", {})) as session:
        query = f"SELECT {value} AS v"
        column = find_column(read_types(session.con, query), "v")
        assert column is not None
        sql = build_value(name, column)
        [(result,)] = session.fetch(f"SELECT {sql} FROM ({query})")
        [(type_,)] = session.fetch(f"SELECT typeof({sql}) FROM ({query})")
    assert result == expected and type_ == COLUMNS[name]


def test_columns_are_in_the_contracts_order_and_rows_in_that_of_days(tmp_path: Path) -> None:
    file = write(tmp_path / "models.parquet", whole_day("2026-02-03T22:10:00", 50))
    reader = open_reader(ImportRequest(str(file)), HubSettings(token=False))
    [piece] = reader.plan().pieces
    steps: list[Progress] = []
    report = reader.write_piece(piece, tmp_path / "piece.parquet", steps.append)
    with duckdb.connect() as con:
        relation = con.sql(f"FROM '{tmp_path / 'piece.parquet'}'")
        types = {name: str(type_) for name, type_ in zip(relation.columns, relation.types, strict=True)}
    assert list(types) == [name for name in COLUMNS if name in types] == list(report.columns)
    assert types == {name: COLUMNS[name] for name in types}
    assert (steps[-1].rows, steps[-1].bytes, steps[-1].piece) == (50, piece.bytes, piece)
