"""`almanac status`: how the history stands."""

import datetime as dt
import json
import stat
from contextlib import suppress
from pathlib import Path

import duckdb
import typer
from rich.filesize import decimal

from pipeline.cli.reading import is_sample, published
from pipeline.cli.terminal import SAMPLE_NOTE, console, number, plain, table
from pipeline.settings import Home
from pipeline.warehouse.findings import CHECKS, Looked, look

DUE = dt.time(12)


def status(ctx: typer.Context) -> None:
    """Show the last snapshot and its age, gaps, failing checks and size on disk.

    Exit status 1 when today's snapshot is missing after 12:00 UTC.
    """
    home: Home = ctx.obj
    out = console()
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    with published(home) as con:
        if is_sample(con):
            out.print(f"[yellow]{SAMPLE_NOTE}[/]")
        first, last, taken = con.execute(
            "SELECT min(date), max(date), arg_max(finished_at, date) FROM snapshots"
        ).fetchall()[0]
        facts = table([("", False), ("", False)])
        facts.show_header = False
        if last is not None:
            facts.add_row("last snapshot", plain(f"{last}, {_age(now - taken)}"))
            facts.add_row("history", plain(f"{first} to {last}: {_days(con)} days; {_gaps(con)}"))
            for kind, scope, state, rows, share in con.execute(
                "SELECT kind, scope, status, rows, moved_share FROM snapshots WHERE date = $d ORDER BY kind DESC",
                {"d": last},
            ).fetchall():
                moved = "" if share is None else f"; counters of {share:.0%} moved since the snapshot before"
                facts.add_row(
                    f"{kind}s",
                    plain(f"{number(rows)} observed (scope {scope}{'' if state == 'ok' else f', {state}'}){moved}"),
                )
            facts.add_row("checks", plain(_checks(con, last)))
        else:
            facts.add_row("last snapshot", "none")
    facts.add_row("size on disk", plain(f"{_size(home.published)} published; {_size(home.root)} in all of {home.root}"))
    if home.last_failure.exists():
        facts.add_row("last run failed", plain(_failure(home.last_failure)))
    out.print(facts)
    if overdue(last, now):
        out.print(
            plain(
                f"Today's snapshot ({now.date()}) is missing, and it is past {DUE:%H:%M} UTC: `almanac run` takes it."
            )
        )
        raise typer.Exit(1)


def overdue(last: dt.date | None, now: dt.datetime) -> bool:
    """Whether the snapshot of the day of `now` (UTC) should be here by now and is not."""
    return now.time() >= DUE and (last is None or last < now.date())


def _failure(path: Path) -> str:
    try:
        failure = json.loads(path.read_text(encoding="utf-8"))
        return f"{failure['at']}: {failure['sentence']}"
    except (OSError, ValueError, KeyError, TypeError):
        return f"the note in {path} cannot be read"


def _days(con: duckdb.DuckDBPyConnection) -> int:
    return con.execute("SELECT count(DISTINCT date) FROM snapshots").fetchall()[0][0]


def _gaps(con: duckdb.DuckDBPyConnection) -> str:
    gaps = con.execute(
        "SELECT date, after FROM (SELECT date, lead(date) OVER (ORDER BY date) AS after FROM "
        "(SELECT DISTINCT date FROM snapshots)) WHERE after > date + 1 ORDER BY date"
    ).fetchall()
    missing = [(day + dt.timedelta(1), after - dt.timedelta(1)) for day, after in gaps]
    if not missing:
        return "no gaps"
    said = ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in missing[-5:])
    return f"missing: {'… ' if len(missing) > 5 else ''}{said}"


def _checks(con: duckdb.DuckDBPyConnection, day: dt.date) -> str:
    failing = [
        f"{check.asset} {check.name}: {first.what}: expected {first.expected}, seen {first.seen}{more}"
        for check in CHECKS
        if check.query
        for first, more in _first_wrong(look(con, check, day))
    ]
    return "all hold" if not failing else "FAILING " + "; ".join(failing)


def _first_wrong(looked: list[Looked]) -> list[tuple[Looked, str]]:
    wrong = [one for one in looked if not one.holds]
    return [(wrong[0], f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else "")] if wrong else []


def _age(age: dt.timedelta) -> str:
    hours = age.total_seconds() / 3600
    return f"{hours / 24:.1f} days ago" if hours >= 48 else f"{max(hours, 0):.1f} hours ago"


def _size(path: Path) -> str:
    files = [path] if path.is_file() else path.rglob("*")
    total = 0
    for file in files:
        with suppress(OSError):  # a run that writes meanwhile also removes files
            status = file.stat()
            total += status.st_size if stat.S_ISREG(status.st_mode) else 0
    return decimal(total)
