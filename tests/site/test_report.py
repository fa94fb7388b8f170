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

from pipeline.config import Home
from pipeline.definitions import defs
from pipeline.orchestration.asset_keys import asset_key
from pipeline.site.build import find_broken_links
from tests.conftest import GAP, LAST_DAY
from tests.fixtures.commands import RunCommand
from tests.fixtures.processes import PATIENCE


@pytest.fixture
def copy(published: Home, tmp_path: Path) -> Home:
    home = Home(tmp_path / "copy")
    home.root.mkdir()
    shutil.copy(published.published, home.root)
    return home


@pytest.fixture
def run_report(copy: Home, ask: RunCommand) -> RunCommand:
    return partial(ask, "report", home=copy.root)


def test_a_site_is_built_and_rebuilt(copy: Home, run_report: RunCommand):
    result = run_report()
    assert result.returncode == 0 and "SAMPLE DATA" in result.stdout, result.stderr
    [(file_count, new_count)] = re.findall(r": ([\d,]+) files, ([\d,]+) new", result.stdout)
    assert file_count == new_count
    times_before = {path: path.stat().st_mtime_ns for path in copy.site.rglob("*") if path.is_file()}
    assert {"index.html", "models.md", "style.css"} <= {path.name for path in times_before} and (
        copy.site / "ko"
    ).is_dir()
    assert list(find_broken_links(copy.site, set(times_before))) == []
    (copy.site / "own.html").write_text("not of the site: stays")
    (copy.site / "index.html").write_text("spoilt")
    again = run_report()
    assert ", 1 new or changed" in again.stdout
    (copy.site / "own.html").unlink()
    times_after = {path: path.stat().st_mtime_ns for path in copy.site.rglob("*") if path.is_file()}
    assert times_after.keys() == times_before.keys()
    assert {path.name for path in times_before if times_before[path] != times_after[path]} == {"index.html"}
    earlier = run_report("--date", str(LAST_DAY - dt.timedelta(2)))
    assert earlier.returncode == 0 and str(LAST_DAY - dt.timedelta(2)) in earlier.stdout


@pytest.mark.parametrize(
    ("words", "status", "detail"),
    [
        (["--date", str(GAP)], 1, str(GAP)),
        (["--date", "soon"], 2, "soon"),
        (["--output", "{home}"], 2, "{home}"),
        (["--output", "/dev/null/x"], 1, "/dev/null/x"),
        (["--address", "ftp://x"], 2, "https://"),
        (["--address", "https://me:secret@example.org"], 2, "https://"),
    ],
)
def test_report_explains_its_errors(copy: Home, run_report: RunCommand, words: list[str], status: int, detail: str):
    result = run_report(*(word.format(home=copy.root) for word in words))
    assert (
        (result.returncode, result.stdout) == (status, "")
        and detail.format(home=copy.root.name) in result.stderr.replace("\n", "")
        and "secret" not in result.stderr
    ), result
    assert [path.name for path in copy.root.iterdir()] == ["hub.duckdb"]


def test_report_serves_the_site_on_loopback(copy: Home):
    words = [
        str(Path(sys.executable).with_name("almanac")),
        "--home",
        str(copy.root),
        "report",
        "--serve",
        "--port",
        "0",
    ]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1) as server:
        try:
            assert server.stdout is not None
            address = next(
                addresses[0] for line in server.stdout if (addresses := re.findall(r"http://127\.0\.0\.1:\d+/", line))
            )
            with urllib.request.urlopen(f"{address}feeds/all.atom.xml", timeout=PATIENCE) as response:
                assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
            server.send_signal(signal.SIGINT)
            _, stderr = server.communicate(timeout=PATIENCE)
        finally:
            server.kill()
    assert server.returncode == 0 and "Traceback" not in stderr, stderr


def test_the_asset_builds_the_site_of_the_last_day_only(copy: Home, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ALMANAC_HOME", str(copy.root))

    def materialize_site(day: dt.date) -> str:
        result = dg.materialize([defs.resolve_assets_def(asset_key("site"))], partition_key=str(day))
        assert [check.passed for check in result.get_asset_check_evaluations()] == [True]
        [event] = result.get_asset_materialization_events()
        return str(event.materialization.metadata["built"].value)

    with dg.partition_loading_context(effective_dt=dt.datetime.combine(LAST_DAY, dt.time(12), dt.UTC)):
        assert materialize_site(LAST_DAY) == "nothing: ALMANAC_PAGES is off" and not copy.site.exists()
        monkeypatch.setenv("ALMANAC_PAGES", "on")
        assert materialize_site(LAST_DAY - dt.timedelta(1)) == f"nothing: the site shows {LAST_DAY}"
        assert re.fullmatch(r"[\d,]+ files, [\d,]+ of them new or changed", materialize_site(LAST_DAY))
    assert (copy.site / "index.html").exists()
