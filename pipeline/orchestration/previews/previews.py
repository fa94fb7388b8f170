"""What a materialization shows: tables of sql/previews/ and pictures of sql/charts/, safe whatever the repos are called."""

import datetime as dt
from functools import partial

import duckdb
import polars as pl

from pipeline.i18n.messages import FIRST, sentence, text, word
from pipeline.kinds import KINDS, Kind
from pipeline.notes import read_notes
from pipeline.orchestration.previews.chart_theme import picture
from pipeline.orchestration.previews.charts import DEPTH, movers, over_time, ranks, side_by_side
from pipeline.ranking.registry import board_parameters
from pipeline.sql import statement
from pipeline.text import one_line
from pipeline.warehouse.quality_checks import LEAST_MOVED

MISSING = "–"
say = partial(text, FIRST)  # the UI is in English
NOTHING = say("chart-nothing")
# Columns that hold codes, or notes: the texts of what they mean.
CODES = {
    "availability": "status",
    "basis": "basis",
    "coverage": "coverage-of",
    "holds": "preview-holds",
    "move": "move",
    "status": "status",
}
NOTES = {"featured_notes": "featured-note", "notes": "note"}


def preview(
    con: duckdb.DuckDBPyConnection, name: str, day: dt.date, **parameters: str
) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of `sql/previews/<name>.sql` on the day, as people read them."""
    query = statement(f"previews/{name}")
    days = {"date": day} if "$date" in query else {}
    answer = con.execute(query, days | board_parameters(query) | parameters)
    columns = [column[0] for column in answer.description or []]
    rows = [[_cell(column, value) for column, value in zip(columns, row, strict=True)] for row in answer.fetchall()]
    return [say(f"preview-{column}") for column in columns], rows


def most_liked(con: duckdb.DuckDBPyConnection, kind: Kind, day: dt.date) -> tuple[list[str], list[list[str]]]:
    """The preview of a kind's repos; columns that the kind lacks are left out."""
    headings, rows = preview(con, "most_liked", day, kind=kind)
    shown = [at for at in range(len(headings)) if at == 0 or any(row[at] != MISSING for row in rows)]
    return [headings[at] for at in shown], [[row[at] for at in shown] for row in rows]


def _cell(column: str, value: object) -> str:
    if value is None:
        return MISSING
    if column in NOTES:
        return one_line(" ".join(sentence(FIRST, NOTES[column], note) for note in read_notes(value))) or MISSING
    if column in CODES:
        return one_line(word(FIRST, CODES[column], str(value)))
    return f"{value:,}" if isinstance(value, int) else one_line(str(value))


def ranks_over_time(con: duckdb.DuckDBPyConnection, day: dt.date) -> str:
    """A rank-over-time (bump) chart for each category: today's first ten over the last 30 days."""
    names = dict(con.execute("SELECT slug, name_en FROM store.category").fetchall())
    pictures = []
    for (category,), places in _asked(con, "ranks", date=day, depth=DEPTH).group_by("category", maintain_order=True):
        first = places.filter(pl.col("date") == day).sort("place")["id"]
        listed = ", ".join(f"{place}. {name}" for place, name in enumerate(first, 1))
        says = say("chart-ranks", category=names[category], ranks=listed)
        pictures.append(_picture(ranks(places, names[category]), says))
    return "\n\n".join(pictures) or NOTHING


def who_moved(con: duckdb.DuckDBPyConnection, day: dt.date) -> str:
    """The day's movers that gained, by the likes of the day."""
    moved = _asked(con, "movers", date=day)
    listed = [
        say("chart-mover", repo=row["id"], category=row["category"], likes=row["likes_1d"])
        for row in moved.iter_rows(named=True)
    ]
    return _picture(movers(moved), say("chart-movers", moves="; ".join(listed)))


def featured_over_time(con: duckdb.DuckDBPyConnection, day: dt.date) -> str:
    """What the featured models gained over the last 90 days: downloads and likes."""
    gained = _asked(con, "featured", date=day)
    since = gained["date"].min()
    drawn = side_by_side(
        (say("chart-featured-downloads", date=since), over_time(gained, "downloads", "id")),
        (say("chart-featured-likes", date=since), over_time(gained, "likes", "id")),
    )
    last = gained.filter(pl.col("date") == day)
    listed = [
        say("chart-featured-model", model=row["id"], downloads=row["downloads"], likes=row["likes"])
        for row in last.iter_rows(named=True)
    ]
    return _picture(drawn, say("chart-featured", date=since, models="; ".join(listed)))


def counters_moved(con: duckdb.DuckDBPyConnection, kind: Kind, day: dt.date) -> str:
    """Which share of the Hub's download counters moved from snapshot to snapshot; below the line the refresh was late."""
    moved = _asked(con, "moved", date=day, kind=kind).with_columns(kind=pl.lit(KINDS[kind].plural))
    drawn = side_by_side(
        (say("chart-moved"), over_time(moved, "changed_counter_share", "kind", percent=True, level=LEAST_MOVED)),
    )  # fmt: skip
    low = moved.filter(pl.col("changed_counter_share") < LEAST_MOVED)["date"].to_list()
    return _picture(drawn, say("chart-moved-days", days=", ".join(map(str, low)) or say("chart-no-days")))


def foreseen(con: duckdb.DuckDBPyConnection, day: dt.date) -> str:
    """How well boards foresaw the likes of the next three days: NDCG@20, the mean of the categories."""
    values = _asked(con, "foreseen", date=day)
    title = say("chart-scorecard")
    last = values.filter(pl.col("date") == pl.col("date").max())
    said = ", ".join(f"{row['board']} {row['value']:.3f}" for row in last.iter_rows(named=True))
    return _picture(
        side_by_side((title, over_time(values, "value", "board"))),
        say("chart-scorecard-last", title=title, values=said),
    )


def _asked(con: duckdb.DuckDBPyConnection, name: str, **parameters: object) -> pl.DataFrame:
    query = statement(f"charts/{name}")
    return con.execute(query, parameters | board_parameters(query)).pl()


def _picture(drawn: str | None, says: str) -> str:
    return picture(drawn, says) if drawn else NOTHING
