"""Find this home's runs in a shared Dagster instance."""

import datetime as dt
from collections.abc import Mapping, Sequence

import dagster as dg

from pipeline.config import Home
from pipeline.orchestration.asset_keys import asset_key

LOCATION_NAME = (
    "hub-almanac"  # in pyproject.toml and the workspace of `almanac ui`; a shared workspace may choose another
)
PARTITION_TAG = "dagster/partition"  # set by Dagster: the day
HOME_TAG = "hub_almanac/home"  # set by our jobs, and when a run first uses its home
REPOSITORY_TAG = ".dagster/repository"  # set by Dagster's UI and daemon
DAILY_JOB, IMPORT_JOB, MAINTENANCE_JOB = "daily_snapshot", "import_history", "maintain_lake"
DAILY_SCHEDULE = "every_morning"
MAX_RUNS_WITHOUT_LOCATION = 20  # of `almanac run`, the last in a row


def home_tags(home: Home) -> Mapping[str, str]:
    return {HOME_TAG: str(home.root.resolve())}


def find_location(instance: dg.DagsterInstance, home: Home) -> str | None:
    """Return the code location of the home's last run that has one; each location has one home."""
    for run in instance.get_runs(dg.RunsFilter(tags=home_tags(home)), limit=MAX_RUNS_WITHOUT_LOCATION):
        if run.remote_job_origin is not None:
            return run.remote_job_origin.location_name
    return None


def owner_tags(home: Home, location: str | None) -> Sequence[Mapping[str, str]]:
    """List tag sets to search for: each of our runs matches one, and `belongs_to_home` confirms a match."""
    in_location = [{REPOSITORY_TAG: f"__repository__@{location}"}] if location else []
    return (home_tags(home), *in_location)


def belongs_to_home(run: dg.DagsterRun, home: Home, location: str | None) -> bool:
    """Return whether a run belongs to this home, whose code location is `location`.

    Only a run of selected assets that ended before it used its home (canceled in the queue, killed at the start) has no home tag.
    """
    if HOME_TAG in run.tags:
        return run.tags[HOME_TAG] == home_tags(home)[HOME_TAG]
    return (
        location is not None and run.remote_job_origin is not None and run.remote_job_origin.location_name == location
    )


def only_imports(run: dg.DagsterRun) -> bool:
    """Return whether a run only imports history, which a person launched; it belongs to no day."""
    return run.job_name == IMPORT_JOB or run.asset_selection == {asset_key("imported_history")}


def only_maintains_lake(run: dg.DagsterRun) -> bool:
    """Return whether a run only maintains the lake; it belongs to no day."""
    return run.job_name == MAINTENANCE_JOB or run.asset_selection == {asset_key("lake_maintenance")}


def takes_day(run: dg.DagsterRun) -> bool:
    """Return whether a run crawls and publishes its day, like the daily job; not one of some assets, which a person launched."""
    return not run.asset_selection or {asset_key("crawl"), asset_key("published")} <= run.asset_selection


def find_runs_of_day(instance: dg.DagsterInstance, home: Home, day: dt.date | str) -> Sequence[dg.RunRecord]:
    """Find our runs of a day, oldest first; also those of some assets only."""
    location = find_location(instance, home)
    records = instance.get_run_records(dg.RunsFilter(tags={PARTITION_TAG: str(day)}), ascending=True)
    return [record for record in records if belongs_to_home(record.dagster_run, home, location)]


def find_attempts_of_day(instance: dg.DagsterInstance, home: Home, day: dt.date | str) -> Sequence[dg.RunRecord]:
    """Find our runs that take a day, oldest first."""
    return [record for record in find_runs_of_day(instance, home, day) if takes_day(record.dagster_run)]
