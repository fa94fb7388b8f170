"""The one job and its schedule."""

import datetime as dt

import dagster as dg

from pipeline.attempts import not_today
from pipeline.hub.spool import finished
from pipeline.resources import AlmanacHome

daily_snapshot = dg.define_asset_job(
    "daily_snapshot",
    selection=dg.AssetSelection.all(),
    description="Today's snapshot of the Hub and everything made from it.",
)


# The Hub refreshes its counters between about 04:15 and 08:00 UTC.
@dg.schedule(
    job=daily_snapshot,
    cron_schedule="0 9 * * *",
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="09:00 UTC, after the Hub's daily refresh of its counters. A tick that comes a day late is skipped, and says why.",
)
def every_morning(context: dg.ScheduleEvaluationContext, almanac: AlmanacHome) -> dg.RunRequest | dg.SkipReason:
    """The day of the tick, while it lasts; later only where its pages are kept."""
    day = context.scheduled_execution_time.astimezone(dt.UTC).date()
    reason = not_today(day, dt.datetime.now(dt.UTC))
    if reason and finished(almanac.home.spool, day) is None:
        return dg.SkipReason(reason)
    return dg.RunRequest(partition_key=day.isoformat())
