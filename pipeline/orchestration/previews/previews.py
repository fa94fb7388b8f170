"""What a materialization shows: tables of sql/previews/ and pictures of sql/charts/, safe whatever the repos are called."""

import datetime as dt

import duckdb
import polars as pl

from pipeline.kinds import KINDS, Kind
from pipeline.orchestration.previews.chart_theme import picture
from pipeline.orchestration.previews.charts import DEPTH, movers, over_time, ranks, side_by_side
from pipeline.ranking.registry import board_parameters
from pipeline.sql import statement
from pipeline.text import one_line
from pipeline.warehouse.quality_checks import LEAST_MOVED

MISSING = "–"
NOTHING = "Nothing to draw yet."


def preview(
    con: duckdb.DuckDBPyConnection, name: str, day: dt.date, **parameters: str
) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of `sql/previews/<name>.sql` on the day, as people read them."""
    query = statement(f"previews/{name}")
    days = {"date": day} if "$date" in query else {}
    answer = con.execute(query, days | board_parameters(query) | parameters)
    headings = [column[0] for column in answer.description or []]
    return headings, [[_cell(value) for value in row] for row in answer.fetchall()]


def most_liked(con: duckdb.DuckDBPyConnection, kind: Kind, day: dt.date) -> tuple[list[str], list[list[str]]]:
    """The preview of a kind's repos; columns that the kind lacks are left out."""
    headings, rows = preview(con, "most_liked", day, kind=kind)
    shown = [at for at in range(len(headings)) if at == 0 or any(row[at] != MISSING for row in rows)]
    return [headings[at] for at in shown], [[row[at] for at in shown] for row in rows]


def _cell(value: object) -> str:
    if value is None:
        return MISSING
    return f"{value:,}" if isinstance(value, int) else one_line(str(value))


def ranks_over_time(con: duckdb.DuckDBPyConnection, day: dt.date) -> str:
    """A rank-over-time (bump) chart for each category: today's first ten over the last 30 days."""
    names = dict(con.execute("SELECT slug, name_en FROM store.category").fetchall())
    pictures = []
    for (category,), places in _asked(con, "ranks", date=day, depth=DEPTH).group_by("category", maintain_order=True):
        first = places.filter(pl.col("date") == day).sort("place")["id"]
        says = f"{names[category]}, today's first ten over 30 days: " + ", ".join(
            f"{place}. {name}" for place, name in enumerate(first, 1)
        )
        pictures.append(_picture(ranks(places, names[category]), says))
    return "\n\n".join(pictures) or NOTHING


def who_moved(con: duckdb.DuckDBPyConnection, day: dt.date) -> str:
    """The day's movers that gained, by the likes of the day."""
    moved = _asked(con, "movers", date=day)
    says = "; ".join(f"{row['id']} in {row['category']}: {row['likes_1d']}" for row in moved.iter_rows(named=True))
    return _picture(movers(moved), f"Likes gained in a day by who moved: {says}")


def featured_over_time(con: duckdb.DuckDBPyConnection, day: dt.date) -> str:
    """What the featured models gained over the last 90 days: downloads and likes."""
    gained = _asked(con, "featured", date=day)
    since = f"gained since the first snapshot of each, from {gained['date'].min()} on"
    drawn = side_by_side(
        (f"Downloads (all time) {since}", over_time(gained, "downloads", "id")),
        (f"Likes {since}", over_time(gained, "likes", "id")),
    )
    last = gained.filter(pl.col("date") == day)
    said = (f"{row['id']}: {row['downloads']} downloads, {row['likes']} likes" for row in last.iter_rows(named=True))
    return _picture(drawn, f"Featured models, {since}: {'; '.join(said)}")


def counters_moved(con: duckdb.DuckDBPyConnection, kind: Kind, day: dt.date) -> str:
    """Which share of the Hub's download counters moved from snapshot to snapshot; below the line the refresh was late."""
    moved = _asked(con, "moved", date=day, kind=kind).with_columns(kind=pl.lit(KINDS[kind].plural))
    drawn = side_by_side(
        ("Share of download counters that moved", over_time(moved, "moved_share", "kind", percent=True, level=LEAST_MOVED)),
    )  # fmt: skip
    low = moved.filter(pl.col("moved_share") < LEAST_MOVED)["date"].to_list()
    return _picture(drawn, f"Days on which hardly any counter moved: {', '.join(map(str, low)) or 'none'}")


def foreseen(con: duckdb.DuckDBPyConnection, day: dt.date) -> str:
    """How well boards foresaw the likes of the next three days: NDCG@20, the mean of the categories."""
    values = _asked(con, "foreseen", date=day)
    title = "NDCG@20 of the likes of the next 3 days, mean of the categories"
    last = values.filter(pl.col("date") == pl.col("date").max())
    said = ", ".join(f"{row['board']} {row['value']:.3f}" for row in last.iter_rows(named=True))
    return _picture(side_by_side((title, over_time(values, "value", "board"))), f"{title}; last: {said}")


def _asked(con: duckdb.DuckDBPyConnection, name: str, **parameters: object) -> pl.DataFrame:
    query = statement(f"charts/{name}")
    return con.execute(query, parameters | board_parameters(query)).pl()


def _picture(drawn: str | None, says: str) -> str:
    return picture(drawn, says) if drawn else NOTHING
