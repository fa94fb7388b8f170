"""Measure imports: a month of daily counters by name, and a whole day of the Hub.

    python -m benchmarks.imports [REPOS] [DAYS] [HUB]

A month of DAYS days in the form of Model Pulse for REPOS repos, then the day in the form of hub-stats for HUB models. Counters
are those of benchmarks.warehouse: Poisson downloads with a lognormal rate, so that about a quarter of the rows change daily. In
a real series of 170 models, 22% of those with under 10 downloads in 30 days moved daily, 43% under 100, and 84 to 93% above.
"""

import datetime as dt
import itertools
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.arguments import parse_numbers
from benchmarks.crawl import TASKS, peak_memory
from benchmarks.warehouse import Hub
from pipeline.catalogue import load_catalogue
from pipeline.config import Home, HubSettings
from pipeline.imports.formats import open_reader
from pipeline.imports.import_source import shelve_pieces
from pipeline.imports.pieces import ImportRequest
from pipeline.imports.shelf import finish_import, record_pieces, settle_days
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.compaction import compact_past_months
from pipeline.warehouse.connection import open_warehouse

MONTH = dt.date(2025, 8, 1)
REPOS_PER_CHUNK = 100_000
NAMES_QUERY = """
SELECT 'user-' || hash(i, 1) % ($repos // 6 + 1) || '/' || (['solar', 'lunar', 'tiny-llama', 'qwen2.5-chat', 'flux-lora', 'whisper-ko', 'bert'])[1 + CAST(hash(i, 2) % 7 AS INTEGER)]
    || '-' || (['v2', '7b', 'gguf', 'instruct', 'sft', 'lora'])[1 + CAST(hash(i, 3) % 6 AS INTEGER)] || '-' || i AS id
FROM range($repos) t(i) ORDER BY id
"""


def list_names(repos: int) -> pa.ChunkedArray:
    return duckdb.execute(NAMES_QUERY, {"repos": repos}).to_arrow_table()["id"]


def write_series(path: Path, repos: int, days: int) -> None:
    """Write a month in the form of Model Pulse: sorted by id and day, row groups of 200,000."""
    path.parent.mkdir(parents=True, exist_ok=True)
    schema = pa.schema(
        {"id": pa.string(), "day": pa.date32(), "dl30": pa.int32(), "dl_all": pa.int64(), "likes": pa.int32()}
    )
    names = list_names(repos)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for first in range(0, repos, REPOS_PER_CHUNK):
            chunk = names.slice(first, REPOS_PER_CHUNK).combine_chunks()
            writer.write_table(pa.table(_build_series(chunk, days, first), schema=schema), row_group_size=200_000)


def _build_series(names: pa.Array, days: int, seed: int) -> dict[str, pa.Array]:
    hub = Hub(len(names), seed)
    columns: dict[str, list[NDArray[np.int64]]] = {"dl30": [], "dl_all": [], "likes": []}
    for _ in range(days):
        hub.advance_day()
        for name, values in (("dl30", hub.downloads), ("dl_all", hub.all_time), ("likes", hub.likes)):
            columns[name].append(values.copy())
    dates = np.arange(days) + np.datetime64(MONTH)
    return {
        "id": names.take(np.repeat(np.arange(len(names)), days)),
        "day": pa.array(np.tile(dates, len(names))),
        **{name: np.stack(values, axis=1).ravel() for name, values in columns.items()},
    }


HUB_DAY_QUERY = """
SELECT format('{:08x}{:016x}', 1646263744 + i * 110000000 // $repos, i) AS _id, 'user-' || hash(i, 1) % ($repos // 6 + 1) AS author, author || '/' || name || '-' || i AS id,
    TIMESTAMP '2022-03-02 23:29:04' + to_seconds(i * 110000000 // $repos) AS createdAt, createdAt + to_hours(CAST(hash(i, 4) % 900 AS BIGINT)) AS lastModified,
    ['transformers', 'safetensors', 'region:us', 'license:mit', 'en', 'arxiv:26' || hash(i, 3) % 9000, 'base_model:' || author || '/' || name] AS tags,
    $tasks[1 + CAST(hash(i, 2) % len($tasks) AS INTEGER)] AS pipeline_tag, 'transformers' AS library_name,
    CASE WHEN i % 3 = 0 THEN {relation: 'finetune', models: [{_id: 'x', id: 'a/b'}]} END AS baseModels, CASE WHEN i % 2 = 0 THEN {total: CAST(hash(i, 5) % 70000000000 AS BIGINT)} END AS safetensors,
    c.downloads, c.downloadsAllTime, c.likes, c.trendingScore
FROM (SELECT *, (['solar', 'lunar', 'tiny-llama', 'qwen2.5-chat', 'flux-lora', 'whisper-ko', 'bert'])[1 + CAST(hash(i, 6) % 7 AS INTEGER)] AS name FROM counters) c
"""


def write_hub_day(folder: Path, repos: int) -> None:
    """Write a whole day of models in the form of hub-stats."""
    hub = Hub(repos)
    hub.advance_day()
    counters = {
        "i": np.arange(repos), "downloads": hub.downloads, "downloadsAllTime": hub.all_time, "likes": hub.likes,
        "trendingScore": np.where(hub.likes_rate > 0.5, hub.likes_rate * 7, 0.0).round(0),
    }  # fmt: skip
    with duckdb.connect() as con:
        con.register("counters", pa.table(counters))
        query = con.sql(HUB_DAY_QUERY, params={"repos": repos, "tasks": list(TASKS)})
        query.write_parquet(str(folder / "models.parquet"), compression="zstd", row_group_size=100_000)


def time_import(source: Path, home: Home) -> str:
    """Import a source without boards; return a line with the processor time of each step, memory and size."""
    started_at, start_times = time.perf_counter(), [time.process_time()]
    reader = open_reader(ImportRequest(str(source)), HubSettings())
    plan = reader.plan()
    start_times.append(time.process_time())
    pieces = list(shelve_pieces(plan, reader, home.imports))
    start_times.append(time.process_time())
    with open_warehouse(home.warehouse) as con:
        con.execute("SET threads = 2")
        store_catalogue(con, load_catalogue())
        record_pieces(con, plan.source, pieces, dt.datetime(2026, 1, 1))
        settle_days(con, home.imports)
        start_times.append(time.process_time())
        finish_import(con)
        compact_past_months(con)
        con.execute("CHECKPOINT")
        start_times.append(time.process_time())
    elapsed_seconds = time.perf_counter() - started_at
    seconds = [end - start for start, end in itertools.pairwise(start_times)]
    rows, days = sum(piece.report.rows for piece in pieces), sum(len(piece.report.days) for piece in pieces)
    shelf_size = sum(file.stat().st_size for file in home.imports.rglob("*.parquet"))
    return (
        f"{plan.source.format}: {rows:,} rows of {days} days in {sum(seconds):.0f} s of one core, {rows / sum(seconds):,.0f} rows/s, {elapsed_seconds:.0f} s by the clock (plan {seconds[0]:.1f}, read {seconds[1]:.0f}, "
        f"load {seconds[2]:.0f}, identities and derived history {seconds[3]:.0f}), {peak_memory():.2f} GB; a day takes {home.warehouse.stat().st_size / 1e6 / days:.1f} MB "
        f"in the warehouse and {shelf_size / 1e6 / days:.1f} MB in imports/"
    )


def main(repos: int = 300_000, days: int = 30, models: int = 300_000) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_series(folder / "pulse" / "series" / f"{MONTH:%Y-%m}.parquet", repos, days)
        (folder / "hub").mkdir()
        write_hub_day(folder / "hub", models)
        for source in ("pulse", "hub"):
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
                home = Home(folder / f"home-{source}")
                print(process.submit(time_import, folder / source, home).result(), flush=True)
        print("Targets for 2,600,000 repos and 3,000,000 models: 300,000 rows/s and 8 MB; 45 s")


if __name__ == "__main__":
    main(**parse_numbers(__doc__, repos=300_000, days=30, models=300_000))
