"""Read days from recordings of a Hub: Parquet files of captured lists.

Columns: captured_at (UTC), id, author, likes, downloads, trending_score, tags, created_at, last_modified, and for
models pipeline_tag and library_name. Other fields (all-time downloads, gating, …) are absent.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipeline.sample_hub.days import HubDay, Kind, Row
from pipeline.sample_hub.timeline import format_time

# Hub name: column; `_id` is added separately.
FIELDS = {
    "id": "id",
    "author": "author",
    "lastModified": "last_modified",
    "likes": "likes",
    "trendingScore": "trending_score",
    "downloads": "downloads",
    "tags": "tags",
    "pipeline_tag": "pipeline_tag",
    "library_name": "library_name",
    "createdAt": "created_at",
}


@dataclass(frozen=True)
class CapturedWorld:
    """Each day has the rows of its last capture."""

    rows: dict[Kind, dict[dt.date, list[Row]]]

    @property
    def days(self) -> list[dt.date]:
        """Days on which every recorded kind was captured, ascending."""
        return sorted(set[dt.date].intersection(*(set(days) for days in self.rows.values())))

    def day(self, d: dt.date) -> HubDay:
        """Return the last capture of day `d`; raises ValueError for a day without one."""
        if d not in self.days:
            raise ValueError(f"No capture of {d}.")
        return HubDay(d, self.rows.get("models", {}).get(d, []), self.rows.get("datasets", {}).get(d, []))


def read_captures(models: Path | None, datasets: Path | None) -> CapturedWorld:
    """Read recordings; raises ValueError if they have no day in common."""
    paths: dict[Kind, Path | None] = {"models": models, "datasets": datasets}
    world = CapturedWorld({kind: _read_last_captures(path) for kind, path in paths.items() if path is not None})
    if not world.rows or not world.days:
        raise ValueError("The recordings have no day in common.")
    return world


def _read_last_captures(path: Path) -> dict[dt.date, list[Row]]:
    day = pl.col("captured_at").dt.date()
    captured_at = pl.col("captured_at")
    last = pl.scan_parquet(path).with_columns(day=day).filter(captured_at == captured_at.max().over("day")).collect()
    days: dict[dt.date, list[Row]] = {}
    for capture in last.iter_rows(named=True):
        days.setdefault(capture["day"], []).append(_make_row(capture))
    return days


def _make_row(capture: Row) -> Row:
    row: Row = {"_id": make_oid(capture["id"], capture["created_at"])}
    for field, column in FIELDS.items():
        value = capture.get(column)
        if isinstance(value, dt.datetime):
            value = format_time(value)
        elif isinstance(value, float) and value.is_integer():
            value = int(value)
        if value is not None:
            row[field] = value
    return row


def make_oid(repo_id: str, created_at: dt.datetime) -> str:
    """Derive an `_id` from name and creation time, so that a reused name gets another."""
    stamp = format_time(created_at)
    return f"{int(created_at.timestamp()):08x}{hashlib.sha256(f'{repo_id} {stamp}'.encode()).hexdigest()[:16]}"
