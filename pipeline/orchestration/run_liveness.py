"""Detect dead runs: each holds a file lock, which the OS releases when its process dies.

Dagster detects a dead worker only while its own server lives. After a power loss or a kill of `almanac run`, the run would
look active, and block others, until the limit of run monitoring (dagster.yaml). Machines that share a home may not see each
other's locks, so each judges only its own runs; those of a machine that is gone wait for run monitoring.
"""

import os
import platform
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import dagster as dg

from pipeline.config import Home, read_variable
from pipeline.errors import LockTimeout
from pipeline.files import lock

PROCESS_GONE = "ProcessGone"
ERROR_TAG = "hub_almanac/why"  # on a failed run: the error's name
RETRYABLE_TAG = "hub_almanac/retryable"  # on a failed run: "true" or "false"


@contextmanager
def hold_run_lock(home: Home, run_id: str) -> Iterator[None]:
    """Hold the run's lock; remove its file at the end."""
    path = _lock_folder(home) / f"{run_id}.{name_machine()}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with lock(path):
        yield
        path.unlink(missing_ok=True)  # before the release


def end_orphaned_runs(instance: dg.DagsterInstance, home: Home) -> list[str]:
    """Mark runs whose process died on this machine as failed and retryable; return their ids."""
    ended_run_ids = []
    for path in sorted(_lock_folder(home).glob(f"*.{name_machine()}.lock")):
        try:
            left_file = path.open("rb")
        except FileNotFoundError:
            continue
        with left_file, suppress(LockTimeout), lock(path, timeout=0):
            # a run that ended meanwhile removed its file, and the lock may have created a new one
            is_left = path.exists() and os.path.samestat(os.fstat(left_file.fileno()), path.stat())
            run = instance.get_run_by_id(path.name.partition(".")[0]) if is_left else None
            if run and run.status is dg.DagsterRunStatus.STARTED:
                instance.add_run_tags(run.run_id, {ERROR_TAG: PROCESS_GONE, RETRYABLE_TAG: "true"})
                instance.report_run_failed(run, "The run's process died: it was killed, or the machine went down.")
                ended_run_ids.append(run.run_id)
            path.unlink(missing_ok=True)
    return ended_run_ids


def _lock_folder(home: Home) -> Path:
    return home.dagster / "running"


def name_machine() -> str:
    """Return `ALMANAC_MACHINE`, else this machine's name, as a part of file names; a new container has a new name."""
    return re.sub(r"[^\w-]", "_", read_variable("ALMANAC_MACHINE") or platform.node()) or "unnamed"
