"""Find oversized rows, and fields that were not requested."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec

from pipeline.hub_api.fields import IDENTITY, list_requested_fields
from pipeline.kinds import Kind

MAX_ROW_BYTES = 4 * 2**20  # the Hub's largest rows have about 100,000
MAX_ID_BYTES = 1000  # an owner and a name have up to 96 characters each
MAX_UNKNOWN_FIELDS = 50  # recorded names
MAX_NAME_LENGTH = 100


def inspect_rows(rows: Sequence[msgspec.Raw], kind: Kind) -> tuple[list[bytes], dict[str, int]]:
    """Return the rows to keep, and how many rows have each top-level field that was not requested.

    A text replaces a row that is too large or has too large an id; the load rejects it.
    """
    decoder = _build_decoder(kind)
    checked_rows: list[bytes] = []
    unknown_fields: Counter[str] = Counter()
    for raw in rows:
        row = bytes(raw)
        if len(row) > MAX_ROW_BYTES:
            checked_rows.append(b'"a row of %d bytes"' % len(row))
            continue
        try:
            known_row = decoder.decode(row)
            ids = (known_row.f0, known_row.f1) if len(row) > MAX_ID_BYTES else ()
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            fields = _decode_fields(row)
            unknown_fields.update(fields.keys() - {*IDENTITY, *list_requested_fields(kind, detail=True)})
            ids = (fields.get("_id", b""), fields.get("id", b""))
        longest = max(map(len, map(bytes, ids)), default=0)
        checked_rows.append(row if longest <= MAX_ID_BYTES else b'"a row with an id of %d bytes"' % longest)
    return checked_rows, keep_most_common(unknown_fields)


def keep_most_common(counts: Counter[str]) -> dict[str, int]:
    """Return the MAX_UNKNOWN_FIELDS most common names, sorted and cut to MAX_NAME_LENGTH."""
    short_names = Counter[str]()
    for name, count in counts.most_common(MAX_UNKNOWN_FIELDS):
        short_names[name[:MAX_NAME_LENGTH]] += count
    return dict(sorted(short_names.items()))


def _decode_fields(row: bytes) -> dict[str, msgspec.Raw]:
    try:
        return msgspec.json.decode(row, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}  # not an object: the load rejects it


@cache
def _build_decoder(kind: Kind) -> msgspec.json.Decoder[Any]:
    """Return a fast decoder that fails for unrequested fields."""
    names = (*IDENTITY, *list_requested_fields(kind, detail=True))
    fields = [(f"f{number}", msgspec.Raw, msgspec.Raw()) for number, _ in enumerate(names)]
    rename = {f"f{number}": name for number, name in enumerate(names)}
    row = msgspec.defstruct("Known", fields, rename=rename, forbid_unknown_fields=True, gc=False)
    return msgspec.json.Decoder(row)
