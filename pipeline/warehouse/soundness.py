"""Judge a day's counters by its statistics and earlier days': did they move, are they plausible?

Assesses `store.cohort` (did the Hub's refresh skip repos?) and `store.level` (did a counter collapse or multiply
Hub-wide?). Not here: the statistics, and what follows for each repo (derived_history.py).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from math import log, sqrt
from statistics import median
from typing import NamedTuple

import duckdb
import polars as pl

from pipeline.sql import register_frame, statement

HISTORY_SNAPSHOTS = 28  # snapshots for computing a usual share
MIN_REPOS = 20  # repos; fewer give no verdict
FROZEN_RATIO = 0.5  # of the usual share of all repos; weekdays differ by less
BUSY_DOWNLOADS = 600  # downloads in 30 days; such a counter moves nearly daily, weekends included
BUSY_DEFAULT_SHARE = 0.99  # share of busy repos that move, without history
BUSY_FROZEN_RATIO = 0.96  # of the usual share of busy repos
SIGMAS = 4.0  # standard deviations; by chance once in thirty thousand
COLLAPSE_RATIO = 0.5  # of the usual share of repos whose counter is above 0
MAX_TOTAL_FALL, MAX_SCORE_FALL, MAX_TOTAL_RISE = log(4 / 3), log(2), log(4)
ACCEPTED_AFTER = 8  # bad days, or observations of a repo below its highest, in a row until they become normal


class MovementCounts(NamedTuple):
    """Repos of a group, and how many moved since the previous snapshot."""

    repos: int
    moved_repos: int
    busy_repos: int
    busy_moved_repos: int


class Cohort(NamedTuple):
    """Repos created in one quarter, on a day. Only days of one `comparison_group` and `coverage` are compared."""

    date: dt.date
    comparison_group: str
    coverage: int  # a number for what the day and the one before listed
    cohort: int  # year and quarter
    repos: int
    moved_repos: int
    busy_repos: int
    busy_moved_repos: int
    usual_share: float | None
    frozen: bool
    stalled_share: float
    kind: str
    known_frozen: bool


class Verdict(NamedTuple):
    """`usual_share`: of all repos that usually move. `stalled_share`: of those that the refresh skipped."""

    usual_share: float | None
    frozen: bool
    stalled_share: float


class MovementHistory:
    """What share of repos created in a quarter or year usually moves, by what was listed."""

    def __init__(self) -> None:
        self._moved_shares: list[tuple[int, float]] = []  # coverage, share
        self._busy_moved_shares: list[tuple[int, float]] = []
        self._frozen_days: list[tuple[MovementCounts, int]] = []

    def assess(self, day: MovementCounts, coverage: int, overall_share: float) -> Verdict | None:
        """Return the verdict on a day and remember sound days; None for too few repos.

        `overall_share`: of all repos that moved that day; the usual share until there is history.
        """
        usual_share = _find_usual_share(reversed(self._moved_shares), coverage)
        verdict = None
        if day.busy_repos >= MIN_REPOS:
            expected_share = _find_expected_share(self._busy_moved_shares, coverage, BUSY_DEFAULT_SHARE)
            verdict = _build_verdict(
                usual_share, day.busy_repos, day.busy_moved_repos, expected_share, BUSY_FROZEN_RATIO
            )
        elif day.repos >= MIN_REPOS:
            expected_share = _find_expected_share(self._moved_shares, coverage, overall_share or 1.0)
            verdict = _build_verdict(usual_share, day.repos, day.moved_repos, expected_share, FROZEN_RATIO)
        if verdict is not None and verdict.frozen:
            self._frozen_days.append((day, coverage))
            if len(self._frozen_days) == ACCEPTED_AFTER:  # no stall lasts that long
                self._moved_shares.clear()
                self._busy_moved_shares.clear()
                for frozen_day in self._frozen_days:
                    self._remember(*frozen_day)
                self._frozen_days.clear()
        elif verdict is not None:
            self._frozen_days.clear()
            self._remember(day, coverage)
        return verdict or (None if usual_share is None else Verdict(usual_share, False, 0.0))

    def _remember(self, day: MovementCounts, coverage: int) -> None:
        self._moved_shares.append((coverage, day.moved_repos / day.repos))
        if day.busy_repos >= MIN_REPOS:
            self._busy_moved_shares.append((coverage, day.busy_moved_repos / day.busy_repos))


def _find_usual_share(newest_shares: Iterable[tuple[int | None, float]], coverage: int | None) -> float | None:
    """Return the median of the newest shares with this coverage; None without any."""
    shares = [*islice((share for lists, share in newest_shares if lists == coverage), HISTORY_SNAPSHOTS)]
    return median(shares) if shares else None


def _find_expected_share(shares: Sequence[tuple[int, float]], coverage: int, default: float) -> float:
    """Return the usual share; without one, `default`, or that of earlier lists if lower: they may have busier repos."""
    usual_share = _find_usual_share(reversed(shares), coverage)
    if usual_share is None and shares:
        return min(default, median(share for _, share in shares[-HISTORY_SNAPSHOTS:]))
    return default if usual_share is None else usual_share


def is_far_below_usual(repos: int, moved_repos: int, usual_share: float, max_ratio: float = FROZEN_RATIO) -> bool:
    """Whether far too few moved if `usual_share` of `repos` usually do."""
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
    """Yield marks (date, repo, status, highest, times) of counters below an earlier maximum.

    `counters`: repo, date, counter, in order. Same rule as sql/derived_history/insert_low_marks.sql.
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
    """Assess each day's cohorts; return days with changed verdicts.

    Too small a quarter gets its year's verdict. Only days of one scope and with the same lists are compared.
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
            year_history = histories[comparison_group, "year", year]
            year_verdict = year_history.assess(_sum_counts(year_cohorts), cohorts[0].coverage, overall_share)
            for row in year_cohorts:
                quarter_history = histories[comparison_group, "quarter", row.cohort]
                quarter_verdict = quarter_history.assess(MovementCounts(*row[4:8]), row.coverage, overall_share)
                source_verdict = (
                    quarter_verdict
                    if quarter_verdict is not None and row.busy_repos >= MIN_REPOS
                    else year_verdict or quarter_verdict or Verdict(None, False, 0.0)
                )
                is_known = row.known_frozen and not source_verdict.frozen  # too few repos for statistics
                verdict = Verdict(
                    quarter_verdict.usual_share if quarter_verdict else None,
                    source_verdict.frozen or is_known,
                    1.0 if is_known else source_verdict.stalled_share,
                )
                if verdict != (row.usual_share, row.frozen, row.stalled_share):
                    changed_verdicts.append((date, row.kind, row.cohort, *verdict))
                if verdict.frozen != row.frozen:
                    changed_days.add(date)
    _update_verdicts(con, "cohort", ("date", "kind", "cohort"), ("usual", "frozen", "stalled"), changed_verdicts)
    return changed_days


def _sum_counts(cohorts: Iterable[Cohort]) -> MovementCounts:
    return MovementCounts(*(sum(column) for column in zip(*(row[4:8] for row in cohorts), strict=True)))


def assess_levels(con: duckdb.DuckDBPyConnection) -> set[tuple[dt.date, str]]:
    """Assess each day's counters; return days and counters with changed verdicts.

    Only days of one scope and with the same lists are compared.
    """
    rows = con.execute(statement("derived_history/levels_to_assess")).fetchall()
    histories: dict[tuple[str, str, str], CounterHistory] = {}
    verdicts: list[tuple[dt.date, str, str, CounterHistory, bool, bool]] = []
    for date, kind, counter, scope, coverage, known_repos, positive_repos, total, was_unsound, known_unsound in rows:
        history = histories.setdefault((kind, counter, scope), CounterHistory(counter))
        unsound = known_unsound or history.assess(LevelRow(date, coverage, known_repos, positive_repos, total))
        verdicts.append((date, kind, counter, history, unsound, was_unsound))
    changed_verdicts = [
        (date, kind, counter, unsound or date in history.withdrawn_days)
        for date, kind, counter, history, unsound, was_unsound in verdicts
        if (unsound or date in history.withdrawn_days) != was_unsound
    ]
    _update_verdicts(con, "level", ("date", "kind", "counter"), ("unsound",), changed_verdicts)
    return {(date, counter) for date, _, counter, _ in changed_verdicts}


class LevelRow(NamedTuple):
    """A row of `store.level`. `coverage`: a number for what was listed; None for the whole Hub."""

    date: dt.date
    coverage: int | None
    known_repos: int
    positive_repos: int
    total: float | None


class CounterHistory:
    """A kind's counter in one scope. `withdrawn_days`: sound until later days contradicted them."""

    def __init__(self, counter: str) -> None:
        self.withdrawn_days: set[dt.date] = set()
        self._max_fall = MAX_SCORE_FALL if counter == "trending_score" else MAX_TOTAL_FALL
        self._marks_falls_by_repo = (
            counter == "downloads_all_time"
        )  # sql/derived_history/insert_low_marks.sql marks its falls
        self._sound_rows: list[tuple[LevelRow, float | None]] = []  # and the step from the previous row
        self._unsound_rows: list[LevelRow] = []

    def assess(self, day: LevelRow) -> bool:
        """Return whether the counter is unsound on the day; remember sound days.

        Unsound: 0 for all repos without earlier days of the same lists, above 0 for less than half of the usual share, or a jump of
        the total. After 8 such days in a row the new level counts, unless it is 0 for all. When the all-time total
        falls, only repos below their highest are marked.
        """
        if day.known_repos < MIN_REPOS:
            return False
        newest_shares = ((row.coverage, row.positive_repos / row.known_repos) for row, _ in reversed(self._sound_rows))
        usual_share = _find_usual_share(newest_shares, day.coverage)
        is_collapse = (
            day.positive_repos == 0
            if usual_share is None
            else is_far_below_usual(day.known_repos, day.positive_repos, usual_share, COLLAPSE_RATIO)
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
        """Return -1 if the total fell, 1 if it rose, else 0.

        A fall goes below 3/4 of the last sound total (half, for scores), a rise above 4 times; either exceeds earlier
        steps by half. The mean must step too: repos that come or go do not count.
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
        """Whether a fall only undoes an accepted rise; its days then become unsound."""
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
    """Return the log ratio of the total (or mean, if that changed less) to the previous; None if not comparable."""
    if previous.coverage != day.coverage or (day.date - previous.date).days > ACCEPTED_AFTER:
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
