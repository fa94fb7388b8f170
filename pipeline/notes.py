"""Notes about a figure, a board, a rank or an error: codes with parameters, which pipeline/i18n turns into text.

Tables store them as STRUCT(code VARCHAR, parameters VARCHAR)[], with a JSON object: `notes[1].parameters ->> 'share'`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

Parameters = dict[str, "str | int | float | Note"]


@dataclass(frozen=True)
class Note:
    """`code` is stable across releases. `parameters`: dates as 2026-03-06, shares from 0 to 1, spans in days.

    A parameter of an error may be the note of its cause; tables have none of those.
    """

    code: str
    parameters: Parameters = field(default_factory=dict)


def encode_notes(notes: Iterable[Note]) -> list[dict[str, str]] | None:
    """Return notes as a table's value; None for no notes."""
    return [{"code": note.code, "parameters": json.dumps(note.parameters)} for note in notes] or None


def read_notes(value: object) -> list[Note]:
    """Read notes from a table, skipping invalid entries, since the file may come from anyone."""
    rows = value if isinstance(value, list) else []
    return [
        Note(str(row["code"]), _decode_parameters(row.get("parameters")))
        for row in rows
        if isinstance(row, dict) and "code" in row
    ]


def _decode_parameters(text: object) -> Parameters:
    try:
        value = json.loads(text if isinstance(text, str) else "{}", parse_constant=str)
    except (ValueError, RecursionError):
        return {}
    return (
        {key: parameter for key, parameter in value.items() if isinstance(parameter, str | int | float)}
        if isinstance(value, dict)
        else {}
    )
