"""Whole days: one file, its eras, and the commits of a dataset repo."""

import datetime as dt
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.config import HubSettings
from pipeline.errors import ImportFault
from pipeline.imports.pieces import WHOLE_DAY
from tests.fixtures.archive_files import oid, parquet, whole_day, write
from tests.fixtures.hub_archives import HubArchives
from tests.imports.conftest import Read, column

REPO = "cfahlgren1/hub-stats"


def test_a_plain_file_is_the_day_of_its_last_change(tmp_path: Path, read: Read) -> None:
    file = write(tmp_path / "models.parquet", whole_day("2026-02-03T22:10:00"))
    plan, [report], rows = read(file)
    assert (plan.source.format, plan.source.precedence, plan.source.complete) == ("hub-stats", WHOLE_DAY, True)
    [piece] = plan.pieces
    assert (piece.kind, piece.first_day, piece.rows) == ("model", dt.date(2026, 2, 3), 5)
    assert 0 < piece.bytes < file.stat().st_size
    assert report.days == {dt.date(2026, 2, 3): 5}
    assert column(rows, "oid") == [oid(number) for number in range(5)]
    assert rows[3] == {
        "day": dt.date(2026, 2, 3),
        "observed_at": dt.datetime(2026, 2, 3, 22, 10),
        "oid": oid(3),
        "id": "owner0/repo-3",
        "author": "owner0",
        "pipeline_tag": "text-generation",
        "library_name": "transformers",
        "tags": ["license:mit", "tag 3"],
        "created_at": dt.datetime(2022, 3, 2, 23, 29, 4),
        "last_modified": dt.datetime(2026, 2, 2, 22, 10),
        "base_relation": "finetune",
        "base_models": ["owner1/repo-1"],
        "parameters": 10**9 + 3,
        "downloads": 300,
        "downloads_all_time": 3000,
        "likes": 6,
        "trending_score": 0.3,
    }


@pytest.mark.parametrize(
    ("era", "parameters", "totals"),
    [
        ("2024", [10**9, 10**9 + 1, 10**9 + 2], None),
        ("2025", [7 * 10**9, None, 7 * 10**9], [0, 1000, 2000]),
    ],
)
def test_columns_appear_over_time_and_forged_totals_are_unknown(
    tmp_path: Path, read: Read, era: str, parameters: list[int], totals: list[int] | None
) -> None:
    file = write(tmp_path / "models.parquet", whole_day(f"{era}-09-01T23:30:00", 3, era=era))
    plan, [report], rows = read(file)
    assert plan.pieces[0].first_day == dt.date(int(era), 9, 1)
    assert column(rows, "parameters") == parameters
    assert ("downloads_all_time" in report.columns) == (totals is not None)
    assert totals is None or column(rows, "downloads_all_time") == totals
    assert "base_models" not in report.columns and "gated" not in report.columns


def test_each_copy_in_a_folder_is_its_day_and_the_last_one_of_a_day_counts(tmp_path: Path, read: Read) -> None:
    for hour, count in (("01T22", 2), ("02T09", 3), ("02T21", 4)):
        write(tmp_path / "copies" / hour / "models.parquet", whole_day(f"2026-02-{hour}:00:00", count))
    plan, reports, _ = read(tmp_path / "copies")
    assert [(piece.first_day.day, piece.rows) for piece in plan.pieces] == [(1, 2), (2, 4)]
    assert [report.rows for report in reports] == [2, 4]
    plan, _, _ = read(tmp_path / "copies", first_day=dt.date(2026, 2, 2))
    assert [piece.first_day.day for piece in plan.pieces] == [2]


def test_datasets_have_their_own_columns(tmp_path: Path, read: Read) -> None:
    write(tmp_path / "datasets.parquet", whole_day("2026-02-03T22:10:00", kind="dataset"))
    plan, [report], _ = read(tmp_path)
    assert plan.pieces[0].kind == "dataset"
    assert "pipeline_tag" not in report.columns and report.unknown_columns == ()


def test_an_unknown_column_is_reported_and_a_needed_one_must_be_there(tmp_path: Path, read: Read) -> None:
    table = pq.read_table(write(tmp_path / "a.parquet", whole_day("2026-02-03T22:10:00")))
    pq.write_table(table.append_column("novelty", table["likes"]), tmp_path / "models.parquet")
    _, [report], _ = read(tmp_path / "models.parquet")
    assert report.unknown_columns == ("novelty",)
    pq.write_table(table.drop_columns(["likes"]), tmp_path / "models.parquet")
    with pytest.raises(ImportFault, match="likes"):
        read(tmp_path / "models.parquet", format="hub-stats")


@pytest.mark.parametrize("name", ["models.parquet", "my-models.parquet"])
@pytest.mark.parametrize("others", [0, 1])
def test_a_table_with_a_column_of_days_is_a_table(tmp_path: Path, read: Read, name: str, others: int) -> None:
    table = pq.read_table(write(tmp_path / "day.parquet", whole_day("2026-02-03T22:10:00", 2)))
    (tmp_path / "day.parquet").unlink()
    days = pa.array([dt.date(2026, 2, 3), dt.date(2026, 2, 4)])
    for number in range(others + 1):
        target = tmp_path / "tables" / str(number) / name
        target.parent.mkdir(parents=True)
        pq.write_table(table.append_column("snapshot_date", days), target)
    plan, _, rows = read(tmp_path / "tables", kind="model")
    assert plan.source.format == "table"
    assert [row["day"] for row in rows] == days.to_pylist()


def test_the_last_commit_of_each_utc_day_is_that_day(hub: HubArchives, settings: HubSettings, read: Read) -> None:
    for day in range(1, 11):
        for hour, count in ((1, 3), (13, 4)):
            files = {"models.parquet": whole_day(f"2025-08-{day:02}T00:30:00", count + day, era="2025")}
            hub.commit(REPO, f"2025-08-{day:02}T{hour:02}:50:00", "Upload models.parquet with huggingface_hub", files)
        files = {"datasets.parquet": whole_day(f"2025-08-{day:02}T00:30:00", 2, kind="dataset", era="2025")}
        hub.commit(REPO, f"2025-08-{day:02}T20:00:00", "Upload datasets.parquet", files)
    first, last = dt.date(2025, 8, 3), dt.date(2025, 8, 9)
    plan, reports, rows = read(f"hf://datasets/{REPO}", settings, kind="model", first_day=first, last_day=last)
    assert [piece.first_day for piece in plan.pieces] == [dt.date(2025, 8, day) for day in range(3, 10)]
    assert [report.rows for report in reports] == [4 + day for day in range(3, 10)]
    assert set(column(rows, "observed_at")) == {dt.datetime(2025, 8, day, 13, 50) for day in range(3, 10)}
    assert plan.bytes > 0 and len({piece.fingerprint for piece in plan.pieces}) == 7
    assert {request.token for request in hub.storage_requests} == {None}
    assert {request.token for request in hub.requests} == {"hf_secretsecretsecret"}


def test_a_repo_without_days_is_its_current_file(hub: HubArchives, settings: HubSettings, read: Read) -> None:
    files = {"models.parquet": whole_day("2025-08-01T12:30:00", 3, era="2025")}
    sha = hub.commit(REPO, "2025-08-01T13:50:00", "Upload models.parquet", files)
    hub.commit(REPO, "2025-08-03T10:00:00", "Update README.md", {"README.md": b"x"})
    plan, _, _ = read(f"hf://datasets/{REPO}/models.parquet", settings)
    assert [piece.observed_at for piece in plan.pieces] == [dt.datetime(2025, 8, 1, 13, 50)]
    hub.commit(
        REPO, "2025-08-04T13:50:00", "Upload models.parquet", {"models.parquet": whole_day("2025-08-04T12:00:00")}
    )
    plan, _, _ = read(f"hf://datasets/{REPO}@{sha}/models.parquet", settings)
    assert plan.pieces[0].first_day == dt.date(2025, 8, 1)


def test_a_revision_that_vanished_is_one_sentence(hub: HubArchives, settings: HubSettings, read: Read) -> None:
    hub.commit(
        REPO, "2025-08-01T13:50:00", "Upload models.parquet", {"models.parquet": whole_day("2025-08-01T12:30:00")}
    )
    with pytest.raises(ImportFault, match="no dataset"):
        read(f"hf://datasets/{REPO}@{'a' * 40}/models.parquet", settings)
    with pytest.raises(ImportFault, match="no such file"):
        read(f"hf://datasets/{REPO}/spaces.parquet", settings)


def test_only_the_needed_columns_are_read(hub: HubArchives, settings: HubSettings, read: Read) -> None:
    count = 20_000
    random = Random(1)
    texts = [random.randbytes(100).hex() for _ in range(count)]
    content = parquet(
        pa.table(
            {
                "_id": [oid(number) for number in range(count)],
                "id": [f"a/{number}" for number in range(count)],
                "likes": list(range(count)),
                "lastModified": pa.array([dt.datetime(2025, 8, 1, 12)] * count, pa.timestamp("us")),
                "cardData": texts,
            }
        ),
        dictionary=False,
        row_group_size=5_000,
    )
    hub.commit(REPO, "2025-08-01T13:50:00", "Upload models.parquet", {"models.parquet": content})
    plan, [report], _ = read(f"hf://datasets/{REPO}/models.parquet", settings)
    assert report.rows == count
    assert hub.served_bytes < plan.bytes * 1.2 + 3 * 65_536 < len(content)
