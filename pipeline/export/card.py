"""The data card of an export: README.md as the Hub reads it. Pure: the same files make the same card."""

from collections.abc import Mapping
from functools import partial
from importlib.metadata import version

import yaml

from pipeline.export.files import WRITTEN_AS
from pipeline.export.folder import Form, Part
from pipeline.i18n.messages import FIRST, languages, text
from pipeline.published.data_dictionary import Relation, relations
from pipeline.text import escaped, table

OBSERVED = (
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
SIZES = ["n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M", "100M<n<1B", "1B<n<10B", "10B<n<100B", "100B<n<1T", "n>1T"]  # fmt: skip
SHOWN_FIRST = "trends"
say = partial(text, FIRST)  # the comments of columns are in English


def card(rows: Mapping[Part, int], *, notice: str, hub: str, repo: str | None) -> str:
    """The whole card for files with so many rows each.

    `notice`: that this is sample data; empty for real data. `hub`: the Hub that was asked. `repo`: owner/name on the Hub.
    """
    known, sample = relations(), bool(notice)
    held = {name: [part for part in rows if part.relation == name] for name in known}
    held = {name: parts for name, parts in held.items() if parts}
    banner = [f"> **{escaped(notice)}**"] if sample else []
    source = [] if sample else [say("card-source", hub=escaped(hub))]
    observed = "\n".join(f"- {say(f'card-observed-{name}')}" for name in OBSERVED)
    return "\n\n".join([
        f"---\n{_front_matter(rows, held, sample=sample)}---", f"# {_title(sample)}", *banner, say("card-what"), *source,
        f"## {say('card-observed')}", observed, *([f"## {say('card-reading')}", _reading(held, repo)] if held else []),
        f"## {say('card-contents')}", _contents(rows, held), *(_described(known[name]) for name in held), "---",
        say("card-made", version=version("hub-almanac")),
    ]) + "\n"  # fmt: skip


def _title(sample: bool) -> str:
    return say("card-title-sample" if sample else "site")


def _front_matter(rows: Mapping[Part, int], held: Mapping[str, list[Part]], *, sample: bool) -> str:
    default = SHOWN_FIRST if SHOWN_FIRST in held else next(iter(held), "")
    configs = [
        {"config_name": name, "data_files": files_of(parts), **({"default": True} if name == default else {})}
        for name, parts in held.items()
    ]
    size = sum(sum(rows[part] for part in parts if part.form is _form(parts)) for parts in held.values())
    return yaml.safe_dump(
        {
            "pretty_name": _title(sample),
            "language": list(languages()),  # of the names and descriptions of categories
            "tags": ["hub-almanac", "hugging-face-hub", "metadata", "trending", *(["sample-data"] if sample else [])],
            "size_categories": [SIZES[min(max(len(str(size)) - 3, 0), len(SIZES) - 1)]],
            "configs": configs,
        },
        sort_keys=False,
        allow_unicode=True,
        width=1000,
    )


def files_of(parts: list[Part]) -> str:
    """The pattern of a relation's files; of the Parquet ones where there are both: a reader wants one kind."""
    form = _form(parts)
    dated = any(part.date for part in parts)
    return Part(parts[0].relation, None, form).path if not dated else f"{parts[0].relation}/*/*.{form.value}"


def _form(parts: list[Part]) -> Form:
    return Form.parquet if any(part.form is Form.parquet for part in parts) else Form.csv


def _reading(held: Mapping[str, list[Part]], repo: str | None) -> str:
    name = SHOWN_FIRST if SHOWN_FIRST in held else next(iter(held))
    root = f"hf://datasets/{repo}/" if repo else ""
    form, path = _form(held[name]), root + files_of(held[name])
    last = max((part.date for part in held[name] if part.date), default=None)
    said = f"""\
```sql
-- DuckDB
FROM read_{form.value}('{path}', hive_partitioning = false{", allow_quoted_nulls = false" if form is Form.csv else ""}){f" WHERE date = DATE '{last}'" if last else ""};
```

```python
import polars as pl

pl.scan_{form.value}("{path}"{", hive_partitioning=False" if form is Form.parquet else ""}).collect()
```"""
    paths = [] if repo else [say("card-paths")]
    return "\n\n".join([said, *paths, say("card-columns-in-files")])


def _contents(rows: Mapping[Part, int], held: Mapping[str, list[Part]]) -> str:
    lines: list[tuple[object, ...]] = []
    for name, parts in held.items():
        for form in Form:
            mine = [part for part in parts if part.form is form]
            if not mine:
                continue
            days = sorted(part.date for part in mine if part.date)
            of_days = (len(days), days[0], days[-1]) if days else ("–", "–", "–")
            lines.append((name, form.value, f"{sum(rows[part] for part in mine):,}", *of_days))
    return table(_headings("relation", "files", "rows", "days", "first-day", "last-day"), lines)


def _headings(*names: str) -> list[str]:
    return [say(f"card-heading-{name}") for name in names]


def _described(relation: Relation) -> str:
    columns = [(column.name, WRITTEN_AS.get(column.type, column.type), column.comment) for column in relation.columns]
    return f"### {escaped(relation.name)}\n\n{escaped(relation.comment)}\n\n{table(_headings('column', 'type', 'meaning'), columns)}"
