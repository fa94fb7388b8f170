"""Measure with two requests whether the Hub has refreshed its download counters since the previous snapshot.

One fetches the most downloaded repos, the other trending ones younger than a year: a partial refresh omits newer repos first.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Annotated

import msgspec

from pipeline.hub_api.client import HubClient
from pipeline.kinds import KINDS, Kind

MOST_DOWNLOADED_LIMIT = 100  # repos; people download each every day, so a refresh changes its counters
TRENDING_LIMIT = 1000  # repos; most trending ones are young
RECENT_AGE = dt.timedelta(days=365)
MIN_BUSY_DOWNLOADS = 300  # in 30 days; above this, a recent repo's counters change daily
MIN_RECENT_REPOS = 10  # fewer say nothing
MIN_REFRESHED_SHARE = 0.5  # a refresh changes nearly all of the requested repos
Counters = tuple[int | None, int | None]  # downloads of 30 days and of all time
CounterLookup = Callable[[Collection[str]], Mapping[str, Counters]]


class _Row(msgspec.Struct):
    oid: str = msgspec.field(name="_id")
    created_at: Annotated[dt.datetime, msgspec.Meta(tz=True)] | None = msgspec.field(name="createdAt", default=None)
    downloads: int | None = None
    all_time: int | None = msgspec.field(name="downloadsAllTime", default=None)


def measure_refreshed_share(client: HubClient, kind: Kind, look_up_counters: CounterLookup) -> float | None:
    """Return the lower share of changed counters, among the most downloaded and among recent repos; None: nothing is comparable.

    `look_up_counters` maps `_id`s to the previous snapshot's counters. Compares all-time downloads, or 30-day downloads where one side
    lacks them. Raises HubError.
    """
    shares = (_measure_most_downloaded(client, kind, look_up_counters), _measure_recent(client, kind, look_up_counters))
    return min((share for share in shares if share is not None), default=None)


def _measure_most_downloaded(client: HubClient, kind: Kind, look_up_counters: CounterLookup) -> float | None:
    rows, _ = _fetch_list(client, kind, "downloads", MOST_DOWNLOADED_LIMIT)
    changes = _compare_counters(rows, look_up_counters)
    return sum(changes) / len(changes) if changes else None


def _measure_recent(client: HubClient, kind: Kind, look_up_counters: CounterLookup) -> float | None:
    rows, hub_time = _fetch_list(client, kind, "trendingScore", TRENDING_LIMIT)
    recent = [
        row
        for row in rows
        if row.created_at and row.created_at > hub_time - RECENT_AGE and (row.downloads or 0) >= MIN_BUSY_DOWNLOADS
    ]
    changes = _compare_counters(recent, look_up_counters)
    return sum(changes) / len(changes) if len(changes) >= MIN_RECENT_REPOS else None


def _fetch_list(client: HubClient, kind: Kind, sort: str, limit: int) -> tuple[list[_Row], dt.datetime]:
    fields = ("createdAt", "downloads", "downloadsAllTime")
    params = [("sort", sort), ("limit", str(limit)), *(("expand", field) for field in fields)]
    page, raw_rows = client.fetch_rows(client.build_url(KINDS[kind].route, params))
    rows = []
    for raw in raw_rows[:limit]:
        try:
            rows.append(msgspec.json.decode(raw, type=_Row))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):  # skip a malformed row
            continue
    return rows, page.hub_time


def _compare_counters(rows: Collection[_Row], look_up_counters: CounterLookup) -> list[bool]:
    """Return whether each comparable repo changed."""
    earlier_counters = look_up_counters([row.oid for row in rows])
    changes = []
    for row in rows:
        downloads, all_time = earlier_counters.get(row.oid, (None, None))
        if None not in (row.all_time, all_time):
            changes.append(row.all_time != all_time)
        elif None not in (row.downloads, downloads):
            changes.append(row.downloads != downloads)
    return changes
