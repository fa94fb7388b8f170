"""From scores to boards: who stands where, ties fully resolved. Pure: frames in, frames out. Which boards there are: registry.py."""

import polars as pl

from pipeline.kinds import KINDS
from pipeline.ranking.registry import BOARDS, Board
from pipeline.ranking.thresholds import WINDOW

LOOKED_AT = 4  # times the places that are kept: who are looked at day by day for a board that does so
COLUMNS = [
    "category", "board", "rank", "oid", "id", "score", "score_low", "score_high", "basis", "likes", "likes_1d", "likes_since_previous", "days_since_previous",
    "likes_7d", "likes_7d_days", "likes_28d", "likes_28d_days", "age_days", "downloads", "trending_score", "expected_likes_7d", "false_discovery_rate",
    "downloads_gained", "downloads_gained_days", "largest_step_share", "base_relation", "likes_7d_basis",
]  # fmt: skip


def scored(likes: pl.DataFrame) -> pl.DataFrame:
    """Rows of sql/marts/likes.sql with all that can be scored without looking at each day of the week."""
    for board in BOARDS:
        likes = board.scorer.score_members(likes)
    return likes


def populations(rows: pl.DataFrame) -> pl.DataFrame:
    """category, kind, board, ranked_repos: how many repos of the whole category a board has a score for."""
    counted = rows.group_by("category", "kind").agg(population(board).sum().alias(board.name) for board in BOARDS)
    ranked = counted.unpivot(index=["category", "kind"], variable_name="board", value_name="ranked_repos")
    there = [(kind, board.name) for kind in KINDS for board in BOARDS if board.ranks(kind)]
    return ranked.join(
        pl.DataFrame(there, schema=["kind", "board"], orient="row"), on=["kind", "board"], how="semi"
    ).cast({"ranked_repos": pl.Int64})


def contenders(rows: pl.DataFrame, kept: int) -> pl.DataFrame:
    """The rows that `scored` made which stand among the first `kept` of a category on a board, or may do so where it looks at days."""
    among_first: list[pl.DataFrame] = []
    for board in BOARDS:
        by, first = (board.of, LOOKED_AT * kept) if board.looks_at_days else (board.by, kept)
        # only those that may be first are put in order
        largest = rows.filter(among_largest(by, first)).select("category", "repo", "oid", by, *board.then)
        ordered = _in_order(largest, by, board.then)
        among_first.append(ordered.filter((pl.int_range(pl.len()) < first).over("category")).select("category", "repo"))
    return rows.join(pl.concat(among_first).unique(), on=["category", "repo"], how="semi", maintain_order="left")


def among_largest(column: str, first: int) -> pl.Expr:
    """Whether a row is among the `first` of its category by a column, or holds as much as the last of them."""
    return pl.col(column) >= pl.col(column).top_k(first).min().over("category")


def boards(contending: pl.DataFrame, week: pl.DataFrame, kept: int) -> pl.DataFrame:
    """All boards of a day: the first `kept` places of each category and board.

    `contending`: rows of `contenders` with id and base_relation. `week`: what was observed of them in the last days (repo, ago,
    likes, downloads_all_time, left_out), see `adoption`. `largest_step_share` is the largest share of a week's gain that one step brought:
    of downloads or of likes, whichever the board gains.
    """
    rows = contending
    for board in BOARDS:
        rows = board.scorer.score_contenders(rows, week)
    rows = rows.join(_bursts(week), on="repo", how="left", maintain_order="left")
    return pl.concat(_ranked(rows, board, kept) for board in BOARDS)


def population(board: Board) -> pl.Expr:
    """Whether a row that `scored` made is ranked: the one rule for the count and for the places."""
    return pl.col(board.of).is_not_null()


def _ranked(rows: pl.DataFrame, board: Board, kept: int) -> pl.DataFrame:
    return (
        _in_order(rows.filter(population(board)), board.by, board.then)
        .with_columns(
            score=pl.col(board.by).cast(pl.Float64),
            score_low=pl.col(f"{board.name}_low").round(6),
            score_high=pl.col(f"{board.name}_high").round(6),
            basis=f"{board.name}_basis",
            largest_step_share=f"{board.gains}_burst",
            rank=(pl.int_range(pl.len()).over("category") + 1).cast(pl.Int32),
            board=pl.lit(board.name),
            likes_7d_basis="week",
        )
        .filter(pl.col("rank") <= kept)
        .select(COLUMNS)
    )


def _in_order(rows: pl.DataFrame, by: str, then: tuple[str, ...]) -> pl.DataFrame:
    falling = [by, *then]
    return rows.filter(pl.col(by).is_not_null()).sort(
        "category",
        *falling,
        "oid",
        descending=[False, *[True] * len(falling), False],
        nulls_last=[False, *[True] * len(falling), False],
    )


def _bursts(week: pl.DataFrame) -> pl.DataFrame:
    gain = pl.col("likes").diff().over("repo").clip(lower_bound=0)
    known = week.filter(pl.col("likes").is_not_null() & (pl.col("ago") <= WINDOW)).sort(
        "repo", "ago", descending=[False, True]
    )
    return (
        known.with_columns(gain=gain)
        .group_by("repo")
        .agg(likes_burst=pl.when(pl.col("gain").sum() > 0).then(pl.col("gain").max() / pl.col("gain").sum()).round(4))
    )
