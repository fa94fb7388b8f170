"""One at a time in the spool: two crawls of a day would write into one folder, and one would replace what the other loads."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.errors import AlmanacError
from pipeline.secrets import make_private


@contextmanager
def spool_lock(root: Path, patience: float = 7200.0) -> Iterator[None]:
    """Hold the spool below `root`; wait up to `patience` seconds for another process to let go of it.

    The lock goes with the process, however it ends. Raises AlmanacError when the wait was in vain.
    """
    lock = FileLock(root / ".lock", timeout=patience)
    try:
        make_private(root)
        lock.acquire()
    except Timeout:
        raise AlmanacError(
            f"Another crawl holds {root} since more than {patience / 60:.0f} minutes. Nothing was changed: run again later."
        ) from None
    except OSError as error:
        raise AlmanacError(
            f"{root} cannot be used for pages: {error.strerror or error}. Nothing was changed."
        ) from error
    try:
        yield
    finally:
        lock.release()
