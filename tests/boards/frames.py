"""Rows as sql/marts/likes.sql gives them, for boards that a test spells out."""

from typing import Any

import polars as pl

SCHEMA: dict[str, type[pl.DataType]] = {
    "category": pl.String,
    "kind": pl.String,
    "oid": pl.String,
    "id": pl.String,
    "likes": pl.Int64,
    "downloads": pl.Int64,
    "trending_score": pl.Float64,
    "age_days": pl.Float64,
    "likes_1d": pl.Int64,
    "days_1d": pl.Float64,
    "within_7_likes": pl.Int64,
    "within_7_ago": pl.Float64,
    "beyond_7_likes": pl.Int64,
    "beyond_7_ago": pl.Float64,
    "oldest_likes": pl.Int64,
    "oldest_ago": pl.Float64,
}


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    """Rows of one category; what a row leaves out was not observed."""
    filled = [
        dict.fromkeys(SCHEMA)
        | {"category": "c", "kind": "model", "oid": f"{n:024x}", "id": f"o/{n}", "age_days": 400.0}
        | row
        for n, row in enumerate(rows)
    ]
    return pl.DataFrame(filled, schema=SCHEMA)
