"""The statements of `sql/`, by name. The one place that knows where the files lie."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "sql"


@cache
def statement(name: str) -> str:
    """The text of `sql/<name>.sql`, e.g. `statement("load/daily")`."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
