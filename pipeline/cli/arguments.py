"""What people name on the command line: days, repos, categories; and the hint after a mistyped one."""

import datetime as dt

import duckdb

from pipeline.config import Home
from pipeline.errors import NotPublished, UsageError
from pipeline.files import broken_link
from pipeline.sql import statement
from pipeline.text import nearest

LONGEST_NAME = 200  # characters; the Hub's own limits lie below


def parse_day(text: str | None) -> dt.date | None:
    """A date as typed. Raises UsageError when it is none."""
    if text is None:
        return None
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise UsageError(f"{text!r} is not a date; write it as 2026-03-06.") from None


def require_known(name: str, what: str, names: list[str], most: int | None = None) -> str:
    """`name`, if it is one of `names`. Raises UsageError with the nearest ones; where none is near, with all or `most` of them."""
    if name not in names:
        raise UsageError(f"There is no {what} {name[:LONGEST_NAME]!r}. {nearest(name, names, most)}")
    return name


def unknown_repo(con: duckdb.DuckDBPyConnection, name: str) -> UsageError:
    """The error for a repo that was never observed, with the nearest names that were."""
    name = name[:LONGEST_NAME]
    near = [found for (found,) in con.execute(statement("cli/nearest_names"), {"name": name}).fetchall()]
    hint = (
        f"Did you mean {' or '.join(near)}?" if near else "A repo is named owner/name; only what was observed is known."
    )
    return UsageError(f"No repo {name!r} was ever observed here. {hint}")


def require_warehouse(home: Home) -> None:
    """Raise NotPublished where the home has no warehouse yet."""
    if said := broken_link(home.warehouse):
        raise NotPublished(f"There is no warehouse at {home.warehouse}: {said}.")
    if not home.warehouse.exists():
        raise NotPublished(f"There is no warehouse at {home.warehouse}; `almanac run` makes one.")
