"""The warehouse's expected contents, computed simply from the Hub's days."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
ACCEPTED_AFTER = 8
FIELDS = ("license", "gated", "pipeline_tag", "library_name")


@dataclass(frozen=True)
class Day:
    """Its repos by _id, and how much of the Hub was listed: `covered` are the tasks of its categories."""

    scope: str
    started_at: dt.datetime
    rows: dict[str, Row]
    covered: tuple[str, ...] = ("translation",)

    @property
    def complete(self) -> bool:
        return self.scope != "leaders"


@dataclass
class Reference:
    """A Hub's history, stored as its days."""

    days: dict[dt.date, Day] = field(default_factory=dict)

    def list_day(self, date: dt.date) -> list[tuple[Any, ...]]:
        return sorted((oid, r["id"], r["downloads"], r["downloadsAllTime"], r["likes"], r["gated"], self.find_status(date, oid))
                      for oid, r in self.days[date].rows.items())  # fmt: skip

    def find_status(self, date: dt.date, oid: str) -> str:
        row = self.days[date].rows[oid]
        if row["downloads"] is None or row["likes"] is None:
            return "partial"
        return self.find_mark(date, oid) or "observed"

    def find_mark(self, date: dt.date, oid: str) -> str | None:
        """The mark of the all-time counter: below its highest, or so for the eighth time."""
        highest, times, mark = -1, 0, None
        for day in sorted(day for day in self.days if day <= date):
            row = self.days[day].rows.get(oid)
            value = None if row is None else row["downloadsAllTime"]
            mark = None
            if value is None:
                continue
            times = times + 1 if value < highest else 0
            if times:
                mark = "rolled_back" if times < ACCEPTED_AFTER else "corrected"
            if times in (0, ACCEPTED_AFTER):
                highest, times = value, 0
        return mark

    def list_history(self, name: str) -> list[tuple[Any, ...]]:
        """The rows of history_of, for the last repo with the name."""
        last_day_by_oid = {}
        for date, day in sorted(self.days.items()):
            for oid, row in day.rows.items():
                if row["id"] == name:
                    last_day_by_oid[oid] = date
        if not last_day_by_oid:
            return []
        oid = max(last_day_by_oid, key=lambda oid: last_day_by_oid[oid])
        return [(date, oid, d.rows[oid]["id"], d.rows[oid]["downloads"], d.rows[oid]["likes"])
                for date, d in sorted(self.days.items()) if oid in d.rows]  # fmt: skip

    def list_events(self) -> list[tuple[Any, ...]]:
        """The rows of events, as (date, oid, event, old, new)."""
        if not self.days:
            return []
        dates = sorted(self.days)
        events: list[tuple[Any, ...]] = []
        for oid in sorted({oid for day in self.days.values() for oid in day.rows}):
            repo_dates = [date for date in dates if oid in self.days[date].rows]
            for before, date in zip([None, *repo_dates], [*repo_dates, None], strict=True):
                events += (
                    self._list_first_events(oid, date, dates)
                    if before is None
                    else self._list_later_events(oid, before, date, dates)
                )
        return sorted(events, key=str)

    def _list_first_events(self, oid: str, date: dt.date | None, dates: list[dt.date]) -> list[tuple[Any, ...]]:
        assert date is not None
        row = self.days[date].rows[oid]
        created_at = dt.datetime.fromisoformat(row["createdAt"].replace("Z", ""))
        is_possible = created_at <= self.days[date].started_at + dt.timedelta(1)  # a later time is no valid creation
        comparable_days = [
            d for d in dates if row["pipeline_tag"] in self.days[d].covered or self.days[d].scope == self.days[date].scope == "hub"
        ]  # fmt: skip
        since = min(
            self.days[d].started_at for d in [*comparable_days, max([dates[0], *(d for d in dates if d < date)])]
        )
        is_new = (is_possible and created_at >= since) or any(self._would_list(d, row) for d in dates if d < date)
        appearance = [(date, oid, "appeared", None, row["id"])] if date > dates[0] and is_new else []
        return appearance + self._list_name_reuse(oid, date, row["id"])

    def _list_later_events(
        self, oid: str, before: dt.date, date: dt.date | None, dates: list[dt.date]
    ) -> list[tuple[Any, ...]]:
        events: list[tuple[Any, ...]] = []
        previous_row = self.days[before].rows[oid]
        missed_days = [
            d for d in dates if d > before and (date is None or d < date) and self._would_list(d, previous_row)
        ]
        if missed_days:
            events.append((missed_days[0], oid, "disappeared", previous_row["id"], None))
        if date is None:
            return events
        row = self.days[date].rows[oid]
        if missed_days:
            events.append((date, oid, "returned", None, row["id"]))
        if previous_row["id"] != row["id"]:
            events += [
                (date, oid, "renamed", previous_row["id"], row["id"]),
                *self._list_name_reuse(oid, date, row["id"]),
            ]
        for name in FIELDS:
            old, new = (
                (_find_license(previous_row), _find_license(row))
                if name == "license"
                else (previous_row[name], row[name])
            )
            old, new = (str(v).lower() if isinstance(v, bool) else v for v in (old, new))
            if old != new and not (name == "gated" and None in (old, new)):
                events.append((date, oid, name, old, new))
        return events

    def _list_name_reuse(self, oid: str, date: dt.date, name: str) -> list[tuple[Any, ...]]:
        first_day_by_oid: dict[str, dt.date] = {}
        for day in sorted(d for d in self.days if d < date):
            for other_oid, row in self.days[day].rows.items():
                if other_oid != oid and row["id"] == name:
                    first_day_by_oid.setdefault(other_oid, day)
        return (
            [(date, oid, "name_reused", max(first_day_by_oid, key=lambda o: (first_day_by_oid[o], o)), name)]
            if first_day_by_oid
            else []
        )

    def _would_list(self, date: dt.date, row: Row) -> bool:
        scope = self.days[date].scope
        return scope == "hub" or (scope == "categories" and row["pipeline_tag"] in self.days[date].covered)


def _find_license(row: Row) -> str | None:
    return ",".join(sorted({tag[len("license:") :] for tag in row["tags"] if tag.startswith("license:")})) or None
