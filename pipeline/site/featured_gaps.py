"""Group the featured models' unknown changes: what is unknown, why, for which models.

A change over days before the first snapshot is not unknown: no column has it yet.
"""

import datetime as dt
from dataclasses import dataclass

from pipeline.notes import Note
from pipeline.site.page_data import Edition

CODES = ("not_observed", "not_refreshed", "corrected")
SPANS = (1, 7, 30)
HEADINGS = {
    (counter, days): f"{prefix}-{days}d"
    for counter, prefix in (("likes", "likes"), ("downloads", "down"))
    for days in SPANS
}  # Fluent ids of the columns


@dataclass(frozen=True)
class UnknownChanges:
    """`columns`: Fluent ids of their headings. `earlier_day`: the day without an observation, if that is why. `models`: names, empty if it
    is all of them. `note`: instead of a code, from a database of another version."""

    code: str | None
    columns: tuple[str, ...]
    earlier_day: dt.date
    models: tuple[str, ...]
    note: Note | None = None


def group_unknown_changes(edition: Edition) -> list[UnknownChanges]:
    headings: dict[tuple[int, str, str], list[str]] = {}  # by days, code and model
    other_notes: dict[str, tuple[Note, list[str]]] = {}
    for row in edition.featured:
        for note in row["unknown_changes"]:
            days = next((n for n in SPANS if n == note.parameters.get("days")), None)
            heading = HEADINGS.get((str(note.parameters.get("counter")), days)) if days else None
            if note.code not in CODES or days is None or heading is None:
                other_notes.setdefault(str(note), (note, []))[1].append(row["id"])
            elif edition.day - dt.timedelta(days) >= edition.days[0]:
                headings.setdefault((days, note.code, row["id"]), []).append(heading)
    models: dict[tuple[int, str, tuple[str, ...]], list[str]] = {}
    for (days, code, model), model_headings in headings.items():
        models.setdefault((days, code, tuple(sorted(model_headings, reverse=True))), []).append(model)
    model_count = len({row["id"] for row in edition.featured})

    def name_models(names: list[str]) -> tuple[str, ...]:
        return () if len(set(names)) == model_count else tuple(dict.fromkeys(names))

    return [
        UnknownChanges(code, columns, edition.day - dt.timedelta(days), name_models(names))
        for (days, code, columns), names in sorted(models.items())
    ] + [UnknownChanges(None, (), edition.day, name_models(names), note) for note, names in other_notes.values()]
