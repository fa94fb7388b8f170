"""What people name on the command line: days, repos, categories; and the hint after a mistyped one."""

import datetime as dt

import duckdb

from pipeline.config import Home
from pipeline.errors import NoPublishedFile, UsageError
from pipeline.files import describe_broken_link
from pipeline.sql import statement
from pipeline.text import suggest_nearest

MAX_NAME_LENGTH = 200  # characters; the Hub's own limits lie below


def parse_day(text: str | None) -> dt.date | None:
    """A date as typed. Raises UsageError when it is none."""
    if text is None:
        return None
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise UsageError(f"{text!r} is not a date; write it as 2026-03-06.") from None


def require_choice(name: str, noun: str, choices: list[str], limit: int | None = None) -> str:
    """`name`, if it is one of `choices`. Raises UsageError with the nearest ones; where none is near, with all or `limit` of them."""
    if name not in choices:
        raise UsageError(f"There is no {noun} {name[:MAX_NAME_LENGTH]!r}. {suggest_nearest(name, choices, limit)}")
    return name


def unknown_repo_error(con: duckdb.DuckDBPyConnection, name: str) -> UsageError:
    """The error for a repo that was never observed, with the nearest names that were."""
    name = name[:MAX_NAME_LENGTH]
    similar_names = [repo_id for (repo_id,) in con.execute(statement("cli/similar_repos"), {"name": name}).fetchall()]
    hint = (
        f"Did you mean {' or '.join(similar_names)}?"
        if similar_names
        else "A repo is named owner/name; only what was observed is known."
    )
    return UsageError(f"No repo {name!r} was ever observed here. {hint}")


def require_warehouse(home: Home) -> None:
    """Raise NoPublishedFile where the home has no warehouse yet."""
    if problem := describe_broken_link(home.warehouse):
        raise NoPublishedFile(f"There is no warehouse at {home.warehouse}: {problem}.")
    if not home.warehouse.exists():
        raise NoPublishedFile(f"There is no warehouse at {home.warehouse}; `almanac run` makes one.")
