"""Which pages make up a day: a crawl where the Hub's day is the one asked for, else what is spooled of it."""

import datetime as dt
from pathlib import Path

from pipeline.errors import WrongDay
from pipeline.hub.client import HubClient
from pipeline.hub.crawl import Wanted, crawl
from pipeline.hub.progress import Report
from pipeline.hub.spool import Spool, finished, prune


def take_snapshot(
    client: HubClient, root: Path, published: Path, day: dt.date, wanted: Wanted, report: Report
) -> Spool:
    """The finished spool of `day`. Raises WrongDay where there can be none, HubError when the Hub fails."""
    try:
        return crawl(client, root, day, wanted, report, published)
    except WrongDay:
        kept = finished(root, day)
        if kept is None:
            raise
        return kept


def kept_snapshot(root: Path, day: dt.date) -> Spool:
    """The finished spool of a day, without asking the Hub. Raises WrongDay where none is kept."""
    kept = finished(root, day)
    if kept is None:
        raise WrongDay(f"No finished crawl of {day} is kept in {root}, so that day cannot be made again.")
    return kept


def retire(root: Path, today: dt.date, days: int) -> list[dt.date]:
    """Delete the spools that are older than `days` days; the days that went."""
    return prune(root, today - dt.timedelta(days=days))
