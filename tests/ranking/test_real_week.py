"""The attention board on a real week of the Hub: does it foresee likes better than the Hub's own order?

Skipped where the recordings are not there: they are not part of the repository.
"""

import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from benchmarks.captures import captured_world
from pipeline.sample_hub.days import Row
from tests.ranking.frames import frame, ranked

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
AHEAD = 3
PLACES = 20


def recording(kind: str) -> Path:
    found = sorted(REAL.glob(f"trending_{kind}_*.parquet"))
    if not found:
        pytest.skip(f"no recordings in {REAL}")
    return found[0]


def ndcg(scores: np.ndarray, gains: np.ndarray, places: int = PLACES) -> float:
    """NDCG with gains as they are; repos of equal score share the mean gain of their places."""

    def dcg(by: np.ndarray) -> float:
        _, group = np.unique(-by, return_inverse=True)
        mean = np.bincount(group, gains) / np.bincount(group)
        ordered = mean[np.sort(group)][:places]
        return float((ordered / np.log2(np.arange(2, len(ordered) + 2))).sum())

    return dcg(scores) / dcg(gains)


def test_ndcg_by_hand():
    gains = np.array([3.0, 0.0, 1.0])
    assert ndcg(gains, gains) == 1
    assert ndcg(np.array([1.0, 2.0, 0.0]), gains) == pytest.approx((3 / np.log2(3) + 1 / 2) / (3 + 1 / np.log2(3)))
    assert ndcg(np.zeros(3), gains) == pytest.approx(4 / 3 * (1 + 1 / np.log2(3) + 1 / 2) / (3 + 1 / np.log2(3)))


def week(kind: str) -> list[tuple[float, float]]:
    """(attention, hub): NDCG of each day of the week that has a day before it and one three days later."""
    path = recording(kind)
    world = captured_world(path, None) if kind == "models" else captured_world(None, path)
    last = pl.scan_parquet(path).group_by(pl.col("captured_at").dt.date().alias("day")).agg(pl.col("captured_at").max())
    taken: dict[dt.date, dt.datetime] = dict(last.collect().iter_rows())
    rows: dict[dt.date, dict[str, Row]] = {
        day: {row["_id"]: row for row in (world.day(day).models or world.day(day).datasets)} for day in world.days
    }
    figures: list[tuple[float, float]] = []
    for day in world.days[1:]:
        then = rows.get(day + dt.timedelta(AHEAD))
        if then is None:
            continue
        made = ranked(frame(*(likes_row(oid, day, rows, taken) for oid in rows[day])), kept=10_000)
        ends = pl.DataFrame({"oid": list(then), "end": [row["likes"] for row in then.values()]})
        known = made.join(ends, on="oid").with_columns(gain=(pl.col("end") - pl.col("likes")).clip(0))
        attention, hub = (
            known.filter(pl.col("board") == board).select("score", "gain").cast(pl.Float64)
            for board in ("attention", "hub")
        )
        figures.append(tuple(ndcg(b["score"].to_numpy(), b["gain"].to_numpy()) for b in (attention, hub)))  # pyright: ignore[reportArgumentType]
    return figures


def likes_row(
    oid: str, day: dt.date, rows: dict[dt.date, dict[str, Row]], taken: dict[dt.date, dt.datetime]
) -> dict[str, object]:
    """A row of sql/marts/likes.sql: the repo now and at the days before."""
    now = rows[day][oid]
    past = [
        ((taken[day] - taken[d]) / dt.timedelta(1), rows[d][oid]["likes"]) for d in rows if d < day and oid in rows[d]
    ]
    created = dt.datetime.fromisoformat(now["createdAt"])
    made: dict[str, object] = {
        "oid": oid,
        "id": now["id"],
        "likes": now["likes"],
        "trending_score": float(now["trendingScore"]),
        "age_days": (taken[day].replace(tzinfo=dt.UTC) - created) / dt.timedelta(1),
    }
    near = min(((abs(ago - 1), ago, likes) for ago, likes in past if 0.5 <= ago <= 3.5), default=None)
    if near is not None:
        made |= {"days_since_previous": near[1], "likes_since_previous": now["likes"] - near[2]}
    if past:
        ago, likes = max(past)
        made |= {"within_7_ago": ago, "within_7_likes": likes, "oldest_ago": ago, "oldest_likes": likes}
    return made


@pytest.mark.parametrize("kind", ["models", "datasets"])
def test_attention_is_not_worse_than_the_hubs_order(kind: str):
    figures = np.array(week(kind))
    attention, hub = figures.mean(axis=0)
    print(  # noqa: T201  figures for -s
        f"\n{kind}: NDCG@{PLACES} {AHEAD} days ahead, mean of {len(figures)} days: attention {attention:.3f}, hub {hub:.3f}"
    )
    if kind == "models":
        assert attention >= hub
