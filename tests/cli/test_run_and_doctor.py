"""`almanac run`, `rebuild` and `doctor` as they are typed: Ctrl-C, resuming, a day made again, a Hub that changed."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.config import Home
from pipeline.crawl.spool import spooled_days
from pipeline.sample_hub.faults import Fault, strike
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.conftest import LAST_DAY, THOROUGH, Almanac
from tests.fixtures.crawls import asked
from tests.fixtures.processes import wait_until
from tests.fixtures.raw_hub import answer, raw_hub


def ask(home: Home, query: str) -> list[Any]:
    with duckdb.connect(str(home.published), read_only=True) as con:
        return con.execute(query).fetchall()


@pytest.mark.slow
def test_ctrl_c_ends_with_one_sentence_and_the_next_run_goes_on(world: World, home: Home, almanac: Almanac):
    with SampleHub(world) as hub:
        hub.faults.rules.append(strike(Fault("stall", seconds=20), skip=25, times=1))
        run = subprocess.Popen(
            [str(Path(sys.executable).with_name("almanac")), "--home", str(home.root), "run"],
            env={**os.environ, "HF_ENDPOINT": hub.url, "COLUMNS": "200"}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        wait_until(lambda: len(hub.requests) == 26 or run.poll() is not None)  # the last of them is not answered
        run.send_signal(signal.SIGINT)
        _, err = run.communicate(timeout=15)
        assert run.returncode == 1
        assert err.strip() == (
            "almanac: Interrupted; the pages that were spooled are kept, and the next run goes on from there. "
            "Nothing is published yet."
        )
        again = almanac("run", HF_ENDPOINT=hub.url)
        assert again.returncode == 0, again.stderr
        assert "Goes on from the 23 pages that an earlier run left." in again.stdout
        assert max(asked(hub).values()) <= 2 and sum(n - 1 for n in asked(hub).values()) == 1  # the one in flight


@pytest.mark.slow
def test_a_day_is_made_again_without_the_hub(story_world: World, kept: Home, almanac: Almanac):
    home, days = kept, story_world.days[-2:]
    tables = ("trends", "featured", "category_daily", "model_history", "dataset_history", "snapshots")
    before = {table: ask(home, f"FROM {table} ORDER BY ALL") for table in tables}
    for day in days:
        made = almanac("rebuild", "--date", str(day), HF_ENDPOINT="http://127.0.0.1:9")
        assert made.returncode == 0, made.stderr
        assert f"Made {day} again from" in made.stdout
        for table in tables:
            assert ask(home, f"FROM {table} ORDER BY ALL") == before[table], table
    none = almanac("rebuild", "--date", "2026-01-01")
    assert none.returncode == 1 and "No finished crawl of 2026-01-01 is kept" in none.stderr
    assert almanac("rebuild", "--date", "yesterday").returncode == 2


def test_the_doctor_finds_the_sample_hub_well(world: World, almanac: Almanac):
    with SampleHub(world) as hub:
        hub.set_day(world.days[-1])
        said = almanac("doctor", HF_ENDPOINT=hub.url)
        assert said.returncode == 0, said.stdout + said.stderr
        assert "The Hub is as the crawl expects it." in said.stdout and "SAMPLE DATA" in said.stdout
        found = json.loads(almanac("doctor", "--json", HF_ENDPOINT=hub.url).stdout)
    states = {finding["assumption"]: finding["state"] for finding in found["findings"]}
    assert found["holds"] and found["requests"] <= 16 and "changed" not in states.values()
    assert states["an old name is redirected to the new one"] == "held"


@pytest.mark.parametrize(
    ("fault", "path", "said"),
    [
        (Fault("unfiltered"), "/api/models", "rows do not belong there"),
        (Fault("repeated-cursor"), "/api/models", "a page links to itself"),
        (Fault("status", status=400), "/api/datasets", "it does not take this request"),
    ],
)
def test_the_doctor_says_what_changed(world: World, almanac: Almanac, fault: Fault, path: str, said: str):
    with SampleHub(world, page_cap=40) as hub:
        hub.set_day(world.days[-1])
        hub.faults.rules.append(strike(fault, path=path, skip=int(path == "/api/models")))
        told = almanac("doctor", HF_ENDPOINT=hub.url)
    assert told.returncode == 1 and said in told.stdout
    assert "do not hold" in told.stdout


def test_the_doctor_says_that_lists_are_not_in_the_order_asked_for(world: World, almanac: Almanac):
    with SampleHub(world) as hub:
        hub.set_day(world.days[-1])
        hub.faults.rules.append(strike(Fault("unsorted"), path="/api/models", skip=2))
        told = almanac("doctor", HF_ENDPOINT=hub.url)
    assert told.returncode == 1 and "in another order by" in told.stdout


def test_the_doctor_of_no_hub_is_one_sentence(world: World, almanac: Almanac):
    told = almanac("doctor", HF_ENDPOINT="http://127.0.0.1:9", ALMANAC_HUB_ATTEMPTS="1")
    assert told.returncode == 1 and "cannot be reached" in told.stderr and "Traceback" not in told.stderr
    with SampleHub(world) as hub:
        hub.set_day(world.days[-1])
        hub.faults.rules.append(strike(Fault("status", status=401)))
        told = almanac("doctor", HF_ENDPOINT=hub.url)
    assert told.returncode == 1 and "answered 401" in told.stderr and not told.stdout


@pytest.mark.slow
def test_old_pages_go_after_a_run(world: World, kept: Home, almanac: Almanac):
    assert len(spooled_days(kept.spool)) > 2
    tomorrow = LAST_DAY + dt.timedelta(1)
    with SampleHub(world) as hub:
        hub.set_now(dt.datetime.combine(tomorrow, dt.time(9), dt.UTC))
        assert almanac("run", HF_ENDPOINT=hub.url, ALMANAC_SPOOL_DAYS="1").returncode == 0
    assert [day for day, _ in spooled_days(kept.spool)] == [LAST_DAY, tomorrow]


@pytest.mark.parametrize(
    "said",
    [
        answer(b"[1]", 'Link: <http://[>; rel="next"'),
        answer(b"", "Location: http://[", status="302 Found"),
        answer(b"[]", date="Fri, 31 Dec 9999 23:59:59 -2359"),
        # a blind wait is a minute
        pytest.param(
            answer(b"[]", f"Retry-After: {'²'}", status="429 Slow"),
            marks=pytest.mark.skipif(not THOROUGH, reason="takes a minute"),
        ),
        answer(b"[" * 100_000),
    ],
    ids=["link", "location", "date", "retry-after", "deep"],
)
def test_an_answer_that_cannot_be_parsed_is_one_sentence_of_run_and_doctor(almanac: Almanac, said: bytes):
    with raw_hub(lambda _: [said]) as url:
        for command in ("run", "doctor"):
            attempts = "1" if b"429" in said else "2"
            done = almanac(command, HF_ENDPOINT=url, ALMANAC_HUB_ATTEMPTS=attempts)
            assert done.returncode == 1, done.stdout
            assert "Traceback" not in done.stdout + done.stderr


def test_odd_rows_are_findings_of_the_doctor(almanac: Almanac):
    rows = [{"_id": ["x"], "id": {}, "createdAt": 7, "tags": [{}], "downloads": "many", "likes": True}, 5, None]
    with raw_hub(lambda _: [answer(json.dumps(rows).encode())]) as url:
        done = almanac("doctor", "--json", HF_ENDPOINT=url, ALMANAC_HUB_ATTEMPTS="1")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert json.loads(done.stdout)["holds"] is False
