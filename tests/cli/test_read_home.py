"""Which home a read command reads: the demo's, while nobody named a home and no run has begun in ./data."""

import hashlib
import json
import re
import shlex
import shutil
import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from pipeline.cli.completion import complete_repos
from pipeline.cli.main import run
from pipeline.cli.next_steps import print_next_steps
from pipeline.config import Home
from tests.fixtures.commands import RunCommand

READS = (
    ["show", "translation"], ["featured"], ["status"], ["history", "deepseek-ai/DeepSeek-R1"], ["categories"], ["scorecard"],
    ["compare", "deepseek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-V3"], ["sql", "FROM categories"], ["report"], ["export", "categories"],
)  # fmt: skip
DEMO = str(Path("data", "demo"))


@pytest.fixture
def folder(published: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder whose data/demo has a published file, as after `almanac demo`."""
    (tmp_path / DEMO).mkdir(parents=True)
    shutil.copy(published.published, tmp_path / DEMO)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ALMANAC_HOME")
    return tmp_path


@pytest.fixture
def almanac(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> RunCommand:
    """Run the command in that folder, without --home."""

    def call(*words: str, **environment: str) -> "CompletedProcess[str]":
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["almanac", *words])
            for name, value in environment.items():
                patch.setenv(name, value)
            capsys.readouterr()
            with pytest.raises(SystemExit) as exit_info:
                run()
        output = capsys.readouterr()
        return CompletedProcess(words, int(exit_info.value.code or 0), output.out, output.err)

    return call


@pytest.mark.parametrize("words", READS)
def test_a_read_command_reads_the_demo_and_says_so_once(almanac: RunCommand, words: list[str]) -> None:
    result = almanac(*words)
    notes = [line for line in result.stderr.splitlines() if DEMO in line and "`almanac run`" in line]
    assert result.returncode in (0, 1 if words == ["status"] else 0) and len(notes) == 1, result.stderr


def test_scripts_get_the_home_itself(almanac: RunCommand, folder: Path) -> None:
    assert almanac("status", "--path").stdout == f"{folder / 'data'}\n"
    assert almanac("status", "--path", ALMANAC_HOME=" ").stdout == f"{folder / 'data'}\n"
    assert almanac("status", "--path", "--json").returncode == 2


def test_other_programs_get_the_same_output_as_from_the_demos_home(almanac: RunCommand) -> None:
    for words in (["show", "--json"], ["featured", "--json"], ["sql", "FROM categories", "--format", "json"]):
        result = almanac(*words)
        assert result.stdout == almanac("--home", DEMO, *words).stdout, words
        json.loads(result.stdout)


def test_the_note_is_in_the_language_of_the_command(almanac: RunCommand) -> None:
    for result in (
        almanac("show", "translation", "--lang", "ko"),
        almanac("export", "categories", LC_ALL="ko_KR.UTF-8"),
    ):
        [line] = [line for line in result.stderr.splitlines() if DEMO in line]
        assert re.search("[가-힣]", line)
    [line] = [line for line in almanac("show", "--lang", "en").stderr.splitlines() if DEMO in line]
    assert not re.search("[가-힣]", line)


def test_completion_offers_the_demos_repos(folder: Path) -> None:
    import typer  # noqa: PLC0415
    from typer.main import get_command  # noqa: PLC0415

    from pipeline.cli.main import app  # noqa: PLC0415

    context = typer.Context(get_command(app))
    assert "deepseek-ai/DeepSeek-R1" in complete_repos(typer.Context(get_command(app), parent=context), "deepseek")


def test_a_named_home_is_never_replaced(almanac: RunCommand) -> None:
    for result in (almanac("--home", "data", "show"), almanac("show", ALMANAC_HOME="data")):
        assert (result.returncode, result.stdout) == (1, "")
        assert f"--home {Path.cwd() / DEMO}" in result.stderr and "`almanac run`" in result.stderr


@pytest.mark.parametrize("name", ["warehouse/hub.duckdb", "spool/2026-11-20/leaders.1/manifest.jsonl", "hub.duckdb"])
def test_a_home_in_which_a_run_has_begun_is_not_replaced(
    almanac: RunCommand, published: Home, folder: Path, name: str
) -> None:
    own_file = folder / "data" / name
    own_file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(published.published, own_file)
    result = almanac("show", "translation")
    if name == "hub.duckdb":
        assert result.returncode == 0 and DEMO not in result.stderr
    else:
        assert result.returncode == 1 and f"--home {folder / DEMO}" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["run"], ["forget", "--date", "2026-11-20", "--yes"], ["backup", "copy.duckdb"], ["restore"], ["rebuild", "--date", "2026-11-20"],
        ["verify"], ["export", "categories", "--to-hub", "me/almanac"],
    ],
)  # fmt: skip
def test_other_commands_never_use_the_demo(almanac: RunCommand, folder: Path, words: list[str]) -> None:
    def hash_demo() -> dict[str, str]:
        files = [path for path in (folder / DEMO).rglob("*") if path.is_file()]
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    before = hash_demo()
    result = almanac(*words, HF_ENDPOINT="http://127.0.0.1:9", ALMANAC_HUB_ATTEMPTS="1")
    assert result.returncode in (1, 2) and hash_demo() == before, result.stdout
    assert "copy.duckdb" not in {path.name for path in folder.iterdir()}


def test_without_any_data_the_error_names_both_ways(
    almanac: RunCommand, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "empty").mkdir()
    monkeypatch.chdir(folder / "empty")
    for words in READS:
        result = almanac(*words)
        assert result.returncode == 1 and len(result.stderr.splitlines()) == 1, words
        assert "`almanac run`" in result.stderr and "`almanac demo`" in result.stderr
    assert list((folder / "empty").iterdir()) == []


@pytest.mark.parametrize(
    ("script", "command"),
    [("my tools/almanac", "'my tools/almanac'"), ("hub_almanac.py", f"{shlex.quote(sys.executable)} hub_almanac.py")],
)
def test_next_steps_name_a_command_that_runs(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, script: str, command: str
) -> None:
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(sys, "argv", [str(folder / script)])
    print_next_steps(Home(folder / DEMO), "cli-next-ui", with_home=True)
    steps = capsys.readouterr().out.splitlines()[2:]
    assert steps and all(line.startswith(f"  {command} --home {DEMO} ") for line in steps)
