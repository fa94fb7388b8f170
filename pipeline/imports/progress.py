"""Say how far an import is, or the ranking of days."""

from collections.abc import Callable
from typing import Literal, NamedTuple

Phase = Literal["read", "wait", "load", "compare", "rank", "evaluate", "compact", "publish"]


class ImportStep(NamedTuple):
    """`position` of `total` bytes (read) or days (load, rank, evaluate); `total` None: unknown. `detail`: the piece or day at work."""

    phase: Phase
    position: int = 0
    total: int | None = None
    detail: str = ""


ReportStep = Callable[[ImportStep], None]


def ignore_step(_step: ImportStep) -> None:
    """Report nothing."""
