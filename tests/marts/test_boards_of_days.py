"""Boards through the warehouse: what they are made from, say, and remember."""

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.crawl.scope import Scope
from pipeline.marts.build import follow_featured, note_movers, rank_day
from pipeline.marts.scorecard import judge_boards
from pipeline.notes import Note, read_notes
from pipeline.warehouse.quality_checks import CHECKS, Looked, look
from tests.fixtures.days import DAY, Load, model, started


def day(number: int) -> dt.date:
    return DAY + dt.timedelta(number)


def steady(number: int, on: int, **changed: Any) -> dict[str, Any]:
    """Model `number` on day `on`: it gains ten times its number of downloads a day and no likes."""
    return model(number, downloadsAllTime=100_000 + 10 * number * on) | changed


def ask(con: duckdb.DuckDBPyConnection, query: str, **asked: Any) -> list[tuple[Any, ...]]:
    return con.execute(query, asked).fetchall()


def week(load: Load, days: int, repos: int = 30, first: int = 0, **changed: Any) -> None:
    for on in range(first, days):
        load([steady(n, on, **changed) for n in range(1, repos + 1)], day(on), Scope.hub, ranked=on >= days - 2)


@pytest.fixture(scope="module")
def six_days(new_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with the first days of such a week, to go on from."""
    path = tmp_path_factory.mktemp("six") / "hub.duckdb"
    with started(new_warehouse, path) as (_, load):
        for on in range(6):
            load([steady(n, on) for n in range(1, 31)], day(on), Scope.hub, ranked=False)
    return path


def test_the_first_day_says_what_it_cannot_tell(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    week(load, 1)
    told = {
        board: (status, read_notes(notes))
        for board, status, notes in ask(con, "SELECT board, status, notes FROM boards WHERE category = 'translation'")
    }
    assert told["hub"] == ("ok", [])
    assert told["attention"] == ("degraded", [Note("few_whole_weeks", {"whole": 0, "kept": 30})])
    assert told["adoption"] == ("withheld", [Note("few_growth_days", {"needed": 3, "observed": 1})])
    assert told["breakout"] == ("withheld", [Note("young_history", {"needed": 7, "days": 0})])
    assert {board for (board,) in ask(con, "SELECT DISTINCT board FROM trends")} == {"attention", "hub"}


@pytest.mark.begins_with("six_days")
def test_adoption_ranks_by_downloads_a_day(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    week(load, 8, first=6)
    rows = ask(
        con,
        "SELECT rank, id, score, basis, downloads_gained FROM top('translation', 'adoption', 3)".replace(
            "basis,", "basis,"
        ),
    )
    assert rows == [(n, f"owner/model-{31 - n}", 10.0 * (31 - n), "7d", 70 * (31 - n)) for n in (1, 2, 3)]
    assert ask(con, "SELECT status, ranked_repos FROM boards WHERE board = 'adoption' AND date = $d", d=day(7)) == [
        ("ok", 30)
    ]


@pytest.mark.begins_with("six_days")
def test_on_a_frozen_day_nobody_loses_downloads(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    week(load, 8, first=6)
    # the Hub's counters of the day before, once more, but for likes
    load([steady(n, 7, likes=10 * n + 1) for n in range(1, 31)], day(8), Scope.hub)
    status, notes = ask(con, "SELECT status, notes FROM boards WHERE board = 'adoption' AND date = $d", d=day(8))[0]
    assert status == "degraded" and Note("downloads_frozen", {"share": 1.0}) in read_notes(notes)
    rows = ask(
        con,
        "SELECT score, basis, downloads_gained, downloads_gained_days FROM trends WHERE board = 'adoption' AND date = $d ORDER BY rank",
        d=day(8),
    )
    assert len(rows) == 30 and rows[0] == (300.0, "merged", 1800, 6.0)
    assert all(gained > 0 for _, _, gained, _ in rows)
    # the day after, the frozen one is counted with it
    load([steady(n, 9) for n in range(1, 31)], day(9), Scope.hub)
    rows = ask(
        con,
        "SELECT score, basis, downloads_gained_days FROM trends WHERE board = 'adoption' AND date = $d ORDER BY rank",
        d=day(9),
    )
    assert rows[0] == (300.0, "merged", 7.0)


@pytest.mark.begins_with("six_days")
def test_after_a_rollback_nobody_grows_backwards(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    week(load, 8, first=6)
    load([steady(n, 8, downloadsAllTime=50_000 + n) for n in range(1, 31)], day(8), Scope.hub)
    status, notes = ask(con, "SELECT status, notes FROM boards WHERE board = 'adoption' AND date = $d", d=day(8))[0]
    assert status == "degraded" and Note("downloads_fallen", {"share": 1.0}) in read_notes(notes)
    assert ask(
        con,
        "SELECT count(*), min(score) > 0, min(downloads_gained) > 0 FROM trends WHERE board = 'adoption' AND date = $d",
        d=day(8),
    ) == [(30, True, True)]
    assert ask(con, "SELECT DISTINCT downloads_gained, reason FROM growth('translation', 7)") == [(None, "rolled_back")]


def test_a_gap_is_told(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    week(load, 3)
    week(load, 6, first=5)
    notes = ask(con, "SELECT notes FROM boards WHERE board = 'attention' AND date = $d", d=day(5))[0][0]
    assert Note("day_before_missing", {"last": str(day(2))}) in read_notes(notes)


def test_leaders_are_not_the_whole_category(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load([model(n) for n in range(1, 10)])
    boards = ask(con, "SELECT board, status, notes[1].code FROM boards WHERE status <> 'withheld'")
    assert {code for *_, code in boards} == {"leaders_only"}
    assert {(board, status) for board, status, _ in boards} == {("hub", "partial"), ("attention", "degraded")}


def test_a_surge_leads_attention_and_breaks_out(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    quiet = 7
    for on in range(24):
        surge = 60 * max(on - 20, 0)
        load(
            [steady(n, on, likes=10 * n + on // 4 + (surge if n == quiet else 0)) for n in range(1, 31)],
            day(on),
            Scope.hub,
            ranked=on >= 18,
        )
        if on >= 18:
            note_movers(con, day(on))
    for on in (21, 22, 23):
        assert ask(con, "SELECT id FROM trends WHERE board = 'attention' AND rank = 1 AND date = $d", d=day(on)) == [
            ("owner/model-7",)
        ]
    found = ask(
        con,
        "SELECT id, likes_7d, expected_likes_7d, false_discovery_rate < 0.001 FROM trends WHERE board = 'breakout' AND rank = 1 AND date = $d",
        d=day(23),
    )
    assert found == [("owner/model-7", pytest.approx(182, abs=1), pytest.approx(1.75, abs=0.5), True)]
    moves = ask(
        con,
        "SELECT date, move, id, likes_1d, previous_record FROM movers WHERE oid = (SELECT oid FROM models WHERE id = 'owner/model-7') ORDER BY ALL",
    )
    assert (day(21), "breakout", "owner/model-7", 60, None) in moves, "told once"
    assert [move for date, move, *_ in moves if date in (day(22), day(23))].count("breakout") == 0
    assert (day(21), "record_day", "owner/model-7", 60, 1) in moves
    assert (day(21), "entered_top_10", "owner/model-7", 60, None) in moves
    left = ask(
        con,
        "SELECT id, rank, rank_1d_ago FROM movers WHERE move = 'left_top_10' AND date = $d AND board = 'attention'",
        d=day(21),
    )
    assert len(left) == 1 and left[0][1] == 11 and left[0][2] <= 10
    assert ask(
        con,
        "SELECT breakouts FROM boards WHERE board = 'breakout' AND date = $d AND category = 'translation'",
        d=day(23),
    ) == [(1,)]


def test_a_changed_licence_near_the_top_is_a_move(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load([model(n) for n in range(1, 10)], day(0))
    load(
        [
            model(n, **({"tags": ["translation", "license:apache-2.0"], "gated": "auto"} if n == 3 else {}))
            for n in range(1, 10)
        ],
        day(1),
    )
    note_movers(con, day(1))
    found = ask(
        con, "SELECT move, id, old, new FROM movers WHERE move LIKE '%changed' AND board = 'attention' ORDER BY move"
    )
    assert found == [
        ("gated_changed", "owner/model-3", "false", "auto"),
        ("license_changed", "owner/model-3", "mit", "apache-2.0"),
    ]


def test_a_day_that_is_made_again_corrects_what_others_say_of_it(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    for on in range(3):
        load([model(n, trendingScore=n) for n in range(1, 15)], day(on))
        note_movers(con, day(on))
    assert ask(con, "SELECT count(*) FROM movers") == [(0,)]
    # on the second day the last came first after all
    load([model(n, likes=10_000 if n == 1 else 10 * n, trendingScore=n) for n in range(1, 15)], day(1))
    note_movers(con, day(1))
    assert (
        ask(
            con,
            "SELECT rank, rank_1d_ago FROM trends WHERE board = 'attention' AND date = $d AND id = 'owner/model-1'",
            d=day(2),
        )[0][1]
        == 1
    )
    assert ("left_top_10", "owner/model-1", 1) in ask(
        con, "SELECT move, id, rank_1d_ago FROM movers WHERE date = $d", d=day(2)
    )
    best = ask(
        con,
        "SELECT best_rank, days_on_board, first_day_on_board FROM top('translation', n := 500) WHERE id = 'owner/model-1'",
    )
    assert best == [(1, 3, day(0))]


def based(number: int, base: str, relation: str = "finetune") -> dict[str, Any]:
    return model(number, baseModels={"relation": relation, "models": [{"_id": "0" * 24, "id": base}]})


def test_families_follow_chains_circles_and_names_of_old(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    """9 is an original; 8 and 7 descend from it by way of 8; 6 and 5 name each other; 4 names a stranger; 3 names 9 by its old name."""
    load([model(9, id="owner/old-name"), model(1)], day(0))
    load(
        [model(9), based(8, "owner/model-9", "quantized"), based(7, "owner/model-8", "adapter"), based(6, "owner/model-5"), based(5, "owner/model-6"),
         based(4, "some/stranger", "merge"), based(3, "owner/old-name"), model(1)], day(1),
    )  # fmt: skip
    roots = dict(ask(con, "SELECT id, root_model FROM families"))
    assert roots == {
        "owner/model-9": "owner/model-9", "owner/model-8": "owner/model-9", "owner/model-7": "owner/model-9", "owner/model-6": "owner/model-5",
        "owner/model-5": "owner/model-5", "owner/model-4": "some/stranger", "owner/model-3": "owner/model-9", "owner/model-1": "owner/model-1",
    }  # fmt: skip
    shown = {view: [name for (name,) in ask(con, "SELECT id FROM top('translation', view := $view) ORDER BY id", view=view)] for view in
             ("originals", "derivatives", "families", "all")}  # fmt: skip
    assert shown["originals"] == ["owner/model-1", "owner/model-9"]
    assert shown["derivatives"] == [f"owner/model-{n}" for n in (3, 4, 5, 6, 7, 8)]
    assert len(shown["all"]) == 8 and len(shown["families"]) == 4
    with pytest.raises(duckdb.InvalidInputException, match="view is all, originals"):
        ask(con, "FROM top('translation', view := 'nonsense')")


def test_what_was_made_from_a_featured_model_is_counted(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    base = "deepseek-ai/DeepSeek-R1"
    original = model(1, id=base, pipeline_tag="text-generation")
    made = [
        based(2, base, "quantized"),
        based(3, base, "quantized"),
        based(4, base),
        based(5, base, "merge"),
        based(6, "some/other", "adapter"),
    ]
    load([original, *made], DAY, Scope.hub)
    follow_featured(con, DAY)
    found = ask(
        con,
        "SELECT finetunes, quantizations, adapters, merges, rank_downloads, percentile_downloads, rank_trending, share_likes FROM featured WHERE id = $id",
        id=base,
    )
    assert found == [(1, 2, 0, 1, 1, None, 1, 1.0)]


def test_the_order_of_rows_does_not_matter(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    models = [steady(n, 0, likes=n // 4) for n in range(1, 31)]
    load(models, DAY, Scope.hub)
    kept = ask(con, "FROM trends ORDER BY ALL")
    load(models[::-1], DAY, Scope.hub)
    assert ask(con, "FROM trends ORDER BY ALL") == kept


def test_a_board_is_judged_by_what_was_gained_after_it(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    for on in range(5):
        # who has the most likes gains the most: attention and likes foresee it all
        load([steady(n, on, likes=n * (10 + on), trendingScore=30 - n) for n in range(1, 31)], day(on), Scope.hub)
        judge_boards(con, day(on))
    found = dict(
        ask(
            con,
            "SELECT board, value FROM scorecard WHERE target = 'likes' AND metric = 'ndcg_20' AND horizon_days = 3 AND date = $d",
            d=day(1),
        )
    )
    assert found["likes"] == found["likes_1d"] == found["attention"] == 1, "what was observed beats the Hub's score"
    assert found["hub"] < 0.8
    assert ask(
        con,
        "SELECT value, value_low, value_high FROM scorecard WHERE board = 'adoption' AND target = 'downloads' AND metric = 'capture_20' AND date = $d",
        d=day(3),
    ) == [(1, 1, 1)]
    # each gains n likes a day, 24 hours apart, and no board knows fewer places than repos
    covered = ask(
        con,
        "SELECT horizon_days, value, value_low, value_high, cases FROM scorecard WHERE board = 'attention' AND metric = 'coverage_90' AND date = $d ORDER BY ALL",
        d=day(1),
    )
    assert [(ahead, cases) for ahead, *_, cases in covered] == [(1, 30), (3, 30)]
    assert all(value == high == 1 and 0.9 < low < 1 for _, value, low, high, _ in covered)
    sizes = ask(
        con,
        "SELECT sum(cases) FROM scorecard WHERE board = 'attention' AND metric IN ('coverage_90_below_1', 'coverage_90_1_to_10', "
        "'coverage_90_above_10') AND horizon_days = 1 AND date = $d",
        d=day(1),
    )
    assert sizes == [(30,)]
    assert ask(con, "SELECT DISTINCT board, target FROM scorecard WHERE metric LIKE 'coverage%' ORDER BY ALL") == [
        ("adoption", "downloads"),
        ("attention", "likes"),
    ]
    assert ask(con, "SELECT count(*) FROM scorecard WHERE (cases IS NULL) = (metric LIKE 'coverage%')") == [(0,)]
    overlap = ask(con, "SELECT value FROM scorecard WHERE board = 'attention' AND metric = 'overlap' ORDER BY date")
    assert overlap[-1][0] > 0.99 > overlap[0][0], "the order settles"
    # judged again, a day says the same
    before = ask(con, "FROM scorecard ORDER BY ALL")
    for on in (1, 4):
        rank_day(con, day(on))
        judge_boards(con, day(on))
    assert ask(con, "FROM scorecard ORDER BY ALL") == before


def test_downloads_that_stood_still_judge_nobody(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    week(load, 4)
    load([steady(n, 3, likes=10 * n + 1) for n in range(1, 31)], day(4), Scope.hub)
    judge_boards(con, day(4))
    assert ask(con, "SELECT DISTINCT target FROM scorecard WHERE horizon_days > 0") == [("likes",)]


def test_fewer_or_more_places_are_kept_as_asked(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load([model(n) for n in range(1, 131)])
    rank_day(con, DAY, places=100)
    assert ask(con, "SELECT max(rank), count(*) FROM trends WHERE category = 'translation' AND board = 'hub'") == [
        (100, 100)
    ]
    assert ask(con, "SELECT ranked_repos FROM boards WHERE category = 'translation' AND board = 'attention'") == [
        (130,)
    ]


@pytest.mark.begins_with("six_days")
def test_risers_are_the_first_of_growth(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    week(load, 8, first=6)
    load([steady(n, 8, likes=10 * n + (n == 4) * 50) for n in range(1, 40)], day(8), Scope.hub)
    columns = "kind, oid, id, days, likes, downloads_all_time, likes_gained, downloads_gained, basis, reason"
    grown = ask(
        con,
        f"SELECT {columns} FROM growth('translation', 7) ORDER BY downloads_gained DESC NULLS LAST, downloads_all_time DESC",
    )
    assert len(grown) == 39 and grown[0][7] == 7 * 300 and grown[-1][7] is None
    assert ask(con, f"SELECT {columns} FROM risers('translation', 7, n := 5)") == grown[:5]
    assert ask(con, "SELECT id, rank FROM risers('translation', counter := 'likes', n := 1)") == [("owner/model-4", 1)]
    assert ask(con, "SELECT count(*) FROM risers('nonsense')") == [(0,)]
    with pytest.raises(duckdb.InvalidInputException, match="counter is downloads or likes"):
        ask(con, "FROM risers('translation', counter := 'nonsense')")


def boards_whole(con: duckdb.DuckDBPyConnection, on: dt.date) -> list[Looked]:
    [check] = (check for check in CHECKS if check.name == "boards_whole")
    return [one for one in look(con, check, on) if not one.holds]


@pytest.mark.parametrize("lost", ["fallen", "missing"])
def test_counters_that_fall_or_are_missing_and_come_back_keep_every_board_whole(
    con: duckdb.DuckDBPyConnection, load: Load, lost: str
) -> None:
    """Six of ten repos of a small category, for three days; one for good."""
    for on in range(13):
        models = [steady(n, on) for n in range(1, 11)]
        for n, row in enumerate(models, 1):
            if n == 10 and on >= 8:
                row["downloadsAllTime"] = 50
            elif n <= 6 and 8 <= on < 11:
                row["downloadsAllTime"] = row["downloadsAllTime"] * 4 // 5 if lost == "fallen" else None
        load(models, day(on), Scope.hub, require_checks=False)
        assert boards_whole(con, day(on)) == [], on
        if on >= 3:
            [(ranked, places)] = ask(
                con,
                "SELECT ranked_repos, (SELECT count(*) FROM trends t WHERE t.date = b.date AND t.board = b.board AND t.category = b.category) "
                "FROM boards b WHERE date = $d AND board = 'adoption' AND category = 'translation'",
                d=day(on),
            )
            assert places == ranked or on == 12, on  # by then, the last one's counter grew on two days of the week
            if lost == "fallen":
                assert ranked == 10, on
                assert ranked == 10, on


def test_growth_across_a_gap_is_that_of_featured(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    """Where the days around the moment at which a span begins were not observed, the last day itself is the next."""
    gained = {0: 0, 1: 10, 7: 100, 9: 110}
    for on, more in gained.items():
        load([steady(n, on, likes=50 + more * (n == 5)) for n in range(1, 31) if n != 5] + [model(5, id="deepseek-ai/DeepSeek-R1", likes=50 + more)], day(on), Scope.hub)  # fmt: skip
        follow_featured(con, day(on))
    [(followed,)] = ask(
        con, "SELECT likes_7d FROM featured WHERE date = $d AND id = 'deepseek-ai/DeepSeek-R1'", d=day(9)
    )
    grown = ask(con, "SELECT likes_gained FROM growth('translation', 7) WHERE id = 'deepseek-ai/DeepSeek-R1'")
    assert followed == 88 and grown == [(followed,)], "on the line from the second day to the last"
