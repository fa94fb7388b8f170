"""Days that nobody took while the daemon was down: today is taken, and people hear of those that are lost.

What belongs here: which days are missing and what follows. What does not: a second try of a day whose run failed (sensors.py).
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress

import dagster as dg
from dagster import DagsterRunStatus as Status

from pipeline.config import Home
from pipeline.crawl.spool import finished
from pipeline.errors import AlmanacError
from pipeline.i18n.messages import FIRST, text
from pipeline.orchestration.jobs import HOUR, daily_snapshot, every_morning
from pipeline.orchestration.notifications import Found, Notice, found, nothing_found, send_alert
from pipeline.orchestration.resources import AlmanacHome, Hub
from pipeline.orchestration.run_ownership import home_tags, runs_of_day
from pipeline.published.rows import published_rows

ENDED = (Status.SUCCESS, Status.FAILURE, Status.CANCELED)
SCHEDULES_TURN = dt.timedelta(minutes=2)  # after a start the daemon looks at schedules within seconds
MOST_BY_THIS_CLOCK = 31  # days; more are believed to be lost once the Hub said which day it is


@dg.sensor(
    job=daily_snapshot,
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Takes today where nothing took it: the daemon was down at 09:00 UTC, and its schedule did not make up for it within two minutes. "
    "A day that was tried is left to try_again, and so is all where the schedule is switched off.",
)
def take_missed_day(context: dg.SensorEvaluationContext, almanac: AlmanacHome, hub: Hub) -> dg.SensorResult:
    """Today, when its hour is over and nothing tried it. The cursor: when that was first noticed."""
    return request_missed_day(context.instance, almanac.home, hub, dt.datetime.now(dt.UTC), context.cursor)


def request_missed_day(
    instance: dg.DagsterInstance, home: Home, hub: Hub, now: dt.datetime, cursor: str | None
) -> dg.SensorResult:
    """A run of today, or why there is none at this moment."""
    reason = why_not_today(instance, home, hub, now)
    if reason:
        return dg.SensorResult(skip_reason=reason, cursor="")
    noticed = _moment(cursor)
    if noticed is None or noticed.date() != now.date() or noticed > now:
        noticed = now
    if now < noticed + SCHEDULES_TURN:
        waiting = f"The snapshot of {now.date()} is missing; the schedule has until {noticed + SCHEDULES_TURN:%H:%M:%S} UTC to take it."
        return dg.SensorResult(skip_reason=waiting, cursor=noticed.isoformat())
    scope = _scope(home)
    request = dg.RunRequest(
        run_key=f"{now.date()}-missed",
        partition_key=now.date().isoformat(),
        run_config={"ops": {"crawl": {"config": {"scope": scope}}}} if scope else {},
        tags=dict(home_tags(home)),
    )
    return dg.SensorResult(run_requests=[request], cursor="")


@dg.sensor(
    minimum_interval_seconds=300,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Names the past days that have no snapshot and can have none any more, once each: in the log, and where ALMANAC_NOTIFY says. "
    "Not days before the first snapshot, nor those that were taken and forgotten.",
)
def report_lost_days(context: dg.SensorEvaluationContext, almanac: AlmanacHome, hub: Hub) -> dg.SensorResult:
    """An alert for days that are lost. The cursor: the last day that was looked at."""
    notice, result = find_lost_days(context.instance, almanac.home, hub, dt.datetime.now(dt.UTC).date(), context.cursor)
    if notice is not None:
        send_alert(notice, almanac.settings.notify, context.log)
    return result


def find_lost_days(instance: dg.DagsterInstance, home: Home, hub: Hub, today: dt.date, cursor: str | None) -> Found:
    """What people should hear of past days, and the sensor's result with its next cursor."""
    yesterday = today - dt.timedelta(1)
    looked_at, held = _day(cursor), published_days(home)
    past = [day for day in held if day <= yesterday]
    if hub.trusts_clock or not past:
        return nothing_found("No past day could have a snapshot here, by this machine's clock.", cursor)
    if looked_at is not None and looked_at >= yesterday:  # or this clock was ahead then
        return nothing_found(f"All days until {yesterday} were looked at.", yesterday.isoformat())
    missing = [day for day in days_between(looked_at or max(past), today) if day not in held and day > min(past)]
    if len(missing) > MOST_BY_THIS_CLOCK and today not in held:
        doubt = (
            f"By this machine's clock {len(missing)} days are missing. That may be a wrong clock: none is called lost until the Hub gave a "
            f"snapshot of {today}."
        )
        return nothing_found(doubt, cursor)
    runs = {day: [record.dagster_run for record in runs_of_day(instance, home, day)] for day in missing}
    if going := [day for day in missing if any(run.status not in ENDED for run in runs[day])]:
        return nothing_found(f"A run of {going[0]} is not over.", cursor)
    # a day that was taken is not lost: somebody forgot it since
    untaken = [day for day in missing if not any(run.status is Status.SUCCESS for run in runs[day])]
    kept = [day for day in untaken if _has_pages(home, day)]
    lost = [day for day in untaken if day not in kept]
    if not untaken:
        return nothing_found(f"No day until {yesterday} was lost.", yesterday.isoformat())
    return found(lost_days_notice(lost, kept, home), yesterday.isoformat())


def lost_days_notice(lost: Sequence[dt.date], kept: Sequence[dt.date], home: Home) -> Notice:
    """An alert for days without a snapshot; `kept`: those whose pages are here."""
    cases = {code: days for code, days in (("days_lost", lost), ("days_waiting", kept)) if days}
    code = next(iter(cases))
    load = "; ".join(f"`almanac rebuild --date {day}`" for day in kept)
    return Notice(
        codes=list(cases),
        title=text(FIRST, f"notice-{code}-title", count=len(cases[code])),
        sentence=" ".join(text(FIRST, f"notice-{code}", days=spans(days), load=load) for code, days in cases.items()),
        days=[str(day) for day in sorted([*lost, *kept])],
        home=str(home.root),
    )


def why_not_today(instance: dg.DagsterInstance, home: Home, hub: Hub, now: dt.datetime) -> str:
    """Why today need not, or must not, be taken by itself now; empty when it should be."""
    return next(_reasons(instance, home, hub, now), "")


def _reasons(instance: dg.DagsterInstance, home: Home, hub: Hub, now: dt.datetime) -> Iterator[str]:
    """Reasons against taking today, the cheapest to find out first."""
    today = now.date()
    if hub.trusts_clock:
        yield "The Hub's clock decides which day it is."
    if now.hour < HOUR:
        yield f"It is before {HOUR:02}:00 UTC."
    held = published_days(home)
    if not held:
        yield "Nothing was ever published here: the first snapshot is left to people and to the schedule."
    if today in held:
        yield f"The snapshot of {today} is published."
    if runs_of_day(instance, home, today):
        yield f"{today} was tried already, or is being taken now."
    if _is_switched_off(instance):
        yield f"The schedule {every_morning.name} is switched off."
    last, endpoint = _last_hub(home), ""
    with suppress(AlmanacError):
        endpoint = hub.settings.endpoint
    if last and last != endpoint:
        yield f"The last snapshot is of another Hub than {endpoint or 'HF_ENDPOINT, which is no address'}."


def published_days(home: Home) -> set[dt.date]:
    """The days with a snapshot in the published file; none where there is no file that can be read."""
    return {
        day for (day,) in published_rows(home.published, "SELECT DISTINCT date FROM snapshots") if type(day) is dt.date
    }


def days_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """The days after the first and before the last."""
    return [first + dt.timedelta(n) for n in range(1, (last - first).days)]


def spans(days: Collection[dt.date]) -> str:
    """Days as text, days in a row as one: `2026-11-01, 2026-11-03 to 2026-11-05`."""
    stretches: list[list[dt.date]] = []
    for day in sorted(days):
        if stretches and day - stretches[-1][-1] == dt.timedelta(1):
            stretches[-1].append(day)
        else:
            stretches.append([day])
    return ", ".join(
        str(days[0]) if len(days) == 1 else text(FIRST, "span", first=days[0], last=days[-1]) for days in stretches
    )


def _has_pages(home: Home, day: dt.date) -> bool:
    with suppress(AlmanacError, OSError):
        return finished(home.spool, day) is not None
    return False


def _is_switched_off(instance: dg.DagsterInstance) -> bool:
    states = instance.all_instigator_state()
    return any(state.name == every_morning.name and state.status.value == "STOPPED" for state in states)


def _scope(home: Home) -> str:
    """The scope of the last snapshot that was not cut short."""
    found = published_rows(home.published, "SELECT scope FROM snapshots WHERE status = 'ok' ORDER BY date DESC LIMIT 1")
    return str(found[0][0]) if found else ""


def _last_hub(home: Home) -> str:
    found = published_rows(home.published, "SELECT hub_url FROM snapshots ORDER BY date DESC LIMIT 1")
    return str(found[0][0] or "") if found else ""


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None


def _moment(text: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text or "")
    except ValueError:
        return None
