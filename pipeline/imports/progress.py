"""Say how far an import is."""

from collections.abc import Callable
from typing import Literal, NamedTuple

Phase = Literal["read", "load", "compare", "rank", "compact", "publish"]


class ImportStep(NamedTuple):
    """`done` of `total` bytes (read) or days (load, rank); `total` None: unknown. `detail`: the piece or day at work."""

    phase: Phase
    done: int = 0
    total: int | None = None
    detail: str = ""


ReportStep = Callable[[ImportStep], None]


def ignore_step(_step: ImportStep) -> None:
    """Report nothing."""
