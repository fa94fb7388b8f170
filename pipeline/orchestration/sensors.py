"""Sensors: retry a failed day, re-crawl an early snapshot, send failure alerts."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import dagster as dg
import duckdb
from dagster import DagsterRunStatus as Status

from pipeline.config import Home
from pipeline.errors import AlmanacError
from pipeline.hub_api.counter_refresh import MIN_REFRESHED_SHARE, Counters, measure_refreshed_share
from pipeline.i18n.messages import DEFAULT_LANGUAGE, text
from pipeline.kinds import KINDS, Kind
from pipeline.orchestration.failure_hooks import describe_unexpected_error, note_failure
from pipeline.orchestration.notifications import FailureAlert, Notice, send_alert
from pipeline.orchestration.resources import AlmanacHome, Hub
from pipeline.orchestration.retry_policy import MAX_RECRAWLS, Attempt, find_next_attempt, skip_reason
from pipeline.orchestration.run_liveness import ERROR_TAG, RETRYABLE_TAG, end_orphaned_runs
from pipeline.orchestration.run_ownership import (
    DAILY_JOB,
    PARTITION_TAG,
    belongs_to_home,
    find_attempts_of_day,
    find_location,
    find_runs_of_day,
    only_imports,
    only_maintains_lake,
)
from pipeline.published.rows import query_published
from pipeline.ranking.board_status import NOTABLE_FROZEN_SHARE
from pipeline.sql import statement
from pipeline.warehouse.quality_checks import MIN_MOVED_SHARE

BACKFILL_TAG, WILL_RETRY_TAG = "dagster/backfill", "dagster/will_retry"
FINAL_STATUSES = {Status.SUCCESS: "succeeded", Status.FAILURE: "failed", Status.CANCELED: "canceled"}
RECRAWL_TAG = "hub_almanac/retake"


@dg.sensor(
    job_name=DAILY_JOB,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Retries a failed run 30 minutes, then 1, 2 and 4 hours after the last failure, on the same UTC day. "
    "Does not retry errors that need a person (a rejected token, a full disk). Also marks runs whose process died as failed.",
)
def retry_failed_day(context: dg.SensorEvaluationContext, almanac: AlmanacHome) -> dg.RunRequest | dg.SkipReason:
    """Request a retry of today when it is due."""
    home = almanac.home
    for run_id in end_orphaned_runs(context.instance, home):
        context.log.warning(f"Marked run {run_id} as failed: its process died.")
    now = dt.datetime.now(dt.UTC)
    today = now.date()
    if _read_snapshots(home, today):
        return dg.SkipReason(f"The snapshot of {today} is published.")
    records = find_attempts_of_day(context.instance, home, today)
    attempts = build_attempts(records)
    if reason := skip_reason(attempts, now, almanac.settings.retry_minutes):
        return dg.SkipReason(reason)
    # the retry has the same scope and options
    last_config: Mapping[str, Any] = records[-1].dagster_run.run_config
    config = {"ops": {"crawl": last_config.get("ops", {}).get("crawl") or {}}}
    return dg.RunRequest(
        run_key=f"{today}-attempt-{len(attempts) + 1}",
        partition_key=today.isoformat(),
        run_config=config,
        tags={"hub_almanac/attempt": str(len(attempts) + 1)},
    )


@dg.sensor(
    job_name=DAILY_JOB,
    minimum_interval_seconds=1800,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Re-crawls today, twice at most, if its snapshot preceded the end of the Hub's daily counter refresh (the check counters_moved "
    "failed, or many counters are frozen), once the counters of the most downloaded and of recent repos have changed. "
    "On ordinary days it sends no request to the Hub.",
)
def recrawl_early_snapshot(
    context: dg.SensorEvaluationContext, almanac: AlmanacHome, hub: Hub
) -> dg.RunRequest | dg.SkipReason:
    """Re-crawl today if its snapshot was too early."""
    home = almanac.home
    now = dt.datetime.now(dt.UTC)
    today = now.date()
    snapshots = _read_snapshots(home, today)
    stale_kinds: list[Kind] = [
        kind
        for kind, _, share, frozen in snapshots
        if share is not None and (share < MIN_MOVED_SHARE or frozen >= NOTABLE_FROZEN_SHARE)
    ]
    records = find_runs_of_day(context.instance, home, today)
    recrawl_count = sum(RECRAWL_TAG in record.dagster_run.tags for record in records)
    if not snapshots or not stale_kinds:
        state = "has the refreshed counters" if snapshots else "is not published yet"
        return dg.SkipReason(f"The snapshot of {today} {state}.")
    if recrawl_count >= MAX_RECRAWLS:
        return dg.SkipReason(f"{today} was re-crawled {recrawl_count} times, the maximum.")
    if any(record.dagster_run.status not in FINAL_STATUSES for record in records):
        return dg.SkipReason(f"A run of {today} is in progress.")
    try:
        moved_shares: dict[Kind, float | None] = {
            kind: measure_refreshed_share(
                hub.client(), kind, lambda oids, kind=kind: _read_counters_before(home, today, kind, oids)
            )
            for kind in stale_kinds
        }
    except AlmanacError as error:
        return dg.SkipReason(f"Could not read the Hub's counters; trying again in 30 minutes. {error}")
    shares_text = ", ".join(
        f"{KINDS[kind].plural} {'unknown' if share is None else f'{share:.0%}'}" for kind, share in moved_shares.items()
    )
    if not any(share is not None and share >= MIN_REFRESHED_SHARE for share in moved_shares.values()):
        return dg.SkipReason(f"The Hub has not refreshed its counters since the snapshot (changed: {shares_text}).")
    context.log.info(
        f"The Hub has refreshed its counters since the snapshot (changed: {shares_text}): re-crawling {today}."
    )
    return dg.RunRequest(
        run_key=f"{today}-retake-{recrawl_count + 1}",
        partition_key=today.isoformat(),
        run_config={"ops": {"crawl": {"config": {"scope": snapshots[0][1]}}}},
        tags={RECRAWL_TAG: str(recrawl_count + 1)},
    )


@dg.run_failure_sensor(
    monitor_all_code_locations=True,  # runs of `almanac run` belong to none
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Alerts for each failed day: in the log, and to the addresses in ALMANAC_NOTIFY (webhook, e-mail, …; docs/operations.md). "
    "Ignores a crashed run that Dagster restarts.",
)
def report_failed_day(context: dg.RunFailureSensorContext, almanac: AlmanacHome) -> dg.SkipReason | None:
    """Send a failure alert for a run of this home."""
    home = almanac.home
    run = context.instance.get_run_by_id(context.dagster_run.run_id) or context.dagster_run
    if not belongs_to_home(run, home, find_location(context.instance, home)):
        return dg.SkipReason(f"Run {run.run_id} belongs to another home.")
    if only_imports(run):
        return dg.SkipReason(f"Run {run.run_id} is an import: the person who launched it sees the error.")
    if run.tags.get(WILL_RETRY_TAG) == "true":
        return dg.SkipReason(f"Dagster restarts run {run.run_id}.")
    if only_maintains_lake(run):
        send_alert(build_maintenance_notice(_read_failure(context)[1], home), almanac.settings.notify, context.log)
        return None
    now = dt.datetime.now(dt.UTC)
    day = run.tags.get(PARTITION_TAG, "")
    if BACKFILL_TAG in run.tags and day != now.date().isoformat():
        return dg.SkipReason(
            f"No alert for {day}: a backfill cannot crawl past days, and its page shows that the run failed."
        )
    attempts = build_attempts(find_attempts_of_day(context.instance, home, day)) if day else []
    due_at = None
    if day == now.date().isoformat() and not _read_snapshots(home, now.date()):  # as retry_failed_day
        due_at = find_next_attempt(attempts, now, almanac.settings.retry_minutes)
    step, sentence, is_described = _read_failure(context)
    if not is_described:
        note_failure(home, sentence, run_id=run.run_id)  # its process may have died first
    alert = FailureAlert(
        day=day or "no day",
        run_id=run.run_id,
        step=step,
        sentence=sentence,
        attempt=max(sum(attempt.status == "failed" for attempt in attempts), 1),
        next_try=due_at.isoformat(timespec="minutes") if due_at else "",
        home=str(home.root),
    )
    send_alert(alert, almanac.settings.notify, context.log)
    return None


def build_maintenance_notice(sentence: str, home: Home) -> Notice:
    """Build the alert for failed maintenance of the lake, which no day waits for."""
    return Notice(
        codes=["lake_maintenance_failed"],
        title=text(DEFAULT_LANGUAGE, "notice-lake-maintenance-failed-title"),
        sentence=text(DEFAULT_LANGUAGE, "notice-lake-maintenance-failed", reason=sentence),
        days=[],
        home=str(home.root),
    )


def _read_failure(context: dg.RunFailureSensorContext) -> tuple[str, str, bool]:
    """Return the failed step (empty if the process died), what happened, and whether that is our own description."""
    steps = context.get_step_failure_events()
    step = (steps[0].step_key or "") if steps else ""
    data = steps[0].step_failure_data if steps else None
    if data and data.user_failure_data and data.user_failure_data.description is not None:
        return step, data.user_failure_data.description, True
    message = ((data.error and data.error.message) if data else None) or context.failure_event.message or "no reason"
    return step, describe_unexpected_error(message, step), False


def build_attempts(records: Sequence[dg.RunRecord]) -> list[Attempt]:
    return [
        Attempt(
            FINAL_STATUSES.get(record.dagster_run.status, "running"),
            None if record.end_time is None else dt.datetime.fromtimestamp(record.end_time, dt.UTC),
            record.dagster_run.tags.get(ERROR_TAG, ""),
            record.dagster_run.tags.get(RETRYABLE_TAG) == "true",
        )
        for record in records
    ]


def _read_snapshots(home: Home, day: dt.date) -> list[tuple[Kind, str, float | None, float]]:
    """Read kind, scope, changed share and frozen share of a published day's own snapshots."""
    query = (
        "SELECT kind, scope, changed_counter_share, frozen_share FROM days "
        "WHERE date = $date AND scope IS NOT NULL AND source IS NULL ORDER BY kind DESC"
    )
    return query_published(home.published, query, {"date": day})


def _read_counters_before(home: Home, day: dt.date, kind: Kind, oids: Collection[str]) -> dict[str, Counters]:
    """Read counters in the last snapshot before the day."""
    parameters = {"date": day, "kind": kind, "oids": list(oids)}
    with duckdb.connect(str(home.published), read_only=True) as con:
        rows = con.execute(statement("load/previous_counters"), parameters).fetchall()
    return {oid: (downloads, all_time) for oid, downloads, all_time in rows}
