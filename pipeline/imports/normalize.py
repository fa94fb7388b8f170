"""Write the rows of a source as a normalized piece: typed, bounded, sorted and unique. DuckDB streams them, with bounded memory."""

import datetime as dt
import shutil
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from pipeline.config import latest_day, read_thread_limit
from pipeline.errors import AlmanacError, ImportFault
from pipeline.files import describe_os_error, sync_file
from pipeline.imports.file_system import RemoteFileSystem
from pipeline.imports.pieces import (
    COLUMNS,
    FIRST_DAY,
    MAX_ROWS,
    SORTED_BY,
    Piece,
    PieceReport,
    Progress,
    ReportProgress,
    SourceFile,
)
from pipeline.imports.sources import Source, name_file
from pipeline.imports.values import quote_identifier, quote_text, read_types
from pipeline.notes import Note
from pipeline.secrets import shorten
from pipeline.sql import fill, statement
from pipeline.user_paths import escape_glob

if TYPE_CHECKING:
    from duckdb.sqltypes import DuckDBPyType

MEMORY_LIMIT = "600MB"  # of DuckDB; the process needs about 300 MB more
MAX_REJECT_SHARE = 0.1  # more unusable rows mean that the file is not what the format says
SHELF_OPTIONS = f"COMPRESSION zstd, COMPRESSION_LEVEL 1, KV_METADATA {{sorted_by: '{SORTED_BY}'}}"  # level 3 saves 2%
PREFERENCE = ("observed_at", "last_modified", "downloads_all_time", "downloads", "likes", "true_downloads")
JSON_SAMPLE = 20_480  # objects that tell the columns of JSON
MAX_COLUMNS = 2_000
PROGRESS_SECONDS = 0.2


@dataclass(frozen=True)
class Selection:
    """Which rows and columns of its files become a piece.

    `values`: SQL by normalized name, with `day`, `observed_at` and `id`; `condition`: SQL over the normalized columns and `reason`.
    `bounds`: the days that a file may have; rows of other days are rejects. `unknown_columns`: what the format does not know.
    `columns`: those that a piece may have; `count`: of these, the one without which a row says nothing.
    """

    values: Mapping[str, str]
    condition: str = "true"
    bounds: tuple[dt.date, dt.date] | None = None
    unknown_columns: tuple[str, ...] = ()
    columns: tuple[str, ...] = tuple(COLUMNS)
    count: str | None = None

    @property
    def identity(self) -> str:
        return "oid" if "oid" in self.values else "id"

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in self.columns if name in self.values)


class Session:
    """A DuckDB connection that reads a source's files."""

    def __init__(self, source: Source, con: duckdb.DuckDBPyConnection):
        self.source, self.con = source, con
        self.system = RemoteFileSystem(source.remote) if source.remote is not None else None
        if self.system is not None:
            con.register_filesystem(self.system)

    def read_query(self, files: Sequence[SourceFile]) -> str:
        """Return the query of all rows of files of one form, by the ending of the first one's name."""
        paths = ", ".join(quote_text(self.source.locate(file, self.system)) for file in files)
        name = files[0].address.partition("?")[0].lower()
        stem, _, ending = name.rpartition(".")
        compression = {"gz": "gzip", "zst": "zstd"}.get(ending)
        ending = stem.rpartition(".")[2] if compression else ending
        compression_option = f", compression = '{compression}'" if compression else ""
        if ending == "csv":
            form = f"""header = true, quote = '"', escape = '"', all_varchar = true, union_by_name = true{compression_option}"""
            return f"SELECT * FROM read_csv([{paths}], {form})"
        if ending in ("json", "ndjson", "jsonl"):
            names = self._list_json_names(paths, compression_option)
            # Texts, so that a later row of another type is no error.
            columns = ", ".join(f"{quote_text(name)}: 'VARCHAR'" for name in names or ["json"])
            return f"SELECT * FROM read_json([{paths}], columns = {{{columns}}}{compression_option})"
        return f"SELECT * FROM read_parquet([{paths}], union_by_name = true, binary_as_string = true)"

    def _list_json_names(self, paths: str, options: str) -> list[str]:
        """List the names of the first objects. DuckDB would look for their types as well, and crash at deeply nested ones."""
        objects = f"FROM read_json_objects([{paths}]{options}) LIMIT {JSON_SAMPLE}"
        query = f"SELECT unnest(json_keys(json)) AS name FROM ({objects})"
        rows = self.fetch(
            f"SELECT min(name) AS name FROM ({query}) WHERE name <> '' GROUP BY lower(name) ORDER BY name LIMIT {MAX_COLUMNS + 1}"
        )
        if len(rows) > MAX_COLUMNS:
            raise ImportFault(
                Note("too_many_columns", {"source": self._address, "most": MAX_COLUMNS}), Note("nothing_imported")
            )
        return [str(name) for (name,) in rows]

    def read_types(self, query: str) -> "Mapping[str, DuckDBPyType]":
        with self.translate_errors():
            return read_types(self.con, query)

    def fetch(self, query: str, parameters: Mapping[str, object] | None = None) -> list[tuple[object, ...]]:
        with self.translate_errors():
            return self.con.execute(query, parameters).fetchall()

    @contextmanager
    def translate_errors(self) -> Iterator[None]:
        """Turn DuckDB's errors into one sentence. Raises ImportFault, or the error of the server behind it."""
        try:
            yield
        except duckdb.Error as error:
            if self.system is not None and self.system.fault is not None:
                raise self.system.fault from None
            reason = shorten(str(error).strip().partition("\n")[0], 200).rstrip(".")
            if isinstance(error, duckdb.OutOfMemoryException):
                raise ImportFault(Note("too_large_to_import", {"source": self._address, "reason": reason})) from None
            unreadable_source = Note("cannot_read", {"path": self._address, "cause": reason})
            raise ImportFault(unreadable_source, Note("nothing_imported")) from None

    @property
    def _address(self) -> str:
        return shorten(self.source.address, 300)


@contextmanager
def open_session(source: Source, work_folder: Path | None = None) -> Iterator[Session]:
    """Connect, with the bounds of values as macros. `work_folder`: for what exceeds the memory."""
    threads = read_thread_limit()
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": str(work_folder or ""),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        **({"threads": threads} if threads else {}),
    }
    with duckdb.connect(config=config) as con:
        con.execute("SET TimeZone = 'UTC'")
        con.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        con.execute(statement("load/define_bounds"), {"latest": latest_day()})
        yield Session(source, con)


def write_rows(
    session: Session, piece: Piece, selection: Selection, rows: str, target: Path, report_progress: ReportProgress
) -> PieceReport:
    """Write the usable rows of the query `rows` to `target`, or nothing if there are none. Raises ImportFault."""
    con, part_path = session.con, target.with_name(f".{target.name}.part")
    lists = {
        "names": ", ".join(selection.names),
        "identity": selection.identity,
        "values": ", ".join(f"{selection.values[name]} AS {name}" for name in selection.names),
        "reason": _build_reason(selection),
        "rows": rows,
        "condition": selection.condition,
        "preference": _build_preference(selection),
    }
    staged_path = target.with_name(f".{target.name}.rows")
    try:
        with session.translate_errors(), _watch(session, piece, report_progress):
            con.execute(fill(statement("imports/define_normalized_rows"), lists))
            if session.source.remote is None and rows.startswith("SELECT * FROM read_parquet"):
                con.execute("CREATE OR REPLACE TEMP VIEW candidate AS FROM normalized_row")
            else:  # read once
                _copy(con, f"FROM normalized_row LIMIT {MAX_ROWS + 1}", staged_path, "COMPRESSION lz4_raw")
                rows = f"FROM {_scan(staged_path)}"
                con.execute(f"CREATE OR REPLACE TEMP VIEW candidate AS {rows}")
            [(read_count,)] = con.execute(f"SELECT count(*) FROM ({rows})").fetchall()  # Parquet files say it
            if read_count > MAX_ROWS:
                _check_row_count(session)
            con.execute(fill(statement("imports/define_sorted_rows"), lists))
            usable = _copy(con, "FROM sorted_row", part_path, SHELF_OPTIONS)
            rejects = {} if usable == read_count else _count_rejects(con, "candidate")
            _check_rejects(session, usable, rejects, lists)
            row_count = _delete_repeated_rows(con, part_path, staged_path, lists) or usable
            for file in piece.inputs:
                session.source.check_unchanged(file)
            days = con.execute(f"SELECT day, count(*) FROM {_scan(part_path)} GROUP BY day ORDER BY day").fetchall()
        if row_count:
            sync_file(part_path)
            part_path.replace(target)
        report_progress(Progress(piece, piece.bytes, row_count))
    finally:
        part_path.unlink(missing_ok=True)
        staged_path.unlink(missing_ok=True)
    return PieceReport(
        rows=row_count,
        duplicates=usable - row_count,
        rejects=rejects,
        days=dict(days),
        unknown_columns=selection.unknown_columns,
        columns=selection.names,
    )


@contextmanager
def create_work_folder(target: Path) -> Iterator[Path]:
    """Create a folder next to a target for temporary files, and remove it."""
    folder = target.with_name(f".{target.name}.work")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir()
        yield folder
    except OSError as error:
        unwritable_file = Note("cannot_write", {"path": str(target), "cause": describe_os_error(error)})
        raise AlmanacError(unwritable_file, Note("nothing_imported")) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def build_days_condition(first: dt.date, last: dt.date, skipped_days: Collection[dt.date] = ()) -> str:
    """Return the condition of rows of these days."""
    dates = ", ".join(f"DATE '{day}'" for day in sorted(skipped_days))
    skip = f" AND day NOT IN ({dates})" if dates else ""
    return f"day BETWEEN DATE '{first}' AND DATE '{last}'{skip}"


def build_no_day_condition(first: dt.date = FIRST_DAY, last: dt.date | None = None) -> str:
    """Return the condition of rows without a usable day, which no piece's days include. `last`: the latest day by default."""
    return f"day IS NULL OR day NOT BETWEEN DATE '{first}' AND DATE '{last or latest_day()}'"


def _build_reason(selection: Selection) -> str:
    days = f"DATE '{FIRST_DAY}' AND DATE '{latest_day()}'"
    outside = ""
    if selection.bounds is not None:
        first, last = selection.bounds
        outside = f"WHEN day NOT BETWEEN DATE '{first}' AND DATE '{last}' THEN 'outside' "
    count = f"WHEN {selection.count} IS NULL THEN 'invalid_count' " if selection.count else ""
    oid = "WHEN coalesce(oid, '') = '' THEN 'no_oid' WHEN NOT is_oid(oid) THEN 'invalid_oid' "
    return (
        f"CASE {oid if selection.identity == 'oid' else ''}"
        "WHEN coalesce(id, '') = '' THEN 'no_name' WHEN NOT is_plain_name(id) THEN 'invalid_name' "
        f"WHEN day IS NULL OR day NOT BETWEEN {days} THEN 'invalid_day' {outside}{count}END"
    )


def _build_preference(selection: Selection) -> str:
    """The latest observation counts; the rest makes the choice independent of the order of files."""
    keys = [f"{name} DESC NULLS LAST" for name in PREFERENCE if name in selection.values]
    other_names = [name for name in selection.names if name not in (*PREFERENCE, "day", selection.identity)]
    return ", ".join([*keys, *([f"hash({', '.join(other_names)})"] if other_names else [])])


def _count_rejects(con: duckdb.DuckDBPyConnection, relation: str) -> dict[str, int]:
    """Return the number of unusable rows by reason."""
    query = f"SELECT reason, count(*) FROM {relation} WHERE reason IS NOT NULL GROUP BY reason ORDER BY reason"
    return dict(con.execute(query).fetchall())


def _check_row_count(session: Session) -> None:
    [(row_count,)] = session.con.execute("SELECT count(*) FROM candidate").fetchall()
    if row_count > MAX_ROWS:
        too_many_rows = Note("too_many_rows_to_import", {"source": shorten(session.source.address, 300), "most": MAX_ROWS})  # fmt: skip
        raise ImportFault(too_many_rows, Note("nothing_imported"))


def _check_rejects(session: Session, usable: int, rejects: Mapping[str, int], lists: Mapping[str, str]) -> None:
    """Raise ImportFault if too many rows are unusable: of a piece, and then of its files, of which it may be a small part."""
    if sum(rejects.values()) <= MAX_REJECT_SHARE * (usable + sum(rejects.values())):
        return
    con = session.con
    con.execute(fill(statement("imports/define_normalized_rows"), {**lists, "condition": "true"}))
    rejects = _count_rejects(con, "normalized_row")
    unusable = sum(rejects.values())
    [(row_count,)] = con.execute("SELECT count(*) FROM normalized_row").fetchall()
    if unusable > MAX_REJECT_SHARE * row_count:
        address = shorten(session.source.address, 300)
        raise ImportFault(
            Note("unusable_rows", {"unusable": unusable, "rows": row_count, "source": address}),
            *(Note("unusable_rows_of_reason", {"rows": count, "reason": reason}) for reason, count in rejects.items()),
            Note("nothing_imported"),
            Note("check_format_or_mapping"),
        )


def _copy(con: duckdb.DuckDBPyConnection, query: str, path: Path, options: str) -> int:
    path.unlink(missing_ok=True)
    result = con.execute(f"COPY ({query}) TO {quote_text(str(path))} (FORMAT parquet, {options})")
    [(count,)] = result.fetchall()
    return count


def _delete_repeated_rows(
    con: duckdb.DuckDBPyConnection, path: Path, work_path: Path, lists: Mapping[str, str]
) -> int | None:
    """Keep one row of each repo and day in a sorted file; return their number, None if there are no others."""
    lists = {**lists, "rows": _scan(path)}
    if con.execute(fill(statement("imports/has_repeated_rows"), lists)).fetchall() != [(True,)]:
        return None
    con.execute(fill(statement("imports/define_unique_rows"), lists))
    row_count = _copy(con, "FROM unique_row", work_path, SHELF_OPTIONS)
    work_path.replace(path)
    return row_count


def _scan(path: Path) -> str:
    return f"read_parquet({quote_text(escape_glob(path))})"


@contextmanager
def _watch(session: Session, piece: Piece, report_progress: ReportProgress) -> Iterator[None]:
    """Report progress from a thread of its own while DuckDB works."""
    stop_event = threading.Event()
    remote = session.source.remote
    start = remote.bytes if remote is not None else 0

    def poll() -> None:
        while not stop_event.wait(PROGRESS_SECONDS):
            with suppress(duckdb.Error):
                share = max(session.con.query_progress(), 0.0) / 100
                byte_count = remote.bytes - start if remote is not None else int(share * piece.bytes)
                report_progress(Progress(piece, min(byte_count, piece.bytes), int(share * (piece.rows or 0))))

    thread = threading.Thread(target=poll, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop_event.set()
        thread.join()


def list_unknown(types: Collection[str], known_names: Collection[str]) -> tuple[str, ...]:
    """Return the columns that a format does not know, at most 100, as text that may be shown."""
    return tuple(shorten(quote_identifier(name)[1:-1], 80) for name in types if name not in known_names)[:100]


def describe_missing(file: SourceFile, missing: Collection[str], form: str) -> ImportFault:
    columns = ", ".join(sorted(missing))
    missing_columns = Note("missing_columns", {"file": name_file(file), "format": form, "columns": columns})
    return ImportFault(missing_columns, Note("nothing_imported"))
