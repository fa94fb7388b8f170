"""On a limited file system, commands work, or fail with a sentence that names the path."""

import datetime as dt
import errno
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline.config import Home
from pipeline.crawl.spool import list_spooled_days
from pipeline.files import replace_file
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.conftest import THOROUGH
from tests.disks.conftest import SHARED_FOLDER, RunWithFaults

NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS)


def state(home: Home) -> dict[str, str]:
    """Hash the files that cannot be rebuilt."""
    files = [home.published, home.warehouse, *(path for path in home.spool.rglob("*") if path.is_file())]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files if path.name != ".lock"}


def test_commands_work_on_a_shared_folder(home_copy: Home, run_with_faults: RunWithFaults, tmp_path: Path):
    own = ["--home", home_copy.root]
    results = run_with_faults(
        tmp_path,
        (SHARED_FOLDER, [*own, "backup", tmp_path / "a.duckdb"]),
        (SHARED_FOLDER | {"fsync_folder": errno.EOPNOTSUPP}, [*own, "restore", "--force", tmp_path / "a.duckdb"]),
        (SHARED_FOLDER | {"fsync_file": errno.EINVAL}, [*own, "export", "categories", "--output", tmp_path / "export"]),
        (SHARED_FOLDER, [*own, "sql", "SELECT 1 AS x", "--format", "csv", "--output", tmp_path / "x.csv"]),
    )
    assert [result.code for result in results] == [0] * 4, results
    with duckdb.connect(str(home_copy.published), read_only=True) as con:
        assert con.execute("SELECT count(DISTINCT date) FROM snapshots").fetchall() == [(8,)]
    assert {path.name for path in (tmp_path / "export").iterdir()} >= {"categories.parquet", "README.md"}
    assert (tmp_path / "x.csv").read_text() == "x\n1\n"


def test_a_disk_without_locks_is_an_error_and_changes_nothing(
    home_copy: Home, run_with_faults: RunWithFaults, tmp_path: Path
):
    before = state(home_copy)
    own = ["--home", home_copy.root]
    commands = [
        ({call: error}, [*own, *words])
        for error in NO_LOCKS
        for call, words in (
            ("flock", ["restore", "--force"]),
            ("flock", ["forget", "--date", "2026-11-20", "--yes"]),
            ("flock", ["export", "categories", "--output", home_copy.root / "export"]),
            ("fcntl", ["backup", tmp_path / "a.duckdb"]),
            ("fcntl", ["verify"]),
            ("fcntl", ["ui", "--prepare"]),
        )
    ]
    results = run_with_faults(home_copy.root, *commands)
    for result, (_, words) in zip(results, commands, strict=True):
        assert result.code == 1 and "lock" in result.err and str(home_copy.root) in result.err, (words, result)
        assert len(result.err.strip().splitlines()) == 1
    assert state(home_copy) == before


def test_reading_on_a_disk_without_locks(home_copy: Home, run_with_faults: RunWithFaults):
    """DuckDB reads if locks are unsupported; if locking fails, the error says why."""
    command = ["--home", home_copy.root, "show", "translation"]
    results = run_with_faults(
        home_copy.root, *(({"fcntl": error}, command) for error in (errno.EOPNOTSUPP, errno.ENOLCK, errno.ENOSYS))
    )
    assert [result.code for result in results] == [0, 1, 1]
    assert all("lock" in result.err and str(home_copy.root) in result.err for result in results[1:])


def test_a_file_that_cannot_be_flushed_or_replaced_is_an_error(
    home_copy: Home, run_with_faults: RunWithFaults, tmp_path: Path
):
    own = ["--home", home_copy.root]
    (tmp_path / "open.duckdb").write_bytes(b"open elsewhere")
    results = run_with_faults(
        tmp_path,
        ({"fsync_file": errno.EIO}, [*own, "backup", tmp_path / "a.duckdb"]),
        ({"rename_over": errno.EBUSY}, [*own, "backup", "--force", tmp_path / "open.duckdb"]),
        ({"rename": errno.EXDEV}, [*own, "backup", tmp_path / "b.duckdb"]),
        ({"rename_over": errno.EACCES}, [*own, "export", "categories", "--output", tmp_path / "export"]),
        ({"rename_over": errno.EACCES}, [*own, "export", "categories", "--output", tmp_path / "export"]),
        ({"fsync_file": errno.EINVAL}, [*own, "forget", "--date", "2026-11-20", "--yes"]),
        ({"mkdir": errno.EROFS}, [*own, "verify"]),
        ({"mkdir": errno.EROFS}, [*own, "report"]),
        ({"mkdir": errno.EROFS}, ["--home", tmp_path / "new", "ui", "--prepare"]),
    )
    assert [result.code for result in results] == [1, 1, 1, 0, 1, 1, 1, 1, 2], results
    assert all(str(tmp_path) in result.err for result in results if result.code)
    assert (tmp_path / "open.duckdb").read_bytes() == b"open elsewhere"
    assert sorted(path.name for path in tmp_path.glob("*.duckdb")) == ["open.duckdb"]
    assert not list(tmp_path.glob(".*.new"))


def test_a_file_is_replaced_across_disks(tmp_path: Path):
    other = Path("/dev/shm")
    if not os.access(other, os.W_OK) or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("no second disk at /dev/shm")
    fresh = other / f"hub-almanac-{os.getpid()}"
    try:
        fresh.write_bytes(b"new")
        (tmp_path / "place").write_bytes(b"old")
        replace_file(fresh, tmp_path / "place")
        assert (tmp_path / "place").read_bytes() == b"new" and not fresh.exists()
        assert [path.name for path in tmp_path.iterdir()] == ["place"]
    finally:
        fresh.unlink(missing_ok=True)


@pytest.mark.slow
def test_a_run_works_on_a_shared_folder_and_fails_without_locks(
    world: World, home: Home, run_with_faults: RunWithFaults, tmp_path: Path
):
    with SampleHub(world) as hub:
        hub.set_day(world.days[0])
        run = ["--home", home.root, "run", "--limit", "5"]
        home.root.mkdir()
        results = run_with_faults(
            home.root,
            ({"flock": errno.ENOLCK}, run),
            (SHARED_FOLDER, run),
            HF_ENDPOINT=hub.url,
        )
    assert results[0].code == 1 and "lock" in results[0].err and str(home.root) in results[0].err, results[0]
    assert results[1].code == 0, results[1]
    assert [day for day, _ in list_spooled_days(home.spool)] == [world.days[0]]
    assert home.published.is_file()


@pytest.mark.skipif(not THOROUGH, reason="takes seconds")
def test_damaged_records_are_set_aside_where_a_folder_cannot_be_renamed(
    home_copy: Home, run_with_faults: RunWithFaults
):
    """Like a folder of a container image (overlayfs)."""
    storage = home_copy.dagster / "storage"
    for database in storage.rglob("*.db"):
        database.write_bytes(b"no database" * 1000)
    (result,) = run_with_faults(storage, ({"rename": errno.EXDEV}, ["--home", home_copy.root, "ui", "--prepare"]))
    assert result.code == 0 and len(list(home_copy.dagster.glob("storage.damaged-*"))) == 1, result


def test_pages_that_cannot_be_deleted_are_deleted_later(library: Path, tmp_path: Path):
    """On a network disk, a file in use survives the deletion of its renamed folder."""
    for day in ("2026-01-01", "2026-01-02", "2026-01-03"):
        (tmp_path / day / "leaders.1").mkdir(parents=True)
        (tmp_path / day / "leaders.1" / "manifest.jsonl").touch()
    code = """
import datetime as dt, sys
from pathlib import Path
from pipeline.crawl.spool import delete_spools_before
print(*delete_spools_before(Path(sys.argv[1]), dt.date(2026, 1, 3)))
"""
    environment = {"LD_PRELOAD": str(library), "DISK_BELOW": str(tmp_path.resolve() / "2026-01-01")}
    for fault, deleted in ((f"unlink={errno.EBUSY}", "2026-01-02"), ("", "2026-01-01")):
        process = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            env={**os.environ, **environment, "DISK_FAULTS": fault},
            capture_output=True,
            text=True,
            check=True,
        )
        assert process.stdout.split() == [deleted]
    assert [day for day, _ in list_spooled_days(tmp_path)] == [dt.date(2026, 1, 3)]


@pytest.mark.skipif(not THOROUGH, reason="takes seconds")
def test_a_clock_years_ahead_deletes_neither_records_nor_pages(
    home_copy: Home, run_with_faults: RunWithFaults, tmp_path: Path
):
    rebuild = ["--home", home_copy.root, "rebuild", "--date", "2026-11-20"]
    assert run_with_faults(tmp_path, ({}, rebuild))[0].code == 0  # the copied runs belong to the original home
    pages, runs = list_spooled_days(home_copy.spool), len(list(home_copy.dagster.rglob("runs/*-*.db")))
    for years in (3, -30):
        ahead = str(years * 366 * 24 * 3600)
        results = run_with_faults(
            tmp_path, ({}, rebuild), ({}, ["--home", home_copy.root, "status"]), CLOCK_AHEAD=ahead
        )
        assert results[0].code == (0 if years > 0 else 2), results
        assert list_spooled_days(home_copy.spool) == pages
        assert len(list(home_copy.dagster.rglob("runs/*-*.db"))) == runs + 1


def test_the_library_injects_each_fault(library: Path, tmp_path: Path):
    code = """
import fcntl, os, sys
def answer(call):
    try:
        call()
    except OSError as error:
        return error.errno
    return 0
folder = sys.argv[1]
file = open(folder + "/a", "wb")
handle = os.open(folder, os.O_RDONLY)
print([answer(call) for call in (
    lambda: fcntl.flock(file, fcntl.LOCK_EX), lambda: fcntl.lockf(file, fcntl.LOCK_EX), lambda: os.fsync(file.fileno()),
    lambda: os.fsync(handle), lambda: os.chmod(folder + "/a", 0o600), lambda: os.fchmod(file.fileno(), 0o600),
    lambda: os.symlink("a", folder + "/b"), lambda: os.link(folder + "/a", folder + "/c"), lambda: os.replace(folder + "/a", folder + "/d"))])
"""
    calls = ("flock", "fcntl", "fsync_file", "fsync_folder", "chmod", "symlink", "link", "rename")
    faults = " ".join(f"{call}={number}" for number, call in enumerate(calls, 100))
    for below, expected in (
        (tmp_path.resolve(), [100, 101, 102, 103, 104, 104, 105, 106, 107]),
        (tmp_path / "x", [0] * 9),
    ):
        process = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            env={**os.environ, "LD_PRELOAD": str(library), "DISK_BELOW": str(below), "DISK_FAULTS": faults},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert process.stdout.strip() == str(expected)
        for name in ("b", "c"):
            (tmp_path / name).unlink(missing_ok=True)
