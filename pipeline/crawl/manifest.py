"""The lines of a spool's manifest: what each says, in the order in which a crawl writes them.

What belongs here: the shapes. What does not: when they are written and what a reader makes of them (spool.py).
"""

import datetime as dt

import msgspec

from pipeline.kinds import Kind

FORMAT = 2


class Header(msgspec.Struct, frozen=True, tag="header"):
    """What this spool is. A crawl goes on from a partial spool only if its header would be the same."""

    day: dt.date
    scope: str
    hub: str
    plan: str  # digest of everything that is to be asked for
    limit: int | None = None
    format: int = FORMAT


class PageRecord(msgspec.Struct, frozen=True, tag="page"):
    """One page on disk. `requests`: how many the crawl had sent by then, its earlier attempts included."""

    file: str
    listing: str
    kind: Kind
    rows: int
    bytes: int
    sha256: str  # of the compressed file
    at: dt.datetime  # the Hub's clock when it answered
    next_url: str | None = None
    category: str | None = None
    requested_id: str | None = msgspec.field(name="requested", default=None)  # a detail: the id asked for
    sample: bool = False
    requests: int = 0
    unknown: dict[str, int] = {}


class MissingRecord(msgspec.Struct, frozen=True, tag="missing"):
    """A detail that the Hub says it does not have."""

    listing: str
    kind: Kind
    requested_id: str = msgspec.field(name="requested")
    at: dt.datetime
    requests: int = 0


class EndRecord(msgspec.Struct, frozen=True, tag="end"):
    """A complete list was walked to its true end: the Hub's newest repo of that list was among the rows."""

    listing: str
    at: dt.datetime
    requests: int = 0


class StopRecord(msgspec.Struct, frozen=True, tag="stop"):
    """An attempt failed or was interrupted: what it had sent counts, though the last of it brought no page."""

    requests: int


class AcceptRecord(msgspec.Struct, frozen=True, tag="accept"):
    """What someone said the day may lose: `shrink`, the Hub really has far fewer repos; `narrower`, a wider snapshot of it."""

    shrink: bool = True
    narrower: bool = True


class FinishRecord(msgspec.Struct, frozen=True, tag="done"):
    """The crawl is whole."""

    started_at: dt.datetime
    finished_at: dt.datetime
    requests: int


class RefuseRecord(msgspec.Struct, frozen=True, tag="refuse"):
    """The whole crawl could not be loaded. `short`: only because it holds too few repos."""

    reason: str
    short: bool = False


class PublishedRecord(msgspec.Struct, frozen=True, tag="published"):
    """The day that was made from this crawl is published: the next crawl of the day asks the Hub again."""

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
