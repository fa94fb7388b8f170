"""Find this home's runs in a Dagster instance that other teams, or another almanac, may share."""

import datetime as dt
from collections.abc import Mapping, Sequence

import dagster as dg

from pipeline.config import Home

LOCATION_NAME = "hub-almanac"  # the code location, in pyproject.toml and in the workspace that `almanac ui` writes
PARTITION_TAG = "dagster/partition"  # set by Dagster: the day
HOME_TAG = "hub_almanac/home"  # set by our run requests, or when a run first uses its home
JOB_TAGS = {"hub_almanac/job": "daily_snapshot"}  # set by our job on each run
REPOSITORY_TAG = ".dagster/repository"  # set by Dagster's UI and daemon on each run they create


def home_tags(home: Home) -> Mapping[str, str]:
    """Build the tag that names a run's home."""
    return {HOME_TAG: str(home.root.resolve())}


def owner_tags(home: Home) -> Sequence[Mapping[str, str]]:
    """List tag sets to search for. Each of our runs matches one; not every match is ours (see `belongs_to_home`)."""
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


def find_runs_of_day(instance: dg.DagsterInstance, home: Home, day: dt.date | str) -> Sequence[dg.RunRecord]:
    """Find this home's runs of a day, oldest first."""
    records = instance.get_run_records(dg.RunsFilter(tags={PARTITION_TAG: str(day)}), ascending=True)
    return [record for record in records if belongs_to_home(record.dagster_run, home)]
