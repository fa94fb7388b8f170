"""What the shell completes: names from the published database. It never fails, and never says anything."""

from collections.abc import Callable, Sequence
from contextlib import suppress

import typer

from pipeline.config import Home
from pipeline.i18n.messages import FIRST
from pipeline.published.example_queries import example_queries, example_question
from pipeline.published.reader import published
from pipeline.sql import statement
from pipeline.typed_paths import home_path

Completion = str | tuple[str, str]  # a word, and its help
CATEGORIES = "SELECT slug, name_en FROM categories WHERE starts_with(slug, $begun)"
SECONDS = 2.0  # a person is waiting for the shell


def categories(ctx: typer.Context, incomplete: str) -> list[Completion]:
    """Slugs of categories, with their names."""
    return _asked(ctx, CATEGORIES, incomplete)


def repos(ctx: typer.Context, incomplete: str) -> list[Completion]:
    """Names of models and datasets, the best liked first."""
    return _asked(ctx, statement("cli/repos_beginning"), incomplete)


def relations(ctx: typer.Context, incomplete: str) -> list[Completion]:
    """Names of relations."""
    return _asked(ctx, statement("cli/relations_beginning"), incomplete)


def example_names(incomplete: str) -> list[tuple[str, str]]:
    """Names of examples, with the questions that they answer."""
    return [(name, example_question(FIRST, name)) for name in example_queries() if name.startswith(incomplete)]


def among(names: Sequence[str]) -> Callable[[str], list[str]]:
    """Completes one of a few words."""
    return lambda incomplete: [name for name in names if name.startswith(incomplete)]


def _asked(ctx: typer.Context, query: str, begun: str) -> list[Completion]:
    home = ctx.parent.params.get("home") if ctx.parent else None
    # a shell that completes has no use for any error
    with (
        suppress(Exception),
        published(Home(home_path(home)) if home else Home.from_env(), seconds=SECONDS) as con,
    ):
        rows = con.execute(query, {"begun": begun}).fetchall()
        return [(name, help[0]) if help else name for name, *help in rows]
    return []
