"""Write the files of an export from the published database, and count the rows of existing files.

SQL comes from the data dictionary, never from users, and the connection can only access the export folder.
"""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
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
    return Source(
        bool(sample),
        dict(hubs),
        [day for (day,) in days],
        tuple(Archive(*row) for row in con.execute(archives_query, {"all": with_share_alike}).fetchall()),
        frozenset(day for (day,) in con.execute(left_out_query, {"all": with_share_alike}).fetchall()),
    )


def has_days(relation: Relation) -> bool:
    """Return whether a file has one day of the relation. Those of owners have days without a snapshot: one file each."""
    return relation.name not in OWNERS_RELATIONS and any(column.name == "date" for column in relation.columns)


def plan_parts(
    names: Sequence[str], source: Source, first: dt.date | None, last: dt.date | None, file_format: FileFormat
) -> list[Part]:
    """List the files for these relations from `first` to `last` (inclusive); a day may have no rows."""
    parts: list[Part] = []
    for name in names:
        if not has_days(load_relations()[name]):
            parts.append(Part(name, None, file_format))
            continue
        # only `days` has rows for days without a snapshot
        for day in source.days if name == "days" else source.hubs:
            if (first is None or day >= first) and (last is None or day <= last):
                parts.append(Part(name, day, file_format))
    return parts


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
    """Write or replace a part; return its rows and bytes, or None, without a file, if the day has no rows.

    `spreadsheet_safe`: CSV without formulas. The same rows give the same bytes. Raises OSError and duckdb.Error.
    """
    relation = load_relations()[part.relation]
    columns = ", ".join(_select_expression(column, spreadsheet_safe=spreadsheet_safe) for column in relation.columns)
    new_file = scratch / "part"
    parameters: dict[str, object] = {"path": str(new_file)}
    if "$formula" in columns:
        parameters |= {"formula": formulas.START, "number": formulas.NUMBER}
    where = ""
    if part.date in source.left_out_days:
        where = "WHERE false"
    elif part.date is not None:
        where, parameters["date"] = "WHERE date = $date", part.date
    elif source.left_out_days and relation.name in {kind.plural for kind in KINDS.values()}:  # rows of the last day
        where, parameters["days"] = "WHERE NOT list_contains($days, last_seen)", sorted(source.left_out_days)
    elif source.left_out_days and relation.name in OWNERS_RELATIONS:
        where, parameters["days"] = "WHERE NOT list_contains($days, date)", sorted(source.left_out_days)
    elif relation.name == "sources":
        where, parameters["private"] = "WHERE license IS DISTINCT FROM $private", PRIVATE_LICENSE
    if part.file_format is FileFormat.parquet:
        parameters["about"] = build_metadata(relation, part.date, source)
    # ORDER BY ALL is a total order for every relation
    rows = con.execute(
        f'COPY (SELECT {columns} FROM main."{relation.name}" {where} ORDER BY ALL) TO $path '
        f"({PARQUET_OPTIONS if part.file_format is FileFormat.parquet else CSV_OPTIONS})",
        parameters,
    ).fetchall()[0][0]
    if part.date is not None and not rows:
        new_file.unlink()
        return None
    size = new_file.stat().st_size
    install_file(new_file, folder, part.path)
    return rows, size


def _select_expression(column: Column, *, spreadsheet_safe: bool) -> str:
    """Return the SQL expression of a column of the data dictionary."""
    name = f'"{column.name}"'
    if column.type in STORED_TYPES:
        return f"CAST({name} AS {STORED_TYPES[column.type]}) AS {name}"
    if spreadsheet_safe and column.type == "VARCHAR":
        formula = f"regexp_matches(left({name}, 1), $formula) AND NOT regexp_full_match({name}, $number)"
        return f"CASE WHEN {formula} THEN chr(39) || {name} ELSE {name} END AS {name}"
    return name


def remove_part(part: Part, folder: Path) -> bool:
    """Remove the file of a day without rows; return whether it existed."""
    return remove_file(folder, part.path)


def build_metadata(relation: Relation, date: dt.date | None, source: Source) -> dict[str, str]:
    """Return a Parquet file's key-value metadata; the same in every export of the part."""
    hub = source.hub if date is None else source.hubs.get(date)  # none on a day without a snapshot
    comments = {column.name: column.comment for column in relation.columns}
    return {
        "project": "Hub Almanac",
        "version": version("hub-almanac"),
        "relation": relation.name,
        **({"date": str(date)} if date else {}),
        "sample": "true" if source.sample else "false",
        **({"hub": hub} if hub else {}),
        "comment": relation.comment,
        "columns": json.dumps(comments, ensure_ascii=False),
    }


def count_rows(con: duckdb.DuckDBPyConnection, folder: Path, parts: Sequence[Part]) -> dict[Part, int]:
    """Count the rows of files in the folder; reads CSV in full. Raises duckdb.Error for a damaged file."""
    row_counts = dict.fromkeys(parts, 0)
    queries = {
        FileFormat.parquet: "SELECT file_name, num_rows FROM parquet_file_metadata($files)",
        FileFormat.csv: "SELECT filename, count(*) FROM read_csv($files, delim = ',', quote = '\"', escape = '\"', skip = 0, "
        f"header = true, all_varchar = true, union_by_name = true, max_line_size = {MAX_LINE_BYTES}, filename = true, "
        "hive_partitioning = false) GROUP BY filename",
    }
    for relation in {part.relation for part in parts}:
        for file_format, query in queries.items():
            parts_by_file = {
                str(folder / part.path): part
                for part in parts
                if (part.relation, part.file_format) == (relation, file_format)
            }
            if parts_by_file:
                for file, rows in con.execute(
                    query, {"files": [escape_glob(file) for file in parts_by_file]}
                ).fetchall():
                    row_counts[parts_by_file[file]] = rows
    return row_counts
