"""Private repos on their way into the spool: what a token shows of them is not written, unless it is asked for."""

import msgspec

_PUBLIC = (b"false", b"null")


class _Row(msgspec.Struct, gc=False):
    oid: msgspec.Raw = msgspec.field(name="_id", default=msgspec.Raw(b"null"))
    private: msgspec.Raw = msgspec.Raw(b"false")
    created_at: msgspec.Raw = msgspec.field(name="createdAt", default=msgspec.Raw(b"null"))


_decoder = msgspec.json.Decoder(_Row)


def redact_private_rows(rows: list[bytes]) -> list[bytes]:
    """The rows of a page; of a private repo only that it is one, and what the walk needs: its `_id` and its creation.

    Whatever is not plainly public (`private` false, null or absent) is private.
    """
    return [_redact_row(row) for row in rows]


def _redact_row(row: bytes) -> bytes:
    try:
        fields = _decoder.decode(row)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return row  # not an object: the load sets it aside
    if bytes(fields.private) in _PUBLIC:
        return row
    return msgspec.json.encode({"_id": fields.oid, "private": True, "createdAt": fields.created_at})
