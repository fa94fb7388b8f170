"""What read commands print on a home's first and fourth day."""

import datetime as dt
import json
import shutil

import pytest

from pipeline.config import Home
from pipeline.i18n.formats import format_short_day
from pipeline.i18n.messages import text
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import sample_world
from tests.conftest import Almanac
from tests.fixtures.days import take_days

TODAY = dt.datetime.now(dt.UTC).date()
REPOS = ("deepseek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-V3")
READ_COMMANDS = (
    ["show"],
    ["featured"],
    ["status"],
    ["categories"],
    ["scorecard"],
    ["history", REPOS[0]],
    ["compare", *REPOS],
)


def say(key: str, language: str = "en", **parameters: object) -> str:
    return text(language, key, **parameters)


def fill(home: Home, day_count: int) -> None:
    world = sample_world(TODAY, days=16, models=300, datasets=80)  # long enough to end after its frozen day
    with SampleHub(world) as hub:
        take_days(home, hub, world.days[-day_count:])


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("first") / "home")
    fill(home, 1)
    return home


@pytest.fixture
def young_home(first_day: Home, home: Home) -> Home:
    shutil.copytree(first_day.root, home.root)
    return home


@pytest.mark.usefixtures("young_home")
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_first_day_shows_what_it_has(almanac: Almanac, language: str) -> None:
    lines = {command[0]: almanac(*command, "--lang", language) for command in READ_COMMANDS}
    assert {result.returncode for command, result in lines.items() if command != "status"} == {0}
    boards = lines["show"].stdout
    for key in ("heading-1d", "heading-7d", "heading-likes-1d", "heading-top10-days"):
        assert f" {say(key, language)}  " not in boards
    for key in ("heading-created", "heading-license", "heading-parameters", "heading-trending-score"):
        assert say(key, language) in boards
    tomorrow = say("milestones-tomorrow", language, what=say("milestone-changes-1d", language))
    assert {name: result.stdout.count(tomorrow) for name, result in lines.items()} == {
        "show": 1, "featured": 1, "status": 1, "categories": 0, "scorecard": 0, "history": 0, "compare": 0,
    }  # fmt: skip
    assert boards.count(say("note-leaders-only", language)) == 1
    assert boards.count(say("note-few-whole-weeks-expected", language, expected=str(TODAY + dt.timedelta(7)))) == 1
    date = format_short_day(language, TODAY + dt.timedelta(1))
    for name in ("history", "compare"):
        assert lines[name].stdout.count(say("changes-expected", language, date=date)) == 1
        assert say("missing-no-common-days", language) not in lines[name].stdout
    date = format_short_day(language, TODAY + dt.timedelta(3))
    assert say("scorecard-expected", language, days=3, date=date) in lines["scorecard"].stdout
    assert all(" –  " not in result.stdout for name, result in lines.items() if name not in ("show", "categories"))


@pytest.mark.usefixtures("young_home")
def test_json_of_a_first_day_is_complete(almanac: Almanac) -> None:
    assert json.loads(almanac("scorecard", "--json").stdout)["figures"] == []
    milestones = json.loads(almanac("status", "--json").stdout)["milestones"]
    assert milestones[0] == {"code": "changes_1d", "day": str(TODAY + dt.timedelta(1))}
    [row, *_] = json.loads(almanac("show", "translation", "--json").stdout)["boards"][0]["ranking"]
    assert row["likes_1d"] is None and row["top10_since"] == str(TODAY) and row["top10_days"] == 1
    assert row["created_at"] and row["trending_score"] is not None


def test_a_fourth_day_has_changes_and_adoption(home: Home, almanac: Almanac) -> None:
    fill(home, 4)
    attention = almanac("show", "text-generation").stdout
    for key in ("heading-1d", "heading-likes-1d", "heading-top10-since", "heading-top10-days"):
        assert say(key) in attention
    assert say("heading-score-days", days=4) in attention and say("heading-created") not in attention
    assert f" {say('heading-7d')}  " not in attention
    assert say("milestones-day", number=4) in attention and say("milestone-adoption") not in attention
    adoption = almanac("show", "text-generation", "--board", "adoption").stdout
    expected_day = str(TODAY + dt.timedelta(4))
    assert say("note-few-snapshots-expected", snapshots=4, needed=8, expected=expected_day) in adoption
    assert f"{say('status-early')}: " not in adoption, "youth is no fault"
    assert almanac("scorecard").returncode == 0
