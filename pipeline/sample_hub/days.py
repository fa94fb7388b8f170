"""The types that all sources of Hub days share."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Row = dict[str, Any]
Kind = Literal["models", "datasets"]


@dataclass(frozen=True)
class HubDay:
    """The Hub's content on one UTC day, with the API's field names and order; keys that the Hub would omit are absent.

    Days share nested lists and dicts, so rows are read-only.
    """

    date: dt.date
    models: list[Row]
    datasets: list[Row]
    redirects: dict[str, str] = field(default_factory=dict)
    """Renamed repos: `"models/old/name" -> "new/name"`, likewise `"datasets/…"`."""

    def rows(self, kind: Kind) -> list[Row]:
        rows: list[Row] = getattr(self, kind)
        return rows


class HubWorld(Protocol):
    """Days of a Hub, not necessarily consecutive."""

    @property
    def days(self) -> list[dt.date]: ...

    def day(self, d: dt.date) -> HubDay:
        """Return the Hub on day `d`; raises ValueError for a day outside the world."""
        ...
