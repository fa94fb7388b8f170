import datetime as dt
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.config import Home
from pipeline.sample_hub.server import SampleHub
from tests.fixtures.ports import free_port
from tests.fixtures.processes import PATIENCE, wait_until

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
ALMANAC = Path(sys.executable).with_name("almanac")
LAUNCH = """mutation($config: RunConfigData!) { launchPipelineExecution(executionParams: {selector: {repositoryName: "__repository__",
    repositoryLocationName: "hub-almanac", pipelineName: "daily_snapshot"}, runConfigData: $config, mode: "default",
    executionMetadata: {tags: [{key: "dagster/partition", value: "2025-03-06"}]}}) { __typename } }"""
RUNS = "{ runsOrError { ... on Runs { results { runId status } } } }"
REPOSITORY = '(repositorySelector: {repositoryName: "__repository__", repositoryLocationName: "hub-almanac"})'
AUTOMATION = f"""{{ schedulesOrError{REPOSITORY} {{ ... on Schedules {{ results {{ name scheduleState {{ status }} }} }} }}
    sensorsOrError{REPOSITORY} {{ ... on Sensors {{ results {{ name }} }} }} }}"""


def find_processes(home: Home) -> dict[int, str]:
    """Return the command lines of this home's processes, by PID."""
    command_lines = {}
    for folder in Path("/proc").iterdir():
        try:
            if f"ALMANAC_HOME={home.root}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                command_lines[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, ValueError):
            continue
    return {pid: line for pid, line in command_lines.items() if line}


@contextmanager
def serve_ui(home: Home, endpoint: str) -> Iterator[tuple["subprocess.Popen[bytes]", int, Path]]:
    """Start `almanac ui` on a free port and wait until it responds; its process, port and log."""
    home.root.mkdir(parents=True, exist_ok=True)
    port, log = free_port(), home.root / "ui.log"
    # another project's `pipeline`, which no server may import
    foreign = home.root.parent / "foreign"
    (foreign / "pipeline").mkdir(parents=True, exist_ok=True)
    (foreign / "pipeline" / "__init__.py").write_text("raise RuntimeError('another project')\n")
    path = os.pathsep.join([str(foreign), str(ROOT), os.environ.get("PYTHONPATH", "")])
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "hub_almanac", "--home", str(home.root), "ui", "--port", str(port)],
            env={**os.environ, "PYTHONPATH": path, "ALMANAC_HOME": str(home.root), "HF_ENDPOINT": endpoint, "HF_TOKEN": "hf_secret"},
            stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
        try:
            deadline = time.monotonic() + PATIENCE
            while (
                server.poll() is None
                and time.monotonic() < deadline
                and send_request(port, "GET", "/server_info")[0] != 200
            ):
                time.sleep(0.3)
            yield server, port, log
        finally:
            for pid in find_processes(home):
                os.kill(pid, signal.SIGKILL)
            server.wait(10)


def find_code_servers(home: Home) -> list[int]:
    return [pid for pid, line in find_processes(home).items() if " api grpc " in line]


def send_request(port: int, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, str]:
    """Return status and body; status 0 without a response."""
    header_fields = {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, header_fields)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except OSError:
        return 0, ""
    finally:
        connection.close()


def graphql(port: int, query: str, **variables: Any) -> Any:
    body = json.dumps({"query": query, "variables": variables})
    status, answer = send_request(port, "POST", "/graphql", body, content_type="application/json")
    assert status == 200, answer
    return json.loads(answer)["data"]


def test_no_page_and_no_run_config_reaches_the_token(hub: SampleHub, home: Home, tmp_path: Path):
    with serve_ui(home, hub.url) as (server, port, log):
        outside = tmp_path / "outside"
        for config in (
            {"hub": {"config": {"endpoint": "http://127.0.0.1:9"}}}, {"almanac": {"config": {"root": str(outside)}}},
            {"io_manager": {"config": {"base_dir": str(outside)}}},
        ):  # fmt: skip
            launch_result = graphql(port, LAUNCH, config={"resources": config})["launchPipelineExecution"]
            assert launch_result["__typename"] == "RunConfigValidationInvalid", config
        body, query = json.dumps({"query": RUNS}), "/graphql?query=%7Bversion%7D"
        for status, attack in (
            (405, ("GET", query)), (403, ("GET", f"{query.replace('?', '%0A?')}")), (403, ("POST", query)),
            (403, ("POST", "/graphql", body)), (403, ("POST", "/report_asset_materialization/trends?partition=2025-03-06")),
        ):  # fmt: skip
            assert send_request(port, *attack)[0] == status, attack
        for header in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Sec_Fetch_Site": "same-site"}):
            headers = {"content_type": "application/json", **header}
            assert send_request(port, "POST", "/graphql", body, **headers)[0] == 403, header
        assert graphql(port, RUNS)["runsOrError"]["results"] == []
        assert not outside.exists()
        assert "hf_secret" not in json.dumps(graphql(port, "{ instance { info } }")) + log.read_text()

        assert len(find_code_servers(home)) == 1  # of UI and daemon

        second_server = subprocess.run(
            [str(ALMANAC), "--home", str(home.root), "ui", "--port", str(port)], capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (second_server.returncode, second_server.stdout, second_server.stderr.count("\n")) == (2, "", 1)
        assert f"port {port}" in second_server.stderr and "--port" in second_server.stderr

        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0
        deadline = time.monotonic() + PATIENCE  # the code servers stop
        while find_processes(home) and time.monotonic() < deadline:
            time.sleep(0.3)
        assert find_processes(home) == {}
        assert "Traceback" not in log.read_text()


def test_a_demos_ui_takes_days_of_the_sample_hub_only(home: Home):
    """The schedule is off, and a run that a person launches succeeds although HF_ENDPOINT is dead and the code server was killed."""
    words = [sys.executable, "-m", "hub_almanac", "--home", str(home.root), "demo", "--days", "1"]
    subprocess.run(words, cwd=ROOT, capture_output=True, check=True)
    with serve_ui(home.demo, "http://127.0.0.1:9") as (_, port, _):
        automation = graphql(port, AUTOMATION)
        assert automation["schedulesOrError"]["results"] == [
            {"name": "every_morning", "scheduleState": {"status": "STOPPED"}}
        ]
        assert automation["sensorsOrError"]["results"] == []
        runs_before = graphql(port, RUNS)["runsOrError"]["results"]
        today = dt.datetime.now(dt.UTC).date().isoformat()
        [code_server] = find_code_servers(home.demo)
        os.kill(code_server, signal.SIGKILL)
        wait_until(lambda: find_code_servers(home.demo) not in ([], [code_server]))
        launch = json.dumps({"query": LAUNCH.replace("2025-03-06", today), "variables": {"config": {}}})

        def launch_run() -> bool:
            status, answer = send_request(port, "POST", "/graphql", launch, content_type="application/json")
            return status == 200 and "LaunchRunSuccess" in answer

        wait_until(launch_run)  # when the UI, too, knows the new code server

        def find_new_run() -> dict[str, str]:
            results = graphql(port, RUNS)["runsOrError"]["results"]
            return next((run for run in results if run["runId"] not in {old["runId"] for old in runs_before}), {})

        wait_until(lambda: find_new_run().get("status") in ("SUCCESS", "FAILURE"), every=0.5)
        assert find_new_run()["status"] == "SUCCESS"


ENDING = """
from threading import current_thread
from dagster._core.run_coordinator.queued_run_coordinator import QueuedRunCoordinator

class Coordinator(QueuedRunCoordinator):
    def get_run_queue_config(self):
        if current_thread().name.startswith("dagster-daemon-"):
            raise SystemExit  # ends the thread
        return super().get_run_queue_config()
"""


def test_the_ui_stops_when_its_daemon_ends(home: Home):
    home.root.mkdir()
    own = yaml.safe_load((ROOT / "dagster.yaml").read_text())
    own["run_coordinator"] = {"module": "ending", "class": "Coordinator"}
    (home.root / "dagster.yaml").write_text(yaml.safe_dump(own))
    (home.root.parent / "foreign").mkdir()
    (home.root.parent / "foreign" / "ending.py").write_text(ENDING)
    with serve_ui(home, "http://127.0.0.1:9") as (server, _, log):
        assert server.wait(60) == 1
        last = log.read_text().strip().splitlines()[-1]
        assert last.startswith("almanac: ") and "Traceback" not in log.read_text()
