"""How our errors reach Dagster: as failures in our own words, never retried, and remembered for `almanac status`."""

import datetime as dt
import json
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import dagster as dg

from pipeline.config import Home
from pipeline.errors import AlmanacError
from pipeline.orchestration.resources import AlmanacHome
from pipeline.orchestration.run_liveness import ERROR_TAG, RETRYABLE_TAG
from pipeline.secrets import mask, shorten, write_private

# Steps that run when, or after, the published file is replaced.
PUBLISHED_STATE_AFTER = {
    "published": "`almanac status` says what is published.",
    "site": "The day is published; its pages are not all made.",
}


@contextmanager
def translate_errors() -> Iterator[None]:
    """Turn an AlmanacError into a Failure that says the same. What could be retried with success was retried below."""
    try:
        yield
    except dg.DagsterExecutionInterruptedError as error:  # Ctrl-C, or the run was cancelled in the UI
        raise dg.Failure(
            description="Interrupted; the pages that were spooled are kept, and the next run goes on from there.",
            allow_retries=False,
        ) from error
    except AlmanacError as error:
        raise dg.Failure(description=str(error), allow_retries=False) from _drop_secret_causes(error)
    except Exception as error:
        if contains_secret(error):  # Dagster would keep its message, and those of its causes
            raise dg.Failure(
                description=describe_unexpected_error(f"{type(error).__name__}: {error}"), allow_retries=False
            ) from None
        raise


def _drop_secret_causes(error: AlmanacError) -> AlmanacError:
    """The error, without its causes where one of them holds a secret: Dagster keeps the whole chain."""
    cause = error.__cause__ or error.__context__
    if cause is not None and contains_secret(cause):
        error.__cause__ = error.__context__ = None
    return error


def contains_secret(error: BaseException) -> bool:
    """Whether the error, or one that led to it, says what must not be seen."""
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
    """Note why the day failed: on the run, for who decides whether to try again, and beside the published database, where a
    reader can find it without Dagster.
    """
    error = context.op_exception
    description = error.description if isinstance(error, dg.Failure) else None
    sentence = description or describe_unexpected_error(f"{type(error).__name__}: {error}", context.op.name)
    with suppress(Exception):  # a full disk must not hide the sentence itself
        run = context.instance.get_run_by_id(context.run_id)
        was_cancelled = run is not None and run.status is dg.DagsterRunStatus.CANCELING
        context.instance.add_run_tags(context.run_id, build_failure_tags(error, was_cancelled=was_cancelled))
    almanac: AlmanacHome = context.resources.almanac
    note_failure(almanac.home, sentence, step=context.op.name, run_id=context.run_id)


def build_failure_tags(error: BaseException | None, *, was_cancelled: bool = False) -> dict[str, str]:
    """The tags of a run that failed by this error. A process that was stopped may go on later, unless somebody cancelled the run."""
    if was_cancelled:
        return {ERROR_TAG: "Cancelled", RETRYABLE_TAG: "false"}
    cause = error.__cause__ or error if isinstance(error, dg.Failure) else error
    retryable = getattr(cause, "retryable", False) or isinstance(cause, dg.DagsterExecutionInterruptedError)
    return {ERROR_TAG: type(cause).__name__, RETRYABLE_TAG: str(retryable).lower()}


def describe_unexpected_error(message: str, step: str = "") -> str:
    """An error that is not one of ours (or a blocking check) in one line, and what became of the published file in that step."""
    lines = " ".join(line.strip() for line in message.strip().splitlines()[:3])
    return (
        f"{shorten(lines, 500).rstrip('.')}. {PUBLISHED_STATE_AFTER.get(step, 'What was published stays as it was.')}"
    )


def note_failure(home: Home, sentence: str, step: str = "", run_id: str = "") -> None:
    """Write last_failure.json; the published file is not touched."""
    path = home.last_failure
    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    note = json.dumps({"at": at, "sentence": mask(sentence), "step": step, "run_id": run_id})
    with suppress(OSError):  # a home that cannot be written to must not hide the sentence itself
        path.parent.mkdir(parents=True, exist_ok=True)
        write_private(path, note)
