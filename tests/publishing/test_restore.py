import datetime as dt
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline.config import Home
from pipeline.errors import AlmanacError, MissingDays, UsageError, WarehouseError
from pipeline.publishing.publish import publish
from pipeline.publishing.restore import restore_warehouse
from pipeline.warehouse.connection import open_warehouse, read_almanac_id
from tests.fixtures.days import DAY, model, open_copy


@pytest.fixture(scope="module")
def home_with_days(new_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two published days and a closed warehouse."""
    home = Home(tmp_path_factory.mktemp("two") / "home")
    with open_copy(new_warehouse, home.warehouse) as (con, load):
        for number in (0, 1):
            load([model(n, likes=n + number) for n in range(1, 31)], DAY + dt.timedelta(number))
        publish(con, home.warehouse, home.published)
    return home


@pytest.fixture
def two_days(home_with_days: Home, tmp_path: Path) -> Home:
    """Copy that home."""
    shutil.copytree(home_with_days.root, tmp_path, dirs_exist_ok=True)
    return Home(tmp_path)


def days_in(file: Path) -> int:
    with duckdb.connect(str(file), read_only=True) as con:
        return con.execute("SELECT count(DISTINCT date) FROM snapshots").fetchall()[0][0]


def test_a_new_warehouse_is_not_published_over_history(two_days: Home):
    two_days.warehouse.unlink()
    before = two_days.published.read_bytes()
    with open_warehouse(two_days.warehouse) as con, pytest.raises(MissingDays):
        publish(con, two_days.warehouse, two_days.published)
    assert two_days.published.read_bytes() == before
    result = restore_warehouse(two_days, two_days.published)  # over the empty one
    assert (result.days, result.first, result.last) == (2, DAY, DAY + dt.timedelta(1))
    with open_warehouse(two_days.warehouse) as con:
        publish(con, two_days.warehouse, two_days.published)
    assert days_in(two_days.published) == 2


def test_another_almanac_is_not_published_over_this_one(two_days: Home, tmp_path: Path):
    with open_warehouse(two_days.warehouse) as con:
        con.execute("UPDATE store.about SET value = 'another' WHERE key = 'almanac'")
        with pytest.raises(MissingDays):
            publish(con, two_days.warehouse, two_days.published)
    assert days_in(two_days.published) == 2


def test_an_unreadable_published_file_is_kept_aside(two_days: Home):
    two_days.published.chmod(0o644)
    two_days.published.write_bytes(b"damaged" * 1000)
    with open_warehouse(two_days.warehouse) as con:
        publish(con, two_days.warehouse, two_days.published)
    assert days_in(two_days.published) == 2
    assert next(two_days.root.glob("hub.duckdb.unreadable-*")).read_bytes().startswith(b"damaged")


def test_a_warehouse_with_days_is_replaced_only_by_force_and_kept(two_days: Home):
    with pytest.raises(UsageError):
        restore_warehouse(two_days, two_days.published)
    before = two_days.warehouse.read_bytes()
    result = restore_warehouse(two_days, two_days.published, force=True)
    assert result.replaced_path is not None and result.replaced_path.read_bytes() == before
    assert days_in(two_days.warehouse) == 2


def test_a_damaged_warehouse_is_replaced_and_kept(two_days: Home):
    two_days.warehouse.write_bytes(b"no database")
    result = restore_warehouse(two_days, two_days.published)
    assert result.replaced_path is not None and result.replaced_path.read_bytes() == b"no database"
    assert days_in(two_days.warehouse) == 2


def test_an_older_backup_is_restored_and_published_by_force_alone(two_days: Home, tmp_path: Path):
    backup = tmp_path / "backup.duckdb"
    shutil.copyfile(two_days.warehouse, backup)
    with open_warehouse(backup) as con:
        con.execute("DELETE FROM store.snapshot WHERE date = $day", {"day": DAY + dt.timedelta(1)})
        con.execute("DELETE FROM store.daily WHERE date = $day", {"day": DAY + dt.timedelta(1)})
    two_days.warehouse.unlink()
    with pytest.raises(UsageError):
        restore_warehouse(two_days, backup)
    assert not two_days.warehouse.exists() and days_in(two_days.published) == 2
    restore_warehouse(two_days, backup, force=True)
    assert (days_in(two_days.warehouse), days_in(two_days.published)) == (1, 1)


def test_other_files_are_rejected(two_days: Home, tmp_path: Path):
    text, other_database, newer = tmp_path / "a.txt", tmp_path / "other.duckdb", tmp_path / "newer.duckdb"
    text.write_text("text")
    duckdb.connect(str(other_database)).close()
    shutil.copyfile(two_days.published, newer)
    with duckdb.connect(str(newer)) as con:
        con.execute("UPDATE store.about SET value = '99' WHERE key = 'schema_version'")
    before = two_days.warehouse.read_bytes()
    for source in (text, other_database, newer, tmp_path / "nowhere", tmp_path, two_days.warehouse):
        with pytest.raises(AlmanacError):
            restore_warehouse(two_days, source, force=True)
    assert two_days.warehouse.read_bytes() == before
    assert sorted(path.name for path in two_days.warehouse.parent.iterdir() if "restore" in path.name) == []


def test_views_of_a_foreign_file_are_replaced(two_days: Home, tmp_path: Path):
    foreign = tmp_path / "foreign.duckdb"
    shutil.copyfile(two_days.published, foreign)
    with duckdb.connect(str(foreign)) as con:
        con.execute("CREATE OR REPLACE VIEW models AS SELECT 'theirs' AS oid")
    restore_warehouse(two_days, foreign, force=True)
    with duckdb.connect(str(two_days.published), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM models").fetchall() == [(30,)]


def test_only_copies_share_the_almanac_id(two_days: Home, tmp_path: Path):
    with duckdb.connect(str(two_days.published), read_only=True) as con:
        published = read_almanac_id(con)
    with open_warehouse(two_days.warehouse) as con:
        assert read_almanac_id(con) == published
    with open_warehouse(tmp_path / "another" / "hub.duckdb") as con:
        assert read_almanac_id(con) not in (None, published)


def test_a_warehouse_in_use_is_not_replaced(two_days: Home):
    hold = f"import duckdb, time; c = duckdb.connect({str(two_days.warehouse)!r}); print('open', flush=True); time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(WarehouseError):
            restore_warehouse(two_days, two_days.published, force=True)
    finally:
        holder.kill()
        holder.wait()


def test_a_locked_published_file_is_not_replaced(two_days: Home):
    two_days.published.chmod(0o644)
    two_days.warehouse.unlink()
    hold = f"import duckdb, time; c = duckdb.connect({str(two_days.published)!r}); print('open', flush=True); time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        with open_warehouse(two_days.warehouse) as con, pytest.raises(WarehouseError):
            publish(con, two_days.warehouse, two_days.published)
    finally:
        holder.kill()
        holder.wait()
    assert days_in(two_days.published) == 2
    assert list(two_days.root.glob("*unreadable*")) == []
