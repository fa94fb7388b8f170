"""The interactive SQL prompt: history, completion of tables and columns, colours."""

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

from pipeline.cli.language import speaker
from pipeline.cli.output_formats import Format, write
from pipeline.cli.query import print_example, print_examples, require_example, run_query
from pipeline.cli.terminal import console, plain, sample_note
from pipeline.config import Home
from pipeline.errors import AlmanacError
from pipeline.published.example_queries import example_queries
from pipeline.published.query_limits import Bounded, Watch
from pipeline.published.reader import is_sample
from pipeline.sql import statement

HELP = (
    "SHOW TABLES lists what there is; .examples lists questions, .example NAME asks one. Enter asks, Tab completes, Ctrl-C "
    "gives up, Ctrl-D ends."
)
WORDS = [
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


def prompt(
    con: duckdb.DuckDBPyConnection, home: Home, lang: str, seconds: float, rows: int | None, *, trust: bool
) -> None:
    """Read queries and print answers until Ctrl-D. Ctrl-C gives up a line, or the query that runs.

    `seconds`: how long a query may take, 0 for ever; `rows`: how many are shown, None for as many as a table shows.
    """
    out = console()
    if is_sample(cast("duckdb.DuckDBPyConnection", Bounded(con, seconds))):
        out.print(plain(sample_note(lang)), style="yellow")
    out.print(plain(HELP), style="dim")
    names = [row[0] for row in con.execute(statement("cli/names_to_complete")).fetchall()]
    words = WordCompleter(names + WORDS, ignore_case=True)
    examples = WordCompleter(list(example_queries()), WORD=True)
    session: PromptSession[str] = PromptSession(
        history=open_history(home),
        completer=DynamicCompleter(lambda: examples if session.default_buffer.text.startswith(".example ") else words),
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
            out.print(plain(HELP), style="dim")
            continue
        try:
            if word == ".examples":
                print_examples(*speaker(lang))
                continue
            if word == ".example":
                example = require_example(name.strip())
                print_example(example, lang)
                query = example_queries()[example]
            with Watch(con, seconds) as watch:
                write(run_query(con, query, watch, trust=trust), Format.table, None, rows, watch)
        except AlmanacError as error:
            out.print(plain(error), style="red")
        except KeyboardInterrupt:
            con.interrupt()
            out.print(plain("Interrupted."), style="dim")
        else:
            continue
        with suppress(duckdb.Error):  # a transaction that someone began is not left broken
            con.rollback()


def open_history(home: Home) -> History:
    """What was typed before; kept only where the home can be written."""
    path = home.root / ".sql_history"
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o600)
    except OSError:  # also a link, which might lead out of the home
        return InMemoryHistory()
    try:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode) or state.st_nlink > 1:
            return InMemoryHistory()
        if state.st_mode & 0o077:
            os.fchmod(handle, 0o600)
    except OSError:  # somebody else's file
        return InMemoryHistory()
    finally:
        os.close(handle)
    return FileHistory(str(path))
