"""What was planted in a sample world: the facts that tests check and that the demo points out.

Scope: plain values. `scenario` decides them.
"""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.sample_hub.events import PlayedEvent


class Rename(NamedTuple):
    """A repo that bears another name from `date` on; the old name redirects."""

    old: str
    new: str
    date: dt.date


class Deletion(NamedTuple):
    """A repo that is not there from `date` on."""

    id: str
    date: dt.date


class Absence(NamedTuple):
    """A repo that is not there on the days from `first_absent_day` to the day before `return_day`."""

    id: str
    first_absent_day: dt.date
    return_day: dt.date


class NameReuse(NamedTuple):
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
    rolled_back_models: tuple[str, ...]
    """Models whose `downloadsAllTime` falls on `rollback_day`."""
    rename: Rename
    dataset_rename: Rename
    legacy_name: tuple[str, str]
    """A name without an author that redirects on every day: (old, id)."""
    deletion: Deletion
    dataset_deletion: Deletion
    absence: Absence
    name_reuse: NameReuse
    license_change: Change
    gated_change: Change
    pipeline_tag_change: Change
    surges: tuple[Surge, ...]
    """One in each documented category, by its slug; the one of `text` is a dataset."""
    launches: tuple[Launch, ...]
    disabled_model: str
    hostile_models: tuple[str, ...]
    """Models whose id, tags, library or card are written to break a page, a terminal or a statement."""
    hostile_dataset: str
    unreachable_model: str
    """The hostile id that no detail route can carry; it shows in lists only."""
    case_twins: tuple[str, str]
    """Two models whose names differ by letter case only."""
    long_name: str
    many_tags: str
    """A model with 2,074 tags."""
    featured: tuple[str, ...]
    events: tuple[PlayedEvent, ...] = ()
    """The further bad days that the world plays, beside `frozen_day` and `rollback_day`."""
