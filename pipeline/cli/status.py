"""`almanac status`: how the history stands."""

import datetime as dt
import json
import os
import stat
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Annotated, TypedDict

import duckdb
import typer
from rich.filesize import decimal

from pipeline.cli.language import LANG, Say, speaker
from pipeline.cli.terminal import console, number, plain, print_json, sample_note, table
from pipeline.config import Home, Settings
from pipeline.i18n.messages import text
from pipeline.published.days import span_of
from pipeline.published.query_limits import read_seconds
from pipeline.published.reader import Row, is_sample, published, records
from pipeline.sql import statement
from pipeline.warehouse.quality_checks import CHECKS, look

DUE = dt.time(12)
GAPS = 5  # that are named, the last ones
SNAPSHOTS = "SELECT kind, scope, status, repos, changed_counter_share, finished_at FROM snapshots WHERE date = $d ORDER BY kind DESC"


def status(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object: docs/terminal.md tells its keys.")] = False,
    lang: LANG = None,
) -> None:
    """Show the last snapshot and its age, gaps, failing checks and size on disk.

    Exit status 1 when today's snapshot is missing after 12:00 UTC.

    \b
    Examples:
      almanac status
      almanac status --json
    """
    home: Home = ctx.obj
    language, say = speaker(lang)
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    with published(home, seconds=read_seconds()) as con:
        told = standing(con, home, now)
    if as_json:
        print_json(told)
    else:
        print_status(told, home, language)
    if told["days_ahead"]:
        day = told["days_ahead"][0]
        if not as_json:
            console().print(plain(say("cli-status-ahead", day=day, today=now.date())))
        raise typer.Exit(1)
    if told["overdue"]:
        if not as_json:
            console().print(plain(say("cli-status-overdue", day=now.date(), time=f"{DUE:%H:%M}")))
        raise typer.Exit(1)


class FailingCheck(TypedDict):
    """A check that does not hold: the first thing that is wrong, and how many `more` there are."""

    asset: str
    name: str
    subject: str
    expected: str
    actual: str
    more: int


class Status(TypedDict):
    """What `--json` prints."""

    sample: bool
    date: dt.date | None
    finished_at: dt.datetime | None
    age_hours: float | None
    overdue: bool
    first_date: dt.date | None
    days_ahead: list[dt.date]
    days: int
    gaps: list[tuple[dt.date, dt.date]]
    snapshots: list[Row]
    failing_checks: list[FailingCheck]
    published_bytes: int
    home_bytes: int
    last_failure: str | None


def standing(con: duckdb.DuckDBPyConnection, home: Home, now: dt.datetime) -> Status:
    """How the history stands at `now` (UTC), as `--json` prints it."""
    first, last = span_of(con, "snapshots")
    taken = con.execute("SELECT max(finished_at) FROM snapshots WHERE date = $d", {"d": last}).fetchall()[0][0]
    ahead = con.execute("SELECT DISTINCT date FROM snapshots WHERE date > $d ORDER BY date", {"d": last}).fetchall()
    return {
        "sample": bool(is_sample(con)),
        "date": last,
        "finished_at": taken,
        "age_hours": None if taken is None else round((now - taken).total_seconds() / 3600, 2),
        "overdue": overdue(last, now),
        "first_date": first,
        "days_ahead": [day for (day,) in ahead],
        "days": con.execute("SELECT count(DISTINCT date) FROM snapshots").fetchall()[0][0],
        "gaps": _gaps(con),
        "snapshots": records(con.execute(SNAPSHOTS, {"d": last})),
        "failing_checks": [] if last is None else _failing(con, last),
        "published_bytes": _size(home.published),
        "home_bytes": _size(home.root),
        "last_failure": _failure(home.last_failure) if home.last_failure.exists() else None,
    }


def print_status(told: Status, home: Home, language: str) -> None:
    """The same for people."""
    say, out = partial(text, language), console()
    if told["sample"]:
        out.print(plain(sample_note(language)), style="yellow")
    facts = table([("", False), ("", False)])
    facts.show_header = False
    if told["date"] is None:
        facts.add_row(say("heading-last-snapshot"), say("cli-status-none"))
    else:
        days = {"first": told["first_date"], "last": told["date"], "days": told["days"]}
        history = say(
            "cli-status-first-day" if told["days"] == 1 else "cli-status-history", **days, gaps=_missing(told, say)
        )
        facts.add_row(say("heading-last-snapshot"), plain(f"{told['date']}, {_age(told['age_hours'], say)}"))
        facts.add_row(say("heading-history"), plain(history))
        for one in told["snapshots"]:
            facts.add_row(say(f"heading-{one['kind']}s"), plain(_snapshot(one, say)))
        failing = [_check(one, say) for one in told["failing_checks"]]
        checks = say("cli-status-failing", checks="; ".join(failing)) if failing else say("cli-status-all-hold")
        facts.add_row(say("heading-checks"), plain(checks))
    sizes = {"published": decimal(told["published_bytes"]), "whole": decimal(told["home_bytes"]), "home": home.root}
    facts.add_row(say("heading-size-on-disk"), plain(say("cli-status-sizes", **sizes)))
    if told["last_failure"]:
        facts.add_row(say("heading-last-run-failed"), plain(told["last_failure"]))
    out.print(facts)


def _missing(told: Status, say: Say) -> str:
    """The last gaps of the history."""
    if not told["gaps"]:
        return say("cli-status-no-gaps")
    gaps = [str(first) if first == last else say("span", first=first, last=last) for first, last in told["gaps"]]
    return say("cli-status-missing", days=f"{'… ' if gaps[GAPS:] else ''}{', '.join(gaps[-GAPS:])}")


def _snapshot(row: Row, say: Say) -> str:
    """What was observed of a kind; scope and status are codes, as people pass and query them."""
    state = "" if row["status"] == "ok" else f", {row['status']}"
    observed = say("cli-status-snapshot", repos=number(row["repos"]), scope=row["scope"], state=state)
    moved = row["changed_counter_share"]
    return observed if moved is None else observed + say("cli-status-moved", share=f"{moved:.0%}")


def _check(check: FailingCheck, say: Say) -> str:
    what = f"{check['asset']} {check['name']}: {check['subject']}"
    said = say("cli-status-check", check=what, expected=check["expected"], seen=check["actual"])
    return said + (say("cli-status-more", count=check["more"]) if check["more"] else "")


def overdue(last: dt.date | None, now: dt.datetime) -> bool:
    """Whether the snapshot of the day of `now` (UTC) should be here by now and is not."""
    return now.time() >= DUE and (last is None or last < now.date())


def _failure(path: Path) -> str:
    try:
        failure = json.loads(path.read_text(encoding="utf-8"))
        return f"{failure['at']}: {failure['sentence']}"
    except (OSError, ValueError, KeyError, TypeError):
        return f"the note in {path} cannot be read"


def _gaps(con: duckdb.DuckDBPyConnection) -> list[tuple[dt.date, dt.date]]:
    """First and last day of each stretch of days that were not captured."""
    gaps = con.execute(statement("cli/days_without_a_snapshot")).fetchall()
    return [(day + dt.timedelta(1), after - dt.timedelta(1)) for day, after in gaps]


def _failing(con: duckdb.DuckDBPyConnection, day: dt.date) -> list[FailingCheck]:
    """The checks that do not hold, each with the first thing that is wrong and how many `more` there are."""
    least_share = Settings.from_env().least_share
    failing: list[FailingCheck] = []
    for check in CHECKS:
        wrong = [one for one in look(con, check, day, least_share) if not one.holds] if check.query else []
        if wrong:
            first = wrong[0]
            failing.append(
                FailingCheck(
                    asset=check.asset,
                    name=check.name,
                    subject=first.what,
                    expected=first.expected,
                    actual=first.seen,
                    more=len(wrong) - 1,
                )
            )
    return failing


def _age(hours: float | None, say: Say) -> str:
    if hours is None:
        return say("cli-status-age-unknown")
    return (
        say("cli-status-age-days", days=f"{hours / 24:.1f}")
        if hours >= 48
        else say("cli-status-age-hours", hours=f"{max(hours, 0):.1f}")
    )


def _size(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    files = [path] if path.is_file() else (f"{folder}/{name}" for folder, _, names in os.walk(path) for name in names)
    total = 0
    for file in files:
        with suppress(OSError):  # a run that writes meanwhile also removes files
            status = os.lstat(file)
            total += status.st_size if stat.S_ISREG(status.st_mode) else 0
    return total
