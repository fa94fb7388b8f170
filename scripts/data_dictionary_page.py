"""Write docs/tables.md: the database's comments, with an example row of each relation from the sample Hub.

python -m scripts.data_dictionary_page            # writes the page
python -m scripts.data_dictionary_page --check    # compares; exit status 1 at the first difference
"""

import argparse
import datetime as dt
import re
import sys
import tempfile
from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path

import duckdb

from pipeline.cli.demo import fill_home
from pipeline.config import Home
from pipeline.kinds import KINDS
from pipeline.published.data_dictionary import Macro, Relation, load_macros, load_relations
from pipeline.published.reader import open_published
from pipeline.sample_hub.world import sample_world
from pipeline.text import escape_markdown, format_markdown_table

PAGE_PATH = Path(__file__).resolve().parent.parent / "docs" / "tables.md"
LAST_DAY, MISSING_DAY = dt.date(2026, 11, 20), dt.date(2026, 11, 14)  # of the sample days; one of them is missing
GROUPS = {
    "Catalogue": ("categories",),
    "Repos now": tuple(kind.plural for kind in KINDS.values()),
    "History": (*(kind.history for kind in KINDS.values()), "events", "category_daily", "removed_likes"),
    "Trend boards": ("trends", "boards", "movers", "families"),
    "Featured models": ("featured",),
    "Quality": ("snapshots", "days", "sources", "rejects", "scorecard", "true_downloads", "adoption_accuracy"),
}
MAX_EXAMPLE_LENGTH = 60  # characters

OPENING = """\
# Tables and macros

Everything in `hub.duckdb` that you can query. This page is generated from the database's comments: do not edit it; edit
those (`sql/schema/published.sql`, `sql/schema/views.sql`, `sql/schema/kind.sql`, `sql/macros/macros.sql`; `pipeline/hub_api/fields.py` for the Hub's fields), then run `make tables`, which is
`.venv/bin/python -m scripts.data_dictionary_page`.

## How to open it

`hub.duckdb` is in the home, by default `./data`. It is a read-only copy, replaced atomically after each good day. Open it
with DuckDB 1.5 or later, even during a run.

```sh
almanac sql "FROM top('translation')"      # or without a query, for a prompt
duckdb -readonly data/hub.duckdb
.venv/bin/python -c "import duckdb; print(duckdb.connect('data/hub.duckdb', read_only=True).sql('FROM snapshots'))"
```

```sql
SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'trends';  -- this page's text, from the file itself
```

The schema `store` in the same file is private: its tables change between versions, and their contents are available here.

## How the numbers were observed

- **Days follow the Hub's clock.** `date` is a UTC day by the `Date` header of the Hub's responses, never by the local clock.
  Times are UTC too, stored without a zone.
- **`oid` is the identity** of a repo: the Hub's `_id`. Names (`id`) change, are reused, and may differ only by letter case; join by `oid`.
- **NULL is unknown, never 0.** Each column says when it is NULL; *never* means never.
- **Each observation has a status** in `model_history` and `dataset_history`: {status} On other days
  there is no row; `days` and `days_of(id)` show why.
- **Source** names the field of the Hub's API from which a column takes its value, or a part of it, unchanged. Almanac derives
  columns without a source.
- **Examples** are invented repos of the sample Hub: the row of each relation with the fewest NULLs. They are shortened: numbers to
  at most four decimals, times to the minute, long values to {longest} characters, the sample Hub's address without its port.
"""


def render_page(con: duckdb.DuckDBPyConnection) -> str:
    """Render the page, with examples from the published file open in `con`."""
    relations_by_name = load_relations()
    status = next(column.meaning for column in relations_by_name["model_history"].columns if column.name == "status")
    contents = [f"- [{group}](#{_make_anchor(group)}): {_render_links(names)}" for group, names in GROUPS.items()]
    contents.append(f"- [Macros](#macros): {_render_links(load_macros())}")
    parts = [
        OPENING.format(status=escape_markdown(status), longest=MAX_EXAMPLE_LENGTH),
        "## Contents",
        "\n".join(contents),
    ]
    for group, names in GROUPS.items():
        parts += [f"## {group}", *(_render_relation(con, relations_by_name[name]) for name in names)]
    parts += [
        "## Macros",
        "Table functions: call them in FROM.",
        *map(_render_macro, load_macros().values()),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _render_relation(con: duckdb.DuckDBPyConnection, relation: Relation) -> str:
    headings = ["column", "type", "meaning", "unit", "source", "NULL"]
    rows = [
        [column.name, column.type, column.meaning, column.unit or "", ", ".join(column.source), column.null or "never"]
        for column in relation.columns
    ]
    empty_note = "The sample has no such row.\n\n"
    if example := _find_example(con, relation):
        headings.append("example")
        rows = [[*cells, _format_value(value)] for cells, value in zip(rows, example, strict=True)]
        empty_note = ""
    return f"### `{relation.name}`\n\n{escape_markdown(relation.comment)}\n\n{empty_note}{format_markdown_table(headings, rows)}"


def _find_example(con: duckdb.DuckDBPyConnection, relation: Relation) -> tuple[object, ...]:
    """Return the row with the fewest NULLs, ties broken by columns that do not depend on the run; () if there are
    none."""
    nulls = " + ".join(f'CAST("{column.name}" IS NULL AS INTEGER)' for column in relation.columns)
    stable_columns = ", ".join(f'"{column.name}"' for column in relation.columns if column.type != "TIMESTAMP")
    return con.execute(f'SELECT * FROM "{relation.name}" ORDER BY {nulls}, {stable_columns} LIMIT 1').fetchone() or ()


def _format_value(value: object) -> str:
    """Format a value as text, without anything that differs between runs."""
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).lower()
        case float():
            return f"{value:.4f}".rstrip("0").rstrip(".")
        case dt.datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case list():
            text = ", ".join(map(str, value))
        case _:
            text = re.sub(r"^(http://127\.0\.0\.1):\d+", r"\1", str(value))
    return text if len(text) <= MAX_EXAMPLE_LENGTH else text[: MAX_EXAMPLE_LENGTH - 1] + "…"


def _render_macro(macro: Macro) -> str:
    signature = ", ".join(
        name if default is None else f"{name} := {default}" for name, default in macro.parameters.items()
    )
    result_columns = ", ".join(f"`{name}` {type}" for name, type in macro.columns.items())
    return f"### `{macro.name}`\n\n{escape_markdown(macro.meaning)}\n\n```sql\n{macro.name}({signature})\n{macro.example};  -- for example\n```\n\nReturns {result_columns}."


def _render_links(names: Iterable[str]) -> str:
    return ", ".join(f"[`{name}`](#{_make_anchor(name)})" for name in names)


def _make_anchor(heading: str) -> str:
    """Return GitHub's anchor for a heading."""
    return heading.lower().replace(" ", "-")


def render_sample_page() -> str:
    world = sample_world(LAST_DAY, days=9, models=300, datasets=80)
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        for _ in fill_home(home, world, [day for day in world.days if day != MISSING_DAY], pages=False):
            pass
        with open_published(home) as con:
            return render_page(con)


def main() -> int:
    parser = argparse.ArgumentParser(description="Write docs/tables.md from the database's comments.")
    parser.add_argument("--check", action="store_true", help="only compare; print the first difference")
    only_check = parser.parse_args().check
    page_text = render_sample_page()
    if not only_check:
        PAGE_PATH.write_text(page_text, encoding="utf-8")
        return 0
    lines = zip_longest(PAGE_PATH.read_text(encoding="utf-8").splitlines(), page_text.splitlines())
    for number, (current_line, expected_line) in enumerate(lines, 1):
        if current_line != expected_line:
            sys.stderr.write(
                f"docs/tables.md differs from the database's comments. Line {number} is\n{current_line}\nbut should be\n{expected_line}\nRun `make tables`.\n"
            )
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
