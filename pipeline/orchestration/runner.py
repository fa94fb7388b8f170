"""One day's job, run from the command line: the same job, in the same instance, that the UI shows."""

import datetime as dt
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import dagster as dg
import yaml
from alembic.util.exc import CommandError
from sqlalchemy.exc import SQLAlchemyError

from pipeline import errors
from pipeline.config import Home
from pipeline.crawl.scope import Scope
from pipeline.definitions import defs
from pipeline.errors import AlmanacError, RecordsDamaged, UsageError, WrongDay
from pipeline.files import decode_text, lock, reason, require_locks, write_whole
from pipeline.orchestration.asset_metadata import POOL
from pipeline.orchestration.failure_hooks import WHY, unforeseen
from pipeline.orchestration.partitions import FIRST_DAY
from pipeline.orchestration.resources import AlmanacHome, Hub, ProgressLog
from pipeline.orchestration.run_liveness import end_orphans
from pipeline.orchestration.run_ownership import home_tags
from pipeline.secrets import make_private

DATABASE = (SQLAlchemyError, sqlite3.Error, CommandError)
DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB")  # sqlite.org/rescode.html
Result = TypeVar("Result")


@dataclass(frozen=True)
class Outcome:
    """How a day's run ended. `metadata`: what each asset said of itself, by asset name."""

    run_id: str
    metadata: Mapping[str, Mapping[str, Any]]


@contextmanager
def instance_of(home: Home) -> Iterator[dg.DagsterInstance]:
    """The home's Dagster instance, open."""
    prepare_instance(home)
    with ExitStack() as stack:
        stack.enter_context(_records_kept(home))
        # Two processes that make the instance's tables at the same time would trip over each other.
        with lock(home.dagster / ".lock"):
            require_locks(home.dagster / "dagster.yaml")  # as SQLite's and DuckDB's files must be
            try:
                instance = stack.enter_context(dg.DagsterInstance.get())
            except dg.DagsterError as error:  # an environment variable that is not set, a setting that is none
                told = (
                    [str(one.message) for one in error.errors]
                    if isinstance(error, dg.DagsterInvalidConfigError)
                    else []
                )
                said = " ".join((" ".join(told) or str(error)).split())[:300]
                raise UsageError(f"{home.dagster / 'dagster.yaml'} cannot be used: {said}") from error
            end_orphans(instance, home, WHY)
            _make_ready(instance)
        yield instance


def _make_ready(instance: dg.DagsterInstance) -> None:
    """What the daemon would do too late, or not without a warning, the first time that it looks at a new instance."""
    # It learns of a pool while it lets the first runs go: two that wait then would both go.
    if POOL not in instance.event_log_storage.get_concurrency_keys():
        instance.event_log_storage.initialize_concurrency_limit_to_default(POOL)
    # It looks for crashed runs from here on.
    kinds = (dg.DagsterEventType.RUN_FAILURE, dg.DagsterEventType.RUN_SUCCESS)
    keys = {f"EVENT_LOG_CONSUMER_CURSOR-{kind.value}" for kind in kinds}
    missing = keys - instance.daemon_cursor_storage.get_cursor_values(keys).keys()
    if missing:
        last = str(instance.event_log_storage.get_maximum_record_id() or 0)
        instance.daemon_cursor_storage.set_cursor_values(dict.fromkeys(missing, last))


@contextmanager
def _records_kept(home: Home) -> Iterator[None]:
    """Dagster keeps its records in SQLite: a full disk shows there first."""
    try:
        yield
    except ModuleNotFoundError as error:  # the home's own dagster.yaml asks for what is not installed
        raise UsageError(
            f"Dagster's records need {error.name}, which is not installed: install the extra `postgres` (`make setup` does), and "
            f"write the address as postgresql+psycopg2://…"
        ) from error
    except Exception as error:
        told = error if isinstance(error, DATABASE) else error.__cause__  # PostgreSQL's come wrapped, after some tries
        if not isinstance(told, DATABASE):
            raise
        first = str(told).strip().splitlines()[0].rstrip(".")
        if _is_damage(told, home):
            raise RecordsDamaged(f"Dagster's records in {home.dagster} are damaged: {first}.") from error
        raise AlmanacError(f"Dagster's records in {home.dagster} cannot be written: {first}.") from error


def _is_damage(error: BaseException, home: Home) -> bool:
    """Whether SQLite's files themselves are at fault; a full disk, a lock or another database server is not."""
    storage = home.dagster / "storage"
    original = getattr(error, "orig", None) or error
    name = getattr(original, "sqlite_errorname", "") or ""
    if name.startswith(DAMAGE) or isinstance(
        error, CommandError
    ):  # of alembic: a schema that this Dagster does not know
        return storage.exists()
    if isinstance(original, sqlite3.OperationalError) and "no such" in str(original):
        return storage.exists()
    return storage.exists() and (
        not storage.is_dir() or any(not path.is_file() for path in storage.rglob("*.db") if path.name != "runs")
    )


def set_records_aside(home: Home) -> Path:
    """Move Dagster's records out of the way, so that new ones are made; where they are kept."""
    aside = home.dagster / f"storage.damaged-{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}"
    shutil.move(home.dagster / "storage", aside)  # a layer of a container's image cannot be renamed
    return aside


def with_instance(home: Home, work: Callable[[dg.DagsterInstance], Result], report: Callable[[str], None]) -> Result:
    """What `work` returns, given the home's Dagster instance. Damaged records are set aside once, and `work` starts again:
    the history does not depend on them. `report` is given a sentence about that.
    """
    try:
        with instance_of(home) as instance:
            return work(instance)
    except RecordsDamaged as error:
        aside = set_records_aside(home)
        report(f"{error} They are kept in {aside}, and new ones begin; no data is lost. Restart a UI that is open.")
    with instance_of(home) as instance:
        return work(instance)


def prepare_instance(home: Home) -> None:
    """Give the home a Dagster instance configured as its own `dagster.yaml` says, or the project's; make it this process's."""
    shipped = Path(__file__).resolve().parents[1]
    own = home.root / "dagster.yaml"
    source = next(
        path for path in (own, shipped.parent / "dagster.yaml", shipped / "dagster.yaml") if os.path.lexists(path)
    )
    try:
        config = yaml.safe_load(decode_text(source.read_bytes()))
        if "sqlite" in config["storage"]:
            config["storage"]["sqlite"]["base_dir"] = str(home.dagster / "storage")
    except OSError as error:
        raise UsageError(f"{source} cannot be read: {reason(error, source)}.") from error
    except (UnicodeDecodeError, yaml.YAMLError, LookupError, TypeError) as error:
        said = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else " ".join(str(error).split())[:300]
        raise UsageError(f"{source} is not a configuration of Dagster with a storage: {said}.") from error
    lies_here = {
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
    config = lies_here | config if source == own else config | lies_here
    try:
        make_private(home.dagster)
        written = home.dagster / "dagster.yaml"  # another process may be reading it, or writing it too
        write_whole(written, yaml.safe_dump(config).encode(), written.with_name(f"dagster.yaml.{os.getpid()}"))
    except OSError as error:
        raise UsageError(f"{home.root} cannot be used as a home: {reason(error, home.dagster)}.") from error
    os.environ["DAGSTER_HOME"] = str(home.dagster)
    os.environ["ALMANAC_HOME"] = str(home.root)


def run_day(
    instance: dg.DagsterInstance,
    home: Home,
    hub: Hub,
    now: dt.datetime,
    scope: Scope | None = None,
    limit: int | None = None,
    progress: ProgressLog | None = None,
    tags: Mapping[str, str] | None = None,
    *,
    accept_shrink: bool = False,
    from_spool: bool = False,
) -> Outcome:
    """Snapshot the Hub's day of `now` (the Hub's clock) and make everything that follows from it.

    `accept_shrink` keeps a complete day that holds far fewer repos than the last good one; `from_spool` makes a day again
    from its kept pages, without the Hub.

    The run is recorded in `instance`, the home's own. Raises AlmanacError with the failed step's sentence.
    """
    job = defs.resolve_job_def("daily_snapshot")
    config = {"scope": scope and scope.name, "limit": limit, "accept_shrink": accept_shrink, "from_spool": from_spool}
    if now.date() < FIRST_DAY:
        raise WrongDay(f"The day {now:%Y-%m-%d} is before {FIRST_DAY}, the first that is kept. Nothing was changed.")
    before = _identity(home.published)
    # Whether a partition exists is decided by the Hub's clock too.
    with _records_kept(home), dg.partition_loading_context(effective_dt=now):
        result = job.execute_in_process(
            partition_key=now.date().isoformat(),
            instance=instance,
            raise_on_error=False,
            resources={"almanac": AlmanacHome(root=str(home.root)), "hub": hub, "progress": progress or ProgressLog()},
            run_config={
                "ops": {"crawl": {"config": config}},
                "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
            },
            tags={**(tags or {}), **home_tags(home)},
        )
    if not result.success:
        error = _why(result)
        error.published = _identity(home.published) != before
        raise error
    return Outcome(
        result.run_id,
        {
            event.asset_key.to_user_string(): {
                key: value.value for key, value in event.materialization.metadata.items()
            }
            for event in result.get_asset_materialization_events()
            if event.asset_key
        },
    )


def _identity(file: Path) -> tuple[int, int] | None:
    """Tells one published file from the next."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


def _why(result: dg.ExecuteInProcessResult) -> AlmanacError:
    """The failed step's error, of the class that was raised there; or what a blocking check saw."""
    for check in result.get_asset_check_evaluations():
        if not check.passed and check.blocking:
            expected, seen = (check.metadata[key].value for key in ("expected", "seen"))
            asset = check.asset_key.to_user_string()
            stays = "The day was not published."
            return AlmanacError(
                f"The check {check.check_name} of {asset} failed: expected {expected}, seen {seen}. "
                f"{'Materialize published again.' if asset == 'published' else stays}"
            )
    for event in result.all_events:
        if event.is_step_failure:
            data: Any = event.event_specific_data
            if data.user_failure_data and data.user_failure_data.description:
                cause = data.error.cause.cls_name if data.error.cause else ""
                kind = getattr(errors, cause or "", AlmanacError)
                return (kind if issubclass(kind, AlmanacError) else AlmanacError)(data.user_failure_data.description)
            return AlmanacError(
                f"The step {event.step_key} failed: {unforeseen((data.error.cause or data.error).message, event.step_key or '')}"
            )
    return AlmanacError("The run failed; see the Dagster UI.")
