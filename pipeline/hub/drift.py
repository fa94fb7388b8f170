"""Fields that nobody asked for: counted a page at a time while the page is at hand, so that a new one is noticed."""

from collections import Counter
from functools import cache
from typing import Any

import msgspec

from pipeline.catalogue import Kind
from pipeline.hub.listing import EXPAND


def unknown_fields(rows: list[msgspec.Raw], kind: Kind) -> dict[str, int]:
    """The top-level fields of a page's rows that were not asked for, and in how many rows each stands."""
    known = _known(kind)
    counted: Counter[str] = Counter()
    for row in rows:
        try:
            known.decode(row)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            counted.update(_keys(row) - {"_id", "id", *EXPAND[kind]})
    return dict(sorted(counted.items()))


def _keys(row: msgspec.Raw) -> set[str]:
    try:
        return set(msgspec.json.decode(row, type=dict[str, msgspec.Raw]))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return set()  # not an object: the load sets it aside


@cache
def _known(kind: Kind) -> msgspec.json.Decoder[Any]:
    """Decodes an object that has no other fields than those asked for, at the speed of a scan."""
    names = ("_id", "id", *EXPAND[kind])
    fields = [(f"f{number}", msgspec.Raw, msgspec.Raw()) for number, _ in enumerate(names)]
    rename = {f"f{number}": name for number, name in enumerate(names)}
    row = msgspec.defstruct("Known", fields, rename=rename, forbid_unknown_fields=True, gc=False)
    return msgspec.json.Decoder(row)
