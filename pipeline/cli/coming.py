"""What a young home will show, and when, below the output of read commands."""

import datetime as dt
from collections.abc import Collection

import duckdb

from pipeline.cli.terminal import console, sanitize
from pipeline.kinds import KINDS, Kind
from pipeline.published.days import read_day_span
from pipeline.published.milestones import Milestones, describe_milestones, read_milestones


def read_coming(
    con: duckdb.DuckDBPyConnection, day: dt.date | None = None, kinds: Collection[Kind] = tuple(KINDS)
) -> Milestones:
    """Return what comes after `day` (default: the file's last) for a reader of today, of some kinds of repos."""
    today = dt.datetime.now(dt.UTC).date()
    day = day or read_day_span(con, "snapshots")[1]
    return read_milestones(con, day, today, kinds) if day else Milestones(today, 0, today)


def print_coming(milestones: Milestones, language: str) -> None:
    """Print the line, if anything is to come."""
    if line := describe_milestones(language, milestones):
        console().print(sanitize(line), style="dim")
