"""A helpful word after a mistyped name."""

from collections.abc import Sequence
from difflib import get_close_matches


def nearest(wrong: str, known: Sequence[str], most: int | None = None) -> str:
    """A sentence with the nearest of the known names, best first; where none is near, all of them, or the first `most`."""
    lowered = {name.lower(): name for name in known}
    near = [lowered[name] for name in get_close_matches(wrong.lower(), list(lowered), n=3, cutoff=0.6)]
    if near:
        return f"Did you mean {' or '.join(near)}?"
    more = ", …" if most is not None and len(known) > most else ""
    return f"Known: {', '.join(known[:most])}{more}." if known else ""
