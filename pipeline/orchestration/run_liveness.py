"""Which runs are alive: each holds a lock as long as its process lives, and the system lets go of it whatever ends the process.

Dagster notices a dead worker as long as its own server lives. After a power loss, or a kill of `almanac run`, nobody is left who
could: the run would count as going on, and keep others waiting, until run monitoring's limit (dagster.yaml) ends it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from pipeline.config import Home
from pipeline.errors import LockTimeout
from pipeline.files import lock

PROCESS_GONE = "ProcessGone"  # in place of an error's name
ERROR_TAG, RETRYABLE_TAG = (
    "hub_almanac/why",
    "hub_almanac/retryable",
)  # tags of a failed run: the error's name, and "true" or "false"


@contextmanager
def hold_run_lock(home: Home, run_id: str) -> Iterator[None]:
    """Hold the run's lock."""
    path = _lock_path(home, run_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with lock(path):
        yield
        path.unlink(missing_ok=True)  # before it is let go: who comes then does not find it


def end_orphaned_runs(instance: dg.DagsterInstance, home: Home) -> list[str]:
    """Mark as failed the started runs whose process is gone; their ids. They may be retried."""
    ended_run_ids = []
    for path in sorted(_lock_folder(home).glob("*.lock")):
        try:
            with lock(path, timeout=0):
                run = instance.get_run_by_id(path.stem) if path.exists() else None  # it may just have ended well
                if run and run.status is dg.DagsterRunStatus.STARTED:
                    instance.add_run_tags(run.run_id, {ERROR_TAG: PROCESS_GONE, RETRYABLE_TAG: "true"})
                    instance.report_run_failed(run, "Its process is gone: killed, or the machine went down.")
                    ended_run_ids.append(run.run_id)
                path.unlink(missing_ok=True)
        except LockTimeout:
            continue
    return ended_run_ids


def _lock_path(home: Home, run_id: str) -> Path:
    return _lock_folder(home) / f"{run_id}.lock"


def _lock_folder(home: Home) -> Path:
    return home.dagster / "running"
