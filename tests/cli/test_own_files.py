"""Commands never overwrite the home's own files."""

import hashlib
import os
import shutil
import socket
from pathlib import Path

import pytest

from pipeline.config import Home
from pipeline.errors import UsageError
from pipeline.paths import reject_home_file, reject_home_folder
from tests.fixtures.commands import RunCommand

OWN = (
    "hub.duckdb", "hub.duckdb.wal", "warehouse/hub.duckdb", "warehouse/hub.duckdb.wal", "warehouse/new.duckdb", "spool/2026-11-20/leaders.1/manifest.jsonl",
    "spool/x", "dagster/dagster.yaml", "dagster/storage/runs.db", "catalogue.toml", "dagster.yaml", "last_failure.json", "SAMPLE_DATA", ".sql_history",
    "demo/hub.duckdb", "demo/x", "site", "warehouse", "warehouse/../hub.duckdb", "X/../hub.duckdb", "HUB.duckdb", "Warehouse/hub.duckdb", ".hub.duckdb.12.new",
)  # fmt: skip
FREE = ("answer.csv", "backups/a.duckdb", "../hub.duckdb", "hub.duckdb.bak", "backups/hub.duckdb", "my/warehouse/x.csv")


@pytest.fixture
def home(published: Home, tmp_path: Path) -> Home:
    home_with_files = Home(tmp_path / "home")
    for folder in (
        home_with_files.warehouse.parent,
        home_with_files.spool / "2026-11-20" / "leaders.1",
        home_with_files.dagster / "storage",
        home_with_files.root / "X",
        home_with_files.root / "demo",
    ):
        folder.mkdir(parents=True)
    shutil.copy(published.published, home_with_files.published)
    shutil.copy(published.published, home_with_files.warehouse)
    for name in ("spool/2026-11-20/leaders.1/manifest.jsonl", "catalogue.toml", "last_failure.json", "demo/hub.duckdb"):
        (home_with_files.root / name).write_text("own")
    return home_with_files


def hash_files(home: Home) -> dict[str, str]:
    files = (path for path in home.root.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("name", OWN)
def test_own_files_are_refused(home: Home, name: str):
    with pytest.raises(UsageError):
        reject_home_file(home, home.root / name)


@pytest.mark.parametrize("name", FREE)
def test_other_files_are_accepted(home: Home, name: str):
    reject_home_file(home, home.root / name)


def test_links_to_own_files_are_refused(home: Home, tmp_path: Path):
    for number, name in enumerate(
        ("hub.duckdb", "warehouse/hub.duckdb", "catalogue.toml", "spool/2026-11-20/leaders.1/manifest.jsonl")
    ):
        soft, hard = tmp_path / f"soft{number}", tmp_path / f"hard{number}"
        soft.symlink_to(home.root / name)
        os.link(home.root / name, hard)
        for link in (soft, hard, tmp_path / "home" / ".." / hard.name):
            with pytest.raises(UsageError):
                reject_home_file(home, link)
    folder = tmp_path / "folder"
    folder.symlink_to(home.warehouse.parent)
    with pytest.raises(UsageError):
        reject_home_file(home, folder / "new.duckdb")
    with pytest.raises(UsageError):
        reject_home_folder(home, folder / "site", home.site)


@pytest.mark.parametrize(
    "folder", ["", "..", "spool", "spool/new", "dagster/../warehouse/x", "demo/site", "SPOOL/x", "hub.duckdb"]
)
def test_folders_of_the_home_and_what_contains_it_are_refused(home: Home, folder: str):
    with pytest.raises(UsageError):
        reject_home_folder(home, home.root / folder, home.site)


def test_its_own_site_and_folders_beside_are_free(home: Home, tmp_path: Path):
    for folder in (home.site, home.root / "public", tmp_path / "public", home.root / "site" / "tables"):
        reject_home_folder(home, folder, home.site)
    home.site.symlink_to(home.warehouse.parent)
    with pytest.raises(UsageError):
        reject_home_folder(home, home.site, home.site)


def test_commands_refuse_them_and_change_nothing(home: Home, inside: RunCommand, tmp_path: Path):
    os.link(home.warehouse, tmp_path / "hard")
    before = hash_files(home)
    for target in (
        home.root / "X" / ".." / "hub.duckdb",
        tmp_path / "hard",
        home.root / "catalogue.toml",
        home.root / "last_failure.json",
    ):
        for words in (
            ("backup", "--force", str(target)),
            ("sql", "SELECT 1", "--format", "csv", "--output", str(target)),
        ):
            result = inside(*words, home=home.root)
            assert result.returncode == 2 and "Traceback" not in result.stderr, result
            assert str(target) in result.stderr or target.name in result.stderr, result
    for words in (("export", "categories", "--output", str(home.root)), ("report", "--output", str(home.spool / "x"))):
        assert inside(*words, home=home.root).returncode == 2
    assert hash_files(home) == before


def test_a_backup_replaces_files_alone(home: Home, inside: RunCommand, tmp_path: Path):
    with socket.socket(socket.AF_UNIX) as open_socket:
        open_socket.bind(str(tmp_path / "s"))
        for target in ("/dev/null", str(tmp_path / "s"), str(tmp_path / ("x" * 300))):
            result = inside("backup", "--force", target, home=home.root)
            assert result.returncode == 2 and "Traceback" not in result.stderr, result
    assert Path("/dev/null").is_char_device()
