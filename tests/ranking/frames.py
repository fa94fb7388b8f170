"""Rows in the form of sql/marts/likes.sql, for boards that tests define."""

from typing import Any

import polars as pl

from pipeline.config import Settings
from pipeline.ranking.boards import build_boards, score_members

MAX_RANK = Settings().board_places

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
    "likes_since_previous": pl.Int64,
    "days_since_previous": pl.Float64,
    "within_7_likes": pl.Int64,
    "within_7_ago": pl.Float64,
    "beyond_7_likes": pl.Int64,
    "beyond_7_ago": pl.Float64,
    "oldest_likes": pl.Int64,
    "oldest_ago": pl.Float64,
    "repo": pl.Int32,
    "downloads_all_time": pl.Int64,
    "peak_downloads": pl.Int64,
    "week_downloads": pl.Int64,
    "week_ago": pl.Float64,
    "base_relation": pl.String,
}


def build_frame(*rows: dict[str, Any]) -> pl.DataFrame:
    """Rows of one category; missing columns were not observed."""
    full_rows = [
        dict.fromkeys(SCHEMA)
        | {"category": "c", "kind": "model", "oid": f"{n:024x}", "id": f"o/{n}", "repo": n, "age_days": 400.0}
        | row
        for n, row in enumerate(rows)
    ]
    return pl.DataFrame(full_rows, schema=SCHEMA)


def build_empty_week() -> pl.DataFrame:
    schema = {
        "repo": pl.Int32,
        "ago": pl.Float64,
        "likes": pl.Int64,
        "downloads_all_time": pl.Int64,
        "left_out": pl.Boolean,
    }
    return pl.DataFrame(schema=schema)


def rank_frame(likes: pl.DataFrame, week: pl.DataFrame | None = None, max_rank: int = MAX_RANK) -> pl.DataFrame:
    return build_boards(score_members(likes), build_empty_week() if week is None else week, max_rank)
