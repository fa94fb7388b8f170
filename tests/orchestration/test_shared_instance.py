"""A company's Dagster: three code locations (a daily job of its own, two almanacs), one PostgreSQL, one daemon, real processes."""

import datetime as dt
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import dagster as dg
import msgspec
import pytest
import yaml

from pipeline.config import Home
from pipeline.definitions import defs
from pipeline.orchestration.daemon import has_other_daemon
from pipeline.orchestration.run_liveness import ERROR_TAG, RETRYABLE_TAG
from pipeline.orchestration.run_ownership import HOME_TAG, home_tags
from pipeline.published.rows import query_published
from pipeline.sample_hub.days import HubDay
from pipeline.sample_hub.server import SampleHub
from tests.conftest import FixedWorld
from tests.fixtures.days import model
from tests.fixtures.ports import free_port
from tests.fixtures.postgres import PASSWORD, needs_postgres, serve_postgres
from tests.fixtures.processes import wait_until
from tests.fixtures.servers import serving

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400), needs_postgres]
ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime.now(dt.UTC)
TODAY = NOW.date()
LONG_AGO = NOW - dt.timedelta(days=500)
DAY_TAGS = {"dagster/partition": str(TODAY)}
# the names of its job and asset are ours, too
COMPANY = f"""
import dagster as dg

@dg.asset(partitions_def=dg.DailyPartitionsDefinition("2026-01-01", end_offset=1))
def models():
    raise RuntimeError("the company's own words")

daily_snapshot = dg.define_asset_job("daily_snapshot", selection=[models])

@dg.sensor(job=daily_snapshot, default_status=dg.DefaultSensorStatus.RUNNING)
def once():
    return dg.RunRequest("once", partition_key="{TODAY}", tags={{"{ERROR_TAG}": "HubUnreachable", "{RETRYABLE_TAG}": "true"}})

defs = dg.Definitions(assets=[models], jobs=[daily_snapshot], sensors=[once])
"""


@dataclass(frozen=True)
class Almanac:
    """One of the company's almanacs: its home, and what its webhook received."""

    home: Home
    payloads: list[bytes]


class Company:
    """The instance and its processes; `folder` is DAGSTER_HOME."""

    def __init__(self, folder: Path, postgres_url: str, stack: ExitStack):
        self.folder, self.stack = folder, stack
        self.environment = {
            **os.environ,
            "DAGSTER_HOME": str(folder),
            "COMPANY_POSTGRES": postgres_url,
            "PYTHONPATH": str(ROOT),
        }
        self.locations: list[dict[str, object]] = []
        configuration = {
            "storage": {"postgres": {"postgres_url": {"env": "COMPANY_POSTGRES"}}},
            "telemetry": {"enabled": False},
        }
        (folder / "dagster.yaml").write_text(yaml.safe_dump(configuration))

    def start(self, name: str, *words: str, **environment: str) -> None:
        with (self.folder / f"{name}.log").open("wb") as out:
            process = subprocess.Popen(
                [str(Path(sys.executable).with_name(words[0])), *words[1:]],
                cwd=self.folder, env={**self.environment, **environment}, stdout=out, stderr=out,
            )  # fmt: skip
        self.stack.callback(process.wait, 60)
        self.stack.callback(process.terminate)

    def add_location(self, name: str, *target: str, **environment: str) -> None:
        port = free_port()
        self.start(name, "dagster", "api", "grpc", *target, "--port", str(port), "--location-name", name, **environment)
        self.locations.append({"grpc_server": {"host": "127.0.0.1", "port": port, "location_name": name}})

    def add_almanac(self, name: str, endpoint: str) -> Almanac:
        home, payloads = Home(self.folder / name), list[bytes]()
        webhook = self.stack.enter_context(serve_webhook(payloads))
        self.add_location(
            name, "-m", "hub_almanac", "-a", "definitions", ALMANAC_HOME=str(home.root), ALMANAC_ASSET_PREFIX=name,
            HF_ENDPOINT=endpoint, ALMANAC_NOTIFY=webhook, ALMANAC_RETRY_MINUTES="0", ALMANAC_RUN_DAYS="1", ALMANAC_HUB_ATTEMPTS="1",
        )  # fmt: skip
        return Almanac(home, payloads)

    def start_daemon(self) -> None:
        (self.folder / "workspace.yaml").write_text(yaml.safe_dump({"load_from": self.locations}))
        self.start("daemon", "dagster-daemon", "run", "--workspace", "workspace.yaml")


@contextmanager
def serve_webhook(payloads: list[bytes]) -> Iterator[str]:
    class Webhook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            payloads.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            return None

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Webhook)) as server:
        yield f"json://127.0.0.1:{server.server_address[1]}/hook"


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Company]:
    with ExitStack() as stack:
        server = stack.enter_context(serve_postgres())
        url = f"postgresql+psycopg2://almanac:{PASSWORD}@127.0.0.1:{server.port}/postgres"
        monkeypatch.setenv("COMPANY_POSTGRES", url)
        folder = tmp_path / "company"
        folder.mkdir()
        (folder / "company.py").write_text(COMPANY)
        yield Company(folder, url, stack)


def add_failed_run(instance: dg.DagsterInstance, home: Home) -> None:
    """Record today's run as one of `almanac run` that may be retried."""
    tags = {**DAY_TAGS, **home_tags(home), ERROR_TAG: "HubUnreachable", RETRYABLE_TAG: "true"}
    run = instance.create_run_for_job(defs.resolve_job_def("daily_snapshot"), tags=tags)
    instance.report_dagster_event(dg.DagsterEvent("PIPELINE_START", run.job_name), run.run_id)  # type: ignore[attr-defined]
    instance.report_run_failed(run, "gone")


def add_old_run(instance: dg.DagsterInstance, tags: Mapping[str, str]) -> str:
    run = dg.DagsterRun("daily_snapshot", run_id=str(uuid.uuid4()), status=dg.DagsterRunStatus.SUCCESS, tags=dict(tags))
    instance.run_storage.add_historical_run(run, run_creation_time=LONG_AGO)
    return run.run_id


def test_nobody_retries_reports_deletes_or_fails_the_others_runs(company: Company):
    world = FixedWorld({TODAY: HubDay(TODAY, [model(n) for n in range(1, 41)], [], {})})
    hub = company.stack.enter_context(SampleHub(world))
    hub.set_now(NOW)
    company.add_location("team", "-f", "company.py")
    europe = company.add_almanac("europe", hub.url)
    asia = company.add_almanac("asia", "http://127.0.0.1:9")  # its Hub is down
    with dg.DagsterInstance.from_config(str(company.folder)) as instance:
        old_runs = {name: add_old_run(instance, tags) for name, tags in
                    (("europe", home_tags(europe.home)), ("asia", home_tags(asia.home)), ("team", DAY_TAGS))}  # fmt: skip
        for almanac in (europe, asia):
            add_failed_run(instance, almanac.home)
        company.start_daemon()

        def find_runs(owner: Almanac | None) -> list[dg.DagsterRun]:
            home = str(owner.home.root.resolve()) if owner else None
            return [
                run
                for run in instance.get_runs(dg.RunsFilter(created_after=NOW - dt.timedelta(days=1)))
                if run.tags.get(HOME_TAG) == home
            ]

        def find_statuses(owner: Almanac | None) -> list[str]:
            return sorted(run.status.value for run in find_runs(owner))

        wait_until(lambda: find_statuses(europe) == ["FAILURE", "SUCCESS"], 180, every=0.5)
        wait_until(lambda: bool(asia.payloads))
        wait_until(lambda: instance.get_run_by_id(old_runs["europe"]) is None, every=0.5)
        # each works
        assert query_published(europe.home.published, "SELECT DISTINCT date FROM snapshots") == [(TODAY,)]
        assert instance.get_materialized_partitions(dg.AssetKey(["europe", "trends"])) == {str(TODAY)}
        assert find_statuses(asia) == ["FAILURE", "FAILURE"]
        locations = {run.remote_job_origin.location_name for run in find_runs(europe) if run.remote_job_origin}
        assert locations == {"europe"}
        # nobody retries, tags or deletes the company's runs, nor another almanac's
        [team_run] = find_runs(None)
        assert team_run.status is dg.DagsterRunStatus.FAILURE and team_run.remote_job_origin
        assert team_run.remote_job_origin.location_name == "team"
        assert instance.get_run_by_id(old_runs["asia"]) and instance.get_run_by_id(old_runs["team"])
        # only the almanac whose day failed sends an alert, about its own day
        assert europe.payloads == [] and not europe.home.last_failure.exists()
        [payload] = [msgspec.json.decode(payload) for payload in asia.payloads]
        assert (payload["home"], payload["step"], payload["day"]) == (str(asia.home.root), "crawl", str(TODAY))
        assert b"own words" not in b"".join(asia.payloads)
        # an almanac's own daemon would be a second one
        assert has_other_daemon(instance)
        # keys of three locations that collide give a warning on every tick
        log = (company.folder / "daemon.log").read_text()
        assert [line for line in log.splitlines() if "WARNING" in line] == []
