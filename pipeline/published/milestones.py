"""What a young home will show, and when: changes, adoption, the scorecard, breakouts.

Days assume a snapshot every day at the hour of the last one. After a gap, figures that it interrupts come again later.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

import duckdb

from pipeline.hub_api.fields import list_counters
from pipeline.i18n.formats import format_short_day
from pipeline.i18n.messages import text
from pipeline.kinds import KINDS, Kind
from pipeline.ranking.needs import CODES_OF_NO_ROWS, DAY, MONTH, ONE_DAY, WEEK, Need, find_expected_day
from pipeline.ranking.registry import OWN_BOARDS
from pipeline.ranking.thresholds import MAIN_HORIZON_DAYS
from pipeline.sql import statement

SCORECARD = "scorecard"
YOUNG_DAYS = 31  # days: the age up to which milestones count the home's days
# code: the counter whose observations it needs, and which
NEEDS: dict[str, tuple[str, Need]] = {
    "changes_1d": ("likes", DAY),
    **{board.name: (board.gained_counter, board.first_need) for board in OWN_BOARDS if board.first_need.days},
    "changes_7d": ("likes", WEEK),
    "changes_30d": ("likes", MONTH),
}


def list_needs(kind: Kind) -> dict[str, tuple[str, Need]]:
    """Return the needs of a kind: a counter that the Hub does not give it is not awaited."""
    return {code: need for code, need in NEEDS.items() if need[0] in list_counters(kind)}


@dataclass(frozen=True)
class Milestone:
    """`code`: changes_1d, changes_7d, changes_30d, scorecard, or a board with its first rows."""

    code: str
    day: dt.date


@dataclass(frozen=True)
class Milestones:
    """What is to come after `day`, earliest first; nothing once all is there. `day_number`: 1 on the first day.

    `today`: the day of a reader, who sees `day` as the last one.
    """

    day: dt.date
    day_number: int
    today: dt.date
    coming: tuple[Milestone, ...] = ()

    def find_day(self, code: str) -> dt.date | None:
        """Return the day of a milestone, None if it is there."""
        return next((milestone.day for milestone in self.coming if milestone.code == code), None)


def read_milestones(
    con: duckdb.DuckDBPyConnection, day: dt.date, today: dt.date | None = None, kinds: Collection[Kind] = tuple(KINDS)
) -> Milestones:
    """Return what comes after `day`, the file's last; nothing for an earlier day. `today`: default `day`.

    What one of the `kinds` has is there: imports may give one kind a longer past. So is a board with rows, although a
    mostly frozen day does not count for it.
    """
    today = max(today or day, day)
    rows = con.execute(statement("published/observation_times"), {"day": day, "kinds": list(kinds)}).fetchall()
    has_later_day = con.execute("SELECT count(*) FROM store.snapshot WHERE date > $day", {"day": day}).fetchall()[0][0]
    if not rows or has_later_day:
        return Milestones(day, 0, today)
    wait = max((today - day).days, 1)
    expected_days: dict[str, list[dt.date | None]] = {
        SCORECARD: [find_first_evaluation(con, day, MAIN_HORIZON_DAYS, today)]
    }
    for kind, taken_at, likes_times, downloads_times, _ in rows:
        times_by_counter = {"likes": likes_times or [], "downloads": downloads_times or []}
        for code, (counter, need) in list_needs(kind).items():
            expected_day = find_expected_day(need, times_by_counter[counter], day, taken_at, wait)
            expected_days.setdefault(code, []).append(expected_day)
    parameters = {"day": day, "kinds": list(kinds), "codes": list(CODES_OF_NO_ROWS)}
    filled_boards = {board for (board,) in con.execute(statement("published/filled_boards"), parameters).fetchall()}
    coming = [
        Milestone(code, min(filter(None, days)))
        for code in (*NEEDS, SCORECARD)
        for days in [expected_days.get(code, [])]
        if days and all(days) and code not in filled_boards
    ]
    first_day = min(row[-1] for row in rows)
    return Milestones(
        day, (day - first_day).days + 1, today, tuple(sorted(coming, key=lambda milestone: milestone.day))
    )


def describe_milestones(language: str, milestones: Milestones) -> str:
    """Return a line such as "Day 1. Tomorrow: changes. 2 Dec: adoption and scorecard."; empty once all is there."""
    if not milestones.coming:
        return ""
    is_young = milestones.day_number <= YOUNG_DAYS
    sentences = [text(language, "milestones-day" if is_young else "milestones-gap", number=milestones.day_number)]
    for day, group in groupby(milestones.coming, key=lambda milestone: milestone.day):
        names = _list_names([text(language, f"milestone-{milestone.code}") for milestone in group], language)
        if day == milestones.today + ONE_DAY:
            sentences.append(text(language, "milestones-tomorrow", what=names))
        else:
            sentences.append(text(language, "milestones-on", date=format_short_day(language, day), what=names))
    return " ".join(sentences)


def _list_names(names: Sequence[str], language: str) -> str:
    *first_names, last_name = names
    return text(language, "list-last", first=", ".join(first_names), last=last_name) if first_names else last_name


def find_first_evaluation(
    con: duckdb.DuckDBPyConnection, day: dt.date, horizon_days: int, today: dt.date
) -> dt.date | None:
    """Return the first day after `day`, the last one, that evaluates a board of `horizon_days` before; None if one did."""
    [(is_evaluated, board_days)] = con.execute(
        statement("published/evaluated_days"), {"day": day, "ahead": horizon_days}
    ).fetchall()
    if is_evaluated:
        return None
    horizon = horizon_days * ONE_DAY
    next_day = max(day + ONE_DAY, today)
    ends = [board_day + horizon for board_day in board_days or [] if board_day + horizon >= next_day]
    return min([*ends, next_day + horizon])
