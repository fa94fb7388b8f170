"""Surprise: by hand, by simulation of ordinary repos, and with some surges."""

from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy.stats import norm

from pipeline.ranking.attention import score_members
from pipeline.ranking.breakout import measure_surprise
from pipeline.ranking.thresholds import FALSE_DISCOVERY_RATE
from tests.ranking.frames import build_frame

WHOLE_MONTH = {
    "within_7_ago": 7.0,
    "beyond_7_ago": 7.0,
    "oldest_ago": 28.0,
    "likes_since_previous": 1,
    "days_since_previous": 1.0,
}


def build_month(*weeks: int, **changes: Any) -> dict[str, Any]:
    """Likes of the last four weeks, latest last."""
    likes = 1000 + sum(weeks)
    return {
        "likes": likes, "within_7_likes": likes - weeks[-1], "beyond_7_likes": likes - weeks[-1], "oldest_likes": 1000,
    } | WHOLE_MONTH | changes  # fmt: skip


def measure_rows(*rows: dict[str, Any]) -> pl.DataFrame:
    return measure_surprise(score_members(build_frame(*rows)))


def test_z_by_hand() -> None:
    row = measure_rows(build_month(10, 20, 30, 100)).row(0, named=True)
    # one repo gives no dispersion of its own: Poisson's remains, one week against three
    z = 2 * (np.sqrt(100.375) - np.sqrt(20.375)) / np.sqrt(4 / 3)
    assert (row["expected_likes_7d"], row["z"]) == (20, pytest.approx(z, abs=1e-6))
    assert row["false_discovery_rate"] == pytest.approx(norm.sf(z), abs=1e-9)


def test_a_partly_observed_month_counts_its_observed_weeks() -> None:
    row = measure_rows(build_month(0, 0, 14, 30, oldest_ago=14.0)).row(0, named=True)
    assert row["expected_likes_7d"] == 14
    assert row["z"] == pytest.approx(2 * (np.sqrt(30.375) - np.sqrt(14.375)) / np.sqrt(2), abs=1e-6)


def test_repos_without_a_known_week_do_not_change_the_others() -> None:
    known_rows = [build_month(0, 0, 0, 9 * (n % 10 == 0)) for n in range(60)]
    young_rows = [build_month(0, 0, 0, 1, age_days=3.0) for _ in range(90)]
    z = measure_rows(*known_rows, *young_rows)["z"]
    assert z.head(60).to_list() == measure_rows(*known_rows)["z"].to_list() and z.count() == 60


@pytest.mark.parametrize(
    "unknown",
    [
        {"oldest_ago": 10.0},
        {"beyond_7_ago": None, "beyond_7_likes": None},
        {"age_days": 5.0},
        {"age_days": 12.0},
        {"likes": None},
    ],
)
def test_unknown_weeks_are_no_surprise(unknown: dict[str, Any]) -> None:
    row = measure_rows(build_month(10, 10, 10, 100) | unknown).row(0, named=True)
    assert (row["z"], row["false_discovery_rate"]) == (None, None)


def test_lost_likes_are_none() -> None:
    row = measure_rows(build_month(5, 5, -90, -5)).row(0, named=True)
    assert (row["expected_likes_7d"], row["z"]) == (0, 0)


def test_q_follows_benjamini_and_hochberg() -> None:
    weeks = [(20, 20, 20, last) for last in (20, 60, 35, 20, 45, 20)]
    z = measure_rows(*(build_month(*w) for w in weeks))
    p = np.sort(norm.sf(z["z"].to_numpy()))
    by_hand = [min(1, *(p[k] * 6 / (k + 1) for k in range(n, 6))) for n in range(6)]
    assert np.sort(z["false_discovery_rate"].to_numpy()) == pytest.approx(by_hand, abs=1e-8)


@pytest.mark.parametrize("burstiness", [0.0, 0.2])
def test_false_discoveries_stay_few(burstiness: float) -> None:
    """Quiet repos of every size, and fifty with a multiple of their usual likes."""
    rng = np.random.default_rng(7)
    repos, surging = 20_000, 50
    rate = np.exp(rng.normal(0, 1.6, repos)) / 7
    daily = rate[:, None] * (rng.gamma(1 / burstiness, burstiness, (repos, 28)) if burstiness else np.ones((repos, 28)))
    daily[:surging, -7:] += 6
    days = rng.poisson(daily)
    weeks = days.reshape(repos, 4, 7).sum(2)
    likes = 1000 + weeks.sum(1)
    frames = pl.concat([build_frame({})] * repos).with_columns(
        oid=pl.int_range(pl.len()).cast(pl.String), likes=pl.Series(likes), within_7_likes=pl.Series(likes - weeks[:, -1]), within_7_ago=7.0,
        beyond_7_likes=pl.Series(likes - weeks[:, -1]), beyond_7_ago=7.0, oldest_likes=pl.Series(likes - weeks.sum(1)), oldest_ago=28.0,
        likes_since_previous=1, days_since_previous=1.0,
    )  # fmt: skip
    breakouts = (
        measure_surprise(score_members(frames))
        .filter(pl.col("false_discovery_rate") <= FALSE_DISCOVERY_RATE)["oid"]
        .cast(pl.Int64)
        .to_numpy()
    )
    false_share = (breakouts >= surging).sum() / max(len(breakouts), 1)
    print(  # noqa: T201  figures for -s
        f"\nburstiness {burstiness}: {len(breakouts)} found, {false_share:.1%} of them false, {np.isin(range(surging), breakouts).mean():.0%} of the surges"
    )
    assert false_share <= 0.10
    assert np.isin(range(surging), breakouts).mean() > 0.8
