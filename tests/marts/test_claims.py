"""A board's claims (new, first, returned, record day) match the observations."""

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.crawl.scope import Scope
from pipeline.marts.build import build_movers, rank_day
from tests.fixtures.days import DAY, Load, model, open_copy

OTHER_NUMBERS = range(1, 31)
BUSY_NUMBER = 7
STAR_NUMBER = 99  # the repo under test


def day_of(number: int) -> dt.date:
    return DAY + dt.timedelta(number)


def creation_time(on: int, hour: int = 1) -> str:
    return f"{day_of(on)}T{hour:02d}:00:00.000Z"


def load_day(
    load: Load,
    con: duckdb.DuckDBPyConnection,
    on: int,
    *more_models: dict[str, Any],
    scope: Scope = Scope.hub,
    absent: int = 0,
) -> None:
    """A day of thirty models that gain nothing, and `more_models`."""
    load(
        [*(model(n, likes=10 * n) for n in OTHER_NUMBERS if n != absent), *more_models],
        day_of(on),
        scope,
        accept_shrink=True,
    )
    build_movers(con, day_of(on))


def build_star(**changes: Any) -> dict[str, Any]:
    return model(STAR_NUMBER, **({"likes": 5_000, "trendingScore": 900} | changes))


def find_entries(con: duckdb.DuckDBPyConnection, on: int, number: int = STAR_NUMBER) -> tuple[Any, ...]:
    """How it got its rank: by the day's board, since a day and 7 days before, and by its move into the top 10."""
    name = {"id": f"owner/model-{number}", "d": day_of(on)}
    entries = con.execute(
        "SELECT entry_1d, entry_7d FROM top('translation', n := 500, day := $d) WHERE id = $id", name
    ).fetchall()
    moves = con.execute(
        "SELECT entry FROM movers WHERE date = $d AND id = $id AND move = 'entered_top_10' AND board = 'attention'",
        name,
    ).fetchall()
    return *(entries[0] if entries else (None, None)), *([kind for (kind,) in moves] or [None])


def test_the_first_day_of_a_home_has_no_entries(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    load_day(load, con, 0, build_star())
    assert con.execute("SELECT count(*) FROM movers").fetchall() == [(0,)]


def test_a_repo_created_yesterday_is_new(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    load_day(load, con, 0)
    load_day(load, con, 1, build_star(createdAt=creation_time(0, 20)))
    assert find_entries(con, 1) == ("new", None, "new")


def test_an_old_repo_that_is_observed_for_the_first_time_is_not_new(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    load_day(load, con, 0, scope=Scope.leaders)
    load_day(load, con, 1, build_star(), scope=Scope.leaders)
    assert find_entries(con, 1) == ("first_observed", None, "first_observed")


def test_an_observed_unranked_repo_has_entered(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    load_day(load, con, 0, build_star(likes=0, pipeline_tag="text-generation", tags=["text-generation"]))
    load_day(load, con, 1, build_star())
    assert find_entries(con, 1) == ("entered", None, "entered")


def test_a_repo_that_comes_back_has_returned(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    load_day(load, con, 0, build_star())
    load_day(load, con, 1, model(98))  # replaces it, so that the list keeps its length
    load_day(load, con, 2, build_star())
    assert find_entries(con, 2) == ("returned", None, "returned"), "a week ago there was no board"


def test_arrivals_of_the_past_week_entered_within_seven_days(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    for on in range(9):
        also = [build_star(), model(98, createdAt=creation_time(1))] if on >= 2 else []
        load_day(load, con, on, *also, model(97 if on != 1 else 96))
    assert find_entries(con, 8)[:2] == (None, "first_observed")
    assert find_entries(con, 8, 98)[:2] == (None, "new")
    assert find_entries(con, 8, 97)[:2] == (None, "returned")
    assert find_entries(con, 7, 97)[:2] == (None, None)


def test_falling_out_of_the_top_10_and_back_is_a_return(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    for on, trending in enumerate((900, 0, 900)):
        load_day(load, con, on, build_star(likes=5_000 + 200 * (on == 2), trendingScore=trending))
    moves = con.execute(
        "SELECT date, move, entry FROM movers WHERE id = 'owner/model-99' AND board = 'attention' ORDER BY date, move"
    ).fetchall()
    assert [move for *move, _ in moves if move[1] == "left_top_10"] in ([], [[day_of(1), "left_top_10"]])
    assert all(kind == "returned" for date, move, kind in moves if move == "entered_top_10")


def test_no_repo_enters_after_a_gap(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    load_day(load, con, 0)
    load_day(load, con, 2, build_star(createdAt=creation_time(1)))
    assert find_entries(con, 2)[2] is None


def build_busy_day(on: int, likes: int, **changes: Any) -> list[dict[str, Any]]:
    other_models = (
        model(n, likes=10 * n, downloadsAllTime=1_000 * n + 10 * on) for n in OTHER_NUMBERS if n != BUSY_NUMBER
    )
    return [*other_models, model(BUSY_NUMBER, likes=likes, downloadsAllTime=9_000 + 11 * on, **changes)]


def load_busy_days(
    load: Load, con: duckdb.DuckDBPyConnection, days: list[int], likes: dict[int, int], **changes: Any
) -> list[tuple[Any, ...]]:
    """Model 7 has the given likes; return its record days."""
    last, loaded_days = 0, {date for (date,) in con.execute("SELECT DISTINCT date FROM store.snapshot").fetchall()}
    for on in days:
        last = likes.get(on, last)
        if day_of(on) not in loaded_days:
            load(build_busy_day(on, last, **changes), day_of(on), Scope.hub, rank=on == days[-1])
    build_movers(con, day_of(days[-1]))
    return con.execute(
        "SELECT date, likes_since_previous, previous_record, days_compared FROM movers WHERE move = 'record_day'"
    ).fetchall()


STEADY_LIKES = {on: 100 + 3 * on for on in range(40)}


@pytest.fixture(scope="module")
def fourteen_days(new_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("fourteen") / "hub.duckdb"
    with open_copy(new_warehouse, path) as (_, load):
        for on in range(14):
            load(build_busy_day(on, STEADY_LIKES[on]), day_of(on), Scope.hub, rank=False)
    return path


@pytest.mark.begins_with("fourteen_days")
@pytest.mark.parametrize(("history", "is_record"), [(14, False), (15, True)])
def test_a_record_needs_fourteen_days_before_it(
    load: Load, con: duckdb.DuckDBPyConnection, history: int, is_record: bool
) -> None:
    records = load_busy_days(load, con, list(range(history + 1)), STEADY_LIKES | {history: STEADY_LIKES[history] + 50})
    assert records == ([(day_of(15), 53, 3, 14)] if is_record else [])


@pytest.mark.begins_with("fourteen_days")
def test_a_day_after_a_gap_is_no_record(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    assert load_busy_days(load, con, [*range(17), 18], STEADY_LIKES | {18: STEADY_LIKES[18] + 50}) == []


@pytest.mark.begins_with("fourteen_days")
def test_a_young_repo_has_no_record(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    assert len(load_busy_days(load, con, list(range(18)), STEADY_LIKES | {17: STEADY_LIKES[17] + 50})) == 1
    con.execute("UPDATE store.description SET created_at = $at WHERE id = 'owner/model-7'", {"at": day_of(5)})
    rank_day(con, day_of(17))
    build_movers(con, day_of(17))
    assert con.execute("SELECT count(*) FROM movers WHERE move = 'record_day'").fetchall() == [(0,)]


@pytest.mark.begins_with("fourteen_days")
def test_a_catch_up_after_a_frozen_day_is_no_record(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    load_busy_days(load, con, list(range(17)), STEADY_LIKES)
    # on the seventeenth day nothing moved, not even likes
    load(
        [
            *(model(n, likes=10 * n, downloadsAllTime=1_000 * n + 160) for n in OTHER_NUMBERS if n != BUSY_NUMBER),
            model(BUSY_NUMBER, likes=STEADY_LIKES[16], downloadsAllTime=9_176),
        ],
        day_of(17),
        Scope.hub,
    )
    assert con.execute("SELECT DISTINCT status FROM model_history WHERE date = $d", {"d": day_of(17)}).fetchall() == [
        ("frozen",)
    ]
    load(
        [
            *(model(n, likes=10 * n, downloadsAllTime=1_000 * n + 180) for n in OTHER_NUMBERS if n != BUSY_NUMBER),
            model(BUSY_NUMBER, likes=STEADY_LIKES[16] + 60, downloadsAllTime=9_200),
        ],
        day_of(18),
        Scope.hub,
    )
    build_movers(con, day_of(18))
    assert con.execute("SELECT count(*) FROM movers WHERE move = 'record_day'").fetchall() == [(0,)]


def test_a_long_step_counts_per_day_for_records(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    """12 likes in 1.25 days are fewer a day than 10 on an earlier day."""
    likes = STEADY_LIKES | {10: STEADY_LIKES[9] + 10}
    records = load_busy_days(load, con, list(range(16)), likes)
    assert records == []
    con.execute(
        "UPDATE store.snapshot SET started_at = started_at - INTERVAL 6 HOUR WHERE date = $d", {"d": day_of(15)}
    )
    con.execute("UPDATE store.daily SET observed_at = observed_at - INTERVAL 6 HOUR WHERE date = $d", {"d": day_of(15)})
    load(
        [
            *(model(n, likes=10 * n, downloadsAllTime=1_000 * n + 160) for n in OTHER_NUMBERS if n != BUSY_NUMBER),
            model(BUSY_NUMBER, likes=likes[15] + 12, downloadsAllTime=9_176),
        ],
        day_of(16),
        Scope.hub,
    )
    rank_day(con, day_of(16))
    build_movers(con, day_of(16))
    step = con.execute(
        "SELECT likes_since_previous, days_since_previous FROM trends WHERE date = $d AND board = 'attention' AND id = 'owner/model-7'",
        {"d": day_of(16)},
    ).fetchall()
    assert step == [(12, 1.25)]
    assert con.execute("SELECT count(*) FROM movers WHERE move = 'record_day'").fetchall() == [(0,)]


def test_days_and_best_rank_go_back_to_the_first_board(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    load_day(load, con, 0)
    load_day(load, con, 1, build_star())
    load_day(load, con, 3, build_star())
    board_history = con.execute(
        "SELECT days_on_board, best_rank, first_day_on_board FROM top('translation', n := 500) WHERE id = 'owner/model-99'"
    ).fetchall()
    assert board_history == [(2, 1, day_of(1))]


def test_a_stay_in_the_top_10_ends_below_and_not_at_a_gap(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    def read_stay() -> list[tuple[object, ...]]:
        return con.execute(
            "SELECT top10_since, top10_days FROM top('translation', n := 500) WHERE id = 'owner/model-99'"
        ).fetchall()

    load_day(load, con, 0)
    load_day(load, con, 1, build_star())
    load_day(load, con, 3, build_star())
    assert read_stay() == [(day_of(1), 2)], "no board on day 2"
    load_day(load, con, 4)
    load_day(load, con, 5, build_star())
    assert read_stay() == [(day_of(5), 3)]
    below = con.execute("SELECT top10_since, top10_days FROM top('translation', n := 500) WHERE rank > 10").fetchall()
    assert below and all(since is None for since, _ in below)
