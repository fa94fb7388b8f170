"""The attention board: a shrunken rate of likes a day, each slower level the prior of the faster one.

    x   = step_likes, gained in the last e days            L7  = likes of 7 days          a = age, days
    L28 = likes of the observed w days, 7 <= w <= 28       T   = total likes
    e   = step_days, from the observation nearest to a day ago
    l0  = (T + 0.1) / (a + 30)
    l28 = (2 + L28) / (2/l0  + min(a, w))
    l7  = (4 + L7)  / (4/l28 + min(a, 7))
    score = (12 + x) / (12/l7 + e)

Without an observation of about a day ago the rate of the week ranks: score = l7. Where 7 days are not observed, the
Hub's trending score stands for L7 (it is about the likes of the trailing 7 days, r = .979), and for L28 with w = 7 where no more
is known; with neither, the likes of the days that are. With nothing but a total: T / (a + 2)^1.5. Repos younger than a window had no likes before it, so
their total is the gain. Losses of likes count as no gain. The 90% interval of the rate is score x Gamma(k)/k, with
k = 1 / (1/(12 + x) + 0.20), where 0.20 is the measured overdispersion of daily likes.

Pure: frames in, frames out.
"""

import numpy as np
import polars as pl
from scipy.special import gammaincinv

OVERDISPERSION = 0.20
TAIL = 0.05
UNKNOWN_AGE = 365.0  # days; the slowest prior wants an age even where the Hub tells none


def attention(likes: pl.DataFrame) -> pl.DataFrame:
    """Score every row of sql/marts/likes.sql (one per category and repo, columns as there; ages and gaps in days).

    Adds likes_7d, days_7d, likes_28d, days_28d, basis, score (likes a day, NULL where likes are unknown), score_low and
    score_high (5% and 95% quantiles of the rate, NULL with basis `total`).
    """
    return with_interval(score(likes))


def with_interval(scored: pl.DataFrame) -> pl.DataFrame:
    """Adds score_low and score_high to rows that `score` scored: the dear part, best kept for the rows that are shown."""
    return scored.with_columns(
        _interval(scored, TAIL).alias("score_low"), _interval(scored, 1 - TAIL).alias("score_high")
    )


def score(likes: pl.DataFrame) -> pl.DataFrame:
    """The same without the interval."""
    return likes.pipe(_week).pipe(_month).pipe(_score)


def _week(likes: pl.DataFrame) -> pl.DataFrame:
    """likes_7d over days_7d, and where they come from."""
    within, beyond = pl.col("within_7_ago"), pl.col("beyond_7_ago")
    newer = pl.when(within.is_null()).then(pl.col("likes")).otherwise(pl.col("within_7_likes"))
    newer_ago = within.fill_null(0.0)
    span = beyond - newer_ago
    # both sides may be one and the same observation, exactly 7 days old
    part = pl.when(span > 0).then((7.0 - newer_ago) / span).otherwise(0.0)
    seven_ago = newer + (pl.col("beyond_7_likes") - newer) * part
    young = pl.col("age_days") <= 7
    observed = beyond.is_not_null()
    hub = pl.col("trending_score").is_not_null()
    some = within.is_not_null()
    source = (
        pl.when(young | observed)
        .then(pl.lit("7d"))
        .when(hub)
        .then(pl.lit("hub"))
        .when(some)
        .then(pl.lit("part"))
        .otherwise(pl.lit(None, pl.String))
    )
    gain = (
        pl.when(young)
        .then(pl.col("likes").cast(pl.Float64))
        .when(observed)
        .then(pl.col("likes") - seven_ago)
        .when(hub)
        .then(pl.col("trending_score"))
        .when(some)
        .then((pl.col("likes") - pl.col("within_7_likes")).cast(pl.Float64))
    )
    days = (
        pl.when(young)
        .then(pl.col("age_days").clip(lower_bound=0.0))
        .when(observed | hub)
        .then(7.0)
        .when(some)
        .then(within)
    )
    return likes.with_columns(source.alias("week"), gain.alias("likes_7d"), days.alias("days_7d"))


def _month(likes: pl.DataFrame) -> pl.DataFrame:
    """likes_28d over days_28d; NULL where fewer than 7 days are known."""
    age = pl.col("age_days").clip(lower_bound=0.0)
    young = pl.col("age_days") <= 28
    known = pl.col("oldest_ago") >= 7
    gain = pl.when(young).then(pl.col("likes")).when(known).then(pl.col("likes") - pl.col("oldest_likes"))
    days = pl.when(young).then(age).when(known).then(pl.col("oldest_ago").clip(upper_bound=28.0))
    return likes.with_columns(gain.cast(pl.Float64).alias("likes_28d"), days.alias("days_28d"))


def _score(likes: pl.DataFrame) -> pl.DataFrame:
    age = pl.col("age_days").fill_null(UNKNOWN_AGE).clip(lower_bound=0.0)
    total = pl.col("likes").clip(lower_bound=0)
    x = pl.col("step_likes").clip(lower_bound=0)
    week = pl.col("likes_7d").clip(lower_bound=0.0)
    # where the week is all that is known of the month, it is the month: w = 7
    only_week = pl.col("days_28d").is_null() & (pl.col("week") == "hub")
    month = pl.when(only_week).then(week).otherwise(pl.col("likes_28d").clip(lower_bound=0.0)).fill_null(0.0)
    span = pl.when(only_week).then(7.0).otherwise("days_28d").fill_null(0.0)
    l0 = (total + 0.1) / (age + 30)
    l28 = (2 + month) / (2 / l0 + span)
    l7 = (4 + week) / (4 / l28 + pl.col("days_7d"))
    day = pl.col("step_likes").is_not_null()
    known = pl.col("likes_7d").is_not_null()
    shrunken = (12 + x) / (12 / l7 + pl.col("step_days"))
    return likes.with_columns(
        # rounded before it ranks: what the last bits say differs from machine to machine
        score=pl.when(known & day).then(shrunken).when(known).then(l7).otherwise(total / (age + 2).pow(1.5)).round(6),
        basis=pl.when(known & day)
        .then(pl.lit("24h+") + pl.col("week"))
        .when(known)
        .then(pl.col("week"))
        .otherwise(pl.when(pl.col("likes").is_not_null()).then(pl.lit("total"))),
        # what the rate rests on: the day's likes with their prior of 12, or the week's with its prior of 4
        events=pl.when(known & day).then(12.0 + x).when(known).then(4.0 + week),
    )


def _interval(scored: pl.DataFrame, quantile: float) -> pl.Series:
    events = scored["events"].to_numpy().astype(float)  # NULL becomes NaN
    k = 1 / (1 / events + OVERDISPERSION)
    factor = gammaincinv(k, quantile) / k
    return pl.Series(scored["score"].to_numpy() * factor).fill_nan(None) if len(k) else pl.Series(np.empty(0))
