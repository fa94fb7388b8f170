"""Commands on a disk that lacks something, played by a small library that answers system calls in the disk's place."""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

FAULTS = Path(__file__).with_name("faults.c")
# Runs commands one after the other in one process, each on a disk of its own; its last line is what became of them.
CHILD = """
import contextlib, io, json, os, sys, traceback
from pipeline.cli.main import run
told = []
for faults, words in json.loads(sys.argv[1]):
    os.environ["DISK_FAULTS"], sys.argv[1:] = faults, words
    out, err, code = io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            run()
        except SystemExit as ended:
            code = int(ended.code or 0)
        except BaseException:
            traceback.print_exc()
            code = -1
    told.append([code, out.getvalue(), err.getvalue()])
print("\\n" + json.dumps(told))
"""


@dataclass(frozen=True)
class Told:
    """What a command said."""

    code: int
    out: str
    err: str


Play = Callable[..., list[Told]]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library, compiled."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("no C compiler (or not Linux): disks that lack something cannot be played here")
    made = tmp_path_factory.mktemp("library") / "faults.so"
    done = subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", made, FAULTS, "-ldl"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"the C compiler cannot make a library here: {done.stderr.strip()[-200:]}")
    return made


@pytest.fixture
def play(library: Path) -> Play:
    """Run commands with files below a folder on disks that lack something. Each: what is lacking, then the command's words."""

    def call(below: Path, *commands: tuple[dict[str, int], Sequence[str | Path]], **environment: str) -> list[Told]:
        asked = [
            (" ".join(f"{call}={error}" for call, error in faults.items()), [str(word) for word in words])
            for faults, words in commands
        ]
        done = subprocess.run(
            [sys.executable, "-c", CHILD, json.dumps(asked)],
            env={
                **os.environ,
                "LD_PRELOAD": str(library),
                "DISK_BELOW": str(below.resolve()),
                "COLUMNS": "400",
                **environment,
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        told = [Told(*one) for one in json.loads(done.stdout.splitlines()[-1])]
        assert not any("Traceback" in one.out + one.err for one in told), told
        return told

    return call


# What CIFS, a folder shared with a virtual machine and the like answer to what they cannot do.
SHARED_FOLDER = {
    "fsync_folder": errno.EINVAL,
    "chmod": errno.EPERM,
    "link": errno.EPERM,
    "symlink": errno.EPERM,
    "rename_across": errno.EXDEV,
}
