"""Files on whatever disk a home lies on: flushing, taking another file's place at once, links, locks, and texts that people write.

What belongs here: how a file is written, locked and read where file systems differ. What does not: which file lies where
(settings.py, paths.py). Missing abilities that a file can do without (flushing a folder, modes) are done without.
"""

import codecs
import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import AlmanacError, LockTimeout, NoLocks

# What a file system answers that cannot do a thing at all: network disks, shared folders, FUSE.
UNSUPPORTED_ERRNOS = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins as UTF-16's does
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def sync(file: BinaryIO) -> None:
    """Flush a file to the disk itself, as far as the disk can. Raises OSError where what was written may be lost."""
    file.flush()
    with _ignore_errors(UNSUPPORTED_ERRNOS):
        os.fsync(file.fileno())


def sync_file(path: Path) -> None:
    """The same for a file that is closed."""
    with path.open("rb+") as file:
        sync(file)


def sync_folder(folder: Path) -> None:
    """Make a rename or a new name in a folder durable, where the file system can: CIFS and shared folders cannot."""
    with _ignore_errors(UNSUPPORTED_ERRNOS | {errno.EACCES, errno.EPERM, errno.EISDIR, errno.EBADF}):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_durably(path: Path, data: bytes) -> None:
    """Write a new file so that it is on disk, name included, when this returns."""
    with path.open("wb") as file:
        file.write(data)
        sync(file)
    sync_folder(path.parent)


def write_atomically(path: Path, data: bytes, part_path: Path | None = None) -> None:
    """Write a file beside its place and let it take the place at once, so that no reader meets half of it.

    `part_path`: where it is written until then, a name of its own where several processes may do so at a time; else `temporary_path` of the path.
    Not flushed: for what can be made again. A link in the way, there or at `part_path`, is replaced and never written through.
    """
    part_path = part_path or temporary_path(path)
    part_path.unlink(missing_ok=True)
    with os.fdopen(os.open(part_path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
        file.write(data)
    part_path.replace(path)


def temporary_path(path: Path) -> Path:
    """Where `write_atomically` writes until the file is whole; a killed process leaves it."""
    return path.with_name(f".{path.name}.part")


def replace_file(source: Path, target: Path) -> None:
    """Let a finished and flushed file take the place of another at once, and lastingly.

    Where `target` lies on another file system, the file is copied beside it first. Raises OSError, and leaves what stood there.
    """
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        copy = target.with_name(f".{target.name[:200]}.{os.getpid()}.new")
        try:
            shutil.copyfile(source, copy)
            sync_file(copy)
            set_mode(copy, stat.S_IMODE(source.stat().st_mode))
            copy.replace(target)
        finally:
            copy.unlink(missing_ok=True)
        source.unlink()
    sync_folder(target.parent)


def set_mode(path: Path, mode: int) -> None:
    """Set a file's permissions, where its file system has any."""
    with _ignore_errors(UNSUPPORTED_ERRNOS | {errno.EPERM}):
        path.chmod(mode)


def resolve_link(path: Path) -> Path:
    """Where a file lies really, so that it is replaced there and a link to it stays one.

    Raises OSError, with a `strerror` that says so, for links in a circle and for one whose target's folder is not there.
    """
    if not path.is_symlink():
        return path
    target = Path(os.path.realpath(path))
    if target.is_symlink() or not target.parent.is_dir():
        raise OSError(errno.ENOENT, describe_broken_link(path) or "its link cannot be followed", str(path))
    return target


def describe_broken_link(path: Path) -> str | None:
    """How the first link on the way to `path` that leads nowhere does so, as the end of a sentence; None where none does."""
    for step in (*reversed(path.parents), path):
        if os.path.islink(step) and not os.path.exists(step):  # noqa: PTH110, PTH114  Path's own raise for some names
            target = os.path.realpath(step)
            if os.path.islink(target):  # noqa: PTH114
                return f"the link {step} leads in a circle"
            return f"the link {step} leads to {target}, which is not there (is its disk mounted?)"
    return None


def describe_os_error(error: OSError, path: Path) -> str:
    """Why a file or folder could not be used, as the end of a sentence: a link that leads nowhere, else what the system says."""
    if error.errno == errno.EBUSY and os.path.ismount(path):
        return "it is mounted by itself, and cannot be replaced (mount its folder)"
    return describe_broken_link(path) or error.strerror or str(error)


@contextmanager
def lock(path: Path, timeout: float = -1) -> Iterator[None]:
    """Hold a lock file, waiting up to `timeout` seconds (negative: as long as it takes) for another process to let go of it.

    The lock goes with the process, however it ends. Raises LockTimeout when the wait was in vain, NoLocks where the file system does not
    lock files, AlmanacError when the file cannot be made.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  commands that only read do without it

    # without flock, filelock would go on with a file that a killed process leaves for good
    file_lock = FileLock(path, timeout=timeout, fallback_to_soft=False)
    try:
        file_lock.acquire()
    except Timeout:
        raise LockTimeout(f"Another process holds {path}. Nothing was changed: run again later.") from None
    except OSError as error:
        if error.errno in UNSUPPORTED_ERRNOS | {errno.ENOLCK}:
            raise no_locks_error(path.parent, error) from error
        cause = "it is a link" if path.is_symlink() else describe_os_error(error, path)
        raise AlmanacError(f"{path} cannot be locked: {cause}. Nothing was changed.") from error
    try:
        yield
    finally:
        file_lock.release()


def no_locks_error(folder: Path, error: OSError) -> NoLocks:
    """The error for a folder whose file system does not lock files."""
    return NoLocks(
        f"{folder} lies on a file system that does not lock files ({error.strerror or error}), as some network disks and shared "
        f"folders do not, so two processes could spoil each other's work. Nothing was changed: use a disk that does, such as one of this machine."
    )


def require_locks(database: Path, error_message: str = "could not set lock") -> None:
    """Raise NoLocks where a database cannot be locked at all: DuckDB then says that another process holds the lock.

    `error_message`: the error that it ended in; nothing is tried where that was another one. Only for a file that this process has not open:
    another connection to it would lose its lock.
    """
    if "could not set lock" not in error_message.lower():
        return
    try:
        import fcntl  # noqa: PLC0415  not on every system

        with database.open("rb") as file:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except ImportError:
        return
    except OSError as error:
        if error.errno in UNSUPPORTED_ERRNOS | {errno.ENOLCK}:
            raise no_locks_error(Path(os.path.realpath(database)).parent, error) from error


def decode_text(data: bytes) -> str:
    """The text of a file that a person wrote: UTF-8, or whatever Unicode its byte order mark says. Raises UnicodeDecodeError."""
    encoding = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), "utf-8")
    return data.decode(encoding)


@contextmanager
def _ignore_errors(errors: frozenset[int] | set[int]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in errors:
            raise
