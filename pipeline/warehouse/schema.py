"""What a database is made of: its tables, and the definitions that are replaced whenever they change.

What belongs here: in which order, and what the registries fill in. What does not: when a file is brought up to date (connection.py).
"""

from functools import cache

from pipeline.kinds import KINDS
from pipeline.ranking.comments import fill_in_boards
from pipeline.sql import statement
from pipeline.warehouse.repo_columns import column_comments, kind_views, repo_statement


@cache
def tables() -> str:
    """The tables; repo_columns.add_repo_columns adds the columns of the Hub's fields."""
    return statement("schema/store") + fill_in_boards(statement("schema/published"))


@cache
def comments() -> str:
    """The comments of tables and columns."""
    lines = (line for line in tables().splitlines() if line.startswith("COMMENT"))
    return "\n".join((*lines, column_comments()))


@cache
def published_views() -> str:
    """Views and macros: those that others rest on, those of each kind of repo, and questions with parameters."""
    return "\n".join((repo_statement("schema/views"), *map(kind_views, KINDS), repo_statement("macros/macros")))
