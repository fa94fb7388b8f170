import datetime as dt

import duckdb
import pytest

from pipeline.i18n.messages import text
from pipeline.sample_hub.world import World
from tests.conftest import GAP, LAST_DAY
from tests.fixtures.commands import RunCommand


def test_all_categories_show_in_the_order_of_the_catalogue(ask: RunCommand, con: duckdb.DuckDBPyConnection):
    result = ask("show", "-n", "1")
    assert result.returncode == 0
    names = [row[0] for row in con.execute("SELECT name_en FROM categories").fetchall()]
    places = [result.stdout.index(f"\n{name} · ") for name in names]
    assert len(places) == 11 and places == sorted(places)
    assert result.stdout.startswith("SAMPLE DATA")


@pytest.mark.parametrize("board", ["attention", "hub"])
def test_a_board_shows_its_places_in_order(ask: RunCommand, con: duckdb.DuckDBPyConnection, board: str):
    result = ask("show", "translation", "--board", board, "-n", "7")
    assert result.returncode == 0
    ids = con.execute(
        "SELECT id FROM trends WHERE date = $d AND category = 'translation' AND board = $b AND rank <= 7 ORDER BY rank",
        {"d": LAST_DAY, "b": board},
    ).fetchall()
    places = [result.stdout.index(f" {row[0]} ") for row in ids]
    assert len(places) == 7 and places == sorted(places)


def test_a_repo_is_new_only_where_there_was_a_board(ask: RunCommand, story_world: World):
    first = ask("show", "translation", "--date", str(story_world.days[0])).stdout
    assert "new" not in first and "–" in first
    after_gap = ask("show", "translation", "--date", str(GAP + dt.timedelta(1))).stdout
    assert "▲" not in after_gap and "new" not in after_gap


@pytest.mark.parametrize(
    ("words", "status", "named"),
    [
        (["nonsense"], 2, "'nonsense'"),
        (["translatoin"], 2, " translation"),
        (["translation", "--board", "hob"], 2, " hub"),
        (["translation", "--date", "tomorrow"], 2, "'tomorrow'"),
        (["translation", "--date", "2020-01-01"], 1, "2020-01-01"),
        (["translation", "--date", str(GAP)], 1, str(GAP - dt.timedelta(1))),
        (["translation", "-n", "0"], 2, "100,000"),
        (["\x1b[31m"], 2, "category"),
    ],
)
def test_invalid_arguments_of_show_are_explained(ask: RunCommand, words: list[str], status: int, named: str):
    result = ask("show", *words)
    assert (result.returncode, result.stdout) == (status, "")
    assert named in result.stderr and "\x1b" not in result.stderr


def test_a_view_without_repos_says_so(inside: RunCommand, con: duckdb.DuckDBPyConnection):
    [(category,), *_] = con.execute(
        "SELECT category FROM trends WHERE date = $day AND board = 'attention' GROUP BY category HAVING count(base_relation) = 0",
        {"day": LAST_DAY},
    ).fetchall()
    result = inside("show", category, "--view", "derivatives")
    assert result.returncode == 0 and text("en", "show-empty-view") in result.stdout


def test_featured_models_show_the_hubs_counters(ask: RunCommand, story_world: World):
    result = ask("featured")
    assert result.returncode == 0
    rows = {row["id"]: row for row in story_world.day(LAST_DAY).models}
    for repo in story_world.story.featured:
        line = next(line for line in result.stdout.splitlines() if line.startswith(repo))
        assert f"{rows[repo]['downloadsAllTime']:,}" in line and f"{rows[repo]['likes']:,}" in line
    assert "2026-11-20" in result.stdout


def test_a_pipe_gets_no_color_and_loses_nothing(ask: RunCommand, story_world: World):
    for words in (["show"], ["featured"], ["status"]):
        assert "\x1b" not in ask(*words, COLUMNS="40").stdout
    text = ask("sql", "SELECT id, tags FROM models ORDER BY len(tags) DESC LIMIT 1", COLUMNS="40").stdout
    assert "dataset:part-2000" in text and "…" not in text and len(text.splitlines()) == 2


def test_a_terminal_without_korean_does_not_fail(ask: RunCommand):
    assert ask("show", "translation", PYTHONIOENCODING="ascii").returncode == 0
