"""The data card of an export: README.md as the Hub reads it. Pure: the same files make the same card."""

from collections.abc import Mapping
from importlib.metadata import version

import yaml

from pipeline.export.files import WRITTEN_AS
from pipeline.export.folder import Form, Part
from pipeline.published.data_dictionary import Relation, relations
from pipeline.text import escaped, table

WHAT = """\
What the metadata of the Hugging Face Hub looked like, day by day, written down by Hub Almanac: which models and datasets there
were, their downloads and likes as observed, and what was trending in each documented category. Metadata only; no files of any
repo are in here. The Hub itself shows only what is popular now and keeps no public history."""
OBSERVED = """\
- A day is the Hub's, UTC. All times are UTC.
- Unknown is NULL, never 0. A counter that was not observed has a status, not a made-up value.
- `status` of a repo's day: `observed`; `partial`, a counter was missing from the answer; `unsound`, downloads or likes of the
  whole Hub are not believed (0 for most repos, or a total that fell or rose as on no day before); `frozen`, the Hub's daily refresh left the repo out, so that its counters are those of the day before;
  `rolled_back`, its all-time counter is below its highest; `corrected`, it was so for the eighth time in a row, and counts from here.
- `days` tells how each day was observed as a whole: `observed`, `partial` (only leaders or the categories were listed), `frozen`, or
  `unobserved`: a day that nobody wrote down is a gap, and stays one.
- `coverage` and `scope` tell how much of the Hub was listed. With `leaders`, that a repo is absent means nothing.
- `downloads` is the Hub's counter of the trailing 30 days: its differences are no downloads of a day. `downloads_all_time` is.
- Names change and are used again; `oid` (the Hub's `_id`) is a repo's identity.
- Rows are in the order of their columns, from left to right; NULL comes last.
- In CSV files an empty field is NULL, `""` an empty text; lists are written as `[a, b]`. Texts are
  exact: a spreadsheet takes one that begins with `=`, `+`, `-` or `@` for a formula, so import these columns as text."""
SIZES = ["n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M", "100M<n<1B", "1B<n<10B", "10B<n<100B", "100B<n<1T", "n>1T"]  # fmt: skip
SHOWN_FIRST = "trends"
COLUMNS_ARE_IN_THE_FILES = """\
Every column is in the files, the day too. Without `hive_partitioning = false` DuckDB takes columns from the names of folders instead, of those above
this one as well: below a folder `date=2020-01-01` each row would be of that day."""


def card(rows: Mapping[Part, int], *, notice: str, hub: str, repo: str | None) -> str:
    """The whole card for files with so many rows each.

    `notice`: that this is sample data; empty for real data. `hub`: the Hub that was asked. `repo`: owner/name on the Hub.
    """
    known, sample = relations(), bool(notice)
    held = {name: [part for part in rows if part.relation == name] for name in known}
    held = {name: parts for name, parts in held.items() if parts}
    banner = [f"> **{escaped(notice)}**"] if sample else []
    source = [] if sample else [f"The Hub that was asked: {escaped(hub)}."]
    made = (
        f"Made by hub-almanac {version('hub-almanac')}. Each Parquet file bears the same words as key-value metadata."
    )
    return "\n\n".join([
        f"---\n{_front_matter(rows, held, sample=sample)}---", f"# {_title(sample)}", *banner, WHAT, *source,
        "## How it was observed", OBSERVED, *(["## How to read it", _reading(held, repo)] if held else []),
        "## What is in it", _contents(rows, held), *(_described(known[name]) for name in held), "---", made,
    ]) + "\n"  # fmt: skip


def _title(sample: bool) -> str:
    return "Hub Almanac (SAMPLE DATA)" if sample else "Hub Almanac"


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
            "language": ["en", "ko"],
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
    where = "" if repo else "\n\nThe paths are those in this folder."
    days = f"\n\n{COLUMNS_ARE_IN_THE_FILES}"
    return said + where + days


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
    return table(["relation", "files", "rows", "days", "first day", "last day"], lines)


def _described(relation: Relation) -> str:
    columns = [(column.name, WRITTEN_AS.get(column.type, column.type), column.comment) for column in relation.columns]
    return f"### {escaped(relation.name)}\n\n{escaped(relation.comment)}\n\n{table(['column', 'type', 'meaning'], columns)}"
