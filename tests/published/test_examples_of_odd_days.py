"""The examples' answers where a repo, a board or a value is missing on a day, from a few rows."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from pipeline.published.example_queries import example_queries
from pipeline.sql import statement

LAST_DAY = dt.date(2026, 11, 20)


def day(ago: int) -> dt.date:
    return LAST_DAY - dt.timedelta(ago)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """The computed tables, empty."""
    with duckdb.connect() as con:
        con.execute(statement("schema/published"))
        yield con


def answer(con: duckdb.DuckDBPyConnection, name: str, columns: str) -> list[tuple[Any, ...]]:
    return con.execute(f"SELECT {columns} FROM ({example_queries()[name].rstrip().rstrip(';')})").fetchall()


def rank(
    con: duckdb.DuckDBPyConnection, category: str, ago: int, ids: str, board: str = "attention", **more: Any
) -> None:
    """Insert a board of a day: `ids` in the order of their ranks, separated by spaces."""
    for number, repo_id in enumerate(ids.split(), 1):
        row = {"date": day(ago), "category": category, "board": board, "rank": number, "oid": repo_id, "id": repo_id}
        row |= {"trending_score": 1.0, "likes": 9} | more
        con.execute(f"INSERT INTO trends BY NAME SELECT {', '.join(f'${key} AS {key}' for key in row)}", row)
    con.execute(
        "INSERT INTO boards (date, category, board, status) VALUES (?, ?, ?, 'ok')", [day(ago), category, board]
    )


def test_a_repo_in_a_top_20_on_the_boards_first_day_does_not_enter_later(con: duckdb.DuckDBPyConnection) -> None:
    rank(con, "text", 4, "a/other", "hub")  # the category's boards begin a day later
    for ago in (3, 2, 1, 0):
        for board in ("attention", "hub"):
            rank(con, "chat", ago, "a/first", board)
    rank(con, "chat", 3, "a/quiet", trending_score=0.0)  # ranks without a like do not count
    rank(con, "chat", 2, "a/quiet a/new")
    rank(con, "chat", 1, "a/silent", trending_score=0.0)
    rank(con, "chat", 0, "a/quiet a/new", "hub")
    rank(con, "chat", 3, "a/old")
    rank(con, "chat", 0, "a/old", "hub")
    assert answer(con, "repos-attention-ranked-first", "id, days_ahead") == [("a/quiet", 2), ("a/new", 2)]
    counts = "category, entered_either, attention_first, same_day, hub_first, attention_only, hub_only, days_ahead"
    assert answer(con, "how-often-attention-leads", counts) == [("chat", 2, 2, 0, 0, 0, 0, 2.0)]


def test_days_without_a_board_of_the_category_do_not_end_a_stay(con: duckdb.DuckDBPyConnection) -> None:
    for ago in (3, 2, 1, 0):
        rank(con, "chat", ago, "a/model")
    for ago in (3, 1):
        rank(con, "text", ago, "a/data a/late" if ago == 1 else "a/data")
    con.execute(
        "INSERT INTO boards (date, category, board, status) VALUES (?, 'text', 'attention', 'withheld')", [day(2)]
    )
    columns = "id, snapshots, first_day, last_day, is_ongoing"
    assert answer(con, "longest-top-10-streaks", columns) == [
        ("a/model", 4, day(3), day(0), True),
        ("a/data", 2, day(3), day(1), True),
        ("a/late", 1, day(1), day(1), True),
    ]
    assert answer(con, "most-days-in-first-place", "id, snapshots_first, percent_of_snapshots") == [
        ("a/model", 4, 100),
        ("a/data", 2, 100),
    ]


def test_downloads_of_an_incomplete_week_are_not_compared(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("CREATE TABLE models AS SELECT unnest(['a/young', 'a/known']) AS oid, oid AS id")
    con.execute(
        "CREATE TABLE events AS SELECT $d::DATE AS date, 'model' AS kind, oid, 'license' AS event, 'mit' AS old, NULL::VARCHAR AS new FROM models",
        {"d": day(7)},
    )
    for ago, downloads, basis in ((9, 70, "7d"), (8, 30, "part"), (0, 140, "merged")):
        days = {"part": 3.0, "7d": 7.0, "merged": 6.9}[basis]
        rank(
            con, "chat", ago, "a/known", "adoption", basis=basis, downloads_gained=downloads, downloads_gained_days=days
        )
    rank(con, "chat", 8, "a/young", "adoption", basis="part", downloads_gained=30, downloads_gained_days=3.0)
    columns = "id, downloads_per_day_before, downloads_per_day_after_1_week"
    assert answer(con, "downloads-after-license-changes", columns) == [("a/known", 10, 20), ("a/young", None, None)]


def test_the_last_value_is_that_of_the_last_day(con: duckdb.DuckDBPyConnection) -> None:
    for ago in (9, 8, 3, 0):
        for repo_id, first_missing, last_missing in (("a/lost", 3, 0), ("a/back", 9, 8), ("a/gone", 0, 0)):
            if repo_id == "a/gone" and ago == 0:
                continue  # no longer featured
            row: dict[str, Any] = {"date": day(ago), "category": "chat", "id": repo_id, "availability": "missing"}
            if not last_missing <= ago <= first_missing:
                row |= {"availability": "ok", "share_downloads": ago / 10 + 0.01, "rank_downloads": ago + 1}
            con.execute(f"INSERT INTO featured BY NAME SELECT {', '.join(f'${key} AS {key}' for key in row)}", row)
    columns = "id, percent_then, percent_a_week_ago, percent_now, rank_then, rank_now"
    assert sorted(answer(con, "featured-shares", columns)) == [
        ("a/back", None, None, 1, None, 1),
        ("a/gone", 91, 81, None, 10, None),
        ("a/lost", 91, 81, None, 10, None),
    ]
    con.execute("CREATE TABLE snapshots AS SELECT $d::DATE AS date", {"d": day(0)})
    con.execute(
        "CREATE TABLE events AS SELECT unnest([$d::DATE - 1, $d::DATE]) AS date, 'model' AS kind, 'a' AS oid, 'license' AS event, "
        "unnest(['mit', NULL]) AS new",
        {"d": day(0)},
    )
    assert answer(con, "recent-changes", "last_on, last_new") == [(day(0), None)]


def test_a_name_without_an_owner_is_no_owner(con: duckdb.DuckDBPyConnection) -> None:
    rank(con, "chat", 0, "gpt2 a/model")
    assert answer(con, "owners-in-the-top-100", "owner, ranks, best_rank") == [("a", 1, 2)]
