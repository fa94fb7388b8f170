"""Bounds of a query that anyone may write: so much time, so much memory, and no file that is half written."""

import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

from pipeline.errors import AlmanacError, UsageError
from pipeline.files import replace_file, resolve_link

GRACE_SECONDS = 3.0  # seconds; one step of DuckDB, such as a function of a huge text, cannot be interrupted
READ_HINT = "ALMANAC_READ_SECONDS=N gives it more, 0 all it wants"
READ_SECONDS = 60.0  # of all queries of a command that reads; ALMANAC_READ_SECONDS
MAX_ROWS = 2_000_000  # of an answer that is held in memory: more than all boards of a day have
MAX_MEMORY = 8 << 30  # bytes for DuckDB at most, and never more than half of the machine's
OTHER_MEMORY = 2 << 30  # bytes for everything else


class QueryTimeout(AlmanacError):
    """A query took longer than it was given."""


class QueryWatchdog:
    """Ends a query that takes too long: by interrupting it, and where that does not help by ending the process.

    Reading changes nothing, so ending the process is safe; `partial_files` are files that it must not leave behind.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, seconds: float, hint: str = "`--seconds N` gives it more, 0 all it wants"
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
        """Raise QueryTimeout once the time is over."""
        if self.is_over:
            raise QueryTimeout(self._timeout_message())

    def __enter__(self) -> "QueryWatchdog":
        if self.seconds:
            for timer in self._timers:
                timer.daemon = True
                timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        for timer in self._timers:
            timer.cancel()

    def _timeout_message(self) -> str:
        return _timeout_message(self.seconds, self.hint)

    def _interrupt(self) -> None:
        self.is_over = True
        with suppress(duckdb.Error):
            self._con.interrupt()

    def _end_process(self) -> None:
        for path in self.partial_files:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        with suppress(OSError, ValueError):
            print(f"almanac: {self._timeout_message()}", file=sys.stderr, flush=True)  # noqa: T201  the last word of the process
        os._exit(1)


def _timeout_message(seconds: float, hint: str) -> str:
    return f"Stopped after {seconds:g} s, the time it was given; {hint}."


Row = tuple[Any, ...]  # of a query's columns


class Answer:
    """The rows of an answer, held in memory. Of DuckDB's own interface only what the read commands use."""

    def __init__(self, description: Sequence[Sequence[object]], rows: list[Row]):
        self.description = description
        self._rows = rows

    def fetchall(self) -> list[Row]:
        """All rows."""
        return self._rows


class LimitedConnection:
    """A connection whose queries have so many seconds together; what happens between them, such as printing, is not counted.

    Somebody else's database may have views and macros of the published names that run for hours.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, seconds: float):
        self._con = con
        self._seconds = seconds
        self._remaining_seconds = seconds

    def execute(self, query: str, parameters: object = None) -> Answer:
        """Run a query and fetch its rows. Raises QueryTimeout, AlmanacError for too many rows, and what DuckDB raises."""
        started_at = time.monotonic()
        with QueryWatchdog(self._con, self._remaining_seconds, READ_HINT) as watch:
            try:
                answer = self._con.execute(query, parameters)
                rows = answer.fetchmany(MAX_ROWS + 1)
            except (duckdb.InterruptException, RuntimeError) as error:
                if isinstance(error, RuntimeError) and "Query interrupted" not in str(error):
                    raise
                if watch.is_over:
                    raise QueryTimeout(_timeout_message(self._seconds, READ_HINT)) from None
                raise KeyboardInterrupt from None
        if len(rows) > MAX_ROWS:
            raise AlmanacError(
                f"The database answers with more than {MAX_ROWS:,} rows, which is more than this command shows."
            )
        if self._seconds:
            self._remaining_seconds = max(self._remaining_seconds - (time.monotonic() - started_at), 0.05)
        return Answer(list(answer.description or []), rows)

    def interrupt(self) -> None:
        """End the query that runs."""
        self._con.interrupt()


def find_read_limit(default: float = READ_SECONDS) -> float:
    """Seconds that the queries of a command have: `ALMANAC_READ_SECONDS`, 0 for as long as they want. Raises UsageError."""
    text = os.environ.get("ALMANAC_READ_SECONDS")
    if not text:
        return default
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 999_999:
        raise UsageError(f"ALMANAC_READ_SECONDS must be seconds, 0 for no limit, not {text[:40]!r}.")
    return seconds


def find_memory_limit() -> int:
    """Bytes that DuckDB may use for a query."""
    try:
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return MAX_MEMORY
    return min(machine // 2, MAX_MEMORY)


def limit_process_memory() -> None:
    """Let this process have only so much: DuckDB's own limit does not count the values of functions."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  not on every system

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        limit = find_memory_limit() + OTHER_MEMORY
        if hard == resource.RLIM_INFINITY or hard > limit:
            resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


@contextmanager
def write_atomically(output: Path, watch: QueryWatchdog) -> Iterator[Path]:
    """A path to write to, which becomes `output` when all went well. A device or a pipe is written to directly."""
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
