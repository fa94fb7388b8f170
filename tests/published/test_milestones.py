import re
from typing import cast

import duckdb

from pipeline.crawl.scope import Scope
from pipeline.hub_api.fields import DOWNLOADABLE_KINDS
from pipeline.kinds import Kind
from pipeline.marts.scorecard import evaluate_boards
from pipeline.published.milestones import (
    NEEDS,
    SCORECARD,
    Milestone,
    Milestones,
    describe_milestones,
    list_needs,
    read_milestones,
)
from pipeline.ranking.needs import ONE_DAY
from pipeline.ranking.registry import OWN_BOARDS
from tests.fixtures.days import DAY, Load, con, load, model, new_warehouse  # noqa: F401

CODES = {*NEEDS, SCORECARD}
DAYS = {"changes_1d": 1, "adoption": 3, "scorecard": 3, "changes_7d": 7, "breakout": 14, "changes_30d": 30}


def take_day(con: duckdb.DuckDBPyConnection, load: Load, number: int) -> Milestones:
    day = DAY + number * ONE_DAY
    load(
        [model(n, downloadsAllTime=100_000 + 10 * n * number) for n in range(1, 21)],
        day,
        Scope.hub,
        followed=["translation"],
    )
    evaluate_boards(con, day)
    return read_milestones(con, day)


def list_days_ahead(milestones: Milestones) -> dict[str, int]:
    return {milestone.code: (milestone.day - DAY).days for milestone in milestones.coming}


def test_a_daily_home_has_each_milestone_on_its_day(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    expected = DAYS | {board.name: board.first_need.days for board in OWN_BOARDS if board.first_need.days}
    assert {*expected} == CODES
    for number in range(16):
        milestones = take_day(con, load, number)
        assert milestones.day_number == number + 1
        assert list_days_ahead(milestones) == {code: day for code, day in expected.items() if day > number}
        assert [milestone.day for milestone in milestones.coming] == sorted(
            milestone.day for milestone in milestones.coming
        )
        assert milestones.find_day("adoption") == (DAY + 3 * ONE_DAY if number < 3 else None)
    evaluated = con.execute("SELECT min(date) + 3 FROM scorecard WHERE horizon_days = 3").fetchall()
    assert evaluated == [(DAY + 3 * ONE_DAY,)], "the scorecard is there on its day"
    rows = con.execute("SELECT board, min(date) FROM trends GROUP BY board").fetchall()
    first_days = {board: (day - DAY).days for board, day in rows if board in expected}
    assert first_days.items() <= expected.items()
    assert "adoption" in first_days and "breakout" not in first_days, "nothing breaks out here"


def test_a_kind_awaits_only_its_own_counters() -> None:
    assert all(list_needs(kind) == NEEDS for kind in DOWNLOADABLE_KINDS)
    assert list_needs(cast("Kind", "without-counters")) == {}


def test_a_gap_postpones_milestones(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    assert list_days_ahead(take_day(con, load, 0))["adoption"] == 3
    assert list_days_ahead(take_day(con, load, 5)).items() >= {
        "changes_1d": 6, "adoption": 7, "scorecard": 8, "changes_7d": 7, "breakout": 14, "changes_30d": 30,
    }.items()  # fmt: skip


def test_a_board_with_rows_is_there_although_a_day_was_mostly_frozen(
    con: duckdb.DuckDBPyConnection, load: Load
) -> None:
    for number in range(4):
        models = [
            model(
                n,
                downloadsAllTime=100_000 + 1000 * n * (0 if n > 40 and number == 1 else number),
                createdAt=f"202{5 if n > 40 else 4}-11-09T00:00:00.000Z",
            )
            for n in range(1, 101)
        ]
        load(models, DAY + number * ONE_DAY, Scope.hub, followed=["translation"], require_checks=False)
    usable = con.execute("SELECT downloads FROM store.usable_time WHERE kind = 'model' ORDER BY date").fetchall()
    assert usable == [(True,), (False,), (True,), (True,)]
    milestones = read_milestones(con, DAY + 3 * ONE_DAY, kinds=["model"])
    assert list_days_ahead(milestones).keys() == {"scorecard", "changes_7d", "breakout", "changes_30d"}
    con.execute("DELETE FROM boards")
    assert read_milestones(con, DAY + 3 * ONE_DAY, kinds=["model"]).find_day("adoption") == DAY + 4 * ONE_DAY


def test_what_one_kind_has_is_there(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    for number in range(8):
        take_day(con, load, number)
    last = DAY + 7 * ONE_DAY
    con.execute("DELETE FROM store.snapshot WHERE kind = 'dataset' AND date < $day", {"day": last})
    of_models, of_datasets = (read_milestones(con, last, kinds=[kind]) for kind in ("model", "dataset"))
    assert list_days_ahead(of_models) == {"breakout": 14, "changes_30d": 30}
    assert list_days_ahead(of_datasets) == {code: 7 + days for code, days in DAYS.items() if code != "scorecard"}
    assert (of_models.day_number, of_datasets.day_number) == (8, 1)
    assert read_milestones(con, last) == of_models


def test_a_reader_days_later_gets_no_past_day(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    take_day(con, load, 0)
    late = read_milestones(con, DAY, DAY + 6 * ONE_DAY)
    assert min(list_days_ahead(late).values()) > 6
    assert "26 Nov" not in describe_milestones("en", late)
    take_day(con, load, 1)
    assert read_milestones(con, DAY).coming == (), "an earlier day promises nothing"


def test_lines_in_both_languages() -> None:
    milestones = Milestones(DAY, 1, DAY)
    assert describe_milestones("en", milestones) == ""
    milestones = Milestones(DAY, 1, DAY, tuple(Milestone(code, DAY + DAYS[code] * ONE_DAY) for code in DAYS))
    english, korean = (describe_milestones(language, milestones) for language in ("en", "ko"))
    assert english == (
        "Day 1. Tomorrow: changes. 13 Nov: adoption and scorecard. 17 Nov: changes over 7 days. 24 Nov: breakouts. 10 Dec: changes over 30 days."
    )
    assert re.findall("[가-힣]", korean) and not re.findall("[A-Za-z]", korean)
    assert "11월 13일: 도입, 스코어카드." in korean
    after_a_gap = Milestones(DAY, 60, DAY, milestones.coming[1:2])
    assert describe_milestones("en", after_a_gap) == "After a gap. 13 Nov: adoption."
