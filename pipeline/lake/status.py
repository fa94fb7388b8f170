"""What the lake has: its last load, size and distance from hub.duckdb."""

import datetime as dt
from dataclasses import dataclass

import duckdb

from pipeline.config import Home
from pipeline.lake.connection import RECORDS_DAMAGED, translate_lake_errors
from pipeline.lake.load import attach_published, read_last_day, require_owner
from pipeline.lake.session import require_load
from pipeline.lake.settings import LakeSettings
from pipeline.sql import statement


@dataclass(frozen=True)
class LakeStatus:
    """The last published load and the lake's size. `rows`: that count; `published_day`: the last day of hub.duckdb, if that file is there."""

    number: int
    day: dt.date | None
    loaded_at: dt.datetime | None
    loads: int
    rows: int
    files: int
    bytes: int
    published_day: dt.date | None


def read_status(con: duckdb.DuckDBPyConnection, home: Home, settings: LakeSettings) -> LakeStatus:
    """Raises LakeError, LakeRefusal."""
    with translate_lake_errors(settings, RECORDS_DAMAGED):
        require_load(con, None)
        published_day = None
        if home.published.exists():
            attach_published(con, home.published)
            require_owner(con)
            published_day = read_last_day(con)
        [facts] = con.execute(statement("lake/status")).fetchall()
        return LakeStatus(*facts, published_day=published_day)
