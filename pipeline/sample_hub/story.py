"""What was planted in a sample world: the facts that tests check and that the demo points out.

Scope: plain values. `planting` decides them.
"""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.sample_hub.events import Played


class Renamed(NamedTuple):
    """A repo that bears another name from `date` on; the old name redirects."""

    old: str
    new: str
    date: dt.date


class Deleted(NamedTuple):
    """A repo that is not there from `date` on."""

    id: str
    date: dt.date


class Returned(NamedTuple):
    """A repo that is not there on the days from `gone` to the day before `back`."""

    id: str
    gone: dt.date
    back: dt.date


class Reused(NamedTuple):
    """A name whose repo was deleted some days before another repo took it on `date`."""

    id: str
    old_oid: str
    new_oid: str
    date: dt.date


class Surge(NamedTuple):
    """A quiet repo that gains about 60 likes a day from `first_day` on."""

    id: str
    category: str
    first_day: dt.date


class Launch(NamedTuple):
    """A repo that appears on `first_day` with some thousands of likes and 2 downloads."""

    id: str
    category: str
    first_day: dt.date


class Change(NamedTuple):
    """A field that reads otherwise from `date` on."""

    id: str
    field: str
    date: dt.date
    old: str
    new: str


@dataclass(frozen=True)
class Story:
    """The planted facts. Models unless `dataset` is in the name; ids as of the day of the fact."""

    frozen_day: dt.date
    """`downloads` and `downloadsAllTime` stand as on the day before for about 80% of the repos."""
    rollback_day: dt.date
    rolled_back: tuple[str, ...]
    """Models whose `downloadsAllTime` falls on `rollback_day`."""
    renamed: Renamed
    renamed_dataset: Renamed
    legacy: tuple[str, str]
    """A name without an author that redirects on every day: (old, id)."""
    deleted: Deleted
    deleted_dataset: Deleted
    returned: Returned
    reused: Reused
    licence_change: Change
    gated_change: Change
    pipeline_tag_change: Change
    surges: tuple[Surge, ...]
    """One in each documented category, by its slug; the one of `text` is a dataset."""
    launches: tuple[Launch, ...]
    disabled: str
    hostile: tuple[str, ...]
    """Models whose id, tags, library or card are written to break a page, a terminal or a statement."""
    hostile_dataset: str
    unreachable: str
    """The hostile id that no detail route can carry; it shows in lists only."""
    case_twins: tuple[str, str]
    """Two models whose names differ by letter case only."""
    long_name: str
    many_tags: str
    """A model with 2,074 tags."""
    featured: tuple[str, ...]
    events: tuple[Played, ...] = ()
    """The further bad days that the world plays, beside `frozen_day` and `rollback_day`."""
