"""Crawl every list and detail of a scope into the spool, resuming where an earlier attempt stopped."""

import datetime as dt
import hashlib
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pipeline.catalogue import Catalogue
from pipeline.config import CLOCK_TOLERANCE
from pipeline.crawl.manifest import AcceptRecord, EndRecord, FinishRecord, Header, MissingRecord, PageRecord, StopRecord
from pipeline.crawl.plan import Detail, Listing, plan_details, plan_listings
from pipeline.crawl.private import redact_private_rows
from pipeline.crawl.progress import ProgressCallback, ProgressMeter, count_expected_pages
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import Spool, compress_rows, find_reusable_spool, start_or_resume
from pipeline.crawl.spool_lock import spool_lock
from pipeline.errors import HubBroken, WarehouseError, WrongClock, WrongDay
from pipeline.hub_api.client import HubClient, Page, RepoMissing
from pipeline.hub_api.schema_drift import inspect_rows
from pipeline.notes import Note, Parameters

MAX_EMPTY_PAGES = 5
MAX_PAGES = 50_000  # per list; ten times the Hub's
# The last pages may lack a repo that was created while they were crawled.
LATECOMER_AGE = dt.timedelta(hours=1)
MAX_CRAWL_TIME = dt.timedelta(days=1)  # by the Hub's clock


@dataclass(frozen=True)
class CrawlRequest:
    """What to crawl.

    `accept_shrink`: the Hub really has far fewer rows. `by_name`: the user named this scope, so it may replace a wider snapshot.
    `keep_private`: spool private repos unredacted. `home_sample`: whether the home has the sample Hub's data; None without data.
    """

    scope: Scope
    catalogue: Catalogue
    limit: int | None = None
    accept_shrink: bool = False
    by_name: bool = False
    keep_private: bool = False
    home_sample: bool | None = None


def crawl(
    client: HubClient,
    root: Path,
    day: dt.date,
    request: CrawlRequest,
    report: ProgressCallback = lambda progress: None,
    last_day: dt.date | None = None,
    *,
    reuse: bool = False,
) -> Spool:
    """Crawl the Hub's day `day` into a spool below `root`. After an error, the next crawl of the day and scope resumes from its pages.

    With `reuse`, returns a finished but unpublished crawl. Raises WrongDay when the Hub's day is another, WrongClock when it is before
    `last_day` (the warehouse's last day), WarehouseError when the home's data came from the other type of Hub (sample or real), HubError.
    """
    requests_before = client.requests
    probe_page = client.probe()
    _require_day(probe_page, day, last_day)
    _require_home_type(probe_page, request.home_sample, client.settings.endpoint)
    walks: list[Listing | Detail] = [
        *plan_listings(request.scope, request.catalogue, request.limit),
        *plan_details(request.catalogue),
    ]
    plan = hashlib.sha256(msgspec.json.encode(walks)).hexdigest()
    header = Header(day, request.scope.value, client.settings.endpoint, plan, request.limit)
    with spool_lock(root):
        finished_spool = find_reusable_spool(root, header, accept_shrink=request.accept_shrink) if reuse else None
        if finished_spool and _is_from_same_hub(finished_spool, probe_page):
            report(
                ProgressMeter(finished_spool, client.budget, None).measure(
                    len(walks), len(walks), finished_spool.requests, ""
                )
            )
            return finished_spool
        spool = start_or_resume(root, header)
        if not _is_from_same_hub(spool, probe_page):  # an earlier attempt reached the other type of Hub at this address
            shutil.rmtree(spool.folder)
            spool = start_or_resume(root, header)
        expected_pages = count_expected_pages(root, day, header.scope, request.limit)
        return _Crawler(client, spool, probe_page, request, requests_before, report, expected_pages).run(walks)


def _require_day(probe_page: Page, day: dt.date, last_day: dt.date | None) -> None:
    today = probe_page.hub_time.date()
    if today != day:  # checked once: a crawl that starts before midnight may end after it
        raise WrongDay(Note("past_day", {"date": str(day), "today": str(today)}), Note("unchanged"))
    if last_day and day < last_day:
        raise WrongClock(Note("day_before_last", {"date": str(day), "last": str(last_day)}))


def _require_home_type(probe_page: Page, home_sample: bool | None, endpoint: str) -> None:
    if home_sample not in (None, probe_page.sample):
        raise WarehouseError(
            Note("sample_home" if home_sample else "real_home", {"hub": endpoint}),
            Note("unchanged"),
            Note("use_another_home"),
        )


def _is_from_same_hub(spool: Spool, probe_page: Page) -> bool:
    return all(page.sample == probe_page.sample for page in spool.pages)


class _Crawler:
    def __init__(
        self,
        client: HubClient,
        spool: Spool,
        probe_page: Page,
        request: CrawlRequest,
        requests_before: int,
        report: ProgressCallback,
        expected_pages: int | None,
    ):
        self.started_at = probe_page.hub_time
        self.client, self.spool, self.report = client, spool, report
        self.sample, self.request = probe_page.sample, request
        self.position, self.walk_name = (0, 0), ""
        self.earlier_requests = spool.requests - requests_before
        self.meter = ProgressMeter(spool, client.budget, expected_pages)
        client.budget.on_wait = self.report_progress

    @property
    def requests(self) -> int:
        """All requests, those of earlier attempts included."""
        return self.earlier_requests + self.client.requests

    def run(self, walks: Sequence[Listing | Detail]) -> Spool:
        """Crawl everything and finish the spool. Logs a failure there, with the requests so far."""
        try:
            for number, walk in enumerate(walks):
                self.begin_walk(number, len(walks), walk.name)
                if isinstance(walk, Listing):
                    self.crawl_listing(walk)
                else:
                    self.crawl_detail(walk)
        except BaseException:
            with suppress(OSError):  # the disk itself may have failed
                self.spool.log(StopRecord(self.requests))
            raise
        self.begin_walk(len(walks), len(walks), "")
        if self.request.accept_shrink or self.request.by_name:
            self.spool.log(AcceptRecord(shrink=self.request.accept_shrink))
        times = [record.at for record in (*self.spool.pages, *self.spool.missing)]
        if not times:
            raise HubBroken(Note("nothing_to_crawl"), Note("unchanged"))
        return self.spool.finish(FinishRecord(min(times), max(times), self.requests))

    def begin_walk(self, number: int, count: int, name: str) -> None:
        self.position, self.walk_name = (number, count), name
        self.report_progress()

    def report_progress(self, wait_seconds: float | None = None, wait_reason: str = "") -> None:
        self.report(self.meter.measure(*self.position, self.requests, self.walk_name, wait_seconds, wait_reason))

    def crawl_listing(self, listing: Listing) -> None:
        spooled_pages = [page for page in self.spool.pages if page.listing == listing.name]
        is_unconfirmed = listing.is_complete and listing.name not in self.spool.completed_lists
        # where an earlier attempt ended without confirmation, the Hub may have cut the list short, or have repos since
        while is_unconfirmed and spooled_pages and not (spooled_pages[-1].next_url and spooled_pages[-1].rows):
            self.spool.drop_last_page()
            spooled_pages.pop()
        rows = sum(page.rows for page in spooled_pages)
        first_url = self.client.build_url(listing.path, list(listing.params))
        requested_urls = {first_url, *(page.next_url for page in spooled_pages)}
        url = spooled_pages[-1].next_url if spooled_pages else first_url
        empty_pages, pages = 0, len(spooled_pages)
        while url and (listing.want is None or rows < listing.want):
            page, raw_rows = self.client.fetch_rows(url)
            if len(raw_rows) > listing.page_size:
                size: Parameters = {"rows": len(raw_rows), "list": listing.name, "most": listing.page_size}
                raise HubBroken(Note("too_large_page", size))
            if page.bad_link and (listing.want is None or rows + len(raw_rows) < listing.want):
                raise page.bad_link
            if page.next_url in requested_urls - {None}:
                raise HubBroken(Note("repeated_cursor", {"list": listing.name}), Note("pages_kept_run_later"))
            empty_pages, pages = 0 if raw_rows else empty_pages + 1, pages + 1
            if page.next_url and (empty_pages > MAX_EMPTY_PAGES or pages > MAX_PAGES):
                is_empty = empty_pages > MAX_EMPTY_PAGES
                end: Parameters = {"list": listing.name, "most": MAX_EMPTY_PAGES if is_empty else MAX_PAGES}
                raise HubBroken(
                    Note("too_many_empty_pages" if is_empty else "too_many_pages", end), Note("pages_kept_run_later")
                )
            kept_rows = raw_rows if listing.want is None else raw_rows[: listing.want - rows]
            self.add_page(page, listing, kept_rows)
            requested_urls.add(page.next_url)
            rows += len(kept_rows)
            url = page.next_url
            self.report_progress()
        if is_unconfirmed:
            self.verify_list_end(listing)

    def verify_list_end(self, listing: Listing) -> None:
        """Raise HubBroken when a complete list ended before its newest repo."""
        page, raw_rows = self.client.fetch_rows(self.client.build_url(listing.path, list(listing.newest_params)))
        self.require_same_hub(page)
        newest, last_created = (
            _decode_created(bytes(raw_rows[0])) if raw_rows else None,
            self.find_last_created(listing),
        )
        created_at = newest and _parse_time(newest)
        if (
            newest
            and created_at
            and created_at < page.hub_time - LATECOMER_AGE
            and (last_created is None or last_created < newest)
        ):
            rows = sum(record.rows for record in self.spool.pages if record.listing == listing.name)
            raise HubBroken(Note("list_ended_early", {"list": listing.name, "rows": rows}))
        self.spool.log(EndRecord(listing.name, page.hub_time, self.requests))

    def find_last_created(self, listing: Listing) -> str | None:
        for record in reversed(self.spool.pages):
            if record.listing == listing.name and record.rows:
                times = [created_at for row in self.spool.read_page(record) if (created_at := _decode_created(row))]
                if times:
                    return max(times)
        return None

    def crawl_detail(self, detail: Detail) -> None:
        if any(record.listing == detail.name for record in (*self.spool.pages, *self.spool.missing)):
            return
        try:
            page = self.client.fetch_detail(self.client.build_url(detail.path, list(detail.params)))
            self.add_page(page, detail, [msgspec.Raw(page.body)])
        except RepoMissing as missing:
            self.require_clock(missing.hub_time)
            self.spool.log(MissingRecord(detail.name, detail.kind, detail.id, missing.hub_time, self.requests))
        self.report_progress()

    def require_clock(self, hub_time: dt.datetime) -> None:
        """Raise WrongClock for a response from a day before the crawl began, or too far from its start."""
        if (
            hub_time.date() < self.started_at.date()
            or not -CLOCK_TOLERANCE <= hub_time - self.started_at <= MAX_CRAWL_TIME
        ):
            first, last = (f"{time:%Y-%m-%d %H:%M}" for time in (self.started_at, hub_time))
            raise WrongClock(Note("clock_jumped", {"first": first, "last": last}))

    def require_same_hub(self, page: Page) -> None:
        if page.sample != self.sample:
            hub: Parameters = {"endpoint": self.client.settings.endpoint, "date": str(self.spool.header.day)}
            raise HubBroken(Note("hub_changed_type", hub))

    def add_page(self, page: Page, walk: Listing | Detail, rows: list[msgspec.Raw]) -> None:
        self.require_clock(page.hub_time)
        self.require_same_hub(page)
        checked_rows, unknown_fields = inspect_rows(rows, walk.kind)
        data = compress_rows(checked_rows if self.request.keep_private else redact_private_rows(checked_rows))
        record = PageRecord(
            file=f"{len(self.spool.pages):06d}.ndjson.zst",
            listing=walk.name,
            kind=walk.kind,
            rows=len(rows),
            bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            at=page.hub_time,
            next_url=page.next_url,
            category=walk.category if isinstance(walk, Listing) else None,
            selector=walk.selector if isinstance(walk, Listing) else None,
            requested_id=walk.id if isinstance(walk, Detail) else None,
            sample=page.sample,
            requests=self.requests,
            unknown=unknown_fields,
        )
        self.spool.add_page(record, data)


class _CreatedRow(msgspec.Struct):
    created_at: str = msgspec.field(name="createdAt")


def _decode_created(row: bytes) -> str | None:
    try:
        return msgspec.json.decode(row, type=_CreatedRow).created_at
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _parse_time(text: str) -> dt.datetime | None:
    try:
        time = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=dt.UTC)
