"""Simulate the true counters of all repos: arrays with a row per repo and a column per day.

The simulation begins before the first day, so that rolling sums are complete. `events` distorts the counters on bad
days.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.sample_hub.repos import Repo

WINDOW = 30
TRENDING_DAYS = 7
HISTORY = 36
DEBUT_DAYS = 4.0
FRESH_DAYS = 15.0
SURGE_LIKES = 60.0
# Gamma noise of this shape gives daily likes an overdispersion of 0.2, as measured on the Hub.
NOISE_SHAPE = 5.0
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Counters:
    """A row per repo, a column per visible day."""

    likes: Ints
    downloads: Ints
    downloads_all_time: Ints
    trending: Floats

    def copy(self) -> "Counters":
        return Counters(self.likes.copy(), self.downloads.copy(), self.downloads_all_time.copy(), self.trending.copy())


def simulate_counters(rng: np.random.Generator, repos: list[Repo], days: int) -> Counters:
    times = np.arange(-HISTORY, days)
    first_days = np.array([repo.first_day for repo in repos])[:, None]
    alive = times >= first_days
    likes = _simulate_likes(rng, repos, times, first_days, alive)
    downloads, all_time = _simulate_downloads(rng, repos, times, first_days, alive)
    trending = np.maximum(likes[:, HISTORY:] - likes[:, HISTORY - TRENDING_DAYS : -TRENDING_DAYS], 0).astype(np.float64)
    # A few scores have a fraction, as on the Hub: 9.600000000000001.
    fractional = rng.random(len(repos)) < 0.04
    trending[fractional] = 3 * np.round(trending[fractional] / 3 + 0.2, 1)
    disabled_rows = [i for i, repo in enumerate(repos) if repo.row["disabled"]]
    downloads[disabled_rows] = 0
    return Counters(likes[:, HISTORY:], downloads, all_time, trending)


def _simulate_likes(
    rng: np.random.Generator, repos: list[Repo], times: Ints, first_days: Ints, alive: NDArray[np.bool_]
) -> Ints:
    rate = np.array([repo.growth.likes_rate for repo in repos])[:, None]
    debut = np.array([repo.growth.debut_likes for repo in repos])[:, None]
    beyond_last_day = int(times[-1]) + 1
    surges = [beyond_last_day if repo.growth.surge_from is None else repo.growth.surge_from for repo in repos]
    surge = np.array(surges)[:, None]
    age = np.maximum(times - first_days, 0)
    novelty = 1 + 3 * 2.0 ** (-age / FRESH_DAYS)
    expected_gains = rate * novelty + debut / DEBUT_DAYS * np.exp(-age / DEBUT_DAYS) + SURGE_LIKES * (times >= surge)
    noise = rng.gamma(NOISE_SHAPE, 1 / NOISE_SHAPE, expected_gains.shape)
    gains = rng.poisson(expected_gains * noise * alive)
    base = np.array([repo.growth.likes for repo in repos])[:, None]
    withdrawals = (rng.random(expected_gains.shape) < 0.02) & (base > 2 * HISTORY)
    # A repo older than the simulation has its given likes on the first visible day: count back from there.
    totals = np.cumsum(gains - withdrawals, axis=1)
    start = np.where(first_days < -HISTORY, np.maximum(base - totals[:, HISTORY : HISTORY + 1], 0), 0)
    return start + totals


def _simulate_downloads(
    rng: np.random.Generator, repos: list[Repo], times: Ints, first_days: Ints, alive: NDArray[np.bool_]
) -> tuple[Ints, Ints]:
    rate = np.array([repo.growth.downloads_rate for repo in repos])[:, None]
    base = np.array([repo.growth.downloads_all_time for repo in repos])[:, None]
    drift = np.cumsum(rng.normal(0, 0.03, (len(repos), len(times))), axis=1)
    weekday = 1 - 0.25 * (np.isin(times % 7, (5, 6)))
    noise = rng.gamma(NOISE_SHAPE, 1 / NOISE_SHAPE, drift.shape)
    daily = rng.poisson(rate * weekday * np.exp(drift) * noise * alive)
    # A new repo's download counter starts later than its likes.
    newborn = (times == first_days) & (first_days >= 0)
    daily = np.where(newborn, np.minimum(daily, 2), daily)
    totals = np.cumsum(daily, axis=1)
    visible_totals = totals[:, HISTORY:]
    return visible_totals - totals[:, HISTORY - WINDOW : -WINDOW], base + visible_totals
