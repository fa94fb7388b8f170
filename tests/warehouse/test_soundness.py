"""Frozen cohorts are distinguished from cohorts that rarely move."""

import pytest

from pipeline.warehouse.soundness import is_far_below_usual


@pytest.mark.parametrize(
    ("repos", "moved_repos", "usual_share", "is_frozen"),
    [
        (530, 117, 0.95, True),  # 2026-08-12: 22% of 530 models
        (400, 3, 0.9, True),  # its younger cohorts
        (100, 88, 0.95, False),  # its oldest cohort
        (1_000_000, 100_000, 0.25, True),  # the whole Hub: a quarter moves on any day
        (1_000_000, 230_000, 0.25, False),
        (19, 0, 1.0, False),  # too few for a verdict
        (20, 0, 1.0, True),  # none moved, without history
        (40, 0, 0.02, False),  # repos that rarely move
        (0, 0, 0.5, False),
    ],
)
def test_too_few_moved(repos: int, moved_repos: int, usual_share: float, is_frozen: bool) -> None:
    assert is_far_below_usual(repos, moved_repos, usual_share) is is_frozen
