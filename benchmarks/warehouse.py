"""Measure years of the whole Hub: disk space, loads, compaction and queries.

    python -m benchmarks.warehouse [REPOS] [DAYS] [MONTHS]

Writes REPOS repos (three quarters models) straight into the warehouse, without crawl and JSON; the rest is the
product's own code. Downloads are Poisson with a lognormal rate (median 0.03 per day, sigma 2.8), like the Hub's long
tail: 78% of repos have under 200 all-time downloads, 44% none in 30 days, and a quarter of the rows change daily. Each
day 0.5% of the repos change their description. MONTHS earlier months are copied from the first: a year in minutes with
4000000 70 10.
"""

import datetime as dt
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from benchmarks.arguments import parse_numbers
from benchmarks.crawl import TASKS
from pipeline.catalogue import load_catalogue
from pipeline.marts.build import build_category_totals, build_featured, rank_day
from pipeline.publishing.publish import publish
from pipeline.warehouse.catalogue_tables import classify_descriptions, store_catalogue
from pipeline.warehouse.compaction import compact_past_months
from pipeline.warehouse.connection import open_warehouse, transaction
from pipeline.warehouse.derived_history import find_affected_days, restate_day
from pipeline.warehouse.repo_columns import repo_statement

FIRST = dt.date(2025, 10, 1)
WINDOW = 30
CHANGE_SHARE = 0.005
DESCRIPTION_QUERY = """
INSERT INTO store.description BY NAME
SELECT repo, kind, 1 AS version, 'user-' || hash(repo) % (repo // 8 + 1) AS author, author || '/' || name || '-' || repo AS id,
    CASE WHEN kind = 'model' THEN task END AS pipeline_tag, CASE WHEN kind = 'model' THEN 'transformers' END AS library_name,
    'mit' AS license,
    ['transformers', 'safetensors', 'region:us', 'license:mit', 'en', 'arxiv:26' || hash(repo, 3) % 9000, 'base_model:' || author || '/' || name]
        || CASE WHEN kind = 'dataset' AND repo % 2 = 0 THEN ['modality:text'] ELSE [] END AS tags,
    'false' AS gated, false AS disabled, false AS private,
    TIMESTAMP '2022-03-02 23:29:04' + to_seconds(repo::BIGINT * 110000000 // $repos) AS created_at, created_at + to_hours(CAST(hash(repo, 4) % 900 AS BIGINT)) AS last_modified,
    CASE WHEN repo % 3 = 0 THEN 'finetune' END AS base_relation, CASE WHEN repo % 3 = 0 THEN ['a/b'] END AS base_models,
    CASE WHEN repo % 2 = 0 THEN hash(repo, 5) % 70000000000 END AS parameters
FROM (SELECT *, (['solar', 'lunar', 'tiny-llama', 'qwen2.5-chat', 'flux-lora', 'whisper-ko', 'bert'])[1 + CAST(hash(repo, 1) % 7 AS INTEGER)] AS name,
    $tasks[1 + CAST(hash(repo, 2) % len($tasks) AS INTEGER)] AS task FROM store.repo)
"""


class Hub:
    def __init__(self, repos: int, seed: int = 0):
        self.rng = np.random.default_rng(repos + seed)
        self.repos, self.models = repos, repos * 3 // 4
        self.rate: NDArray[np.float64] = np.minimum(np.exp(self.rng.normal(np.log(0.03), 2.8, repos)), 1e6)
        self.recent: NDArray[np.int32] = self.rng.poisson(self.rate, (WINDOW, repos)).astype(np.int32)
        self.downloads = self.recent.sum(axis=0, dtype=np.int64)
        self.all_time = self.downloads + self.rng.poisson(self.rate * self.rng.integers(1, 1500, repos))
        self.likes = self.rng.poisson(np.minimum(self.rate, 1e4) * self.rng.gamma(0.5, 2, repos))
        self.likes_rate = np.minimum(self.rate, 1e4) * 0.003
        self.versions = np.ones(repos, np.uint16)
        self.day = 0

    def advance_day(self) -> NDArray[np.int64]:
        """Advance by a day; return the indices of repos whose description changed."""
        fresh = self.rng.poisson(self.rate).astype(np.int32)
        slot = self.day % WINDOW
        self.downloads += fresh - self.recent[slot]
        self.recent[slot] = fresh
        self.all_time += fresh
        self.likes += self.rng.poisson(self.likes_rate)
        self.day += 1
        changed_repos = np.flatnonzero(self.rng.random(self.repos) < CHANGE_SHARE)
        self.versions[changed_repos] += 1
        return changed_repos


def insert_repos(con: duckdb.DuckDBPyConnection, hub: Hub) -> None:
    con.execute(
        "INSERT INTO store.repo BY NAME SELECT range AS repo, CASE WHEN range <= $models THEN 'model' ELSE 'dataset' END AS kind, "
        "format('{:08x}{:016x}', range, range) AS oid, $day AS first_seen, $day AS last_seen, 1 AS last_version FROM range(1, $repos + 1)",
        {"models": hub.models, "repos": hub.repos, "day": FIRST},
    )
    con.execute(DESCRIPTION_QUERY, {"repos": hub.repos, "tasks": list(TASKS)})
    con.execute("INSERT INTO store.name SELECT store.name_key(id), repo FROM store.description ORDER BY ALL")
    con.execute("CREATE OR REPLACE TEMP VIEW unclassified_description AS FROM store.description")
    classify_descriptions(con)


def write_day(con: duckdb.DuckDBPyConnection, hub: Hub, day: dt.date) -> None:
    """Write what a load writes: rows, new descriptions, snapshot, statuses and events."""
    changed_repos = hub.advance_day()
    page = np.arange(hub.repos, dtype=np.int32) // 1000
    at = np.datetime64(dt.datetime.combine(day, dt.time(9)), "us") + page.astype("timedelta64[s]")
    rows = pa.table(
        {
            "repo": np.arange(1, hub.repos + 1, dtype=np.int32), "version": hub.versions, "observed_at": at, "seq": page,
            "downloads": hub.downloads, "downloads_all_time": hub.all_time, "likes": hub.likes,
            "trending_score": np.where(hub.likes_rate > 0.5, hub.likes_rate * 7, 0.0).round(0),
        }
    )  # fmt: skip
    con.register("daily_rows", rows)
    con.register(
        "new_version", pa.table({"repo": (changed_repos + 1).astype(np.int32), "version": hub.versions[changed_repos]})
    )
    with transaction(con):
        con.execute("CREATE OR REPLACE TEMP TABLE replaced_row (repo INTEGER, version USMALLINT)")
        con.execute(repo_statement("load/stage_replaced_snapshot"), {"date": day})
        con.execute("DELETE FROM store.daily WHERE date = $day", {"day": day})
        con.execute("DELETE FROM store.snapshot WHERE date = $day", {"day": day})
        con.execute(
            "INSERT INTO store.description BY NAME SELECT d.* REPLACE (a.version AS version, d.last_modified + to_hours(a.version) AS last_modified) "
            "FROM store.description d JOIN new_version a ON a.repo = d.repo AND d.version = 1 WHERE a.version > 1"
        )
        con.execute(
            "INSERT INTO store.member SELECT m.category, a.repo, a.version FROM store.member m JOIN new_version a ON a.repo = m.repo AND m.version = 1"
        )
        con.execute(
            "CREATE OR REPLACE TEMP TABLE matched_row AS SELECT CASE WHEN repo <= $m THEN 'model' ELSE 'dataset' END AS kind, * FROM daily_rows",
            {"m": hub.models},
        )
        con.execute("CREATE OR REPLACE TEMP TABLE page AS SELECT DISTINCT seq, observed_at FROM daily_rows")
        con.execute(repo_statement("load/insert_daily"), {"date": day})
        con.execute("UPDATE store.repo SET last_seen = $day", {"day": day})
        con.execute(
            "INSERT INTO store.snapshot BY NAME SELECT $day AS date, kind, 'hub' AS scope, 'ok' AS status, min(observed_at) AS started_at, "
            "max(observed_at) AS finished_at, count(*) AS rows, [] AS covered FROM matched_row GROUP BY kind", {"day": day},
        )  # fmt: skip
        if (impact := find_affected_days(con, day)) is not None:
            restate_day(con, day, impact)


def copy_months_back(con: duckdb.DuckDBPyConnection, months: int, last: dt.date) -> None:
    """Copy the first month, already compacted, to the months before it, with as many descriptions and boards."""
    con.execute("SET VARIABLE first = $first", {"first": FIRST})
    for back in range(1, months + 1):
        con.execute("SET VARIABLE month = CAST(getvariable('first') - to_months($back) AS DATE)", {"back": back})
        con.execute("SET VARIABLE days = day(last_day(getvariable('month')))")
        con.execute(
            "INSERT INTO store.daily_interval SELECT * REPLACE (getvariable('month') AS month, least(last_day, getvariable('days')) AS last_day) "
            "FROM store.daily_interval WHERE month = getvariable('first') AND first_day <= getvariable('days')"
        )
        for table in ("compacted_day", "answer", "snapshot", "cohort"):
            replacements = {
                "compacted_day": ", getvariable('month') AS month",
                "snapshot": ", started_at - to_months($back) AS started_at",
            }
            con.execute(
                f"INSERT INTO store.{table} SELECT * REPLACE (CAST(getvariable('month') + to_days(day(date) - 1) AS DATE) AS date"
                f"{replacements.get(table, '')}) FROM store.{table} WHERE date_trunc('month', date) = getvariable('first') "
                "AND day(date) <= getvariable('days')",
                {"back": back} if table == "snapshot" else None,
            )
        for table in ("description", "member"):
            con.execute(
                f"INSERT INTO store.{table} SELECT * REPLACE (CAST(version + 1000 * $back AS USMALLINT) AS version) FROM store.{table} "
                "WHERE version BETWEEN 2 AND 1000 AND hash(repo, $back) % $days < 30 ORDER BY hash(repo) % 30, repo",
                {"back": back, "days": (last - FIRST).days},
            )
        con.execute("CHECKPOINT")
    for table in ("trends", "boards", "featured", "category_daily"):
        con.execute(
            f"INSERT INTO {table} SELECT t.* REPLACE (t.date - CAST(back AS INTEGER) AS date) FROM {table} t, range(1, $days) r(back) "
            "WHERE t.date = $last ORDER BY back DESC",
            {"last": last, "days": (last - FIRST).days + 30 * months},
        )
    con.execute("CHECKPOINT")


def measure_seconds(action: Callable[[], object]) -> float:
    start_time = time.perf_counter()
    action()
    return time.perf_counter() - start_time


def main(repos: int = 400_000, days: int = 70, months: int = 0) -> None:
    hub = Hub(repos)
    with tempfile.TemporaryDirectory() as folder:
        path, public = Path(folder) / "warehouse" / "hub.duckdb", Path(folder) / "hub.duckdb"
        with open_warehouse(path) as con:
            con.execute("SET threads = 2")
            store_catalogue(con, load_catalogue())
            insert_repos(con, hub)
            con.execute("CHECKPOINT")
            print(f"{repos:,} repos described: {measure_bytes(con) / 1e6:.0f} MB", flush=True)
            initial_bytes, mart_seconds = measure_bytes(con), []
            for number in range(days):
                day = FIRST + dt.timedelta(number)
                write_seconds = measure_seconds(lambda day=day: write_day(con, hub, day))
                con.execute("CHECKPOINT")
                if number in (1, days - 1) or number % 30 == 2:
                    mart_seconds = [
                        measure_seconds(lambda f=f, day=day: f(con, day))
                        for f in (rank_day, build_category_totals, build_featured)
                    ]
                    print(
                        f"day {number + 1}: written with statuses and events in {write_seconds:.1f} s, boards, totals and featured in "
                        f"{sum(mart_seconds):.1f} s; {(measure_bytes(con) - initial_bytes) / 1e6 / (number + 1):.1f} MB a day so far", flush=True,
                    )  # fmt: skip
                start_time = time.perf_counter()
                compacted_months = compact_past_months(con)
                if compacted_months:
                    bytes_before = measure_bytes(con)
                    con.execute("CHECKPOINT")
                    rows = con.execute(
                        "SELECT count(*) FROM store.daily_interval WHERE month = $m", {"m": compacted_months[0]}
                    ).fetchall()[0][0]
                    print(
                        f"day {number + 1}: {compacted_months[0]:%Y-%m} compacted in {time.perf_counter() - start_time:.1f} s into {rows / repos:.1f} intervals per repo; "
                        f"{bytes_before / 1e6:.0f} MB before, {measure_bytes(con) / 1e6:.0f} MB after", flush=True,
                    )  # fmt: skip
            print_table_sizes(con, repos)
            if months:
                copy_months_back(con, months, FIRST + dt.timedelta(days - 1))
                print(f"with {months} earlier months: {measure_bytes(con) / 1e6:.0f} MB", flush=True)
            publish_seconds = measure_seconds(lambda: publish(con, path, public))
            print(f"published in {publish_seconds:.1f} s, {public.stat().st_size / 1e6:.0f} MB")
        time_queries(public, FIRST + dt.timedelta(days - 1), days, months)
    print(
        f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB, including {WINDOW} days of this generator"
    )


def measure_bytes(con: duckdb.DuckDBPyConnection) -> int:
    return con.execute("SELECT used_blocks * block_size FROM pragma_database_size()").fetchall()[0][0]


def print_table_sizes(con: duckdb.DuckDBPyConnection, repos: int) -> None:
    """Print each large table's size, total and per day of four million repos."""
    for table, date_column in (
        ("daily", "date"),
        ("daily_interval", "month"),
        ("description", None),
        ("member", None),
        ("event", None),
        ("repo", None),
    ):
        blocks, _ = con.execute(
            f"SELECT count(DISTINCT block_id), 0 FROM pragma_storage_info('store.{table}') WHERE block_id >= 0"
        ).fetchall()[0]
        days = con.execute(
            f"SELECT count(DISTINCT date) FROM store.{'compacted_day' if table == 'daily_interval' else 'daily'}"
        ).fetchall()[0][0] if date_column else 0  # fmt: skip
        bytes_per_day = f", {blocks * 262144 / days / repos * 4:.1f} MB a day of 4 million repos" if days else ""
        print(f"  store.{table}: {blocks * 262144 / 1e6:.0f} MB{bytes_per_day}")


def time_queries(public: Path, last: dt.date, days: int, months: int) -> None:
    with duckdb.connect(str(public), read_only=True, config={"threads": 2}) as con:
        names = [
            name
            for (name,) in con.execute(
                "SELECT id FROM models_on($d) ORDER BY downloads DESC LIMIT 6", {"d": last}
            ).fetchall()
        ]
        first, middle = FIRST - dt.timedelta(30 * months - 3), FIRST + dt.timedelta(days // 2)
        queries_by_label = {
            "six histories": [("FROM history_of($id)", {"id": name}) for name in names],
            "a compacted day by task": [
                ("SELECT pipeline_tag, count(*), sum(downloads) FROM models_on($d) GROUP BY ALL", {"d": first})
            ],
            "a day in the middle by task": [
                ("SELECT pipeline_tag, count(*), sum(downloads) FROM models_on($d) GROUP BY ALL", {"d": middle})
            ],
            "the last day by task": [
                ("SELECT pipeline_tag, count(*), sum(downloads) FROM models_on($d) GROUP BY ALL", {"d": last})
            ],
            "events of a repo": [("FROM events_of($id)", {"id": names[0]})],
            "top 100 by growth in 7 days": [("FROM risers('text-generation', 7)", {})],
            "top 100 by growth in 30 days": [("FROM risers('text-generation', 30)", {})],
            "all by growth in 7 days": [("FROM growth('text-generation', 7)", {})],
        }
        for label, queries in queries_by_label.items():
            seconds = min(
                measure_seconds(lambda q=queries: [con.execute(*query).fetchall() for query in q]) for _ in range(3)
            )
            print(f"  {label}: {seconds:.2f} s", flush=True)


if __name__ == "__main__":
    main(**parse_numbers(__doc__, repos=400_000, days=70, months=0))
