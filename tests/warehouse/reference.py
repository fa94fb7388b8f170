"""What the warehouse should say, worked out the slow and plain way from the days as the Hub told them."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
LASTING = 8
FIELDS = ("license", "gated", "pipeline_tag", "library_name")


@dataclass(frozen=True)
class Day:
    """A day as it was told: who was there, by _id, and how much of the Hub was listed."""

    scope: str
    started_at: dt.datetime
    rows: dict[str, Row]

    @property
    def complete(self) -> bool:
        return self.scope != "leaders"


@dataclass
class Reference:
    """A Hub's history, kept as the days themselves."""

    days: dict[dt.date, Day] = field(default_factory=dict)

    def on(self, date: dt.date) -> list[tuple[Any, ...]]:
        """The rows of models_on."""
        return sorted((oid, r["id"], r["downloads"], r["downloadsAllTime"], r["likes"], r["gated"], self.status(date, oid))
                      for oid, r in self.days[date].rows.items())  # fmt: skip

    def status(self, date: dt.date, oid: str) -> str:
        row = self.days[date].rows[oid]
        if row["downloads"] is None or row["likes"] is None:
            return "partial"
        return self.counter(date, oid) or "observed"

    def counter(self, date: dt.date, oid: str) -> str | None:
        """What is odd about the all-time counter: it is below its highest, or was for the eighth time."""
        highest, times, mark = -1, 0, None
        for day in sorted(day for day in self.days if day <= date):
            row = self.days[day].rows.get(oid)
            value = None if row is None else row["downloadsAllTime"]
            mark = None
            if value is None:
                continue
            times = times + 1 if value < highest else 0
            if times:
                mark = "rolled_back" if times < LASTING else "corrected"
            if times in (0, LASTING):
                highest, times = value, 0
        return mark

    def history(self, name: str) -> list[tuple[Any, ...]]:
        """The rows of history_of: of the repo that bore the name last."""
        borne = {}
        for date, day in sorted(self.days.items()):
            for oid, row in day.rows.items():
                if row["id"] == name:
                    borne[oid] = date
        if not borne:
            return []
        oid = max(borne, key=lambda oid: borne[oid])
        return [(date, oid, d.rows[oid]["id"], d.rows[oid]["downloads"], d.rows[oid]["likes"])
                for date, d in sorted(self.days.items()) if oid in d.rows]  # fmt: skip

    def events(self) -> list[tuple[Any, ...]]:
        """The rows of events, as (date, oid, event, old, new)."""
        if not self.days:
            return []
        dates = sorted(self.days)
        told: list[tuple[Any, ...]] = []
        for oid in sorted({oid for day in self.days.values() for oid in day.rows}):
            seen = [date for date in dates if oid in self.days[date].rows]
            for before, date in zip([None, *seen], [*seen, None], strict=True):
                told += self._first(oid, date, dates) if before is None else self._later(oid, before, date, dates)
        return sorted(told, key=str)

    def _first(self, oid: str, date: dt.date | None, dates: list[dt.date]) -> list[tuple[Any, ...]]:
        assert date is not None
        row = self.days[date].rows[oid]
        made = dt.datetime.fromisoformat(row["createdAt"].replace("Z", ""))
        known = made <= self.days[date].started_at + dt.timedelta(
            1
        )  # what is to come later than that is no time of creation
        new = (known and made >= self.days[dates[0]].started_at) or any(self._lists(d, row) for d in dates if d < date)
        appeared = [(date, oid, "appeared", None, row["id"])] if date > dates[0] and new else []
        return appeared + self._reused(oid, date, row["id"])

    def _later(self, oid: str, before: dt.date, date: dt.date | None, dates: list[dt.date]) -> list[tuple[Any, ...]]:
        told: list[tuple[Any, ...]] = []
        was = self.days[before].rows[oid]
        missed = [d for d in dates if d > before and (date is None or d < date) and self._lists(d, was)]
        if missed:
            told.append((missed[0], oid, "disappeared", was["id"], None))
        if date is None:
            return told
        row = self.days[date].rows[oid]
        if missed:
            told.append((date, oid, "returned", None, row["id"]))
        if was["id"] != row["id"]:
            told += [(date, oid, "renamed", was["id"], row["id"]), *self._reused(oid, date, row["id"])]
        for name in FIELDS:
            old, new = (_license(was), _license(row)) if name == "license" else (was[name], row[name])
            old, new = (str(v).lower() if isinstance(v, bool) else v for v in (old, new))
            if old != new and not (name == "gated" and None in (old, new)):
                told.append((date, oid, name, old, new))
        return told

    def _reused(self, oid: str, date: dt.date, name: str) -> list[tuple[Any, ...]]:
        """Whether another repo bore the name before: the last of them to take it."""
        taken: dict[str, dt.date] = {}
        for day in sorted(d for d in self.days if d < date):
            for other, row in self.days[day].rows.items():
                if other != oid and row["id"] == name:
                    taken.setdefault(other, day)
        return [(date, oid, "name_reused", max(taken, key=lambda o: taken[o]), name)] if taken else []

    def _lists(self, date: dt.date, row: Row) -> bool:
        """Whether a snapshot would have listed the repo, had it been there."""
        scope = self.days[date].scope
        return scope == "hub" or (scope == "categories" and row["pipeline_tag"] == "translation")


def _license(row: Row) -> str | None:
    return next((tag[len("license:") :] for tag in row["tags"] if tag.startswith("license:")), None)
