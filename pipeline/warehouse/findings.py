"""What may be wrong with a day, found by the queries of sql/checks/. Used by the asset checks and by `almanac status`."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import duckdb

from pipeline.sql import statement


@dataclass(frozen=True)
class Check:
    """A query that gives the rows which should not be. A blocking one keeps the day from being published."""

    name: str
    asset: str
    says: str
    blocking: bool = False


CHECKS = (
    Check("unique_repos", "models", "No repo is observed twice on a day.", blocking=True),
    Check("counters_moved", "models", "The Hub's download counters moved since the last snapshot."),
    Check("boards_in_order", "trends", "Places run from 1 without gaps, scores fall.", blocking=True),
    Check("categories_ranked", "trends", "Every active category has an attention board."),
    Check("featured_found", "featured", "The Hub shows every featured model."),
)


def findings(con: duckdb.DuckDBPyConnection, check: Check, day: dt.date) -> list[tuple[Any, ...]]:
    """The rows that should not be, as (kind or category, what, seen)."""
    return con.execute(statement(f"checks/{check.name}"), {"date": day}).fetchall()
