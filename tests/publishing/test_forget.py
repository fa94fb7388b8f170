"""A forgotten day: every relation equals that of a warehouse that never observed it."""

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.crawl.crawler import CrawlRequest, crawl
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import Spool
from pipeline.errors import MissingDays, WrongDay
from pipeline.hub_api.client import HubClient
from pipeline.marts.build import build_category_totals, build_featured, build_movers, rank_day
from pipeline.marts.scorecard import evaluate_boards
from pipeline.publishing.forget import finish_forgetting, forget_day
from pipeline.publishing.publish import publish
from pipeline.publishing.verify import verify_warehouse
from pipeline.sample_hub.days import HubDay
from pipeline.sample_hub.server import SampleHub
from pipeline.sql import statement
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.compaction import compact_month
from pipeline.warehouse.connection import open_warehouse, write_about
from pipeline.warehouse.load import load_day
from tests.conftest import THOROUGH, FixedWorld, quick
from tests.fixtures.catalogues import part_of_catalogue
from tests.fixtures.days import FOLLOWED_CATEGORIES, model

pytestmark = pytest.mark.slow
CATALOGUE = part_of_catalogue(FOLLOWED_CATEGORIES)
FIRST = dt.date(2026, 9, 27)
DAYS = 10 if THOROUGH else 8  # in two months
RELATIONS = (
    "model_history",
    "models",
    "trends",
    "boards",
    "movers",
    "featured",
    "category_daily",
    "families",
    "events",
    "scorecard",
)


def build_repo_rows(number: int) -> list[dict[str, Any]]:
    """A Hub whose repos appear, disappear, grow and are renamed; counters fall on day 6."""
    rows = []
    for n in range(1, 31):
        if (n == 3 and number in (4, 5)) or (n == 4 and number >= 6) or (n > 25 and number < 5):
            continue
        changes: dict[str, Any] = {
            "likes": 10 * n + n * number, "downloads": 100 * n + number, "downloadsAllTime": 1000 * n + 10 * n * number,
        }  # fmt: skip
        if n == 5 and number == 6:
            changes |= {
                "id": "owner/renamed",
                "likes": 0,
                "downloadsAllTime": 1,
                "tags": ["translation", "license:other"],
            }
        if n == 6 and number >= 6:
            changes["id"] = "owner/another-name"
        if n == 7:
            changes["baseModels"] = {
                "relation": "finetune",
                "models": [{"_id": "1", "id": f"owner/model-{8 + number % 2}"}],
            }
        rows.append(model(n, **changes))
    return rows


@pytest.fixture(scope="module")
def spools(tmp_path_factory: pytest.TempPathFactory) -> list[Spool]:
    days = [FIRST + dt.timedelta(n) for n in range(DAYS)]
    world = FixedWorld({day: HubDay(day, build_repo_rows(n), [], {}) for n, day in enumerate(days)})
    root = tmp_path_factory.mktemp("spools")
    with SampleHub(world) as hub:
        day_spools = []
        for n, day in enumerate(days):
            hub.set_day(day)
            scope = Scope.hub if n % 3 else Scope.leaders
            day_spools.append(
                crawl(HubClient(quick(hub.url)), root, day, CrawlRequest(scope, CATALOGUE, accept_shrink=True))
            )
    return day_spools


@contextmanager
def warehouse_of(spools: list[Spool], folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a warehouse into which these days were loaded in order."""
    folder.mkdir(exist_ok=True)
    shutil.copyfile(_build_warehouse_file(spools), folder / "hub.duckdb")
    with open_warehouse(folder / "hub.duckdb") as con:
        yield con


def _build_warehouse_file(spools: list[Spool]) -> Path:
    """Build its file once, from that of the previous days."""
    root = spools[0].folder.parents[1]
    cache_folder = root.with_name(f"{root.name}-warehouses")
    path = cache_folder / ("_".join(f"{spool.header.day:%m%d}" for spool in spools) + ".duckdb")
    if path.exists():
        return path
    cache_folder.mkdir(exist_ok=True)
    if before := spools[:-1]:
        shutil.copyfile(_build_warehouse_file(before), path)
    with open_warehouse(path) as con:
        store_catalogue(con, CATALOGUE)
        load_day(con, spools[-1], require_checks=False)
        day = spools[-1].header.day
        rank_day(con, day)
        build_category_totals(con, day)
        build_featured(con, day)
        build_movers(con, day)
        evaluate_boards(con, day)
    return path


def rows_of(con: duckdb.DuckDBPyConnection, relation: str) -> list[tuple[Any, ...]]:
    return sorted(con.execute(f"FROM {relation}").fetchall(), key=repr)


CASES = [(2, True), *([(6, False), (9, False), (0, False)] if THOROUGH else [])]


@pytest.mark.parametrize(("number", "is_compacted"), CASES)
def test_a_forgotten_day_leaves_no_trace(spools: list[Spool], tmp_path: Path, number: int, is_compacted: bool):
    day = FIRST + dt.timedelta(number)
    other_spools = [spool for spool in spools if spool.header.day != day]
    with warehouse_of(other_spools, tmp_path / "never") as con:
        expected_rows = {relation: rows_of(con, relation) for relation in RELATIONS}
    with warehouse_of(spools, tmp_path / "once") as con:
        if is_compacted:
            compact_month(con, dt.date(2026, 9, 1))
        later = forget_day(con, day)
        assert later == [spool.header.day for spool in other_spools if spool.header.day > day]
        for relation in RELATIONS:
            assert rows_of(con, relation) == expected_rows[relation], relation
        assert [comparison for comparison in verify_warehouse(con) if comparison.differing] == []


def test_a_forgotten_day_can_be_loaded_again(spools: list[Spool], tmp_path: Path):
    with warehouse_of(spools[:4], tmp_path) as con:
        before = {relation: rows_of(con, relation) for relation in ("model_history", "models", "events")}
        write_about(
            con, "forgotten", "['5000-01-01 (BC)', infinity, NULL, 2026-01-02]"
        )  # as a restored export may have it
        forget_day(con, spools[3].header.day)
        assert con.execute(statement("publishing/forgotten_days")).fetchall() == [
            (dt.date(2026, 1, 2),), (spools[3].header.day,)
        ]  # fmt: skip
        load_day(con, spools[3])
        assert {relation: rows_of(con, relation) for relation in before} == before


def test_an_unknown_day_is_an_error(spools: list[Spool], tmp_path: Path):
    with warehouse_of(spools[:2], tmp_path) as con:
        before = rows_of(con, "model_history")
        with pytest.raises(WrongDay):
            forget_day(con, FIRST - dt.timedelta(1))
        assert rows_of(con, "model_history") == before


def test_the_only_day_can_be_forgotten(spools: list[Spool], tmp_path: Path):
    with warehouse_of(spools[:1], tmp_path) as con:
        assert forget_day(con, FIRST) == []
        assert {relation: rows_of(con, relation) for relation in RELATIONS if relation != "featured"} == {
            relation: [] for relation in RELATIONS if relation != "featured"
        }
        load_day(con, spools[0])
        assert len(rows_of(con, "models")) > 0


def test_only_losable_days_may_be_lost(spools: list[Spool], tmp_path: Path):
    working, published = tmp_path / "w" / "hub.duckdb", tmp_path / "hub.duckdb"
    with warehouse_of(spools[:3], tmp_path / "w") as con:
        publish(con, working, published)
        forget_day(con, spools[2].header.day)
        with pytest.raises(MissingDays):
            publish(con, working, published)
        publish(con, working, published, losable_days=[spools[2].header.day])
    with duckdb.connect(str(published), read_only=True) as con:
        assert con.execute("SELECT count(DISTINCT date) FROM snapshots").fetchall() == [(2,)]


def test_an_interrupted_forget_resumes(spools: list[Spool], tmp_path: Path):
    """Interrupted after the deletion, before later boards were rebuilt and published."""
    working, published = tmp_path / "w" / "hub.duckdb", tmp_path / "hub.duckdb"
    day = spools[1].header.day
    with warehouse_of(spools[:4], tmp_path / "w") as con:
        publish(con, working, published)

        def report(doing: str) -> None:
            if doing.startswith("rank"):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            forget_day(con, day, report)
        with pytest.raises(MissingDays):
            publish(con, working, published)
        assert forget_day(con, day) == [spool.header.day for spool in spools[2:4]]
        publish(con, working, published, losable_days=[day])
        finish_forgetting(con)
        assert [comparison for comparison in verify_warehouse(con) if comparison.differing] == []
        with pytest.raises(WrongDay):
            forget_day(con, day)
