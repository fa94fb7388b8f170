import datetime as dt
import json
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
import yaml
from dagster._daemon.controller import get_daemon_statuses
from dagster._daemon.types import DaemonHeartbeat
from dagster._utils.error import serializable_error_info_from_exc_info

from pipeline.config import Home
from pipeline.orchestration.daemon_heartbeats import DEFAULT_TOLERANCE_SECONDS, Daemon, read_daemon
from pipeline.orchestration.instance import open_instance
from tests.conftest import Almanac
from tests.fixtures.postgres import PASSWORD, needs_postgres, serve_postgres

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime(2026, 11, 20, 9, 30)
try:
    raise RuntimeError("the sensor failed")  # noqa: TRY301
except RuntimeError:
    ERROR = serializable_error_info_from_exc_info(sys.exc_info())


def beat(
    instance: dg.DagsterInstance, name: str, seconds_ago: float, process: str = "new", *, failing: bool = False
) -> None:
    at = NOW.replace(tzinfo=dt.UTC).timestamp() - seconds_ago
    instance.add_daemon_heartbeat(DaemonHeartbeat(at, name, process, [ERROR] if failing else []))


def beat_all(instance: dg.DagsterInstance, seconds_ago: float, process: str) -> None:
    for name in instance.get_required_daemon_types():
        beat(instance, name, seconds_ago, process)


def test_every_required_daemon_is_reported_as_dagster_does(home: Home) -> None:
    assert read_daemon(home, NOW) is None and not home.root.exists()  # creates nothing
    with open_instance(home) as instance:
        assert read_daemon(home, NOW) is None
        beat(instance, "DAEMON_OF_AN_OLD_RELEASE", 9_000_000, "old")
        beat_all(instance, 10, "new")
        beat(instance, "SENSOR", 12, "new", failing=True)
        process = read_daemon(home, NOW)
        assert process and {daemon.name for daemon in process.daemons} == set(instance.get_required_daemon_types())
        assert (process.alive, process.healthy) == (True, False)
        assert process.last_heartbeat == NOW - dt.timedelta(seconds=10)
        assert Daemon("SENSOR", NOW - dt.timedelta(seconds=12), True, False) in process.daemons
        for seconds in (DEFAULT_TOLERANCE_SECONDS + 25, DEFAULT_TOLERANCE_SECONDS + 35):
            beat_all(instance, seconds, "new")
            statuses = get_daemon_statuses(
                instance,
                instance.get_required_daemon_types(),
                NOW.replace(tzinfo=dt.UTC).timestamp(),
                ignore_errors=True,
            )
            process = read_daemon(home, NOW)
            assert process and process.alive is (seconds < DEFAULT_TOLERANCE_SECONDS + 30)
            assert {daemon.name: daemon.alive for daemon in process.daemons} == {
                name: status.healthy for name, status in statuses.items()
            }


def test_status_tells_whether_the_daemon_is_alive(almanac: Almanac, home: Home) -> None:
    assert almanac("status", "--daemon").returncode == 1  # none ever ran
    with open_instance(home) as instance:
        age = (dt.datetime.now(dt.UTC).replace(tzinfo=None) - NOW).total_seconds()
        beat_all(instance, 5 - age, "new")
        result = almanac("status", "--daemon", "--json")
        report = json.loads(result.stdout)["daemon"]
        assert (result.returncode, report["alive"], report["problem"]) == (0, True, None)
        assert {daemon["name"] for daemon in report["daemons"]} == set(instance.get_required_daemon_types())
        beat_all(instance, 4000 - age, "new")
        assert almanac("status", "--daemon").returncode == 1
    (home.dagster / "storage" / "history" / "runs.db").write_bytes(b"damaged" * 1000)
    result = almanac("status", "--daemon", "--json")
    report = json.loads(result.stdout)["daemon"]
    assert (result.returncode, report["alive"], report["problem"]["code"]) == (1, None, "daemon_unreadable")


@pytest.fixture
def silent_server() -> Iterator[int]:
    """The port of a server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_silent_database_delays_status_for_seconds_only(almanac: Almanac, home: Home, silent_server: int) -> None:
    home.dagster.mkdir(parents=True)
    shutil.copy(ROOT / "deploy" / "dagster.yaml", home.dagster)
    url = f"postgresql+psycopg2://almanac:pg_secret@127.0.0.1:{silent_server}/x"
    result = almanac("status", "--daemon", "--json", ALMANAC_POSTGRES_URL=url)
    report = json.loads(result.stdout)["daemon"]
    assert (result.returncode, report["problem"]["code"]) == (
        1,
        "daemon_unreadable",
    ) and "pg_secret" not in result.stdout


@needs_postgres
@pytest.mark.slow
def test_heartbeats_in_postgresql(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.root.mkdir(parents=True)
    shutil.copy(ROOT / "deploy" / "dagster.yaml", home.root)
    with serve_postgres() as server:
        url = f"postgresql+psycopg2://almanac:{PASSWORD}@127.0.0.1:{server.port}/postgres"
        monkeypatch.setenv("ALMANAC_POSTGRES_URL", url)
        with open_instance(home) as instance:
            beat_all(instance, 10, "new")
            process = read_daemon(home, NOW)
            assert process and process.healthy and len(process.daemons) == len(instance.get_required_daemon_types())
        parts = {"scheme": "postgresql+psycopg2", "hostname": "127.0.0.1", "port": server.port, "username": "almanac"}
        parts |= {"password": {"env": "PGPASSWORD"}, "db_name": "postgres"}
        monkeypatch.setenv("PGPASSWORD", PASSWORD)
        (home.dagster / "dagster.yaml").write_text(yaml.safe_dump({"storage": {"postgres": {"postgres_db": parts}}}))
        assert read_daemon(home, NOW) == process
