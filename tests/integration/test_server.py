"""The two services of deploy/, started as in their units."""

import datetime as dt
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.config import Home
from pipeline.orchestration.run_liveness import ERROR_TAG, PROCESS_GONE
from pipeline.sample_hub.faults import Fault, strike
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import sample_world
from tests.fixtures.ports import free_port

pytestmark = [pytest.mark.slow, pytest.mark.timeout(420)]
DEPLOY = Path(__file__).resolve().parent.parent.parent / "deploy"
BIN = Path(sys.executable).parent
FINAL_STATUSES = {"SUCCESS", "FAILURE", "CANCELED"}


def read_unit(name: str) -> dict[str, str]:
    text = (DEPLOY / f"hub-almanac-{name}.service").read_text()
    return dict(re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE))


class Server:
    """Both services, each in its own session."""

    def __init__(self, home: Home, endpoint: str):
        self.home, self.port = home, free_port()
        example = (DEPLOY / "hub-almanac.env.example").read_text()
        settings = dict(re.findall(r"^(\w+)=(.*)$", example, re.MULTILINE))
        self.env = {
            **os.environ,
            **{key: self.localize(value) for key, value in settings.items()},
            "HF_ENDPOINT": endpoint,
            "HF_TOKEN": "hf_right",
        }
        self.services: list[subprocess.Popen[Any]] = []

    def localize(self, words: str) -> str:
        """Replace a unit's paths and port with local ones."""
        for unit_path, local_path in (
            ("/opt/hub-almanac/.venv/bin", str(BIN)), ("/var/lib/hub-almanac", str(self.home.root)), ("--port 3000", f"--port {self.port}"),
        ):  # fmt: skip
            words = words.replace(unit_path, local_path)
        return words

    def start(self) -> None:
        self.home.root.mkdir(parents=True, exist_ok=True)
        with (self.home.root / "services.log").open("ab") as log:
            for name in ("daemon", "webserver"):
                lines = read_unit(name)
                unset = lines.get("UnsetEnvironment", "").split()
                env = {key: value for key, value in self.env.items() if key not in unset}
                where: dict[str, Any] = {"cwd": self.home.root, "env": env, "stdout": log, "stderr": log}
                if "ExecStartPre" in lines:
                    subprocess.run(shlex.split(self.localize(lines["ExecStartPre"])), check=True, **where)
                self.services.append(
                    subprocess.Popen(shlex.split(self.localize(lines["ExecStart"])), start_new_session=True, **where)
                )
        self.wait_for("the server", lambda: self.ask("{ version }"))

    def stop(self) -> None:
        for service in self.services:
            service.send_signal(signal.SIGTERM)
        for service in self.services:
            try:
                service.wait(60)
            except subprocess.TimeoutExpired:
                service.kill()
        self.services.clear()

    def lose_power(self) -> None:
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
        for service in self.services:
            service.wait(10)
        self.services.clear()
        self.wait_for("the end", lambda: not self.processes())

    def processes(self, like: str = "") -> list[int]:
        """Return this home's process ids."""
        pids = []
        for folder in Path("/proc").iterdir():
            try:
                ours = f"ALMANAC_HOME={self.home.root}".encode() in (folder / "environ").read_bytes().split(b"\0")
                if ours and like.encode() in (folder / "cmdline").read_bytes() and int(folder.name) != os.getpid():
                    pids.append(int(folder.name))
            except (OSError, ValueError):
                continue
        return pids

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/graphql", body, {"content-type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["data"]

    def launch(self, day: dt.date) -> str:
        query = "mutation($p: ExecutionParams!) { launchPipelineExecution(executionParams: $p) { ... on LaunchRunSuccess { run { runId } } } }"
        selector = {
            "repositoryName": "__repository__",
            "repositoryLocationName": "hub-almanac",
            "pipelineName": "daily_snapshot",
        }
        tags = [{"key": "dagster/partition", "value": str(day)}]
        parameters = {
            "selector": selector,
            "runConfigData": "{}",
            "mode": "default",
            "executionMetadata": {"tags": tags},
        }
        return self.ask(query, p=parameters)["launchPipelineExecution"]["run"]["runId"]

    def runs(self) -> dict[str, Mapping[str, Any]]:
        query = "{ runsOrError { ... on Runs { results { runId status startTime endTime tags { key value } } } } }"
        runs = self.ask(query)["runsOrError"]["results"]
        return {
            run["runId"]: run | {"tags": {tag["key"]: tag["value"] for tag in run["tags"]}} for run in reversed(runs)
        }

    def wait_for(self, event: str, ready: Callable[[], Any], seconds: float = 90) -> Any:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if answer := ready():
                    return answer
            except OSError:
                pass
            time.sleep(0.5)
        log = (self.home.root / "services.log").read_text(errors="replace")
        raise AssertionError(f"{event} did not come within {seconds} s\n{log[-3000:]}")

    def is_crawling(self, run: str) -> bool:
        return self.runs()[run]["status"] == "STARTED" and any((self.home.dagster / "running").glob(f"{run}.*"))


@pytest.fixture(scope="module")
def hub() -> Iterator[SampleHub]:
    today = dt.datetime.now(dt.UTC)
    with SampleHub(sample_world(today.date(), days=8, models=300, datasets=80), tokens=frozenset({"hf_right"})) as hub:
        hub.set_now(today)
        yield hub


@pytest.fixture(scope="module")
def server(hub: SampleHub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(Home(tmp_path_factory.mktemp("server") / "home"), hub.url)
    server.start()
    yield server
    server.stop()


def today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def test_two_runs_launched_together_run_one_after_the_other(server: Server) -> None:
    ids = [server.launch(today()) for _ in "ab"]
    server.wait_for("both runs", lambda: all(server.runs()[run]["status"] in FINAL_STATUSES for run in ids), 150)
    first, second = sorted((server.runs()[run] for run in ids), key=lambda run: run["startTime"])
    assert [first["status"], second["status"]] == ["SUCCESS", "SUCCESS"]
    assert first["endTime"] <= second["startTime"]  # never two writers
    with duckdb.connect(str(server.home.published), read_only=True) as con:
        assert con.execute("SELECT kind, date FROM snapshots ORDER BY kind").fetchall() == [
            ("dataset", today()),
            ("model", today()),
        ]
        assert con.execute(
            "SELECT max(n) FROM (SELECT count(*) AS n FROM model_history GROUP BY date, oid)"
        ).fetchall() == [(1,)]


def test_the_run_of_a_killed_worker_is_retried_once(server: Server, hub: SampleHub) -> None:
    hub.faults.rules[:] = [strike(Fault("stall", seconds=25), skip=5)]
    run = server.launch(today())
    server.wait_for("the crawl", lambda: server.is_crawling(run))
    [worker] = server.processes("multiprocessing.spawn")
    hub.faults.clear()
    os.kill(worker, signal.SIGKILL)
    server.wait_for("the end of the killed run", lambda: server.runs()[run]["status"] == "FAILURE")
    again = server.wait_for(
        "the second run", lambda: [r for r in server.runs().values() if r["tags"].get("dagster/parent_run_id") == run]
    )
    server.wait_for("its end", lambda: server.runs()[again[0]["runId"]]["status"] in FINAL_STATUSES)
    assert server.runs()[again[0]["runId"]]["status"] == "SUCCESS"
    assert sum(r["tags"].get("dagster/root_run_id") == run for r in server.runs().values()) == 1


def test_a_power_loss_blocks_nothing(server: Server, hub: SampleHub) -> None:
    hub.faults.rules[:] = [strike(Fault("stall", seconds=25), skip=5)]
    run = server.launch(today())
    server.wait_for("the crawl", lambda: server.is_crawling(run))
    before = server.home.published.read_bytes()
    server.lose_power()
    hub.faults.clear()
    assert server.home.published.read_bytes() == before
    server.start()
    lost_run = server.runs()[run]
    assert (lost_run["status"], lost_run["tags"][ERROR_TAG]) == ("FAILURE", PROCESS_GONE)
    again = server.wait_for(
        "the second run", lambda: [r for r in server.runs().values() if r["tags"].get("dagster/parent_run_id") == run]
    )
    server.wait_for("its end", lambda: server.runs()[again[0]["runId"]]["status"] == "SUCCESS")
    assert not list((server.home.dagster / "running").iterdir())


def test_the_daemon_launches_runs_so_the_ui_needs_no_token(server: Server) -> None:
    [webserver] = server.processes("--no-daemon")
    assert b"HF_TOKEN" not in Path(f"/proc/{webserver}/environ").read_bytes()
    log = (server.home.root / "services.log").read_text(errors="replace")
    assert re.search(r"QueuedRunCoordinatorDaemon.*Launched 1 runs", log)


def test_the_log_of_both_services_has_no_warning_of_ours(server: Server) -> None:
    log = (server.home.root / "services.log").read_text(errors="replace")
    assert not re.findall(r".*(?:BetaWarning|PreviewWarning|DeprecationWarning|SupersessionWarning).*", log)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze on this machine")
@pytest.mark.parametrize("name", ["daemon", "webserver"])
def test_systemd_accepts_the_units(name: str, tmp_path: Path) -> None:
    text = (DEPLOY / f"hub-almanac-{name}.service").read_text().replace("/opt/hub-almanac/.venv/bin", str(BIN))
    (tmp_path / f"hub-almanac-{name}.service").write_text(text)
    verification = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / f"hub-almanac-{name}.service")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "hub-almanac" not in verification.stderr, verification.stderr
    assert read_unit(name)["Restart"] == "always"
    security_report = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(tmp_path / f"hub-almanac-{name}.service")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    exposure = re.search(r"Overall exposure level for .*: ([\d.]+)", security_report.stdout)
    assert exposure is None or float(exposure[1]) < 3, (
        security_report.stdout
    )  # older systemd-analyze versions cannot read a file


def test_the_ui_gets_no_secret_and_is_guarded() -> None:
    lines = read_unit("webserver")
    assert {"HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "ALMANAC_NOTIFY"} <= set(lines["UnsetEnvironment"].split())
    assert "almanac ui --no-daemon" in lines["ExecStart"] and "dagster-webserver" not in lines["ExecStart"]


def test_the_example_names_only_existing_settings() -> None:
    example = (DEPLOY / "hub-almanac.env.example").read_text()
    code = "".join(path.read_text() for path in (DEPLOY.parent / "pipeline").rglob("*.py"))
    for name in re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE):
        assert name in code + (DEPLOY / "dagster.yaml").read_text(), name
