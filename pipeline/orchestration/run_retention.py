"""Dagster's records do not grow without bound: old runs go, with their events, pictures and logs. The history itself is in the warehouse."""

import datetime as dt
from contextlib import suppress

import dagster as dg

from pipeline.ages import oldest_kept
from pipeline.config import Home
from pipeline.orchestration.resources import AlmanacHome
from pipeline.orchestration.run_ownership import is_ours, owner_tags

AT_ONCE = 50  # runs; what is left goes the next day
ENDED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


@dg.success_hook(name="forget_old_runs", required_resource_keys={"almanac"})
def forget_old_runs(context: dg.HookContext) -> None:
    """After each published day: delete the runs that are older than ALMANAC_RUN_DAYS."""
    almanac: AlmanacHome = context.resources.almanac
    before = too_old(context.instance, dt.datetime.now(dt.UTC), almanac.settings.run_days)
    forget_runs(context.instance, almanac.home, before)


def too_old(instance: dg.DagsterInstance, now: dt.datetime, days: int) -> dt.datetime:
    """The time before which runs are more than `days` days old, by the days that have runs as well as by this machine's clock."""
    recorded: set[dt.date] = set()
    for _, values in instance.get_run_tags(tag_keys=["dagster/partition"]):
        for value in values:
            with suppress(ValueError):
                recorded.add(dt.date.fromisoformat(value))
    return dt.datetime.combine(oldest_kept(recorded, now.date(), days), now.timetz())


def forget_runs(instance: dg.DagsterInstance, home: Home, before: dt.datetime) -> int:
    """Delete up to 50 ended runs of this home that were made before a time, oldest first; return how many.

    Runs of other homes and of other teams that use the same instance stay.
    """
    old: dict[str, None] = {}
    for tags in owner_tags(home):
        ended = dg.RunsFilter(statuses=ENDED, created_before=before, tags=tags)
        for record in instance.get_run_records(ended, limit=AT_ONCE, ascending=True):
            if is_ours(record.dagster_run, home):
                old[record.dagster_run.run_id] = None
    forgotten = list(old)[:AT_ONCE]
    for run_id in forgotten:
        instance.compute_log_manager.delete_logs(prefix=[run_id])
        instance.delete_run(run_id)
        # In SQLite a run's events have a file of their own, which Dagster empties and leaves.
        for file in (home.dagster / "storage" / "history" / "runs").glob(f"{run_id}.db*"):
            file.unlink(missing_ok=True)
    return len(forgotten)
