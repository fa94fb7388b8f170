"""Every board of the registry has what readers, tables and Python ask of it."""

import re

import pytest

from pipeline.i18n.messages import has_text
from pipeline.marts.anomalies import boards_made_from
from pipeline.ranking.boards import COLUMNS, boards, scored
from pipeline.ranking.comments import fill_in_boards
from pipeline.ranking.registry import BOARDS, NAMES, Board, board_parameters
from pipeline.sql import FOLDER, statement
from tests.ranking.frames import frame, nobody

EVERY_BOARD = pytest.mark.parametrize("board", BOARDS, ids=NAMES)


@EVERY_BOARD
def test_a_board_scores_and_bounds_its_score(board: Board) -> None:
    rows = scored(frame({"likes": 9}))
    assert {board.of, *board.then} <= set(rows.columns)
    rows = board.scorer.score_contenders(rows, nobody())
    assert {board.by, *(f"{board.name}_{end}" for end in ("low", "high", "basis"))} <= set(rows.columns)
    assert boards(scored(frame()), nobody(), 1).columns == COLUMNS


@EVERY_BOARD
def test_a_board_has_its_texts(board: Board) -> None:
    assert all(
        has_text("en", f"board-{board.name}-{what}") for what in ("name", "unit", "heading", "measure", "description")
    )
    assert board.says and board.score_says and board.basis_says and board.ranked_says
    assert bool(board.interval_says) == board.is_own


def test_the_boards_of_a_counter() -> None:
    assert {"attention", "breakout"} <= set(boards_made_from(["likes"])) <= set(NAMES) - {"adoption", "hub"}
    assert boards_made_from(["downloads", "downloads_all_time"]) == ["adoption"]
    assert boards_made_from(["downloads"]) == []


def test_statements_get_the_names_that_they_ask_for() -> None:
    assert board_parameters("SELECT $date") == {}
    assert board_parameters("FROM trends WHERE board = $main_board") == {"main_board": "attention"}
    assert "{boards." not in fill_in_boards(statement("schema/published"))
    with pytest.raises(KeyError):
        fill_in_boards("{boards.unknown}")


def test_no_statement_of_the_job_lists_boards() -> None:
    """Each would be one more place for a new board; examples ask about boards by name, and migrations of old ones."""
    lists = re.compile(rf"'({'|'.join(NAMES)})'[\s,()]+'({'|'.join(NAMES)})'")
    kept = {path.parent.name for path in FOLDER.rglob("*.sql") if lists.search(path.read_text(encoding="utf-8"))}
    assert kept <= {"examples", "migrations"}
