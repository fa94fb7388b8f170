"""What the comments of tables say of the boards: their places `{boards.…}` in sql/schema/published.sql, filled in from the registry."""

import re

from pipeline.ranking.registry import BOARDS, MAIN_BOARD, NAMES, OWN_BOARDS, Board
from pipeline.text import enumerated


def fill_in_boards(schema: str) -> str:
    """The statements with each `{boards.…}` filled in. Raises KeyError for one that is not known."""
    return re.sub(r"\{boards\.(\w+)\}", lambda place: _TEXTS[place[1]].replace("'", "''"), schema)


def boards_in_words() -> str:
    """Every board with what it ranks by."""
    return enumerated([f"{board.name} ({board.says})" for board in BOARDS])


def _names(boards: list[Board]) -> str:
    return enumerated([board.name for board in boards])


def _of_each(texts: list[tuple[str, str]], joint: str = "; ") -> str:
    return joint.join(f"{name}: {text}" for name, text in texts)


_TEXTS = {
    "names": enumerated(NAMES, "or"),
    "own": ", ".join(board.name for board in OWN_BOARDS),
    "main": MAIN_BOARD.name,
    "says": enumerated([f"{board.name} ({board.says})" for board in BOARDS], "or"),
    "scores": _of_each([(board.name, board.score_says) for board in BOARDS]),
    "units": enumerated(list(dict.fromkeys(board.unit for board in BOARDS)), "or"),
    "intervals": _of_each([(board.name, board.interval_says) for board in BOARDS if board.interval_says]),
    "bases": _of_each([(board.name, board.basis_says) for board in BOARDS], ". "),
    "ranked": _of_each([(board.name, board.ranked_says) for board in BOARDS]),
    "without_interval": _names([board for board in BOARDS if not board.interval_says]),
    "without_likes": _names([board for board in BOARDS if "likes" not in board.counters]),
    "of_downloads": _names([board for board in BOARDS if board.gains == "downloads"]),
    "of_news": _names([board for board in BOARDS if board.is_news]),
    "of_rates": _names([board for board in BOARDS if board.is_rate]),
    "of_breakouts": _names([board for board in BOARDS if board.finds_breakouts]),
}
