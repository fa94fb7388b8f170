"""The Hub's own order by trending score, about the likes of the last 7 days."""

from collections.abc import Iterator

import polars as pl

from pipeline.notes import Note
from pipeline.ranking.registry import Facts


def score_members(rows: pl.DataFrame) -> pl.DataFrame:
    return rows


def score_contenders(rows: pl.DataFrame, week: pl.DataFrame) -> pl.DataFrame:
    no_value = pl.lit(None, pl.Float64)
    return rows.with_columns(hub_low=no_value, hub_high=no_value, hub_basis=pl.lit("trending_score"))


def explain_withheld(day: Facts) -> Iterator[Note]:
    yield Note("no_scores" if day["scores_sound"] else "scores_unsound")


def explain_degraded(board: Facts, day: Facts) -> Iterator[Note]:
    yield from ()
