"""From scores to boards: who stands where, ties fully resolved. Pure: frames in, frames out."""

from dataclasses import dataclass

import polars as pl

from pipeline.ranking.adoption import WINDOW, adoption
from pipeline.ranking.attention import score, with_interval
from pipeline.ranking.breakout import interval, surprise

LOOKED_AT = 4  # times the places that are kept: who are looked at day by day for the adoption board
COLUMNS = [
    "category", "board", "rank", "oid", "id", "score", "score_low", "score_high", "basis", "likes", "likes_1d", "step_likes", "step_days",
    "likes_7d", "days_7d", "likes_28d", "days_28d", "age_days", "downloads", "trending_score", "expected_7d", "q",
    "downloads_gained", "downloads_days", "burst", "relation", "week_basis",
]  # fmt: skip


@dataclass(frozen=True)
class Board:
    """A ranking of those repos that have an `of`: they are its population, and nobody else stands on it.

    `by`: the column that scores; those of the population without one have no place. `then`: what decides between equals,
    before oid.
    """

    name: str
    of: str
    by: str
    then: tuple[str, ...] = ()

    @property
    def population(self) -> pl.Expr:
        """Whether a row that `scored` made is ranked: the one rule for the count and for the places."""
        return pl.col(self.of).is_not_null()


BOARDS = (
    Board("attention", "score", "score", ("likes",)),
    Board("adoption", "most", "rate", ("downloads_all_time",)),
    Board("breakout", "z", "more", ("likes_7d",)),
    # the Hub's own order; its cursors break ties by oid
    Board("hub", "trending_score", "trending_score"),
)


def scored(likes: pl.DataFrame) -> pl.DataFrame:
    """Rows of sql/marts/likes.sql with all that can be scored without looking at each day of the week.

    Adds what `attention.score` and `breakout.surprise` add; `more`, which is z where it is above 0; and `most`: downloads a
    day from the earliest observation of about a week to the highest, NULL when unknown or none, which the rate on the
    adoption board seldom exceeds.
    """
    before = pl.max_horizontal("downloads_all_time", "peak_downloads") - pl.col("week_downloads").fill_null(0)
    since = pl.coalesce("week_ago", pl.when(pl.col("age_days") <= WINDOW).then("age_days"))
    most = pl.when((before > 0) & (since > 0)).then(before / since)
    return surprise(score(likes)).with_columns(most=most, more=pl.when(pl.col("z") > 0).then("z"))


def populations(made: pl.DataFrame) -> pl.DataFrame:
    """category, kind, board, ranked: how many repos of the whole category a board has a score for."""
    counted = made.group_by("category", "kind").agg(board.population.sum().alias(board.name) for board in BOARDS)
    return counted.unpivot(index=["category", "kind"], variable_name="board", value_name="ranked").cast(
        {"ranked": pl.Int64}
    )


def contenders(made: pl.DataFrame, kept: int) -> pl.DataFrame:
    """The rows that `scored` made which stand among the first `kept` of a category on a board, or may do so on adoption."""
    places = {"score": kept, "trending_score": kept, "more": kept, "most": LOOKED_AT * kept}
    then = {board.by: board.then for board in BOARDS} | {"most": ("downloads_all_time",)}
    among_first = [
        # only those that may be first are put in order
        _in_order(made.filter(among_largest(by, first)).select("category", "repo", "oid", by, *then[by]), by, then[by])
        .filter((pl.int_range(pl.len()) < first).over("category"))
        .select("category", "repo")
        for by, first in places.items()
    ]
    return made.join(pl.concat(among_first).unique(), on=["category", "repo"], how="semi", maintain_order="left")


def among_largest(column: str, first: int) -> pl.Expr:
    """Whether a row is among the `first` of its category by a column, or holds as much as the last of them."""
    return pl.col(column) >= pl.col(column).top_k(first).min().over("category")


def boards(contending: pl.DataFrame, week: pl.DataFrame, kept: int) -> pl.DataFrame:
    """All boards of a day: the first `kept` places of each category and board.

    `contending`: rows of `contenders` with id and relation. `week`: what was observed of them in the last days (repo, ago,
    likes, downloads_all_time, left_out), see `adoption`. `burst` is the largest share of a week's gain that one step brought:
    of downloads on the adoption board, of likes on the others.
    """
    all_rows = (
        contending.join(adoption(_with_origins(contending, week)), on="repo", how="left", maintain_order="left")
        .join(_bursts(week), on="repo", how="left", maintain_order="left")
        .pipe(with_interval)
    )
    nothing = pl.lit(None, pl.Float64)
    low, high = interval(pl.col("z"))
    ends = {
        "attention": (pl.col("score_low"), pl.col("score_high"), pl.col("basis"), pl.col("likes_burst")),
        "adoption": (pl.col("rate_low"), pl.col("rate_high"), pl.col("downloads_basis"), pl.col("downloads_burst")),
        "breakout": (low, high, pl.lit("7d against the weeks before"), pl.col("likes_burst")),
        "hub": (nothing, nothing, pl.lit("trending_score"), pl.col("likes_burst")),
    }
    return pl.concat(_ranked(all_rows, board, *ends[board.name], kept) for board in BOARDS)


def _ranked(
    rows: pl.DataFrame, board: Board, low: pl.Expr, high: pl.Expr, basis: pl.Expr, burst: pl.Expr, kept: int
) -> pl.DataFrame:
    return (
        _in_order(rows.filter(board.population), board.by, board.then)
        .with_columns(
            score=pl.col(board.by).cast(pl.Float64),
            score_low=low.round(6),
            score_high=high.round(6),
            basis=basis,
            burst=burst,
            rank=(pl.int_range(pl.len()).over("category") + 1).cast(pl.Int32),
            board=pl.lit(board.name),
            week_basis="week",
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


def _with_origins(contending: pl.DataFrame, week: pl.DataFrame) -> pl.DataFrame:
    """A repo made within the window had no downloads when it was made: an observation that needs no observer."""
    young = contending.filter((pl.col("age_days") > 0) & (pl.col("age_days") < WINDOW)).unique(
        "repo", maintain_order=True
    )
    made = young.select("repo", ago="age_days", downloads_all_time=pl.lit(0, pl.Int64), left_out=pl.lit(False))
    seen = week.filter(pl.col("ago") <= WINDOW).select(made.columns)
    return pl.concat([seen, made])


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
