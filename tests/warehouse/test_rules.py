"""sql/schema/rules.sql, store.anchors and store.gains_of against plain Python."""

import datetime as dt
import math
from collections.abc import Iterator
from typing import NamedTuple

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pipeline.published.repo_series import read_downloads, read_likes, read_repo_days
from pipeline.published.spans import build_series, interpolate_gain
from pipeline.warehouse.compaction import compact_month
from pipeline.warehouse.connection import open_warehouse

FIRST = dt.date(2026, 9, 25)
DAY = dt.timedelta(1)
KINDS = ("model", "dataset")
counters = st.one_of(st.none(), st.integers(0, 10**15))
marks = st.one_of(st.none(), st.sampled_from(["frozen", "rolled_back", "corrected"]))


class Observation(NamedTuple):
    """A repo on a day: its snapshot's hour, its counters and its mark."""

    hour: int
    likes: int | None
    downloads: int | None
    mark: str | None


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_warehouse(tmp_path_factory.mktemp("rules") / "hub.duckdb") as con:
        yield con


def fetch_rows(con: duckdb.DuckDBPyConnection, query: str, **parameters: object) -> list[tuple[object, ...]]:
    return con.execute(query, parameters).fetchall()


def test_shares_of_a_day_do_not_depend_on_the_order_of_rows(con: duckdb.DuckDBPyConnection) -> None:
    """A rebuild stores cohorts in another order; the boards' notes have the share as it is."""
    cohorts = [(cohort, 1000 + 77 * cohort, 0.9 / cohort, 1 / (cohort + 1)) for cohort in range(1, 40)]
    shares: set[tuple[object, ...]] = set()
    con.execute("INSERT INTO store.snapshot BY NAME SELECT DATE '2026-09-25' AS date, 'model' AS kind, 'hub' AS scope")
    for ordered_cohorts in (cohorts, cohorts[::-1], cohorts[::2] + cohorts[1::2]):
        con.execute("DELETE FROM store.cohort")
        for cohort, repos, usual, stalled in ordered_cohorts:
            con.execute(
                "INSERT INTO store.cohort BY NAME SELECT DATE '2026-09-25' AS date, 'model' AS kind, $cohort AS cohort, $repos AS repos, $usual AS usual, $stalled AS stalled",
                {"cohort": cohort, "repos": repos, "usual": usual, "stalled": stalled},
            )
        shares |= set(fetch_rows(con, "SELECT usual_changed_counter_share, frozen_share FROM days"))
    con.execute("DELETE FROM store.cohort")
    con.execute("DELETE FROM store.snapshot")
    assert len(shares) == 1


@given(
    st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 2**31 - 1), counters, counters), min_size=1, max_size=9)
)
@settings(deadline=None, max_examples=30)
def test_rows_are_stored_by_block_kind_size_and_repo(
    con: duckdb.DuckDBPyConnection, rows: list[tuple[str, int, int | None, int | None]]
) -> None:
    def sort_key(row: tuple[str, int, int | None, int | None]) -> tuple[int, bool, int, int]:
        kind, repo, all_time, recent = row
        counter = all_time if all_time is not None else recent or 0
        return repo >> 16, kind == "dataset", round(math.log2(counter + 1)), repo

    keys = [
        fetch_rows(
            con,
            "SELECT store.storage_key($kind, CAST($repo AS INTEGER), CAST($all_time AS BIGINT), CAST($recent AS BIGINT), 16)",
            kind=kind, repo=repo, all_time=all_time, recent=recent,
        )[0][0]
        for kind, repo, all_time, recent in rows
    ]  # fmt: skip
    assert [row for _, row in sorted(zip(keys, map(sort_key, rows), strict=True))] == sorted(map(sort_key, rows))


@given(
    st.sampled_from(["model", "dataset", "space"]),
    marks,
    counters,
    counters,
    st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
@settings(deadline=None, max_examples=30)
def test_a_row_has_one_status(
    con: duckdb.DuckDBPyConnection,
    kind: str,
    mark: str | None,
    recent: int | None,
    likes: int | None,
    sound: tuple[bool, ...],
) -> None:
    answer = fetch_rows(
        con, "SELECT store.counts($mark), store.status_of($kind, $recent, $liked, $mark, $d, $a, $l)",
        kind=kind, mark=mark, recent=recent, liked=likes, **dict(zip("dal", sound, strict=True)),
    )  # fmt: skip
    # a kind without a downloads counter is never partial for it
    missing = likes is None or (recent is None and kind != "space")
    status = "partial" if missing else "unsound" if not all(sound) else mark or "observed"
    assert answer == [(mark not in ("frozen", "rolled_back"), status)]


@given(st.integers(0, 99), st.integers(0, 1000), st.integers(0, 99), st.integers(0, 1000), st.integers(0, 99))
@settings(deadline=None, max_examples=30)
def test_a_counter_is_interpolated_between_two_observations(
    con: duckdb.DuckDBPyConnection, hour_0: int, value_0: int, span: int, value_1: int, at: int
) -> None:
    moment = hour_0 + min(at, span)
    [(value,)] = fetch_rows(
        con, "SELECT store.value_at($moment, $value_0, $hour_0, $value_1, $hour_1)",
        moment=moment, value_0=value_0, hour_0=hour_0, value_1=value_1, hour_1=hour_0 + span,
    )  # fmt: skip
    exact_value = value_0 + (value_1 - value_0) * (moment - hour_0) / span if span else value_0
    assert value == pytest.approx(exact_value)


@given(st.dictionaries(st.integers(0, 40), st.integers(0, 23), max_size=12))
@settings(deadline=None, max_examples=30)
def test_anchors_are_the_observations_in_the_formula(
    con: duckdb.DuckDBPyConnection, hours_of_days: dict[int, int]
) -> None:
    """Earlier days with the hours of their snapshots; the board's own began at 12."""
    today = FIRST + 40 * DAY
    past = [(today - (ago + 1) * DAY, 24 * (ago + 1) + 12 - hour) for ago, hour in hours_of_days.items()]
    answer = fetch_rows(
        con, """
        WITH past AS (SELECT unnest($dates) AS date, unnest($hours) AS hours, hours / 24.0 AS ago)
        SELECT unnest(store.anchors(date, ago, date, $today)), store.week_anchor(date, ago, true) AS week
        FROM past""",
        dates=[date for date, _ in past], hours=[hours for _, hours in past], today=today,
    )  # fmt: skip
    day, within_1, beyond_1, within_7, beyond_7, oldest, week = answer[0]

    def pick(least: float, most: float, *, near: float, reach: int = 99) -> dt.date | None:
        """The day nearest to an age in hours, from `least` to `most` and at most `reach` days back."""
        candidates = [
            (abs(hours - near), date) for date, hours in past if least <= hours <= most and today - date <= reach * DAY
        ]
        nearest = min((distance for distance, _ in candidates), default=None)
        assert sum(distance == nearest for distance, _ in candidates) < 3
        return next((date for distance, date in candidates if distance == nearest), None)

    inf = math.inf
    ages = dict(past)
    assert (day is None) == (pick(12, 84, near=24) is None)
    assert day is None or abs(ages[day] - 24) == abs(ages[pick(12, 84, near=24)] - 24)  # pyright: ignore[reportArgumentType]
    assert within_1 == pick(0, 24, near=24)
    assert beyond_1 == pick(24, inf, near=24, reach=4)
    assert beyond_7 == pick(168, inf, near=168, reach=10)
    far = pick(-inf, 168, near=168)
    assert within_7 == (far if beyond_7 is None or (far is not None and today - far >= 4 * DAY) else None)
    assert week == pick(-inf, 180, near=180)
    assert oldest == pick(-inf, 684, near=684)


figures = st.one_of(st.none(), st.integers(0, 10**9))
observations = st.builds(Observation, st.integers(0, 23), figures, figures, marks)


@given(
    st.dictionaries(st.integers(0, 12), observations, min_size=1),
    st.dictionaries(st.integers(0, 12), st.integers(-9, 9), max_size=3),
    st.integers(1, 9),
    st.booleans(),
)
@settings(deadline=None, max_examples=12, phases=[Phase.generate])  # each case is a database: too slow to shrink
def test_a_gain_is_between_observations_that_count(
    con: duckdb.DuckDBPyConnection,
    days: dict[int, Observation],
    purges: dict[int, int],
    age_days: int,
    is_compacted: bool,
) -> None:
    """A repo's days in any state, some in a compacted month, through macros and commands."""
    dates = {FIRST + number * DAY: observation for number, observation in days.items()}
    for table in (
        "repo",
        "description",
        "name",
        "snapshot",
        "daily",
        "daily_interval",
        "compacted_day",
        "answer",
        "mark",
        "purge",
    ):
        con.execute(f"DELETE FROM store.{table}")
    con.execute(
        "INSERT INTO store.repo VALUES (1, 'model', 'a', $first, $last, 1, NULL)",
        {"first": min(dates), "last": max(dates)},
    )
    con.execute(
        "INSERT INTO store.description (repo, kind, version, id, created_at) VALUES (1, 'model', 1, 'o/n', $created)",
        {"created": dt.datetime.combine(min(dates) - age_days * DAY, dt.time(6))},
    )
    con.execute("INSERT INTO store.name VALUES (store.name_key('o/n'), 1)")
    for date, observation in dates.items():
        at = dt.datetime.combine(date, dt.time(observation.hour, 10))
        values = {
            "date": date,
            "at": at,
            "likes": observation.likes,
            "counted": observation.downloads,
            "mark": observation.mark,
        }
        con.execute(
            "INSERT INTO store.snapshot BY NAME SELECT $date AS date, 'model' AS kind, 'hub' AS scope, 'ok' AS status, $at AS started_at",
            {"date": date, "at": at},
        )
        con.execute(
            "INSERT INTO store.daily VALUES ('model', $date, 1, 1, $at, 1, $counted, $likes, 0)",
            {key: values[key] for key in ("date", "at", "counted", "likes")},
        )
        if observation.mark:
            con.execute(
                "INSERT INTO store.mark BY NAME SELECT $date AS date, 1 AS repo, $mark AS status",
                {"date": date, "mark": observation.mark},
            )
    for number, likes_taken in purges.items():
        con.execute(
            "INSERT INTO store.purge VALUES ($date, 1, $likes)", {"date": FIRST + number * DAY, "likes": likes_taken}
        )
    if is_compacted:
        compact_month(con, FIRST.replace(day=1))
    gains = {
        (date, counter, span): gain
        for date, counter, span, gain in fetch_rows(
            con,
            "SELECT date, counter, days, gained FROM store.gains_of([1], [1, 3, 7], $first, $last)",
            first=min(dates),
            last=max(dates),
        )
    }
    series = build_series(read_repo_days(con, "o/n")["model"])
    for date in dates:
        for span in (1, 3, 7):
            by_command = tuple(
                interpolate_gain(series, counter, date, span).amount for counter in (read_likes, read_downloads)
            )
            assert (gains[date, "likes", span], gains[date, "downloads_all_time", span]) == by_command, (date, span)


def test_purged_likes_are_counted_from_either_side(con: duckdb.DuckDBPyConnection) -> None:
    """Until a day plus after it gives all."""
    con.execute("DELETE FROM store.purge")
    con.execute(
        "INSERT INTO store.purge SELECT $first + CAST(n AS INTEGER), n % 2, n FROM range(9) t (n)", {"first": FIRST}
    )
    until = {(repo, date): likes_taken for repo, date, likes_taken in fetch_rows(con, "FROM store.purged_of([0, 1])")}
    after = {
        (repo, date): likes_taken
        for date, repo, likes_taken in fetch_rows(
            con, "FROM store.purged_after((SELECT list(date) FROM store.purge), $last)", last=FIRST + 8 * DAY
        )
    }
    assert all(until[key] + after.get(key, 0) == {0: 20, 1: 16}[key[0]] for key in until)  # pyright: ignore[reportOperatorIssue, reportArgumentType]
