"""What the Almanac says of a figure, a board or a rank: a code to branch on and its parameters; pipeline/i18n has the sentences.

In tables a list of notes is STRUCT(code VARCHAR, parameters VARCHAR)[], the parameters being a JSON object: `notes[1].parameters ->> 'share'`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

Parameters = dict[str, str | int | float]


@dataclass(frozen=True)
class Note:
    """`code`: a word that stays the same from release to release. `parameters`: dates as 2026-03-06, shares from 0 to 1, spans in days."""

    code: str
    parameters: Parameters = field(default_factory=dict)


def encode_notes(notes: Iterable[Note]) -> list[dict[str, str]] | None:
    """Notes as tables hold them; none is NULL."""
    return [{"code": note.code, "parameters": json.dumps(note.parameters)} for note in notes] or None


def read_notes(value: object) -> list[Note]:
    """Notes of a table's column. What is none, as in a stranger's file, is left out."""
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
