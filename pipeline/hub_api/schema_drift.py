"""A page's rows looked at while they are at hand: what is too large to keep, and fields that nobody asked for."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec

from pipeline.hub_api.fields import IDENTITY, requested_fields
from pipeline.kinds import Kind

MAX_ROW = 4 * 2**20  # bytes; the largest of the Hub have some 100,000
MAX_ID = 1000  # bytes; an owner and a name have 96 characters at most each
MAX_UNKNOWN = 50  # names that are noted
LONGEST_NAME = 100


def examine(rows: Sequence[msgspec.Raw], kind: Kind) -> tuple[list[bytes], dict[str, int]]:
    """The rows to keep, and the top-level fields that were not asked for, with the number of rows that have each.

    In place of a row that is too large, or has an id that is, stands a text that says so; the load counts it among its rejects.
    """
    known = _known(kind)
    kept: list[bytes] = []
    counted: Counter[str] = Counter()
    for raw in rows:
        row = bytes(raw)
        if len(row) > MAX_ROW:
            kept.append(b'"a row of %d bytes"' % len(row))
            continue
        try:
            found = known.decode(row)
            ids = (found.f0, found.f1) if len(row) > MAX_ID else ()
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            fields = _fields(row)
            counted.update(fields.keys() - {*IDENTITY, *requested_fields(kind, detail=True)})
            ids = (fields.get("_id", b""), fields.get("id", b""))
        longest = max(map(len, map(bytes, ids)), default=0)
        kept.append(row if longest <= MAX_ID else b'"a row with an id of %d bytes"' % longest)
    return kept, most_common(counted)


def most_common(counted: Counter[str]) -> dict[str, int]:
    """The MAX_UNKNOWN names that occur most, in their order, each cut to LONGEST_NAME characters."""
    short = Counter[str]()
    for name, count in counted.most_common(MAX_UNKNOWN):
        short[name[:LONGEST_NAME]] += count
    return dict(sorted(short.items()))


def _fields(row: bytes) -> dict[str, msgspec.Raw]:
    try:
        return msgspec.json.decode(row, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}  # not an object: the load sets it aside


@cache
def _known(kind: Kind) -> msgspec.json.Decoder[Any]:
    """Decodes an object that has no other fields than those asked for, at the speed of a scan."""
    names = (*IDENTITY, *requested_fields(kind, detail=True))
    fields = [(f"f{number}", msgspec.Raw, msgspec.Raw()) for number, _ in enumerate(names)]
    rename = {f"f{number}": name for number, name in enumerate(names)}
    row = msgspec.defstruct("Known", fields, rename=rename, forbid_unknown_fields=True, gc=False)
    return msgspec.json.Decoder(row)
