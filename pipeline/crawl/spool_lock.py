"""One at a time in the spool: two crawls of a day would write into one folder, and one would replace what the other loads."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pipeline.errors import AlmanacError, LockTimeout
from pipeline.files import describe_os_error, lock
from pipeline.secrets import make_private


@contextmanager
def spool_lock(root: Path, timeout: float = 7200.0) -> Iterator[None]:
    """Hold the spool below `root`; wait up to `timeout` seconds for another process to let go of it.

    The lock goes with the process, however it ends. Raises LockTimeout when the wait was in vain, NoLocks where nothing can be
    locked, AlmanacError when the folder cannot be used.
    """
    with ExitStack() as stack:
        try:
            make_private(root)
            stack.enter_context(lock(root / ".lock", timeout))
        except LockTimeout:
            raise LockTimeout(
                f"Another crawl holds {root} since more than {timeout / 60:.0f} minutes. Nothing was changed: run again later."
            ) from None
        except OSError as error:
            raise AlmanacError(
                f"{root} cannot be used for pages: {describe_os_error(error, root)}. Nothing was changed."
            ) from error
        yield
