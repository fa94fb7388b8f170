"""`almanac import`: what it loads, what a second import and a removal change, and what a kill leaves."""

import csv
import datetime as dt
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner, Result

from pipeline.catalogue import load_catalogue
from pipeline.cli.main import app
from pipeline.config import Home
from pipeline.errors import AlmanacError
from pipeline.imports.shelf import remove_source
from pipeline.marts.day import build_marts
from pipeline.publishing.publish import publish
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.connection import open_warehouse
from tests.conftest import THOROUGH
from tests.fixtures.archive_files import oid, series, whole_day, write
from tests.fixtures.processes import PATIENCE
from tests.fixtures.warm_process import WarmProcess
from tests.warehouse.test_history_property import load_hub

ROOT = Path(__file__).parents[2]
DAYS = [dt.date(2025, 3, 2) + dt.timedelta(n) for n in range(3)]
HUB_ROW = {
    "id": "owner/m-1", "downloads": 1, "downloadsAllTime": 1, "likes": 1, "gated": None, "pipeline_tag": "translation", "library_name": None,
    "tags": ["x"], "createdAt": "2025-01-01T00:00:00.000Z",
}  # fmt: skip
RELATIONS = ("model_history", "models", "events", "trends", "boards", "category_daily", "scorecard", "movers")


def run(home: Home, *words: str) -> Result:
    """Run in this process, with the exit status of the command's own process."""
    result = CliRunner().invoke(app, ["--home", str(home.root), *words])
    if isinstance(result.exception, AlmanacError):
        result.exit_code = result.exception.exit_status
    elif result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def read(home: Home, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home.published), read_only=True) as con:
        return con.execute(query).fetchall()


def read_all(home: Home) -> dict[str, list[tuple[object, ...]]]:
    return {name: read(home, f"FROM {name} ORDER BY ALL") for name in RELATIONS}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def write_table(path: Path, days: Sequence[dt.date] = DAYS) -> Path:
    """Write a CSV table of 30 translation models by name."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["day", "id", "likes", "downloads", "pipeline_tag"])
        for ago, day in enumerate(days):
            writer.writerows([day, f"owner/m-{n}", n * (ago + 1), n * 100 + ago, "translation"] for n in range(1, 31))
    return path


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of three days."""
    return write_table(tmp_path_factory.mktemp("table") / "daily.csv")


@pytest.fixture(scope="module")
def weekly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two weekly snapshots of 40 repos, under a share-alike license."""
    folder = tmp_path_factory.mktemp("snapshots") / "weekly"
    for day in ("2025-03-03", "2025-03-10"):
        write(folder / "models" / day / "models.parquet", whole_day(f"{day}T05:00:00", 40, era="2025"))
    return folder


@pytest.fixture(scope="module")
def with_table(table: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the table; tests that change it use a copy."""
    home = Home(tmp_path_factory.mktemp("with_table") / "home")
    assert run(home, "import", str(table)).exit_code == 0
    return home


@pytest.fixture(scope="module")
def with_both(with_table: Home, weekly: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the table, then the snapshots."""
    home = copy_home(with_table, tmp_path_factory.mktemp("with_both") / "home")
    assert run(home, "import", str(weekly)).exit_code == 0
    return home


def copy_home(home: Home, root: Path) -> Home:
    shutil.copytree(home.root, root)
    return Home(root)


def test_a_plan_changes_nothing(home: Home, table: Path) -> None:
    result = run(home, "import", str(table), "--dry-run")
    assert result.exit_code == 0, result.output
    assert "2025-03-02" in result.output
    assert not home.root.exists()


def test_a_table_becomes_days_with_boards(with_table: Home) -> None:
    home = with_table
    assert read(home, "SELECT date, source, scope, repos FROM snapshots ORDER BY date") == [
        (day, "daily", "series", 30) for day in DAYS
    ]
    assert read(home, "SELECT likes, downloads FROM history_of('owner/m-7') ORDER BY date") == [
        (7 * (ago + 1), 700 + ago) for ago in range(3)
    ]
    assert read(home, "SELECT DISTINCT coverage FROM category_daily") == [("series",)]
    codes = "SELECT bool_and(list_contains(list_transform(notes, lambda note: note.code), 'series_only')) FROM boards WHERE ranked_repos > 0"
    assert read(home, codes) == [(True,)]
    assert read(home, "SELECT id FROM top('translation', n := 2)") == [("owner/m-30",), ("owner/m-29",)]
    status = json.loads(run(home, "status", "--json").output)
    assert (status["days"], status["failing_checks"]) == (3, [])


def test_importing_twice_or_another_file_of_this_name_changes_nothing(
    with_table: Home, table: Path, tmp_path: Path
) -> None:
    home = copy_home(with_table, tmp_path / "home")
    assert run(home, "import", str(write_table(tmp_path / table.name, DAYS[1:]))).exit_code == 2
    result = run(home, "import", str(table))
    assert result.exit_code == 0, result.output
    assert read_all(home) == read_all(with_table)


def test_a_removed_source_leaves_what_was_there(with_table: Home, with_both: Home, tmp_path: Path) -> None:
    home = copy_home(with_both, tmp_path / "home")
    assert read(home, "SELECT source FROM snapshots WHERE date = '2025-03-03'") == [("weekly",)]
    with open_warehouse(home.warehouse, accept_stale_history=True) as con:
        remove_source(con, "weekly")  # as if it had been killed then
    assert run(home, "import", "--remove", "weekly").exit_code == 0
    assert read_all(home) == read_all(with_table)
    assert sorted(path.name for path in home.imports.iterdir()) == [".lock", "daily"]
    result = run(home, "import", "--remove", "weekly")
    assert result.exit_code == 2


def test_an_export_leaves_out_share_alike_days(with_both: Home, tmp_path: Path) -> None:
    days = {"2025-03-02", "2025-03-04"}
    for words, expected in (((), days), (("--with-share-alike",), days | {"2025-03-03", "2025-03-10"})):
        folder = tmp_path / f"export{len(words)}"
        result = run(with_both, "export", "model_history", "models", "--output", str(folder), *words)
        assert result.exit_code == 0, result.output
        assert {path.name.removeprefix("date=") for path in (folder / "model_history").iterdir()} == expected
        names = duckdb.sql(f"SELECT id FROM '{folder}/models.parquet'").fetchall()
        assert (("owner0/repo-3",) in names) == bool(words)
        card = (folder / "README.md").read_text()
        assert "| daily |" in card
        assert ("hfmlsoc" in card) == bool(words)


def test_a_spine_of_ids_identifies_a_series_of_names(home: Home, weekly: Path, tmp_path: Path) -> None:
    rows = [(f"owner{n % 3}/repo-{n}", f"2025-03-0{day}", n, n * 10, n) for n in range(8) for day in range(1, 4)]
    pulse = write(tmp_path / "pulse" / "series" / "2025-03.parquet", series([*rows, ("gone/x", "2025-03-01", 1, 1, 1)]))
    assert run(home, "import", str(pulse.parents[1])).exit_code == 0
    assert read(home, "SELECT count(*) FROM models WHERE store.is_provisional(oid)") == [(9,)]
    assert run(home, "import", str(weekly)).exit_code == 0
    assert read(home, "SELECT oid, count(*) FROM history_of('owner1/repo-4') GROUP BY oid") == [(oid(4), 4)]
    assert read(home, "SELECT id FROM models WHERE store.is_provisional(oid)") == [("gone/x",)]


def test_forgetting_an_own_day_restores_the_imported_one(with_table: Home, tmp_path: Path) -> None:
    home = copy_home(with_table, tmp_path / "home")
    before = read_all(home)
    assert run(home, "forget", "--date", str(DAYS[1]), "--yes").exit_code == 1  # it is not an own day
    with open_warehouse(home.warehouse) as con:
        store_catalogue(con, load_catalogue())
        load_hub(con, home.spool, DAYS[1], "leaders", {oid(1): HUB_ROW})
        build_marts(con, DAYS[1])
    assert run(home, "forget", "--date", str(DAYS[1]), "--yes").exit_code == 0
    after = read_all(home)
    assert {name: rows for name, rows in after.items() if name != "boards"} == {
        name: rows for name, rows in before.items() if name != "boards"
    }


def test_boards_of_the_past_are_ranked_on_request(home: Home, table: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.csv"
    later.write_text("day,id,likes,pipeline_tag\n2025-12-01,owner/m-1,1000,translation\n")
    run(home, "import", str(later))
    run(home, "import", str(table))  # far before the last 40 days
    assert read(home, "SELECT DISTINCT date FROM trends") == [(dt.date(2025, 12, 1),)]
    result = run(home, "rank", "--from", "2025-03-01", "--to", "2025-03-03")
    assert result.exit_code == 0, result.output
    assert read(home, "SELECT DISTINCT date FROM trends ORDER BY date") == [
        (day,) for day in (*DAYS[:2], dt.date(2025, 12, 1))
    ]
    assert read(
        home, "SELECT rank_1d_ago FROM trends WHERE date = '2025-03-03' AND board = 'attention' AND rank = 1"
    ) == [(1,)]
    assert run(home, "rank", "--from", "2020-01-01", "--to", "2020-01-02").exit_code == 2


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["import"], 2), (["import", "x.csv", "--remove", "y"], 2), (["import", "x.csv", "--kind", "spaces"], 2),
        (["import", "/no/such/file.parquet"], 1), (["import", "x", "--from", "2025-13-01"], 2), (["import", "x.csv", "--format", "nope"], 2),
    ],
)  # fmt: skip
def test_wrong_words_change_nothing(home: Home, words: list[str], status: int) -> None:
    result = run(home, *words)
    assert result.exit_code == status, result.exception
    assert isinstance(result.exception, AlmanacError | SystemExit)
    assert not home.warehouse.exists()


def test_sample_data_and_imports_do_not_mix(published: Home, warm_process: WarmProcess, table: Path) -> None:
    before = published.published.stat().st_mtime_ns
    words = ["--home", str(published.root), "import", str(table)]
    refusal = warm_process.run(words, dict(os.environ), b"", timeout=PATIENCE)  # nobody else reads it in that process
    assert refusal.returncode == 2, refusal
    assert not published.imports.exists(), "refused before anything is read"
    assert published.published.stat().st_mtime_ns == before


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_killed_commands_go_on(
    home: Home, with_table: Home, with_both: Home, table: Path, weekly: Path, tmp_path: Path
) -> None:
    """Killed at random moments of their work, and run again, an import, a ranking and a removal give what they give without."""
    commands: list[tuple[list[str], Home]] = [
        (["import", str(table)], with_table),
        (["import", str(weekly)], with_both),
        (["rank", "--from", "2025-03-01", "--to", "2025-03-10"], with_both),
        (["import", "--remove", "weekly"], with_table),
    ]
    started_at = time.monotonic()
    assert start(Home(tmp_path / "timed"), "import", str(table)).wait() == 0
    seconds = time.monotonic() - started_at  # as the others
    rng = random.Random(7)
    for words, whole in commands:
        for _ in range(5 if THOROUGH else 1):
            process = start(home, *words)
            time.sleep(rng.uniform(0.2, 1) * seconds)  # most of the first fifth is Python's start
            process.send_signal(signal.SIGKILL)
            process.wait()
        # a removal killed at its very end leaves nothing to remove
        assert run(home, *words).exit_code in ((0, 2) if "--remove" in words else (0,))
        assert read_all(home) == read_all(whole), words


def start(home: Home, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(ROOT / "hub_almanac.py"), "--home", str(home.root), *words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_an_export_without_share_alike_days_restores_an_almanac_that_never_had_them(
    with_table: Home, with_both: Home, table: Path, tmp_path: Path
) -> None:
    assert run(with_both, "export", "all", "--output", str(tmp_path / "x")).exit_code == 0
    restored = Home(tmp_path / "restored")
    assert run(restored, "import", str(tmp_path / "x")).exit_code == 0
    assert read(restored, "SELECT name FROM sources") == [("daily",)]
    assert read(restored, "SELECT date FROM snapshots ORDER BY date") == [(DAYS[0],), (DAYS[2],)]
    assert run(restored, "verify").exit_code == 0
    assert run(restored, "import", str(table)).exit_code == 0  # with the day that the other source had
    assert read_all(restored) == read_all(with_table)


def test_an_export_is_a_source_of_the_days_that_its_almanac_observed(
    home: Home, with_table: Home, weekly: Path, tmp_path: Path
) -> None:
    assert run(home, "import", str(weekly)).exit_code == 0
    with open_warehouse(home.warehouse) as con:  # as if this almanac had observed them
        con.execute("UPDATE store.snapshot SET source = NULL, scope = 'hub'")
        con.execute(
            "DELETE FROM store.archived_day; DELETE FROM store.source; UPDATE store.snapshot SET status = 'limited' WHERE date = '2025-03-10'"
        )
        publish(con, home.warehouse, home.published)
    assert run(home, "export", "all", "--output", str(tmp_path / "x")).exit_code == 0
    other = copy_home(with_table, tmp_path / "other")
    before = read_all(other)
    for _ in range(2):
        result = run(other, "import", str(tmp_path / "x"))
        assert result.exit_code == 0, result.output
        snapshots = read(other, "SELECT date, scope, status FROM snapshots WHERE source LIKE 'almanac-%' ORDER BY date")
        assert snapshots == [(dt.date(2025, 3, 3), "archive", "ok"), (dt.date(2025, 3, 10), "archive", "limited")]
        query = "SELECT * EXCLUDE (status, source) FROM model_history WHERE date IN ('2025-03-03', '2025-03-10') ORDER BY ALL"
        assert read(other, query) == read(home, query)
        query = "SELECT oid, id, author, license, tags, created_at, base_models FROM models WHERE last_seen = '2025-03-10' ORDER BY ALL"
        assert read(other, query) == read(home, query) != []
        assert not list(other.imports.rglob(".almanac*"))
    [(source,)] = read(other, "SELECT name FROM sources WHERE name <> 'daily'")
    assert run(other, "import", "--remove", str(source)).exit_code == 0
    assert read_all(other) == before
    assert run(other, "import", str(tmp_path / "x"), "--from", "2025-03-10").exit_code == 0
    assert read(other, "SELECT date FROM snapshots WHERE source LIKE 'almanac-%'") == [(dt.date(2025, 3, 10),)]
