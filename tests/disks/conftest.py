"""Limited file systems, simulated by a preloaded library that intercepts system calls."""

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
# Runs commands in one process, each with its own faults; the last output line has the results as JSON.
CHILD = """
import contextlib, io, json, os, sys, traceback
from pipeline.cli.main import run
results = []
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
    results.append([code, out.getvalue(), err.getvalue()])
print("\\n" + json.dumps(results))
"""


@dataclass(frozen=True)
class CommandResult:
    code: int
    out: str
    err: str


RunWithFaults = Callable[..., list[CommandResult]]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("no C compiler, or not Linux")
    library_path = tmp_path_factory.mktemp("library") / "faults.so"
    process = subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", library_path, FAULTS, "-ldl"],
        capture_output=True,
        text=True,
        check=False,
    )
    if process.returncode:
        pytest.skip(f"the C compiler cannot build a library: {process.stderr.strip()[-200:]}")
    return library_path


@pytest.fixture
def run_with_faults(library: Path) -> RunWithFaults:
    """Return a function that runs commands, each (faults, arguments), with faults for files below a folder."""

    def call(
        below: Path, *commands: tuple[dict[str, int], Sequence[str | Path]], **environment: str
    ) -> list[CommandResult]:
        calls = [
            (" ".join(f"{name}={error}" for name, error in faults.items()), [str(word) for word in words])
            for faults, words in commands
        ]
        process = subprocess.run(
            [sys.executable, "-c", CHILD, json.dumps(calls)],
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
        assert process.returncode == 0, process.stderr
        results = [CommandResult(*values) for values in json.loads(process.stdout.splitlines()[-1])]
        assert not any("Traceback" in result.out + result.err for result in results), results
        return results

    return call


# Errors of CIFS, virtual machines' shared folders and the like.
SHARED_FOLDER = {
    "fsync_folder": errno.EINVAL,
    "chmod": errno.EPERM,
    "link": errno.EPERM,
    "symlink": errno.EPERM,
    "rename_across": errno.EXDEV,
}
