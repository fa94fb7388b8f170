"""Standard input, output and error as a command finds them: closed, full, left by their reader, in any encoding, of any width."""

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

NARROWEST = 20  # columns; in a terminal of fewer, lines wrap
WIDEST = 10_000
SIZES = ("COLUMNS", "LINES", "TERMINAL_WIDTH")  # the last is typer's


class Output(io.FileIO):
    """A stream's file descriptor. Once `expendable`, what cannot be written is dropped, and `lost` is the first reason."""

    def __init__(self, descriptor: int):
        super().__init__(descriptor, "w", closefd=False)
        self.on_terminal = os.isatty(descriptor)
        self.expendable = False
        self.lost: OSError | None = None

    def write(self, data: "ReadableBuffer", /) -> int:
        """How many bytes were written; waits where whoever reads is slow and the descriptor would not block."""
        try:
            while (written := super().write(data)) is None:
                select.select([], [self], [])
        except OSError as error:
            if not self.expendable:
                raise
            self.lost = self.lost or error
            return memoryview(data).nbytes
        return written


def prepare_streams() -> None:
    """Make standard streams that are safe to use: a closed one is nobody's, and characters that one cannot hold are replaced."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            # else the next file that is opened, such as a database, would get what other programs print
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.dup2(nowhere, descriptor)
            if nowhere != descriptor:
                os.close(nowhere)
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115  as long as the process lives
    sys.stdout = _guarded(sys.stdout, sys.__stdout__, 1)
    sys.stderr = _guarded(sys.stderr, sys.__stderr__, 2)
    error = _output(sys.stderr)
    if error:
        error.expendable = True  # nobody is left to be told


def _guarded(stream: TextIO | None, original: TextIO | None, descriptor: int) -> TextIO:
    if stream is None:
        return io.TextIOWrapper(io.BufferedWriter(Output(descriptor)), encoding="utf-8", errors="replace")
    if stream is not original or not isinstance(stream, io.TextIOWrapper):  # somebody else's, who captures what is said
        return stream
    errors = "replace" if stream.errors in ("strict", "surrogateescape") else stream.errors
    return io.TextIOWrapper(
        io.BufferedWriter(Output(descriptor)), encoding=stream.encoding, errors=errors, line_buffering=stream.line_buffering or stream.write_through
    )  # fmt: skip


def _output(stream: TextIO) -> Output | None:
    raw = getattr(getattr(stream, "buffer", None), "raw", None)
    return raw if isinstance(raw, Output) else None


def outlive_readers(*, outlive_terminal: bool = True) -> None:
    """From here on the command goes on whatever becomes of its output, and of the terminal (`outlive_terminal`)."""
    output = _output(sys.stdout)
    if output is None:
        return
    output.expendable = True
    if outlive_terminal and hasattr(signal, "SIGHUP"):  # Windows has none
        signal.signal(signal.SIGHUP, signal.SIG_IGN)


def end_with_terminal() -> bool:
    """From here on the command ends when its terminal is closed, as others do. False if it was closed already."""
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    output = _output(sys.stdout)
    return output is None or not output.on_terminal or os.isatty(1)


def lost_output() -> OSError | None:
    """Why some output of a command that outlives its readers could not be written; None where all was."""
    output = _output(sys.stdout)
    return output.lost if output else None


def silence_output() -> None:
    """Let nothing more be written to standard output, so that nothing more can fail there."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def settle_width() -> None:
    """Correct the sizes of a terminal that the environment or the terminal itself cannot mean: 0, a word, a handful of columns."""
    for name in SIZES:
        text = os.environ.get(name)
        if text is None:
            continue
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= WIDEST):
            del os.environ[name]
        elif name != "LINES" and int(text) < NARROWEST:
            os.environ[name] = str(NARROWEST)
    with suppress(OSError):  # no terminal
        if "COLUMNS" not in os.environ and 0 < os.get_terminal_size(1).columns < NARROWEST:
            os.environ["COLUMNS"] = str(NARROWEST)
