"""A small Markdown table of a day's leaders, safe whatever the repos are called. Pure."""

import html
import re

import polars as pl


def preview(board: pl.DataFrame, places: int = 3) -> str:
    """The first `places` of each category's attention board."""
    top = board.filter((pl.col("board") == "attention") & (pl.col("rank") <= places)).sort("category", "rank")
    rows = [
        f"| {escaped(row['category'])} | {row['rank']} | {escaped(row['id'])} | {row['score']:.2f} | {row['basis']} |"
        for row in top.iter_rows(named=True)
    ]
    return "\n".join(["| category | rank | repo | likes a day | made of |", "|---|---|---|---|---|", *rows])


def escaped(text: str) -> str:
    """Text that Markdown and HTML show as it is, on one line."""
    line = "".join(c if c.isprintable() else " " for c in text)
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", html.escape(line, quote=False))
