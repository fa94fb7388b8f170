import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline.config import Home
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.conftest import Almanac
from tests.fixtures.days import take_days

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def three_days(world: World, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home of three days, the last of which ran twice."""
    home = Home(tmp_path_factory.mktemp("three") / "home")
    with SampleHub(world) as hub:
        take_days(home, hub, [*world.days[:3], world.days[2]])
    return home


@pytest.fixture
def home_copy(three_days: Home, home: Home) -> Home:
    shutil.copytree(three_days.root, home.root)
    return home


def test_a_backup_restores_the_home(home_copy: Home, almanac: Almanac, tmp_path: Path) -> None:
    file = tmp_path / "kept.duckdb"
    result = almanac("backup", str(file))
    assert result.returncode == 0 and "3 days" in result.stdout
    again = almanac("backup", str(file))
    assert again.returncode == 2 and "--force" in again.stderr
    assert almanac("backup", str(file), "--force").returncode == 0
    for wrong in (tmp_path, tmp_path / "nowhere" / "x", home_copy.warehouse, home_copy.published):
        refusal = almanac("backup", str(wrong), "--force")
        assert refusal.returncode == 2 and "Traceback" not in refusal.stderr
    query = "SELECT sum(hash(COLUMNS(*))::HUGEINT) FROM store.fact"
    with duckdb.connect(str(home_copy.warehouse), read_only=True) as con:
        before = con.execute(query).fetchall()
    shutil.copyfile(file, home_copy.warehouse)
    assert almanac("verify").returncode == 0
    with duckdb.connect(str(home_copy.warehouse), read_only=True) as con:
        assert con.execute(query).fetchall() == before


def test_verify_passes_and_reports_differences(home_copy: Home, almanac: Almanac) -> None:
    before = home_copy.warehouse.read_bytes()
    result = almanac("verify")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "passes" in result.stdout and "fails" not in result.stdout
    assert home_copy.warehouse.read_bytes() == before
    assert not list(home_copy.warehouse.parent.glob(".verify-*"))
    # independent damages: each has its own failing check
    for damages in (
        {"DELETE FROM store.daily WHERE repo = (SELECT min(repo) FROM store.daily)": "has the rows that its crawl counted"},
        {
            "UPDATE store.description SET id = 'some/body' WHERE repo = 1": "each name is in the index",
            "UPDATE featured SET likes_1d = 7": "featured models of 3 days",
        },
        {
            "UPDATE trends SET score = score + 1 WHERE rank = 1": "boards of 3 days",
            "INSERT INTO store.event VALUES ('2026-11-08', 1, 'renamed', 'a', 'b')": "store.event",
            "DELETE FROM store.member WHERE category = 'translation'": "category members",
        },
    ):  # fmt: skip
        with duckdb.connect(str(home_copy.warehouse)) as con:
            for damage in damages:
                con.execute(damage)
        result = almanac("verify")
        assert result.returncode == 1 and len(result.stderr.splitlines()) == 1 and "Traceback" not in result.stderr
        failing = [line for line in result.stdout.splitlines() if line.startswith("fails ")]
        assert result.stderr.startswith(f"almanac: {len(failing)} of ")
        for subject in damages.values():
            assert any(subject in line for line in failing), (subject, result.stdout)
        assert "rebuild --date" in result.stderr and "rank" not in result.stderr
        home_copy.warehouse.write_bytes(before)
    page = next(home_copy.spool.glob("*/*/000001.ndjson.zst"))
    page.write_bytes(b"")
    with duckdb.connect(str(home_copy.warehouse)) as con:
        con.execute("INSERT INTO store.about VALUES ('forgetting', '2026-11-08')")
    result = almanac("verify")
    assert result.returncode == 1 and "forget --date 2026-11-08" in result.stderr and "rebuild" not in result.stderr


def test_boards_that_differ_are_ranked_again(home_copy: Home, world: World, almanac: Almanac) -> None:
    """As after an upgrade from a version that ranked otherwise."""
    second, last = world.days[1:3]
    with duckdb.connect(str(home_copy.warehouse)) as con:
        con.execute("UPDATE boards SET notes = NULL WHERE date >= $day", {"day": second})
        con.execute("DELETE FROM category_daily WHERE date = $day", {"day": last})
    result = almanac("verify")
    assert result.returncode == 1 and f"`almanac rank --from {second}`" in result.stderr
    assert "rebuild" not in result.stderr
    assert almanac("rank", "--from", str(second)).returncode == 0
    assert almanac("verify").returncode == 0


def test_ranking_up_to_the_last_day_names_no_other(home_copy: Home, almanac: Almanac) -> None:
    result = almanac("rank", "--from", "9000-01-01")
    assert result.returncode == 2 and "9000-01-01" in result.stderr and "9999" not in result.stderr


def test_a_full_disk_keeps_the_published_file(home_copy: Home, world: World, almanac: Almanac) -> None:
    """A limit on file sizes makes writing fail midway, like a full disk."""
    before, limit = home_copy.published.read_bytes(), home_copy.warehouse.stat().st_size - 4096
    with SampleHub(world) as hub:
        hub.set_day(world.days[3])
        result = subprocess.run(
            [str(Path(sys.executable).with_name("almanac")), "--home", str(home_copy.root), "run"],
            env={**os.environ, "HF_ENDPOINT": hub.url}, capture_output=True, text=True, timeout=180, check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )  # fmt: skip
        assert result.returncode == 1 and result.stderr.count("\n") == 1, result.stderr
        assert str(home_copy.published) in result.stderr
        assert home_copy.published.read_bytes() == before
        assert almanac("run", HF_ENDPOINT=hub.url).returncode == 0
    assert almanac("verify").returncode == 0


def test_a_damaged_warehouse_keeps_the_published_file(
    home_copy: Home, world: World, almanac: Almanac, tmp_path: Path
) -> None:
    assert almanac("backup", str(tmp_path / "kept.duckdb")).returncode == 0
    before, warehouse_bytes = home_copy.published.read_bytes(), home_copy.warehouse.read_bytes()
    with SampleHub(world) as hub:
        hub.set_day(world.days[3])
        for damaged_bytes in (
            warehouse_bytes[: len(warehouse_bytes) // 2],
            b"\0" * len(warehouse_bytes),
            warehouse_bytes[:20000] + os.urandom(len(warehouse_bytes) - 20000),
        ):
            home_copy.warehouse.write_bytes(damaged_bytes)
            result = almanac("run", HF_ENDPOINT=hub.url)
            assert result.returncode == 1 and result.stderr.count("\n") == 1 and "Traceback" not in result.stderr
            assert home_copy.published.read_bytes() == before
            assert almanac("verify").returncode == 1
        shutil.copyfile(tmp_path / "kept.duckdb", home_copy.warehouse)
        assert almanac("run", HF_ENDPOINT=hub.url).returncode == 0


def test_a_missing_warehouse_is_one_sentence(almanac: Almanac, tmp_path: Path) -> None:
    for words in (("verify",), ("backup", str(tmp_path / "x"))):
        result = almanac(*words)
        assert result.returncode == 1 and result.stderr.count("\n") == 1 and "`almanac run`" in result.stderr
