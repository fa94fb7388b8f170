"""Read `known_changes.toml`: days on which counting rules, outages or purges changed the Hub's counters."""

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
    """`last` None: it continues; `library` None: it concerns all repos."""

    kinds: tuple[Kind, ...]
    first: dt.date
    last: dt.date | None
    counters: tuple[str, ...]
    change: str  # a code
    library: str | None = None

    @property
    def span(self) -> str:
        if self.last is None:
            return f"since {self.first}"
        return str(self.first) if self.last == self.first else f"{self.first} to {self.last}"

    @property
    def is_noted(self) -> bool:
        """Whether later boards carry a note: only if it is shorter than the week that a board covers."""
        return self.last is not None and self.last - self.first < WEEK

    @property
    def note(self) -> Note:
        """The note of boards; only for changes with `is_noted`."""
        if self.last == self.first:
            return Note("known_change", {"date": str(self.first), "change": self.change})
        return Note("known_change_of_days", {"first": str(self.first), "last": str(self.last), "change": self.change})

    def overlaps(self, first: dt.date, last: dt.date) -> bool:
        return self.first <= last and (self.last is None or self.last >= first)


@cache
def load_known_changes() -> tuple[KnownChange, ...]:
    entries = tomllib.loads(files("pipeline.hub_api").joinpath("known_changes.toml").read_text(encoding="utf-8"))[
        "change"
    ]
    return tuple(
        KnownChange(
            kinds=tuple(entry["kinds"]),
            first=entry["from"],
            last=entry.get("to"),
            counters=tuple(entry["counters"]),
            change=entry["change"],
            library=entry.get("library"),
        )
        for entry in entries
    )


def find_changes_on(days: Collection[dt.date]) -> list[KnownChange]:
    return [change for change in load_known_changes() if any(change.overlaps(day, day) for day in days)]


def find_noted_changes(day: dt.date) -> list[KnownChange]:
    """Return the changes that the day's boards carry a note about."""
    return [change for change in load_known_changes() if change.is_noted and change.overlaps(day - WEEK, day)]
