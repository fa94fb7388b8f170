"""What boards claim of a repo, that it is new, first, back or on a record day, rests on what was observed."""

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.crawl.scope import Scope
from pipeline.marts.build import note_movers, rank_day
from tests.fixtures.days import DAY, Load, model, started

OTHERS = range(1, 31)
BUSY = 7
STAR = 99  # whose case it is


def day(number: int) -> dt.date:
    return DAY + dt.timedelta(number)


def created(on: int, hour: int = 1) -> str:
    return f"{day(on)}T{hour:02d}:00:00.000Z"


def observe(
    load: Load,
    con: duckdb.DuckDBPyConnection,
    on: int,
    *also: dict[str, Any],
    scope: Scope = Scope.hub,
    absent: int = 0,
) -> None:
    """A day of thirty models that gain nothing, and `also`."""
    load([*(model(n, likes=10 * n) for n in OTHERS if n != absent), *also], day(on), scope)
    note_movers(con, day(on))


def star(**changed: Any) -> dict[str, Any]:
    return model(STAR, **({"likes": 5_000, "trendingScore": 900} | changed))


def entry(con: duckdb.DuckDBPyConnection, on: int, number: int = STAR) -> tuple[Any, ...]:
    """How it came to its place, by the board of the day, since a day before and since 7 days before; and by its move into the top 10."""
    name = {"id": f"owner/model-{number}", "d": day(on)}
    shown = con.execute(
        "SELECT entry_1d, entry_7d FROM top('translation', n := 500, day := $d) WHERE id = $id", name
    ).fetchall()
    moves = con.execute(
        "SELECT entry FROM movers WHERE date = $d AND id = $id AND move = 'entered_top_10' AND board = 'attention'",
        name,
    ).fetchall()
    return *(shown[0] if shown else (None, None)), *([kind for (kind,) in moves] or [None])


def test_on_the_first_day_of_a_home_nobody_enters_anything(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    observe(load, con, 0, star())
    assert con.execute("SELECT count(*) FROM movers").fetchall() == [(0,)]


def test_a_repo_created_yesterday_is_new(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    observe(load, con, 0)
    observe(load, con, 1, star(createdAt=created(0, 20)))
    assert entry(con, 1) == ("new", None, "new")


def test_an_old_repo_that_is_observed_for_the_first_time_is_not_new(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    observe(load, con, 0, scope=Scope.leaders)
    observe(load, con, 1, star(), scope=Scope.leaders)
    assert entry(con, 1) == ("first_observed", None, "first_observed")


def test_a_repo_that_was_observed_without_a_place_has_entered(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    observe(load, con, 0, star(likes=0, pipeline_tag="text-generation", tags=["text-generation"]))
    observe(load, con, 1, star())
    assert entry(con, 1) == ("entered", None, "entered")


def test_a_repo_that_comes_back_has_returned(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    observe(load, con, 0, star())
    observe(load, con, 1, model(98))  # in its place, that the list is no shorter
    observe(load, con, 2, star())
    assert entry(con, 2) == ("returned", None, "returned"), "a week ago there was no board"


def test_what_came_in_the_week_before_is_told_of_seven_days(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    for on in range(9):
        also = [star(), model(98, createdAt=created(1))] if on >= 2 else []
        observe(load, con, on, *also, model(97 if on != 1 else 96))
    assert entry(con, 8)[:2] == (None, "first_observed")
    assert entry(con, 8, 98)[:2] == (None, "new")
    assert entry(con, 8, 97)[:2] == (None, "returned")
    assert entry(con, 7, 97)[:2] == (None, None)


def test_falling_out_of_the_top_10_and_back_is_a_return(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    for on, trending in enumerate((900, 0, 900)):
        observe(load, con, on, star(likes=5_000 + 200 * (on == 2), trendingScore=trending))
    moves = con.execute(
        "SELECT date, move, entry FROM movers WHERE id = 'owner/model-99' AND board = 'attention' ORDER BY date, move"
    ).fetchall()
    assert [move for *move, _ in moves if move[1] == "left_top_10"] in ([], [[day(1), "left_top_10"]])
    assert all(kind == "returned" for date, move, kind in moves if move == "entered_top_10")


def test_after_a_gap_nobody_enters(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    observe(load, con, 0)
    observe(load, con, 2, star(createdAt=created(1)))
    assert entry(con, 2)[2] is None


def busy_day(on: int, likes: int, **changed: Any) -> list[dict[str, Any]]:
    others = (model(n, likes=10 * n, downloadsAllTime=1_000 * n + 10 * on) for n in OTHERS if n != BUSY)
    return [*others, model(BUSY, likes=likes, downloadsAllTime=9_000 + 11 * on, **changed)]


def busy_days(
    load: Load, con: duckdb.DuckDBPyConnection, days: list[int], likes: dict[int, int], **changed: Any
) -> list[tuple[Any, ...]]:
    """Days on which model 7 has so many likes; its record days."""
    last, taken = 0, {date for (date,) in con.execute("SELECT DISTINCT date FROM store.snapshot").fetchall()}
    for on in days:
        last = likes.get(on, last)
        if day(on) not in taken:
            load(busy_day(on, last, **changed), day(on), Scope.hub, ranked=on == days[-1])
    note_movers(con, day(days[-1]))
    return con.execute(
        "SELECT date, likes_since_previous, previous_record, days_compared FROM movers WHERE move = 'record_day'"
    ).fetchall()


STEADY = {on: 100 + 3 * on for on in range(40)}


@pytest.fixture(scope="module")
def fourteen_days(new_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with the first of these days, to go on from."""
    path = tmp_path_factory.mktemp("fourteen") / "hub.duckdb"
    with started(new_warehouse, path) as (_, load):
        for on in range(14):
            load(busy_day(on, STEADY[on]), day(on), Scope.hub, ranked=False)
    return path


@pytest.mark.begins_with("fourteen_days")
@pytest.mark.parametrize(("history", "found"), [(14, False), (15, True)])
def test_a_record_needs_fourteen_days_before_it(
    load: Load, con: duckdb.DuckDBPyConnection, history: int, found: bool
) -> None:
    records = busy_days(load, con, list(range(history + 1)), STEADY | {history: STEADY[history] + 50})
    assert records == ([(day(15), 53, 3, 14)] if found else [])


@pytest.mark.begins_with("fourteen_days")
def test_a_day_after_a_gap_is_no_record(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    assert busy_days(load, con, [*range(17), 18], STEADY | {18: STEADY[18] + 50}) == []


@pytest.mark.begins_with("fourteen_days")
def test_a_young_repo_has_no_record(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    assert len(busy_days(load, con, list(range(18)), STEADY | {17: STEADY[17] + 50})) == 1
    con.execute("UPDATE store.description SET created_at = $at WHERE id = 'owner/model-7'", {"at": day(5)})
    rank_day(con, day(17))
    note_movers(con, day(17))
    assert con.execute("SELECT count(*) FROM movers WHERE move = 'record_day'").fetchall() == [(0,)]


@pytest.mark.begins_with("fourteen_days")
def test_a_catch_up_after_a_day_that_stood_still_is_no_record(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    busy_days(load, con, list(range(17)), STEADY)
    # nothing moved on the seventeenth day, the likes neither
    load(
        [
            *(model(n, likes=10 * n, downloadsAllTime=1_000 * n + 160) for n in OTHERS if n != BUSY),
            model(BUSY, likes=STEADY[16], downloadsAllTime=9_176),
        ],
        day(17),
        Scope.hub,
    )
    assert con.execute("SELECT DISTINCT status FROM model_history WHERE date = $d", {"d": day(17)}).fetchall() == [
        ("frozen",)
    ]
    load(
        [
            *(model(n, likes=10 * n, downloadsAllTime=1_000 * n + 180) for n in OTHERS if n != BUSY),
            model(BUSY, likes=STEADY[16] + 60, downloadsAllTime=9_200),
        ],
        day(18),
        Scope.hub,
    )
    note_movers(con, day(18))
    assert con.execute("SELECT count(*) FROM movers WHERE move = 'record_day'").fetchall() == [(0,)]


def test_a_long_step_is_a_record_by_what_it_brought_a_day(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    """1.25 days that bring 12 likes are fewer a day than the 10 of a day before."""
    likes = STEADY | {10: STEADY[9] + 10}
    records = busy_days(load, con, list(range(16)), likes)
    assert records == []
    con.execute("UPDATE store.snapshot SET started_at = started_at - INTERVAL 6 HOUR WHERE date = $d", {"d": day(15)})
    con.execute("UPDATE store.daily SET observed_at = observed_at - INTERVAL 6 HOUR WHERE date = $d", {"d": day(15)})
    load(
        [
            *(model(n, likes=10 * n, downloadsAllTime=1_000 * n + 160) for n in OTHERS if n != BUSY),
            model(BUSY, likes=likes[15] + 12, downloadsAllTime=9_176),
        ],
        day(16),
        Scope.hub,
    )
    rank_day(con, day(16))
    note_movers(con, day(16))
    step = con.execute(
        "SELECT likes_since_previous, days_since_previous FROM trends WHERE date = $d AND board = 'attention' AND id = 'owner/model-7'",
        {"d": day(16)},
    ).fetchall()
    assert step == [(12, 1.25)]
    assert con.execute("SELECT count(*) FROM movers WHERE move = 'record_day'").fetchall() == [(0,)]


def test_days_and_best_rank_go_back_to_the_first_board(load: Load, con: duckdb.DuckDBPyConnection) -> None:
    observe(load, con, 0)
    observe(load, con, 1, star())
    observe(load, con, 3, star())
    found = con.execute(
        "SELECT days_on_board, best_rank, first_day_on_board FROM top('translation', n := 500) WHERE id = 'owner/model-99'"
    ).fetchall()
    assert found == [(2, 1, day(1))]
