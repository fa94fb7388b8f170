"""What a crawl and its load cost: ratios within one run, since machines and their neighbours differ.

    python -m benchmarks.crawl [ROWS]

spool: CPU of putting a page on disk. load: spool to committed day against a bare DuckDB `read_json` of the same spool, on
the first day (every repo is new) and on the next one (every counter moved, one description in fifty changed). crawl: the
whole client against a bare loop over the same pages of a local server.
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

from benchmarks.arguments import numbers
from pipeline.catalogue import Catalogue, load_catalogue
from pipeline.config import HubSettings
from pipeline.crawl.crawler import Wanted, crawl
from pipeline.crawl.manifest import Done, Header, PageRecord
from pipeline.crawl.plan import listings
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import Spool, compress, start_or_resume
from pipeline.hub_api.answers import legible
from pipeline.hub_api.client import HubClient
from pipeline.hub_api.fields import requested_fields
from pipeline.hub_api.schema_drift import examine
from pipeline.kinds import Kind
from pipeline.sample_hub.faults import Fault, strike
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import sample_world
from pipeline.warehouse.catalogue_tables import load_catalogue as keep_catalogue
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


def rows(kind: Kind, count: int, day: int) -> Iterator[bytes]:
    """Rows of about 700 bytes, as the Hub's with `expand`, in the order of their creation; the first models are the featured ones."""
    rng = random.Random(f"{kind} {count}")
    start = dt.datetime(2022, 3, 2, 23, 29, 4, tzinfo=dt.UTC)
    step = (dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC) - start) / count
    for number in range(count):
        created = f"{start + step * number:%Y-%m-%dT%H:%M:%S}.000Z"
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
            "lastModified": created,
            "likes": old % 977 + day,
            "trendingScore": old % 13,
            "private": False,
            "downloads": old + day,
            "downloadsAllTime": old * 20 + day * 7,
            "tags": tags,
            "createdAt": created,
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


def synthetic(root: Path, models: int, datasets: int, day: int, lost: int = 0) -> tuple[Spool, float]:
    """A whole crawl of the scope hub, without the last `lost` of its models, and the seconds of CPU that spooling one page took."""
    spool = start_or_resume(root, Header(DAY + dt.timedelta(day), "hub", "http://synthetic", f"plan {day}"))
    at = dt.datetime.combine(spool.header.day, dt.time(9), dt.UTC)
    spent, pages = 0.0, 0
    counts: dict[Kind, int] = {"model": models, "dataset": datasets}

    def put(kind: Kind, listing: str, page: list[bytes], requested: str | None = None) -> None:
        nonlocal spent, pages
        body = b"[" + b",".join(page) + b"]"
        began = time.process_time()
        raws = msgspec.json.decode(legible(body), type=list[msgspec.Raw])
        rows, unknown = examine(raws, kind)
        data = compress(rows)
        name, digest = f"{pages:06d}.ndjson.zst", hashlib.sha256(data).hexdigest()
        spool.add_page(
            PageRecord(name, listing, kind, len(raws), len(data), digest, at, requested=requested, unknown=unknown),
            data,
        )
        spent, pages = spent + time.process_time() - began, pages + 1

    for kind, count in counts.items():
        page: list[bytes] = []
        left = count - lost if kind == "model" else count
        for number, row in enumerate(islice(rows(kind, count, day), left), 1):
            page.append(row)
            if len(page) == PAGE or number == left:
                put(kind, f"{kind}s", page)
                page = []
    cpu = spent / pages
    for entry, row in zip(FEATURED, rows("model", models, day), strict=False):
        put("model", f"featured.{entry.id}", [row], entry.id)
    return spool.finish(Done(at, at, pages)), cpu


def bare_read(spool: Spool, file: Path | None = None) -> float:
    """Seconds that DuckDB alone takes to read the rows into nothing but a table: all as text, in memory; or, with `file`, typed
    as the load types them, into a database file."""
    kinds = {"downloads": "BIGINT", "downloadsAllTime": "BIGINT", "likes": "BIGINT", "trendingScore": "DOUBLE", "tags": "VARCHAR[]",
             "createdAt": "TIMESTAMP", "lastModified": "TIMESTAMP"}  # fmt: skip
    config: dict[str, str | bool | int | float | list[str]] = {"memory_limit": "2GB", "threads": 2}
    with duckdb.connect(file or ":memory:", config=config) as con:
        columns = ", ".join(
            f"'{name}': '{kinds.get(name, 'VARCHAR') if file else 'VARCHAR'}'"
            for name in ("_id", "id", *requested_fields("model"))
        )
        began = time.perf_counter()
        con.execute(
            f"CREATE TABLE bare AS FROM read_json('{spool.folder}/*.zst', format = 'newline_delimited', columns = {{{columns}}})"
        )
        return time.perf_counter() - began


def load(home: Path, spool: Spool) -> tuple[float, float]:
    """Seconds from the spool to the committed day, and the most memory that took, in GB."""
    with open_warehouse(home / "hub.duckdb") as con:
        con.execute("SET threads = 2")
        keep_catalogue(con, load_catalogue())
        began = time.perf_counter()
        load_day(con, spool)
        return time.perf_counter() - began, peak_memory()


def peak_memory() -> float:
    """The most memory that this process had, in GB. Not `ru_maxrss` where there is better: that begins with its parent's."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1e6


def load_alone(home: Path, spool: Spool) -> tuple[float, float]:
    """The same in a process of its own, as a run is one, so that what else this one did does not count."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(load, home, spool).result()


def client_against_bare_loop(root: Path) -> float:
    """The crawl's time over that of a loop which only asks for the same pages, of a server that answers as fast as the Hub
    does (0.31 s a page, measured by others in August 2026); the better of two."""
    import httpx2  # noqa: PLC0415

    shipped = load_catalogue()
    catalogue = Catalogue(shipped.sections, shipped.categories, ())
    ratios = []
    with SampleHub(sample_world(DAY, days=8, models=9000, datasets=2000), compress=True) as hub:
        hub.faults.rules.append(strike(Fault("stall", seconds=0.3)))
        for number in range(2):
            client = HubClient(HubSettings(hub.url, False, trust_clock=True))
            day = client.now().at.date()
            began = time.perf_counter()
            crawl(client, root / str(number), day, Wanted(Scope.hub, catalogue))
            ours = time.perf_counter() - began
            began = time.perf_counter()
            with httpx2.Client() as bare:
                bare.get(client.url("/api/models", [("limit", "1")]))
                for one in listings(Scope.hub, catalogue):
                    url = client.url(one.path, list(one.params))
                    while url:
                        answer = bare.get(url)
                        url = answer.links.get("next", {}).get("url", "")
                    bare.get(client.url(one.path, list(one.newest)))
            ratios.append(ours / (time.perf_counter() - began))
    return min(ratios)


def main(count: int = 400_000) -> None:
    """Print the figures."""
    models, datasets = count * 34 // 46, count * 12 // 46
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        print(
            f"crawl against a bare loop over the same pages: {client_against_bare_loop(root / 'walk'):.2f} (at most 1.05)"
        )
        for day in (0, 1):
            spool, cpu = synthetic(root / "spool", models, datasets, day)
            print(f"spooling a page of {PAGE} rows: {cpu * 1000:.1f} ms of CPU (at most 5)")
            text = min(bare_read(spool) for _ in range(2))
            typed = min(bare_read(spool, root / f"bare-{day}-{number}.duckdb") for number in range(2))
            ours, memory = load_alone(root / "warehouse", spool)
            what = "first day" if day == 0 else "next day"
            print(
                f"{what}, {spool.rows:,} rows: loaded in {ours:.1f} s with {memory:.2f} GB (at most 2); bare read_json as text in memory "
                f"{text:.1f} s, ratio {ours / text:.2f}; typed into a file {typed:.1f} s, ratio {ours / typed:.2f} (at most 2); "
                f"{4.6e6 / spool.rows * ours:.0f} s for the whole Hub at this pace", flush=True,
            )  # fmt: skip


if __name__ == "__main__":
    main(**numbers(__doc__, count=400_000))
