"""How an answer of the database is written: a table for people, CSV, JSON, Parquet and Markdown for programs."""

import itertools
import json
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import typer
from rich.cells import cell_len
from rich.text import Text

from pipeline.cli.terminal import console, plain, table, tame
from pipeline.errors import AlmanacError, UsageError
from pipeline.published.formulas import without_formula
from pipeline.published.query_limits import Watch, whole_file
from pipeline.text import escaped

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN = 1000  # rows of a table, unless asked otherwise
BATCH = 10_000  # rows in memory at a time
WIDEST = 200  # columns of a table
LONGEST_WORD = 500  # characters of what DuckDB says
LONGEST = 300  # characters of a value in a terminal


class Format(StrEnum):
    """How an answer is written."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"
    md = "md"


class QueryError(UsageError):
    """DuckDB refused the query."""


def write(
    answer: duckdb.DuckDBPyConnection,
    form: Format,
    output: Path | None,
    most: int | None,
    watch: Watch,
    *,
    spreadsheet_safe: bool = False,
) -> None:
    """Write an answer, a batch of rows at a time: it may be larger than memory.

    `most`: rows at most; None for SHOWN of a table, else for all. `spreadsheet_safe`: CSV without formulas. Raises AlmanacError when the file cannot be written,
    QueryError when the query fails on the way, OutOfTime when `watch` ended it.
    """
    names = _distinct([column[0] for column in answer.description or []])
    if not names:
        return
    rows = Rows(answer, most, watch)
    try:
        if output is not None:
            with whole_file(output, watch) as path:
                if form is Format.parquet:
                    _parquet(rows, names, path)
                else:
                    with path.open("w", encoding="utf-8", newline="") as file:
                        file.writelines(_text(names, iter(rows), form, spreadsheet_safe=spreadsheet_safe))
        elif form is Format.table:
            print_rows(names, answer, most or SHOWN)
        else:
            # A file or another program gets the text as it is; a terminal would obey its control characters.
            made_safe = tame if sys.stdout.isatty() else str
            for text in _text(names, iter(rows), form, spreadsheet_safe=spreadsheet_safe):
                typer.echo(made_safe(text), nl=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        where = output or "the answer"
        raise AlmanacError(f"{where} cannot be written: {error.strerror or error}.") from error
    except (duckdb.Error, RuntimeError, ValueError, TypeError, OverflowError, MemoryError) as error:
        raise explained(error, watch) from error
    if rows.cut:
        console(err=True).print(plain(f"Only the first {most:,} rows, as --rows asked; there are more."))


def explained(error: Exception, watch: Watch) -> BaseException:
    """What DuckDB says, in one line."""
    if isinstance(error, duckdb.InterruptException) or "Query interrupted" in str(error):
        watch.check()
        return KeyboardInterrupt()
    if isinstance(error, duckdb.OutOfMemoryException | MemoryError):
        return QueryError(
            "The query needs more memory than a query is given. Ask for less of it: fewer rows, fewer columns, a LIMIT."
        )
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    hint = next((f" {line}" for line in lines if line.startswith(("Did you mean", "Candidate bindings"))), "")
    return QueryError(f"{lines[0][:LONGEST_WORD] if lines else type(error).__name__}{hint[:LONGEST_WORD]}")


class Rows:
    """The rows of an answer, up to `most`; afterwards `cut` tells whether there were more."""

    def __init__(self, answer: duckdb.DuckDBPyConnection, most: int | None, watch: Watch):
        self.answer, self.most, self.watch = answer, most, watch
        self.cut = False

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        left = self.most
        while batch := self.answer.fetchmany(BATCH):
            self.watch.check()
            if left is not None and len(batch) > left:
                self.cut = True
                yield from batch[:left]
                return
            yield from batch
            left = None if left is None else left - len(batch)

    def batches(self) -> tuple["pa.Schema", Iterator["pa.RecordBatch"]]:
        """The same as Arrow: the schema, and its record batches."""
        reader = self.answer.to_arrow_reader(BATCH)

        def some() -> Iterator["pa.RecordBatch"]:
            left = self.most
            for batch in reader:
                self.watch.check()
                if left is not None and len(batch) > left:
                    self.cut = True
                    yield batch.slice(0, left)
                    return
                yield batch
                left = None if left is None else left - len(batch)

        return reader.schema, some()


def print_rows(names: list[str], answer: duckdb.DuckDBPyConnection, most: int) -> None:
    """The first `most` rows as a table; where that is wider than the terminal allows, or than anyone reads, a line for each value."""
    rows = answer.fetchmany(most + 1)
    out = console()
    if names == ["explain_key", "explain_value"] and all(isinstance(value, str) for _, value in rows):
        for _, value in rows:
            out.print(Text(tame(value)), soft_wrap=True)
        return
    numeric = {i for i in range(len(names)) if any(isinstance(row[i], int | float | Decimal) for row in rows[:50])}
    shown = [[_cell(value, out.is_terminal) for value in row] for row in rows[:most]]
    if rows and (len(names) > WIDEST or (out.is_terminal and _narrowest(names, shown, numeric) > out.width)):
        wide = max(map(len, names))
        for number, row in enumerate(shown, 1):
            out.print(plain(f"row {number}"), style="bold")
            for name, value in zip(names, row, strict=True):
                out.print(Text.assemble((tame(name).ljust(wide + 2), "dim"), value))
    else:
        made = table([(tame(name), i in numeric) for i, name in enumerate(names)])
        for row in shown:
            made.add_row(*row)
        out.print(made)
    if not rows:
        out.print(plain("No rows."), style="dim")
    if len(rows) > most:
        out.print(
            plain(f"… only the first {most} rows are shown; --rows N shows more, --format csv writes all."), style="dim"
        )


def _distinct(names: list[str]) -> list[str]:
    """The names, numbered where they repeat: JSON and Parquet would lose a column."""
    made: dict[str, int] = {}  # name: the number that its next namesake tries first
    for name in names:
        fresh = name
        while fresh in made:
            fresh = f"{name}_{made[name]}"
            made[name] += 1
        made[fresh] = 1
    return list(made)


def _cell(value: object, cut: bool) -> Text:
    text = plain("–" if value is None else value)
    if cut and len(text) > LONGEST:  # a list of 2,000 tags would fill the screen
        text.truncate(LONGEST, overflow="ellipsis")
    return text


def _narrowest(names: list[str], rows: list[list[Text]], numeric: set[int]) -> int:
    """Columns that a readable table needs: figures and headings whole, texts foldable to 16."""
    needs = 0
    for i, name in enumerate(names):
        widest = max([cell_len(name), *(row[i].cell_len for row in rows)])
        needs += widest + 2 if i in numeric else max(cell_len(name), min(widest, 16)) + 2
    return needs - 2


def _parquet(rows: Rows, names: list[str], path: Path) -> None:
    import pyarrow as pa  # noqa: PLC0415  slow to import
    import pyarrow.parquet as pq  # noqa: PLC0415

    told, batches = rows.batches()
    schema = pa.schema([field.with_name(name) for field, name in zip(told, names, strict=True)])
    try:
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(pa.record_batch(batch.columns, schema=schema))
    except pa.ArrowNotImplementedError as error:
        raise QueryError(
            f"Parquet has no type for a column of this answer ({error}); cast it, as in CAST(x AS VARCHAR)."
        ) from error


def _text(
    names: list[str], rows: Iterator[tuple[object, ...]], form: Format, *, spreadsheet_safe: bool = False
) -> Iterator[str]:
    """The answer in pieces."""
    if form is Format.json:
        import msgspec  # noqa: PLC0415  only for this

        encoder = msgspec.json.Encoder(enc_hook=str, decimal_format="number")

        def encoded(value: object) -> str:
            # sums are 128 bits wide, more than the encoder takes
            return str(value) if type(value) is int else encoder.encode(value).decode()

        keys = [encoded(name) for name in names]
        yield "["
        before = "\n"
        for row in rows:
            yield f"{before}  {{{', '.join(f'{key}: {encoded(value)}' for key, value in zip(keys, row, strict=True))}}}"
            before = ",\n"
        yield "]\n" if before == "\n" else "\n]\n"
    elif form is Format.csv:
        for row in itertools.chain([names], rows):
            cells = map(without_formula, row) if spreadsheet_safe else row
            yield ",".join(map(_field, cells)) + "\n"
    elif form is Format.md:
        yield _cells(names) + "\n|" + "---|" * len(names) + "\n"
        for row in rows:
            yield _cells(row) + "\n"
    else:
        for row in itertools.chain([names], rows):
            yield "\t".join(str(plain("–" if value is None else value)) for value in row) + "\n"


def _field(value: object) -> str:
    """A CSV field as DuckDB reads and writes it: NULL is nothing, an empty text is quoted; lists and structs are JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict | tuple):
        value = json.dumps(value, default=str, ensure_ascii=False)
    text = str(value)
    return '"' + text.replace('"', '""') + '"' if not text or any(c in text for c in '",\n\r') else text


def _cells(values: Iterable[object]) -> str:
    return "| " + " | ".join("–" if value is None else escaped(str(value)) for value in values) + " |"
