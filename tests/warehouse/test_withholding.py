"""A part of the day that cannot be made, or fails its check, is left out with its reason; the others are as they were."""

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from pipeline.cli.status import standing
from pipeline.config import Home
from pipeline.crawl.scope import Scope
from pipeline.marts.build import follow_featured, note_movers, rank_day, total_categories
from pipeline.marts.scorecard import judge_boards
from pipeline.notes import Note, read_notes
from pipeline.publishing.publish import publish
from pipeline.ranking.registry import NAMES
from pipeline.warehouse.quality_checks import CHECKS, Looked, look
from pipeline.warehouse.withholding import caught
from tests.fixtures.days import DAY, FOLLOWED, Load, model

LEAST = -(2**63)  # what is subtracted from a count of today overflows


def on(number: int) -> dt.date:
    return DAY + dt.timedelta(number)


def ask(con: duckdb.DuckDBPyConnection, query: str, **asked: Any) -> list[tuple[Any, ...]]:
    return con.execute(query, asked).fetchall()


def take(load: Load, days: int, first: int = 0) -> None:
    """Days of ten models of two categories each, of which all gain likes and downloads."""
    for number in range(first, days):
        rows = [
            model(n, pipeline_tag=tag, tags=[tag], likes=1000 + n * (10 + number), downloadsAllTime=10_000 + n * number)
            for n in range(1, 21)
            for tag in ("translation" if n <= 10 else "text-generation",)
        ]
        load(rows, on(number), Scope.hub)


def set_likes(con: duckdb.DuckDBPyConnection, day: dt.date, likes: int, number: int = 3) -> None:
    con.execute(
        "UPDATE store.daily SET likes = $likes WHERE date = $day AND repo IN "
        "(SELECT repo FROM store.description WHERE id = 'owner/model-' || $number)",
        {"likes": likes, "day": day, "number": number},
    )


def failing(con: duckdb.DuckDBPyConnection, asset: str, day: dt.date) -> list[Looked]:
    return [one for check in CHECKS if check.asset == asset and check.withholds for one in look(con, check, day) if not one.holds]  # fmt: skip


def places(con: duckdb.DuckDBPyConnection, day: dt.date) -> dict[tuple[str, str], int]:
    return {
        (category, board): n
        for category, board, n in ask(
            con, "SELECT category, board, count(*) FROM trends WHERE date = $d GROUP BY ALL", d=day
        )
    }


def test_a_category_that_cannot_be_ranked_is_withheld_and_the_others_are_ranked(
    con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path
) -> None:
    take(load, 2)
    before = places(con, on(1))
    set_likes(con, on(0), LEAST)
    rank_day(con, on(1))
    kept = {place: n for place, n in before.items() if place[0] != "translation"}
    assert places(con, on(1)) == kept and kept
    stands = ask(
        con,
        "SELECT board, status, ranked_repos FROM boards WHERE category = 'translation' AND date = $d ORDER BY 1",
        d=on(1),
    )
    assert stands == [(board, "withheld", 0) for board in sorted(NAMES)]
    notes = ask(con, "SELECT DISTINCT notes FROM boards WHERE category = 'translation' AND date = $d", d=on(1))
    assert [read_notes(row[0]) for row in notes] == [[Note("not_computed", {"fault": "OutOfRangeException"})]]
    assert {one.what.split()[0] for one in failing(con, "trends", on(1))} == {"translation"}
    # the day is published as it is, and a reader is told
    home = Home(tmp_path)
    publish(con, home.warehouse, home.published)
    with duckdb.connect(str(home.published), read_only=True) as published:
        told = standing(published, home, dt.datetime(2026, 11, 11, 10))
    assert ("trends", "boards_whole") in {(one["asset"], one["name"]) for one in told["failing_checks"]}
    # made again from sound rows, nothing is left out
    set_likes(con, on(0), 1030)
    rank_day(con, on(1))
    assert places(con, on(1)) == before and failing(con, "trends", on(1)) == []


def test_a_board_that_fails_its_check_is_withheld_alone(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    take(load, 2)
    before = places(con, on(1))
    # two repos of one _id: one of them has no trending score
    con.execute(
        "UPDATE store.daily SET trending_score = NULL WHERE repo = (SELECT min(repo) FROM store.description WHERE id = 'owner/model-4')"
    )
    con.execute(
        "UPDATE store.repo SET oid = (SELECT any_value(oid) FROM store.repo r JOIN store.description d USING (repo) WHERE d.id = 'owner/model-5') WHERE repo IN (SELECT repo FROM store.description WHERE id = 'owner/model-4')"
    )
    rank_day(con, on(1))
    assert [one.what for one in failing(con, "trends", on(1))] == ["translation attention"]
    assert before.keys() - places(con, on(1)).keys() == {("translation", "attention")}
    [(status, notes)] = ask(
        con,
        "SELECT status, notes FROM boards WHERE category = 'translation' AND board = 'attention' AND date = $d",
        d=on(1),
    )
    assert status == "withheld" and read_notes(notes) == [Note("check_failed", {"check": "boards_whole"})]
    # no later board says that anybody stood on it
    rank_day(con, on(0))
    assert ask(
        con, "SELECT count(*) FROM trends WHERE category = 'translation' AND board = 'attention' AND date = $d", d=on(1)
    ) == [(0,)]


def test_a_day_of_which_nothing_can_be_ranked_has_no_boards_and_says_so(
    con: duckdb.DuckDBPyConnection, load: Load
) -> None:
    take(load, 2)
    con.execute(
        "CREATE OR REPLACE VIEW store.clock AS SELECT kind, date, CAST(hub AS TIMESTAMP) AS hour FROM store.snapshot"
    )
    made = rank_day(con, on(1))
    assert made.is_empty() and places(con, on(1)) == {}
    assert ask(con, "SELECT DISTINCT status FROM boards WHERE date = $d", d=on(1)) == [("withheld",)]
    assert len(failing(con, "trends", on(1))) == len(NAMES) * len(FOLLOWED)


def test_totals_that_cannot_be_are_left_out_alone(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    take(load, 2)
    total_categories(con, on(1))
    assert failing(con, "category_daily", on(1)) == []
    set_likes(con, on(1), -(10**9))
    assert total_categories(con, on(1)) == 1
    assert ask(con, "SELECT category FROM category_daily WHERE date = $d", d=on(1)) == [("text-generation",)]
    assert [one.what for one in failing(con, "category_daily", on(1))] == ["translation"]


def test_movers_that_cannot_be_told_are_left_out_and_of_another_day_stay(
    con: duckdb.DuckDBPyConnection, load: Load
) -> None:
    take(load, 6)
    for number in range(6):
        note_movers(con, on(number))
    con.execute(
        "INSERT INTO movers (date, move, category, board) VALUES ($d, 'breakout', 'text', 'breakout')", {"d": on(5)}
    )
    kept = ask(con, "FROM movers WHERE date < $d ORDER BY ALL", d=on(5))
    for number, likes in enumerate((LEAST, 2**63 - 1)):
        for repo in range(1, 21):
            set_likes(con, on(number), likes, repo)
    assert note_movers(con, on(5)) == 0
    assert ask(con, "FROM movers ORDER BY ALL") == kept
    assert [one.what for one in failing(con, "movers", on(5))] == ["all"]


def test_a_figure_that_cannot_be_is_left_out_and_the_others_stay(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    take(load, 5)
    for number in range(5):
        judge_boards(con, on(number))
    con.execute(
        "UPDATE scorecard SET value = 1.5 WHERE date = $d AND horizon_days = 1 AND board = 'likes' AND metric = 'ndcg_20'",
        {"d": on(2)},
    )
    kept = ask(con, "FROM scorecard WHERE value <= 1 ORDER BY ALL")
    judge_boards(con, on(4))
    assert ask(con, "FROM scorecard ORDER BY ALL") == kept
    [one] = failing(con, "scorecard", on(4))
    assert (one.what, one.holds) == ("ndcg_20", False)


def test_a_featured_model_that_has_two_lines_has_none(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    take(load, 1)
    follow_featured(con, on(0))
    before = ask(con, "SELECT count(*) FROM featured")[0][0]
    con.execute("INSERT INTO store.watched FROM store.watched WHERE id LIKE '%DeepSeek-R1%'")
    assert follow_featured(con, on(0)) == before - 1
    assert {one.what.rsplit("/")[-1] for one in failing(con, "featured", on(0))} == {"DeepSeek-R1"}


def test_what_the_machine_causes_is_no_fault_of_a_part(tmp_path: Path) -> None:
    with pytest.raises(duckdb.IOException), caught():
        duckdb.connect(str(tmp_path))
    with pytest.raises(OSError), caught():
        (tmp_path / "no" / "such").read_bytes()
    with caught() as fault:
        pl.DataFrame({"a": [1]}).select("b")
    assert fault.kind == "ColumnNotFoundError" and fault
    with caught() as fault:
        pass
    assert not fault
