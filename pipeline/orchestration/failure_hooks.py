"""Report errors to Dagster without step retries, and record them for `almanac status`."""

import datetime as dt
import json
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import dagster as dg

from pipeline.config import Home
from pipeline.errors import AlmanacError, encode_parts
from pipeline.notes import Note
from pipeline.orchestration.resources import AlmanacHome
from pipeline.orchestration.run_liveness import ERROR_TAG, RETRYABLE_TAG
from pipeline.secrets import mask, shorten, write_private

# of steps that replace the published file, or follow
PUBLISHED_STATE_AFTER = {
    "published": "`almanac status` shows what is published.",
    "lake": "The day is published, but not in the lake.",
    "site": "The day is published, but its site is incomplete.",
}


@contextmanager
def translate_errors() -> Iterator[None]:
    """Turn an AlmanacError into a Failure without step retries: lower layers already retried."""
    try:
        yield
    except dg.DagsterExecutionInterruptedError as error:  # Ctrl-C, canceled in the UI, or a stopping service
        raise _build_interruption() from error
    except AlmanacError as error:
        raise _build_failure(error) from _drop_secret_causes(error)
    except Exception as error:
        # in a query, DuckDB raises RuntimeError from it
        if isinstance(error.__cause__, dg.DagsterExecutionInterruptedError):
            raise _build_interruption() from error.__cause__
        if contains_secret(error):  # Dagster stores the messages of all causes
            raise dg.Failure(
                description=describe_unexpected_error(f"{type(error).__name__}: {error}"), allow_retries=False
            ) from None
        raise


def _build_interruption() -> dg.Failure:
    return _build_failure(AlmanacError(Note("interrupted"), Note("next_run_resumes")))


def _build_failure(error: AlmanacError) -> dg.Failure:
    notes = {"error": dg.MetadataValue.json(encode_parts(error))}  # for the command line's language
    return dg.Failure(description=str(error), metadata=notes, allow_retries=False)


def _drop_secret_causes(error: AlmanacError) -> AlmanacError:
    """Drop causes that contain a secret: Dagster stores the whole chain."""
    cause = error.__cause__ or error.__context__
    if cause is not None and contains_secret(cause):
        error.__cause__ = error.__context__ = None
    return error


def contains_secret(error: BaseException) -> bool:
    """Return whether the error, or one of its causes, contains a secret."""
    visited_errors: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in visited_errors:
        visited_errors.append(link)
        message = "".join(traceback.format_exception_only(link))
        if mask(message) != message:
            return True
        link = link.__cause__ or link.__context__
    return False


@dg.failure_hook(name="remember_failure", required_resource_keys={"almanac"})
def remember_failure(context: dg.HookContext) -> None:
    """Record the error in the run's tags (for the retry sensor) and in last_failure.json (for readers)."""
    error = context.op_exception
    description = error.description if isinstance(error, dg.Failure) else None
    sentence = description or describe_unexpected_error(f"{type(error).__name__}: {error}", context.op.name)
    with suppress(Exception):  # a full disk must not hide the message
        run = context.instance.get_run_by_id(context.run_id)
        was_canceled = run is not None and run.status is dg.DagsterRunStatus.CANCELING
        context.instance.add_run_tags(context.run_id, build_failure_tags(error, was_canceled=was_canceled))
    almanac: AlmanacHome = context.resources.almanac
    parts = error.metadata.get("error") if isinstance(error, dg.Failure) else None
    note_failure(almanac.home, sentence, context.op.name, context.run_id, parts.value if parts else None)


def build_failure_tags(error: BaseException | None, *, was_canceled: bool = False) -> dict[str, str]:
    """Build the tags of a failed run. An interrupted run is retryable, a canceled one is not."""
    if was_canceled:
        return {ERROR_TAG: "Canceled", RETRYABLE_TAG: "false"}
    cause = error.__cause__ or error if isinstance(error, dg.Failure) else error
    retryable = getattr(cause, "retryable", False) or isinstance(cause, dg.DagsterExecutionInterruptedError)
    return {ERROR_TAG: type(cause).__name__, RETRYABLE_TAG: str(retryable).lower()}


def describe_unexpected_error(message: str, step: str = "") -> str:
    """Describe an error that is not ours in one line, with the state of the published file."""
    lines = " ".join(line.strip() for line in message.strip().splitlines()[:3])
    return f"{shorten(lines, 500).rstrip('.')}. {PUBLISHED_STATE_AFTER.get(step, 'The published file is unchanged.')}"


def note_failure(home: Home, sentence: str, step: str = "", run_id: str = "", parts: object = None) -> None:
    """Write last_failure.json. `parts`: of `encode_parts`, for readers in other languages."""
    path = home.last_failure
    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    note = json.dumps({"at": at, "sentence": mask(sentence), "step": step, "run_id": run_id, "parts": parts})
    with suppress(OSError):  # nor must a read-only home
        path.parent.mkdir(parents=True, exist_ok=True)
        write_private(path, note)
