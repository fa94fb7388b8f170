"""The one shape that every source of Hub days shares: what the Hub holds on one UTC day.

Scope: types only. `world` invents such days, benchmarks/captures.py reads them from recordings, `server` shows them over HTTP.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Row = dict[str, Any]
Kind = Literal["models", "datasets"]


@dataclass(frozen=True)
class HubDay:
    """What the Hub holds on one UTC day.

    Rows are keyed and ordered as the API names its fields; a key that the Hub would omit is absent. Rows share their
    lists and dicts with the rows of other days: read them, never change them.
    """

    date: dt.date
    models: list[Row]
    datasets: list[Row]
    redirects: dict[str, str] = field(default_factory=dict)
    """Names that moved: `"models/old/name" -> "new/name"`, and `"datasets/…"` likewise."""

    def rows(self, kind: Kind) -> list[Row]:
        """All rows of one kind."""
        rows: list[Row] = getattr(self, kind)
        return rows


class HubWorld(Protocol):
    """Consecutive or scattered days of a Hub, oldest first."""

    @property
    def days(self) -> list[dt.date]:
        """The days held, ascending."""
        ...

    def day(self, d: dt.date) -> HubDay:
        """The Hub on day `d`; raises ValueError for a day that is not held."""
        ...
