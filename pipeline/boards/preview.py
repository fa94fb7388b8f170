"""A small Markdown table of a day's leaders, safe whatever the repos are called. Pure."""

import polars as pl

from pipeline.boards.markdown import table


def preview(board: pl.DataFrame, places: int = 3) -> str:
    """The first `places` of each category's attention board."""
    top = board.filter((pl.col("board") == "attention") & (pl.col("rank") <= places)).sort("category", "rank")
    return table(
        ["category", "rank", "repo", "likes a day", "made of"],
        (
            (row["category"], row["rank"], row["id"], f"{row['score']:.2f}", row["basis"])
            for row in top.iter_rows(named=True)
        ),
    )
