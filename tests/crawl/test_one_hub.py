"""All pages of a day come from the sample Hub or none does; a mixture is refused and asked for afresh."""

import datetime as dt
from pathlib import Path

import msgspec
import pytest

from pipeline.catalogue import Catalogue
from pipeline.crawl.crawler import Wanted, crawl
from pipeline.crawl.manifest import Done
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import Spool, compress, finished, start_or_resume
from pipeline.errors import HubBroken, WarehouseError
from pipeline.hub_api.client import HubClient
from pipeline.sample_hub.faults import Asked, Fault, strike
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from pipeline.warehouse.catalogue_tables import load_catalogue as keep_catalogue
from pipeline.warehouse.connection import is_sample, open_warehouse
from pipeline.warehouse.load import load_day
from tests.conftest import quick

OTHER = Fault("other-hub")


def take(hub: SampleHub, root: Path, day: dt.date, catalogue: Catalogue, home_sample: bool | None = None) -> Spool:
    wanted = Wanted(Scope.leaders, catalogue, home_sample=home_sample)
    return crawl(HubClient(quick(hub.url)), root, day, wanted)


def newest_is(asked: Asked) -> Fault | None:
    """The other Hub answers the question for a list's newest repo, which comes once a list is walked."""
    return OTHER if asked.query.get("expand") == ["createdAt"] else None


@pytest.mark.parametrize("sample", [True, False], ids=["a sample Hub", "a real Hub"])
@pytest.mark.parametrize("skip", [0, 1, 5, 13], ids=["its clock", "its first page", "a page", "a detail"])
def test_one_page_of_the_other_hub_fails_the_crawl_and_the_next_one_succeeds(
    world: World, root: Path, catalogue: Catalogue, sample: bool, skip: int
):
    with SampleHub(world, sample=sample) as hub:
        hub.faults.rules.append(strike(OTHER, skip=skip, times=1))
        with pytest.raises(HubBroken):
            take(hub, root, world.days[0], catalogue)
        assert finished(root, world.days[0]) is None
        spool = take(hub, root, world.days[0], catalogue)
        assert {page.sample for page in spool.pages} == {sample}
        assert len(spool.pages) + len(spool.missing) == 13


def test_the_answer_that_ends_a_complete_list_counts_too(world: World, root: Path, catalogue: Catalogue):
    with SampleHub(world) as hub:
        hub.faults.rules.append(newest_is)
        with pytest.raises(HubBroken):
            crawl(HubClient(quick(hub.url)), root, world.days[0], Wanted(Scope.categories, catalogue))


def test_pages_that_an_earlier_attempt_had_of_the_other_hub_are_asked_for_again(
    world: World, root: Path, catalogue: Catalogue
):
    day = world.days[0]
    with SampleHub(world, sample=False) as hub:
        hub.faults.rules.append(strike(OTHER, times=6))  # its clock and five pages
        with pytest.raises(HubBroken):
            take(hub, root, day, catalogue)
        hub.faults.rules.append(strike(Fault("status", status=403), skip=3))
        with pytest.raises(Exception, match="403"):
            take(hub, root, day, catalogue)
        hub.faults.clear()
        spool = take(hub, root, day, catalogue)
    assert {page.sample for page in spool.pages} == {False} and spool.resumed == 2


def test_a_home_of_the_other_kind_is_found_out_before_the_crawl(world: World, root: Path, catalogue: Catalogue):
    for sample in (True, False):
        with SampleHub(world, sample=sample) as hub:
            with pytest.raises(WarehouseError):
                take(hub, root, world.days[0], catalogue, home_sample=not sample)
            assert len(hub.requests) == 1
            assert not root.exists()


@pytest.mark.parametrize("odd", [0, 2], ids=["the first page", "the last page"])
def test_a_mixture_that_was_spooled_before_is_refused_and_the_home_stays(
    world: World, catalogue: Catalogue, tmp_path: Path, odd: int
):
    with SampleHub(world) as hub:
        whole = take(hub, tmp_path / "one", world.days[0], catalogue)
    mixed = start_or_resume(tmp_path / "two", whole.header)
    for number, page in enumerate(whole.pages):
        changed = msgspec.structs.replace(page, sample=number != odd)
        mixed.add_page(changed, compress(whole.read_page(page)))
    assert whole.done
    mixed.finish(Done(whole.done.started_at, whole.done.finished_at, 1))
    with open_warehouse(tmp_path / "warehouse" / "hub.duckdb") as con:
        keep_catalogue(con, catalogue)
        with pytest.raises(HubBroken):
            load_day(con, mixed)
        assert is_sample(con) is None and con.execute("SELECT count(*) FROM store.repo").fetchone() == (0,)
    kept = finished(tmp_path / "two", world.days[0])
    assert kept and kept.refused
