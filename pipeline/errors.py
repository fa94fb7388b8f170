"""The errors that people see. Each is one sentence or two: what happened, what was kept, what to do next.

Nothing here is raised for a bug; a bug shows its traceback.
"""

from collections.abc import Sequence
from typing import Any

from pipeline.secrets import mask


class AlmanacError(Exception):
    """Something a person can act on. The command line prints it in one line and exits with `exit_status`."""

    exit_status = 1
    published = False  # whether the published file was replaced before the error
    retryable = False  # whether the same run may succeed later without anybody's help

    def __init__(self, message: str = ""):
        # Wherever it goes from here (terminal, Dagster's records, alerts, the spool), no secret goes with it.
        super().__init__(mask(message))


class UsageError(AlmanacError):
    """The request itself cannot be right: an unknown category, a bad date, a bad setting."""

    exit_status = 2


class CatalogueError(UsageError):
    """The catalogue file has a bad entry; the message names the file and the line."""


class HubError(AlmanacError):
    """The Hub did not give what was asked for, and asking again now would not help."""


class HubUnreachable(HubError):
    """No answer at all, after every retry: network, name resolution, time-outs."""

    retryable = True


class WrongClock(HubError):
    """The Hub's clock and this machine's, or two of the Hub's answers, are too far apart to say which day it is."""

    retryable = True


class HubRefusal(HubError):
    """The Hub answered 400, 401 or 403: a wrong token or a request it does not take."""


class HubBroken(HubError):
    """The Hub kept answering with errors, or with something that is not the API's JSON."""

    retryable = True


class RejectedDay(HubBroken):
    """The pages of a day fail a blocking check, or hold a value that cannot be loaded; the next attempt asks the Hub again.

    `checks`: each failed check, with what it found (pipeline/warehouse/quality_checks.py); empty for a value that cannot be loaded.
    """

    def __init__(self, message: str, checks: Sequence[Any] = ()):
        super().__init__(message)
        self.checks = checks


class WrongDay(AlmanacError):
    """A day was asked for that the Hub cannot be asked about, and no spooled pages of it exist."""


class WarehouseError(AlmanacError):
    """The warehouse cannot be used: locked by another process, made by a newer version, damaged."""


class MissingDays(WarehouseError):
    """The warehouse lacks days that are published, or belongs to another almanac: publishing it would lose history."""


class DamagedRecords(AlmanacError):
    """Dagster's records of earlier runs cannot be read. The history does not depend on them."""


class NoPublishedFile(AlmanacError):
    """There is no published database in this home yet."""


class SchemaMismatch(AlmanacError):
    """The published database was made by another version of Hub Almanac; its columns are not those that this one reads."""


class DamagedSpool(AlmanacError):
    """A spooled page is missing or not what was written; the day cannot be loaded from these pages."""

    retryable = True


class TooFewRepos(HubBroken):
    """A complete crawl holds far fewer repos than the last good one: the Hub's answer, or the Hub itself, shrank."""


class LockTimeout(AlmanacError):
    """Another process holds what is needed, and did not let go of it in time."""


class NoLocks(AlmanacError):
    """The file system cannot lock files, so nothing there can be written safely."""


class UnsafePath(AlmanacError):
    """A name from data or a link in a folder would make a file elsewhere, or one that a file system cannot hold."""
