"""deploy/daily-run.sh on a machine that forgets everything each day gives the almanac of a home that never moved."""

import datetime as dt
import logging
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
import yaml

from pipeline.config import Home
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import sample_world
from tests.conftest import THOROUGH
from tests.fixtures.days import take_days
from tests.fixtures.hub_uploads import HubUploads
from tests.fixtures.tables import find_differences

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "deploy" / "daily-run.sh"
TOKEN, REPO = "hf_ThisIsSecret", "me/almanac"
WORLD = sample_world(dt.date(2026, 11, 5), days=8, models=300, datasets=80)
MONTH_END = dt.date(2026, 10, 31)
DAYS = [MONTH_END + dt.timedelta(number) for number in (range(-1, 3) if THOROUGH else range(2))]


def write_command(folder: Path) -> Path:
    """Return a command that runs this code."""
    command = folder / "almanac"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{ROOT / "hub_almanac.py"}" "$@"\n')
    command.chmod(0o755)
    return command


def run_day(folder: Path, uploads: HubUploads, home: Home, *options: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        **{name: value for name, value in os.environ.items() if name != "ALMANAC_PAGES"},  # the site is built
        "ALMANAC": str(write_command(folder)),
        "ALMANAC_HOME": str(home.root),
        "HF_ENDPOINT": uploads.url,
        "HF_HUB_DISABLE_XET": "1",
        "HF_TOKEN": TOKEN,
    }
    words = [SCRIPT, REPO, folder / "site", *options]
    return subprocess.run(words, env=environment, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_days_on_a_machine_that_forgets(tmp_path: Path) -> None:
    home, stayed = Home(tmp_path / "home"), Home(tmp_path / "stayed")
    figures: list[str] = []
    with (
        SampleHub(WORLD, tokens=frozenset({TOKEN})) as hub,
        HubUploads({TOKEN: {"me"}}, lists=hub.url) as uploads,
    ):
        for day in DAYS:
            shutil.rmtree(home.root, ignore_errors=True)
            shutil.rmtree(tmp_path / "site", ignore_errors=True)
            hub.set_now(dt.datetime.combine(day, dt.time(9), dt.UTC))
            start = time.monotonic()
            result = run_day(tmp_path, uploads, home)
            assert result.returncode == 0, result.stdout + result.stderr
            assert TOKEN not in result.stdout + result.stderr
            assert (tmp_path / "site" / "index.html").exists()
            repo = uploads.repos[REPO]
            size = sum(len(content or b"") for content in repo.files.values())
            figures.append(
                f"{day}: {time.monotonic() - start:.0f} s, {len(repo.files)} files, {size / 1e6:.2f} MB, {repo.changes[-1]} changed"
            )
        repo = uploads.repos[REPO]
        assert repo.private and max(repo.changes) < 100
        take_days(stayed, hub, DAYS)
    logging.getLogger(__name__).info("; ".join(figures))
    for path in (home.published, stayed.published):
        path.chmod(0o644)
        with duckdb.connect(str(path)) as con:
            con.execute("DELETE FROM store.about WHERE key = 'almanac'")
            con.execute("UPDATE store.snapshot SET hub = 'http://hub'")
    assert find_differences(home.published, stayed.published) == []
    assert {path for path in repo.files if "date=2026-10" in path} == set()
    files = [path for path in repo.files if path.startswith("trends/")]
    assert len(files) == 1 + len([day for day in DAYS if day > MONTH_END])


@pytest.mark.slow
def test_a_hub_that_fails_is_not_taken_for_a_new_almanac(tmp_path: Path) -> None:
    with HubUploads({TOKEN: {"me"}}, failures={"/api/datasets/me": 500}) as uploads:
        result = run_day(tmp_path, uploads, Home(tmp_path / "home"))
    assert result.returncode == 1 and TOKEN not in result.stdout + result.stderr
    assert not (tmp_path / "home" / "hub.duckdb").exists() and uploads.repos == {}


def run_with_stand_in(folder: Path, home: str, run: str) -> "subprocess.CompletedProcess[str]":
    """Run the script with a command in place of Almanac that prints its words; only `status` is Almanac's, and `run` these commands."""
    command = folder / "almanac"
    almanac = f'exec "{sys.executable}" "{ROOT / "hub_almanac.py"}" "$@"'
    command.write_text(f'#!/bin/sh\ncase $1 in status) {almanac};; esac\necho "$*"\ncase $1 in run) {run};; esac\n')
    command.chmod(0o755)
    environment = {**os.environ, "ALMANAC": str(command), "ALMANAC_HOME": home, "HOME": str(folder), "HF_TOKEN": TOKEN}
    words = [SCRIPT, REPO, folder / "site", "--public"]
    return subprocess.run(words, env=environment, cwd=folder, capture_output=True, text=True, check=False)


IMPORT = f"import hf://datasets/{REPO} --format almanac --allow-missing"
EXPORT = f"export all --to-hub {REPO} --yes --public"


@pytest.mark.parametrize("is_published", [True, False])
def test_a_published_day_is_exported_although_its_run_failed_later(tmp_path: Path, *, is_published: bool) -> None:
    publish = 'touch "$HOME/home/hub.duckdb"; ' if is_published else ""
    (tmp_path / "home").mkdir()
    result = run_with_stand_in(tmp_path, str(tmp_path / "home"), f"{publish}exit 3")
    assert (result.returncode, result.stdout.splitlines()) == (3, [IMPORT, "run", *[EXPORT] * is_published])
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("has_site", [True, False])
def test_the_home_is_where_almanac_finds_it(tmp_path: Path, *, has_site: bool) -> None:
    """Almanac expands `~`, and builds no site with ALMANAC_PAGES=off."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "hub.duckdb").touch()
    build = 'mkdir "$HOME/home/site"; touch "$HOME/home/site/index.html"' if has_site else ":"
    result = run_with_stand_in(tmp_path, "~/home", build)
    assert (result.returncode, result.stdout.splitlines()) == (0, ["run", EXPORT])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["almanac", "home", *["site"] * has_site]
    assert (tmp_path / "site" / "index.html").exists() == has_site


def test_the_workflow_runs_the_script_once_at_a_time_with_few_rights() -> None:
    workflow = yaml.safe_load((ROOT / "deploy" / "github-actions.yml").read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"] == {"group": "hub-almanac", "cancel-in-progress": False}
    assert set(workflow[True]) == {"schedule", "workflow_dispatch"}  # YAML 1.1 reads `on` as true
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    assert all(
        step["uses"].partition("@")[2].startswith("v") and step["uses"].count(".") == 2
        for step in steps
        if "uses" in step
    )
    commands = [step for step in steps if "run" in step]
    assert [step["run"].split()[0] for step in commands] == ["make", "deploy/daily-run.sh"]
    assert [step for step in steps if "secrets" in str(step)] == [commands[1]] and "secrets" not in commands[1]["run"]
    assert os.access(SCRIPT, os.X_OK)
