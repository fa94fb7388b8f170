"""The attention board: likes a day, smoothed by empirical Bayes; each slower level is the prior of the next.

    x   = likes_since_previous, gained in the last e days            L7  = likes of 7 days          a = age, days
    L28 = likes of the observed w days, 7 <= w <= 28       T   = total likes
    e   = days_since_previous, from the observation nearest to a day ago
    l0  = (T + 0.1) / (a + 30)
    l28 = (2 + L28) / (2/l0  + min(a, w))
    l7  = (4 + L7)  / (4/l28 + min(a, 7))
    score = (12 + x) / (12/l7 + e); without an observation about a day ago, score = l7

If 7 days are not observed, l7 is the larger of two estimates: the Hub's trending score can only add. g = likes gained
in the d observed days (d < 7, or more if the last observation is older), at least x; S = the trending score (about the
likes of 7 days, r = .979), at most the likes of any longer span; L = max(S, g):

    observed:  l7 = (4 + g)  / (4/l28 + d)                 L28 = g, w = d if no month is known
    score:     lS = (4 + L)  / (4/l28 + 7)                 L28 = L, w = 7 if no month is known
               l7 = (12 + g) / (12/lS + d)                 lS if nothing was observed

Without earlier observations the first estimate is T / (a + 2)^1.5. A repo younger than a window gained its total in it.
Losses count as no gain; a shorter span's gain is a lower bound of a longer one's.

The 90% interval of the next day's likes has whole numbers as ends. The distribution is negative binomial
(gamma-Poisson) with mean score and variance score + v score^2, v = 1/(12 + x) + phi, or 1/(4 + L7) + phi without an
observed day. phi, the dispersion beyond Poisson, is 0.20, or 0.50 without an observed day or in a repo's first week.
The lower tail has at most 5%; the upper end brings coverage nearest to 90%. If that leaves only days without likes, it
is a seventh of the week's.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipeline.notes import Note
from pipeline.ranking.board_status import explain_missing_day, explain_missing_likes
from pipeline.ranking.registry import Facts

OVERDISPERSION = 0.20
UNSETTLED_OVERDISPERSION = 0.50  # without an observed day, or in a repo's first week
INTERVAL_COVERAGE = 0.90
LOWER_TAIL = 0.05
Floats = NDArray[np.float64]
UNKNOWN_AGE = 365.0  # days, if the Hub gives none


def score_with_interval(likes: pl.DataFrame) -> pl.DataFrame:
    """Score rows of sql/marts/likes.sql (one per category and repo; ages and gaps in days).

    Adds likes_7d, likes_7d_days, likes_28d, likes_28d_days, basis, score (likes a day, NULL if likes are unknown),
    score_low and score_high (90% interval of the next day's likes; NULL with basis `total`).
    """
    return add_interval(score_members(likes))


def add_interval(scores: pl.DataFrame) -> pl.DataFrame:
    """Add score_low and score_high to rows of `score_members`; expensive: for displayed rows only."""
    has_rate = scores["events"].is_not_null().to_numpy()
    rows = scores.filter(has_rate)
    is_unsettled = ~pl.col("basis").str.starts_with("24h") | (pl.col("age_days") <= 7).fill_null(False)
    phi = (
        rows.select(pl.when(is_unsettled).then(UNSETTLED_OVERDISPERSION).otherwise(OVERDISPERSION))
        .to_series()
        .to_numpy()
    )
    ends = np.full((2, len(scores)), np.nan)
    ends[:, has_rate] = _find_interval(rows["score"].to_numpy(), 1 / rows["events"].to_numpy() + phi)
    low, high = (pl.Series(end).fill_nan(None) for end in ends)
    return scores.with_columns(score_low=low, score_high=high)


def score_members(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.pipe(_estimate_week).pipe(_estimate_month).pipe(_add_score)


def score_contenders(rows: pl.DataFrame, week: pl.DataFrame) -> pl.DataFrame:
    return (
        add_interval(rows)
        .rename({"score_low": "attention_low", "score_high": "attention_high"})
        .with_columns(attention_basis="basis")
    )


def explain_withheld(day: Facts) -> Iterator[Note]:
    yield explain_missing_likes(day)


def explain_degraded(board: Facts, day: Facts) -> Iterator[Note]:
    yield from explain_missing_day(day)
    if not day["scores_sound"]:
        yield Note("scores_unsound")
    if 2 * (board["whole"] or 0) < (board["kept"] or 0):
        yield Note("few_whole_weeks", {"whole": board["whole"] or 0, "kept": board["kept"]})


def _estimate_week(likes: pl.DataFrame) -> pl.DataFrame:
    """Add likes_7d, likes_7d_days and week, their source: 7d (observed), hub (higher trending score), part, or NULL.

    For an unobserved week also add part_likes in part_days, and hub_likes, the bounded trending score.
    """
    within_ago, beyond_ago = pl.col("within_7_ago"), pl.col("beyond_7_ago")
    newer_likes = pl.when(within_ago.is_null()).then(pl.col("likes")).otherwise(pl.col("within_7_likes"))
    newer_ago = within_ago.fill_null(0.0)
    span = beyond_ago - newer_ago
    # both may be the same observation, exactly 7 days old
    interpolated_part = pl.when(span > 0).then((7.0 - newer_ago) / span).otherwise(0.0)
    likes_seven_days_ago = newer_likes + (pl.col("beyond_7_likes") - newer_likes) * interpolated_part
    is_young = pl.col("age_days") <= 7
    is_observed = beyond_ago.is_not_null()
    is_known = is_young.fill_null(False) | is_observed
    # since the first observation within 7 days or, if the last is older, since the oldest
    earlier_likes = pl.coalesce(
        "within_7_likes", pl.when(pl.col("likes_since_previous").is_null()).then("oldest_likes")
    )
    longer_gain = pl.when(pl.col("oldest_ago") >= 7).then(pl.col("likes") - pl.col("oldest_likes"))
    score = pl.min_horizontal(pl.col("trending_score").clip(lower_bound=0.0), "likes", longer_gain).clip(
        lower_bound=0.0
    )
    parts = likes.with_columns(
        part_likes=pl.when(~is_known)
        .then(pl.max_horizontal(pl.col("likes") - earlier_likes, "likes_since_previous"))
        .cast(pl.Float64),
        part_days=pl.when(~is_known).then(pl.coalesce(within_ago, "days_since_previous", "oldest_ago")),
        hub_likes=pl.when(~is_known & pl.col("trending_score").is_not_null() & pl.col("likes").is_not_null()).then(
            score
        ),
    )
    hub_says_more = pl.col("hub_likes").is_not_null() & (pl.col("hub_likes") > pl.col("part_likes")).fill_null(True)
    has_gain = pl.col("likes_7d").is_not_null()
    return parts.with_columns(
        week=pl.when(is_known).then(pl.lit("7d")).when(hub_says_more).then(pl.lit("hub")).otherwise(pl.lit("part")),
        likes_7d=pl.when(is_young).then(pl.col("likes").cast(pl.Float64)).when(is_observed).then(pl.col("likes") - likes_seven_days_ago)
        .when(hub_says_more).then(pl.col("hub_likes")).otherwise("part_likes"),
        likes_7d_days=pl.when(is_young).then(pl.col("age_days").clip(lower_bound=0.0)).when(is_observed | hub_says_more).then(7.0).otherwise("part_days"),
    ).with_columns(pl.when(has_gain).then(pl.col("week", "likes_7d_days")))  # fmt: skip


def _estimate_month(likes: pl.DataFrame) -> pl.DataFrame:
    """Add likes_28d over likes_28d_days; NULL if fewer than 7 days are known."""
    age = pl.col("age_days").clip(lower_bound=0.0)
    is_young = pl.col("age_days") <= 28
    is_known = pl.col("oldest_ago") >= 7
    gain = pl.when(is_young).then(pl.col("likes")).when(is_known).then(pl.col("likes") - pl.col("oldest_likes"))
    days = pl.when(is_young).then(age).when(is_known).then(pl.col("oldest_ago").clip(upper_bound=28.0))
    month = likes.with_columns(gain.cast(pl.Float64).alias("likes_28d"), days.alias("likes_28d_days"))
    return month.with_columns(pl.when(pl.col("likes_28d").is_not_null()).then("likes_28d_days"))


def _add_score(likes: pl.DataFrame) -> pl.DataFrame:
    age = pl.col("age_days").fill_null(UNKNOWN_AGE).clip(lower_bound=0.0)
    total = pl.col("likes").clip(lower_bound=0)
    x = pl.col("likes_since_previous").clip(lower_bound=0)
    week = pl.max_horizontal(pl.col("likes_7d").clip(lower_bound=0.0), x)
    # max_horizontal and min_horizontal skip NULL
    part_likes, part_days = pl.col("part_likes").clip(lower_bound=0.0), pl.col("part_days")
    # lower bound of an unobserved week
    least_likes = pl.max_horizontal("hub_likes", pl.when(part_days <= 7).then(part_likes))
    l0 = (total + 0.1) / (age + 30)
    month_is_known = pl.col("likes_28d_days").is_not_null()
    month = pl.max_horizontal(pl.col("likes_28d").clip(lower_bound=0.0), pl.when(pl.col("week") == "7d").then(week))

    def l28(gain: pl.Expr, days: pl.Expr | float) -> pl.Expr:
        gain, days = (
            pl.when(month_is_known).then(month).otherwise(gain),
            pl.when(month_is_known).then("likes_28d_days").otherwise(days),
        )
        return (2 + gain) / (2 / l0 + days)

    observed_rate = pl.when(pl.col("week") == "7d").then(
        (4 + week) / (4 / l28(pl.lit(0.0), pl.lit(0.0)) + pl.col("likes_7d_days"))
    )
    rate_by_part = (4 + part_likes) / (4 / l28(part_likes, part_days) + part_days)
    rate_by_score = pl.when(pl.col("hub_likes").is_not_null()).then(
        (4 + least_likes) / (4 / l28(least_likes, pl.lit(7.0)) + 7)
    )
    rate_by_score = (
        pl.when(part_likes.is_not_null())
        .then((12 + part_likes) / (12 / rate_by_score + part_days))
        .otherwise(rate_by_score)
    )
    rate_by_total = pl.when(pl.col("likes").is_not_null() & part_likes.is_null()).then(total / (age + 2).pow(1.5))
    estimated_rate = pl.max_horizontal(rate_by_part, rate_by_score)
    levels = likes.with_columns(by_total=rate_by_total, l7=pl.coalesce(observed_rate, estimated_rate))
    has_day, l7 = pl.col("likes_since_previous").is_not_null(), pl.col("l7")
    has_rate = l7.is_not_null() & ((pl.col("week") == "7d") | pl.col("by_total").is_null() | (l7 >= pl.col("by_total")))
    smoothed_rate = (12 + x) / (12 / l7 + pl.col("days_since_previous"))
    return levels.with_columns(
        # rounded before ranking: machines differ in the last bits
        score=pl.when(has_rate & has_day).then(smoothed_rate).when(has_rate).then(l7).otherwise("by_total").round(6),
        basis=pl.when(has_rate & has_day)
        .then(pl.lit("24h+") + pl.col("week"))
        .when(has_rate)
        .then(pl.col("week"))
        .otherwise(pl.when(pl.col("likes").is_not_null()).then(pl.lit("total"))),
        # likes behind the rate: the day's plus its prior of 12, or the week's plus its prior of 4
        events=pl.when(has_rate & has_day).then(12.0 + x).when(has_rate).then(4.0 + week),
    ).drop("part_likes", "part_days", "hub_likes", "by_total", "l7")


def _find_interval(mean: Floats, v: Floats) -> tuple[Floats, Floats]:
    """Return 90% intervals of a day's likes, extended to include the mean."""
    low, high = _find_count_interval(mean, v)
    # if most days bring nothing, use the week's interval
    is_quiet = high == 0
    high[is_quiet] = _find_count_interval(7 * mean[is_quiet], v[is_quiet])[1] / 7
    return np.minimum(low, mean), np.maximum(high, mean)


def _find_count_interval(mean: Floats, v: Floats) -> tuple[Floats, Floats]:
    """Return 90% intervals of negative binomial counts with variance mean + v mean^2."""
    r, p = 1 / v, 1 / (1 + v * mean)
    low = _find_quantile(np.full(len(mean), LOWER_TAIL), r, p)
    lower_probability = _find_probability(low - 1, r, p)
    high = _find_quantile(lower_probability + INTERVAL_COVERAGE, r, p)
    upper_error, lower_error = (
        np.abs(_find_probability(end, r, p) - lower_probability - INTERVAL_COVERAGE) for end in (high, high - 1)
    )
    return low, high - ((lower_error < upper_error) & (high > low))


def _find_quantile(q: Floats, r: Floats, p: Floats) -> Floats:
    """Return the smallest count that is exceeded with probability at most 1 - q."""
    from scipy.special import nbdtrik  # noqa: PLC0415  slow to import

    k = np.where(p < 1, np.ceil(np.nan_to_num(nbdtrik(q, r, p))), 0.0)
    # nbdtrik takes continuous counts and is inexact
    k -= (k > 0) & (_find_probability(k - 1, r, p) >= q)
    return k + (_find_probability(k, r, p) < q)


def _find_probability(k: Floats, r: Floats, p: Floats) -> Floats:
    from scipy.special import betainc  # noqa: PLC0415  slow to import

    return np.where(k >= 0, betainc(r, np.maximum(k, 0) + 1, p), 0.0)
