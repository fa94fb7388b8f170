"""Format text for Markdown and HTML, and suggest names after a typo. Quick to import, for the command line."""

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from pipeline.notes import Note


def to_one_line(text: str) -> str:
    """Replace unprintable characters, such as line breaks and direction marks, by spaces."""
    return "".join(c if c.isprintable() else " " for c in text)


def escape_markdown(text: str) -> str:
    """Escape a text for Markdown and HTML, on one line."""
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", html.escape(to_one_line(text), quote=False))


def count_noun(count: int, noun: str) -> str:
    """Return a count with its regular noun: "1 day", "2,000 days"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def list_words(words: Sequence[str], last: str = "and") -> str:
    """Join words: "a, b and c"."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)


def format_markdown_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [headings, ["---"] * len(headings), *([escape_markdown(str(cell)) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def suggest_nearest(word: str, names: Sequence[str], max_names: int | None = None) -> list[Note]:
    """Return the hint of an error: the nearest names, else the first `max_names`; nothing if there are no names."""
    name_by_lower_case = {name.lower(): name for name in names}
    matches = [
        name_by_lower_case[name] for name in get_close_matches(word.lower(), list(name_by_lower_case), n=3, cutoff=0.6)
    ]
    if matches:
        return [Note("did_you_mean", {"count": len(matches), "names": ", ".join(matches)})]
    more = ", …" if max_names is not None and len(names) > max_names else ""
    return [Note("known_names", {"names": f"{', '.join(names[:max_names])}{more}"})] if names else []


def normalize_word(text: str) -> str:
    """Return a text without case, spaces and punctuation, to compare names; the SQL macro store.word_key does the same."""
    return re.sub(r"""[\s_.,:;?!'"`“”‘’()·–-]+""", "", unicodedata.normalize("NFC", text).lower())


def list_spellings(names_by_code: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return the code of every normalized spelling: of each code, its names, and what only one code's names begin with."""
    spellings: dict[str, str] = {}
    codes_by_start: dict[str, set[str]] = {}
    for code, names in names_by_code.items():
        for word in map(normalize_word, (code, *names)):
            spellings.setdefault(word, code)
            for length in range(1, len(word)):
                codes_by_start.setdefault(word[:length], set()).add(code)
    starts = {start: codes.pop() for start, codes in codes_by_start.items() if len(codes) == 1}
    return starts | spellings
