"""Redact private repos that a token reveals."""

import msgspec

_PUBLIC = (b"false", b"null")


class _Row(msgspec.Struct, gc=False):
    oid: msgspec.Raw = msgspec.field(name="_id", default=msgspec.Raw(b"null"))
    private: msgspec.Raw = msgspec.Raw(b"false")
    created_at: msgspec.Raw = msgspec.field(name="createdAt", default=msgspec.Raw(b"null"))


_decoder = msgspec.json.Decoder(_Row)


def redact_private_rows(rows: list[bytes]) -> list[bytes]:
    """Reduce private rows to `_id`, `private` and `createdAt`, which the crawl needs.

    A row is public only if `private` is false, null or absent.
    """
    return [_redact_row(row) for row in rows]


def _redact_row(row: bytes) -> bytes:
    try:
        fields = _decoder.decode(row)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return row  # not an object: the load rejects it
    if bytes(fields.private) in _PUBLIC:
        return row
    return msgspec.json.encode({"_id": fields.oid, "private": True, "createdAt": fields.created_at})
