"""The one job and its schedule."""

import dagster as dg

from pipeline.orchestration.run_ownership import JOB_TAGS

daily_snapshot = dg.define_asset_job(
    "daily_snapshot",
    selection=dg.AssetSelection.all(),
    tags=JOB_TAGS,
    description="Today's snapshot of the Hub and everything made from it.",
)

SCHEDULE_HOUR = 9  # UTC
# The Hub refreshes its counters between about 04:15 and 08:00 UTC.
every_morning = dg.build_schedule_from_partitioned_job(
    daily_snapshot,
    name="every_morning",
    hour_of_day=SCHEDULE_HOUR,
    minute_of_hour=0,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="09:00 UTC, after the Hub's daily refresh of its counters. A tick that comes a day late, after an outage, fails and says why: "
    "that day is a gap.",
)
