"""A month that is loaded at once equals its days loaded one by one and compacted."""

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.imports.pieces import Piece, PieceReport, SourceInfo
from pipeline.imports.shelf import (
    ShelvedPiece,
    finish_import,
    name_piece_file,
    record_pieces,
    remove_source,
    settle_days,
)
from pipeline.warehouse.compaction import compact_month
from pipeline.warehouse.derived_history import DERIVED_TABLES
from tests.conftest import THOROUGH
from tests.fixtures.days import open_warehouse_copy

MONTH = dt.date(2026, 9, 1)
DATES = [MONTH + dt.timedelta(number) for number in (0, 1, 2, 4, 5, 8)]
REPOS = [f"{0x65000000 + number:08x}{number:016x}" for number in range(4)]
TABLES = (
    "description",
    "sparse_description",
    "name",
    "member",
    "daily",
    "daily_interval",
    *(table for table in DERIVED_TABLES if table not in ("level", "cohort")),
)
BY_DAY = ("level", "cohort", "compacted_day", "lookup", "changed_day")

counts = st.integers(0, 2)
states = st.tuples(counts, counts, counts, st.sampled_from(["x", "y"]))
months = st.dictionaries(st.tuples(st.sampled_from(DATES), st.integers(0, 3)), states, min_size=1)
"""Rows by day and repo: three counters and what describes the repo."""


def shelve(
    con: duckdb.DuckDBPyConnection,
    shelf: Path,
    rows: dict[tuple[dt.date, int], tuple[Any, ...]],
    *,
    by_oid: bool,
    by_day: bool,
) -> None:
    source = SourceInfo("series", "https://archive/series", "table", None, False, "", 2 if by_oid else 1, False)
    dates = sorted({date for date, _ in rows})
    pieces = []
    for span in [[date] for date in dates] if by_day else [dates]:
        piece = Piece("model", span[0], span[-1], (), f"{span[0]}{by_day}" * 4)
        file = name_piece_file(source, piece)
        frame = pl.DataFrame(
            [
                {"day": date, "observed_at": dt.datetime.combine(date, dt.time(13, 50)), **({"oid": REPOS[repo], "tags": [tag]} if by_oid else {"pipeline_tag": tag}),
                 "id": f"a/{repo}", "downloads": downloads, "downloads_all_time": total, "likes": likes}
                for (date, repo), (downloads, total, likes, tag) in sorted(rows.items()) if date in span
            ]
        )  # fmt: skip
        (shelf / file).parent.mkdir(parents=True, exist_ok=True)
        frame.write_parquet(shelf / file)
        counts_by_day = {date: sum(day == date for day, _ in rows) for date in span}
        pieces.append(ShelvedPiece(piece, file, PieceReport(len(frame), days=counts_by_day)))
    record_pieces(con, source, pieces, dt.datetime(2026, 11, 1))


def load(
    root: Path,
    new_warehouse: Path,
    rows: dict[tuple[dt.date, int], tuple[Any, ...]],
    earlier: dict[tuple[dt.date, int], tuple[Any, ...]],
    *,
    by_oid: bool,
    by_day: bool,
) -> dict[str, Any]:
    """Load an earlier version of the month, then the month; return all relations, with oids for repo numbers."""
    with open_warehouse_copy(new_warehouse, root / f"{by_day}.duckdb") as con:
        for number, content in enumerate([earlier, rows]):
            if content:
                shelve(con, root / f"shelf-{by_day}-{number}", content, by_oid=by_oid, by_day=by_day)
                settle_days(con, root / f"shelf-{by_day}-{number}")
                finish_import(con)
            if number == 0 and earlier:
                remove_source(con, "series")
                settle_days(con, root / f"shelf-{by_day}-{number}")
                finish_import(con)
        compact_month(con, MONTH)
        relations = {
            table: con.execute(f"SELECT r.oid, t.* EXCLUDE (repo) FROM store.{table} t JOIN store.repo r USING (repo) ORDER BY ALL").fetchall()
            for table in TABLES
        }  # fmt: skip
        relations |= {table: con.execute(f"FROM store.{table} ORDER BY ALL").fetchall() for table in BY_DAY}
        relations["repo"] = con.execute("SELECT * EXCLUDE (repo) FROM store.repo ORDER BY ALL").fetchall()
        relations["snapshot"] = con.execute(
            "SELECT * EXCLUDE (fingerprint) FROM store.snapshot ORDER BY ALL"
        ).fetchall()
        relations["history"] = con.execute("FROM model_history ORDER BY ALL").fetchall()
        return relations


@settings(
    max_examples=60 if THOROUGH else 5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@example(rows={(DATES[day], repo): (1, 1, 1, "x") for day, repo in ((0, 0), (1, 1), (2, 0))}, earlier={}, by_oid=True)
@given(rows=months, earlier=st.one_of(st.just({}), months), by_oid=st.booleans())
def test_a_month_at_once_equals_its_days(
    tmp_path_factory: pytest.TempPathFactory,
    translation_warehouse: Path,
    rows: dict[tuple[dt.date, int], tuple[Any, ...]],
    earlier: dict[tuple[dt.date, int], tuple[Any, ...]],
    by_oid: bool,
) -> None:
    root = tmp_path_factory.mktemp("month")
    by_day, at_once = (
        load(root, translation_warehouse, rows, earlier, by_oid=by_oid, by_day=flag) for flag in (True, False)
    )
    for relation, values in by_day.items():
        assert at_once[relation] == values, relation


def test_a_month_becomes_intervals(translation_warehouse: Path, tmp_path: Path) -> None:
    rows = {(date, repo): (repo, 5, 1, "x") for date in DATES for repo in range(3)}
    with open_warehouse_copy(translation_warehouse, tmp_path / "hub.duckdb") as con:
        shelve(con, tmp_path, rows, by_oid=True, by_day=False)
        settle_days(con, tmp_path)
        assert con.execute("SELECT count(*) FROM store.daily").fetchall() == [(0,)]
        assert con.execute("SELECT count(*), min(first_day), max(last_day) FROM store.daily_interval").fetchall() == [
            (3, 1, 9)
        ]
        assert con.execute("SELECT count(*) FROM store.observed WHERE observed_at IS NOT NULL").fetchall() == [(18,)]
