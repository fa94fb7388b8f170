"""Run a user's query and print example questions; shared by `almanac sql` and its prompt."""

import duckdb

from pipeline.cli.arguments import require_choice
from pipeline.cli.language import Say
from pipeline.cli.output_formats import translate_error
from pipeline.cli.terminal import console, make_table, sanitize
from pipeline.errors import UsageError
from pipeline.notes import Note
from pipeline.published.example_queries import example_queries, example_question
from pipeline.published.query_limits import QueryWatchdog

# The file is read-only, so CREATE and DROP affect temporary tables only.
QUERY_TYPES = {
    duckdb.StatementType.SELECT,
    duckdb.StatementType.EXPLAIN,
    duckdb.StatementType.CREATE,
    duckdb.StatementType.DROP,
}


def run_query(
    con: duckdb.DuckDBPyConnection, query: str, watch: QueryWatchdog, *, trust: bool = False
) -> duckdb.DuckDBPyConnection:
    """Run one statement; the returned connection has its result.

    Raises QueryError, QueryTimeout, KeyboardInterrupt after Ctrl-C, and UsageError for other statements than reads
    unless `trust`.
    """
    if "\0" in query:  # DuckDB would run what comes before it
        raise UsageError(Note("nul_in_query"))
    try:
        statements = con.extract_statements(query)
        if not statements:
            raise UsageError(Note("empty_query"))
        # DuckDB splits a PIVOT into several statements, all but one without text.
        written_statements = [parsed_statement for parsed_statement in statements if parsed_statement.query.strip()]
        if len(written_statements) > 1:  # only the last result would be printed
            raise UsageError(Note("several_statements", {"count": len(written_statements)}))
        forbidden_types = [
            parsed_statement.type.name for parsed_statement in statements if parsed_statement.type not in QUERY_TYPES
        ]
        if forbidden_types and not trust:  # a setting or log could affect later queries
            raise UsageError(Note("forbidden_statement", {"statement": forbidden_types[0]}))
        return con.execute(query if len(statements) > 1 else statements[0])
    except (duckdb.Error, RuntimeError, ValueError, MemoryError, RecursionError) as error:
        raise translate_error(error, watch) from error


def require_example(name: str) -> str:
    """Return the name of an existing example. Raises UsageError with the nearest names."""
    return require_choice(name, "example", list(example_queries()), limit=12)


def print_examples(lang: str, say: Say) -> None:
    rows = make_table([(say("heading-name"), False), (say("heading-question"), False)])
    for name in example_queries():
        rows.add_row(sanitize(name), sanitize(example_question(lang, name)))
    console().print(rows)


def print_example(name: str, lang: str) -> None:
    """Print the question and, on a terminal, its query to learn from."""
    out = console()
    out.print(sanitize(example_question(lang, name)), style="bold")
    if out.is_terminal:
        from rich.syntax import Syntax  # noqa: PLC0415  slow to import

        out.print(Syntax(example_queries()[name], "sql", background_color="default", word_wrap=True))
