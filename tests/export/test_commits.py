"""An upload is split into commits, resumed after a kill, and never leaves a reader with half a month or a mixed state."""

import datetime as dt
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import duckdb
import pytest
from typer.testing import CliRunner, Result

from pipeline.cli.main import app
from pipeline.config import Home
from pipeline.export.folder import parse_path
from pipeline.export.hub import COMMIT_FILES, LAST_FILES, Change, list_obsolete_files, split_changes
from pipeline.imports.manifest import MANIFEST_FILE, MARKER_FILE
from pipeline.publishing.publish import publish
from pipeline.warehouse.connection import open_warehouse
from tests.fixtures.commands import RunCommand
from tests.fixtures.days import loading, model
from tests.fixtures.hub_uploads import HubUploads
from tests.fixtures.tables import find_differences

TOKEN, REPO = "hf_ThisIsSecret", "me/almanac"
DAYS = [dt.date(2026, 9, 29) + dt.timedelta(number) for number in range(7)]


class Upload(Protocol):
    def __call__(self, home: Home, *words: str) -> "subprocess.CompletedProcess[str]": ...


def run(home: Home, uploads: HubUploads, *words: str) -> Result:
    return CliRunner().invoke(
        app, ["--home", str(home.root), *words], env={"HF_ENDPOINT": uploads.url, "HF_TOKEN": TOKEN}
    )


@pytest.fixture
def upload(ask: RunCommand, uploads: HubUploads) -> Upload:
    """Publish an export, in a process without Xet."""

    def publish_export(home: Home, *words: str) -> "subprocess.CompletedProcess[str]":
        environment = {"HF_ENDPOINT": uploads.url, "HF_HUB_DISABLE_XET": "1", "HF_TOKEN": TOKEN}
        return ask("export", "all", "--to-hub", REPO, "--yes", *words, home=home.root, **environment)

    return publish_export


@pytest.fixture(scope="module")
def homes(new_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Home]:
    """One almanac on the last day of a month, and on each day of the next one."""
    root = tmp_path_factory.mktemp("homes")
    work = root / "work" / "hub.duckdb"
    work.parent.mkdir()
    shutil.copyfile(new_warehouse, work)
    homes: list[Home] = []
    with open_warehouse(work) as con, loading(con, root / "spool") as load:
        for number, day in enumerate(DAYS):
            load([model(n, likes=10 * n + number) for n in range(1, 21)], day, followed=["translation"])
            if number:
                homes.append(Home(root / f"home-{number}"))
                homes[-1].root.mkdir()
                publish(con, work, homes[-1].published)
    return homes


@pytest.fixture
def uploads() -> Iterator[HubUploads]:
    with HubUploads({TOKEN: {"me"}}) as uploads:
        yield uploads


def test_small_commits_keep_months_together_and_the_description_last() -> None:
    months = [f"{name}/month=2026-09/{name}.parquet" for name in ("trends", "boards")]
    days = [f"{name}/date=2026-09-{day:02}/{name}.parquet" for name in ("trends", "boards") for day in range(1, 31)]
    others = [f"state/x/date=2026-{month:02}-{day:02}/x.parquet" for month in range(1, 9) for day in range(1, 29)]
    changes = [*map(Change, [*others, *months, *LAST_FILES]), *(Change(path, is_deletion=True) for path in days)]
    batches = split_changes(changes)
    assert sorted((change for batch in batches for change in batch), key=lambda change: change.path) == sorted(
        changes, key=lambda change: change.path
    )
    assert [len(batch) <= COMMIT_FILES < 100 for batch in batches] == [True] * len(batches) and len(batches) == 3
    for name in ("trends", "boards"):
        assert sum(any(change.path.startswith(f"{name}/") for change in batch) for batch in batches) == 1
    assert {change.path for change in batches[-1]} >= set(LAST_FILES)
    assert split_changes([]) == []


def test_a_month_replaces_its_days_and_a_state_the_one_before() -> None:
    remote = ["trends/date=2026-09-30/trends.parquet", "trends/date=2026-10-01/trends.parquet", "state/daily/date=2026-09-30/daily.parquet", "mine.txt", "movers/date=2026-09-30/movers.parquet"]  # fmt: skip
    month = "trends/month=2026-09/trends.parquet"
    assert list_obsolete_files([month], [*remote, month]) == [remote[0]]
    assert list_obsolete_files([month, MANIFEST_FILE], [*remote, MANIFEST_FILE]) == [remote[2], remote[0]]
    days = {f"2026-{day}" for day in ("09-30", "10-01")}
    assert (
        list_obsolete_files([], remote, lambda part: str(part.date) in days and part.relation == "trends") == remote[:2]
    )
    for path in ("trends/date=2026-9-3/trends.parquet", "trends/month=2026-13/trends.parquet", "x/date=2026-09-30/x.parquet", "trends/date=2026-09-30/boards.parquet"):  # fmt: skip
        assert parse_path(path) is None


def test_removed_days_leave_folder_and_repo(
    homes: list[Home], uploads: HubUploads, upload: Upload, tmp_path: Path
) -> None:
    """A day of the last month, a whole past month, and a day whose month was a file since."""
    home = Home(tmp_path / "home")
    home.warehouse.parent.mkdir(parents=True)
    for path in (home.warehouse, home.published):
        shutil.copy(homes[3].published, path)
        path.chmod(0o644)
    assert upload(home).returncode == 0
    repo, folder = uploads.repos[REPO], home.root / "export"
    removed = [
        f"{name}/{span}/{name}.parquet"
        for name in ("trends", "boards")
        for span in ("month=2026-09", f"date={DAYS[3]}")
    ]
    assert all((folder / path).exists() and path in repo.files for path in removed)
    hidden_day = folder / "trends" / f"date={DAYS[1]}" / "trends.parquet"
    hidden_day.parent.mkdir()
    shutil.copy(folder / removed[0], hidden_day)
    for day in (*DAYS[:2], DAYS[3]):
        assert run(home, uploads, "forget", "--date", str(day), "--yes").exit_code == 0
    assert upload(home, "--from", str(DAYS[4])).returncode == 0
    assert all((folder / path).exists() and path in repo.files for path in removed)  # not requested
    assert upload(home).returncode == 0
    assert not any((folder / path).exists() or path in repo.files for path in removed) and not hidden_day.exists()
    assert [day for day, _ in read_trends(repo.files, tmp_path / "reader")] == [DAYS[2], DAYS[4]]
    assert f"| 2 | {DAYS[2]} | {DAYS[4]} |" in (folder / "README.md").read_text()


def test_days_are_not_uploaded_beside_the_file_of_their_month(
    homes: list[Home], uploads: HubUploads, upload: Upload, tmp_path: Path
) -> None:
    assert upload(homes[1]).returncode == 0
    commits = list(uploads.repos[REPO].commits)
    assert upload(homes[1], "--from", str(DAYS[1]), "--output", str(tmp_path / "days")).returncode == 2
    assert uploads.repos[REPO].commits == commits


def read_trends(files: dict[str, bytes | None], folder: Path) -> list[tuple[dt.date, int]]:
    """Count the rows of each day as a reader of all files does."""
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in files.items():
        if path.startswith("trends/") and content is not None:
            (folder / path).parent.mkdir(parents=True)
            (folder / path).write_bytes(content)
    query = f"SELECT date, count(*) FROM read_parquet('{folder}/trends/*/*.parquet', hive_partitioning = false) GROUP BY date ORDER BY date"
    with duckdb.connect() as con:
        return con.execute(query).fetchall()


def test_a_month_stays_one_file_when_it_is_the_last_one_again(homes: list[Home], tmp_path: Path) -> None:
    """As after `almanac forget` of the only day of the month after it."""
    for home, words in ((homes[1], []), (homes[0], []), (homes[0], ["--from", str(DAYS[1])])):
        command = ["--home", str(home.root), "export", "trends", "--output", str(tmp_path), *words]
        result = CliRunner().invoke(app, command)
        assert result.exit_code == 0, result.output
        assert [path.name for path in sorted(tmp_path.glob("trends/*"))][-1] == "month=2026-09"
        query = f"SELECT count(*), count(DISTINCT date) FROM read_parquet('{tmp_path}/trends/month=*/*.parquet') WHERE date <= DATE '{DAYS[1]}'"
        with duckdb.connect(str(homes[0].published), read_only=True) as con:
            assert (
                con.execute(query).fetchall()
                == con.execute("SELECT count(*), count(DISTINCT date) FROM trends").fetchall()
            )
        assert not [day for day in DAYS[:2] if (tmp_path / "trends" / f"date={day}").exists()]


@pytest.mark.slow
def test_an_upload_cut_at_any_commit_is_readable_restorable_and_resumed(
    homes: list[Home], uploads: HubUploads, upload: Upload, tmp_path: Path
) -> None:
    first, last = homes[0], homes[-1]
    assert upload(first).returncode == 0
    repo = uploads.repos[REPO]
    days_before = read_trends(repo.files, tmp_path / "reader")
    uploads.commits_left, cuts = 0, 0
    while (result := upload(last)).returncode:
        assert result.returncode == 1 and result.stderr.count("\n") == 1
        days = read_trends(repo.files, tmp_path / "reader")
        assert days[:2] == days_before  # once, whatever is month and what are days
        restored = Home(tmp_path / f"restored-{cuts}")
        assert run(restored, uploads, "import", f"hf://datasets/{REPO}").exit_code == 0
        assert find_differences(restored.published, first.published) == []
        uploads.commits_left, cuts = 1, cuts + 1
    assert cuts >= 2 and max(repo.changes) <= COMMIT_FILES
    assert [day for day, _ in read_trends(repo.files, tmp_path / "reader")] == DAYS
    assert [path for path in repo.files if "date=2026-09" in path] == []
    restored = Home(tmp_path / "restored")
    assert run(restored, uploads, "import", f"hf://datasets/{REPO}").exit_code == 0
    assert find_differences(restored.published, last.published) == []
    commits = list(repo.commits)
    assert upload(restored).returncode == 0 and repo.commits == commits  # nothing differs


def test_later_days_and_other_almanacs_are_not_replaced(
    homes: list[Home], uploads: HubUploads, upload: Upload, tmp_path: Path
) -> None:
    assert upload(homes[1]).returncode == 0
    commits = list(uploads.repos[REPO].commits)
    assert upload(homes[0], "--output", str(tmp_path / "x")).returncode == 2
    other = Home(tmp_path / "other")
    shutil.copytree(homes[-1].root, other.root, ignore=shutil.ignore_patterns("export"))
    other.published.chmod(0o644)
    with duckdb.connect(str(other.published)) as con:
        con.execute("UPDATE store.about SET value = repeat('0', 32) WHERE key = 'almanac'")
    assert upload(other).returncode == 2
    assert uploads.repos[REPO].commits == commits
    assert upload(homes[-1]).returncode == 0


def test_a_repo_that_does_not_exist_yet_is_no_error_on_request(uploads: HubUploads, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    words = ("import", f"hf://datasets/{REPO}", "--format", "almanac")
    assert run(home, uploads, *words).exit_code == 1
    assert run(home, uploads, *words, "--allow-missing").exit_code == 0 and not home.root.exists()
    uploads.failures["/api/datasets"] = 503
    assert run(home, uploads, *words, "--allow-missing").exit_code == 1
    del uploads.failures["/api/datasets"]
    assert MARKER_FILE not in uploads.repos
