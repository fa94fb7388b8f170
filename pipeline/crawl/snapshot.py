"""Which pages make up a day: a crawl where the Hub's day is the one asked for, else what is spooled of it."""

import datetime as dt
from pathlib import Path

from pipeline.config import latest_day
from pipeline.crawl.crawler import CrawlRequest, crawl
from pipeline.crawl.progress import ProgressCallback
from pipeline.crawl.spool import Spool, delete_spools_before, find_finished_spool, list_spooled_days
from pipeline.errors import HubUnreachable, WrongDay
from pipeline.hub_api.client import HubClient
from pipeline.retention import find_oldest_kept_day


def take_snapshot(
    client: HubClient,
    root: Path,
    day: dt.date,
    request: CrawlRequest,
    report: ProgressCallback,
    last_day: dt.date | None = None,
) -> Spool:
    """The finished spool of `day`. Raises WrongDay where there can be none, HubError when the Hub fails.

    `last_day`: the last day in the warehouse. A past day whose pages are kept needs no Hub: neither to say that it is past,
    nor to be there.
    """
    try:
        return crawl(client, root, day, request, report, last_day, reuse=True)
    except (WrongDay, HubUnreachable) as error:
        spool = find_finished_spool(root, day)
        is_past = isinstance(error, WrongDay) or day < dt.datetime.now(dt.UTC).date()
        if spool is None or not is_past:
            raise
        return spool


def get_spooled_snapshot(root: Path, day: dt.date) -> Spool:
    """The finished spool of a day, without asking the Hub. Raises WrongDay where none is kept."""
    spool = find_finished_spool(root, day)
    if spool is None:
        raise WrongDay(f"No finished crawl of {day} is kept in {root}, so that day cannot be made again.")
    return spool


def delete_expired_spools(root: Path, day: dt.date, days: int) -> list[dt.date]:
    """Delete the spools that are more than `days` days older than `day`, or than today where `day` lies ahead; the deleted days.

    Neither the Hub's clock nor this machine's is believed where it jumped (find_oldest_kept_day).
    """
    return delete_spools_before(
        root,
        find_oldest_kept_day((spool_day for spool_day, _ in list_spooled_days(root)), min(day, latest_day()), days),
    )
