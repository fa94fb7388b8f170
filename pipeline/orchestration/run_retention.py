"""Delete old Dagster runs with their events and logs; the history is in the warehouse."""

import datetime as dt
from contextlib import suppress

import dagster as dg

from pipeline.config import Home
from pipeline.orchestration.resources import AlmanacHome
from pipeline.orchestration.run_ownership import PARTITION_TAG, belongs_to_home, find_location, owner_tags
from pipeline.retention import find_oldest_kept_day

MAX_DELETIONS = 50  # runs per day
FINAL_STATUSES = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


@dg.success_hook(name="delete_old_runs", required_resource_keys={"almanac"})
def delete_old_runs(context: dg.HookContext) -> None:
    """Delete runs older than ALMANAC_RUN_DAYS."""
    almanac: AlmanacHome = context.resources.almanac
    cutoff = find_retention_cutoff(context.instance, almanac.home, dt.datetime.now(dt.UTC), almanac.settings.run_days)
    delete_runs(context.instance, almanac.home, cutoff)


def find_retention_cutoff(instance: dg.DagsterInstance, home: Home, now: dt.datetime, days: int) -> dt.datetime:
    """Return the time before which runs are too old. Counts days with runs of this home, in case this machine's clock is wrong."""
    run_days: set[dt.date] = set()
    location = find_location(instance, home)
    for tags in owner_tags(home, location):
        for run in instance.get_runs(dg.RunsFilter(tags=tags)):
            if belongs_to_home(run, home, location):
                with suppress(ValueError):
                    run_days.add(dt.date.fromisoformat(run.tags.get(PARTITION_TAG, "")))
    return dt.datetime.combine(find_oldest_kept_day(run_days, now.date(), days), now.timetz())


def delete_runs(instance: dg.DagsterInstance, home: Home, cutoff: dt.datetime) -> int:
    """Delete up to MAX_DELETIONS finished runs of this home, oldest first; return how many.

    Runs of other homes and teams stay.
    """
    old_run_ids: dict[str, None] = {}
    location = find_location(instance, home)
    for tags in owner_tags(home, location):
        run_filter = dg.RunsFilter(statuses=FINAL_STATUSES, created_before=cutoff, tags=tags)
        for record in instance.get_run_records(run_filter, limit=MAX_DELETIONS, ascending=True):
            if belongs_to_home(record.dagster_run, home, location):
                old_run_ids[record.dagster_run.run_id] = None
    run_ids = list(old_run_ids)[:MAX_DELETIONS]
    for run_id in run_ids:
        instance.compute_log_manager.delete_logs(prefix=[run_id])
        instance.delete_run(run_id)
        # SQLite: Dagster empties a run's event file, but keeps it
        for file in (home.dagster / "storage" / "history" / "runs").glob(f"{run_id}.db*"):
            file.unlink(missing_ok=True)
    return len(run_ids)
