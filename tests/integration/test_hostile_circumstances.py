"""What a wrong clock, a lost warehouse, a bad day, a site that fails and damaged records leave: everything that was good."""

import datetime as dt
import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from pipeline.config import Home
from pipeline.crawl.spool import spooled_days
from pipeline.errors import AlmanacError
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.conftest import LAST_DAY, Almanac, FixedWorld

from .conftest import Runner, taken

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
NINE = dt.time(9, tzinfo=dt.UTC)
TOMORROW = dt.datetime.combine(LAST_DAY + dt.timedelta(1), NINE)


def ask(home: Home, query: str) -> list[tuple]:
    with duckdb.connect(str(home.published), read_only=True) as con:
        return con.execute(query).fetchall()


def test_a_clock_a_year_ahead_changes_nothing(world: World, almanac: Almanac, kept: Home):
    before, pages = kept.published.read_bytes(), spooled_days(kept.spool)
    with SampleHub(world) as served:
        for days in (365, -1):
            served.set_now(dt.datetime.now(dt.UTC) + dt.timedelta(days=days))
            said = almanac("run", HF_ENDPOINT=served.url, ALMANAC_TRUST_HUB_CLOCK="0", ALMANAC_HUB_ATTEMPTS="1")
            assert said.returncode == 1 and "Traceback" not in said.stderr
        served.set_day(LAST_DAY - dt.timedelta(1))  # trusted, but the warehouse has a later day
        said = almanac("run", HF_ENDPOINT=served.url)
        assert said.returncode == 1 and "Traceback" not in said.stderr
    assert kept.published.read_bytes() == before
    assert spooled_days(kept.spool) == pages


def test_a_wrong_day_is_taken_out_again(world: World, story_world: World, almanac: Almanac, kept: Home):
    """A stand-in that is trusted plays a day that lies ahead; `forget` leaves the history as it was."""
    days = len(taken(story_world))
    relations = ("trends", "movers", "model_history", "scorecard", "events")
    before = {name: ask(kept, f"SELECT count(*), sum(hash(x)::HUGEINT) FROM {name} x") for name in relations}
    pages = spooled_days(kept.spool)
    ahead = dt.datetime.now(dt.UTC) + dt.timedelta(days=400)
    with SampleHub(world) as served:
        served.set_now(ahead)
        assert almanac("run", HF_ENDPOINT=served.url).returncode == 0
    assert ask(kept, "SELECT count(DISTINCT date) FROM snapshots") == [(days + 1,)]
    assert spooled_days(kept.spool)[:-1] == pages
    status = almanac("status", "--json", ALMANAC_TRUST_HUB_CLOCK="0")
    said = json.loads(status.stdout)
    assert status.returncode == 1 and said["date"] == str(LAST_DAY) and said["days_ahead"] == [str(ahead.date())]
    assert str(LAST_DAY) in almanac("show", "translation", ALMANAC_TRUST_HUB_CLOCK="0").stdout
    assert almanac("forget", "--date", f"{ahead:%Y-%m-%d}").returncode == 2  # nobody there to confirm
    assert almanac("forget", "--date", f"{ahead:%Y-%m-%d}", "--yes").returncode == 0
    assert {name: ask(kept, f"SELECT count(*), sum(hash(x)::HUGEINT) FROM {name} x") for name in relations} == before
    assert spooled_days(kept.spool) == pages
    assert almanac("verify").returncode == 0
    again = almanac("forget", "--date", f"{ahead:%Y-%m-%d}", "--yes")
    assert again.returncode == 1 and "Traceback" not in again.stderr


def test_a_lost_warehouse_costs_no_published_day(world: World, story_world: World, almanac: Almanac, kept: Home):
    shutil.rmtree(kept.warehouse.parent)
    before = kept.published.read_bytes()
    with SampleHub(world) as served:
        served.set_now(TOMORROW)
        lost = almanac("run", HF_ENDPOINT=served.url)
        assert lost.returncode == 1 and "almanac restore" in lost.stderr
        assert len(served.requests) <= 2  # found out before the Hub was asked for its lists
        assert kept.published.read_bytes() == before
        assert almanac("restore").returncode == 0
        assert almanac("restore").returncode == 2
        assert almanac("run", HF_ENDPOINT=served.url).returncode == 0
    assert ask(kept, "SELECT count(DISTINCT date) FROM snapshots") == [(len(taken(story_world)) + 1,)]
    assert almanac("verify").returncode == 0


def test_a_day_refused_for_its_rows_is_asked_for_again(kept_runner: Runner, world: World, story_world: World):
    runner, tomorrow = kept_runner, TOMORROW.date()
    good, days = world.day(LAST_DAY), len(taken(story_world))
    spoilt = [row | {"likes": None} if number % 10 == 0 else row for number, row in enumerate(good.models)]
    with SampleHub(FixedWorld({tomorrow: replace(good, date=tomorrow, models=spoilt)})) as bad:
        spoiling = Runner(runner.home, runner.instance, bad)
        with pytest.raises(AlmanacError) as refused:
            spoiling.run(tomorrow)
        assert "null_shares" in str(refused.value) and not refused.value.published
        asked = len(bad.requests)
        with pytest.raises(AlmanacError):
            spoiling.run(tomorrow)
        assert len(bad.requests) > asked + 20
    assert runner.ask("SELECT count(DISTINCT date) FROM snapshots") == [(days,)]
    runner.run(tomorrow)
    assert runner.ask("SELECT count(DISTINCT date) FROM snapshots") == [(days + 1,)]


def test_a_site_that_fails_says_that_the_day_is_published(world: World, almanac: Almanac, kept: Home):
    kept.site.mkdir()
    (kept.site / "something-else.txt").write_text("not a site")
    with SampleHub(world) as served:
        served.set_now(TOMORROW)
        said = almanac("run", HF_ENDPOINT=served.url, ALMANAC_PAGES="on")
    assert said.returncode != 0 and "is as it was" not in said.stderr and "is published" in said.stderr
    assert ask(kept, "SELECT max(date) FROM snapshots") == [(TOMORROW.date(),)]
    assert "stays as it was" not in json.loads(kept.last_failure.read_text())["sentence"]


@pytest.mark.parametrize("damage", ["garbage", "cut", "folder", "table", "all"])
def test_damaged_records_do_not_stop_the_capture(world: World, almanac: Almanac, kept: Home, damage: str):
    shutil.copy(ROOT / "dagster.yaml", kept.root)  # the records as Dagster itself keeps them
    storage = kept.dagster / "storage"
    databases = sorted(
        path for path in storage.rglob("*.db") if path.is_file() and path.stem in ("runs", "index", "schedules")
    )
    assert len(databases) == 3
    for path in databases if damage == "all" else databases[:1] if damage == "folder" else databases[1:2]:
        for beside in path.parent.glob(f"{path.name}-*"):
            beside.unlink()
        if damage == "folder":
            path.unlink()
            path.mkdir()
        elif damage == "cut":
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
        elif damage == "table":
            with sqlite3.connect(path) as con:
                for (name,) in con.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                ).fetchall():
                    if name != "alembic_version":
                        con.execute(f'DROP TABLE "{name}"')
        else:
            path.write_bytes(b"damaged" * 4000)
    with SampleHub(world) as served:
        served.set_now(TOMORROW)
        said = almanac("run", HF_ENDPOINT=served.url)
    assert said.returncode == 0, said.stderr
    assert list(kept.dagster.glob("storage.damaged-*"))
    assert "storage.damaged-" in said.stdout
    assert ask(kept, "SELECT max(date) FROM snapshots") == [(TOMORROW.date(),)]
