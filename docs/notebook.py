"""The published file in a notebook: a board, the featured models, and how the last days were observed.

    pip install duckdb polars pyarrow altair marimo
    marimo edit docs/notebook.py

Reads the home in ALMANAC_HOME, else ./data, else the demo's. As a script it runs all cells and prints nothing.
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Hub Almanac")


@app.cell
def _():
    import os
    from pathlib import Path

    import altair as alt
    import duckdb
    import marimo as mo
    import polars as pl

    home = os.environ.get("ALMANAC_HOME")
    files = [Path(folder) / "hub.duckdb" for folder in ([home] if home else ["data", "data/demo"])]
    published = next((file for file in files if file.exists()), files[0])
    hub = duckdb.connect(str(published), read_only=True)
    return alt, hub, mo, pl


@app.cell
def _(hub, mo):
    [(first, last, days, sample)] = hub.sql(
        "SELECT min(date), max(date), count(DISTINCT date), bool_or(sample) FROM snapshots"
    ).fetchall()
    warning = "**Sample data: fictitious repos and numbers.** " if sample else ""
    mo.md(f"# Hub Almanac\n\n{warning}{days} days, {first} to {last}.")
    return (last,)


@app.cell
def _(hub, mo):
    slugs = [slug for (slug,) in hub.sql("SELECT slug FROM categories").fetchall()]
    category = mo.ui.dropdown(slugs, value=slugs[0], label="Category")
    category
    return (category,)


@app.cell
def _(category, hub):
    board = hub.sql(
        "FROM top($category, n := 10) SELECT rank, rank_7d_ago, id, score, score_low, score_high, likes, likes_7d, basis",
        params={"category": category.value},
    ).pl()
    board
    return (board,)


@app.cell
def _(alt, board):
    intervals = (
        alt.Chart(board)
        .mark_rule(strokeWidth=3)
        .encode(
            x=alt.X("score_low:Q", title="likes per day with 90% interval"),
            x2="score_high:Q",
            y=alt.Y("id:N", sort=alt.SortField("rank"), title=None),
        )
    )
    scores = (
        alt.Chart(board)
        .mark_point(filled=True, size=70)
        .encode(x="score:Q", y=alt.Y("id:N", sort=alt.SortField("rank")))
    )
    intervals + scores
    return


@app.cell
def _(hub, pl):
    # gains of all-time downloads; an unknown gain is NULL, with the reason in `unknown_changes`
    followed = (
        hub.sql("FROM featured SELECT date, id, downloads_all_time, likes, downloads_gained_1d, unknown_changes")
        .pl()
        .sort("id", "date")
        .with_columns(gained=pl.col("downloads_all_time") - pl.col("downloads_all_time").first().over("id"))
    )
    followed.group_by("id", maintain_order=True).agg(
        pl.col("gained").last(), pl.col("downloads_gained_1d").mean().round().alias("per day"), pl.len().alias("days")
    )
    return (followed,)


@app.cell
def _(alt, followed):
    alt.Chart(followed.select("date", "id", "gained")).mark_line().encode(
        x="date:T",
        y=alt.Y("gained:Q", title="downloads gained since the first day"),
        color=alt.Color("id:N", title=None),
    )
    return


@app.cell
def _(hub, last, mo):
    observed = hub.sql("FROM days WHERE date > $last - 14 ORDER BY date, kind", params={"last": last}).pl()
    mo.vstack(
        [mo.md("How the last two weeks were observed: gaps and frozen days are marked, never filled in."), observed]
    )
    return (observed,)


if __name__ == "__main__":
    app.run()
