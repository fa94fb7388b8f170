"""A small Markdown table of a day's leaders, safe whatever the repos are called. Pure."""

import polars as pl

from pipeline.boards.markdown import escaped


def preview(board: pl.DataFrame, places: int = 3) -> str:
    """The first `places` of each category's attention board."""
    top = board.filter((pl.col("board") == "attention") & (pl.col("rank") <= places)).sort("category", "rank")
    rows = [
        f"| {escaped(row['category'])} | {row['rank']} | {escaped(row['id'])} | {row['score']:.2f} | {row['basis']} |"
        for row in top.iter_rows(named=True)
    ]
    return "\n".join(["| category | rank | repo | likes a day | made of |", "|---|---|---|---|---|", *rows])
