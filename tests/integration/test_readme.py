"""The README's shell commands, in order, in a copy of the checkout: first after the demo alone, then after a run."""

import datetime as dt
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.sample_hub.backfill import snapshot_time
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import sample_world
from tests.conftest import THOROUGH
from tests.fixtures.ports import free_port
from tests.fixtures.processes import PATIENCE, wait_until

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TODAY = dt.datetime.now(dt.UTC).date()
DEMO_DAYS = 8
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="git lists the files of a checkout"),
]
# Stands for the command that `make` would install: this project from the copy, with fewer days and a free port.
COMMAND = """#!{python}
import os, sys
sys.path.insert(0, "{folder}")
os.environ["PYTHONPATH"] = "{folder}"  # of Dagster's processes
if sys.argv[1:] == ["demo"]:
    sys.argv += ["--days", "{days}"]
if sys.argv[-1] in ("ui", "--serve"):
    sys.argv += ["--port", os.environ["ALMANAC_TEST_PORT"]]
import hub_almanac
hub_almanac.main()
"""


def list_commands(text: str) -> list[str]:
    """List the commands of the `sh` blocks, without comments."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [re.sub(r"\s+# .*", "", line) for block in blocks for line in block.splitlines() if line.strip()]


def list_outputs(text: str) -> list[tuple[str, list[str]]]:
    """List the shown commands (`$ …`) with the lines of their output."""
    blocks = re.findall(r"^```\n\$ (.*?)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [(command, output.splitlines()) for command, output in blocks]


@dataclass
class Shell:
    """Runs commands in the checkout, one by one, as a person would in one terminal."""

    folder: Path
    endpoint: str
    sourced: list[str] = field(default_factory=list)

    def prepare(self, command: str, **variables: str) -> tuple[list[str], dict[str, str]]:
        """Return the words and the environment that run a command after the scripts that were sourced."""
        dropped = ("ALMANAC_HOME", "ALMANAC_PAGES", "PYTHONPATH", "MAKEFLAGS", "VIRTUAL_ENV")
        environment = {name: value for name, value in os.environ.items() if name not in dropped}
        environment |= {"HF_ENDPOINT": self.endpoint, "LC_ALL": "C.UTF-8", **variables}
        return ["bash", "-c", " && ".join([*self.sourced, command])], environment

    def run(self, command: str) -> "subprocess.CompletedProcess[str]":
        if command.startswith("source "):
            self.sourced.append(command)
            command = "true"
        words, environment = self.prepare(command)
        result = subprocess.run(
            words, cwd=self.folder, env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )  # fmt: skip
        assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
        assert "Traceback" not in result.stderr, result.stderr
        return result

    def serve(self, command: str) -> str:
        """Start a server, wait until it answers, stop it; returns its output."""
        port, log = free_port(), self.folder.parent / "server.log"
        words, environment = self.prepare(command, ALMANAC_TEST_PORT=str(port))
        with log.open("wb") as out:
            server = subprocess.Popen(
                words, cwd=self.folder, env=environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
            try:
                wait_until(lambda: server.poll() is not None or is_answering(port), 180, every=0.2)
                assert server.poll() is None, log.read_text()
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(server.pid, signal.SIGINT)
                server.wait(120)
        return log.read_text()

    def open_prompt(self, command: str) -> None:
        """Start a prompt on a terminal, and leave it with Ctrl-D."""
        words, environment = self.prepare(command, TERM="dumb")
        terminal, its_side = pty.openpty()
        prompt = subprocess.Popen(
            words, cwd=self.folder, env=environment, stdin=its_side, stdout=its_side, stderr=its_side, start_new_session=True,
        )  # fmt: skip
        os.close(its_side)
        output = b""
        try:
            deadline = time.monotonic() + PATIENCE
            while prompt.poll() is None:
                assert time.monotonic() < deadline, output.decode()
                with suppress(OSError):  # its side is closed
                    if select.select([terminal], [], [], 0.5)[0]:
                        output += os.read(terminal, 4096)
                    elif b"almanac> " in output:
                        os.write(terminal, b"\x04")
            assert prompt.returncode == 0, output.decode()
        finally:
            prompt.kill()
            os.close(terminal)

    def follow(self, commands: list[str]) -> None:
        for command in commands:
            if command == "make ui" or command.endswith(("--serve", " ui")):
                self.serve(command)
            elif command == "almanac sql":
                self.open_prompt(command)
            else:
                self.run(command)


def is_answering(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """A copy of the checkout whose .venv is complete for `make`, and a sample Hub instead of the real one."""
    folder = tmp_path_factory.mktemp("readme") / "hub-almanac"
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )  # fmt: skip
    for name in listing.stdout.decode().rstrip("\0").split("\0"):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / ".venv"], check=True)
    command = folder / ".venv" / "bin" / "almanac"
    command.write_text(COMMAND.format(days=DEMO_DAYS, folder=folder, python=sys.executable))
    command.chmod(0o755)
    for name in (".installed", ".installed-runtime"):
        (folder / ".venv" / name).touch()
    world = sample_world(TODAY, days=8, models=600, datasets=150, hostile=False)
    with SampleHub(world) as hub:
        hub.set_now(snapshot_time(TODAY))
        yield Shell(folder, hub.url)


def normalize(line: str) -> str:
    """Replace dates and figures."""
    return re.sub(
        r"# (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b", "#", re.sub(r"[-\d,.]*\d[\d,.%]*", "#", line)
    )


def test_every_command_works_after_the_demo_alone(shell: Shell) -> None:
    commands = [command for command in list_commands(README) if command != "make run"]
    assert len(commands) >= 15 and commands[0] == "make demo"
    demo = shell.run("make demo")
    steps = re.findall(r"^  (\S*almanac .*?) +# ", demo.stdout, re.MULTILINE)
    shell.follow([*commands[1:], *(step for step in steps if not step.endswith((" ui", "--serve")))])
    assert len(steps) >= 5
    assert {path.name for path in (shell.folder / "data").iterdir()} == {"demo"}  # nothing else was written


def test_shown_outputs_have_the_shape_of_real_ones(shell: Shell) -> None:
    outputs = list_outputs(README)
    assert [command.split()[:2] for command, _ in outputs] == [["almanac", "status"], ["almanac", "show"]]
    for command, shown_lines in outputs:
        # a young home's sentence on what comes when, and the daemon of `almanac ui`; the README shows forty days of the demo
        lines = [
            line
            for line in shell.run(command).stdout.splitlines()
            if not re.match(r"(?:milestones +)?Day \d|daemon ", line)
        ]
        if command == "almanac status":
            assert [re.split(r"\s{2,}", line)[0] for line in lines[1:]] == [
                re.split(r"\s{2,}", line)[0] for line in shown_lines[1:]
            ]
            continue
        # all lines but those of repos; a young home may print more
        real_lines = {normalize(" ".join(line.split())) for line in lines}
        shown = [normalize(" ".join(line.split())) for line in shown_lines if not line[:1].isdigit()]
        assert [line for line in shown if line not in real_lines] == [], command
        assert sum(line[:1].isdigit() for line in lines) == sum(line[:1].isdigit() for line in shown_lines) == 3


@pytest.mark.skipif(not THOROUGH, reason="takes minutes; `make thorough` runs it")
def test_every_command_works_after_a_run_and_reads_it(shell: Shell) -> None:
    run = shell.run("make run")
    assert "Text Generation" in run.stdout
    home = str(shell.folder / "data")
    assert f"The Dagster UI of {home} " in shell.serve("make ui")
    skipped = ("make", "source ", "almanac report", "almanac sql")
    for command in list_commands(README):
        if not command.startswith(skipped) or command.startswith("almanac sql "):
            assert str(Path("data", "demo")) not in shell.run(command).stderr
