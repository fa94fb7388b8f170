"""Serve Dagster's UI behind the guard, with the daemon or without."""

import socket
import threading
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

import dagster as dg
import uvicorn
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import WorkspaceFileTarget
from dagster_webserver.webserver import DagsterWebserver

from pipeline.config import Home
from pipeline.errors import AlmanacError, UsageError
from pipeline.files import describe_os_error
from pipeline.notes import Note
from pipeline.orchestration.daemon import Daemon, announce_home, raise_on_signals, run_daemon
from pipeline.orchestration.ui_entry import EntryPage
from pipeline.orchestration.ui_guard import AllowedHosts, UiGuard

# dagster-webserver's defaults: ms, seconds, connections
STATEMENT_TIMEOUT, POOL_RECYCLE, POOL_OVERFLOW = 15_000, 3_600, 20
POLL_MILLISECONDS = 2_000  # of the UI for asset data
GRACE_SECONDS = 5  # for open requests at shutdown


def listen(host: str, port: int) -> socket.socket:
    """Open the UI's port. Raises UsageError."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=2048)
    except (OSError, UnicodeError, OverflowError) as error:
        cause = describe_os_error(error) if isinstance(error, OSError) else str(error)
        raise UsageError(Note("cannot_listen", {"host": host, "port": str(port), "cause": cause})) from None


def serve_ui(
    home: Home, workspace: Path, listener: socket.socket, hosts: AllowedHosts, *, with_daemon: bool = True
) -> None:
    """Serve the UI until SIGINT, SIGTERM or SIGHUP. Raises UsageError if the instance has a daemon already, AlmanacError if ours exits."""
    raise_on_signals()
    announce_home(home)
    try:
        with ExitStack() as stack:
            daemon = stack.enter_context(run_daemon(home, workspace)) if with_daemon else None
            instance = stack.enter_context(dg.DagsterInstance.from_config(str(home.dagster)))
            instance.optimize_for_webserver(STATEMENT_TIMEOUT, POOL_RECYCLE, POOL_OVERFLOW)
            target = WorkspaceFileTarget([str(workspace)])
            context = stack.enter_context(
                WorkspaceProcessContext(
                    instance,
                    target,
                    version=version("dagster-webserver"),
                    grpc_server_registry=daemon.code_servers if daemon else None,
                    code_server_log_level="WARNING",
                )
            )
            app = DagsterWebserver(context, live_data_poll_rate=POLL_MILLISECONDS).create_asgi_app()
            config = uvicorn.Config(
                UiGuard(EntryPage(app, home.published), hosts),  # pyright: ignore[reportArgumentType]  its scopes are plain mappings
                lifespan="off",
                log_level="warning",
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
            server = uvicorn.Server(config)
            if daemon:
                threading.Thread(target=_stop_with_daemon, args=(daemon, context, server), daemon=True).start()
            server.run(sockets=[listener])
            if daemon and daemon.has_failed:
                raise AlmanacError(Note("daemon_exited"))
    except KeyboardInterrupt:
        pass  # a signal to stop


def _stop_with_daemon(daemon: Daemon, context: WorkspaceProcessContext, server: uvicorn.Server) -> None:
    daemon.watch(context.refresh_workspace)
    server.should_exit = True
