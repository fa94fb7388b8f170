"""Render the data card of an export (README.md with the Hub's front matter)."""

from collections.abc import Mapping, Sequence
from functools import partial
from importlib.metadata import version

import yaml

from pipeline.export.files import STORED_TYPES, Archive, RowCount, Source
from pipeline.export.folder import FileFormat, Part
from pipeline.i18n.messages import DEFAULT_LANGUAGE, languages, text
from pipeline.published.data_dictionary import Relation, load_relations
from pipeline.text import escape_markdown, format_markdown_table

OBSERVATION_TEXTS = (
    "days",
    "unknown",
    "status",
    "days-as-a-whole",
    "coverage",
    "downloads",
    "names",
    "order",
    "csv",
)  # texts `card-observed-…`
SIZE_CATEGORIES = ["n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M", "100M<n<1B", "1B<n<10B", "10B<n<100B", "100B<n<1T", "n>1T"]  # fmt: skip
DEFAULT_RELATION = "trends"
say = partial(text, DEFAULT_LANGUAGE)  # the language of column comments


def render_card(
    rows: Mapping[Part, RowCount], source: Source, *, notice: str, repo: str | None, has_state: bool
) -> str:
    """Render the card from the row count of each file; the same files give the same card.

    `source`: of the database. `notice`: the sample data notice, empty for real data. `repo`: owner/name on the Hub. `has_state`: whether
    the folder has what a home is restored from.
    """
    known_relations, sample = load_relations(), bool(notice)
    parts_by_relation = {name: [part for part in rows if part.relation == name] for name in known_relations}
    parts_by_relation = {name: parts for name, parts in parts_by_relation.items() if parts}
    banner = [f"> **{escape_markdown(notice)}**"] if sample else []
    origin = [] if sample else [say("card-source", hub=escape_markdown(source.hub))]
    if source.archives:
        origin += [f"## {say('card-imported')}", _render_archives(source.archives)]
    observation_list = "\n".join(f"- {say(f'card-observed-{name}')}" for name in OBSERVATION_TEXTS)
    return "\n\n".join([
        f"---\n{_render_front_matter(rows, parts_by_relation, sample=sample)}---", f"# {_card_title(sample)}", *banner, say("card-what"), *origin,
        f"## {say('card-observed')}", observation_list, *([f"## {say('card-reading')}", _render_examples(rows, parts_by_relation, repo)] if parts_by_relation else []),
        f"## {say('card-contents')}", _render_contents(rows, parts_by_relation), *(_render_relation(known_relations[name]) for name in parts_by_relation),
        *([f"## {say('card-state')}", say("card-state-what", source=f"hf://datasets/{repo}" if repo else "FOLDER")] if has_state else []), "---",
        say("card-made", version=version("hub-almanac")),
    ]) + "\n"  # fmt: skip


def _card_title(sample: bool) -> str:
    return say("card-title-sample" if sample else "site")


def _render_front_matter(
    rows: Mapping[Part, RowCount], parts_by_relation: Mapping[str, list[Part]], *, sample: bool
) -> str:
    default = DEFAULT_RELATION if DEFAULT_RELATION in parts_by_relation else next(iter(parts_by_relation), "")
    configs = [
        {"config_name": name, "data_files": file_pattern(parts), **({"default": True} if name == default else {})}
        for name, parts in parts_by_relation.items()
    ]
    row_count = sum(
        sum(rows[part].rows for part in parts if part.file_format is _choose_format(parts))
        for parts in parts_by_relation.values()
    )
    return yaml.safe_dump(
        {
            "pretty_name": _card_title(sample),
            "language": list(languages()),  # of category names and descriptions
            "tags": ["hub-almanac", "hugging-face-hub", "metadata", "trending", *(["sample-data"] if sample else [])],
            "size_categories": [SIZE_CATEGORIES[min(max(len(str(row_count)) - 3, 0), len(SIZE_CATEGORIES) - 1)]],
            "configs": configs,
        },
        sort_keys=False,
        allow_unicode=True,
        width=1000,
    )


def file_pattern(parts: list[Part]) -> str:
    """Return the glob pattern of a relation's files in one format: Parquet if both exist."""
    file_format = _choose_format(parts)
    has_dates = any(part.date for part in parts)
    return (
        Part(parts[0].relation, None, file_format).path
        if not has_dates
        else f"{parts[0].relation}/*/*.{file_format.value}"
    )


def _choose_format(parts: list[Part]) -> FileFormat:
    return FileFormat.parquet if any(part.file_format is FileFormat.parquet for part in parts) else FileFormat.csv


def _render_archives(sources: Sequence[Archive]) -> str:
    headings = _translate_headings("source", "days", "license", "attribution", "address")
    rows = [(item.name, item.days, item.license or "–", item.attribution or "–", item.address) for item in sources]
    return format_markdown_table(headings, rows)


def _render_examples(
    rows: Mapping[Part, RowCount], parts_by_relation: Mapping[str, list[Part]], repo: str | None
) -> str:
    name = DEFAULT_RELATION if DEFAULT_RELATION in parts_by_relation else next(iter(parts_by_relation))
    root = f"hf://datasets/{repo}/" if repo else ""
    file_format, path = _choose_format(parts_by_relation[name]), root + file_pattern(parts_by_relation[name])
    last_day = max((day for part in parts_by_relation[name] for day in rows[part].days), default=None)
    examples = f"""\
```sql
-- DuckDB
FROM read_{file_format.value}('{path}', hive_partitioning = false{", allow_quoted_nulls = false" if file_format is FileFormat.csv else ""}){f" WHERE date = DATE '{last_day}'" if last_day else ""};
```

```python
import polars as pl

pl.scan_{file_format.value}("{path}"{", hive_partitioning=False" if file_format is FileFormat.parquet else ""}).collect()
```"""
    paths = [] if repo else [say("card-paths")]
    return "\n\n".join([examples, *paths, say("card-columns-in-files")])


def _render_contents(rows: Mapping[Part, RowCount], parts_by_relation: Mapping[str, list[Part]]) -> str:
    lines: list[tuple[object, ...]] = []
    for name, parts in parts_by_relation.items():
        for file_format in FileFormat:
            format_parts = [part for part in parts if part.file_format is file_format]
            if not format_parts:
                continue
            days = sorted({day for part in format_parts for day in rows[part].days})
            day_cells = (len(days), days[0], days[-1]) if days else ("–", "–", "–")
            lines.append((name, file_format.value, f"{sum(rows[part].rows for part in format_parts):,}", *day_cells))
    return format_markdown_table(
        _translate_headings("relation", "files", "rows", "days", "first-day", "last-day"), lines
    )


def _translate_headings(*names: str) -> list[str]:
    return [say(f"card-heading-{name}") for name in names]


def _render_relation(relation: Relation) -> str:
    columns = [(column.name, STORED_TYPES.get(column.type, column.type), column.comment) for column in relation.columns]
    return f"### {escape_markdown(relation.name)}\n\n{escape_markdown(relation.comment)}\n\n{format_markdown_table(_translate_headings('column', 'type', 'meaning'), columns)}"
