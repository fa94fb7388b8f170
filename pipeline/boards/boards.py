"""From scores to boards: who stands where, ties fully resolved. Pure: frames in, frames out."""

import polars as pl

from pipeline.boards.attention import score, with_interval

KEPT = 500
COLUMNS = [
    "category", "board", "rank", "oid", "id", "score", "score_low", "score_high", "basis", "likes", "likes_1d", "days_1d",
    "likes_7d", "days_7d", "likes_28d", "days_28d", "age_days", "downloads", "trending_score",
]  # fmt: skip


def boards(likes: pl.DataFrame, kept: int = KEPT) -> pl.DataFrame:
    """All boards of a day, from the frame of sql/marts/likes.sql: the first `kept` places of each category and board.

    attention: by score, then total likes, then oid. hub: the Hub's own order, by trending score, then oid ascending
    (as its cursors break ties); repos without a trending score are not on it.
    """
    scored = score(likes)
    first = _ranked(scored.filter(pl.col("score").is_not_null()), "attention", ["score", "likes"], kept).pipe(
        with_interval
    )
    hub = scored.filter(pl.col("trending_score").is_not_null()).with_columns(
        score=pl.col("trending_score"),
        score_low=pl.lit(None, pl.Float64),
        score_high=pl.lit(None, pl.Float64),
        basis=pl.lit("trending_score"),
    )
    return pl.concat([first.select(COLUMNS), _ranked(hub, "hub", ["score"], kept).select(COLUMNS)])


def contenders(likes: pl.DataFrame, kept: int = KEPT) -> pl.DataFrame:
    """The rows of `likes` that may stand among the first `kept` of a category on a board, whoever wins a tie.

    Wants no `oid` or `id`: of a whole Hub, most rows need no name.
    """
    scored = score(likes).select("category", "score", "trending_score")
    among_first = [
        (pl.col(by).rank("min", descending=True).over("category") <= kept).fill_null(False)
        for by in ("score", "trending_score")
    ]
    return likes.filter(scored.select(pl.any_horizontal(among_first)).to_series())


def _ranked(scored: pl.DataFrame, board: str, by: list[str], kept: int) -> pl.DataFrame:
    order = [*by, "oid"]
    descending = [True] * len(by) + [False]
    return (
        scored.sort("category", *order, descending=[False, *descending])
        .with_columns(
            rank=(pl.int_range(pl.len()).over("category") + 1).cast(pl.Int32),
            board=pl.lit(board),
        )
        .filter(pl.col("rank") <= kept)
    )
