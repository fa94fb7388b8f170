import datetime as dt
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.catalogue import Catalogue, Featured
from pipeline.crawl.crawler import MAX_EMPTY_PAGES, CrawlRequest
from pipeline.crawl.plan import plan_listings
from pipeline.crawl.progress import Progress
from pipeline.crawl.scope import Scope
from pipeline.crawl.snapshot import delete_expired_spools, get_spooled_snapshot, take_snapshot
from pipeline.crawl.spool import find_finished_spool, mark_published
from pipeline.errors import HubBroken, WrongDay
from pipeline.hub_api.client import HubClient
from pipeline.sample_hub.days import HubDay
from pipeline.sample_hub.faults import Fault, strike
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.conftest import FixedWorld, quick
from tests.fixtures.crawls import Crawl, count_requests, read_rows


def test_leaders_requests_each_category_by_each_sort_and_each_featured_repo(hub: SampleHub, take: Crawl):
    spool = take(Scope.leaders)
    assert [page.listing for page in spool.pages] == [
        *(f"{c}.{s}" for c in ("translation", "any-to-any", "text") for s in ("trendingScore", "downloads", "likes", "createdAt")),
        *(f"featured.{name}" for name in ("deepseek-ai/Janus-Pro-7B",)),
    ]  # fmt: skip
    assert max(count_requests(hub).values()) == 1


def test_hub_takes_every_repo_once_and_short_pages_are_followed(
    world: World, take: Crawl, hub: SampleHub, day: dt.date
):
    with SampleHub(world, page_cap=7) as short:
        short.set_day(day)
        spool = take(Scope.hub, settings=quick(short.url))
    hub_day = world.day(day)
    for kind, rows in (("model", hub_day.models), ("dataset", hub_day.datasets)):
        list_pages = [page for page in spool.pages if page.kind == kind and not page.requested_id]
        assert sum(page.rows for page in list_pages) == len(rows)
        assert len(list_pages) == -(-len(rows) // 7)


def test_categories_takes_every_repo_of_each_category(world: World, take: Crawl, day: dt.date):
    spool = take(Scope.categories)
    translations = [row for row in world.day(day).models if row.get("pipeline_tag") == "translation"]
    assert sum(page.rows for page in spool.pages if page.category == "translation") == len(translations)


def test_a_limit_cuts_each_list_also_across_short_pages(world: World, take: Crawl, day: dt.date):
    with SampleHub(world, page_cap=4) as short:
        short.set_day(day)
        spool = take(Scope.leaders, settings=quick(short.url), limit=10)
    list_pages = [page for page in spool.pages if page.listing == "translation.likes"]
    assert [page.rows for page in list_pages] == [4, 4, 2]


def test_a_missing_featured_repo_is_recorded(take: Crawl, catalogue: Catalogue):
    spool = take(catalogue=replace(catalogue, featured=(Featured(category="any-to-any", id="no/such-model"),)))
    assert [(record.requested_id, record.kind) for record in spool.missing] == [("no/such-model", "model")]


def test_a_past_day_cannot_be_crawled(take: Crawl, day: dt.date, root: Path):
    with pytest.raises(WrongDay, match=rf"{day}.*{day - dt.timedelta(1)}"):
        take(on=day - dt.timedelta(1))
    assert not root.exists()


def test_a_past_day_is_built_from_its_spooled_pages(hub: SampleHub, take: Crawl, catalogue: Catalogue, root: Path, day: dt.date):  # fmt: skip
    first = take()
    hub.set_day(day + dt.timedelta(1))
    request = CrawlRequest(Scope.leaders, catalogue)
    again = take_snapshot(HubClient(quick(hub.url)), root, day, request, lambda progress: None)
    assert again.folder == first.folder == get_spooled_snapshot(root, day).folder
    assert delete_expired_spools(root, day + dt.timedelta(2), days=1) == [day]
    with pytest.raises(WrongDay, match=str(day)):
        get_spooled_snapshot(root, day)


def test_a_finished_crawl_that_was_not_published_is_not_repeated(hub: SampleHub, take: Crawl, root: Path, day: dt.date):
    first = take(reuse=True)
    before = count_requests(hub)
    again = take(reuse=True)
    assert again.folder == first.folder and again.resumed_pages == len(first.pages)
    assert count_requests(hub) == before
    mark_published(root, day)
    assert take(reuse=True).folder != first.folder


@pytest.mark.parametrize(
    ("fault", "detail"),
    [
        (Fault("repeated-cursor"), "cursor in models"),
        (Fault("empty-page"), f"{MAX_EMPTY_PAGES} empty pages of models"),
        (Fault("html"), "HTML"),
        (Fault("truncated"), "JSON"),
        (Fault("status", status=500), "3 attempts: HTTP 500"),
    ],
)
def test_a_list_without_an_end_fails(world: World, take: Crawl, root: Path, day: dt.date, fault: Fault, detail: str):  # fmt: skip
    with SampleHub(world, page_cap=20) as hub:
        hub.set_day(day)
        hub.faults.rules.append(strike(fault, path="/api/models", skip=3))
        with pytest.raises(HubBroken, match=detail):
            take(Scope.hub, settings=quick(hub.url, attempts=3))
    assert find_finished_spool(root, day) is None


def test_an_empty_page_does_not_end_a_list(world: World, take: Crawl, day: dt.date):
    with SampleHub(world, page_cap=20) as hub:
        hub.set_day(day)
        hub.faults.rules.append(strike(Fault("empty-page"), path="/api/datasets", times=1))
        pages = [page.rows for page in take(Scope.hub, settings=quick(hub.url)).pages if page.kind == "dataset"]
    assert pages[0] == 0 and len(pages) > 3


def test_a_complete_list_that_breaks_off_fails(hub: SampleHub, take: Crawl, root: Path, day: dt.date):
    hub.faults.rules.append(strike(Fault("empty-page"), path="/api/datasets", times=1))
    with pytest.raises(HubBroken, match=r"datasets .* 0 rows"):
        take(Scope.hub)
    assert find_finished_spool(root, day) is None


def test_the_next_attempt_asks_again_for_the_end_of_a_list(world: World, root: Path, take: Crawl, day: dt.date):
    """After a list that broke off, and after a failed check of its end: meanwhile there may be more repos."""
    hub_day = world.day(day)
    fewer_models = sorted(hub_day.models, key=lambda row: row["createdAt"])[:-3]
    changing_world = FixedWorld({dt.date.min: HubDay(dt.date.min, [], [], {}), day: hub_day})
    with SampleHub(changing_world, page_cap=20) as hub:

        def show(models: list[dict[str, Any]]) -> None:
            changing_world.hub_days[day] = HubDay(day, models, hub_day.datasets, hub_day.redirects)
            for shown_day in (dt.date.min, day):  # the sample Hub does not reload the current day
                hub.set_day(shown_day)

        settings = quick(hub.url, attempts=1)
        show(fewer_models)
        pages = Counter(page.listing for page in take(Scope.hub, settings=settings).pages)
        shutil.rmtree(root)
        probes = 1
        end_check = strike(Fault("status", status=500), path="/api/models", skip=probes + pages["models"], times=1)
        last_page = strike(Fault("empty-page"), path="/api/datasets", skip=pages["datasets"] - 1, times=1)
        hub.faults.rules += [end_check, last_page]
        with pytest.raises(HubBroken, match="HTTP 500"):
            take(Scope.hub, settings=settings)
        show(hub_day.models)
        with pytest.raises(HubBroken, match="datasets ended early"):
            take(Scope.hub, settings=settings)
        spool = take(Scope.hub, settings=settings)
    listed = replace(spool, pages=[page for page in spool.pages if not page.requested_id])
    ids = [row["_id"] for row in read_rows(listed) if "_id" in row]
    assert len(ids) == len(set(ids)) and set(ids) >= {row["_id"] for row in (*hub_day.models, *hub_day.datasets)}


def test_malformed_rows_are_spooled(hub: SampleHub, take: Crawl):
    hub.faults.rules.append(strike(Fault("odd-rows"), path="/api/models", skip=1, times=1))
    rows = read_rows(take(Scope.hub))
    assert {"_odd": "not an object"} in rows and {"_odd": None} in rows
    assert any(row.get("id") == "odd/no-oid" and "_id" not in row for row in rows)


def test_progress_only_grows_and_estimates_the_rest(hub: SampleHub, take: Crawl, day: dt.date):
    take(Scope.categories)
    hub.set_day(day + dt.timedelta(1))
    reports: list[Progress] = []
    spool = take(Scope.categories, report=reports.append, on=day + dt.timedelta(1))
    assert [p.pages for p in reports] == sorted(p.pages for p in reports)
    last = reports[-1]
    assert (last.finished_walks, last.pages, last.rows) == (last.walk_count, len(spool.pages), spool.rows)
    assert last.expected_pages == len(spool.pages) and last.seconds_left == 0
    assert last.rows_per_second and last.allowed_requests


def test_a_clean_crawl_repeats_no_request(hub: SampleHub, take: Crawl):
    for scope in Scope:
        before = count_requests(hub)
        spool = take(scope)
        assert max((count_requests(hub) - before).values()) == 1
        assert spool.requests == spool.finish_record.requests if spool.finish_record else False


def test_complete_lists_are_sorted_by_creation_and_have_a_verifiable_end(catalogue: Catalogue):
    for listing in plan_listings(Scope.hub, catalogue) + plan_listings(Scope.categories, catalogue):
        assert ("sort", "createdAt") in listing.params and ("direction", "1") in listing.params and listing.is_complete
        assert ("direction", "1") not in listing.newest_params and ("limit", "1") in listing.newest_params
    assert not any(listing.is_complete for listing in plan_listings(Scope.leaders, catalogue))
    assert not any(listing.is_complete for listing in plan_listings(Scope.hub, catalogue, limit=5))
