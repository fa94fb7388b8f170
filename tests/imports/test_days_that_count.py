"""Which imported days count: what lists of bad days name since, and what an export does not bring back."""

import datetime as dt
import json
import shutil
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from pipeline.cli.main import app
from pipeline.config import Home, HubSettings
from pipeline.imports.formats import open_reader
from pipeline.imports.pieces import ImportRequest
from pipeline.publishing.imported import PublishedImport, import_plan, rank_days
from pipeline.warehouse.connection import open_warehouse
from tests.fixtures.archive_files import whole_day, write

SKIP = 'days = [{sources=["table", "hub-stats"], kinds=["model"], from=2025-03-02, state="skip"}]'
TABLE = "day,id,likes,downloads\n" + "".join(f"2025-03-0{day},a/x,{day},{day}\n" for day in (1, 2, 3))


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of three days and a whole day, and a home that has both."""
    folder = tmp_path_factory.mktemp("archives")
    write(folder / "daily.csv", TABLE.encode())
    write(folder / "hub" / "models.parquet", whole_day("2025-03-02T05:00:00", 5))
    for source in ("daily.csv", "hub"):
        bring(Home(folder / "home"), folder / source)
    return folder


@pytest.fixture
def home(archives: Path, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(archives / "home", tmp_path / "home")))


def bring(home: Home, path: Path) -> PublishedImport:
    request = ImportRequest(str(path), kind="model", known_days=home.known_days)
    reader = open_reader(request, HubSettings(token=False))
    return import_plan(home, reader.plan(), reader)


def rank(home: Home) -> None:
    with open_warehouse(home.warehouse, accept_stale_history=True) as con:
        rank_days(con, home, dt.date(2025, 3, 1), dt.date(2025, 3, 31))


def read(home: Home, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home.published), read_only=True) as con:
        return con.execute(query).fetchall()


def list_days(home: Home) -> list[tuple[object, ...]]:
    return read(home, "SELECT day(date), source, repos FROM snapshots ORDER BY date")


def test_a_day_counts_unless_a_list_names_it_now(home: Home, archives: Path) -> None:
    before = read(home, "FROM model_history ORDER BY ALL"), read(home, "FROM trends ORDER BY ALL")
    assert list_days(home) == [(1, "daily", 1), (2, "hub-stats", 5), (3, "daily", 1)]
    home.known_days.write_text(SKIP)
    rank(home)
    assert list_days(home) == [(1, "daily", 1), (3, "daily", 1)]
    home.known_days.write_text(SKIP.replace('"table", ', ""))
    assert bring(home, archives / "hub").outcome.reports == (), "nothing else is in the source"
    assert list_days(home) == [(1, "daily", 1), (2, "daily", 1), (3, "daily", 1)]
    home.known_days.unlink()
    rank(home)
    assert (read(home, "FROM model_history ORDER BY ALL"), read(home, "FROM trends ORDER BY ALL")) == before


def test_a_repeated_import_applies_a_changed_list(home: Home, archives: Path) -> None:
    late = write(archives / "late.csv", TABLE.replace("2025-03", "2025-04").encode())
    home.known_days.write_text(SKIP.replace("03-02", "04-02"))
    bring(home, late)
    assert list_days(home)[3:] == [(1, "late", 1), (3, "late", 1)]
    home.known_days.write_text(SKIP.replace("03-02", "04-02").replace("skip", "partial"))
    bring(home, late)
    assert list_days(home)[3:] == [(1, "late", 1), (2, "late", 1), (3, "late", 1)]
    assert read(home, "SELECT date FROM snapshots WHERE status = 'limited'") == [(dt.date(2025, 4, 2),)]


def test_a_day_is_partial_or_unreliable_once_a_list_says_so(home: Home) -> None:
    fault = 'sources=["table"], kinds=["model"], from=2025-03-03, state="rolled_back", counters=["downloads"]'
    home.known_days.write_text(f"{SKIP.replace('skip', 'partial')[:-1]}, {{{fault}}}]")
    rank(home)
    assert read(home, "SELECT date FROM snapshots WHERE status = 'limited'") == [(dt.date(2025, 3, 2),)]
    statuses = read(home, "SELECT day(date), status FROM model_history WHERE id = 'a/x' ORDER BY date")
    assert statuses == [(1, "observed"), (3, "unsound")]


def test_without_files_a_removal_says_what_to_import_again(home: Home, archives: Path) -> None:
    """As after a restore from an export, which has no files of imported days."""

    def run(*words: str) -> str:
        result = CliRunner().invoke(app, ["--home", str(home.root), "import", *words])
        assert result.exit_code == 0, result.output
        return result.output

    for path in home.imports.rglob("*.parquet*"):
        path.unlink()
    counts = {source["name"]: source["days_without_file"] for source in json.loads(run("--list", "--json"))["sources"]}
    assert counts == {"daily": 3, "hub-stats": 1}
    assert str(archives / "daily.csv") in run("--list")
    removed = run("--remove", "hub-stats")
    assert str(archives / "daily.csv") in removed and "2025-03-02" in removed
    assert list_days(home) == [(1, "daily", 1), (3, "daily", 1)], "what was in use stays"
    assert bring(home, archives / "daily.csv").outcome.unshelved_days == []
    assert list_days(home) == [(1, "daily", 1), (2, "daily", 1), (3, "daily", 1)]
