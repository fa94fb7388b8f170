"""The fixed choices that readers make (board, view, counter), as people write them: any case, in every language, shortened."""

from functools import cache

from pipeline.i18n.messages import has_text, languages, text
from pipeline.ranking.registry import NAMES
from pipeline.text import list_spellings

VIEWS = ("all", "originals", "derivatives", "families")
COUNTERS = ("likes", "downloads")


@cache
def list_board_spellings() -> dict[str, str]:
    return list_spellings({name: _translate(f"board-{name}-name") for name in NAMES})


@cache
def list_view_spellings() -> dict[str, str]:
    return list_spellings({name: _translate(f"view-{name}") for name in VIEWS})


@cache
def list_counter_spellings() -> dict[str, str]:
    return list_spellings({name: _translate(f"heading-{name}") for name in COUNTERS})


def _translate(key: str) -> list[str]:
    return [text(language, key) for language in languages() if has_text(language, key)]
