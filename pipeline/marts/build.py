"""Compute a day's boards, featured models and totals, each in one transaction."""

import datetime as dt
from collections.abc import Iterator

import duckdb
import polars as pl

from pipeline.config import Settings
from pipeline.errors import WrongDay
from pipeline.marts.anomalies import LOOKBACK_DAYS, collect_remarks, find_anomalies, find_snapshot_days
from pipeline.marts.lineage import trace_families
from pipeline.notes import Note, encode_notes
from pipeline.ranking.board_status import build_statuses, build_withheld_statuses
from pipeline.ranking.boards import BOARD_COLUMNS, build_boards, count_populations, score_members, select_contenders
from pipeline.ranking.evaluation import build_lineups
from pipeline.ranking.registry import NAMES, select_board_parameters
from pipeline.ranking.thresholds import FALSE_DISCOVERY_RATE
from pipeline.sql import read_frame, register_frame, statement
from pipeline.warehouse.connection import transaction
from pipeline.warehouse.withholding import (
    Fault,
    catch_data_fault,
    note_withheld_part,
    replace_part,
    withhold_unsound_parts,
)

FaultsByCategory = dict[str, Fault]
MIN_RECORD_LIKES = 10  # likes of a day, for a record
MIN_RECORD_DAYS = 14  # days, to compare a record with
ROWS_PER_BATCH = 100_000  # rows of categories scored together


def require_snapshot(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    if not con.execute("SELECT 1 FROM store.snapshot WHERE date = $date LIMIT 1", {"date": day}).fetchall():
        raise WrongDay(Note("no_snapshot", {"date": str(day)}), Note("unchanged"), Note("materialize_first"))


def rank_day(con: duckdb.DuckDBPyConnection, day: dt.date, max_rank: int = Settings.board_places) -> pl.DataFrame:
    """Replace the day's boards and correct later ones; return the rows stored in `trends`.

    `max_rank`: ranks kept per board. A board that fails to compute or fails its check is withheld and recorded; the
    others stay.
    """
    with catch_data_fault() as fault:
        find_anomalies(con, day)
        _store_boards(con, day, *_rank_categories(con, day, max_rank))
    if fault:
        _store_boards(con, day, *_build_empty_boards(con), dict.fromkeys(_read_categories(con), fault))
    with catch_data_fault() as fault, transaction(con):
        trace_families(con, day)
    if fault:
        with transaction(con):
            note_withheld_part(con, day, "trends", "families", fault.note)
    return read_frame(con, "FROM trends WHERE date = $date ORDER BY category, board, rank", {"date": day})


def _store_boards(
    con: duckdb.DuckDBPyConnection,
    day: dt.date,
    board_rows: pl.DataFrame,
    statuses: pl.DataFrame,
    lineups: pl.DataFrame,
    faults: FaultsByCategory,
) -> None:
    uncomputed_boards = [(slug, name, fault) for slug, fault in faults.items() for name in NAMES]
    statuses = pl.concat(
        [
            statuses,
            build_withheld_statuses(
                [(slug, name, Note("not_computed", {"fault": fault.kind})) for slug, name, fault in uncomputed_boards]
            ),
        ]
    )
    with transaction(con):
        for table in ("trends", "boards", "store.lineup"):
            con.execute(f"DELETE FROM {table} WHERE date = $date", {"date": day})
        with (
            register_frame(con, "board_row", board_rows.to_arrow()),
            register_frame(con, "board_status", statuses.to_arrow()),
            register_frame(con, "lineup_row", lineups.to_arrow()),
        ):
            for name in ("insert_trends", "insert_boards", "insert_lineups"):
                con.execute(statement(f"marts/{name}"), {"date": day})
        for part, check in withhold_unsound_parts(con, day, "trends").items():
            notes = encode_notes([Note("check_failed", {"check": check.name})])
            con.execute(statement("marts/withhold_board"), {"date": day, "part": part, "notes": notes})
        for slug, name, fault in uncomputed_boards:
            note_withheld_part(con, day, "trends", f"{slug} {name}", fault.note)
        con.execute(statement("marts/update_later_ranks"), {"date": day})


def _rank_categories(
    con: duckdb.DuckDBPyConnection, day: dt.date, max_rank: int
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, FaultsByCategory]:
    """Return the day's boards, statuses and baseline lineups, and the faults of failed categories."""
    con.execute(statement("marts/stage_members"), {"date": day})
    con.execute(statement("marts/stage_anchor_days"), {"date": day})
    [(dates,)] = con.execute("SELECT flatten(list(dates)) FROM anchor_day").fetchall()
    con.execute(statement("marts/stage_past_counters"), {"date": day, "dates": dates or []})
    contenders, populations, lineups, faults = _score_categories(con, max_rank)
    board_remarks = collect_remarks(con, day)
    # Free memory: these tables are as long as the Hub.
    for table in ("member_row", "anchor_day", "past_counter"):
        con.execute(f"DROP TABLE temp.{table}")
    with register_frame(con, "contender", contenders.to_arrow()):
        days = find_snapshot_days(con, day, LOOKBACK_DAYS)
        week = read_frame(con, statement("marts/week_of_contenders"), {"date": day, "days": days})
        contenders = read_frame(con, statement("marts/contender_names"))
    board_rows = _rank_contenders(contenders, week, max_rank, faults)
    facts = read_frame(con, statement("marts/day_facts"), {"date": day})
    is_computed = ~pl.col("category").is_in(list(faults))
    return (
        board_rows,
        build_statuses(board_rows, populations.filter(is_computed), facts, board_remarks, _read_first_days(con, day)),
        lineups,
        faults,
    )


def _rank_contenders(
    contenders: pl.DataFrame, week: pl.DataFrame, max_rank: int, faults: FaultsByCategory
) -> pl.DataFrame:
    """Run `build_boards` on all categories; if that fails, on each alone."""
    with catch_data_fault() as fault:
        return build_boards(contenders, week, max_rank)
    board_frames = [build_boards(contenders.clear(), week.clear(), max_rank)]
    for (category,), rows in contenders.group_by("category", maintain_order=True):
        with catch_data_fault() as fault:
            board_frames.append(build_boards(rows, week.filter(pl.col("repo").is_in(rows["repo"].implode())), max_rank))
        if fault:
            faults[str(category)] = fault
    return pl.concat(board_frames)


def _build_empty_boards(con: duckdb.DuckDBPyConnection) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    empty_boards = read_frame(con, "FROM trends LIMIT 0").select(BOARD_COLUMNS)
    return (
        empty_boards,
        build_withheld_statuses([]),
        read_frame(con, "SELECT * EXCLUDE (date) FROM store.lineup LIMIT 0"),
    )


def _read_first_days(con: duckdb.DuckDBPyConnection, day: dt.date) -> dict[str, dt.date]:
    """Return each category's first day with boards, `day` if it has none yet."""
    query = """
        SELECT c.slug, least(min(b.date), $date)
        FROM store.category c
        LEFT JOIN boards b ON b.category = c.slug
        GROUP BY c.slug"""
    return dict(con.execute(query, {"date": day}).fetchall())


def _read_categories(con: duckdb.DuckDBPyConnection) -> list[str]:
    return [slug for (slug,) in con.execute("SELECT slug FROM store.category ORDER BY slug").fetchall()]


def build_movers(con: duckdb.DuckDBPyConnection, day: dt.date) -> int:
    """Replace the moves of the day and of the next, which is compared with it; return the day's number."""
    for mover_day in (day, day + dt.timedelta(1)):
        if _count_rows(con, mover_day, "trends"):
            replace_part(
                con,
                mover_day,
                "movers",
                [statement("marts/insert_movers")],
                **select_board_parameters(statement("marts/insert_movers")),
                false_discoveries=FALSE_DISCOVERY_RATE,
                min_record_likes=MIN_RECORD_LIKES,
                min_record_days=MIN_RECORD_DAYS,
                anomaly_days=LOOKBACK_DAYS,
            )
    return _count_rows(con, day, "movers")


def _score_categories(
    con: duckdb.DuckDBPyConnection, max_rank: int
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, FaultsByCategory]:
    """Run `select_contenders`, `count_populations` and `build_lineups`, in batches to save memory.

    A category that fails has no rows, and its fault.
    """
    category_frames: list[tuple[pl.DataFrame, ...]] = []
    faults: FaultsByCategory = {}
    for categories in _batch_categories(con):
        with catch_data_fault() as fault:
            category_frames.append(_score_batch(con, categories, max_rank))
        for category in categories if fault else []:
            with catch_data_fault() as fault:
                category_frames.append(_score_batch(con, [category], max_rank))
            if fault:
                faults[category] = fault
    category_frames = category_frames or [_score_batch(con, [], max_rank)]  # empty frames with columns
    contenders, populations, lineups = (pl.concat(frames) for frames in zip(*category_frames, strict=True))
    return contenders, populations, lineups, faults


def _batch_categories(con: duckdb.DuckDBPyConnection) -> Iterator[list[str]]:
    """Yield batches of `member_row`'s categories: up to ROWS_PER_BATCH rows, or one larger category."""
    counts = con.execute("SELECT category, count(*) FROM member_row GROUP BY category ORDER BY category").fetchall()
    batch: list[str] = []
    total = 0
    for category, count in counts:
        if batch and total + count > ROWS_PER_BATCH:
            yield batch
            batch, total = [], 0
        batch.append(category)
        total += count
    if batch:
        yield batch


def _score_batch(con: duckdb.DuckDBPyConnection, categories: list[str], max_rank: int) -> tuple[pl.DataFrame, ...]:
    members = score_members(read_frame(con, statement("marts/likes"), {"categories": categories}))
    return select_contenders(members, max_rank), count_populations(members), build_lineups(members)


def build_featured(con: duckdb.DuckDBPyConnection, day: dt.date) -> int:
    """Replace the day's featured models and correct later gains; return their number."""
    replace_part(con, day, "featured", [statement("marts/insert_featured"), statement("marts/update_featured_gains")])
    return _count_rows(con, day, "featured")


def build_category_totals(con: duckdb.DuckDBPyConnection, day: dt.date) -> int:
    """Replace the day's category totals; return their number."""
    replace_part(con, day, "category_daily", [statement("marts/insert_category_daily")])
    return _count_rows(con, day, "category_daily")


def _count_rows(con: duckdb.DuckDBPyConnection, day: dt.date, table: str) -> int:
    return con.execute(f"SELECT count(*) FROM {table} WHERE date = $date", {"date": day}).fetchall()[0][0]
