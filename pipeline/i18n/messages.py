"""Every user-facing text, one Project Fluent file per language: `en.ftl`, `ko.ftl`. To add a language, add a file.

Commands must start fast, so only the entries in use are parsed, and plain texts with short parameters are formatted here. Fluent is imported
only for plurals, choices, functions and grouped numbers.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.notes import Note

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

Parameter = object  # numbers select plurals and follow the language's format; anything else is inserted as text
Say = Callable[..., str]  # `text` bound to one language

FOLDER = Path(__file__).parent
DEFAULT_LANGUAGE = "en"
ENTRY = re.compile(r"^([a-zA-Z][\w-]*) *= *", re.MULTILINE)
COMMENT = re.compile(r"^#.*\n?", re.MULTILINE)
PLACEABLE = re.compile(r"\{ \$(\w+) \}")
GROUPING_MINIMUM = 1000  # numbers from here on are grouped by the rules of the language
CODE_TO_ID = str.maketrans("_+", "--")  # codes have `_` and `+`, ids do not
NOTE_GROUPS = {"expected": "check", "actual": "check"}  # by the name of a parameter; other notes are causes
DAY_SPAN_MINIMUM = 2.0  # days: shorter spans are shown in hours


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that have a file, English first."""
    codes = {file.stem for file in FOLDER.glob("*.ftl")}
    return DEFAULT_LANGUAGE, *sorted(codes - {DEFAULT_LANGUAGE})


def text(language: str, key: str, **parameters: Parameter) -> str:
    """Format the text of an id. Ids may contain codes as stored: `move-entered_top_10` means `move-entered-top-10`.

    Raises KeyError for an unknown id or a missing parameter.
    """
    key = _to_id(key)
    parts = _split_plain_pattern(language, key)
    if parts is not None:
        values = [_format_plain_value(parameters[part]) if i % 2 else part for i, part in enumerate(parts)]
        if None not in values:
            return "".join(filter(None, values))
    return _format_with_fluent(language, key, parameters)


def has_text(language: str, key: str) -> bool:
    """Return whether the language has this id."""
    return _to_id(key) in read_entries(language)


def word(language: str, group: str, code: str | None) -> str:
    """Return the text `<group>-<code>`, or the code itself if it has no text (a database of a later version, or not ours)."""
    return text(language, f"{group}-{code}") if has_text(language, f"{group}-{code}") else str(code)


def sentence(language: str, group: str, note: Note) -> str:
    """Format a note, or return its code if this version has no text for it. Notes in its parameters are of the group `cause`, or
    of `check` if a check expected or found them.

    A note on a young history has a text of its own: when a figure is `expected`, not what is missing.
    """
    parameters = {
        name: sentence(language, NOTE_GROUPS.get(name, "cause"), value) if isinstance(value, Note) else value
        for name, value in note.parameters.items()
    }
    key = f"{group}-{note.code}"
    if "expected" in parameters and has_text(language, f"{key}-expected"):
        key = f"{key}-expected"
    try:
        return text(language, key, **parameters)
    except KeyError:
        return note.code


def localize_field(language: str, record: Mapping[str, Any], field: str) -> str:
    """Return a text of the category catalogue, such as `name`; in English if this language is missing."""
    return record.get(f"{field}_{language}") or record.get(f"{field}_{DEFAULT_LANGUAGE}") or record[field]


def _to_id(key: str) -> str:
    return key.translate(CODE_TO_ID)


@cache
def read_entries(language: str) -> dict[str, str]:
    """Return the source of each pattern by id."""
    source = COMMENT.sub("", (FOLDER / f"{language}.ftl").read_text(encoding="utf-8"))
    matches = list(ENTRY.finditer(source))
    ends = [entry.start() for entry in matches[1:]] + [len(source)]
    return {entry[1]: source[entry.end() : end].rstrip() for entry, end in zip(matches, ends, strict=True)}


@cache
def _split_plain_pattern(language: str, key: str) -> list[str] | None:
    """Split a pattern into texts and parameter names in turn; None if Fluent must format it."""
    pattern = read_entries(language)[key]
    parts = PLACEABLE.split(pattern)
    return None if "\n" in pattern or set("{}") & set("".join(parts[::2])) else parts


def _format_plain_value(value: Parameter) -> str | None:
    """Format a value; None for numbers whose format depends on the language."""
    if isinstance(value, float) or (isinstance(value, int) and abs(value) >= GROUPING_MINIMUM):
        return None
    return str(value)


def _format_with_fluent(language: str, key: str, parameters: dict[str, Parameter]) -> str:
    bundle = _load_bundle(language)
    if not bundle.has_message(key):
        from fluent.runtime import FluentResource  # noqa: PLC0415  see the module

        bundle.add_resource(FluentResource(f"{key} = {read_entries(language)[key]}\n"))
    values = {name: value if isinstance(value, int | float) else str(value) for name, value in parameters.items()}
    pattern = bundle.get_message(key).value
    message, faults = bundle.format_pattern(pattern, values) if pattern else ("", ["no text"])
    if faults:
        raise KeyError(f"{language} {key}: {faults[0]}")
    return str(message)


@cache
def _load_bundle(language: str) -> "FluentBundle":
    from fluent.runtime import FluentBundle  # noqa: PLC0415

    def span(days: float) -> str:
        """Format a time between observations, in days."""
        if days < DAY_SPAN_MINIMUM:
            return text(language, "span-hours", hours=round(days * 24))
        return text(language, "span-days", days=round(days, 1))

    def rate(value: float) -> str:
        """Format a figure per day, with one decimal below 100."""
        return text(language, "rate-large" if abs(value) >= 100 else "rate-small", value=value)

    def code(value: str, *, group: str, form: str = "") -> str:
        """Translate a code of a table: the text `<group>-<code>` or `<group>-<code>-<form>`."""
        return word(language, group, f"{value}-{form}") if form else word(language, group, value)

    def day(value: str) -> str:
        """Format a day of a note, 2026-03-06: 6 March."""
        try:
            date = dt.date.fromisoformat(value)
        except ValueError:  # the file may come from anyone
            return value
        return text(language, "day-short", day=date.day, month=text(language, f"month-{date.month}"))

    functions: dict[str, Callable[..., Any]] = {"SPAN": span, "RATE": rate, "WORD": code, "DAY": day}
    # pages and terminals isolate text direction themselves
    return FluentBundle([language], use_isolating=False, functions=functions)
