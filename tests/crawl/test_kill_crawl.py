"""`kill -9` neither changes the day nor makes a crawl fetch a page twice."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from pipeline.config import Home
from pipeline.sample_hub.faults import Fault, strike
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.conftest import THOROUGH
from tests.fixtures.crawls import count_requests

KILLS = 30 if THOROUGH else 10
# Crawl and load like `almanac run`, without starting Dagster, which takes seconds.
RUN = """
import sys
from pathlib import Path
from pipeline.catalogue import load_catalogue
from pipeline.hub_api.client import HubClient
from pipeline.crawl.crawler import CrawlRequest, crawl
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import mark_published
from pipeline.config import Home, HubSettings
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.load import load_day
from pipeline.publishing.publish import publish

home, catalogue = Home(Path(sys.argv[1])), load_catalogue()
client = HubClient(HubSettings(sys.argv[2], False, trust_clock=True))
day = client.probe().hub_time.date()
spool = crawl(client, home.spool, day, CrawlRequest(Scope.hub, catalogue), reuse=True)
with open_warehouse(home.warehouse) as con:
    store_catalogue(con, catalogue)
    load_day(con, spool)
    publish(con, home.warehouse, home.published)
mark_published(home.spool, day)
print(spool.resumed_pages)
"""
DAY = """
SELECT kind, oid, f.* EXCLUDE (kind, repo, version, observed_at), d.* EXCLUDE (kind, repo, version)
FROM store.fact f JOIN store.repo r USING (kind, repo) JOIN store.description d USING (kind, repo, version) ORDER BY kind, oid
"""


def start(home: Home, url: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(home.root), url], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip


def finish(process: "subprocess.Popen[str]") -> int:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return int(out)


def rows(home: Home) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home.published), read_only=True) as con:
        return con.execute(DAY).fetchall()


@pytest.mark.slow
def test_kills_do_not_change_the_day(world: World, tmp_path: Path):
    rng = random.Random(9)
    calm, rough = Home(tmp_path / "calm"), Home(tmp_path / "rough")
    with SampleHub(world, page_cap=4) as hub:
        hub.faults.rules.append(strike(Fault("stall", seconds=0.02), path="/api/"))
        finish(start(calm, hub.url))
        pages = count_requests(hub)
        kills = 0
        while kills < KILLS:
            before = len(hub.requests)
            process = start(rough, hub.url)
            # Mostly after Python has started: during some page, or during the load.
            while len(hub.requests) == before and process.poll() is None:
                time.sleep(0.005)
            time.sleep(rng.uniform(0, 0.15) if kills % 5 else rng.uniform(0, 1.0))
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                kills += 1
            process.communicate()
            if rough.published.exists() and kills < KILLS:
                break  # the run finished before the kill
        if not rough.published.exists():
            finish(start(rough, hub.url))
        again = count_requests(hub) - pages
    assert kills == KILLS
    assert rows(rough) == rows(calm)
    # Only the page in flight at a kill is fetched twice.
    assert sum((again - Counter(dict.fromkeys(pages, 1))).values()) <= kills
