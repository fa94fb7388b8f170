"""An instance has one daemon. test_shared_instance.py has one of another home."""

import os
import signal
from pathlib import Path

import pytest
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import WorkspaceFileTarget

from pipeline.config import Home
from pipeline.errors import UsageError
from pipeline.files import lock
from pipeline.orchestration.daemon import CodeServers, has_other_daemon, run_daemon
from tests.fixtures.processes import wait_until
from tests.fixtures.records import open_instance


def test_a_second_daemon_of_a_home_is_refused(home: Home, tmp_path: Path):
    home.dagster.mkdir(parents=True)
    with (
        lock(home.dagster / "daemon.lock"),
        pytest.raises(UsageError) as error_info,
        run_daemon(home, tmp_path / "none"),
    ):
        pass
    assert [part.code for part in error_info.value.parts] == ["daemon_running", "one_daemon"]


def test_a_homes_own_records_have_no_other_daemon(home: Home):
    with open_instance(home) as instance:
        assert not has_other_daemon(instance)


def test_a_code_server_lasts_and_is_started_again_if_it_ends(home: Home, tmp_path: Path):
    """Dagster's daemon clears and refreshes each minute."""
    (tmp_path / "location.py").write_text("import dagster as dg\ndefs = dg.Definitions()\n")
    workspace = tmp_path / "workspace.yaml"
    workspace.write_text(f"load_from: [{{python_file: {tmp_path}/location.py}}]\n")
    with (
        open_instance(home) as instance,
        CodeServers(instance) as servers,
        WorkspaceProcessContext(
            instance, WorkspaceFileTarget([str(workspace)]), grpc_server_registry=servers
        ) as context,
    ):
        [origin] = WorkspaceFileTarget([str(workspace)]).create_origins()

        def refresh() -> tuple[int, object]:
            """Return the server's process and an error of the location."""
            servers.clear_all_grpc_endpoints()
            context.refresh_workspace()
            [entry] = context.get_current_workspace().code_location_entries.values()
            return servers.get_grpc_server_entry(origin).process.server_process.pid, entry.load_error

        first = refresh()
        assert first[1] is None and refresh() == first
        os.kill(first[0], signal.SIGKILL)
        wait_until(servers.are_all_servers_shut_down)
        process, error = refresh()
        assert process != first[0] and error is None
