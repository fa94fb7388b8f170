"""Which pages make up a day: a crawl where the Hub's day is the one asked for, else what is spooled of it."""

import datetime as dt
from pathlib import Path

from pipeline.ages import oldest_kept
from pipeline.config import latest_day
from pipeline.crawl.crawler import Wanted, crawl
from pipeline.crawl.progress import Report
from pipeline.crawl.spool import Spool, finished, prune, spooled_days
from pipeline.errors import HubUnreachable, WrongDay
from pipeline.hub_api.client import HubClient


def take_snapshot(
    client: HubClient, root: Path, day: dt.date, wanted: Wanted, report: Report, last_day: dt.date | None = None
) -> Spool:
    """The finished spool of `day`. Raises WrongDay where there can be none, HubError when the Hub fails.

    `last_day`: the last day in the warehouse. A past day whose pages are kept needs no Hub: neither to say that it is past,
    nor to be there.
    """
    try:
        return crawl(client, root, day, wanted, report, last_day, reuse=True)
    except (WrongDay, HubUnreachable) as error:
        kept = finished(root, day)
        past = isinstance(error, WrongDay) or day < dt.datetime.now(dt.UTC).date()
        if kept is None or not past:
            raise
        return kept


def kept_snapshot(root: Path, day: dt.date) -> Spool:
    """The finished spool of a day, without asking the Hub. Raises WrongDay where none is kept."""
    kept = finished(root, day)
    if kept is None:
        raise WrongDay(f"No finished crawl of {day} is kept in {root}, so that day cannot be made again.")
    return kept


def retire(root: Path, day: dt.date, days: int) -> list[dt.date]:
    """Delete the spools that are more than `days` days older than `day`, or than today where `day` lies ahead; the deleted days.

    Neither the Hub's clock nor this machine's is believed where it jumped (oldest_kept).
    """
    return prune(root, oldest_kept((spooled for spooled, _ in spooled_days(root)), min(day, latest_day()), days))
