"""What is computed from the observed rows, a day at a time: boards, featured models, totals. One transaction each."""

import datetime as dt
from collections.abc import Iterator

import duckdb
import polars as pl

from pipeline.config import Settings
from pipeline.errors import WrongDay
from pipeline.marts.anomalies import REACH, find_anomalies, remarks, snapshot_days
from pipeline.marts.lineage import trace_families
from pipeline.notes import Note, stored
from pipeline.ranking.board_status import standings, withheld
from pipeline.ranking.boards import COLUMNS, boards, contenders, populations, scored
from pipeline.ranking.evaluation import lineups
from pipeline.ranking.registry import NAMES, board_parameters
from pipeline.ranking.thresholds import FALSE_DISCOVERIES
from pipeline.sql import registered, statement
from pipeline.warehouse.connection import transaction
from pipeline.warehouse.withholding import Fault, caught, make_part, note, withhold_unsound

Faults = dict[str, Fault]  # by category
LEAST_LIKES = 10  # of a day that may be a record
LEAST_DAYS = 14  # that it is compared with
AT_ONCE = 100_000  # rows of categories that are scored together


def require_day(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    """Nothing is made of a day that was never observed: WrongDay."""
    if not con.execute("SELECT 1 FROM store.snapshot WHERE date = $date LIMIT 1", {"date": day}).fetchall():
        raise WrongDay(
            f"The warehouse holds no snapshot of {day}, so nothing can be made of it; materialize crawl, models and datasets of "
            f"that day first, if it is today or its pages are kept. Nothing was changed."
        )


def rank_day(con: duckdb.DuckDBPyConnection, day: dt.date, places: int = Settings.board_places) -> pl.DataFrame:
    """Replace the day's boards and correct what later boards say of it. The boards' rows, as stored in `trends`.

    `places`: how many ranks of each board are kept.

    A board that cannot be made, or that fails its check, is withheld and noted (withholding.py); the others stand.
    """
    with caught() as fault:
        find_anomalies(con, day)
        _store_boards(con, day, *_ranked(con, day, places))
    if fault:
        _store_boards(con, day, *_none_ranked(con), dict.fromkeys(_categories(con), fault))
    with caught() as fault, transaction(con):
        trace_families(con, day)
    if fault:
        with transaction(con):
            note(con, day, "trends", "families", fault.reason)
    return con.execute("FROM trends WHERE date = $date ORDER BY category, board, rank", {"date": day}).pl()


def _store_boards(
    con: duckdb.DuckDBPyConnection,
    day: dt.date,
    board: pl.DataFrame,
    standing: pl.DataFrame,
    lineup: pl.DataFrame,
    faults: Faults,
) -> None:
    lost = [(slug, name, fault) for slug, fault in faults.items() for name in NAMES]
    standing = pl.concat(
        [standing, withheld([(slug, name, Note("not_computed", {"fault": fault.kind})) for slug, name, fault in lost])]
    )
    with transaction(con):
        for table in ("trends", "boards", "store.lineup"):
            con.execute(f"DELETE FROM {table} WHERE date = $date", {"date": day})
        with (
            registered(con, "board_row", board.to_arrow()),
            registered(con, "board_status", standing.to_arrow()),
            registered(con, "lineup_row", lineup.to_arrow()),
        ):
            for name in ("insert_trends", "insert_boards", "insert_lineups"):
                con.execute(statement(f"marts/{name}"), {"date": day})
        for part, reason in withhold_unsound(con, day, "trends").items():
            notes = stored([Note("check_failed", {"check": reason.partition(":")[0]})])
            con.execute(statement("marts/withhold_board"), {"date": day, "part": part, "notes": notes})
        for slug, name, fault in lost:
            note(con, day, "trends", f"{slug} {name}", fault.reason)
        con.execute(statement("marts/update_later_ranks"), {"date": day})


def _ranked(
    con: duckdb.DuckDBPyConnection, day: dt.date, kept: int
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, Faults]:
    """The day's boards, what is said of each, the baselines' lineups, and why categories have none."""
    con.execute(statement("marts/stage_members"), {"date": day})
    con.execute(statement("marts/stage_anchor_days"), {"date": day})
    [(dates,)] = con.execute("SELECT flatten(list(dates)) FROM anchor_day").fetchall()
    con.execute(statement("marts/stage_past_counters"), {"date": day, "dates": dates or []})
    contending, population, lineup, faults = _by_category(con, kept)
    noted = remarks(con, day)
    # A connection keeps what lies in temporary tables in memory, and these are as long as the Hub.
    for table in ("member_row", "anchor_day", "past_counter"):
        con.execute(f"DROP TABLE temp.{table}")
    with registered(con, "contender", contending.to_arrow()):
        days = snapshot_days(con, day, REACH)
        week = con.execute(statement("marts/week_of_contenders"), {"date": day, "days": days}).pl()
        contending = con.execute(statement("marts/contender_names")).pl()
    board = _placed(contending, week, kept, faults)
    facts = con.execute(statement("marts/day_facts"), {"date": day}).pl()
    sound = ~pl.col("category").is_in(list(faults))
    return board, standings(board, population.filter(sound), facts, noted), lineup, faults


def _placed(contending: pl.DataFrame, week: pl.DataFrame, kept: int, faults: Faults) -> pl.DataFrame:
    """`boards` of all categories; where they cannot be made together, of each that can be made alone."""
    with caught() as fault:
        return boards(contending, week, kept)
    made = [boards(contending.clear(), week.clear(), kept)]
    for (category,), rows in contending.group_by("category", maintain_order=True):
        with caught() as fault:
            made.append(boards(rows, week.filter(pl.col("repo").is_in(rows["repo"].implode())), kept))
        if fault:
            faults[str(category)] = fault
    return pl.concat(made)


def _none_ranked(con: duckdb.DuckDBPyConnection) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """No boards of a day, nothing said of them and no lineups."""
    nobody = con.sql("FROM trends LIMIT 0").pl().select(COLUMNS)
    return nobody, withheld([]), con.sql("SELECT * EXCLUDE (date) FROM store.lineup LIMIT 0").pl()


def _categories(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [slug for (slug,) in con.execute("SELECT slug FROM store.category ORDER BY slug").fetchall()]


def note_movers(con: duckdb.DuckDBPyConnection, day: dt.date) -> int:
    """Replace what moved on the day, and on the day after, which is compared with it; how many there are of the day."""
    for moved in (day, day + dt.timedelta(1)):
        if _count(con, moved, "trends"):
            make_part(
                con,
                moved,
                "movers",
                [statement("marts/insert_movers")],
                **board_parameters(statement("marts/insert_movers")),
                false_discoveries=FALSE_DISCOVERIES,
                least_likes=LEAST_LIKES,
                least_days=LEAST_DAYS,
                anomaly_days=REACH,
            )
    return _count(con, day, "movers")


def _by_category(con: duckdb.DuckDBPyConnection, kept: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, Faults]:
    """`contenders`, `populations` and `lineups` of the rows of sql/marts/likes.sql; some categories at a time, to need little memory.

    A category of which they cannot be made has none, and its fault.
    """
    made: list[tuple[pl.DataFrame, ...]] = []
    faults: Faults = {}
    for categories in _some_at_a_time(con):
        with caught() as fault:
            made.append(_contending(con, categories, kept))
        for category in categories if fault else []:
            with caught() as fault:
                made.append(_contending(con, [category], kept))
            if fault:
                faults[category] = fault
    made = made or [_contending(con, [], kept)]  # no rows, but frames
    first, second, third = (pl.concat(frames) for frames in zip(*made, strict=True))
    return first, second, third, faults


def _some_at_a_time(con: duckdb.DuckDBPyConnection) -> Iterator[list[str]]:
    """The categories of `member_row`, so many at a time that they have AT_ONCE rows; one that has more comes alone."""
    counts = con.execute("SELECT category, count(*) FROM member_row GROUP BY category ORDER BY category").fetchall()
    some: list[str] = []
    total = 0
    for category, count in counts:
        if some and total + count > AT_ONCE:
            yield some
            some, total = [], 0
        some.append(category)
        total += count
    if some:
        yield some


def _contending(con: duckdb.DuckDBPyConnection, categories: list[str], kept: int) -> tuple[pl.DataFrame, ...]:
    population = scored(con.execute(statement("marts/likes"), {"categories": categories}).pl())
    return contenders(population, kept), populations(population), lineups(population)


def follow_featured(con: duckdb.DuckDBPyConnection, day: dt.date) -> int:
    """Replace the day's featured models, and correct the changes that later days tell; how many there are."""
    make_part(con, day, "featured", [statement("marts/insert_featured"), statement("marts/update_featured_gains")])
    return _count(con, day, "featured")


def total_categories(con: duckdb.DuckDBPyConnection, day: dt.date) -> int:
    """Replace the day's category totals; how many categories have any."""
    make_part(con, day, "category_daily", [statement("marts/insert_category_daily")])
    return _count(con, day, "category_daily")


def _count(con: duckdb.DuckDBPyConnection, day: dt.date, table: str) -> int:
    return con.execute(f"SELECT count(*) FROM {table} WHERE date = $date", {"date": day}).fetchall()[0][0]
