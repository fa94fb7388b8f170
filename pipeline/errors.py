"""The errors that users see: what happened, what was kept, what to do next. Bugs show a traceback instead."""

from collections.abc import Sequence
from typing import Any

from pipeline.secrets import mask


class AlmanacError(Exception):
    """An error that a user can act on. The command line prints it and exits with `exit_status`."""

    exit_status = 1
    published = False  # whether the published file was replaced before the error
    retryable = False  # whether a later run may succeed without a change

    def __init__(self, message: str = ""):
        # Masked here, before it reaches the terminal, Dagster's records, alerts or the spool.
        super().__init__(mask(message))


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


class MappingError(UsageError):
    """The mapping of a table has an invalid entry; the message names the file and line."""


class RejectedDay(HubBroken):
    """A day's pages fail a blocking check or contain a value that cannot be loaded; the next attempt crawls again.

    `checks`: the failed checks with their results.
    """

    def __init__(self, message: str, checks: Sequence[Any] = ()):
        super().__init__(message)
        self.checks = checks


class WrongDay(AlmanacError):
    """The Hub no longer shows the requested day, and it has no spooled pages."""


class WarehouseError(AlmanacError):
    """The warehouse is locked, from a newer version, or damaged."""


class MissingDays(WarehouseError):
    """The warehouse lacks published days or belongs to another Almanac; publishing it would lose history."""


class DamagedRecords(AlmanacError):
    """Dagster's records of runs are unreadable; the history does not depend on them."""


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
