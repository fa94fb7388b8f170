"""The example queries of `sql/examples/` and the question that each answers, from the message catalogue."""

from functools import cache

from pipeline.i18n.messages import text
from pipeline.sql import SQL_FOLDER


@cache
def example_queries() -> dict[str, str]:
    """Load the SQL of each example by name, in alphabetical order."""
    return {path.stem: path.read_text(encoding="utf-8").strip() for path in sorted(SQL_FOLDER.glob("examples/*.sql"))}


def example_question(language: str, name: str) -> str:
    """Return the question that an example answers. Raises KeyError for an unknown example."""
    return text(language, f"question-{name}")
