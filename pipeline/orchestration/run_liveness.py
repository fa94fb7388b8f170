"""Detect dead runs: each holds a file lock, which the OS releases when its process dies.

Dagster detects a dead worker only while its own server lives. After a power loss or a kill of `almanac run`, the run would
look active, and block others, until the limit of run monitoring (dagster.yaml).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from pipeline.config import Home
from pipeline.errors import LockTimeout
from pipeline.files import lock

PROCESS_GONE = "ProcessGone"
ERROR_TAG = "hub_almanac/why"  # on a failed run: the error's name
RETRYABLE_TAG = "hub_almanac/retryable"  # on a failed run: "true" or "false"


@contextmanager
def hold_run_lock(home: Home, run_id: str) -> Iterator[None]:
    """Hold the run's lock; remove its file at the end."""
    path = _lock_path(home, run_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with lock(path):
        yield
        path.unlink(missing_ok=True)  # before the release


def end_orphaned_runs(instance: dg.DagsterInstance, home: Home) -> list[str]:
    """Mark runs whose process died as failed and retryable; return their ids."""
    ended_run_ids = []
    for path in sorted(_lock_folder(home).glob("*.lock")):
        try:
            with lock(path, timeout=0):
                run = instance.get_run_by_id(path.stem) if path.exists() else None  # it may just have succeeded
                if run and run.status is dg.DagsterRunStatus.STARTED:
                    instance.add_run_tags(run.run_id, {ERROR_TAG: PROCESS_GONE, RETRYABLE_TAG: "true"})
                    instance.report_run_failed(run, "The run's process died: it was killed, or the machine went down.")
                    ended_run_ids.append(run.run_id)
                path.unlink(missing_ok=True)
        except LockTimeout:
            continue
    return ended_run_ids


def _lock_path(home: Home, run_id: str) -> Path:
    return _lock_folder(home) / f"{run_id}.lock"


def _lock_folder(home: Home) -> Path:
    return home.dagster / "running"
