"""Has the Hub refreshed its download counters today? Two requests tell: do counters differ from those of the snapshot before?

One asks for the most downloaded repos, one for those that trend, of which the ones made within twelve months count: a refresh
that leaves out half of the Hub leaves out the newer repos first.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Annotated

import msgspec

from pipeline.hub_api.client import HubClient
from pipeline.kinds import KINDS, Kind

MOST_DOWNLOADED = 100  # repos; each is downloaded every day, so that its counters differ after a refresh
TRENDING = 1000  # repos; most of those with a score are young
RECENT = dt.timedelta(days=365)
BUSY = 300  # downloads in 30 days, from which on a recent repo's counters move every day
FEW_RECENT = 10  # of fewer nothing can be told
REFRESHED = 0.5  # the least share of repos that differ; after a refresh nearly all of those asked about do
Counters = tuple[int | None, int | None]  # downloads of 30 days and of all time
Known = Callable[[Collection[str]], Mapping[str, Counters]]


class _Row(msgspec.Struct):
    oid: str = msgspec.field(name="_id")
    created_at: Annotated[dt.datetime, msgspec.Meta(tz=True)] | None = msgspec.field(name="createdAt", default=None)
    downloads: int | None = None
    all_time: int | None = msgspec.field(name="downloadsAllTime", default=None)


def moved_since(client: HubClient, kind: Kind, known: Known) -> float | None:
    """Share of the asked repos whose counters moved: the lower of that among the most downloaded and among recent ones.

    `known`: given `_id`s, the counters of those that were in the snapshot before. A repo is judged by its counter of all
    downloads, by that of 30 days where the other is not known on both sides. None where nothing can be compared. Raises
    HubError when the Hub fails.
    """
    shares = (_most_downloaded(client, kind, known), _recent(client, kind, known))
    return min((share for share in shares if share is not None), default=None)


def _most_downloaded(client: HubClient, kind: Kind, known: Known) -> float | None:
    rows, _ = _ask(client, kind, "downloads", MOST_DOWNLOADED)
    moved = _moved(rows, known)
    return sum(moved) / len(moved) if moved else None


def _recent(client: HubClient, kind: Kind, known: Known) -> float | None:
    rows, now = _ask(client, kind, "trendingScore", TRENDING)
    recent = [row for row in rows if row.created_at and row.created_at > now - RECENT and (row.downloads or 0) >= BUSY]
    moved = _moved(recent, known)
    return sum(moved) / len(moved) if len(moved) >= FEW_RECENT else None


def _ask(client: HubClient, kind: Kind, sort: str, limit: int) -> tuple[list[_Row], dt.datetime]:
    """The first rows of a list, and the Hub's time."""
    fields = ("createdAt", "downloads", "downloadsAllTime")
    asked = [("sort", sort), ("limit", str(limit)), *(("expand", field) for field in fields)]
    page, raws = client.rows(client.url(KINDS[kind].route, asked))
    rows = []
    for raw in raws[:limit]:
        try:
            rows.append(msgspec.json.decode(raw, type=_Row))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):  # an odd row says nothing
            continue
    return rows, page.at


def _moved(rows: Collection[_Row], known: Known) -> list[bool]:
    """Whether each repo whose counters can be compared moved."""
    before = known([row.oid for row in rows])
    moved = []
    for row in rows:
        downloads, all_time = before.get(row.oid, (None, None))
        if None not in (row.all_time, all_time):
            moved.append(row.all_time != all_time)
        elif None not in (row.downloads, downloads):
            moved.append(row.downloads != downloads)
    return moved
