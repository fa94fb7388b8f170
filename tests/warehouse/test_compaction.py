import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.crawl.scope import Scope
from pipeline.publishing.publish import publish
from pipeline.warehouse.compaction import RECOMPACTION_DAYS, SETTLING_DAYS, compact_past_months
from tests.conftest import THOROUGH
from tests.fixtures.days import Load, model

FIRST = dt.date(2026, 9, 1)
PUBLISHED_RELATIONS = ("model_history", "models", "events", "days", "snapshots", "trends")


def day_of(number: int) -> dt.date:
    return FIRST + dt.timedelta(number)


def build_hub(number: int) -> list[dict[str, Any]]:
    """Most repos never change, one gains every day, one comes and goes."""
    return [
        *(model(n) for n in range(1, 25)),
        model(30, likes=100 + number, downloads=number, downloadsAllTime=1000 + number),
        *([model(31)] if number % 3 else []),
    ]


def read_relations(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    return {name: con.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in PUBLISHED_RELATIONS}


@pytest.fixture
def month(load: Load) -> None:
    """Half of the days of September 2026, the 13th missing amid them, and of the first days of October."""
    for number in (*range(12), 13, 20, 21, 28, 29, 30, 30 + SETTLING_DAYS - 2):
        with_boards = number % 6 == 0  # compaction does not change boards
        load(build_hub(number), day_of(number), scope=Scope.hub, accept_shrink=True, rank=with_boards)


@pytest.mark.slow
def test_a_month_is_compacted_a_week_after_its_end_without_visible_change(
    month: None, con: duckdb.DuckDBPyConnection, load: Load
) -> None:
    assert compact_past_months(con) == []
    load(build_hub(36), day_of(36), scope=Scope.hub, accept_shrink=True)
    before, daily_rows = read_relations(con), con.execute("SELECT count(*) FROM store.daily").fetchall()[0][0]
    assert compact_past_months(con) == [FIRST]
    assert compact_past_months(con) == []
    assert read_relations(con) == before
    row_counts = con.execute(
        "SELECT (SELECT count(*) FROM store.daily), (SELECT count(*) FROM store.daily_interval)"
    ).fetchall()[0]
    assert sum(row_counts) < daily_rows / 3
    # a repo that comes and goes has an interval for each stay; missing snapshots end none
    assert con.execute(
        "SELECT count(*) FROM store.daily_interval s JOIN store.repo r USING (repo) WHERE r.oid = $o",
        {"o": model(31)["_id"]},
    ).fetchall() == [(5,)]

    # a compacted day can be replaced; the month is compacted again only after enough of them
    replacement = [model(n, likes=1) for n in range(1, 30)]
    other_days = "SELECT * FROM model_history WHERE date <> $d ORDER BY ALL"
    before_others = con.execute(other_days, {"d": day_of(3)}).fetchall()
    load(replacement, day_of(3), scope=Scope.hub, accept_shrink=True)
    assert con.execute(other_days, {"d": day_of(3)}).fetchall() == before_others
    assert con.execute("SELECT count(*), max(likes) FROM models_on($d)", {"d": day_of(3)}).fetchall() == [(29, 1)]
    assert compact_past_months(con) == []
    for number in range(4, 3 + RECOMPACTION_DAYS):
        load(build_hub(number), day_of(number), scope=Scope.hub, accept_shrink=True, rank=False)
    before = read_relations(con)
    assert compact_past_months(con) == [FIRST]
    assert read_relations(con) == before
    assert con.execute("SELECT count(*) FROM store.daily WHERE date < '2026-10-01'").fetchall() == [(0,)]


@pytest.mark.slow
def test_running_a_day_again_does_not_make_the_file_grow(
    con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path
) -> None:
    many = [model(n, tags=["translation", f"tag-{n}"], downloads=n * n) for n in range(1, 3000)]
    for number in range(3):
        load([row | {"likes": row["likes"] + number} for row in many], day_of(number), scope=Scope.hub)
    path = tmp_path / "warehouse" / "hub.duckdb"
    publish(con, path, tmp_path / "hub.duckdb")
    load(many, day_of(2), scope=Scope.hub)  # blocks that a re-run uses before it frees its predecessor's
    publish(con, path, tmp_path / "hub.duckdb")
    before = path.stat().st_size
    for _ in range(10 if THOROUGH else 4):
        load(many, day_of(2), scope=Scope.hub)
        publish(con, path, tmp_path / "hub.duckdb")
    assert path.stat().st_size <= 1.02 * before
