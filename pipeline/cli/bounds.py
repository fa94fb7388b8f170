"""Bounds of a query that anyone may write: so much time, so much memory, and no file that is half written."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from pipeline.errors import AlmanacError

GRACE = 3.0  # seconds; one step of DuckDB, such as a function of a huge text, cannot be interrupted
MEMORY = 8 << 30  # bytes for DuckDB at most, and never more than half of the machine's
BESIDE = 2 << 30  # bytes for everything else


class OutOfTime(AlmanacError):
    """A query took longer than it was given."""


class Watch:
    """Ends a query that takes too long: by interrupting it, and where that does not help by ending the process.

    Reading changes nothing, so ending the process is safe; `scraps` are files that it must not leave behind.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, seconds: float):
        self.seconds = seconds
        self.over = False
        self.scraps: list[Path] = []
        self._con = con
        self._timers = [threading.Timer(seconds, self._interrupt), threading.Timer(seconds + GRACE, self._end)]

    def check(self) -> None:
        """Raise OutOfTime once the time is over."""
        if self.over:
            raise OutOfTime(self._notice())

    def __enter__(self) -> "Watch":
        if self.seconds:
            for timer in self._timers:
                timer.daemon = True
                timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        for timer in self._timers:
            timer.cancel()

    def _notice(self) -> str:
        return f"Stopped after {self.seconds:g} s, the time it was given; `--seconds N` gives it more, 0 all it wants."

    def _interrupt(self) -> None:
        self.over = True
        with suppress(duckdb.Error):
            self._con.interrupt()

    def _end(self) -> None:
        for path in self.scraps:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        with suppress(OSError, ValueError):
            print(f"almanac: {self._notice()}", file=sys.stderr, flush=True)  # noqa: T201  the last word of the process
        os._exit(1)


def memory() -> int:
    """Bytes that DuckDB may use for a query."""
    try:
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return MEMORY
    return min(machine // 2, MEMORY)


def bound_memory() -> None:
    """Let this process have only so much: DuckDB's own limit does not count the values of functions."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  not on every system

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = memory() + BESIDE
        if hard == resource.RLIM_INFINITY or hard > most:
            resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


@contextmanager
def whole_file(output: Path, watch: Watch) -> Iterator[Path]:
    """A path to write to, which becomes `output` when all went well. A device or a pipe is written to directly."""
    if output.exists() and not output.is_file():
        yield output
        return
    output = Path(os.path.realpath(output))  # through links, and no further where they go in a circle
    part = output.with_name(f".{output.name[:200]}.{os.getpid()}.part")
    watch.scraps.append(part)
    try:
        yield part
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
