"""Remove replaced rows after their days of grace, merge small files, and delete what nothing refers to."""

from dataclasses import dataclass

import duckdb

from pipeline.config import Home
from pipeline.lake.connection import translate_lake_errors
from pipeline.lake.layout import read_lake_tables
from pipeline.lake.load import attach_published, lake_lock
from pipeline.lake.place import LOADED_FILES, require_own_place
from pipeline.lake.settings import LakeSettings
from pipeline.lake.verify import require_records
from pipeline.sql import statement

GRACE_DAYS = 1  # of files: queries that began before may still read them


@dataclass(frozen=True)
class Maintenance:
    """What maintenance removed."""

    parts: int
    rows: int
    files: int


def maintain_lake(con: duckdb.DuckDBPyConnection, home: Home, settings: LakeSettings) -> Maintenance:
    """Keep the published states of the last `keep_days` days. Raises LakeRefusal during a load and beside files of others, LakeError."""
    with lake_lock(home), translate_lake_errors(settings):
        attach_published(con, home.published)
        require_records(con, settings)
        require_own_place(con, settings, LOADED_FILES)
        con.execute(statement("lake/stage_replaced_parts"), {"keep_days": settings.keep_days})
        [(parts, rows)] = con.execute("SELECT count(*), coalesce(sum(rows), 0) FROM temp.replaced_part").fetchall()
        if parts:
            _delete_replaced(con)
        con.execute("CALL ducklake_merge_adjacent_files('lake')")
        con.execute("CALL ducklake_rewrite_data_files('lake', delete_threshold => 0)")
        con.execute(f"CALL ducklake_expire_snapshots('lake', older_than => now() - INTERVAL {settings.keep_days} DAY)")
        grace = f"older_than => now() - INTERVAL {min(GRACE_DAYS, settings.keep_days)} DAY"
        files = con.execute(f"CALL ducklake_cleanup_old_files('lake', {grace})").fetchall()
        files += con.execute(f"CALL ducklake_delete_orphaned_files('lake', {grace})").fetchall()
        return Maintenance(parts, rows, len(files))


def _delete_replaced(con: duckdb.DuckDBPyConnection) -> None:
    """Delete the staged parts with their records, in one transaction; a load at the same time makes it fail."""
    con.begin()
    con.execute("UPDATE lake.almanac.owner SET load = load")
    for table in read_lake_tables(con):
        con.execute(
            f"DELETE FROM lake.{table.rows} t WHERE (t.load, {table.part}) IN "
            "(SELECT (r.load, r.part) FROM temp.replaced_part r WHERE r.relation = $relation)",
            {"relation": table.name},
        )
    con.execute(statement("lake/delete_replaced_parts"))
    con.commit()
