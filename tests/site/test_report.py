"""`almanac report` and the asset `site`: a folder that is made again without being written again, and is never mistaken for another."""

import datetime as dt
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from functools import partial
from pathlib import Path

import dagster as dg
import pytest

from assets.site import site
from pipeline.config import Home
from pipeline.orchestration.resources import AlmanacHome
from pipeline.site.build import broken_links
from tests.conftest import GAP, LAST_DAY
from tests.fixtures.commands import Ask


@pytest.fixture
def copy(published: Home, tmp_path: Path) -> Home:
    """A home with the published file alone."""
    home = Home(tmp_path / "copy")
    home.root.mkdir()
    shutil.copy(published.published, home.root)
    return home


@pytest.fixture
def report(copy: Home, ask: Ask) -> Ask:
    """The command on that home."""
    return partial(ask, "report", home=copy.root)


def test_a_site_is_made_and_made_again(copy: Home, report: Ask):
    done = report()
    assert done.returncode == 0 and "SAMPLE DATA" in done.stdout, done.stderr
    [(all_of_them, new)] = re.findall(r"([\d,]+) files of .* ([\d,]+) of them new", done.stdout)
    assert all_of_them == new
    files = {path: path.stat().st_mtime_ns for path in copy.site.rglob("*") if path.is_file()}
    assert {"index.html", "models.md", "style.css"} <= {path.name for path in files} and (copy.site / "ko").is_dir()
    assert list(broken_links(copy.site, set(files))) == []
    (copy.site / "own.html").write_text("not of the site: stays")
    (copy.site / "index.html").write_text("spoilt")
    again = report()
    assert ", 1 of them new or changed" in again.stdout
    (copy.site / "own.html").unlink()
    after = {path: path.stat().st_mtime_ns for path in copy.site.rglob("*") if path.is_file()}
    assert after.keys() == files.keys()
    assert {path.name for path in files if files[path] != after[path]} == {"index.html"}
    earlier = report("--date", str(LAST_DAY - dt.timedelta(2)))
    assert earlier.returncode == 0 and str(LAST_DAY - dt.timedelta(2)) in earlier.stdout


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["--date", str(GAP)], 1, "not every day"),
        (["--date", "soon"], 2, "is not a date"),
        (["--output", "{home}"], 2, "part of the home itself"),
        (["--output", "/dev/null/x"], 1, "cannot be written"),
        (["--address", "ftp://x"], 2, "address must be like"),
        (["--address", "https://me:secret@example.org"], 2, "address must be like"),
    ],
)
def test_what_cannot_be_made_is_said(copy: Home, report: Ask, words: list[str], status: int, says: str):
    done = report(*(word.format(home=copy.root) for word in words))
    assert (done.returncode, done.stdout) == (status, "") and says in done.stderr and "secret" not in done.stderr, done
    assert [path.name for path in copy.root.iterdir()] == ["hub.duckdb"]


def test_a_look_on_loopback(copy: Home):
    words = [
        str(Path(sys.executable).with_name("almanac")),
        "--home",
        str(copy.root),
        "report",
        "--serve",
        "--port",
        "0",
    ]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1) as running:
        try:
            assert running.stdout is not None
            address = next(
                found[0] for line in running.stdout if (found := re.findall(r"http://127\.0\.0\.1:\d+/", line))
            )
            with urllib.request.urlopen(f"{address}feeds/all.atom.xml", timeout=10) as answer:
                assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
            running.send_signal(signal.SIGINT)
            _, said = running.communicate(timeout=20)
        finally:
            running.kill()
    assert running.returncode == 0 and "Traceback" not in said, said


def test_the_asset_makes_the_last_days_pages_alone(copy: Home, monkeypatch: pytest.MonkeyPatch):
    def made(day: dt.date) -> str:
        done = dg.materialize([site], partition_key=str(day), resources={"almanac": AlmanacHome(root=str(copy.root))})
        assert [check.passed for check in done.get_asset_check_evaluations()] == [True]
        [event] = done.get_asset_materialization_events()
        return str(event.materialization.metadata["made"].value)

    with dg.partition_loading_context(effective_dt=dt.datetime.combine(LAST_DAY, dt.time(12), dt.UTC)):
        assert made(LAST_DAY) == "nothing: ALMANAC_PAGES is off" and not copy.site.exists()
        monkeypatch.setenv("ALMANAC_PAGES", "on")
        assert made(LAST_DAY - dt.timedelta(1)) == f"nothing: the site shows {LAST_DAY}"
        assert re.fullmatch(r"[\d,]+ files, [\d,]+ of them new or changed", made(LAST_DAY))
    assert (copy.site / "index.html").exists()
