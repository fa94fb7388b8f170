"""Serve Dagster's UI behind the guard, with the daemon beside it: what `dg dev` does, but not open to other websites."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path

import dagster as dg
import uvicorn
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import WorkspaceFileTarget
from dagster_webserver.webserver import DagsterWebserver

from pipeline.config import Home
from pipeline.errors import AlmanacError, UsageError
from pipeline.orchestration.ui_guard import AllowedHosts, UiGuard

# As dagster-webserver sets them: milliseconds for a statement, seconds of a pooled connection, connections beyond the pool.
STATEMENT_TIMEOUT, POOL_RECYCLE, POOL_OVERFLOW = 15_000, 3_600, 20
POLL_MILLISECONDS = 2_000  # how often the UI asks for new data of assets
GRACE_SECONDS = 5  # for open requests when the server stops
DAEMON_SECONDS = 60  # for the daemon to stop


def listen(host: str, port: int) -> socket.socket:
    """Open the UI's port. Raises UsageError if it cannot be had."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=2048)
    except (OSError, UnicodeError, OverflowError) as error:
        code = getattr(error, "errno", None) or 0
        reason = os.strerror(code) if code > 0 else getattr(error, "strerror", None) or error  # names have other codes
        raise UsageError(
            f"Port {port} of {host} cannot be used ({reason}); choose another with --port, or stop what uses it."
        ) from None


def serve_ui(
    home: Home, workspace: Path, listener: socket.socket, hosts: AllowedHosts, *, with_daemon: bool = True
) -> None:
    """Serve the UI of the home's instance until SIGINT, SIGTERM or SIGHUP; stop the daemon then, too.

    Raises AlmanacError when the daemon ends by itself.
    """
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # Windows has no SIGHUP
            signal.signal(getattr(signal, name), signal.default_int_handler)
    # the processes that Dagster starts, for the daemon and for our code, learn of the home by these alone
    os.environ |= {"DAGSTER_HOME": str(home.dagster), "ALMANAC_HOME": str(home.root)}
    try:
        with ExitStack() as stack:
            daemon = stack.enter_context(_run_daemon(workspace)) if with_daemon else None
            instance = stack.enter_context(dg.DagsterInstance.from_config(str(home.dagster)))
            instance.optimize_for_webserver(STATEMENT_TIMEOUT, POOL_RECYCLE, POOL_OVERFLOW)
            target = WorkspaceFileTarget([str(workspace)])
            context = stack.enter_context(
                WorkspaceProcessContext(
                    instance, target, version=version("dagster-webserver"), code_server_log_level="WARNING"
                )
            )
            app = DagsterWebserver(context, live_data_poll_rate=POLL_MILLISECONDS).create_asgi_app()
            config = uvicorn.Config(
                UiGuard(app, hosts),  # pyright: ignore[reportArgumentType]  its scopes are plain mappings
                lifespan="off",
                log_level="warning",
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
            server = uvicorn.Server(config)
            if daemon:
                threading.Thread(target=_stop_with_daemon, args=(daemon, server), daemon=True).start()
            server.run(sockets=[listener])
            if daemon and daemon.poll() is not None:
                raise AlmanacError(
                    f"Dagster's daemon ended by itself (status {daemon.returncode}), so the UI was stopped; start it again."
                )
    except KeyboardInterrupt:
        pass  # asked to stop


def _stop_with_daemon(daemon: "subprocess.Popen[bytes]", server: uvicorn.Server) -> None:
    daemon.wait()
    server.should_exit = True


@contextmanager
def _run_daemon(workspace: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Dagster's daemon (schedule, sensors, queue of runs) as long as the context lasts."""
    program = Path(sys.executable).with_name("dagster-daemon")
    daemon = subprocess.Popen([str(program), "run", "--workspace", str(workspace)])  # noqa: S603  our own words
    try:
        yield daemon
    finally:
        daemon.terminate()
        try:
            daemon.wait(DAEMON_SECONDS)
        except subprocess.TimeoutExpired:
            daemon.kill()
