import re

import pytest

from pipeline.i18n.messages import has_text
from pipeline.marts.anomalies import find_boards_by_counter
from pipeline.ranking.board_comments import fill_in_boards
from pipeline.ranking.boards import BOARD_COLUMNS, build_boards, score_members
from pipeline.ranking.registry import BOARDS, NAMES, Board, select_board_parameters
from pipeline.sql import SQL_FOLDER, statement
from tests.ranking.frames import build_empty_week, build_frame

EVERY_BOARD = pytest.mark.parametrize("board", BOARDS, ids=NAMES)


@EVERY_BOARD
def test_a_board_scores_and_bounds_its_score(board: Board) -> None:
    rows = score_members(build_frame({"likes": 9}))
    assert {board.population_column, *board.tie_breakers} <= set(rows.columns)
    rows = board.scorer.score_contenders(rows, build_empty_week())
    assert {board.score_column, *(f"{board.name}_{end}" for end in ("low", "high", "basis"))} <= set(rows.columns)
    assert build_boards(score_members(build_frame()), build_empty_week(), 1).columns == BOARD_COLUMNS


@EVERY_BOARD
def test_a_board_has_its_texts(board: Board) -> None:
    assert all(
        has_text("en", f"board-{board.name}-{text_kind}")
        for text_kind in ("name", "unit", "heading", "measure", "description")
    )
    assert not board.is_own or has_text("en", f"milestone-{board.name}")
    assert not board.quiet_code or has_text("en", f"note-{board.quiet_code}")
    assert board.description and board.score_description and board.basis_description and board.population_description
    assert bool(board.interval_description) == board.is_own


def test_the_boards_of_a_counter() -> None:
    assert {"attention", "breakout"} <= set(find_boards_by_counter(["likes"])) <= set(NAMES) - {"adoption", "hub"}
    assert find_boards_by_counter(["downloads", "downloads_all_time"]) == ["adoption"]
    assert find_boards_by_counter(["downloads"]) == []


def test_statements_get_the_board_names_they_use() -> None:
    assert select_board_parameters("SELECT $date") == {}
    assert select_board_parameters("FROM trends WHERE board = $main_board") == {"main_board": "attention"}
    assert "{boards." not in fill_in_boards(statement("schema/published"))
    with pytest.raises(KeyError):
        fill_in_boards("{boards.unknown}")


def test_no_statement_of_the_job_lists_boards() -> None:
    """Each list would be one more place to edit for a new board; examples name boards, and migrations name old ones."""
    lists = re.compile(rf"'({'|'.join(NAMES)})'[\s,()]+'({'|'.join(NAMES)})'")
    folders = {path.parent.name for path in SQL_FOLDER.rglob("*.sql") if lists.search(path.read_text(encoding="utf-8"))}
    assert folders <= {"examples", "migrations"}
