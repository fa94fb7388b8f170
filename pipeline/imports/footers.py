"""Read what Parquet files say about themselves: rows, columns, bytes and extremes, from their last bytes."""

import datetime as dt
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from pipeline.config import latest_day
from pipeline.errors import ImportFault
from pipeline.imports.pieces import SourceFile
from pipeline.imports.sources import Source
from pipeline.notes import Note
from pipeline.secrets import redact_url, shorten

if TYPE_CHECKING:
    from pyarrow.parquet import FileMetaData

FIRST_DAY = dt.date(2016, 1, 1)  # the Hub began in 2016
MAX_ROWS = 250_000_000  # of a piece; the largest known month has 78 million
MAX_FOOTER_BYTES = 64 * 2**20
PARALLEL_REQUESTS = 8


@dataclass(frozen=True)
class Footer:
    rows: int
    columns: frozenset[str]
    _metadata: "FileMetaData"

    def count_bytes(self, paths: Iterable[str]) -> int:
        """Return the compressed bytes of columns, given as dotted paths."""
        names = tuple(paths)
        total = 0
        for group in map(self._metadata.row_group, range(self._metadata.num_row_groups)):
            for chunk in map(group.column, range(group.num_columns)):
                path = chunk.path_in_schema
                if any(path == name or path.startswith(f"{name}.") for name in names):
                    total += chunk.total_compressed_size
        return total

    def find_extremes(self, column: str) -> tuple[dt.datetime, dt.datetime] | None:
        """Return a column's first and last time in UTC, without zone; None if the footer does not say, or says something absurd."""
        extremes: list[dt.datetime] = []
        for group in map(self._metadata.row_group, range(self._metadata.num_row_groups)):
            for chunk in map(group.column, range(group.num_columns)):
                if chunk.path_in_schema == column and group.num_rows:
                    statistics = chunk.statistics
                    if statistics is None or not statistics.has_min_max:
                        return None
                    times = [_read_time(value) for value in (statistics.min, statistics.max)]
                    extremes += [time for time in times if time is not None]
                    if None in times:
                        return None
        if not extremes:
            return None
        first, last = min(extremes), max(extremes)
        return (first, last) if first.date() >= FIRST_DAY and last.date() <= latest_day() else None


def read_footer(source: Source, file: SourceFile) -> Footer:
    """Read one file's footer. Raises ImportFault for anything but a whole Parquet file, and errors of the server."""
    import pyarrow as pa  # noqa: PLC0415  slow to import
    import pyarrow.parquet as pq  # noqa: PLC0415

    with source.open_stream(file) as stream:
        _check_parquet(stream, file)
        try:
            metadata = pq.read_metadata(stream)
            columns = frozenset(metadata.schema.to_arrow_schema().names)
            group_rows = sum(metadata.row_group(number).num_rows for number in range(metadata.num_row_groups))
            row_count = max(metadata.num_rows, group_rows)  # the file's own count may be forged
        except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError) as error:
            invalid_file = Note("parquet_invalid", {"file": name_file(file), "reason": shorten(str(error), 120)})
            raise ImportFault(invalid_file, Note("nothing_imported")) from None
    if row_count > MAX_ROWS:
        too_many_rows = Note("too_many_rows_to_import", {"source": name_file(file), "most": MAX_ROWS})
        raise ImportFault(too_many_rows, Note("nothing_imported"))
    return Footer(row_count, columns, metadata)


def read_footers(source: Source, files: Sequence[SourceFile]) -> list[Footer]:
    """Read footers, several at a time if they are remote."""
    if source.remote is None or len(files) < 2:
        return [read_footer(source, file) for file in files]
    with ThreadPoolExecutor(PARALLEL_REQUESTS) as pool:
        return list(pool.map(lambda file: read_footer(source, file), files))


def name_file(file: SourceFile) -> str:
    """Return a file's address as a message may show it."""
    return shorten(file.address, 300) if "://" not in file.address else redact_url(file.address)


def _check_parquet(stream: BinaryIO, file: SourceFile) -> None:
    size = stream.seek(0, 2)
    stream.seek(max(size - 8, 0))
    end = stream.read(8)
    if size >= 12 and end[4:] == b"PAR1":
        if int.from_bytes(end[:4], "little") > min(size, MAX_FOOTER_BYTES):
            raise ImportFault(Note("parquet_damaged", {"file": name_file(file)}), Note("nothing_imported"))
        stream.seek(0)
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


def _read_time(value: object) -> dt.datetime | None:
    """Convert an extreme, which may have any type; texts may be cut."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).replace(tzinfo=None) if value.tzinfo else value
    return dt.datetime.combine(value, dt.time()) if isinstance(value, dt.date) else None
