"""Weeks of a Hub with every known kind of change: each day is published, and rebuilding gives the same derived tables."""

import datetime as dt
import random
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.catalogue import load_catalogue
from pipeline.config import Home, Settings
from pipeline.crawl.crawler import CrawlRequest, crawl
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import Spool, find_finished_spool
from pipeline.hub_api.client import HubClient
from pipeline.marts.build import build_category_totals, build_featured, build_movers, rank_day
from pipeline.marts.scorecard import evaluate_boards
from pipeline.orchestration import asset_checks as checks
from pipeline.publishing.publish import publish
from pipeline.publishing.verify import verify_published, verify_warehouse
from pipeline.sample_hub.days import HubDay
from pipeline.sample_hub.server import SampleHub
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.compaction import compact_past_months
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.load import load_day
from pipeline.warehouse.quality_checks import CHECKS
from tests.conftest import THOROUGH, FixedWorld, quick
from tests.fixtures.catalogues import part_of_catalogue

FIRST = dt.date(2026, 9, 27)
DAYS = 60 if THOROUGH else 21
CATALOGUE = (
    load_catalogue() if THOROUGH else part_of_catalogue(("translation", "text-generation", "any-to-any", "text"))
)
SETTINGS = Settings(least_share=0.8)  # one repo of fifty is 2% of this Hub
BLOCKING = {check.name for check in CHECKS if check.blocking}
ROLLBACK_DAYS = range(15, 18)  # the counters of three in five repos are a fifth lower
STALLED_DAYS = (11, 19, 20)
REBUILD_DAY = 13  # rebuilds a day of a compacted month; boards in between are not verified afterwards


class Hub:
    """About seventy repos with random events."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.repo_count = 0
        self.models = [
            self._create_repo(tag) for tag in ("translation", "text-generation", "any-to-any") for _ in range(15)
        ]
        self.models += [self._create_repo("translation", id=featured_model.id) for featured_model in CATALOGUE.featured]
        self.datasets = [self._create_repo(None, tags=["modality:text"]) for _ in range(15)]
        self.removals: list[tuple[int, list[dict[str, Any]], dict[str, Any]]] = []
        self.redirects: dict[str, str] = {}

    def _create_repo(self, tag: str | None, **fields: Any) -> dict[str, Any]:
        self.repo_count += 1
        likes = self.rng.choice((0, 3, 40, 900))
        row = {
            "_id": f"{0x65000000 + self.repo_count:08x}{self.repo_count:016x}", "id": f"owner/repo-{self.repo_count}", "author": "owner", "likes": likes,
            "downloads": 100 * likes, "downloadsAllTime": 1000 * likes, "trendingScore": self.rng.randrange(9), "tags": [tag] if tag else [],
            "gated": False, "private": False, "disabled": False, "createdAt": "2025-11-09T00:00:00.000Z", "lastModified": "2025-12-09T12:00:00.000Z",
            "rate": self.rng.choice((0, 1, 20, 400)),
        }  # fmt: skip
        return row | ({"pipeline_tag": tag} if tag else {}) | fields

    def pass_day(self, number: int, date: dt.date) -> None:
        """Grow the counters and change a few repos."""
        for row in (*self.models, *self.datasets):
            if number not in STALLED_DAYS:
                gain = self.rng.randint(0, row["rate"])
                row["downloadsAllTime"] += gain * (row["_id"][-1] != "5" or number < 40)  # some freeze permanently
                row["downloads"] = max(0, row["downloads"] + gain - self.rng.randint(0, row["rate"]))
            row["likes"] += self.rng.randint(-1, 2 + row["rate"] // 20) if row["likes"] else self.rng.randint(0, 1)
            row["trendingScore"] = self.rng.randrange(9)
        for repos, kind in ((self.models, "models"), (self.datasets, "datasets")):
            self._change_some_repos(number, date, repos, kind)
        for due, repos, row in [removal for removal in self.removals if removal[0] == number]:
            repos.append(row)
            self.removals.remove((due, repos, row))

    def _change_some_repos(self, number: int, date: dt.date, repos: list[dict[str, Any]], kind: str) -> None:
        sample = self.rng.sample(repos, 6)
        draw_number = self.rng.random
        if draw_number() < 0.3:
            sample[0]["downloadsAllTime"] = int(sample[0]["downloadsAllTime"] * self.rng.choice((0, 0.5, 0.99)))
        if draw_number() < 0.2:
            old, sample[1]["id"] = sample[1]["id"], f"other/renamed-{number}-{kind}"
            self.redirects[f"{kind}/{old}"] = sample[1]["id"]
        if draw_number() < 0.2:
            repos.remove(sample[2])
            self.removals.append((number + self.rng.choice((1, 2, 9, 99)), repos, sample[2]))
        if draw_number() < 0.2:
            sample[3]["private"] = not sample[3]["private"]
        if draw_number() < 0.2:
            sample[4]["tags"] = [*sample[4]["tags"], f"license:{self.rng.choice(('mit', 'apache-2.0'))}"]
        if draw_number() < 0.3:
            created_at = dt.datetime.combine(date, dt.time(3)).isoformat() + ".000Z"
            tag = "translation" if kind == "models" else None
            repos.append(self._create_repo(tag, tags=["modality:text"] if tag is None else [tag], createdAt=created_at, likes=0, downloadsAllTime=0))  # fmt: skip

    def build_day(self, number: int, date: dt.date) -> HubDay:
        def build_row(repo: dict[str, Any]) -> dict[str, Any]:
            shown_row = {key: value for key, value in repo.items() if key != "rate"}
            if number in ROLLBACK_DAYS and int(shown_row["_id"][-2:], 16) % 5 < 3:
                shown_row["downloadsAllTime"] = shown_row["downloadsAllTime"] * 4 // 5
            return shown_row

        return HubDay(
            date,
            [build_row(repo) for repo in self.models],
            [build_row(repo) for repo in self.datasets],
            dict(self.redirects),
        )


def make_day(con: duckdb.DuckDBPyConnection, home: Home, spool: Spool, day: dt.date) -> list[str]:
    """Run a day's steps until a blocking check fails; return the failed blocking checks."""

    def list_failures(*assets: str) -> list[str]:
        results = [result for asset in assets for result in checks.run_query_checks(con, day, asset, SETTINGS)]
        return [f"{result.check_name}: {result.metadata['actual'].value}" for result in results if not result.passed and result.check_name in BLOCKING]  # fmt: skip

    load_day(con, spool, SETTINGS)
    if failures := list_failures("models", "datasets"):
        return failures
    rank_day(con, day)
    build_category_totals(con, day)
    build_movers(con, day)
    evaluate_boards(con, day)
    build_featured(con, day)
    if failures := list_failures("trends", "category_daily", "movers", "scorecard", "featured"):
        return failures
    compact_past_months(con)
    publish(con, home.warehouse, home.published)
    return [comparison.subject.code for comparison in verify_published(con, home.published) if comparison.differing]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8 if THOROUGH else 1))
def test_every_plausible_day_is_published_and_verified(seed: int, tmp_path: Path) -> None:
    home, hub, rng = Home(tmp_path / "home"), Hub(seed), random.Random(-seed - 1)
    world = FixedWorld({dt.date.min: HubDay(dt.date.min, [], [], {})})
    snapshot_days: list[dt.date] = []
    with SampleHub(world) as sample_hub, open_warehouse(home.warehouse) as con:
        store_catalogue(con, CATALOGUE)
        con.execute("SET threads = 1")  # faster for so few rows

        def take_snapshot(number: int, day: dt.date, scope: Scope) -> None:
            world.hub_days[day] = hub.build_day(number, day)
            for shown_day in (dt.date.min, day):  # the sample Hub does not reload the current day
                sample_hub.set_day(shown_day)
            spool = crawl(HubClient(quick(sample_hub.url)), home.spool, day, CrawlRequest(scope, CATALOGUE))
            assert make_day(con, home, spool, day) == [], (seed, day)

        for number in range(DAYS):
            day = FIRST + dt.timedelta(number)
            hub.pass_day(number, day)
            if number in (6, 7, 14) or (number not in (0, REBUILD_DAY, *ROLLBACK_DAYS) and rng.random() < 0.08):
                continue  # a gap
            scope = Scope.hub if number % 9 else Scope.leaders
            take_snapshot(number, day, scope)
            snapshot_days.append(day)
            if rng.random() < 0.1:  # a re-crawl after a counter changed
                hub.models[0]["downloadsAllTime"] += 5
                take_snapshot(number, day, scope)
            if number == REBUILD_DAY or rng.random() < 0.1:  # rebuild a past day
                past = snapshot_days[1] if number == REBUILD_DAY else rng.choice(snapshot_days[-3:])
                spool = find_finished_spool(home.spool, past)
                assert spool is not None and make_day(con, home, spool, past) == [], (seed, day, past)
        never_public = {row["_id"] for hub_day in list(world.hub_days.values())[1:] for row in (*hub_day.models, *hub_day.datasets)} - {
            row["_id"] for hub_day in list(world.hub_days.values())[1:] for row in (*hub_day.models, *hub_day.datasets) if not row["private"]
        }  # fmt: skip
        assert con.execute("FROM store.withheld").fetchall() == []
        assert [
            day for (day,) in con.execute("SELECT DISTINCT date FROM trends ORDER BY date").fetchall()
        ] == snapshot_days
    with duckdb.connect(str(home.published), read_only=True) as published:
        day_rows = published.execute("SELECT DISTINCT date FROM snapshots ORDER BY date").fetchall()
        assert [day for (day,) in day_rows] == snapshot_days
        names = published.execute("SELECT oid FROM models UNION ALL SELECT oid FROM datasets").fetchall()
        assert never_public and not never_public & {oid for (oid,) in names}
    shutil.copy(home.warehouse, tmp_path / "copy.duckdb")
    with open_warehouse(tmp_path / "copy.duckdb") as con:
        con.execute("SET threads = 1")
        assert [comparison for comparison in verify_warehouse(con) if comparison.differing] == [], seed
