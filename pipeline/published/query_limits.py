"""Limits of user queries: time, memory, rows, and atomic output files."""

import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

from pipeline.config import read_variable
from pipeline.errors import AlmanacError, UsageError
from pipeline.files import replace_file, resolve_link
from pipeline.i18n.locale import find_language
from pipeline.notes import Note

GRACE_SECONDS = 3.0  # some steps, such as a function of a huge text, cannot be interrupted
READ_HINT = Note("raise_read_seconds")
READ_SECONDS = 60.0  # for all queries of a read command
MAX_ROWS = 2_000_000  # more than all boards of a day
MAX_MEMORY = 8 << 30  # bytes, and at most half of the machine's
OTHER_MEMORY = 2 << 30  # bytes for the rest of the process


class QueryTimeout(AlmanacError):
    """A query took too long."""


class QueryWatchdog:
    """Interrupts a query that takes too long and, if that does not help, ends the process.

    That is safe, since queries only read. `partial_files`: files to delete first.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        seconds: float,
        hint: Note = Note("raise_seconds"),  # noqa: B008  immutable
    ):
        self.seconds = seconds
        self.hint = hint
        self.is_over = False
        self.partial_files: list[Path] = []
        self._con = con
        self._timers = [
            threading.Timer(seconds, self._interrupt),
            threading.Timer(seconds + GRACE_SECONDS, self._end_process),
        ]

    def check(self) -> None:
        """Raise QueryTimeout if it is over."""
        if self.is_over:
            raise self._timeout()

    def __enter__(self) -> "QueryWatchdog":
        if self.seconds:
            for timer in self._timers:
                timer.daemon = True
                timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        for timer in self._timers:
            timer.cancel()

    def _timeout(self) -> QueryTimeout:
        return _timeout(self.seconds, self.hint)

    def _interrupt(self) -> None:
        self.is_over = True
        with suppress(duckdb.Error):
            self._con.interrupt()

    def _end_process(self) -> None:
        for path in self.partial_files:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        with suppress(OSError, ValueError):
            message = self._timeout().render(find_language())
            print(f"almanac: {message}", file=sys.stderr, flush=True)  # noqa: T201  the last word of the process
        os._exit(1)


def _timeout(seconds: float, hint: Note) -> QueryTimeout:
    return QueryTimeout(Note("query_timeout", {"seconds": f"{seconds:g}", "hint": hint}))


Row = tuple[Any, ...]


class Answer:
    """A query result in memory, with a part of DuckDB's interface."""

    def __init__(self, description: Sequence[Sequence[object]], rows: list[Row]):
        self.description = description
        self._rows = rows

    def fetchall(self) -> list[Row]:
        return self._rows


class LimitedConnection:
    """A connection whose queries share a time limit; time between them does not count.

    The file may be someone else's, with views and macros that run for hours.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, seconds: float):
        self._con = con
        self._seconds = seconds
        self._remaining_seconds = seconds

    def execute(self, query: str, parameters: object = None) -> Answer:
        """Run a query and fetch its rows. Raises QueryTimeout, AlmanacError, and DuckDB's errors."""
        started_at = time.monotonic()
        with QueryWatchdog(self._con, self._remaining_seconds, READ_HINT) as watch:
            try:
                answer = self._con.execute(query, parameters)
                rows = answer.fetchmany(MAX_ROWS + 1)
            except (duckdb.InterruptException, RuntimeError) as error:
                if isinstance(error, RuntimeError) and "Query interrupted" not in str(error):
                    raise
                if watch.is_over:
                    raise _timeout(self._seconds, READ_HINT) from None
                raise KeyboardInterrupt from None
        if len(rows) > MAX_ROWS:
            raise AlmanacError(Note("too_many_rows", {"rows": MAX_ROWS}))
        if self._seconds:
            self._remaining_seconds = max(self._remaining_seconds - (time.monotonic() - started_at), 0.05)
        return Answer(list(answer.description or []), rows)

    def interrupt(self) -> None:
        self._con.interrupt()


def find_read_limit(default: float = READ_SECONDS) -> float:
    """Return the limit in seconds (0: none), from ALMANAC_READ_SECONDS. Raises UsageError."""
    text = read_variable("ALMANAC_READ_SECONDS")
    if not text:
        return default
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 999_999:
        raise UsageError(Note("invalid_read_seconds", {"value": text[:40]}))
    return seconds


def find_memory_limit() -> int:
    """Return DuckDB's memory limit in bytes."""
    try:
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return MAX_MEMORY
    return min(machine // 2, MAX_MEMORY)


def limit_process_memory() -> None:
    """Limit this process's memory: DuckDB's limit does not count function values."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  not on every system

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        limit = find_memory_limit() + OTHER_MEMORY
        if hard == resource.RLIM_INFINITY or hard > limit:
            resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


@contextmanager
def write_atomically(output: Path, watch: QueryWatchdog) -> Iterator[Path]:
    """Yield a temporary path that becomes `output`; write devices and pipes directly."""
    if output.exists() and not output.is_file():
        yield output
        return
    output = resolve_link(output)
    part_path = output.with_name(f".{output.name[:200]}.{os.getpid()}.part")
    watch.partial_files.append(part_path)
    try:
        yield part_path
        replace_file(part_path, output)
    finally:
        part_path.unlink(missing_ok=True)
