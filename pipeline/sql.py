"""The statements of `sql/`, by name. The one place that knows where the files lie."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "sql"
# What a database is made of, in this order; the definitions are replaced whenever they change.
TABLES = ("schema/store", "schema/published")
DEFINITIONS = ("schema/rules", "schema/views", "macros/macros")


@cache
def statement(name: str) -> str:
    """The text of `sql/<name>.sql`, e.g. `statement("load/daily")`."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
