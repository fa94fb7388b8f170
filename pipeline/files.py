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

from pipeline.errors import AlmanacError, Busy, NoLocks

# What a file system answers that cannot do a thing at all: network disks, shared folders, FUSE.
UNABLE = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
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
    with _tolerate(UNABLE):
        os.fsync(file.fileno())


def sync_file(path: Path) -> None:
    """The same for a file that is closed."""
    with path.open("rb+") as file:
        sync(file)


def sync_folder(folder: Path) -> None:
    """Make a rename or a new name in a folder durable, where the file system can: CIFS and shared folders cannot."""
    with _tolerate(UNABLE | {errno.EACCES, errno.EPERM, errno.EISDIR, errno.EBADF}):
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


def write_whole(path: Path, data: bytes, part: Path | None = None) -> None:
    """Write a file beside its place and let it take the place at once, so that no reader meets half of it.

    `part`: where it is written until then, a name of its own where several processes may do so at a time; else `part_of` the path.
    Not flushed: for what can be made again. A link in the way, there or at `part`, is replaced and never written through.
    """
    part = part or part_of(path)
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
        file.write(data)
    part.replace(path)


def part_of(path: Path) -> Path:
    """Where `write_whole` writes until the file is whole; a killed process leaves it."""
    return path.with_name(f".{path.name}.part")


def replace(fresh: Path, place: Path) -> None:
    """Let a finished and flushed file take the place of another at once, and lastingly.

    Where `place` lies on another file system, the file is copied beside it first. Raises OSError, and leaves what stood there.
    """
    try:
        fresh.replace(place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = place.with_name(f".{place.name[:200]}.{os.getpid()}.new")
        try:
            shutil.copyfile(fresh, beside)
            sync_file(beside)
            set_mode(beside, stat.S_IMODE(fresh.stat().st_mode))
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)
        fresh.unlink()
    sync_folder(place.parent)


def set_mode(path: Path, mode: int) -> None:
    """Set a file's permissions, where its file system has any."""
    with _tolerate(UNABLE | {errno.EPERM}):
        path.chmod(mode)


def follow(path: Path) -> Path:
    """Where a file lies really, so that it is replaced there and a link to it stays one.

    Raises OSError, with a `strerror` that says so, for links in a circle and for one whose target's folder is not there.
    """
    if not path.is_symlink():
        return path
    place = Path(os.path.realpath(path))
    if place.is_symlink() or not place.parent.is_dir():
        raise OSError(errno.ENOENT, broken_link(path) or "its link cannot be followed", str(path))
    return place


def broken_link(path: Path) -> str | None:
    """How the first link on the way to `path` that leads nowhere does so, as the end of a sentence; None where none does."""
    for step in (*reversed(path.parents), path):
        if os.path.islink(step) and not os.path.exists(step):  # noqa: PTH110, PTH114  Path's own raise for some names
            end = os.path.realpath(step)
            if os.path.islink(end):  # noqa: PTH114
                return f"the link {step} leads in a circle"
            return f"the link {step} leads to {end}, which is not there (is its disk mounted?)"
    return None


def reason(error: OSError, path: Path) -> str:
    """Why a file or folder could not be used, as the end of a sentence: a link that leads nowhere, else what the system says."""
    if error.errno == errno.EBUSY and os.path.ismount(path):
        return "it is mounted by itself, and cannot be replaced (mount its folder)"
    return broken_link(path) or error.strerror or str(error)


@contextmanager
def lock(path: Path, patience: float = -1) -> Iterator[None]:
    """Hold a lock file, waiting up to `patience` seconds (negative: as long as it takes) for another process to let go of it.

    The lock goes with the process, however it ends. Raises Busy when the wait was in vain, NoLocks where the file system does not
    lock files, AlmanacError when the file cannot be made.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  commands that only read do without it

    # without flock, filelock would go on with a file that a killed process leaves for good
    held = FileLock(path, timeout=patience, fallback_to_soft=False)
    try:
        held.acquire()
    except Timeout:
        raise Busy(f"Another process holds {path}. Nothing was changed: run again later.") from None
    except OSError as error:
        if error.errno in UNABLE | {errno.ENOLCK}:
            raise no_locks(path.parent, error) from error
        why = "it is a link" if path.is_symlink() else reason(error, path)
        raise AlmanacError(f"{path} cannot be locked: {why}. Nothing was changed.") from error
    try:
        yield
    finally:
        held.release()


def no_locks(folder: Path, error: OSError) -> NoLocks:
    """The error for a folder whose file system does not lock files."""
    return NoLocks(
        f"{folder} lies on a file system that does not lock files ({error.strerror or error}), as some network disks and shared "
        f"folders do not, so two processes could spoil each other's work. Nothing was changed: use a disk that does, such as one of this machine."
    )


def require_locks(database: Path, said: str = "could not set lock") -> None:
    """Raise NoLocks where a database cannot be locked at all: DuckDB then says that another process holds the lock.

    `said`: the error that it ended in; nothing is tried where that was another one. Only for a file that this process has not open:
    another connection to it would lose its lock.
    """
    if "could not set lock" not in said.lower():
        return
    try:
        import fcntl  # noqa: PLC0415  not on every system

        with database.open("rb") as file:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except ImportError:
        return
    except OSError as error:
        if error.errno in UNABLE | {errno.ENOLCK}:
            raise no_locks(Path(os.path.realpath(database)).parent, error) from error


def decode_text(data: bytes) -> str:
    """The text of a file that a person wrote: UTF-8, or whatever Unicode its byte order mark says. Raises UnicodeDecodeError."""
    encoding = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), "utf-8")
    return data.decode(encoding)


@contextmanager
def _tolerate(errors: frozenset[int] | set[int]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in errors:
            raise
