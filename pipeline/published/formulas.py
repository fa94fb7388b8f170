"""Texts that a spreadsheet would run as formulas when it opens a CSV file."""

import re
from typing import TypeVar

T = TypeVar("T")

# How such a cell begins (OWASP's list, and the full-width signs that some spreadsheets take too), unless it is just a number.
START = r"[=+\-@\t\r\n＝＋－＠]"
NUMBER = r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"
_start, _number = re.compile(START), re.compile(NUMBER)


def escape_formula(value: T) -> T | str:
    """The value; a text that would be a formula, with an apostrophe before it. Numbers stay as they are."""
    if isinstance(value, str) and _start.match(value) and not _number.fullmatch(value):
        return "'" + value
    return value
