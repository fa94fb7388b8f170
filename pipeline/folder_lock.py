"""Lock a folder of the home, and leave no new one behind after an error."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from pipeline.errors import AlmanacError, LockTimeout
from pipeline.files import describe_os_error, lock
from pipeline.notes import Note
from pipeline.secrets import make_private

LOCK_NAME = ".lock"


@contextmanager
def lock_folder(folder: Path, timeout: float, busy: str, unusable: str) -> Iterator[None]:
    """Create and lock a folder, waiting up to `timeout` seconds; the OS releases the lock when the process dies.

    `busy`, `unusable`: codes of the errors. Raises LockTimeout, NoLocks where the file system has no locks, AlmanacError for an unusable
    folder.
    """
    with ExitStack() as stack:
        try:
            make_private(folder)
            stack.enter_context(lock(folder / LOCK_NAME, timeout))
        except LockTimeout:
            busy_folder = Note(busy, {"path": str(folder), "minutes": f"{timeout / 60:.2g}"})
            raise LockTimeout(busy_folder, Note("unchanged_run_later")) from None
        except OSError as error:
            cause = describe_os_error(error, folder)
            raise AlmanacError(Note(unusable, {"path": str(folder), "cause": cause}), Note("unchanged")) from error
        yield


@contextmanager
def remove_new_folders(*folders: Path) -> Iterator[None]:
    """After an error, remove those of the folders that are new and have nothing but a lock that nobody holds."""
    new_folders = [folder for folder in folders if not folder.exists()]
    try:
        yield
    except BaseException:
        for folder in new_folders:
            with suppress(OSError, AlmanacError):
                if [path.name for path in folder.iterdir()] == [LOCK_NAME]:
                    with lock(folder / LOCK_NAME, 0):  # who waits for it finds out that it is gone
                        (folder / LOCK_NAME).unlink()
                folder.rmdir()
        raise
