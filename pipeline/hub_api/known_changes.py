"""The shipped list of days on which the Hub's counters changed for other reasons than use: its counting rules, outages, purges.

What belongs here: reading `known_changes.toml`, and which of its entries bear on a day. What does not: detecting such days
(marts/anomalies.py, warehouse/derived_history.py).
"""

import datetime as dt
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.kinds import Kind
from pipeline.notes import Note

WEEK = dt.timedelta(days=7)  # boards of this many days after a change rest on it


@dataclass(frozen=True)
class KnownChange:
    """One entry. `last` is None where it goes on; `library` None where it concerns repos of any."""

    kinds: tuple[Kind, ...]
    first: dt.date
    last: dt.date | None
    counters: tuple[str, ...]
    what: str  # a code
    library: str | None = None

    @property
    def span(self) -> str:
        """Its day or days."""
        if self.last is None:
            return f"since {self.first}"
        return str(self.first) if self.last == self.first else f"{self.first} to {self.last}"

    @property
    def is_noted(self) -> bool:
        """Whether boards of the days after it bear a note: not of what lasts longer than the week that a board rests on."""
        return self.last is not None and self.last - self.first < WEEK

    @property
    def note(self) -> Note:
        """What a board says of it. Asked of those that are noted, which have a last day."""
        if self.last == self.first:
            return Note("known_change", {"date": str(self.first), "change": self.what})
        return Note("known_change_of_days", {"first": str(self.first), "last": str(self.last), "change": self.what})

    def overlaps(self, first: dt.date, last: dt.date) -> bool:
        """Whether any of its days lies in that span, both ends included."""
        return self.first <= last and (self.last is None or self.last >= first)


@cache
def load_known_changes() -> tuple[KnownChange, ...]:
    """Every entry of the shipped list, in its order: by day."""
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
    """Those that fall on any of the days."""
    return [change for change in load_known_changes() if any(change.overlaps(day, day) for day in days)]


def find_noted_changes(day: dt.date) -> list[KnownChange]:
    """Those that the boards of a day rest on, and bear a note of."""
    return [change for change in load_known_changes() if change.is_noted and change.overlaps(day - WEEK, day)]
