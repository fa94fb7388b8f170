"""Text and tables that Markdown and HTML show as they are, and a hint after a mistyped name. Imports nothing slow: the command line uses it too."""

import html
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches


def to_one_line(text: str) -> str:
    """Text without anything that breaks lines, turns their direction or cannot be seen."""
    return "".join(c if c.isprintable() else " " for c in text)


def escape_markdown(text: str) -> str:
    """Text that Markdown and HTML show as it is, on one line."""
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", html.escape(to_one_line(text), quote=False))


def count_noun(count: int, noun: str) -> str:
    """Return a count with its regular noun: "1 day", "2,000 days"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def list_words(words: Sequence[str], last: str = "and") -> str:
    """The words as English lists them: "a, b and c"."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)


def format_markdown_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; its cells are shown as they are."""
    lines = [headings, ["---"] * len(headings), *([escape_markdown(str(cell)) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def suggest_nearest(word: str, names: Sequence[str], max_names: int | None = None) -> str:
    """A sentence with the nearest of the known names, best first; where none is near, all of them, or the first `max_names`."""
    name_by_lower_case = {name.lower(): name for name in names}
    matches = [
        name_by_lower_case[name] for name in get_close_matches(word.lower(), list(name_by_lower_case), n=3, cutoff=0.6)
    ]
    if matches:
        return f"Did you mean {' or '.join(matches)}?"
    more = ", …" if max_names is not None and len(names) > max_names else ""
    return f"Known: {', '.join(names[:max_names])}{more}." if names else ""
