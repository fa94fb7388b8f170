"""Parquet files that lie about themselves end in one sentence, and never the process."""

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.config import HubSettings
from pipeline.errors import ImportFault, UsageError
from pipeline.imports import footers
from pipeline.imports.formats import open_reader
from pipeline.imports.pieces import ImportPlan, ImportRequest
from tests.fixtures.archive_files import write
from tests.imports.conftest import Read

GOOD = pa.table({"id": ["a/x", "a/y"], "day": [dt.date(2025, 1, 1), dt.date(2025, 1, 2)], "likes": [1, 2]})


def plan(source: Path | str) -> ImportPlan:
    settings = HubSettings(endpoint="http://127.0.0.1:9", token=False, attempts=1)
    return open_reader(ImportRequest(str(source), kind="model"), settings).plan()


def forge(path: Path, before: bytes, after: bytes) -> Path:
    """Replace bytes of a good file, of which `before` is in its footer."""
    pq.write_table(GOOD, path, compression="none")
    data = path.read_bytes()
    start, found, end = data.rpartition(before)
    assert found and len(before) == len(after)
    return write(path, start + after + end)


def test_a_forged_statistic_does_not_decide(tmp_path: Path, read: Read) -> None:
    """A last day of 2^31 days, which no calendar has."""
    last = (dt.date(2025, 1, 2) - dt.date(1970, 1, 1)).days.to_bytes(4, "little")
    _, [report], rows = read(forge(tmp_path / "x.parquet", last, b"\xff\xff\xff\x7f"), kind="model")
    assert report.rows == 2 == len(rows)


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(ImportFault):
        plan(forge(tmp_path / "x.parquet", b"likes", b"li\xff\xfes"))


def test_too_many_columns_or_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wide = tmp_path / "wide.parquet"
    pq.write_table(pa.table({f"c{n}": [1] for n in range(2_100)}), wide)
    with pytest.raises(ImportFault) as caught:
        plan(wide)
    assert caught.value.parts[0].code == "too_many_columns"
    long = tmp_path / "long.parquet"
    pq.write_table(GOOD, long, row_group_size=1)
    for limit, code in (("MAX_CHUNKS", "too_many_chunks"), ("MAX_GROUPS", "too_many_groups")):
        monkeypatch.setattr(footers, limit, 1)
        with pytest.raises(ImportFault) as caught:
            plan(long)
        assert caught.value.parts[0].code == code


@pytest.mark.parametrize("path", ["a/b/../c.parquet", "a/b@..", "a/b@%2e%2e/x", "a/b/x/%2e%2e/y"])
def test_a_dataset_address_has_no_steps(path: str) -> None:
    with pytest.raises(UsageError) as caught:
        plan(f"hf://datasets/{path}")
    assert caught.value.parts[0].code == "not_a_dataset_address"
