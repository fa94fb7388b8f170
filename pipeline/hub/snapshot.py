"""Which pages make up a day: a crawl where the Hub's day is the one asked for, else what is spooled of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.catalogue import Catalogue
from pipeline.errors import WrongDay
from pipeline.hub.client import HubClient
from pipeline.hub.crawl import crawl, header_of, today_of
from pipeline.hub.listing import Scope
from pipeline.hub.progress import Report
from pipeline.hub.records import AcceptRecord, Header
from pipeline.hub.spool import MANIFEST, Spool, finished, prune


@dataclass(frozen=True)
class Wanted:
    """What is to be taken of the Hub. `accept_shrink`: the Hub really shrank, so few rows are no fault."""

    scope: Scope
    catalogue: Catalogue
    limit: int | None = None
    accept_shrink: bool = False


def take_snapshot(
    client: HubClient, root: Path, published: Path, day: dt.date, wanted: Wanted, report: Report
) -> tuple[Spool, bool]:
    """The finished spool of `day`, and whether it had been finished before.

    A crawl that was whole but did not get as far as the `published` file is taken up, not repeated. Raises WrongDay
    where there can be no spool, HubError when the Hub fails.
    """
    try:
        today_of(client, day)
    except WrongDay:
        return _kept_or_raise(root, day), True
    header = header_of(client, day, wanted.scope, wanted.catalogue, wanted.limit)
    kept = finished(root, day)
    if kept and _unused(kept, header, published, accept_shrink=wanted.accept_shrink):
        if wanted.accept_shrink and not kept.accepts_shrink:
            kept.log(AcceptRecord())
        return kept, True
    whole = crawl(
        client, root, day, wanted.scope, wanted.catalogue, wanted.limit, report, accept_shrink=wanted.accept_shrink
    )
    return whole, False


def kept_snapshot(root: Path, day: dt.date) -> Spool:
    """The finished spool of a day, without asking the Hub. Raises WrongDay where none is kept."""
    kept = finished(root, day)
    if kept is None:
        raise WrongDay(f"No finished crawl of {day} is kept in {root}; that day cannot be made again.")
    return kept


def retire(root: Path, today: dt.date, days: int) -> Sequence[dt.date]:
    """Delete the spools that are older than `days` days; the days that went."""
    return prune(root, today - dt.timedelta(days=days))


def _kept_or_raise(root: Path, day: dt.date) -> Spool:
    kept = finished(root, day)
    if kept is None:
        raise
    return kept


def _unused(kept: Spool, header: Header, published: Path, *, accept_shrink: bool) -> bool:
    """Whether a whole crawl is the one that is asked for, and has not been published yet."""
    if kept.header != header or (kept.refused and not (kept.refused.short and accept_shrink)):
        return False
    finished_at = (kept.folder / MANIFEST).stat().st_mtime_ns
    return not published.exists() or published.stat().st_mtime_ns < finished_at
