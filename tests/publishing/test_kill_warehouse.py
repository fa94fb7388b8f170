"""`kill -9`: no partial or lost day, and the published file opens."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from pipeline.config import Home
from pipeline.warehouse.connection import open_warehouse
from tests.conftest import THOROUGH

KILLS = 50 if THOROUGH else 12
DAYS = 40
# Loads day after day of a Hub of 400 models, compacts and publishes after each, and prints committed days.
WORK = """
import datetime as dt, hashlib, sys
from pathlib import Path
import msgspec
from pipeline.crawl.manifest import FinishRecord, Header, PageRecord
from pipeline.crawl.spool import compress_rows, start_or_resume
from pipeline.config import Home
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.compaction import compact_past_months
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.load import load_day
from pipeline.publishing.publish import publish
from tests.fixtures.catalogues import part_of_catalogue
from tests.fixtures.days import FOLLOWED_CATEGORIES, model

home = Home(Path(sys.argv[1]))
first = dt.date(2026, 9, 1)
with open_warehouse(home.warehouse) as con:
    store_catalogue(con, part_of_catalogue(FOLLOWED_CATEGORIES))
    done = {day for (day,) in con.execute("SELECT DISTINCT date FROM store.snapshot").fetchall()}
for number in range(int(sys.argv[2])):
    day = first + dt.timedelta(number)
    if day in done:
        continue
    rows = [model(n, likes=number + n % 7, downloads=number) for n in range(1, 401)]
    data, at = compress_rows([msgspec.json.encode(row) for row in rows]), dt.datetime.combine(day, dt.time(9), dt.UTC)
    spool = start_or_resume(home.spool, Header(day, "hub", "http://hub", "plan"))
    spool.add_page(PageRecord("000000.ndjson.zst", "models", "model", 400, len(data), hashlib.sha256(data).hexdigest(), at), data)
    spool = spool.finish(FinishRecord(at, at, 1))
    with open_warehouse(home.warehouse) as con:
        print("at", day, flush=True)
        load_day(con, spool)
        print("committed", day, flush=True)
        compact_past_months(con)
        publish(con, home.warehouse, home.published)
print("through", flush=True)
"""


@pytest.mark.slow
def test_kills_tear_and_lose_nothing(tmp_path: Path) -> None:
    rng, home = random.Random(4), Home(tmp_path / "home")
    committed_days: set[str] = set()
    kills = 0
    is_finished = False
    # a busy machine commits fewer days between two kills
    while not is_finished and (kills < KILLS or len(committed_days) <= 3) and kills < 5 * KILLS:
        process = subprocess.Popen(
            [sys.executable, "-c", WORK, str(home.root), str(DAYS)], stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )  # fmt: skip
        assert process.stdout is not None
        for line in process.stdout:  # wait until Python has started
            is_finished = line.startswith("through")
            if line.startswith("committed"):
                committed_days.add(line.split()[1])
            if line.startswith("at"):
                break
        time.sleep(rng.uniform(0, 1.0))
        process.send_signal(signal.SIGKILL)
        last_output = process.stdout.read()
        process.wait()
        kills += 1
        committed_days |= {line.split()[1] for line in last_output.splitlines() if line.startswith("committed")}
        with open_warehouse(home.warehouse) as con:
            days = con.execute(
                "SELECT CAST(date AS VARCHAR), count(*), count(DISTINCT likes) FROM store.fact GROUP BY date"
            ).fetchall()
            assert {day for day, _, _ in days} >= committed_days
            assert {(rows, likes) for _, rows, likes in days} <= {(400, 7)}
            assert con.execute("SELECT count(DISTINCT date) FROM store.snapshot").fetchall() == [(len(days),)]
        if home.published.exists():
            with duckdb.connect(str(home.published), read_only=True) as con:
                assert con.execute(
                    "SELECT max(n), min(n) FROM (SELECT count(*) AS n FROM model_history GROUP BY date)"
                ).fetchall() == [(400, 400)]
    assert kills >= KILLS or is_finished
    assert len(committed_days) > 3
