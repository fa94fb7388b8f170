"""Tables, sanitized text, sparklines, arrows. Text from the Hub is always escaped."""

import io
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.i18n.locale import find_language
from pipeline.i18n.messages import text

UNLIMITED_WIDTH = 1_000_000
MIN_WRAP_WIDTH = 28  # narrowest wrapped text while another column fits
BARS = "▁▂▃▄▅▆▇█"
ENTRY_KINDS = ("new", "first_observed", "returned", "entered")


def sample_note(language: str | None = None) -> str:
    """Return the notice that accompanies sample data, by default in the language of the process."""
    return text(language or find_language(), "sample-note")


@dataclass(frozen=True)
class Column:
    """A narrow terminal drops the columns with the lowest `priority` first.

    `no_wrap`: never wrap its texts.
    """

    heading: str
    numeric: bool = False
    priority: int = 100
    no_wrap: bool = False


def console(*, err: bool = False) -> Console:
    """Return a console on standard output or error; without a terminal its width is unlimited, so pipes lose nothing."""
    stream = sys.stderr if err else sys.stdout
    if isinstance(stream, io.TextIOWrapper) and stream.errors in ("strict", "surrogateescape"):
        stream.reconfigure(errors="replace")  # a Latin terminal cannot show Korean
    return Console(stderr=err, width=None if stream.isatty() else UNLIMITED_WIDTH, highlight=False)


def sanitize(value: object) -> Text:
    """Return one line of literal text without markup, control characters or direction marks."""
    return Text("".join(c if c.isprintable() else "�" for c in str(value)))


def sanitize_lines(text: str) -> str:
    """Return the text without control characters other than newlines and tabs."""
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text)


def make_table(headings: Sequence[tuple[str, bool]], title: str | None = None) -> Table:
    """Return an empty table; a heading is (text, is numeric)."""
    empty_table = Table(
        title=Text(title) if title else None, title_justify="left", header_style="bold", box=None, pad_edge=False
    )
    for heading, numeric in headings:
        empty_table.add_column(Text(heading), justify="right" if numeric else "left", overflow="fold", no_wrap=numeric)
    return empty_table


def fit_table(out: Console, columns: Sequence[Column], rows: Sequence[Sequence[Text]]) -> Table:
    """Return a table that fits: leaves out columns without a value, wraps headings, drops low-priority columns, then wraps
    the last column."""

    def content_width(i: int) -> int:
        widest = max((row[i].cell_len for row in rows), default=0)
        return widest if columns[i].numeric or columns[i].no_wrap else min(widest, MIN_WRAP_WIDTH)

    every_column = list(range(len(columns)))
    visible_columns = [i for i in every_column if any(has_value(row[i]) for row in rows)] or every_column
    headings = [column.heading for column in columns]

    def total_width() -> int:
        return sum(max(content_width(i), *map(cell_len, headings[i].split("\n"))) + 2 for i in visible_columns) - 2

    if total_width() > out.width:
        headings = [_wrap_heading(heading, content_width(i)) for i, heading in enumerate(headings)]
    while (needed_width := total_width()) > out.width and len(visible_columns) > 1:
        visible_columns.remove(min(visible_columns, key=lambda i: (columns[i].priority, -i)))
    text_columns = [i for i, column in enumerate(columns) if not column.numeric]
    # a lone figure needs its label, wrapped if necessary
    if len(visible_columns) == 1 and columns[visible_columns[0]].numeric and text_columns:
        visible_columns = sorted([*visible_columns, max(text_columns, key=lambda i: (columns[i].priority, -i))])
    table = Table(header_style="bold", box=None, pad_edge=False)
    for i in visible_columns:
        column = columns[i]
        table.add_column(
            Text(headings[i]),
            justify="right" if column.numeric else "left",
            overflow="fold",
            no_wrap=(column.numeric or column.no_wrap) and needed_width <= out.width,
        )
    for row in rows:
        table.add_row(*(row[i] for i in visible_columns))
    return table


def has_value(cell: Text) -> bool:
    """Return whether a cell has more than a dash."""
    return cell.plain.strip() not in ("", "–")


def _wrap_heading(heading: str, width: int) -> str:
    """Wrap a heading to lines of `width` columns, without splitting words."""
    lines: list[str] = []
    for word in heading.split():
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(lines)


def print_json(value: object) -> None:
    """Print JSON with dates as 2026-03-06, in ASCII for any terminal."""
    sys.stdout.write(json.dumps(value, default=str, indent=2) + "\n")


def format_number(value: float | int | None, places: int = 0) -> Text:
    """Format a figure with thousands separators; None is a dash."""
    if value is None:
        return Text("–")
    return Text(f"{value:,}" if isinstance(value, int) and not places else f"{value:,.{places}f}")


def format_change(value: int | None, format_value: Callable[[int], Text] | None = None) -> Text:
    """Format a signed figure with `format_value`, else `format_number`."""
    if value is None:
        return Text("–", style="dim")
    sign = "+" if value >= 0 else ""
    return Text(
        sign + str((format_value or format_number)(value)),
        style="green" if value > 0 else "red" if value < 0 else "dim",
    )


def format_compact(value: int | None) -> Text:
    """Format a figure in about four characters, for narrow terminals."""
    if value is None or abs(value) < 10_000:
        return format_number(value)
    scale, letter = next((s, c) for s, c in ((1e9, "G"), (1e6, "M"), (1e3, "k")) if abs(value) >= s)
    return Text(f"{value / scale:.{1 if abs(value) < 100 * scale else 0}f}{letter}")


def format_rank_change(
    rank: int, previous_rank: int | None, entry: str | None, say: Callable[..., str], *, comparable: bool = True
) -> Text:
    """Format ranks gained since an earlier board; the entry kind if unranked then, a dash without a board."""
    if not comparable:
        return Text("–", style="dim")
    if previous_rank is None:
        return Text(say(f"entry-{entry if entry in ENTRY_KINDS else 'entered'}"), style="cyan")
    ranks_gained = previous_rank - rank
    if ranks_gained == 0:
        return Text("=", style="dim")
    return Text(f"▲{ranks_gained}", style="green") if ranks_gained > 0 else Text(f"▼{-ranks_gained}", style="red")


def format_parameters(value: int | None) -> Text:
    """Format a number of parameters: 7.2B, 350M."""
    if value is None or value < 1e6:
        return format_number(value)
    return Text(f"{value / 1e9:,.1f}B" if value >= 1e9 else f"{value / 1e6:,.0f}M")


def draw_sparkline(values: Sequence[float]) -> str:
    """Draw values from 0 to 1 as bars."""
    return "".join(BARS[min(int(max(value, 0.0) * len(BARS)), len(BARS) - 1)] for value in values)


def draw_trend(values: Sequence[float | None]) -> Text:
    """Draw values as bars relative to the largest; 0 and below is the lowest bar, None a blank."""
    maximum = max((value for value in values if value is not None), default=0) or 1
    return Text("".join(" " if value is None else draw_sparkline([value / maximum]) for value in values))
