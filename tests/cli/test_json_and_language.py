import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.cli.language import select_language
from pipeline.sample_hub.world import World
from tests.conftest import GAP, LAST_DAY
from tests.fixtures.commands import RunCommand

ROOT = Path(__file__).resolve().parents[2]
R1, V3 = "deepseek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-V3"
CALLS = {
    "show": ["show", "translation"],
    "show --why": ["show", "text-generation", "--why", R1],
    "featured": ["featured"],
    "history": ["history", R1],
    "compare": ["compare", R1, V3],
    "categories": ["categories"],
    "scorecard": ["scorecard", "--ahead", "1"],
    "accuracy": ["accuracy"],
    "import --list": ["import", "--list"],
    "status": ["status"],
}


def read_documented_keys() -> dict[str, dict[str, list[str]]]:
    """Return the keys in docs/terminal.md by command and path."""
    keys_by_command: dict[str, dict[str, list[str]]] = {}
    text = (ROOT / "docs" / "terminal.md").read_text(encoding="utf-8")
    for section in text.split("\n### almanac ")[1:]:
        command, _, body = section.partition("\n")
        keys_by_command[command] = {}
        for paths, keys in re.findall(r"^- (`[^:]+`): (.+)$", body, re.MULTILINE):
            for path in re.findall(r"`([^`]+)`", paths):
                keys_by_command[command][path] = re.findall(r"`([^`]+)`", keys)
    return keys_by_command


def collect_keys(value: Any, path: str, keys_by_path: dict[str, list[str]]) -> dict[str, list[str]]:
    if isinstance(value, dict):
        assert keys_by_path.setdefault(path or ".", list(value)) == list(value), path
        for key, part in value.items():
            if key != "parameters":  # depend on a note's code
                collect_keys(part, f"{path}.{key}" if path else key, keys_by_path)
    elif isinstance(value, list):
        for part in value:
            collect_keys(part, f"{path}[]", keys_by_path)
    return keys_by_path


def ask_json(inside: RunCommand, *words: str) -> Any:
    result = inside(*words, "--json")
    assert result.returncode in (0, 1) and result.stdout.isascii(), result.stderr
    return json.loads(result.stdout)


def test_every_command_with_json_is_documented():
    assert read_documented_keys().keys() == CALLS.keys()


@pytest.mark.parametrize("command", CALLS)
def test_json_has_the_documented_keys(inside: RunCommand, command: str):
    value = ask_json(inside, *CALLS[command])
    documented_keys, printed_keys = read_documented_keys()[command], collect_keys(value, "", {})
    assert value["sample"] is True
    assert printed_keys == {path: documented_keys[path] for path in printed_keys}
    assert documented_keys.keys() - printed_keys.keys() <= {
        *("failing_checks[]", "failing_checks[].expected", "failing_checks[].actual"),
        "daemon.daemons[]",
        "imported_days[]",
        "sources[]",
        "repos[].events[]",
        "before",
        "models[].notes[]",
        *(("overall", "sizes[]", "repos[]") if command == "accuracy" else ()),
    }


def test_history_shows_each_day_as_the_hub_had_it(inside: RunCommand, story_world: World):
    [repo] = ask_json(inside, "history", R1)["repos"]
    days = {dt.date.fromisoformat(day["date"]): day for day in repo["days"]}
    assert days.keys() == set(story_world.days)
    for date, day in days.items():
        row = next(row for row in story_world.day(date).models if row["id"] == R1)
        if date == GAP:
            assert (day["status"], day["likes"]) == ("unobserved", None) and day["reason"] == "no_snapshot"
        else:
            assert (day["likes"], day["downloads_all_time"]) == (row["likes"], row["downloadsAllTime"])
    text = inside("history", R1, "--days", "3").stdout
    assert str(LAST_DAY) in text and str(LAST_DAY - dt.timedelta(3)) not in text.split("date  ")[1]


def test_history_finds_a_former_name(inside: RunCommand, story_world: World):
    old, new, _ = story_world.story.dataset_rename
    assert ask_json(inside, "history", old)["repos"][0]["oid"] == ask_json(inside, "history", new)["repos"][0]["oid"]
    text = inside("history", old).stdout
    assert new in text and "renamed" in text


def test_compared_repos_are_counted_between_the_same_days(inside: RunCommand, story_world: World):
    comparison = ask_json(inside, "compare", R1, V3, "--days", "5")
    first, last = dt.date.fromisoformat(comparison["likes_from"]), dt.date.fromisoformat(comparison["likes_dates"][-1])
    assert (first, last) == (LAST_DAY - dt.timedelta(5), LAST_DAY)
    assert comparison["downloads_from"] == str(first) or story_world.story.frozen_day == first
    for repo in comparison["repos"]:
        rows = {day: next(r for r in story_world.day(day).models if r["id"] == repo["id"]) for day in story_world.days}
        assert repo["likes_gained"] == rows[last]["likes"] - rows[first]["likes"]
        assert repo["likes_per_day"] == pytest.approx(repo["likes_gained"] / 5, rel=0.1)
        first_download_day = dt.date.fromisoformat(comparison["downloads_from"])
        to = dt.date.fromisoformat(comparison["downloads_dates"][-1])
        assert repo["downloads_gained"] == rows[to]["downloadsAllTime"] - rows[first_download_day]["downloadsAllTime"]
        assert len(repo["likes_daily"]) == len(comparison["likes_dates"])
    assert inside("compare", R1).returncode == 2 and inside("compare", R1, R1).returncode == 2


def test_a_counter_that_fell_is_no_growth(inside: RunCommand, con: duckdb.DuckDBPyConnection):
    [(repo_id, on)] = con.execute(
        "SELECT id, min(date) FROM model_history WHERE status = 'rolled_back' GROUP BY id ORDER BY id LIMIT 1"
    ).fetchall()
    comparison = ask_json(inside, "compare", repo_id, R1)
    repo = next(row for row in comparison["repos"] if row["requested_id"] == repo_id)
    # the comparison ends on the last day before
    assert repo["downloads_gained"] >= 0 and max(comparison["downloads_dates"]) < str(on)


def test_categories_are_those_of_the_catalogue(inside: RunCommand, con: duckdb.DuckDBPyConnection):
    category_rows = ask_json(inside, "categories")["categories"]
    assert [row["slug"] for row in category_rows] == [
        row[0] for row in con.execute("SELECT slug FROM categories").fetchall()
    ]
    repos = dict(con.execute("SELECT category, repos FROM category_daily WHERE date = $d", {"d": LAST_DAY}).fetchall())
    assert {row["slug"]: row["repos"] for row in category_rows} == repos
    assert sum(row["featured_models"] for row in category_rows) == 6


def test_headings_and_categories_are_korean_when_asked(inside: RunCommand):
    for words in (
        ["show", "translation", "-n", "1"],
        ["categories"],
        ["featured"],
        ["history", R1],
        ["compare", R1, V3],
    ):
        korean, english = (inside(*words, "--lang", lang).stdout for lang in ("ko", "en"))
        assert "좋아요" in korean and "likes" not in korean.replace("likes_", ""), korean
        assert "좋아요" not in english and "likes" in english
    assert inside("show", "translation", "--lang", "ko").stdout.index("번역") < 100
    assert inside("show", "--lang", "fr").returncode == 2


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ko_KR"}, "ko"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "ko:en"}, "ko"),
        ({}, "en"),
    ],
)
def test_the_locale_chooses_the_language(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], lang: str):
    for name in ("LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert select_language(None)[0] == lang and select_language("ko")[0] == "ko"
