"""Lock the spool: two crawls would overwrite each other's pages."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pipeline.errors import AlmanacError, LockTimeout
from pipeline.files import describe_os_error, lock
from pipeline.notes import Note
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
            another_crawl = Note("another_crawl", {"path": str(root), "minutes": f"{timeout / 60:g}"})
            raise LockTimeout(another_crawl, Note("unchanged_run_later")) from None
        except OSError as error:
            cause = describe_os_error(error, root)
            raise AlmanacError(
                Note("spool_unusable", {"path": str(root), "cause": cause}), Note("unchanged")
            ) from error
        yield
