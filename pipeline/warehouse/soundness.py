"""Verdicts on a day's counters, from statistics of the day and of those before: did they move, are they what they were?

What belongs here: the assessment of `store.cohort` (the Hub's daily refresh left repos out) and `store.level` (a counter collapsed, or was
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

from pipeline.sql import register_frame, statement

HISTORY_SNAPSHOTS = 28  # snapshots from which a usual share is taken
MIN_REPOS = 20  # repos; fewer tell nothing
FROZEN_RATIO = 0.5  # of the usual share of all repos; from one weekday to another it varies by less
BUSY_DOWNLOADS = 600  # downloads of 30 days: such a repo's counter moves on nearly every day, weekends included
BUSY_DEFAULT_SHARE = 0.99  # share of busy repos that move, where no day has told yet
BUSY_FROZEN_RATIO = 0.96  # of the usual share of busy repos
SIGMAS = 4.0  # below the usual number, as chance alone would have it once in thirty thousand times
COLLAPSE_RATIO = 0.5  # of the usual share of repos whose counter is above 0
MAX_TOTAL_FALL, MAX_SCORE_FALL, MAX_TOTAL_RISE = log(4 / 3), log(2), log(4)
ACCEPTED_AFTER = 8  # bad days, or observations of a repo below its highest, in a row; then that is how it is now


class MovementCounts(NamedTuple):
    """How many repos of a group moved since the snapshot before: all, and those that are busy."""

    repos: int
    moved_repos: int
    busy_repos: int
    busy_moved_repos: int


class Cohort(NamedTuple):
    """The repos of a kind made in a quarter, on a day. `comparison_group`: days of one group are compared with each other."""

    date: dt.date
    comparison_group: str
    cohort: int  # year and quarter
    repos: int
    moved_repos: int
    busy_repos: int
    busy_moved_repos: int
    usual_share: float | None
    frozen: bool
    stalled_share: float
    kind: str


class Verdict(NamedTuple):
    """`usual_share`: the share of all repos that usually moves. `stalled_share`: the share that the refresh left out, 0 where none was."""

    usual_share: float | None
    frozen: bool
    stalled_share: float


class MovementHistory:
    """The repos of a kind made in a quarter or a year, and how many of them usually move."""

    def __init__(self) -> None:
        self._moved_shares: list[float] = []
        self._busy_moved_shares: list[float] = []
        self._frozen_days: list[MovementCounts] = []

    def assess(self, day: MovementCounts, overall_share: float) -> Verdict | None:
        """The verdict on a day, and remember the day when it was sound; None when too few repos tell anything.

        `overall_share`: the share of all repos of the kind that moved on the day, which stands for the usual one before any day told.
        """
        usual_share = median(self._moved_shares[-HISTORY_SNAPSHOTS:]) if self._moved_shares else None
        verdict = None
        if day.busy_repos >= MIN_REPOS:
            expected_share = (
                median(self._busy_moved_shares[-HISTORY_SNAPSHOTS:]) if self._busy_moved_shares else BUSY_DEFAULT_SHARE
            )
            verdict = _build_verdict(
                usual_share, day.busy_repos, day.busy_moved_repos, expected_share, BUSY_FROZEN_RATIO
            )
        elif day.repos >= MIN_REPOS:
            verdict = _build_verdict(
                usual_share,
                day.repos,
                day.moved_repos,
                (overall_share or 1.0) if usual_share is None else usual_share,
                FROZEN_RATIO,
            )
        if verdict is not None and verdict.frozen:
            self._frozen_days.append(day)
            if len(self._frozen_days) == ACCEPTED_AFTER:  # no stall lasts as long
                self._moved_shares.clear()
                self._busy_moved_shares.clear()
                for frozen_day in self._frozen_days:
                    self._remember(frozen_day)
                self._frozen_days.clear()
        elif verdict is not None:
            self._frozen_days.clear()
            self._remember(day)
        return verdict or (None if usual_share is None else Verdict(usual_share, False, 0.0))

    def _remember(self, day: MovementCounts) -> None:
        self._moved_shares.append(day.moved_repos / day.repos)
        if day.busy_repos >= MIN_REPOS:
            self._busy_moved_shares.append(day.busy_moved_repos / day.busy_repos)


def is_far_below_usual(repos: int, moved_repos: int, usual_share: float, max_ratio: float = FROZEN_RATIO) -> bool:
    """Whether `moved_repos` of `repos` is far too few where `usual_share` moves from one snapshot to the next."""
    expected_count = repos * usual_share
    standard_deviation = sqrt(expected_count * (1 - usual_share))
    return (
        repos >= MIN_REPOS
        and moved_repos <= max_ratio * expected_count
        and moved_repos < expected_count - SIGMAS * standard_deviation
    )


def _build_verdict(
    usual_share: float | None, repos: int, moved_repos: int, expected_share: float, max_ratio: float
) -> Verdict:
    frozen = is_far_below_usual(repos, moved_repos, expected_share, max_ratio)
    stalled_share = 1 - moved_repos / (repos * expected_share) if frozen else 0.0
    return Verdict(usual_share, frozen, round(stalled_share, 6))


def find_low_marks(counters: Iterable[tuple[int, dt.date, int]]) -> Iterator[tuple[dt.date, int, str, int, int]]:
    """Marks (date, repo, status, highest, times) of observations below the highest counter before, by sql/derived_history/insert_low_marks.sql's rule.

    `counters`: repo, date, counter, ordered by repo and date.
    """
    repo, highest, times = -1, 0, 0
    for next_repo, date, value in counters:
        if next_repo != repo:
            repo, highest, times = next_repo, value, 0
        if value >= highest:
            highest, times = value, 0
            continue
        times += 1
        yield date, repo, "rolled_back" if times < ACCEPTED_AFTER else "corrected", highest, times
        if times == ACCEPTED_AFTER:
            highest, times = value, 0


def assess_cohorts(con: duckdb.DuckDBPyConnection) -> set[dt.date]:
    """Assess every cohort of every day by what was usual with it before; the days on which a verdict is another now.

    A quarter of which too few repos are observed to tell anything is assessed with its whole year. Compared are days of the same scope.
    """
    rows = con.execute(statement("derived_history/cohorts_to_assess")).fetchall()
    histories: dict[tuple[str, str, int], MovementHistory] = defaultdict(MovementHistory)
    changed_verdicts: list[tuple[object, ...]] = []
    days: dict[tuple[dt.date, str], list[Cohort]] = defaultdict(list)
    for row in map(Cohort._make, rows):
        days[row.date, row.comparison_group].append(row)
    changed_days = set()
    for (date, comparison_group), cohorts in days.items():
        group_counts = _sum_counts(cohorts)
        overall_share = group_counts.moved_repos / group_counts.repos
        years: dict[int, list[Cohort]] = defaultdict(list)
        for row in cohorts:
            years[row.cohort // 10].append(row)
        for year, year_cohorts in years.items():
            year_verdict = histories[comparison_group, "year", year].assess(_sum_counts(year_cohorts), overall_share)
            for _, _, cohort, *counts, was_usual, was_frozen, was_stalled, kind in year_cohorts:
                cohort_counts = MovementCounts(*counts)
                quarter_verdict = histories[comparison_group, "quarter", cohort].assess(cohort_counts, overall_share)
                source_verdict = (
                    quarter_verdict
                    if quarter_verdict is not None and cohort_counts.busy_repos >= MIN_REPOS
                    else year_verdict or quarter_verdict or Verdict(None, False, 0.0)
                )
                verdict = Verdict(
                    quarter_verdict.usual_share if quarter_verdict else None,
                    source_verdict.frozen,
                    source_verdict.stalled_share,
                )
                if verdict != (was_usual, was_frozen, was_stalled):
                    changed_verdicts.append((date, kind, cohort, *verdict))
                if verdict.frozen != was_frozen:
                    changed_days.add(date)
    _update_verdicts(con, "cohort", ("date", "kind", "cohort"), ("usual", "frozen", "stalled"), changed_verdicts)
    return changed_days


def _sum_counts(cohorts: Iterable[Cohort]) -> MovementCounts:
    return MovementCounts(*(sum(column) for column in zip(*(row[3:7] for row in cohorts), strict=True)))


def assess_levels(con: duckdb.DuckDBPyConnection) -> set[tuple[dt.date, str]]:
    """Assess every counter of every day by the days before it; the days and counters of which the verdict is another now.

    `CounterHistory.assess` says how. Shares are compared among snapshots of one scope, totals among those of one catalogue too.
    """
    rows = con.execute(statement("derived_history/levels_to_assess")).fetchall()
    histories: dict[tuple[str, str, str], CounterHistory] = {}
    verdicts: list[tuple[dt.date, str, str, CounterHistory, bool, bool]] = []
    for date, kind, counter, scope, catalogue, known_repos, positive_repos, total, was_unsound in rows:
        history = histories.setdefault((kind, counter, scope), CounterHistory(counter))
        unsound = history.assess(LevelRow(date, catalogue, known_repos, positive_repos, total))
        verdicts.append((date, kind, counter, history, unsound, was_unsound))
    changed_verdicts = [
        (date, kind, counter, unsound or date in history.withdrawn_days)
        for date, kind, counter, history, unsound, was_unsound in verdicts
        if (unsound or date in history.withdrawn_days) != was_unsound
    ]
    _update_verdicts(con, "level", ("date", "kind", "counter"), ("unsound",), changed_verdicts)
    return {(date, counter) for date, _, counter, _ in changed_verdicts}


class LevelRow(NamedTuple):
    """A row of `store.level`. `catalogue`: what decides which repos are listed, None where the whole Hub is."""

    date: dt.date
    catalogue: str | None
    known_repos: int
    positive_repos: int
    total: float | None


class CounterHistory:
    """A counter of a kind in snapshots of one scope, day after day. `withdrawn_days`: days that were believed before later ones told better."""

    def __init__(self, counter: str) -> None:
        self.withdrawn_days: set[dt.date] = set()
        self._max_fall = MAX_SCORE_FALL if counter == "trending_score" else MAX_TOTAL_FALL
        self._marks_falls_by_repo = (
            counter == "downloads_all_time"
        )  # its falls, by sql/derived_history/insert_low_marks.sql
        self._sound_rows: list[tuple[LevelRow, float | None]] = []  # with the step from the one before
        self._unsound_rows: list[LevelRow] = []

    def assess(self, day: LevelRow) -> bool:
        """Whether the counter is not to be believed on the day; a day that is believed is remembered.

        It is not when it is 0 for all before any day told more, above 0 for less than half of the usual share of the repos, or when
        its total fell or rose as `_find_step_direction` says. After 8 such days in a row that is how it is now. Zeros for all never are. A total
        of the all-time counter that fell is a day of many repos below their highest: those are marked, and the others count.
        """
        if day.known_repos < MIN_REPOS:
            return False
        shares = [row.positive_repos / row.known_repos for row, _ in self._sound_rows[-HISTORY_SNAPSHOTS:]]
        is_collapse = (
            is_far_below_usual(day.known_repos, day.positive_repos, median(shares), COLLAPSE_RATIO)
            if shares
            else day.positive_repos == 0
        )
        step_direction = self._find_step_direction(day)
        if step_direction < 0 and not is_collapse and self._withdraw_rise(day):
            step_direction = 0
        is_marked_fall = step_direction < 0 and self._marks_falls_by_repo
        is_unsound = is_collapse or (step_direction != 0 and not is_marked_fall)
        if not is_unsound and not is_marked_fall:
            self._remember(day)
        elif is_unsound and day.positive_repos:
            self._unsound_rows.append(day)
            if len(self._unsound_rows) == ACCEPTED_AFTER:
                self._sound_rows.clear()
                for unsound_row in self._unsound_rows[:]:
                    self._remember(unsound_row)
        return is_unsound

    def _find_step_direction(self, day: LevelRow) -> int:
        """-1 where the total fell, 1 where it rose, else 0: it is below 3/4 of that of the last believed day (half, for scores) or above
        4 times it, and further from it than any step before by half. Repos that came or went are no step: a fall or rise is one of the
        total and of the mean.
        """
        step = _measure_step(self._sound_rows[-1][0], day) if self._sound_rows else None
        if step is None:
            return 0
        steps = [
            previous_step for _, previous_step in self._sound_rows[-HISTORY_SNAPSHOTS:] if previous_step is not None
        ]
        falls, rises = (
            [abs(previous_step) for previous_step in steps if (previous_step < 0) == downward]
            for downward in (True, False)
        )
        is_fall = step < -max(self._max_fall, 1.5 * max(falls, default=0.0))
        return -1 if is_fall else int(step > max(MAX_TOTAL_RISE, 1.5 * max(rises, default=0.0)))

    def _withdraw_rise(self, day: LevelRow) -> bool:
        """Whether a total that fell is back where it was before a rise that was believed; the days of that rise then are not any more."""
        rows = self._sound_rows
        for index in range(len(rows) - 1, 0, -1):
            risen_row, step = rows[index]
            if step is not None and step > self._max_fall and not self._unsound_rows:
                remaining_step = _measure_step(rows[index - 1][0], day)
                if remaining_step is None or abs(remaining_step) >= self._max_fall:
                    return False
                self.withdrawn_days.update(row.date for row, _ in rows[index:])
                del rows[index:]
                return True
            if (day.date - risen_row.date).days > ACCEPTED_AFTER:
                break
        return False

    def _remember(self, day: LevelRow) -> None:
        self._sound_rows.append((day, _measure_step(self._sound_rows[-1][0], day) if self._sound_rows else None))
        self._unsound_rows.clear()


def _measure_step(previous: LevelRow, day: LevelRow) -> float | None:
    """The logarithm of how many times the last total, or mean if that is less of a step, the day's is; None when not comparable."""
    if previous.catalogue != day.catalogue or (day.date - previous.date).days > ACCEPTED_AFTER:
        return None
    if min(day.positive_repos, previous.positive_repos) < MIN_REPOS or not previous.total or not day.total:
        return None
    total_step = log(day.total / previous.total)
    mean_step = total_step - log(day.known_repos / previous.known_repos)
    return 0.0 if total_step * mean_step < 0 else min(total_step, mean_step, key=abs)


def _update_verdicts(
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
    assignments = ", ".join(f"{name} = v.{name}" for name in values)
    join_condition = " AND ".join(f"t.{name} = v.{name}" for name in keys)
    with register_frame(con, "verdict", frame.to_arrow()):
        con.execute(f"UPDATE store.{table} t SET {assignments} FROM verdict v WHERE {join_condition}")
