"""One home with a published database, made once: a sample world of nine days, of which one was not taken."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from pipeline.cli.reading import published as opened
from pipeline.settings import Home

ALMANAC = Path(sys.executable).with_name("almanac")
Ask = Callable[..., "subprocess.CompletedProcess[str]"]


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
