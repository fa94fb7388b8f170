"""Days on which a whole library or a whole author steps up or down together while the rest of the Hub does not.

No such step tells of use: a counting rule changed, a crawler fetched a catalogue, a country was cut off. What belongs here: finding
them, and what boards say of them and of the known changes of the Hub. What a board makes of them is in boards/.
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

MIN_REPOS = 8  # repos; of fewer it cannot be told whether they move together
BUSY_DOWNLOADS = 5.0  # downloads a day in the week before, from which on a repo's rate tells something
STEP_FACTOR = 2.5  # times its own recent rate
MIN_STEPPING_SHARE = 0.6  # of the repos of a library or an author
MAX_REST_SHARE = 0.2  # of all others that may step in the same direction
LOOKBACK_DAYS = 8  # days: a board looks back about a week


def find_anomalies(con: duckdb.DuckDBPyConnection, day: dt.date) -> int:
    """Replace the day's anomalies by what the last week tells; how many there are."""
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
    """The days with a snapshot among the last `days` before `day`, and the day itself."""
    rows = con.execute(statement("marts/snapshot_days"), {"date": day, "days": days}).fetchall()
    return [date for (date,) in rows]


def collect_remarks(con: duckdb.DuckDBPyConnection, day: dt.date) -> list[Remark]:
    """What boards of the day say of anomalies and known changes of the week before.

    Reads the temporary table `member_row` of the boards' making.
    """
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
    """That a library's or an author's repos stepped together. `part`: library or author."""
    return Note(f"{part}_step", {"name": name, "ratio": round(ratio, 1), "repos": repos, "date": str(date)})


def find_boards_by_counter(counters: Collection[str]) -> list[str]:
    """The boards that rank by any of the Hub's counters; the downloads of 30 days rank none."""
    return [board.name for board in BOARDS if not set(board.counters).isdisjoint(counters)]


def describe_anomaly(date: dt.date, part: str, name: str, ratio: float, repos: int) -> str:
    """What a board says of an anomaly. A name is the owner's text: what separates notes is taken out of it."""
    group_name = f"of library {name}" if part == "library" else f"by {name}"
    return (
        f"the downloads of {repos} repos {' '.join(group_name.replace(';', ' ').split())} stepped to {ratio:.1f} times their rate together on {date}, "
        f"unlike the rest of the Hub: that step is left out"
    )
