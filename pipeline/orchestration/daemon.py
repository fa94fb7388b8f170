"""Run Dagster's daemon: schedule, sensors, run queue. An instance has one; a second would launch runs twice."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import dagster as dg
from dagster._core.remote_representation.grpc_server_registry import GrpcServerRegistry
from dagster._core.storage.runs import SqliteRunStorage
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import WorkspaceFileTarget
from dagster._daemon.controller import DagsterDaemonController, create_daemons_from_instance
from dagster._grpc.constants import GrpcServerCommand
from dagster._utils.log import configure_loggers

from pipeline.config import Home
from pipeline.errors import AlmanacError, LockTimeout, UsageError
from pipeline.files import lock
from pipeline.notes import Note

CHECK_SECONDS = 5
ORPHAN_SECONDS = 45  # after which code servers of a killed process end
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


class CodeServers(GrpcServerRegistry):
    """The code server of each location, which lasts, and is started again if it ends.

    With Dagster's own registry, its daemon starts another process each minute, and the UI has one of its own.
    """

    def __init__(self, instance: dg.DagsterInstance):
        super().__init__(
            instance.get_ref(),
            GrpcServerCommand.API_GRPC,
            heartbeat_ttl=ORPHAN_SECONDS,
            startup_timeout=instance.code_server_process_startup_timeout,
            wait_for_processes_on_shutdown=instance.wait_for_local_code_server_processes_on_shutdown,
            log_level="WARNING",
        )

    def clear_all_grpc_endpoints(self) -> None:
        """Dagster's daemon calls this each minute."""
        if self.are_all_servers_shut_down():
            super().clear_all_grpc_endpoints()


class Daemon:
    """Dagster's daemon, in threads of this process. `has_failed`: one of them ended."""

    def __init__(self, controller: DagsterDaemonController, code_servers: CodeServers):
        self.code_servers, self.has_failed = code_servers, False
        self._controller, self._stopping = controller, threading.Event()

    def watch(self, report_restart: Callable[[], None] = lambda: None) -> None:
        """Return when it fails or stops. `report_restart`: called when a code server has been started again."""
        last_refresh, is_served = time.time(), True
        try:
            while not self._stopping.wait(CHECK_SECONDS):
                self._controller.check_daemon_threads()
                was_served, is_served = is_served, not self.code_servers.are_all_servers_shut_down()
                has_ended = was_served and not is_served
                last_refresh = self._controller.check_workspace_freshness(0.0 if has_ended else last_refresh)
                if is_served and not was_served:
                    report_restart()
        except Exception:
            self.has_failed = True

    def stop(self) -> None:
        self._stopping.set()


@contextmanager
def run_daemon(home: Home, workspace: Path) -> Iterator[Daemon]:
    """Run the daemon until the end of the context. Raises UsageError if the instance has one."""
    running = UsageError(Note("daemon_running", {"path": str(home.root)}), Note("one_daemon"))
    try:
        with lock(home.dagster / "daemon.lock", timeout=0), ExitStack() as stack:
            instance = stack.enter_context(dg.DagsterInstance.from_config(str(home.dagster)))
            if has_other_daemon(instance):
                raise running
            configure_loggers()
            code_servers = stack.enter_context(CodeServers(instance))
            daemons = [stack.enter_context(daemon) for daemon in create_daemons_from_instance(instance)]
            target = WorkspaceFileTarget([str(workspace)])
            context = stack.enter_context(WorkspaceProcessContext(instance, target, grpc_server_registry=code_servers))
            controller = stack.enter_context(DagsterDaemonController(context, daemons, code_servers))
            daemon = Daemon(controller, code_servers)
            stack.callback(daemon.stop)
            yield daemon
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
            daemon.watch()
        raise AlmanacError(Note("daemon_exited"))
    except KeyboardInterrupt:
        pass  # a signal to stop
