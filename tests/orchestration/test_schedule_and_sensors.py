"""The schedule's and the sensors' ticks, with a real instance, real runs and a Hub over HTTP that fails or wakes up."""

import datetime as dt
import json
import shutil
import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from pipeline.config import Home
from pipeline.definitions import defs
from pipeline.errors import AlmanacError
from pipeline.i18n.messages import text
from pipeline.orchestration.resources import AlmanacHome, Hub, ProgressLog
from pipeline.orchestration.run_liveness import ERROR_TAG, PROCESS_GONE, end_orphaned_runs, hold_run_lock
from pipeline.orchestration.run_ownership import home_tags
from pipeline.orchestration.runner import run_day
from pipeline.orchestration.sensors import recrawl_early_snapshot, retry_failed_day
from pipeline.sample_hub.days import HubDay
from pipeline.sample_hub.faults import Fault, strike
from pipeline.sample_hub.server import SampleHub
from tests.conftest import FixedWorld
from tests.fixtures.days import model
from tests.fixtures.records import open_instance
from tests.fixtures.ticks import report_failure, run_tick

pytestmark = pytest.mark.slow
NOW = dt.datetime.now(dt.UTC)
TODAY = NOW.date()
YESTERDAY = TODAY - dt.timedelta(1)


def hub_day(day: dt.date, step: int) -> HubDay:
    """Forty models whose counters grow with `step`."""
    return HubDay(
        day, [model(n, downloads=100 * n + step, downloadsAllTime=1000 * n + step) for n in range(1, 41)], [], {}
    )


@pytest.fixture
def instance(home: Home) -> Iterator[dg.DagsterInstance]:
    with open_instance(home) as instance:
        yield instance


def take_snapshot(
    instance: dg.DagsterInstance, home: Home, hub: SampleHub, day: dt.date = TODAY, **options: Any
) -> str:
    now = dt.datetime.combine(day, dt.time(9), dt.UTC)
    hub.set_now(now)
    return run_day(defs, instance, AlmanacHome.at(home), Hub(endpoint=hub.url, anonymous=True), now, **options).run_id


@pytest.fixture(scope="module")
def two_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy of a home of two days whose counters are the same, beside the place of the home: its runs bear the place's name."""
    folder = tmp_path_factory.mktemp("two")
    home, world = Home(folder / "home"), FixedWorld({day: hub_day(day, 0) for day in (YESTERDAY, TODAY)})
    with pytest.MonkeyPatch.context() as patch, SampleHub(world) as served, open_instance(home) as instance:
        for name in ("DAGSTER_HOME", "ALMANAC_HOME"):
            patch.setenv(name, "")  # run_day sets them; this puts them back
        for day in (YESTERDAY, TODAY):
            take_snapshot(instance, home, served, day)
    return Path(shutil.move(home.root, folder / "copy"))


@pytest.fixture
def asleep(two_days: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[dg.DagsterInstance, Home]]:
    """This home, which each test goes on from."""
    home = Home(two_days.with_name("home"))
    shutil.rmtree(home.root, ignore_errors=True)
    shutil.copytree(two_days, home.root)
    monkeypatch.setenv("ALMANAC_HOME", str(home.root))
    with open_instance(home) as instance:
        yield instance, home


MORNING = dt.datetime.combine(TODAY, dt.time(9), dt.UTC)


@pytest.mark.parametrize("late", [dt.timedelta(0), dt.timedelta(days=1), dt.timedelta(days=30)])
def test_a_tick_asks_for_its_own_day_however_late_it_comes(late: dt.timedelta):
    """The run of a day that is over says why it cannot be had, and the day stays a gap: today's data is never put in its place."""
    context = dg.build_schedule_context(scheduled_execution_time=MORNING - late)
    data = defs.resolve_schedule_def("every_morning").evaluate_tick(context)
    assert [request.partition_key for request in data.run_requests or []] == [str(TODAY - late)]


def run_partition(instance: dg.DagsterInstance, home: Home, url: str, day: dt.date) -> dg.ExecuteInProcessResult:
    """A run of a partition as schedule, backfill or launchpad would make it."""
    return defs.resolve_job_def("daily_snapshot").execute_in_process(
        partition_key=str(day), instance=instance, raise_on_error=False,
        resources={"almanac": AlmanacHome(root=str(home.root)), "hub": Hub(endpoint=url, anonymous=True), "progress": ProgressLog()},
    )  # fmt: skip


def test_a_day_that_was_never_captured_says_why_and_is_not_retried(instance: dg.DagsterInstance, home: Home):
    with SampleHub(FixedWorld({TODAY: hub_day(TODAY, 0)})) as hub:
        hub.set_now(NOW)
        result = run_partition(instance, home, hub.url, YESTERDAY)
    assert not result.success
    [step] = [event for event in result.all_events if event.is_step_failure]
    sentence = str(step.step_failure_data.user_failure_data.description)  # type: ignore[union-attr]
    assert str(YESTERDAY) in sentence and "cannot be asked" in sentence and "Nothing was changed" in sentence
    assert not any(event.is_step_up_for_retry for event in result.all_events)
    run = instance.get_run_by_id(result.run_id)
    assert run and run.tags[ERROR_TAG] == "WrongDay"
    assert run.tags.get("dagster/will_retry", "false") == "false"
    assert not home.published.exists()


@pytest.mark.parametrize("name", ["models", "trends", "category_daily", "movers", "scorecard", "featured", "published"])
def test_no_asset_materializes_for_a_day_that_was_never_captured(instance: dg.DagsterInstance, home: Home, name: str):
    """Each asset alone, as someone might ask for it in the UI: its partition must not turn green."""
    asset = defs.resolve_assets_def(name)
    result = dg.materialize([asset], partition_key=str(YESTERDAY), instance=instance, raise_on_error=False)
    assert not result.success
    assert not result.get_asset_materialization_events()
    [step] = [event for event in result.all_events if event.is_step_failure]
    assert str(YESTERDAY) in str(step.step_failure_data.user_failure_data.description)  # type: ignore[union-attr]
    assert not home.published.exists()


def test_a_past_day_with_pages_is_rebuilt(asleep: tuple[dg.DagsterInstance, Home], monkeypatch: pytest.MonkeyPatch):
    instance, home = asleep
    with SampleHub(FixedWorld({TODAY: hub_day(TODAY, 0)})) as hub:
        hub.set_now(NOW)
        request_count = len(hub.requests)
        result = run_partition(instance, home, hub.url, YESTERDAY)
        assert result.success
        assert len(hub.requests) == request_count + 1  # which day it is, nothing more
    monkeypatch.setenv("ALMANAC_HUB_ATTEMPTS", "1")
    assert run_partition(instance, home, "http://127.0.0.1:9", YESTERDAY).success  # nor need the Hub be there
    assert not run_partition(instance, home, "http://127.0.0.1:9", TODAY).success
    with duckdb.connect(str(home.published), read_only=True) as con:
        days = con.execute("SELECT date, repos FROM snapshots WHERE kind = 'model' ORDER BY date").fetchall()
    assert days == [(YESTERDAY, 40), (TODAY, 40)]


def test_a_day_on_which_the_hub_was_down_is_tried_again(
    instance: dg.DagsterInstance, home: Home, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ALMANAC_HUB_ATTEMPTS", "1")
    assert "was not tried yet" in run_tick(retry_failed_day, instance)
    with SampleHub(FixedWorld({TODAY: hub_day(TODAY, 0)})) as hub:
        hub.faults.rules[:] = [strike(Fault("status", status=503), skip=2)]
        for _ in range(2):
            with pytest.raises(AlmanacError, match="503"):
                take_snapshot(instance, home, hub, limit=7)
        failed_run = instance.get_run_records(limit=1)[0].dagster_run
        assert failed_run.tags[ERROR_TAG] == "HubBroken"
        assert "due at" in run_tick(retry_failed_day, instance)
        monkeypatch.setenv("ALMANAC_RETRY_MINUTES", "0")
        assert "given up after 2" in run_tick(retry_failed_day, instance)
        monkeypatch.setenv("ALMANAC_RETRY_MINUTES", "0,0")
        request = run_tick(retry_failed_day, instance)
        assert (request.partition_key, request.run_key) == (str(TODAY), f"{TODAY}-attempt-3")
        assert request.run_config["ops"]["crawl"]["config"]["limit"] == 7  # what was asked for goes with it
        hub.faults.clear()
        result = run_partition(instance, home, hub.url, TODAY)
        assert result.success
        assert "is published" in run_tick(retry_failed_day, instance)


def test_a_refused_token_is_left_to_people(instance: dg.DagsterInstance, home: Home, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HF_TOKEN", "hf_wrong")
    monkeypatch.setenv("ALMANAC_RETRY_MINUTES", "0,0,0")
    with SampleHub(FixedWorld({TODAY: hub_day(TODAY, 0)}), tokens=frozenset({"hf_right"})) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)  # the token belongs to this Hub
        hub.set_now(NOW)
        with pytest.raises(AlmanacError, match="401"):
            run_day(defs, instance, AlmanacHome.at(home), Hub(endpoint=hub.url), NOW)
    assert "HubRefusal" in run_tick(retry_failed_day, instance)


def test_there_is_nothing_to_take_again_before_the_first_snapshot(instance: dg.DagsterInstance):
    assert "is not here yet" in run_tick(recrawl_early_snapshot, instance)


def test_a_snapshot_that_came_before_the_hubs_refresh_is_taken_again(
    stale_day: tuple[dg.DagsterInstance, Home], monkeypatch: pytest.MonkeyPatch
):
    instance, home = stale_day
    with SampleHub(FixedWorld({TODAY: hub_day(TODAY, 0)})) as stale_hub:
        stale_hub.set_now(NOW)
        monkeypatch.setenv("HF_ENDPOINT", stale_hub.url)
        assert "still those of the snapshot" in run_tick(recrawl_early_snapshot, instance)
        assert len(stale_hub.requests) == 2  # the most downloaded, and those that trend
    with SampleHub(FixedWorld({TODAY: hub_day(TODAY, 5)})) as fresh_hub:
        fresh_hub.set_now(NOW)
        monkeypatch.setenv("HF_ENDPOINT", fresh_hub.url)
        request = run_tick(recrawl_early_snapshot, instance)
        assert request.partition_key == str(TODAY)
        assert request.run_config == {"ops": {"crawl": {"config": {"scope": "leaders"}}}}
        take_snapshot(instance, home, fresh_hub, tags=request.tags)
        request_count = len(fresh_hub.requests)
        assert "came after the Hub's refresh" in run_tick(recrawl_early_snapshot, instance)
        assert len(fresh_hub.requests) == request_count  # an ordinary day costs the Hub nothing


def build_stalled_day(step: int) -> HubDay:
    """Forty old models that moved, and forty recent ones whose counters are as on the day before until `step`."""
    recent = (TODAY - dt.timedelta(90)).isoformat() + "T00:00:00.000Z"
    newer = [
        model(n, createdAt=recent, downloads=1_000 * n + step, downloadsAllTime=9_000 * n + step) for n in range(41, 81)
    ]
    return HubDay(TODAY, [*hub_day(TODAY, 5).models, *newer], [], {})


def test_a_snapshot_in_the_middle_of_the_hubs_refresh_is_taken_again(
    instance: dg.DagsterInstance, home: Home, monkeypatch: pytest.MonkeyPatch
):
    day_before = HubDay(YESTERDAY, [*hub_day(YESTERDAY, 0).models, *build_stalled_day(0).models[40:]], [], {})
    with SampleHub(FixedWorld({YESTERDAY: day_before, TODAY: build_stalled_day(0)})) as half_fresh_hub:
        monkeypatch.setenv("HF_ENDPOINT", half_fresh_hub.url)
        take_snapshot(instance, home, half_fresh_hub, YESTERDAY)
        take_snapshot(instance, home, half_fresh_hub)
        with duckdb.connect(str(home.published), read_only=True) as con:
            [(moved_share, frozen_share)] = con.execute(
                "SELECT changed_counter_share, frozen_share FROM days WHERE kind = 'model' AND date = $day",
                {"day": TODAY},
            ).fetchall()
        assert (moved_share, frozen_share) == (0.5, 0.5)
        assert "still those of the snapshot" in run_tick(recrawl_early_snapshot, instance)
    with SampleHub(FixedWorld({TODAY: build_stalled_day(3)})) as fresh_hub:
        fresh_hub.set_now(NOW)
        monkeypatch.setenv("HF_ENDPOINT", fresh_hub.url)
        request = run_tick(recrawl_early_snapshot, instance)
        assert request.partition_key == str(TODAY)


def test_a_day_is_recrawled_twice_at_most(asleep: tuple[dg.DagsterInstance, Home], monkeypatch: pytest.MonkeyPatch):
    instance, home = asleep
    with SampleHub(FixedWorld({TODAY: hub_day(TODAY, 0)})) as stale_hub:
        monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
        monkeypatch.setenv("ALMANAC_HUB_ATTEMPTS", "1")
        assert "The Hub cannot be asked now" in run_tick(recrawl_early_snapshot, instance)
        for n in ("1", "2"):
            take_snapshot(instance, home, stale_hub, tags={"hub_almanac/retake": n})
    with SampleHub(FixedWorld({TODAY: hub_day(TODAY, 5)})) as fresh_hub:
        fresh_hub.set_now(NOW)
        monkeypatch.setenv("HF_ENDPOINT", fresh_hub.url)
        assert "taken again 2 times" in run_tick(recrawl_early_snapshot, instance)


class Mailbox(socketserver.StreamRequestHandler):
    """An SMTP server as far as one message goes."""

    def handle(self) -> None:
        def say(line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        say("220 mailbox")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                say("354 go on")
                body = []
                while (part := self.rfile.readline()) != b".\r\n":
                    body.append(part)
                self.server.mails.append(b"".join(body).decode())  # type: ignore[attr-defined]
            elif word == b"QUIT":
                say("221 bye")
                return
            say("250 ok")


class Hook(BaseHTTPRequestHandler):
    """A webhook that records its payloads."""

    def do_POST(self) -> None:
        self.server.payloads.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        return None


def test_a_failed_day_alerts_log_webhook_and_mail(
    instance: dg.DagsterInstance, home: Home, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("ALMANAC_HUB_ATTEMPTS", "1")
    monkeypatch.setenv("HF_TOKEN", "hf_secret_token")
    hook, mail = HTTPServer(("127.0.0.1", 0), Hook), socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox)
    hook.payloads, mail.mails = [], []  # type: ignore[attr-defined]
    for server in (hook, mail):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    addresses = [
        f"json://user:hook_secret@127.0.0.1:{hook.server_address[1]}/failed",
        f"mailto://127.0.0.1:{mail.server_address[1]}?from=almanac@example.org&to=ops@example.org&mode=insecure",
        "json://127.0.0.1:9/nobody?secret=hook_secret",
        "no-address-at-all",
    ]
    monkeypatch.setenv("ALMANAC_NOTIFY", "\n".join(addresses))
    with SampleHub(FixedWorld({TODAY: hub_day(TODAY, 0)})) as hub:
        hub.faults.rules[:] = [strike(Fault("status", status=503), skip=2)]
        with pytest.raises(AlmanacError):
            take_snapshot(instance, home, hub)
    run_id = instance.get_run_records(limit=1)[0].dagster_run.run_id
    report_failure(instance, run_id)
    for server in (hook, mail):
        server.shutdown()
        server.server_close()
    [payload] = hook.payloads  # type: ignore[attr-defined]
    assert (payload["day"], payload["run_id"], payload["step"], payload["attempt"]) == (
        str(TODAY),
        run_id,
        "crawl",
        "1",
    )
    assert "503" in payload["sentence"] and payload["home"] == str(home.root) and payload["type"] == "failure"
    assert str(TODAY) in payload["title"] and payload["sentence"] in payload["message"]
    assert NOW.hour == 23 or (
        payload["next_try"].startswith(str(TODAY)) and f"{payload['next_try']}." in payload["message"]
    )
    [letter] = mail.mails  # type: ignore[attr-defined]
    assert payload["title"] in letter.replace("=\n", "").replace("_", " ")
    log_text = "".join(capfd.readouterr())
    assert payload["title"] in log_text
    assert "Address 4 of ALMANAC_NOTIFY" in log_text and "did not take the message" in log_text
    assert "hook_secret" not in log_text + json.dumps(payload) + letter


def test_a_crashed_run_that_is_started_again_sends_no_alert(
    instance: dg.DagsterInstance, home: Home, capfd: pytest.CaptureFixture[str]
):
    run = instance.create_run_for_job(
        defs.resolve_job_def("daily_snapshot"),
        tags={"dagster/partition": str(TODAY), "dagster/will_retry": "true", **home_tags(home)},
    )
    instance.report_run_failed(run, "gone")
    reason = report_failure(instance, run.run_id)
    assert "started again by itself" in str(reason)
    instance.add_run_tags(run.run_id, {"dagster/will_retry": "false"})
    report_failure(instance, run.run_id)
    assert text("en", "failed-day-title", day=TODAY) in "".join(capfd.readouterr())
    assert json.loads(home.last_failure.read_text())["run_id"] == run.run_id  # its process did not live to note it


def test_past_days_of_a_backfill_send_no_alert(
    instance: dg.DagsterInstance, home: Home, capfd: pytest.CaptureFixture[str]
):
    for day, is_alerted in ((YESTERDAY, False), (TODAY, True)):
        tags = {
            "dagster/partition": str(day),
            "dagster/backfill": "abcdef",
            "dagster/max_retries": "0",
            **home_tags(home),
        }
        run = instance.create_run_for_job(defs.resolve_job_def("daily_snapshot"), tags=tags)
        instance.report_run_failed(run, "gone")
        reason = report_failure(instance, run.run_id)
        assert (reason is None) == is_alerted
        assert (text("en", "failed-day-title", day=day) in "".join(capfd.readouterr())) == is_alerted


def test_a_run_whose_process_is_gone_is_ended(instance: dg.DagsterInstance, home: Home):
    job = defs.resolve_job_def("daily_snapshot")

    def start_run() -> str:
        run = instance.create_run_for_job(job, tags={"dagster/partition": str(TODAY)})
        instance.report_dagster_event(dg.DagsterEvent("PIPELINE_START", run.job_name), run.run_id)  # type: ignore[attr-defined]
        return run.run_id

    dead, living, early = start_run(), start_run(), start_run()
    (home.dagster / "running").mkdir(exist_ok=True)
    (home.dagster / "running" / f"{dead}.lock").touch()  # as a killed process leaves it
    with hold_run_lock(home, living):
        assert end_orphaned_runs(instance, home) == [dead]
        assert end_orphaned_runs(instance, home) == []
    assert not list((home.dagster / "running").iterdir())
    status = {run_id: instance.get_run_by_id(run_id) for run_id in (dead, living, early)}
    assert [run.status.value for run in status.values() if run] == ["FAILURE", "STARTED", "STARTED"]
    dead_run = status[dead]
    assert dead_run and dead_run.tags[ERROR_TAG] == PROCESS_GONE
