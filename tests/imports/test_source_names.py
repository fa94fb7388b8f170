"""Sources of one name: what may replace the days of another, and what may not."""

import datetime as dt
import shutil
from pathlib import Path

import duckdb
import pytest

from pipeline.config import HubSettings
from pipeline.errors import UsageError
from pipeline.imports.formats import open_reader
from pipeline.imports.import_source import record_source_days, shelve_pieces
from pipeline.imports.pieces import ImportRequest, Piece, SourceInfo
from pipeline.imports.shelf import record_source, require_own_name
from tests.fixtures.archive_files import write

NOW = dt.datetime(2026, 11, 1)
DAY = dt.date(2026, 3, 1)


def write_table(path: Path, owner: str, *days: int) -> Path:
    rows = "".join(f"2026-03-{day:02},{owner}/m,{day}\n" for day in days)
    return write(path, f"day,id,likes\n{rows}".encode())


def bring(con: duckdb.DuckDBPyConnection, shelf: Path, source: Path, mapping: Path | None = None) -> str:
    """Import a table of models as far as the shelf; return its name."""
    reader = open_reader(ImportRequest(str(source), kind="model", mapping=mapping), HubSettings(token=False))
    plan = reader.plan()
    pieces = list(shelve_pieces(plan, reader, shelf))
    require_own_name(con, plan.source, plan.pieces)
    record_source_days(con, plan, pieces, shelf, NOW)
    return plan.source.name


def read_days(con: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    days = con.execute("SELECT source, date FROM store.archived_day ORDER BY ALL").fetchall()
    return [(source, day.day) for source, day in days]


def test_a_file_of_the_same_name_does_not_replace_another(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    first = write_table(tmp_path / "a" / "models.csv", "a", 1, 2)
    other = write_table(tmp_path / "b" / "models.csv", "b", 2, 3)
    bring(con, tmp_path / "shelf", first)
    before = con.execute("FROM store.archived_day").fetchall()
    with pytest.raises(UsageError) as raised:
        bring(con, tmp_path / "shelf", other)
    [note] = raised.value.parts
    assert (note.code, note.parameters["name"]) == ("source_name_taken", "models")
    assert con.execute("FROM store.archived_day").fetchall() == before
    mapping = write(
        tmp_path / "own.toml", b'[source]\nname = "own"\n[columns]\nday = "day"\nid = "id"\nlikes = "likes"\n'
    )
    assert bring(con, tmp_path / "shelf", other, mapping) == "own"
    assert read_days(con) == [("models", 1), ("models", 2), ("own", 2), ("own", 3)]


def test_a_moved_file_and_one_with_other_days_are_the_same_source(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    first = write_table(tmp_path / "a" / "models.csv", "a", 1, 2)
    bring(con, tmp_path / "shelf", first)
    (tmp_path / "moved").mkdir()
    moved = Path(shutil.move(first, tmp_path / "moved" / "models.csv"))
    bring(con, tmp_path / "shelf", moved)
    write_table(moved, "a", 1, 2, 3)  # a file at its place may change
    bring(con, tmp_path / "shelf", moved)
    bring(con, tmp_path / "shelf", write_table(tmp_path / "later" / "models.csv", "a", 4))
    assert read_days(con) == [("models", day) for day in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ("hf://datasets/a/b-c", "hf://datasets/a/b-c@v1", True),
        ("hf://datasets/a/b-c@v1/models", "hf://datasets/a/b-c@v2/models", True),
        ("hf://datasets/a/b-c", "hf://datasets/a/b-c/models", True),
        ("hf://datasets/a/b-c", "hf://datasets/a-b/c", False),
        ("/home/a-b-c", "hf://datasets/a/b-c", False),
    ],
)
def test_a_repo_is_known_by_its_name(con: duckdb.DuckDBPyConnection, first: str, second: str, is_same: bool) -> None:
    def describe(address: str) -> SourceInfo:
        return SourceInfo("a-b-c", address, "table", None, False, "", 1, False, named_by_place=True)

    record_source(con, describe(first), NOW)
    piece = Piece("model", DAY, DAY, (), "1" * 32)
    if is_same:
        require_own_name(con, describe(second), [piece])
    else:
        with pytest.raises(UsageError):
            require_own_name(con, describe(second), [piece])
