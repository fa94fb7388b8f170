"""How things look in a terminal: tables, safe text, arrows. Nothing from the Hub reaches it unescaped."""

import io
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.i18n.messages import FIRST, text

UNLIMITED = 1_000_000
FOLDED = 28  # a text is folded to no less, where there is room for anything else
BARS = "▁▂▃▄▅▆▇█"
ENTRIES = ("new", "first_observed", "returned", "entered")


def sample_note(language: str = FIRST) -> str:
    """What is said of made-up data wherever it is shown."""
    return text(language, "sample-note")


@dataclass(frozen=True)
class Column:
    """A column of a table. Where the terminal is too narrow, the columns of least `worth` are left out first.

    `whole`: its texts are never folded, though they are no numbers.
    """

    heading: str
    numeric: bool = False
    worth: int = 100
    whole: bool = False


def console(*, err: bool = False) -> Console:
    """Standard output (or error); as wide as it takes when it is no terminal, so that pipes lose nothing."""
    stream = sys.stderr if err else sys.stdout
    if isinstance(stream, io.TextIOWrapper) and stream.errors in ("strict", "surrogateescape"):
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
    for heading, numeric in headings:
        made.add_column(Text(heading), justify="right" if numeric else "left", overflow="fold", no_wrap=numeric)
    return made


def fitted(out: Console, columns: Sequence[Column], rows: Sequence[Sequence[Text]]) -> Table:
    """A table of `rows` no wider than the terminal: headings wrap, columns of least worth go, the last column left is folded."""

    def content_width(i: int) -> int:
        widest = max((row[i].cell_len for row in rows), default=0)
        return widest if columns[i].numeric or columns[i].whole else min(widest, FOLDED)

    kept = list(range(len(columns)))
    headings = [column.heading for column in columns]

    def total_width() -> int:
        return sum(max(content_width(i), *map(cell_len, headings[i].split("\n"))) + 2 for i in kept) - 2

    if total_width() > out.width:
        headings = [_wrapped(heading, content_width(i)) for i, heading in enumerate(headings)]
    while (needed := total_width()) > out.width and len(kept) > 1:
        kept.remove(min(kept, key=lambda i: (columns[i].worth, -i)))
    texts = [i for i, one in enumerate(columns) if not one.numeric]
    # a lone figure says nothing: what it is of is folded beside it
    if len(kept) == 1 and columns[kept[0]].numeric and texts:
        kept = sorted([*kept, max(texts, key=lambda i: (columns[i].worth, -i))])
    made = Table(header_style="bold", box=None, pad_edge=False)
    for i in kept:
        one = columns[i]
        made.add_column(
            Text(headings[i]),
            justify="right" if one.numeric else "left",
            overflow="fold",
            no_wrap=(one.numeric or one.whole) and needed <= out.width,
        )
    for row in rows:
        made.add_row(*(row[i] for i in kept))
    return made


def _wrapped(heading: str, width: int) -> str:
    """The heading on as few lines of `width` as its words allow; a longer word has a line of its own."""
    lines: list[str] = []
    for word in heading.split():
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(lines)


def print_json(value: object) -> None:
    """One JSON value on standard output; dates as 2026-03-06. ASCII alone: no terminal can take it amiss."""
    sys.stdout.write(json.dumps(value, default=str, indent=2) + "\n")


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


def moved(rank: int, before: int | None, entry: str | None, say: Callable[..., str], *, compared: bool = True) -> Text:
    """An arrow for places won or lost since an earlier rank; how it came to its place where it had none, a dash without a board then."""
    if not compared:
        return Text("–", style="dim")
    if before is None:
        return Text(say(f"entry-{entry if entry in ENTRIES else 'entered'}"), style="cyan")
    gained = before - rank
    if gained == 0:
        return Text("=", style="dim")
    return Text(f"▲{gained}", style="green") if gained > 0 else Text(f"▼{-gained}", style="red")


def sparkline(values: Sequence[float]) -> str:
    """Figures from 0 to 1 as a line of bars."""
    return "".join(BARS[min(int(max(value, 0.0) * len(BARS)), len(BARS) - 1)] for value in values)


def trend(values: Sequence[float | None]) -> Text:
    """Figures as a line of bars, the largest the highest, nothing or less the lowest; a blank where it is not known."""
    most = max((value for value in values if value is not None), default=0) or 1
    return Text("".join(" " if value is None else sparkline([value / most]) for value in values))
