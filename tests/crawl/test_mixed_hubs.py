"""All pages of a day come from the sample Hub or none; a crawl rejects a mixture and starts over."""

import datetime as dt
from pathlib import Path

import msgspec
import pytest

from pipeline.catalogue import Catalogue
from pipeline.crawl.crawler import CrawlRequest, crawl
from pipeline.crawl.manifest import FinishRecord
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import Spool, compress_rows, find_finished_spool, start_or_resume
from pipeline.errors import HubBroken, WarehouseError
from pipeline.hub_api.client import HubClient
from pipeline.sample_hub.faults import Fault, IncomingRequest, strike
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.connection import holds_sample_data, open_warehouse
from pipeline.warehouse.load import load_day
from tests.conftest import quick

OTHER_HUB = Fault("other-hub")


def crawl_hub(hub: SampleHub, root: Path, day: dt.date, catalogue: Catalogue, home_sample: bool | None = None) -> Spool:
    request = CrawlRequest(Scope.leaders, catalogue, home_sample=home_sample)
    return crawl(HubClient(quick(hub.url)), root, day, request)


def answer_newest_as_other_hub(request: IncomingRequest) -> Fault | None:
    """Answer as the other Hub after a list's last page."""
    return OTHER_HUB if request.query.get("expand") == ["createdAt"] else None


@pytest.mark.parametrize("sample", [True, False], ids=["a sample Hub", "a real Hub"])
@pytest.mark.parametrize("skip", [0, 1, 5, 13], ids=["its clock", "its first page", "a page", "a detail"])
def test_one_page_of_the_other_hub_fails_the_crawl_and_the_next_one_succeeds(
    world: World, root: Path, catalogue: Catalogue, sample: bool, skip: int
):
    with SampleHub(world, sample=sample) as hub:
        hub.faults.rules.append(strike(OTHER_HUB, skip=skip, times=1))
        with pytest.raises(HubBroken):
            crawl_hub(hub, root, world.days[0], catalogue)
        assert find_finished_spool(root, world.days[0]) is None
        spool = crawl_hub(hub, root, world.days[0], catalogue)
        assert {page.sample for page in spool.pages} == {sample}
        assert len(spool.pages) + len(spool.missing) == 13


def test_the_response_that_verifies_a_list_end_counts_too(world: World, root: Path, catalogue: Catalogue):
    with SampleHub(world) as hub:
        hub.faults.rules.append(answer_newest_as_other_hub)
        with pytest.raises(HubBroken):
            crawl(HubClient(quick(hub.url)), root, world.days[0], CrawlRequest(Scope.categories, catalogue))


def test_an_earlier_attempts_pages_of_the_other_hub_are_crawled_again(world: World, root: Path, catalogue: Catalogue):
    day = world.days[0]
    with SampleHub(world, sample=False) as hub:
        hub.faults.rules.append(strike(OTHER_HUB, times=6))  # its clock and five pages
        with pytest.raises(HubBroken):
            crawl_hub(hub, root, day, catalogue)
        hub.faults.rules.append(strike(Fault("status", status=403), skip=3))
        with pytest.raises(Exception, match="403"):
            crawl_hub(hub, root, day, catalogue)
        hub.faults.clear()
        spool = crawl_hub(hub, root, day, catalogue)
    assert {page.sample for page in spool.pages} == {False} and spool.resumed_pages == 2


def test_a_home_of_the_other_hub_type_is_rejected_before_the_crawl(world: World, root: Path, catalogue: Catalogue):
    for sample in (True, False):
        with SampleHub(world, sample=sample) as hub:
            with pytest.raises(WarehouseError):
                crawl_hub(hub, root, world.days[0], catalogue, home_sample=not sample)
            assert len(hub.requests) == 1
            assert not root.exists()


@pytest.mark.parametrize("odd", [0, 2], ids=["the first page", "the last page"])
def test_a_mixture_that_was_spooled_before_is_refused_and_the_home_stays(
    world: World, catalogue: Catalogue, tmp_path: Path, odd: int
):
    with SampleHub(world) as hub:
        source_spool = crawl_hub(hub, tmp_path / "one", world.days[0], catalogue)
    mixed_spool = start_or_resume(tmp_path / "two", source_spool.header)
    for number, page in enumerate(source_spool.pages):
        changed_page = msgspec.structs.replace(page, sample=number != odd)
        mixed_spool.add_page(changed_page, compress_rows(source_spool.read_page(page)))
    assert source_spool.finish_record
    mixed_spool.finish(FinishRecord(source_spool.finish_record.started_at, source_spool.finish_record.finished_at, 1))
    with open_warehouse(tmp_path / "warehouse" / "hub.duckdb") as con:
        store_catalogue(con, catalogue)
        with pytest.raises(HubBroken):
            load_day(con, mixed_spool)
        assert holds_sample_data(con) is None and con.execute("SELECT count(*) FROM store.repo").fetchone() == (0,)
    found_spool = find_finished_spool(tmp_path / "two", world.days[0])
    assert found_spool and found_spool.refusal
