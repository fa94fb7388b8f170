"""Rank scored repos into boards (registry.py), with all ties resolved."""

import polars as pl

from pipeline.kinds import KINDS
from pipeline.ranking.registry import BOARDS, Board
from pipeline.ranking.thresholds import WINDOW_DAYS

CONTENDER_FACTOR = 4  # times the kept ranks: contenders examined day by day
BOARD_COLUMNS = [
    "category", "board", "rank", "oid", "id", "score", "score_low", "score_high", "basis", "likes", "likes_1d", "likes_since_previous", "days_since_previous",
    "likes_7d", "likes_7d_days", "likes_28d", "likes_28d_days", "age_days", "downloads", "trending_score", "expected_likes_7d", "false_discovery_rate",
    "downloads_gained", "downloads_gained_days", "largest_step_share", "base_relation", "likes_7d_basis",
]  # fmt: skip


def score_members(likes: pl.DataFrame) -> pl.DataFrame:
    """Score rows of sql/marts/likes.sql as far as possible without the week's days."""
    for board in BOARDS:
        likes = board.scorer.score_members(likes)
    return likes


def count_populations(rows: pl.DataFrame) -> pl.DataFrame:
    """Count ranked_repos per category, kind and board: all repos of the category with a score."""
    counts = rows.group_by("category", "kind").agg(is_in_population(board).sum().alias(board.name) for board in BOARDS)
    board_counts = counts.unpivot(index=["category", "kind"], variable_name="board", value_name="ranked_repos")
    existing_boards = [(kind, board.name) for kind in KINDS for board in BOARDS if board.ranks(kind)]
    return board_counts.join(
        pl.DataFrame(existing_boards, schema=["kind", "board"], orient="row"), on=["kind", "board"], how="semi"
    ).cast({"ranked_repos": pl.Int64})


def select_contenders(rows: pl.DataFrame, max_rank: int) -> pl.DataFrame:
    """Select rows that are, or may after examining their days be, in the first `max_rank` of a board."""
    board_contenders: list[pl.DataFrame] = []
    for board in BOARDS:
        sort_column, row_limit = (
            (board.population_column, CONTENDER_FACTOR * max_rank)
            if board.looks_at_days
            else (board.score_column, max_rank)
        )
        candidates = rows.filter(is_among_largest(sort_column, row_limit)).select(
            "category", "repo", "oid", sort_column, *board.tie_breakers
        )
        candidates_by_rank = _sort_rows(candidates, sort_column, board.tie_breakers)
        board_contenders.append(
            candidates_by_rank.filter((pl.int_range(pl.len()) < row_limit).over("category")).select("category", "repo")
        )
    return rows.join(pl.concat(board_contenders).unique(), on=["category", "repo"], how="semi", maintain_order="left")


def is_among_largest(column: str, row_limit: int) -> pl.Expr:
    """Match each category's `row_limit` largest rows by a column, ties included."""
    return pl.col(column) >= pl.col(column).top_k(row_limit).min().over("category")


def build_boards(contenders: pl.DataFrame, week: pl.DataFrame, max_rank: int) -> pl.DataFrame:
    """Build all boards of a day: the first `max_rank` ranks per category and board.

    `contenders`: rows of `select_contenders` with id and base_relation. `week`: their last days (repo, ago, likes,
    downloads_all_time, left_out), see `measure_adoption`. `largest_step_share`: of the week's gain of likes or
    downloads.
    """
    rows = contenders
    for board in BOARDS:
        rows = board.scorer.score_contenders(rows, week)
    rows = rows.join(_measure_bursts(week), on="repo", how="left", maintain_order="left")
    return pl.concat(_rank_board(rows, board, max_rank) for board in BOARDS)


def is_in_population(board: Board) -> pl.Expr:
    return pl.col(board.population_column).is_not_null()


def _rank_board(rows: pl.DataFrame, board: Board, max_rank: int) -> pl.DataFrame:
    return (
        _sort_rows(rows.filter(is_in_population(board)), board.score_column, board.tie_breakers)
        .with_columns(
            score=pl.col(board.score_column).cast(pl.Float64),
            score_low=pl.col(f"{board.name}_low").round(6),
            score_high=pl.col(f"{board.name}_high").round(6),
            basis=f"{board.name}_basis",
            largest_step_share=f"{board.gained_counter}_burst",
            rank=(pl.int_range(pl.len()).over("category") + 1).cast(pl.Int32),
            board=pl.lit(board.name),
            likes_7d_basis="week",
        )
        .filter(pl.col("rank") <= max_rank)
        .select(BOARD_COLUMNS)
    )


def _sort_rows(rows: pl.DataFrame, sort_column: str, tie_breakers: tuple[str, ...]) -> pl.DataFrame:
    descending_columns = [sort_column, *tie_breakers]
    return rows.filter(pl.col(sort_column).is_not_null()).sort(
        "category",
        *descending_columns,
        "oid",
        descending=[False, *[True] * len(descending_columns), False],
        nulls_last=[False, *[True] * len(descending_columns), False],
    )


def _measure_bursts(week: pl.DataFrame) -> pl.DataFrame:
    gain = pl.col("likes").diff().over("repo").clip(lower_bound=0)
    known_likes = week.filter(pl.col("likes").is_not_null() & (pl.col("ago") <= WINDOW_DAYS)).sort(
        "repo", "ago", descending=[False, True]
    )
    return (
        known_likes.with_columns(gain=gain)
        .group_by("repo")
        .agg(likes_burst=pl.when(pl.col("gain").sum() > 0).then(pl.col("gain").max() / pl.col("gain").sum()).round(4))
    )
