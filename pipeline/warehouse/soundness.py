"""Verdicts on a day's counters, from statistics of the day and of those before: did they move, are they what they were?

What belongs here: the judgement of `store.cohort` (the Hub's daily refresh left repos out) and `store.level` (a counter collapsed, or was
multiplied, for the whole Hub). What does not: the statistics themselves, and what follows for each repo (derived_history.py).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import log, sqrt
from statistics import median
from typing import NamedTuple

import duckdb
import polars as pl

from pipeline.sql import registered, statement

REMEMBERED = 28  # snapshots from which a usual share is taken
FEW = 20  # repos; fewer tell nothing
STILL = 0.5  # of the usual share of all repos; from one weekday to another it varies by less
BUSY = 600  # downloads of 30 days: such a repo's counter moves on nearly every day, weekends included
BUSY_USUAL = 0.99  # share of busy repos that move, where no day has told yet
BUSY_STILL = 0.96  # of the usual share of busy repos
SIGMAS = 4.0  # below the usual number, as chance alone would have it once in thirty thousand times
COLLAPSED = 0.5  # of the usual share of repos whose counter is above 0
FALL, FALL_OF_SCORES, RISE = log(4 / 3), log(2), log(4)  # of a total within 8 days; on the real Hub no day came near
LASTING = 8  # bad days, or observations of a repo below its highest, in a row; then that is how it is now


class Moved(NamedTuple):
    """How many repos of a group moved since the snapshot before: all, and those that are busy."""

    repos: int
    moved: int
    busy: int
    busy_moved: int


class Cohort(NamedTuple):
    """The repos of a kind made in a quarter, on a day. `like`: days of one `like` are compared with each other."""

    date: dt.date
    like: str
    cohort: int  # year and quarter
    repos: int
    moved: int
    busy: int
    busy_moved: int
    usual: float | None
    frozen: bool
    stalled: float
    kind: str


class Verdict(NamedTuple):
    """`usual`: the share of all repos that usually moves. `stalled`: the share that the refresh left out, 0 where none was."""

    usual: float | None
    frozen: bool
    stalled: float


class Group:
    """The repos of a kind made in a quarter or a year, and how many of them usually move."""

    def __init__(self) -> None:
        self._all: list[float] = []
        self._busy: list[float] = []
        self._bad: list[Moved] = []

    def judge(self, day: Moved, of_all: float) -> Verdict | None:
        """The verdict on a day, and remember the day when it was sound; None when too few repos tell anything.

        `of_all`: the share of all repos of the kind that moved on the day, which stands for the usual one before any day told.
        """
        usual = median(self._all[-REMEMBERED:]) if self._all else None
        verdict = None
        if day.busy >= FEW:
            expected = median(self._busy[-REMEMBERED:]) if self._busy else BUSY_USUAL
            verdict = _verdict(usual, day.busy, day.busy_moved, expected, BUSY_STILL)
        elif day.repos >= FEW:
            verdict = _verdict(usual, day.repos, day.moved, (of_all or 1.0) if usual is None else usual, STILL)
        if verdict is not None and verdict.frozen:
            self._bad.append(day)
            if len(self._bad) == LASTING:  # no stall lasts as long
                self._all.clear()
                self._busy.clear()
                for bad in self._bad:
                    self._remember(bad)
                self._bad.clear()
        elif verdict is not None:
            self._bad.clear()
            self._remember(day)
        return verdict or (None if usual is None else Verdict(usual, False, 0.0))

    def _remember(self, day: Moved) -> None:
        self._all.append(day.moved / day.repos)
        if day.busy >= FEW:
            self._busy.append(day.busy_moved / day.busy)


def stood_still(repos: int, moved: int, usual: float, still: float = STILL) -> bool:
    """Whether `moved` of `repos` is far too few where a share of `usual` moves from one snapshot to the next."""
    expected = repos * usual
    chance = sqrt(expected * (1 - usual))
    return repos >= FEW and moved <= still * expected and moved < expected - SIGMAS * chance


def _verdict(usual: float | None, repos: int, moved: int, expected: float, still: float) -> Verdict:
    frozen = stood_still(repos, moved, expected, still)
    stalled = 1 - moved / (repos * expected) if frozen else 0.0
    return Verdict(usual, frozen, round(stalled, 6))


def low_marks(known: Iterable[tuple[int, dt.date, int]]) -> Iterator[tuple[dt.date, int, str, int, int]]:
    """Marks (date, repo, status, highest, times) of observations below the highest counter before, by sql/derived_history/insert_low_marks.sql's rule.

    `known`: repo, date, counter, ordered by repo and date.
    """
    repo, highest, times = -1, 0, 0
    for now, date, value in known:
        if now != repo:
            repo, highest, times = now, value, 0
        if value >= highest:
            highest, times = value, 0
            continue
        times += 1
        yield date, repo, "rolled_back" if times < LASTING else "corrected", highest, times
        if times == LASTING:
            highest, times = value, 0


def judge_cohorts(con: duckdb.DuckDBPyConnection) -> set[dt.date]:
    """Judge every cohort of every day by what was usual with it before; the days on which a verdict is another now.

    A quarter of which too few repos are observed to tell anything is judged with its whole year. Compared are days of the same scope.
    """
    rows = con.execute(statement("derived_history/cohorts_to_judge")).fetchall()
    groups: dict[tuple[str, str, int], Group] = defaultdict(Group)
    changed: list[tuple[object, ...]] = []
    days: dict[tuple[dt.date, str], list[Cohort]] = defaultdict(list)
    for row in map(Cohort._make, rows):
        days[row.date, row.like].append(row)
    again = set()
    for (date, like), cohorts in days.items():
        everyone = _together(cohorts)
        of_all = everyone.moved / everyone.repos
        years: dict[int, list[Cohort]] = defaultdict(list)
        for row in cohorts:
            years[row.cohort // 10].append(row)
        for year, members in years.items():
            whole = groups[like, "year", year].judge(_together(members), of_all)
            for _, _, cohort, *counts, was_usual, was_frozen, was_stalled, kind in members:
                moved = Moved(*counts)
                own = groups[like, "quarter", cohort].judge(moved, of_all)
                told = own if own is not None and moved.busy >= FEW else whole or own or Verdict(None, False, 0.0)
                verdict = Verdict(own.usual if own else None, told.frozen, told.stalled)
                if verdict != (was_usual, was_frozen, was_stalled):
                    changed.append((date, kind, cohort, *verdict))
                if verdict.frozen != was_frozen:
                    again.add(date)
    _update(con, "cohort", ("date", "kind", "cohort"), ("usual", "frozen", "stalled"), changed)
    return again


def _together(cohorts: Iterable[Cohort]) -> Moved:
    return Moved(*(sum(column) for column in zip(*(row[3:7] for row in cohorts), strict=True)))


def judge_levels(con: duckdb.DuckDBPyConnection) -> set[tuple[dt.date, str]]:
    """Judge every counter of every day by the days before it; the days and counters of which the verdict is another now.

    `Level.judge` says how. Shares are compared among snapshots of one scope, totals among those of one catalogue too.
    """
    rows = con.execute(statement("derived_history/levels_to_judge")).fetchall()
    levels: dict[tuple[str, str, str], Level] = {}
    verdicts: list[tuple[dt.date, str, str, Level, bool, bool]] = []
    for date, kind, counter, scope, catalogue, known, positive, total, was_unsound in rows:
        level = levels.setdefault((kind, counter, scope), Level(counter))
        unsound = level.judge(Measured(date, catalogue, known, positive, total))
        verdicts.append((date, kind, counter, level, unsound, was_unsound))
    changed = [
        (date, kind, counter, unsound or date in level.withdrawn)
        for date, kind, counter, level, unsound, was_unsound in verdicts
        if (unsound or date in level.withdrawn) != was_unsound
    ]
    _update(con, "level", ("date", "kind", "counter"), ("unsound",), changed)
    return {(date, counter) for date, _, counter, _ in changed}


class Measured(NamedTuple):
    """A row of `store.level`. `catalogue`: what decides which repos are listed, None where the whole Hub is."""

    date: dt.date
    catalogue: str | None
    known: int
    positive: int
    total: float | None


class Level:
    """A counter of a kind in snapshots of one scope, day after day. `withdrawn`: days that were believed before later ones told better."""

    def __init__(self, counter: str) -> None:
        self.withdrawn: set[dt.date] = set()
        self._fall = FALL_OF_SCORES if counter == "trending_score" else FALL
        self._marked_by_repo = counter == "downloads_all_time"  # its falls, by sql/derived_history/insert_low_marks.sql
        self._believed: list[tuple[Measured, float | None]] = []  # with the step from the one before
        self._bad: list[Measured] = []

    def judge(self, day: Measured) -> bool:
        """Whether the counter is not to be believed on the day; a day that is believed is remembered.

        It is not when it is 0 for all before any day told more, above 0 for less than half of the usual share of the repos, or when
        its total fell or rose as `_stepped` says. After 8 such days in a row that is how it is now. Zeros for all never are. A total
        of the all-time counter that fell is a day of many repos below their highest: those are marked, and the others count.
        """
        if day.known < FEW:
            return False
        shares = [one.positive / one.known for one, _ in self._believed[-REMEMBERED:]]
        collapsed = stood_still(day.known, day.positive, median(shares), COLLAPSED) if shares else day.positive == 0
        stepped = self._stepped(day)
        if stepped < 0 and not collapsed and self._withdraw_rise(day):
            stepped = 0
        fell = stepped < 0 and self._marked_by_repo
        unsound = collapsed or (stepped != 0 and not fell)
        if not unsound and not fell:
            self._remember(day)
        elif unsound and day.positive:
            self._bad.append(day)
            if len(self._bad) == LASTING:
                self._believed.clear()
                for bad in self._bad[:]:
                    self._remember(bad)
        return unsound

    def _stepped(self, day: Measured) -> int:
        """-1 where the total fell, 1 where it rose, else 0: it is below 3/4 of that of the last believed day (half, for scores) or above
        4 times it, and further from it than any step before by half. Repos that came or went are no step: a fall or rise is one of the
        total and of the mean.
        """
        step = _step(self._believed[-1][0], day) if self._believed else None
        if step is None:
            return 0
        steps = [before for _, before in self._believed[-REMEMBERED:] if before is not None]
        falls, rises = ([abs(s) for s in steps if (s < 0) == down] for down in (True, False))
        fell = step < -max(self._fall, 1.5 * max(falls, default=0.0))
        return -1 if fell else int(step > max(RISE, 1.5 * max(rises, default=0.0)))

    def _withdraw_rise(self, day: Measured) -> bool:
        """Whether a total that fell is back where it was before a rise that was believed; the days of that rise then are not any more."""
        believed = self._believed
        for kept in range(len(believed) - 1, 0, -1):
            risen, step = believed[kept]
            if step is not None and step > self._fall and not self._bad:
                back = _step(believed[kept - 1][0], day)
                if back is None or abs(back) >= self._fall:
                    return False
                self.withdrawn.update(one.date for one, _ in believed[kept:])
                del believed[kept:]
                return True
            if (day.date - risen.date).days > LASTING:
                break
        return False

    def _remember(self, day: Measured) -> None:
        self._believed.append((day, _step(self._believed[-1][0], day) if self._believed else None))
        self._bad.clear()


def _step(last: Measured, day: Measured) -> float | None:
    """The logarithm of how many times the last total, or mean if that is less of a step, the day's is; None when not comparable."""
    if last.catalogue != day.catalogue or (day.date - last.date).days > LASTING:
        return None
    if min(day.positive, last.positive) < FEW or not last.total or not day.total:
        return None
    total = log(day.total / last.total)
    mean = total - log(day.known / last.known)
    return 0.0 if total * mean < 0 else min(total, mean, key=abs)


def _update(
    con: duckdb.DuckDBPyConnection,
    table: str,
    keys: tuple[str, ...],
    values: tuple[str, ...],
    rows: Sequence[tuple[object, ...]],
) -> None:
    """Write verdicts into their rows, all at once."""
    if not rows:
        return
    schema = {"usual": pl.Float64, "stalled": pl.Float64}
    frame = pl.DataFrame(
        rows, schema=[*keys, *values], schema_overrides={k: v for k, v in schema.items() if k in values}, orient="row"
    )
    sets = ", ".join(f"{name} = v.{name}" for name in values)
    same = " AND ".join(f"t.{name} = v.{name}" for name in keys)
    with registered(con, "verdict", frame.to_arrow()):
        con.execute(f"UPDATE store.{table} t SET {sets} FROM verdict v WHERE {same}")
