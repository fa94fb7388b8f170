import datetime as dt
import json
import shutil
import socketserver
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
from pipeline.i18n.messages import DEFAULT_LANGUAGE, text
from pipeline.orchestration.asset_keys import asset_key
from pipeline.orchestration.resources import AlmanacHome, Hub, ProgressLog
from pipeline.orchestration.run_liveness import ERROR_TAG
from pipeline.orchestration.run_ownership import home_tags
from pipeline.orchestration.runner import run_day
from pipeline.orchestration.sensors import recrawl_early_snapshot, retry_failed_day
from pipeline.sample_hub.days import HubDay
from pipeline.sample_hub.faults import Fault, strike
from pipeline.sample_hub.server import SampleHub
from tests.conftest import FixedWorld
from tests.fixtures.days import model
from tests.fixtures.records import open_instance
from tests.fixtures.servers import serving
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
    """Two days with equal counters, copied beside the original path, which the runs name."""
    folder = tmp_path_factory.mktemp("two")
    home, world = Home(folder / "home"), FixedWorld({day: hub_day(day, 0) for day in (YESTERDAY, TODAY)})
    with pytest.MonkeyPatch.context() as patch, SampleHub(world) as served, open_instance(home) as instance:
        for name in ("DAGSTER_HOME", "ALMANAC_HOME"):
            patch.setenv(name, "")  # run_day sets them; the context restores them
        for day in (YESTERDAY, TODAY):
            take_snapshot(instance, home, served, day)
    return Path(shutil.move(home.root, folder / "copy"))


@pytest.fixture
def stale_day(two_days: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[dg.DagsterInstance, Home]]:
    """A fresh copy of that home for each test: its Hub's counters are not refreshed."""
    home = Home(two_days.with_name("home"))
    shutil.rmtree(home.root, ignore_errors=True)
    shutil.copytree(two_days, home.root)
    monkeypatch.setenv("ALMANAC_HOME", str(home.root))
    with open_instance(home) as instance:
        yield instance, home


MORNING = dt.datetime.combine(TODAY, dt.time(9), dt.UTC)


@pytest.mark.parametrize("late", [dt.timedelta(0), dt.timedelta(days=1), dt.timedelta(days=30)])
def test_a_late_tick_requests_its_own_day(late: dt.timedelta):
    """The run of a past day fails, and the day stays a gap: today's data never replaces it."""
    context = dg.build_schedule_context(scheduled_execution_time=MORNING - late)
    data = defs.resolve_schedule_def("every_morning").evaluate_tick(context)
    assert [request.partition_key for request in data.run_requests or []] == [str(TODAY - late)]


def run_partition(instance: dg.DagsterInstance, home: Home, url: str, day: dt.date) -> dg.ExecuteInProcessResult:
    """Run a partition like the schedule, a backfill or the launchpad."""
    return defs.resolve_job_def("daily_snapshot").execute_in_process(
        partition_key=str(day), instance=instance, raise_on_error=False,
        resources={"almanac": AlmanacHome(root=str(home.root)), "hub": Hub(endpoint=url, anonymous=True), "progress": ProgressLog()},
    )  # fmt: skip


def test_a_past_day_without_pages_fails_and_is_not_retried(instance: dg.DagsterInstance, home: Home):
    with SampleHub(FixedWorld({TODAY: hub_day(TODAY, 0)})) as hub:
        hub.set_now(NOW)
        result = run_partition(instance, home, hub.url, YESTERDAY)
    assert not result.success
    [step] = [event for event in result.all_events if event.is_step_failure]
    sentence = str(step.step_failure_data.user_failure_data.description)  # type: ignore[union-attr]
    assert str(YESTERDAY) in sentence
    assert not any(event.is_step_up_for_retry for event in result.all_events)
    run = instance.get_run_by_id(result.run_id)
    assert run and run.tags[ERROR_TAG] == "WrongDay"
    assert run.tags.get("dagster/will_retry", "false") == "false"
    assert not home.published.exists()


@pytest.mark.parametrize("name", ["models", "trends", "category_daily", "movers", "scorecard", "featured", "published"])
def test_no_asset_materializes_without_a_snapshot(instance: dg.DagsterInstance, home: Home, name: str):
    """Each asset alone, as launched in the UI: its partition must not turn green."""
    asset = defs.resolve_assets_def(asset_key(name))
    result = dg.materialize([asset], partition_key=str(YESTERDAY), instance=instance, raise_on_error=False)
    assert not result.success
    assert not result.get_asset_materialization_events()
    [step] = [event for event in result.all_events if event.is_step_failure]
    assert str(YESTERDAY) in str(step.step_failure_data.user_failure_data.description)  # type: ignore[union-attr]
    assert not home.published.exists()


def test_a_past_day_with_pages_is_rebuilt(stale_day: tuple[dg.DagsterInstance, Home], monkeypatch: pytest.MonkeyPatch):
    instance, home = stale_day
    with SampleHub(FixedWorld({TODAY: hub_day(TODAY, 0)})) as hub:
        hub.set_now(NOW)
        request_count = len(hub.requests)
        result = run_partition(instance, home, hub.url, YESTERDAY)
        assert result.success
        assert len(hub.requests) == request_count + 1  # the Hub's date only
    monkeypatch.setenv("ALMANAC_HUB_ATTEMPTS", "1")
    assert run_partition(instance, home, "http://127.0.0.1:9", YESTERDAY).success  # works without the Hub
    assert not run_partition(instance, home, "http://127.0.0.1:9", TODAY).success
    with duckdb.connect(str(home.published), read_only=True) as con:
        days = con.execute("SELECT date, repos FROM snapshots WHERE kind = 'model' ORDER BY date").fetchall()
    assert days == [(YESTERDAY, 40), (TODAY, 40)]


def test_a_day_on_which_the_hub_was_down_is_retried(
    instance: dg.DagsterInstance, home: Home, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ALMANAC_HUB_ATTEMPTS", "1")
    assert "09:00" in run_tick(retry_failed_day, instance)  # no run yet
    with SampleHub(FixedWorld({TODAY: hub_day(TODAY, 0)})) as hub:
        hub.faults.rules[:] = [strike(Fault("status", status=503), skip=2)]
        for _ in range(2):
            with pytest.raises(AlmanacError, match="503"):
                take_snapshot(instance, home, hub, limit=7)
        failed_run = instance.get_run_records(limit=1)[0].dagster_run
        assert failed_run.tags[ERROR_TAG] == "HubBroken"
        assert isinstance(run_tick(retry_failed_day, instance), str)  # not due yet
        monkeypatch.setenv("ALMANAC_RETRY_MINUTES", "0")
        assert " 2 " in run_tick(retry_failed_day, instance)  # failed attempts
        monkeypatch.setenv("ALMANAC_RETRY_MINUTES", "0,0")
        request = run_tick(retry_failed_day, instance)
        assert (request.partition_key, request.run_key) == (str(TODAY), f"{TODAY}-attempt-3")
        assert request.run_config["ops"]["crawl"]["config"]["limit"] == 7  # the same options
        hub.faults.clear()
        result = run_partition(instance, home, hub.url, TODAY)
        assert result.success
        assert str(TODAY) in run_tick(retry_failed_day, instance)


def test_a_rejected_token_is_not_retried(instance: dg.DagsterInstance, home: Home, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HF_TOKEN", "hf_wrong")
    monkeypatch.setenv("ALMANAC_RETRY_MINUTES", "0,0,0")
    with SampleHub(FixedWorld({TODAY: hub_day(TODAY, 0)}), tokens=frozenset({"hf_right"})) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)  # the token belongs to this Hub
        hub.set_now(NOW)
        with pytest.raises(AlmanacError, match="401"):
            run_day(defs, instance, AlmanacHome.at(home), Hub(endpoint=hub.url), NOW)
    assert "HubRefusal" in run_tick(retry_failed_day, instance)


def test_no_recrawl_before_the_first_snapshot(instance: dg.DagsterInstance):
    assert isinstance(run_tick(recrawl_early_snapshot, instance), str)


def test_a_snapshot_before_the_hubs_refresh_is_recrawled(
    stale_day: tuple[dg.DagsterInstance, Home], monkeypatch: pytest.MonkeyPatch
):
    instance, home = stale_day
    with SampleHub(FixedWorld({TODAY: hub_day(TODAY, 0)})) as stale_hub:
        stale_hub.set_now(NOW)
        monkeypatch.setenv("HF_ENDPOINT", stale_hub.url)
        assert "0%" in run_tick(recrawl_early_snapshot, instance)
        assert len(stale_hub.requests) == 2  # most downloaded and trending
    with SampleHub(FixedWorld({TODAY: hub_day(TODAY, 5)})) as fresh_hub:
        fresh_hub.set_now(NOW)
        monkeypatch.setenv("HF_ENDPOINT", fresh_hub.url)
        request = run_tick(recrawl_early_snapshot, instance)
        assert request.partition_key == str(TODAY)
        assert request.run_config == {"ops": {"crawl": {"config": {"scope": "leaders"}}}}
        take_snapshot(instance, home, fresh_hub, tags=request.tags)
        request_count = len(fresh_hub.requests)
        assert isinstance(run_tick(recrawl_early_snapshot, instance), str)
        assert len(fresh_hub.requests) == request_count  # none on an ordinary day


def build_stalled_day(step: int) -> HubDay:
    """Forty old models with new counters, and forty recent ones whose counters grow only with `step`."""
    recent = (TODAY - dt.timedelta(90)).isoformat() + "T00:00:00.000Z"
    newer = [
        model(n, createdAt=recent, downloads=1_000 * n + step, downloadsAllTime=9_000 * n + step) for n in range(41, 81)
    ]
    return HubDay(TODAY, [*hub_day(TODAY, 5).models, *newer], [], {})


def test_a_snapshot_during_the_hubs_refresh_is_recrawled(
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
        assert isinstance(run_tick(recrawl_early_snapshot, instance), str)
    with SampleHub(FixedWorld({TODAY: build_stalled_day(3)})) as fresh_hub:
        fresh_hub.set_now(NOW)
        monkeypatch.setenv("HF_ENDPOINT", fresh_hub.url)
        request = run_tick(recrawl_early_snapshot, instance)
        assert request.partition_key == str(TODAY)


def test_a_day_is_recrawled_twice_at_most(stale_day: tuple[dg.DagsterInstance, Home], monkeypatch: pytest.MonkeyPatch):
    instance, home = stale_day
    with SampleHub(FixedWorld({TODAY: hub_day(TODAY, 0)})) as stale_hub:
        monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
        monkeypatch.setenv("ALMANAC_HUB_ATTEMPTS", "1")
        assert "127.0.0.1:9" in run_tick(recrawl_early_snapshot, instance)
        for n in ("1", "2"):
            take_snapshot(instance, home, stale_hub, tags={"hub_almanac/retake": n})
    with SampleHub(FixedWorld({TODAY: hub_day(TODAY, 5)})) as fresh_hub:
        fresh_hub.set_now(NOW)
        monkeypatch.setenv("HF_ENDPOINT", fresh_hub.url)
        assert "2 times" in run_tick(recrawl_early_snapshot, instance)


class Mailbox(socketserver.StreamRequestHandler):
    """An SMTP server for one message."""

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
    addresses = [
        f"json://user:hook_secret@127.0.0.1:{hook.server_address[1]}/failed",
        f"mailto://127.0.0.1:{mail.server_address[1]}?from=almanac@example.org&to=ops@example.org&mode=insecure",
        "json://127.0.0.1:9/closed?secret=hook_secret",
        "no-address-at-all",
    ]
    monkeypatch.setenv("ALMANAC_NOTIFY", "\n".join(addresses))
    with serving(hook), serving(mail), SampleHub(FixedWorld({TODAY: hub_day(TODAY, 0)})) as hub:
        hub.faults.rules[:] = [strike(Fault("status", status=503), skip=2)]
        with pytest.raises(AlmanacError):
            take_snapshot(instance, home, hub)
        run_id = instance.get_run_records(limit=1)[0].dagster_run.run_id
        report_failure(instance, run_id)
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
    assert all(f"ddress {number} of ALMANAC_NOTIFY" in log_text for number in (3, 4))
    assert "hook_secret" not in log_text + json.dumps(payload) + letter


def test_a_crashed_run_that_dagster_restarts_sends_no_alert(
    instance: dg.DagsterInstance, home: Home, capfd: pytest.CaptureFixture[str]
):
    run = instance.create_run_for_job(
        defs.resolve_job_def("daily_snapshot"),
        tags={"dagster/partition": str(TODAY), "dagster/will_retry": "true", **home_tags(home)},
    )
    instance.report_run_failed(run, "gone")
    assert isinstance(report_failure(instance, run.run_id), dg.SkipReason)
    instance.add_run_tags(run.run_id, {"dagster/will_retry": "false"})
    assert report_failure(instance, run.run_id) is None
    assert text(DEFAULT_LANGUAGE, "failed-day-title", day=str(TODAY)) in "".join(capfd.readouterr())
    assert json.loads(home.last_failure.read_text())["run_id"] == run.run_id  # its process died before it could


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
        title = text(DEFAULT_LANGUAGE, "failed-day-title", day=str(day))
        assert (title in "".join(capfd.readouterr())) == is_alerted
