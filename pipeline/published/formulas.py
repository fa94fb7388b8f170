"""Escape text that spreadsheets would run as a formula in a CSV file."""

import re
from typing import TypeVar

T = TypeVar("T")

# First characters of formulas: OWASP's list, and full-width signs that some spreadsheets accept.
START = r"[=+\-@\t\r\n＝＋－＠]"
NUMBER = r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"
_start, _number = re.compile(START), re.compile(NUMBER)


def escape_formula(value: T) -> T | str:
    """Prefix text that looks like a formula with an apostrophe."""
    if isinstance(value, str) and _start.match(value) and not _number.fullmatch(value):
        return "'" + value
    return value
