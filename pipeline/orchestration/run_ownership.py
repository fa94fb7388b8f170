"""Which runs of a Dagster instance belong to this Almanac: other teams, or another Almanac, may use the same instance."""

import datetime as dt
from collections.abc import Mapping, Sequence

import dagster as dg

from pipeline.config import Home

LOCATION_NAME = (
    "hub-almanac"  # the code location's name, in pyproject.toml and in the workspace that `almanac ui` writes
)
PARTITION_TAG = "dagster/partition"  # set by Dagster: the day
HOME_TAG = "hub_almanac/home"  # set when a run first uses its home, and by everything of ours that requests a run
JOB_TAGS = {"hub_almanac/job": "daily_snapshot"}  # set by our job's definition, on each of its runs
REPOSITORY_TAG = ".dagster/repository"  # set by Dagster on each run that its UI or its daemon creates


def home_tags(home: Home) -> Mapping[str, str]:
    """The tag that names the home of a run."""
    return {HOME_TAG: str(home.root.resolve())}


def owner_tags(home: Home) -> Sequence[Mapping[str, str]]:
    """Sets of tags to search for: each of our runs has all tags of one set; not every run that has them is ours (`belongs_to_home`)."""
    return (home_tags(home), JOB_TAGS, {REPOSITORY_TAG: f"__repository__@{LOCATION_NAME}"})


def belongs_to_home(run: dg.DagsterRun, home: Home) -> bool:
    """Whether a run works, or would have worked, in this home.

    A run that ended before it used its home (cancelled in the queue, its process killed at the start) has no home tag.
    It is ours if our code location created it, or, without a code location, if it is of our job.
    """
    if HOME_TAG in run.tags:
        return run.tags[HOME_TAG] == home_tags(home)[HOME_TAG]
    if run.remote_job_origin is not None:
        return run.remote_job_origin.location_name == LOCATION_NAME
    return JOB_TAGS.items() <= run.tags.items()


def find_runs_of_day(instance: dg.DagsterInstance, home: Home, day: dt.date | str) -> Sequence[dg.RunRecord]:
    """This home's runs of a day, oldest first, whatever launched them."""
    records = instance.get_run_records(dg.RunsFilter(tags={PARTITION_TAG: str(day)}), ascending=True)
    return [record for record in records if belongs_to_home(record.dagster_run, home)]
