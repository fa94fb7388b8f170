"""The walk: every list and detail of a scope, page by page, into the spool, going on where an earlier one stopped."""

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
from pipeline.crawl.manifest import AcceptRecord, Done, EndRecord, Header, MissingRecord, PageRecord, StopRecord
from pipeline.crawl.plan import Detail, Listing, details, listings
from pipeline.crawl.private import without_private
from pipeline.crawl.progress import Pace, Report, pages_last_time
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import Spool, compress, start_or_resume, unused
from pipeline.crawl.spool_lock import spool_lock
from pipeline.errors import HubBroken, WarehouseError, WrongClock, WrongDay
from pipeline.hub_api.client import HubClient, Page, RepoMissing
from pipeline.hub_api.schema_drift import examine

MAX_EMPTY_PAGES = 5
MAX_PAGES = 50_000  # of one list: ten times the Hub
# A repo made while the last pages were walked need not be among them.
LATECOMERS = dt.timedelta(hours=1)
LONGEST = dt.timedelta(days=1)  # of a crawl, by the Hub's clock


@dataclass(frozen=True)
class Wanted:
    """What is to be taken of the Hub.

    `accept_shrink`: the Hub really shrank, so that few rows are no fault. `by_name`: someone asked for this very scope, so
    that it may take the place of a wider one. `keep_private`: what a token shows of private repos is spooled as it came.
    `home_sample`: whether the home holds the sample Hub's data; None while it holds none.
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
    wanted: Wanted,
    report: Report = lambda progress: None,
    last_day: dt.date | None = None,
    *,
    reuse: bool = False,
) -> Spool:
    """Crawl the Hub's day `day` into a spool below `root`. `resumed` of the spool says what was there before.

    With `reuse`, a finished crawl that was not published is returned instead of a new one. Raises WrongDay when the Hub's day is
    another, WrongClock when it lies before `last_day` (the last day in the warehouse), WarehouseError when the home's data came
    from the other kind of Hub (sample or real), HubError when the Hub fails; what was spooled by then is kept, and the next
    crawl of the same day and scope goes on from there.
    """
    sent_before = client.requests
    now = client.now()
    _require_day(now, day, last_day)
    _require_kind(now, wanted.home_sample, client.settings.endpoint)
    walks: list[Listing | Detail] = [
        *listings(wanted.scope, wanted.catalogue, wanted.limit),
        *details(wanted.catalogue),
    ]
    plan = hashlib.sha256(msgspec.json.encode(walks)).hexdigest()
    header = Header(day, wanted.scope.value, client.settings.endpoint, plan, wanted.limit)
    with spool_lock(root):
        kept = unused(root, header, accept_shrink=wanted.accept_shrink) if reuse else None
        if kept and _of_one_hub(kept, now):
            report(Pace(kept, client.budget, None).at(len(walks), len(walks), kept.requests, ""))
            return kept
        spool = start_or_resume(root, header)
        if not _of_one_hub(spool, now):  # an earlier attempt met the other kind of Hub at this address
            shutil.rmtree(spool.folder)
            spool = start_or_resume(root, header)
        expected = pages_last_time(root, day, header.scope, wanted.limit)
        return _Walk(client, spool, now, wanted, sent_before, report, expected).take(walks)


def _require_day(now: Page, day: dt.date, last_day: dt.date | None) -> None:
    """Raise WrongDay or WrongClock where the Hub's day is another, or lies before the last one in the warehouse."""
    today = now.at.date()
    if today != day:  # one that begins before midnight may end after it, and stays that day's
        raise WrongDay(
            f"The Hub's day is {today}; it cannot be asked what it looked like on {day}, and no spooled pages of that "
            f"day are kept. Nothing was changed."
        )
    if last_day and day < last_day:
        raise WrongClock(
            f"The Hub's clock says {day}, but the warehouse already has {last_day}: today's rows never replace an earlier day. "
            f"Nothing was changed. Run again once the Hub's clock is right; if {last_day} is the wrong day, "
            f"`almanac forget --date {last_day}` takes it out."
        )


def _require_kind(now: Page, home_sample: bool | None, endpoint: str) -> None:
    """Raise WarehouseError where the home's data came from the other kind of Hub, sample or real."""
    if home_sample not in (None, now.sample):
        held, come = ("sample", "real") if home_sample else ("real", "sample")
        raise WarehouseError(
            f"This home holds the {held} Hub's data, and {endpoint} is a {come} Hub: the two do not mix. "
            f"Nothing was changed; use another --home."
        )


def _of_one_hub(spool: Spool, now: Page) -> bool:
    """Whether all pages came from the sample Hub if the Hub says now that it is that, and none if it does not."""
    return all(page.sample == now.sample for page in spool.pages)


class _Walk:
    def __init__(
        self,
        client: HubClient,
        spool: Spool,
        now: Page,
        wanted: Wanted,
        sent_before: int,
        report: Report,
        expected: int | None,
    ):
        self.began = now.at
        self.client, self.spool, self.report = client, spool, report
        self.sample, self.wanted = now.sample, wanted
        self.place, self.name = (0, 0), ""
        self.before = spool.requests - sent_before
        self.pace = Pace(spool, client.budget, expected)
        client.budget.on_wait = self.tell

    @property
    def requests(self) -> int:
        """All that this crawl has sent, its earlier attempts included."""
        return self.before + self.client.requests

    def take(self, walks: Sequence[Listing | Detail]) -> Spool:
        """Walk all of them, and finish the spool. A failure is logged there, with what was sent by then."""
        try:
            for number, one in enumerate(walks):
                self.begin(number, len(walks), one.name)
                if isinstance(one, Listing):
                    self.listing(one)
                else:
                    self.detail(one)
        except BaseException:
            with suppress(OSError):  # the disk may be what failed
                self.spool.log(StopRecord(self.requests))
            raise
        self.begin(len(walks), len(walks), "")
        if self.wanted.accept_shrink or self.wanted.by_name:
            self.spool.log(AcceptRecord(shrink=self.wanted.accept_shrink))
        times = [record.at for record in (*self.spool.pages, *self.spool.missing)]
        if not times:
            raise HubBroken("The catalogue has nothing to ask the Hub for; nothing was changed.")
        return self.spool.finish(Done(min(times), max(times), self.requests))

    def begin(self, number: int, of: int, name: str) -> None:
        self.place, self.name = (number, of), name
        self.tell()

    def tell(self, waiting: float | None = None, why: str = "") -> None:
        self.report(self.pace.at(*self.place, self.requests, self.name, waiting, why))

    def listing(self, one: Listing) -> None:
        had = [page for page in self.spool.pages if page.listing == one.name]
        rows = sum(page.rows for page in had)
        first = self.client.url(one.path, list(one.params))
        asked = {first, *(page.next_url for page in had)}
        url = had[-1].next_url if had else first
        empty, pages = 0, len(had)
        while url and (one.want is None or rows < one.want):
            page, raws = self.client.rows(url)
            if len(raws) > one.page_size:
                raise HubBroken(
                    f"The Hub sent {len(raws):,} rows of {one.name} where {one.page_size:,} at most were asked for; the page was "
                    f"not kept. Run again later."
                )
            if page.bad_link and (one.want is None or rows + len(raws) < one.want):
                raise HubBroken(page.bad_link)
            if page.next_url in asked - {None}:
                raise HubBroken(f"The Hub repeats the cursor of a page of {one.name}: the list would never end.")
            empty, pages = 0 if raws else empty + 1, pages + 1
            if page.next_url and (empty > MAX_EMPTY_PAGES or pages > MAX_PAGES):
                what = "empty page after empty page" if empty else f"more than {MAX_PAGES:,} pages"
                raise HubBroken(f"The Hub serves {what} of {one.name}: the list would never end.")
            keep = raws if one.want is None else raws[: one.want - rows]
            self.add(page, one, keep)
            asked.add(page.next_url)
            rows += len(keep)
            url = page.next_url
            self.tell()
        if one.whole and one.name not in self.spool.ended:
            self.end(one)

    def end(self, one: Listing) -> None:
        """Make sure that a list which is to be complete did not just break off: its newest repo must have come by."""
        page, raws = self.client.rows(self.client.url(one.path, list(one.newest)))
        self.refuse_other_hub(page)
        newest, last = _created(bytes(raws[0])) if raws else None, self.last(one)
        created = newest and _time(newest)
        if newest and created and created < page.at - LATECOMERS and (last is None or last < newest):
            rows = sum(record.rows for record in self.spool.pages if record.listing == one.name)
            raise HubBroken(
                f"The Hub's list {one.name} broke off after {rows:,} rows, before its newest repo; the day was not "
                f"loaded. Run again; if it stays so, take another --scope."
            )
        self.spool.log(EndRecord(one.name, page.at, self.requests))

    def last(self, one: Listing) -> str | None:
        """When the last repo that was walked was made, as the Hub writes it."""
        for record in reversed(self.spool.pages):
            if record.listing == one.name and record.rows:
                found = [created for row in self.spool.read_page(record) if (created := _created(row))]
                if found:
                    return max(found)
        return None

    def detail(self, one: Detail) -> None:
        if any(record.listing == one.name for record in (*self.spool.pages, *self.spool.missing)):
            return
        try:
            page = self.client.detail(self.client.url(one.path, list(one.params)))
            self.add(page, one, [msgspec.Raw(page.body)])
        except RepoMissing as missing:
            self.require_clock(missing.at)
            self.spool.log(MissingRecord(one.name, one.kind, one.id, missing.at, self.requests))
        self.tell()

    def require_clock(self, at: dt.datetime) -> None:
        """Refuse an answer whose Date is of a day before the crawl's first one, or far from it: it would say a wrong day."""
        if at.date() < self.began.date() or not -CLOCK_TOLERANCE <= at - self.began <= LONGEST:
            raise WrongClock(
                f"The Hub's clock jumped from {self.began:%Y-%m-%d %H:%M} to {at:%Y-%m-%d %H:%M} UTC within one crawl, so the day "
                f"of the rows is not known. The pages so far are kept: run again."
            )

    def refuse_other_hub(self, page: Page) -> None:
        """A page of the sample Hub among a real one's, or the reverse, is not taken: HubBroken."""
        if page.sample != self.sample:
            first, then = ("sample", "real") if self.sample else ("real", "sample")
            raise HubBroken(
                f"{self.client.settings.endpoint} said that it is a {first} Hub, and then answered as a {then} one; the "
                f"day {self.spool.header.day} was not loaded. Run again; if it stays so, check what answers there."
            )

    def add(self, page: Page, one: Listing | Detail, rows: list[msgspec.Raw]) -> None:
        self.require_clock(page.at)
        self.refuse_other_hub(page)
        fitting, unknown = examine(rows, one.kind)
        data = compress(fitting if self.wanted.keep_private else without_private(fitting))
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
            requests=self.requests,
            unknown=unknown,
        )
        self.spool.add_page(record, data)


class _Dated(msgspec.Struct):
    created: str = msgspec.field(name="createdAt")


def _created(row: bytes) -> str | None:
    try:
        return msgspec.json.decode(row, type=_Dated).created
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _time(text: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
