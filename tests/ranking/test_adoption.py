from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from pipeline.ranking.adoption import measure_adoption


def build_week(
    *totals: int | None, repo: int = 1, ago: tuple[float, ...] = (), left_out: tuple[int, ...] = ()
) -> pl.DataFrame:
    """A repo's counter from the oldest day to now, a day apart unless `ago` is given; None: no observation.
    `left_out`: positions of days whose step does not count."""
    times = ago or tuple(float(len(totals) - 1 - n) for n in range(len(totals)))
    return pl.DataFrame(
        {
            "repo": [repo] * len(totals),
            "ago": times,
            "downloads_all_time": totals,
            "left_out": [n in left_out for n in range(len(totals))],
        },
        schema={"repo": pl.Int32, "ago": pl.Float64, "downloads_all_time": pl.Int64, "left_out": pl.Boolean},
    )


def measure_one(week: pl.DataFrame) -> dict[str, Any]:
    return measure_adoption(week).row(0, named=True)


def test_a_steady_week_is_its_mean() -> None:
    row = measure_one(build_week(*range(1000, 1800, 100)))
    assert (row["rate"], row["downloads_gained"], row["downloads_gained_days"], row["downloads_basis"]) == (
        100,
        700,
        7,
        "7d",
    )
    assert (row["rate_low"], row["rate_high"], row["downloads_burst"]) == (100, 100, pytest.approx(1 / 7, abs=1e-4))


def test_one_day_counts_for_three_times_the_median_of_the_others() -> None:
    row = measure_one(build_week(0, 10, 20, 30, 40, 50, 60, 1060))
    capped_steps = np.array([10, 10, 10, 10, 10, 10, 30])
    assert row["rate"] == pytest.approx(capped_steps.mean(), abs=1e-6)
    reach = student.ppf(0.95, 6) * capped_steps.std(ddof=1) * np.sqrt(1 + 1 / 7)  # of an eighth day
    assert (row["rate_low"], row["rate_high"]) == (
        max(capped_steps.mean() - reach, 0), pytest.approx(capped_steps.mean() + reach, abs=1e-6)
    )  # fmt: skip
    assert row["downloads_burst"] == pytest.approx(1000 / 1060, abs=1e-4)


def test_the_median_of_the_others_by_hand() -> None:
    # steps 1, 2, 3, 100: the others of 100 are 1, 2, 3 (median 2, cap 6); those of 1 are 2, 3, 100 (3: 9); only 100 is
    # capped
    row = measure_one(build_week(0, 1, 3, 6, 106))
    assert row["rate"] == pytest.approx((1 + 2 + 3 + 6) / 4)
    # steps 1, 2, 100: of 100 (1.5: 4.5)
    assert measure_one(build_week(0, 1, 3, 103))["rate"] == pytest.approx((1 + 2 + 4.5) / 3)


def test_an_unobserved_day_is_counted_with_the_next() -> None:
    row = measure_one(build_week(0, 100, 200, None, 400, 500, 600, 700))
    assert (row["rate"], row["downloads_basis"], row["downloads_gained_days"]) == (100, "merged", 7)
    # unobserved last day: the week ends a day earlier
    row = measure_one(build_week(0, 100, 200, 300, 400, 500, 600, None))
    assert (row["rate"], row["downloads_gained_days"]) == (100, 6)


def test_a_left_out_step_counts_neither_gain_nor_time() -> None:
    row = measure_one(build_week(0, 10, 20, 30, 1030, 1040, 1050, 1060, left_out=(4,)))
    assert (row["rate"], row["downloads_gained"], row["downloads_gained_days"]) == (10, 60, 6)
    assert row["downloads_basis"] == "merged"
    assert measure_adoption(build_week(0, 10, 20, 30, left_out=(1,))).is_empty()


@pytest.mark.parametrize(
    "totals", [(5,), (5, 6), (0, 1, 2), (0, 100, 100, 100, 200), (None, None, None, None), (9, 9, 9, 9, 9)]
)
def test_too_few_steps_give_no_rate(totals: tuple[int | None, ...]) -> None:
    assert measure_adoption(build_week(*totals)).is_empty()


def test_no_repos_give_an_empty_frame() -> None:
    assert measure_adoption(build_week()).is_empty()


def test_steps_count_by_their_true_length() -> None:
    row = measure_one(build_week(0, 50, 150, 350, ago=(3.5, 3.0, 2.0, 0.0)))
    assert (row["rate"], row["downloads_gained_days"], row["downloads_basis"]) == (100, 3.5, "part")


counters = st.lists(st.integers(0, 1000), min_size=2, max_size=9).map(sorted)


@given(st.lists(counters, min_size=1, max_size=6))
def test_repos_do_not_touch_each_other_and_no_rate_exceeds_the_gain(totals_by_repo: list[list[int]]) -> None:
    frames = [build_week(*totals, repo=n) for n, totals in enumerate(totals_by_repo)]
    together = measure_adoption(pl.concat(frames))
    alone = pl.concat([measure_adoption(frame) for frame in frames])
    assert together.sort("repo").equals(alone.sort("repo"))
    for row in together.iter_rows(named=True):
        assert 0 <= row["rate_low"] <= row["rate"] <= row["rate_high"]
        assert row["rate"] <= row["downloads_gained"] / row["downloads_gained_days"] + 1e-4
        steps = np.diff(totals_by_repo[row["repo"]])
        assert row["downloads_gained"] == steps.sum()


def compute_rate(steps: np.ndarray) -> float:
    """The formula, step by step, with days of equal length."""
    medians = [np.median(np.delete(steps, n)) for n in range(len(steps))]
    return float(np.minimum(steps, 3 * np.array(medians)).mean())


@given(st.lists(st.integers(1, 500), min_size=3, max_size=8))
def test_the_rate_is_the_formula(steps: list[int]) -> None:
    assert measure_one(build_week(*np.cumsum([0, *steps]).tolist()))["rate"] == pytest.approx(
        compute_rate(np.array(steps)), abs=1e-5
    )
