"""`almanac sql`: ad-hoc SQL on the published database, read-only and bounded."""

import math
import signal
import sys
from pathlib import Path
from typing import Annotated, BinaryIO, cast

import duckdb
import typer

from pipeline.cli.completion import complete_examples
from pipeline.cli.language import LanguageOption, select_language
from pipeline.cli.output_formats import OutputFormat, write_answer
from pipeline.cli.query import print_example, print_examples, require_example, run_query
from pipeline.cli.terminal import console, sample_note, sanitize
from pipeline.config import Home
from pipeline.errors import AlmanacError, UsageError
from pipeline.files import decode_text
from pipeline.paths import reject_home_file
from pipeline.published.example_queries import example_queries
from pipeline.published.query_limits import LimitedConnection, QueryWatchdog, limit_process_memory
from pipeline.published.reader import is_sample, open_published
from pipeline.user_paths import expand_path

ExampleOption = Annotated[
    str | None, typer.Option(help="Ask one of the example questions.", autocompletion=complete_examples)
]
RowsOption = Annotated[
    int | None, typer.Option(min=1, max=1_000_000_000, help="Rows at most; 1,000 of a table, else all, when left out.")
]
SecondsOption = Annotated[
    float, typer.Option(min=0, max=86_400, help="How long a query may take; 0 as long as it wants.")
]
FormatOption = Annotated[OutputFormat, typer.Option("--format", help="How to write the answer.")]
SpreadsheetSafeOption = Annotated[
    bool, typer.Option("--spreadsheet-safe", help="CSV: an apostrophe before texts that would be formulas.")
]
TrustOption = Annotated[
    bool, typer.Option("--trust", help="Let the query read and write other files, and load extensions.")
]
MAX_QUERY_BYTES = 16 << 20  # bytes


def sql(
    ctx: typer.Context,
    query: Annotated[str | None, typer.Argument(help="A query; `-` or a pipe reads it from standard input.")] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Read the query from this file.")] = None,
    example: ExampleOption = None,
    list_examples: Annotated[bool, typer.Option("--list-examples", help="List the example questions.")] = False,
    output_format: FormatOption = OutputFormat.table,
    output: Annotated[Path | None, typer.Option(help="File to write to; standard output when left out.")] = None,
    rows: RowsOption = None,
    seconds: SecondsOption = 30.0,
    spreadsheet_safe: SpreadsheetSafeOption = False,
    trust: TrustOption = False,
    lang: LanguageOption = None,
) -> None:
    """Ask the published database, read-only, also while a run is writing. Without a query: a prompt.

    A query sees this database and nothing else of the machine, unless you say --trust.

    \b
    Examples:
      almanac sql "FROM top('translation')"
      almanac sql --list-examples
      almanac sql --example rising-in-translation
      almanac sql "FROM history_of('deepseek-ai/DeepSeek-R1')" --format csv --output r1.csv
      almanac sql -f question.sql --format json
    """
    home: Home = ctx.obj
    lang, say = select_language(lang)
    if list_examples:
        print_examples(lang, say)
        return
    if sum(source is not None for source in (query, file, example)) > 1:
        raise UsageError("One query at a time, please: an argument, --file or --example.")
    if math.isnan(seconds):  # which passes for within any range
        raise UsageError("--seconds is a number from 0 to 86400.")
    output = _resolve_output(home, output, output_format, spreadsheet_safe=spreadsheet_safe)
    if example is not None:
        require_example(example)
    limit_process_memory()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does: nothing half written stays
    with open_published(home, trust=trust, any_schema=True) as con:
        if query is None and file is None and example is None and sys.stdin.isatty():
            from pipeline.cli.sql_prompt import run_prompt  # noqa: PLC0415  only when it is wanted

            run_prompt(con, home, lang, seconds, rows, trust=trust)
            return
        text = example_queries()[example] if example else _read_query(query, file)
        # asked first: a connection holds one answer
        sample = is_sample(cast("duckdb.DuckDBPyConnection", LimitedConnection(con, seconds)))
        with QueryWatchdog(con, seconds) as watch:
            answer = run_query(con, text, watch, trust=trust)
            if sample:
                console(err=True).print(sanitize(sample_note(lang)), style="yellow")
            if example and output_format is OutputFormat.table and output is None:
                print_example(example, lang)
            write_answer(answer, output_format, output, rows, watch, spreadsheet_safe=spreadsheet_safe)


def _resolve_output(
    home: Home, output: Path | None, output_format: OutputFormat, *, spreadsheet_safe: bool
) -> Path | None:
    """The file to write to. Raises UsageError where options do not go together, or the file is the home's own."""
    if output_format is OutputFormat.parquet and output is None:
        raise UsageError("Parquet is not text: add --output FILE.")
    if spreadsheet_safe and output_format is not OutputFormat.csv:
        raise UsageError("--spreadsheet-safe goes with --format csv.")
    if output is not None:
        output = expand_path(output)
        reject_home_file(home, output)
    return output


def _read_query(query: str | None, file: Path | None) -> str:
    """The query's text. Raises UsageError when it is no text, AlmanacError when the file cannot be read."""
    source_name = "The query on standard input"
    try:
        if file is not None:
            source_name = f"The query in {file}"
            with expand_path(file).open("rb") as stream:
                return _read_text(stream)
        return _read_text(sys.stdin.buffer) if query in (None, "-") else query
    except UnicodeDecodeError as error:
        raise UsageError(f"{source_name} is not UTF-8 text.") from error
    except (OSError, ValueError) as error:
        problem = error.strerror if isinstance(error, OSError) else "it cannot be the name of a file"
        raise AlmanacError(f"{file} cannot be read: {problem}.") from error


def _read_text(stream: BinaryIO) -> str:
    """The text of a stream. Raises UsageError when it does not end where a query would have."""
    data = stream.read(MAX_QUERY_BYTES + 1)
    if len(data) > MAX_QUERY_BYTES:
        raise UsageError(f"A query has {MAX_QUERY_BYTES >> 20} MiB at most; this is something else.")
    return decode_text(data)
