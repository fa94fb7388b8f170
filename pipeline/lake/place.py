"""The files in the lake's place: maintenance deletes those that the catalog does not know, so they must be the lake's own."""

import re

import duckdb

from pipeline.errors import LakeRefusal
from pipeline.lake.layout import ROW_SCHEMAS
from pipeline.lake.settings import LakeSettings
from pipeline.notes import Note

_FILE = r"ducklake-[\w-]+\.parquet"
# what interruptions leave behind
CLAIMED_FILES = re.compile(rf"almanac/owner/{_FILE}")
LOADED_FILES = re.compile(rf"(?:almanac|{'|'.join(ROW_SCHEMAS.values())})/\w+/{_FILE}")


def require_own_place(con: duckdb.DuckDBPyConnection, settings: LakeSettings, own_files: re.Pattern[str]) -> None:
    """Raise LakeRefusal for Parquet files that the catalog does not know, unless their paths in the place match `own_files`."""
    files = con.execute("CALL ducklake_delete_orphaned_files('lake', dry_run => true, cleanup_all => true)").fetchall()
    names = [path.removeprefix(settings.data) for (path,) in files]
    if foreign_files := [name for name in names if not own_files.fullmatch(name)]:
        parameters: dict[str, str | int | float | Note] = {"place": settings.data, "file": min(foreign_files)}
        raise LakeRefusal(Note("lake_foreign_files", parameters), Note("lake_unchanged"))
