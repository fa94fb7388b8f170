"""The lake in PostgreSQL and S3 on loopback: refusals, outages, kills, and readers during loads."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from pipeline.config import Home
from pipeline.errors import LakeError
from pipeline.lake.connection import open_lake
from pipeline.lake.load import load_lake
from pipeline.lake.maintenance import maintain_lake
from pipeline.lake.repair import repair_lake
from pipeline.lake.settings import LakeSettings
from pipeline.lake.verify import compare_lake
from pipeline.orchestration.instance import open_instance
from pipeline.published.reader import connect_lake
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.conftest import THOROUGH, Almanac
from tests.fixtures.lakes import (
    ObjectStorage,
    day_number,
    find_differences,
    list_models,
    load,
    make_settings,
    open_beside,
    take_day,
)
from tests.fixtures.ports import free_port
from tests.fixtures.postgres import PASSWORD, Postgres, needs_postgres, serve_postgres
from tests.fixtures.processes import wait_until
from tests.fixtures.servers import serving

pytestmark = [pytest.mark.slow, needs_postgres]
KILLS = 15 if THOROUGH else 3
READERS = 6 if THOROUGH else 2
REPO = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with serve_postgres() as server:
        yield server


@pytest.fixture
def postgres(server: Postgres) -> Postgres:
    """The server without a lake."""
    with closing(duckdb.connect()) as con:
        from pipeline.lake.connection import load_extensions  # noqa: PLC0415

        load_extensions(con, LakeSettings(server.address, "s3://x/"))
        con.execute(
            f"ATTACH 'host=127.0.0.1 port={server.port} user=almanac password={PASSWORD} dbname=postgres' AS pg (TYPE postgres)"
        )
        con.execute("CALL postgres_execute('pg', 'DROP SCHEMA IF EXISTS hub_almanac CASCADE')")
    return server


@pytest.fixture
def storage() -> Iterator[ObjectStorage]:
    storage = ObjectStorage()
    yield storage
    storage.server.stop()


@pytest.fixture
def settings(postgres: Postgres, storage: ObjectStorage) -> LakeSettings:
    return replace(LakeSettings(postgres.address, password=PASSWORD, keep_days=0, data=""), **storage.settings)


def require_whole_days(settings: LakeSettings, numbers: set[int]) -> None:
    """Require that readers see the days up to one of these, each with all rows of every table."""
    with open_lake(settings, read_only=True) as con:  # a session with hub.duckdb's views takes three times as long
        days = [day for (day,) in con.execute("SELECT DISTINCT date FROM lake.store.snapshot ORDER BY date").fetchall()]
        assert days in [[day_number(n) for n in range(number + 1)] for number in numbers]
        for table in ("store.daily", "trends", "category_daily"):
            found_days = con.execute(f"SELECT DISTINCT date FROM lake.{table} ORDER BY date").fetchall()
            assert [day for (day,) in found_days] == days
        assert con.execute("SELECT DISTINCT count(*) FROM lake.store.daily GROUP BY date").fetchall() == [(40,)]


def test_a_lake_in_postgresql_and_s3_equals_hub_duckdb(two_days: Home, settings: LakeSettings) -> None:
    load(two_days, settings)
    take_day(two_days, list_models(5, 41), day_number(0))
    take_day(two_days, list_models(2, new_name="owner/new-name"), day_number(2))
    load(two_days, settings)
    with open_beside(two_days, settings) as con:
        assert find_differences(con, views=True) == {}
    with open_lake(settings) as con:
        assert maintain_lake(con, two_days, settings).parts > 0
    with open_beside(two_days, settings) as con:
        assert find_differences(con) == {}
    with open_lake(settings, read_only=True) as con:
        assert all(comparison.different_parts == 0 for comparison in compare_lake(con, two_days, settings))


def test_lost_and_short_objects_are_found_and_restored(
    two_days: Home, settings: LakeSettings, storage: ObjectStorage
) -> None:
    load(two_days, settings)
    with open_lake(settings) as con:
        for schema, table, damage in (
            ("loads", "trends", storage.delete),
            ("loads", "movers", storage.shorten),
            ("loads_store", "daily", storage.shorten),
        ):
            files = "SELECT data_file FROM ducklake_list_files('lake', $table, schema => $schema)"
            damage(con.execute(files, {"table": table, "schema": schema}).fetchall()[0][0])
    tables = {"main.trends", "main.movers", "store.daily"}
    with open_lake(settings, read_only=True) as con:
        comparisons = compare_lake(con, two_days, settings)
        assert {comparison.name for comparison in comparisons if comparison.is_damaged} == tables
    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Forbidding)) as forbidding:  # says nothing of the files
        refused = replace(settings, endpoint=f"http://127.0.0.1:{forbidding.server_port}")
        with pytest.raises(LakeError) as raised, open_lake(refused) as con:
            repair_lake(con, two_days, refused)
        assert raised.value.parts[0].code == "lake_storage_failed"
    with open_lake(settings) as con:
        assert set(repair_lake(con, two_days, settings).tables) == tables
    with open_beside(two_days, settings) as con:
        assert find_differences(con) == {}


def test_a_reader_is_sandboxed(two_days: Home, settings: LakeSettings, tmp_path: Path) -> None:
    load(two_days, settings)
    (tmp_path / "x.csv").write_text("a\n1\n")
    with closing(connect_lake(settings)) as con:
        assert con.execute("SELECT count(*) > 0 FROM trends").fetchall() == [(True,)]
        for query in (
            f"FROM '{tmp_path / 'x.csv'}'",
            "DELETE FROM lake.loads.trends",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                con.execute(query)
        shown = str(con.execute("FROM duckdb_secrets()").fetchall())
        assert PASSWORD not in shown and settings.secret not in shown


def test_without_a_password_libpqs_variables_apply(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_settings(tmp_path, catalog=postgres.address)
    with pytest.raises(LakeError), open_lake(settings):
        pass
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    with open_lake(settings) as con:
        assert con.execute("SELECT count(*) FROM duckdb_tables() WHERE database_name = 'lake'").fetchall()


class Forbidding(BaseHTTPRequestHandler):
    """An object storage that refuses everybody."""

    def _refuse(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(403)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _refuse

    def log_message(self, format: str, *arguments: object) -> None: ...


def test_refusals_and_outages_are_named_and_show_no_half_day(
    two_days: Home, settings: LakeSettings, postgres: Postgres, storage: ObjectStorage
) -> None:
    def fail(lake: LakeSettings) -> str:
        with pytest.raises(LakeError) as raised:
            load(two_days, lake)
        assert "wrong_secret" not in str(raised.value) and settings.secret not in str(raised.value)
        return raised.value.parts[0].code

    load(two_days, settings)
    take_day(two_days, list_models(2), day_number(2))
    assert fail(LakeSettings(postgres.address, settings.data, password="wrong_secret")) == "lake_catalog_unreachable"
    gone = f"postgresql://almanac@127.0.0.1:{free_port()}/postgres"
    assert fail(LakeSettings(gone, settings.data, password=PASSWORD)) == "lake_catalog_unreachable"
    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Forbidding)) as forbidding:
        refused = replace(settings, endpoint=f"http://127.0.0.1:{forbidding.server_port}")
        assert fail(refused) == "lake_storage_failed"
    require_whole_days(settings, {1})

    def stop_storage(loaded_rows: int, all_rows: int) -> None:
        if loaded_rows > all_rows / 2:
            storage.server.stop()

    with pytest.raises(LakeError) as raised, open_lake(settings) as con:
        con.execute("SET http_retries = 1")
        load_lake(con, two_days, settings, stop_storage)
    assert raised.value.parts[0].code in ("lake_storage_failed", "lake_failed")
    storage.server.start()
    require_whole_days(settings, {1})
    postgres.stop()
    assert fail(settings) == "lake_catalog_unreachable"
    postgres.start()
    assert load(two_days, settings).number == 2
    require_whole_days(settings, {2})


LOAD = """
import sys
from pathlib import Path
from pipeline.config import Home
from pipeline.lake.connection import open_lake
from pipeline.lake.load import load_lake
from pipeline.lake.settings import LakeSettings
settings = LakeSettings.from_env()
print("ready", flush=True)
with open_lake(settings) as con:
    load_lake(con, Home(Path(sys.argv[1])), settings, batch_rows=int(sys.argv[2]))
print("loaded", flush=True)
"""


def build_environment(settings: LakeSettings) -> dict[str, str]:
    return {
        **os.environ, "PYTHONPATH": str(REPO), "ALMANAC_LAKE": settings.catalog, "ALMANAC_LAKE_DATA": settings.data,
        "ALMANAC_LAKE_PASSWORD": settings.password, "ALMANAC_LAKE_ENDPOINT": settings.endpoint, "ALMANAC_LAKE_KEY_ID": settings.key_id,
        "ALMANAC_LAKE_SECRET": settings.secret,
    }  # fmt: skip


def test_kills_show_no_half_day_and_the_next_load_completes(two_days: Home, settings: LakeSettings) -> None:
    rng = random.Random(7)
    load(two_days, settings)
    seconds = 1.0
    for kill in range(KILLS):
        number = kill + 2
        take_day(two_days, list_models(number), day_number(number), boards=True)
        command = [sys.executable, "-c", LOAD, str(two_days.root), str(rng.choice((200, 20_000_000)))]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=build_environment(settings))
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        time.sleep(rng.uniform(0, seconds))
        process.send_signal(signal.SIGKILL)
        was_loaded = process.stdout.read() == "loaded\n"
        process.wait()
        require_whole_days(settings, {number} if was_loaded else {number, number - 1})
        started_at = time.monotonic()
        load(two_days, settings)
        seconds = max(seconds, time.monotonic() - started_at)
        require_whole_days(settings, {number})
    with open_beside(two_days, settings) as con:
        assert find_differences(con) == {}


def test_readers_see_whole_days_during_loads(two_days: Home, settings: LakeSettings) -> None:
    load(two_days, settings)
    is_over = threading.Event()
    answers: list[tuple[int, int, int]] = []
    errors: list[Exception] = []

    def read() -> None:
        try:
            while not is_over.is_set():
                with open_lake(settings, read_only=True) as con:
                    query = "SELECT (SELECT count(DISTINCT date) FROM lake.trends), (SELECT count(DISTINCT date) FROM lake.store.snapshot), (SELECT count(*) FROM lake.store.daily)"
                    answers.append(con.execute(query).fetchall()[0])
                time.sleep(1)
        except Exception as error:
            errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    last = 4 if THOROUGH else 3
    for number in range(2, last + 1):
        take_day(two_days, list_models(number), day_number(number))
        load(two_days, settings)
        wait_until(lambda number=number: bool(errors) or any(days == number + 1 for days, _, _ in answers), 300)
    is_over.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert set(answers) <= {(days, days, 40 * days) for days in range(2, last + 2)} and len(set(answers)) >= 2


def test_a_failing_lake_fails_alone(
    world: World, almanac: Almanac, home: Home, postgres: Postgres, tmp_path: Path
) -> None:
    broken = {
        "ALMANAC_LAKE": postgres.address,
        "ALMANAC_LAKE_DATA": str(tmp_path / "files"),
        "ALMANAC_LAKE_PASSWORD": "wrong_secret",
    }
    with SampleHub(world) as hub:
        result = almanac("run", HF_ENDPOINT=hub.url, **broken)
    assert result.returncode == 1 and "wrong_secret" not in result.stderr + result.stdout
    assert home.published.exists()
    with open_instance(home) as instance:
        [record] = instance.get_run_records()
        steps = {
            step.step_key: step.status and step.status.value
            for step in instance.get_run_step_stats(record.dagster_run.run_id)
        }
        assert {key for key, status in steps.items() if status == "FAILURE"} == {"lake"}
        assert steps["published"] == steps["site"] == "SUCCESS"
        assert record.dagster_run.status is dg.DagsterRunStatus.FAILURE
    assert all(b"wrong_secret" not in file.read_bytes() for file in home.root.rglob("*") if file.is_file())
    working = {**broken, "ALMANAC_LAKE_PASSWORD": PASSWORD}
    assert almanac("lake", "init", **working).returncode == 0
    verified = almanac("lake", "verify", **working)
    assert verified.returncode == 0, verified.stderr
    next((tmp_path / "files").glob("loads/trends/*.parquet")).unlink()
    assert "`almanac lake repair`" in almanac("lake", "verify", **working).stderr
    assert [almanac("lake", action, **working).returncode for action in ("repair", "verify")] == [0, 0]
    shown = almanac("show", "translation", "--lake", **working)
    assert shown.returncode == 0 and shown.stdout == almanac("show", "translation").stdout
    script = almanac("lake", "attach", **working)
    assert PASSWORD not in script.stdout and "CREATE VIEW" in script.stdout


def test_folder_data_with_postgresql(two_days: Home, postgres: Postgres, tmp_path: Path) -> None:
    settings = make_settings(tmp_path / "lake", catalog=postgres.address, password=PASSWORD)
    load(two_days, settings)
    with open_beside(two_days, settings) as con:
        assert find_differences(con) == {}


def test_of_two_first_loads_at_the_same_time_one_is_refused(
    two_days: Home, settings: LakeSettings, tmp_path: Path
) -> None:
    other = Home(tmp_path / "other")
    take_day(other, list_models(9), day_number(0), boards=False)
    with open_lake(settings):
        pass  # creates DuckLake's own tables, of which one client would fail
    start, outcomes = threading.Barrier(2), []

    def load_at_once(home: Home) -> None:
        try:
            with open_lake(settings) as con:
                start.wait()
                outcomes.append(load_lake(con, home, settings).number)
        except LakeError as error:
            outcomes.append(error.parts[0].code)

    threads = [threading.Thread(target=load_at_once, args=(home,)) for home in (two_days, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes)) == ["1", "lake_of_another_almanac"]
