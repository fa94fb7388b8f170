"""Measure how well a ranking predicted later gains, and how stable it is.

NDCG@k divides the discounted gains of a ranking's first k ranks by the largest possible sum (Jarvelin and Kekalainen
2002), for gains or their logarithms, which one giant dominates less. Tied repos share their ranks' mean gain. Overlap
is rank-biased overlap, extrapolated, p = 0.9 (Webber, Moffat and Zobel 2010). 90% intervals: Poisson bootstrap over the
repos. Coverage is the share of ranks whose gain a day was inside the board's 90% interval, with a Wilson interval.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipeline.ranking.boards import is_among_largest
from pipeline.ranking.breakout import NORMAL_QUANTILE_95
from pipeline.ranking.registry import BOARDS
from pipeline.ranking.thresholds import BURST_SHARE, EVALUATED_RANKS

BOARD_DAY = ("date", "category")  # of an evaluated board
POOL_SIZE = 100  # evaluated repos with the largest gains
MAX_TIES = 1000  # sample size among repos tied for the last ranks
REPLICATES = 100
PERSISTENCE = 0.9
# likes_1d uses attention's step: fewer repos have a change in exactly 24 hours, a weaker baseline
BASELINES = {"hub": "trending_score", "likes_1d": "likes_since_previous", "likes_7d": "likes_7d", "likes": "likes"}
Floats = NDArray[np.float64]
Figure = tuple[float, float, float]  # value, low, high
COUNTER_BY_FORECAST = {
    board.name: board.gained_counter for board in BOARDS if board.is_rate
}  # what a board's interval predicts, a day
SCORE_BANDS = {"below_1": (0.0, 1.0), "1_to_10": (1.0, 10.0), "above_10": (10.0, np.inf)}  # scores, a day


def build_lineups(members: pl.DataFrame) -> pl.DataFrame:
    """Select each baseline's top repos from rows of `boards.score_members`.

    Returns category, kind, board, place (shared by ties), repo.
    """
    random_order = (
        pl.col("repo").cast(pl.UInt64) * 2654435761 % 2**32
    )  # Knuth's multiplicative hash: pseudorandom and distinct per repo

    def select_first(category: pl.DataFrame, board: str) -> pl.DataFrame:
        place = pl.col(BASELINES[board]).rank("min", descending=True).cast(pl.Int32)
        return (
            category.filter(is_among_largest(BASELINES[board], EVALUATED_RANKS))
            .select("category", "kind", "repo", board=pl.lit(board), place=place)
            .with_columns(order=pl.col("place").cast(pl.UInt64) * 2**32 + random_order)
            .bottom_k(EVALUATED_RANKS + MAX_TIES, by="order")
            .sort("order")
        )

    parts = members.select("category", "kind", "repo", *set(BASELINES.values())).partition_by("category") or [members]
    lineup_rows = pl.concat(select_first(part, board) for part in parts for board in sorted(BASELINES))
    return lineup_rows.select("category", "kind", "board", "place", "repo")


def select_pool(gains: pl.DataFrame, ranks: pl.DataFrame) -> pl.DataFrame:
    """Select each day's and category's largest gains and all ranked repos, whatever the order of rows.

    `gains`: date, category, repo, gain. Adds `item`: rank by gain, from 0.
    """
    ranked_repos = ranks.select(*BOARD_DAY, "repo", is_ranked=True).unique()
    marked_gains = gains.join(ranked_repos, on=[*BOARD_DAY, "repo"], how="left").with_columns(
        pl.col("is_ranked").fill_null(False)
    )
    is_top = pl.col("gain") >= pl.col("gain").top_k(POOL_SIZE).min().over(BOARD_DAY)
    sorted_gains = marked_gains.filter(is_top | pl.col("is_ranked")).sort("gain", "repo", descending=[True, False])
    item = pl.int_range(pl.len()).over(BOARD_DAY)
    pool_rows = sorted_gains.filter((item < POOL_SIZE) | pl.col("is_ranked"))
    return pool_rows.with_columns(item=item).drop("is_ranked")


def evaluate_rankings(gains: Floats, ranks: pl.DataFrame, seed: str) -> Iterator[tuple[str, str, *Figure]]:
    """Yield (board, metric, value, low, high) for each ranking of a category; nothing without gains.

    `gains`: of its `select_pool`, descending. `ranks`: board, place, item.
    """
    if not len(gains) or gains[0] <= 0:
        return
    # the first row is the original sample
    weights = np.vstack([np.ones((1, len(gains)), int), _create_generator(seed).poisson(1.0, (REPLICATES, len(gains)))])
    gainers = int((gains > 0).sum())
    is_hit = ((gains >= gains[min(20, gainers) - 1]) & (gains > 0)).astype(float)
    logs = np.log2(1 + gains)
    measures = [
        (_build_discounts(20), {"ndcg_20": gains, "ndcg_20_log": logs}),
        (_build_discounts(50), {"ndcg_50": gains, "ndcg_50_log": logs}),
        (np.arange(21.0), {"precision_20": is_hit, "capture_20": gains}),
    ]
    items = np.arange(len(gains))
    perfect_ranking = Ranking(items, items, weights)
    rankings = {
        str(board): Ranking(board_ranks["item"].to_numpy(), board_ranks["place"].to_numpy(), weights)
        for (board,), board_ranks in ranks.sort("place", "item").partition_by("board", as_dict=True).items()
    }
    for discount, worths in measures:
        best_sums = perfect_ranking.sums(worths.values(), discount)
        ranking_sums = [ranking.sums(worths.values(), discount) for ranking in rankings.values()]
        for number, metric in enumerate(worths):
            figures = _build_figures(np.array([sums[number] for sums in ranking_sums]), best_sums[number])
            yield from ((board, metric, *figure) for board, figure in zip(rankings, figures, strict=True))


def measure_coverage(ranks: pl.DataFrame, horizon_days: int) -> Iterator[tuple[str, float, float, float, int]]:
    """Yield (metric, value, low, high, cases): the share of ranks whose gain a day was inside the 90% interval.

    `ranks`: score, score_low, score_high (a day), basis, gain, and days, the gain's true time, about `horizon_days`.
    Counts are scaled to exactly `horizon_days` days and rounded, so that half an hour moves none across an interval's
    end. Metrics: coverage_90 over all ranks with an interval; coverage_90_below_1, _1_to_10 and _above_10 by score;
    coverage_90_24h+7d etc. by basis.
    """
    rate = (pl.col("gain") * horizon_days / pl.col("days")).round() / horizon_days
    is_known = pl.col("score_low").is_not_null() & pl.col("gain").is_not_null() & (pl.col("days") > 0)
    is_inside = pl.when(is_known).then(rate.is_between(pl.col("score_low"), pl.col("score_high")))
    cases, inside = Counter[str](), Counter[str]()
    for score, basis, is_hit in ranks.select("score", "basis", is_inside).iter_rows():
        if is_hit is None:
            continue
        sizes = (f"_{name}" for name, (low, high) in SCORE_BANDS.items() if low <= score < high)
        for group in ("", *sizes, f"_{basis}"):
            cases[group] += 1
            inside[group] += is_hit
    for group, count in cases.items():
        yield f"coverage_90{group}", *_measure_share(inside[group], count), count


def _measure_share(hits: int, cases: int) -> tuple[float, float, float]:
    share, width = hits / cases, NORMAL_QUANTILE_95**2 / cases
    center = (share + width / 2) / (1 + width)
    half_width = NORMAL_QUANTILE_95 / (1 + width) * np.sqrt(share * (1 - share) / cases + width / cases / 4)
    return round(share, 4), round(float(max(center - half_width, 0)), 4), round(float(min(center + half_width, 1)), 4)


class Ranking:
    """A ranking of pool items. `weights`: item counts, one row per replicate."""

    def __init__(self, items: NDArray[np.integer], places: NDArray[np.integer], weights: NDArray[np.int64]):
        self.items = items
        _, self.group = np.unique(places, return_inverse=True)
        self.end = np.cumsum(weights[:, items], axis=1)
        self.start = self.end - weights[:, items]

    def sums(self, worths: Iterable[Floats], discount: Floats) -> list[Floats]:
        """Return each worth's discounted sum per replicate. `discount`: cumulative over the first 0, 1, ... k ranks."""
        k = len(discount) - 1
        counts = discount[np.minimum(self.end, k)] - discount[np.minimum(self.start, k)]
        size = np.bincount(self.group)
        return [
            (counts * (np.bincount(self.group, worth[self.items]) / size)[self.group]).sum(axis=1) for worth in worths
        ]


def _build_discounts(k: int) -> Floats:
    return np.concatenate([[0.0], np.cumsum(1 / np.log2(np.arange(2, k + 2)))])


def _build_figures(sums: Floats, best: Floats) -> Iterator[Figure]:
    """Return each ranking's value, low and high from sums per replicate (one row per ranking) and the best ones."""
    # skip replicates without gains; tied repos drawn often must not exceed the best sum
    is_known = best > 0
    values = np.minimum(sums[:, is_known] / best[is_known], 1.0)
    no_ends = np.full((2, len(values)), np.nan)
    ends = np.quantile(values[:, 1:], [0.05, 0.95], axis=1) if values.shape[1] > 1 else no_ends
    for value, low, high in zip(values[:, 0].tolist(), *ends.tolist(), strict=True):
        # one giant can put the original value outside the bootstrap's interval
        yield round(value, 4), round(min(low, value), 4), round(max(high, value), 4)


def measure_steadiness(
    now: Sequence[str], before: Sequence[str], bursts: Sequence[float | None]
) -> Iterator[tuple[str, float]]:
    """Yield (metric, value) of a board from its repos' order on both days and its bursts."""
    yield "overlap", round(measure_overlap(now[:100], before[:100]), 4)
    yield "churn_20", round(len(set(now[:20]) - set(before[:20])) / len(now[:20]), 4)
    known_bursts = [burst for burst in bursts[:20] if burst is not None]
    if known_bursts:
        yield "bursts_20", round(sum(burst >= BURST_SHARE for burst in known_bursts) / len(known_bursts), 4)


def measure_overlap(first: Sequence[str], second: Sequence[str], p: float = PERSISTENCE) -> float:
    """Return rank-biased overlap, extrapolated from the common depth; 1 if equal, 0 if disjoint."""
    depth = min(len(first), len(second))
    if depth == 0:
        return 0.0
    earlier_items: tuple[set[str], set[str]] = (set(), set())
    shared_count, total = 0, 0.0
    for d in range(1, depth + 1):
        a, b = first[d - 1], second[d - 1]
        shared_count += (a == b) + (a != b) * ((a in earlier_items[1]) + (b in earlier_items[0]))
        earlier_items[0].add(a)
        earlier_items[1].add(b)
        total += shared_count / d * p ** (d - 1)
    return (1 - p) * total + shared_count / depth * p**depth


def _create_generator(seed: str) -> np.random.Generator:
    return np.random.default_rng(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]))
