"""`almanac sql`: ad-hoc SQL on the published database, read-only."""

import csv
import io
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import duckdb
import msgspec
import typer

from pipeline.cli.reading import is_sample, published
from pipeline.cli.terminal import SAMPLE_NOTE, console, plain, table
from pipeline.errors import AlmanacError, UsageError
from pipeline.settings import Home

SHOWN = 1000


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
        if query in (None, "-"):
            query = sys.stdin.read()
        if is_sample(con):
            console(err=True).print(f"[yellow]{SAMPLE_NOTE}[/]")
        write(ask(con, query or ""), form, output)


def ask(con: duckdb.DuckDBPyConnection, query: str) -> duckdb.DuckDBPyConnection:
    """Run a query; the connection then holds its answer. Raises QueryError in one line."""
    if not query.strip().strip(";").strip():
        raise UsageError('The query is empty. Try: almanac sql "FROM categories".')
    try:
        return con.execute(query)
    except (duckdb.Error, RuntimeError, ValueError) as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        hint = next((f" {line}" for line in lines if line.startswith(("Did you mean", "Candidate bindings"))), "")
        raise QueryError(f"{lines[0] if lines else type(error).__name__}{hint}") from error


def write(answer: duckdb.DuckDBPyConnection, form: Format, output: Path | None) -> None:
    """Write an answer. Raises AlmanacError when the file cannot be written."""
    names = [column[0] for column in answer.description or []]
    if not names:
        return
    try:
        if form is Format.parquet and output is not None:
            import pyarrow.parquet  # noqa: PLC0415  slow to import

            pyarrow.parquet.write_table(answer.to_arrow_table(), output, compression="zstd")
        elif output is not None:
            output.write_text(_text(names, answer.fetchall(), form), encoding="utf-8")
        elif form is Format.table:
            print_rows(names, answer)
        else:
            typer.echo(_text(names, answer.fetchall(), form), nl=False)
    except OSError as error:
        raise AlmanacError(f"{output} cannot be written: {error.strerror or error}.") from error
    except duckdb.Error as error:
        raise QueryError(str(error).strip().splitlines()[0]) from error


def print_rows(names: list[str], answer: duckdb.DuckDBPyConnection) -> None:
    """The first SHOWN rows as a table."""
    rows = answer.fetchmany(SHOWN + 1)
    numeric = {i for i in range(len(names)) if rows and isinstance(rows[0][i], int | float)}
    made = table([(name, i in numeric) for i, name in enumerate(names)])
    for row in rows[:SHOWN]:
        made.add_row(*(plain("" if value is None else value) for value in row))
    out = console()
    out.print(made)
    if len(rows) > SHOWN:
        out.print(plain(f"… only the first {SHOWN} rows are shown; --format csv writes all."), style="dim")


def _text(names: list[str], rows: list[tuple[Any, ...]], form: Format) -> str:
    if form is Format.json:
        data = [dict(zip(names, row, strict=True)) for row in rows]
        return msgspec.json.format(msgspec.json.encode(data, enc_hook=str)).decode() + "\n"
    if form is Format.csv:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)
        return out.getvalue()
    if form is Format.md:
        lines = [_cells(names), "|" + "---|" * len(names), *(_cells(row) for row in rows)]
        return "\n".join(lines) + "\n"
    out = io.StringIO()
    for row in (names, *rows):
        out.write("\t".join(str(plain("" if value is None else value)) for value in row) + "\n")
    return out.getvalue()


def _cells(values: Any) -> str:
    from pipeline.boards.preview import escaped  # noqa: PLC0415  imports polars

    return "| " + " | ".join("" if value is None else escaped(str(value)) for value in values) + " |"
