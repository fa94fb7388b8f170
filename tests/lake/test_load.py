"""Loads in a folder: the lake equals hub.duckdb, whatever happened to its days."""

import datetime as dt
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import dagster as dg
import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from assets.lake import lake, lake_maintenance
from pipeline.config import Home
from pipeline.definitions import build_definitions
from pipeline.errors import LakeError, LakeRefusal, SchemaMismatch
from pipeline.lake.connection import open_lake
from pipeline.lake.layout import LakeTable
from pipeline.lake.load import PartChange, attach_published, lake_lock, load_lake, require_owner, split_batches
from pipeline.lake.maintenance import maintain_lake
from pipeline.lake.repair import LakeRepair, repair_lake
from pipeline.lake.session import build_script
from pipeline.lake.settings import LakeSettings
from pipeline.lake.status import read_status
from pipeline.lake.verify import compare_lake
from pipeline.orchestration.resources import AlmanacHome, Hub
from pipeline.published.example_queries import example_queries
from pipeline.published.reader import connect_lake, open_published
from pipeline.publishing.forget import finish_forgetting, forget_day
from pipeline.publishing.publish import publish
from pipeline.site.build import build_site
from pipeline.sql import statement
from pipeline.warehouse.connection import open_warehouse
from tests.conftest import THOROUGH
from tests.fixtures.lakes import (
    FIRST_DAY,
    day_number,
    find_differences,
    list_models,
    load,
    make_settings,
    open_beside,
    take_day,
)


@pytest.fixture
def settings(tmp_path: Path) -> LakeSettings:
    return make_settings(tmp_path / "lake")


def change_hub(home: Home, *commands: str) -> None:
    """Change the published file, as another version of Almanac would."""
    home.published.chmod(0o644)
    with duckdb.connect(str(home.published)) as con:
        for command in commands:
            con.execute(command)


@pytest.mark.slow
def test_days_with_a_rerun_a_rebuilt_day_a_renamed_model_and_a_forgotten_day(home: Home, settings: LakeSettings):
    last = 7 if THOROUGH else 5
    rebuilt, rerun = last - 5, last - 2
    for number in range(last + 1):
        name = "owner/new-name" if number > rebuilt + 1 else "owner/model-7"
        take_day(home, list_models(number, new_name=name), day_number(number), boards=number in (rebuilt, rerun, last))
        if number == rerun:
            take_day(home, list_models(number + 3, 41, name), day_number(number))
            take_day(home, list_models(rebuilt, 38), day_number(rebuilt))
        assert load(home, settings).number == number + 1
        if number == rerun:
            with open_beside(home, settings) as con:
                assert find_differences(con) == {}
    with open_beside(home, settings) as con:
        assert find_differences(con) == {}
        assert con.execute("SELECT count(*) FROM events WHERE event = 'renamed'").fetchall() == [(1,)]
        assert con.execute("SELECT count(DISTINCT date) FROM model_history").fetchall() == [(last + 1,)]
    with open_warehouse(home.warehouse) as con:
        forget_day(con, day_number(rebuilt + 1))
        publish(con, home.warehouse, home.published, losable_days=[day_number(rebuilt + 1)])
        finish_forgetting(con)
    load(home, settings)
    with open_beside(home, settings) as con:
        assert find_differences(con) == {}
        assert con.execute("SELECT count(DISTINCT date) FROM snapshots").fetchall() == [(last,)]
    with open_lake(settings, read_only=True) as con:
        assert all(comparison.different_parts == 0 for comparison in compare_lake(con, home, settings))


@pytest.mark.slow
def test_every_example_gives_the_same_answer(home_copy: Home, settings: LakeSettings) -> None:
    load(home_copy, settings)
    with open_beside(home_copy, settings) as con, duckdb.connect(str(home_copy.published), read_only=True) as hub:
        assert find_differences(con, views=True) == {}
        hub.execute("SET TimeZone = 'UTC'")
        for name, query in example_queries().items():
            assert con.execute(query).fetchall() == hub.execute(query).fetchall(), name


def test_a_load_appends_only_what_changed(two_days: Home, settings: LakeSettings) -> None:
    assert load(two_days, settings).days == [day_number(0), day_number(1)]
    assert load(two_days, settings).number is None
    take_day(two_days, list_models(2), day_number(2))
    second = load(two_days, settings)
    assert second.number == 2 and day_number(2) in second.days and day_number(0) not in second.days
    with open_lake(settings, read_only=True) as con:
        loads = "SELECT DISTINCT load FROM lake.loads_store.daily WHERE date = $date"
        assert con.execute(loads, {"date": FIRST_DAY}).fetchall() == [(1,)]
        assert con.execute(loads, {"date": day_number(2)}).fetchall() == [(2,)]
        # also for a client that knows nothing of Almanac
        assert con.execute("SELECT count(DISTINCT date) FROM lake.trends").fetchall() == [(3,)]
        status = read_status(con, two_days, settings)
        assert (status.number, status.loads, status.day, status.published_day) == (2, 2, day_number(2), day_number(2))


def test_comments_are_in_the_lake(loaded: tuple[Home, LakeSettings]) -> None:
    home, settings = loaded
    with open_beside(home, settings) as con:
        query = "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE database_name = $database AND schema_name = $schema AND comment IS NOT NULL AND column_name <> 'load' ORDER BY ALL"
        tables = "SELECT table_name, comment FROM duckdb_tables() WHERE database_name = $database AND schema_name = $schema ORDER BY ALL"
        for text in (query, tables):
            public = con.execute(text, {"database": "lake", "schema": "loads"}).fetchall()
            stored = "SELECT t.table_name FROM duckdb_tables() t WHERE t.database_name = 'original' AND t.schema_name = 'main'"
            names = {name for (name,) in con.execute(stored).fetchall()}
            original = con.execute(text, {"database": "original", "schema": "main"}).fetchall()
            assert public and public == [row for row in original if row[0] in names]


def test_an_interrupted_load_shows_nothing_and_goes_on(two_days: Home, settings: LakeSettings) -> None:
    load(two_days, settings)
    take_day(two_days, list_models(2), day_number(2))

    class Interruption(Exception):
        pass

    def interrupt(loaded_rows: int, all_rows: int) -> None:
        if loaded_rows > all_rows / 2:
            raise Interruption

    with pytest.raises(Interruption), open_lake(settings) as con:
        load_lake(con, two_days, settings, interrupt, batch_rows=50)
    with open_lake(settings, read_only=True) as con:
        [(begun, published)] = con.execute(
            "SELECT (SELECT max(load) FROM lake.almanac.part), (SELECT max(load) FROM lake.almanac.load)"
        ).fetchall()
        assert (begun, published) == (2, 1)
        assert con.execute("SELECT max(date) FROM lake.trends").fetchall() == [(day_number(1),)]
        assert con.execute("SELECT max(date), count(DISTINCT date) FROM lake.store.daily").fetchall() == [
            (day_number(1), 2)
        ]
    take_day(two_days, list_models(5), day_number(2))  # the day changes meanwhile
    assert load(two_days, settings, batch_rows=50).number == 3
    with open_beside(two_days, settings) as con:
        assert find_differences(con) == {}


def test_columns_that_come_go_and_change_their_type(two_days: Home, settings: LakeSettings) -> None:
    load(two_days, settings)
    change_hub(
        two_days,
        "ALTER TABLE category_daily ADD COLUMN novelty INTEGER",
        "ALTER TABLE store.lookup ALTER id TYPE BLOB USING encode(id)",
        "CREATE TABLE store.novel (date DATE, x INTEGER); INSERT INTO store.novel VALUES ('2026-11-01', 1)",
    )
    load(two_days, settings)
    with open_beside(two_days, settings) as con:
        assert find_differences(con) == {}
        assert con.execute("SELECT count(novelty), count(*) > 0 FROM category_daily").fetchall() == [(0, True)]
    change_hub(
        two_days,
        "ALTER TABLE store.lookup ALTER id TYPE VARCHAR USING decode(id)",
        "ALTER TABLE category_daily DROP COLUMN novelty",
        "DROP TABLE store.novel",
    )
    load(two_days, settings)
    with open_beside(two_days, settings) as con:
        assert find_differences(con) == {}
    with open_lake(settings, read_only=True) as con:
        assert all(comparison.different_parts == 0 for comparison in compare_lake(con, two_days, settings))
        assert con.execute("FROM lake.store.novel").fetchall() == []
    assert load(two_days, settings).number is None


def test_another_almanac_is_refused(loaded: tuple[Home, LakeSettings], tmp_path: Path) -> None:
    home, settings = loaded
    other = Home(tmp_path / "other")
    take_day(other, list_models(9), day_number(1), boards=False)
    with pytest.raises(LakeRefusal) as raised:
        load(other, settings)
    assert raised.value.parts[0].code == "lake_of_another_almanac"
    with pytest.raises(LakeRefusal), open_lake(settings) as con:
        maintain_lake(con, other, settings)
    with open_beside(home, settings) as con:
        assert find_differences(con) == {}


def test_of_two_claims_at_the_same_time_one_counts(two_days: Home, settings: LakeSettings) -> None:
    with open_lake(settings) as con, closing(con.cursor()) as other_con:
        attach_published(con, two_days.published)
        for claim in (con, other_con):
            claim.begin()
            claim.execute(statement("lake/define_records"))
        con.commit()
        with pytest.raises(duckdb.TransactionException):
            other_con.commit()
        assert con.execute("SELECT count(*) FROM lake.almanac.owner").fetchall() == [(1,)] and require_owner(con)


def test_files_of_others_are_never_deleted(two_days: Home, settings: LakeSettings) -> None:
    def require_refusal(action: Callable[[], object]) -> None:
        with pytest.raises(LakeRefusal) as raised:
            action()
        assert raised.value.parts[0].code == "lake_foreign_files"

    foreign_file = Path(settings.data) / "mine" / "numbers.parquet"
    foreign_file.parent.mkdir(parents=True)
    pl.DataFrame({"x": [1]}).write_parquet(foreign_file)
    require_refusal(lambda: load(two_days, settings))
    foreign_file = foreign_file.rename(settings.data + "../numbers.parquet")
    load(two_days, settings)
    require_refusal(lambda: load(two_days, replace(settings, catalog=f"{settings.catalog}.another")))
    foreign_file = foreign_file.rename(settings.data + "numbers.parquet")
    unused_settings = replace(settings, keep_days=0)
    with open_lake(settings) as con:
        require_refusal(lambda: maintain_lake(con, two_days, unused_settings))
        con.execute("BEGIN; INSERT INTO lake.almanac.owner VALUES ('x', 1); ROLLBACK")
    foreign_file.unlink()
    leftover = Path(settings.data) / "loads" / "trends" / "ducklake-0.parquet"
    pl.DataFrame({"x": [1]}).write_parquet(leftover)  # of a load that was killed
    with open_lake(settings) as con:
        maintain_lake(con, two_days, unused_settings)
    assert not leftover.exists()


def test_a_demo_stays_out_of_the_lake(home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ALMANAC_LAKE", str(tmp_path / "l.ducklake"))
    monkeypatch.setenv("ALMANAC_LAKE_DATA", str(tmp_path / "files"))
    home.root.mkdir()
    home.demo_marker.touch()
    lake(dg.build_asset_context(), AlmanacHome.at(home))
    assert not (tmp_path / "l.ducklake").exists()


def test_a_reader_without_a_home_sees_the_lakes_status(loaded: tuple[Home, LakeSettings], tmp_path: Path) -> None:
    with open_lake(loaded[1], read_only=True) as con:
        status = read_status(con, Home(tmp_path / "nowhere"), loaded[1])
    assert (status.day, status.published_day) == (day_number(1), None)


def test_another_data_path_is_named(loaded: tuple[Home, LakeSettings], tmp_path: Path) -> None:
    with pytest.raises(LakeError) as raised:
        connect_lake(replace(loaded[1], data=f"{tmp_path}/"))
    note = raised.value.parts[0]
    assert note.code == "lake_catalog_unreachable" and loaded[1].data in str(note.parameters["reason"])


def test_an_empty_lake_needs_no_maintenance(two_days: Home, settings: LakeSettings) -> None:
    with pytest.raises(LakeError) as raised, open_lake(settings) as con:
        maintain_lake(con, two_days, settings)
    assert raised.value.parts[0].code == "lake_empty"


def test_maintenance_waits_for_no_load(loaded: tuple[Home, LakeSettings]) -> None:
    home, settings = loaded
    with lake_lock(home), pytest.raises(LakeRefusal) as raised, open_lake(settings) as con:
        maintain_lake(con, home, settings)
    assert raised.value.parts[0].code == "lake_busy"


def test_maintenance_removes_replaced_rows_and_keeps_the_newest(two_days: Home, tmp_path: Path) -> None:
    settings = make_settings(tmp_path / "lake", keep_days=0)
    load(two_days, settings)
    take_day(two_days, list_models(4), day_number(0))
    load(two_days, settings)
    with open_lake(settings) as con:
        before = read_status(con, two_days, settings)
    with open_lake(make_settings(tmp_path / "lake")) as con:  # kept for 90 days
        assert maintain_lake(con, two_days, make_settings(tmp_path / "lake")).parts == 0
    with open_lake(settings) as con:
        maintenance = maintain_lake(con, two_days, settings)
        assert maintenance.parts > 5 and maintenance.rows >= 40
    with open_lake(settings, read_only=True) as con:
        status = read_status(con, two_days, settings)
        assert status.loads == 1 and status.rows == before.rows and status.bytes < before.bytes
        assert con.execute(
            "SELECT DISTINCT load FROM lake.loads_store.daily WHERE date = $day", {"day": FIRST_DAY}
        ).fetchall() == [(2,)]
    # also for engines that read the files as they lie
    files = [file for file in Path(settings.data).glob("loads*/*/*.parquet") if "delete" not in file.name]
    assert sum(pq.read_metadata(file).num_rows for file in files) == status.rows
    with open_beside(two_days, settings) as con:
        assert find_differences(con) == {}
    assert load(two_days, settings).number is None


def list_files(settings: LakeSettings, table: str) -> list[Path]:
    """List a table's files, of the first load first."""
    return sorted(Path(settings.data).glob(f"{table}/*.parquet"))


def repair(home: Home, settings: LakeSettings) -> LakeRepair:
    with open_lake(settings) as con:
        return repair_lake(con, home, settings)


def list_damaged_parts(home: Home, settings: LakeSettings) -> dict[str, int]:
    with open_lake(settings, read_only=True) as con:
        comparisons = compare_lake(con, home, settings)
        return {comparison.name: comparison.damaged_parts for comparison in comparisons if comparison.is_damaged}


def test_lost_and_damaged_rows_are_found_and_restored_with_all_states(two_days: Home, settings: LakeSettings) -> None:
    load(two_days, settings)
    with open_beside(two_days, settings, day_number(1)) as con:
        earlier = con.execute("FROM trends ORDER BY ALL").fetchall()
    take_day(two_days, list_models(4), day_number(0))
    take_day(two_days, list_models(2), day_number(2))
    load(two_days, settings)
    list_files(settings, "loads/trends")[-1].unlink()
    shortened, overwritten, damaged = (
        list_files(settings, table)[-1] for table in ("loads_store/daily", "loads/movers", "loads/category_daily")
    )
    shortened.write_bytes(shortened.read_bytes()[:200])
    overwritten.write_bytes(bytes(overwritten.stat().st_size))
    content = damaged.read_bytes()
    damaged.write_bytes(content[:20] + bytes(20) + content[40:])
    with open_lake(settings) as con:
        con.execute("DELETE FROM lake.loads_store.snapshot WHERE date = $day", {"day": day_number(2)})
        con.execute("UPDATE lake.loads_store.repo SET oid = 'x' WHERE load = 2 AND repo = 3")
    assert load(two_days, settings).number is None
    tables = {"main.trends", "store.daily", "main.movers", "main.category_daily", "store.snapshot", "store.repo"}
    assert list_damaged_parts(two_days, settings).keys() == tables
    repaired = repair(two_days, settings)
    assert (set(repaired.tables), repaired.lost_rows, repaired.first_day) == (tables, 0, day_number(1))
    assert list_damaged_parts(two_days, settings) == {} and repair(two_days, settings).tables == []
    with open_beside(two_days, settings) as con:
        assert find_differences(con) == {}
    with open_beside(two_days, settings, day_number(1)) as con:
        assert con.execute("FROM trends ORDER BY ALL").fetchall() == earlier
    unused_settings = replace(settings, keep_days=0)
    with open_lake(settings) as con:
        maintain_lake(con, two_days, unused_settings)
    with open_beside(two_days, settings) as con:
        assert find_differences(con) == {}
        files = list_files(settings, "loads/trends")
        [(rows,)] = con.execute("SELECT count(*) FROM trends").fetchall()
        assert sum(pq.read_metadata(file).num_rows for file in files) == rows


def test_a_repair_keeps_what_only_the_lake_has_and_names_what_is_lost(two_days: Home, settings: LakeSettings) -> None:
    load(two_days, settings)
    take_day(two_days, list_models(4), day_number(0))
    take_day(two_days, list_models(2), day_number(2))
    load(two_days, settings)
    with open_warehouse(two_days.warehouse) as con:
        forget_day(con, day_number(2))
        publish(con, two_days.warehouse, two_days.published, losable_days=[day_number(2)])
        finish_forgetting(con)
    newest = list_files(settings, "loads/trends")[-1]
    content = newest.read_bytes()
    newest.unlink()
    assert repair(two_days, settings).lost_rows > 0  # after a load without that day
    newest.write_bytes(content)
    rows = "SELECT count(*) FROM lake.loads_store.daily WHERE date = $day"
    with open_lake(settings, read_only=True) as con:
        assert con.execute(rows, {"day": day_number(2)}).fetchall() == [(40,)]
        assert con.execute("SELECT load, day FROM lake.almanac.load").fetchall() == [(3, day_number(1))]
    list_files(settings, "loads_store/daily")[0].unlink()
    assert set(list_damaged_parts(two_days, settings)) == {"store.daily"}
    repaired = repair(two_days, settings)
    assert (repaired.load.number, repaired.tables, repaired.rows) == (None, ["store.daily"], 40)
    assert repaired.lost_rows == 40  # of the first day, before it was loaded again
    with open_lake(settings, read_only=True) as con:
        assert con.execute(rows, {"day": day_number(2)}).fetchall() == [(40,)]
    with open_beside(two_days, settings) as con:
        assert find_differences(con) == {}


def test_a_lake_without_its_records_is_built_again(two_days: Home, settings: LakeSettings) -> None:
    load(two_days, settings)
    list_files(settings, "almanac/load")[0].unlink()

    def verify_lake() -> None:
        with open_lake(settings, read_only=True) as con:
            compare_lake(con, two_days, settings)

    for action in (verify_lake, lambda: repair(two_days, settings), lambda: load(two_days, settings)):
        with pytest.raises(LakeError) as raised:
            action()
        assert raised.value.parts[0].code == "lake_records_damaged"
    shutil.rmtree(settings.data)
    Path(settings.catalog).unlink()
    load(two_days, settings)
    with open_beside(two_days, settings) as con:
        assert find_differences(con) == {}


def test_time_travel_shows_the_lake_as_published_on_a_day(two_days: Home, settings: LakeSettings) -> None:
    load(two_days, settings)
    answers = "SELECT date, id, rank, score FROM trends ORDER BY ALL"
    with duckdb.connect(str(two_days.published), read_only=True) as hub:
        earlier = hub.execute(answers).fetchall()
    take_day(two_days, list_models(2), day_number(2))
    take_day(two_days, list_models(7, 30), day_number(1))
    load(two_days, settings)
    with open_beside(two_days, settings, day_number(1)) as con:
        assert con.execute(answers).fetchall() == earlier
    with open_beside(two_days, settings, day_number(5)) as con:
        assert find_differences(con) == {}
    with pytest.raises(LakeError) as raised, open_beside(two_days, settings, FIRST_DAY - dt.timedelta(1)):
        pass
    assert raised.value.parts[0].code == "lake_without_state"


def test_the_printed_sql_reads_the_lake_like_hub_duckdb(loaded: tuple[Home, LakeSettings]) -> None:
    home, settings = loaded
    with open_lake(settings, read_only=True) as con:
        script = build_script(con, settings)
    with duckdb.connect() as con:
        lines = script.splitlines()
        installs = [line for line in lines if line.startswith("INSTALL")]
        assert installs == ["INSTALL ducklake; LOAD ducklake;"]
        from pipeline.lake.connection import load_extensions  # noqa: PLC0415

        load_extensions(con, settings)  # this machine may not download
        con.execute("\n".join(line for line in lines if line not in installs))
        con.execute(f"ATTACH '{home.published}' AS original (READ_ONLY)")
        assert find_differences(con) == {}
        [(macros,)] = con.execute(
            "SELECT count(*) FROM (SELECT function_name FROM duckdb_functions() WHERE database_name = 'original' AND NOT internal "
            "EXCEPT SELECT function_name FROM duckdb_functions() WHERE database_name = 'hub')"
        ).fetchall()
        assert macros == 0


def test_a_lakes_site_is_that_of_hub_duckdb(
    loaded: tuple[Home, LakeSettings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `almanac report --lake` builds it."""
    home, settings = loaded
    monkeypatch.setenv("ALMANAC_LAKE", settings.catalog)
    monkeypatch.setenv("ALMANAC_LAKE_DATA", settings.data)
    folders = []
    for source in (home, replace(home, reads_lake=True)):
        folder = tmp_path / f"site-{source.reads_lake}"
        with open_published(source) as con:
            build_site(con, folder, None, None)
        folders.append({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    assert folders[0] == folders[1] and Path("index.html") in folders[0]


def test_other_engines_read_the_files_as_they_lie(loaded: tuple[Home, LakeSettings]) -> None:
    home, settings = loaded
    with duckdb.connect(str(home.published), read_only=True) as hub:
        [(rows, likes)] = hub.execute("SELECT count(*), sum(likes) FROM trends").fetchall()
    files = sorted(Path(settings.data).glob("loads/trends/*.parquet"))
    frame = pl.concat([pl.read_parquet(file) for file in files])
    assert (frame.height, frame["likes"].sum()) == (rows, likes) and frame["load"].unique().to_list() == [1]
    assert sum(pq.read_table(file).num_rows for file in files) == rows


def test_private_tables_stay_out_of_the_lake(two_days: Home, settings: LakeSettings) -> None:
    change_hub(
        two_days,
        "INSERT INTO store.private VALUES ('2026-11-01', 'model', 'x', 'owner/secret-model', '{}')",
        "INSERT INTO store.true_download VALUES ('mine', 'model', 'owner/model-1', '2026-11-01', 5)",
    )
    load(two_days, settings)
    with open_lake(settings, read_only=True) as con:
        names = {
            name
            for (name,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake'").fetchall()
        }
        assert not names & {"private", "true_download"} and "snapshot" in names
    assert all(b"secret-model" not in file.read_bytes() for file in Path(settings.data).rglob("*.parquet"))
    with open_beside(two_days, settings) as con:
        assert con.execute("SELECT count(*) FROM true_downloads").fetchall() == [(0,)]


def test_an_empty_or_missing_lake_is_named(two_days: Home, settings: LakeSettings) -> None:
    with pytest.raises(LakeError) as raised, open_beside(two_days, settings):
        pass
    assert raised.value.parts[0].code == "lake_missing"
    with open_lake(settings):
        pass
    with pytest.raises(LakeError) as raised, open_beside(two_days, settings):
        pass
    assert raised.value.parts[0].code == "lake_empty"


def test_the_assets_load_and_maintain(two_days: Home, settings: LakeSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALMANAC_LAKE", settings.catalog)
    monkeypatch.setenv("ALMANAC_LAKE_DATA", settings.data)
    definitions = build_definitions(AlmanacHome.at(two_days), Hub())
    assert {"lake", "published"} <= set(definitions.resolve_job_def("daily_snapshot").graph.node_dict)
    assert list(definitions.resolve_job_def("maintain_lake").graph.node_dict) == ["lake_maintenance"]
    resources = {"almanac": AlmanacHome.at(two_days)}
    loaded = dg.materialize([lake], partition_key=str(day_number(1)), resources=resources)
    [materialization] = loaded.asset_materializations_for_node("lake")
    assert (
        materialization.metadata["load"].value == 1
        and int(str(materialization.metadata["dagster/row_count"].value)) > 100
    )
    maintained = dg.materialize([lake_maintenance], resources=resources)
    [materialization] = maintained.asset_materializations_for_node("lake_maintenance")
    assert materialization.metadata["parts"].value == 0
    monkeypatch.delenv("ALMANAC_LAKE")
    assert "lake" not in build_definitions(AlmanacHome(), Hub()).resolve_job_def("daily_snapshot").graph.node_dict


def test_batches_have_at_most_so_many_rows() -> None:
    table = LakeTable("main.x", {"date": "DATE"}, {})
    changes = [PartChange(table, part, rows, "x") for part, rows in enumerate((5, 5, 20, 1))]
    assert [[change.rows for change in batch] for batch in split_batches(changes, 10)] == [[5, 5], [20], [1]]
    assert list(split_batches([], 10)) == [[]]


def test_a_lake_of_another_version_is_named(two_days: Home, settings: LakeSettings) -> None:
    change_hub(two_days, "UPDATE store.about SET value = '99' WHERE key = 'schema_version'")
    load(two_days, settings)
    with pytest.raises(SchemaMismatch) as raised, open_beside(two_days, settings):
        pass
    assert raised.value.parts[0].code == "newer_schema"
