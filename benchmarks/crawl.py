"""Measure a crawl and its load, as ratios within one run because machines differ.

    python -m benchmarks.crawl [ROWS]

spool: CPU per page. load: spool to committed day against a bare DuckDB `read_json`, on the first day (all repos are
new) and the next (all counters and one description in fifty changed). crawl: the whole client against a bare loop over
the same pages.
"""

import datetime as dt
import hashlib
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import duckdb
import msgspec

from benchmarks.arguments import parse_numbers
from pipeline.catalogue import Catalogue, load_catalogue
from pipeline.config import HubSettings
from pipeline.crawl.crawler import CrawlRequest, crawl
from pipeline.crawl.manifest import FinishRecord, Header, PageRecord
from pipeline.crawl.plan import plan_listings
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import Spool, compress_rows, start_or_resume
from pipeline.hub_api.client import HubClient
from pipeline.hub_api.fields import list_requested_fields
from pipeline.hub_api.responses import replace_invalid_unicode
from pipeline.hub_api.schema_drift import inspect_rows
from pipeline.kinds import Kind
from pipeline.sample_hub.faults import Fault, strike
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import sample_world
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.load import load_day

DAY = dt.date(2026, 11, 20)
PAGE = 1000
TASKS = (
    "text-generation",
    "translation",
    "any-to-any",
    "image-text-to-text",
    "text-to-image",
    "feature-extraction",
    None,
)
WORDS = [
    f"{a}{b}"
    for a in ("solar", "lunar", "tiny", "mega", "qwen", "llama")
    for b in ("", "-chat", "-base", "-v2", "-lora")
]
FEATURED = load_catalogue().featured
LICENSES = ("mit", "apache-2.0", "openrail", "cc-by-4.0", "other")


def generate_rows(kind: Kind, count: int, day: int) -> Iterator[bytes]:
    """Yield rows of about 700 bytes like the Hub's, by creation; the first models are the featured ones."""
    rng = random.Random(f"{kind} {count}")
    start = dt.datetime(2022, 3, 2, 23, 29, 4, tzinfo=dt.UTC)
    step = (dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC) - start) / count
    for number in range(count):
        created_at = f"{start + step * number:%Y-%m-%dT%H:%M:%S}.000Z"
        name = f"{rng.choice(WORDS)}-{rng.randrange(10**6)}"
        author = f"user-{rng.randrange(200_000)}"
        task, old = rng.choice(TASKS), rng.randrange(10**6)
        tags = ["transformers", "safetensors", "region:us", f"license:{rng.choice(LICENSES)}", "en", "arxiv:2606.23050"]
        tags += [f"base_model:user-{rng.randrange(10**5)}/{rng.choice(WORDS)}", *rng.sample(WORDS, rng.randrange(6))]
        if day and number % 50 == 0:
            tags.append("changed")
        row = {
            "_id": f"{number:08x}{'ab' * 7}{'01' if kind == 'model' else '02'}",
            "id": f"{author}/{name}-{number}",
            "author": author,
            "disabled": False,
            "gated": rng.choice((False, False, False, "auto", "manual")),
            "lastModified": created_at,
            "likes": old % 977 + day,
            "trendingScore": old % 13,
            "private": False,
            "downloads": old + day,
            "downloadsAllTime": old * 20 + day * 7,
            "tags": tags,
            "createdAt": created_at,
        }
        if kind == "model":
            if number < len(FEATURED):
                row["id"], task = FEATURED[number].id, FEATURED[number].category
            row["library_name"] = "transformers"
            if task:
                row["pipeline_tag"] = task
            if number % 3 == 0:
                row["baseModels"] = {
                    "relation": "finetune",
                    "models": [{"_id": "6a350e917c8a230bec04a600", "id": "a/b"}],
                }
            if number % 2 == 0:
                row["safetensors"] = {"parameters": {"F32": old}, "total": old}
        yield msgspec.json.encode(row)


def spool_synthetic_crawl(
    root: Path, models: int, datasets: int, day: int, missing_models: int = 0
) -> tuple[Spool, float]:
    """Spool a crawl of scope hub without the last `missing_models` models; return it and the CPU seconds per page."""
    spool = start_or_resume(root, Header(DAY + dt.timedelta(day), "hub", "http://synthetic", f"plan {day}"))
    at = dt.datetime.combine(spool.header.day, dt.time(9), dt.UTC)
    cpu_seconds, pages = 0.0, 0
    counts: dict[Kind, int] = {"model": models, "dataset": datasets}

    def add_page(kind: Kind, listing: str, page: list[bytes], requested_id: str | None = None) -> None:
        nonlocal cpu_seconds, pages
        body = b"[" + b",".join(page) + b"]"
        start_time = time.process_time()
        raws = msgspec.json.decode(replace_invalid_unicode(body), type=list[msgspec.Raw])
        rows, unknown = inspect_rows(raws, kind)
        data = compress_rows(rows)
        name, digest = f"{pages:06d}.ndjson.zst", hashlib.sha256(data).hexdigest()
        spool.add_page(
            PageRecord(
                name, listing, kind, len(raws), len(data), digest, at, requested_id=requested_id, unknown=unknown
            ),
            data,
        )
        cpu_seconds, pages = cpu_seconds + time.process_time() - start_time, pages + 1

    for kind, count in counts.items():
        page: list[bytes] = []
        row_count = count - missing_models if kind == "model" else count
        for number, row in enumerate(islice(generate_rows(kind, count, day), row_count), 1):
            page.append(row)
            if len(page) == PAGE or number == row_count:
                add_page(kind, f"{kind}s", page)
                page = []
    seconds_per_page = cpu_seconds / pages
    for entry, row in zip(FEATURED, generate_rows("model", models, day), strict=False):
        add_page("model", f"featured.{entry.id}", [row], entry.id)
    return spool.finish(FinishRecord(at, at, pages)), seconds_per_page


def time_bare_read(spool: Spool, file: Path | None = None) -> float:
    """Return the seconds of a bare read: all as text, in memory; or, with `file`, typed into a database file."""
    kinds = {"downloads": "BIGINT", "downloadsAllTime": "BIGINT", "likes": "BIGINT", "trendingScore": "DOUBLE", "tags": "VARCHAR[]",
             "createdAt": "TIMESTAMP", "lastModified": "TIMESTAMP"}  # fmt: skip
    config: dict[str, str | bool | int | float | list[str]] = {"memory_limit": "2GB", "threads": 2}
    with duckdb.connect(file or ":memory:", config=config) as con:
        columns = ", ".join(
            f"'{name}': '{kinds.get(name, 'VARCHAR') if file else 'VARCHAR'}'"
            for name in ("_id", "id", *list_requested_fields("model"))
        )
        start_time = time.perf_counter()
        con.execute(
            f"CREATE TABLE bare AS FROM read_json('{spool.folder}/*.zst', format = 'newline_delimited', columns = {{{columns}}})"
        )
        return time.perf_counter() - start_time


def time_load(home: Path, spool: Spool) -> tuple[float, float]:
    """Return the seconds from spool to committed day, and the peak memory in GB."""
    with open_warehouse(home / "hub.duckdb") as con:
        con.execute("SET threads = 2")
        store_catalogue(con, load_catalogue())
        start_time = time.perf_counter()
        load_day(con, spool)
        return time.perf_counter() - start_time, peak_memory()


def peak_memory() -> float:
    """Return this process's peak memory in GB; `ru_maxrss` would start from the parent's."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1e6


def time_load_alone(home: Path, spool: Spool) -> tuple[float, float]:
    """Run `time_load` in its own process, where other work does not count."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(time_load, home, spool).result()


def compare_client_with_bare_loop(root: Path) -> float:
    """Return the better of two ratios of a crawl's time to that of a loop over the same pages.

    The server is as fast as the Hub (0.31 s a page, measured in August 2026).
    """
    import httpx2  # noqa: PLC0415

    full_catalogue = load_catalogue()
    catalogue = Catalogue(full_catalogue.sections, full_catalogue.categories, ())
    ratios = []
    with SampleHub(sample_world(DAY, days=8, models=9000, datasets=2000), compress=True) as hub:
        hub.faults.rules.append(strike(Fault("stall", seconds=0.3)))
        for number in range(2):
            client = HubClient(HubSettings(hub.url, False, trust_clock=True))
            day = client.probe().hub_time.date()
            start_time = time.perf_counter()
            crawl(client, root / str(number), day, CrawlRequest(Scope.hub, catalogue))
            client_seconds = time.perf_counter() - start_time
            start_time = time.perf_counter()
            with httpx2.Client() as bare:
                bare.get(client.build_url("/api/models", [("limit", "1")]))
                for listing in plan_listings(Scope.hub, catalogue):
                    url = client.build_url(listing.path, list(listing.params))
                    while url:
                        answer = bare.get(url)
                        url = answer.links.get("next", {}).get("url", "")
                    bare.get(client.build_url(listing.path, list(listing.newest_params)))
            ratios.append(client_seconds / (time.perf_counter() - start_time))
    return min(ratios)


def main(count: int = 400_000) -> None:
    models, datasets = count * 34 // 46, count * 12 // 46
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        print(
            f"crawl relative to a bare loop over the same pages: {compare_client_with_bare_loop(root / 'walk'):.2f} (at most 1.05)"
        )
        for day in (0, 1):
            spool, cpu = spool_synthetic_crawl(root / "spool", models, datasets, day)
            print(f"spooling a page of {PAGE} rows: {cpu * 1000:.1f} ms of CPU (at most 5)")
            text_seconds = min(time_bare_read(spool) for _ in range(2))
            typed_seconds = min(time_bare_read(spool, root / f"bare-{day}-{number}.duckdb") for number in range(2))
            load_seconds, memory = time_load_alone(root / "warehouse", spool)
            day_label = "first day" if day == 0 else "next day"
            print(
                f"{day_label}, {spool.rows:,} rows: loaded in {load_seconds:.1f} s with {memory:.2f} GB (at most 2); bare read_json as text in memory "
                f"{text_seconds:.1f} s, ratio {load_seconds / text_seconds:.2f}; typed into a file {typed_seconds:.1f} s, ratio {load_seconds / typed_seconds:.2f} (at most 2); "
                f"{4.6e6 / spool.rows * load_seconds:.0f} s for the whole Hub at this rate", flush=True,
            )  # fmt: skip


if __name__ == "__main__":
    main(**parse_numbers(__doc__, count=400_000))
