"""What a reader must know of a board: whether its inputs were what they should be. Pure: frames in, frames out.

What one board alone says of its inputs is in its module."""

from collections.abc import Iterator

import polars as pl

from pipeline.ranking.registry import Facts, board_named
from pipeline.ranking.thresholds import FALSE_DISCOVERIES

FROZEN = 0.05  # share of repos whose counters stood still, from which on a reader is told
ROLLED_BACK = 0.05
# why a board is withheld that the day's rows should have allowed
NOT_MADE = "left out, since it could not be made"
UNSOUND = "left out, since it failed its check"
# why a counter of the whole Hub is not believed
NOT_BELIEVED = "are not believed: 0 for most repos, or a total that fell or rose as on no day before"
SCHEMA = {
    "category": pl.String, "board": pl.String, "status": pl.String, "note": pl.String, "ranked": pl.Int64, "breakouts": pl.Int32,
}  # fmt: skip


def standings(
    board: pl.DataFrame, populations: pl.DataFrame, facts: pl.DataFrame, remarks: pl.DataFrame | None = None
) -> pl.DataFrame:
    """One row per category and board: status (ok, partial, degraded, withheld), note, ranked, breakouts.

    `board`: rows of `boards.boards`; `populations`: of `boards.populations`; `facts`: of sql/marts/day_facts.sql, one per
    kind; `remarks`: what else is to be said (category, board, note). A board is withheld when there is nothing that it could be
    made from: it has no rows then, and the note says why.
    """
    kept = board.group_by("category", "board").agg(
        kept=pl.len(),
        whole=(pl.col("basis") == "24h+7d").sum(),
        breakouts=(pl.col("q") <= FALSE_DISCOVERIES).sum(),
    )
    said: dict[tuple[str, str], list[str]] = {}
    for category, name, note in remarks.iter_rows() if remarks is not None else []:
        said.setdefault((category, name), []).append(note)
    day = {fact["kind"]: fact for fact in facts.iter_rows(named=True)}
    rows = [
        _standing(row, day[row["kind"]], said.get((row["category"], row["board"]), []))
        for row in populations.join(kept, on=["category", "board"], how="left")
        .sort("category", "board")
        .iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def withheld(boards: list[tuple[str, str, str]]) -> pl.DataFrame:
    """Rows as `standings` makes them, of boards (category, board, note) that could not be made."""
    rows = [(category, board, "withheld", note, 0, None) for category, board, note in boards]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _standing(row: Facts, day: Facts, said: list[str]) -> tuple[str, str, str, str | None, int, int | None]:
    board, kept = board_named(row["board"]), row["kept"] or 0
    part, reasons = list(_partial(day)), [*board.scorer.explain_degraded(row, day), *said]
    status = "degraded" if reasons else "partial" if part else "ok"
    reasons = part + reasons
    if not kept:
        status, reasons = "withheld", [board.scorer.explain_withheld(day)]
    return (
        row["category"], board.name, status, "; ".join(reasons) or None, row["ranked"], (row["breakouts"] or 0) if board.finds_breakouts and kept else None,
    )  # fmt: skip


def _partial(day: Facts) -> Iterator[str]:
    if day["limited"]:
        yield "every list was cut short by --limit"
    elif day["scope"] == "leaders":
        yield "only the first of each list were observed, not the whole category"


def without_likes(day: Facts) -> str:
    """Why a board that ranks by likes is withheld."""
    return "the answers had no likes" if day["likes_sound"] else f"the Hub's likes {NOT_BELIEVED}"


def day_before_missing(day: Facts) -> Iterator[str]:
    """That a board which compares with the day before could not."""
    if not day["day_before"] and day["last_before"] is not None:
        yield f"the day before was not observed: the last snapshot is of {day['last_before']}"
