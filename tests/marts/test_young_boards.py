"""The statuses and notes of boards of a young home, and of one with gaps: the promised day is the day on which they are whole."""

import datetime as dt
from collections import defaultdict
from pathlib import Path

import duckdb
import pytest

from pipeline.crawl.scope import Scope
from pipeline.notes import read_notes
from pipeline.ranking.registry import BOARDS, find_board
from tests.fixtures.days import DAY, Load, model, open_copy

DAILY = list(range(16))
Statuses = dict[tuple[dt.date, str], tuple[str, dict[str, str]]]


def load_days(load: Load, numbers: list[int], scope: Scope = Scope.hub, **fields: str) -> None:
    for on in numbers:
        models = [
            model(
                n,
                downloadsAllTime=100_000 + 10 * n * on,
                likes=10 * n + on * (n % 7) + (on * on if n % 5 == 0 else 0),
                **fields,
            )
            for n in range(1, 31)
        ]
        load(models, DAY + dt.timedelta(on), scope)


def read_statuses(con: duckdb.DuckDBPyConnection, category: str = "translation") -> Statuses:
    rows = con.execute(
        "SELECT date, board, status, notes FROM boards WHERE category = $category ORDER BY date", {"category": category}
    ).fetchall()
    return {
        (date, board): (
            status,
            {note.code: str(note.parameters.get("expected", "")) for note in read_notes(notes)},
        )
        for date, board, status, notes in rows
    }


@pytest.fixture(scope="module")
def sixteen_days(new_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sixteen") / "hub.duckdb"
    with open_copy(new_warehouse, path) as (_, load):
        load_days(load, DAILY)
    return path


def check_promises(con: duckdb.DuckDBPyConnection, numbers: list[int]) -> None:
    statuses = read_statuses(con)
    promises = defaultdict(set)
    whole_days: dict[tuple[str, str], str] = {}
    for (date, board), (status, notes) in statuses.items():
        young_notes = {code: expected for code, expected in notes.items() if code != "day_before_missing"}
        need = find_board(board).first_need if "few_growth_days" in notes else find_board(board).full_need
        is_young = date - DAY < dt.timedelta(need.days)
        expected_status = "ok" if not notes else "early" if is_young and notes == young_notes else status
        assert status == expected_status and (status in ("ok", "early") or numbers[2] != 2), (date, board, notes)
        for code, expected in young_notes.items():
            promises[board, code].add(expected)
            assert expected > str(date)
        for other in [code for name, code in promises if name == board and code not in young_notes]:
            whole_days.setdefault((board, other), str(date))
    postponed = {(board, code) for board, code in promises if code in ("few_growth_days", "few_snapshots")}
    assert {key for key, days in promises.items() if len(days) > 1} == (set() if numbers[2] == 2 else postponed), (
        "a gap postpones what needs days in a row"
    )
    assert {key: max(days) for key, days in promises.items()} == whole_days
    assert {board for board, _ in promises} == {board.name for board in BOARDS if board.full_need.days}


@pytest.mark.begins_with("sixteen_days")
def test_boards_are_whole_on_the_promised_day(con: duckdb.DuckDBPyConnection) -> None:
    check_promises(con, DAILY)


def test_gaps_postpone_the_promised_day(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    numbers = [0, 1, 4, 5, *range(7, 17)]
    load_days(load, numbers)
    check_promises(con, numbers)


@pytest.mark.begins_with("sixteen_days")
def test_rows_come_with_the_first_need(con: duckdb.DuckDBPyConnection) -> None:
    first_days = con.execute("SELECT board, min(date) FROM trends GROUP BY board").fetchall()
    assert dict(first_days) == {board.name: DAY + dt.timedelta(board.first_need.days) for board in BOARDS}


def test_a_frozen_or_missing_day_is_no_youth(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load_days(load, [0, 1, 2, 3, 4])
    models = [model(n, downloadsAllTime=100_000 + 10 * n * 4, likes=10 * n + 5 * (n % 7)) for n in range(1, 31)]
    load(models, DAY + dt.timedelta(5), Scope.hub)  # counters of the day before
    statuses = read_statuses(con)
    status, notes = statuses[DAY + dt.timedelta(5), "adoption"]
    assert status == "degraded" and notes["downloads_frozen"] == "" and notes["few_snapshots"]
    assert statuses[DAY + dt.timedelta(5), "attention"][0] == "early", "likes are not frozen"


def test_only_young_repos_have_early_ranks(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    day = dt.timedelta(1)
    created = {1: DAY - day, 2: DAY - 15 * day}
    for on in range(9):
        load(
            [
                model(n, downloadsAllTime=10 * n * (on + 2), likes=10 * n * (on + 2))
                | ({"createdAt": f"{created[n]}T00:00:00.000Z"} if n in created else {})
                for n in range(1, 9)
            ],
            DAY + on * day,
            Scope.hub,
        )
    statuses = read_statuses(con)
    assert statuses[DAY + 2 * day, "adoption"] == ("early", {"only_young_repos": str(DAY + 3 * day)})
    assert statuses[DAY + 8 * day, "breakout"] == ("early", {"only_young_repos": str(DAY + 14 * day)})
    ranked = con.execute(
        "SELECT board, date, list(id) FROM trends WHERE (board, date) IN (('adoption', $adoption), ('breakout', $breakout)) GROUP BY ALL ORDER BY ALL",
        {"adoption": DAY + 2 * day, "breakout": DAY + 8 * day},
    ).fetchall()
    assert ranked == [
        ("adoption", DAY + 2 * day, ["owner/model-1"]),
        ("breakout", DAY + 8 * day, ["owner/model-2"]),
    ]


def test_a_new_category_is_young_in_an_old_home(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load_days(load, list(range(9)))
    con.execute("DELETE FROM boards WHERE category = 'translation'")
    for on in (9, 10):
        load([model(n, downloadsAllTime=10 * n * on) for n in range(50, 80)], DAY + dt.timedelta(on))
    statuses = read_statuses(con)
    first_day = min(date for date, _ in statuses)
    week_day, growth_day = first_day + dt.timedelta(7), first_day + dt.timedelta(3)
    assert first_day == DAY + dt.timedelta(9)
    assert statuses[first_day, "attention"] == ("early", {"leaders_only": "", "few_whole_weeks": str(week_day)})
    assert statuses[first_day + dt.timedelta(1), "adoption"] == ("early", {"few_growth_days": str(growth_day)})


def test_days_without_all_time_counters_are_no_growth_days(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    """Such as those of archives by name: adoption begins with the first days that have the counters."""
    for number in range(9):
        all_time = {} if number < 7 else {"downloadsAllTime": 100_000 + 500 * number}
        rows = [
            model(repo, **{"downloadsAllTime": None, "downloads": 900 + 7 * number, **all_time})
            for repo in range(1, 31)
        ]
        load(rows, DAY + dt.timedelta(number), Scope.hub, rank=number in (6, 7, 8))
    boards = con.execute(
        "SELECT notes FROM boards WHERE category = 'translation' AND board = 'adoption' ORDER BY date"
    ).fetchall()
    growth_day = str(DAY + dt.timedelta(10))
    assert [[(note.code, note.parameters.get("expected")) for note in read_notes(notes)] for (notes,) in boards] == [
        [("no_all_time_downloads", None)],
        [("few_growth_days", growth_day)],
        [("few_growth_days", growth_day)],
    ]
