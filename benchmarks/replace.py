"""What it takes to load a day again: the last one ten times, and one of 40 days ago, in a month that has been folded since.

    python -m benchmarks.replace [ROWS]

The file may grow by at most 2% through the re-runs; replacing the old day may take at most three times what a normal day does, and
changes that day alone.
"""

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.arguments import numbers
from benchmarks.crawl import synthetic
from pipeline.catalogue import load_catalogue
from pipeline.crawl.spool import Spool
from pipeline.warehouse.catalogue_tables import load_catalogue as keep_catalogue
from pipeline.warehouse.compaction import fold_past_months
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.load import load_day

DAYS = 43
AGO = 40
RERUNS = 10
DAY_HASHES = "SELECT date, kind, bit_xor(hash(repo, version, observed_at, downloads, downloads_all_time, likes, trending_score)) FROM store.observed GROUP BY ALL ORDER BY ALL"


def loaded(file: Path, spool: Spool, *, fold: bool = True) -> float:
    """Seconds that the load took; the file is closed again, as after a run."""
    with open_warehouse(file) as con:
        con.execute("SET threads = 2")
        keep_catalogue(con, load_catalogue())
        began = time.perf_counter()
        load_day(con, spool)
        took = time.perf_counter() - began
        if fold:
            fold_past_months(con)
        con.execute("CHECKPOINT")
    return took


def days_held(file: Path) -> list[tuple[Any, ...]]:
    """A hash of each day's rows."""
    with duckdb.connect(str(file), read_only=True) as con:
        return con.execute(DAY_HASHES).fetchall()


def main(count: int = 100_000) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        file, models = Path(folder) / "warehouse" / "hub.duckdb", count * 3 // 4
        spools = [synthetic(Path(folder) / "spool", models, count - models, number)[0] for number in range(DAYS)]
        took = [loaded(file, spool) for spool in spools]
        spool, old = spools[-1], spools[-1 - AGO]
        normal, size = statistics.median(took[-7:]), file.stat().st_size
        again = [loaded(file, spool) for _ in range(RERUNS)]
        print(f"{count:,} rows, {DAYS} days, {size / 1e6:.0f} MB; a normal day is loaded in {normal:.2f} s; again {RERUNS} times: "
              f"{statistics.median(again):.2f} s each, the file grew by {file.stat().st_size / size - 1:.1%} (at most 2%)", flush=True)  # fmt: skip
        before = days_held(file)
        replaced = loaded(file, old, fold=False)
        others = [day for day in days_held(file) if day not in before]
        with duckdb.connect(str(file), read_only=True) as con:
            held = dict(con.execute("SELECT date, min(month) FROM store.folded GROUP BY date").fetchall())
        day = old.header.day
        where = "folded still" if day in held else "out of its folded month"
        print(f"{day} replaced ({where}) by what it was: {replaced:.2f} s, {replaced / normal:.1f} times a normal day (at most 3); days that "
              f"hold other rows than before: {len(others)}", flush=True)  # fmt: skip
        fewer, _ = synthetic(Path(folder) / "other", models, count - models, DAYS - 1 - AGO, lost=models // 100)
        before = days_held(file)
        replaced = loaded(file, fewer, fold=False)
        others = {day[0] for day in days_held(file) if day not in before}
        print(f"{day} replaced by another with 1% fewer models: {replaced:.2f} s, {replaced / normal:.1f} times; days that hold other rows "
              f"than before: {', '.join(map(str, sorted(others)))}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main(**numbers(__doc__, count=100_000))
