import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.crawl.scope import Scope
from pipeline.marts.build import build_featured, build_movers, rank_day
from pipeline.marts.day import rebuild_marts
from pipeline.marts.scorecard import evaluate_boards
from pipeline.notes import Note, read_notes
from pipeline.warehouse.quality_checks import CHECKS, CheckResult, run_check
from tests.fixtures.days import DAY, Load, model, open_copy


def day_of(number: int) -> dt.date:
    return DAY + dt.timedelta(number)


def build_model(number: int, on: int, **changes: Any) -> dict[str, Any]:
    """Model `number` gains ten times its number of downloads a day and no likes."""
    return model(number, downloadsAllTime=100_000 + 10 * number * on) | changes


def fetch_rows(con: duckdb.DuckDBPyConnection, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
    return con.execute(query, parameters).fetchall()


def load_week(load: Load, days: int, repos: int = 30, first: int = 0, **changes: Any) -> None:
    for on in range(first, days):
        load([build_model(n, on, **changes) for n in range(1, repos + 1)], day_of(on), Scope.hub, rank=on >= days - 2)


@pytest.fixture(scope="module")
def six_days(new_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("six") / "hub.duckdb"
    with open_copy(new_warehouse, path) as (_, load):
        for on in range(6):
            load([build_model(n, on) for n in range(1, 31)], day_of(on), Scope.hub, rank=False)
    return path


def test_the_first_day_notes_what_is_unknown(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load_week(load, 1)
    status_by_board = {
        board: (status, read_notes(notes))
        for board, status, notes in fetch_rows(
            con, "SELECT board, status, notes FROM boards WHERE category = 'translation'"
        )
    }
    assert status_by_board["hub"] == ("ok", [])
    assert status_by_board["attention"] == (
        "early",
        [Note("few_whole_weeks", {"whole": 0, "kept": 30, "expected": str(day_of(7))})],
    )
    assert status_by_board["adoption"] == (
        "early",
        [Note("few_growth_days", {"needed": 3, "observed": 1, "expected": str(day_of(3))})],
    )
    assert status_by_board["breakout"] == (
        "early",
        [Note("young_history", {"needed": 7, "days": 0, "expected": str(day_of(14))})],
    )
    assert {board for (board,) in fetch_rows(con, "SELECT DISTINCT board FROM trends")} == {"attention", "hub"}


@pytest.mark.begins_with("six_days")
def test_adoption_ranks_by_downloads_a_day(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load_week(load, 8, first=6)
    rows = fetch_rows(
        con,
        "SELECT rank, id, score, basis, downloads_gained FROM top('translation', 'adoption', 3)".replace(
            "basis,", "basis,"
        ),
    )
    assert rows == [(n, f"owner/model-{31 - n}", 10.0 * (31 - n), "7d", 70 * (31 - n)) for n in (1, 2, 3)]
    assert fetch_rows(
        con, "SELECT status, ranked_repos FROM boards WHERE board = 'adoption' AND date = $d", d=day_of(7)
    ) == [("ok", 30)]


@pytest.mark.begins_with("six_days")
def test_a_frozen_day_loses_no_downloads(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load_week(load, 8, first=6)
    # the previous day's counters, except likes
    load([build_model(n, 7, likes=10 * n + 1) for n in range(1, 31)], day_of(8), Scope.hub)
    status, notes = fetch_rows(
        con, "SELECT status, notes FROM boards WHERE board = 'adoption' AND date = $d", d=day_of(8)
    )[0]
    assert status == "degraded" and Note("downloads_frozen", {"share": 1.0}) in read_notes(notes)
    rows = fetch_rows(
        con,
        "SELECT score, basis, downloads_gained, downloads_gained_days FROM trends WHERE board = 'adoption' AND date = $d ORDER BY rank",
        d=day_of(8),
    )
    assert len(rows) == 30 and rows[0] == (300.0, "merged", 1800, 6.0)
    assert all(gain > 0 for _, _, gain, _ in rows)
    # the next day includes the frozen one
    load([build_model(n, 9) for n in range(1, 31)], day_of(9), Scope.hub)
    rows = fetch_rows(
        con,
        "SELECT score, basis, downloads_gained_days FROM trends WHERE board = 'adoption' AND date = $d ORDER BY rank",
        d=day_of(9),
    )
    assert rows[0] == (300.0, "merged", 7.0)


@pytest.mark.begins_with("six_days")
def test_a_rollback_causes_no_negative_growth(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load_week(load, 8, first=6)
    load([build_model(n, 8, downloadsAllTime=50_000 + n) for n in range(1, 31)], day_of(8), Scope.hub)
    status, notes = fetch_rows(
        con, "SELECT status, notes FROM boards WHERE board = 'adoption' AND date = $d", d=day_of(8)
    )[0]
    assert status == "degraded" and Note("downloads_fallen", {"share": 1.0}) in read_notes(notes)
    assert fetch_rows(
        con,
        "SELECT count(*), min(score) > 0, min(downloads_gained) > 0 FROM trends WHERE board = 'adoption' AND date = $d",
        d=day_of(8),
    ) == [(30, True, True)]
    assert fetch_rows(con, "SELECT DISTINCT downloads_gained, reason FROM growth('translation', 7)") == [
        (None, "rolled_back")
    ]


def test_a_gap_is_noted(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load_week(load, 3)
    load_week(load, 6, first=5)
    notes = fetch_rows(con, "SELECT notes FROM boards WHERE board = 'attention' AND date = $d", d=day_of(5))[0][0]
    assert Note("day_before_missing", {"last": str(day_of(2))}) in read_notes(notes)


def test_leaders_give_partial_boards(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load([model(n) for n in range(1, 10)])
    boards = fetch_rows(
        con, "SELECT board, status, notes[1].code FROM boards WHERE board IN (SELECT t.board FROM trends t)"
    )
    assert {code for *_, code in boards} == {"leaders_only"}
    assert {(board, status) for board, status, _ in boards} == {("hub", "partial"), ("attention", "early")}


def test_a_surge_leads_attention_and_breaks_out(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    quiet = 7
    for on in range(24):
        surge = 60 * max(on - 20, 0)
        load(
            [build_model(n, on, likes=10 * n + on // 4 + (surge if n == quiet else 0)) for n in range(1, 31)],
            day_of(on),
            Scope.hub,
            rank=on >= 18,
        )
        if on >= 18:
            build_movers(con, day_of(on))
    for on in (21, 22, 23):
        assert fetch_rows(
            con, "SELECT id FROM trends WHERE board = 'attention' AND rank = 1 AND date = $d", d=day_of(on)
        ) == [("owner/model-7",)]
    first_row = fetch_rows(
        con,
        "SELECT id, likes_7d, expected_likes_7d, false_discovery_rate < 0.001 FROM trends WHERE board = 'breakout' AND rank = 1 AND date = $d",
        d=day_of(23),
    )
    assert first_row == [("owner/model-7", pytest.approx(182, abs=1), pytest.approx(1.75, abs=0.5), True)]
    moves = fetch_rows(
        con,
        "SELECT date, move, id, likes_1d, previous_record FROM movers WHERE oid = (SELECT oid FROM models WHERE id = 'owner/model-7') ORDER BY ALL",
    )
    assert (day_of(21), "breakout", "owner/model-7", 60, None) in moves, "reported once"
    assert [move for date, move, *_ in moves if date in (day_of(22), day_of(23))].count("breakout") == 0
    assert (day_of(21), "record_day", "owner/model-7", 60, 1) in moves
    assert (day_of(21), "entered_top_10", "owner/model-7", 60, None) in moves
    departures = fetch_rows(
        con,
        "SELECT id, rank, rank_1d_ago FROM movers WHERE move = 'left_top_10' AND date = $d AND board = 'attention'",
        d=day_of(21),
    )
    assert len(departures) == 1 and departures[0][1] == 11 and departures[0][2] <= 10
    assert fetch_rows(
        con,
        "SELECT breakouts FROM boards WHERE board = 'breakout' AND date = $d AND category = 'translation'",
        d=day_of(23),
    ) == [(1,)]


def test_a_changed_license_near_the_top_is_a_move(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    licenses = ["license:mit", "license:gpl"]
    load([*(model(n) for n in range(1, 9)), model(9, tags=["translation", *licenses])], day_of(0))
    relicensed_model = model(3, tags=["translation", "license:apache-2.0"], gated="auto")
    reordered_model = model(9, tags=["translation", *reversed(licenses), "region:us"])
    load([relicensed_model, *(model(n) for n in range(1, 9) if n != 3), reordered_model], day_of(1))
    build_movers(con, day_of(1))
    moves = fetch_rows(
        con, "SELECT move, id, old, new FROM movers WHERE move LIKE '%changed' AND board = 'attention' ORDER BY move"
    )
    assert moves == [
        ("gated_changed", "owner/model-3", "false", "auto"),
        ("license_changed", "owner/model-3", "mit", "apache-2.0"),
    ]


def test_replacing_a_day_corrects_later_boards(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    for on in range(3):
        load([model(n, trendingScore=n) for n in range(1, 15)], day_of(on))
        build_movers(con, day_of(on))
    assert fetch_rows(con, "SELECT count(*) FROM movers") == [(0,)]
    # on the second day, the last repo comes first
    load([model(n, likes=10_000 if n == 1 else 10 * n, trendingScore=n) for n in range(1, 15)], day_of(1))
    build_movers(con, day_of(1))
    assert (
        fetch_rows(
            con,
            "SELECT rank, rank_1d_ago FROM trends WHERE board = 'attention' AND date = $d AND id = 'owner/model-1'",
            d=day_of(2),
        )[0][1]
        == 1
    )
    assert ("left_top_10", "owner/model-1", 1) in fetch_rows(
        con, "SELECT move, id, rank_1d_ago FROM movers WHERE date = $d", d=day_of(2)
    )
    best = fetch_rows(
        con,
        "SELECT best_rank, days_on_board, first_day_on_board FROM top('translation', n := 500) WHERE id = 'owner/model-1'",
    )
    assert best == [(1, 3, day_of(0))]


def build_derivative(number: int, base: str, relation: str = "finetune") -> dict[str, Any]:
    return model(number, baseModels={"relation": relation, "models": [{"_id": "0" * 24, "id": base}]})


def test_families_follow_chains_cycles_and_former_names(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    """Trace 7 through 8 to 9, an original.

    6 and 5 name each other; 4 names an unknown model; 3 names 9 by its old name.
    """
    load([model(9, id="owner/old-name"), model(1)], day_of(0))
    load(
        [model(9), build_derivative(8, "owner/model-9", "quantized"), build_derivative(7, "owner/model-8", "adapter"), build_derivative(6, "owner/model-5"), build_derivative(5, "owner/model-6"),
         build_derivative(4, "some/stranger", "merge"), build_derivative(3, "owner/old-name"), model(1)], day_of(1),
    )  # fmt: skip
    roots = dict(fetch_rows(con, "SELECT id, root_model FROM families"))
    assert roots == {
        "owner/model-9": "owner/model-9", "owner/model-8": "owner/model-9", "owner/model-7": "owner/model-9", "owner/model-6": "owner/model-5",
        "owner/model-5": "owner/model-5", "owner/model-4": "some/stranger", "owner/model-3": "owner/model-9", "owner/model-1": "owner/model-1",
    }  # fmt: skip
    ids_by_choice = {view: [name for (name,) in fetch_rows(con, "SELECT id FROM top('translation', view := $view) ORDER BY id", view=view)] for view in
             ("originals", "derivatives", "families", "all")}  # fmt: skip
    assert ids_by_choice["originals"] == ["owner/model-1", "owner/model-9"]
    assert ids_by_choice["derivatives"] == [f"owner/model-{n}" for n in (3, 4, 5, 6, 7, 8)]
    assert len(ids_by_choice["all"]) == 8 and len(ids_by_choice["families"]) == 4
    with pytest.raises(duckdb.InvalidInputException, match="Unknown view"):
        fetch_rows(con, "FROM top('translation', view := 'nonsense')")


def test_derivatives_of_a_featured_model_are_counted(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    base = "deepseek-ai/DeepSeek-R1"
    original = model(1, id=base, pipeline_tag="text-generation")
    derivatives = [
        build_derivative(2, base, "quantized"),
        build_derivative(3, base, "quantized"),
        build_derivative(4, base),
        build_derivative(5, base, "merge"),
        build_derivative(6, "some/other", "adapter"),
    ]
    load([original, *derivatives], DAY, Scope.hub)
    build_featured(con, DAY)
    featured_row = fetch_rows(
        con,
        "SELECT finetunes, quantizations, adapters, merges, rank_downloads, percentile_downloads, rank_trending, share_likes FROM featured WHERE id = $id",
        id=base,
    )
    assert featured_row == [(1, 2, 0, 1, 1, None, 1, 1.0)]


def test_the_order_of_rows_does_not_matter(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    models = [build_model(n, 0, likes=n // 4) for n in range(1, 31)]
    load(models, DAY, Scope.hub)
    before = fetch_rows(con, "FROM trends ORDER BY ALL")
    load(models[::-1], DAY, Scope.hub)
    assert fetch_rows(con, "FROM trends ORDER BY ALL") == before


def test_a_board_is_evaluated_by_what_was_gained_after_it(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    for on in range(5):
        # repos with the most likes gain the most: attention and likes predict perfectly
        load(
            [build_model(n, on, likes=n * (10 + on), trendingScore=30 - n) for n in range(1, 31)], day_of(on), Scope.hub
        )
        evaluate_boards(con, day_of(on))
    value_by_board = dict(
        fetch_rows(
            con,
            "SELECT board, value FROM scorecard WHERE target = 'likes' AND metric = 'ndcg_20' AND horizon_days = 3 AND date = $d",
            d=day_of(1),
        )
    )
    assert value_by_board["likes"] == value_by_board["likes_1d"] == value_by_board["attention"] == 1, (
        "what was observed beats the Hub's score"
    )
    assert value_by_board["hub"] < 0.8
    assert fetch_rows(
        con,
        "SELECT value, value_low, value_high FROM scorecard WHERE board = 'adoption' AND target = 'downloads' AND metric = 'capture_20' AND date = $d",
        d=day_of(3),
    ) == [(1, 1, 1)]
    # each gains n likes a day, 24 hours apart, and boards rank all repos
    coverage_rows = fetch_rows(
        con,
        "SELECT horizon_days, value, value_low, value_high, cases FROM scorecard WHERE board = 'attention' AND metric = 'coverage_90' AND date = $d ORDER BY ALL",
        d=day_of(1),
    )
    assert [(ahead, cases) for ahead, *_, cases in coverage_rows] == [(1, 30), (3, 30)]
    assert all(value == high == 1 and 0.9 < low < 1 for _, value, low, high, _ in coverage_rows)
    sizes = fetch_rows(
        con,
        "SELECT sum(cases) FROM scorecard WHERE board = 'attention' AND metric IN ('coverage_90_below_1', 'coverage_90_1_to_10', "
        "'coverage_90_above_10') AND horizon_days = 1 AND date = $d",
        d=day_of(1),
    )
    assert sizes == [(30,)]
    assert fetch_rows(
        con, "SELECT DISTINCT board, target FROM scorecard WHERE metric LIKE 'coverage%' ORDER BY ALL"
    ) == [
        ("adoption", "downloads"),
        ("attention", "likes"),
    ]
    assert fetch_rows(con, "SELECT count(*) FROM scorecard WHERE (cases IS NULL) = (metric LIKE 'coverage%')") == [(0,)]
    overlap = fetch_rows(
        con, "SELECT value FROM scorecard WHERE board = 'attention' AND metric = 'overlap' ORDER BY date"
    )
    assert overlap[-1][0] > 0.99 > overlap[0][0], "the order settles"
    # evaluating again gives the same figures
    before = fetch_rows(con, "FROM scorecard ORDER BY ALL")
    for on in (1, 4):
        rank_day(con, day_of(on))
        evaluate_boards(con, day_of(on))
    assert fetch_rows(con, "FROM scorecard ORDER BY ALL") == before


def test_past_days_ranked_again_have_a_scorecard(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    """As after an import: all of a span whose lineups are long gone."""
    for on in range(10):
        load([build_model(n, on, likes=10 * n + on) for n in range(1, 9)], day_of(on), Scope.hub, rank=False)
    rebuild_marts(con, [day_of(on) for on in range(8)])
    ends = fetch_rows(
        con,
        "SELECT horizon_days, count(DISTINCT date) FROM scorecard WHERE target = 'likes' GROUP BY ALL ORDER BY ALL",
    )
    assert ends == [(1, 8), (3, 7), (7, 3)]


def test_frozen_downloads_evaluate_no_board(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load_week(load, 4)
    load([build_model(n, 3, likes=10 * n + 1) for n in range(1, 31)], day_of(4), Scope.hub)
    evaluate_boards(con, day_of(4))
    assert fetch_rows(con, "SELECT DISTINCT target FROM scorecard WHERE horizon_days > 0") == [("likes",)]


def test_each_board_has_as_many_ranks_as_requested(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load([model(n) for n in range(1, 131)])
    rank_day(con, DAY, max_rank=100)
    assert fetch_rows(
        con, "SELECT max(rank), count(*) FROM trends WHERE category = 'translation' AND board = 'hub'"
    ) == [(100, 100)]
    assert fetch_rows(
        con, "SELECT ranked_repos FROM boards WHERE category = 'translation' AND board = 'attention'"
    ) == [(130,)]


@pytest.mark.begins_with("six_days")
def test_risers_are_the_top_of_growth(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load_week(load, 8, first=6)
    load([build_model(n, 8, likes=10 * n + (n == 4) * 50) for n in range(1, 40)], day_of(8), Scope.hub)
    columns = "kind, oid, id, days, likes, downloads_all_time, likes_gained, downloads_gained, basis, reason"
    growth_rows = fetch_rows(
        con,
        f"SELECT {columns} FROM growth('translation', 7) ORDER BY downloads_gained DESC NULLS LAST, downloads_all_time DESC",
    )
    assert len(growth_rows) == 39 and growth_rows[0][7] == 7 * 300 and growth_rows[-1][7] is None
    assert fetch_rows(con, f"SELECT {columns} FROM risers('translation', 7, n := 5)") == growth_rows[:5]
    assert fetch_rows(con, "SELECT id, rank FROM risers('translation', counter := 'likes', n := 1)") == [
        ("owner/model-4", 1)
    ]
    with pytest.raises(duckdb.InvalidInputException, match="Unknown category"):
        fetch_rows(con, "SELECT count(*) FROM risers('nonsense')")
    with pytest.raises(duckdb.InvalidInputException, match="Unknown counter"):
        fetch_rows(con, "FROM risers('translation', counter := 'nonsense')")


def find_incomplete_boards(con: duckdb.DuckDBPyConnection, on: dt.date) -> list[CheckResult]:
    [check] = (check for check in CHECKS if check.name == "boards_whole")
    return [result for result in run_check(con, check, on) if not result.passes]


def count_adoption_ranks(con: duckdb.DuckDBPyConnection, on: dt.date) -> list[tuple[Any, ...]]:
    """Count the repos that the board ranks, as it says and as it has rows."""
    return fetch_rows(
        con,
        "SELECT ranked_repos, (SELECT count(*) FROM trends t WHERE t.date = b.date AND t.board = b.board AND t.category = b.category) "
        "FROM boards b WHERE date = $d AND board = 'adoption' AND category = 'translation'",
        d=on,
    )


@pytest.fixture(scope="module")
def eight_days_of_ten(new_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ten") / "hub.duckdb"
    with open_copy(new_warehouse, path) as (con, load):
        for on in range(8):
            load([build_model(n, on) for n in range(1, 11)], day_of(on), Scope.hub)
            assert find_incomplete_boards(con, day_of(on)) == [], on
            assert on < 3 or count_adoption_ranks(con, day_of(on)) == [(10, 10)], on
    return path


@pytest.mark.begins_with("eight_days_of_ten")
@pytest.mark.parametrize("state", ["fallen", "missing"])
def test_fallen_missing_and_returning_counters_keep_boards_valid(
    con: duckdb.DuckDBPyConnection, load: Load, state: str
) -> None:
    """Six of ten repos of a small category, for three days; one for good."""
    for on in range(8, 13):
        models = [build_model(n, on) for n in range(1, 11)]
        for n, row in enumerate(models, 1):
            if n == 10:
                row["downloadsAllTime"] = 50
            elif n <= 6 and on < 11:
                row["downloadsAllTime"] = row["downloadsAllTime"] * 4 // 5 if state == "fallen" else None
        load(models, day_of(on), Scope.hub, require_checks=False)
        assert find_incomplete_boards(con, day_of(on)) == [], on
        [(ranked_repos, places)] = count_adoption_ranks(con, day_of(on))
        assert places == ranked_repos or on == 12, on  # by then, its counter grew on two days of the week
        if state == "fallen":
            assert ranked_repos == 10, on


@pytest.mark.begins_with("eight_days_of_ten")
def test_spans_are_null_where_their_gains_are(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    models = [build_model(n, 8) for n in range(1, 11)]
    young = {"createdAt": f"{day_of(6)}T00:00:00.000Z", "trendingScore": 7, "likes": 50}
    models += [model(11, **young), model(12, **young)]
    for row in (*models[:3], models[-1]):
        row["likes"] = None
    load(models, day_of(8), Scope.hub, require_checks=False)
    columns = (
        "likes_7d, likes_7d_days, likes_7d_basis, likes_28d, likes_28d_days, expected_likes_7d, false_discovery_rate"
    )
    rows = fetch_rows(con, f"SELECT likes IS NULL, {columns} FROM trends WHERE date = $d", d=day_of(8))
    assert {row[1:] for row in rows if row[0]} == {(None,) * 7}
    for _, *week, month, month_days, expected, rate in rows:
        assert len({value is None for value in week}) == 1
        assert (month is None, expected is None) == (month_days is None, rate is None)


def test_growth_across_a_gap_matches_featured(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    """If the days around a span's start were not observed, the last day is the next observation."""
    gain_by_day = {0: 0, 1: 10, 7: 100, 9: 110}
    for on, more in gain_by_day.items():
        load([build_model(n, on, likes=50 + more * (n == 5)) for n in range(1, 31) if n != 5] + [model(5, id="deepseek-ai/DeepSeek-R1", likes=50 + more)], day_of(on), Scope.hub)  # fmt: skip
        build_featured(con, day_of(on))
    [(featured_gain,)] = fetch_rows(
        con, "SELECT likes_7d FROM featured WHERE date = $d AND id = 'deepseek-ai/DeepSeek-R1'", d=day_of(9)
    )
    growth_rows = fetch_rows(
        con, "SELECT likes_gained FROM growth('translation', 7) WHERE id = 'deepseek-ai/DeepSeek-R1'"
    )
    assert featured_gain == 88 and growth_rows == [(featured_gain,)], "on the line from the second day to the last"
