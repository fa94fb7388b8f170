"""Write what an almanac is restored from: every table of the published database, as Parquet files with a manifest.

A table with days has a file for each past month, and for each day of the last one, so that an upload sends little.
"""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import duckdb
import msgspec

from pipeline.config import Home, Settings
from pipeline.export.folder import install_file, install_text
from pipeline.files import set_mode
from pipeline.imports.manifest import (
    CATALOGUE_FILE,
    FACTS,
    LAYOUT,
    MANIFEST_FILE,
    STATE_FOLDER,
    Manifest,
    StateFile,
    StateTable,
    decode_manifest,
    describe_state_file,
    is_state_file,
)
from pipeline.imports.pieces import PRIVATE_LICENSE
from pipeline.notes import Note
from pipeline.paths import resolve_inside
from pipeline.publishing.database_copy import copy_file
from pipeline.sql import statement

ABOUT_TABLE = "store.about"  # in the manifest
TABLES_WITHOUT_ROWS = ("store.private", "store.true_download", "store.changed_day")
"""Private repos and an owner's downloads stay at home; no published day is stale."""
PUBLIC_SOURCES = f"license IS DISTINCT FROM '{PRIVATE_LICENSE}'"
UNDATED_TABLES = ("store.vanished",)  # its dates are spread over all months


def remove_manifest(folder: Path) -> None:
    """Mark the folder's state as unfinished, before any of its files change."""
    resolve_inside(folder, MANIFEST_FILE).unlink(missing_ok=True)


def list_state_files(folder: Path) -> list[str]:
    """List the state's files, with its manifest; none if the folder has no whole state."""
    manifest_path = resolve_inside(folder, MANIFEST_FILE)
    if not manifest_path.exists():
        return []
    manifest = decode_manifest(manifest_path.read_bytes(), str(folder))
    return [MANIFEST_FILE, *manifest.files]


@contextmanager
def open_state(
    con: duckdb.DuckDBPyConnection, home: Home, scratch: Path, *, with_share_alike: bool
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield the published database; without share-alike days, a copy that never had them."""
    if with_share_alike:
        yield con
        return
    # slow to import, and no other export writes
    from pipeline.imports.load_days import delete_archived_days  # noqa: PLC0415
    from pipeline.imports.shelf import finish_import, list_changed_days  # noqa: PLC0415
    from pipeline.publishing.imported import rebuild_imported_days  # noqa: PLC0415
    from pipeline.warehouse.connection import open_warehouse  # noqa: PLC0415

    copy = scratch / "state.duckdb"
    copy_file(home.published, copy, Note("unchanged"))
    set_mode(copy, 0o600)
    with open_warehouse(copy, accept_stale_history=True) as copy_con:
        for kind, days in copy_con.execute(statement("export/share_alike_days")).fetchall():
            delete_archived_days(copy_con, kind, days)
        copy_con.execute(statement("export/delete_share_alike_sources"))
        finish_import(copy_con)
        rebuild_imported_days(copy_con, list_changed_days(copy_con), Settings.from_env().board_places)
        yield copy_con


def write_state(
    con: duckdb.DuckDBPyConnection, catalogue: Path, scratch: Path, folder: Path, report: Callable[[str], None]
) -> Manifest:
    """Write the state and its manifest, and remove files of the state before. Raises OSError, duckdb.Error.

    `catalogue`: the home's own, if it exists; `report`: gets the name of each table.
    """
    tables: dict[str, StateTable] = {}
    files: dict[str, StateFile] = {}
    last_day, *_ = con.execute("SELECT max(date) FROM store.snapshot").fetchall()[0]
    for name, columns in _list_tables(con).items():
        report(name)
        paths: list[str] = []
        for path, condition in [] if name in TABLES_WITHOUT_ROWS else _list_files(con, name, columns, last_day):
            new_file = scratch / "state"
            rows = con.execute(
                f"COPY (FROM {name} WHERE {condition}) TO $path (FORMAT parquet, COMPRESSION zstd)",
                {"path": str(new_file)},
            ).fetchall()[0][0]
            if rows:
                files[path] = describe_state_file(new_file)
                install_file(new_file, folder, path)
                paths.append(path)
        tables[name] = StateTable(columns, paths)
    if catalogue.is_file():
        shutil.copyfile(catalogue, scratch / "catalogue")
        files[CATALOGUE_FILE] = describe_state_file(scratch / "catalogue")
        install_file(scratch / "catalogue", folder, CATALOGUE_FILE)
    _remove_other_files(folder, files)
    facts = {key: value for key, value in con.execute("FROM store.about ORDER BY key").fetchall() if key in FACTS}
    days, first_day = con.execute("SELECT count(DISTINCT date), min(date) FROM store.snapshot").fetchall()[0]
    manifest = Manifest(LAYOUT, version("hub-almanac"), facts, days, first_day, last_day, tables, files)
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=1).decode()
    install_text(f"{text}\n", scratch, folder, MANIFEST_FILE)
    return manifest


def _list_tables(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Return the columns of each table to export, with their types."""
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in con.execute(statement("export/tables")).fetchall():
        if table != ABOUT_TABLE:
            tables.setdefault(table, {})[column] = kind
    return tables


def _list_files(
    con: duckdb.DuckDBPyConnection, name: str, columns: dict[str, str], last_day: dt.date | None
) -> Iterator[tuple[str, str]]:
    """Yield the path of each file of a table, with the condition of its rows, in the order of days."""
    schema, _, table = name.partition(".")
    stem = f"{STATE_FOLDER}/{table}" if schema == "store" else f"{STATE_FOLDER}/{schema}-{table}"
    key = next((column for column in ("date", "month") if columns.get(column) == "DATE"), None)
    if key is None or name in UNDATED_TABLES or last_day is None:
        yield f"{stem}.parquet", PUBLIC_SOURCES if name == "store.source" else "true"
        return
    days = con.execute(f"SELECT DISTINCT {key} FROM {name} ORDER BY {key}").fetchall()
    this_month = last_day.replace(day=1)
    for month in dict.fromkeys(day.replace(day=1) for (day,) in days if day < this_month):
        condition = f"{key} BETWEEN DATE '{month}' AND last_day(DATE '{month}')"
        yield f"{stem}/month={month:%Y-%m}/{table}.parquet", condition
    for (day,) in days:
        if day >= this_month:
            yield f"{stem}/date={day}/{table}.parquet", f"{key} = DATE '{day}'"


def _remove_other_files(folder: Path, files: dict[str, StateFile]) -> None:
    """Remove what an earlier export wrote into the state's folder."""
    state = resolve_inside(folder, STATE_FOLDER)
    for path in sorted(state.rglob("*"), reverse=True):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif is_state_file(name) and name not in files:
            path.unlink()
