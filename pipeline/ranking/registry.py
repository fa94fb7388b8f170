"""The registry of boards, with every property in which they differ.

Code that lists or distinguishes boards uses BOARDS. Formulas are imported on demand: readers need no polars. A new
board needs a module pipeline/ranking/<name>.py (see `Scorer`), an entry here, an `explain` in explanations.py, and its
texts.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from pipeline.hub_api.fields import list_counters
from pipeline.kinds import Kind
from pipeline.notes import Note
from pipeline.ranking import explanations, needs
from pipeline.ranking.explanations import Row
from pipeline.ranking.needs import Need

if TYPE_CHECKING:
    import polars as pl

Facts = Mapping[str, Any]


class Scorer(Protocol):
    """The interface of a board's module."""

    def score_members(self, rows: "pl.DataFrame") -> "pl.DataFrame":
        """Add what can be scored without the week's days.

        `rows`: sql/marts/likes.sql, with the columns of earlier boards in BOARDS.
        """
        ...

    def score_contenders(self, rows: "pl.DataFrame", week: "pl.DataFrame") -> "pl.DataFrame":
        """Add what needs each day, and the columns <board>_low, <board>_high and <board>_basis.

        `rows`: contenders from `score_members`; `week`: see `boards.build_boards`.
        """
        ...

    def explain_withheld(self, day: Facts) -> Iterator[Note]:
        """Yield why the board has no rows. `day`: a row of sql/marts/day_facts.sql."""
        ...

    def explain_degraded(self, board: Facts, day: Facts) -> Iterator[Note]:
        """Yield what is wrong with the inputs. `board`: category, kept (rows), whole (rows with basis 24h+7d)."""
        ...


@dataclass(frozen=True)
class Board:
    """A ranking of a category's repos that have a value in `population_column`.

    Repos without a value in `score_column` have no rank. `tie_breakers` order equal scores, then oid. With
    `looks_at_days`, only repos with the largest values in `population_column` are scored.
    """

    name: str
    unit: str
    counters: tuple[str, ...]  # of the Hub
    gained_counter: Literal["likes", "downloads"]
    population_column: str
    score_column: str
    explain: Callable[[Row, Row | None], Iterator[Note]]  # on a row of `trends` and the previous one
    first_need: Need  # until then, the board has no rows, or only those of young repos
    full_need: Need  # from then on, its notes say nothing about the youth of the history
    tie_breakers: tuple[str, ...] = ()
    looks_at_days: bool = False
    is_rate: bool = False  # the score predicts the next day's gain
    is_news: bool = False  # movers report entries, exits and changes near the top
    finds_breakouts: bool = False  # rows with a small false_discovery_rate are confirmed, counted and reported as moves
    quiet_code: str = ""  # the note of a day that the board covers and on which no repo meets its condition
    is_own: bool = True  # not the Hub's: the site shows it
    # English, for comments and docs/tables.md; population: the repos in `ranked_repos`
    description: str = ""
    score_description: str = ""
    interval_description: str = ""
    basis_description: str = ""
    population_description: str = ""

    def ranks(self, kind: Kind) -> bool:
        """Whether the Hub gives the kind all of the board's counters."""
        return set(self.counters) <= set(list_counters(kind))

    @property
    def scorer(self) -> Scorer:
        return cast("Scorer", import_module(f"pipeline.ranking.{self.name}"))

    @property
    def ranks_all(self) -> bool:
        """Whether every repo of the population has a rank."""
        return self.score_column == self.population_column


BOARDS = (
    Board(
        "attention", unit="likes a day", counters=("likes", "trending_score"), gained_counter="likes",
        population_column="score", score_column="score", tie_breakers=("likes",), explain=explanations.explain_attention, first_need=needs.ONE_SNAPSHOT, full_need=needs.WEEK, is_rate=True, is_news=True,
        description="likes a day, smoothed",
        score_description="likes a day",
        interval_description="contains the next day's likes nine times in ten (more often where a day brings less than one)",
        basis_description="24h+7d (likes of a day and of 7 days observed), 24h+hub (fewer than 7 days observed; the Hub's trending score is higher), "
        "24h+part (fewer than 7 days observed; the trending score is missing or not higher), 7d, hub, part (the same without an earlier day to compare "
        "with), total (likes over age, the best estimate without observations)",
        population_description="all with a score",
    ),
    Board(
        "adoption", unit="downloads a day", counters=("downloads_all_time",), gained_counter="downloads",
        population_column="most", score_column="rate", tie_breakers=("downloads_all_time",), explain=explanations.explain_adoption, first_need=needs.GROWTH, full_need=needs.FULL_WEEK, looks_at_days=True, is_rate=True, is_news=True,
        description="downloads a day",
        score_description="downloads a day",
        interval_description="contains the next day's downloads nine times in ten",
        basis_description="7d (one step a day), merged (days with a frozen or fallen counter are merged into the next one), part (less than 6.5 days)",
        population_description="all whose downloads grew within about a week (fewer may be ranked)",
    ),
    Board(
        "breakout", unit="standard errors", counters=("likes",), gained_counter="likes",
        population_column="z", score_column="more", tie_breakers=("likes_7d",), explain=explanations.explain_breakout, first_need=needs.TWO_WEEKS, full_need=needs.TWO_WEEKS, finds_breakouts=True, quiet_code="no_rise",
        description="a week far above what earlier weeks predict",
        score_description="z, the number of standard errors by which the week's likes exceed expected_likes_7d",
        interval_description="in standard errors",
        basis_description="7d_against_weeks (7 days against earlier weeks)",
        population_description="all whose week can be compared with earlier weeks (fewer may be ranked)",
    ),
    # the Hub's cursors break ties by oid
    Board(
        "hub", unit="score of the Hub", counters=("trending_score",), gained_counter="likes",
        population_column="trending_score", score_column="trending_score", explain=explanations.explain_hub, first_need=needs.ONE_SNAPSHOT, full_need=needs.ONE_SNAPSHOT, is_own=False,
        description="the Hub's own order by trending score",
        score_description="the trending score",
        basis_description="trending_score",
        population_description="all with a score",
    ),
)  # fmt: skip
NAMES = tuple(board.name for board in BOARDS)
OWN_BOARDS = tuple(board for board in BOARDS if board.is_own)
MAIN_BOARD = BOARDS[0]  # for displays of a single board
_BY_NAME = {board.name: board for board in BOARDS}
# for sql/ statements
_PARAMETERS: dict[str, str | list[str]] = {
    "main_board": MAIN_BOARD.name,
    "own_boards": [board.name for board in OWN_BOARDS],
    "boards_ranking_all": [board.name for board in BOARDS if board.ranks_all],
    "boards_of_news": [board.name for board in BOARDS if board.is_news],
    "boards_of_downloads": [board.name for board in BOARDS if board.gained_counter == "downloads"],
    "boards_of_breakouts": [board.name for board in BOARDS if board.finds_breakouts],
}


def find_board(name: str) -> Board:
    """Raise KeyError for an unknown name."""
    return _BY_NAME[name]


def select_board_parameters(query: str) -> dict[str, str | list[str]]:
    """Return the board-name parameters that the statement uses."""
    return {name: names for name, names in _PARAMETERS.items() if f"${name}" in query}


def explain_row(now: Row, before: Row | None, since: dt.date) -> Iterator[Note]:
    """Yield why the repo has its rank in a row of `trends`.

    `before`: its previous row on the board; `since`: the board's first day.
    """
    board = find_board(now["board"])
    yield explanations.explain_rank(now, before, since)
    yield from board.explain(now, before)
    yield from explanations.explain_burst(now, board.gained_counter)
    yield from explanations.explain_derivation(now)
