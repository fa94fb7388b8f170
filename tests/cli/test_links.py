"""Parts of a home may be links to another disk: writes go to the targets, and the links stay."""

import datetime as dt
import hashlib
import os
import shutil
from pathlib import Path

import duckdb
import pytest

from pipeline.cli.demo import DemoRecord, _clear_demo
from pipeline.config import Home
from pipeline.crawl.manifest import Header
from pipeline.crawl.spool import list_spooled_days, start_or_resume
from pipeline.crawl.spool_lock import spool_lock
from pipeline.errors import AlmanacError, UsageError, WarehouseError
from pipeline.files import describe_broken_link
from pipeline.notes import Note
from pipeline.orchestration.instance import prepare_instance
from pipeline.paths import reject_home_file
from pipeline.publishing.publish import publish
from pipeline.site.output_folder import SiteFolder
from pipeline.warehouse.connection import open_warehouse
from tests.conftest import THOROUGH
from tests.fixtures.commands import RunCommand

BROKEN_TARGETS = ("gone", "circle", *(["gone/deeper/x"] if THOROUGH else []))


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """A folder that plays another disk, with a link to itself."""
    folder = tmp_path / "disk"
    folder.mkdir()
    (folder / "circle").symlink_to(folder / "circle")
    return folder


def move_and_link(path: Path, to: Path) -> Path:
    shutil.move(path, to)
    path.symlink_to(to)
    return to


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def publish_again(home: Home) -> None:
    with open_warehouse(home.warehouse) as con:
        publish(con, home.warehouse, home.published)


def test_a_linked_published_file_is_replaced_where_it_lies(home_copy: Home, disk: Path):
    target = move_and_link(home_copy.published, disk / "public.duckdb")
    inode = target.stat().st_ino
    (disk / "public.duckdb.wal").write_bytes(b"left by somebody")
    home_copy.published.with_name("hub.duckdb.wal").write_bytes(b"left by somebody")
    publish_again(home_copy)
    assert home_copy.published.is_symlink() and target.stat().st_ino != inode
    assert digest(target) == digest(home_copy.warehouse)
    assert sorted(path.name for path in disk.iterdir()) == ["circle", "public.duckdb"]
    assert not home_copy.published.with_name("hub.duckdb.wal").exists()


def test_a_chain_of_links_is_followed_to_its_end(home_copy: Home, disk: Path):
    target = move_and_link(home_copy.published, disk / "a.duckdb")
    (disk / "b").symlink_to("a.duckdb")
    home_copy.published.unlink()
    home_copy.published.symlink_to(os.path.relpath(disk / "b", home_copy.root))
    target.chmod(0o644)
    target.write_bytes(b"no database")
    publish_again(home_copy)
    assert home_copy.published.is_symlink() and (disk / "b").is_symlink()
    assert digest(target) == digest(home_copy.warehouse)
    assert [path.read_bytes() for path in disk.glob("a.duckdb.unreadable-*")] == [b"no database"]


def test_a_published_link_that_leads_nowhere_is_filled_or_refused(home_copy: Home, disk: Path):
    home_copy.published.unlink()
    home_copy.published.symlink_to(disk / "new.duckdb")
    publish_again(home_copy)
    assert home_copy.published.is_symlink() and (disk / "new.duckdb").is_file()
    for leads_to in (disk / "gone" / "x.duckdb", disk / "circle", disk, home_copy.warehouse):
        home_copy.published.unlink()
        home_copy.published.symlink_to(leads_to)
        before = digest(home_copy.warehouse), sorted(disk.iterdir())
        with pytest.raises(WarehouseError, match=str(home_copy.published)):
            publish_again(home_copy)
        assert home_copy.published.is_symlink() and (digest(home_copy.warehouse), sorted(disk.iterdir())) == before


@pytest.mark.parametrize("warehouse", ["warehouse", "warehouse/hub.duckdb"])
def test_parts_on_another_disk_work(home_copy: Home, disk: Path, warehouse: str, inside: RunCommand):
    links: list[Path] = []
    for number, part in enumerate((warehouse, "hub.duckdb", "spool", "dagster", "site", "export", "catalogue.toml")):
        place = home_copy.root / part
        if part == "catalogue.toml":
            place.write_text("")
        elif not place.exists():
            place.mkdir()
        links.append(place)
        move_and_link(place, disk / str(number))
    site = SiteFolder(home_copy.site)
    site.put("index.html", "a page")
    site.finish_edition()
    assert inside("export", "categories", home=home_copy.root).returncode == 0
    assert inside("backup", str(disk / "backup.duckdb"), home=home_copy.root).returncode == 0
    with spool_lock(home_copy.spool):
        start_or_resume(home_copy.spool, Header(dt.date(2026, 11, 21), "leaders", "http://hub", "plan"))
    prepare_instance(home_copy)
    publish_again(home_copy)
    assert all(place.is_symlink() and place.exists() for place in links)
    assert dt.date(2026, 11, 21) in [day for day, _ in list_spooled_days(home_copy.spool)]
    assert (home_copy.site / "index.html").is_file() and (home_copy.root / "export" / "categories.parquet").is_file()


@pytest.mark.parametrize("broken_target", BROKEN_TARGETS)
def test_a_part_whose_disk_is_missing_is_named(home_copy: Home, disk: Path, broken_target: str, inside: RunCommand):
    commands: dict[str, tuple[tuple[str, ...], ...]] = {
        "hub.duckdb": (("status",), ("show", "translation"), ("sql", "SELECT 1"), ("export", "all"), ("restore",)),
        "warehouse/hub.duckdb": (("backup", str(disk / "b")), ("verify",), ("forget", "--date", "2026-11-20", "--yes")),
        "warehouse": (("backup", str(disk / "b")), ("verify",), ("restore", str(disk / "copy.duckdb"))),
        "spool": (("forget", "--date", "2026-11-20", "--yes"),),
        "catalogue.toml": (("doctor",),),
        "dagster.yaml": (("ui", "--prepare"),),
        "dagster": (("ui", "--prepare"),),
        "site": (("report",),),
        "export": (("export", "categories"),),
    }
    shutil.copy(home_copy.published, disk / "copy.duckdb")
    for part, command_lines in commands.items():
        place = home_copy.root / part
        if place.exists():
            place.rename(tmp := place.with_name("aside"))
        else:
            tmp = None
        place.symlink_to(disk / broken_target)
        for words in command_lines:
            result = inside(*words, home=home_copy.root)
            lines = result.stderr.strip().splitlines()
            assert result.returncode in (1, 2) and len(lines) == 1, (part, words, result)
            assert str(place) in lines[0], (part, words, result)
        assert place.is_symlink() and not os.path.lexists(disk / "b")
        place.unlink()
        if tmp:
            tmp.rename(place)


@pytest.mark.parametrize("broken_target", BROKEN_TARGETS)
def test_a_home_that_leads_nowhere_is_named(disk: Path, broken_target: str, inside: RunCommand):
    (disk / "home").symlink_to(disk / broken_target)
    for words in (("status",), ("ui", "--prepare"), ("backup", str(disk / "b")), ("sql", "SELECT 1")):
        result = inside(*words, home=disk / "home")
        assert result.returncode in (1, 2) and len(result.stderr.splitlines()) == 1, result
        assert str(disk / "home") in result.stderr, result


def test_an_answer_goes_through_a_link_to_its_target(home_copy: Home, disk: Path, inside: RunCommand):
    link = disk / "answer.csv"
    for leads_to, code in (("real.csv", 0), ("gone/real.csv", 1), ("circle", 1)):
        link.symlink_to(disk / leads_to)
        result = inside("sql", "SELECT 1 AS x", "--format", "csv", "--output", str(link), home=home_copy.root)
        assert result.returncode == code and link.is_symlink(), result
        assert code == 0 or str(link) in result.stderr
        link.unlink()
    assert (disk / "real.csv").read_text() == "x\n1\n"


def test_a_backup_goes_through_a_link_to_its_target(home_copy: Home, disk: Path, inside: RunCommand, tmp_path: Path):
    link = tmp_path / "backup.duckdb"
    link.symlink_to(disk / "real.duckdb")
    assert inside("backup", str(link), home=home_copy.root).returncode == 0
    assert link.is_symlink() and digest(disk / "real.duckdb") == digest(home_copy.warehouse)
    assert inside("backup", str(link), home=home_copy.root).returncode == 2  # exists
    (disk / "real.duckdb").write_bytes(b"old")
    assert inside("backup", "--force", str(link), home=home_copy.root).returncode == 0
    assert link.is_symlink() and digest(disk / "real.duckdb") == digest(home_copy.warehouse)
    for leads_to in (disk / "gone" / "x", disk / "circle", disk):
        link.unlink()
        link.symlink_to(leads_to)
        result = inside("backup", "--force", str(link), home=home_copy.root)
        assert result.returncode == 2 and str(link) in result.stderr and link.is_symlink(), result


@pytest.mark.parametrize("part", ["hub.duckdb", "warehouse/hub.duckdb", "warehouse", "spool", "catalogue.toml"])
def test_no_command_overwrites_the_target_of_a_part_of_the_home(
    home_copy: Home, disk: Path, part: str, inside: RunCommand
):
    (home_copy.root / "catalogue.toml").write_text("")
    target = move_and_link(home_copy.root / part, disk / "part")
    (disk / "soft").symlink_to(target)
    live = [target, disk / "soft", home_copy.root / part]
    if target.is_dir():
        file = next(path for path in sorted(target.rglob("*")) if path.is_file() and path.name != ".lock")
        live = [file, target / "new.duckdb", disk / "soft" / file.relative_to(target)]
    before = {path: digest(path) for path in disk.rglob("*") if path.is_file()}
    for place in (*live, disk / "hard"):
        if place.name == "hard":  # last: files with two names get more checks
            os.link(live[0], place)
            before[place] = digest(place)
        for words in (("backup", "--force"), ("sql", "SELECT 1", "--format", "csv", "--output")):
            result = inside(*words, str(place), home=home_copy.root)
            assert result.returncode == 2 and str(place) in result.stderr, (place, result)
    assert {path: digest(path) for path in disk.rglob("*") if path.is_file()} == before
    reject_home_file(home_copy, disk / "beside.duckdb")


def test_links_inside_the_home_are_followed_too(home_copy: Home, disk: Path):
    day = next(folder for _, folder in list_spooled_days(home_copy.spool))
    move_and_link(day, disk / "day")
    (home_copy.root / "catalogue.toml").symlink_to(disk / "later.toml")
    for place in (disk / "day" / "x", disk / "later.toml"):
        with pytest.raises(UsageError):
            reject_home_file(home_copy, place)


def test_a_hard_link_to_the_published_file_keeps_its_day(home_copy: Home, disk: Path):
    os.link(home_copy.published, disk / "hard")
    before = digest(disk / "hard")
    with open_warehouse(home_copy.warehouse) as con:
        con.execute("CREATE TABLE store.later AS SELECT 1 AS x")
        publish(con, home_copy.warehouse, home_copy.published)
    assert digest(disk / "hard") == before != digest(home_copy.published)
    with duckdb.connect(str(disk / "hard"), read_only=True) as con:
        assert con.execute("SELECT count(DISTINCT date) FROM snapshots").fetchall() == [(8,)]


def test_a_demo_on_another_disk_is_replaced_there(tmp_path: Path, disk: Path):
    home = Home(tmp_path / "demo")
    (disk / "demo" / "spool").mkdir(parents=True)
    (disk / "demo" / home.demo_marker.name).write_text("")
    record = DemoRecord("", dt.date(2026, 11, 20), hostile=False)
    home.root.symlink_to(disk / "demo")
    _clear_demo(home, record)
    assert home.root.is_symlink()
    assert [path.name for path in (disk / "demo").iterdir()] == [home.demo_marker.name]
    for broken_target in BROKEN_TARGETS:
        home.root.unlink()
        home.root.symlink_to(disk / broken_target)
        with pytest.raises(UsageError):
            _clear_demo(home, record)


def test_broken_links_are_distinguished(disk: Path):
    (disk / "a").symlink_to(disk / "gone")
    (disk / "b").symlink_to(disk)
    assert describe_broken_link(disk / "b" / "new") is None and describe_broken_link(disk / "none") is None
    circular = describe_broken_link(disk / "circle" / "x")
    missing = describe_broken_link(disk / "b" / "a" / "x")
    assert circular == Note("link_loop", {"link": str(disk / "circle")})
    assert missing == Note("broken_link", {"link": str(disk / "b" / "a"), "target": str(disk / "gone")})


def test_a_lock_that_is_a_link_is_refused(home_copy: Home, disk: Path, inside: RunCommand):
    (disk / "theirs").write_text("theirs")
    for folder, words in ((home_copy.dagster, ("ui", "--prepare")), (home_copy.spool, ("restore", "--force"))):
        (folder / ".lock").unlink(missing_ok=True)
        (folder / ".lock").symlink_to(disk / "theirs")
        result = inside(*words, home=home_copy.root)
        assert result.returncode == 1 and str(folder / ".lock") in result.stderr, result
    assert (disk / "theirs").read_text() == "theirs"


def test_a_folder_of_pages_or_a_site_that_leads_nowhere_is_refused(disk: Path):
    for broken_target in BROKEN_TARGETS:
        (disk / "link").symlink_to(disk / broken_target)
        with pytest.raises(AlmanacError, match=str(disk / "link")), spool_lock(disk / "link"):
            pass
        with pytest.raises(AlmanacError, match=str(disk / "link")):
            SiteFolder(disk / "link")
        (disk / "link").unlink()
