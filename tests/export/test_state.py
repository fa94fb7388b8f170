"""An export of all relations restores an empty home row for row, and is a source of days for any other."""

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from pipeline.cli.main import app
from pipeline.config import Home, HubSettings
from pipeline.errors import AlmanacError, ImportFault
from pipeline.export.folder import find_parts
from pipeline.imports.formats import open_reader
from pipeline.imports.manifest import MANIFEST_FILE
from pipeline.imports.pieces import ImportRequest, PieceReport
from pipeline.publishing.publish import publish
from pipeline.warehouse.compaction import compact_past_months
from pipeline.warehouse.connection import open_warehouse, write_about
from tests.fixtures.days import loading, model, open_copy
from tests.fixtures.tables import find_differences, read_tables

DAYS = [dt.date(2026, 9, 28), dt.date(2026, 9, 29), dt.date(2026, 9, 30), dt.date(2026, 10, 1), dt.date(2026, 10, 9)]
NEXT_DAY = dt.date(2026, 10, 10)


def list_models(number: int) -> list[dict[str, object]]:
    """Repos whose counters, names and licenses change, and one that leaves."""
    models = [model(n, likes=10 * n + number * (n % 4), downloadsAllTime=1000 * n + number) for n in range(1, 31)]
    models[3] |= {
        "id": f"owner/renamed-{number // 2}",
        "tags": ["translation", f"license:{('mit', 'gpl')[number % 2]}"],
    }
    return models[: 30 - (number > 2)]


def run(home: Home, *words: str, **environment: str) -> Result:
    return CliRunner().invoke(app, ["--home", str(home.root), *words], env=environment)


@pytest.fixture(scope="module")
def own_home(new_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Days of a compacted month and of the next one."""
    home = Home(tmp_path_factory.mktemp("own") / "home")
    with open_copy(new_warehouse, home.warehouse) as (con, load):
        for number, day in enumerate(DAYS):
            load(list_models(number), day, followed=["translation"])
        compact_past_months(con)
        write_about(con, "forgotten", "[2026-10-08]")
        publish(con, home.warehouse, home.published)
    shutil.copyfile(Path(__file__).parents[2] / "pipeline" / "catalogue.toml", home.catalogue)
    return home


@pytest.fixture(scope="module")
def own_export(own_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shared, so tests must not change it."""
    folder = tmp_path_factory.mktemp("exported") / "it's [1]"
    result = run(own_home, "export", "all", "--output", str(folder))
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def restored(own_export: Path, tmp_path: Path) -> Home:
    home = Home(tmp_path / "restored")
    result = run(home, "import", str(own_export))
    assert result.exit_code == 0, result.output
    return home


def test_an_empty_home_becomes_the_exported_one(
    own_home: Home, own_export: Path, restored: Home, tmp_path: Path
) -> None:
    tables = read_tables(own_home.warehouse)
    assert {"store.daily_interval", "store.answer", "store.daily", "store.event", "main.trends"} <= {
        name for name, rows in tables.items() if rows
    }
    assert find_differences(own_home.warehouse, restored.warehouse) == []
    assert find_differences(own_home.published, restored.published) == []
    assert restored.catalogue.read_bytes() == own_home.catalogue.read_bytes()
    assert [path.name for path in restored.warehouse.parent.iterdir()] == ["hub.duckdb"]
    with (
        duckdb.connect(str(restored.warehouse), read_only=True) as con,
        duckdb.connect(str(own_home.warehouse), read_only=True) as own_con,
    ):
        query = "SELECT schema_name, table_name, column_name, data_type, is_nullable, column_default, comment FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
        assert con.execute(query).fetchall() == own_con.execute(query).fetchall()
    again = tmp_path / "again"
    assert run(restored, "export", "all", "--output", str(again)).exit_code == 0
    files = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (own_export, again)
    ]
    assert files[0] == files[1]  # an upload would send nothing


def test_the_next_day_is_that_of_the_home_that_never_moved(own_home: Home, restored: Home, tmp_path: Path) -> None:
    stayed = Home(shutil.copytree(own_home.root, tmp_path / "stayed"))
    for home in (stayed, restored):
        with open_warehouse(home.warehouse) as con, loading(con, home.spool) as load:
            load(list_models(len(DAYS)), NEXT_DAY, followed=["translation"])
            con.execute("UPDATE store.snapshot SET hub = 'http://hub'")  # two ports
            publish(con, home.warehouse, home.published)
    assert find_differences(stayed.published, restored.published) == []


def test_days_of_leaders_are_partial_among_days_of_the_whole_hub_whatever_is_asked_for(
    own_home: Home, tmp_path: Path
) -> None:
    home = Home(shutil.copytree(own_home.root, tmp_path / "home"))

    def read_hub_days(span: tuple[dt.date | None, dt.date | None], first_hub_day: dt.date | None) -> set[dt.date]:
        """Export the home, its snapshots being of the whole Hub from a day on; return the days that a reader takes for that."""
        with open_warehouse(home.warehouse) as con:
            write_about(con, "sample", "false")
            con.execute("UPDATE store.snapshot SET scope = if(date >= $day, 'hub', 'leaders')", {"day": first_hub_day})
            publish(con, home.warehouse, home.published)
        assert run(home, "export", "all", "--output", str(tmp_path / "x")).exit_code == 0
        request = ImportRequest(str(tmp_path / "x"), first_day=span[0], last_day=span[1])
        reader, hub_days = open_reader(request, HubSettings(token=False)), set[dt.date]()
        plan = reader.plan()
        for piece in plan.pieces:
            report = PieceReport(len(DAYS), days=dict.fromkeys(DAYS, 1))
            hub_days |= set(DAYS) - set(reader.complete(report, piece).partial_days) if plan.source.complete else set()
        return {day for day in hub_days if (span[0] or day) <= day <= (span[1] or day)}

    assert read_hub_days((None, None), first_hub_day=None) == set()
    assert read_hub_days((None, None), first_hub_day=DAYS[0]) == set(DAYS)
    for span in ((None, None), (DAYS[2], None), (None, DAYS[1])):
        assert read_hub_days(span, first_hub_day=DAYS[2]) == {day for day in DAYS[2:] if day <= (span[1] or day)}


def test_a_past_month_is_one_file_a_relation(own_export: Path, own_home: Home) -> None:
    dated_parts = [part for part in find_parts(own_export) if part.relation == "trends"]
    assert [part.path for part in dated_parts] == [
        "trends/month=2026-09/trends.parquet", "trends/date=2026-10-01/trends.parquet", "trends/date=2026-10-09/trends.parquet",
    ]  # fmt: skip
    with duckdb.connect(str(own_home.published), read_only=True) as con:
        for relation in sorted({part.relation for part in find_parts(own_export) if part.date}):
            files = [str(own_export / part.path) for part in find_parts(own_export) if part.relation == relation]
            columns = ", ".join(name for name, *_ in con.execute(f"DESCRIBE main.{relation}").fetchall())
            rows = con.execute(
                f"SELECT {columns} FROM read_parquet($files, hive_partitioning = false) ORDER BY ALL",
                {"files": [file.replace("[", "[[]") for file in files]},
            )
            assert rows.fetchall() == con.execute(f"FROM main.{relation} ORDER BY ALL").fetchall()


def test_days_become_their_month_and_stay_days_if_only_some_are_requested(own_home: Home, tmp_path: Path) -> None:
    def list_files(*words: str) -> list[str]:
        assert run(own_home, "export", "trends", "--output", str(tmp_path / "x"), *words).exit_code == 0
        return sorted(path.relative_to(tmp_path / "x").as_posix() for path in (tmp_path / "x").glob("trends/*/*"))

    days = [f"trends/date={day}/trends.parquet" for day in DAYS]
    assert list_files("--from", "2026-09-29") == days[1:]
    month = ["trends/month=2026-09/trends.parquet"]
    assert list_files("--from", "2026-09-28", "--to", "2026-09-30") == days[3:] + month
    assert list_files("--from", "2026-09-29") == days[3:] + month
    card = (tmp_path / "x" / "README.md").read_text()
    assert f"| 5 | {DAYS[0]} | {DAYS[-1]} |" in card


@pytest.fixture
def export_copy(own_export: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(own_export, tmp_path / "copy"))


def edit_manifest(folder: Path, edit: Callable[[dict], object]) -> None:
    manifest = json.loads((folder / MANIFEST_FILE).read_text())
    edit(manifest)
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest))


def rename_table(manifest: dict) -> None:
    manifest["tables"]["store.daily; DROP TABLE x"] = manifest["tables"].pop("store.daily")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no manifest": lambda folder: (folder / MANIFEST_FILE).unlink(),
    "not JSON": lambda folder: (folder / MANIFEST_FILE).write_text("<html>"),
    "a table of another name": lambda folder: edit_manifest(folder, rename_table),
    "a path elsewhere": lambda folder: edit_manifest(folder, lambda m: m["tables"]["store.repo"]["files"].append("../../x")),
    "a hostile type": lambda folder: edit_manifest(folder, lambda m: m["tables"]["store.repo"]["columns"].update(oid="VARCHAR); DROP")),
    "a newer version": lambda folder: edit_manifest(folder, lambda m: m["facts"].update(schema_version="99")),
    "another layout": lambda folder: edit_manifest(folder, lambda m: m.update(layout=9)),
    "a column that no table has": lambda folder: edit_manifest(folder, lambda m: m["tables"]["store.repo"]["columns"].update(x="VARCHAR")),
    "a missing file": lambda folder: (folder / "state" / "repo.parquet").unlink(),
    "a cut file": lambda folder: (folder / "state" / "repo.parquet").write_bytes(b"PAR1"),
    "another file": lambda folder: (folder / "state" / "repo.parquet").write_bytes(bytes((folder / "state" / "repo.parquet").stat().st_size)),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_export_changes_nothing(export_copy: Path, tmp_path: Path, damage: str) -> None:
    DAMAGE[damage](export_copy)
    home = Home(tmp_path / "home")
    result = run(home, "import", str(export_copy))
    assert (
        isinstance(result.exception, ImportFault)
        and result.exception.exit_status == 1
        and "\n" not in str(result.exception)
    )
    assert not home.published.exists() and not home.catalogue.exists() and not list(home.root.glob("warehouse/*"))


def test_a_killed_export_has_no_manifest_until_it_is_finished(
    export_copy: Path, own_home: Home, tmp_path: Path
) -> None:
    old_file, own_file = (export_copy / "state" / name for name in ("gone/month=2020-01/gone.parquet", "notes.txt"))
    for file in (old_file, own_file):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"")
    (export_copy / "trends" / "month=2026-09" / "trends.parquet").unlink()
    (export_copy / "trends" / "month=2026-09" / "trends.parquet").mkdir()  # nothing can be written there
    assert isinstance(run(own_home, "export", "all", "--output", str(export_copy)).exception, AlmanacError)
    assert not (export_copy / MANIFEST_FILE).exists()
    (export_copy / "trends" / "month=2026-09" / "trends.parquet").rmdir()
    assert run(own_home, "export", "all", "--output", str(export_copy)).exit_code == 0
    assert not old_file.parent.parent.exists() and own_file.exists()
    assert run(Home(tmp_path / "home"), "import", str(export_copy)).exit_code == 0


PUBLIC_TABLES = {
    "main": "boards category_daily families featured movers scorecard trends",
    "store": "anomaly answer archived_day category cohort compacted_day daily daily_interval description event known_fault level lineup lookup mark member name "
    "purge reject repo snapshot source sparse_version vanished watched withheld",
}  # fmt: skip


def test_no_private_table_is_exported(own_home: Home, tmp_path: Path) -> None:
    """A new table needs a decision: here, or in TABLES_WITHOUT_ROWS."""
    home = Home(tmp_path / "home")
    home.root.mkdir()
    shutil.copy(own_home.published, home.published)
    home.published.chmod(0o644)
    with duckdb.connect(str(home.published)) as con:
        names = {f"{schema}.{name}" for schema, text in PUBLIC_TABLES.items() for name in text.split()}
        for name, columns in con.execute(
            "SELECT concat(schema_name, '.', table_name), column_count FROM duckdb_tables()"
        ).fetchall():
            if name not in names | {"store.about"}:
                con.execute(f"INSERT INTO {name} VALUES ({', '.join(['NULL'] * columns)})")
        con.execute("INSERT INTO store.source (name, license) VALUES ('mine', 'private'), ('other', NULL)")
    assert run(home, "export", "all", "--output", str(tmp_path / "x")).exit_code == 0
    tables = json.loads((tmp_path / "x" / MANIFEST_FILE).read_text())["tables"]
    assert {name for name, table in tables.items() if table["files"]} <= names <= set(tables)
    assert duckdb.sql(f"SELECT name FROM '{tmp_path}/x/state/source.parquet'").fetchall() == [("other",)]
