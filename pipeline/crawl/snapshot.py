"""Get a day's pages: crawl the Hub on that day, else use the spool."""

import datetime as dt
from pathlib import Path

from pipeline.config import latest_day
from pipeline.crawl.crawler import CrawlRequest, crawl
from pipeline.crawl.progress import ProgressCallback
from pipeline.crawl.spool import Spool, delete_spools_before, find_finished_spool, list_spooled_days
from pipeline.errors import HubUnreachable, WrongDay
from pipeline.hub_api.client import HubClient
from pipeline.notes import Note
from pipeline.retention import find_oldest_kept_day


def take_snapshot(
    client: HubClient,
    root: Path,
    day: dt.date,
    request: CrawlRequest,
    report: ProgressCallback,
    last_day: dt.date | None = None,
) -> Spool:
    """Return the finished spool of `day`; a past day with spooled pages works without the Hub.

    `last_day`: the warehouse's last day. Raises WrongDay for another day without pages, HubError.
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
    """Return the finished spool of a day without the Hub. Raises WrongDay."""
    spool = find_finished_spool(root, day)
    if spool is None:
        raise WrongDay(Note("no_finished_crawl", {"path": str(root), "date": str(day)}), Note("unchanged"))
    return spool


def delete_expired_spools(root: Path, day: dt.date, days: int) -> list[dt.date]:
    """Delete spools more than `days` days older than `day`, or than today if `day` is in the future. Returns the deleted days."""
    return delete_spools_before(
        root,
        find_oldest_kept_day((spool_day for spool_day, _ in list_spooled_days(root)), min(day, latest_day()), days),
    )
