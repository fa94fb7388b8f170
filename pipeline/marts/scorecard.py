"""Evaluate the boards of 1, 3 and 7 days ago, and the baselines, against later gains."""

import datetime as dt
from collections.abc import Iterator

import duckdb
import polars as pl

from pipeline.config import latest_day
from pipeline.ranking.board_status import NOTABLE_FROZEN_SHARE, NOTABLE_ROLLED_BACK_SHARE
from pipeline.ranking.evaluation import (
    BASELINES,
    BOARD_DAY,
    COUNTER_BY_FORECAST,
    evaluate_rankings,
    measure_coverage,
    measure_steadiness,
    select_pool,
)
from pipeline.ranking.thresholds import HORIZON_DAYS
from pipeline.sql import read_frame, register_frame, statement
from pipeline.warehouse.connection import transaction
from pipeline.warehouse.withholding import catch_data_fault, leave_out_part, withhold_unsound_parts

DAY = pl.duration(days=1)
FIGURE_SCHEMA = {
    "date": pl.Date, "category": pl.String, "board": pl.String, "target": pl.String, "metric": pl.String,
    "horizon_days": pl.Int32, "value": pl.Float64, "value_low": pl.Float64, "value_high": pl.Float64, "cases": pl.Int64,
}  # fmt: skip


def evaluate_boards(con: duckdb.DuckDBPyConnection, day: dt.date) -> int:
    """Replace the figures of all pairs of days that begin or end with `day`; return their number.

    Only days with lineups are evaluated, which are kept for the eight days before; older figures stay. So of past days
    that were ranked again, evaluate the earliest first.
    """
    days = {day, *(day + dt.timedelta(h) for h in HORIZON_DAYS)}
    ends = con.execute(
        "SELECT DISTINCT date FROM store.snapshot WHERE list_contains($days, date) ORDER BY date",
        {"days": sorted(days)},
    )
    with catch_data_fault() as fault:
        return _replace_figures(con, day, [end for (end,) in ends.fetchall()])
    con.execute("DROP TABLE IF EXISTS temp.evaluated_rank")
    # only these pairs were evaluated
    leave_out_part(con, day, "scorecard", "DELETE FROM scorecard WHERE date + horizon_days = $date", fault)
    return 0


def _replace_figures(con: duckdb.DuckDBPyConnection, day: dt.date, ends: list[dt.date]) -> int:
    figures = [figure for end in ends for figure in _evaluate_until(con, end, None if end == day else day)]
    figures += _evaluate_steadiness(con, day)
    figure_frame = pl.DataFrame(figures, schema=FIGURE_SCHEMA, orient="row")
    with transaction(con):
        with register_frame(con, "figure", figure_frame.to_arrow()):
            con.execute(statement("marts/delete_evaluated_figures"))
            con.execute("INSERT INTO scorecard BY NAME FROM figure ORDER BY ALL")
        withhold_unsound_parts(con, day, "scorecard")
        con.execute(statement("marts/delete_old_lineups"), {"latest": min(day, latest_day())})
    return len(figure_frame)


def _evaluate_until(
    con: duckdb.DuckDBPyConnection, end: dt.date, only_begin: dt.date | None
) -> Iterator[tuple[object, ...]]:
    """Yield figures by gains until `end`, for boards of `only_begin` or all horizons."""
    begins = [end - dt.timedelta(h) for h in HORIZON_DAYS if only_begin in (None, end - dt.timedelta(h))]
    days = [*begins, end]
    con.execute(statement("marts/stage_evaluated_ranks"), {"days": days, "baselines": list(BASELINES)})
    ranks = read_frame(con, "FROM evaluated_rank").filter(pl.col("date") < end)
    gains = read_frame(con, statement("marts/gains_since"), {"date": end, "days": days})
    hours = read_frame(con, "SELECT kind, date, hour FROM store.clock WHERE list_contains($days, date)", {"days": days})
    last = hours.filter(pl.col("date") == end).select("kind", last="hour")
    days_between = hours.join(last, on="kind").select("kind", "date", days=(pl.col("last") - pl.col("hour")) / DAY)
    ranks = ranks.join(days_between, on=["kind", "date"], how="left")
    limits = {"frozen": NOTABLE_FROZEN_SHARE, "rolled_back": NOTABLE_ROLLED_BACK_SHARE}
    unsound_days = con.execute(statement("marts/unsound_downloads"), {"days": days, **limits}).fetchall()
    for target in ("likes", "downloads"):
        # without a second observation the gain is unknown, not 0
        pool_rows = select_pool(gains.select(*BOARD_DAY, "repo", gain=target).drop_nulls("gain"), ranks)
        gains_by_board = pool_rows.partition_by(BOARD_DAY, as_dict=True)
        rank_gains = ranks.join(pool_rows, on=[*BOARD_DAY, "repo"]).partition_by(BOARD_DAY, as_dict=True)
        for (begin, category), category_ranks in rank_gains.items():
            kind, horizon = category_ranks["kind"][0], (end - begin).days
            if target == "downloads" and ((begin, kind) in unsound_days or (end, kind) in unsound_days):
                continue
            seed = f"{begin} {category} {target} {horizon}"
            for board, metric, *figure in evaluate_rankings(
                gains_by_board[begin, category]["gain"].to_numpy(), category_ranks, seed
            ):
                yield begin, category, board, target, metric, horizon, *figure, None
            for board in (name for name, counter in COUNTER_BY_FORECAST.items() if counter == target):
                for metric, *values in measure_coverage(category_ranks.filter(pl.col("board") == board), horizon):
                    yield begin, category, board, target, metric, horizon, *values


def _evaluate_steadiness(con: duckdb.DuckDBPyConnection, day: dt.date) -> Iterator[tuple[object, ...]]:
    """Compare the day's boards with the previous day's, and the next day's with them."""
    for current_day in (day, day + dt.timedelta(1)):
        ranks = con.execute(statement("marts/ranks_of_two_days"), {"date": current_day}).fetchall()
        boards = {(category, board, is_current): (oids, bursts) for category, board, is_current, oids, bursts in ranks}
        for (category, board, is_current), (oids, bursts) in sorted(boards.items()):
            previous_board = boards.get((category, board, False))
            if is_current and previous_board:
                for metric, value in measure_steadiness(oids, previous_board[0], bursts):
                    yield current_day, category, board, "stability", metric, 0, value, None, None, None
