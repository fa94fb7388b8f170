"""Read and check the catalogue of categories and featured repos: the shipped file, then the home's own and its presets."""

import datetime as dt
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn
from urllib.parse import parse_qsl, quote

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from pipeline.errors import CatalogueError, UsageError
from pipeline.files import decode_text, describe_os_error
from pipeline.huggingface import load_huggingface_hub
from pipeline.kinds import KINDS, Kind
from pipeline.notes import Note
from pipeline.paths import find_slug_fault
from pipeline.text import suggest_nearest

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
SELECTOR_KEYS = ("pipeline_tag", "filter", "author")
PRESETS = files("pipeline") / "presets"
# pydantic's faults by our code; "expected" is of its context
FAULT_CODES = {"missing": "key_missing", "extra_forbidden": "unknown_key", "literal_error": "value_not_one_of"}


class _InvalidValue(ValueError):
    """A value that a validator refuses; `note` says why, as an error's sentence."""

    def __init__(self, note: Note):
        super().__init__(note.code)
        self.note = note


def _check_repo_id(value: str) -> str:
    load_huggingface_hub()
    from huggingface_hub.utils import HFValidationError, validate_repo_id  # noqa: PLC0415  slow to import

    try:
        validate_repo_id(value)
    except HFValidationError as error:
        raise _InvalidValue(Note("invalid_entry", {"reason": str(error).rstrip(".")})) from error
    if value.count("/") > 1:
        raise _InvalidValue(Note("repo_id_form"))
    return value


def _check_slug(value: str) -> str:
    if fault := find_slug_fault(value):
        raise _InvalidValue(Note("invalid_slug", {"cause": fault}))
    return value


def _check_selector(value: str) -> str:
    pairs = parse_qsl(value, keep_blank_values=True, strict_parsing=True)
    if not pairs:
        raise _InvalidValue(Note("selector_empty"))
    for key, selected_value in pairs:
        # The Hub ignores an unknown key and returns everything.
        if key not in SELECTOR_KEYS:
            raise _InvalidValue(Note("selector_key", {"name": key, "names": ", ".join(SELECTOR_KEYS)}))
        if not selected_value:
            raise _InvalidValue(Note("selector_value_missing", {"name": key}))
    keys = [key for key, _ in pairs if key != "filter"]
    if len(keys) != len(set(keys)):
        raise _InvalidValue(Note("selector_repeats_key"))
    return value


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Section(_Entry):
    slug: Slug
    name_en: Text
    name_ko: Text


class Category(_Entry):
    """A category and how the Hub selects its repos; without a selector, it has every repo of its kind."""

    slug: Annotated[Slug, AfterValidator(_check_slug)]
    kind: Kind
    section: Slug
    name_en: Text
    name_ko: Text
    description_en: Text
    description_ko: Text
    selector: Annotated[str, AfterValidator(_check_selector)] | None = None
    status: Literal["active", "discontinued"] = "active"
    note: Text | None = None
    note_ko: Text | None = None
    documented_on: dt.date | None = None
    aliases: list[Text] = Field(default_factory=list)

    @property
    def params(self) -> list[tuple[str, str]]:
        """The selector as query parameters of the list route."""
        return parse_qsl(self.selector or "")

    @property
    def criteria(self) -> tuple[Kind, frozenset[tuple[str, str]]]:
        """The kind and parameters in a form that is equal for categories with the same repos."""
        return self.kind, frozenset((key, value.lower() if key == "author" else value) for key, value in self.params)

    @property
    def hub_url(self) -> str:
        """The category's page on the Hub's site."""

        def word(key: str, value: str) -> str:
            if key != "filter":
                return key
            group = value.partition(":")[0] if ":" in value else ""
            return group if group in KINDS[self.kind].site_filters else "other"

        query = "&".join(f"{word(key, value)}={quote(value)}" for key, value in self.params)
        return f"https://huggingface.co/{KINDS[self.kind].plural}" + (f"?{query}" if query else "")


def split_selector(params: Sequence[tuple[str, str]]) -> dict[str, str | list[str] | None]:
    """Return a selector's parameters by column of `store.category`."""
    values = dict(params)
    filters = [value for key, value in params if key == "filter"]
    return {"pipeline_tag": values.get("pipeline_tag"), "author": values.get("author"), "filters": filters}


class Featured(_Entry):
    """A repo that Almanac follows by name."""

    category: Slug
    id: Annotated[str, AfterValidator(_check_repo_id)]


class _CatalogueFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    include: list[str] = Field(default_factory=list)
    section: list[Section] = Field(default_factory=list)
    category: list[Category] = Field(default_factory=list)
    featured: list[Featured] = Field(default_factory=list)


_ENTRIES: dict[str, type[_Entry]] = {"section": Section, "category": Category, "featured": Featured}


@dataclass(frozen=True)
class Catalogue:
    """Categories and featured repos: the shipped ones, those of presets, the home's own."""

    sections: tuple[Section, ...]
    categories: tuple[Category, ...]
    featured: tuple[Featured, ...]

    def category(self, slug: str) -> Category:
        """Return the category of a slug. Raises UsageError with the nearest slugs."""
        for category in self.categories:
            if category.slug == slug:
                return category
        raise UsageError(
            Note("unknown_category", {"name": slug}), *suggest_nearest(slug, [c.slug for c in self.categories])
        )


@dataclass(frozen=True)
class _Source:
    name: str
    text: str
    file: _CatalogueFile
    is_preset: bool = False


def load_catalogue(own: Path | None = None) -> Catalogue:
    """Load the shipped catalogue, extended by `own` if it exists, and by its presets.

    A later entry replaces an earlier one with its slug. A preset's category is left out if another has its selector. Raises
    CatalogueError with file and line.
    """
    shipped_text = (files("pipeline") / "catalogue.toml").read_text(encoding="utf-8")
    sources = [_Source("catalogue.toml", shipped_text, _parse_file("catalogue.toml", shipped_text))]
    if own is not None and os.path.lexists(own):  # a broken link is an error
        text = _read_file(own)
        sources += _list_sources(_Source(str(own), text, _parse_file(str(own), text)), set())
    other_criteria = {entry.criteria for source in sources if not source.is_preset for entry in source.file.category}
    sections: dict[str, Section] = {}
    categories: dict[str, Category] = {}
    featured: dict[tuple[str, str], Featured] = {}
    for source in sources:
        sections |= {entry.slug: entry for entry in source.file.section}
        categories |= {
            entry.slug: entry
            for entry in source.file.category
            if not (source.is_preset and entry.criteria in other_criteria)
        }
        featured |= {(entry.category, entry.id): entry for entry in source.file.featured}
        _check_references(source, sections, categories)
    return Catalogue(tuple(sections.values()), tuple(categories.values()), tuple(featured.values()))


def list_presets() -> list[str]:
    """Return the names that `include` knows, sorted."""
    return sorted(path.name.removesuffix(".toml") for path in PRESETS.iterdir() if path.name.endswith(".toml"))


def _list_sources(source: _Source, included_presets: set[str]) -> Iterator[_Source]:
    """Yield the presets that a file includes, each once and after those it includes itself, then the file."""
    presets = list_presets()
    for number, preset in enumerate(source.file.include):
        if preset not in presets:
            hints = suggest_nearest(preset, presets)
            unknown_name = Note("unknown_preset", {"name": preset})
            _raise_error(source.name, source.text, "include", number, preset, unknown_name, *hints)
        if preset not in included_presets:
            included_presets.add(preset)
            text = (PRESETS / f"{preset}.toml").read_text(encoding="utf-8")
            name = f"presets/{preset}.toml"
            yield from _list_sources(_Source(name, text, _parse_file(name, text), is_preset=True), included_presets)
    yield source


def _check_references(source: _Source, sections: Mapping[str, Section], categories: Mapping[str, Category]) -> None:
    for number, category in enumerate(source.file.category):
        if category.section not in sections:
            hints = suggest_nearest(category.section, list(sections))
            unknown_name = Note("unknown_section", {"name": category.section})
            _raise_error(source.name, source.text, "category", number, "section", unknown_name, *hints)
    for number, entry in enumerate(source.file.featured):
        if entry.category not in categories:
            hints = suggest_nearest(entry.category, list(categories))
            unknown_name = Note("unknown_category", {"name": entry.category})
            _raise_error(source.name, source.text, "featured", number, "category", unknown_name, *hints)


def _read_file(path: Path) -> str:
    try:
        return decode_text(path.read_bytes())
    except UnicodeDecodeError as error:
        raise CatalogueError(Note("file_not_utf8", {"path": str(path)})) from error
    except OSError as error:
        cause = describe_os_error(error, path)
        raise CatalogueError(Note("cannot_read", {"path": str(path), "cause": cause})) from error


def _parse_file(name: str, text: str) -> _CatalogueFile:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:  # its message names the line
        message = str(error).replace("at end of document", f"at line {len(text.splitlines())}, the end of the file")
        raise CatalogueError(Note("invalid_toml", {"path": name, "reason": message})) from error
    try:
        file = _CatalogueFile.model_validate(data)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        # an unknown key is perhaps the one that is missing
        first = next((e for e in errors if e["type"] == "extra_forbidden"), errors[0])
        first = next((e for e in errors if e["loc"][1:] and e["loc"][-1] == "include"), first)
        table, *rest = first["loc"]
        number = rest[0] if rest and isinstance(rest[0], int) else None
        key = next((str(part) for part in rest if isinstance(part, str)), "")
        if key == "include":  # TOML reads a key below a table's header as part of that table
            _raise_error(name, text, str(table), number, key, Note("include_not_on_top"))
        hints: list[Note] = []
        if first["type"] == "extra_forbidden":
            known_keys = _ENTRIES[str(table)].model_fields if key else _CatalogueFile.model_fields
            hints = suggest_nearest(key or str(table), list(known_keys))
        _raise_error(name, text, str(table), number, key, _describe_fault(first, key or str(table)), *hints)
    for table, entries in (("section", file.section), ("category", file.category)):
        _reject_duplicates(name, text, table, [entry.slug for entry in entries])
    return file


def _describe_fault(fault: "ErrorDetails", key: str) -> Note:
    """Return a sentence for what pydantic found."""
    context = fault.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, _InvalidValue):
        return cause.note
    if code := FAULT_CODES.get(fault["type"]):
        return Note(code, {"name": key, "names": str(context.get("expected", "")).replace(" or ", ", ")})
    return Note("invalid_entry", {"reason": fault["msg"].removeprefix("Value error, ").rstrip(".")})


def _reject_duplicates(name: str, text: str, table: str, slugs: list[str]) -> None:
    for number, slug in enumerate(slugs):
        if slug in slugs[:number]:
            _raise_error(name, text, table, number, "slug", Note("appears_twice", {"name": slug}))


def _raise_error(name: str, text: str, table: str, number: int | None, key: str, *parts: Note) -> NoReturn:
    """`number`: of the entry, from 0; None for a key outside of all entries."""
    line = _find_line(text, table, number or 0, key)
    entry = (table if number is None else f"{table} {number + 1}") + (f", {key}" if key else "")
    raise CatalogueError(Note("catalogue_entry", {"path": name, "line": line, "entry": entry}), *parts)


def _find_line(text: str, table: str, number: int, key: str) -> int:
    """Return the line of `key` in the numbered entry `[[table]]`, else of the entry, else of `table`.

    A list of values, such as `include`, may have several lines; `key` is then the value.
    """
    starts = list(_find_headers(text, table))
    lines = text.splitlines()
    if number >= len(starts):
        pattern = re.compile(rf"^\s*\[*\s*{re.escape(table)}\b")
        start = next((n for n, line in enumerate(lines, 1) if pattern.match(line)), 1)
        value = re.compile(rf"""["']{re.escape(key)}["']""")
        return next((n for n, line in enumerate(lines[start - 1 :], start) if key and value.search(line)), start)
    start = starts[number]
    for n in range(start + 1, len(lines) + 1):
        line = lines[n - 1]
        if line.lstrip().startswith("["):
            break
        if key and re.match(rf"""^\s*["']?{re.escape(key)}["']?\s*=""", line):
            return n
    return start


def _find_headers(text: str, table: str) -> Iterator[int]:
    for n, line in enumerate(text.splitlines(), 1):
        if re.match(rf"^\s*\[\[\s*{re.escape(table)}\s*\]\]", line):
            yield n
