"""A wrong clock, a lost warehouse, a bad day, a failing site and damaged records lose no good data."""

import datetime as dt
import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from pipeline.config import Home
from pipeline.crawl.spool import list_spooled_days
from pipeline.errors import AlmanacError
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.conftest import LAST_DAY, Almanac, FixedWorld

from .conftest import Runner, snapshot_days

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
NINE = dt.time(9, tzinfo=dt.UTC)
TOMORROW = dt.datetime.combine(LAST_DAY + dt.timedelta(1), NINE)


def ask(home: Home, query: str) -> list[tuple]:
    with duckdb.connect(str(home.published), read_only=True) as con:
        return con.execute(query).fetchall()


def test_a_clock_a_year_ahead_changes_nothing(world: World, almanac: Almanac, home_copy: Home):
    before, pages = home_copy.published.read_bytes(), list_spooled_days(home_copy.spool)
    with SampleHub(world) as sample_hub:
        for days in (365, -1):
            sample_hub.set_now(dt.datetime.now(dt.UTC) + dt.timedelta(days=days))
            result = almanac("run", HF_ENDPOINT=sample_hub.url, ALMANAC_TRUST_HUB_CLOCK="0", ALMANAC_HUB_ATTEMPTS="1")
            assert result.returncode == 1 and "Traceback" not in result.stderr
        sample_hub.set_day(LAST_DAY - dt.timedelta(1))  # trusted, but the warehouse has a later day
        result = almanac("run", HF_ENDPOINT=sample_hub.url)
        assert result.returncode == 1 and "Traceback" not in result.stderr
    assert home_copy.published.read_bytes() == before
    assert list_spooled_days(home_copy.spool) == pages


def test_forget_removes_a_wrong_day(world: World, story_world: World, almanac: Almanac, home_copy: Home):
    """A trusted sample Hub serves a future day; `forget` restores the history."""
    days = len(snapshot_days(story_world))
    relations = ("trends", "movers", "model_history", "scorecard", "events")
    before = {name: ask(home_copy, f"SELECT count(*), sum(hash(x)::HUGEINT) FROM {name} x") for name in relations}
    pages = list_spooled_days(home_copy.spool)
    ahead = dt.datetime.now(dt.UTC) + dt.timedelta(days=400)
    with SampleHub(world) as sample_hub:
        sample_hub.set_now(ahead)
        assert almanac("run", HF_ENDPOINT=sample_hub.url).returncode == 0
    assert ask(home_copy, "SELECT count(DISTINCT date) FROM snapshots") == [(days + 1,)]
    assert list_spooled_days(home_copy.spool)[:-1] == pages
    status = almanac("status", "--json", ALMANAC_TRUST_HUB_CLOCK="0")
    report = json.loads(status.stdout)
    assert status.returncode == 1 and report["date"] == str(LAST_DAY) and report["days_ahead"] == [str(ahead.date())]
    assert str(LAST_DAY) in almanac("show", "translation", ALMANAC_TRUST_HUB_CLOCK="0").stdout
    assert almanac("forget", "--date", f"{ahead:%Y-%m-%d}").returncode == 2  # no terminal to confirm on
    assert almanac("forget", "--date", f"{ahead:%Y-%m-%d}", "--yes").returncode == 0
    assert {
        name: ask(home_copy, f"SELECT count(*), sum(hash(x)::HUGEINT) FROM {name} x") for name in relations
    } == before
    assert list_spooled_days(home_copy.spool) == pages
    assert almanac("verify").returncode == 0
    again = almanac("forget", "--date", f"{ahead:%Y-%m-%d}", "--yes")
    assert again.returncode == 1 and "Traceback" not in again.stderr


def test_a_lost_warehouse_costs_no_published_day(world: World, story_world: World, almanac: Almanac, home_copy: Home):
    shutil.rmtree(home_copy.warehouse.parent)
    before = home_copy.published.read_bytes()
    with SampleHub(world) as sample_hub:
        sample_hub.set_now(TOMORROW)
        result = almanac("run", HF_ENDPOINT=sample_hub.url)
        assert result.returncode == 1 and "almanac restore" in result.stderr
        assert len(sample_hub.requests) <= 2  # the run fails before the crawl
        assert home_copy.published.read_bytes() == before
        assert almanac("restore").returncode == 0
        assert almanac("restore").returncode == 2
        assert almanac("run", HF_ENDPOINT=sample_hub.url).returncode == 0
    assert ask(home_copy, "SELECT count(DISTINCT date) FROM snapshots") == [(len(snapshot_days(story_world)) + 1,)]
    assert almanac("verify").returncode == 0


def test_a_day_with_rejected_rows_is_crawled_again(kept_runner: Runner, world: World, story_world: World):
    runner, tomorrow = kept_runner, TOMORROW.date()
    good, days = world.day(LAST_DAY), len(snapshot_days(story_world))
    bad_models = [row | {"likes": None} if number % 10 == 0 else row for number, row in enumerate(good.models)]
    with SampleHub(FixedWorld({tomorrow: replace(good, date=tomorrow, models=bad_models)})) as bad:
        bad_runner = Runner(runner.home, runner.instance, bad)
        with pytest.raises(AlmanacError) as refusal:
            bad_runner.run(tomorrow)
        assert "null_shares" in str(refusal.value) and not refusal.value.published
        request_count = len(bad.requests)
        with pytest.raises(AlmanacError):
            bad_runner.run(tomorrow)
        assert len(bad.requests) > request_count + 20
    assert runner.ask("SELECT count(DISTINCT date) FROM snapshots") == [(days,)]
    runner.run(tomorrow)
    assert runner.ask("SELECT count(DISTINCT date) FROM snapshots") == [(days + 1,)]


def test_a_failing_site_leaves_the_day_published(world: World, almanac: Almanac, home_copy: Home):
    home_copy.site.mkdir()
    (home_copy.site / "something-else.txt").write_text("not a site")
    with SampleHub(world) as sample_hub:
        sample_hub.set_now(TOMORROW)
        result = almanac("run", HF_ENDPOINT=sample_hub.url, ALMANAC_PAGES="on")
    assert result.returncode != 0 and f"is published in {home_copy.published}" in result.stderr
    assert ask(home_copy, "SELECT max(date) FROM snapshots") == [(TOMORROW.date(),)]
    assert "unchanged" not in json.loads(home_copy.last_failure.read_text())["sentence"]


@pytest.mark.parametrize("damage", ["garbage", "cut", "folder", "table", "all"])
def test_damaged_records_do_not_stop_the_capture(world: World, almanac: Almanac, home_copy: Home, damage: str):
    shutil.copy(ROOT / "dagster.yaml", home_copy.root)  # with Dagster's own record storage
    storage = home_copy.dagster / "storage"
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
    with SampleHub(world) as sample_hub:
        sample_hub.set_now(TOMORROW)
        result = almanac("run", HF_ENDPOINT=sample_hub.url)
    assert result.returncode == 0, result.stderr
    assert list(home_copy.dagster.glob("storage.damaged-*"))
    assert "storage.damaged-" in result.stdout
    assert ask(home_copy, "SELECT max(date) FROM snapshots") == [(TOMORROW.date(),)]
