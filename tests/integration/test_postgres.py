"""Dagster's records in a real PostgreSQL on loopback, configured as in deploy/."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import duckdb
import pytest
import yaml

from pipeline.config import Home
from pipeline.orchestration.asset_keys import asset_key
from pipeline.orchestration.instance import open_instance
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.conftest import Almanac
from tests.fixtures.postgres import PASSWORD, needs_postgres, serve_postgres

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture
def postgres() -> Iterator[str]:
    """The address of a new PostgreSQL."""
    with serve_postgres() as server:
        yield f"postgresql+psycopg2://almanac:{PASSWORD}@127.0.0.1:{server.port}/postgres"


@needs_postgres
def test_the_job_with_its_records_in_postgresql(
    postgres: str, world: World, almanac: Almanac, home: Home, monkeypatch: pytest.MonkeyPatch
):
    home.root.mkdir(parents=True)
    shutil.copy(ROOT / "deploy" / "dagster.yaml", home.root / "dagster.yaml")
    monkeypatch.setenv("ALMANAC_POSTGRES_URL", postgres)
    assert almanac("ui", "--prepare").returncode == 0
    with SampleHub(world) as hub:
        result = almanac("run", HF_ENDPOINT=hub.url)
        assert result.returncode == 0, result.stderr
    with duckdb.connect(str(home.published), read_only=True) as con:
        assert con.execute("SELECT count(DISTINCT category) FROM trends").fetchall() == [(11,)]
    with open_instance(home) as instance:
        assert type(instance.run_storage).__module__.startswith("dagster_postgres")
        [record] = instance.get_run_records()
        assert record.dagster_run.status is dg.DagsterRunStatus.SUCCESS
        assert instance.get_materialized_partitions(asset_key("trends")) == {str(world.days[0])}
    assert not list(home.dagster.rglob("*.db"))  # no records in SQLite
    assert "pg_secret" not in (home.dagster / "dagster.yaml").read_text() + result.stdout


def test_an_unreachable_database_is_named_without_its_password(almanac: Almanac, home: Home, world: World):
    home.root.mkdir(parents=True)
    shutil.copy(ROOT / "deploy" / "dagster.yaml", home.root / "dagster.yaml")
    with SampleHub(world) as hub:
        result = almanac(
            "run", HF_ENDPOINT=hub.url, ALMANAC_POSTGRES_URL="postgresql+psycopg2://almanac:pg_secret@127.0.0.1:9/x"
        )
    assert result.returncode == 1
    assert "Traceback" not in result.stderr and "pg_secret" not in result.stderr + result.stdout
    last_line = result.stderr.splitlines()[-1]  # after the warnings of Dagster
    assert last_line.startswith("almanac: ") and "127.0.0.1" in last_line


def test_an_empty_address_is_an_unset_one(almanac: Almanac, home: Home):
    home.root.mkdir(parents=True)
    shutil.copy(ROOT / "deploy" / "dagster.yaml", home.root / "dagster.yaml")
    for words in (["ui", "--prepare"], ["status", "--daemon"]):
        unset, empty = almanac(*words), almanac(*words, ALMANAC_POSTGRES_URL="")
        assert unset.returncode == empty.returncode == (2 if words[0] == "ui" else 1)
        assert (unset.stdout, unset.stderr) == (empty.stdout, empty.stderr)
        assert "ALMANAC_POSTGRES_URL" in empty.stdout + empty.stderr and "Traceback" not in empty.stderr


def test_an_empty_variable_of_their_own_is_no_traceback(almanac: Almanac, home: Home):
    home.root.mkdir(parents=True)
    text = (ROOT / "deploy" / "dagster.yaml").read_text()
    (home.root / "dagster.yaml").write_text(text.replace("ALMANAC_POSTGRES_URL", "DATABASE_URL"))
    result = almanac("ui", "--prepare", DATABASE_URL="")
    assert result.returncode == 2 and "Traceback" not in result.stderr


def test_a_missing_driver_is_named(almanac: Almanac, home: Home):
    home.root.mkdir(parents=True)
    shutil.copy(ROOT / "deploy" / "dagster.yaml", home.root / "dagster.yaml")
    result = almanac("ui", "--prepare", ALMANAC_POSTGRES_URL="postgresql+pg8000://almanac:pg_secret@127.0.0.1:9/x")
    assert result.returncode == 2
    assert "pg8000" in result.stderr and "postgresql+psycopg2" in result.stderr and "Traceback" not in result.stderr


def test_an_unset_address_is_named(almanac: Almanac, home: Home):
    home.root.mkdir(parents=True)
    shutil.copy(ROOT / "deploy" / "dagster.yaml", home.root / "dagster.yaml")
    result = almanac("ui", "--prepare")
    assert result.returncode == 2
    assert "ALMANAC_POSTGRES_URL" in result.stderr and "Traceback" not in result.stderr


def test_the_configurations_of_server_and_laptop_differ_in_storage_only():
    laptop, server = (yaml.safe_load((ROOT / name).read_text()) for name in ("dagster.yaml", "deploy/dagster.yaml"))
    for name in ("storage", "local_artifact_storage", "compute_logs"):  # `almanac` adds these
        laptop.pop(name)
    assert server.pop("storage") == {"postgres": {"postgres_url": {"env": "ALMANAC_POSTGRES_URL"}}}
    assert server == laptop


@pytest.mark.parametrize("text", ["storage: [", "nothing: 1", "- a", ""])
def test_an_invalid_custom_configuration_is_named(almanac: Almanac, home: Home, text: str):
    home.root.mkdir(parents=True)
    (home.root / "dagster.yaml").write_text(text)
    result = almanac("ui", "--prepare")
    assert result.returncode == 2
    assert "dagster.yaml" in result.stderr and "Traceback" not in result.stderr
