"""Warehouses of earlier releases open, keep their data, and accept new days."""

import datetime as dt
from pathlib import Path

import duckdb
import pytest
import zstandard

from pipeline.errors import WarehouseError
from pipeline.notes import Note
from pipeline.publishing.verify import find_next_step, verify_warehouse
from pipeline.sql import SCHEMA_VERSION
from pipeline.warehouse.connection import open_warehouse

RELEASED_FILES = sorted((Path(__file__).parent / "released").glob("schema_*.duckdb.zst"))
DAY = dt.date(2026, 11, 10)
RENAMED = {
    "rank_1d": "rank_1d_ago",
    "rank_7d": "rank_7d_ago",
    "rank_30d": "rank_30d_ago",
    "step_likes": "likes_since_previous",
    "step_days": "days_since_previous",
    "days_7d": "likes_7d_days",
    "days_28d": "likes_28d_days",
    "expected_7d": "expected_likes_7d",
    "q": "false_discovery_rate",
    "downloads_days": "downloads_gained_days",
    "burst": "largest_step_share",
    "relation": "base_relation",
    "week_basis": "likes_7d_basis",
}  # of trends, in schema 5
OBSTACLES = {
    "1": "CREATE TABLE store.event (taken INTEGER)",
    "2": "ALTER TABLE trends ADD COLUMN step_likes INTEGER",
    "3": "ALTER TABLE boards ADD COLUMN notes INTEGER",
    "4": "ALTER TABLE trends ADD COLUMN false_discovery_rate DOUBLE",
    "5": "ALTER TABLE store.category ADD COLUMN aliases VARCHAR[]",
    "6": "ALTER TABLE store.category RENAME COLUMN pipeline_tag TO task",
}


@pytest.fixture(params=RELEASED_FILES, ids=lambda path: path.name.split(".")[0])
def old_warehouse(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A warehouse as a release left it: 30 models and 20 datasets on three days of scope hub.

    One model is renamed and one missing on the second day; one dataset has no downloads.
    """
    path = tmp_path / "hub.duckdb"
    path.write_bytes(zstandard.ZstdDecompressor().decompress(request.param.read_bytes()))
    return path


def test_every_schema_has_a_released_file() -> None:
    assert [path.name for path in RELEASED_FILES] == [f"schema_{n}.duckdb.zst" for n in range(1, SCHEMA_VERSION)]


def test_an_older_warehouse_is_upgraded_without_losing_data(old_warehouse: Path, tmp_path: Path) -> None:
    columns = "date, oid, id, downloads, downloads_all_time, likes, trending_score, observed_at"
    rows_before = {}
    with duckdb.connect(str(old_warehouse)) as con:
        for name in ("model_history", "dataset_history"):
            rows_before[name] = con.execute(f"SELECT {columns} FROM {name} ORDER BY date, oid").fetchall()
        rows_before["models"] = con.execute(
            "SELECT oid, id, tags, license, first_seen, last_seen FROM models ORDER BY oid"
        ).fetchall()
        trend_columns = [str(name) for name, *_ in con.execute("DESCRIBE trends").fetchall()]
        [(figures,)] = con.execute("SELECT count(*) FROM scorecard").fetchall()
        rows_before["trends"] = con.execute(f"SELECT {', '.join(trend_columns)} FROM trends ORDER BY ALL").fetchall()
    with open_warehouse(old_warehouse) as con:
        for name in ("model_history", "dataset_history"):
            assert con.execute(f"SELECT {columns} FROM {name} ORDER BY date, oid").fetchall() == rows_before[name]
        assert (
            con.execute("SELECT oid, id, tags, license, first_seen, last_seen FROM models ORDER BY oid").fetchall()
            == rows_before["models"]
        )
        # before schema 3, likes_1d was the step since the previous observation
        before_3 = "days_1d" in trend_columns
        new_names = RENAMED | (
            {"likes_1d": "likes_since_previous", "days_1d": "days_since_previous"} if before_3 else {}
        )
        now = ", ".join(new_names.get(name, name) for name in trend_columns)
        assert con.execute(f"SELECT {now} FROM trends ORDER BY ALL").fetchall() == rows_before["trends"]
        if before_3:
            exact = (
                "SELECT bool_and(likes_1d IS NOT DISTINCT FROM CASE WHEN days_since_previous = 1 THEN likes_since_previous END), "
                "count(likes_1d) FROM trends"
            )
            assert con.execute(exact).fetchall() == [(True, 98 * 2)]
        else:
            notes = "SELECT DISTINCT note.code FROM boards, unnest(notes) u(note) ORDER BY ALL"
            codes = ["downloads_frozen", "few_growth_days", "few_whole_weeks", "young_history"]
            assert [code for (code,) in con.execute(notes).fetchall()] == codes
        assert con.execute("SELECT count(*) FROM scorecard").fetchall() == [(figures,)]
        assert con.execute("SELECT count(*) FROM scorecard WHERE target = 'places'").fetchall() == [(0,)]
        version = con.execute("SELECT value FROM store.about WHERE key = 'schema_version'").fetchall()
        assert version == [(str(SCHEMA_VERSION),)]
        # tables that the older release lacked are derived for its days
        assert con.execute("SELECT date, event, old, new FROM events ORDER BY ALL").fetchall() == [
            (DAY + dt.timedelta(1), "disappeared", "owner/model-9", None),
            (DAY + dt.timedelta(1), "renamed", "owner/model-7", "owner/new-name-7"),
            (DAY + dt.timedelta(2), "returned", None, "owner/model-9"),
        ]
        # in these three days the models' counters moved, the datasets' did not
        assert con.execute("SELECT DISTINCT status FROM model_history").fetchall() == [("observed",)]
        assert con.execute("SELECT status, count(*) FROM dataset_history GROUP BY ALL ORDER BY ALL").fetchall() == [
            ("frozen", 38), ("observed", 19), ("partial", 3),
        ]  # fmt: skip
        upgraded_tables = {table: _read_columns(con, table) for table in _list_tables(con)}
    with open_warehouse(tmp_path / "new.duckdb") as con:
        assert {table: _read_columns(con, table) for table in _list_tables(con)} == upgraded_tables


def test_boards_of_an_earlier_release_can_be_ranked_again(tmp_path: Path) -> None:
    path = tmp_path / "hub.duckdb"
    path.write_bytes(zstandard.ZstdDecompressor().decompress(RELEASED_FILES[-1].read_bytes()))
    with open_warehouse(path) as con:
        failures = [comparison for comparison in verify_warehouse(con) if comparison.differing]
        assert find_next_step(con, failures) == Note("rank_again", {"date": str(DAY)})


def test_an_upgrade_that_fails_changes_nothing(old_warehouse: Path) -> None:
    with duckdb.connect(str(old_warehouse)) as con:
        version = con.execute("SELECT value FROM store.about WHERE key = 'schema_version'").fetchall()
        # an object blocks the upgrade
        con.execute(OBSTACLES[version[0][0]])
    before = old_warehouse.read_bytes()
    with pytest.raises((WarehouseError, duckdb.Error)), open_warehouse(old_warehouse):
        pass
    with duckdb.connect(str(old_warehouse)) as con:
        assert con.execute("SELECT value FROM store.about WHERE key = 'schema_version'").fetchall() == version
        assert con.execute("SELECT count(*) FROM model_history").fetchall() == [(89,)]
    assert len(before) > 0


def _list_tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    rows = con.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary"
    ).fetchall()
    return sorted(name for (name,) in rows)


def _read_columns(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, ...]]:
    schema, name = table.split(".")
    return con.execute(
        "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE schema_name = $schema AND table_name = $name ORDER BY column_index",
        {"schema": schema, "name": name},
    ).fetchall()


def test_reasons_of_rejects_become_codes(tmp_path: Path) -> None:
    path = tmp_path / "hub.duckdb"
    path.write_bytes(zstandard.ZstdDecompressor().decompress(RELEASED_FILES[2].read_bytes()))
    sentences = ["not JSON", "no _id", "id is not a name", "something else"]
    with duckdb.connect(str(path)) as con:
        con.execute("INSERT INTO store.reject BY NAME SELECT unnest($reasons) AS reason", {"reasons": sentences})
    with open_warehouse(path) as con:
        codes = con.execute("SELECT DISTINCT reason FROM rejects ORDER BY ALL").fetchall()
    assert codes == [("invalid_name",), ("no_oid",), ("not_json",), ("something else",)]
