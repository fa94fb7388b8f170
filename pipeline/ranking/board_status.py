"""Determine each board's status: were its inputs complete?

Notes on one board's inputs are in its module.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from pipeline.notes import Note, encode_notes
from pipeline.ranking.needs import CODES_OF_NO_ROWS, ONE_DAY, find_expected_day
from pipeline.ranking.registry import Board, Facts, find_board
from pipeline.ranking.thresholds import FALSE_DISCOVERY_RATE

Remark = tuple[str, str, Note]  # category, board, note

NOTABLE_FROZEN_SHARE = 0.05  # share of repos with frozen counters that boards mention
NOTABLE_ROLLED_BACK_SHARE = 0.05
CODES_OF_YOUTH = (*CODES_OF_NO_ROWS, "few_whole_weeks", "few_snapshots")
NOTES_TYPE = pl.List(pl.Struct({"code": pl.String, "parameters": pl.String}))
STATUS_SCHEMA = {
    "category": pl.String, "board": pl.String, "status": pl.String, "notes": NOTES_TYPE, "ranked_repos": pl.Int64, "breakouts": pl.Int32,
}  # fmt: skip


def build_statuses(
    board_rows: pl.DataFrame,
    populations: pl.DataFrame,
    facts: pl.DataFrame,
    remarks: Iterable[Remark] = (),
    first_days: Mapping[str, dt.date] | None = None,
) -> pl.DataFrame:
    """Return one row per category and board: status, notes, ranked_repos, breakouts.

    `board_rows`: from `boards.build_boards`; `populations`: from `boards.count_populations`; `facts`:
    sql/marts/day_facts.sql, one row per kind; `remarks`: further notes; `first_days`: of categories younger than the
    snapshots. The status is ok, partial, early (nothing is wrong but the youth of the history), degraded, or withheld:
    a board without rows. Notes say why, and `expected` in their parameters when a young history will suffice.
    """
    board_counts = board_rows.group_by("category", "board").agg(
        kept=pl.len(),
        whole=(pl.col("basis") == "24h+7d").sum(),
        breakouts=(pl.col("false_discovery_rate") <= FALSE_DISCOVERY_RATE).sum(),
    )
    notes_by_board: dict[tuple[str, str], list[Note]] = {}
    for category, name, note in remarks:
        notes_by_board.setdefault((category, name), []).append(note)
    facts_by_kind = {fact["kind"]: fact for fact in facts.iter_rows(named=True)}
    rows = [
        _build_status(
            row,
            _begin_at(facts_by_kind[row["kind"]], (first_days or {}).get(row["category"])),
            notes_by_board.get((row["category"], row["board"]), []),
        )
        for row in populations.join(board_counts, on=["category", "board"], how="left")
        .sort("category", "board")
        .iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=STATUS_SCHEMA, orient="row")


def build_withheld_statuses(boards: Iterable[Remark]) -> pl.DataFrame:
    """Return rows like `build_statuses` for boards that could not be computed."""
    rows = [(category, board, "withheld", encode_notes([note]), 0, None) for category, board, note in boards]
    return pl.DataFrame(rows, schema=STATUS_SCHEMA, orient="row")


def _begin_at(day: Facts, first_day: dt.date | None) -> Facts:
    """Leave out the snapshots before a category's first day: they seldom list its repos."""
    start = dt.datetime.combine(first_day or dt.date.min, dt.time())
    times = {name: [time for time in day[name] if time > start] for name in ("likes_times", "downloads_times")}
    return {**day, **times, "first_at": max(day["first_at"], start)}


def _build_status(
    row: Facts, day: Facts, remarks: list[Note]
) -> tuple[str, str, str, list[dict[str, str]] | None, int, int | None]:
    board, row_count = find_board(row["board"]), row["kept"] or 0
    partial_notes = list(_explain_partial(day))
    if row_count:
        status, need = "degraded", board.full_need
        notes = [*board.scorer.explain_degraded(row, day), *remarks]
    else:
        status, need = "withheld", board.first_need
        notes = list(board.scorer.explain_withheld(day))
    if all(note.code == board.quiet_code for note in notes):
        status = "partial" if partial_notes else "ok"
    elif not row_count:
        partial_notes = []
    notes = [_add_expected_day(note, board, day) for note in notes]
    is_young = day["taken_at"] - day["first_at"] < need.days * ONE_DAY
    if is_young and notes and all("expected" in note.parameters for note in notes):
        status = "early"
    notes = partial_notes + notes
    return (
        row["category"], board.name, status, encode_notes(notes), row["ranked_repos"], (row["breakouts"] or 0) if board.finds_breakouts and row_count else None,
    )  # fmt: skip


def _add_expected_day(note: Note, board: Board, day: Facts) -> Note:
    """Add `expected` to a note on a young history: the day on which it will suffice."""
    if note.code not in CODES_OF_YOUTH:
        return note
    need = board.first_need if note.code in CODES_OF_NO_ROWS else board.full_need
    expected_day = find_expected_day(need, day[f"{board.gained_counter}_times"], day["date"], day["taken_at"])
    return Note(note.code, note.parameters | {"expected": str(expected_day)}) if expected_day else note


def _explain_partial(day: Facts) -> Iterator[Note]:
    if day["limited"] and day["scope"] in ("archive", "series"):
        yield Note("archive_cut_short")
    elif day["limited"]:
        yield Note("cut_short")
    elif day["scope"] == "leaders":
        yield Note("leaders_only")
    elif day["scope"] == "series":
        yield Note("series_only")


def explain_missing_likes(day: Facts) -> Note:
    return Note("no_likes" if day["likes_sound"] else "likes_unsound")


def explain_missing_day(day: Facts) -> Iterator[Note]:
    """Note a missing day before, for boards that compare with it."""
    if not day["day_before"] and day["last_before"] is not None:
        yield Note("day_before_missing", {"last": str(day["last_before"])})
