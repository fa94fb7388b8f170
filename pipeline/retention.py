"""Dagster's records do not grow without bound: old runs go, with their events, pictures and logs. The history itself is in the warehouse."""

import datetime as dt

import dagster as dg

from pipeline.settings import Guards, Home

AT_ONCE = 50  # runs; what is left goes the next day
ENDED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


@dg.success_hook(name="forget_old_runs")
def forget_old_runs(context: dg.HookContext) -> None:
    """After each published day: delete the runs that are older than ALMANAC_RUN_DAYS."""
    days = Guards.from_env().run_days
    forget_runs(context.instance, Home.from_env(), dt.datetime.now(dt.UTC) - dt.timedelta(days=days))


def forget_runs(instance: dg.DagsterInstance, home: Home, before: dt.datetime) -> int:
    """Delete up to 50 ended runs that were made before a time, oldest first; how many went."""
    old = dg.RunsFilter(statuses=ENDED, created_before=before)
    records = instance.get_run_records(old, limit=AT_ONCE, ascending=True)
    for record in records:
        run_id = record.dagster_run.run_id
        instance.compute_log_manager.delete_logs(prefix=[run_id])
        instance.delete_run(run_id)
        # In SQLite a run's events have a file of their own, which Dagster empties and leaves.
        for file in (home.dagster / "storage" / "history" / "runs").glob(f"{run_id}.db*"):
            file.unlink(missing_ok=True)
    return len(records)
