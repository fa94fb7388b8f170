"""Expected numbers are computed here from the printed formula."""

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom

from pipeline.ranking.attention import score_with_interval
from tests.ranking.frames import build_frame

# Fully observed: 100 likes a day ago and so on, 400 days old.
FULL: dict[str, Any] = {
    "likes": 120, "likes_since_previous": 8, "days_since_previous": 1.0, "within_7_likes": 90, "within_7_ago": 7.0, "beyond_7_likes": 90,
    "beyond_7_ago": 7.0, "oldest_likes": 50, "oldest_ago": 28.0,
}  # fmt: skip


def score_one(**row: Any) -> dict[str, Any]:
    return score_with_interval(build_frame(row)).row(0, named=True)


def compute_score(
    *, total: float, age: float, l28: float = 0, w: float = 0, l7: float, week: float = 7, x: float | None, e: float = 1
) -> float:
    """The score as printed; without x the rate of the week."""
    rate0 = (total + 0.1) / (age + 30)
    rate28 = (2 + l28) / (2 / rate0 + min(age, w))
    rate7 = (4 + l7) / (4 / rate28 + min(age, week))
    return rate7 if x is None else (12 + x) / (12 / rate7 + e)


def test_a_repo_observed_for_a_month():
    # l0 = 120.1/430 = .279302; l28 = 72/(7.160699+28) = 2.047740; l7 = 34/(1.953373+7) = 3.797452;
    # score = 20/(3.160013+1) = 4.807677
    row = score_one(**FULL)
    assert row["score"] == pytest.approx(4.807677, abs=2e-6)
    assert row["score"] == pytest.approx(compute_score(total=120, age=400, l28=70, w=28, l7=30, x=8), abs=1e-6)
    assert (row["basis"], row["likes_7d"], row["likes_7d_days"], row["likes_28d"], row["likes_28d_days"]) == (
        "24h+7d",
        30,
        7,
        70,
        28,
    )


def test_the_true_time_since_the_previous_observation_counts():
    assert score_one(**FULL | {"days_since_previous": 2.5})["score"] == pytest.approx(
        compute_score(total=120, age=400, l28=70, w=28, l7=30, x=8, e=2.5)
    )


def test_without_a_day_before_the_week_ranks():
    row = score_one(**FULL | {"likes_since_previous": None, "days_since_previous": None})
    assert row["score"] == pytest.approx(compute_score(total=120, age=400, l28=70, w=28, l7=30, x=None), abs=1e-6)
    assert row["basis"] == "7d"


def test_fewer_than_28_observed_days_count_as_observed():
    row = score_one(**FULL | {"oldest_ago": 12.0, "oldest_likes": 80})
    assert row["score"] == pytest.approx(compute_score(total=120, age=400, l28=40, w=12, l7=30, x=8), abs=1e-6)


def test_on_the_first_day_the_trending_score_is_the_week():
    row = score_one(likes=500, trending_score=21.0)
    assert row["score"] == pytest.approx(compute_score(total=500, age=400, l28=21, w=7, l7=21, x=None), abs=1e-6)
    assert (row["basis"], row["likes_28d"]) == ("hub", None)


def test_the_trending_score_adds_to_an_observed_day():
    # observed: l28 = 6/(1.719656+1) = 2.206161; l7 = 8/(4/2.206161+1) = 2.843831
    # score: l28 = 23/(1.719656+7) = 2.637724; lS = 25/(4/2.637724+7) = 2.935492; l7 = 16/(12/2.935492+1) = 3.144716
    # 16/(12/3.144716+1) = 3.322310
    row = score_one(
        likes=500,
        trending_score=21.0,
        likes_since_previous=4,
        days_since_previous=1.0,
        within_7_likes=496,
        within_7_ago=1.0,
    )
    assert row["score"] == pytest.approx(3.322310, abs=2e-6)
    assert (row["basis"], row["likes_7d"], row["likes_7d_days"]) == ("24h+hub", 21, 7)


def test_a_score_below_the_observed_gain_is_ignored():
    # l28 = 62/(1.719656+1) = 22.797004; l7 = 64/(4/22.797004+1) = 54.446690; 72/(12/54.446690+1) = 58.997095
    day = {
        "likes": 500,
        "likes_since_previous": 60,
        "days_since_previous": 1.0,
        "within_7_likes": 440,
        "within_7_ago": 1.0,
    }
    for score in (None, 0.0, 9.6):
        row = score_one(**day, trending_score=score)
        assert row["score"] == pytest.approx(58.997095, abs=2e-6)
        assert (row["basis"], row["likes_7d"], row["likes_7d_days"]) == ("24h+part", 60, 1)


def test_a_partly_observed_week_counts_for_its_own_span():
    # l28 = 17/(1.719656+3) = 3.601957; l7 = 19/(4/3.601957+3) = 4.622405; 16/(12/4.622405+1) = 4.449252
    row = score_one(likes=500, likes_since_previous=4, days_since_previous=1.0, within_7_likes=485, within_7_ago=3.0)
    assert row["score"] == pytest.approx(4.449252, abs=2e-6)
    assert (row["basis"], row["likes_7d"], row["likes_7d_days"]) == ("24h+part", 15, 3)


def test_after_a_long_gap_the_older_observation_counts_for_its_span():
    # nothing since 20 days ago, when it had 200 fewer: the score of 0 is ignored
    gap = {"likes": 1000, "oldest_likes": 800, "oldest_ago": 20.0}
    l28 = 202 / (2 / (1000.1 / 430) + 20)
    row = score_one(**gap, trending_score=0.0)
    assert row["score"] == pytest.approx(204 / (4 / l28 + 20), abs=1e-6)
    assert (row["basis"], row["likes_7d"], row["likes_7d_days"]) == ("part", 200, 20)


@pytest.mark.parametrize("score", [None, 0.0, 0.1 + 0.2, 59.9, 1e9])
@pytest.mark.parametrize("days", [3, 5])
def test_sixty_likes_a_day_score_near_sixty_whatever_the_hub_says(score: float | None, days: int):
    row = score_one(
        likes=2000,
        trending_score=score,
        likes_since_previous=60,
        days_since_previous=1.0,
        within_7_likes=2000 - 60 * days,
        within_7_ago=days,
    )
    assert 55 < row["score"] < 65


def test_an_absurd_score_lifts_a_quiet_repo_above_no_busy_one():
    quiet = {
        "likes": 5000,
        "likes_since_previous": 0,
        "days_since_previous": 1.0,
        "within_7_likes": 5000,
        "within_7_ago": 5.0,
    }
    absurd = score_one(**quiet, trending_score=1e12)
    assert absurd["likes_7d"] == 5000, "a week brings no more than there are"
    assert score_one(**quiet)["score"] < absurd["score"] < 3
    assert score_one(**quiet | {"oldest_likes": 4990, "oldest_ago": 9.0}, trending_score=1e12)["likes_7d"] == 10


def test_a_score_of_zero_does_not_hide_age_and_likes():
    row = score_one(likes=1000, age_days=98.0, trending_score=0.0)
    assert (row["score"], row["basis"], row["score_low"]) == (pytest.approx(1.0), "total", None)


def test_a_total_alone_is_weighted_by_age():
    row = score_one(likes=1000, age_days=98.0)
    assert row["score"] == pytest.approx(1000 / 100**1.5) == pytest.approx(1.0)
    assert (row["basis"], row["score_low"], row["score_high"]) == ("total", None, None)


def test_a_week_is_interpolated_between_the_observations_around_it():
    # 5 days ago 100, 9 days ago 60: 7 days ago 80
    sides = {"within_7_likes": 100, "within_7_ago": 5.0, "beyond_7_likes": 60, "beyond_7_ago": 9.0}
    assert score_one(**FULL | sides)["likes_7d"] == pytest.approx(40)
    # nothing since 10 days ago: 7 tenths of the gain
    sides = {"within_7_likes": None, "within_7_ago": None, "beyond_7_likes": 60, "beyond_7_ago": 10.0}
    assert score_one(**FULL | sides)["likes_7d"] == pytest.approx(42)


@pytest.mark.parametrize(("age", "source"), [(3.0, "7d"), (20.0, "hub")])
def test_all_likes_of_a_young_repo_are_recent(age: float, source: str):
    row = score_one(likes=60, age_days=age, trending_score=50.0, likes_since_previous=10, days_since_previous=1.0)
    rate28 = 62 / (2 / (60.1 / (age + 30)) + age)
    # the week is observed, or estimated from the score and the day
    rate7 = 64 / (4 / rate28 + age) if age <= 7 else 22 / (12 / (54 / (4 / rate28 + 7)) + 1)
    assert row["score"] == pytest.approx(22 / (12 / rate7 + 1), abs=1e-6)
    assert (row["basis"], row["likes_28d"]) == (f"24h+{source}", 60)


def test_lost_likes_count_as_none_gained():
    losses = FULL | {"likes_since_previous": -5, "within_7_likes": 130, "beyond_7_likes": 130, "oldest_likes": 140}
    row = score_one(**losses)
    assert row["score"] == pytest.approx(compute_score(total=120, age=400, l28=0, w=28, l7=0, x=0), abs=1e-6)
    assert (row["likes_since_previous"], row["likes_7d"]) == (-5, -10)


def test_a_creation_in_the_future_does_no_harm():
    assert score_one(likes=3, age_days=-0.5)["score"] == pytest.approx(
        compute_score(total=3, age=0, l28=3, w=0, l7=3, x=None), abs=1e-6
    )


def test_unknown_likes_have_no_score():
    row = score_one(trending_score=9.0)
    assert (row["score"], row["score_low"], row["basis"] in (None, "hub")) == (None, None, True)


@pytest.mark.parametrize(
    ("day", "age", "v"),
    [(8, 400.0, 1 / 20 + 0.20), (None, 400.0, 1 / 34 + 0.50), (8, 5.0, 1 / 20 + 0.50), (800, 400.0, 1 / 812 + 0.20)],
)
def test_the_interval_holds_nine_tenths_of_a_negative_binomial_count(day: int | None, age: float, v: float):
    row = score_one(
        **FULL | {"likes_since_previous": day, "days_since_previous": None if day is None else 1.0, "age_days": age}
    )
    low, high = row["score_low"], row["score_high"]
    likes = nbinom(1 / v, 1 / (1 + v * row["score"]))
    assert likes.cdf(low - 1) <= 0.05 < likes.cdf(low)
    coverage_by_end = {end: likes.cdf(end) - likes.cdf(low - 1) for end in (high - 1, high, high + 1)}
    assert min(coverage_by_end, key=lambda end: abs(coverage_by_end[end] - 0.90)) == high
    assert low <= row["score"] <= high


def test_the_interval_of_quiet_repos_ends_at_the_weekly_upper_end():
    row = score_one(
        likes=40,
        likes_since_previous=0,
        days_since_previous=1.0,
        within_7_likes=40,
        within_7_ago=7.0,
        beyond_7_likes=40,
        beyond_7_ago=7.0,
    )
    mean, v = 7 * row["score"], 1 / 12 + 0.20
    week = nbinom(1 / v, 1 / (1 + v * mean))
    assert 0.05 < row["score"] < 0.1
    assert abs(week.cdf(1) - 0.90) < min(abs(week.cdf(0) - 0.90), abs(week.cdf(2) - 0.90))
    assert (row["score_low"], row["score_high"]) == (0, pytest.approx(1 / 7))


def test_no_repo_gives_no_score():
    empty = score_with_interval(build_frame())
    assert empty.is_empty() and {"score", "score_low", "score_high", "basis"} <= set(empty.columns)


rows = st.fixed_dictionaries(
    {
        "likes": st.integers(0, 100_000),
        "age_days": st.floats(0, 2000),
        "likes_since_previous": st.none() | st.integers(-50, 5_000),
        "days_since_previous": st.floats(0.5, 3.5),
        "trending_score": st.none() | st.floats(0, 3_000),
        "within_7_likes": st.none() | st.integers(0, 100_000),
        "within_7_ago": st.floats(0.5, 7),
        "beyond_7_likes": st.none() | st.integers(0, 100_000),
        "beyond_7_ago": st.floats(7, 14),
        "oldest_likes": st.none() | st.integers(0, 100_000),
        "oldest_ago": st.floats(7, 28.5),
    }
)


def pair_counters(row: dict[str, Any]) -> dict[str, Any]:
    """A counter and its time are both known or both unknown."""
    pairs = (("likes_since_previous", "days_since_previous"), ("within_7_likes", "within_7_ago"), ("beyond_7_likes", "beyond_7_ago"),
             ("oldest_likes", "oldest_ago"))  # fmt: skip
    return row | {time: None for counter, time in pairs if row[counter] is None}


@given(rows, st.integers(1, 5_000))
def test_more_likes_never_lower_the_score(row: dict[str, Any], more: int):
    """They raise the total too, and the day's gain where known."""
    row = pair_counters(row)
    more_liked_row = row | {"likes": row["likes"] + more}
    if row["likes_since_previous"] is not None:
        more_liked_row["likes_since_previous"] = row["likes_since_previous"] + more
    assert score_one(**more_liked_row)["score"] >= score_one(**row)["score"] * (1 - 1e-12)


def limit_to_first_week(row: dict[str, Any]) -> dict[str, Any]:
    """A row of a home's first week: the day is inside the observed part, and counters agree."""
    row = pair_counters(row) | {"beyond_7_likes": None, "beyond_7_ago": None, "oldest_likes": None, "oldest_ago": None}
    if row["within_7_likes"] is None:
        return row | {"likes_since_previous": None, "days_since_previous": None}
    row["likes"] = max(row["likes"], row["within_7_likes"])
    if row["likes_since_previous"] is not None:
        row["within_7_ago"] = max(row["within_7_ago"], row["days_since_previous"])
    return row | {"age_days": row["age_days"] + 29}


@given(rows, st.floats(0, 1e12))
def test_a_score_never_lowers_what_was_observed(row: dict[str, Any], score: float):
    row = limit_to_first_week(row) | {"trending_score": None}
    assert score_one(**row | {"trending_score": score})["score"] >= score_one(**row)["score"] * (1 - 1e-9) - 1e-6


@given(rows, st.floats(0, 3_000), st.floats(0, 3_000))
def test_a_higher_score_never_lowers_the_rank(row: dict[str, Any], score: float, more: float):
    row = limit_to_first_week(row)
    low, high = (score_one(**row | {"trending_score": s})["score"] for s in (score, score + more))
    assert high >= low * (1 - 1e-9) - 1e-6


@given(rows)
def test_the_week_never_shows_less_than_observed(row: dict[str, Any]):
    row = limit_to_first_week(row)
    score_row = score_one(**row)
    if row["likes_since_previous"] is not None:
        assert score_row["likes_7d"] >= row["likes_since_previous"]
    if row["within_7_likes"] is not None:
        assert score_row["likes_7d"] >= row["likes"] - row["within_7_likes"]
    if score_row["likes_7d"] is not None:
        assert score_row["likes_7d"] <= max(row["likes"], row["likes_since_previous"] or 0)


@given(rows, st.integers(1, 1000))
def test_more_observed_likes_never_lower_the_score(row: dict[str, Any], more: int):
    """Other things equal, the repo was observed with fewer likes then."""
    row = limit_to_first_week(row)
    if row["within_7_likes"] is None:
        return
    more_liked_row = row | {"within_7_likes": row["within_7_likes"] - more}
    assert score_one(**more_liked_row)["score"] >= score_one(**row)["score"] * (1 - 1e-9)
    if row["likes_since_previous"] is not None:
        more_liked_row["likes_since_previous"] = row["likes_since_previous"] + more
        assert score_one(**more_liked_row)["score"] >= score_one(**row)["score"] * (1 - 1e-9)


@given(rows)
def test_every_known_repo_has_a_finite_score_inside_its_interval(row: dict[str, Any]):
    score_row = score_one(**pair_counters(row))
    assert 0 <= score_row["score"] < float("inf")
    if score_row["score_low"] is not None:
        assert score_row["score_low"] <= score_row["score"] <= score_row["score_high"]


@pytest.mark.parametrize(
    ("least", "most", "low", "high"), [(1, 10, 0.87, 0.95), (10, 200, 0.80, 0.95), (0.02, 1, 0.85, 0.97)]
)
def test_the_interval_covers_the_next_day_nine_times_in_ten(least: float, most: float, low: float, high: float):
    """Daily rates are gammas of variance 0.20 around a constant: independent days, the hardest to cover."""
    rng = np.random.default_rng(20250306)
    repos = 20_000
    lasting = np.exp(rng.uniform(np.log(least), np.log(most), repos))
    days = rng.poisson(lasting[:, None] * rng.gamma(5, 1 / 5, (repos, 400)))
    likes, week, month = days.sum(1), days[:, -7:].sum(1), days[:, -28:].sum(1)
    scores = score_with_interval(
        pl.concat([build_frame({})] * repos).with_columns(
            likes=pl.Series(likes),
            likes_since_previous=pl.Series(days[:, -1]),
            days_since_previous=1.0,
            within_7_likes=pl.Series(likes - week),
            within_7_ago=7.0,
            beyond_7_likes=pl.Series(likes - week),
            beyond_7_ago=7.0,
            oldest_likes=pl.Series(likes - month),
            oldest_ago=28.0,
        )
    )
    truth = pl.Series(rng.poisson(lasting * rng.gamma(5, 1 / 5, repos)))
    coverage = ((scores["score_low"] <= truth) & (truth <= scores["score_high"])).sum() / repos
    print(f"\n90% interval, {least} to {most} likes a day: covers {coverage:.3f}")  # noqa: T201  figures for -s
    assert low <= coverage <= high
