"""Errors that users see: one or two sentences on what happened, what was kept and what to do next.

Bugs raise ordinary exceptions and show their traceback.
"""

from collections.abc import Sequence
from typing import Any

from pipeline.secrets import mask


class AlmanacError(Exception):
    """A failure that a person can act on. The command line prints it in one line and exits with `exit_status`."""

    exit_status = 1
    published = False  # whether the published file was replaced before the error
    retryable = False  # whether the same run may succeed later without intervention

    def __init__(self, message: str = ""):
        # The message reaches terminals, Dagster's records, alerts and the spool.
        super().__init__(mask(message))


class UsageError(AlmanacError):
    """The request is invalid: an unknown category, a bad date, a bad setting."""

    exit_status = 2


class CatalogueError(UsageError):
    """The catalogue file has an invalid entry; the message names the file and line."""


class HubError(AlmanacError):
    """The Hub failed a request, and retrying now would not help."""


class HubUnreachable(HubError):
    """The Hub did not answer any retry: network, name resolution or timeout."""

    retryable = True


class WrongClock(HubError):
    """The Hub's clock differs too much from this machine's, or between two answers, to tell the day."""

    retryable = True


class HubRefusal(HubError):
    """The Hub answered 400, 401 or 403: a wrong token or a rejected request."""


class HubBroken(HubError):
    """The Hub kept answering with errors, or with something other than the API's JSON."""

    retryable = True


class RejectedDay(HubBroken):
    """A day's pages fail a blocking check, or contain a value that cannot be loaded; the next attempt re-crawls.

    `checks`: the failed results (pipeline/warehouse/quality_checks.py); empty for a value that cannot be loaded.
    """

    def __init__(self, message: str, checks: Sequence[Any] = ()):
        super().__init__(message)
        self.checks = checks


class WrongDay(AlmanacError):
    """The requested day is not today, so it cannot be crawled, and no spooled pages of it exist."""


class WarehouseError(AlmanacError):
    """The warehouse is unusable: locked by another process, written by a newer version, or damaged."""


class MissingDays(WarehouseError):
    """The warehouse lacks published days or belongs to another almanac: publishing it would lose history."""


class DamagedRecords(AlmanacError):
    """Dagster's records of earlier runs are unreadable. The history does not depend on them."""


class NoPublishedFile(AlmanacError):
    """This home has no published database yet."""


class SchemaMismatch(AlmanacError):
    """Another version of Hub Almanac wrote the published database, with other columns than this one reads."""


class DamagedSpool(AlmanacError):
    """A spooled page is missing or corrupt; the day cannot be loaded from these pages."""

    retryable = True


class TooFewRepos(HubBroken):
    """A complete crawl has far fewer repos than the last good one."""


class LockTimeout(AlmanacError):
    """Another process did not release a lock in time."""


class NoLocks(AlmanacError):
    """The file system does not support file locks, so writing there is unsafe."""


class UnsafePath(AlmanacError):
    """A name or link leads outside its folder, or is no valid file name."""
