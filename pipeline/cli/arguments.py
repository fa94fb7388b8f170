"""Parse arguments, with hints after typos."""

import datetime as dt

import duckdb

from pipeline.config import Home
from pipeline.errors import NoPublishedFile, UsageError
from pipeline.files import describe_broken_link
from pipeline.notes import Note
from pipeline.sql import statement
from pipeline.text import suggest_nearest

MAX_NAME_LENGTH = 200  # characters; more than the Hub allows


def parse_day(text: str | None) -> dt.date | None:
    """Parse a date such as 2026-03-06. Raises UsageError."""
    if text is None:
        return None
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise UsageError(Note("invalid_date", {"date": text})) from None


def require_choice(name: str, noun: str, choices: list[str], limit: int | None = None) -> str:
    """Return a valid choice. Raises UsageError `unknown_<noun>` with the nearest ones, else up to `limit` of all."""
    if name not in choices:
        unknown_name = Note(f"unknown_{noun}", {"name": name[:MAX_NAME_LENGTH]})
        raise UsageError(unknown_name, *suggest_nearest(name, choices, limit))
    return name


def unknown_repo_error(con: duckdb.DuckDBPyConnection, name: str) -> UsageError:
    """Return the error for an unknown repo, with the nearest names."""
    name = name[:MAX_NAME_LENGTH]
    similar_names = [repo_id for (repo_id,) in con.execute(statement("cli/similar_repos"), {"name": name}).fetchall()]
    hint = (
        Note("did_you_mean", {"count": len(similar_names), "names": ", ".join(similar_names)})
        if similar_names
        else Note("repo_form")
    )
    return UsageError(Note("unknown_repo", {"name": name}), hint)


def require_warehouse(home: Home) -> None:
    """Raise NoPublishedFile if the home has no warehouse yet."""
    if problem := describe_broken_link(home.warehouse):
        raise NoPublishedFile(Note("no_warehouse_link", {"path": str(home.warehouse), "cause": problem}))
    if not home.warehouse.exists():
        raise NoPublishedFile(Note("no_warehouse", {"path": str(home.warehouse)}))
