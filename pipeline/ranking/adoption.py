"""The adoption board: downloads a day, from last week's growth of the Hub's all-time counter.

The 30-day counter does not measure growth: it also drops the day that leaves its window. Each step between observations
of `downloads_all_time` counts over its true time. Days with a frozen, low or unsound counter merge into the next; steps
of a whole library or author are left out. Each rate is capped at 3 times the median of the others, so that one day does
not make a week; at least 3 steps must bring downloads.

    score = sum of min(r, 3 median of the others) x days / sum of days

The 90% interval of the next day is Student's prediction interval s sqrt(1 + 1/n), s the standard deviation of the n
capped rates.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

from pipeline.notes import Note
from pipeline.ranking.board_status import NOTABLE_FROZEN_SHARE, NOTABLE_ROLLED_BACK_SHARE
from pipeline.ranking.registry import Facts
from pipeline.ranking.thresholds import RATE_CAP_FACTOR, WINDOW_DAYS

MIN_ACTIVE_STEPS = 3
WEEK_DAYS = 7


def score_members(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `most`: downloads a day from about a week ago to the highest observation, a bound the rate seldom exceeds.

    NULL if unknown or none.
    """
    gain = pl.max_horizontal("downloads_all_time", "peak_downloads") - pl.col("week_downloads").fill_null(0)
    days = pl.coalesce("week_ago", pl.when(pl.col("age_days") <= WINDOW_DAYS).then("age_days"))
    return rows.with_columns(most=pl.when((gain > 0) & (days > 0)).then(gain / days))


def score_contenders(rows: pl.DataFrame, week: pl.DataFrame) -> pl.DataFrame:
    names = {"rate_low": "adoption_low", "rate_high": "adoption_high", "downloads_basis": "adoption_basis"}
    return rows.join(
        measure_adoption(_add_origins(rows, week)).rename(names), on="repo", how="left", maintain_order="left"
    )


def explain_withheld(day: Facts) -> Iterator[Note]:
    if not day["all_time_known"]:
        yield Note("no_all_time_downloads")
        return
    if not day["downloads_sound"]:
        yield Note("downloads_unsound")
        return
    yield Note("few_growth_days", {"needed": MIN_ACTIVE_STEPS, "observed": day["days_before"] + 1})
    if day["frozen_share"] >= NOTABLE_FROZEN_SHARE:
        yield Note("downloads_frozen", {"share": day["frozen_share"]})


def explain_degraded(board: Facts, day: Facts) -> Iterator[Note]:
    if day["frozen_share"] >= NOTABLE_FROZEN_SHARE:
        yield Note("downloads_frozen", {"share": day["frozen_share"]})
    if day["rolled_back_share"] >= NOTABLE_ROLLED_BACK_SHARE:
        yield Note("downloads_fallen", {"share": day["rolled_back_share"]})
    if not day["downloads_sound"]:
        yield Note("downloads_unsound")
    if day["frozen_share"] >= NOTABLE_FROZEN_SHARE or not day["downloads_sound"]:
        yield Note("rates_end_earlier")
    if day["days_before"] < MIN_ACTIVE_STEPS:
        yield Note("only_young_repos", {"days": WEEK_DAYS})
    elif day["days_before"] < WEEK_DAYS:
        yield Note("few_snapshots", {"snapshots": day["days_before"] + 1, "needed": WEEK_DAYS + 1})


def measure_adoption(week: pl.DataFrame) -> pl.DataFrame:
    """Compute downloads a day.

    `week`: one row per repo and day, at most WINDOW_DAYS: repo, ago (days before now), downloads_all_time (NULL if not
    observed), left_out (the gain since the previous observation does not count). A repo created in the window may have
    a row of 0 downloads at its creation. Returns one row per repo with enough: repo, downloads_gained,
    downloads_gained_days (its span), downloads_burst (its largest share in one step), rate, rate_low, rate_high (a
    day), downloads_basis: 7d (a step a day), merged, or part (less than 6.5 days).
    """
    from scipy.special import stdtrit  # noqa: PLC0415  slow to import

    # a left-out step to an unobserved day also excludes the longer step around it
    observations = week.sort("repo", "ago", descending=[False, True]).with_columns(
        left_out=pl.col("left_out").cast(pl.Int32).cum_sum().over("repo")
    )
    known_observations = observations.filter(pl.col("downloads_all_time").is_not_null())
    steps = known_observations.select(
        "repo",
        gain=pl.col("downloads_all_time").diff().over("repo").cast(pl.Float64),
        days=-pl.col("ago").diff().over("repo"),
        left_out=pl.col("left_out").diff().over("repo") > 0,
    ).filter((pl.col("days") > 0) & ~pl.col("left_out"))
    observation_counts = week.group_by("repo").len("observations")
    totals = (
        steps.group_by("repo", maintain_order=True)
        .agg(
            downloads_gained=pl.col("gain").sum().cast(pl.Int64),
            downloads_gained_days=pl.col("days").sum().round(4),
            downloads_burst=(pl.col("gain").max() / pl.col("gain").sum()).round(4),
            steps=pl.len(),
            active=(pl.col("gain") > 0).sum(),
            rates=pl.col("gain") / pl.col("days"),
            days="days",
        )
        .filter(pl.col("active") >= MIN_ACTIVE_STEPS)
        .join(observation_counts, on="repo", maintain_order="left")
    )
    rates, days = _build_matrix(totals["rates"]), _build_matrix(totals["days"])
    capped_rates = np.minimum(rates, RATE_CAP_FACTOR * _find_median_of_others(rates))
    rate = np.nansum(capped_rates * days, axis=1) / np.nansum(days, axis=1)
    n = totals["steps"].to_numpy()
    spread = np.sqrt(np.nansum((capped_rates - np.nanmean(capped_rates, axis=1, keepdims=True)) ** 2, axis=1) / (n - 1) * (1 + 1 / n)) if len(n) else rate  # fmt: skip
    half_width = stdtrit(n - 1, 0.95) * spread if len(n) else rate
    return totals.select(
        "repo", "downloads_gained", "downloads_gained_days", "downloads_burst",
        rate=pl.Series(rate).round(6),
        rate_low=pl.Series(np.maximum(rate - half_width, 0)).round(6),
        rate_high=pl.Series(rate + half_width).round(6),
        downloads_basis=pl.when(pl.col("steps") + 1 < pl.col("observations")).then(pl.lit("merged"))
        .when(pl.col("downloads_gained_days") < 6.5).then(pl.lit("part")).otherwise(pl.lit("7d")),
    )  # fmt: skip


def _add_origins(contenders: pl.DataFrame, week: pl.DataFrame) -> pl.DataFrame:
    """Add creations within the window as 0 downloads."""
    young_repos = contenders.filter((pl.col("age_days") > 0) & (pl.col("age_days") < WINDOW_DAYS)).unique(
        "repo", maintain_order=True
    )
    origins = young_repos.select("repo", ago="age_days", downloads_all_time=pl.lit(0, pl.Int64), left_out=pl.lit(False))
    observations = week.filter(pl.col("ago") <= WINDOW_DAYS).select(origins.columns)
    return pl.concat([observations, origins])


def _build_matrix(lists: pl.Series) -> np.ndarray:
    """Return matrix rows padded with NaN."""
    lengths = lists.list.len().to_numpy().astype(int)
    matrix = np.full((len(lists), max(int(lengths.max()) if len(lists) else 0, 1)), np.nan)
    matrix[np.arange(matrix.shape[1]) < lengths[:, None]] = lists.explode().drop_nulls().to_numpy()
    return matrix


def _find_median_of_others(rates: np.ndarray) -> np.ndarray:
    """Return for each number the median of the others in its row: at least two, padded with NaN."""
    n = np.sum(~np.isnan(rates), axis=1, keepdims=True)
    order = np.argsort(rates, axis=1)  # NaN last
    sorted_rates = np.take_along_axis(rates, order, axis=1)
    ranks = np.argsort(order, axis=1)

    def take_from_others(number: np.ndarray) -> np.ndarray:
        return np.take_along_axis(sorted_rates, np.clip(number + (number >= ranks), 0, rates.shape[1] - 1), axis=1)

    return (take_from_others((n - 2) // 2) + take_from_others((n - 1) // 2)) / 2
