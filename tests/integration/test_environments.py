"""The command line in many time zones, locales, widths, users without a home folder, odd names.

It never prints a traceback or nothing at all, and never writes outside the Almanac home.
"""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import cycle, islice, product
from pathlib import Path

import duckdb
import pytest

from pipeline.config import Home
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.conftest import LAST_DAY, THOROUGH

ROOT = Path(__file__).resolve().parents[2]
DUE_AT = dt.datetime.combine(LAST_DAY + dt.timedelta(1), dt.time(12), dt.UTC)  # of the next snapshot
ZONES = (None, "Asia/Seoul", "America/St_Johns", "Pacific/Kiritimati", "UTC", "Asia/Kathmandu")
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}  # of files' names too
ENCODINGS = (
    {"LC_ALL": "C.UTF-8"},
    ASCII,
    {"LANG": "ko_KR.UTF-8", "PYTHONIOENCODING": "cp949"},
)
COLUMNS = ("0", "20", "80", "400")
NAMES = (
    "two words", "100%", "50%x;y", "c#", "it's", 'say "hi"', "연감", "{a}!b", "date=2026-01-01", "line\nbreak",
)  # fmt: skip
COMMANDS = (
    ["status"],
    ["show", "translation", "-n", "3"],
    ["sql", "SELECT id, likes, last_modified FROM models ORDER BY likes DESC LIMIT 3"],
)
# Runs all commands in one process on a terminal, because starting Python takes longer than they do.
DRIVER = """
import json, os, sys, threading, time, traceback
import hub_almanac
hub_almanac.use_own_packages()
from pipeline.cli.main import run
results, said, end = [], bytearray(), b"THE END"
answer, (master, slave) = os.dup(1), os.openpty()
for stream in (1, 2):
    os.dup2(slave, stream)

def read():
    while True:
        said.extend(os.read(master, 65536))

threading.Thread(target=read, daemon=True).start()
for setting in json.loads(sys.argv[1]):
    os.environb.update({name.encode(): value.encode() for name, value in setting["environment"].items()})
    sys.argv = ["almanac", *setting["words"]]
    said.clear()
    status, trace = None, ""
    try:
        run()
    except SystemExit as ended:
        status = int(ended.code or 0)
    except BaseException:
        trace = traceback.format_exc()
    os.write(slave, end)
    while not said.endswith(end):
        time.sleep(0.001)
    results.append({"status": status, "trace": trace, "said": said.removesuffix(end).decode("latin-1")})
os.write(answer, json.dumps(results).encode())
os._exit(0)
"""


class Machine:
    """Folders outside the home in which a process might write."""

    def __init__(self, root: Path):
        self.root = root
        self.homes = root / "homes"
        self.outside = [root / name for name in ("user", "working", "temporary")]
        for folder in (self.homes, *self.outside):
            folder.mkdir(parents=True)
        self.other_project = self.homes / "other project"
        (self.other_project / "pipeline").mkdir(parents=True)
        (self.other_project / "pipeline" / "__init__.py").write_text("raise RuntimeError('another project')")

    def environment(self, *, user: bool, zone: str | None, encoding: dict[str, str]) -> dict[str, str]:
        """`user`: with a usable HOME. PYTHONPATH starts with another project's `pipeline`."""
        constants = {
            "ALMANAC_TRUST_HUB_CLOCK": "1",
            "ALMANAC_THREADS": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "TERM": "xterm",
        }
        return {
            "PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join([str(self.other_project), str(ROOT)]), "TMPDIR": str(self.outside[2]), "HOME": str(self.outside[0]) if user else "",
            **({"TZ": zone} if zone is not None else {}), **encoding, **constants,
        }  # fmt: skip

    def list_stray_files(self) -> list[str]:
        stray_paths = [str(path) for folder in self.outside for path in folder.rglob("*")]
        return stray_paths + [path.name for path in self.root.iterdir() if path not in (self.homes, *self.outside)]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "machine")


def process_settings() -> Iterator[tuple[str | None, dict[str, str], bool, Sequence[tuple[str, str]]]]:
    """Yield zone, encoding, user, and pairs of width and home name.

    Each width with each encoding, and with both users of ASCII; zones and names alternate. ALMANAC_THOROUGH=1 gives the full product.
    """
    if THOROUGH:
        for zone, encoding, user in product(ZONES, ENCODINGS, (True, False)):
            yield zone, encoding, user, list(product(COLUMNS, NAMES))
        return
    names = cycle(NAMES)
    users = ((ENCODINGS[0], True), (ASCII, True), (ENCODINGS[2], False), (ASCII, False))
    for zone, (encoding, user) in zip(ZONES, users, strict=False):
        yield zone, encoding, user, list(zip(COLUMNS, islice(names, len(COLUMNS)), strict=True))


@pytest.mark.timeout(3600 if THOROUGH else 600)
def test_reading_in_every_environment(published: Home, machine: Machine):
    for name in NAMES:
        (machine.homes / name).mkdir()
        shutil.copy(published.published, machine.homes / name)
    before = sorted(machine.homes.rglob("*"))
    for zone, encoding, user, columns_and_names in process_settings():
        settings_list = [
            {"words": words, "environment": {"COLUMNS": columns, "ALMANAC_HOME": str(machine.homes / name)}}
            for columns, name in columns_and_names
            for words in COMMANDS
        ]
        process = subprocess.run(
            [sys.executable, "-c", DRIVER, json.dumps(settings_list)], capture_output=True, check=True, cwd=machine.outside[1],
            env=machine.environment(user=user, zone=zone, encoding=encoding),
        )  # fmt: skip
        for setting, result in zip(settings_list, json.loads(process.stdout), strict=True):
            where = (zone, encoding, user, setting, result)
            lines = result["said"].count("\n")
            assert not result["trace"] and "Traceback" not in result["said"], where
            if encoding is ASCII and not setting["environment"]["ALMANAC_HOME"].isascii():
                assert result["status"] == 2, where  # such file names are invalid in this encoding
            else:
                is_overdue = setting["words"] == ["status"] and dt.datetime.now(dt.UTC) >= DUE_AT
                assert result["status"] == is_overdue, where
                assert lines >= 3, where
    assert sorted(machine.homes.rglob("*")) == before and machine.list_stray_files() == []


def published_days(home: Path) -> list[dt.date]:
    with duckdb.connect(str(home / "hub.duckdb"), read_only=True) as con:
        return [day for (day,) in con.execute("SELECT DISTINCT date FROM snapshots").fetchall()]


def almanac_run(machine: Machine, url: str, **environment: str) -> "subprocess.Popen[bytes]":
    """Start a limited run with its output in a pipe."""
    words = [sys.executable, "-m", "hub_almanac", "run", "--limit", "3"]
    environment = {"HF_ENDPOINT": url, "ALMANAC_PAGES": "off", "HF_HUB_DISABLE_TELEMETRY": "1", **environment}
    return subprocess.Popen(
        words, env=environment, cwd=machine.outside[1], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def run_settings() -> list[tuple[str | None, dict[str, str], bool, str, str]]:
    if THOROUGH:
        return [
            (ZONES[n % 6], ENCODINGS[0 if name == "연감" else n % 3], bool(n % 2), COLUMNS[n % 4], name)
            for n, name in enumerate(NAMES)
        ]
    return [("Asia/Seoul", ENCODINGS[2], False, "0", "연감 100% #{a}!'\"\n date=2026-01-01")]


@pytest.mark.slow
def test_a_run_finishes_in_every_environment(world: World, machine: Machine):
    """The reader leaves after the first line, like `head -1`."""
    with SampleHub(world) as hub:
        for zone, encoding, user, columns, name in run_settings():
            home = machine.homes / name
            environment = machine.environment(user=user, zone=zone, encoding=encoding)
            with almanac_run(machine, hub.url, **environment, ALMANAC_HOME=str(home), COLUMNS=columns) as running:
                assert running.stdout is not None and running.stderr is not None
                assert running.stdout.readline()
                running.stdout.close()
                errors = running.stderr.read()
            assert running.returncode == 0 and b"Traceback" not in errors, (name, errors)
            assert published_days(home) == [world.days[0]]
            assert machine.list_stray_files() == []


@pytest.mark.slow
@pytest.mark.skipif(not THOROUGH, reason="tests/cli/test_streams.py closes the terminal of a shorter job")
def test_a_run_outlives_its_terminal(world: World, machine: Machine):
    """The terminal closes after the first line; the home uses `~`; the working folder and PYTHONPATH have another
    `pipeline`."""
    import pty  # noqa: PLC0415  not on every system

    environment = machine.environment(user=True, zone=None, encoding=ASCII)
    with SampleHub(world) as hub:
        environment |= {"HF_ENDPOINT": hub.url, "ALMANAC_PAGES": "off", "ALMANAC_HOME": "~/almanac"}
        process, terminal = pty.fork()
        if process == 0:
            os.chdir(machine.other_project)
            os.execve(sys.executable, [sys.executable, "-m", "hub_almanac", "run", "--limit", "3"], environment)
        assert os.read(terminal, 100)
        os.close(terminal)
        assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    home = machine.outside[0] / "almanac"
    assert published_days(home) == [world.days[0]]
    assert [path for path in map(Path, machine.list_stray_files()) if path != home and home not in path.parents] == []
    assert [path.name for path in machine.other_project.iterdir()] == ["pipeline"]


def test_a_deleted_working_folder_and_a_user_without_a_home_folder(machine: Machine, published: Home):
    """Commands that need neither folder work; the others are rejected."""
    home = machine.homes / "home"
    home.mkdir()
    shutil.copy(published.published, home)
    missing_folder = machine.root / "gone"
    words = f"{sys.executable} -m hub_almanac --home"
    lines = [f"{words} {home} show -n 1", f"{words} {home} report --output relative", f"{words} '~/x' status"]
    for line, status in zip(lines, (0, 2, 2), strict=True):
        result = subprocess.run(
            ["bash", "-c", f"mkdir {missing_folder}; cd {missing_folder}; rmdir {missing_folder}; {line}"], capture_output=True, text=True, check=False,
            env=machine.environment(user=False, zone="Asia/Seoul", encoding=ENCODINGS[0]),
        )  # fmt: skip
        assert result.returncode == status and "Traceback" not in result.stderr, (line, result.stderr)
    assert machine.list_stray_files() == [] and [path.name for path in home.iterdir()] == ["hub.duckdb"]
