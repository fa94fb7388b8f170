"""Open the lake: extensions, credentials, errors of catalog and storage as one sentence."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

import duckdb

from pipeline.config import read_thread_limit
from pipeline.errors import LakeError
from pipeline.lake.settings import LakeSettings
from pipeline.notes import Note
from pipeline.secrets import shorten

CATALOG_SCHEMA = "hub_almanac"  # of DuckLake's tables in PostgreSQL
CONNECT_SECONDS = 10
_ATTACHED_PATH = re.compile(r'.*Failed to attach DuckLake MetaData ".*" at path \+ ".*?"(?=[A-Z])')  # before the reason
_LOST_FILE = re.compile(
    r"\.parquet\".*No such file|No files found that match|Could not read enough bytes|Read out of bounds", re.IGNORECASE
)
_LOST_OBJECT = re.compile(r"\bHTTP (404|416)\b")  # 416: shorter than the catalog says
RECORDS_DAMAGED = "lake_records_damaged"
# of the extension: its package and file
POSTGRES = "postgres_scanner"
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
    "memory_limit": "1200MB",
}


@contextmanager
def open_lake(settings: LakeSettings, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """Attach the lake as `lake` in a new session. Unless `read_only`, create it if missing. Raises LakeError."""
    with closing(duckdb.connect(config=CONFIG)) as con:
        con.execute("SET TimeZone = 'UTC'")
        con.execute("SET enable_progress_bar = false")
        if threads := read_thread_limit():
            con.execute(f"SET threads = {threads}")
        attach_lake(con, settings, read_only=read_only)
        with translate_lake_errors(settings):
            yield con


def attach_lake(con: duckdb.DuckDBPyConnection, settings: LakeSettings, *, read_only: bool) -> None:
    """Load the extensions and attach the lake. Raises LakeError."""
    load_extensions(con, settings)
    if settings.is_remote:
        con.execute("SET http_timeout = 30")
        con.execute("SET http_retries = 3")
        con.execute(f"CREATE SECRET lake_storage ({', '.join(_storage_options(settings))})")
    elif not read_only:
        _make_folders(settings)
    secret = ""
    if settings.postgres and settings.password:  # an empty one would hide PGPASSWORD
        secret = "lake_catalog"  # noqa: S105  its name
        con.execute(f"CREATE SECRET {secret} (TYPE postgres, PASSWORD {quote(settings.password)})")
    try:
        con.execute(build_attach(settings, read_only=read_only, secret=secret))
    except duckdb.Error as error:
        code = "lake_missing" if read_only and "does not exist" in str(error) else "lake_catalog_unreachable"
        raise LakeError(Note(code, {"catalog": name_catalog(settings), "reason": describe_lake_error(error)})) from None


def build_attach(settings: LakeSettings, *, read_only: bool, secret: str = "") -> str:
    """Return the statement that attaches the lake. `secret`: the name of DuckDB's secret with the password; empty for libpq's own."""
    options = [f"DATA_PATH {quote(settings.data)}", "READ_ONLY" if read_only else "DATA_INLINING_ROW_LIMIT 0"]
    place = settings.catalog
    if settings.postgres:
        words = {**settings.login, "connect_timeout": CONNECT_SECONDS}
        place = "postgres:" + " ".join(f"{name}={_quote_word(str(value))}" for name, value in words.items())
        options += [f"METADATA_SCHEMA {quote(CATALOG_SCHEMA)}"]
        options += [f"META_SECRET {quote(secret)}"] if secret else []
    return f"ATTACH {quote(f'ducklake:{place}')} AS lake ({', '.join(options)})"


def list_extensions(settings: LakeSettings) -> list[str]:
    """List the extensions that this lake needs."""
    return ["ducklake", *([POSTGRES] if settings.postgres else []), *(["httpfs"] if settings.is_remote else [])]


def load_extensions(con: duckdb.DuckDBPyConnection, settings: LakeSettings) -> None:
    """Load each from its Python package, else from the machine, else download it. Raises LakeError."""
    for name in list_extensions(settings):
        attempts = [f"LOAD {quote(str(path))}"] if (path := _find_packaged(name)) else []
        for attempt in (*attempts, f"LOAD {name}", f"INSTALL {name}; LOAD {name}"):
            try:
                con.execute(attempt)
            except duckdb.Error:
                continue
            break
        else:
            raise LakeError(Note("lake_extension_missing", {"name": name, "version": duckdb.__version__}))


@contextmanager
def translate_lake_errors(settings: LakeSettings, damage_code: str = "lake_file_damaged") -> Iterator[None]:
    """Turn DuckDB's errors into LakeError. Nothing of an interrupted transaction is visible.

    `damage_code`: of a lost or damaged file; RECORDS_DAMAGED where only the lake's own records are read.
    """
    try:
        yield
    except duckdb.Error as error:
        reason = describe_lake_error(error)
        parameters: dict[str, str | int | float | Note] = {"place": settings.data, "reason": reason}
        if is_file_damage(error):
            raise LakeError(Note(damage_code, {**parameters, "catalog": name_catalog(settings)})) from None
        if isinstance(error, duckdb.IOException | duckdb.PermissionException):
            raise LakeError(Note("lake_storage_failed", parameters), Note("lake_unchanged")) from None
        if isinstance(error, duckdb.OutOfMemoryException):
            raise LakeError(Note("warehouse_out_of_memory", {"reason": reason}), Note("lake_unchanged")) from None
        parameters = {"catalog": name_catalog(settings), "reason": reason}
        raise LakeError(Note("lake_failed", parameters), Note("lake_unchanged")) from None


def is_file_damage(error: duckdb.Error) -> bool:
    """Whether a Parquet file is lost or damaged, as opposed to a storage or catalog that does not answer."""
    if isinstance(error, duckdb.HTTPException):
        return bool(_LOST_OBJECT.search(str(error)))
    if isinstance(error, duckdb.IOException):
        return bool(_LOST_FILE.search(str(error)))
    if isinstance(error, duckdb.InvalidInputException):
        return "parquet" in str(error).lower()
    return type(error) is duckdb.Error  # damaged headers in Parquet have no class


def name_catalog(settings: LakeSettings) -> str:
    """Return the catalog's address, without the user."""
    parts = settings.postgres
    return f"{parts.hostname}:{parts.port or 5432}{parts.path}" if parts else settings.catalog


def quote(text: str) -> str:
    """Return the text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def _quote_word(text: str) -> str:
    """Return a value of libpq's connection string."""
    if text.replace(".", "").replace("-", "").replace("_", "").isalnum() and text.isascii():
        return text
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def build_storage_secret(settings: LakeSettings) -> str:
    """Return the statement that names the storage for a reader, whose credentials are in its own environment (AWS's variables)."""
    return f"CREATE SECRET lake_storage ({', '.join(_storage_options(settings, credentials=False))})"


def _storage_options(settings: LakeSettings, *, credentials: bool = True) -> Iterator[str]:
    yield "TYPE s3"
    yield f"SCOPE {quote(settings.data)}"
    yield f"REGION {quote(settings.region)}"
    if credentials:
        if settings.key_id:
            yield f"KEY_ID {quote(settings.key_id)}"
            yield f"SECRET {quote(settings.secret)}"
        if settings.session_token:
            yield f"SESSION_TOKEN {quote(settings.session_token)}"
    if settings.endpoint:
        scheme, _, host = settings.endpoint.partition("://")
        yield f"ENDPOINT {quote(host)}"
        yield f"USE_SSL {str(scheme == 'https').lower()}"
        yield "URL_STYLE 'path'"


def _find_packaged(name: str) -> Path | None:
    spec = find_spec(f"duckdb_extension_{name}")
    for folder in spec.submodule_search_locations or () if spec else ():
        for file in Path(folder).glob(f"extensions/v{duckdb.__version__}/{name}.duckdb_extension"):
            return file
    return None


def _make_folders(settings: LakeSettings) -> None:
    folders = [Path(settings.data)] + ([] if settings.postgres else [Path(settings.catalog).parent])
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            parameters: dict[str, str | int | float | Note] = {"place": str(folder), "reason": error.strerror or ""}
            raise LakeError(Note("lake_storage_failed", parameters), Note("lake_unchanged")) from error


def describe_lake_error(error: duckdb.Error) -> str:
    """Return the error's cause in one line: DuckDB puts the server's own words last."""
    line = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    return shorten(_ATTACHED_PATH.sub("", line).rsplit(" failed: ", 1)[-1].rstrip(".!"), 300)
