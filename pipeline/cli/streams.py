"""Make standard streams robust: closed, full, without reader, in any encoding or width."""

import io
import os
import select
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

MIN_COLUMNS = 20  # lines wrap in a narrower terminal
MAX_COLUMNS = 10_000
SIZE_VARIABLES = ("COLUMNS", "LINES", "TERMINAL_WIDTH")  # typer reads the last


class OutputFile(io.FileIO):
    """With `ignores_errors`, drops output that it cannot write and keeps `first_error`."""

    def __init__(self, descriptor: int):
        super().__init__(descriptor, "w", closefd=False)
        self.on_terminal = os.isatty(descriptor)
        self.ignores_errors = False
        self.first_error: OSError | None = None

    def write(self, data: "ReadableBuffer", /) -> int:
        """Write the data, waiting if a non-blocking descriptor is full. Returns the bytes written."""
        try:
            while (byte_count := super().write(data)) is None:
                select.select([], [self], [])
        except OSError as error:
            if not self.ignores_errors:
                raise
            self.first_error = self.first_error or error
            return memoryview(data).nbytes
        return byte_count


def prepare_streams() -> None:
    """Open closed standard streams on the null device and replace characters outside a stream's encoding."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            # otherwise the next opened file, such as a database, gets this descriptor and everything printed
            null_descriptor = os.open(os.devnull, os.O_RDWR)
            os.dup2(null_descriptor, descriptor)
            if null_descriptor != descriptor:
                os.close(null_descriptor)
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115  open until the process ends
    sys.stdout = _wrap_stream(sys.stdout, sys.__stdout__, 1)
    sys.stderr = _wrap_stream(sys.stderr, sys.__stderr__, 2)
    error_output = _find_output_file(sys.stderr)
    if error_output:
        error_output.ignores_errors = True  # there is no other place to report to


def _wrap_stream(stream: TextIO | None, original: TextIO | None, descriptor: int) -> TextIO:
    if stream is None:
        return io.TextIOWrapper(io.BufferedWriter(OutputFile(descriptor)), encoding="utf-8", errors="replace")
    if stream is not original or not isinstance(stream, io.TextIOWrapper):  # a caller captures the output
        return stream
    errors = "replace" if stream.errors in ("strict", "surrogateescape") else stream.errors
    return io.TextIOWrapper(
        io.BufferedWriter(OutputFile(descriptor)), encoding=stream.encoding, errors=errors, line_buffering=stream.line_buffering or stream.write_through
    )  # fmt: skip


def _find_output_file(stream: TextIO) -> OutputFile | None:
    raw = getattr(getattr(stream, "buffer", None), "raw", None)
    return raw if isinstance(raw, OutputFile) else None


def ignore_output_errors(*, ignore_hangup: bool = True) -> None:
    """Let the command continue after output errors and, with `ignore_hangup`, after its terminal closes."""
    output = _find_output_file(sys.stdout)
    if output is None:
        return
    output.ignores_errors = True
    if ignore_hangup and hasattr(signal, "SIGHUP"):  # Windows has none
        signal.signal(signal.SIGHUP, signal.SIG_IGN)


def stop_on_hangup() -> bool:
    """Let the command end when its terminal closes; False if it is closed already."""
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    output = _find_output_file(sys.stdout)
    return output is None or not output.on_terminal or os.isatty(1)


def get_output_error() -> OSError | None:
    """Return the first ignored error of standard output, if any."""
    output = _find_output_file(sys.stdout)
    return output.first_error if output else None


def silence_output() -> None:
    """Redirect standard output to the null device: later writes cannot fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def correct_terminal_size() -> None:
    """Correct impossible terminal sizes from the environment or the terminal: 0, a word, a few columns."""
    for name in SIZE_VARIABLES:
        text = os.environ.get(name)
        if text is None:
            continue
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MAX_COLUMNS):
            del os.environ[name]
        elif name != "LINES" and int(text) < MIN_COLUMNS:
            os.environ[name] = str(MIN_COLUMNS)
    with suppress(OSError):  # no terminal
        if "COLUMNS" not in os.environ and 0 < os.get_terminal_size(1).columns < MIN_COLUMNS:
            os.environ["COLUMNS"] = str(MIN_COLUMNS)
