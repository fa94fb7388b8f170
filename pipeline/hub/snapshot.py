"""Which pages make up a day: a fresh crawl where the Hub's day is the one asked for, else what is spooled of it."""

import datetime as dt
from pathlib import Path

from pipeline.catalogue import Catalogue
from pipeline.errors import WrongDay
from pipeline.hub.client import HubClient
from pipeline.hub.crawl import Report, crawl
from pipeline.hub.listing import Scope
from pipeline.hub.lock import spool_lock
from pipeline.hub.spool import Spool, finished


def take_snapshot(
    client: HubClient, root: Path, day: dt.date, scope: Scope, catalogue: Catalogue, limit: int | None, report: Report
) -> Spool:
    """The finished spool of `day`. Raises WrongDay where there can be none, HubError when the Hub fails."""
    with spool_lock(root):
        try:
            return crawl(client, root, day, scope, catalogue, limit, report)
        except WrongDay:
            kept = finished(root, day)
            if kept is None:
                raise
            return kept
