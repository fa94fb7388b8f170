"""Find this home's runs in a shared Dagster instance."""

import datetime as dt
from collections.abc import Mapping, Sequence

import dagster as dg

from pipeline.config import Home

LOCATION_NAME = "hub-almanac"  # in pyproject.toml and the workspace of `almanac ui`
PARTITION_TAG = "dagster/partition"  # set by Dagster: the day
HOME_TAG = "hub_almanac/home"  # set by our requests, or when a run first uses its home
JOB_TAGS = {"hub_almanac/job": "daily_snapshot"}  # set by our job
IMPORT_JOB, IMPORTED_HISTORY = "import_history", dg.AssetKey("imported_history")
MAINTENANCE_JOB = "maintain_lake"
REPOSITORY_TAG = ".dagster/repository"  # set by Dagster's UI and daemon


def home_tags(home: Home) -> Mapping[str, str]:
    return {HOME_TAG: str(home.root.resolve())}


def owner_tags(home: Home) -> Sequence[Mapping[str, str]]:
    """List tag sets to search for: each of our runs matches one, and `belongs_to_home` confirms a match."""
    return (home_tags(home), JOB_TAGS, {REPOSITORY_TAG: f"__repository__@{LOCATION_NAME}"})


def belongs_to_home(run: dg.DagsterRun, home: Home) -> bool:
    """Return whether a run belongs to this home.

    A run that ended before it used its home (canceled in the queue, killed at the start) has no home tag. It is ours if
    our code location created it or, without a code location, if it is a run of our job.
    """
    if HOME_TAG in run.tags:
        return run.tags[HOME_TAG] == home_tags(home)[HOME_TAG]
    if run.remote_job_origin is not None:
        return run.remote_job_origin.location_name == LOCATION_NAME
    return JOB_TAGS.items() <= run.tags.items()


def only_imports(run: dg.DagsterRun) -> bool:
    """Return whether a run only imports history, which a person launched; it belongs to no day."""
    return run.job_name == IMPORT_JOB or run.asset_selection == {IMPORTED_HISTORY}


def find_runs_of_day(instance: dg.DagsterInstance, home: Home, day: dt.date | str) -> Sequence[dg.RunRecord]:
    """Find our runs of a day, oldest first."""
    records = instance.get_run_records(dg.RunsFilter(tags={PARTITION_TAG: str(day)}), ascending=True)
    return [record for record in records if belongs_to_home(record.dagster_run, home)]
