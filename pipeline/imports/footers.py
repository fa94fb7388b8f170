"""Read what Parquet files say about themselves: rows, columns, bytes and extremes, from their last bytes.

DuckDB reads them: pyarrow ends the process at a forged statistic.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import BinaryIO

from pipeline.errors import ImportFault
from pipeline.imports.normalize import MAX_COLUMNS, Session, open_session
from pipeline.imports.pieces import MAX_ROWS, SourceFile
from pipeline.imports.sources import Source, name_file
from pipeline.notes import Note
from pipeline.sql import statement

MAX_FOOTER_BYTES = 64 * 2**20
MAX_CHUNKS = 200_000  # columns of all groups of rows: DuckDB needs 2 GB for so many; a day of 3 million repos in groups of 1,000 has 120,000
MAX_GROUPS = 20_000  # of rows: DuckDB needs 0.9 GB for so many, however small
PARALLEL_REQUESTS = 8
Extremes = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Footer:
    """`columns`: at the top; `sizes`: compressed bytes by dotted path; `extremes`: first and last time in UTC of paths that have them."""

    rows: int
    columns: frozenset[str]
    sizes: Mapping[str, int]
    extremes: Mapping[str, Extremes]

    def count_bytes(self, paths: Iterable[str]) -> int:
        """Return the compressed bytes of columns, given as dotted paths."""
        names = tuple(paths)
        return sum(
            size
            for path, size in self.sizes.items()
            if any(path == name or path.startswith(f"{name}.") for name in names)
        )


def read_footer(source: Source, file: SourceFile) -> Footer:
    """Read one file's footer. Raises ImportFault for anything but a whole Parquet file, and errors of the server."""
    with source.open_stream(file) as stream:
        _check_parquet(stream, file)
    with open_session(source) as session:
        path = source.locate(file, session.system)
        row_count = _check_size(session, path, file)
        columns = frozenset(session.read_types(session.read_query([file])))
        rows = session.fetch(statement("imports/footer_columns"), {"file": path, "size": file.size or 2**40})
    sizes = {str(name): int(str(size)) for name, size, *_ in rows}
    extremes = {
        str(name): (first, last)
        for name, _, _, first, last in rows
        if isinstance(first, dt.datetime) and isinstance(last, dt.datetime)
    }
    row_count = max([row_count, *(int(str(count)) for _, _, count, *_ in rows)])  # the file's own count may be forged
    if row_count > MAX_ROWS:
        raise _too_many_rows_error(file)
    return Footer(row_count, columns, sizes, extremes)


def read_footers(source: Source, files: Sequence[SourceFile]) -> list[Footer]:
    """Read footers, several at a time if they are remote."""
    if source.remote is None or len(files) < 2:
        return [read_footer(source, file) for file in files]
    with ThreadPoolExecutor(PARALLEL_REQUESTS) as pool:
        return list(pool.map(lambda file: read_footer(source, file), files))


def _check_size(session: Session, path: str, file: SourceFile) -> int:
    """Return a file's rows as it states them. Raises ImportFault for more rows, columns or groups than an import may have."""
    [(rows, groups)] = session.fetch(
        "SELECT num_rows, num_row_groups FROM parquet_file_metadata($file)", {"file": path}
    )
    [(columns,)] = session.fetch("SELECT count(*) FROM parquet_schema($file)", {"file": path})
    row_count, group_count, column_count = int(str(rows)), int(str(groups)), int(str(columns))
    if row_count > MAX_ROWS:
        raise _too_many_rows_error(file)
    for code, count, most in (
        ("too_many_columns", column_count, MAX_COLUMNS),
        ("too_many_groups", group_count, MAX_GROUPS),
        ("too_many_chunks", column_count * group_count, MAX_CHUNKS),
    ):
        if count > most:
            raise ImportFault(Note(code, {"source": name_file(file), "most": most}), Note("nothing_imported"))
    return row_count


def _too_many_rows_error(file: SourceFile) -> ImportFault:
    return ImportFault(
        Note("too_many_rows_to_import", {"source": name_file(file), "most": MAX_ROWS}), Note("nothing_imported")
    )


def _check_parquet(stream: BinaryIO, file: SourceFile) -> None:
    size = stream.seek(0, 2)
    stream.seek(max(size - 8, 0))
    end = stream.read(8)
    if size >= 12 and end[4:] == b"PAR1":
        if int.from_bytes(end[:4], "little") > min(size, MAX_FOOTER_BYTES):
            raise ImportFault(Note("parquet_damaged", {"file": name_file(file)}), Note("nothing_imported"))
        return
    stream.seek(0)
    start = stream.read(200).lstrip().lower()
    if start.startswith(b"<"):
        code = "parquet_is_html"
    elif start.startswith(b"version https://git-lfs"):
        code = "parquet_is_lfs_pointer"
    elif start.startswith(b"par1"):
        code = "parquet_cut"
    else:
        code = "not_parquet" if size else "parquet_empty"
    raise ImportFault(Note(code, {"file": name_file(file)}), Note("nothing_imported"))
