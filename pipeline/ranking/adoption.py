"""The adoption board: downloads a day, as the Hub's counter of all downloads grew over the last week.

The counter of the trailing 30 days is no growth: it also drops the day that leaves its window. So the steps between
observations of `downloads_all_time` count, each over its true time. A day on which the counter stood still, is below its highest or
had collapsed is no observation of downloads: it is merged with those after it. A step of the repo's whole library or author is left
out. Each step's rate counts for at most 3 times the median of the others', so that one day does not make a week; at least 3 steps must have brought any.

    score = sum of min(r, 3 median of the others) x days / sum of days

90% interval: Student's, of another day like those: s sqrt(1 + 1/n), s being the standard deviation of the n capped rates. The downloads
of the next day lie inside nine times in ten. Pure: frames in, frames out.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

from pipeline.notes import Note
from pipeline.ranking.board_status import FROZEN, ROLLED_BACK
from pipeline.ranking.registry import Facts
from pipeline.ranking.thresholds import CAP, WINDOW

LEAST_ACTIVE = 3
WEEK = 7  # days


def score_members(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `most`: downloads a day from the earliest observation of about a week to the highest, NULL when unknown or none.

    The rate seldom exceeds it.
    """
    before = pl.max_horizontal("downloads_all_time", "peak_downloads") - pl.col("week_downloads").fill_null(0)
    since = pl.coalesce("week_ago", pl.when(pl.col("age_days") <= WINDOW).then("age_days"))
    return rows.with_columns(most=pl.when((before > 0) & (since > 0)).then(before / since))


def score_contenders(rows: pl.DataFrame, week: pl.DataFrame) -> pl.DataFrame:
    """Add what `adoption` tells of the repos."""
    names = {"rate_low": "adoption_low", "rate_high": "adoption_high", "downloads_basis": "adoption_basis"}
    return rows.join(adoption(_with_origins(rows, week)).rename(names), on="repo", how="left", maintain_order="left")


def explain_withheld(day: Facts) -> Iterator[Note]:
    """Why there is no board."""
    if not day["downloads_sound"]:
        yield Note("downloads_unsound")
        return
    yield Note("few_growth_days", {"needed": LEAST_ACTIVE, "observed": day["days_before"] + 1})
    if day["frozen_share"] >= FROZEN:
        yield Note("downloads_frozen", {"share": day["frozen_share"]})


def explain_degraded(board: Facts, day: Facts) -> Iterator[Note]:
    """What was wrong with its inputs."""
    if day["frozen_share"] >= FROZEN:
        yield Note("downloads_frozen", {"share": day["frozen_share"]})
    if day["rolled_back_share"] >= ROLLED_BACK:
        yield Note("downloads_fallen", {"share": day["rolled_back_share"]})
    if not day["downloads_sound"]:
        yield Note("downloads_unsound")
    if day["frozen_share"] >= FROZEN or not day["downloads_sound"]:
        yield Note("rates_end_earlier")
    if day["days_before"] < WEEK:
        yield Note("few_snapshots", {"snapshots": day["days_before"] + 1, "needed": WEEK + 1})


def adoption(week: pl.DataFrame) -> pl.DataFrame:
    """Downloads a day of each repo.

    `week`: one row per repo and day: repo, ago (days before now), downloads_all_time (NULL where it is no observation), left_out (whether
    what was gained since the observation before does not count). At most WINDOW days.
    A repo made within it may have a row of 0 downloads at its making. Returns one row per repo with enough of them: repo,
    downloads_gained, downloads_gained_days (what the gain spans), downloads_burst (largest share of it in one step), rate, rate_low,
    rate_high (downloads a day) and downloads_basis: 7d (a step a day), merged, or part (less than 6.5 days).
    """
    from scipy.special import stdtrit  # noqa: PLC0415  slow to import

    # a step that is left out may end on a day that is no observation: then so is the longer one that holds it
    ordered = week.sort("repo", "ago", descending=[False, True]).with_columns(
        left_out=pl.col("left_out").cast(pl.Int32).cum_sum().over("repo")
    )
    seen = ordered.filter(pl.col("downloads_all_time").is_not_null())
    steps = seen.select(
        "repo",
        gain=pl.col("downloads_all_time").diff().over("repo").cast(pl.Float64),
        days=-pl.col("ago").diff().over("repo"),
        left_out=pl.col("left_out").diff().over("repo") > 0,
    ).filter((pl.col("days") > 0) & ~pl.col("left_out"))
    whole = week.group_by("repo").len("observations")
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
        .filter(pl.col("active") >= LEAST_ACTIVE)
        .join(whole, on="repo", maintain_order="left")
    )
    rates, days = _matrix(totals["rates"]), _matrix(totals["days"])
    capped = np.minimum(rates, CAP * _median_of_others(rates))
    rate = np.nansum(capped * days, axis=1) / np.nansum(days, axis=1)
    n = totals["steps"].to_numpy()
    spread = np.sqrt(np.nansum((capped - np.nanmean(capped, axis=1, keepdims=True)) ** 2, axis=1) / (n - 1) * (1 + 1 / n)) if len(n) else rate  # fmt: skip
    reach = stdtrit(n - 1, 0.95) * spread if len(n) else rate
    return totals.select(
        "repo", "downloads_gained", "downloads_gained_days", "downloads_burst",
        rate=pl.Series(rate).round(6),
        rate_low=pl.Series(np.maximum(rate - reach, 0)).round(6),
        rate_high=pl.Series(rate + reach).round(6),
        downloads_basis=pl.when(pl.col("steps") + 1 < pl.col("observations")).then(pl.lit("merged"))
        .when(pl.col("downloads_gained_days") < 6.5).then(pl.lit("part")).otherwise(pl.lit("7d")),
    )  # fmt: skip


def _with_origins(contending: pl.DataFrame, week: pl.DataFrame) -> pl.DataFrame:
    """A repo made within the window had no downloads when it was made: an observation that needs no observer."""
    young = contending.filter((pl.col("age_days") > 0) & (pl.col("age_days") < WINDOW)).unique(
        "repo", maintain_order=True
    )
    made = young.select("repo", ago="age_days", downloads_all_time=pl.lit(0, pl.Int64), left_out=pl.lit(False))
    seen = week.filter(pl.col("ago") <= WINDOW).select(made.columns)
    return pl.concat([seen, made])


def _matrix(lists: pl.Series) -> np.ndarray:
    """Lists of numbers as rows, filled up with NaN."""
    lengths = lists.list.len().to_numpy().astype(int)
    made = np.full((len(lists), max(int(lengths.max()) if len(lists) else 0, 1)), np.nan)
    made[np.arange(made.shape[1]) < lengths[:, None]] = lists.explode().drop_nulls().to_numpy()
    return made


def _median_of_others(rates: np.ndarray) -> np.ndarray:
    """For each of a row's numbers, the median of its other ones. Rows end in NaN; two numbers at least."""
    n = np.sum(~np.isnan(rates), axis=1, keepdims=True)
    order = np.argsort(rates, axis=1)  # NaN last
    ranked = np.take_along_axis(rates, order, axis=1)
    place = np.argsort(order, axis=1)

    def other(number: np.ndarray) -> np.ndarray:
        """The number-th smallest of the others: past one's own place, one further."""
        return np.take_along_axis(ranked, np.clip(number + (number >= place), 0, rates.shape[1] - 1), axis=1)

    return (other((n - 2) // 2) + other((n - 1) // 2)) / 2
