"""The interactive SQL prompt: history, completion of tables and columns, colours."""

import os
from contextlib import suppress

import duckdb
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.lexers import PygmentsLexer
from pygments.lexers.sql import SqlLexer

from pipeline.cli.reading import is_sample
from pipeline.cli.sql import Format, ask, write
from pipeline.cli.terminal import SAMPLE_NOTE, console, plain
from pipeline.errors import AlmanacError
from pipeline.settings import Home

NAMES = """
SELECT DISTINCT name FROM (
    SELECT unnest([table_name, column_name]) AS name FROM information_schema.columns WHERE table_schema = 'main'
    UNION SELECT function_name || '(' FROM duckdb_functions() WHERE NOT internal
)
"""
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
]


def prompt(con: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Read queries and print answers until Ctrl-D. Ctrl-C gives up a line, or the query that runs."""
    out = console()
    if is_sample(con):
        out.print(f"[yellow]{SAMPLE_NOTE}[/]")
    out.print(plain("SHOW TABLES lists what there is; FROM categories shows one. Ctrl-D ends."), style="dim")
    names = [row[0] for row in con.execute(NAMES).fetchall()]
    session: PromptSession[str] = PromptSession(
        history=_history(home),
        completer=WordCompleter(names + WORDS, ignore_case=True),
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
        if not query.strip(" ;"):
            continue
        try:
            write(ask(con, query), Format.table, None)
        except AlmanacError as error:
            out.print(plain(error), style="red")
        except KeyboardInterrupt:
            con.interrupt()
            out.print(plain("Interrupted."), style="dim")
        else:
            continue
        with suppress(duckdb.Error):  # a transaction that someone began is not left broken
            con.rollback()


def _history(home: Home) -> History:
    """What was typed before; kept only where the home can be written."""
    path = home.root / ".sql_history"
    return FileHistory(str(path)) if os.access(path if path.exists() else home.root, os.W_OK) else InMemoryHistory()
