"""Run the daily job in the Dagster instance that the UI shows."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg

from pipeline import errors
from pipeline.crawl.scope import Scope
from pipeline.errors import AlmanacError, WrongDay, decode_parts
from pipeline.notes import Note
from pipeline.orchestration.failure_hooks import describe_unexpected_error
from pipeline.orchestration.instance import translate_record_errors
from pipeline.orchestration.partitions import FIRST_DAY
from pipeline.orchestration.resources import AlmanacHome, Hub, ProgressLog
from pipeline.orchestration.run_ownership import DAILY_JOB, home_tags


@dataclass(frozen=True)
class Outcome:
    """A successful run. `day`: the Hub's; `metadata`: by asset."""

    run_id: str
    day: dt.date
    metadata: Mapping[str, Mapping[str, Any]]


def run_day(
    definitions: dg.Definitions,
    instance: dg.DagsterInstance,
    almanac: AlmanacHome,
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
    """Snapshot the Hub's day of `now` (the Hub's clock), build the boards and publish.

    `accept_shrink` accepts a complete day with far fewer repos than the last good one; `from_spool` rebuilds a day from its
    kept pages, without the Hub. Raises AlmanacError with the failed step's message.
    """
    job = definitions.resolve_job_def(DAILY_JOB)
    home = almanac.home
    config = {"scope": scope and scope.name, "limit": limit, "accept_shrink": accept_shrink, "from_spool": from_spool}
    if now.date() < FIRST_DAY:
        raise WrongDay(
            Note("before_first_day", {"date": f"{now:%Y-%m-%d}", "first": str(FIRST_DAY)}), Note("unchanged")
        )
    identity_before = _identify_file(home.published)
    # the Hub's clock also decides which partitions exist
    with translate_record_errors(home), dg.partition_loading_context(effective_dt=now):
        result = job.execute_in_process(
            partition_key=now.date().isoformat(),
            instance=instance,
            raise_on_error=False,
            resources={"almanac": almanac, "hub": hub, "progress": progress or ProgressLog()},
            run_config={
                "ops": {"crawl": {"config": config}},
                "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
            },
            tags={**(tags or {}), **home_tags(home)},
        )
    if not result.success:
        error = _build_run_error(result)
        error.published = _identify_file(home.published) != identity_before
        raise error
    return Outcome(
        result.run_id,
        now.date(),
        {
            event.asset_key.path[-1]: {key: value.value for key, value in event.materialization.metadata.items()}
            for event in result.get_asset_materialization_events()
            if event.asset_key
        },
    )


def _identify_file(file: Path) -> tuple[int, int] | None:
    """Return inode and time, which change with each published file."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


def _build_run_error(result: dg.ExecuteInProcessResult) -> AlmanacError:
    """Build the error of a failed run: a blocking check, or the step's error in its class."""
    for check in result.get_asset_check_evaluations():
        if not check.passed and check.blocking:
            is_published = check.asset_key.path[-1] == "published"
            consequence = Note("publish_again") if is_published else Note("day_not_published")
            return AlmanacError(*decode_parts(check.metadata["error"].value), consequence)
    for event in result.all_events:
        if event.is_step_failure:
            data = event.step_failure_data
            cause = data.error and data.error.cause
            if data.user_failure_data and data.user_failure_data.description:
                error_class = getattr(errors, (cause and cause.cls_name) or "", AlmanacError)
                notes = data.user_failure_data.metadata.get("error")
                parts = decode_parts(notes.value if notes else None) or [
                    Note("reported", {"text": data.user_failure_data.description})
                ]
                return (error_class if issubclass(error_class, AlmanacError) else AlmanacError)(*parts)
            error = cause or data.error
            reason = describe_unexpected_error(error.message if error else "", event.step_key or "")
            return AlmanacError(Note("step_failed", {"step": str(event.step_key), "reason": reason}))
    return AlmanacError(Note("run_failed"))
