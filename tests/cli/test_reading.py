"""What the read commands open and import, and what they say when there is nothing to read."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline.config import Home
from tests.fixtures.commands import Ask

COMMANDS = (["show"], ["featured"], ["status"], ["sql", "FROM categories"])


@pytest.mark.parametrize("words", COMMANDS)
def test_a_home_without_a_database_says_what_to_do(ask: Ask, tmp_path: Path, words: list[str]):
    done = ask(*words, home=tmp_path / "nothing")
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no database at" in done.stderr and "`almanac run`" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "nothing").exists()


def test_a_file_that_is_no_database_of_ours_is_said(ask: Ask, published: Home, tmp_path: Path):
    whole = published.published.read_bytes()
    spoilt = {"empty": b"", "text": b"hello " * 4000, "cut": whole[: len(whole) // 3]}
    for name, content in spoilt.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "hub.duckdb").write_bytes(content)
    (tmp_path / "folder" / "hub.duckdb").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    duckdb.connect(str(tmp_path / "other" / "hub.duckdb")).execute("CREATE TABLE mine (a INT)").close()
    for name in (*spoilt, "folder", "other"):
        done = ask("show", home=tmp_path / name)
        assert (done.returncode, done.stdout) == (1, ""), name
        assert len(done.stderr.splitlines()) == 1 and "cannot be read" in done.stderr, name
    assert ask("show", home=tmp_path / ("x" * 5000)).returncode == 2  # no home can be there


@pytest.mark.parametrize(
    "words",
    [
        *COMMANDS, ["history", "deepseek-ai/DeepSeek-R1"], ["compare", "deepseek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-V3"], ["categories"],
        ["scorecard", "--ahead", "1"], ["sql", "--example", "rising-in-translation"],
        ["export", "categories", "--output", "{tmp}/x", "--to-hub", "me/almanac"],
    ],
)  # fmt: skip
def test_reading_needs_neither_dagster_nor_the_hub_nor_the_working_database(
    published: Home, tmp_path: Path, words: list[str]
):
    """The command in a process that notes each file it opens; the working database is held by a writer meanwhile."""
    program = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event in ("open", "duckdb.connect") else None)
from pipeline.cli.main import run
sys.argv = ["almanac", *sys.argv[1:]]
try:
    run()
except SystemExit:
    pass
heavy = [name for name in ("dagster", "huggingface_hub", "httpx2", "polars", "pyarrow", "numpy", "scipy", "pandas") if name in sys.modules]
print("HEAVY", heavy, [name for name in opened if "warehouse" in name and name.endswith(".duckdb")])
"""
    with duckdb.connect(str(published.warehouse)):
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                program,
                "--home",
                str(published.root),
                *(word.format(tmp=tmp_path) for word in words),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.stdout.splitlines()[-1] == "HEAVY [] []", done.stderr


def test_nothing_is_left_in_the_home_by_reading(ask: Ask, published: Home):
    before = sorted(published.root.iterdir())
    for words in COMMANDS:
        ask(*words)
    assert sorted(published.root.iterdir()) == before


@pytest.mark.parametrize("words", [["nonsense"], ["show", "--nonsense"], ["sql", "a", "b"]])
def test_wrong_usage_is_2(ask: Ask, words: list[str]):
    assert ask(*words).returncode == 2
