"""One home with a published database, made once: a sample world of nine days, of which one was not taken."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli.main import run
from pipeline.config import Home

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


@pytest.fixture
def inside(published: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    """The same in this process, ten times as quick: for all that does not depend on being a process of its own."""

    def call(*words: str, home: Path | None = None, **environment: str) -> "subprocess.CompletedProcess[str]":
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["almanac", "--home", str(home or published.root), *words])
            for name, value in environment.items():
                patch.setenv(name, value)
            capsys.readouterr()
            with pytest.raises(SystemExit) as ended:
                run()
        said = capsys.readouterr()
        return subprocess.CompletedProcess(words, int(ended.value.code or 0), said.out, said.err)

    return call
