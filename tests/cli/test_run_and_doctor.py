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
from pipeline.crawl.spool import list_spooled_days
from pipeline.hub_api.contract_checks import NEXT_PAGE, REDIRECT, SORTED_LISTS
from pipeline.i18n.messages import sentence
from pipeline.sample_hub.faults import Fault, strike
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.conftest import LAST_DAY, THOROUGH, Almanac
from tests.fixtures.crawls import count_requests
from tests.fixtures.processes import PATIENCE, wait_for_work, wait_until
from tests.fixtures.raw_hub import http_response, raw_hub


def ask(home: Home, query: str) -> list[Any]:
    with duckdb.connect(str(home.published), read_only=True) as con:
        return con.execute(query).fetchall()


@pytest.mark.slow
def test_ctrl_c_prints_one_line_and_the_next_run_resumes(world: World, home: Home, almanac: Almanac):
    with SampleHub(world) as hub:
        hub.faults.rules.append(strike(Fault("stall", seconds=300), skip=25, times=1))
        run = subprocess.Popen(
            [str(Path(sys.executable).with_name("almanac")), "--home", str(home.root), "run"],
            env={**os.environ, "HF_ENDPOINT": hub.url, "COLUMNS": "200"}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        wait_until(lambda: len(hub.requests) == 26 or run.poll() is not None)  # the last has no answer yet
        run.send_signal(signal.SIGINT)
        _, err = run.communicate(timeout=PATIENCE)
        assert run.returncode == 1
        assert len(err.strip().splitlines()) == 1 and err.startswith("almanac: ")
        assert list_spooled_days(home.spool) and not home.published.exists()
        again = almanac("run", HF_ENDPOINT=hub.url)
        assert again.returncode == 0, again.stderr
        assert "23 pages" in again.stdout
        assert (
            max(count_requests(hub).values()) <= 2 and sum(n - 1 for n in count_requests(hub).values()) == 1
        )  # the one in flight


COMMAND_WITH_A_LONG_QUERY = """
import sys, types, duckdb
from pipeline.cli import main
def count() -> None:
    with duckdb.connect(config={"threads": 1}) as con:  # the main thread executes the query, and sees signals
        print("ready", flush=True)
        con.execute("SELECT count(*) FROM range(5_000_000_000) t WHERE hash(t.range) = 0")
sys.modules["pipeline.cli.count"] = types.SimpleNamespace(count=count)
main.COMMANDS["count"] = "count"
sys.argv = ["almanac", "count"]
main.run()
"""


def test_ctrl_c_in_a_query_prints_one_line():
    command = [sys.executable, "-c", COMMAND_WITH_A_LONG_QUERY]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline() == "ready\n"
        wait_for_work(process.pid)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1 and len(err.splitlines()) == 1 and err.startswith("almanac: ")


@pytest.mark.slow
def test_rebuild_needs_no_hub(story_world: World, home_copy: Home, almanac: Almanac):
    home, days = home_copy, story_world.days[-2:]
    tables = ("trends", "featured", "category_daily", "model_history", "dataset_history", "snapshots")
    before = {table: ask(home, f"FROM {table} ORDER BY ALL") for table in tables}
    for day in days:
        result = almanac("rebuild", "--date", str(day), HF_ENDPOINT="http://127.0.0.1:9")
        assert result.returncode == 0, result.stderr
        assert str(day) in result.stdout
        for table in tables:
            assert ask(home, f"FROM {table} ORDER BY ALL") == before[table], table
    none = almanac("rebuild", "--date", "2026-01-01")
    assert none.returncode == 1 and "2026-01-01" in none.stderr and len(none.stderr.splitlines()) == 1
    assert almanac("rebuild", "--date", "someday").returncode == 2


def test_doctor_passes_on_the_sample_hub(world: World, almanac: Almanac):
    with SampleHub(world) as hub:
        hub.set_day(world.days[-1])
        result = almanac("doctor", HF_ENDPOINT=hub.url)
        assert result.returncode == 0, result.stdout + result.stderr
        assert "SAMPLE DATA" in result.stdout
        report = json.loads(almanac("doctor", "--json", HF_ENDPOINT=hub.url).stdout)
    states = {finding["assumption"]: finding["state"] for finding in report["findings"]}
    assert report["holds"] and report["requests"] <= 16 and "changed" not in states.values()
    assert states[sentence("en", "assumption", REDIRECT)] == "held"


@pytest.mark.parametrize(
    ("fault", "path", "assumption"),
    [
        (Fault("unfiltered"), "/api/models", "category "),
        (Fault("repeated-cursor"), "/api/models", sentence("en", "assumption", NEXT_PAGE)),
        (Fault("status", status=400), "/api/datasets", "dataset rows "),
    ],
)
def test_doctor_reports_what_changed(world: World, almanac: Almanac, fault: Fault, path: str, assumption: str):
    with SampleHub(world, page_cap=40) as hub:
        hub.set_day(world.days[-1])
        hub.faults.rules.append(strike(fault, path=path, skip=int(path == "/api/models")))
        result = almanac("doctor", "--json", HF_ENDPOINT=hub.url)
    report = json.loads(result.stdout)
    changed = [finding["assumption"] for finding in report["findings"] if finding["state"] == "changed"]
    assert result.returncode == 1 and not report["holds"] and any(name.startswith(assumption) for name in changed)


def test_doctor_reports_lists_in_another_order(world: World, almanac: Almanac):
    with SampleHub(world) as hub:
        hub.set_day(world.days[-1])
        hub.faults.rules.append(strike(Fault("unsorted"), path="/api/models", skip=2))
        result = almanac("doctor", "--json", HF_ENDPOINT=hub.url)
    states = {finding["assumption"]: finding["state"] for finding in json.loads(result.stdout)["findings"]}
    assert result.returncode == 1 and states[sentence("en", "assumption", SORTED_LISTS)] == "changed"


def test_doctor_without_a_hub_is_one_sentence(world: World, almanac: Almanac):
    result = almanac("doctor", HF_ENDPOINT="http://127.0.0.1:9", ALMANAC_HUB_ATTEMPTS="1")
    assert result.returncode == 1 and "http://127.0.0.1:9" in result.stderr and len(result.stderr.splitlines()) == 1
    with SampleHub(world) as hub:
        hub.set_day(world.days[-1])
        hub.faults.rules.append(strike(Fault("status", status=401)))
        result = almanac("doctor", HF_ENDPOINT=hub.url)
    assert result.returncode == 1 and "401" in result.stderr and not result.stdout


@pytest.mark.slow
def test_a_run_deletes_old_pages(world: World, home_copy: Home, almanac: Almanac):
    assert len(list_spooled_days(home_copy.spool)) > 2
    tomorrow = LAST_DAY + dt.timedelta(1)
    with SampleHub(world) as hub:
        hub.set_now(dt.datetime.combine(tomorrow, dt.time(9), dt.UTC))
        assert almanac("run", HF_ENDPOINT=hub.url, ALMANAC_SPOOL_DAYS="1").returncode == 0
    assert [day for day, _ in list_spooled_days(home_copy.spool)] == [LAST_DAY, tomorrow]


@pytest.mark.parametrize(
    "response",
    [
        http_response(b"[1]", 'Link: <http://[>; rel="next"'),
        http_response(b"", "Location: http://[", status="302 Found"),
        http_response(b"[]", date="Fri, 31 Dec 9999 23:59:59 -2359"),
        # Almanac waits a minute without a valid Retry-After
        pytest.param(
            http_response(b"[]", f"Retry-After: {'²'}", status="429 Slow"),
            marks=pytest.mark.skipif(not THOROUGH, reason="takes a minute"),
        ),
        http_response(b"[" * 100_000),
    ],
    ids=["link", "location", "date", "retry-after", "deep"],
)
def test_an_answer_that_cannot_be_parsed_is_one_sentence_of_run_and_doctor(almanac: Almanac, response: bytes):
    with raw_hub(lambda _: [response]) as url:
        for command in ("run", "doctor"):
            attempts = "1" if b"429" in response else "2"
            result = almanac(command, HF_ENDPOINT=url, ALMANAC_HUB_ATTEMPTS=attempts)
            assert result.returncode == 1, result.stdout
            assert "Traceback" not in result.stdout + result.stderr


def test_doctor_reports_odd_rows(almanac: Almanac):
    rows = [{"_id": ["x"], "id": {}, "createdAt": 7, "tags": [{}], "downloads": "many", "likes": True}, 5, None]
    with raw_hub(lambda _: [http_response(json.dumps(rows).encode())]) as url:
        result = almanac("doctor", "--json", HF_ENDPOINT=url, ALMANAC_HUB_ATTEMPTS="1")
    assert result.returncode == 1 and "Traceback" not in result.stderr
    assert json.loads(result.stdout)["holds"] is False
