"""A helpful word after a mistyped name."""

from collections.abc import Sequence
from difflib import get_close_matches


def nearest(wrong: str, known: Sequence[str]) -> str:
    """A sentence with the nearest of the known names, best first; all of them where none is near."""
    lowered = {name.lower(): name for name in known}
    near = [lowered[name] for name in get_close_matches(wrong.lower(), list(lowered), n=3, cutoff=0.6)]
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return f"Known: {', '.join(known)}." if known else ""
