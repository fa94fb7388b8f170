"""Fill the registry's board names and descriptions into comments: `{boards.…}` in sql/schema/published.sql."""

import re

from pipeline.ranking.registry import BOARDS, MAIN_BOARD, NAMES, OWN_BOARDS, Board
from pipeline.text import list_words


def fill_in_boards(schema: str) -> str:
    """Replace each `{boards.…}`; raise KeyError for an unknown one."""
    return re.sub(r"\{boards\.(\w+)\}", lambda match: _TEXTS[match[1]].replace("'", "''"), schema)


def describe_boards() -> str:
    return list_words([f"{board.name} ({board.description})" for board in BOARDS])


def _list_names(boards: list[Board]) -> str:
    return list_words([board.name for board in boards])


def _join_texts(texts: list[tuple[str, str]], separator: str = "; ") -> str:
    return separator.join(f"{name}: {text}" for name, text in texts)


_TEXTS = {
    "names": list_words(NAMES, "or"),
    "own": ", ".join(board.name for board in OWN_BOARDS),
    "main": MAIN_BOARD.name,
    "says": list_words([f"{board.name} ({board.description})" for board in BOARDS], "or"),
    "scores": _join_texts([(board.name, board.score_description) for board in BOARDS]),
    "units": list_words(list(dict.fromkeys(board.unit for board in BOARDS)), "or"),
    "intervals": _join_texts(
        [(board.name, board.interval_description) for board in BOARDS if board.interval_description]
    ),
    "bases": _join_texts([(board.name, board.basis_description) for board in BOARDS], ". "),
    "needs": _join_texts(
        [
            (board.name, f"rows from day {board.first_need.days + 1}, whole from day {board.full_need.days + 1}")
            for board in BOARDS
            if board.full_need.days
        ]
    ),
    "ranked": _join_texts([(board.name, board.population_description) for board in BOARDS]),
    "quiet_codes": ", ".join(board.quiet_code for board in BOARDS if board.quiet_code),
    "without_interval": _list_names([board for board in BOARDS if not board.interval_description]),
    "without_likes": _list_names([board for board in BOARDS if "likes" not in board.counters]),
    "of_downloads": _list_names([board for board in BOARDS if board.gained_counter == "downloads"]),
    "of_news": _list_names([board for board in BOARDS if board.is_news]),
    "of_rates": _list_names([board for board in BOARDS if board.is_rate]),
    "of_breakouts": _list_names([board for board in BOARDS if board.finds_breakouts]),
}
