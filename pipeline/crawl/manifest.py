"""The records of a spool's manifest, one per line, in the order of writing."""

import datetime as dt

import msgspec

from pipeline.kinds import Kind

FORMAT = 2


class Header(msgspec.Struct, frozen=True, tag="header"):
    """What the spool contains. A crawl resumes only a spool with an equal header."""

    day: dt.date
    scope: str
    hub: str
    plan: str  # digest of all planned requests
    limit: int | None = None
    format: int = FORMAT


class PageRecord(msgspec.Struct, frozen=True, tag="page"):
    """A page on disk. `requests`: all that the crawl has sent so far."""

    file: str
    listing: str
    kind: Kind
    rows: int
    bytes: int
    sha256: str  # of the compressed file
    at: dt.datetime  # the Hub's time of the response
    next_url: str | None = None
    category: str | None = None
    selector: tuple[tuple[str, str], ...] | None = None  # of a category's list; None in earlier releases, too
    requested_id: str | None = msgspec.field(name="requested", default=None)  # of a detail
    sample: bool = False
    requests: int = 0
    unknown: dict[str, int] = {}


class MissingRecord(msgspec.Struct, frozen=True, tag="missing"):
    """A repo that the Hub reported as missing."""

    listing: str
    kind: Kind
    requested_id: str = msgspec.field(name="requested")
    at: dt.datetime
    requests: int = 0


class EndRecord(msgspec.Struct, frozen=True, tag="end"):
    """A complete list reached its newest repo."""

    listing: str
    at: dt.datetime
    requests: int = 0


class StopRecord(msgspec.Struct, frozen=True, tag="stop"):
    """An attempt failed; its requests count, even without a page."""

    requests: int


class AcceptRecord(msgspec.Struct, frozen=True, tag="accept"):
    """The user accepted far fewer repos (`shrink`), or replacing a wider snapshot (`narrower`)."""

    shrink: bool = True
    narrower: bool = True


class FinishRecord(msgspec.Struct, frozen=True, tag="done"):
    started_at: dt.datetime
    finished_at: dt.datetime
    requests: int


class RefuseRecord(msgspec.Struct, frozen=True, tag="refuse"):
    """The crawl could not be loaded. `short`: only because it has too few repos."""

    reason: str
    short: bool = False


class PublishedRecord(msgspec.Struct, frozen=True, tag="published"):
    """The day is published, so its next crawl starts over."""

    at: dt.datetime  # this machine's clock


Record = (
    Header
    | PageRecord
    | MissingRecord
    | EndRecord
    | StopRecord
    | AcceptRecord
    | FinishRecord
    | RefuseRecord
    | PublishedRecord
)
