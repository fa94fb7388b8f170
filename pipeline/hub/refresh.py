"""Has the Hub refreshed its download counters today? One request tells: do its most downloaded repos differ from what was written down?"""

from collections.abc import Mapping

import msgspec

from pipeline.catalogue import Kind
from pipeline.hub.client import HubClient

FIRST = 100  # repos; each is downloaded every day, so that its counters differ after a refresh
Counters = tuple[int | None, int | None]


class _Row(msgspec.Struct):
    oid: str = msgspec.field(name="_id")
    downloads: int | None = None
    all_time: int | None = msgspec.field(name="downloadsAllTime", default=None)


def moved_since(client: HubClient, kind: Kind, known: Mapping[str, Counters]) -> float | None:
    """Share of the most downloaded repos whose counters differ from `known` (downloads of 30 days and of all time, by _id).

    None where none of them is known. Raises HubError when the Hub fails.
    """
    asked = [("sort", "downloads"), ("limit", str(FIRST)), ("expand", "downloads"), ("expand", "downloadsAllTime")]
    _, raws = client.rows(client.url(f"/api/{kind}s", asked))
    moved = []
    for raw in raws:
        try:
            row = msgspec.json.decode(raw, type=_Row)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):  # an odd row says nothing
            continue
        if row.oid in known:
            moved.append((row.downloads, row.all_time) != known[row.oid])
    return sum(moved) / len(moved) if moved else None
