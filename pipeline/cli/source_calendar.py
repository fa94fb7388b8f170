"""Show which source covers which day, for `almanac import --list`."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from string import ascii_uppercase
from typing import TypedDict

import duckdb
from rich.text import Text

from pipeline.cli.language import Say
from pipeline.cli.terminal import Column, console, fit_table, format_number, sanitize
from pipeline.kinds import KINDS
from pipeline.published.calendar import (
    RecordedDay,
    count_days_of_month,
    count_days_without_file,
    group_by_month,
    list_missing_months,
    list_spans,
    read_recorded_days,
)
from pipeline.published.reader import Row, fetch_records, is_sample

OWN_MARK, GAP_MARK, OTHER_MARK = "#", ".", "*"
COLORS = ("cyan", "magenta", "yellow", "green", "blue", "red")
RULER = "1         11        21       "  # days of the month, above their marks


class SourceList(TypedDict):
    """The output of `--json`. `sources`: rows of `sources`, with `days_without_file`; `spans`: days in order, with gaps."""

    sample: bool
    sources: list[Row]
    spans: list[dict[str, object]]


def read_source_list(con: duckdb.DuckDBPyConnection, shelf: Path) -> tuple[SourceList, list[RecordedDay]]:
    """Read the list. `shelf`: the folder of imported days."""
    days = read_recorded_days(con)
    spans: list[dict[str, object]] = [asdict(span) for span in list_spans(days)]
    days_without_file = count_days_without_file(con, shelf)
    sources = [
        {**source, "days_without_file": days_without_file.get(source["name"], 0)}
        for source in fetch_records(con.execute("FROM sources"))
    ]
    return {"sample": bool(is_sample(con)), "sources": sources, "spans": spans}, days


def print_source_list(report: SourceList, days: Sequence[RecordedDay], say: Say) -> None:
    out = console()
    marks = dict(zip((str(source["name"]) for source in report["sources"]), ascii_uppercase, strict=False))
    columns = [
        Column(""), Column(say("heading-name")), Column(say("heading-format"), priority=40), Column(say("heading-days"), numeric=True),
        Column(say("heading-used-days"), numeric=True), Column(say("heading-from"), no_wrap=True), Column(say("heading-to"), no_wrap=True),
        Column(say("heading-rows"), numeric=True, priority=60), Column(say("heading-license"), priority=50),
    ]  # fmt: skip
    cells = [
        [
            Text(marks.get(source["name"], OTHER_MARK), style=_choose_style(source["name"], marks)), sanitize(source["name"]),
            sanitize(source["format"]), format_number(source["days"]), format_number(source["used_days"]),
            sanitize(source["first_day"] or "–"), sanitize(source["last_day"] or "–"), format_number(source["rows"]),
            sanitize(source["license"] or "–"),
        ]
        for source in report["sources"]
    ]  # fmt: skip
    out.print(fit_table(out, columns, cells) if cells else sanitize(say("sources-none")))
    out.print(sanitize(say("sources-marks", own=OWN_MARK, gap=GAP_MARK)), style="dim")
    for source in report["sources"]:
        if count := source["days_without_file"]:
            out.print(sanitize(say("sources-without-files", source=source["name"], n=count, address=source["address"])))
    for kind, months in group_by_month(days).items():
        heading = say(f"heading-{KINDS[kind].plural}") if kind in KINDS else kind
        out.print()
        label = sanitize(heading)
        label.pad_right(max(10 - label.cell_len, 1))
        out.print(label + Text(RULER, style="dim"))
        for line in draw_months(months, marks, say):
            out.print(line)


def draw_months(
    months: Mapping[dt.date, Mapping[int, RecordedDay]], marks: Mapping[str, str], say: Say
) -> Iterator[Text]:
    """Yield a line for each month, with a mark for each day; one line for months without a day."""
    first, last = min(months), max(months)
    first_day, last_day = first.replace(day=min(months[first])), last.replace(day=max(months[last]))
    before_gaps = set(list_missing_months(list(months)))
    for month, days in months.items():
        line = Text(f"{month:%Y-%m}   ")
        for number in range(1, count_days_of_month(month) + 1):
            day = days.get(number)
            date = month.replace(day=number)
            if day is None:
                line.append(GAP_MARK if first_day < date < last_day else " ", style="dim")
            else:
                mark = OWN_MARK if day.source is None else marks.get(day.source, OTHER_MARK)
                line.append(mark, style=_choose_style(day.source, marks))
        line.rstrip()
        yield line
        if month in before_gaps:
            yield Text("…         ", style="dim") + sanitize(say("sources-no-days"))


def _choose_style(source: str | None, marks: Mapping[str, str]) -> str:
    return "bold" if source is None else COLORS[list(marks).index(source) % len(COLORS)] if source in marks else ""
