"""Output that is closed, full, slow, narrow or of another encoding: jobs finish, reads end quietly."""

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from pipeline.config import Home
from tests.fixtures.processes import PATIENCE

COMMAND = [sys.executable, "-m", "hub_almanac"]


def run_in_shell(home: Home, command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a bash line with `almanac` on that home; returns the status of the pipe's first element."""
    almanac = f'{sys.executable} -m hub_almanac --home "{home.root}"'
    line = f"{command.replace('almanac', almanac, 1)}; exit ${{PIPESTATUS[0]}}"
    return subprocess.run(
        ["bash", "-c", line],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def run_on_terminal(home: Home, *words: str, columns: int, **environment: str) -> tuple[int, str]:
    """Return exit status and output on a terminal of `columns`; 0: unknown to the terminal."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [*COMMAND, "--home", str(home.root), *words],
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "1", **environment}, stdin=slave, stdout=slave, stderr=slave,
    ) as running:  # fmt: skip
        os.close(slave)
        output = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:  # Linux reports the closed other end
                break
            if not piece:
                break
            output += piece
    os.close(master)
    return running.returncode, output.decode()


@pytest.mark.parametrize("command", ["show", "sql --format csv 'FROM models'"])
def test_reading_ends_quietly_when_the_reader_leaves(published: Home, command: str):
    result = run_in_shell(published, f"almanac {command} | head -1")
    assert result.stdout.count("\n") == 1 and "Traceback" not in result.stderr and "almanac: " not in result.stderr


def test_a_full_disk_behind_an_output_is_reported_once(published: Home):
    result = run_in_shell(published, "almanac sql --format csv 'FROM models' > /dev/full")
    assert result.returncode == 1 and "Traceback" not in result.stderr and "No space left" in result.stderr


@pytest.mark.parametrize("output", ["| true", "> /dev/full", ">&- 2>&-"])
def test_a_job_finishes_without_its_output(home_copy: Home, tmp_path: Path, output: str):
    copy = tmp_path / "copy.duckdb"
    result = run_in_shell(home_copy, f"almanac backup {copy} {output}")
    assert result.returncode == 0 and "Traceback" not in result.stderr, result.stderr
    assert copy.stat().st_size > 1_000_000
    assert ("No space left" in result.stderr) == ("full" in output)


def test_a_job_finishes_without_its_terminal(published: Home, tmp_path: Path):
    process, terminal = pty.fork()
    if process == 0:
        words = ["--home", str(published.root), "export", "categories", "trends", "--output", str(tmp_path / "folder")]
        os.execv(sys.executable, [*COMMAND, *words])
    assert os.read(terminal, 100)
    os.close(terminal)  # the kernel sends SIGHUP, and writing fails with EIO
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    assert (tmp_path / "folder" / "README.md").is_file()  # the last file written


def test_the_exit_status_does_not_depend_on_the_reader(published: Home):
    exit_status = run_in_shell(published, "almanac status").returncode
    assert run_in_shell(published, "almanac status | true").returncode == exit_status
    assert run_in_shell(published, "almanac status > /dev/full").returncode == exit_status


def test_a_closed_output_is_never_taken_by_another_file(tmp_path: Path):
    """Otherwise the next opened file gets the descriptor and the output of child processes."""
    script = (
        "import os\n"
        "from pipeline.cli.streams import prepare_streams\n"
        "prepare_streams()\n"
        f"with open({str(tmp_path / 'database')!r}, 'wb') as file:\n"
        "    os.system('echo this goes nowhere')\n"
        "    os._exit(0 if file.fileno() > 2 else 1)"
    )
    result = subprocess.run(["bash", "-c", f'exec {sys.executable} -c "$0" <&- >&- 2>&-', script], check=False)
    assert result.returncode == 0 and (tmp_path / "database").read_bytes() == b""


def test_a_slow_reader_of_an_output_that_does_not_block_gets_all(published: Home):
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with subprocess.Popen(
        [*COMMAND, "--home", str(published.root), "sql", "--format", "json", "FROM model_history"], stdout=writing, stderr=subprocess.PIPE
    ) as running:  # fmt: skip
        os.close(writing)
        with os.fdopen(reading, "rb") as file:
            output = file.read()
        assert running.stderr is not None
        assert running.wait(60) == 0, running.stderr.read()
    assert len(output) > 1 << 17 and isinstance(json.loads(output), list)  # more than a pipe holds


@pytest.mark.parametrize(("columns", "environment"), [(0, {}), (5, {}), (80, {"COLUMNS": "0", "LINES": "²"})])
def test_output_is_never_empty_because_of_the_width(published: Home, columns: int, environment: dict[str, str]):
    status, output = run_on_terminal(published, "show", "translation", "-n", "2", columns=columns, **environment)
    assert status == 0 and "Traceback" not in output
    assert "repo" in re.sub(r"\x1b\[[0-9;]*m", "", output).split()  # names are never dropped


def test_an_invalid_width_does_not_break_help(published: Home):
    for size in ("x", "9" * 30):
        result = run_in_shell(published, "almanac show --help", COLUMNS=size, TERMINAL_WIDTH=size)
        assert result.returncode == 0 and "Usage" in result.stdout, result.stderr


@pytest.mark.parametrize("encoding", ["ascii:strict", "cp949", "utf-16"])
def test_characters_that_the_output_cannot_hold_are_replaced(published: Home, encoding: str):
    result = subprocess.run(
        [*COMMAND, "--home", str(published.root), "show", "translation", "--lang", "ko", "-n", "2"],
        env={**os.environ, "PYTHONIOENCODING": encoding}, capture_output=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0 and b"Traceback" not in result.stderr
    output = result.stdout.decode(encoding.partition(":")[0])
    assert ("번역" in output) == (encoding in ("cp949", "utf-16")) and "Translation" in output
