"""Text and tables that Markdown and HTML show as they are. Imports nothing slow: the command line uses it too."""

import html
import re
from collections.abc import Iterable, Sequence


def escaped(text: str) -> str:
    """Text that Markdown and HTML show as it is, on one line."""
    line = "".join(c if c.isprintable() else " " for c in text)
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", html.escape(line, quote=False))


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; its cells are shown as they are."""
    lines = [headings, ["---"] * len(headings), *([escaped(str(cell)) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
