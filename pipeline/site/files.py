"""The site's folder: files that take their places whole, only those that changed are written, and what no edition names goes."""

import os
from contextlib import suppress
from pathlib import Path

from pipeline.errors import AlmanacError, UsageError

MARK = ".hub-almanac-site"  # only a folder that bears it is cleared of files


class Folder:
    """A folder that holds a site. `put` every file of the edition, then `finish`."""

    def __init__(self, root: Path):
        """Make the folder, or take one that holds an earlier site. Raises UsageError for one that holds anything else."""
        self.root = root
        self.written = 0
        self._kept: set[Path] = set()
        try:
            root.mkdir(parents=True, exist_ok=True)
            if any(root.iterdir()) and not (root / MARK).exists():
                raise UsageError(f"{root} holds something that is not an earlier site; name an empty folder.")
            self.put(MARK, "Files of this folder that the site does not name are removed when it is made again.\n")
            self.written = 0  # of the site's own files
        except OSError as error:
            raise AlmanacError(f"{root} cannot be written: {error.strerror or error}.") from error

    @property
    def files(self) -> set[Path]:
        """All that this edition put."""
        return set(self._kept)

    def put(self, path: str, content: str | bytes) -> None:
        """A file of the site. `path`: of names of our own making, relative to the folder. Raises AlmanacError."""
        file = self.root / path
        data = content.encode() if isinstance(content, str) else content
        self._kept.add(file)
        try:
            with suppress(FileNotFoundError):
                if file.stat().st_size == len(data) and file.read_bytes() == data:
                    return
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_name(f".{file.name}.part")
            part.write_bytes(data)
            part.replace(file)
        except OSError as error:
            raise AlmanacError(
                f"{file} cannot be written: {error.strerror or error}. The site's other files are whole; make it again."
            ) from error
        self.written += 1

    def finish(self) -> int:
        """Remove what this edition did not put. How many files the site has."""
        for folder, _, names in os.walk(self.root, topdown=False):
            for name in names:
                if (file := Path(folder) / name) not in self._kept:
                    file.unlink(missing_ok=True)
            with suppress(OSError):  # not empty
                Path(folder).rmdir()
        return len(self._kept) - 1
