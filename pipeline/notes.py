"""What the Almanac says of a figure, a board or a place: a code to branch on and its parameters; pipeline/i18n has the sentences."""

from dataclasses import dataclass, field

Parameters = dict[str, str | int | float]


@dataclass(frozen=True)
class Note:
    """`code`: a word that stays the same from release to release. `parameters`: dates as 2026-03-06, shares from 0 to 1, spans in days."""

    code: str
    parameters: Parameters = field(default_factory=dict)
