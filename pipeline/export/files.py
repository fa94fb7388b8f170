"""Write the files of an export from the published database, and count the rows of existing files.

SQL comes from the data dictionary, never from users, and the connection can only access the export folder.
"""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import duckdb

from pipeline.config import Home
from pipeline.errors import AlmanacError
from pipeline.export.folder import FileFormat, Part, install_file, remove_file
from pipeline.imports.pieces import PRIVATE_LICENSE
from pipeline.kinds import KINDS
from pipeline.notes import Note, Parameters
from pipeline.published import formulas
from pipeline.published.data_dictionary import OWNERS_RELATIONS, Column, Relation, load_relations
from pipeline.user_paths import escape_glob

MEMORY_LIMIT = "1GB"  # beyond it, DuckDB spills to the export folder
MAX_LINE_BYTES = 16_000_000  # of CSV; a repo may have thousands of tags
PARQUET_OPTIONS = "FORMAT parquet, COMPRESSION zstd, KV_METADATA $about"
CSV_OPTIONS = "FORMAT csv, HEADER"
# Parquet has no 128-bit integers; DuckDB would write floats.
STORED_TYPES = {"HUGEINT": "BIGINT"}


@dataclass(frozen=True)
class Archive:
    """An archive that some days come from."""

    name: str
    address: str
    license: str | None
    attribution: str | None
    days: int


@dataclass(frozen=True)
class Source:
    """Days and origin of the published database. `hubs`: URL of the crawled Hub by snapshot day."""

    sample: bool
    hubs: dict[dt.date, str]
    days: list[dt.date]
    """Every day since the first snapshot, including days without one."""
    almanac: str | None = None
    """The random id that all copies of one almanac share."""
    archives: tuple["Archive", ...] = ()
    """The sources of imported days that the export may have."""
    left_out_days: frozenset[dt.date] = frozenset()
    """Days of share-alike sources, which the export leaves out."""

    @property
    def hub(self) -> str:
        """URL of the last snapshot's Hub."""
        return self.hubs[max(self.hubs)]


def read_source(con: duckdb.DuckDBPyConnection, *, with_share_alike: bool = False) -> Source:
    """Read days and origin. `with_share_alike`: keep days whose license binds what is published with them.

    Raises AlmanacError without a valid day.
    """
    hubs = con.execute(
        "SELECT date, string_agg(DISTINCT hub_url, ', ' ORDER BY hub_url) FROM snapshots GROUP BY date ORDER BY date"
    ).fetchall()
    if not hubs:
        raise AlmanacError(Note("no_boards"))
    days = con.execute("SELECT DISTINCT date FROM days ORDER BY date").fetchall()
    # days become folder names; DuckDB returns a date outside Python's range as text
    if invalid_day := next((day for day, *_ in (*hubs, *days) if type(day) is not dt.date), None):
        raise AlmanacError(Note("invalid_day_published", {"day": str(invalid_day)[:40]}), Note("nothing_written"))
    sample = con.execute("SELECT bool_or(sample) FROM snapshots").fetchall()[0][0]
    left_out_query = (
        "SELECT date FROM snapshots JOIN sources ON name = source WHERE share_alike AND NOT $all GROUP BY date"
    )
    archives_query = "SELECT name, address, license, attribution, used_days FROM sources WHERE used_days > 0 AND ($all OR NOT share_alike)"
    [(almanac,)] = con.execute("SELECT max(value) FROM store.about WHERE key = 'almanac'").fetchall()
    return Source(
        bool(sample),
        dict(hubs),
        [day for (day,) in days],
        almanac,
        tuple(Archive(*row) for row in con.execute(archives_query, {"all": with_share_alike}).fetchall()),
        frozenset(day for (day,) in con.execute(left_out_query, {"all": with_share_alike}).fetchall()),
    )


def has_days(relation: Relation) -> bool:
    """Return whether a file has one day of the relation. Those of owners have days without a snapshot: one file each."""
    return relation.name not in OWNERS_RELATIONS and any(column.name == "date" for column in relation.columns)


@dataclass(frozen=True)
class Request:
    """Relations to export, from `first` to `last` (inclusive; None: no bound)."""

    names: Sequence[str]
    first: dt.date | None
    last: dt.date | None
    file_format: FileFormat

    def covers(self, part: Part) -> bool:
        """Return whether all days of a dated part are requested."""
        return (
            part.date is not None
            and part.relation in self.names
            and part.file_format is self.file_format
            and all(map(self.has_day, part.days))
        )

    def has_day(self, day: dt.date) -> bool:
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


def plan_parts(request: Request, source: Source, existing_parts: Collection[Part] = ()) -> list[Part]:
    """List the files of what is requested; a day may have no rows.

    A past month is one file if all its days are requested; a month that is one file stays one, also if later days were removed.
    """
    parts: dict[Part, None] = {}
    for name in request.names:
        if not has_days(load_relations()[name]):
            parts[Part(name, None, request.file_format)] = None
            continue
        days = list_days(name, source)
        requested_days = [day for day in days if request.has_day(day)]
        other_months = {day.replace(day=1) for day in set(days) - set(requested_days)}
        for day in requested_days:
            part = Part(name, day, request.file_format)
            is_past = part.month.date != source.days[-1].replace(day=1)
            is_whole = (is_past and part.month.date not in other_months) or part.month in existing_parts
            parts[part.month if is_whole else part] = None
    return list(parts)


def list_stale_parts(parts: Iterable[Part], source: Source) -> list[Part]:
    """List the dated parts of these that have only days that the almanac does not have, such as forgotten ones."""
    days = {name: set(list_days(name, source)) for name in load_relations()}
    return [part for part in parts if part.date is not None and days[part.relation].isdisjoint(part.days)]


def list_days(name: str, source: Source) -> list[dt.date]:
    """List the days that a relation may have rows for: only `days` has some without a snapshot."""
    return source.days if name == "days" else list(source.hubs)


def list_days_of_part(part: Part, source: Source) -> list[dt.date]:
    """List the published days of a dated part."""
    if not part.whole_month:
        return part.days
    return [day for day in list_days(part.relation, source) if day.replace(day=1) == part.date]


@contextmanager
def open_writer(home: Home, folder: Path, scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published database read-only, with write access to the folder only.

    Raises AlmanacError for DuckDB errors and interrupts.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoload_known_extensions": False,
        "python_enable_replacements": False,
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": str(scratch / "spill"),  # the default is beside the published file
    }
    # DuckDB reads paths as glob patterns, so the escaped path is allowed too
    allowed_folders = "', '".join(path.replace("'", "''") for path in dict.fromkeys((str(folder), escape_glob(folder))))
    try:
        with closing(duckdb.connect(str(home.published), read_only=True, config=config)) as con:
            con.execute(f"SET allowed_directories = ['{allowed_folders}']")
            con.execute("SET enable_external_access = false")  # except the allowed folder
            con.execute("SET lock_configuration = true")
            try:
                yield con
            except (KeyboardInterrupt, RuntimeError) as error:
                if isinstance(error, RuntimeError) and str(error) != "Query interrupted":  # DuckDB's message
                    raise
                con.interrupt()
                raise AlmanacError(Note("interrupted")) from None
    except duckdb.Error as error:
        line = " ".join(str(error).split())[:300].rstrip(".")
        failure: Parameters = {"path": str(home.published), "folder": str(folder), "reason": line}
        raise AlmanacError(Note("export_failed", failure)) from error


def write_part(
    con: duckdb.DuckDBPyConnection,
    part: Part,
    source: Source,
    scratch: Path,
    folder: Path,
    *,
    spreadsheet_safe: bool = False,
) -> tuple[int, int] | None:
    """Write or replace a part; return its rows and bytes, or None, without a file, if its days have no rows.

    `spreadsheet_safe`: CSV without formulas. The same rows give the same bytes. Raises OSError and duckdb.Error.
    """
    new_file = scratch / "part"
    if part.whole_month:
        rows = _write_month(con, part, source, scratch, new_file, spreadsheet_safe=spreadsheet_safe)
    else:
        query, parameters = _build_query(part.relation, part.date, source, spreadsheet_safe=spreadsheet_safe)
        rows = _copy(con, query, parameters, part, source, new_file)
    if part.date is not None and not rows:
        new_file.unlink()
        return None
    size = new_file.stat().st_size
    install_file(new_file, folder, part.path)
    for day in list_days_of_part(part, source) if part.whole_month else ():
        remove_file(folder, Part(part.relation, day, part.file_format).path)
    return rows, size


def _write_month(
    con: duckdb.DuckDBPyConnection, part: Part, source: Source, scratch: Path, new_file: Path, *, spreadsheet_safe: bool
) -> int:
    """Write a month from its sorted days, so that no more than a day is sorted at once; return its rows."""
    day_files: list[str] = []
    for day in list_days_of_part(part, source):
        query, parameters = _build_query(part.relation, day, source, spreadsheet_safe=spreadsheet_safe)
        day_files.append(str(scratch / f"day-{day}"))
        con.execute(f"COPY ({query}) TO $path (FORMAT parquet)", {**parameters, "path": day_files[-1]})
    files = [escape_glob(file) for file in day_files]
    query = "FROM read_parquet($files, hive_partitioning = false)"
    rows = _copy(con, query, {"files": files}, part, source, new_file)
    for file in day_files:
        Path(file).unlink()
    return rows


def _copy(
    con: duckdb.DuckDBPyConnection,
    query: str,
    parameters: Mapping[str, object],
    part: Part,
    source: Source,
    new_file: Path,
) -> int:
    """Write the rows of a query to a part's new file; return their number."""
    is_parquet = part.file_format is FileFormat.parquet
    about = {"about": build_metadata(part, source)} if is_parquet else {}
    options = PARQUET_OPTIONS if is_parquet else CSV_OPTIONS
    result = con.execute(f"COPY ({query}) TO $path ({options})", {**parameters, "path": str(new_file), **about})
    return result.fetchall()[0][0]


def _build_query(
    name: str, date: dt.date | None, source: Source, *, spreadsheet_safe: bool
) -> tuple[str, dict[str, object]]:
    """Return the query of a relation's rows, of one day or all, with its parameters."""
    relation = load_relations()[name]
    columns = ", ".join(_select_expression(column, spreadsheet_safe=spreadsheet_safe) for column in relation.columns)
    parameters: dict[str, object] = {}
    if "$formula" in columns:
        parameters |= {"formula": formulas.START, "number": formulas.NUMBER}
    where = ""
    if date in source.left_out_days:
        where = "WHERE false"
    elif date is not None:
        where, parameters["date"] = "WHERE date = $date", date
    elif source.left_out_days and name in {kind.plural for kind in KINDS.values()}:  # rows of the last day
        where, parameters["days"] = "WHERE NOT list_contains($days, last_seen)", sorted(source.left_out_days)
    elif source.left_out_days and name in OWNERS_RELATIONS:
        where, parameters["days"] = "WHERE NOT list_contains($days, date)", sorted(source.left_out_days)
    elif name == "sources":
        where, parameters["private"] = "WHERE license IS DISTINCT FROM $private", PRIVATE_LICENSE
    # ORDER BY ALL is a total order for every relation
    return f'SELECT {columns} FROM main."{name}" {where} ORDER BY ALL', parameters


def _select_expression(column: Column, *, spreadsheet_safe: bool) -> str:
    """Return the SQL expression of a column of the data dictionary."""
    name = f'"{column.name}"'
    if column.type in STORED_TYPES:
        return f"CAST({name} AS {STORED_TYPES[column.type]}) AS {name}"
    if spreadsheet_safe and column.type == "VARCHAR":
        formula = f"regexp_matches(left({name}, 1), $formula) AND NOT regexp_full_match({name}, $number)"
        return f"CASE WHEN {formula} THEN chr(39) || {name} ELSE {name} END AS {name}"
    return name


def remove_part(part: Part, source: Source, folder: Path) -> int:
    """Remove the files of days without rows; return how many there were."""
    day_parts = (Part(part.relation, day, part.file_format) for day in list_days_of_part(part, source))
    return sum(remove_file(folder, path) for path in {part.path, *(day_part.path for day_part in day_parts)})


def build_metadata(part: Part, source: Source) -> dict[str, str]:
    """Return a Parquet file's key-value metadata; the same in every export of the part."""
    relation = load_relations()[part.relation]
    hubs = [source.hubs[day] for day in list_days_of_part(part, source) if day in source.hubs]
    hub = source.hub if part.date is None else (hubs or [None])[-1]  # none on days without a snapshot
    span = {"month": f"{part.date:%Y-%m}"} if part.date and part.whole_month else {"date": str(part.date)}
    comments = {column.name: column.comment for column in relation.columns}
    return {
        "project": "Hub Almanac",
        "version": version("hub-almanac"),
        "relation": relation.name,
        **(span if part.date else {}),
        "sample": "true" if source.sample else "false",
        **({"hub": hub} if hub else {}),
        "comment": relation.comment,
        "columns": json.dumps(comments, ensure_ascii=False),
    }


@dataclass(frozen=True)
class RowCount:
    """Rows of a file; `days`: those that have some, of a dated part."""

    rows: int
    days: tuple[dt.date, ...] = ()


def count_rows(con: duckdb.DuckDBPyConnection, folder: Path, parts: Sequence[Part]) -> dict[Part, RowCount]:
    """Count the rows of files in the folder; reads CSV in full. Raises duckdb.Error for a damaged file."""
    csv = (
        "read_csv($files, delim = ',', quote = '\"', escape = '\"', skip = 0, header = true, all_varchar = true, union_by_name = true, "
        f"max_line_size = {MAX_LINE_BYTES}, filename = true, hive_partitioning = false)"
    )
    parquet = "read_parquet($files, union_by_name = true, filename = true, hive_partitioning = false)"
    whole_queries = {
        FileFormat.parquet: "SELECT file_name, num_rows, [] FROM parquet_file_metadata($files)",
        FileFormat.csv: f"SELECT filename, count(*), [] FROM {csv} GROUP BY filename",
    }
    month_queries = {
        file_format: f"SELECT filename, count(*), list(DISTINCT CAST(date AS DATE)) FROM {table} GROUP BY filename"
        for file_format, table in ((FileFormat.parquet, parquet), (FileFormat.csv, csv))
    }
    row_counts = {part: RowCount(0, (part.date,) if part.date and not part.whole_month else ()) for part in parts}
    groups: dict[tuple[str, FileFormat, bool], dict[str, Part]] = {}
    for part in parts:
        group = groups.setdefault((part.relation, part.file_format, part.whole_month), {})
        group[str(folder / part.path)] = part
    for (_, file_format, whole_month), parts_by_file in groups.items():
        query = (month_queries if whole_month else whole_queries)[file_format]
        files = [escape_glob(file) for file in parts_by_file]
        for file, rows, days in con.execute(query, {"files": files}).fetchall():
            part = parts_by_file[file]
            row_counts[part] = RowCount(rows, tuple(sorted(days)) if whole_month else row_counts[part].days)
    return row_counts
