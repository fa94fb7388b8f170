"""The walk: every list and detail of a scope, page by page, into the spool, going on where an earlier one stopped."""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pipeline.catalogue import Catalogue
from pipeline.errors import HubBroken, WrongDay
from pipeline.hub.client import HubClient, Page, RepoMissing
from pipeline.hub.listing import Detail, Listing, Scope, details, listings
from pipeline.hub.spool import Done, Header, MissingRecord, PageRecord, Spool, compress, start_or_resume

MAX_EMPTY_PAGES = 5


@dataclass(frozen=True)
class Progress:
    """How far a crawl has come."""

    walked: int  # lists and details finished
    walks: int
    pages: int
    rows: int
    requests: int
    doing: str


Report = Callable[[Progress], None]


def crawl(
    client: HubClient,
    root: Path,
    day: dt.date,
    scope: Scope,
    catalogue: Catalogue,
    limit: int | None = None,
    report: Report = lambda progress: None,
) -> Spool:
    """Crawl `scope` for the Hub's day `day` into a spool below `root`.

    Raises WrongDay when the Hub's day is another, HubError when the Hub fails; what was spooled by then is kept, and
    the next crawl of the same day and scope goes on from there.
    """
    today = client.now().at.date()
    if today != day:  # one that begins before midnight may end after it, and stays that day's
        raise wrong_day(day, today)
    walks: list[Listing | Detail] = [*listings(scope, catalogue, limit), *details(catalogue)]
    plan = hashlib.sha256(msgspec.json.encode(walks)).hexdigest()
    spool = start_or_resume(root, Header(day, scope.value, client.settings.endpoint, plan, limit))
    walk = _Walk(client, spool, len(walks), report)
    for number, one in enumerate(walks):
        walk.begin(number, one.name)
        if isinstance(one, Listing):
            walk.listing(one)
        else:
            walk.detail(one)
    walk.begin(len(walks), "")
    times = [record.at for record in (*spool.pages, *spool.missing)]
    return spool.finish(Done(min(times), max(times), walk.requests))


class _Walk:
    def __init__(self, client: HubClient, spool: Spool, walks: int, report: Report):
        self.client, self.spool, self.walks, self.report = client, spool, walks, report
        self.number, self.name = 0, ""
        # The requests of the earlier attempts that this crawl goes on from, as far as they left a page.
        self.before = len(spool.pages) + len(spool.missing)
        self.sent_by_others = client.requests

    @property
    def requests(self) -> int:
        return self.before + self.client.requests - self.sent_by_others

    def begin(self, number: int, name: str) -> None:
        self.number, self.name = number, name
        self.tell()

    def tell(self) -> None:
        pages = self.spool.pages
        rows = sum(page.rows for page in pages)
        self.report(Progress(self.number, self.walks, len(pages), rows, self.requests, self.name))

    def listing(self, one: Listing) -> None:
        had = [page for page in self.spool.pages if page.listing == one.name]
        rows = sum(page.rows for page in had)
        asked = {page.next_url for page in had}
        url = had[-1].next_url if had else self.client.url(one.path, list(one.params))
        empty = 0
        while url and (one.want is None or rows < one.want):
            page, raws = self.client.rows(url)
            if page.next_url in asked - {None} or page.next_url == url:
                raise HubBroken(f"The Hub repeats the cursor of a page of {one.name}: the list would never end.")
            empty = 0 if raws else empty + 1
            if page.next_url and empty > MAX_EMPTY_PAGES:
                raise HubBroken(f"The Hub serves empty page after empty page of {one.name}.")
            keep = raws if one.want is None else raws[: one.want - rows]
            self.add(page, one, [bytes(raw) for raw in keep])
            had.append(self.spool.pages[-1])
            asked.add(page.next_url)
            rows += len(keep)
            url = page.next_url
            self.tell()

    def detail(self, one: Detail) -> None:
        if any(record.listing == one.name for record in (*self.spool.pages, *self.spool.missing)):
            return
        try:
            page = self.client.detail(self.client.url(one.path, list(one.params)))
            self.add(page, one, [page.body])
        except RepoMissing as missing:
            self.spool.add_missing(MissingRecord(one.name, one.kind, one.id, missing.at))
        self.tell()

    def add(self, page: Page, one: Listing | Detail, rows: list[bytes]) -> None:
        data = compress(rows)
        record = PageRecord(
            file=f"{len(self.spool.pages):06d}.ndjson.zst",
            listing=one.name,
            kind=one.kind,
            rows=len(rows),
            bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            at=page.at,
            next_url=page.next_url,
            category=one.category if isinstance(one, Listing) else None,
            requested=one.id if isinstance(one, Detail) else None,
            sample=page.sample,
        )
        self.spool.add_page(record, data)


def wrong_day(asked: dt.date, today: dt.date) -> WrongDay:
    """The sentence for a day that the Hub cannot be asked about."""
    return WrongDay(
        f"The Hub's day is {today}; it cannot be asked what it looked like on {asked}, and no spooled pages of that "
        f"day are kept. Nothing was changed."
    )
