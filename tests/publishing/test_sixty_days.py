"""Weeks of a Hub to which all happens that happens to a Hub: each is published, and all that is derived comes out again."""

import datetime as dt
import random
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.catalogue import load_catalogue
from pipeline.config import Home, Settings
from pipeline.crawl.crawler import Wanted, crawl
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import Spool, finished
from pipeline.hub_api.client import HubClient
from pipeline.marts.build import follow_featured, note_movers, rank_day, total_categories
from pipeline.marts.scorecard import judge_boards
from pipeline.orchestration import asset_checks as checks
from pipeline.publishing.publish import publish
from pipeline.publishing.verify import prove, prove_published
from pipeline.sample_hub.days import HubDay
from pipeline.sample_hub.server import SampleHub
from pipeline.warehouse.catalogue_tables import load_catalogue as keep_catalogue
from pipeline.warehouse.compaction import fold_past_months
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.load import load_day
from pipeline.warehouse.quality_checks import CHECKS
from tests.conftest import THOROUGH, FixedWorld, quick

FIRST = dt.date(2026, 9, 22)
DAYS = 60 if THOROUGH else 26
SETTINGS = Settings(least_share=0.8)  # one repo of fifty is 2% of this Hub
BLOCKING = {check.name for check in CHECKS if check.blocking}
MANY_FALL = range(20, 23)  # days on which the counters of three in five repos are a fifth lower
STOOD_STILL = (16, 24, 25)
LONG_PAST = 18  # on this day one of a month that is folded by then is made again: boards between the two are not proven after it


class Hub:
    """A Hub of some seventy repos; whatever happens to them is drawn."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.made = 0
        self.models = [self._repo(tag) for tag in ("translation", "text-generation", "any-to-any") for _ in range(15)]
        self.models += [self._repo("translation", id=watched.id) for watched in load_catalogue().featured]
        self.datasets = [self._repo(None, tags=["modality:text"]) for _ in range(15)]
        self.gone: list[tuple[int, list[dict[str, Any]], dict[str, Any]]] = []
        self.redirects: dict[str, str] = {}

    def _repo(self, tag: str | None, **given: Any) -> dict[str, Any]:
        self.made += 1
        likes = self.rng.choice((0, 3, 40, 900))
        row = {
            "_id": f"{0x65000000 + self.made:08x}{self.made:016x}", "id": f"owner/repo-{self.made}", "author": "owner", "likes": likes,
            "downloads": 100 * likes, "downloadsAllTime": 1000 * likes, "trendingScore": self.rng.randrange(9), "tags": [tag] if tag else [],
            "gated": False, "private": False, "disabled": False, "createdAt": "2025-11-09T00:00:00.000Z", "lastModified": "2025-12-09T12:00:00.000Z",
            "rate": self.rng.choice((0, 1, 20, 400)),
        }  # fmt: skip
        return row | ({"pipeline_tag": tag} if tag else {}) | given

    def pass_day(self, number: int, date: dt.date) -> None:
        """Counters grow, and a few repos meet a fate."""
        for row in (*self.models, *self.datasets):
            if number not in STOOD_STILL:
                gain = self.rng.randint(0, row["rate"])
                row["downloadsAllTime"] += gain * (row["_id"][-1] != "5" or number < 40)  # some stand still for good
                row["downloads"] = max(0, row["downloads"] + gain - self.rng.randint(0, row["rate"]))
            row["likes"] += self.rng.randint(-1, 2 + row["rate"] // 20) if row["likes"] else self.rng.randint(0, 1)
            row["trendingScore"] = self.rng.randrange(9)
        for repos, kind in ((self.models, "models"), (self.datasets, "datasets")):
            self._fate(number, date, repos, kind)
        for due, repos, row in [one for one in self.gone if one[0] == number]:
            repos.append(row)
            self.gone.remove((due, repos, row))

    def _fate(self, number: int, date: dt.date, repos: list[dict[str, Any]], kind: str) -> None:
        drawn = self.rng.sample(repos, 6)
        fate = self.rng.random
        if fate() < 0.3:
            drawn[0]["downloadsAllTime"] = int(drawn[0]["downloadsAllTime"] * self.rng.choice((0, 0.5, 0.99)))
        if fate() < 0.2:
            old, drawn[1]["id"] = drawn[1]["id"], f"other/renamed-{number}-{kind}"
            self.redirects[f"{kind}/{old}"] = drawn[1]["id"]
        if fate() < 0.2:
            repos.remove(drawn[2])
            self.gone.append((number + self.rng.choice((1, 2, 9, 99)), repos, drawn[2]))
        if fate() < 0.2:
            drawn[3]["private"] = not drawn[3]["private"]
        if fate() < 0.2:
            drawn[4]["tags"] = [*drawn[4]["tags"], f"license:{self.rng.choice(('mit', 'apache-2.0'))}"]
        if fate() < 0.3:
            born = dt.datetime.combine(date, dt.time(3)).isoformat() + ".000Z"
            tag = "translation" if kind == "models" else None
            repos.append(self._repo(tag, tags=["modality:text"] if tag is None else [tag], createdAt=born, likes=0, downloadsAllTime=0))  # fmt: skip

    def shown(self, number: int, date: dt.date) -> HubDay:
        """What the Hub shows of itself on the day."""

        def row(given: dict[str, Any]) -> dict[str, Any]:
            one = {key: value for key, value in given.items() if key != "rate"}
            if number in MANY_FALL and int(one["_id"][-2:], 16) % 5 < 3:
                one["downloadsAllTime"] = one["downloadsAllTime"] * 4 // 5
            return one

        return HubDay(
            date, [row(one) for one in self.models], [row(one) for one in self.datasets], dict(self.redirects)
        )


def make_day(con: duckdb.DuckDBPyConnection, home: Home, spool: Spool, day: dt.date) -> list[str]:
    """All that a run makes of a day, in its order, until a blocking check fails; the blocking checks that failed."""

    def failed(*assets: str) -> list[str]:
        found = [one for asset in assets for one in checks.results(con, day, asset, SETTINGS)]
        return [f"{one.check_name}: {one.metadata['seen'].value}" for one in found if not one.passed and one.check_name in BLOCKING]  # fmt: skip

    load_day(con, spool, SETTINGS)
    if wrong := failed("models", "datasets"):
        return wrong
    rank_day(con, day)
    total_categories(con, day)
    note_movers(con, day)
    judge_boards(con, day)
    follow_featured(con, day)
    if wrong := failed("trends", "category_daily", "movers", "scorecard", "featured"):
        return wrong
    fold_past_months(con)
    publish(con, home.warehouse, home.published)
    return [proof.what for proof in prove_published(con, home.published) if proof.differing]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8 if THOROUGH else 1))
def test_every_honest_day_is_published_and_all_comes_out_again(seed: int, tmp_path: Path) -> None:
    home, hub, rng = Home(tmp_path / "home"), Hub(seed), random.Random(-seed - 1)
    world = FixedWorld({dt.date.min: HubDay(dt.date.min, [], [], {})})
    taken: list[dt.date] = []
    with SampleHub(world) as served, open_warehouse(home.warehouse) as con:
        keep_catalogue(con, load_catalogue())
        con.execute("SET threads = 1")  # for so few rows the others only wait

        def take(number: int, day: dt.date, scope: Scope) -> None:
            world.held[day] = hub.shown(number, day)
            for shown in (dt.date.min, day):  # a day that is shown already would not be looked at again
                served.set_day(shown)
            spool = crawl(HubClient(quick(served.url)), home.spool, day, Wanted(scope, load_catalogue()))
            assert make_day(con, home, spool, day) == [], (seed, day)

        for number in range(DAYS):
            day = FIRST + dt.timedelta(number)
            hub.pass_day(number, day)
            if number in (11, 12, 19) or (number not in (0, LONG_PAST, *MANY_FALL) and rng.random() < 0.08):
                continue  # nobody took it
            scope = Scope.hub if number % 9 else Scope.leaders
            take(number, day, scope)
            taken.append(day)
            if rng.random() < 0.1:  # once more, when the Hub's counters have moved on
                hub.models[0]["downloadsAllTime"] += 5
                take(number, day, scope)
            if number == LONG_PAST or rng.random() < 0.1:  # a past day, from its pages
                past = taken[3] if number == LONG_PAST else rng.choice(taken[-3:])
                kept = finished(home.spool, past)
                assert kept is not None and make_day(con, home, kept, past) == [], (seed, day, past)
        never_public = {row["_id"] for shown in list(world.held.values())[1:] for row in (*shown.models, *shown.datasets)} - {
            row["_id"] for shown in list(world.held.values())[1:] for row in (*shown.models, *shown.datasets) if not row["private"]
        }  # fmt: skip
        assert con.execute("FROM store.left_out").fetchall() == []
        assert [day for (day,) in con.execute("SELECT DISTINCT date FROM trends ORDER BY date").fetchall()] == taken
    with duckdb.connect(str(home.published), read_only=True) as published:
        held = published.execute("SELECT DISTINCT date FROM snapshots ORDER BY date").fetchall()
        assert [day for (day,) in held] == taken
        names = published.execute("SELECT oid FROM models UNION ALL SELECT oid FROM datasets").fetchall()
        assert never_public and not never_public & {oid for (oid,) in names}
    shutil.copy(home.warehouse, tmp_path / "copy.duckdb")
    with open_warehouse(tmp_path / "copy.duckdb") as con:
        con.execute("SET threads = 1")
        assert [proof for proof in prove(con) if proof.differing] == [], seed
