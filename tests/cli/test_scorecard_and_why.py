import datetime as dt
import json

import duckdb
import pytest

from pipeline.i18n.messages import text
from pipeline.sample_hub.world import World
from tests.conftest import GAP, LAST_DAY
from tests.fixtures.commands import RunCommand


def test_the_scorecard_puts_the_best_order_first(ask: RunCommand):
    result = ask("scorecard")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("SAMPLE DATA") and "all categories · likes gained in 3 days" in result.stdout
    for order in (
        "Attention",
        "Hub's own order",
        "Likes since the previous snapshot",
        "Likes in the last 7 days",
        "Total likes",
    ):
        assert f"\n{order} " in result.stdout
    assert text("en", "heading-steady-overlap") in result.stdout
    assert text("en", "heading-coverage-90") in result.stdout and text("en", "basis-24h-7d") in result.stdout


def test_scorecard_json_matches_the_table(ask: RunCommand, con: duckdb.DuckDBPyConnection):
    report = json.loads(ask("scorecard", "translation", "--ahead", "1", "--json").stdout)
    assert (report["target"], report["horizon_days"], report["category"], report["sample"]) == (
        "likes",
        1,
        "translation",
        True,
    )
    figures = {(row["board"], row["metric"]): row for row in report["figures"]}
    row = figures["attention", "ndcg_20"]
    [(value, days)] = con.execute(
        "SELECT avg(value), count(*) FROM scorecard WHERE category = 'translation' AND board = 'attention' AND target = 'likes' "
        "AND metric = 'ndcg_20' AND horizon_days = 1"
    ).fetchall()
    assert row["value"] == pytest.approx(value, abs=1e-4) and row["days"] == days
    assert row["value_low"] <= row["value"] <= row["value_high"]
    assert figures["attention", "overlap"]["value"] > 0
    assert not any(metric.startswith("coverage") for _, metric in figures)
    coverage = {(row["board"], row["metric"]): row for row in report["coverage"]}
    [(value, cases)] = con.execute(
        "SELECT sum(value * cases) / sum(cases), sum(cases) FROM scorecard WHERE category = 'translation' AND board = 'attention' "
        "AND metric = 'coverage_90' AND horizon_days = 1"
    ).fetchall()
    assert coverage["attention", "coverage_90"]["value"] == pytest.approx(value, abs=1e-4)
    assert coverage["attention", "coverage_90"]["cases"] == cases


def test_the_figure_of_a_single_day_has_no_interval(inside: RunCommand):
    figures = json.loads(inside("scorecard", "translation", "--days", "1", "--json").stdout)["figures"]
    assert {"ndcg_20", "overlap"} <= {row["metric"] for row in figures}
    assert {(row["days"], row["value_low"], row["value_high"]) for row in figures} == {(1, None, None)}
    table = inside("scorecard", "translation", "--days", "1").stdout
    assert all(f"{row['value']:.3f}–" not in table for row in figures)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["scorecard", "translatoin"], " translation"),
        (["scorecard", "--ahead", "2"], "1, 3 and 7"),
        (["scorecard", "--target", "stars"], " likes"),
        (["show", "--why", "a/b"], "--why"),
        (["show", "translation", "--why", "no/body'; DROP TABLE trends"], "DROP TABLE"),
        (["show", "translation", "--why", "deepseek-ai/DeepSeek-R1"], "attention"),
        (["show", "translation", "--view", "orignals"], " originals"),
    ],
)
def test_invalid_arguments_are_explained(ask: RunCommand, words: list[str], named: str):
    result = ask(*words)
    assert result.returncode == 2
    assert named in " ".join(result.stderr.split())


def test_a_surge_is_explained_in_words(ask: RunCommand, story_world: World):
    surge = next(s for s in story_world.story.surges if s.first_day < LAST_DAY and s.category != "text")
    result = ask("show", surge.category, "--why", surge.id)
    assert result.returncode == 0, result.stderr
    assert f"{LAST_DAY}: rank " in result.stdout and "90% interval" in result.stdout
    reasons = json.loads(ask("show", surge.category, "--why", surge.id, "--json").stdout)["reasons"]
    assert "likes_compared" in [reason["code"] for reason in reasons]


@pytest.mark.parametrize("board", ["attention", "adoption", "hub"])
def test_every_board_explains_its_leader(ask: RunCommand, con: duckdb.DuckDBPyConnection, board: str):
    [(leader,)] = con.execute(
        "SELECT id FROM trends WHERE date = $d AND category = 'text-generation' AND board = $b AND rank = 1",
        {"d": LAST_DAY, "b": board},
    ).fetchall()
    result = ask("show", "text-generation", "--board", board, "--why", leader)
    assert result.returncode == 0 and "rank 1" in result.stdout


def test_originals_and_derivatives_share_the_board(ask: RunCommand, con: duckdb.DuckDBPyConnection):
    tables = {
        only: ask("show", "text-generation", "--view", only, "-n", "500").stdout
        for only in ("all", "originals", "derivatives")
    }
    names = con.execute("SELECT id, base_relation FROM top('text-generation', n := 500)").fetchall()
    assert len(names) > 20 and {relation is None for _, relation in names} == {True, False}
    for name, relation in names:
        assert f" {name} " in tables["all"]
        assert (f" {name} " in tables["originals"]) == (relation is None)
        assert (f" {name} " in tables["derivatives"]) == (relation is not None)


def test_a_board_notes_missing_inputs(ask: RunCommand, story_world: World):
    first = ask("show", "translation", "--board", "adoption", "--date", str(story_world.days[0])).stdout
    expected_day = str(story_world.days[0] + dt.timedelta(3))
    assert text("en", "note-few-growth-days-expected", needed=3, expected=expected_day) in first
    after_gap = ask("show", "translation", "--date", str(GAP.replace(day=GAP.day + 1))).stdout
    assert text("en", "note-day-before-missing", last=GAP.replace(day=GAP.day - 1)) in after_gap
