"""The shipped list of bad days, and errors in a home's own."""

import datetime as dt
from pathlib import Path

import pytest

from pipeline.errors import MappingError
from pipeline.imports.formats import FORMATS
from pipeline.imports.known_days import load_known_days
from pipeline.imports.pieces import CounterMark


def test_the_shipped_list() -> None:
    days = load_known_days("hub-stats", "model")
    assert days.partial == dict.fromkeys((dt.date(2025, 11, 24), dt.date(2026, 2, 5)), "truncated")
    assert days.absent[dt.date(2025, 6, 20)] == "no_upload" and dt.date(2025, 7, 10) not in days.absent
    marks = {(mark.day, mark.state): mark.counters for mark in days.marks}
    assert marks[dt.date(2025, 5, 20), "rolled_back"] == ("downloads_all_time",)
    assert marks[dt.date(2025, 8, 17), "frozen"] == ("downloads", "downloads_all_time")
    assert load_known_days("weekly", "dataset").absent[dt.date(2025, 11, 10)] == "no_upload"
    assert load_known_days("table", "model").marks == ()
    assert {"hub-stats", "weekly", "model-pulse"} <= set(FORMATS)


def test_a_home_extends_the_list(tmp_path: Path) -> None:
    own = tmp_path / "known_days.toml"
    assert load_known_days("table", "model", own).skip == {}
    own.write_text("""
[[days]]
sources = ["table"]
kinds = ["model"]
from = 2025-01-01
to = 2025-01-02
state = "frozen"
counters = ["likes"]
share = 0.5

[[days]]
sources = ["table"]
kinds = ["model", "dataset"]
from = 2025-01-03
state = "skip"
""")
    days = load_known_days("table", "model", own)
    assert days.marks[0] == CounterMark(dt.date(2025, 1, 1), "frozen", ("likes",), 0.5) and len(days.marks) == 2
    assert days.skip == {dt.date(2025, 1, 3): "known_bad"}


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (("from = 2025-01-01", "from = 'x'"), 8),
        (("to = 2025-01-02", "to = 2024-01-02"), 9),
        (("to = 2025-01-02", "until = 2024-01-02"), 9),
        (("share = 0.5", "share = 1.5"), 11),
        (('state = "frozen"', 'state = "froze"'), 10),
        (("share = 0.5", "share = "), 11),
    ],
)
def test_an_error_names_its_line(tmp_path: Path, change: tuple[str, str], line: int) -> None:
    own = tmp_path / "known_days.toml"
    text = '[[days]]\nsources = []\nkinds = []\nfrom = 2025-01-01\nstate = "skip"\n\n[[days]]\nfrom = 2025-01-01\nto = 2025-01-02\n'
    text += 'state = "frozen"\nshare = 0.5\ncounters = ["likes"]\nsources = ["table"]\nkinds = ["model"]\n'
    own.write_text(_change_last(text, *change))
    with pytest.raises(MappingError, match=rf"line {line}\b"):
        load_known_days("table", "model", own)


def _change_last(text: str, before: str, after: str) -> str:
    """Replace the last occurrence."""
    start, _, end = text.rpartition(before)
    return f"{start}{after}{end}"
