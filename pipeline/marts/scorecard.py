"""The scorecard: each board of 1, 3 and 7 days ago, and the baselines, against what was gained since."""

import datetime as dt
from collections.abc import Iterator

import duckdb
import polars as pl

from pipeline.config import latest_day
from pipeline.ranking.board_status import FROZEN, ROLLED_BACK
from pipeline.ranking.evaluation import BASELINES, BOARD_DAY, FORECASTS, coverage, judge, pool, steadiness
from pipeline.ranking.thresholds import HORIZONS
from pipeline.sql import registered, statement
from pipeline.warehouse.connection import transaction
from pipeline.warehouse.withholding import caught, leave_out, withhold_unsound

DAY = pl.duration(days=1)
SCHEMA = {
    "date": pl.Date, "category": pl.String, "board": pl.String, "target": pl.String, "metric": pl.String,
    "horizon_days": pl.Int32, "value": pl.Float64, "value_low": pl.Float64, "value_high": pl.Float64, "cases": pl.Int64,
}  # fmt: skip


def judge_boards(con: duckdb.DuckDBPyConnection, day: dt.date) -> int:
    """Replace the figures of all pairs of days that end or begin with this one; how many there are.

    Only days whose lineups are kept (the last eight) are judged: figures of older ones stay as they are.
    """
    days = {day, *(day + dt.timedelta(h) for h in HORIZONS)}
    ends = con.execute(
        "SELECT DISTINCT date FROM store.snapshot WHERE list_contains($days, date) ORDER BY date",
        {"days": sorted(days)},
    )
    with caught() as fault:
        return _replace_figures(con, day, [end for (end,) in ends.fetchall()])
    con.execute("DROP TABLE IF EXISTS temp.judged_rank")
    # no other pair of days was judged anew
    leave_out(con, day, "scorecard", "DELETE FROM scorecard WHERE date + horizon_days = $date", fault)
    return 0


def _replace_figures(con: duckdb.DuckDBPyConnection, day: dt.date, ends: list[dt.date]) -> int:
    figures = [figure for end in ends for figure in _ending(con, end, None if end == day else day)]
    figures += _steady(con, day)
    made = pl.DataFrame(figures, schema=SCHEMA, orient="row")
    with transaction(con):
        with registered(con, "figure", made.to_arrow()):
            con.execute(statement("marts/delete_judged_figures"))
            con.execute("INSERT INTO scorecard BY NAME FROM figure ORDER BY ALL")
        withhold_unsound(con, day, "scorecard")
        con.execute(statement("marts/delete_old_lineups"), {"latest": latest_day()})
    return len(made)


def _ending(con: duckdb.DuckDBPyConnection, end: dt.date, only: dt.date | None) -> Iterator[tuple[object, ...]]:
    """Figures of the boards of `only`, or of all horizons, by what was gained until `end`."""
    begins = [end - dt.timedelta(h) for h in HORIZONS if only in (None, end - dt.timedelta(h))]
    days = [*begins, end]
    con.execute(statement("marts/stage_judged_ranks"), {"days": days, "baselines": list(BASELINES)})
    listed = con.sql("FROM judged_rank").pl().filter(pl.col("date") < end)
    gains = con.execute(statement("marts/gains_since"), {"date": end, "days": days}).pl()
    hours = con.execute(
        "SELECT kind, date, hour FROM store.clock WHERE list_contains($days, date)", {"days": days}
    ).pl()
    last = hours.filter(pl.col("date") == end).select("kind", last="hour")
    elapsed = hours.join(last, on="kind").select("kind", "date", days=(pl.col("last") - pl.col("hour")) / DAY)
    listed = listed.join(elapsed, on=["kind", "date"], how="left")
    shares = {"frozen": FROZEN, "rolled_back": ROLLED_BACK}
    unsound = con.execute(statement("marts/unsound_downloads"), {"days": days, **shares}).fetchall()
    for target in ("likes", "downloads"):
        # what a repo gained that was not observed again is not known, and no 0
        pooled = pool(gains.select(*BOARD_DAY, "repo", gain=target).drop_nulls("gain"), listed)
        gains_of = pooled.partition_by(BOARD_DAY, as_dict=True)
        placed = listed.join(pooled, on=[*BOARD_DAY, "repo"]).partition_by(BOARD_DAY, as_dict=True)
        for (begin, category), ranked in placed.items():
            kind, horizon = ranked["kind"][0], (end - begin).days
            if target == "downloads" and ((begin, kind) in unsound or (end, kind) in unsound):
                continue
            seed = f"{begin} {category} {target} {horizon}"
            for board, metric, *figure in judge(gains_of[begin, category]["gain"].to_numpy(), ranked, seed):
                yield begin, category, board, target, metric, horizon, *figure, None
            for board in (name for name, what in FORECASTS.items() if what == target):
                for metric, *values in coverage(ranked.filter(pl.col("board") == board), horizon):
                    yield begin, category, board, target, metric, horizon, *values


def _steady(con: duckdb.DuckDBPyConnection, day: dt.date) -> Iterator[tuple[object, ...]]:
    """How little each board of the day differs from that of the day before, and of the day after from it."""
    for now in (day, day + dt.timedelta(1)):
        ranks = con.execute(statement("marts/ranks_of_two_days"), {"date": now}).fetchall()
        boards = {(category, board, is_now): (oids, bursts) for category, board, is_now, oids, bursts in ranks}
        for (category, board, is_now), (oids, bursts) in sorted(boards.items()):
            before = boards.get((category, board, False))
            if is_now and before:
                for metric, value in steadiness(oids, before[0], bursts):
                    yield now, category, board, "stability", metric, 0, value, None, None, None
