"""What a reader must know of a board: whether its inputs were what they should be. Pure: frames in, frames out.

What one board alone says of its inputs is in its module."""

from collections.abc import Iterable, Iterator

import polars as pl

from pipeline.notes import Note, stored
from pipeline.ranking.registry import Facts, board_named
from pipeline.ranking.thresholds import FALSE_DISCOVERIES

Remark = tuple[str, str, Note]  # category, board, what is said of it

FROZEN = 0.05  # share of repos whose counters stood still, from which on a reader is told
ROLLED_BACK = 0.05
NOTES = pl.List(pl.Struct({"code": pl.String, "parameters": pl.String}))
SCHEMA = {
    "category": pl.String, "board": pl.String, "status": pl.String, "notes": NOTES, "ranked_repos": pl.Int64, "breakouts": pl.Int32,
}  # fmt: skip


def standings(
    board: pl.DataFrame, populations: pl.DataFrame, facts: pl.DataFrame, remarks: Iterable[Remark] = ()
) -> pl.DataFrame:
    """One row per category and board: status (ok, partial, degraded, withheld), notes, ranked, breakouts.

    `board`: rows of `boards.boards`; `populations`: of `boards.populations`; `facts`: of sql/marts/day_facts.sql, one per
    kind; `remarks`: what else is to be said. A board is withheld when there is nothing that it could be
    made from: it has no rows then, and the notes say why.
    """
    kept = board.group_by("category", "board").agg(
        kept=pl.len(),
        whole=(pl.col("basis") == "24h+7d").sum(),
        breakouts=(pl.col("false_discovery_rate") <= FALSE_DISCOVERIES).sum(),
    )
    said: dict[tuple[str, str], list[Note]] = {}
    for category, name, note in remarks:
        said.setdefault((category, name), []).append(note)
    day = {fact["kind"]: fact for fact in facts.iter_rows(named=True)}
    rows = [
        _standing(row, day[row["kind"]], said.get((row["category"], row["board"]), []))
        for row in populations.join(kept, on=["category", "board"], how="left")
        .sort("category", "board")
        .iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def withheld(boards: Iterable[Remark]) -> pl.DataFrame:
    """Rows as `standings` makes them, of boards that could not be computed."""
    rows = [(category, board, "withheld", stored([note]), 0, None) for category, board, note in boards]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _standing(
    row: Facts, day: Facts, said: list[Note]
) -> tuple[str, str, str, list[dict[str, str]] | None, int, int | None]:
    board, kept = board_named(row["board"]), row["kept"] or 0
    part, reasons = list(_partial(day)), [*board.scorer.explain_degraded(row, day), *said]
    status = "degraded" if reasons else "partial" if part else "ok"
    reasons = part + reasons
    if not kept:
        status, reasons = "withheld", list(board.scorer.explain_withheld(day))
    return (
        row["category"], board.name, status, stored(reasons), row["ranked_repos"], (row["breakouts"] or 0) if board.finds_breakouts and kept else None,
    )  # fmt: skip


def _partial(day: Facts) -> Iterator[Note]:
    if day["limited"]:
        yield Note("cut_short")
    elif day["scope"] == "leaders":
        yield Note("leaders_only")


def without_likes(day: Facts) -> Note:
    """Why a board that ranks by likes is withheld."""
    return Note("no_likes" if day["likes_sound"] else "likes_unsound")


def day_before_missing(day: Facts) -> Iterator[Note]:
    """That a board which compares with the day before could not."""
    if not day["day_before"] and day["last_before"] is not None:
        yield Note("day_before_missing", {"last": str(day["last_before"])})
