"""Days missed while the daemon was down: a run for today, alerts for lost days.

Retries of failed runs are in sensors.py.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress

import dagster as dg
from dagster import DagsterRunStatus as Status

from pipeline.config import Home
from pipeline.crawl.spool import find_finished_spool
from pipeline.errors import AlmanacError
from pipeline.i18n.messages import DEFAULT_LANGUAGE, text
from pipeline.orchestration.jobs import SCHEDULE_HOUR
from pipeline.orchestration.notifications import (
    Notice,
    SensorOutcome,
    build_notice_outcome,
    build_skip_outcome,
    send_alert,
)
from pipeline.orchestration.resources import AlmanacHome, Hub
from pipeline.orchestration.run_ownership import (
    DAILY_JOB,
    DAILY_SCHEDULE,
    find_attempts_of_day,
    find_location,
    find_runs_of_day,
    takes_day,
)
from pipeline.published.rows import query_published
from pipeline.sql import statement

FINAL_STATUSES = (Status.SUCCESS, Status.FAILURE, Status.CANCELED)
SCHEDULE_GRACE = dt.timedelta(minutes=2)  # after a start, the daemon evaluates schedules in seconds
MAX_DAYS_BY_LOCAL_CLOCK = 31  # the Hub must confirm the date before more are reported


@dg.sensor(
    job_name=DAILY_JOB,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Requests today's run if the daemon was down at 09:00 UTC and the schedule did not catch up within two minutes. "
    "Does nothing if today already has a run of the whole job (retry_failed_day handles failures) or if the schedule is off.",
)
def take_missed_day(context: dg.SensorEvaluationContext, almanac: AlmanacHome, hub: Hub) -> dg.SensorResult:
    """Request today's run if it is overdue. Cursor: when the sensor first noticed."""
    return request_missed_day(context.instance, almanac.home, hub, dt.datetime.now(dt.UTC), context.cursor)


def request_missed_day(
    instance: dg.DagsterInstance, home: Home, hub: Hub, now: dt.datetime, cursor: str | None
) -> dg.SensorResult:
    reason = find_skip_reason(instance, home, hub, now)
    if reason:
        return dg.SensorResult(skip_reason=reason, cursor="")
    noticed_at = _parse_moment(cursor)
    if noticed_at is None or noticed_at.date() != now.date() or noticed_at > now:
        noticed_at = now
    if now < noticed_at + SCHEDULE_GRACE:
        wait_reason = f"The snapshot of {now.date()} is missing; waiting until {noticed_at + SCHEDULE_GRACE:%H:%M:%S} UTC for the schedule to take it."
        return dg.SensorResult(skip_reason=wait_reason, cursor=noticed_at.isoformat())
    scope = _read_last_scope(home)
    request = dg.RunRequest(
        run_key=f"{now.date()}-missed",
        partition_key=now.date().isoformat(),
        run_config={"ops": {"crawl": {"config": {"scope": scope}}}} if scope else {},
    )
    return dg.SensorResult(run_requests=[request], cursor="")


@dg.sensor(
    minimum_interval_seconds=300,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Alerts once for each past day that has no snapshot of this home's own: in the log, and to the addresses in ALMANAC_NOTIFY. "
    "Ignores days before the first snapshot and days removed with `almanac forget`.",
)
def report_lost_days(context: dg.SensorEvaluationContext, almanac: AlmanacHome, hub: Hub) -> dg.SensorResult:
    """Alert for lost days. Cursor: the last checked day."""
    notice, result = find_lost_days(context.instance, almanac.home, hub, dt.datetime.now(dt.UTC).date(), context.cursor)
    if notice is not None:
        send_alert(notice, almanac.settings.notify, context.log)
    return result


def find_lost_days(
    instance: dg.DagsterInstance, home: Home, hub: Hub, today: dt.date, cursor: str | None
) -> SensorOutcome:
    """Return the alert for past days without a snapshot, if any, and the sensor's result."""
    yesterday = today - dt.timedelta(1)
    last_checked_day, snapshot_days = _parse_day(cursor), read_published_days(home)
    past_days = [day for day in snapshot_days if day <= yesterday]
    if hub.trusts_clock or not past_days:
        return build_skip_outcome(
            "No days to check: this home has no snapshot of a past day, or uses the Hub's clock.", cursor
        )
    if last_checked_day is not None and last_checked_day >= yesterday:  # later than yesterday: the clock was ahead
        return build_skip_outcome(f"All days up to {yesterday} were already checked.", yesterday.isoformat())
    known_days = snapshot_days | read_forgotten_days(home)
    missing_days = [
        day
        for day in list_days_between(last_checked_day or max(past_days), today)
        if day not in known_days and day > min(past_days)
    ]
    if len(missing_days) > MAX_DAYS_BY_LOCAL_CLOCK and today not in snapshot_days:
        doubt_reason = (
            f"{len(missing_days)} days are missing by this machine's clock, which may be wrong. Waiting for a snapshot of {today} before "
            f"reporting them."
        )
        return build_skip_outcome(doubt_reason, cursor)
    runs = {day: [record.dagster_run for record in find_runs_of_day(instance, home, day)] for day in missing_days}
    if running_days := [day for day in missing_days if any(run.status not in FINAL_STATUSES for run in runs[day])]:
        return build_skip_outcome(f"A run of {running_days[0]} is in progress.", cursor)
    # a day with a successful run was removed with `almanac forget`, by a version that did not record it
    days_without_success = [
        day for day in missing_days if not any(run.status is Status.SUCCESS and takes_day(run) for run in runs[day])
    ]
    spooled_days = [day for day in days_without_success if _has_pages(home, day)]
    lost_days = [day for day in days_without_success if day not in spooled_days]
    if not days_without_success:
        return build_skip_outcome(f"No days were lost up to {yesterday}.", yesterday.isoformat())
    return build_notice_outcome(build_lost_days_notice(lost_days, spooled_days, home), yesterday.isoformat())


def build_lost_days_notice(lost_days: Sequence[dt.date], spooled_days: Sequence[dt.date], home: Home) -> Notice:
    """Build the alert for days without a snapshot; `spooled_days` can be rebuilt from their pages."""
    cases = {code: days for code, days in (("days_lost", lost_days), ("days_waiting", spooled_days)) if days}
    code = next(iter(cases))
    load_commands = "; ".join(f"`almanac rebuild --date {day}`" for day in spooled_days)
    return Notice(
        codes=list(cases),
        title=text(DEFAULT_LANGUAGE, f"notice-{code}-title", count=len(cases[code])),
        sentence=" ".join(
            text(DEFAULT_LANGUAGE, f"notice-{code}", days=format_day_spans(days), load=load_commands)
            for code, days in cases.items()
        ),
        days=[str(day) for day in sorted([*lost_days, *spooled_days])],
        home=str(home.root),
    )


def find_skip_reason(instance: dg.DagsterInstance, home: Home, hub: Hub, now: dt.datetime) -> str:
    """Return why not to request today's run now, or an empty string."""
    return next(_list_skip_reasons(instance, home, hub, now), "")


def _list_skip_reasons(instance: dg.DagsterInstance, home: Home, hub: Hub, now: dt.datetime) -> Iterator[str]:
    """Yield reasons to skip, cheapest check first."""
    today = now.date()
    if hub.trusts_clock:
        yield "The Hub's clock decides the day here, not this machine's."
    if now.hour < SCHEDULE_HOUR:
        yield f"It is before {SCHEDULE_HOUR:02}:00 UTC."
    snapshot_days = read_published_days(home)
    if not snapshot_days:
        yield "This home has no snapshot yet: only the schedule or a person starts the first run."
    if today in snapshot_days:
        yield f"The snapshot of {today} is published."
    if find_attempts_of_day(instance, home, today):
        yield f"{today} already has a run."
    if _is_switched_off(instance, find_location(instance, home)):
        yield f"The schedule {DAILY_SCHEDULE} is off."
    last_hub, endpoint = _read_last_hub(home), ""
    with suppress(AlmanacError):
        endpoint = hub.settings.endpoint
    if last_hub and last_hub != endpoint:
        yield f"The last snapshot is of another Hub, not of {endpoint or 'HF_ENDPOINT, which is not a valid address'}."


def read_published_days(home: Home) -> set[dt.date]:
    """Read the days of own snapshots from the published file; empty if it is unreadable."""
    query = "SELECT DISTINCT date FROM snapshots WHERE source IS NULL"
    return {day for (day,) in query_published(home.published, query) if type(day) is dt.date}


def read_forgotten_days(home: Home) -> set[dt.date]:
    """Read the days that `almanac forget` removed from the published file; empty if it is unreadable."""
    return {day for (day,) in query_published(home.published, statement("publishing/forgotten_days"))}


def list_days_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """List the days between two days, exclusive."""
    return [first + dt.timedelta(n) for n in range(1, (last - first).days)]


def format_day_spans(days: Collection[dt.date]) -> str:
    """Format days, with consecutive ones as a span: `2026-11-01, 2026-11-03 to 2026-11-05`."""
    day_spans: list[list[dt.date]] = []
    for day in sorted(days):
        if day_spans and day - day_spans[-1][-1] == dt.timedelta(1):
            day_spans[-1].append(day)
        else:
            day_spans.append([day])
    return ", ".join(
        str(days[0]) if len(days) == 1 else text(DEFAULT_LANGUAGE, "span", first=days[0], last=days[-1])
        for days in day_spans
    )


def _has_pages(home: Home, day: dt.date) -> bool:
    with suppress(AlmanacError, OSError):
        return find_finished_spool(home.spool, day) is not None
    return False


def _is_switched_off(instance: dg.DagsterInstance, location: str | None) -> bool:
    """Return whether somebody stopped our schedule; other locations may have schedules of the same name."""
    return any(
        state.name == DAILY_SCHEDULE
        and state.status.value == "STOPPED"
        and location in (None, state.origin.repository_origin.code_location_origin.location_name)
        for state in instance.all_instigator_state()
    )


def _read_last_scope(home: Home) -> str:
    """Read the scope of the last complete own snapshot."""
    query = "SELECT scope FROM snapshots WHERE status = 'ok' AND source IS NULL ORDER BY date DESC LIMIT 1"
    rows = query_published(home.published, query)
    return str(rows[0][0]) if rows else ""


def _read_last_hub(home: Home) -> str:
    query = "SELECT hub_url FROM snapshots WHERE source IS NULL ORDER BY date DESC LIMIT 1"
    rows = query_published(home.published, query)
    return str(rows[0][0] or "") if rows else ""


def _parse_day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None


def _parse_moment(text: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text or "")
    except ValueError:
        return None
