"""Escape text that spreadsheets would run as a formula in a CSV file."""

import re
from typing import TypeVar

T = TypeVar("T")

# First characters of a formula (OWASP's list, plus full-width signs that some spreadsheets accept); plain numbers are safe.
START = r"[=+\-@\t\r\n＝＋－＠]"
NUMBER = r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"
_start, _number = re.compile(START), re.compile(NUMBER)


def escape_formula(value: T) -> T | str:
    """Return the value, with an apostrophe before text that looks like a formula."""
    if isinstance(value, str) and _start.match(value) and not _number.fullmatch(value):
        return "'" + value
    return value
