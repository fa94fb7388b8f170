"""A restore that was killed goes on when it is run again."""

import datetime as dt
import shutil
from pathlib import Path

import duckdb

from pipeline.config import Home
from pipeline.imports.manifest import Manifest
from pipeline.publishing.publish import read_published_history
from pipeline.publishing.restore import has_all_days, needs_restore, restore_warehouse
from pipeline.warehouse.connection import open_warehouse, read_almanac_id
from tests.fixtures.archive_files import write


def test_a_warehouse_that_was_restored_but_not_published_is_published(tmp_path: Path) -> None:
    source, home = tmp_path / "backup.duckdb", Home(tmp_path / "home")
    with open_warehouse(source) as con:
        con.execute("INSERT INTO store.snapshot (kind, date, rows, source) VALUES ('model', '2025-03-01', 0, 'daily')")
        almanac = str(read_almanac_id(con))
    manifest = Manifest(
        1, "1", {"schema_version": "1", "almanac": almanac}, 1, dt.date(2025, 3, 1), dt.date(2025, 3, 1), {}, {}
    )
    home.warehouse.parent.mkdir(parents=True)
    shutil.copyfile(source, home.warehouse)  # as a kill before the publication leaves it
    leftovers = [
        write(home.root / ".hub.duckdb.1.new", b""),
        write(home.warehouse.parent / ".hub.duckdb.1.restore", b""),
    ]
    assert needs_restore(home, manifest)
    result = restore_warehouse(home, source)
    assert (result.days, result.first, result.replaced_path) == (1, dt.date(2025, 3, 1), None)
    assert read_published_history(home.published) == (almanac, {dt.date(2025, 3, 1)})
    assert not any(path.exists() for path in leftovers)
    assert not needs_restore(home, manifest) and has_all_days(home, manifest)
    with duckdb.connect(str(home.warehouse), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM store.snapshot").fetchall() == [(1,)]
