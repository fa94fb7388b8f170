"""The home's Dagster instance: configuration, records, and recovery from damage."""

import datetime as dt
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

import dagster as dg
import yaml
from alembic.util.exc import CommandError
from dagster._check import CheckError
from sqlalchemy.exc import SQLAlchemyError

from pipeline.config import Home
from pipeline.errors import AlmanacError, DamagedRecords, UsageError
from pipeline.files import decode_text, describe_os_error, lock, require_locks, write_atomically
from pipeline.i18n.locale import find_language
from pipeline.notes import Note, Parameters
from pipeline.orchestration.asset_keys import WAREHOUSE_POOL
from pipeline.orchestration.run_liveness import end_orphaned_runs
from pipeline.secrets import make_private

DATABASE_ERRORS = (SQLAlchemyError, sqlite3.Error, CommandError)
DAMAGE_CODES = ("SQLITE_CORRUPT", "SQLITE_NOTADB")  # sqlite.org/rescode.html
_PACKAGE = Path(__file__).resolve().parents[1]
DEFAULT_CONFIGURATIONS = (
    _PACKAGE.parent / "dagster.yaml",
    _PACKAGE / "dagster.yaml",
)  # of a checkout, of an installed wheel
Result = TypeVar("Result")


@contextmanager
def open_instance(home: Home) -> Iterator[dg.DagsterInstance]:
    """Open the home's Dagster instance. Raises UsageError, AlmanacError, DamagedRecords."""
    prepare_instance(home)
    with ExitStack() as stack:
        stack.enter_context(translate_record_errors(home))
        # two processes must not create tables at once
        with lock(home.dagster / ".lock"):
            require_locks(home.dagster / "dagster.yaml")  # SQLite and DuckDB need them too
            try:
                instance = stack.enter_context(dg.DagsterInstance.from_config(str(home.dagster)))
            except (dg.DagsterError, CheckError) as error:  # an unset or empty environment variable, an unknown setting
                messages = (
                    [str(problem.message) for problem in error.errors]
                    if isinstance(error, dg.DagsterInvalidConfigError)
                    else []
                )
                summary = " ".join((" ".join(messages) or str(error)).split())[:300]
                path = home.dagster / "dagster.yaml"
                raise UsageError(Note("invalid_configuration", {"path": str(path), "reason": summary})) from error
            end_orphaned_runs(instance, home)
            _prepare_daemon_state(instance)
        yield instance


def _prepare_daemon_state(instance: dg.DagsterInstance) -> None:
    """Set up a new instance, which the daemon does too late or with a warning."""
    # the daemon creates a pool while launching: two queued runs would both start
    if WAREHOUSE_POOL not in instance.event_log_storage.get_concurrency_keys():
        instance.event_log_storage.initialize_concurrency_limit_to_default(WAREHOUSE_POOL)
    # look for crashed runs from here on
    kinds = (dg.DagsterEventType.RUN_FAILURE, dg.DagsterEventType.RUN_SUCCESS)
    keys = {f"EVENT_LOG_CONSUMER_CURSOR-{kind.value}" for kind in kinds}
    missing = keys - instance.daemon_cursor_storage.get_cursor_values(keys).keys()
    if missing:
        last = str(instance.event_log_storage.get_maximum_record_id() or 0)
        instance.daemon_cursor_storage.set_cursor_values(dict.fromkeys(missing, last))


@contextmanager
def translate_record_errors(home: Home) -> Iterator[None]:
    """Translate errors of Dagster's database, where a full disk shows first."""
    try:
        yield
    except ModuleNotFoundError as error:  # for the home's own dagster.yaml
        raise UsageError(Note("storage_needs_package", {"name": str(error.name)})) from error
    except Exception as error:
        cause = error if isinstance(error, DATABASE_ERRORS) else error.__cause__  # Dagster wraps errors of PostgreSQL
        if not isinstance(cause, DATABASE_ERRORS):
            raise
        first_line = str(cause).strip().splitlines()[0].rstrip(".")
        if _is_damage(cause, home):
            raise DamagedRecords(Note("records_damaged", {"path": str(home.dagster), "reason": first_line})) from error
        raise AlmanacError(Note("records_unusable", {"path": str(home.dagster), "reason": first_line})) from error


def _is_damage(error: BaseException, home: Home) -> bool:
    """Return whether SQLite's files are damaged (not a full disk, a lock or another server)."""
    storage = home.dagster / "storage"
    original = getattr(error, "orig", None) or error
    name = getattr(original, "sqlite_errorname", "") or ""
    if name.startswith(DAMAGE_CODES) or isinstance(error, CommandError):  # alembic: a schema of another Dagster version
        return storage.exists()
    if isinstance(original, sqlite3.OperationalError) and "no such" in str(original):
        return storage.exists()
    return storage.exists() and (
        not storage.is_dir() or any(not path.is_file() for path in storage.rglob("*.db") if path.name != "runs")
    )


def set_records_aside(home: Home) -> Path:
    """Move Dagster's records aside; return their new path."""
    aside_path = home.dagster / f"storage.damaged-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}"
    shutil.move(home.dagster / "storage", aside_path)  # rename fails in a container image's layer
    return aside_path


def run_with_instance(
    home: Home, work: Callable[[dg.DagsterInstance], Result], report: Callable[[str], None]
) -> Result:
    """Return `work(instance)`. Damaged records are set aside, and `work` restarts once: the history does not need them."""
    try:
        with open_instance(home) as instance:
            return work(instance)
    except DamagedRecords as error:
        aside_path = set_records_aside(home)
        notice = AlmanacError(*error.parts, Note("records_set_aside", {"path": str(aside_path)}))
        report(notice.render(find_language()))
    with open_instance(home) as instance:
        return work(instance)


def find_configuration(home: Home, default_paths: Sequence[Path] = DEFAULT_CONFIGURATIONS) -> Path:
    """Return the path of the home's own dagster.yaml or the project's. Raises UsageError."""
    own_path = home.root / "dagster.yaml"
    for path in (own_path, *default_paths):
        if os.path.lexists(path):
            return path
    paths: Parameters = {"path": str(default_paths[-1]), "own": str(own_path)}
    raise UsageError(Note("no_dagster_configuration", paths), Note("unchanged"))


def prepare_instance(home: Home) -> None:
    """Write the configuration of the home's instance. Raises UsageError."""
    source = find_configuration(home)
    try:
        config = yaml.safe_load(decode_text(source.read_bytes()))
        if "sqlite" in config["storage"]:
            config["storage"]["sqlite"]["base_dir"] = str(home.dagster / "storage")
    except OSError as error:
        raise UsageError(
            Note("cannot_read", {"path": str(source), "cause": describe_os_error(error, source)})
        ) from error
    except (UnicodeDecodeError, yaml.YAMLError, LookupError, TypeError) as error:
        is_text = not isinstance(error, UnicodeDecodeError)
        cause = " ".join(str(error).split())[:300].rstrip(".") if is_text else Note("not_utf8")
        raise UsageError(Note("invalid_dagster_configuration", {"path": str(source), "cause": cause})) from error
    local_storage = {
        "local_artifact_storage": {
            "module": "dagster._core.storage.root",
            "class": "LocalArtifactStorage",
            "config": {"base_dir": str(home.dagster)},
        },
        "compute_logs": {
            "module": "dagster._core.storage.local_compute_log_manager",
            "class": "LocalComputeLogManager",
            "config": {"base_dir": str(home.dagster / "compute_logs")},
        },
    }
    config = local_storage | config if source.parent == home.root else config | local_storage
    try:
        make_private(home.dagster)
        config_path = home.dagster / "dagster.yaml"  # other processes may read or write it
        write_atomically(
            config_path, yaml.safe_dump(config).encode(), config_path.with_name(f"dagster.yaml.{os.getpid()}")
        )
    except OSError as error:
        cause = describe_os_error(error, home.dagster)
        raise UsageError(Note("home_unusable", {"path": str(home.root), "cause": cause})) from error
