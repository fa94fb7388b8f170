"""The SQL of a session that reads the lake like hub.duckdb: views of the newest rows, then hub.duckdb's own views and macros."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

import duckdb

from pipeline.errors import LakeError, SchemaMismatch
from pipeline.lake.connection import (
    RECORDS_DAMAGED,
    attach_lake,
    build_attach,
    build_storage_secret,
    list_extensions,
    name_catalog,
    translate_lake_errors,
)
from pipeline.lake.layout import PRIVATE_TABLES, read_current_tables
from pipeline.lake.settings import LakeSettings
from pipeline.notes import Note
from pipeline.sql import SCHEMA_VERSION
from pipeline.warehouse.repo_columns import build_published_views

NEWEST = "store.lake_part"  # the parts that the session reads
_DEFINITION = re.compile(r"CREATE (?:OR REPLACE )?(VIEW|MACRO|TABLE)(?: IF NOT EXISTS)? ([\w.]+)", re.IGNORECASE)
_COMMENT = re.compile(r"COMMENT ON (?:TABLE|COLUMN) (store\.\w+)", re.IGNORECASE)
_LINE_COMMENTS = re.compile(r"^\s*--.*\n", re.MULTILINE)


def prepare_session(con: duckdb.DuckDBPyConnection, settings: LakeSettings, as_of: dt.date | None = None) -> None:
    """Attach the lake read-only and define everything in a database `hub` in memory, as of one load. Raises LakeError."""
    attach_lake(con, settings, read_only=True)
    with translate_lake_errors(settings, RECORDS_DAMAGED):
        require_load(con, as_of)
        require_schema(con, settings)
        con.execute("ATTACH ':memory:' AS hub; USE hub;")
        con.begin()  # one transaction for hundreds of statements takes half the time
        for command in build_definitions(con, as_of, fixed_load=True):
            con.execute(command)
        con.commit()


def build_script(con: duckdb.DuckDBPyConnection, settings: LakeSettings, as_of: dt.date | None = None) -> str:
    """Return the SQL for another client's session. `con`: with the lake attached. Contains no password and no key."""
    require_load(con, as_of)
    require_schema(con, settings)
    commands = [
        *(f"INSTALL {name}; LOAD {name}" for name in list_extensions(settings)),
        *([build_storage_secret(settings)] if settings.is_remote else []),
        build_attach(settings, read_only=True),
        "ATTACH ':memory:' AS hub",
        "USE hub",
        "SET TimeZone = 'UTC'",
        *build_definitions(con, as_of, fixed_load=False),
    ]
    return ";\n".join(command.strip().rstrip(";") for command in commands) + ";\n"


def build_definitions(con: duckdb.DuckDBPyConnection, as_of: dt.date | None, *, fixed_load: bool) -> Iterator[str]:
    """Yield the statements that make a session's tables, views and macros. `fixed_load`: go on reading today's newest load."""
    tables = read_current_tables(con)
    condition = f" WHERE l.day <= DATE '{as_of.isoformat()}'" if as_of else ""
    yield "CREATE SCHEMA store"
    yield (
        f"CREATE {'TABLE' if fixed_load else 'VIEW'} {NEWEST} AS SELECT p.relation, p.part, max(p.load) AS load FROM lake.almanac.part p "
        f"WHERE p.load <= (SELECT max(l.load) FROM lake.almanac.load l{condition}) GROUP BY p.relation, p.part"
    )
    for table in tables:
        yield f"CREATE VIEW {table.name} AS {table.select_newest(NEWEST, 'lake.')}"
    yield from _select_definitions(duckdb.extract_statements(build_published_views()), {table.name for table in tables})


def require_schema(con: duckdb.DuckDBPyConnection, settings: LakeSettings) -> None:
    """Raise SchemaMismatch if another version of Almanac loaded the lake: its tables do not fit these views and macros."""
    [(version,)] = con.execute("SELECT arg_max(schema_version, load) FROM lake.almanac.load").fetchall()
    if version != str(SCHEMA_VERSION):
        is_newer = str(version).isdecimal() and int(version) > SCHEMA_VERSION
        code = "newer_schema" if is_newer else "earlier_schema"
        raise SchemaMismatch(
            Note(
                code, {"path": name_catalog(settings), "version": str(version)[:20], "supported": str(SCHEMA_VERSION)}
            ),
            Note("unchanged"),
        )


def require_load(con: duckdb.DuckDBPyConnection, as_of: dt.date | None) -> None:
    """Raise LakeError if the lake has no published load, or none of that day or before."""
    query = "SELECT min(day), max(load) FROM lake.almanac.load"
    try:
        [(first_day, number)] = con.execute(query).fetchall()
    except duckdb.CatalogException:
        raise LakeError(Note("lake_empty")) from None
    if number is None:
        raise LakeError(Note("lake_empty"))
    if as_of and (first_day is None or as_of < first_day):
        raise LakeError(Note("lake_without_state", {"date": str(as_of), "first": str(first_day)}))


def _select_definitions(statements: Iterable[duckdb.Statement], tables: set[str]) -> Iterator[str]:
    """Yield views, macros and their comments, and private tables, which stay empty."""
    for statement in statements:
        text = _LINE_COMMENTS.sub("", statement.query).strip()
        if definition := _DEFINITION.match(text):
            kind, name = definition.groups()
            if kind.upper() != "TABLE" or name in PRIVATE_TABLES:
                yield text
        elif text.startswith("COMMENT") and not ((comment := _COMMENT.match(text)) and comment[1] in tables):
            yield text
