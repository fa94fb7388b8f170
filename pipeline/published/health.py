"""The health of a history: one definition for `almanac status` and the site's `health.json`."""

import datetime as dt
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal, NamedTuple

import duckdb

from pipeline.config import Settings, latest_day, trusts_hub_clock
from pipeline.notes import Note
from pipeline.published.days import read_day_span
from pipeline.sql import statement
from pipeline.warehouse.quality_checks import CHECKS, run_check

DUE_TIME = dt.time(12)  # UTC, of each day's snapshot

Verdict = Literal["pass", "warn", "fail"]


class FailingCheck(NamedTuple):
    """Its first failed result, and how many `more` failed."""

    asset: str
    name: str
    subject: str
    expected: Note
    actual: Note
    more: int


@dataclass(frozen=True)
class Health:
    """The days of a history up to `date`, and the checks of that day. It says nothing about the time of reading: see `find_problems`.

    `finished_at`: end of the day's last crawl. `days`: those with a snapshot. `days_ahead`: days in the future of this machine's clock.
    `gaps`: first and last day of each. `version`: of Hub Almanac.
    """

    date: dt.date | None
    finished_at: dt.datetime | None
    first_date: dt.date | None
    days: int
    days_ahead: list[dt.date]
    gaps: list[tuple[dt.date, dt.date]]
    failing_checks: list[FailingCheck]
    version: str

    @property
    def valid_until(self) -> dt.datetime | None:
        """When the next day's snapshot is due (UTC); the history is stale from then on."""
        return None if self.date is None else find_due_time(self.date)

    def is_overdue(self, now: dt.datetime) -> bool:
        """Return whether a snapshot is due at `now` (UTC) but missing."""
        return self.valid_until is None or now >= self.valid_until

    def find_problems(self, now: dt.datetime | None = None) -> list[Note]:
        """Return what is wrong; the texts are `health-<code>`. Without `now` (UTC), nothing is overdue."""
        problems: list[Note] = []
        if self.date is None or self.valid_until is None:
            problems.append(Note("no_snapshot"))
        elif now is not None and self.is_overdue(now):
            due = {"date": str(self.date), "due": f"{self.valid_until:%Y-%m-%d %H:%M}"}
            problems.append(Note("snapshot_overdue", {**due}))
        if self.days_ahead:
            problems.append(Note("days_ahead", {"date": str(self.days_ahead[0])}))
        if self.failing_checks:
            names = [f"{check.asset} {check.name}" for check in self.failing_checks]
            problems.append(Note("checks_failing", {"count": len(names), "checks": ", ".join(names)}))
        return problems


def find_due_time(day: dt.date) -> dt.datetime:
    """Return when the snapshot of the day after `day` is due (UTC)."""
    return dt.datetime.combine(day + dt.timedelta(1), DUE_TIME)


def judge(problems: list[Note]) -> Verdict:
    """Return `warn` if only checks fail: the day is published, without the parts that fail."""
    codes = {problem.code for problem in problems}
    return "fail" if codes - {"checks_failing"} else "warn" if codes else "pass"


def read_health(
    con: duckdb.DuckDBPyConnection, day: dt.date | None = None, least_share: float = Settings.least_share
) -> Health:
    """Read the health of the history up to `day` (default: the last)."""
    first, last = read_day_span(con, "snapshots")
    date = day or last
    parameters = {"date": date}
    days, finished_at = con.execute(
        "SELECT count(DISTINCT date), max(finished_at) FILTER (date = $date) FROM snapshots WHERE date <= $date OR $date IS NULL",
        parameters,
    ).fetchall()[0]
    latest = last if trusts_hub_clock() else latest_day()
    future_days = con.execute(
        "SELECT DISTINCT date FROM snapshots WHERE date > $latest ORDER BY ALL", {"latest": latest}
    )
    return Health(
        date=date,
        finished_at=finished_at,
        first_date=first,
        days=days,
        days_ahead=[future_day for (future_day,) in future_days.fetchall()],
        gaps=_find_gaps(con, date),
        failing_checks=[] if date is None else _find_failing_checks(con, date, least_share),
        version=version("hub-almanac"),
    )


def _find_gaps(con: duckdb.DuckDBPyConnection, last: dt.date | None) -> list[tuple[dt.date, dt.date]]:
    gaps = con.execute(statement("published/snapshot_gaps"), {"last": last}).fetchall()
    return [(day + dt.timedelta(1), next_day - dt.timedelta(1)) for day, next_day in gaps]


def _find_failing_checks(con: duckdb.DuckDBPyConnection, day: dt.date, least_share: float) -> list[FailingCheck]:
    own_snapshots = "SELECT 1 FROM snapshots WHERE date = $day AND source IS NULL LIMIT 1"
    if not con.execute(own_snapshots, {"day": day}).fetchall():  # archives are as they are
        return []
    failing_checks: list[FailingCheck] = []
    for check in CHECKS:
        results = run_check(con, check, day, least_share) if check.query else []
        failed_results = [result for result in results if not result.passes]
        if failed_results:
            first = failed_results[0]
            failing_checks.append(
                FailingCheck(check.asset, check.name, first.subject, first.expectation, first.actual, len(failed_results) - 1)
            )  # fmt: skip
    return failing_checks
