"""Read `known_changes.toml`: days on which the Hub's counters changed because of its counting rules, outages or purges.

What does not belong here: detecting such days (marts/anomalies.py, warehouse/derived_history.py).
"""

import datetime as dt
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.kinds import Kind
from pipeline.notes import Note

WEEK = dt.timedelta(days=7)  # a change affects the boards of this many days after it


@dataclass(frozen=True)
class KnownChange:
    """An entry. `last` None: the change continues; `library` None: it concerns all repos."""

    kinds: tuple[Kind, ...]
    first: dt.date
    last: dt.date | None
    counters: tuple[str, ...]
    what: str  # a code
    library: str | None = None

    @property
    def span(self) -> str:
        """Its day or days, as text."""
        if self.last is None:
            return f"since {self.first}"
        return str(self.first) if self.last == self.first else f"{self.first} to {self.last}"

    @property
    def is_noted(self) -> bool:
        """Whether later boards carry a note about it: only if it is shorter than the week that a board covers."""
        return self.last is not None and self.last - self.first < WEEK

    @property
    def note(self) -> Note:
        """The note that boards carry. Only for changes with `is_noted`, which have a last day."""
        if self.last == self.first:
            return Note("known_change", {"date": str(self.first), "change": self.what})
        return Note("known_change_of_days", {"first": str(self.first), "last": str(self.last), "change": self.what})

    def overlaps(self, first: dt.date, last: dt.date) -> bool:
        """Whether it includes a day from `first` to `last`, inclusive."""
        return self.first <= last and (self.last is None or self.last >= first)


@cache
def load_known_changes() -> tuple[KnownChange, ...]:
    """Return every entry of the shipped list, by day."""
    entries = tomllib.loads(files("pipeline.hub_api").joinpath("known_changes.toml").read_text(encoding="utf-8"))[
        "change"
    ]
    return tuple(
        KnownChange(
            kinds=tuple(entry["kinds"]),
            first=entry["from"],
            last=entry.get("to"),
            counters=tuple(entry["counters"]),
            what=entry["what"],
            library=entry.get("library"),
        )
        for entry in entries
    )


def find_changes_on(days: Collection[dt.date]) -> list[KnownChange]:
    """Return the changes that include any of the days."""
    return [change for change in load_known_changes() if any(change.overlaps(day, day) for day in days)]


def find_noted_changes(day: dt.date) -> list[KnownChange]:
    """Return the changes that the boards of a day carry a note about."""
    return [change for change in load_known_changes() if change.is_noted and change.overlaps(day - WEEK, day)]
