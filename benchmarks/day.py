"""Measure a day of the whole Hub, from its spool to the published file.

    python -m benchmarks.day [ROWS]

Three quarters of the rows are models. Every counter changes and every trending score ties with many, which is harder
than the real Hub. On the first day all repos are new; the second is typical.
"""

import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benchmarks.arguments import parse_numbers
from benchmarks.crawl import DAY, peak_memory, spool_synthetic_crawl
from pipeline.catalogue import load_catalogue
from pipeline.crawl.spool import Spool
from pipeline.marts.build import build_category_totals, build_featured, build_movers, rank_day
from pipeline.marts.scorecard import evaluate_boards
from pipeline.orchestration.previews.previews import (
    draw_featured_chart,
    draw_forecast_quality,
    draw_movers_chart,
    draw_rank_charts,
    draw_refresh_chart,
    read_most_liked,
    read_preview,
)
from pipeline.publishing.publish import publish
from pipeline.publishing.verify import verify_published
from pipeline.sql import SQL_FOLDER
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.compaction import compact_past_months
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.load import load_day
from pipeline.warehouse.quality_checks import CHECKS, run_check


def time_steps(home: Path, spool: Spool) -> tuple[dict[str, float], float]:
    """Return the seconds of each step, and this process's peak memory in GB."""
    day, file = spool.header.day, home / "warehouse" / "hub.duckdb"
    step_seconds: dict[str, float] = {}
    with open_warehouse(file) as con:
        con.execute("SET threads = 2")
        store_catalogue(con, load_catalogue())
        for name, step in {
            "load": lambda: load_day(con, spool), "boards": lambda: rank_day(con, day), "totals": lambda: build_category_totals(con, day),
            "movers": lambda: build_movers(con, day), "scorecard": lambda: evaluate_boards(con, day), "featured": lambda: build_featured(con, day),
            "compact": lambda: compact_past_months(con), "publish": lambda: publish(con, file, home / "hub.duckdb"),
        }.items():  # fmt: skip
            start_time = time.perf_counter()
            step()
            step_seconds[name] = time.perf_counter() - start_time
    with open_warehouse(file) as con:
        con.execute("SET threads = 2")
        for name, step in {
            "checks": lambda: [run_check(con, check, day) for check in CHECKS if check.query] + list(verify_published(con, home / "hub.duckdb")),
            "previews and charts": lambda: [read_preview(con, path.stem, day) for path in (SQL_FOLDER / "previews").glob("*.sql") if path.stem != "most_liked"]
            + [read_most_liked(con, "model", day), draw_rank_charts(con, day), draw_movers_chart(con, day), draw_featured_chart(con, day), draw_forecast_quality(con, day), draw_refresh_chart(con, "model", day)],
        }.items():  # fmt: skip
            start_time = time.perf_counter()
            step()
            step_seconds[name] = time.perf_counter() - start_time
    return step_seconds, peak_memory()


def main(count: int = 400_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number in range(2):
            spool, _ = spool_synthetic_crawl(Path(folder) / "spool", count * 3 // 4, count // 4, number)
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
                step_seconds, memory = process.submit(time_steps, Path(folder), spool).result()
            steps = ", ".join(f"{name} {seconds:.1f}" for name, seconds in step_seconds.items())
            print(f"{spool.header.day} (day {(spool.header.day - DAY).days + 1}), {spool.rows:,} rows: {sum(step_seconds.values()):.1f} s from the spool to the "
                  f"published file ({steps}), {memory:.2f} GB; targets for four million rows: 40 s and 2 GB", flush=True)  # fmt: skip


if __name__ == "__main__":
    main(**parse_numbers(__doc__, count=400_000))
