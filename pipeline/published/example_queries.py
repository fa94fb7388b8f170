"""The example queries of `sql/examples/`. The message catalogue has the question that each answers, in every language."""

from functools import cache

from pipeline.i18n.messages import text
from pipeline.sql import SQL_FOLDER


@cache
def example_queries() -> dict[str, str]:
    """The SQL of each example, by the name of its file without the ending, in alphabetical order."""
    return {path.stem: path.read_text(encoding="utf-8").strip() for path in sorted(SQL_FOLDER.glob("examples/*.sql"))}


def example_question(language: str, name: str) -> str:
    """The question that an example answers. Raises KeyError for an example that there is not."""
    return text(language, f"question-{name}")
