import datetime as dt
from collections.abc import Iterable

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ranking.boards import score_members
from pipeline.ranking.evaluation import (
    BOARD_DAY,
    EVALUATED_RANKS,
    MAX_TIES,
    POOL_SIZE,
    build_lineups,
    evaluate_rankings,
    measure_coverage,
    measure_overlap,
    measure_steadiness,
    select_pool,
)
from tests.ranking.frames import build_frame


def evaluate_ranking(
    gains: list[float], order: list[int], places: list[int] | None = None
) -> dict[str, tuple[float, float, float]]:
    """The figures of ranking repos 0, 1, ... by their gains."""
    ranks = build_day_frame(board=["b"] * len(order), place=places or range(1, len(order) + 1), repo=order)
    pool_rows = select_pool(build_day_frame(repo=range(len(gains)), gain=gains), ranks)
    figures = evaluate_rankings(pool_rows["gain"].to_numpy(), ranks.join(pool_rows, on=[*BOARD_DAY, "repo"]), "seed")
    return {metric: (value, low, high) for _, metric, value, low, high in figures}


def build_day_frame(**columns: Iterable[object]) -> pl.DataFrame:
    return pl.DataFrame(columns).with_columns(date=dt.date(2026, 11, 10), category=pl.lit("c"))


def test_ndcg_by_hand() -> None:
    figures = evaluate_ranking([3.0, 0.0, 1.0], [1, 0, 2])
    best = 3 + 1 / np.log2(3)
    assert figures["ndcg_20"][0] == pytest.approx((3 / np.log2(3) + 1 / 2) / best, abs=1e-4)
    best = 2 + 1 / np.log2(3)
    assert figures["ndcg_20_log"][0] == pytest.approx((2 / np.log2(3) + 1 / 2) / best, abs=1e-4)


def test_ties_share_the_mean_gain_of_their_ranks() -> None:
    figures = evaluate_ranking([3.0, 0.0, 1.0], [0, 1, 2], places=[1, 1, 1])
    assert figures["ndcg_20"][0] == pytest.approx(4 / 3 * (1 + 1 / np.log2(3) + 1 / 2) / (3 + 1 / np.log2(3)), abs=1e-4)
    assert evaluate_ranking([3.0, 0.0, 1.0], [2, 1, 0], places=[1, 1, 1]) == figures


def test_the_best_order_is_perfect_with_certainty() -> None:
    gains = [float(100 - n) for n in range(60)]
    figures = evaluate_ranking(gains, list(range(60)))
    assert set(figures.values()) == {(1.0, 1.0, 1.0)}


def test_precision_and_capture_by_hand() -> None:
    gains = [float(100 - n) for n in range(40)]
    figures = evaluate_ranking(gains, [*range(10), *range(25, 40), *range(10, 25)])
    assert figures["precision_20"][0] == 0.5
    assert figures["capture_20"][0] == pytest.approx((sum(gains[:10]) + sum(gains[25:35])) / sum(gains[:20]), abs=1e-4)
    few = evaluate_ranking([5.0, 4.0, *[0.0] * 30], list(range(32)))
    assert few["precision_20"][0] == 1, "no more can be found than gained anything"


def test_a_day_without_gains_evaluates_nothing() -> None:
    assert evaluate_ranking([0.0, 0.0], [0, 1]) == {}


def test_the_interval_narrows_with_more_repos() -> None:
    rng = np.random.default_rng(3)

    def width(repos: int) -> float:
        gains = rng.gamma(2, 10, repos).tolist()
        order = np.argsort(-np.array(gains) * rng.gamma(3, 1, repos)).tolist()
        _, low, high = evaluate_ranking(gains, order)["ndcg_50"]
        return high - low

    assert np.mean([width(100) for _ in range(10)]) < np.mean([width(12) for _ in range(10)])


@given(st.lists(st.integers(0, 50), min_size=1, max_size=80), st.randoms(use_true_random=False))
def test_figures_stay_between_0_and_1(gains: list[int], random: object) -> None:
    order = list(range(len(gains)))
    random.shuffle(order)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    for value, low, high in evaluate_ranking([float(g) for g in gains], order).values():
        assert 0 <= low <= value <= high <= 1.0001


def test_overlap_by_hand() -> None:
    assert measure_overlap("abc", "abc") == pytest.approx(1)
    assert measure_overlap("abc", "xyz") == 0
    # agreement at depths 1, 2: 0, 1
    assert measure_overlap("ab", "ba", p=0.5) == pytest.approx(0.5 * (0 + 1 * 0.5) + 1 * 0.25)
    assert measure_overlap([], "abc") == 0


def test_steadiness_counts_entries_and_bursts() -> None:
    now, before = [f"r{n}" for n in range(30)], [f"r{n}" for n in range(5, 30)]
    figures = dict(measure_steadiness(now, before, [0.9, 0.4, None, 0.5]))
    assert (figures["churn_20"], figures["bursts_20"]) == (0.25, pytest.approx(2 / 3, abs=1e-4))


def test_lineups_include_ties_for_the_last_rank_or_a_sample() -> None:
    rows = [{"likes": 100 - n, "trending_score": 1.0} for n in range(60)]
    lineups = build_lineups(score_members(build_frame(*rows)))
    by = lineups.group_by("board").agg(pl.len(), pl.col("place").max())
    assert set(by.rows()) == {("hub", 60, 1), ("likes", EVALUATED_RANKS, EVALUATED_RANKS), ("likes_7d", 60, 1)}
    many = score_members(build_frame(*[{"likes": 0}] * (EVALUATED_RANKS + MAX_TIES + 50)))
    assert build_lineups(many).group_by("board").len().rows() == [("likes", EVALUATED_RANKS + MAX_TIES)]
    assert build_lineups(many.reverse()).equals(build_lineups(many))


def test_ties_among_the_largest_gains_are_resolved_deterministically() -> None:
    gains = build_day_frame(repo=range(3 * POOL_SIZE), gain=[1.0] * (3 * POOL_SIZE))
    other_gains = build_day_frame(repo=[7, 260], gain=[2.0, 1.0]).with_columns(category=pl.lit("other"))
    for seed in range(3):
        every = pl.concat([gains, other_gains]).sample(fraction=1, shuffle=True, seed=seed)
        pool_rows = select_pool(every, build_day_frame(repo=[250])).sort("category", "item")
        assert pool_rows["repo"].to_list() == [*range(POOL_SIZE), 250, 7, 260]
        assert pool_rows["item"].to_list() == [*range(POOL_SIZE + 1), 0, 1]


def build_ranks(*rows: tuple[float, float | None, float | None, str, float | None, float]) -> pl.DataFrame:
    schema = {
        "score": pl.Float64,
        "score_low": pl.Float64,
        "score_high": pl.Float64,
        "basis": pl.String,
        "gain": pl.Float64,
        "days": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_coverage_by_hand() -> None:
    ranks = build_ranks(
        (0.1, 0.0, 0.1, "24h+7d", 0.0, 1.0),  # inside
        (0.5, 0.0, 1.0, "24h+7d", 2.0, 1.0),  # above
        (5.0, 1.0, 10.0, "24h+hub", 10.0, 0.98),  # inside: 10.2 a day are 10 whole likes
        (50.0, 17.0, 92.0, "24h+7d", 17.0, 1.04),  # below: 16 in exactly a day
        (9.0, None, None, "total", 9.0, 1.0),  # no interval
        (2.0, 0.0, 4.0, "hub", None, 1.0),  # not observed again
    )
    coverage = {metric: (value, cases) for metric, value, _, _, cases in measure_coverage(ranks, 1)}
    assert coverage == {
        "coverage_90": (0.5, 4), "coverage_90_below_1": (0.5, 2), "coverage_90_1_to_10": (1.0, 1), "coverage_90_above_10": (0.0, 1),
        "coverage_90_24h+7d": (0.3333, 3), "coverage_90_24h+hub": (1.0, 1),
    }  # fmt: skip
    assert all(0 <= low <= value <= high <= 1 for _, value, low, high, _ in measure_coverage(ranks, 1))


def test_coverage_of_several_days_is_per_day() -> None:
    ranks = build_ranks(
        (5.0, 1.0, 10.0, "7d", 30.0, 3.0), (5.0, 1.0, 10.0, "7d", 31.0, 3.0), (5.0, 1.0, 10.0, "7d", 31.0, 3.1)
    )
    assert {metric: value for metric, value, *_ in measure_coverage(ranks, 3)}["coverage_90"] == pytest.approx(
        2 / 3, abs=1e-4
    )
    assert list(measure_coverage(ranks.clear(), 3)) == []


def test_the_daily_baseline_is_attentions_step() -> None:
    """With snapshots 23 hours apart the change in exactly 24 hours is unknown, but the step is known."""
    lineups = build_lineups(
        score_members(
            build_frame(*[{"likes": 100, "likes_since_previous": n, "days_since_previous": 0.96} for n in range(5)])
        )
    )
    assert lineups.filter(pl.col("board") == "likes_1d").sort("place")["repo"].to_list() == [4, 3, 2, 1, 0]
