"""The example questions of `sql/examples/`, each a file with the question in English and Korean above its SQL."""

from dataclasses import dataclass
from functools import cache

from pipeline.sql import FOLDER


@dataclass(frozen=True)
class Question:
    """A question people ask, and the query that answers it. `name`: the file's, without its ending."""

    name: str
    en: str
    ko: str
    query: str


@cache
def questions() -> dict[str, Question]:
    """All of them by name, in alphabetical order. Raises ValueError for a file without its first two lines."""
    return {
        path.stem: _read(path.stem, path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("examples/*.sql"))
    }


def _read(name: str, text: str) -> Question:
    first, second, query = text.split("\n", 2)
    if not (first.startswith("-- en: ") and second.startswith("-- ko: ")):
        raise ValueError(f"sql/examples/{name}.sql does not begin with its question: '-- en: …', then '-- ko: …'")
    return Question(name, first.removeprefix("-- en: ").strip(), second.removeprefix("-- ko: ").strip(), query.strip())
