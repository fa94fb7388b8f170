"""A day with faulty pages is rolled back and crawled again; a fault of this machine keeps the pages."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import duckdb
import msgspec
import pytest

from pipeline.catalogue import load_catalogue
from pipeline.crawl.crawler import CrawlRequest, crawl
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import find_finished_spool, find_reusable_spool
from pipeline.errors import AlmanacError, RejectedDay, WarehouseError
from pipeline.hub_api.client import HubClient
from pipeline.sample_hub.days import HubDay
from pipeline.sample_hub.server import SampleHub
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.load import load_day
from tests.conftest import FixedWorld, quick
from tests.fixtures.days import DAY, Load, model

NEXT = DAY + dt.timedelta(1)


def test_a_day_that_fails_a_blocking_check_never_replaces_a_good_one(
    con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path
):
    load([model(n) for n in range(1, 31)], scope=Scope.hub)
    before = con.execute("FROM store.fact ORDER BY ALL").fetchall()
    models_without_likes = [model(n, likes=None) if n % 4 == 0 else model(n) for n in range(1, 31)]
    with pytest.raises(RejectedDay) as refusal:
        load(models_without_likes, DAY, Scope.hub)
    assert {check.name for check, _ in refusal.value.checks} == {"null_shares"}
    assert con.execute("FROM store.fact ORDER BY ALL").fetchall() == before
    with pytest.raises(RejectedDay):
        load(models_without_likes, NEXT, Scope.hub)
    finished_crawl = find_finished_spool(tmp_path / "spool", NEXT)
    assert (
        finished_crawl
        and finished_crawl.refusal
        and find_reusable_spool(tmp_path / "spool", finished_crawl.header, accept_shrink=True) is None
    )
    load([model(n) for n in range(1, 31)], NEXT, Scope.hub)
    assert con.execute("SELECT count(DISTINCT date) FROM snapshots").fetchall() == [(2,)]


def test_a_dropped_counter_costs_at_most_one_day(con: duckdb.DuckDBPyConnection, load: Load):
    load([model(n) for n in range(1, 31)], scope=Scope.hub)
    models_without_downloads = [model(n, downloadsAllTime=None) for n in range(1, 31)]
    for _ in range(2):
        with pytest.raises(RejectedDay):
            load(models_without_downloads, NEXT, Scope.hub)
    load(models_without_downloads, NEXT + dt.timedelta(1), Scope.hub)
    assert con.execute("SELECT count(DISTINCT date), count(downloads_all_time) FROM model_history").fetchall() == [
        (3, 30)
    ]


def test_unreadable_pages_are_crawled_again(con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path):
    load([model(n) for n in range(1, 31)])
    spool = find_finished_spool(tmp_path / "spool", DAY)
    assert spool
    spool.pages[0] = msgspec.structs.replace(spool.pages[0], rows=spool.pages[0].rows + 1)
    with pytest.raises(RejectedDay):
        load_day(con, spool)
    assert find_finished_spool(tmp_path / "spool", DAY) and spool.refusal


def test_a_fault_of_this_machine_keeps_the_pages(tmp_path: Path):
    """Too little memory and a locked warehouse: the next run loads the same pages."""
    world = FixedWorld(
        {DAY: HubDay(DAY, [model(n, tags=[f"tag-{n}-{k}" * 20 for k in range(60)]) for n in range(1, 900)], [], {})}
    )
    root, path = tmp_path / "spool", tmp_path / "warehouse" / "hub.duckdb"
    with SampleHub(world) as hub:
        spool = crawl(HubClient(quick(hub.url)), root, DAY, CrawlRequest(Scope.hub, load_catalogue()))
    with pytest.raises(WarehouseError), open_warehouse(path) as con:
        store_catalogue(con, load_catalogue())
        con.execute("SET memory_limit = '12MB'")
        con.execute("SET temp_directory = ''")
        load_day(con, spool)
    unused_spool = find_reusable_spool(root, spool.header, accept_shrink=False)
    assert unused_spool and unused_spool.refusal is None
    hold = f"import duckdb, time; c = duckdb.connect({str(path)!r}); print('open', flush=True); time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", hold], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(AlmanacError), open_warehouse(path, patience=0.2) as con:
            load_day(con, spool)
    finally:
        holder.kill()
        holder.wait()
    unused_spool = find_reusable_spool(root, spool.header, accept_shrink=False)
    assert unused_spool and unused_spool.refusal is None
    with open_warehouse(path) as con:
        assert [kind.rows for kind in load_day(con, unused_spool) if kind.kind == "model"] == [899]
