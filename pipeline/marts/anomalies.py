"""Find days on which a whole library or author steps up or down together while the rest of the Hub does not.

Such a step is not usage: a counting rule changed, a crawler fetched a catalogue, a country was cut off. Also builds the
boards' notes on anomalies and known Hub changes.
"""

import datetime as dt
from collections.abc import Collection

import duckdb

from pipeline.hub_api.known_changes import find_noted_changes
from pipeline.notes import Note
from pipeline.ranking.board_status import Remark
from pipeline.ranking.registry import BOARDS
from pipeline.sql import statement
from pipeline.warehouse.connection import holds_sample_data, transaction

MIN_REPOS = 8  # repos; fewer cannot show a common step
BUSY_DOWNLOADS = 5.0  # downloads a day in the week before; lower rates are noisy
STEP_FACTOR = 2.5  # times its own recent rate
MIN_STEPPING_SHARE = 0.6  # of a library's or author's repos
MAX_REST_SHARE = 0.2  # of all other repos, in the same direction
LOOKBACK_DAYS = 8  # days: boards look back about a week


def find_anomalies(con: duckdb.DuckDBPyConnection, day: dt.date) -> int:
    """Replace the day's anomalies; return their number."""
    days = find_snapshot_days(con, day, LOOKBACK_DAYS)
    limits = {
        "min_repos": MIN_REPOS,
        "busy_downloads": BUSY_DOWNLOADS,
        "step_factor": STEP_FACTOR,
        "min_stepping_share": MIN_STEPPING_SHARE,
        "max_rest_share": MAX_REST_SHARE,
    }
    with transaction(con):
        con.execute("DELETE FROM store.anomaly WHERE date = $date", {"date": day})
        con.execute(statement("marts/insert_anomalies"), {"date": day, "days": days, **limits})
    return con.execute("SELECT count(*) FROM store.anomaly WHERE date = $date", {"date": day}).fetchall()[0][0]


def find_snapshot_days(con: duckdb.DuckDBPyConnection, day: dt.date, days: int) -> list[dt.date]:
    """Return `day` and the snapshot days among the last `days` before it."""
    rows = con.execute(statement("marts/snapshot_days"), {"date": day, "days": days}).fetchall()
    return [date for (date,) in rows]


def collect_remarks(con: duckdb.DuckDBPyConnection, day: dt.date) -> list[Remark]:
    """Return the boards' notes on anomalies and known changes of the past week. Needs temp.member_row."""
    recent_anomalies = con.execute(
        statement("marts/anomalies_of_categories"), {"date": day, "lookback_days": LOOKBACK_DAYS}
    ).fetchall()
    download_boards = [board.name for board in BOARDS if board.gained_counter == "downloads"]
    board_remarks = [
        (category, board, build_step_note(*step)) for category, *step in recent_anomalies for board in download_boards
    ]
    for change in [] if holds_sample_data(con) else find_noted_changes(day):
        categories = con.execute(
            statement("marts/categories_of_library"), {"kinds": list(change.kinds), "library": change.library}
        ).fetchall()
        board_remarks += [
            (category, board, change.note)
            for (category,) in categories
            for board in find_boards_by_counter(change.counters)
        ]
    return board_remarks


def build_step_note(date: dt.date, part: str, name: str, ratio: float, repos: int) -> Note:
    """`part`: library or author."""
    return Note(f"{part}_step", {"name": name, "ratio": round(ratio, 1), "repos": repos, "date": str(date)})


def find_boards_by_counter(counters: Collection[str]) -> list[str]:
    """Return boards that rank by any of the counters; none ranks by 30-day downloads."""
    return [board.name for board in BOARDS if not set(board.counters).isdisjoint(counters)]
