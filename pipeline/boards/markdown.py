"""Text that Markdown and HTML show as it is. Imports nothing slow: the command line uses it too."""

import html
import re


def escaped(text: str) -> str:
    """Text that Markdown and HTML show as it is, on one line."""
    line = "".join(c if c.isprintable() else " " for c in text)
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", html.escape(line, quote=False))
