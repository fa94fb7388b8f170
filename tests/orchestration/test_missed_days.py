"""Days missed while the daemon was down: one request for today, one alert per lost day."""

import datetime as dt
import shutil
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest
from dagster._core.remote_origin import (
    ManagedGrpcPythonEnvCodeLocationOrigin,
    RemoteInstigatorOrigin,
    RemoteJobOrigin,
    RemoteRepositoryOrigin,
)
from dagster._core.scheduler.instigation import (
    InstigatorState,
    InstigatorStatus,
    InstigatorType,
    ScheduleInstigatorData,
)
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin

from pipeline.config import Home
from pipeline.definitions import defs
from pipeline.orchestration.asset_keys import asset_key
from pipeline.orchestration.counter_alerts import find_doubted_counters, report_doubted_counters
from pipeline.orchestration.missed_days import (
    SCHEDULE_GRACE,
    build_lost_days_notice,
    find_lost_days,
    format_day_spans,
    report_lost_days,
    request_missed_day,
    take_missed_day,
)
from pipeline.orchestration.resources import Hub
from pipeline.orchestration.run_liveness import RETRYABLE_TAG
from pipeline.orchestration.run_ownership import home_tags
from pipeline.orchestration.sensors import retry_failed_day
from pipeline.publishing.forget import forget_day
from pipeline.warehouse.connection import open_warehouse
from tests.conftest import THOROUGH
from tests.fixtures.records import open_instance
from tests.fixtures.ticks import evaluate, run_tick

HUB = "http://127.0.0.1:9"
TODAY = dt.datetime.now(dt.UTC).date()
TEN = dt.datetime.combine(TODAY, dt.time(10), dt.UTC)
ONE_DAY = dt.timedelta(1)


@pytest.fixture
def instance(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[dg.DagsterInstance]:
    monkeypatch.delenv("ALMANAC_TRUST_HUB_CLOCK", raising=False)
    monkeypatch.setenv("HF_ENDPOINT", HUB)
    monkeypatch.setenv("ALMANAC_HOME", str(home.root))
    with open_instance(home) as instance:
        yield instance


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "hub.duckdb"
    with open_warehouse(path):
        return path


def publish(
    home: Home,
    empty: Path,
    *days: dt.date,
    unsound: dict[dt.date, list[str]] | None = None,
    imported: Sequence[dt.date] = (),
    forgotten: Sequence[dt.date] = (),
) -> None:
    """Publish snapshots of these days (of both kinds), also of imported ones, and unsound counters of models; then forget some days."""
    new_file = home.root / "new.duckdb"
    shutil.copy(empty, new_file)
    with duckdb.connect(str(new_file)) as con:
        for day in (*days, *imported, *forgotten):
            archive = {"scope": "archive", "hub": "https://archive", "source": "hub-stats"}
            origin = archive if day in imported else {"scope": "leaders", "hub": HUB, "source": None}
            for kind in ("model", "dataset"):
                con.execute(
                    "INSERT INTO store.snapshot (date, kind, scope, status, hub, source) VALUES ($day, $kind, $scope, 'ok', $hub, $source)",
                    {"day": day, "kind": kind, **origin},
                )
            for counter in (unsound or {}).get(day, []):
                con.execute(
                    "INSERT INTO store.level VALUES ($day, 'model', $counter, 40, 0, true, 0)",
                    {"day": day, "counter": counter},
                )
    with open_warehouse(new_file) as con:
        for day in forgotten:
            forget_day(con, day)
    new_file.replace(home.published)


@dg.job
def daily() -> None:
    """Do nothing: tags decide whether a run is ours."""


def create_run(
    instance: dg.DagsterInstance,
    home: Home,
    day: dt.date,
    end_status: str = "",
    *,
    retryable: bool = False,
    assets: Collection[str] = (),
) -> None:
    """`assets`: those that a person selected, instead of the whole job."""
    tags = {"dagster/partition": str(day), **home_tags(home), RETRYABLE_TAG: str(retryable).lower()}
    keys = frozenset(map(asset_key, assets)) or None
    definitions = dg.Definitions([dg.asset(lambda: None, key=key) for key in keys or ()])
    job = definitions.resolve_implicit_global_asset_job_def() if keys else daily
    run = instance.create_run_for_job(job, tags=tags, asset_selection=keys)
    if end_status == "failed":
        instance.report_run_failed(run, "gone")
    elif end_status == "succeeded":
        instance.report_dagster_event(dg.DagsterEvent("PIPELINE_SUCCESS", run.job_name), run.run_id)  # type: ignore[attr-defined]


def days_ago(*numbers: int) -> list[dt.date]:
    return [TODAY - dt.timedelta(number) for number in numbers]


def test_a_missed_today_is_requested_once(instance: dg.DagsterInstance, home: Home, empty: Path) -> None:
    publish(home, empty, *days_ago(5, 4))

    def at(moment: dt.datetime, cursor: str | None = None) -> dg.SensorResult:
        return request_missed_day(instance, home, Hub(), moment, cursor)

    early_tick = at(dt.datetime.combine(TODAY, dt.time(8, 59), dt.UTC))
    assert not early_tick.run_requests and not early_tick.cursor
    first_tick = at(TEN)
    assert not first_tick.run_requests and first_tick.cursor == TEN.isoformat()  # the schedule goes first
    assert not at(TEN + ONE_DAY / 1440, first_tick.cursor).run_requests
    [request] = at(TEN + SCHEDULE_GRACE, first_tick.cursor).run_requests or []
    assert (request.partition_key, request.run_config) == (
        str(TODAY), {"ops": {"crawl": {"config": {"scope": "leaders"}}}},
    )  # fmt: skip
    # a cursor of another day, in the future or invalid restarts the wait
    for cursor in ((TEN - ONE_DAY).isoformat(), (TEN + ONE_DAY).isoformat(), "nonsense"):
        assert at(TEN, cursor).cursor == TEN.isoformat() and not at(TEN, cursor).run_requests
    create_run(instance, home, TODAY)  # the requested run, or the schedule's
    assert not at(TEN + SCHEDULE_GRACE, first_tick.cursor).run_requests


@pytest.mark.parametrize("end_status", ["", "failed", "succeeded"] if THOROUGH else ["failed"])
def test_a_day_with_a_run_is_not_requested(
    instance: dg.DagsterInstance, home: Home, empty: Path, end_status: str
) -> None:
    publish(home, empty, *days_ago(1))
    create_run(instance, home, TODAY, end_status)
    assert not request_missed_day(instance, home, Hub(), TEN, (TEN - SCHEDULE_GRACE).isoformat()).run_requests


def test_a_run_of_some_assets_does_not_take_the_day(
    instance: dg.DagsterInstance, home: Home, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person launched it: it crawls without publishing, or fails for want of a snapshot."""
    monkeypatch.setenv("ALMANAC_RETRY_MINUTES", "0")
    publish(home, empty, *days_ago(2))
    for day in days_ago(1, 0):
        create_run(instance, home, day, "succeeded", assets=["crawl"])
    assert request_missed_day(instance, home, Hub(), TEN, (TEN - SCHEDULE_GRACE).isoformat()).run_requests
    notice, _ = find_lost_days(instance, home, Hub(), TODAY, None)
    assert notice and notice.days == [str(day) for day in days_ago(1)]
    create_run(instance, home, TODAY, "failed", retryable=True)
    create_run(instance, home, TODAY, "failed", assets=["trends"])
    assert run_tick(retry_failed_day, instance).run_key == f"{TODAY}-attempt-2"
    create_run(instance, home, TODAY, "failed", assets=["crawl", "trends", "published"])
    assert isinstance(run_tick(retry_failed_day, instance), str)


def test_reasons_not_to_request_today(
    instance: dg.DagsterInstance, home: Home, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_requested() -> bool:
        return bool(request_missed_day(instance, home, Hub(), TEN, (TEN - SCHEDULE_GRACE).isoformat()).run_requests)

    assert not is_requested()  # nothing was published yet
    publish(home, empty, *days_ago(1, 0))
    assert not is_requested()
    publish(home, empty, *days_ago(1))
    assert is_requested()
    monkeypatch.setenv("ALMANAC_TRUST_HUB_CLOCK", "1")
    assert not is_requested()
    monkeypatch.delenv("ALMANAC_TRUST_HUB_CLOCK")
    for endpoint in ("http://127.0.0.1:8", "nonsense"):
        monkeypatch.setenv("HF_ENDPOINT", endpoint)
        assert not is_requested()
    monkeypatch.setenv("HF_ENDPOINT", HUB)
    home.published.write_bytes(b"no database")
    assert not is_requested()


def test_no_request_while_our_schedule_is_off(instance: dg.DagsterInstance, home: Home, empty: Path) -> None:
    publish(home, empty, *days_ago(1))

    def stop_schedule(location: str) -> None:
        origin = RemoteInstigatorOrigin(build_repository(location), "every_morning")
        state = InstigatorState(
            origin, InstigatorType.SCHEDULE, InstigatorStatus.STOPPED, ScheduleInstigatorData("0 9 * * *")
        )
        instance.add_instigator_state(state)

    def is_requested() -> bool:
        return bool(request_missed_day(instance, home, Hub(), TEN, (TEN - SCHEDULE_GRACE).isoformat()).run_requests)

    our_job = RemoteJobOrigin(build_repository("hub-almanac"), "daily_snapshot")
    instance.add_run(dg.DagsterRun(job_name="daily_snapshot", tags=dict(home_tags(home)), remote_job_origin=our_job))
    stop_schedule("another-team")
    assert is_requested()
    stop_schedule("hub-almanac")
    assert not is_requested()


def build_repository(location: str) -> RemoteRepositoryOrigin:
    return RemoteRepositoryOrigin(
        ManagedGrpcPythonEnvCodeLocationOrigin(LoadableTargetOrigin(), location), "__repository__"
    )


def test_each_gap_is_reported_once(instance: dg.DagsterInstance, home: Home, empty: Path) -> None:
    publish(home, empty, *days_ago(9, 8, 5))
    notice, result = find_lost_days(instance, home, Hub(), TODAY, None)
    assert notice and notice.days == [str(day) for day in days_ago(4, 3, 2, 1)]  # older gaps precede the sensor
    assert result.cursor == str(TODAY - ONE_DAY) and f"{TODAY - 4 * ONE_DAY} to {TODAY - ONE_DAY}" in notice.sentence
    assert find_lost_days(instance, home, Hub(), TODAY, result.cursor)[0] is None
    tomorrow, after = TODAY + ONE_DAY, TODAY + 2 * ONE_DAY
    publish(home, empty, *days_ago(9, 8, 5, 0))
    notice, result = find_lost_days(instance, home, Hub(), tomorrow, result.cursor)
    assert (notice, result.cursor) == (None, str(TODAY))
    notice, result = find_lost_days(instance, home, Hub(), after, result.cursor)
    assert notice and notice.days == [str(tomorrow)]
    # a gap that `almanac run` ended before the next tick
    publish(home, empty, *days_ago(9, 5, 0))
    notice, _ = find_lost_days(instance, home, Hub(), tomorrow, str(TODAY - 6 * ONE_DAY))
    assert notice and notice.days == [str(day) for day in days_ago(4, 3, 2, 1)]


def test_imported_days_are_no_own_snapshots(
    instance: dg.DagsterInstance, home: Home, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALMANAC_RETRY_MINUTES", "0")
    publish(home, empty, *days_ago(4, 3), imported=days_ago(5, 1, 0), unsound={TODAY: ["likes"]})
    [request] = request_missed_day(instance, home, Hub(), TEN, (TEN - SCHEDULE_GRACE).isoformat()).run_requests or []
    assert request.run_config == {"ops": {"crawl": {"config": {"scope": "leaders"}}}}
    notice, _ = find_lost_days(instance, home, Hub(), TODAY, None)
    assert notice and notice.days == [str(day) for day in days_ago(2, 1)]
    assert find_doubted_counters(home, None)[0] is None
    create_run(instance, home, TODAY, "failed", retryable=True)
    assert run_tick(retry_failed_day, instance).partition_key == str(TODAY)


def test_a_home_loses_no_days_before_its_first(instance: dg.DagsterInstance, home: Home, empty: Path) -> None:
    assert find_lost_days(instance, home, Hub(), TODAY, None)[0] is None
    publish(home, empty, TODAY)
    for cursor in (None, "", str(TODAY - 10 * ONE_DAY), "nonsense"):
        assert find_lost_days(instance, home, Hub(), TODAY, cursor)[0] is None
    publish(home, empty, *days_ago(2, 1))
    assert find_lost_days(instance, home, Hub(), TODAY, str(TODAY - 10 * ONE_DAY))[0] is None


def test_forgotten_days_and_days_with_an_active_run_are_not_lost(
    instance: dg.DagsterInstance, home: Home, empty: Path
) -> None:
    publish(home, empty, *days_ago(7), forgotten=days_ago(6, 5, 4))
    create_run(instance, home, TODAY - 6 * ONE_DAY, "succeeded")
    create_run(instance, home, TODAY - 5 * ONE_DAY, "failed")  # after it had published; no run of the next is kept
    create_run(instance, home, TODAY - 2 * ONE_DAY, "failed")
    create_run(instance, home, TODAY - ONE_DAY)
    notice, result = find_lost_days(instance, home, Hub(), TODAY, None)
    assert (notice, result.cursor) == (None, "")  # wait for the active run
    [active_run] = instance.get_runs(dg.RunsFilter(statuses=[dg.DagsterRunStatus.NOT_STARTED]))
    instance.report_run_canceled(active_run)
    notice, result = find_lost_days(instance, home, Hub(), TODAY, None)
    assert notice and notice.days == [str(day) for day in days_ago(3, 2, 1)]


def test_a_clock_a_year_ahead_loses_no_days(instance: dg.DagsterInstance, home: Home, empty: Path) -> None:
    publish(home, empty, *days_ago(3, 2, 1))
    ahead = TODAY + 365 * ONE_DAY
    notice, result = find_lost_days(instance, home, Hub(), ahead, str(TODAY - ONE_DAY))
    assert (notice, result.cursor) == (None, str(TODAY - ONE_DAY)) and str(ahead) in str(result.skip_reason)
    assert find_lost_days(instance, home, Hub(), TODAY, result.cursor)[0] is None  # the clock is right again
    notice, result = find_lost_days(instance, home, Hub(), TODAY, str(ahead))
    assert (notice, result.cursor) == (None, str(TODAY - ONE_DAY))
    publish(home, empty, *days_ago(3), ahead)  # the Hub confirmed that day
    notice, _ = find_lost_days(instance, home, Hub(), ahead, str(TODAY - 3 * ONE_DAY))
    assert notice and len(notice.days) == 367 and len(notice.sentence) < 300


def test_alerts_reach_the_webhook(
    instance: dg.DagsterInstance, home: Home, empty: Path, hook: list[dict[str, Any]], capfd: pytest.CaptureFixture[str]
) -> None:
    publish(
        home,
        empty,
        *days_ago(4, 3),
        unsound={TODAY - 3 * ONE_DAY: ["downloads", "likes"], TODAY - 4 * ONE_DAY: ["likes"]},
    )
    for _ in range(2):
        evaluate(report_lost_days, instance, cursor=hook[0]["days"][-1] if hook else None)
    assert [(payload["type"], payload["days"], payload["home"]) for payload in hook] == [
        ("warning", [str(day) for day in days_ago(2, 1)], str(home.root))
    ]
    hook.clear()
    first_tick = evaluate(report_doubted_counters, instance)
    assert [(payload["codes"], payload["days"]) for payload in hook] == [
        (["counters_doubted"], [str(TODAY - 3 * ONE_DAY)])
    ]
    assert "models downloads" in hook[0]["sentence"] and "likes" not in hook[0]["sentence"]  # ongoing
    evaluate(report_doubted_counters, instance, cursor=first_tick.cursor)
    assert len(hook) == 1
    publish(
        home,
        empty,
        *days_ago(4, 3, 2),
        unsound={TODAY - 3 * ONE_DAY: ["downloads"], TODAY - 2 * ONE_DAY: ["downloads"]},
    )
    evaluate(report_doubted_counters, instance, cursor=first_tick.cursor)
    assert len(hook) == 1
    assert "models downloads" in "".join(capfd.readouterr())


def test_spooled_days_are_reported_with_the_command_that_rebuilds_them(home: Home) -> None:
    lost_days, spooled_days = days_ago(3, 2), days_ago(1)
    combined_notice, waiting_notice = (
        build_lost_days_notice(lost_days, spooled_days, home),
        build_lost_days_notice([], spooled_days, home),
    )
    assert (combined_notice.codes, waiting_notice.codes) == (["days_lost", "days_waiting"], ["days_waiting"])
    assert (
        combined_notice.days == [str(day) for day in [*lost_days, *spooled_days]]
        and waiting_notice.sentence in combined_notice.sentence
    )
    assert f"`almanac rebuild --date {spooled_days[0]}`" in waiting_notice.sentence


def test_the_sensors_are_part_of_the_definitions(instance: dg.DagsterInstance) -> None:
    for sensor in (take_missed_day, report_lost_days, report_doubted_counters, retry_failed_day):
        assert defs.resolve_sensor_def(sensor.name).default_status is dg.DefaultSensorStatus.RUNNING


def test_consecutive_days_are_formatted_as_a_span() -> None:
    days = [dt.date(2026, 11, day) for day in (5, 1, 3, 4)]
    assert format_day_spans(days) == "2026-11-01, 2026-11-03 to 2026-11-05"
