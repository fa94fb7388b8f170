"""What a day of the whole Hub takes, from its spool to the published file.

    python -m benchmarks.day [ROWS]

Three quarters of the rows are models. Every counter differs from the day before and every trending score ties with many, so that
this is harder than the Hub. The first day is taken too, and not counted: its repos are all new.
"""

import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benchmarks.arguments import numbers
from benchmarks.crawl import DAY, peak_memory, synthetic
from pipeline.catalogue import load_catalogue
from pipeline.crawl.spool import Spool
from pipeline.marts.build import follow_featured, note_movers, rank_day, total_categories
from pipeline.marts.scorecard import judge_boards
from pipeline.orchestration.previews.previews import (
    counters_moved,
    featured_over_time,
    foreseen,
    most_liked,
    preview,
    ranks_over_time,
    who_moved,
)
from pipeline.publishing.publish import publish
from pipeline.publishing.verify import prove_published
from pipeline.sql import FOLDER
from pipeline.warehouse.catalogue_tables import load_catalogue as keep_catalogue
from pipeline.warehouse.compaction import fold_past_months
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.load import load_day
from pipeline.warehouse.quality_checks import CHECKS, look


def take(home: Path, spool: Spool) -> tuple[dict[str, float], float]:
    """Seconds of each step, as the assets take them, and the most memory of this process in GB."""
    day, file = spool.header.day, home / "warehouse" / "hub.duckdb"
    took: dict[str, float] = {}
    with open_warehouse(file) as con:
        con.execute("SET threads = 2")
        keep_catalogue(con, load_catalogue())
        for name, step in {
            "load": lambda: load_day(con, spool), "boards": lambda: rank_day(con, day), "totals": lambda: total_categories(con, day),
            "movers": lambda: note_movers(con, day), "scorecard": lambda: judge_boards(con, day), "featured": lambda: follow_featured(con, day),
            "fold": lambda: fold_past_months(con), "publish": lambda: publish(con, file, home / "hub.duckdb"),
        }.items():  # fmt: skip
            began = time.perf_counter()
            step()
            took[name] = time.perf_counter() - began
    with open_warehouse(file) as con:
        con.execute("SET threads = 2")
        for name, step in {
            "checks": lambda: [look(con, check, day) for check in CHECKS if check.query] + list(prove_published(con, home / "hub.duckdb")),
            "tables and pictures": lambda: [preview(con, path.stem, day) for path in (FOLDER / "previews").glob("*.sql") if path.stem != "most_liked"]
            + [most_liked(con, "model", day), ranks_over_time(con, day), who_moved(con, day), featured_over_time(con, day), foreseen(con, day), counters_moved(con, "model", day)],
        }.items():  # fmt: skip
            began = time.perf_counter()
            step()
            took[name] = time.perf_counter() - began
    return took, peak_memory()


def main(count: int = 400_000) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(2):
            spool, _ = synthetic(Path(folder) / "spool", count * 3 // 4, count // 4, number)
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
                took, memory = process.submit(take, Path(folder), spool).result()
            steps = ", ".join(f"{name} {seconds:.1f}" for name, seconds in took.items())
            print(f"{spool.header.day} ({(spool.header.day - DAY).days + 1}. day), {spool.rows:,} rows: {sum(took.values()):.1f} s from the spool to the "
                  f"published file ({steps}), {memory:.2f} GB; 40 s and 2 GB are the aims for four million", flush=True)  # fmt: skip


if __name__ == "__main__":
    main(**numbers(__doc__, count=400_000))
