"""The facts planted in a sample world, which tests check and the demo points out."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.sample_hub.events import PlayedEvent


class Rename(NamedTuple):
    """A repo with another name from `date` on; the old name redirects."""

    old: str
    new: str
    date: dt.date


class Deletion(NamedTuple):
    id: str
    date: dt.date


class Absence(NamedTuple):
    """A repo that is absent from `first_absent_day` to the day before `return_day`."""

    id: str
    first_absent_day: dt.date
    return_day: dt.date


class NameReuse(NamedTuple):
    """A name that another repo took on `date`, days after its first repo was deleted."""

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
    """A repo that appears on `first_day` with thousands of likes and 2 downloads."""

    id: str
    category: str
    first_day: dt.date


class Change(NamedTuple):
    """A field with a new value from `date` on."""

    id: str
    field: str
    date: dt.date
    old: str
    new: str


@dataclass(frozen=True)
class Story:
    """Facts of models unless the name says `dataset`; ids as of the day of the fact."""

    frozen_day: dt.date
    """`downloads` and `downloadsAllTime` repeat the previous day for about 80% of the repos."""
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
    """One in each documented category; the one in `text` is a dataset."""
    launches: tuple[Launch, ...]
    disabled_model: str
    hostile_models: tuple[str, ...]
    """Models with an id, tags, library or card that attack pages, terminals or SQL."""
    hostile_dataset: str
    unreachable_model: str
    """The hostile id that no detail route accepts; it appears only in lists."""
    case_twins: tuple[str, ...]
    """Two models whose names differ only by letter case."""
    long_name: str
    many_tags: str
    """A model with 2,074 tags."""
    featured: tuple[str, ...]
    events: tuple[PlayedEvent, ...] = ()
    """Bad days in addition to `frozen_day` and `rollback_day`."""
