"""Text and tables that Markdown and HTML show as they are, and a hint after a mistyped name. Imports nothing slow: the command line uses it too."""

import html
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches


def one_line(text: str) -> str:
    """Text without anything that breaks lines, turns their direction or cannot be seen."""
    return "".join(c if c.isprintable() else " " for c in text)


def escaped(text: str) -> str:
    """Text that Markdown and HTML show as it is, on one line."""
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", html.escape(one_line(text), quote=False))


def enumerated(words: Sequence[str], last: str = "and") -> str:
    """The words as English lists them: "a, b and c"."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; its cells are shown as they are."""
    lines = [headings, ["---"] * len(headings), *([escaped(str(cell)) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def nearest(wrong: str, known: Sequence[str], most: int | None = None) -> str:
    """A sentence with the nearest of the known names, best first; where none is near, all of them, or the first `most`."""
    lowered = {name.lower(): name for name in known}
    near = [lowered[name] for name in get_close_matches(wrong.lower(), list(lowered), n=3, cutoff=0.6)]
    if near:
        return f"Did you mean {' or '.join(near)}?"
    more = ", …" if most is not None and len(known) > most else ""
    return f"Known: {', '.join(known[:most])}{more}." if known else ""
