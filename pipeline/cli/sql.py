"""`almanac sql`: ad-hoc SQL on the published database, read-only and bounded."""

import math
import signal
import sys
from pathlib import Path
from typing import Annotated, BinaryIO, cast

import duckdb
import typer

from pipeline.cli.completion import example_names
from pipeline.cli.language import LANG, speaker
from pipeline.cli.output_formats import Format, write
from pipeline.cli.query import print_example, print_examples, require_example, run_query
from pipeline.cli.terminal import console, plain, sample_note
from pipeline.config import Home
from pipeline.errors import AlmanacError, UsageError
from pipeline.files import decode_text
from pipeline.paths import refuse_home_file
from pipeline.published.example_queries import example_queries
from pipeline.published.query_limits import Bounded, Watch, bound_memory
from pipeline.published.reader import is_sample, published
from pipeline.typed_paths import full_path

EXAMPLE = Annotated[str | None, typer.Option(help="Ask one of the example questions.", autocompletion=example_names)]
ROWS = Annotated[
    int | None, typer.Option(min=1, max=1_000_000_000, help="Rows at most; 1,000 of a table, else all, when left out.")
]
SECONDS = Annotated[float, typer.Option(min=0, max=86_400, help="How long a query may take; 0 as long as it wants.")]
LONGEST_QUERY = 16 << 20  # bytes


def sql(
    ctx: typer.Context,
    query: Annotated[str | None, typer.Argument(help="A query; `-` or a pipe reads it from standard input.")] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Read the query from this file.")] = None,
    example: EXAMPLE = None,
    list_examples: Annotated[bool, typer.Option("--list-examples", help="List the example questions.")] = False,
    form: Annotated[Format, typer.Option("--format", help="How to write the answer.")] = Format.table,
    output: Annotated[Path | None, typer.Option(help="File to write to; standard output when left out.")] = None,
    rows: ROWS = None,
    seconds: SECONDS = 30.0,
    spreadsheet_safe: Annotated[
        bool, typer.Option("--spreadsheet-safe", help="CSV: an apostrophe before texts that would be formulas.")
    ] = False,
    trust: Annotated[
        bool, typer.Option("--trust", help="Let the query read and write other files, and load extensions.")
    ] = False,
    lang: LANG = None,
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
    lang, say = speaker(lang)
    if list_examples:
        print_examples(lang, say)
        return
    if sum(given is not None for given in (query, file, example)) > 1:
        raise UsageError("One query at a time, please: an argument, --file or --example.")
    if math.isnan(seconds):  # which passes for within any range
        raise UsageError("--seconds is a number from 0 to 86400.")
    output = _output(home, output, form, spreadsheet_safe=spreadsheet_safe)
    if example is not None:
        require_example(example)
    bound_memory()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does: nothing half written stays
    with published(home, trust=trust, any_schema=True) as con:
        if query is None and file is None and example is None and sys.stdin.isatty():
            from pipeline.cli.sql_prompt import prompt  # noqa: PLC0415  only when it is wanted

            prompt(con, home, lang, seconds, rows, trust=trust)
            return
        text = example_queries()[example] if example else _text_of(query, file)
        # asked first: a connection holds one answer
        sample = is_sample(cast("duckdb.DuckDBPyConnection", Bounded(con, seconds)))
        with Watch(con, seconds) as watch:
            answer = run_query(con, text, watch, trust=trust)
            if sample:
                console(err=True).print(plain(sample_note(lang)), style="yellow")
            if example and form is Format.table and output is None:
                print_example(example, lang)
            write(answer, form, output, rows, watch, spreadsheet_safe=spreadsheet_safe)


def _output(home: Home, output: Path | None, form: Format, *, spreadsheet_safe: bool) -> Path | None:
    """The file to write to. Raises UsageError where options do not go together, or the file is the home's own."""
    if form is Format.parquet and output is None:
        raise UsageError("Parquet is not text: add --output FILE.")
    if spreadsheet_safe and form is not Format.csv:
        raise UsageError("--spreadsheet-safe goes with --format csv.")
    if output is not None:
        output = full_path(output)
        refuse_home_file(home, output)
    return output


def _text_of(query: str | None, file: Path | None) -> str:
    """The query's text. Raises UsageError when it is no text, AlmanacError when the file cannot be read."""
    where = "The query on standard input"
    try:
        if file is not None:
            where = f"The query in {file}"
            with full_path(file).open("rb") as opened:
                return _decoded(opened)
        return _decoded(sys.stdin.buffer) if query in (None, "-") else query
    except UnicodeDecodeError as error:
        raise UsageError(f"{where} is not UTF-8 text.") from error
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else "it cannot be the name of a file"
        raise AlmanacError(f"{file} cannot be read: {said}.") from error


def _decoded(stream: BinaryIO) -> str:
    """The text of a stream. Raises UsageError when it does not end where a query would have."""
    data = stream.read(LONGEST_QUERY + 1)
    if len(data) > LONGEST_QUERY:
        raise UsageError(f"A query has {LONGEST_QUERY >> 20} MiB at most; this is something else.")
    return decode_text(data)
