"""How things look in a terminal: tables, safe text, arrows. Nothing from the Hub reaches it unescaped."""

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

SAMPLE_NOTE = "SAMPLE DATA: made-up repos and numbers of the sample Hub, not the real Hub."


def console(*, err: bool = False) -> Console:
    """Standard output (or error); wide when it is no terminal, so that pipes lose nothing."""
    stream = sys.stderr if err else sys.stdout
    return Console(stderr=err, width=None if stream.isatty() else 220, highlight=False)


def plain(value: object) -> Text:
    """Text as it is: no markup, no control characters, no direction marks."""
    return Text("".join(c if c.isprintable() else "�" for c in str(value)))


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
    return Text("–" if value is None else f"{value:,.{places}f}")


def change(value: int | None) -> Text:
    """A signed figure."""
    if value is None:
        return Text("–", style="dim")
    return Text(f"{value:+,}", style="green" if value > 0 else "red" if value < 0 else "dim")


def moved(rank: int, before: int | None) -> Text:
    """An arrow for places won or lost since an earlier rank; `new` where it held none."""
    if before is None:
        return Text("new", style="cyan")
    gained = before - rank
    if gained == 0:
        return Text("=", style="dim")
    return Text(f"▲{gained}", style="green") if gained > 0 else Text(f"▼{-gained}", style="red")
