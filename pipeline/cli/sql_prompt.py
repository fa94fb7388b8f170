"""Interactive SQL prompt with history, completion and colors."""

import os
import stat
from contextlib import suppress
from typing import cast

import duckdb
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import DynamicCompleter, WordCompleter
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.lexers import PygmentsLexer
from pygments.lexers.sql import SqlLexer

from pipeline.cli.language import select_language
from pipeline.cli.output_formats import OutputFormat, write_answer
from pipeline.cli.query import print_example, print_examples, require_example, run_query
from pipeline.cli.terminal import console, sample_note, sanitize
from pipeline.config import Home
from pipeline.errors import AlmanacError
from pipeline.i18n.messages import text
from pipeline.published.example_queries import example_queries
from pipeline.published.query_limits import LimitedConnection, QueryWatchdog
from pipeline.published.reader import is_sample
from pipeline.sql import statement

KEYWORDS = [
    "SELECT",
    "FROM",
    "WHERE",
    "GROUP BY",
    "ORDER BY",
    "LIMIT",
    "JOIN",
    "USING",
    "SUMMARIZE",
    "DESCRIBE",
    "SHOW TABLES",
    ".examples",
    ".example",
]


def run_prompt(
    con: duckdb.DuckDBPyConnection, home: Home, lang: str, seconds: float, rows: int | None, *, trust: bool
) -> None:
    """Read queries and print results until Ctrl-D. Ctrl-C cancels the line or the running query.

    `seconds`: time limit of a query, 0 for none; `rows`: maximum rows, None for the default of a table.
    """
    out = console()
    if is_sample(cast("duckdb.DuckDBPyConnection", LimitedConnection(con, seconds))):
        out.print(sanitize(sample_note(lang)), style="yellow")
    out.print(sanitize(text(lang, "sql-help")), style="dim")
    names = [row[0] for row in con.execute(statement("cli/completion_names")).fetchall()]
    word_completer = WordCompleter(names + KEYWORDS, ignore_case=True)
    example_completer = WordCompleter(list(example_queries()), WORD=True)
    session: PromptSession[str] = PromptSession(
        history=open_history(home),
        completer=DynamicCompleter(
            lambda: example_completer if session.default_buffer.text.startswith(".example ") else word_completer
        ),
        lexer=PygmentsLexer(SqlLexer),
        complete_while_typing=False,
    )
    while True:
        try:
            query = session.prompt("almanac> ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        word, _, name = query.strip().partition(" ")
        if not query.strip(" ;"):
            continue
        if query.strip(" ;.").lower() in ("exit", "quit"):
            return
        if query.strip(" ;.").lower() == "help":
            out.print(sanitize(text(lang, "sql-help")), style="dim")
            continue
        try:
            if word == ".examples":
                print_examples(*select_language(lang))
                continue
            if word == ".example":
                example = require_example(name.strip())
                print_example(example, lang)
                query = example_queries()[example]
            with QueryWatchdog(con, seconds) as watch:
                write_answer(run_query(con, query, watch, trust=trust), OutputFormat.table, None, rows, watch)
        except AlmanacError as error:
            out.print(sanitize(error.render(lang)), style="red")
        except KeyboardInterrupt:
            con.interrupt()
            out.print(sanitize(text(lang, "error-interrupted")), style="dim")
        else:
            continue
        with suppress(duckdb.Error):  # ends a transaction that a failed query left open
            con.rollback()


def open_history(home: Home) -> History:
    """Open the history of queries; in memory only if the home is not writable."""
    path = home.root / ".sql_history"
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o600)
    except OSError:  # includes a link, which might lead out of the home
        return InMemoryHistory()
    try:
        file_status = os.fstat(descriptor)
        if not stat.S_ISREG(file_status.st_mode) or file_status.st_nlink > 1:
            return InMemoryHistory()
        if file_status.st_mode & 0o077:
            os.fchmod(descriptor, 0o600)
    except OSError:  # another user owns the file
        return InMemoryHistory()
    finally:
        os.close(descriptor)
    return FileHistory(str(path))
