"""Keep an owner's true daily downloads: data of its own table, which are no observation of the Hub and change no board."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipeline.imports.pieces import TRUE_DOWNLOADS, SourceInfo
from pipeline.imports.shelf import IN_SPAN, ShelvedPiece, describe_span, record_source
from pipeline.paths import resolve_inside
from pipeline.sql import statement
from pipeline.user_paths import escape_glob
from pipeline.warehouse.connection import mark_as_real, transaction


def are_true_downloads(pieces: Sequence[ShelvedPiece]) -> bool:
    return any(TRUE_DOWNLOADS in piece.report.columns for piece in pieces)


def record_true_downloads(
    con: duckdb.DuckDBPyConnection,
    source: SourceInfo,
    pieces: Sequence[ShelvedPiece],
    shelf: Path,
    imported_at: dt.datetime,
) -> None:
    """Load the pieces in one transaction, instead of what the source had for their kinds and days."""
    with transaction(con):
        record_source(con, source, imported_at)
        mark_as_real(con)
        for shelved_piece in pieces:
            piece = shelved_piece.piece
            con.execute(f"DELETE FROM store.true_download WHERE {IN_SPAN}", describe_span(source, piece))
            if shelved_piece.report.rows:
                file = escape_glob(resolve_inside(shelf, shelved_piece.file))
                con.execute(
                    statement("imports/insert_true_downloads"),
                    {"source": source.name, "kind": piece.kind, "file": file},
                )
