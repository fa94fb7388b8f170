"""One query of a person: what may be asked, and how example questions are shown. The command and the prompt share it."""

import duckdb

from pipeline.cli.arguments import require_choice
from pipeline.cli.language import Say
from pipeline.cli.output_formats import translate_error
from pipeline.cli.terminal import console, make_table, sanitize
from pipeline.errors import UsageError
from pipeline.published.example_queries import example_queries, example_question
from pipeline.published.query_limits import QueryWatchdog

# CREATE and DROP reach temporary tables alone: the file is read-only.
QUERY_TYPES = {
    duckdb.StatementType.SELECT,
    duckdb.StatementType.EXPLAIN,
    duckdb.StatementType.CREATE,
    duckdb.StatementType.DROP,
}


def run_query(
    con: duckdb.DuckDBPyConnection, query: str, watch: QueryWatchdog, *, trust: bool = False
) -> duckdb.DuckDBPyConnection:
    """Run one statement; the connection then holds its answer. Raises QueryError in one line, QueryTimeout.

    Raises UsageError for what is no question, unless `trust`, and KeyboardInterrupt when Ctrl-C ended it.
    """
    try:
        statements = con.extract_statements(query)
        if not statements:
            raise UsageError('The query is empty. Try: almanac sql "FROM categories".')
        # A PIVOT comes as several statements without a text of their own.
        written_statements = [parsed_statement for parsed_statement in statements if parsed_statement.query.strip()]
        if len(written_statements) > 1:  # the answers of all but the last would be lost
            raise UsageError(f"One statement at a time, please; these are {len(written_statements)}.")
        forbidden_types = [
            parsed_statement.type.name for parsed_statement in statements if parsed_statement.type not in QUERY_TYPES
        ]
        if (
            forbidden_types and not trust
        ):  # settings and logs could spoil what is asked next, files are not ours to touch
            raise UsageError(
                f"{forbidden_types[0]} is no question: the database is read-only, and settings, files and extensions are out of reach "
                "without --trust. Questions are SELECT, FROM, DESCRIBE, SUMMARIZE, PIVOT and EXPLAIN."
            )
        return con.execute(query if len(statements) > 1 else statements[0])
    except (duckdb.Error, RuntimeError, ValueError, MemoryError, RecursionError) as error:
        raise translate_error(error, watch) from error


def require_example(name: str) -> str:
    """Return the name if there is such an example. Raises UsageError with the nearest names."""
    return require_choice(name, "example", list(example_queries()), limit=12)


def print_examples(lang: str, say: Say) -> None:
    """Print the examples, each by name with the question that it answers."""
    rows = make_table([(say("heading-name"), False), (say("heading-question"), False)])
    for name in example_queries():
        rows.add_row(sanitize(name), sanitize(example_question(lang, name)))
    console().print(rows)


def print_example(name: str, lang: str) -> None:
    """Print the question and, on a terminal, the query: the examples are there to learn from."""
    out = console()
    out.print(sanitize(example_question(lang, name)), style="bold")
    if out.is_terminal:
        from rich.syntax import Syntax  # noqa: PLC0415  slow to import

        out.print(Syntax(example_queries()[name], "sql", background_color="default", word_wrap=True))
