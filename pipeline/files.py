"""Write, replace, lock and read files across file systems; skips optional features (folder sync, modes) that are missing."""

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
from pipeline.i18n.messages import DEFAULT_LANGUAGE, has_text
from pipeline.notes import Note

# Errors of file systems that lack an operation: network disks, shared folders, FUSE.
UNSUPPORTED_ERRNOS = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def sync(file: BinaryIO) -> None:
    """Flush a file to disk, if the file system can. Raises OSError if data may be lost."""
    file.flush()
    with _ignore_errors(UNSUPPORTED_ERRNOS):
        os.fsync(file.fileno())


def sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        sync(file)


def sync_folder(folder: Path) -> None:
    """Make new and renamed entries of a folder durable; CIFS and shared folders cannot."""
    with _ignore_errors(UNSUPPORTED_ERRNOS | {errno.EACCES, errno.EPERM, errno.EISDIR, errno.EBADF}):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_durably(path: Path, data: bytes) -> None:
    """Write a new file, durable with its name on return."""
    with path.open("wb") as file:
        file.write(data)
        sync(file)
    sync_folder(path.parent)


def write_atomically(path: Path, data: bytes, part_path: Path | None = None) -> None:
    """Write a file atomically but unflushed: only for files that can be rebuilt.

    `part_path`: the temporary file, unique if several processes may write at a time. Replaces a link at either path, never follows it.
    """
    part_path = part_path or temporary_path(path)
    part_path.unlink(missing_ok=True)
    with os.fdopen(os.open(part_path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
        file.write(data)
    part_path.replace(path)


def temporary_path(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def replace_file(source: Path, target: Path) -> None:
    """Replace `target` with a flushed file, atomically and durably; after an OSError it is unchanged.

    Copies the file next to `target` first if that is on another file system.
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
    """Set a file's permissions, if its file system has them."""
    with _ignore_errors(UNSUPPORTED_ERRNOS | {errno.EPERM}):
        path.chmod(mode)


def resolve_link(path: Path) -> Path:
    """Return a file's real path, so that replacing it keeps a link to it.

    Raises OSError for a loop of links or a missing target folder.
    """
    if not path.is_symlink():
        return path
    target = Path(os.path.realpath(path))
    if target.is_symlink() or not target.parent.is_dir():
        raise OSError(errno.ENOENT, "its link is broken", str(path))
    return target


def describe_broken_link(path: Path) -> Note | None:
    """Describe the first broken link on the way to `path`, as a cause."""
    for step in (*reversed(path.parents), path):
        if os.path.islink(step) and not os.path.exists(step):  # noqa: PTH110, PTH114  Path's own raise for some names
            target = os.path.realpath(step)
            if os.path.islink(target):  # noqa: PTH114
                return Note("link_loop", {"link": str(step)})
            return Note("broken_link", {"link": str(step), "target": target})
    return None


def describe_os_error(error: OSError, path: Path | None = None) -> Note:
    """Return why a path is unusable, as a cause: a broken link, else the system's error."""
    if path is not None and error.errno == errno.EBUSY and os.path.ismount(path):
        return Note("mount_point")
    if path is not None and (broken_link := describe_broken_link(path)):
        return broken_link
    name = errno.errorcode.get(error.errno or 0, "").lower()
    return Note(
        name if has_text(DEFAULT_LANGUAGE, f"cause-{name}") else "system", {"text": error.strerror or str(error)}
    )


@contextmanager
def lock(path: Path, timeout: float = -1) -> Iterator[None]:
    """Hold a lock file, waiting up to `timeout` seconds (negative: forever); the OS releases it when the process dies.

    Raises LockTimeout, NoLocks where the file system has no locks, AlmanacError if the file cannot be created.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  reading commands do not need it

    # without flock, filelock would fall back to a file that a killed process never removes
    file_lock = FileLock(path, timeout=timeout, fallback_to_soft=False)
    try:
        file_lock.acquire()
    except Timeout:
        raise LockTimeout(Note("locked", {"path": str(path)}), Note("unchanged_run_later")) from None
    except OSError as error:
        if error.errno in UNSUPPORTED_ERRNOS | {errno.ENOLCK}:
            raise no_locks_error(path.parent, error) from error
        cause = Note("link") if path.is_symlink() else describe_os_error(error, path)
        raise AlmanacError(Note("cannot_lock", {"path": str(path), "cause": cause}), Note("unchanged")) from error
    try:
        yield
    finally:
        file_lock.release()


def no_locks_error(folder: Path, error: OSError) -> NoLocks:
    return NoLocks(Note("no_locks", {"folder": str(folder), "cause": describe_os_error(error)}))


def require_locks(database: Path, error_message: str = "could not set lock") -> None:
    """Raise NoLocks if the file system cannot lock a database, which DuckDB reports as a lock of another process.

    `error_message`: DuckDB's; any other is ignored. The database must not be open in this process, which would lose its lock.
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
    """Decode a user's file: UTF-8, or as its byte order mark says. Raises UnicodeDecodeError."""
    encoding = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), "utf-8")
    return data.decode(encoding)


@contextmanager
def _ignore_errors(errors: frozenset[int] | set[int]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in errors:
            raise
