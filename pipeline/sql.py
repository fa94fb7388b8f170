"""The statements of `sql/`, by name. The one place that knows where the files lie."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "sql"


@cache
def statement(name: str) -> str:
    """The text of `sql/<name>.sql`, e.g. `statement("load/daily")`."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def fill(text: str, lists: Mapping[str, str]) -> str:
    """SQL with each `$name` that `lists` has replaced by its text; all others stay parameters."""
    return re.sub(r"\$(\w+)", lambda match: lists.get(match[1], match[0]), text)
