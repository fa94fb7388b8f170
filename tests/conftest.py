"""Shared fixtures: a sample Hub over real HTTP, a client with short waits, homes in tmp_path."""

import atexit
import datetime as dt
import gc
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock
from hypothesis import settings

from pipeline.config import Home, HubSettings
from pipeline.hub_api.client import HubClient
from pipeline.published.reader import open_published as opened
from pipeline.sample_hub.days import HubDay
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World, sample_world
from tests.fixtures.quick_records import use_quick_records
from tests.fixtures.warm_process import WarmProcess

atexit.register(gc.freeze)  # each worker would search millions of objects for garbage when it ends
LAST_DAY = dt.date(2026, 11, 20)
# The modules that take longest.
LONGEST = {
    "test_backup_and_verify", "test_daily_run", "test_first_morning", "test_hostile_circumstances", "test_import_command",
    "test_known_bad_days", "test_load", "test_readme", "test_run_and_doctor", "test_run_command", "test_server",
    "test_servers", "test_sixty_days", "test_ui", "test_unsound",
}  # fmt: skip
GAP = LAST_DAY - dt.timedelta(6)  # a day that `published` lacks
# Random tests run for a few minutes, or at full length.
THOROUGH = bool(os.environ.get("ALMANAC_THOROUGH"))
# the duration of an example does not matter
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@dataclass(frozen=True)
class FixedWorld:
    """A Hub with the days that a test defines."""

    hub_days: dict[dt.date, HubDay]

    @property
    def days(self) -> list[dt.date]:
        return sorted(self.hub_days)

    def day(self, d: dt.date) -> HubDay:
        return self.hub_days[d]


def pytest_configure() -> None:
    # A shell's background jobs ignore Ctrl-C, and so would the commands that tests interrupt.
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def trusted_clock() -> Iterator[None]:
    """Trust the sample Hubs' clocks, also in module fixtures."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALMANAC_TRUST_HUB_CLOCK", "1")
        patch.setenv("ALMANAC_THREADS", "1")  # tests share the machine, and their days are small
        # save a few seconds of each run
        patch.setenv("ALMANAC_PAGES", "off")
        patch.setenv("ALMANAC_PREVIEWS", "off")
        yield


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Remove the user's token, endpoint and home."""
    for name in ("HF_ENDPOINT", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_HUB_OFFLINE", "DAGSTER_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf_home"))
    monkeypatch.setenv("HF_HUB_DISABLE_TELEMETRY", "1")
    monkeypatch.setenv("ALMANAC_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session")
def world() -> World:
    """Fourteen days with a few hundred repos and the whole story."""
    return sample_world(LAST_DAY, days=14, models=600, datasets=150)


@pytest.fixture
def hub(world: World) -> Iterator[SampleHub]:
    with SampleHub(world) as hub:
        yield hub


def quick(url: str, *, token: str | bool = False, attempts: int = 4) -> HubSettings:
    return HubSettings(
        url, token, timeout=20, attempts=attempts, first_wait=0.01, longest_wait=0.05, blind_wait=0.05, trust_clock=True
    )


@pytest.fixture
def client(hub: SampleHub) -> HubClient:
    return HubClient(quick(hub.url))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


Almanac = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def warm_process() -> Iterator[WarmProcess]:
    process = WarmProcess()
    yield process
    process.close()


@pytest.fixture
def almanac(home: Home, warm_process: WarmProcess) -> Almanac:
    """Run the command in its own process on the test's home; keyword arguments become environment variables."""

    def call(*words: str, stdin: str | None = None, **environment: str) -> "subprocess.CompletedProcess[str]":
        variables, input_bytes = {**os.environ, "COLUMNS": "200", **environment}, (stdin or "").encode()
        is_quick = words[0] in ("run", "rebuild") and warm_process.can_run(variables, input_bytes)
        with use_quick_records(home) if is_quick else nullcontext():
            process = warm_process.run(["--home", str(home.root), *words], variables, input_bytes, timeout=180)
        return subprocess.CompletedProcess(
            process.args, process.returncode, process.stdout.decode(), process.stderr.decode()
        )

    return call


@pytest.fixture(scope="session")
def story_world() -> World:
    return sample_world(LAST_DAY, days=9, models=300, datasets=80)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, story_world: World) -> Home:
    """A home with published days, shared by all workers. Tests that change it use `home_copy`."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = tmp_path_factory.getbasetemp().parent / f"published-{run}"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            _take_days(Home(folder / "home"), story_world)
    return Home(folder / "home")


@pytest.fixture
def home_copy(published: Home, home: Home) -> Home:
    shutil.copytree(published.root, home.root)
    return home


@pytest.fixture(scope="session")
def con(published: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published database, opened as by read commands: a process can open a file in only one mode."""
    with opened(published) as con:
        yield con


def _take_days(home: Home, world: World) -> None:
    # Dagster imports slowly, and tests start dozens of processes that import this module.
    from pipeline.definitions import defs  # noqa: PLC0415
    from pipeline.orchestration.resources import AlmanacHome, Hub  # noqa: PLC0415
    from pipeline.orchestration.runner import run_day  # noqa: PLC0415
    from tests.fixtures.days import take_days  # noqa: PLC0415
    from tests.fixtures.records import open_instance  # noqa: PLC0415

    days = [day for day in world.days if day != GAP]
    with SampleHub(world) as hub, open_instance(home) as instance:
        take_days(home, hub, days[:-2])
        for day in days[-2:]:
            hub.set_day(day)
            now = dt.datetime.combine(day, dt.time(9), dt.UTC)
            run_day(defs, instance, AlmanacHome.at(home), Hub(endpoint=hub.url, anonymous=True), now)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the longest modules first, so that workers end at about the same time."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (item.path.stem not in LONGEST, item.path not in slow))
