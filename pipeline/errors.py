"""The errors that users see: what happened, what was kept, what to do next. Bugs show a traceback instead.

An error is raised with notes, whose texts are `error-<code>` in pipeline/i18n: `UsageError(Note("invalid_date", {"date": "x"}))`. `str(error)`
is English, for logs and Dagster; the command line renders the error in the user's language.
"""

from collections.abc import Sequence
from typing import Any

from pipeline.i18n.messages import DEFAULT_LANGUAGE, sentence
from pipeline.notes import Note
from pipeline.secrets import mask


class AlmanacError(Exception):
    """An error that a user can act on. The command line prints it and exits with `exit_status`."""

    exit_status = 1
    published = False  # whether the published file was replaced before the error
    retryable = False  # whether a later run may succeed without a change

    def __init__(self, *parts: Note):
        """`parts`: its sentences in order."""
        self.parts = parts
        super().__init__(self.render(DEFAULT_LANGUAGE))

    def render(self, language: str) -> str:
        """Return the sentences in a language, without secrets: they go to the terminal, Dagster's records, alerts and the spool."""
        return mask(" ".join(filter(None, (sentence(language, "error", part) for part in self.parts))))


class UsageError(AlmanacError):
    """An invalid request: an unknown category, a bad date, a bad setting."""

    exit_status = 2


class CatalogueError(UsageError):
    """The catalogue file has an invalid entry; the message names the file and line."""


class HubError(AlmanacError):
    """The Hub did not serve a request, and an immediate retry would not help."""


class HubUnreachable(HubError):
    """No response after all retries: network, name resolution, timeouts."""

    retryable = True


class WrongClock(HubError):
    """The times of the Hub and this machine, or of two responses, differ too much to determine the day."""

    retryable = True


class HubRefusal(HubError):
    """The Hub rejected the token or the request."""


class HubBroken(HubError):
    """The Hub sent errors, or something other than the API's JSON, after all retries."""

    retryable = True


class ImportFault(AlmanacError):
    """A source of an import cannot be read as its format says: no such file, wrong columns, cut or changed files. Nothing was changed."""


class SourceMissing(ImportFault):
    """The Hub has no such dataset repo, or nothing of the requested format in it yet."""


class MappingError(AlmanacError):
    """The mapping of a table has an invalid entry; the message names the file and line."""


class RejectedDay(HubBroken):
    """A day's pages fail a blocking check or contain a value that cannot be loaded; the next attempt crawls again.

    `checks`: the failed checks with their results.
    """

    def __init__(self, *parts: Note, checks: Sequence[Any] = ()):
        super().__init__(*parts)
        self.checks = checks


class WrongDay(AlmanacError):
    """The Hub no longer shows the requested day, and it has no spooled pages."""


class WarehouseError(AlmanacError):
    """The warehouse is locked, from a newer version, or damaged."""


class MissingDays(WarehouseError):
    """The warehouse lacks published days or belongs to another Almanac; publishing it would lose history."""


class DamagedRecords(AlmanacError):
    """Dagster's records of runs are unreadable; the history does not depend on them."""


class LakeError(AlmanacError):
    """The lake's catalog or storage does not answer, or refuses. The published file is not affected, and the next load brings what is missing."""


class LakeRefusal(LakeError):
    """The lake is another almanac's, or a load or maintenance is under way."""


class NoPublishedFile(AlmanacError):
    """This home has no published database yet."""


class SchemaMismatch(AlmanacError):
    """Another version wrote the published database, with other columns."""


class DamagedSpool(AlmanacError):
    """A spooled page is missing or damaged."""

    retryable = True


class TooFewRepos(HubBroken):
    """A complete crawl has far fewer repos than the last good one."""


class LockTimeout(AlmanacError):
    """Another process did not release a lock in time."""


class NoLocks(AlmanacError):
    """The file system cannot lock files, so writing there is unsafe."""


class UnsafePath(AlmanacError):
    """A name from data, or a link, leads outside its folder or is an invalid file name."""


def encode_parts(error: AlmanacError) -> list[dict[str, Any]]:
    """Return an error's sentences as JSON values, without secrets."""
    return [_encode_note(part) for part in error.parts]


def decode_parts(value: object) -> list[Note]:
    """Read what `encode_parts` returned, skipping anything else."""
    return [_decode_note(part) for part in (value if isinstance(value, list) else []) if isinstance(part, dict)]


def _encode_note(note: Note) -> dict[str, Any]:
    parameters = {
        name: _encode_note(value) if isinstance(value, Note) else mask(value) if isinstance(value, str) else value
        for name, value in note.parameters.items()
    }
    return {"code": note.code, "parameters": parameters}


def _decode_note(value: dict[str, Any]) -> Note:
    parameters = value.get("parameters")
    items = parameters.items() if isinstance(parameters, dict) else ()
    return Note(str(value.get("code")), {n: _decode_note(v) if isinstance(v, dict) else v for n, v in items})
