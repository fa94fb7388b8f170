"""The code of docs/python.md and docs/notebook.py, and the example queries, run with this project's DuckDB and with the next one.

The next DuckDB is in an environment of its own, without this project: what docs/python.md says to install.
"""

import hashlib
import math
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest

from pipeline.config import Home

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
LOCK = ROOT / "tests" / "duckdb-next.lock"
PIP = [
    sys.executable,
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--no-compile",
    "--retries",
    "1",
]
UNREACHABLE = ("no matching distribution", "connection", "timed out", "temporary failure in name resolution")
NOTEBOOK = """
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("notebook", sys.argv[1])
notebook = importlib.util.module_from_spec(spec)
spec.loader.exec_module(notebook)
_, names = notebook.app.run()
print(json.dumps([names["board"].height, names["followed"]["id"].n_unique(), names["observed"].height, names["warning"]]))
"""
EXAMPLES = """
import duckdb, json, pathlib
hub = duckdb.connect("data/hub.duckdb", read_only=True, config={"threads": 1})  # adds floats in one order
rows = {path.stem: hub.sql(path.read_text(encoding="utf-8")).fetchall() for path in pathlib.Path("sql/examples").glob("*.sql")}
print(json.dumps([duckdb.__version__, rows], default=str))
"""
Answer = TypeVar("Answer")


@pytest.fixture(scope="module")
def next_python(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of an environment with the next DuckDB: the lock's, or the newest one for `make test-next`."""
    if os.environ.get("ALMANAC_NEWEST"):
        folder = tmp_path_factory.mktemp("newest") / "venv"
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        words = project["dependency-groups"]["next"]
    else:
        identity = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()[:16]
        folder = request.config.cache.mkdir("duckdb-next") / identity  # pyright: ignore[reportOptionalMemberAccess]
        words = ["--no-deps", "--require-hashes", "--requirement", str(LOCK)]
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", folder], check=True)
        command = [*PIP[:3], "--python", str(python), *PIP[3:], *words]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode and any(phrase in result.stderr.lower() for phrase in UNREACHABLE):
            pytest.skip(
                f"The package index is unreachable, so the next DuckDB is not tested: {result.stderr.splitlines()[-1]}"
            )
        assert result.returncode == 0, result.stderr
        (folder / "complete").touch()
    return python


@pytest.fixture(params=["own", pytest.param("next", marks=pytest.mark.slow)])
def python(request: pytest.FixtureRequest) -> Path:
    return Path(sys.executable) if request.param == "own" else request.getfixturevalue("next_python")


@pytest.fixture
def checkout(published: Home, tmp_path: Path) -> Path:
    """A folder with `data` and `sql`."""
    (tmp_path / "data").mkdir()
    shutil.copy(published.published, tmp_path / "data")
    (tmp_path / "sql").symlink_to(ROOT / "sql")
    return tmp_path


def run_program(
    python: Path, folder: Path, program: str, *words: str, answer: type[Answer]
) -> tuple[list[str], Answer]:
    """Run a program that knows nothing of this project. Returns its lines, and the JSON of the last one."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "ALMANAC_HOME")}
    command = [str(python), "-P", "-c", program, *words]
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    *lines, last_line = result.stdout.splitlines()
    return lines, msgspec.json.decode(last_line, type=answer)


def test_the_blocks_of_the_document_run(python: Path, checkout: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / "python.md").read_text(encoding="utf-8"), re.DOTALL)
    facts = "import json; print(json.dumps([weekly.height, rising.width, bool(chart.to_dict())]))"
    lines, answer = run_program(python, checkout, "\n".join([*blocks, facts]), answer=tuple[int, int, bool])
    assert len(blocks) == 6 and answer == (2, 8, True)
    output = "\n".join(lines)
    assert "8 days observed" in output and "frozen" in output


def run_notebook(python: Path, checkout: Path) -> None:
    _, answer = run_program(python, checkout, NOTEBOOK, str(DOCS / "notebook.py"), answer=tuple[int, int, int, str])
    board_rows, featured_count, day_rows, warning = answer
    assert (board_rows, featured_count) == (10, 6) and day_rows > 10 and warning.startswith("**Sample data")


def test_the_notebook_runs(python: Path, checkout: Path) -> None:
    run_notebook(python, checkout)


def test_the_notebook_reads_the_demo_if_there_is_nothing_else(checkout: Path) -> None:
    (checkout / "data" / "demo").mkdir()
    (checkout / "data" / "hub.duckdb").rename(checkout / "data" / "demo" / "hub.duckdb")
    run_notebook(Path(sys.executable), checkout)


@pytest.mark.slow
def test_example_queries_have_the_same_rows_with_the_next_duckdb(next_python: Path, checkout: Path) -> None:
    answer = tuple[str, dict[str, list[list[object]]]]
    _, (own_version, own_rows) = run_program(Path(sys.executable), checkout, EXAMPLES, answer=answer)
    _, (next_version, next_rows) = run_program(next_python, checkout, EXAMPLES, answer=answer)
    assert (own_version[0], next_version[0]) == ("1", "2")
    assert len(own_rows) >= 39 and own_rows.keys() == next_rows.keys()
    assert {name for name, rows in own_rows.items() if not is_equal(rows, next_rows[name])} == set()


def is_equal(value: object, other_value: object) -> bool:
    """Whether two results are equal. Rounded means may differ in their last digit."""
    if isinstance(value, float) and isinstance(other_value, float):
        return math.isclose(value, other_value, rel_tol=1e-9, abs_tol=0.0011)
    if isinstance(value, list) and isinstance(other_value, list):
        return len(value) == len(other_value) and all(map(is_equal, value, other_value))
    return value == other_value


def test_the_document_names_what_the_next_environment_has() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    required = {re.split("[<>=]", word)[0] for word in project["dependency-groups"]["next"]}
    for document in ("python.md", "notebook.py"):
        commands = re.findall(
            r"^ *pip install (.*?)(?: +#.*)?$", (DOCS / document).read_text(encoding="utf-8"), re.MULTILINE
        )
        assert {word for command in commands for word in command.split()} == required, document
