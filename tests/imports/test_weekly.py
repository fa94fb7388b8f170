"""Weekly snapshots: the true time of observation, files that repeat the week before."""

import datetime as dt
from pathlib import Path

from pipeline.config import HubSettings
from pipeline.imports.pieces import WEEKLY
from tests.fixtures.archive_files import whole_day, write
from tests.fixtures.hub_archives import HubArchives
from tests.imports.conftest import Read, column

FIRST, SECOND = whole_day("2025-03-06T22:00:00", 3, era="2025"), whole_day("2025-03-20T21:00:00", 4, era="2025")
WEEKS = {"2025-03-03": FIRST, "2025-03-10": FIRST, "2025-03-17": SECOND}


def test_a_day_is_when_the_repos_were_observed_and_a_stale_week_is_reported(tmp_path: Path, read: Read) -> None:
    for week, content in WEEKS.items():
        write(tmp_path / "snapshots" / "models" / week / "models.parquet", content)
    write(tmp_path / "snapshots" / "spaces" / "2025-03-03" / "spaces.parquet", b"not read")
    plan, reports, rows = read(tmp_path / "snapshots")
    assert [piece.first_day for piece in plan.pieces] == [dt.date(2025, 3, 6), dt.date(2025, 3, 20)]
    assert plan.skipped_days == {dt.date(2025, 3, 10): "stale"}
    assert [report.rows for report in reports] == [3, 4] and plan.rows == 7
    assert set(column(rows, "observed_at")) == {dt.datetime(2025, 3, 6, 22), dt.datetime(2025, 3, 20, 21)}
    assert plan.source.share_alike and plan.source.precedence == WEEKLY and plan.source.license == "odbl"


def test_a_repo_of_weeks_is_read_by_kind_and_day(hub: HubArchives, settings: HubSettings, read: Read) -> None:
    files = {f"models/{week}/models.parquet": content for week, content in WEEKS.items()}
    files |= {"datasets/2025-03-17/datasets.parquet": whole_day("2025-03-20T21:00:00", 2, kind="dataset", era="2025")}
    hub.cards["lab/weeks"] = {"license": ["odbl"]}
    hub.commit("lab/weeks", "2025-03-24T00:00:00", "Add snapshots", files)
    plan, _, _ = read("hf://datasets/lab/weeks", settings)
    assert [(piece.kind, piece.first_day.day) for piece in plan.pieces] == [
        ("model", 6),
        ("dataset", 20),
        ("model", 20),
    ]
    assert plan.source.license == "odbl"
    plan, _, _ = read("hf://datasets/lab/weeks/models", settings, first_day=dt.date(2025, 3, 19))
    assert [(piece.kind, piece.first_day.day) for piece in plan.pieces] == [("model", 20)]
    plan, _, _ = read("hf://datasets/lab/weeks/models/2025-03-*/models.parquet", settings, last_day=dt.date(2025, 3, 6))
    assert [piece.first_day.day for piece in plan.pieces] == [6]


def test_a_week_may_be_in_several_files(tmp_path: Path, read: Read) -> None:
    for part, hour in enumerate((20, 22, 21)):
        content = whole_day(f"2025-03-06T{hour}:00:00", 3, era="2025", first=3 * part)
        write(tmp_path / "weeks" / "models" / "2025-03-03" / f"part-{part}.parquet", content)
    plan, [report], rows = read(tmp_path / "weeks")
    assert (plan.rows, report.rows, report.duplicates) == (9, 9, 0)
    assert set(column(rows, "observed_at")) == {dt.datetime(2025, 3, 6, 22)}
