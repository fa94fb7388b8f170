import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """Another project's `pipeline` and `assets`, whose import fails."""
    for name in ("pipeline", "assets"):
        package = tmp_path / "foreign" / name
        package.mkdir(parents=True)
        (package / "__init__.py").write_text('raise RuntimeError("another project")\n')
    return tmp_path / "foreign"


def test_the_command_begins_in_a_module_that_is_ours_alone():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["scripts"]["almanac"] == "hub_almanac:main"
    assert "hub_almanac.py" in project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


def test_another_projects_packages_are_not_imported(foreign: Path):
    """Neither from PYTHONPATH, nor from the working folder, nor if imported before."""
    script = (
        "import sys, types\n"
        "sys.modules['pipeline'] = types.ModuleType('pipeline')\n"
        "import hub_almanac\n"
        "hub_almanac.use_own_packages()\n"
        "import pipeline.config, assets\n"
        "print(sys.modules['pipeline'].__file__, sys.modules['assets'].__file__, sep='\\n')"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(foreign), str(ROOT)])}
    process = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=foreign, capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stderr
    assert process.stdout.split("\n")[:2] == [str(ROOT / name / "__init__.py") for name in ("pipeline", "assets")]
    version = subprocess.run(
        [sys.executable, "-m", "hub_almanac", "--version"], env=environment, cwd=foreign, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert version.returncode == 0 and version.stdout.startswith("hub-almanac "), version.stderr
