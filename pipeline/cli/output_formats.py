"""Write query results: a table for people; CSV, JSON, Parquet and Markdown for programs."""

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

from pipeline.cli.terminal import console, make_table, sanitize, sanitize_lines
from pipeline.errors import AlmanacError, UsageError
from pipeline.files import describe_os_error
from pipeline.i18n.locale import localize
from pipeline.notes import Note
from pipeline.published.formulas import escape_formula
from pipeline.published.query_limits import QueryWatchdog, write_atomically
from pipeline.text import escape_markdown

if TYPE_CHECKING:
    import pyarrow as pa

DEFAULT_TABLE_ROWS = 1000
BATCH_ROWS = 10_000  # rows in memory at a time
MAX_TABLE_COLUMNS = 200
MAX_ERROR_LENGTH = 500  # characters of a DuckDB message
MAX_VALUE_LENGTH = 300  # characters of a value on a terminal


class OutputFormat(StrEnum):
    """Format of a result."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"
    md = "md"


class QueryError(UsageError):
    """DuckDB rejected the query."""


def write_answer(
    answer: duckdb.DuckDBPyConnection,
    output_format: OutputFormat,
    output: Path | None,
    row_limit: int | None,
    watch: QueryWatchdog,
    *,
    spreadsheet_safe: bool = False,
) -> None:
    """Write a result in batches of rows, because it may be larger than memory.

    `row_limit`: maximum rows; None means DEFAULT_TABLE_ROWS for a table, else all. `spreadsheet_safe`: CSV without
    formulas. Raises AlmanacError if the file cannot be written, QueryError if the query fails, QueryTimeout.
    """
    names = _deduplicate_names([column[0] for column in answer.description or []])
    if not names:
        return
    rows = LimitedRows(answer, row_limit, watch)
    try:
        if output is not None:
            with write_atomically(output, watch) as path:
                if output_format is OutputFormat.parquet:
                    _write_parquet(rows, names, path)
                else:
                    with path.open("w", encoding="utf-8", newline="") as file:
                        file.writelines(
                            _format_rows(names, iter(rows), output_format, spreadsheet_safe=spreadsheet_safe)
                        )
        elif output_format is OutputFormat.table:
            print_rows(names, answer, row_limit or DEFAULT_TABLE_ROWS)
        else:
            # only a terminal obeys control characters
            sanitize_output = sanitize_lines if sys.stdout.isatty() else str
            for piece in _format_rows(names, iter(rows), output_format, spreadsheet_safe=spreadsheet_safe):
                typer.echo(sanitize_output(piece), nl=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        cause = describe_os_error(error, output)
        raise AlmanacError(
            Note("cannot_write_output", {"cause": cause})
            if output is None
            else Note("cannot_write", {"path": str(output), "cause": cause})
        ) from error
    except (duckdb.Error, RuntimeError, ValueError, TypeError, OverflowError, MemoryError) as error:
        raise translate_error(error, watch) from error
    if rows.has_more:
        console(err=True).print(sanitize(localize("sql-stopped", rows=row_limit)))


def translate_error(error: Exception, watch: QueryWatchdog) -> BaseException:
    """Return the error for a DuckDB error, with a one-line message."""
    if isinstance(error, duckdb.InterruptException) or "Query interrupted" in str(error):
        watch.check()
        return KeyboardInterrupt()
    if isinstance(error, duckdb.OutOfMemoryException | MemoryError):
        return QueryError(Note("query_out_of_memory"))
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    hint = next((f" {line}" for line in lines if line.startswith(("Did you mean", "Candidate bindings"))), "")
    reason = f"{lines[0][:MAX_ERROR_LENGTH] if lines else type(error).__name__}{hint[:MAX_ERROR_LENGTH]}"
    return QueryError(Note("query_failed", {"reason": reason}))


class LimitedRows:
    """Rows of a result up to `limit`; `has_more` is true afterwards if rows were left."""

    def __init__(self, answer: duckdb.DuckDBPyConnection, limit: int | None, watch: QueryWatchdog):
        self.answer, self.limit, self.watch = answer, limit, watch
        self.has_more = False

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        remaining = self.limit
        while batch := self.answer.fetchmany(BATCH_ROWS):
            self.watch.check()
            if remaining is not None and len(batch) > remaining:
                self.has_more = True
                yield from batch[:remaining]
                return
            yield from batch
            remaining = None if remaining is None else remaining - len(batch)

    def batches(self) -> tuple["pa.Schema", Iterator["pa.RecordBatch"]]:
        """Return the same rows as an Arrow schema and record batches."""
        reader = self.answer.to_arrow_reader(BATCH_ROWS)

        def limited_batches() -> Iterator["pa.RecordBatch"]:
            remaining = self.limit
            for batch in reader:
                self.watch.check()
                if remaining is not None and len(batch) > remaining:
                    self.has_more = True
                    yield batch.slice(0, remaining)
                    return
                yield batch
                remaining = None if remaining is None else remaining - len(batch)

        return reader.schema, limited_batches()


def print_rows(names: list[str], answer: duckdb.DuckDBPyConnection, row_limit: int) -> None:
    """Print up to `row_limit` rows as a table, or one line per value if it is too wide."""
    rows = answer.fetchmany(row_limit + 1)
    out = console()
    if names == ["explain_key", "explain_value"] and all(isinstance(value, str) for _, value in rows):
        for _, value in rows:
            out.print(Text(sanitize_lines(value)), soft_wrap=True)
        return
    numeric = {i for i in range(len(names)) if any(isinstance(row[i], int | float | Decimal) for row in rows[:50])}
    cell_rows = [[_make_cell(value, out.is_terminal) for value in row] for row in rows[:row_limit]]
    if rows and (
        len(names) > MAX_TABLE_COLUMNS
        or (out.is_terminal and _measure_min_width(names, cell_rows, numeric) > out.width)
    ):
        name_width = max(map(len, names))
        for number, row in enumerate(cell_rows, 1):
            out.print(sanitize(localize("sql-row-number", number=number)), style="bold")
            for name, value in zip(names, row, strict=True):
                out.print(Text.assemble((sanitize_lines(name).ljust(name_width + 2), "dim"), value))
    else:
        table = make_table([(sanitize_lines(name), i in numeric) for i, name in enumerate(names)])
        for row in cell_rows:
            table.add_row(*row)
        out.print(table)
    if not rows:
        out.print(sanitize(localize("sql-no-rows")), style="dim")
    if len(rows) > row_limit:
        out.print(sanitize(localize("sql-first-rows", rows=row_limit)), style="dim")


def _deduplicate_names(names: list[str]) -> list[str]:
    """Number repeated names, because JSON and Parquet would lose a column."""
    next_numbers: dict[str, int] = {}  # name: suffix to try first for the next duplicate
    for name in names:
        unique_name = name
        while unique_name in next_numbers:
            unique_name = f"{name}_{next_numbers[name]}"
            next_numbers[name] += 1
        next_numbers[unique_name] = 1
    return list(next_numbers)


def _make_cell(value: object, truncate: bool) -> Text:
    text = sanitize("–" if value is None else value)
    if truncate and len(text) > MAX_VALUE_LENGTH:  # a list of 2,000 tags would fill the screen
        text.truncate(MAX_VALUE_LENGTH, overflow="ellipsis")
    return text


def _measure_min_width(names: list[str], rows: list[list[Text]], numeric: set[int]) -> int:
    """Return the width of a readable table: full figures and headings, texts wrapped at 16."""
    width = 0
    for i, name in enumerate(names):
        widest = max([cell_len(name), *(row[i].cell_len for row in rows)])
        width += widest + 2 if i in numeric else max(cell_len(name), min(widest, 16)) + 2
    return width - 2


def _write_parquet(rows: LimitedRows, names: list[str], path: Path) -> None:
    import pyarrow as pa  # noqa: PLC0415  slow to import
    import pyarrow.parquet as pq  # noqa: PLC0415

    arrow_schema, batches = rows.batches()
    schema = pa.schema([field.with_name(name) for field, name in zip(arrow_schema, names, strict=True)])
    try:
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(pa.record_batch(batch.columns, schema=schema))
    except pa.ArrowNotImplementedError as error:
        raise QueryError(Note("parquet_type", {"reason": str(error)})) from error


def _format_rows(
    names: list[str], rows: Iterator[tuple[object, ...]], output_format: OutputFormat, *, spreadsheet_safe: bool = False
) -> Iterator[str]:
    """Yield the formatted result in pieces."""
    if output_format is OutputFormat.json:
        import msgspec  # noqa: PLC0415  only JSON needs it

        encoder = msgspec.json.Encoder(enc_hook=str, decimal_format="number")

        def encode(value: object) -> str:
            # the encoder does not support the 128-bit integers of sums
            return str(value) if type(value) is int else encoder.encode(value).decode()

        keys = [encode(name) for name in names]
        yield "["
        separator = "\n"
        for row in rows:
            yield f"{separator}  {{{', '.join(f'{key}: {encode(value)}' for key, value in zip(keys, row, strict=True))}}}"
            separator = ",\n"
        yield "]\n" if separator == "\n" else "\n]\n"
    elif output_format is OutputFormat.csv:
        for row in itertools.chain([names], rows):
            cells = map(escape_formula, row) if spreadsheet_safe else row
            yield ",".join(map(_format_csv_field, cells)) + "\n"
    elif output_format is OutputFormat.md:
        yield _format_markdown_row(names) + "\n|" + "---|" * len(names) + "\n"
        for row in rows:
            yield _format_markdown_row(row) + "\n"
    else:
        for row in itertools.chain([names], rows):
            yield "\t".join(str(sanitize("–" if value is None else value)) for value in row) + "\n"


def _format_csv_field(value: object) -> str:
    """Format a CSV field as DuckDB does: NULL is empty, an empty text quoted; lists and structs are JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict | tuple):
        value = json.dumps(value, default=str, ensure_ascii=False)
    text = str(value)
    return '"' + text.replace('"', '""') + '"' if not text or any(c in text for c in '",\n\r') else text


def _format_markdown_row(values: Iterable[object]) -> str:
    return "| " + " | ".join("–" if value is None else escape_markdown(str(value)) for value in values) + " |"
