"""The breakout board: how far a repo's week exceeds what its own past predicts.

    x7  = likes gained in the last 7 days      mu7 = likes per 7 days in the one to three weeks before
    z   = 2 (sqrt(x7 + 3/8) - sqrt(mu7 + 3/8)) / sqrt(phi)

Anscombe's transform gives counts of any size about the same dispersion. phi, the remaining overdispersion, is the mean
square of the numerator over the category's repos with similar mu7, its largest hundredth capped so that surges do not
hide themselves, and at least 1 + 1/w, the value for Poisson counts of one week against w. Benjamini and Hochberg's rule
turns a category's one-sided p-values into q: of repos with q <= 0.05, about one in twenty is no breakout.
"""

from collections.abc import Iterator

import polars as pl

from pipeline.notes import Note
from pipeline.ranking.board_status import explain_missing_day, explain_missing_likes
from pipeline.ranking.needs import TWO_WEEKS, is_met
from pipeline.ranking.registry import Facts

BAND_EDGES = [0.5, 2.0, 8.0, 32.0, 128.0]  # likes a week
MIN_BAND_REPOS = 50  # repos; a smaller band cannot estimate its dispersion
MIN_PAST_DAYS = 7.0  # days before the week
MONTH_DAYS = 28  # days: all likes of a younger repo are known
NORMAL_QUANTILE_95 = 1.6448536269514722


def score_members(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the columns of `measure_surprise`, and `more`: z if above 0."""
    return measure_surprise(rows).with_columns(more=pl.when(pl.col("z") > 0).then("z"))


def score_contenders(rows: pl.DataFrame, week: pl.DataFrame) -> pl.DataFrame:
    """Add the 90% interval of z, whose standard error is 1 by construction."""
    return rows.with_columns(
        breakout_low=pl.col("z") - NORMAL_QUANTILE_95,
        breakout_high=pl.col("z") + NORMAL_QUANTILE_95,
        breakout_basis=pl.lit("7d_against_weeks"),
    )


def explain_withheld(day: Facts) -> Iterator[Note]:
    if not day["likes_sound"]:
        yield explain_missing_likes(day)
    elif is_met(TWO_WEEKS, day["likes_times"], day["taken_at"]):
        yield Note("no_rise")
    else:
        history = (day["taken_at"] - day["first_at"]).days
        yield Note("young_history", {"needed": int(MIN_PAST_DAYS), "days": history})


def explain_degraded(board: Facts, day: Facts) -> Iterator[Note]:
    yield from explain_missing_day(day)
    if not is_met(TWO_WEEKS, day["likes_times"], day["taken_at"]):
        yield Note("only_young_repos", {"days": MONTH_DAYS})


def measure_surprise(members: pl.DataFrame) -> pl.DataFrame:
    """Add expected_likes_7d (mu7), z and false_discovery_rate to rows of `attention.score_members`.

    NULL without an observed week and a full week before it: first days, gaps, repos younger than two weeks.
    """
    past_days = pl.col("likes_28d_days") - pl.col("likes_7d_days")
    is_known = (pl.col("week") == "7d") & (pl.col("likes_7d_days") == 7.0) & (past_days >= MIN_PAST_DAYS)
    x7 = pl.col("likes_7d").clip(lower_bound=0.0)
    surprises = members.with_columns(
        expected_likes_7d=pl.when(is_known).then(
            ((pl.col("likes_28d") - pl.col("likes_7d")).clip(lower_bound=0.0) * 7.0 / past_days).round(6)
        )
    ).with_columns(
        off=2 * ((x7 + 0.375).sqrt() - (pl.col("expected_likes_7d") + 0.375).sqrt()),
        band=pl.sum_horizontal((pl.col("expected_likes_7d") >= edge).cast(pl.Int8) for edge in BAND_EDGES),
    )
    group = ["category", "band"]
    size = pl.col("off").abs()
    # min_horizontal skips NULL: an unknown week would count as the quantile
    cut = pl.when(size.is_not_null()).then(pl.min_horizontal(size, size.quantile(0.99).over(group)))
    phi = pl.when(pl.col("off").count().over(group) >= MIN_BAND_REPOS).then((cut**2).mean().over(group)).otherwise(1.0)
    z = pl.col("off") / pl.max_horizontal(phi, 1 + 7.0 / past_days).sqrt()
    return surprises.with_columns(z=z.round(6)).drop("off", "band").pipe(_add_false_discovery_rate)


def _add_false_discovery_rate(members: pl.DataFrame) -> pl.DataFrame:
    from scipy.special import ndtr  # noqa: PLC0415  slow to import

    p = (
        pl.Series("p", ndtr(-members["z"].to_numpy())).fill_nan(None)
        if len(members)
        else pl.Series("p", [], pl.Float64)
    )
    adjusted_p = pl.col("p") * pl.col("p").count().over("category") / pl.col("p").rank("max").over("category")
    discovery_rates = (
        members.select("category", p, order=pl.int_range(pl.len()))
        .sort("p", descending=True, nulls_last=True)
        .with_columns(false_discovery_rate=adjusted_p.cum_min().over("category").clip(upper_bound=1.0).round(9))
        .sort("order")
    )
    return members.with_columns(discovery_rates["false_discovery_rate"])
