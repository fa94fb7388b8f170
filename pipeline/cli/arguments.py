"""Parse arguments, with hints after typos."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import duckdb

from pipeline.config import Home
from pipeline.errors import NoPublishedFile, UsageError
from pipeline.files import describe_broken_link
from pipeline.kinds import Kind
from pipeline.notes import Note
from pipeline.repo_names import parse_repo_name
from pipeline.sql import statement
from pipeline.text import normalize_word, suggest_nearest

MAX_NAME_LENGTH = 200  # characters; more than the Hub allows


def require_choice(
    name: str, noun: str, choices: Sequence[str], limit: int | None = None, spellings: Mapping[str, str] | None = None
) -> str:
    """Return a valid choice, also from one of its `spellings`. Raises UsageError `unknown_<noun>` with the nearest ones, else up to
    `limit` of all.
    """
    choice = (spellings or {}).get(normalize_word(name), name)
    if choice not in choices:
        unknown_name = Note(f"unknown_{noun}", {"name": name[:MAX_NAME_LENGTH]})
        raise UsageError(unknown_name, *suggest_nearest(name, choices, limit))
    return choice


class FoundRepo(NamedTuple):
    """A repo that last had a name: `id` is the name as it was observed."""

    kind: Kind
    id: str
    oid: str


def find_repos(con: duckdb.DuckDBPyConnection, text: str) -> list[FoundRepo]:
    """Return the repos that last had a name, at most one of each kind, models first. Raises UsageError.

    The name is owner/name in any case, a former name, or the address of a page, which names one kind.
    """
    rows = con.execute(statement("cli/found_repos"), {"name": text}).fetchall()
    repos = [FoundRepo(*row) for row in rows]
    if not repos:
        raise unknown_repo_error(con, text)
    if len({repo.oid for repo in repos}) > len({repo.kind for repo in repos}):
        names = ", ".join(sorted({repo.id for repo in repos}))
        raise UsageError(Note("ambiguous_repo", {"name": text[:MAX_NAME_LENGTH], "names": names}))
    return repos


def means_repo(con: duckdb.DuckDBPyConnection, text: str) -> bool:
    """Return whether a text that should mean a category means a repo."""
    if list_matching_categories(con, text):
        return False
    name = parse_repo_name(text)
    is_written_as_repo = name is not None and ("/" in name.id or name.kind is not None)
    return is_written_as_repo or bool(con.execute(statement("cli/found_repos"), {"name": text}).fetchall())


def list_matching_categories(con: duckdb.DuckDBPyConnection, text: str) -> list[str]:
    """Return the slugs of the categories that a text may mean."""
    return [slug for (slug,) in con.execute(statement("cli/matching_categories"), {"text": text}).fetchall()]


def find_category(con: duckdb.DuckDBPyConnection, text: str) -> str:
    """Return the slug of the category that a text means: a slug, name, alias, the start of a word in these, or its page on the Hub. Raises UsageError."""
    slugs = list_matching_categories(con, text)
    if len(slugs) > 1:
        raise UsageError(Note("ambiguous_category", {"name": text[:MAX_NAME_LENGTH], "names": ", ".join(slugs)}))
    if not slugs:
        return require_choice(
            text, "category", [row[0] for row in con.execute("SELECT slug FROM categories").fetchall()]
        )
    return slugs[0]


def unknown_repo_error(con: duckdb.DuckDBPyConnection, name: str) -> UsageError:
    """Return the error for an unknown repo, with the nearest names."""
    name = name[:MAX_NAME_LENGTH]
    parsed_name = parse_repo_name(name)
    similar_names = [
        repo_id
        for (repo_id,) in con.execute(
            statement("cli/similar_repos"), {"name": parsed_name.id if parsed_name else name}
        ).fetchall()
    ]
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
