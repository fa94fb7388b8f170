"""Each case of a note has a text in every language, with the same figures."""

import datetime as dt
import re
from collections import Counter
from itertools import product
from typing import Any

import duckdb
import polars as pl
import pytest

from pipeline.catalogue import load_catalogue
from pipeline.hub_api.known_changes import load_known_changes
from pipeline.i18n.messages import has_text, read_entries, sentence
from pipeline.marts.anomalies import build_step_note
from pipeline.notes import Note, read_notes
from pipeline.ranking.board_status import build_statuses
from pipeline.ranking.registry import NAMES, explain_row
from pipeline.warehouse.quality_checks import CHECKS, run_check

Row = dict[str, Any]
DAY = dt.date(2026, 11, 19)
LATIN = re.compile(r"[A-Za-z]{2,}")
RELATIONS = ("finetune", "quantized", "adapter", "merge", "derivative")
HANGUL = re.compile(r"[가-힣]")
SENTENCE = re.compile(r"(?:THEN|ELSE) '([a-z][a-z, ]{9,})'", re.IGNORECASE)  # in SQL


def find_figures(text: str) -> Counter[str]:
    without_months = re.sub(r"\d+월", "", text)  # 6 March, 3월 6일
    return Counter(re.findall(r"-?\d+(?:[.,]\d+)*%?", without_months))


def check_korean(text: str | None, english: str, allowed_words: tuple[str, ...] = ()) -> None:
    assert text is not None and HANGUL.search(text), (english, text)
    assert [word for word in LATIN.findall(text) if word not in allowed_words] == [], (english, text)
    assert find_figures(text) == find_figures(english), (english, text)


def check_reasons(now: Row, before: Row | None) -> None:
    for note in explain_row(now, before, dt.date(2026, 11, 1)):
        english = sentence("en", "reason", note)
        assert english != note.code and not HANGUL.search(english), note
        check_korean(sentence("ko", "reason", note), english)


@pytest.mark.parametrize("board", NAMES)
def test_reasons_of_observed_rows(con: duckdb.DuckDBPyConnection, board: str) -> None:
    """Explain published rows, each with the repo's row on the previous board."""
    rows = con.execute(
        "SELECT t, lag(t) OVER (PARTITION BY category, board, oid ORDER BY date) FROM trends t WHERE board = $board "
        "ORDER BY hash(oid, date) LIMIT 400",
        {"board": board},
    ).fetchall()
    for now, before in rows:
        check_reasons(now, before)
    assert len(rows) > 100 or board not in ("attention", "adoption", "hub")  # the others need a longer history


BEFORE: Row = {
    "date": dt.date(2026, 11, 18), "rank": 12, "score": 8.5, "likes_since_previous": 1234, "days_since_previous": 1.0, "downloads_gained": 56789, "downloads_gained_days": 6.5,
}  # fmt: skip
NOW: Row = {
    "date": dt.date(2026, 11, 20), "rank": 3, "score": 70.04, "score_low": 26.71, "score_high": 1129.9, "basis": "24h+7d", "likes": 13983,
    "likes_since_previous": 78, "days_since_previous": 2.25, "likes_7d": 340.6, "likes_7d_days": 7.0, "likes_28d": 900.2, "likes_28d_days": 20.5, "expected_likes_7d": 20.14, "false_discovery_rate": 0.031,
    "downloads_gained": 123456, "downloads_gained_days": 7.0, "largest_step_share": 0.62, "base_relation": "quantized",
}  # fmt: skip
VARIANTS: list[tuple[str, list[Row]]] = [
    ("attention", [{"likes_since_previous": None}, {"likes_since_previous": -2}, {"likes_7d": None}, {"likes_28d": None}, {"basis": "24h+hub"}, {"basis": "hub", "likes_28d": None}]),
    ("attention", [{"basis": "total", "score_low": None, "score_high": None, "likes_since_previous": None, "likes_7d": None, "likes_28d": None}]),
    ("adoption", [{"basis": "7d"}, {"basis": "merged", "downloads_gained_days": 5.75}]),
    ("breakout", [{"false_discovery_rate": 0.05}, {"false_discovery_rate": 0.0501}, {"false_discovery_rate": 1.0}]),
    ("hub", [{"score": 12.0}, {"score": 12.5, "score_low": None}]),
]  # fmt: skip
ROWS_BEFORE = [
    None,
    BEFORE,
    {**BEFORE, "rank": 3},
    {**BEFORE, "likes_since_previous": None, "downloads_gained": None, "score": None},
]
ENDINGS: list[Row] = [
    {"largest_step_share": None, "base_relation": None},
    {"largest_step_share": 0.49},
    *({"base_relation": relation} for relation in RELATIONS),
]


@pytest.mark.parametrize(("board", "variants"), VARIANTS)
def test_reasons_in_every_case(board: str, variants: list[Row]) -> None:
    """Also cases missing from the sample: unknown parts, breakouts confirmed and not, bursts, derivatives."""
    for variant, before, ending in product([{}, *variants], ROWS_BEFORE, ENDINGS):
        check_reasons({**NOW, "board": board, **variant, **ending}, before)


def test_a_breakout_is_confirmed_or_not() -> None:
    row = {**NOW, "board": "breakout"}
    codes = [
        [note.code for note in explain_row({**row, "false_discovery_rate": q}, None, row["date"])]
        for q in (0.05, 0.0501)
    ]
    assert codes == [["first_day", "week_predicted", "breakout", "burst", "derivative"], ["first_day", "week_predicted", "no_breakout", "burst", "derivative"]]  # fmt: skip


def test_a_month_hardly_longer_than_the_week_is_not_repeated() -> None:
    row = {**NOW, "board": "attention", "likes_7d": 62, "likes_7d_days": 7.0, "likes_28d": 62, "likes_28d_days": 7.4}
    codes = [
        [note.code for note in explain_row({**row, "likes_28d_days": span}, None, row["date"])] for span in (7.4, 8.0)
    ]
    assert [("week" in noted, "week_and_month" in noted) for noted in codes] == [(True, False), (False, True)]


def test_notes_of_boards() -> None:
    days = [
        {
            "kind": str(number), "scope": scope, "limited": is_limited, "frozen_share": share, "rolled_back_share": share, "days_before": days_before,
            "day_before": day_before, "last_before": last_before, "date": DAY, "first_at": times[0], "taken_at": times[-1], "likes_times": times,
            "downloads_times": times, "all_time_known": sound or not is_limited, "downloads_sound": sound, "likes_sound": sound, "scores_sound": sound,
        }
        for number, (scope, is_limited, share, days_before, day_before, last_before, sound) in enumerate(
            product(("leaders", "series", "hub"), (False, True), (0.0, 0.314), (0, 3, 7, 20), (False, True), (None, dt.date(2026, 11, 14)), (True, False))
        )
        for times in [[dt.datetime.combine(DAY - dt.timedelta(ago), dt.time(10)) for ago in range(days_before, -1, -1)]]
    ]  # fmt: skip
    populations = [
        {"category": f"{day['kind']}-{basis}", "board": board, "kind": day["kind"], "ranked_repos": 9}
        for day, board, basis in product(days, NAMES, ("24h+7d", "hub", None))
    ]
    places = [
        {"category": row["category"], "board": row["board"], "basis": basis, "false_discovery_rate": 0.01}
        for row in populations
        if (basis := row["category"].partition("-")[2]) != "None"
    ]
    remark_notes = [change.note for change in load_known_changes() if change.is_noted]
    remark_notes += [
        build_step_note(dt.date(2026, 11, 15), part, "velmora", 4.07, 20) for part in ("library", "author")
    ]
    remarks = [("0-hub", "adoption", note) for note in remark_notes]
    boards = build_statuses(
        pl.DataFrame(places), pl.DataFrame(populations), pl.DataFrame(days, infer_schema_length=None), remarks
    )
    notes = [note for column in boards["notes"].drop_nulls().to_list() for note in read_notes(column)]
    notes += [Note("not_computed", {"fault": "OutOfRangeException"}), Note("check_failed", {"check": "boards_whole"})]
    check_texts(notes, "note")
    known_codes = {key.removeprefix("note-") for key in read_entries("en") if key.startswith("note-")} - {
        *("earlier-release", "few-snapshots", "young-history", "only-young-repos")  # without `expected`
    }
    codes = {note.code.replace("_", "-") + ("-expected" if "expected" in note.parameters else "") for note in notes}
    assert codes == known_codes


def check_texts(notes: list[Note], group: str) -> None:
    for note in notes:
        english, korean = (sentence(language, group, note) for language in ("en", "ko"))
        assert english != note.code and not HANGUL.search(english), note
        assert HANGUL.search(korean) and find_figures(korean) == find_figures(english), note


def test_what_checks_expect_and_find(con: duckdb.DuckDBPyConnection) -> None:
    [(day,)] = con.execute("SELECT max(date) FROM snapshots").fetchall()
    results = [result for check in CHECKS if check.query for result in run_check(con, check, day)]
    check_texts([note for result in results for note in (result.expectation, result.actual)], "check")
    assert len(results) > 100


def test_notes_of_featured_models(con: duckdb.DuckDBPyConnection) -> None:
    check_texts([Note(code, {"oid": "6" * 24}) for code in ("name_reused", "old_name_reused")], "featured-note")
    codes = ("corrected", "not_refreshed", "not_observed")
    built_notes = [
        Note(code, {"counter": counter, "days": 7}) for code, counter in product(codes, ("likes", "downloads"))
    ]
    rows = con.execute("SELECT unknown_changes FROM featured WHERE unknown_changes IS NOT NULL").fetchall()
    stored_notes = [note for (column,) in rows for note in read_notes(column)]
    assert stored_notes and {note.code for note in stored_notes} <= {*codes}
    check_texts(built_notes + stored_notes, "change-unknown")


def test_categories_have_their_notes_in_both_languages() -> None:
    for category in load_catalogue().categories:
        assert bool(category.note) == bool(category.note_ko)


CODES = {
    "basis": ["trends.basis"],
    "move": ["movers.move"],
    "event": ["events.event"],
    "status": ["model_history.status", "days.status", "boards.status", "featured.availability", "categories.status"],
}


@pytest.mark.parametrize("group", CODES)
def test_every_stored_code_has_a_text(con: duckdb.DuckDBPyConnection, group: str) -> None:
    for table, column in (name.split(".") for name in CODES[group]):
        stored_codes = {code for (code,) in con.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall()}
        assert [code for code in stored_codes if not has_text("en", f"{group}-{code}")] == []
