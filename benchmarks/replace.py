"""Measure reloading a day: the last one ten times, and one of 40 days ago, in a compacted month.

    python -m benchmarks.replace [ROWS]

The file may grow by at most 2%. Replacing the old day may take three times as long as a normal day, and must change
only that day.
"""

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.arguments import parse_numbers
from benchmarks.crawl import spool_synthetic_crawl
from pipeline.catalogue import load_catalogue
from pipeline.crawl.spool import Spool
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.compaction import compact_past_months
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.load import load_day

DAYS = 43
DAYS_AGO = 40
RERUNS = 10
DAY_HASHES = "SELECT date, kind, bit_xor(hash(repo, version, observed_at, downloads, downloads_all_time, likes, trending_score)) FROM store.observed GROUP BY ALL ORDER BY ALL"


def time_load(file: Path, spool: Spool, *, compact: bool = True) -> float:
    """Load a day and close the file; return the seconds of the load."""
    with open_warehouse(file) as con:
        con.execute("SET threads = 2")
        store_catalogue(con, load_catalogue())
        start_time = time.perf_counter()
        load_day(con, spool)
        seconds = time.perf_counter() - start_time
        if compact:
            compact_past_months(con)
        con.execute("CHECKPOINT")
    return seconds


def hash_days(file: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(file), read_only=True) as con:
        return con.execute(DAY_HASHES).fetchall()


def main(count: int = 100_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file, models = Path(folder) / "warehouse" / "hub.duckdb", count * 3 // 4
        spools = [
            spool_synthetic_crawl(Path(folder) / "spool", models, count - models, number)[0] for number in range(DAYS)
        ]
        load_seconds = [time_load(file, spool) for spool in spools]
        spool, old_spool = spools[-1], spools[-1 - DAYS_AGO]
        normal, size = statistics.median(load_seconds[-7:]), file.stat().st_size
        reload_seconds = [time_load(file, spool) for _ in range(RERUNS)]
        print(f"{count:,} rows, {DAYS} days, {size / 1e6:.0f} MB; a normal load takes {normal:.2f} s; {RERUNS} reloads: "
              f"{statistics.median(reload_seconds):.2f} s each, the file grew by {file.stat().st_size / size - 1:.1%} (at most 2%)", flush=True)  # fmt: skip
        before = hash_days(file)
        replace_seconds = time_load(file, old_spool, compact=False)
        changed_days = [day for day in hash_days(file) if day not in before]
        with duckdb.connect(str(file), read_only=True) as con:
            compacted_days = dict(
                con.execute("SELECT date, min(month) FROM store.compacted_day GROUP BY date").fetchall()
            )
        day = old_spool.header.day
        compaction_note = "still compacted" if day in compacted_days else "out of its compacted month"
        print(f"{day} ({compaction_note}) reloaded unchanged: {replace_seconds:.2f} s, {replace_seconds / normal:.1f} times a normal day (at most 3); changed "
              f"days: {len(changed_days)}", flush=True)  # fmt: skip
        smaller_spool, _ = spool_synthetic_crawl(
            Path(folder) / "other", models, count - models, DAYS - 1 - DAYS_AGO, missing_models=models // 100
        )
        before = hash_days(file)
        replace_seconds = time_load(file, smaller_spool, compact=False)
        changed_days = {day[0] for day in hash_days(file) if day not in before}
        print(f"{day} replaced by a crawl with 1% fewer models: {replace_seconds:.2f} s, {replace_seconds / normal:.1f} times; changed "
              f"days: {', '.join(map(str, sorted(changed_days)))}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main(**parse_numbers(__doc__, count=100_000))
