"""The boards: each stands here once, with everything in which boards differ.

Whatever lists the boards or treats one of them differently asks BOARDS: ranking, marts, checks, comments of tables, site, feeds, JSON API,
terminal. Readers import this module without polars, so a board's formula is imported only when it is asked for.
A new board is a module pipeline/ranking/<name>.py (see `Scorer`), an entry here, an `explain` in explanations.py, and its texts.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from pipeline.hub_api.fields import list_counters
from pipeline.kinds import Kind
from pipeline.notes import Note
from pipeline.ranking import explanations
from pipeline.ranking.explanations import Row

if TYPE_CHECKING:
    import polars as pl

Facts = Mapping[str, Any]


class Scorer(Protocol):
    """What a board's module has."""

    def score_members(self, rows: "pl.DataFrame") -> "pl.DataFrame":
        """Add to the rows of a category what can be scored without looking at each day of the week.

        `rows`: of sql/marts/likes.sql, with what the boards before it in BOARDS add.
        """
        ...

    def score_contenders(self, rows: "pl.DataFrame", week: "pl.DataFrame") -> "pl.DataFrame":
        """Add what takes a look at each day, and the columns <board>_low, <board>_high and <board>_basis.

        `rows`: those of `score_members` that may be among the first; `week`: see `boards.build_boards`.
        """
        ...

    def explain_withheld(self, day: Facts) -> Iterator[Note]:
        """Why there is no board. `day`: a row of sql/marts/day_facts.sql."""
        ...

    def explain_degraded(self, board: Facts, day: Facts) -> Iterator[Note]:
        """What was wrong with its inputs. `board`: category, kept (places), whole (places with basis 24h+7d)."""
        ...


@dataclass(frozen=True)
class Board:
    """A ranking of the repos of a category with a value in `population_column`; nobody else stands on it.

    `score_column`: the column that scores; those of the population without a value have no rank. `tie_breakers`: what decides between equals, before oid.
    The score is known of all members, or, where `looks_at_days`, only of those with the largest value in `population_column`.
    """

    name: str
    unit: str  # of the score
    counters: tuple[str, ...]  # counters of the Hub that it is made from
    gained_counter: Literal["likes", "downloads"]  # what is gained by who stands on it
    population_column: str
    score_column: str
    explain: Callable[
        [Row, Row | None], Iterator[Note]
    ]  # notes on the score of a row of `trends`, and of the row before it
    tie_breakers: tuple[str, ...] = ()
    looks_at_days: bool = False
    is_rate: bool = False  # the score says what the repo gains a day, and its interval predicts the next day
    is_news: bool = False  # who enters or leaves the top 10, or changes near the top, is told
    finds_breakouts: bool = (
        False  # its places are sure where false_discovery_rate is small; sure ones are counted, and told as moves
    )
    is_own: bool = True  # not the Hub's: the site shows it as a board
    # English, for comments of tables and docs/tables.md: what it ranks by, its score, its interval, its bases, and who is counted in `ranked`
    description: str = ""
    score_description: str = ""
    interval_description: str = ""
    basis_description: str = ""
    population_description: str = ""

    def ranks(self, kind: Kind) -> bool:
        """Whether there is such a board of repos of a kind: the Hub gives all counters that it is made from."""
        return set(self.counters) <= set(list_counters(kind))

    @property
    def scorer(self) -> Scorer:
        """The board's module."""
        return cast("Scorer", import_module(f"pipeline.ranking.{self.name}"))

    @property
    def ranks_all(self) -> bool:
        """Whether each repo of its population has a score, and so a place."""
        return self.score_column == self.population_column


BOARDS = (
    Board(
        "attention", unit="likes a day", counters=("likes", "trending_score"), gained_counter="likes",
        population_column="score", score_column="score", tie_breakers=("likes",), explain=explanations.explain_attention, is_rate=True, is_news=True,
        description="likes a day, smoothed",
        score_description="likes a day",
        interval_description="the likes of the next day lie inside nine times in ten (more often where a day brings less than one, and mostly none)",
        basis_description="24h+7d (likes of a day and of 7 days observed), 24h+hub (fewer than 7 days observed, and the Hub's trending score says more), "
        "24h+part (fewer than 7 days observed, and the trending score, if there is one, says no more), 7d, hub, part (the same without a day before to "
        "compare with), total (likes over age, with nothing else known that says more)",
        population_description="all with a score",
    ),
    Board(
        "adoption", unit="downloads a day", counters=("downloads_all_time",), gained_counter="downloads",
        population_column="most", score_column="rate", tie_breakers=("downloads_all_time",), explain=explanations.explain_adoption, looks_at_days=True, is_rate=True, is_news=True,
        description="downloads a day",
        score_description="downloads a day",
        interval_description="the downloads of the next day lie inside nine times in ten",
        basis_description="7d (a step a day), merged (days on which the counters stood still or fell are counted with those after them), part (less than "
        "6.5 days)",
        population_description="all whose downloads grew within about a week, of which fewer may stand on the board",
    ),
    Board(
        "breakout", unit="standard errors", counters=("likes",), gained_counter="likes",
        population_column="z", score_column="more", tie_breakers=("likes_7d",), explain=explanations.explain_breakout, finds_breakouts=True,
        description="a week far above what the weeks before predict",
        score_description="z, by how many standard errors the likes of the week exceed expected_likes_7d",
        interval_description="of the standard errors",
        basis_description="7d_against_weeks (7 days against the weeks before)",
        population_description="all whose week can be compared with weeks before, of which fewer may stand on the board",
    ),
    # the Hub's cursors break ties by oid
    Board(
        "hub", unit="score of the Hub", counters=("trending_score",), gained_counter="likes",
        population_column="trending_score", score_column="trending_score", explain=explanations.explain_hub, is_own=False,
        description="the Hub's own order by trending score",
        score_description="the trending score",
        basis_description="trending_score",
        population_description="all with a score",
    ),
)  # fmt: skip
NAMES = tuple(board.name for board in BOARDS)
OWN_BOARDS = tuple(board for board in BOARDS if board.is_own)
MAIN_BOARD = BOARDS[0]  # the one that is shown where one is
_BY_NAME = {board.name: board for board in BOARDS}
# what statements in sql/ take from here: names of boards, by parameter
_PARAMETERS: dict[str, str | list[str]] = {
    "main_board": MAIN_BOARD.name,
    "own_boards": [board.name for board in OWN_BOARDS],
    "boards_ranking_all": [board.name for board in BOARDS if board.ranks_all],
    "boards_of_news": [board.name for board in BOARDS if board.is_news],
    "boards_of_downloads": [board.name for board in BOARDS if board.gained_counter == "downloads"],
    "boards_of_breakouts": [board.name for board in BOARDS if board.finds_breakouts],
}


def find_board(name: str) -> Board:
    """The board of that name. Raises KeyError."""
    return _BY_NAME[name]


def select_board_parameters(query: str) -> dict[str, str | list[str]]:
    """Those parameters of a statement that hold names of boards."""
    return {name: names for name, names in _PARAMETERS.items() if f"${name}" in query}


def explain_row(now: Row, before: Row | None, since: dt.date) -> Iterator[Note]:
    """Notes on a row of `trends`: why the repo stands there.

    `before`: the repo's row on the same board the time before, if there is one; `since`: the board's first day.
    """
    board = find_board(now["board"])
    yield explanations.explain_rank(now, before, since)
    yield from board.explain(now, before)
    yield from explanations.explain_burst(now, board.gained_counter)
    yield from explanations.explain_derivation(now)
