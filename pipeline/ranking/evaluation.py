"""How well a ranking foresaw what repos gained after it, and how steady it is. Pure.

NDCG@k compares the discounted sum of the gains of a ranking's first k places with the largest possible one (Jarvelin and
Kekalainen 2002); with gains as they are, or their logarithms, which the one giant of a day rules less. Repos that a ranking
holds for equal share the mean gain of their places, so that no order of ties is lucky. Overlap is rank-biased overlap,
extrapolated, p = 0.9 (Webber, Moffat and Zobel 2010). 90% intervals by bootstrap over the repos (Poisson weights). Coverage is
the share of places whose gain a day lay inside the 90% interval that the board gave them, its own interval Wilson's.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipeline.ranking.boards import among_largest
from pipeline.ranking.breakout import REACH
from pipeline.ranking.registry import BOARDS
from pipeline.ranking.thresholds import BURST, DEPTH

BOARD_DAY = ("date", "category")  # of a board that is judged
AMONG = 100  # of those that gained most, so many are looked at
TIED = 1000  # of more repos that tie for the last places, so many stand for all
REPLICATES = 100
PERSISTENCE = 0.9
# likes_1d is what attention counts as the last day: the change in exactly 24 hours is known of fewer, which would be a weaker rival
BASELINES = {"hub": "trending_score", "likes_1d": "likes_since_previous", "likes_7d": "likes_7d", "likes": "likes"}
Floats = NDArray[np.float64]
Figure = tuple[float, float, float]  # value, low and high
FORECASTS = {
    board.name: board.gains for board in BOARDS if board.is_rate
}  # a day: what the interval of a board's score is about
SIZES = {"below_1": (0.0, 1.0), "1_to_10": (1.0, 10.0), "above_10": (10.0, np.inf)}  # scores, a day


def lineups(made: pl.DataFrame) -> pl.DataFrame:
    """What the baselines put first, from rows of `boards.scored`: category, kind, board, place (ties share one), repo.

    hub by trending score, likes_1d, likes_7d by likes of a day and a week, likes by all of them.
    """
    draw = pl.col("repo").cast(pl.UInt64) * 2654435761 % 2**32  # Knuth's: as good as random, and of each repo another

    def first(category: pl.DataFrame, board: str) -> pl.DataFrame:
        place = pl.col(BASELINES[board]).rank("min", descending=True).cast(pl.Int32)
        return (
            category.filter(among_largest(BASELINES[board], DEPTH))
            .select("category", "kind", "repo", board=pl.lit(board), place=place)
            .with_columns(order=pl.col("place").cast(pl.UInt64) * 2**32 + draw)
            .bottom_k(DEPTH + TIED, by="order")
            .sort("order")
        )

    parts = made.select("category", "kind", "repo", *set(BASELINES.values())).partition_by("category") or [made]
    every = pl.concat(first(part, board) for part in parts for board in sorted(BASELINES))
    return every.select("category", "kind", "board", "place", "repo")


def pool(gains: pl.DataFrame, ranked: pl.DataFrame) -> pl.DataFrame:
    """Of `gains` (date, category, repo, gain) everyone who gained most of a board's day and category or is `ranked` there, whatever the
    order of rows. Adds `item`: the place by gain, from 0.
    """
    listed = ranked.select(*BOARD_DAY, "repo", is_ranked=True).unique()
    known = gains.join(listed, on=[*BOARD_DAY, "repo"], how="left").with_columns(pl.col("is_ranked").fill_null(False))
    most = pl.col("gain") >= pl.col("gain").top_k(AMONG).min().over(BOARD_DAY)
    ordered = known.filter(most | pl.col("is_ranked")).sort("gain", "repo", descending=[True, False])
    item = pl.int_range(pl.len()).over(BOARD_DAY)
    pooled = ordered.filter((item < AMONG) | pl.col("is_ranked"))
    return pooled.with_columns(item=item).drop("is_ranked")


def judge(gains: Floats, ranked: pl.DataFrame, seed: str) -> Iterator[tuple[str, str, *Figure]]:
    """(board, metric, value, low, high) of each ranking of one category.

    `gains`: of its `pool`, falling. `ranked`: board, place, item of the pool. Nothing when nobody gained.
    """
    if not len(gains) or gains[0] <= 0:
        return
    # the first row is the day as it was
    weights = np.vstack([np.ones((1, len(gains)), int), _generator(seed).poisson(1.0, (REPLICATES, len(gains)))])
    gainers = int((gains > 0).sum())
    hits = ((gains >= gains[min(20, gainers) - 1]) & (gains > 0)).astype(float)
    logs = np.log2(1 + gains)
    measures = [
        (_falling(20), {"ndcg_20": gains, "ndcg_20_log": logs}),
        (_falling(50), {"ndcg_50": gains, "ndcg_50_log": logs}),
        (np.arange(21.0), {"precision_20": hits, "capture_20": gains}),
    ]
    everyone = np.arange(len(gains))
    perfect = Ranking(everyone, everyone, weights)
    rankings = {
        str(board): Ranking(held["item"].to_numpy(), held["place"].to_numpy(), weights)
        for (board,), held in ranked.sort("place", "item").partition_by("board", as_dict=True).items()
    }
    for discount, worths in measures:
        best = perfect.sums(worths.values(), discount)
        found = [ranking.sums(worths.values(), discount) for ranking in rankings.values()]
        for number, metric in enumerate(worths):
            figures = _figures(np.array([sums[number] for sums in found]), best[number])
            yield from ((board, metric, *figure) for board, figure in zip(rankings, figures, strict=True))


def coverage(places: pl.DataFrame, ahead: int) -> Iterator[tuple[str, float, float, float, int]]:
    """(metric, value, low, high, cases): how many of a board's places gained as much a day as its 90% interval said.

    `places`: score, score_low, score_high (a day), basis, gain, and days: the true time in which it was gained, about
    `ahead` days. Counted are whole likes or downloads in exactly `ahead` days, so that half an hour more or less does not move a
    count across the end of an interval. Metrics: coverage_90 of all places with an interval, coverage_90_below_1, _1_to_10
    and _above_10 by score, coverage_90_24h+7d and so on by basis.
    """
    rate = (pl.col("gain") * ahead / pl.col("days")).round() / ahead
    known = pl.col("score_low").is_not_null() & pl.col("gain").is_not_null() & (pl.col("days") > 0)
    is_inside = pl.when(known).then(rate.is_between(pl.col("score_low"), pl.col("score_high")))
    cases, inside = Counter[str](), Counter[str]()
    for score, basis, held in places.select("score", "basis", is_inside).iter_rows():
        if held is None:
            continue
        sizes = (f"_{name}" for name, (low, high) in SIZES.items() if low <= score < high)
        for group in ("", *sizes, f"_{basis}"):
            cases[group] += 1
            inside[group] += held
    for group, count in cases.items():
        yield f"coverage_90{group}", *_share(inside[group], count), count


def _share(inside: int, cases: int) -> tuple[float, float, float]:
    """A share and Wilson's 90% interval of it."""
    share, width = inside / cases, REACH**2 / cases
    center = (share + width / 2) / (1 + width)
    reach = REACH / (1 + width) * np.sqrt(share * (1 - share) / cases + width / cases / 4)
    return round(share, 4), round(float(max(center - reach, 0)), 4), round(float(min(center + reach, 1)), 4)


class Ranking:
    """A ranking of items of a pool. `weights`: how often each counts, a row a replicate."""

    def __init__(self, items: NDArray[np.integer], places: NDArray[np.integer], weights: NDArray[np.int64]):
        self.items = items
        _, self.group = np.unique(places, return_inverse=True)
        self.end = np.cumsum(weights[:, items], axis=1)
        self.start = self.end - weights[:, items]

    def sums(self, worths: Iterable[Floats], discount: Floats) -> list[Floats]:
        """Per replicate, the sum of each kind of worth by place; `discount`: of the first 0, 1, ... k places together."""
        k = len(discount) - 1
        counts = discount[np.minimum(self.end, k)] - discount[np.minimum(self.start, k)]
        size = np.bincount(self.group)
        return [
            (counts * (np.bincount(self.group, worth[self.items]) / size)[self.group]).sum(axis=1) for worth in worths
        ]


def _falling(k: int) -> Floats:
    """The discounts of the first 0, 1, ... k places together, by logarithm."""
    return np.concatenate([[0.0], np.cumsum(1 / np.log2(np.arange(2, k + 2)))])


def _figures(sums: Floats, best: Floats) -> Iterator[Figure]:
    """Value, low and high of each ranking, from its sum per replicate (a row a ranking) and the best possible one."""
    # a replicate that drew nobody who gained tells nothing; tied repos, drawn often, must not come to more than all
    known = best > 0
    values = np.minimum(sums[:, known] / best[known], 1.0)
    none = np.full((2, len(values)), np.nan)
    ends = np.quantile(values[:, 1:], [0.05, 0.95], axis=1) if values.shape[1] > 1 else none
    for value, low, high in zip(values[:, 0].tolist(), *ends.tolist(), strict=True):
        # the bootstrap's ends need not hold the day's own figure when one giant rules it
        yield round(value, 4), round(min(low, value), 4), round(max(high, value), 4)


def steadiness(
    now: Sequence[str], before: Sequence[str], bursts: Sequence[float | None]
) -> Iterator[tuple[str, float]]:
    """(metric, value) of a board by the order of its repos today and the day before, and its places' bursts."""
    yield "overlap", round(overlap(now[:100], before[:100]), 4)
    yield "churn_20", round(len(set(now[:20]) - set(before[:20])) / len(now[:20]), 4)
    known = [burst for burst in bursts[:20] if burst is not None]
    if known:
        yield "bursts_20", round(sum(burst >= BURST for burst in known) / len(known), 4)


def overlap(one: Sequence[str], other: Sequence[str], p: float = PERSISTENCE) -> float:
    """Rank-biased overlap of two rankings, extrapolated from their common depth; 1 for the same, 0 for disjoint ones."""
    depth = min(len(one), len(other))
    if depth == 0:
        return 0.0
    seen: tuple[set[str], set[str]] = (set(), set())
    shared, total = 0, 0.0
    for d in range(1, depth + 1):
        a, b = one[d - 1], other[d - 1]
        shared += (a == b) + (a != b) * ((a in seen[1]) + (b in seen[0]))
        seen[0].add(a)
        seen[1].add(b)
        total += shared / d * p ** (d - 1)
    return (1 - p) * total + shared / depth * p**depth


def _generator(seed: str) -> np.random.Generator:
    return np.random.default_rng(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]))
