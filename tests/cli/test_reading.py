import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline.config import Home
from tests.fixtures.commands import RunCommand

COMMANDS = (["show"], ["featured"], ["status"], ["sql", "FROM categories"])


@pytest.mark.parametrize("words", COMMANDS)
def test_a_home_without_a_database_says_what_to_do(ask: RunCommand, tmp_path: Path, words: list[str]):
    result = ask(*words, home=tmp_path / "nothing")
    assert (result.returncode, result.stdout) == (1, "")
    assert str(tmp_path / "nothing") in result.stderr and "`almanac run`" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "nothing").exists()


def test_a_foreign_database_is_reported(ask: RunCommand, published: Home, tmp_path: Path):
    database_bytes = published.published.read_bytes()
    damaged_files = {"empty": b"", "text": b"hello " * 4000, "cut": database_bytes[: len(database_bytes) // 3]}
    for name, content in damaged_files.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "hub.duckdb").write_bytes(content)
    (tmp_path / "folder" / "hub.duckdb").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    duckdb.connect(str(tmp_path / "other" / "hub.duckdb")).execute("CREATE TABLE mine (a INT)").close()
    for name in (*damaged_files, "folder", "other"):
        result = ask("show", home=tmp_path / name)
        assert (result.returncode, result.stdout) == (1, ""), name
        assert len(result.stderr.splitlines()) == 1 and str(tmp_path / name) in result.stderr, name
    assert ask("show", home=tmp_path / ("x" * 5000)).returncode == 2  # longer than a path can be


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
    """A process records the files it opens while a writer has the warehouse locked."""
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
        result = subprocess.run(
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
    assert result.stdout.splitlines()[-1] == "HEAVY [] []", result.stderr


def test_reading_leaves_nothing_in_the_home(ask: RunCommand, published: Home):
    before = sorted(published.root.iterdir())
    for words in COMMANDS:
        ask(*words)
    assert sorted(published.root.iterdir()) == before


@pytest.mark.parametrize("words", [["nonsense"], ["show", "--nonsense"], ["sql", "a", "b"]])
def test_wrong_usage_is_2(ask: RunCommand, words: list[str]):
    assert ask(*words).returncode == 2
