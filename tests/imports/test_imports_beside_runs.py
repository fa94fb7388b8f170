"""Imports beside daily runs, and what a refused import leaves."""

import datetime as dt
import gzip
import hashlib
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from pipeline.catalogue import load_catalogue
from pipeline.cli.import_history import import_or_restore
from pipeline.config import Home, HubSettings
from pipeline.crawl.spool_lock import spool_lock
from pipeline.errors import AlmanacError, ImportFault, LockTimeout, UsageError
from pipeline.i18n.locale import localize
from pipeline.imports.formats import open_reader
from pipeline.imports.manifest import MANIFEST_FILE, MARKER_FILE
from pipeline.imports.pieces import (
    ImportPlan,
    ImportRequest,
    Piece,
    PieceReader,
    PieceReport,
    ReportProgress,
    ignore_progress,
)
from pipeline.marts.day import build_marts
from pipeline.publishing.imported import import_plan
from pipeline.publishing.publish import publish
from pipeline.sql import SCHEMA_VERSION
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.connection import open_warehouse
from tests.fixtures.archive_files import oid, write
from tests.warehouse.test_history_property import load_hub

DAYS = [dt.date(2025, 3, day) for day in (1, 2, 3)]
TABLE = "day,id,likes,downloads,pipeline_tag\n" + "".join(f"{day},a/x,1,{day.day},translation\n" for day in DAYS)
OWN_ROW = {
    "id": "a/x", "downloads": 9, "downloadsAllTime": 9, "likes": 9, "gated": None, "pipeline_tag": "translation", "library_name": None,
    "tags": ["x"], "createdAt": "2025-01-01T00:00:00.000Z",
}  # fmt: skip


@dataclass
class InterruptedReader:
    """Reads a source; something else happens after each piece."""

    reader: PieceReader
    meanwhile: Callable[[], None]

    def plan(self) -> ImportPlan:
        return self.reader.plan()

    def write_piece(self, piece: Piece, target: Path, report_progress: ReportProgress = ignore_progress) -> PieceReport:
        report = self.reader.write_piece(piece, target, report_progress)
        self.meanwhile()
        return report

    def complete(self, report: PieceReport, piece: Piece) -> PieceReport:
        return self.reader.complete(report, piece)


def bring(home: Home, path: Path, meanwhile: Callable[[], None] = lambda: None, patience: float = 10) -> None:
    reader = InterruptedReader(open_reader(ImportRequest(str(path), kind="model"), HubSettings(token=False)), meanwhile)
    import_plan(home, reader.plan(), reader, patience=patience)


def take_own_day(home: Home) -> None:
    """Load, rank and publish an own day, as a run does."""
    with spool_lock(home.spool, timeout=1), open_warehouse(home.warehouse, patience=1) as con:
        store_catalogue(con, load_catalogue())
        load_hub(con, home.spool, DAYS[1], "leaders", {oid(1): OWN_ROW})
        build_marts(con, DAYS[1])
        publish(con, home.warehouse, home.published)


def read_all(home: Home) -> list[list[tuple[object, ...]]]:
    with duckdb.connect(str(home.published), read_only=True) as con:
        return [con.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in ("model_history", "trends", "events")]


def test_a_run_goes_on_while_an_import_reads(tmp_path: Path) -> None:
    table = write(tmp_path / "daily.csv", TABLE.encode())
    homes = Home(tmp_path / "beside"), Home(tmp_path / "after")

    def run_and_import() -> None:
        take_own_day(homes[0])
        with pytest.raises(LockTimeout) as caught:
            bring(homes[0], table, patience=0.1)
        assert caught.value.parts[0].code == "another_import"

    bring(homes[0], table, run_and_import)
    take_own_day(homes[1])
    bring(homes[1], table)
    assert read_all(homes[0]) == read_all(homes[1])
    assert len(read_all(homes[0])[0]) == 3


def test_a_refused_import_leaves_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with pytest.raises(ImportFault):
        bring(home, write(tmp_path / "daily.csv", b"day,id,likes\n2025-03-01,,1\n"))
    assert not home.root.exists()


def test_a_refused_restore_leaves_nothing(tmp_path: Path) -> None:
    content = b"not what the manifest says"
    file = {"bytes": len(content), "sha256": hashlib.sha256(b"").hexdigest()}
    manifest = {
        "layout": 1, "version": "1", "facts": {"schema_version": str(SCHEMA_VERSION), "almanac": "a" * 32}, "days": 1, "first_day": None, "last_day": None,
        "tables": {"store.repo": {"columns": {"repo": "INTEGER"}, "files": ["state/repo.parquet"]}}, "files": {"state/repo.parquet": file},
    }  # fmt: skip
    for path, data in ((MARKER_FILE, b"{}"), ("state/repo.parquet", content), (MANIFEST_FILE, json.dumps(manifest).encode())):  # fmt: skip
        write(tmp_path / "export" / path, data)
    home = Home(tmp_path / "home")
    with pytest.raises(AlmanacError) as caught:
        import_or_restore(home, ImportRequest(str(tmp_path / "export")), localize, dry_run=False)
    assert caught.value.parts[0].code == "export_not_whole"
    assert not home.root.exists()


def test_the_kind_is_asked_before_a_file_is_read_to_its_end(tmp_path: Path) -> None:
    numbers = random.Random(1)
    rows = "".join(f"2025-03-01,a/{numbers.getrandbits(200)},1\n" for _ in range(60_000))
    cut_file = gzip.compress(b"day,id,likes\n" + rows.encode(), 1)[:-1_000_000]
    reader = open_reader(ImportRequest(str(write(tmp_path / "daily.csv.gz", cut_file))), HubSettings(token=False))
    with pytest.raises(UsageError) as caught:
        reader.plan()
    assert caught.value.parts[0].code == "unknown_kind_of_source"
