"""Measure the attention board on a long series of few models: its first week many times, and the weeks after.

`python -m benchmarks.replay FOLDER` runs it on `series_models*.parquet` (day, id, likes), as for an imported history.
Without trending scores, boards are built with none, with 0, and with a stand-in: the likes of the trailing 7 days. This
calls the formulas on frames like those of sql/marts/likes.sql, to avoid a home for each of 400 start days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipeline.ranking.attention import score_with_interval
from pipeline.ranking.evaluation import Ranking, measure_coverage
from pipeline.ranking.thresholds import HORIZON_DAYS

Floats = NDArray[np.float64]
MONTH = 28
AGES = {
    "day 2": 1,
    "day 4": 3,
    "day 7": 6,
    "a month": MONTH,
}  # days observed before the ranked one
SCORES = ("none", "zero", "stand-in")
BOARDS = ("attention", "hub", "likes_1d", "likes_7d", "likes")
PLACES = 20
REPLICATES = 1000


@dataclass(frozen=True)
class Series:
    """Likes by day and model; NaN if not observed."""

    days: list[object]
    likes: Floats

    def likes_before(self, day: int, back: int) -> Floats:
        """Return the likes `back` days earlier; NaN before the first day."""
        return self.likes[day - back] if back <= day else np.full(self.likes.shape[1], np.nan)


def read_series(path: Path) -> Series:
    """Read every day from first to last; missing days have no observations."""
    observations = pl.read_parquet(path, columns=["day", "id", "likes"]).with_columns(pl.col("day").cast(pl.Date))
    wide = observations.unique(["day", "id"], keep="last").pivot(
        on="id", index="day", values="likes", sort_columns=True
    )
    calendar_days = observations.select(pl.date_range(pl.col("day").min(), pl.col("day").max()))
    complete = calendar_days.join(wide, on="day", how="left", maintain_order="left")
    return Series(complete["day"].to_list(), complete.drop("day").to_numpy().astype(float))


def build_likes_rows(series: Series, day: int, age: int, score: str) -> pl.DataFrame:
    """Return rows like those of sql/marts/likes.sql for a home of that age in days; `repo` numbers the models."""
    now = series.likes[day]
    past: dict[int, Floats] = {back: series.likes_before(day, back) for back in range(1, age + 1)}

    def find_first(backs: Iterator[int]) -> tuple[Floats, Floats]:
        """Return each model's first observed likes on these days, and how long ago that was."""
        likes, ago = np.full_like(now, np.nan), np.full_like(now, np.nan)
        for back in backs:
            is_first = np.isnan(likes) & ~np.isnan(past[back])
            likes[is_first], ago[is_first] = past[back][is_first], back
        return likes, ago

    day_likes, day_ago = find_first(back for back in (1, 2, 3) if back in past)
    sides = {
        "within_7": find_first(back for back in range(7, 0, -1) if back in past),
        "beyond_7": find_first(back for back in range(7, 15) if back in past),
        "oldest": find_first(back for back in range(MONTH, 0, -1) if back in past),
    }
    week_ago = next((likes for back in (7, 8, 6) if not np.isnan(likes := series.likes_before(day, back)).all()), now)
    trending = {
        "none": np.full_like(now, np.nan),
        "zero": np.zeros_like(now),
        "stand-in": np.maximum(now - week_ago, 0),
    }
    columns: dict[str, Floats] = {
        "likes": now, "trending_score": trending[score], "likes_1d": now - day_likes, "likes_since_previous": now - day_likes, "days_since_previous": day_ago, "age_days": np.full_like(now, np.nan),
        **{f"{name}_likes": likes for name, (likes, _) in sides.items()}, **{f"{name}_ago": ago for name, (_, ago) in sides.items()},
    }  # fmt: skip
    frame = pl.DataFrame(columns).fill_nan(None).with_row_index("repo")
    integer_columns = ["likes", "likes_1d", "likes_since_previous", *(f"{name}_likes" for name in sides)]
    return frame.filter(pl.col("likes").is_not_null()).with_columns(
        pl.col(integer_columns).cast(pl.Int64), category=pl.lit("series")
    )


def compute_ndcg(board_scores: Floats, gains: Floats) -> float:
    """Return NDCG@20 of raw gains, ties averaged; unknown scores rank last."""
    discount = np.concatenate([[0.0], np.cumsum(1 / np.log2(np.arange(2, PLACES + 2)))])
    weights, indices = np.ones((1, len(gains)), int), np.arange(len(gains))

    def compute_gain(scores: Floats) -> float:
        order = np.argsort(-scores, kind="stable")
        _, places = np.unique(-scores[order], return_inverse=True)
        return float(Ranking(indices[order], places, weights).sums([gains], discount)[0][0])

    return compute_gain(np.nan_to_num(board_scores, nan=-1.0)) / compute_gain(gains)


def evaluate_days(series: Series, score: str, age: int) -> pl.DataFrame:
    """Return a row per day and horizon: day, ahead, each board's NDCG, and `places`, the top 50 with their gains."""
    rows: list[dict[str, Any]] = []
    for day in range(MONTH, len(series.days)):
        if np.isnan(series.likes[day]).all():
            continue
        board_rows = score_with_interval(build_likes_rows(series, day, age, score)).rename(
            {"score": "attention", "trending_score": "hub"}
        )
        for ahead in HORIZON_DAYS:
            if day + ahead >= len(series.days):
                continue
            gains = np.maximum(series.likes[day + ahead] - series.likes[day], 0)[board_rows["repo"].to_numpy()]
            rows_with_gain = board_rows.with_columns(gain=pl.Series(gains).fill_nan(None)).filter(
                pl.col("gain").is_not_null()
            )
            if rows_with_gain.is_empty() or rows_with_gain["gain"].max() == 0:
                continue
            gain_values = rows_with_gain["gain"].to_numpy()
            rows.append(
                {"day": day, "ahead": ahead}
                | {board: compute_ndcg(rows_with_gain[board].cast(pl.Float64).fill_null(np.nan).to_numpy(), gain_values) for board in BOARDS}
                | {"places": rows_with_gain.top_k(50, by="attention").select(
                    "basis", "score_low", "score_high", "gain", score="attention", days=pl.lit(float(ahead))).to_dicts()}
            )  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def compute_lead(figures: pl.DataFrame, baseline: str) -> tuple[float, float, float]:
    """Return attention's mean lead over a baseline and its 90% interval, by bootstrap over weeks."""
    weeks = (
        figures.group_by(pl.col("day") // 7)
        .agg(sum=(pl.col("attention") - pl.col(baseline)).sum(), n=pl.len())
        .sort("day")
    )
    draws = np.random.default_rng(7).integers(0, len(weeks), (REPLICATES, len(weeks)))
    total, count = weeks["sum"].to_numpy(), weeks["n"].to_numpy()
    low, high = np.quantile(total[draws].sum(1) / count[draws].sum(1), [0.05, 0.95])
    return float(total.sum() / count.sum()), float(low), float(high)


def print_report(path: Path) -> None:
    """Print NDCG@20 by trending score, age of the home and horizon, then the coverage of the intervals."""
    series = read_series(path)
    print(
        f"\n{len(series.days)} days, {series.likes.shape[1]} models; NDCG@20 of likes gained, mean over the days; lead over the best baseline"
    )
    print(f"{'score':10}{'home':10}{'ahead':>6}" + "".join(f"{board:>11}" for board in BOARDS) + "   lead [90%]")
    coverage_cases: list[tuple[str, str, int, pl.DataFrame]] = []
    for score in SCORES:
        for name, age in AGES.items():
            figures = evaluate_days(series, score, age)
            for (ahead,), part in figures.sort("ahead", "day").group_by("ahead", maintain_order=True):
                means = {board: float(np.mean(part[board].to_numpy())) for board in BOARDS}
                _, best = max((means[board], board) for board in BOARDS[1:])
                mean, low, high = compute_lead(part, best)
                print(
                    f"{score:10}{name:10}{ahead:>6}"
                    + "".join(f"{means[board]:11.3f}" for board in BOARDS)
                    + f"   {mean:+.3f} [{low:+.3f}, {high:+.3f}] over {best}"
                )
                places = part.select(pl.col("places").explode().struct.unnest())
                coverage_cases.append((score, name, int(ahead), places))  # pyright: ignore[reportArgumentType]
    print("\nCoverage of the 90% interval for likes per day; top 50")
    for score, name, ahead, places in coverage_cases:
        interval_texts = [
            f"{metric.removeprefix('coverage_90').strip('_') or 'all'} {value:.1%} of {cases:,}"
            for metric, value, _, _, cases in measure_coverage(places, ahead)
        ]
        print(f"{score:10}{name:10}{ahead:>3}  " + ", ".join(interval_texts))
