import datetime as dt
import json
import os
import stat
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypedDict

import duckdb
import typer
from rich.filesize import decimal

from pipeline.cli.coming import print_coming, read_coming
from pipeline.cli.language import JsonOption, LanguageOption, NoteWithText, Say, select_language, serialize_notes
from pipeline.cli.read_home import choose_read_home
from pipeline.cli.terminal import console, format_number, make_table, print_json, sample_note, sanitize
from pipeline.config import Home, Settings
from pipeline.errors import AlmanacError, decode_parts
from pipeline.i18n.messages import DEFAULT_LANGUAGE, text, word
from pipeline.published.calendar import count_imported_days, read_recorded_days
from pipeline.published.days import read_day_span
from pipeline.published.query_limits import find_read_limit
from pipeline.published.reader import Row, fetch_records, is_sample, open_published
from pipeline.sql import statement
from pipeline.warehouse.quality_checks import CHECKS, run_check

DUE_TIME = dt.time(12)
MAX_GAPS = 5  # last gaps to list
MAX_SOURCES = 5
SNAPSHOTS_QUERY = "SELECT kind, scope, status, source, repos, changed_counter_share, finished_at FROM snapshots WHERE date = $d ORDER BY kind DESC"


def status(
    ctx: typer.Context,
    as_json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Show the last snapshot with its age, gaps, failing checks and size on disk.

    Exits with status 1 if today's snapshot is missing after 12:00 UTC.

    \b
    Examples:
      almanac status
      almanac status --json
    """
    home = choose_read_home(ctx)
    language, say = select_language(lang)
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    with open_published(home, seconds=find_read_limit()) as con:
        report = read_status(con, home, now, language)
        milestones = read_coming(con)
    if as_json:
        print_json(report)
    else:
        print_status(report, home, language)
        print_coming(milestones, language)
    if report["days_ahead"]:
        day = report["days_ahead"][0]
        if not as_json:
            console().print(sanitize(say("cli-status-ahead", day=day, today=now.date())))
        raise typer.Exit(1)
    if report["overdue"]:
        if not as_json:
            console().print(sanitize(say("cli-status-overdue", day=now.date(), time=f"{DUE_TIME:%H:%M}")))
        raise typer.Exit(1)


class FailingCheck(TypedDict):
    """Its first failed result, and how many `more` failed."""

    asset: str
    name: str
    subject: str
    expected: NoteWithText
    actual: NoteWithText
    more: int


class SourceDays(TypedDict):
    """An imported source, and how many days it has in use."""

    source: str
    days: int


class Status(TypedDict):
    """The output of `--json`."""

    sample: bool
    date: dt.date | None
    finished_at: dt.datetime | None
    age_hours: float | None
    overdue: bool
    first_date: dt.date | None
    days_ahead: list[dt.date]
    days: int
    imported_days: list[SourceDays]
    gaps: list[tuple[dt.date, dt.date]]
    snapshots: list[Row]
    failing_checks: list[FailingCheck]
    published_bytes: int
    home_bytes: int
    last_failure: str | None
    milestones: list[dict[str, object]]


def read_status(
    con: duckdb.DuckDBPyConnection, home: Home, now: dt.datetime, language: str = DEFAULT_LANGUAGE
) -> Status:
    """Return the state of the history at `now` (UTC), in the shape of `--json`. `language`: of its texts."""
    first, last = read_day_span(con, "snapshots")
    finished_at = con.execute("SELECT max(finished_at) FROM snapshots WHERE date = $d", {"d": last}).fetchall()[0][0]
    future_days = con.execute(
        "SELECT DISTINCT date FROM snapshots WHERE date > $d ORDER BY date", {"d": last}
    ).fetchall()
    return {
        "sample": bool(is_sample(con)),
        "date": last,
        "finished_at": finished_at,
        "age_hours": None if finished_at is None else round((now - finished_at).total_seconds() / 3600, 2),
        "overdue": is_overdue(last, now),
        "first_date": first,
        "days_ahead": [day for (day,) in future_days],
        "days": con.execute("SELECT count(DISTINCT date) FROM snapshots").fetchall()[0][0],
        "imported_days": [
            {"source": source, "days": days} for source, days in count_imported_days(read_recorded_days(con)).items()
        ],
        "gaps": _find_gaps(con),
        "snapshots": fetch_records(con.execute(SNAPSHOTS_QUERY, {"d": last})),
        "failing_checks": [] if last is None else _find_failing_checks(con, last, language),
        "published_bytes": _measure_size(home.published),
        "home_bytes": _measure_size(home.root),
        "last_failure": _read_last_failure(home.last_failure, DEFAULT_LANGUAGE) if home.last_failure.exists() else None,
        "milestones": [{"code": milestone.code, "day": milestone.day} for milestone in read_coming(con).coming],
    }


def print_status(report: Status, home: Home, language: str) -> None:
    say, out = partial(text, language), console()
    if report["sample"]:
        out.print(sanitize(sample_note(language)), style="yellow")
    facts = make_table([("", False), ("", False)])
    facts.show_header = False
    if report["date"] is None:
        facts.add_row(say("heading-last-snapshot"), say("cli-status-none"))
    else:
        days = {"first": report["first_date"], "last": report["date"], "days": report["days"]}
        history = say(
            "cli-status-first-day" if report["days"] == 1 else "cli-status-history",
            **days,
            gaps=_describe_gaps(report, say),
        )
        for source_days in report["imported_days"][:MAX_SOURCES]:
            history += say("cli-status-days-of", days=source_days["days"], source=source_days["source"])
        facts.add_row(
            say("heading-last-snapshot"), sanitize(f"{report['date']}, {_format_age(report['age_hours'], say)}")
        )
        facts.add_row(say("heading-history"), sanitize(history))
        for snapshot in report["snapshots"]:
            facts.add_row(say(f"heading-{snapshot['kind']}s"), sanitize(_describe_snapshot(snapshot, language, say)))
        failing = [_describe_check(failing_check, say) for failing_check in report["failing_checks"]]
        checks = say("cli-status-failing", checks="; ".join(failing)) if failing else say("cli-status-all-passing")
        facts.add_row(say("heading-checks"), sanitize(checks))
    sizes = {"published": decimal(report["published_bytes"]), "whole": decimal(report["home_bytes"]), "home": home.root}
    facts.add_row(say("heading-size-on-disk"), sanitize(say("cli-status-sizes", **sizes)))
    if report["last_failure"]:
        facts.add_row(say("heading-last-run-failed"), sanitize(_read_last_failure(home.last_failure, language)))
    out.print(facts)


def _describe_gaps(report: Status, say: Say) -> str:
    if not report["gaps"]:
        return say("cli-status-no-gaps")
    gaps = [str(first) if first == last else say("span", first=first, last=last) for first, last in report["gaps"]]
    return say("cli-status-missing", days=f"{'… ' if gaps[MAX_GAPS:] else ''}{', '.join(gaps[-MAX_GAPS:])}")


def _describe_snapshot(row: Row, language: str, say: Say) -> str:
    state = "" if row["status"] == "ok" else f", {word(language, 'status', row['status'])}"
    if row["source"] is not None:
        state += say("cli-status-imported", source=row["source"])
    scope = word(language, "scope", row["scope"])
    description = say("cli-status-snapshot", repos=format_number(row["repos"]), scope=scope, state=state)
    moved_share = row["changed_counter_share"]
    return description if moved_share is None else description + say("cli-status-moved", share=f"{moved_share:.0%}")


def _describe_check(check: FailingCheck, say: Say) -> str:
    subject = f"{check['asset']} {check['name']}: {check['subject']}"
    description = say(
        "cli-status-check", check=subject, expected=check["expected"]["text"], actual=check["actual"]["text"]
    )
    return description + (say("cli-status-more", count=check["more"]) if check["more"] else "")


def is_overdue(last: dt.date | None, now: dt.datetime) -> bool:
    """Return whether today's snapshot is due at `now` (UTC) but missing."""
    return now.time() >= DUE_TIME and (last is None or last < now.date())


def _read_last_failure(path: Path, language: str) -> str:
    try:
        failure = json.loads(path.read_text(encoding="utf-8"))
        sentence = AlmanacError(*decode_parts(failure.get("parts"))).render(language)
        return f"{failure['at']}: {sentence or failure['sentence']}"
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return text(language, "cli-status-unreadable", path=str(path))


def _find_gaps(con: duckdb.DuckDBPyConnection) -> list[tuple[dt.date, dt.date]]:
    """Return the first and last day of each gap."""
    gaps = con.execute(statement("cli/snapshot_gaps")).fetchall()
    return [(day + dt.timedelta(1), next_day - dt.timedelta(1)) for day, next_day in gaps]


def _find_failing_checks(con: duckdb.DuckDBPyConnection, day: dt.date, language: str) -> list[FailingCheck]:
    least_share = Settings.from_env().least_share
    own_snapshots = "SELECT 1 FROM snapshots WHERE date = $day AND source IS NULL LIMIT 1"
    if not con.execute(own_snapshots, {"day": day}).fetchall():  # archives are as they are
        return []
    failing_checks: list[FailingCheck] = []
    for check in CHECKS:
        failed_results = (
            [result for result in run_check(con, check, day, least_share) if not result.passes] if check.query else []
        )
        if failed_results:
            first = failed_results[0]
            expectation, actual = serialize_notes(language, "check", (first.expectation, first.actual))
            failing_checks.append(
                FailingCheck(
                    asset=check.asset,
                    name=check.name,
                    subject=first.subject,
                    expected=expectation,
                    actual=actual,
                    more=len(failed_results) - 1,
                )
            )
    return failing_checks


def _format_age(hours: float | None, say: Say) -> str:
    if hours is None:
        return say("cli-status-age-unknown")
    return (
        say("cli-status-age-days", days=f"{hours / 24:.1f}")
        if hours >= 48
        else say("cli-status-age-hours", hours=f"{max(hours, 0):.1f}")
    )


def _measure_size(path: Path) -> int:
    """Return the bytes of a file or of all files in a folder."""
    files = [path] if path.is_file() else (f"{folder}/{name}" for folder, _, names in os.walk(path) for name in names)
    total = 0
    for file in files:
        with suppress(OSError):  # a concurrent run removes files
            file_status = os.lstat(file)
            total += file_status.st_size if stat.S_ISREG(file_status.st_mode) else 0
    return total
