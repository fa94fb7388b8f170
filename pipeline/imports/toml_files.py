"""Read a TOML file that a person wrote, with errors that name file and line."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar, get_args

import msgspec

from pipeline.errors import MappingError
from pipeline.files import decode_text, describe_os_error
from pipeline.notes import Note
from pipeline.text import suggest_nearest

T = TypeVar("T")
MAX_BYTES = 2**20
_STEP = re.compile(r"\.([\w-]+)|\[(\d+|\.\.\.)\]")


class TomlFile:
    """A file's text, to name lines. `name`: as messages show it."""

    def __init__(self, name: str, text: str):
        self.name, self.text = name, text

    @staticmethod
    def read(path: Path) -> "TomlFile":
        """Raises MappingError."""
        try:
            if path.stat().st_size > MAX_BYTES:
                raise MappingError(Note("toml_too_large", {"path": str(path)}))
            return TomlFile(str(path), decode_text(path.read_bytes()))
        except UnicodeDecodeError:
            raise MappingError(Note("file_not_utf8", {"path": str(path)})) from None
        except OSError as error:
            cause = describe_os_error(error, path)
            raise MappingError(Note("cannot_read", {"path": str(path), "cause": cause})) from None

    def decode(self, shape: type[T]) -> T:
        """Convert the file to `shape`. Raises MappingError."""
        try:
            return msgspec.convert(tomllib.loads(self.text), type=shape)
        except tomllib.TOMLDecodeError as error:  # its message names the line
            end = f"at line {len(self.text.splitlines())}, the end of the file"
            reason = str(error).replace("at end of document", end)
            raise MappingError(Note("invalid_toml", {"path": self.name, "reason": reason})) from None
        except msgspec.ValidationError as error:
            message, _, path = str(error).partition(" - at `")
            unknown_key = re.search(r"unknown field `([^`]+)`", message)
            steps = [name or number for name, number in _STEP.findall(path)]
            if unknown_key:
                name = unknown_key[1]
                hint = suggest_nearest(name, _list_keys(shape, steps))
                raise self.error([*steps, name], Note("unknown_key", {"name": name}), *hint) from None
            raise self.error(steps, Note("invalid_entry", {"reason": message})) from None

    def error(self, path: list[str], *parts: Note) -> MappingError:
        """Return an error at a key, e.g. ["columns", "id"], or ["days", "3", "from"] for the fourth `[[days]]`."""
        return MappingError(Note("line_of_file", {"path": self.name, "line": self.find_line(path)}), *parts)

    def find_line(self, path: list[str]) -> int:
        """Return the line of a key; of its table if the key is missing."""
        table, lines = [step for step in path if not step.isdigit()][:1], self.text.splitlines()
        number = next((int(step) for step in path if step.isdigit()), 0)
        start, count = 0, 0
        for index, line in enumerate(lines):
            if table and re.match(rf"\s*\[\[?\s*{re.escape(table[0])}\s*\]", line):
                start, count = index, count + 1
                if count > number:
                    break
        keys = [path[-1]] if path and not path[-1].isdigit() else []
        for index, line in enumerate(lines[start:], start):
            if keys and re.match(rf"""\s*["']?{re.escape(keys[0])}["']?\s*=""", line):
                return index + 1
        return start + 1


def _list_keys(shape: type, path: Sequence[str]) -> list[str]:
    """Return the keys of the table at `path` in a file of this shape."""
    keys = {entry.encode_name: entry.type for entry in msgspec.structs.fields(shape)}
    if not path or path[0] not in keys:
        return list(keys)
    inner = keys[path[0]]
    return _list_keys(next(iter(get_args(inner)), inner), path[1:])  # of a list: its entries
