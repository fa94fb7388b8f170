"""Previews of a day: tables of sql/previews/ and charts of sql/charts/."""

import datetime as dt
from functools import partial

import duckdb
import polars as pl

from pipeline.i18n.messages import DEFAULT_LANGUAGE, sentence, text, word
from pipeline.kinds import KINDS, Kind
from pipeline.notes import read_notes
from pipeline.orchestration.previews.chart_theme import embed_picture
from pipeline.orchestration.previews.charts import DEPTH, build_panel, draw_movers, draw_panels, draw_ranks
from pipeline.ranking.registry import select_board_parameters
from pipeline.sql import read_frame, statement
from pipeline.text import to_one_line
from pipeline.warehouse.quality_checks import MIN_MOVED_SHARE

MISSING_CELL = "–"
CHARTED_CATEGORIES = 24  # Dagster keeps each day's charts, 7 KB a category
say = partial(text, DEFAULT_LANGUAGE)  # the UI is in English
NO_CHART_TEXT = say("chart-nothing")
# Columns with codes or notes, and their message groups.
CODES = {
    "availability": "status",
    "basis": "basis",
    "coverage": "coverage-of",
    "holds": "preview-holds",
    "move": "move",
    "status": "status",
}
NOTES = {"featured_notes": "featured-note", "notes": "note"}


def read_preview(
    con: duckdb.DuckDBPyConnection, name: str, day: dt.date, **parameters: str
) -> tuple[list[str], list[list[str]]]:
    """Return headings and rows of a preview, as text."""
    query = statement(f"previews/{name}")
    days = {"date": day} if "$date" in query else {}
    answer = con.execute(query, days | select_board_parameters(query) | parameters)
    columns = [column[0] for column in answer.description or []]
    rows = [
        [_format_cell(column, value) for column, value in zip(columns, row, strict=True)] for row in answer.fetchall()
    ]
    return [say(f"preview-{column}") for column in columns], rows


def read_most_liked(con: duckdb.DuckDBPyConnection, kind: Kind, day: dt.date) -> tuple[list[str], list[list[str]]]:
    """Return the preview of a kind, without columns that it lacks."""
    headings, rows = read_preview(con, "most_liked", day, kind=kind)
    filled_columns = [
        index for index in range(len(headings)) if index == 0 or any(row[index] != MISSING_CELL for row in rows)
    ]
    return [headings[index] for index in filled_columns], [[row[index] for index in filled_columns] for row in rows]


def _format_cell(column: str, value: object) -> str:
    if value is None:
        return MISSING_CELL
    if column in NOTES:
        return (
            to_one_line(" ".join(sentence(DEFAULT_LANGUAGE, NOTES[column], note) for note in read_notes(value)))
            or MISSING_CELL
        )
    if column in CODES:
        return to_one_line(word(DEFAULT_LANGUAGE, CODES[column], str(value)))
    return f"{value:,}" if isinstance(value, int) else to_one_line(str(value))


def draw_rank_charts(con: duckdb.DuckDBPyConnection, day: dt.date) -> str:
    """Draw a bump chart for each of the first categories: today's top ten over 30 days."""
    names = dict(con.execute("SELECT slug, name_en FROM store.category").fetchall())
    ranks = _query_chart(con, "ranks", date=day, depth=DEPTH, categories=CHARTED_CATEGORIES)
    pictures = []
    for (category,), places in ranks.group_by("category", maintain_order=True):
        top_names = places.filter(pl.col("date") == day).sort("place")["id"]
        rank_list = ", ".join(f"{place}. {name}" for place, name in enumerate(top_names, 1))
        alternative = say("chart-ranks", category=names[category], ranks=rank_list)
        pictures.append(_embed_chart(draw_ranks(places, names[category]), alternative))
    return "\n\n".join(pictures) or NO_CHART_TEXT


def draw_movers_chart(con: duckdb.DuckDBPyConnection, day: dt.date) -> str:
    """Draw rising movers by likes gained that day."""
    mover_rows = _query_chart(con, "movers", date=day)
    descriptions = [
        say("chart-mover", repo=row["id"], category=row["category"], likes=row["likes_1d"])
        for row in mover_rows.iter_rows(named=True)
    ]
    return _embed_chart(draw_movers(mover_rows), say("chart-movers", moves="; ".join(descriptions)))


def draw_featured_chart(con: duckdb.DuckDBPyConnection, day: dt.date) -> str:
    """Draw the gains of featured models over 90 days."""
    gains = _query_chart(con, "featured", date=day)
    since = gains["date"].min()
    chart_svg = draw_panels(
        (say("chart-featured-downloads", date=since), build_panel(gains, "downloads", "id")),
        (say("chart-featured-likes", date=since), build_panel(gains, "likes", "id")),
    )
    last_gains = gains.filter(pl.col("date") == day)
    descriptions = [
        say("chart-featured-model", model=row["id"], downloads=row["downloads"], likes=row["likes"])
        for row in last_gains.iter_rows(named=True)
    ]
    return _embed_chart(chart_svg, say("chart-featured", date=since, models="; ".join(descriptions)))


def draw_refresh_chart(con: duckdb.DuckDBPyConnection, kind: Kind, day: dt.date) -> str:
    """Draw the share of download counters that changed; below the threshold the refresh was late."""
    shares = _query_chart(con, "counter_refreshes", date=day, kind=kind).with_columns(kind=pl.lit(KINDS[kind].plural))
    chart_svg = draw_panels(
        (say("chart-moved"), build_panel(shares, "changed_counter_share", "kind", percent=True, level=MIN_MOVED_SHARE)),
    )  # fmt: skip
    late_days = shares.filter(pl.col("changed_counter_share") < MIN_MOVED_SHARE)["date"].to_list()
    return _embed_chart(chart_svg, say("chart-moved-days", days=", ".join(map(str, late_days)) or say("chart-no-days")))


def draw_forecast_quality(con: duckdb.DuckDBPyConnection, day: dt.date) -> str:
    """Draw NDCG@20 of the boards for the next three days' likes, mean over categories."""
    values = _query_chart(con, "forecast_quality", date=day)
    title = say("chart-scorecard")
    last_values = values.filter(pl.col("date") == pl.col("date").max())
    values_text = ", ".join(f"{row['board']} {row['value']:.3f}" for row in last_values.iter_rows(named=True))
    return _embed_chart(
        draw_panels((title, build_panel(values, "value", "board"))),
        say("chart-scorecard-last", title=title, values=values_text),
    )


def _query_chart(con: duckdb.DuckDBPyConnection, name: str, **parameters: object) -> pl.DataFrame:
    query = statement(f"charts/{name}")
    return read_frame(con, query, parameters | select_board_parameters(query))


def _embed_chart(chart_svg: str | None, alternative: str) -> str:
    return embed_picture(chart_svg, alternative) if chart_svg else NO_CHART_TEXT
