"""Describe what the pages of a young home show so far, and what comes when."""

import datetime as dt
from dataclasses import replace

from pipeline.published.milestones import NEEDS, SCORECARD, Milestones, describe_milestones
from pipeline.ranking.registry import MAIN_BOARD


def list_steps(milestones: Milestones) -> list[tuple[str, dt.date | None]]:
    """Return every code with its day: None for what is there, which comes first."""
    coming = [(milestone.code, milestone.day) for milestone in milestones.coming]
    there = [code for code in (MAIN_BOARD.name, *NEEDS, SCORECARD) if code not in dict(coming)]
    return [*((code, None) for code in there), *coming]


def describe_coming(language: str, milestones: Milestones, *codes: str) -> str:
    """Return a line about what comes of these codes, with dates only: a page does not know the day of its reader."""
    coming = tuple(milestone for milestone in milestones.coming if milestone.code in codes)
    return describe_milestones(language, replace(milestones, coming=coming, today=dt.date.min))
