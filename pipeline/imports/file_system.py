"""Let DuckDB read remote files by ranges, like local ones."""

import datetime as dt
import io
from typing import TypeAlias

from fsspec import AbstractFileSystem

from pipeline.errors import AlmanacError
from pipeline.imports.remote_files import RemoteFile, RemoteFiles

PROTOCOL = "almanac"
Buffer: TypeAlias = "bytearray | memoryview"


class RemoteStream(io.RawIOBase):
    """A remote file as a binary stream."""

    def __init__(self, files: RemoteFiles, file: RemoteFile):
        self._files, self._file, self._position = files, file, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, origin: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._file.size}[origin]
        self._position = max(start + offset, 0)
        return self._position

    def read(self, size: int = -1) -> bytes:
        data = self._files.read(self._file, self._position, self._file.size if size < 0 else size)
        self._position += len(data)
        return data

    def readinto(self, buffer: Buffer) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]  any writable buffer
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class RemoteFileSystem(AbstractFileSystem):
    """The remote files of one DuckDB connection. `fault`: the error of a read, which DuckDB would turn into its own."""

    protocol = PROTOCOL
    cachable = False  # fsspec would reuse the object

    def __init__(self, files: RemoteFiles):
        super().__init__()
        self._files = files
        self._by_path: dict[str, RemoteFile] = {}
        self.fault: AlmanacError | None = None

    def add(self, file: RemoteFile) -> str:
        """Return the file's path for DuckDB, which contains nothing of its address."""
        path = f"{PROTOCOL}://{len(self._by_path)}"
        self._by_path[path] = file
        return path

    def open(  # pyright: ignore[reportIncompatibleMethodOverride]  as DuckDB calls it
        self, path: str, mode: str = "rb", **_options: object
    ) -> io.RawIOBase:
        if mode != "rb":
            raise PermissionError(path)
        return _WatchedStream(self, self._files, self._by_path[path])

    def info(self, path: str, **_options: object) -> dict[str, object]:
        return {"name": path, "size": self._by_path[path].size, "type": "file"}

    def modified(self, path: str) -> dt.datetime:
        return dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # DuckDB must not look for changes

    def glob(self, path: str, **_options: object) -> list[str]:  # pyright: ignore[reportIncompatibleMethodOverride]
        return [path] if path in self._by_path else []

    def exists(self, path: str, **_options: object) -> bool:
        return path in self._by_path


class _WatchedStream(RemoteStream):
    def __init__(self, system: RemoteFileSystem, files: RemoteFiles, file: RemoteFile):
        super().__init__(files, file)
        self._system = system

    def read(self, size: int = -1) -> bytes:
        try:
            return super().read(size)
        except AlmanacError as error:
            self._system.fault = error
            raise
