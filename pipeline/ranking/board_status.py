"""What a reader must know of a board: whether its inputs were what they should be. Pure: frames in, frames out."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from pipeline.ranking.breakout import LEAST_PAST
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


def _standing(
    row: dict[str, Any], day: dict[str, Any], said: list[str]
) -> tuple[str, str, str, str | None, int, int | None]:
    board, kept = row["board"], row["kept"] or 0
    part, reasons = list(_partial(day)), [*_degraded(board, row, day), *said]
    status = "degraded" if reasons else "partial" if part else "ok"
    reasons = part + reasons
    if not kept:
        status, reasons = "withheld", [_withheld(board, day)]
    return (
        row["category"], board, status, "; ".join(reasons) or None, row["ranked"], (row["breakouts"] or 0) if board == "breakout" and kept else None,
    )  # fmt: skip


def _withheld(board: str, day: dict[str, Any]) -> str:
    if board == "adoption" and not day["downloads_sound"]:
        return f"the Hub's counters of all downloads {NOT_BELIEVED}"
    if board == "adoption":
        return (
            f"wants 3 days on which counters of all downloads grew, within a week; {day['days_before'] + 1} of its days were observed"
            + (f", and the counters of {day['frozen_share']:.0%} of the repos stood still on this one" if day["frozen_share"] >= FROZEN else "")
        )  # fmt: skip
    if board == "breakout" and day["likes_sound"]:
        return f"wants likes of a week and of {LEAST_PAST:.0f} days before it; the first snapshot is {day['history']} days old"
    if board == "hub":
        return (
            "the answers had no trending scores" if day["scores_sound"] else f"the Hub's trending scores {NOT_BELIEVED}"
        )
    return "the answers had no likes" if day["likes_sound"] else f"the Hub's likes {NOT_BELIEVED}"


def _partial(day: dict[str, Any]) -> Iterator[str]:
    if day["limited"]:
        yield "every list was cut short by --limit"
    elif day["scope"] == "leaders":
        yield "only the first of each list were observed, not the whole category"


def _degraded(board: str, row: dict[str, Any], day: dict[str, Any]) -> Iterator[str]:
    if board in ("attention", "breakout") and not day["day_before"] and day["last_before"] is not None:
        yield f"the day before was not observed: the last snapshot is of {day['last_before']}"
    if board == "attention" and not day["scores_sound"]:
        yield f"the Hub's trending scores {NOT_BELIEVED}, and are not used"
    if board == "attention" and 2 * (row["whole"] or 0) < (row["kept"] or 0):
        yield f"likes of a day and of 7 days were observed of {row['whole'] or 0} of its {row['kept']} places; see basis for what the others rest on"
    if board == "adoption":
        if day["frozen_share"] >= FROZEN:
            yield f"the download counters of {day['frozen_share']:.0%} of the repos stood still: their rates end with the last day that was counted"
        if day["rolled_back_share"] >= ROLLED_BACK:
            yield f"the counters of {day['rolled_back_share']:.0%} of the repos are below their highest: they count when that is made up for"
        if not day["downloads_sound"]:
            yield f"the Hub's counters of all downloads {NOT_BELIEVED}, so rates end with the last day that was counted"
        if day["days_before"] < 7:
            yield f"rests on {day['days_before'] + 1} snapshots, not on the 8 of a whole week"
