"""Monthly series: hours, unknown totals, duplicates, and the days that the archive distrusts."""

import datetime as dt
import json
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.config import HubSettings
from pipeline.errors import ImportFault, UsageError
from pipeline.imports.pieces import NAMES_ONLY, CounterMark
from pipeline.notes import Note
from tests.fixtures.archive_files import parquet, series, write
from tests.fixtures.hub_archives import HubArchives
from tests.imports.conftest import Read, column

FEBRUARY = [
    ("a/x", "2025-02-26", 10, 0, 1),
    ("a/x", "2025-02-27", 11, 100, 1),
    ("a/x", "2025-02-27", 11, 99, 1),
    ("b/y", "2025-02-26", 5, None, 0),
    ("b/y", "2025-02-27", -1, 50, 2),
    ("", "2025-02-27", 1, 1, 1),
    ("b/\x07bell", "2025-02-27", 1, 1, 1),
    *[(f"c/{number}", "2025-02-28", number, number, 0) for number in range(40)],
    ("a/x", "2025-03-01", 12, 101, 1),
]


def test_a_month_of_names(tmp_path: Path, read: Read) -> None:
    write(tmp_path / "pulse" / "series" / "2025-02.parquet", series(FEBRUARY))
    write(tmp_path / "pulse" / "spaces" / "series" / "2025-02.parquet", b"not read")
    plan, [report], rows = read(tmp_path / "pulse")
    assert (plan.source.format, plan.source.precedence, plan.source.complete) == ("model-pulse", NAMES_ONLY, False)
    assert (plan.rows, plan.pieces[0].first_day, plan.pieces[0].last_day) == (
        48,
        dt.date(2025, 2, 1),
        dt.date(2025, 2, 28),
    )
    assert (report.rows, report.duplicates) == (44, 1)
    assert report.rejects == {"invalid_name": 1, "no_name": 1, "outside": 1}
    [other_report] = read(tmp_path / "pulse", last_day=dt.date(2025, 2, 26))[1]
    assert (other_report.rows, other_report.rejects) == (2, {"outside": 1})  # few of the file's rows
    assert report.days == {dt.date(2025, 2, 26): 2, dt.date(2025, 2, 27): 2, dt.date(2025, 2, 28): 40}
    first_rows = [
        (row["id"], row["downloads"], row["downloads_all_time"], row["likes"])
        for row in rows
        if row["day"] != dt.date(2025, 2, 28)
    ]
    assert first_rows == [("a/x", 10, None, 1), ("a/x", 11, 100, 1), ("b/y", 5, None, 0), ("b/y", None, 50, 2)]
    assert rows[0]["observed_at"] == dt.datetime(2025, 2, 26, 23, 40)


@pytest.mark.parametrize(
    ("day", "hour"), [("2025-07-08", (23, 40)), ("2025-07-09", (13, 50)), ("2026-01-01", (13, 50))]
)
def test_a_day_has_its_true_hour(tmp_path: Path, read: Read, day: str, hour: tuple[int, int]) -> None:
    file = write(tmp_path / f"{day[:7]}.parquet", series([("a/x", day, 1, 2, 3)]))
    _, _, [row] = read(file, kind="model")
    assert row["observed_at"] == dt.datetime.combine(dt.date.fromisoformat(day), dt.time(*hour))
    with pytest.raises(UsageError, match="--kind"):
        read(file)


def test_distrusted_low_and_frozen_days(hub: HubArchives, settings: HubSettings, read: Read) -> None:
    rows = [("a/x", f"2025-09-{day:02}", day, day * 10, 1) for day in range(1, 31)]
    lists = {"days": [], "skip_days": ["2025-09-03"], "low_days": ["2025-09-04"], "frozen": {"2025-09-05": 0.4}}
    files = {
        "series/2025-09.parquet": series(rows),
        "meta.json": json.dumps(lists).encode(),
        "datasets/series/2025-09.parquet": series(rows),
        "datasets/meta.json": b"{}",
    }
    hub.commit("pulse/data", "2025-10-01T00:00:00", "Add files", files)
    plan, [datasets, models], _ = read("hf://datasets/pulse/data", settings, first_day=dt.date(2025, 9, 2))
    assert [(piece.kind, piece.rows) for piece in plan.pieces] == [("dataset", 29), ("model", 29)]
    assert plan.skipped_days == {dt.date(2025, 9, 3): "distrusted"}
    assert models.skipped_days == {dt.date(2025, 9, 3): "distrusted"}
    assert models.partial_days == {dt.date(2025, 9, 4): "low"}
    assert models.counter_marks == (
        CounterMark(dt.date(2025, 9, 5), "frozen", ("downloads", "downloads_all_time"), 0.4),
    )
    assert (models.rows, datasets.rows, datasets.partial_days, datasets.counter_marks) == (28, 29, {}, ())
    # the list of days is part of what decides a piece
    hub.commit("pulse/data", "2025-10-02T00:00:00", "Trust them", {"meta.json": b"{}"})
    again, _, _ = read("hf://datasets/pulse/data", settings, first_day=dt.date(2025, 9, 2))
    assert [a.fingerprint == b.fingerprint for a, b in zip(plan.pieces, again.pieces, strict=True)] == [True, False]


def test_known_days_are_marked_and_a_home_adds_its_own(tmp_path: Path, read: Read) -> None:
    rows = [("a/x", f"2025-11-{day:02}", day, day * 10, 1) for day in range(20, 31)]
    file = write(tmp_path / "2025-11.parquet", series(rows))
    _, [report], _ = read(file, kind="model")
    assert report.partial_days == {dt.date(2025, 11, 24): "truncated"} and report.skipped_days == {}
    own = tmp_path / "known_days.toml"
    own.write_text(
        'days = [{sources=["model-pulse"], kinds=["model"], from=2025-11-25, to=2025-11-26, state="skip", reason="truncated"}]'
    )
    plan, [report], rows = read(file, kind="model", known_days=own)
    assert plan.skipped_days == dict.fromkeys((dt.date(2025, 11, 25), dt.date(2025, 11, 26)), "truncated")
    assert report.skipped_days == plan.skipped_days and report.rows == len(rows), "they stay, but do not count"


def test_other_columns_are_one_sentence(tmp_path: Path, read: Read) -> None:
    write(tmp_path / "series" / "2025-11.parquet", parquet(pa.table({"id": ["a/b"], "downloads": [1]})))
    with pytest.raises(ImportFault, match="no column day"):
        read(tmp_path)


def test_days_that_do_not_fit_their_month_are_refused(tmp_path: Path, read: Read) -> None:
    write(
        tmp_path / "series" / "2025-11.parquet",
        series([("a/x", "1999-01-01", 1, 1, 1), ("a/x", "2090-01-01", 1, 1, 1)]),
    )
    with pytest.raises(ImportFault) as caught:
        read(tmp_path)
    assert Note("unusable_rows_of_reason", {"rows": 2, "reason": "invalid_day"}) in caught.value.parts
    assert column([], "day") == []
