"""Shell completion from the published database; it never fails and never prints an error."""

from collections.abc import Callable, Sequence
from contextlib import suppress

import typer

from pipeline.config import Home
from pipeline.i18n.messages import DEFAULT_LANGUAGE
from pipeline.published.example_queries import example_queries, example_question
from pipeline.published.reader import open_published
from pipeline.sql import statement
from pipeline.user_paths import check_home_path

Completion = str | tuple[str, str]  # word, or word and help
CATEGORY_QUERY = "SELECT slug, name_en FROM categories WHERE starts_with(slug, $prefix)"
TIMEOUT_SECONDS = 2.0  # a person is waiting for the shell


def complete_categories(ctx: typer.Context, incomplete: str) -> list[Completion]:
    return _query_names(ctx, CATEGORY_QUERY, incomplete)


def complete_repos(ctx: typer.Context, incomplete: str) -> list[Completion]:
    """Complete repo names, most liked first."""
    return _query_names(ctx, statement("cli/repos_by_prefix"), incomplete)


def complete_relations(ctx: typer.Context, incomplete: str) -> list[Completion]:
    return _query_names(ctx, statement("cli/relations_by_prefix"), incomplete)


def complete_examples(incomplete: str) -> list[tuple[str, str]]:
    return [
        (name, example_question(DEFAULT_LANGUAGE, name)) for name in example_queries() if name.startswith(incomplete)
    ]


def make_completer(choices: Sequence[str]) -> Callable[[str], list[str]]:
    """Return a completer for a few fixed words."""
    return lambda incomplete: [choice for choice in choices if choice.startswith(incomplete)]


def _query_names(ctx: typer.Context, query: str, prefix: str) -> list[Completion]:
    home = ctx.parent.params.get("home") if ctx.parent else None
    # an error would garble the command line that is being typed
    with (
        suppress(Exception),
        open_published(
            Home(check_home_path(home)) if home else Home.from_env().find_readable(), seconds=TIMEOUT_SECONDS
        ) as con,
    ):
        rows = con.execute(query, {"prefix": prefix}).fetchall()
        return [(name, help_texts[0]) if help_texts else name for name, *help_texts in rows]
    return []
