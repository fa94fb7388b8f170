import math
import signal
import sys
from pathlib import Path
from typing import Annotated, BinaryIO, cast

import duckdb
import typer

from pipeline.cli.completion import complete_examples
from pipeline.cli.language import LanguageOption, select_language
from pipeline.cli.options import reject_other_options
from pipeline.cli.output_formats import OutputFormat, write_answer
from pipeline.cli.query import print_example, print_examples, require_example, run_query
from pipeline.cli.read_home import LakeOption, choose_read_home
from pipeline.cli.terminal import console, sample_note, sanitize
from pipeline.config import Home
from pipeline.errors import AlmanacError, UsageError
from pipeline.files import decode_text, describe_os_error
from pipeline.notes import Note
from pipeline.paths import reject_home_file
from pipeline.published.example_queries import example_queries
from pipeline.published.query_limits import LimitedConnection, QueryWatchdog, limit_process_memory
from pipeline.published.reader import is_sample, open_published
from pipeline.user_paths import expand_path

ExampleOption = Annotated[
    str | None, typer.Option(help="Run an example question by name.", autocompletion=complete_examples)
]
RowsOption = Annotated[
    int | None, typer.Option(min=1, max=1_000_000_000, help="Maximum rows; default: 1,000 for a table, else all.")
]
SecondsOption = Annotated[float, typer.Option(min=0, max=86_400, help="Time limit of a query; 0 = no limit.")]
FormatOption = Annotated[OutputFormat, typer.Option("--format", help="Output format.")]
SpreadsheetSafeOption = Annotated[
    bool, typer.Option("--spreadsheet-safe", help="CSV: prefix texts that look like formulas with an apostrophe.")
]
TrustOption = Annotated[bool, typer.Option("--trust", help="Let the query read and write files and load extensions.")]
MAX_QUERY_BYTES = 16 << 20


def sql(
    ctx: typer.Context,
    query: Annotated[str | None, typer.Argument(help="Query; `-` or a pipe reads it from standard input.")] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Read the query from this file.")] = None,
    example: ExampleOption = None,
    list_examples: Annotated[bool, typer.Option("--list-examples", help="List the example questions.")] = False,
    output_format: FormatOption = OutputFormat.table,
    output: Annotated[Path | None, typer.Option(help="Output file; default: standard output.")] = None,
    rows: RowsOption = None,
    seconds: SecondsOption = 30.0,
    spreadsheet_safe: SpreadsheetSafeOption = False,
    trust: TrustOption = False,
    lake: LakeOption = False,
    lang: LanguageOption = None,
) -> None:
    """Query the published database, read-only, even while a run is writing. Without a query, open a prompt.

    Queries are sandboxed: without --trust they cannot reach files, settings or extensions.

    \b
    Examples:
      almanac sql "FROM top('translation')"
      almanac sql --list-examples
      almanac sql --example rising-in-translation
      almanac sql "FROM history_of('deepseek-ai/DeepSeek-R1')" --format csv --output r1.csv
      almanac sql -f question.sql --format json
    """
    home = choose_read_home(ctx)
    lang, say = select_language(lang)
    if list_examples:
        reject_other_options(ctx, ("list_examples", "lang"), "options_excluded", "--list-examples")
        print_examples(lang, say)
        return
    if sum(source is not None for source in (query, file, example)) > 1:
        raise UsageError(Note("several_queries"))
    if math.isnan(seconds):  # passes the range check of typer
        raise UsageError(Note("invalid_seconds"))
    output = _resolve_output(home, output, output_format, spreadsheet_safe=spreadsheet_safe)
    if example is not None:
        require_example(example)
    limit_process_memory()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: removes a half-written output file
    with open_published(home, trust=trust, any_schema=True) as con:
        if query is None and file is None and example is None and sys.stdin.isatty():
            reject_other_options(ctx, ("rows", "seconds", "trust", "lake", "lang"), "options_need_query")
            from pipeline.cli.sql_prompt import run_prompt  # noqa: PLC0415  only the prompt needs it

            run_prompt(con, home, lang, seconds, rows, trust=trust)
            return
        text = example_queries()[example] if example else _read_query(query, file)
        # before the query: a connection has one result at a time
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
    """Return the output path. Raises UsageError for incompatible options or a file of the home."""
    if output_format is OutputFormat.parquet and output is None:
        raise UsageError(Note("parquet_needs_output"))
    if spreadsheet_safe and output_format is not OutputFormat.csv:
        raise UsageError(Note("spreadsheet_safe_needs_csv"))
    if output is not None:
        output = expand_path(output)
        reject_home_file(home, output)
    return output


def _read_query(query: str | None, file: Path | None) -> str:
    """Read the query. Raises UsageError if it is not UTF-8, AlmanacError if the file is unreadable."""
    try:
        if file is not None:
            with expand_path(file).open("rb") as stream:
                return _read_text(stream)
        return _read_text(sys.stdin.buffer) if query in (None, "-") else query
    except UnicodeDecodeError as error:
        raise UsageError(Note("file_not_utf8", {"path": str(file)}) if file else Note("input_not_utf8")) from error
    except (OSError, ValueError) as error:
        cause = describe_os_error(error, file) if isinstance(error, OSError) else Note("invalid_file_name")
        raise AlmanacError(Note("cannot_read", {"path": str(file), "cause": cause})) from error


def _read_text(stream: BinaryIO) -> str:
    """Read the text of a stream. Raises UsageError beyond MAX_QUERY_BYTES."""
    data = stream.read(MAX_QUERY_BYTES + 1)
    if len(data) > MAX_QUERY_BYTES:
        raise UsageError(Note("query_too_large", {"mib": MAX_QUERY_BYTES >> 20}))
    return decode_text(data)
