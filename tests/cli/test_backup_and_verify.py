"""`almanac backup` and `almanac verify`, as they are typed, on a home of three days."""

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
    """A home of three days, one of them made twice."""
    home = Home(tmp_path_factory.mktemp("three") / "home")
    with SampleHub(world) as hub:
        take_days(home, hub, [*world.days[:3], world.days[2]])
    return home


@pytest.fixture
def kept(three_days: Home, home: Home) -> Home:
    """A copy of it, to be spoilt."""
    shutil.copytree(three_days.root, home.root)
    return home


def test_a_backup_restores_the_home(kept: Home, almanac: Almanac, tmp_path: Path) -> None:
    file = tmp_path / "kept.duckdb"
    said = almanac("backup", str(file))
    assert said.returncode == 0 and "3 days" in said.stdout
    again = almanac("backup", str(file))
    assert again.returncode == 2 and "--force" in again.stderr
    assert almanac("backup", str(file), "--force").returncode == 0
    for wrong in (tmp_path, tmp_path / "nowhere" / "x", kept.warehouse, kept.published):
        refused = almanac("backup", str(wrong), "--force")
        assert refused.returncode == 2 and "Traceback" not in refused.stderr
    query = "SELECT sum(hash(COLUMNS(*))::HUGEINT) FROM store.fact"
    with duckdb.connect(str(kept.warehouse), read_only=True) as con:
        before = con.execute(query).fetchall()
    shutil.copyfile(file, kept.warehouse)
    assert almanac("verify").returncode == 0
    with duckdb.connect(str(kept.warehouse), read_only=True) as con:
        assert con.execute(query).fetchall() == before


def test_verify_holds_and_says_what_does_not(kept: Home, almanac: Almanac) -> None:
    before = kept.warehouse.read_bytes()
    said = almanac("verify")
    assert said.returncode == 0, said.stdout + said.stderr
    assert "The warehouse is what it says." in said.stdout and "differs" not in said.stdout
    assert kept.warehouse.read_bytes() == before
    assert not list(kept.warehouse.parent.glob(".verify-*"))
    # those that are done at once differ in what they tell, and in nothing else
    for damages in (
        {"DELETE FROM store.daily WHERE repo = (SELECT min(repo) FROM store.daily)": "holds the rows that its crawl counted"},
        {
            "UPDATE store.description SET id = 'some/body' WHERE repo = 1": "each name is found",
            "UPDATE featured SET likes_1d = 7": "the featured models of 3 days",
        },
        {
            "UPDATE trends SET score = score + 1 WHERE rank = 1": "the boards of 3 days",
            "INSERT INTO store.event VALUES ('2026-11-08', 1, 'renamed', 'a', 'b')": "store.event, made again",
            "DELETE FROM store.member WHERE category = 'translation'": "who belongs to which category",
        },
    ):  # fmt: skip
        with duckdb.connect(str(kept.warehouse)) as con:
            for damage in damages:
                con.execute(damage)
        said = almanac("verify")
        assert said.returncode == 1 and "do not hold" in said.stderr and "Traceback" not in said.stderr
        differing = [line for line in said.stdout.splitlines() if "differs" in line]
        for told in damages.values():
            assert any(told in line for line in differing), (told, said.stdout)
        kept.warehouse.write_bytes(before)
    page = next(kept.spool.glob("*/*/000001.ndjson.zst"))
    page.write_bytes(b"")
    assert almanac("verify").returncode == 1


def test_a_disk_that_is_full_leaves_what_was_published(kept: Home, world: World, almanac: Almanac) -> None:
    """Files may not grow beyond what they are: as a full disk does, writing fails in the middle."""
    before, limit = kept.published.read_bytes(), kept.warehouse.stat().st_size - 4096
    with SampleHub(world) as hub:
        hub.set_day(world.days[3])
        said = subprocess.run(
            [str(Path(sys.executable).with_name("almanac")), "--home", str(kept.root), "run"],
            env={**os.environ, "HF_ENDPOINT": hub.url}, capture_output=True, text=True, timeout=180, check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )  # fmt: skip
        assert said.returncode == 1 and said.stderr.count("\n") == 1 and "is as it was" in said.stderr, said.stderr
        assert kept.published.read_bytes() == before
        assert almanac("run", HF_ENDPOINT=hub.url).returncode == 0
    assert almanac("verify").returncode == 0


def test_a_damaged_warehouse_leaves_what_was_published(
    kept: Home, world: World, almanac: Almanac, tmp_path: Path
) -> None:
    assert almanac("backup", str(tmp_path / "kept.duckdb")).returncode == 0
    before, whole = kept.published.read_bytes(), kept.warehouse.read_bytes()
    with SampleHub(world) as hub:
        hub.set_day(world.days[3])
        for damaged in (whole[: len(whole) // 2], b"\0" * len(whole), whole[:20000] + os.urandom(len(whole) - 20000)):
            kept.warehouse.write_bytes(damaged)
            said = almanac("run", HF_ENDPOINT=hub.url)
            assert said.returncode == 1 and said.stderr.count("\n") == 1 and "Traceback" not in said.stderr
            assert kept.published.read_bytes() == before
            assert almanac("verify").returncode == 1
        shutil.copyfile(tmp_path / "kept.duckdb", kept.warehouse)
        assert almanac("run", HF_ENDPOINT=hub.url).returncode == 0


def test_without_a_warehouse_it_is_one_sentence(almanac: Almanac, tmp_path: Path) -> None:
    for words in (("verify",), ("backup", str(tmp_path / "x"))):
        said = almanac(*words)
        assert said.returncode == 1 and said.stderr.count("\n") == 1 and "no warehouse" in said.stderr
