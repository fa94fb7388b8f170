"""The example queries of `sql/examples/`, with their questions."""

from functools import cache

from pipeline.i18n.messages import text
from pipeline.sql import SQL_FOLDER


@cache
def example_queries() -> dict[str, str]:
    """Load the examples' SQL by name, sorted."""
    return {path.stem: path.read_text(encoding="utf-8").strip() for path in sorted(SQL_FOLDER.glob("examples/*.sql"))}


def example_question(language: str, name: str) -> str:
    """Return an example's question. Raises KeyError."""
    return text(language, f"question-{name}")
