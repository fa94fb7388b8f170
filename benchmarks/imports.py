"""Measure imports: a month of daily counters by name, and a whole day of the Hub.

    python -m benchmarks.imports [REPOS] [DAYS] [HUB]

A month of DAYS days in the form of Model Pulse for REPOS repos, then the day in the form of hub-stats for HUB models. Counters
are those of benchmarks.warehouse: Poisson downloads with a lognormal rate, so that about a quarter of the rows change daily. In
a real series of 170 models, 22% of those with under 10 downloads in 30 days moved daily, 43% under 100, and 84 to 93% above.
"""

import datetime as dt
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.warehouse import Hub

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
    columns: dict[str, list[np.ndarray]] = {"dl30": [], "dl_all": [], "likes": []}
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
