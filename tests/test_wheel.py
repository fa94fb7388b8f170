"""The wheel that `pip install .`, `uv tool install .` and `pipx install .` build has all files, and works without the checkout."""

import configparser
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, offline."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    [file] = folder.glob("*.whl")
    return file


def test_the_wheel_has_the_command_and_every_file_of_the_packages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        [entry_points] = [name for name in names if name.endswith("entry_points.txt")]
        scripts = configparser.ConfigParser()
        scripts.read_string(archive.read(entry_points).decode())
    assert scripts["console_scripts"]["almanac"] == "hub_almanac:main"
    files = {path for folder in ("pipeline", "assets", "sql") for path in (ROOT / folder).rglob("*") if path.is_file()}
    packaged = {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}
    assert packaged | {"hub_almanac.py", "pipeline/dagster.yaml"} <= names
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {
        "hub_almanac.py",
        "pipeline",
        "assets",
        "sql",
    }


@pytest.mark.slow
def test_an_installed_wheel_runs_the_demo_and_prepares_the_ui_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    """Its files are found first on the path; the dependencies are this environment's."""
    site_packages, folder = tmp_path / "site-packages", tmp_path / "empty"
    folder.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site_packages)
    environment = {name: value for name, value in os.environ.items() if name != "ALMANAC_HOME"}
    environment |= {"PYTHONPATH": str(site_packages), "ALMANAC_PAGES": "on", "ALMANAC_PREVIEWS": "on"}

    def run(*words: str) -> str:
        command = [sys.executable, "-P", "-m", "hub_almanac", *words]
        result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        # next steps name the interpreter, which may be the checkout's
        assert str(ROOT) not in (result.stdout + result.stderr).replace(sys.executable, "python")
        return result.stdout

    run("demo", "--days", "1")
    demo = folder / "data" / "demo"
    assert (demo / "site" / "index.html").exists()
    with duckdb.connect(str(demo / "hub.duckdb"), read_only=True) as con:
        assert con.execute("SELECT count(DISTINCT category) FROM trends").fetchall() == [(11,)]
    assert run("show", "translation", "--json").startswith("{")
    run("sql", "--example", "rising-in-translation")
    run("ui", "--prepare")
    assert (demo / "dagster" / "workspace.yaml").exists()
