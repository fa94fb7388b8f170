"""A part of the day that cannot be computed, or fails its check, is left out with its reason; the others stay."""

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from pipeline.cli.status import read_status
from pipeline.config import Home
from pipeline.crawl.scope import Scope
from pipeline.i18n.messages import languages, sentence, text
from pipeline.marts.build import build_category_totals, build_featured, build_movers, rank_day
from pipeline.marts.scorecard import evaluate_boards
from pipeline.notes import Note, read_notes
from pipeline.publishing.publish import publish
from pipeline.ranking.registry import NAMES
from pipeline.warehouse.quality_checks import CHECKS, CheckResult, run_check
from pipeline.warehouse.withholding import catch_data_fault
from tests.fixtures.days import DAY, FOLLOWED_CATEGORIES, Load, model

MIN_BIGINT = -(2**63)  # subtracting it from a count overflows


def day_of(number: int) -> dt.date:
    return DAY + dt.timedelta(number)


def fetch_rows(con: duckdb.DuckDBPyConnection, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
    return con.execute(query, parameters).fetchall()


def load_days(load: Load, days: int, first: int = 0) -> None:
    """Days of ten models in each of two categories, all gaining likes and downloads."""
    for number in range(first, days):
        rows = [
            model(n, pipeline_tag=tag, tags=[tag], likes=1000 + n * (10 + number), downloadsAllTime=10_000 + n * number)
            for n in range(1, 21)
            for tag in ("translation" if n <= 10 else "text-generation",)
        ]
        load(rows, day_of(number), Scope.hub)


def set_likes(con: duckdb.DuckDBPyConnection, day: dt.date, likes: int, number: int = 3) -> None:
    con.execute(
        "UPDATE store.daily SET likes = $likes WHERE date = $day AND repo IN "
        "(SELECT repo FROM store.description WHERE id = 'owner/model-' || $number)",
        {"likes": likes, "day": day, "number": number},
    )


def find_failures(con: duckdb.DuckDBPyConnection, asset: str, day: dt.date) -> list[CheckResult]:
    return [result for check in CHECKS if check.asset == asset and check.withholds for result in run_check(con, check, day) if not result.passes]  # fmt: skip


def count_ranks(con: duckdb.DuckDBPyConnection, day: dt.date) -> dict[tuple[str, str], int]:
    return {
        (category, board): n
        for category, board, n in fetch_rows(
            con, "SELECT category, board, count(*) FROM trends WHERE date = $d GROUP BY ALL", d=day
        )
    }


def test_a_category_that_cannot_be_ranked_is_withheld_and_the_others_are_ranked(
    con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path
) -> None:
    load_days(load, 2)
    before = count_ranks(con, day_of(1))
    set_likes(con, day_of(0), MIN_BIGINT)
    rank_day(con, day_of(1))
    other_ranks = {place: n for place, n in before.items() if place[0] != "translation"}
    assert count_ranks(con, day_of(1)) == other_ranks and other_ranks
    statuses = fetch_rows(
        con,
        "SELECT board, status, ranked_repos FROM boards WHERE category = 'translation' AND date = $d ORDER BY 1",
        d=day_of(1),
    )
    assert statuses == [(board, "withheld", 0) for board in sorted(NAMES)]
    notes = fetch_rows(
        con, "SELECT DISTINCT notes FROM boards WHERE category = 'translation' AND date = $d", d=day_of(1)
    )
    assert [read_notes(row[0]) for row in notes] == [[Note("not_computed", {"fault": "OutOfRangeException"})]]
    assert {result.subject.split()[0] for result in find_failures(con, "trends", day_of(1))} == {"translation"}
    assert {result.actual.code for result in find_failures(con, "trends", day_of(1))} == {"left_out"}
    # the day is published, with notes for readers
    home = Home(tmp_path)
    publish(con, home.warehouse, home.published)
    with duckdb.connect(str(home.published), read_only=True) as published:
        status, korean_status = (
            read_status(published, home, dt.datetime(2026, 11, 11, 10), language) for language in ("en", "ko")
        )
    [failure] = (failure for failure in status["failing_checks"] if failure["name"] == "boards_whole")
    [korean_failure] = (failure for failure in korean_status["failing_checks"] if failure["name"] == "boards_whole")
    assert failure["asset"] == "trends" and failure["actual"]["code"] == "left_out"
    for shown, language in ((failure, "en"), (korean_failure, "ko")):
        for key in ("expected", "actual"):
            assert shown[key]["text"] == text(language, f"check-{shown[key]['code']}", **shown[key]["parameters"])
    # rebuilt from sound rows, nothing is left out
    set_likes(con, day_of(0), 1030)
    rank_day(con, day_of(1))
    assert count_ranks(con, day_of(1)) == before and find_failures(con, "trends", day_of(1)) == []


def test_a_board_that_fails_its_check_is_withheld_alone(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load_days(load, 2)
    before = count_ranks(con, day_of(1))
    # two repos with one _id, one of them without a trending score
    con.execute(
        "UPDATE store.daily SET trending_score = NULL WHERE repo = (SELECT min(repo) FROM store.description WHERE id = 'owner/model-4')"
    )
    con.execute(
        "UPDATE store.repo SET oid = (SELECT any_value(oid) FROM store.repo r JOIN store.description d USING (repo) WHERE d.id = 'owner/model-5') WHERE repo IN (SELECT repo FROM store.description WHERE id = 'owner/model-4')"
    )
    rank_day(con, day_of(1))
    [failure] = find_failures(con, "trends", day_of(1))
    assert failure.subject == "translation attention" and failure.expectation == Note("computed_and_sound")
    expectation, actual = failure.actual.parameters["expected"], failure.actual.parameters["actual"]
    assert failure.actual == Note("left_out_by_check", {"check": "boards_whole", "expected": expectation, "actual": actual})  # fmt: skip
    assert isinstance(expectation, Note) and expectation.code == "ranks_to"
    assert isinstance(actual, Note) and (actual.code, actual.parameters["duplicates"]) == ("ranked_rows", 1)
    for language in languages():
        assert sentence(language, "check", actual) in sentence(language, "check", failure.actual)
    assert before.keys() - count_ranks(con, day_of(1)).keys() == {("translation", "attention")}
    [(status, notes)] = fetch_rows(
        con,
        "SELECT status, notes FROM boards WHERE category = 'translation' AND board = 'attention' AND date = $d",
        d=day_of(1),
    )
    assert status == "withheld" and read_notes(notes) == [Note("check_failed", {"check": "boards_whole"})]
    # later boards show no earlier rank
    rank_day(con, day_of(0))
    assert fetch_rows(
        con,
        "SELECT count(*) FROM trends WHERE category = 'translation' AND board = 'attention' AND date = $d",
        d=day_of(1),
    ) == [(0,)]


@pytest.mark.parametrize("reason", ["boards_whole: expected ranks 1 to 9, found no rows", "{", "[]", "[" * 9999])
def test_a_reason_of_an_earlier_release_stays_readable(con: duckdb.DuckDBPyConnection, load: Load, reason: str) -> None:
    load_days(load, 1)
    con.execute("INSERT INTO store.withheld VALUES ($d, 'trends', 'text attention', $r)", {"d": day_of(0), "r": reason})
    [failure] = (result for result in find_failures(con, "trends", day_of(0)) if result.subject == "text attention")
    assert failure.actual == Note("left_out", {"reason": reason})


def test_a_day_without_rankable_categories_withholds_every_board(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load_days(load, 2)
    con.execute(
        "CREATE OR REPLACE VIEW store.clock AS SELECT kind, date, CAST(hub AS TIMESTAMP) AS hour FROM store.snapshot"
    )
    board_rows = rank_day(con, day_of(1))
    assert board_rows.is_empty() and count_ranks(con, day_of(1)) == {}
    assert fetch_rows(con, "SELECT DISTINCT status FROM boards WHERE date = $d", d=day_of(1)) == [("withheld",)]
    assert len(find_failures(con, "trends", day_of(1))) == len(NAMES) * len(FOLLOWED_CATEGORIES)


def test_impossible_totals_are_left_out_alone(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load_days(load, 2)
    build_category_totals(con, day_of(1))
    assert find_failures(con, "category_daily", day_of(1)) == []
    set_likes(con, day_of(1), -(10**9))
    assert build_category_totals(con, day_of(1)) == 1
    assert fetch_rows(con, "SELECT category FROM category_daily WHERE date = $d", d=day_of(1)) == [("text-generation",)]
    assert [result.subject for result in find_failures(con, "category_daily", day_of(1))] == ["translation"]


def test_failing_movers_are_left_out_and_other_days_stay(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load_days(load, 6)
    for number in range(6):
        build_movers(con, day_of(number))
    con.execute(
        "INSERT INTO movers (date, move, category, board) VALUES ($d, 'breakout', 'text', 'breakout')", {"d": day_of(5)}
    )
    other_movers = fetch_rows(con, "FROM movers WHERE date < $d ORDER BY ALL", d=day_of(5))
    for number, likes in enumerate((MIN_BIGINT, 2**63 - 1)):
        for repo in range(1, 21):
            set_likes(con, day_of(number), likes, repo)
    assert build_movers(con, day_of(5)) == 0
    assert fetch_rows(con, "FROM movers ORDER BY ALL") == other_movers
    assert [result.subject for result in find_failures(con, "movers", day_of(5))] == ["all"]


def test_an_impossible_figure_is_left_out_and_the_others_stay(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load_days(load, 5)
    for number in range(5):
        evaluate_boards(con, day_of(number))
    con.execute(
        "UPDATE scorecard SET value = 1.5 WHERE date = $d AND horizon_days = 1 AND board = 'likes' AND metric = 'ndcg_20'",
        {"d": day_of(2)},
    )
    other_figures = fetch_rows(con, "FROM scorecard WHERE value <= 1 ORDER BY ALL")
    evaluate_boards(con, day_of(4))
    assert fetch_rows(con, "FROM scorecard ORDER BY ALL") == other_figures
    [result] = find_failures(con, "scorecard", day_of(4))
    assert (result.subject, result.passes) == ("ndcg_20", False)


def test_a_featured_model_with_two_rows_is_left_out(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load_days(load, 1)
    build_featured(con, day_of(0))
    before = fetch_rows(con, "SELECT count(*) FROM featured")[0][0]
    con.execute("INSERT INTO store.watched FROM store.watched WHERE id LIKE '%DeepSeek-R1%'")
    assert build_featured(con, day_of(0)) == before - 1
    assert {result.subject.rsplit("/")[-1] for result in find_failures(con, "featured", day_of(0))} == {"DeepSeek-R1"}


def test_machine_failures_are_raised(tmp_path: Path) -> None:
    with pytest.raises(duckdb.IOException), catch_data_fault():
        duckdb.connect(str(tmp_path))
    with pytest.raises(OSError), catch_data_fault():
        (tmp_path / "no" / "such").read_bytes()
    with catch_data_fault() as fault:
        pl.DataFrame({"a": [1]}).select("b")
    assert fault.kind == "ColumnNotFoundError" and fault
    with catch_data_fault() as fault:
        pass
    assert not fault
