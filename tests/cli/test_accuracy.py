"""`almanac accuracy`: the adoption board next to the true downloads of the sample Hub, which knows them."""

import datetime as dt
import json
import shutil
from pathlib import Path

import duckdb
import pytest

from pipeline.config import Home, HubSettings
from pipeline.imports.formats import open_reader
from pipeline.imports.import_source import shelve_pieces
from pipeline.imports.pieces import ImportRequest
from pipeline.imports.true_downloads import record_true_downloads
from pipeline.publishing.publish import publish
from pipeline.sample_hub.world import World
from pipeline.warehouse.connection import open_warehouse
from tests.conftest import LAST_DAY, Almanac
from tests.fixtures.analytics import Line, list_true_downloads, write_analytics

from .test_json_and_language import collect_keys, read_documented_keys

R1 = "deepseek-ai/DeepSeek-R1"
FIRST_BOARD = LAST_DAY - dt.timedelta(4)  # the fourth snapshot


def add_truth(home: Home, folder: Path, lines: list[Line]) -> None:
    """Import past the refusal to mix sample data with other."""
    path = write_analytics(folder / "breakdown.csv", lines)
    reader = open_reader(ImportRequest(str(path)), HubSettings(token=False))
    plan = reader.plan()
    pieces = list(shelve_pieces(plan, reader, home.imports, lambda _step: None))
    with open_warehouse(home.warehouse) as con:
        record_true_downloads(con, plan.source, pieces, home.imports, dt.datetime(2026, 11, 21))
        publish(con, home.warehouse, home.published)


@pytest.fixture(scope="module")
def lines(story_world: World) -> list[Line]:
    return list(list_true_downloads(story_world))


@pytest.fixture(scope="module")
def informed(published: Home, lines: list[Line], tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The published days with the true downloads of every model; shared, so tests must not change it."""
    home = Home(tmp_path_factory.mktemp("informed") / "home")
    home.warehouse.parent.mkdir(parents=True)
    shutil.copyfile(published.warehouse, home.warehouse)
    add_truth(home, home.root, lines)
    return home


@pytest.fixture
def read_copy(informed: Home, home: Home) -> Home:
    home.root.mkdir(parents=True)
    shutil.copyfile(informed.published, home.published)
    return home


def test_rates_are_true_over_the_same_days(informed: Home, lines: list[Line]) -> None:
    """On days when all counters moved, the counter's growth is the sum of the true downloads; the cap costs little."""
    truth = {(name, time[:10]): downloads for _, name, _, time, downloads in lines if isinstance(time, str)}
    with duckdb.connect(str(informed.published), read_only=True) as con:
        rows = con.execute(
            "SELECT id, date, rate, counter_rate, true_rate, first_day, last_day, true_downloads_next_day FROM adoption_accuracy"
        ).fetchall()
    assert {row[1] for row in rows} == {FIRST_BOARD + dt.timedelta(n) for n in range(4)}
    for name, date, _, _, true_rate, first, last, next_day in rows:
        days = [first + dt.timedelta(n) for n in range((last - first).days + 1)]
        assert true_rate == pytest.approx(sum(truth[name, str(day)] for day in days) / len(days), abs=1e-6)  # pyright: ignore[reportArgumentType, reportCallIssue]
        assert next_day is None or next_day == truth[name, str(date)]
    exact = [row for row in rows if row[3] == pytest.approx(row[4], rel=1e-4)]
    assert len(exact) > 0.9 * len(rows) > 500


def test_the_estimator_is_nearly_unbiased_and_its_intervals_are_right(read_copy: Home, almanac: Almanac) -> None:
    report = json.loads(almanac("accuracy", "--json").stdout)
    overall = report["overall"]
    assert overall["cases"] > 500 and sum(repo["cases"] for repo in report["repos"]) == overall["cases"]
    assert 0.95 < overall["ratio"] < 1.02 and 0.97 < overall["counter_ratio"] < 1.02
    assert overall["inside"] > 0.9 and 0.8 < overall["next_day_inside"] < 0.97
    assert sum(size["cases"] for size in report["sizes"]) == overall["cases"]
    assert [size["size"] for size in report["sizes"]] == ["below_1", "1_to_10", "above_10"]
    assert len(report["repos"]) == overall["repos"]
    assert report["repos"] == sorted(report["repos"], key=lambda repo: (-repo["true_rate"], repo["oid"]))
    documented = read_documented_keys()["accuracy"]
    assert collect_keys({**report, "notes": [{"code": "", "parameters": {}, "text": ""}]}, "", {}) == documented


def test_the_table_has_all_and_the_busiest_repos(read_copy: Home, almanac: Almanac) -> None:
    result = almanac("accuracy", "-n", "3")
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0].startswith("SAMPLE DATA") and lines[3].split()[0] == "all" and R1 in result.stdout
    korean = almanac("accuracy", "--lang", "ko").stdout
    assert "도입 순위표" in korean and "next day" not in korean


def test_incomplete_truth_is_not_compared(home: Home, published: Home, lines: list[Line], almanac: Almanac) -> None:
    """One repo lacks a day, another is known for one day only; the last day of a source may not be over."""
    shutil.copytree(published.root, home.root)
    hole = str(FIRST_BOARD - dt.timedelta(2))
    own = [line for line in lines if line[1] == R1]
    add_truth(home, home.root, [line for line in own if str(line[3])[:10] != hole])
    report = json.loads(almanac("accuracy", "--json").stdout)
    assert (report["overall"], report["sizes"], report["repos"]) == (None, [], [])
    [note] = report["notes"]
    assert note["code"] == "no_common_days" and note["parameters"]["first"] == str(own[0][3])[:10]
    assert almanac("accuracy").stdout.count(note["text"]) == 1
    add_truth(home, home.root, own)
    [repo] = json.loads(almanac("accuracy", "--json").stdout)["repos"]
    assert (repo["id"], repo["first_date"]) == (R1, str(FIRST_BOARD))
    assert repo["last_date"] == str(LAST_DAY - dt.timedelta(1)) and repo["next_day_cases"] == repo["cases"] - 1


def test_without_truth_it_says_how_to_import_it(published: Home, home: Home, almanac: Almanac) -> None:
    shutil.copytree(published.root, home.root)
    result = almanac("accuracy", "--json")
    assert (result.returncode, [note["code"] for note in json.loads(result.stdout)["notes"]]) == (
        0,
        ["no_true_downloads"],
    )
