"""What the Almanac says of boards and places: a note a case, in words of every language with the same figures."""

import datetime as dt
import re
from collections import Counter
from itertools import product
from typing import Any

import duckdb
import polars as pl
import pytest

from pipeline.catalogue import load_catalogue
from pipeline.hub_api.known_changes import known_changes
from pipeline.i18n.messages import entries, has_text, sentence
from pipeline.marts.anomalies import step_note
from pipeline.notes import Note, read_notes
from pipeline.ranking.board_status import standings
from pipeline.ranking.registry import NAMES, reasons

Row = dict[str, Any]
LATIN = re.compile(r"[A-Za-z]{2,}")
RELATIONS = ("finetune", "quantized", "adapter", "merge", "derivative")
HANGUL = re.compile(r"[가-힣]")
SENTENCE = re.compile(r"(?:THEN|ELSE) '([a-z][a-z, ]{9,})'", re.IGNORECASE)  # in SQL


def figures(text: str) -> Counter[str]:
    return Counter(re.findall(r"-?\d+(?:[.,]\d+)*%?", text))


def is_korean(text: str | None, english: str, but: tuple[str, ...] = ()) -> None:
    assert text is not None and HANGUL.search(text), (english, text)
    assert [word for word in LATIN.findall(text) if word not in but] == [], (english, text)
    assert figures(text) == figures(english), (english, text)


def same_reasons(now: Row, before: Row | None) -> None:
    for note in reasons(now, before, dt.date(2026, 11, 1)):
        english = sentence("en", "reason", note)
        assert english != note.code and not HANGUL.search(english), note
        is_korean(sentence("ko", "reason", note), english)


@pytest.mark.parametrize("board", NAMES)
def test_reasons_of_observed_rows(con: duckdb.DuckDBPyConnection, board: str) -> None:
    """Of rows as published, each with the repo's row on the board before."""
    rows = con.execute(
        "SELECT t, lag(t) OVER (PARTITION BY category, board, oid ORDER BY date) FROM trends t WHERE board = $board "
        "ORDER BY hash(oid, date) LIMIT 400",
        {"board": board},
    ).fetchall()
    for now, before in rows:
        same_reasons(now, before)
    assert len(rows) > 100 or board not in ("attention", "adoption", "hub")  # others want a longer history


BEFORE: Row = {
    "date": dt.date(2026, 11, 18), "rank": 12, "score": 8.5, "likes_since_previous": 1234, "days_since_previous": 1.0, "downloads_gained": 56789, "downloads_gained_days": 6.5,
}  # fmt: skip
NOW: Row = {
    "date": dt.date(2026, 11, 20), "rank": 3, "score": 70.04, "score_low": 26.71, "score_high": 1129.9, "basis": "24h+7d", "likes": 13983,
    "likes_since_previous": 78, "days_since_previous": 2.25, "likes_7d": 340.6, "likes_7d_days": 7.0, "likes_28d": 900.2, "likes_28d_days": 20.5, "expected_likes_7d": 20.14, "false_discovery_rate": 0.031,
    "downloads_gained": 123456, "downloads_gained_days": 7.0, "largest_step_share": 0.62, "base_relation": "quantized",
}  # fmt: skip
OTHERWISE: list[tuple[str, list[Row]]] = [
    ("attention", [{"likes_since_previous": None}, {"likes_since_previous": -2}, {"likes_7d": None}, {"likes_28d": None}, {"basis": "24h+hub"}, {"basis": "hub", "likes_28d": None}]),
    ("attention", [{"basis": "total", "score_low": None, "score_high": None, "likes_since_previous": None, "likes_7d": None, "likes_28d": None}]),
    ("adoption", [{"basis": "7d"}, {"basis": "merged", "downloads_gained_days": 5.75}]),
    ("breakout", [{"false_discovery_rate": 0.05}, {"false_discovery_rate": 0.0501}, {"false_discovery_rate": 1.0}]),
    ("hub", [{"score": 12.0}, {"score": 12.5, "score_low": None}]),
]  # fmt: skip
BEFORES = [
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


@pytest.mark.parametrize(("board", "others"), OTHERWISE)
def test_reasons_in_every_case(board: str, others: list[Row]) -> None:
    """Also what the sample does not hold: rows with parts unknown, breakouts sure and not, bursts, derivatives."""
    for other, before, ending in product([{}, *others], BEFORES, ENDINGS):
        same_reasons({**NOW, "board": board, **other, **ending}, before)


def test_a_breakout_is_confirmed_or_not() -> None:
    row = {**NOW, "board": "breakout"}
    codes = [
        [note.code for note in reasons({**row, "false_discovery_rate": q}, None, row["date"])] for q in (0.05, 0.0501)
    ]
    assert codes == [["first_day", "week_predicted", "breakout", "burst", "derivative"], ["first_day", "week_predicted", "no_breakout", "burst", "derivative"]]  # fmt: skip


def test_notes_of_boards() -> None:
    """All that `standings` can say, of days of every sort, in words of both languages with the same figures."""
    days = [
        {
            "kind": str(number), "scope": scope, "limited": limited, "frozen_share": share, "rolled_back_share": share, "days_before": days_before,
            "day_before": day_before, "last_before": last_before, "history": days_before + 1,
            "downloads_sound": sound, "likes_sound": sound, "scores_sound": sound,
        }
        for number, (scope, limited, share, days_before, day_before, last_before, sound) in enumerate(
            product(("leaders", "hub"), (False, True), (0.0, 0.314), (2, 7), (False, True), (None, dt.date(2026, 11, 14)), (True, False))
        )
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
    said = [change.note for change in known_changes() if change.is_noted]
    said += [step_note(dt.date(2026, 11, 15), part, "velmora", 4.07, 20) for part in ("library", "author")]
    remarks = [("0-hub", "adoption", note) for note in said]
    told = standings(
        pl.DataFrame(places), pl.DataFrame(populations), pl.DataFrame(days, infer_schema_length=None), remarks
    )
    notes = [note for column in told["notes"].drop_nulls().to_list() for note in read_notes(column)]
    notes += [Note("not_computed", {"fault": "OutOfRangeException"}), Note("check_failed", {"check": "boards_whole"})]
    in_words(notes, "note")
    known = {key.removeprefix("note-") for key in entries("en") if key.startswith("note-")} - {"earlier-release"}
    assert {note.code.replace("_", "-") for note in notes} == known


def in_words(notes: list[Note], group: str) -> None:
    for note in notes:
        english, korean = (sentence(language, group, note) for language in ("en", "ko"))
        assert english != note.code and not HANGUL.search(english), note
        assert HANGUL.search(korean) and figures(korean) == figures(english), note


def test_notes_of_featured_models(con: duckdb.DuckDBPyConnection) -> None:
    in_words([Note(code, {"oid": "6" * 24}) for code in ("name_reused", "old_name_reused")], "featured-note")
    codes = ("corrected", "not_refreshed", "not_observed")
    made = [Note(code, {"counter": counter, "days": 7}) for code, counter in product(codes, ("likes", "downloads"))]
    rows = con.execute("SELECT unknown_changes FROM featured WHERE unknown_changes IS NOT NULL").fetchall()
    stored = [note for (column,) in rows for note in read_notes(column)]
    assert stored and {note.code for note in stored} <= {*codes}
    in_words(made + stored, "change-unknown")


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
def test_every_code_that_is_held_has_its_words(con: duckdb.DuckDBPyConnection, group: str) -> None:
    for table, column in (name.split(".") for name in CODES[group]):
        held = {code for (code,) in con.execute(f"SELECT DISTINCT {column} FROM {table}").fetchall()}
        assert [code for code in held if not has_text("en", f"{group}-{code}")] == []
