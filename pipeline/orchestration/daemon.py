"""Run Dagster's daemon: schedule, sensors, run queue. An instance has one; a second would launch runs twice."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
from dagster._core.storage.runs import SqliteRunStorage

from pipeline.config import Home
from pipeline.errors import AlmanacError, LockTimeout, UsageError
from pipeline.files import lock
from pipeline.notes import Note

STOP_SECONDS = 60  # for the daemon at shutdown
RECENT_SECONDS = 300  # older heartbeats are of a daemon that stopped, even if its machine's clock differs a little
HEARTBEAT_SECONDS = 45  # Dagster's daemon sends one every 30 seconds


def announce_home(home: Home) -> None:
    """Set the variables by which Dagster's processes find the home."""
    os.environ |= {"DAGSTER_HOME": str(home.dagster), "ALMANAC_HOME": str(home.root)}


def raise_on_signals() -> None:
    """Let SIGTERM and SIGHUP raise KeyboardInterrupt, as SIGINT does."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # Windows has no SIGHUP
            signal.signal(getattr(signal, name), signal.default_int_handler)


@contextmanager
def run_daemon(home: Home, workspace: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the daemon until the end of the context. Raises UsageError if the instance has one."""
    running = UsageError(Note("daemon_running", {"path": str(home.root)}), Note("one_daemon"))
    try:
        with lock(home.dagster / "daemon.lock", timeout=0):
            with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
                if has_other_daemon(instance):
                    raise running
            daemon = subprocess.Popen(  # noqa: S603  our own words
                [str(Path(sys.executable).with_name("dagster-daemon")), "run", "--workspace", str(workspace)]
            )
            try:
                yield daemon
            finally:
                daemon.terminate()
                try:
                    daemon.wait(STOP_SECONDS)
                except subprocess.TimeoutExpired:
                    daemon.kill()
    except LockTimeout:
        raise running from None


def has_other_daemon(instance: dg.DagsterInstance) -> bool:
    """Return whether a daemon of another home or machine serves the instance: whether a recent heartbeat is followed by another.

    Records in the home's SQLite files have no such daemon: the home's lock covers them.
    """
    if isinstance(instance.run_storage, SqliteRunStorage):
        return False
    first = _read_heartbeats(instance)
    if max(first.values(), default=0) < time.time() - RECENT_SECONDS:
        return False
    for _ in range(HEARTBEAT_SECONDS):
        time.sleep(1)
        if _read_heartbeats(instance) != first:
            return True
    return False


def _read_heartbeats(instance: dg.DagsterInstance) -> dict[str, float]:
    return {kind: heartbeat.timestamp for kind, heartbeat in instance.get_daemon_heartbeats().items()}


def serve_daemon(home: Home, workspace: Path) -> None:
    """Run the daemon until SIGINT, SIGTERM or SIGHUP. Raises UsageError if there is one, AlmanacError if it exits."""
    raise_on_signals()
    announce_home(home)
    try:
        with run_daemon(home, workspace) as daemon:
            raise AlmanacError(Note("daemon_exited", {"status": str(daemon.wait())}))
    except KeyboardInterrupt:
        pass  # a signal to stop
