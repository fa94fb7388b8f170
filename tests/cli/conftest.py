"""One home with a published database, made once: a sample world of nine days, of which one was not taken."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from pipeline.cli.reading import published as opened
from pipeline.resources import Hub
from pipeline.run import instance_of, run_day
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World, sample_world
from pipeline.settings import Home
from tests.conftest import LAST_DAY

ALMANAC = Path(sys.executable).with_name("almanac")
GAP = LAST_DAY - dt.timedelta(6)
Ask = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def story_world() -> World:
    """The world whose days the home has taken."""
    return sample_world(LAST_DAY, days=9, models=300, datasets=80)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, story_world: World) -> Home:
    """The home. Tests read it; one that spoils it takes a copy."""
    home = Home(tmp_path_factory.mktemp("published") / "home")
    with pytest.MonkeyPatch.context() as patch, SampleHub(story_world) as hub:
        for name in ("DAGSTER_HOME", "ALMANAC_HOME"):
            patch.setenv(name, "")  # run_day sets them; this puts them back
        with instance_of(home) as instance:
            for day in story_world.days:
                if day != GAP:
                    hub.set_day(day)
                    now = dt.datetime.combine(day, dt.time(9), dt.UTC)
                    run_day(instance, home, Hub(endpoint=hub.url, anonymous=True), now)
    return home


@pytest.fixture
def ask(published: Home) -> Ask:
    """The command itself on that home. It must never show a traceback."""

    def call(
        *words: str, home: Path | None = None, stdin: str | bytes | None = None, **environment: str
    ) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [ALMANAC, "--home", str(home or published.root), *words],
            env={**os.environ, **environment},
            input=stdin.encode() if isinstance(stdin, str) else stdin or b"",
            capture_output=True,
            timeout=60,
            check=False,
        )
        said = subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in said.stderr + said.stdout
        return said

    return call


@pytest.fixture(scope="session")
def con(published: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published database as the read commands open it."""
    with opened(published) as con:
        yield con
