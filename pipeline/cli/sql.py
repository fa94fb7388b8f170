"""`almanac sql`: ad-hoc SQL on the published database, read-only."""

import csv
import io
import itertools
import sys
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import duckdb
import msgspec
import typer
from rich.cells import cell_len
from rich.text import Text

from pipeline.boards.markdown import escaped
from pipeline.cli.reading import is_sample, published
from pipeline.cli.terminal import SAMPLE_NOTE, console, plain, table, tame
from pipeline.errors import AlmanacError, UsageError
from pipeline.settings import Home

SHOWN = 1000  # rows of a table
BATCH = 10_000  # rows in memory at a time
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


def sql(
    ctx: typer.Context,
    query: Annotated[str | None, typer.Argument(help="A query; `-` or a pipe reads it from standard input.")] = None,
    form: Annotated[Format, typer.Option("--format", help="How to write the answer.")] = Format.table,
    output: Annotated[Path | None, typer.Option(help="File to write to; standard output when left out.")] = None,
) -> None:
    """Ask the published database, read-only, also while a run is writing. Without a query: a prompt.

    Examples: almanac sql "FROM top('translation')" · almanac sql "FROM history_of('deepseek-ai/DeepSeek-R1')" --format csv
    """
    home: Home = ctx.obj
    if form is Format.parquet and output is None:
        raise UsageError("Parquet is not text: add --output FILE.")
    with published(home) as con:
        if query is None and sys.stdin.isatty():
            from pipeline.cli.prompt import prompt  # noqa: PLC0415  only when it is wanted

            prompt(con, home)
            return
        if output is not None and output.resolve() == home.published.resolve():
            raise UsageError(f"{output} is the published database itself; write the answer elsewhere.")
        if query in (None, "-"):
            query = _standard_input()
        sample = is_sample(con)  # asked first: a connection holds one answer
        answer = ask(con, query or "")
        if sample:
            console(err=True).print(f"[yellow]{SAMPLE_NOTE}[/]")
        write(answer, form, output)


def ask(con: duckdb.DuckDBPyConnection, query: str) -> duckdb.DuckDBPyConnection:
    """Run one statement; the connection then holds its answer. Raises QueryError in one line.

    Raises KeyboardInterrupt when Ctrl-C ended it.
    """
    try:
        statements = con.extract_statements(query)
        if not statements:
            raise UsageError('The query is empty. Try: almanac sql "FROM categories".')
        # A PIVOT comes as several statements without a text of their own.
        told = [one for one in statements if one.query.strip()]
        if len(told) > 1:  # the answers of all but the last would be lost
            raise UsageError(f"One statement at a time, please; these are {len(told)}.")
        return con.execute(query if len(statements) > 1 else statements[0])
    except (duckdb.Error, RuntimeError, ValueError) as error:
        raise _explained(error) from error


def write(answer: duckdb.DuckDBPyConnection, form: Format, output: Path | None) -> None:
    """Write an answer, a batch of rows at a time: it may be larger than memory.

    Raises AlmanacError when the file cannot be written, QueryError when the query fails on the way.
    """
    names = _distinct([column[0] for column in answer.description or []])
    if not names:
        return
    try:
        if form is Format.parquet and output is not None:
            _parquet(answer, names, output)
        elif output is not None:
            with output.open("w", encoding="utf-8", newline="") as file:
                file.writelines(_text(names, _rows(answer), form))
        elif form is Format.table:
            print_rows(names, answer)
        else:
            # A file or another program gets the text as it is; a terminal would obey its control characters.
            made_safe = tame if sys.stdout.isatty() else str
            for text in _text(names, _rows(answer), form):
                typer.echo(made_safe(text), nl=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise AlmanacError(f"{output} cannot be written: {error.strerror or error}.") from error
    except (duckdb.Error, RuntimeError, ValueError, TypeError, OverflowError) as error:
        raise _explained(error) from error


def print_rows(names: list[str], answer: duckdb.DuckDBPyConnection) -> None:
    """The first SHOWN rows as a table; where that is wider than the terminal allows, a line for each value."""
    rows = answer.fetchmany(SHOWN + 1)
    out = console()
    if names == ["explain_key", "explain_value"]:
        for _, value in rows:
            out.print(Text(tame(value)), soft_wrap=True)
        return
    numeric = {i for i in range(len(names)) if any(isinstance(row[i], int | float | Decimal) for row in rows[:50])}
    shown = [[_cell(value, out.is_terminal) for value in row] for row in rows[:SHOWN]]
    if out.is_terminal and rows and _narrowest(names, shown, numeric) > out.width:
        wide = max(map(len, names))
        for number, row in enumerate(shown, 1):
            out.print(plain(f"row {number}"), style="bold")
            for name, value in zip(names, row, strict=True):
                out.print(Text.assemble((name.ljust(wide + 2), "dim"), value))
    else:
        made = table([(tame(name), i in numeric) for i, name in enumerate(names)])
        for row in shown:
            made.add_row(*row)
        out.print(made)
    if not rows:
        out.print(plain("No rows."), style="dim")
    if len(rows) > SHOWN:
        out.print(plain(f"… only the first {SHOWN} rows are shown; --format csv writes all."), style="dim")


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError("The query on standard input is not UTF-8 text.") from error


def _explained(error: Exception) -> BaseException:
    """What DuckDB says, in one line."""
    if isinstance(error, duckdb.InterruptException) or "Query interrupted" in str(error):
        return KeyboardInterrupt()
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    hint = next((f" {line}" for line in lines if line.startswith(("Did you mean", "Candidate bindings"))), "")
    return QueryError(f"{lines[0] if lines else type(error).__name__}{hint}")


def _rows(answer: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while batch := answer.fetchmany(BATCH):
        yield from batch


def _distinct(names: list[str]) -> list[str]:
    """The names, numbered where they repeat: JSON and Parquet would lose a column."""
    made: list[str] = []
    for name in names:
        fresh, number = name, 1
        while fresh in made:
            fresh, number = f"{name}_{number}", number + 1
        made.append(fresh)
    return made


def _cell(value: Any, cut: bool) -> Text:
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


def _parquet(answer: duckdb.DuckDBPyConnection, names: list[str], output: Path) -> None:
    import pyarrow as pa  # noqa: PLC0415  slow to import
    import pyarrow.parquet as pq  # noqa: PLC0415

    batches = answer.to_arrow_reader(BATCH)
    schema = pa.schema([field.with_name(name) for field, name in zip(batches.schema, names, strict=True)])
    with pq.ParquetWriter(output, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(pa.record_batch(batch.columns, schema=schema))


def _text(names: list[str], rows: Iterator[tuple[Any, ...]], form: Format) -> Iterator[str]:
    """The answer in pieces."""
    if form is Format.json:
        encoder = msgspec.json.Encoder(enc_hook=str, decimal_format="number")
        yield "["
        before = "\n"
        for row in rows:
            fields = (
                f"{encoder.encode(name).decode()}: {_json(encoder, value)}"
                for name, value in zip(names, row, strict=True)
            )
            yield f"{before}  {{{', '.join(fields)}}}"
            before = ",\n"
        yield "]\n" if before == "\n" else "\n]\n"
    elif form is Format.csv:
        line = io.StringIO()
        writer = csv.writer(line, lineterminator="\n")
        for row in itertools.chain([names], rows):
            writer.writerow(row)
            yield line.getvalue()
            line.seek(0)
            line.truncate()
    elif form is Format.md:
        yield _cells(names) + "\n|" + "---|" * len(names) + "\n"
        for row in rows:
            yield _cells(row) + "\n"
    else:
        for row in itertools.chain([names], rows):
            yield "\t".join(str(plain("–" if value is None else value)) for value in row) + "\n"


def _json(encoder: msgspec.json.Encoder, value: Any) -> str:
    # sums are 128 bits wide, more than the encoder takes
    return str(value) if type(value) is int else encoder.encode(value).decode()


def _cells(values: Any) -> str:
    return "| " + " | ".join("–" if value is None else escaped(str(value)) for value in values) + " |"
