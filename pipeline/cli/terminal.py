"""How things look in a terminal: tables, safe text, arrows. Nothing from the Hub reaches it unescaped."""

import io
import sys
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

SAMPLE_NOTE = "SAMPLE DATA: made-up repos and numbers of the sample Hub, not the real Hub."
UNLIMITED = 1_000_000


def console(*, err: bool = False) -> Console:
    """Standard output (or error); as wide as it takes when it is no terminal, so that pipes lose nothing."""
    stream = sys.stderr if err else sys.stdout
    if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
        stream.reconfigure(errors="replace")  # Korean in a Latin terminal is no reason to fail
    return Console(stderr=err, width=None if stream.isatty() else UNLIMITED, highlight=False)


def plain(value: object) -> Text:
    """Text as it is, on one line: no markup, no control characters, no direction marks."""
    return Text("".join(c if c.isprintable() else "�" for c in str(value)))


def tame(text: str) -> str:
    """Text of several lines without any other control character."""
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text)


def table(headings: Sequence[tuple[str, bool]], title: str | None = None) -> Table:
    """An empty table; a heading is (text, whether it is a number)."""
    made = Table(
        title=Text(title) if title else None, title_justify="left", header_style="bold", box=None, pad_edge=False
    )
    for text, numeric in headings:
        made.add_column(Text(text), justify="right" if numeric else "left", overflow="fold", no_wrap=numeric)
    return made


def number(value: float | int | None, places: int = 0) -> Text:
    """A figure with thousands separated; unknown is a dash, never 0."""
    if value is None:
        return Text("–")
    return Text(f"{value:,}" if isinstance(value, int) and not places else f"{value:,.{places}f}")


def change(value: int | None, figure: Callable[[int], Text] | None = None) -> Text:
    """A signed figure, as `figure` (else `number`) writes it."""
    if value is None:
        return Text("–", style="dim")
    sign = "+" if value >= 0 else ""
    return Text(sign + str((figure or number)(value)), style="green" if value > 0 else "red" if value < 0 else "dim")


def compact(value: int | None) -> Text:
    """A figure in about four characters, for narrow terminals."""
    if value is None or abs(value) < 10_000:
        return number(value)
    scale, letter = next((s, c) for s, c in ((1e9, "G"), (1e6, "M"), (1e3, "k")) if abs(value) >= s)
    return Text(f"{value / scale:.{1 if abs(value) < 100 * scale else 0}f}{letter}")


def moved(rank: int, before: int | None, *, compared: bool = True) -> Text:
    """An arrow for places won or lost since an earlier rank; `new` where it held none, a dash without a board then."""
    if not compared:
        return Text("–", style="dim")
    if before is None:
        return Text("new", style="cyan")
    gained = before - rank
    if gained == 0:
        return Text("=", style="dim")
    return Text(f"▲{gained}", style="green") if gained > 0 else Text(f"▼{-gained}", style="red")


def sparkline(values: Sequence[float]) -> str:
    """Figures from 0 to 1 as a line of bars."""
    bars = "▁▂▃▄▅▆▇█"
    return "".join(bars[min(int(max(value, 0.0) * len(bars)), len(bars) - 1)] for value in values)
