"""The daily job and its schedule, the job of imports, which people launch, and the lake's maintenance."""

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from pipeline.config import Home
from pipeline.orchestration.run_ownership import DAILY_JOB, DAILY_SCHEDULE, IMPORT_JOB, MAINTENANCE_JOB, home_tags

IMPORTS_GROUP = "imports"
MAINTENANCE_GROUP = "maintenance"  # of the lake
SCHEDULE_HOUR = 9  # UTC


# selection and description
JOBS = {
    DAILY_JOB: (
        dg.AssetSelection.all() - dg.AssetSelection.groups(IMPORTS_GROUP, MAINTENANCE_GROUP),
        "Takes today's snapshot of the Hub, builds the boards and publishes them.",
    ),
    IMPORT_JOB: (
        dg.AssetSelection.groups(IMPORTS_GROUP),
        "Imports the Hub's past from an archive, ranks the last 40 days and publishes. Name the source in the Launchpad.",
    ),
    MAINTENANCE_JOB: (
        dg.AssetSelection.groups(MAINTENANCE_GROUP),
        "Deletes replaced rows of the lake, merges its small files and deletes unused ones.",
    ),
}


def build_job(name: str, home: Home) -> UnresolvedAssetJobDefinition:
    """Return a job whose runs bear the home's tag from their creation."""
    selection, description = JOBS[name]
    return dg.define_asset_job(name, selection=selection, tags=home_tags(home), description=description)


def build_every_morning(
    daily_snapshot: UnresolvedAssetJobDefinition, default_status: dg.DefaultScheduleStatus
) -> dg.ScheduleDefinition:
    """Return the daily schedule, running or stopped in a new instance."""
    return dg.build_schedule_from_partitioned_job(
        daily_snapshot,
        name=DAILY_SCHEDULE,
        # the Hub refreshes its counters from about 04:15 to 08:00 UTC
        hour_of_day=SCHEDULE_HOUR,
        minute_of_hour=0,
        default_status=default_status,
        description="Runs at 09:00 UTC, after the Hub's daily counter refresh. After an outage, the run of a past day fails: the Hub shows "
        "only today, so that day stays a gap.",
    )  # pyright: ignore[reportReturnType]  an unresolved schedule only for unresolved partitions


def build_every_sunday(maintain_lake: UnresolvedAssetJobDefinition) -> dg.ScheduleDefinition:
    return dg.ScheduleDefinition(
        job=maintain_lake,
        name="every_sunday",
        cron_schedule="0 15 * * 0",
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Maintains the lake on Sundays at 15:00 UTC, hours after the daily run.",
    )
