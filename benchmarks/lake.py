"""Measure loads of days of the whole Hub into a lake: catalog in PostgreSQL, files in a folder or in object storage, on loopback.

    python -m benchmarks.lake [ROWS] [STORAGE]

STORAGE 1 takes an S3 server instead of a folder. On the first day all repos are new; the second and third are typical.
Needs PostgreSQL (Debian: apt-get install postgresql).
"""

import multiprocessing
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from benchmarks.arguments import parse_numbers
from benchmarks.crawl import peak_memory, spool_synthetic_crawl
from pipeline.catalogue import load_catalogue
from pipeline.config import Home
from pipeline.crawl.spool import Spool
from pipeline.lake.connection import open_lake
from pipeline.lake.load import load_lake
from pipeline.lake.settings import LakeSettings
from pipeline.lake.status import read_status
from pipeline.marts.build import build_category_totals, build_featured, build_movers, rank_day
from pipeline.publishing.publish import publish
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.load import load_day
from tests.fixtures.lakes import ObjectStorage
from tests.fixtures.postgres import PASSWORD, serve_postgres


def publish_day(home: Home, spool: Spool) -> None:
    day = spool.header.day
    with open_warehouse(home.warehouse) as con:
        store_catalogue(con, load_catalogue())
        load_day(con, spool)
        for build in (rank_day, build_category_totals, build_movers, build_featured):
            build(con, day)
        publish(con, home.warehouse, home.published)


def time_load(home: Home, settings: LakeSettings) -> tuple[int, float, float]:
    """Return the appended rows, seconds and this process's peak memory in GB."""
    start_time = time.perf_counter()
    with open_lake(settings) as con:
        con.execute("SET threads = 2")
        rows = load_lake(con, home, settings).rows
    return rows, time.perf_counter() - start_time, peak_memory()


def serve_storage(address: "multiprocessing.SimpleQueue[dict[str, str]]") -> None:
    storage = ObjectStorage()
    address.put(storage.settings)
    while True:
        time.sleep(60)


def main(count: int = 400_000, storage: int = 0) -> None:
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder, serve_postgres() as postgres:
        home = Home(Path(folder))
        settings = LakeSettings(postgres.address, f"{folder}/lake/", password=PASSWORD)
        if storage:
            addresses = context.SimpleQueue()
            context.Process(target=serve_storage, args=(addresses,), daemon=True).start()
            settings = replace(settings, **addresses.get())
        for number in range(3):
            spool, _ = spool_synthetic_crawl(home.spool, count * 3 // 4, count // 4, number)
            with ProcessPoolExecutor(1, mp_context=context) as process:
                process.submit(publish_day, home, spool).result()
            with ProcessPoolExecutor(1, mp_context=context) as process:
                rows, seconds, memory = process.submit(time_load, home, settings).result()
            with open_lake(settings, read_only=True) as con:
                size = read_status(con, home, settings).bytes / 1e6
            print(f"{spool.header.day}, {spool.rows:,} repos: {rows:,} rows into the lake in {seconds:.1f} s, {memory:.2f} GB; "
                  f"{size:,.0f} MB of files; targets for four million repos: 60 s and 2 GB", flush=True)  # fmt: skip


if __name__ == "__main__":
    main(**parse_numbers(__doc__, count=400_000, storage=0))
