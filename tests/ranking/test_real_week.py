"""On a real week of the Hub, the attention board predicts likes better than the Hub's own order.

Skipped without the recordings, which are not in the repository.
"""

import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from benchmarks.captures import read_captures
from pipeline.sample_hub.days import Row
from tests.ranking.frames import build_frame, rank_frame

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
HORIZON_DAYS = 3
RANKS = 20


def recording(kind: str) -> Path:
    paths = sorted(REAL.glob(f"trending_{kind}_*.parquet"))
    if not paths:
        pytest.skip(f"no recordings in {REAL}")
    return paths[0]


def ndcg(scores: np.ndarray, gains: np.ndarray, places: int = RANKS) -> float:
    """NDCG of the plain gains; repos of equal score share the mean gain of their ranks."""

    def dcg(by: np.ndarray) -> float:
        _, group = np.unique(-by, return_inverse=True)
        mean = np.bincount(group, gains) / np.bincount(group)
        sorted_means = mean[np.sort(group)][:places]
        return float((sorted_means / np.log2(np.arange(2, len(sorted_means) + 2))).sum())

    return dcg(scores) / dcg(gains)


def test_ndcg_by_hand():
    gains = np.array([3.0, 0.0, 1.0])
    assert ndcg(gains, gains) == 1
    assert ndcg(np.array([1.0, 2.0, 0.0]), gains) == pytest.approx((3 / np.log2(3) + 1 / 2) / (3 + 1 / np.log2(3)))
    assert ndcg(np.zeros(3), gains) == pytest.approx(4 / 3 * (1 + 1 / np.log2(3) + 1 / 2) / (3 + 1 / np.log2(3)))


def measure_week(kind: str) -> list[tuple[float, float]]:
    """(attention, hub): NDCG of each day of the week with a day before it and one three days later."""
    path = recording(kind)
    world = read_captures(path, None) if kind == "models" else read_captures(None, path)
    last = pl.scan_parquet(path).group_by(pl.col("captured_at").dt.date().alias("day")).agg(pl.col("captured_at").max())
    capture_times: dict[dt.date, dt.datetime] = dict(last.collect().iter_rows())
    rows: dict[dt.date, dict[str, Row]] = {
        day: {row["_id"]: row for row in (world.day(day).models or world.day(day).datasets)} for day in world.days
    }
    figures: list[tuple[float, float]] = []
    for day in world.days[1:]:
        then = rows.get(day + dt.timedelta(HORIZON_DAYS))
        if then is None:
            continue
        boards = rank_frame(
            build_frame(*(likes_row(oid, day, rows, capture_times) for oid in rows[day])), max_rank=10_000
        )
        ends = pl.DataFrame({"oid": list(then), "end": [row["likes"] for row in then.values()]})
        known_gains = boards.join(ends, on="oid").with_columns(gain=(pl.col("end") - pl.col("likes")).clip(0))
        attention, hub = (
            known_gains.filter(pl.col("board") == board).select("score", "gain").cast(pl.Float64)
            for board in ("attention", "hub")
        )
        figures.append(tuple(ndcg(b["score"].to_numpy(), b["gain"].to_numpy()) for b in (attention, hub)))  # pyright: ignore[reportArgumentType]
    return figures


def likes_row(
    oid: str, day: dt.date, rows: dict[dt.date, dict[str, Row]], capture_times: dict[dt.date, dt.datetime]
) -> dict[str, object]:
    """A row of sql/marts/likes.sql: the repo now and on earlier days."""
    now = rows[day][oid]
    past = [
        ((capture_times[day] - capture_times[d]) / dt.timedelta(1), rows[d][oid]["likes"])
        for d in rows
        if d < day and oid in rows[d]
    ]
    created_at = dt.datetime.fromisoformat(now["createdAt"])
    row: dict[str, object] = {
        "oid": oid,
        "id": now["id"],
        "likes": now["likes"],
        "trending_score": float(now["trendingScore"]),
        "age_days": (capture_times[day].replace(tzinfo=dt.UTC) - created_at) / dt.timedelta(1),
    }
    near = min(((abs(ago - 1), ago, likes) for ago, likes in past if 0.5 <= ago <= 3.5), default=None)
    if near is not None:
        row |= {"days_since_previous": near[1], "likes_since_previous": now["likes"] - near[2]}
    if past:
        ago, likes = max(past)
        row |= {"within_7_ago": ago, "within_7_likes": likes, "oldest_ago": ago, "oldest_likes": likes}
    return row


@pytest.mark.parametrize("kind", ["models", "datasets"])
def test_attention_is_at_least_as_good_as_the_hubs_order(kind: str):
    figures = np.array(measure_week(kind))
    attention, hub = figures.mean(axis=0)
    print(  # noqa: T201  figures for -s
        f"\n{kind}: NDCG@{RANKS} {HORIZON_DAYS} days ahead, mean of {len(figures)} days: attention {attention:.3f}, hub {hub:.3f}"
    )
    if kind == "models":
        assert attention >= hub
