import datetime as dt
import hashlib
import json
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest

from pipeline.catalogue import load_catalogue
from pipeline.config import Home
from pipeline.errors import HubBroken, HubUnreachable
from pipeline.sample_hub.faults import Fault, strike
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.conftest import LAST_DAY, Almanac
from tests.fixtures.processes import wait_until

from .conftest import Runner, snapshot_days

pytestmark = pytest.mark.slow
TOMORROW = dt.datetime.combine(LAST_DAY + dt.timedelta(1), dt.time(9), dt.UTC)  # after the days of `home_copy`
IMPATIENT = {"ALMANAC_HUB_ATTEMPTS": "2", "ALMANAC_HUB_TIMEOUT": "2"}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _ask(home: Home, query: str) -> list[tuple]:
    with duckdb.connect(str(home.published), read_only=True) as con:
        return con.execute(query).fetchall()


def _one_line(result: "subprocess.CompletedProcess[str]") -> str:
    """Return a failed command's error: one line, no traceback."""
    assert result.returncode == 1, result.stderr
    assert "Traceback" not in result.stderr + result.stdout
    lines = [line for line in result.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, result.stderr
    return lines[0]


def test_run_publishes_the_day_and_repeats_it_exactly(world: World, almanac: Almanac, home: Home) -> None:
    with SampleHub(world, sample=False) as sample_hub:
        first = almanac("run", HF_ENDPOINT=sample_hub.url)
        assert first.returncode == 0, first.stderr
        day = world.days[0]
        assert f"{day} 09:00" in first.stdout  # the note on a clock more than an hour off
        assert _ask(home, "SELECT DISTINCT date, sample FROM snapshots") == [(day, False)]
        assert _ask(home, "SELECT count(DISTINCT category) FROM trends") == [(11,)]
        assert _ask(home, "SELECT count(*) FROM featured WHERE likes > 0") == [(len(load_catalogue().featured),)]
        boards = _ask(home, "FROM trends ORDER BY ALL")
        [[leader]] = _ask(home, "SELECT id FROM top('text-generation', n := 1)")
        assert leader in first.stdout and re.search("^  .* show +# ", first.stdout, re.MULTILINE)  # a board, next steps
        again = almanac("run", "--quiet", HF_ENDPOINT=sample_hub.url)
        assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
        assert _ask(home, "FROM trends ORDER BY ALL") == boards
        assert _ask(home, "SELECT count(*) FROM snapshots") == [(2,)]
    assert home.published.stat().st_mode & 0o777 == 0o444
    assert not home.published.with_name("hub.duckdb.wal").exists()
    # two runs of that partition in the home's own instance
    runs = _runs(home)
    assert [run["status"] for run in runs] == ["SUCCESS", "SUCCESS"]
    assert {run["partition"] for run in runs} == {str(day)}


def _runs(home: Home) -> list[dict]:
    script = (
        "import json, os, dagster as dg\n"
        "with dg.DagsterInstance.get() as i:\n"
        "    print(json.dumps([{'status': r.status.value, 'partition': r.tags['dagster/partition']} for r in i.get_runs()]))"
    )
    process = subprocess.run(
        [sys.executable, "-c", script],
        env={"DAGSTER_HOME": str(home.dagster), "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(process.stdout)


FAULTS = [
    (Fault("status", status=500), HubBroken, "500"),
    (Fault("html"), HubBroken, "HTML"),
    (Fault("stall", seconds=30), HubUnreachable, "127.0.0.1"),
    (Fault("truncated"), HubBroken, "JSON"),
]


def test_a_broken_hub_keeps_the_published_file(
    world: World, story_world: World, almanac: Almanac, home_copy: Home
) -> None:
    with SampleHub(world) as sample_hub:
        before = _digest(home_copy.published)
        sample_hub.set_now(TOMORROW)
        for fault, _, named in FAULTS:
            sample_hub.faults.rules[:] = [strike(fault)]
            error_line = _one_line(almanac("run", HF_ENDPOINT=sample_hub.url, **IMPATIENT))
            assert named in error_line
            assert str(home_copy.published) in error_line
            assert _digest(home_copy.published) == before
        sentence = json.loads(home_copy.last_failure.read_text())["sentence"]
        assert sentence in json.loads(almanac("status", "--json").stdout)["last_failure"]
        sample_hub.faults.clear()
        assert almanac("run", HF_ENDPOINT=sample_hub.url).returncode == 0
        assert not home_copy.last_failure.exists()
        day_count = len(snapshot_days(story_world)) + 1
        assert _ask(home_copy, "SELECT count(DISTINCT date), max(date) FROM snapshots") == [
            (day_count, TOMORROW.date())
        ]


def test_a_hub_that_breaks_in_a_crawl_keeps_the_published_file(
    kept_runner: Runner, story_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner, tomorrow = kept_runner, TOMORROW.date()
    for name, value in IMPATIENT.items():
        monkeypatch.setenv(name, value)
    before = _digest(runner.home.published)
    for fault, error_class, named in FAULTS:
        runner.sample_hub.faults.rules[:] = [strike(fault, skip=8)]
        with pytest.raises(error_class, match=named):
            runner.run(tomorrow)
        assert _digest(runner.home.published) == before
        assert named in json.loads(runner.home.last_failure.read_text())["sentence"]
    runner.sample_hub.faults.clear()
    runner.run(tomorrow)
    day_count = len(snapshot_days(story_world)) + 1
    assert runner.ask("SELECT count(DISTINCT date), max(date) FROM snapshots") == [(day_count, tomorrow)]
    assert not runner.home.last_failure.exists()


def test_an_unreachable_hub(almanac: Almanac, home: Home) -> None:
    error_line = _one_line(almanac("run", HF_ENDPOINT="http://127.0.0.1:9", **IMPATIENT))
    assert "http://127.0.0.1:9" in error_line
    assert not home.published.exists()


def test_a_wrong_token_is_named_and_not_shown(world: World, almanac: Almanac) -> None:
    with SampleHub(world, tokens=frozenset({"hf_right"})) as sample_hub:
        error_line = _one_line(almanac("run", HF_ENDPOINT=sample_hub.url, HF_TOKEN="hf_wrong_secret"))
        assert "401" in error_line
        assert "HF_TOKEN" in error_line
        assert "hf_wrong_secret" not in error_line


def test_an_invalid_endpoint(almanac: Almanac) -> None:
    result = almanac("run", HF_ENDPOINT="hub.example")
    assert result.returncode == 2
    assert "HF_ENDPOINT" in result.stderr


def test_people_read_while_a_run_writes(world: World, almanac: Almanac, home_copy: Home) -> None:
    with SampleHub(world) as sample_hub:
        sample_hub.set_now(TOMORROW)
        exit_statuses: list[int] = []
        writer = threading.Thread(
            target=lambda: exit_statuses.append(almanac("run", HF_ENDPOINT=sample_hub.url).returncode)
        )
        writer.start()
        read_count = 0
        while writer.is_alive():
            for words in (("show", "translation"), ("featured",), ("sql", "SELECT count(*) FROM trends")):
                read = almanac(*words)
                assert read.returncode == 0, read.stderr
                read_count += 1
            writer.join(0.5)  # without a pause, reads double the run time
        writer.join()
        assert exit_statuses == [0]
        assert read_count >= 3


def test_two_runs_at_once_wait_for_each_other(world: World, almanac: Almanac, home: Home) -> None:
    with SampleHub(world) as sample_hub:
        exit_statuses: list[int] = []
        pair = [
            threading.Thread(target=lambda: exit_statuses.append(almanac("run", HF_ENDPOINT=sample_hub.url).returncode))
            for _ in "ab"
        ]
        for thread in pair:
            thread.start()
            wait_until(home.dagster.exists)
        for thread in pair:
            thread.join()
    assert exit_statuses == [0, 0]
    assert _ask(home, "SELECT count(*) FROM snapshots") == [(2,)]
    assert _ask(home, "SELECT max(n) FROM (SELECT count(*) AS n FROM model_history GROUP BY date, oid)") == [(1,)]


def test_sample_and_real_data_do_not_mix(world: World, almanac: Almanac, home_copy: Home) -> None:
    with SampleHub(world, sample=False) as sample_hub:
        sample_hub.set_now(TOMORROW)
        assert "sample" in _one_line(almanac("run", "--limit", "5", HF_ENDPOINT=sample_hub.url))


def test_a_bad_catalogue_is_wrong_usage(hub: SampleHub, almanac: Almanac, home: Home) -> None:
    home.root.mkdir(parents=True)
    home.catalogue.write_text('[[featured]]\ncategory = "translation"\nid = "no--such"\n')
    result = almanac("run", HF_ENDPOINT=hub.url)
    assert result.returncode == 2
    assert "line 3" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("date", ["2020-01-01", "9999-12-31", "2026-11-01"])
def test_a_day_that_cannot_be_rebuilt(almanac: Almanac, date: str) -> None:
    result = almanac("rebuild", "--date", date)
    assert result.returncode in (1, 2)
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert date in result.stderr


def test_midnight_while_dagster_starts(world: World, almanac: Almanac, home: Home) -> None:
    """The first request falls on one day, the crawl on the next: the run records the next, with its token and limit.

    The Hub's clock is days ahead of this machine's.
    """
    with SampleHub(world, tokens=frozenset({"hf_right"})) as sample_hub:
        day = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=9)
        sample_hub.set_now(dt.datetime.combine(day, dt.time(23, 59, 59), dt.UTC))

        def pass_midnight() -> None:
            while not sample_hub.requests:
                time.sleep(0.05)
            sample_hub.set_now(dt.datetime.combine(day + dt.timedelta(1), dt.time(0, 0, 1), dt.UTC))

        clock = threading.Thread(target=pass_midnight)
        clock.start()
        result = almanac("run", "--limit", "3", HF_ENDPOINT=sample_hub.url, HF_TOKEN="hf_right")
        clock.join()
    assert result.returncode == 0, result.stderr
    assert _ask(home, "SELECT DISTINCT date, status FROM snapshots") == [(day + dt.timedelta(1), "limited")]
    assert _ask(home, "SELECT max(rank) <= 12 FROM trends") == [(True,)]


def test_a_wider_snapshot_of_the_day_is_replaced_only_by_name(hub: SampleHub, almanac: Almanac, home: Home) -> None:
    assert almanac("run", "--scope", "categories", HF_ENDPOINT=hub.url).returncode == 0
    assert "categories" in _one_line(almanac("run", HF_ENDPOINT=hub.url))
    assert _ask(home, "SELECT DISTINCT scope FROM snapshots") == [("categories",)]
    assert almanac("run", "--scope", "leaders", HF_ENDPOINT=hub.url).returncode == 0
    assert _ask(home, "SELECT DISTINCT scope FROM snapshots") == [("leaders",)]


def test_a_killed_run_is_ended_by_the_next_one(world: World, almanac: Almanac, home: Home) -> None:
    with SampleHub(world) as sample_hub:
        sample_hub.faults.rules[:] = [strike(Fault("stall", seconds=20), skip=4)]
        command = [str(Path(sys.executable).with_name("almanac")), "--home", str(home.root), "run"]
        process = subprocess.Popen(
            command, env={**os.environ, "HF_ENDPOINT": sample_hub.url}, stdout=subprocess.DEVNULL
        )
        wait_until(lambda: len(sample_hub.requests) == 5)  # the last has no answer yet
        assert list((home.dagster / "running").glob("*.lock"))
        process.kill()
        process.wait()
        sample_hub.faults.clear()
        assert almanac("run", HF_ENDPOINT=sample_hub.url).returncode == 0
    assert [run["status"] for run in _runs(home)] == ["SUCCESS", "FAILURE"]
    assert not list((home.dagster / "running").iterdir())
