import datetime as dt
from pathlib import Path

import httpx2
import polars as pl
import pytest

from benchmarks.captures import read_captures
from pipeline.sample_hub.server import SampleHub


def parse_time(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def make_capture(moment: str, repo_id: str, likes: int, created_at: str = "2024-05-01T10:00:00") -> dict[str, object]:
    return {
        "captured_at": parse_time(moment),
        "rank": 1,
        "id": repo_id,
        "author": repo_id.split("/", maxsplit=1)[0],
        "likes": likes,
        "downloads": 10,
        "trending_score": likes / 2,
        "pipeline_tag": "translation" if likes % 2 else None,
        "library_name": None,
        "tags": ["translation", "region:us"],
        "created_at": parse_time(created_at),
        "last_modified": None,
    }


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Two captures on one day and one on the next, with a reused name."""
    path = tmp_path / "models.parquet"
    rows = [
        make_capture("2026-04-28T07:00:00", "someone/early", 3),
        make_capture("2026-04-28T20:00:00", "someone/stays", 4),
        make_capture("2026-04-28T20:00:00", "someone/reused", 5),
        make_capture("2026-04-29T06:00:00", "someone/stays", 8),
        make_capture("2026-04-29T06:00:00", "someone/reused", 1, created_at="2026-04-29T01:00:00"),
    ]
    pl.DataFrame(rows).write_parquet(path)
    return path


def test_a_day_is_its_last_capture(recording: Path):
    world = read_captures(recording, None)
    assert world.days == [dt.date(2026, 4, 28), dt.date(2026, 4, 29)]
    day = world.day(world.days[0])
    assert [row["id"] for row in day.models] == ["someone/stays", "someone/reused"]
    assert day.datasets == []
    with pytest.raises(ValueError, match="2026-04-30"):
        world.day(dt.date(2026, 4, 30))


def test_what_was_not_recorded_is_absent(recording: Path):
    row = read_captures(recording, None).day(dt.date(2026, 4, 28)).models[0]
    assert row.pop("_id")[:8] == f"{int(parse_time('2024-05-01T10:00:00').timestamp()):08x}"
    assert row == {
        "id": "someone/stays",
        "author": "someone",
        "likes": 4,
        "trendingScore": 2,
        "downloads": 10,
        "tags": ["translation", "region:us"],
        "createdAt": "2024-05-01T10:00:00.000Z",
    }


def test_a_name_with_another_creation_is_another_repo(recording: Path):
    world = read_captures(recording, None)
    first, second = ({row["id"]: row["_id"] for row in world.day(d).models} for d in world.days)
    assert first["someone/stays"] == second["someone/stays"]
    assert first["someone/reused"] != second["someone/reused"]


def test_days_that_not_every_recording_covers_are_left_out(recording: Path, tmp_path: Path):
    datasets = tmp_path / "datasets.parquet"
    rows = [
        make_capture("2026-04-29T23:00:00", "someone/data", 2),
        make_capture("2026-05-02T01:00:00", "someone/data", 2),
    ]
    pl.DataFrame(rows).drop("pipeline_tag", "library_name").write_parquet(datasets)
    assert read_captures(recording, datasets).days == [dt.date(2026, 4, 29)]
    with pytest.raises(ValueError):
        read_captures(None, None)


def test_recorded_days_are_served_like_invented_ones(recording: Path):
    with SampleHub(read_captures(recording, None)) as hub:
        hub.set_day(dt.date(2026, 4, 29))
        rows = httpx2.get(f"{hub.url}/api/models?expand=downloadsAllTime&expand=likes&sort=likes").json()
        assert [(row["id"], row["likes"]) for row in rows] == [("someone/stays", 8), ("someone/reused", 1)]
        assert all("downloadsAllTime" not in row for row in rows)
        assert httpx2.get(f"{hub.url}/api/datasets").json() == []
