"""Build the database of an exported almanac from its files, which may come from anybody."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from pipeline.errors import ImportFault, UnsafePath
from pipeline.imports.manifest import (
    CATALOGUE_FILE,
    MARKER_FILE,
    MAX_COMMITS,
    Manifest,
    StateTable,
    find_changed_file,
    hash_file,
    newer_export_error,
    read_manifest,
)
from pipeline.imports.pieces import MAX_ROWS
from pipeline.imports.sources import Source
from pipeline.imports.values import quote_identifier
from pipeline.notes import Note, Parameters
from pipeline.paths import check_relative
from pipeline.secrets import shorten
from pipeline.sql import SCHEMA_VERSION
from pipeline.user_paths import escape_glob
from pipeline.warehouse.connection import CONFIG, open_warehouse, write_about

ReportBytes = Callable[[int], None]


def find_whole_export(source: Source) -> tuple[Source, Manifest]:
    """Return the source and its manifest; of a repo whose last upload was interrupted, at the last commit that is whole.

    Raises ImportFault if there is none.
    """
    manifest = read_manifest(source)
    if manifest is None:
        raise ImportFault(
            Note("export_no_manifest", {"source": shorten(source.address, 300)}), Note("nothing_imported")
        )
    changed_file = find_changed_file(manifest, source.files)
    if changed_file is None:
        return source, manifest
    if source.repo is not None:
        commits = source.repo.iter_commits()
        next(commits, None)  # this one
        for commit, _ in zip(commits, range(MAX_COMMITS), strict=False):
            earlier_source = source.open_commit(commit.sha)
            earlier_manifest = read_manifest(earlier_source) if MARKER_FILE in earlier_source.files else None
            if earlier_manifest and find_changed_file(earlier_manifest, earlier_source.files) is None:
                return earlier_source, earlier_manifest
    raise _not_whole_error(source, changed_file)


def build_database(
    source: Source, manifest: Manifest, database: Path, report: ReportBytes = lambda _bytes: None
) -> None:
    """Write the exported tables into a new database. Raises ImportFault, and errors of the Hub.

    Each file is compared with the manifest before it is read. Files of a repo are downloaded next to the database, one at a time.
    """
    is_current = manifest.schema_version == SCHEMA_VERSION
    if manifest.schema_version > SCHEMA_VERSION:
        raise newer_export_error(source.address, manifest)
    if is_current:
        with open_warehouse(database):
            pass  # creates the tables
    try:
        with duckdb.connect(str(database), config=CONFIG) as con:
            con.execute("SET TimeZone = 'UTC'")
            if not is_current:
                _create_tables(con, manifest)
            byte_count = 0
            for name, table in manifest.tables.items():
                for path in table.files:
                    file = fetch_file(source, manifest, path, database.with_suffix(".part"))
                    _insert_rows(con, name, table, file)
                    byte_count += manifest.files[path].bytes
                    report(byte_count)
            for key, value in manifest.facts.items():
                write_about(con, key, value)
            con.execute("DELETE FROM store.about WHERE key = 'views'")
            for (file,) in con.execute("SELECT DISTINCT file FROM store.archived_day").fetchall():
                check_relative(file)
    except (duckdb.Error, UnsafePath) as error:
        reason = shorten(str(error).strip().partition("\n")[0], 200).rstrip(".")
        unreadable_source = Note("cannot_read", {"path": shorten(source.address, 300), "cause": reason})
        raise ImportFault(unreadable_source, Note("nothing_imported")) from None
    finally:
        database.with_suffix(".part").unlink(missing_ok=True)


def fetch_file(source: Source, manifest: Manifest, path: str, copy: Path) -> Path:
    """Return a local file with exactly these bytes: the source's own, or a copy. Raises ImportFault."""
    file = source.files[path]
    local_path = Path(file.address) if source.remote is None else copy
    if source.remote is not None:
        with source.open_stream(file) as stream, copy.open("wb") as target:
            shutil.copyfileobj(stream, target, 2**22)
    if hash_file(local_path) != manifest.files[path].sha256:
        raise _not_whole_error(source, path)
    return local_path


def fetch_catalogue(source: Source, manifest: Manifest, copy: Path) -> bool:
    """Copy the exported home's own catalogue, if it has one; return whether it has."""
    if CATALOGUE_FILE not in manifest.files:
        return False
    file = fetch_file(source, manifest, CATALOGUE_FILE, copy)
    if file != copy:
        shutil.copyfile(file, copy)
    return True


def _create_tables(con: duckdb.DuckDBPyConnection, manifest: Manifest) -> None:
    """Create the tables of an earlier version, which `open_warehouse` then upgrades."""
    con.execute("CREATE SCHEMA store; CREATE TABLE store.about (key VARCHAR, value VARCHAR)")
    for name, table in manifest.tables.items():
        columns = ", ".join(f"{quote_identifier(column)} {kind}" for column, kind in table.columns.items())
        con.execute(f"CREATE TABLE {name} ({columns})")
    con.execute("ALTER TABLE store.level ALTER COLUMN unsound SET DEFAULT false")


def _insert_rows(con: duckdb.DuckDBPyConnection, name: str, table: StateTable, file: Path) -> None:
    files = [escape_glob(file)]
    [(rows,)] = con.execute("SELECT sum(num_rows) FROM parquet_file_metadata($files)", {"files": files}).fetchall()
    if rows > MAX_ROWS:
        raise ImportFault(
            Note("too_many_rows_to_import", {"source": shorten(str(file), 300), "most": f"{MAX_ROWS:,}"}),
            Note("nothing_imported"),
        )
    columns = ", ".join(map(quote_identifier, table.columns))
    query = f"INSERT INTO {name} ({columns}) SELECT {columns} FROM read_parquet($files, hive_partitioning = false)"
    con.execute(query, {"files": files})


def _not_whole_error(source: Source, path: str) -> ImportFault:
    facts: Parameters = {"source": shorten(source.address, 300), "file": shorten(path)}
    return ImportFault(Note("export_not_whole", facts), Note("nothing_imported"))
