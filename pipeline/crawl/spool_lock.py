"""Lock the spool: two crawls would overwrite each other's pages."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pipeline.errors import AlmanacError, LockTimeout
from pipeline.files import describe_os_error, lock
from pipeline.secrets import make_private


@contextmanager
def spool_lock(root: Path, timeout: float = 7200.0) -> Iterator[None]:
    """Lock the spool below `root`, waiting up to `timeout` seconds; the OS releases the lock when the process dies.

    Raises LockTimeout, NoLocks where the file system has no locks, AlmanacError for an unusable folder.
    """
    with ExitStack() as stack:
        try:
            make_private(root)
            stack.enter_context(lock(root / ".lock", timeout))
        except LockTimeout:
            raise LockTimeout(
                f"Another crawl has held {root} for more than {timeout / 60:g} minutes. Nothing was changed; run again later."
            ) from None
        except OSError as error:
            raise AlmanacError(
                f"Cannot use {root} for the spool: {describe_os_error(error, root)}. Nothing was changed."
            ) from error
        yield
