import datetime as dt
import json
import os
import stat
from contextlib import suppress
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, TypedDict

import duckdb
import typer
from rich.filesize import decimal

from pipeline.cli.coming import print_coming, read_coming
from pipeline.cli.language import JsonOption, LanguageOption, NoteWithText, Say, select_language, serialize_notes
from pipeline.cli.options import reject_other_options
from pipeline.cli.read_home import choose_read_home
from pipeline.cli.terminal import console, format_number, make_table, print_json, sample_note, sanitize
from pipeline.config import Home, Settings
from pipeline.errors import AlmanacError, decode_parts
from pipeline.i18n.messages import DEFAULT_LANGUAGE, text, word
from pipeline.orchestration.daemon_heartbeats import read_daemon
from pipeline.published.calendar import count_imported_days, read_recorded_days
from pipeline.published.health import FailingCheck, Verdict, judge, read_health
from pipeline.published.query_limits import find_read_limit
from pipeline.published.reader import Row, fetch_records, is_sample, open_published

MAX_GAPS = 5  # last gaps to list
MAX_SOURCES = 5
SNAPSHOTS_QUERY = "SELECT kind, scope, status, source, repos, changed_counter_share, finished_at FROM snapshots WHERE date = $d ORDER BY kind DESC"


def status(
    ctx: typer.Context,
    daemon: Annotated[
        bool, typer.Option("--daemon", help="Only tell whether Dagster's daemon is alive; needs no snapshot.")
    ] = False,
    show_path: Annotated[bool, typer.Option("--path", help="Only print the home's folder; needs no snapshot.")] = False,
    as_json: JsonOption = False,
    lang: LanguageOption = None,
) -> None:
    """Show the last snapshot with its age, gaps, failing checks, size on disk, and whether the daemon is alive.

    Exits with status 1 if a snapshot is missing at 12:00 UTC of its day or if a recorded day is in the future; with --daemon, if the
    daemon is not alive.

    \b
    Examples:
      almanac status
      almanac status --json
      almanac status --daemon
      almanac status --path
    """
    if show_path:
        reject_other_options(ctx, ("show_path",), "options_excluded", "--path")
        typer.echo(ctx.obj.root)  # for scripts: never the demo's home
        return
    home = choose_read_home(ctx)
    language, say = select_language(lang)
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    daemon_status = read_daemon_status(home, now, language)
    if daemon:
        if as_json:
            print_json({"daemon": daemon_status})
        else:
            console().print(sanitize(_describe_daemon(daemon_status, say)))
        raise typer.Exit(0 if daemon_status and daemon_status["alive"] else 1)
    try:
        with open_published(home, seconds=find_read_limit()) as con:
            report = read_status(con, home, now, language)
            milestones = read_coming(con)
    except AlmanacError as error:
        if as_json:  # a monitor reads the reason where it reads the others
            problems = serialize_notes(language, "error", error.parts)
            print_json(
                Unreadable(version=version("hub-almanac"), status="fail", problems=problems, daemon=daemon_status)
            )
        raise
    report["daemon"] = daemon_status
    if as_json:
        print_json(report)
    else:
        print_status(report, home, language)
        print_coming(milestones, language)
    if report["status"] == "fail":
        raise typer.Exit(1)


class FailingCheckWithText(TypedDict):
    asset: str
    name: str
    subject: str
    expected: NoteWithText
    actual: NoteWithText
    more: int


class DaemonThread(TypedDict):
    name: str
    last_heartbeat: dt.datetime
    alive: bool
    healthy: bool


class DaemonStatus(TypedDict):
    """`alive`: None if its records are unreadable; `problem` then says why."""

    alive: bool | None
    healthy: bool | None
    last_heartbeat: dt.datetime | None
    daemons: list[DaemonThread]
    problem: NoteWithText | None


class SourceDays(TypedDict):
    """An imported source, and how many days it has in use."""

    source: str
    days: int


class Unreadable(TypedDict):
    """The output of `--json` without a readable database."""

    version: str
    status: Verdict
    problems: list[NoteWithText]
    daemon: DaemonStatus | None


class Status(TypedDict):
    """The output of `--json`."""

    sample: bool
    version: str
    status: Verdict
    problems: list[NoteWithText]
    date: dt.date | None
    finished_at: dt.datetime | None
    age_hours: float | None
    valid_until: dt.datetime | None
    overdue: bool
    first_date: dt.date | None
    days_ahead: list[dt.date]
    days: int
    imported_days: list[SourceDays]
    gaps: list[tuple[dt.date, dt.date]]
    snapshots: list[Row]
    failing_checks: list[FailingCheckWithText]
    published_bytes: int
    home_bytes: int
    last_failure: str | None
    milestones: list[dict[str, object]]
    daemon: DaemonStatus | None


def read_status(
    con: duckdb.DuckDBPyConnection, home: Home, now: dt.datetime, language: str = DEFAULT_LANGUAGE
) -> Status:
    """Return the state of the history at `now` (UTC), in the shape of `--json`. `language`: of its texts."""
    health = read_health(con, least_share=Settings.from_env().least_share)
    problems = health.find_problems(now)
    finished_at = health.finished_at
    return {
        "sample": bool(is_sample(con)),
        "version": health.version,
        "status": judge(problems),
        "problems": serialize_notes(language, "health", problems),
        "date": health.date,
        "finished_at": finished_at,
        "age_hours": None if finished_at is None else round((now - finished_at).total_seconds() / 3600, 2),
        "valid_until": health.valid_until,
        "overdue": health.is_overdue(now),
        "first_date": health.first_date,
        "days_ahead": health.days_ahead,
        "days": health.days,
        "imported_days": [
            {"source": source, "days": days} for source, days in count_imported_days(read_recorded_days(con)).items()
        ],
        "gaps": health.gaps,
        "snapshots": fetch_records(con.execute(SNAPSHOTS_QUERY, {"d": health.date})),
        "failing_checks": [_serialize_check(check, language) for check in health.failing_checks],
        "published_bytes": _measure_size(home.published),
        "home_bytes": _measure_size(home.root),
        "last_failure": _read_last_failure(home.last_failure, DEFAULT_LANGUAGE) if home.last_failure.exists() else None,
        "milestones": [{"code": milestone.code, "day": milestone.day} for milestone in read_coming(con).coming],
        "daemon": None,
    }


def read_daemon_status(home: Home, now: dt.datetime, language: str) -> DaemonStatus | None:
    """Return whether the home's daemon is alive; None if none ever ran."""
    try:
        process = read_daemon(home, now)
    except AlmanacError as error:
        [problem] = serialize_notes(language, "error", error.parts)
        return DaemonStatus(alive=None, healthy=None, last_heartbeat=None, daemons=[], problem=problem)
    if process is None:
        return None
    return DaemonStatus(
        alive=process.alive,
        healthy=process.healthy,
        last_heartbeat=process.last_heartbeat,
        daemons=[DaemonThread(**daemon._asdict()) for daemon in process.daemons],
        problem=None,
    )


def _serialize_check(check: FailingCheck, language: str) -> FailingCheckWithText:
    expected, actual = serialize_notes(language, "check", (check.expected, check.actual))
    return FailingCheckWithText(
        asset=check.asset, name=check.name, subject=check.subject, expected=expected, actual=actual, more=check.more
    )


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
    if report["daemon"]:
        facts.add_row(say("heading-daemon"), sanitize(_describe_daemon(report["daemon"], say)))
    out.print(facts)
    for problem in report["problems"]:
        if problem["code"] != "checks_failing":  # in the table
            out.print(sanitize(problem["text"]))


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


def _describe_daemon(daemon: DaemonStatus | None, say: Say) -> str:
    if daemon is None:
        return say("cli-status-daemon-none")
    if daemon["problem"]:
        return daemon["problem"]["text"]
    state = "alive" if daemon["healthy"] else "failing" if daemon["alive"] else "stopped"
    names = [thread["name"] for thread in daemon["daemons"] if not thread["healthy"]]
    return say(
        f"cli-status-daemon-{state}", time=f"{daemon['last_heartbeat']:%Y-%m-%d %H:%M:%S}", daemons=", ".join(names)
    )


def _describe_check(check: FailingCheckWithText, say: Say) -> str:
    subject = f"{check['asset']} {check['name']}: {check['subject']}"
    description = say(
        "cli-status-check", check=subject, expected=check["expected"]["text"], actual=check["actual"]["text"]
    )
    return description + (say("cli-status-more", count=check["more"]) if check["more"] else "")


def _read_last_failure(path: Path, language: str) -> str:
    try:
        failure = json.loads(path.read_text(encoding="utf-8"))
        sentence = AlmanacError(*decode_parts(failure.get("parts"))).render(language)
        at = dt.datetime.fromisoformat(failure["at"])
        if at.tzinfo is not None:
            at = at.astimezone(dt.UTC)
        return f"{at:%Y-%m-%d %H:%M:%S}: {sentence or failure['sentence']}"
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return text(language, "cli-status-unreadable", path=str(path))


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
