"""Determine each board's status: were its inputs complete?

Notes on one board's inputs are in its module.
"""

from collections.abc import Iterable, Iterator

import polars as pl

from pipeline.notes import Note, encode_notes
from pipeline.ranking.registry import Facts, find_board
from pipeline.ranking.thresholds import FALSE_DISCOVERY_RATE

Remark = tuple[str, str, Note]  # category, board, note

NOTABLE_FROZEN_SHARE = 0.05  # share of repos with frozen counters that boards mention
NOTABLE_ROLLED_BACK_SHARE = 0.05
NOTES_TYPE = pl.List(pl.Struct({"code": pl.String, "parameters": pl.String}))
STATUS_SCHEMA = {
    "category": pl.String, "board": pl.String, "status": pl.String, "notes": NOTES_TYPE, "ranked_repos": pl.Int64, "breakouts": pl.Int32,
}  # fmt: skip


def build_statuses(
    board_rows: pl.DataFrame, populations: pl.DataFrame, facts: pl.DataFrame, remarks: Iterable[Remark] = ()
) -> pl.DataFrame:
    """Return one row per category and board: status (ok, partial, degraded, withheld), notes, ranked_repos, breakouts.

    `board_rows`: from `boards.build_boards`; `populations`: from `boards.count_populations`; `facts`:
    sql/marts/day_facts.sql, one row per kind; `remarks`: further notes. A board without rows is withheld, with notes
    why.
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
        _build_status(row, facts_by_kind[row["kind"]], notes_by_board.get((row["category"], row["board"]), []))
        for row in populations.join(board_counts, on=["category", "board"], how="left")
        .sort("category", "board")
        .iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=STATUS_SCHEMA, orient="row")


def build_withheld_statuses(boards: Iterable[Remark]) -> pl.DataFrame:
    """Return rows like `build_statuses` for boards that could not be computed."""
    rows = [(category, board, "withheld", encode_notes([note]), 0, None) for category, board, note in boards]
    return pl.DataFrame(rows, schema=STATUS_SCHEMA, orient="row")


def _build_status(
    row: Facts, day: Facts, remarks: list[Note]
) -> tuple[str, str, str, list[dict[str, str]] | None, int, int | None]:
    board, row_count = find_board(row["board"]), row["kept"] or 0
    partial_reasons, reasons = list(_explain_partial(day)), [*board.scorer.explain_degraded(row, day), *remarks]
    status = "degraded" if reasons else "partial" if partial_reasons else "ok"
    reasons = partial_reasons + reasons
    if not row_count:
        status, reasons = "withheld", list(board.scorer.explain_withheld(day))
    return (
        row["category"], board.name, status, encode_notes(reasons), row["ranked_repos"], (row["breakouts"] or 0) if board.finds_breakouts and row_count else None,
    )  # fmt: skip


def _explain_partial(day: Facts) -> Iterator[Note]:
    if day["limited"]:
        yield Note("cut_short")
    elif day["scope"] == "leaders":
        yield Note("leaders_only")


def explain_missing_likes(day: Facts) -> Note:
    return Note("no_likes" if day["likes_sound"] else "likes_unsound")


def explain_missing_day(day: Facts) -> Iterator[Note]:
    """Note a missing day before, for boards that compare with it."""
    if not day["day_before"] and day["last_before"] is not None:
        yield Note("day_before_missing", {"last": str(day["last_before"])})
