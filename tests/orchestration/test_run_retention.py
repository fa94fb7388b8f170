"""Retention deletes every Dagster record of a run; the history stays."""

import datetime as dt
from pathlib import Path

import dagster as dg
import pytest

from pipeline.config import Home
from pipeline.definitions import defs
from pipeline.orchestration.asset_keys import asset_key
from pipeline.orchestration.resources import AlmanacHome, Hub
from pipeline.orchestration.run_ownership import home_tags
from pipeline.orchestration.run_retention import MAX_DELETIONS, delete_runs
from pipeline.orchestration.runner import run_day
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.fixtures.records import open_instance


def find_run_files(home: Home, run_id: str) -> list[Path]:
    return [path for path in home.dagster.rglob("*") if run_id in str(path)]


@pytest.mark.slow
def test_an_old_run_is_deleted_with_its_events_and_logs(world: World, home: Home):
    day = world.days[0]
    with SampleHub(world) as hub, open_instance(home) as instance:
        now = dt.datetime.combine(day, dt.time(9), dt.UTC)
        run_id = run_day(defs, instance, AlmanacHome.at(home), Hub(endpoint=hub.url, anonymous=True), now).run_id
        assert find_run_files(home, run_id)
        assert instance.get_materialized_partitions(asset_key("trends")) == {str(day)}
        published = home.published.read_bytes()
        assert delete_runs(instance, home, dt.datetime.now(dt.UTC) - dt.timedelta(days=1)) == 0
        assert delete_runs(instance, home, dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1)) == 1
        assert instance.get_run_by_id(run_id) is None
        assert find_run_files(home, run_id) == []
        assert home.published.read_bytes() == published


def test_active_runs_stay_and_deletions_are_limited(home: Home):
    @dg.job
    def small() -> None:
        return None

    with open_instance(home) as instance:
        tags = dict(home_tags(home))
        active_run = instance.create_run_for_job(small, status=dg.DagsterRunStatus.STARTED, tags=tags)
        for _ in range(MAX_DELETIONS + 2):
            instance.create_run_for_job(small, status=dg.DagsterRunStatus.SUCCESS, tags=tags)
        later = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1)
        assert [delete_runs(instance, home, later) for _ in range(3)] == [MAX_DELETIONS, 2, 0]
        assert [run.run_id for run in instance.get_runs()] == [active_run.run_id]
