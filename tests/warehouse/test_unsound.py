"""A collapsed counter, or likes that the Hub removes, appear in no figure as growth or decline."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.crawl.scope import Scope
from pipeline.marts.build import build_category_totals, build_featured, build_movers
from pipeline.published.example_queries import example_queries
from pipeline.published.repo_series import list_step_gains, read_downloads, read_repo_days
from pipeline.published.spans import build_series, interpolate_gain
from pipeline.site.page_data import gather_edition
from pipeline.warehouse.quality_checks import CHECKS, run_check
from pipeline.warehouse.soundness import CounterHistory, LevelRow
from tests.conftest import THOROUGH
from tests.fixtures.days import DAY, Load, model, open_copy

COLLAPSE_DAY = 6
FEATURED = "deepseek-ai/DeepSeek-R1"


def row(number: int, on: int, **changes: Any) -> dict[str, Any]:
    """Model `number` gains 10 times its number in downloads and one like a day."""
    featured_fields = (
        {"id": FEATURED, "tags": ["text-generation"], "pipeline_tag": "text-generation"} if number == 1 else {}
    )
    return (
        model(number, downloadsAllTime=100_000 + 10 * number * on, likes=500 + number + on) | featured_fields | changes
    )


@pytest.fixture(scope="module")
def days_before(new_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All days except the last before `COLLAPSE_DAY`."""
    path = tmp_path_factory.mktemp("before") / "hub.duckdb"
    with open_copy(new_warehouse, path) as (con, load):
        for on in range(COLLAPSE_DAY - 1):
            day = DAY + dt.timedelta(on)
            load([row(n, on) for n in range(1, 41)], day, Scope.hub, rank=False)
            build_featured(con, day)
            build_category_totals(con, day)
            build_movers(con, day)
    return path


@pytest.fixture
def days(con: duckdb.DuckDBPyConnection, load: Load):
    """Load the days after `days_before` up to `last`, with `changes` on `COLLAPSE_DAY`: a row's change by its number."""

    def load_days(last: int, changes: dict[str, Any], until: int = COLLAPSE_DAY) -> None:
        for on in range(COLLAPSE_DAY - 1, last + 1):
            day_changes = changes if COLLAPSE_DAY <= on <= until else {}
            load([row(n, on, **day_changes) for n in range(1, 41)], DAY + dt.timedelta(on), Scope.hub)
            build_featured(con, DAY + dt.timedelta(on))
            build_category_totals(con, DAY + dt.timedelta(on))
            build_movers(con, DAY + dt.timedelta(on))

    return load_days


def fetch_rows(con: duckdb.DuckDBPyConnection, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
    defaults = {"d": DAY + dt.timedelta(COLLAPSE_DAY)} if "$d" in query else {}
    return con.execute(query, defaults | parameters).fetchall()


@pytest.mark.begins_with("days_before")
@pytest.mark.parametrize("until", [COLLAPSE_DAY, COLLAPSE_DAY + 1])
def test_downloads_of_zero_are_no_decline(con: duckdb.DuckDBPyConnection, days: Any, until: int) -> None:
    days(until + 2, {"downloads": 0, "downloadsAllTime": 0}, until)
    bad, after = (DAY + dt.timedelta(n) for n in (until, until + 1))
    assert fetch_rows(
        con, "SELECT DISTINCT date, status FROM model_history WHERE status <> 'observed' ORDER BY date"
    ) == [(DAY + dt.timedelta(n), "unsound") for n in range(COLLAPSE_DAY, until + 1)]
    # stored as received
    assert fetch_rows(con, "SELECT DISTINCT downloads, downloads_all_time FROM model_history WHERE date = $d") == [
        (0, 0)
    ]
    assert fetch_rows(con, "SELECT DISTINCT downloads FROM category_daily WHERE date = $d") == [(None,)]
    for day in (bad, after, after + dt.timedelta(1)):
        gains = fetch_rows(
            con,
            "SELECT DISTINCT downloads_gained IS NULL OR downloads_gained BETWEEN 1 AND 400 FROM growth('translation', 1, $on)",
            on=day,
        )
        assert gains == [(True,)], day
        figures = fetch_rows(
            con,
            "SELECT downloads_30d_change_1d, downloads_30d_change_7d, downloads_gained_1d, rank_downloads FROM featured WHERE date = $on",
            on=day,
        )[0]
        assert all(figure is None or 0 <= figure <= 40 for figure in figures), (day, figures)
    assert fetch_rows(con, "SELECT DISTINCT rank_downloads, share_downloads FROM featured WHERE date = $d") == [
        (None, None)
    ]
    assert fetch_rows(
        con,
        "SELECT downloads_gained FROM growth('translation', 1, $on) WHERE id = 'owner/model-40'",
        on=after + dt.timedelta(1),
    ) == [(400,)]
    [(status, codes)] = fetch_rows(
        con,
        "SELECT status, list_transform(notes, lambda n: n.code) FROM boards WHERE board = 'adoption' AND category = 'translation' AND date = $d",
    )
    assert status == "degraded" and {"downloads_unsound", "rates_end_earlier"} <= {*codes}
    rates = fetch_rows(
        con,
        "SELECT DISTINCT score / 10 = CAST(split_part(id, '-', 2) AS INTEGER) FROM trends WHERE board = 'adoption' AND category = 'translation' AND date >= $d",
    )
    assert rates == [(True,)]


@pytest.mark.begins_with("days_before")
def test_likes_of_zero_lift_no_repo_the_day_after(con: duckdb.DuckDBPyConnection, days: Any) -> None:
    days(COLLAPSE_DAY + 2, {"likes": 0})
    assert fetch_rows(
        con, "SELECT status FROM boards WHERE board = 'attention' AND category = 'translation' AND date = $d"
    ) == [("withheld",)]
    later = "FROM trends WHERE board = 'attention' AND date > $d"
    assert fetch_rows(con, f"SELECT DISTINCT likes_1d, likes_7d BETWEEN 6.9 AND 7.1 {later}") == [(1, True)]
    assert fetch_rows(con, "SELECT likes FROM category_daily WHERE date = $d AND category = 'translation'") == [(None,)]
    assert fetch_rows(con, "SELECT DISTINCT likes_1d FROM featured WHERE date >= $d ORDER BY ALL") == [(1,), (None,)]
    assert fetch_rows(con, "SELECT move FROM movers WHERE date >= $d AND move = 'record_day'") == []


@pytest.mark.begins_with("days_before")
def test_half_of_the_repos_at_zero_is_a_collapse_and_few_are_not(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    for on, zero in enumerate((30, 0, 4), COLLAPSE_DAY - 1):
        rows = [row(n, on, **({"downloads": 0, "downloadsAllTime": 0} if n <= zero else {})) for n in range(1, 41)]
        load(rows, DAY + dt.timedelta(on), Scope.hub, rank=False)
    collapse = DAY + dt.timedelta(COLLAPSE_DAY - 1)
    assert fetch_rows(con, "SELECT date, counter FROM store.unsound ORDER BY ALL") == [
        (collapse, "downloads"), (collapse, "downloads_all_time"),
    ]  # fmt: skip
    # the four that fell are below their highest
    assert fetch_rows(con, "SELECT count(*) FROM model_history WHERE status = 'rolled_back'") == [(4,)]


@pytest.mark.begins_with("days_before")
def test_removed_likes_are_no_loss(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    for on in range(COLLAPSE_DAY - 1, 10):
        rows = [row(n, on, **({"likes": 450 + n + on} if n % 2 else {})) for n in range(1, 41)]
        load(rows, DAY + dt.timedelta(on), Scope.hub)
        build_featured(con, DAY + dt.timedelta(on))
        build_category_totals(con, DAY + dt.timedelta(on))
    gains = "SELECT DISTINCT likes_gained FROM growth('translation', $n) ORDER BY ALL"
    # the day's own likes are unknown, so none count
    assert [fetch_rows(con, gains, n=n) for n in (1, 3, 7)] == [[(1,)], [(3,)], [(6,), (7,)]]
    # the boards' step of a week may be interpolated
    boards = "SELECT min(likes_1d), min(likes_7d) >= 5 FROM trends WHERE board = 'attention' AND date >= $d"
    assert fetch_rows(con, boards) == [(1, True)]
    assert fetch_rows(
        con, "SELECT likes_1d, likes_7d FROM featured WHERE id = $id ORDER BY date DESC LIMIT 1", id=FEATURED
    ) == [(1, 6)]
    likes_taken = "SELECT date, kind, id, categories, likes FROM removed_likes WHERE oid = $oid"
    assert fetch_rows(con, likes_taken, oid=model(3)["_id"]) == [
        (DAY + dt.timedelta(5), "model", "owner/model-3", ["translation"], 49)
    ]
    # totals keep the counts; their changes and lines do not fall
    assert fetch_rows(con, "SELECT min(likes), max(likes) FROM category_daily WHERE category = 'translation'") == [
        (19_564, 20_475)
    ]
    changes = con.execute(example_queries()["growing-categories"]).fetchall()
    assert [(change[0], change[2], change[6]) for change in changes if change[0] == "translation"] == [
        ("translation", 7, 254)
    ]
    edition = gather_edition(con)
    levels = [[day["likes_level"] for day in category.days] for category in edition.categories if category.days]
    levels += [[day["likes_level"] for day in repo.days] for repo in edition.repos.values()]
    assert len(levels) > 10 and all(level == sorted(level) for level in levels)


def test_permanently_removed_likes_are_no_loss_once_accepted(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    """A third of all likes disappears for good: unsound for 8 days, then accepted as a purge."""

    def load_day(on: int, more: int = 0) -> None:
        rows = [row(n, on, likes=600 + more + on if on < 2 else 400 + on) for n in range(1, 61)]
        if on == 10:
            rows.pop()  # comes a day later
        load(rows, DAY + dt.timedelta(on), Scope.hub, rank=False)

    def read_purges() -> list[tuple[Any, ...]]:
        return fetch_rows(
            con, "SELECT date, count(*), min(likes), max(likes) FROM store.purge GROUP BY ALL ORDER BY ALL"
        )

    for on in range(13):
        load_day(on)
    assert fetch_rows(con, "SELECT min(date), max(date), count(*) FROM store.unsound") == [
        (DAY + dt.timedelta(2), DAY + dt.timedelta(9), 8)
    ]
    assert read_purges() == [(DAY + dt.timedelta(10), 59, 191, 191), (DAY + dt.timedelta(11), 1, 190, 190)]
    gains = "SELECT min(likes_gained), max(likes_gained), count(likes_gained) FROM growth('translation', $n)"
    assert [fetch_rows(con, gains, n=n)[0] for n in (1, 12)] == [(1, 1, 59), (2, 3, 59)]
    load_day(1, 5)  # replacing an earlier day changes what later days are compared with
    assert read_purges() == [(DAY + dt.timedelta(10), 59, 196, 196), (DAY + dt.timedelta(11), 1, 195, 195)]


def test_one_repo_that_loses_many_likes_is_no_loss_either(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    """Losing more likes than people take back is a purge of that repo; losing fewer is not."""
    for on in range(4):
        changes = {2: {"likes": 440 if on >= 2 else 500}, 3: {"likes": 497 if on >= 2 else 500}}
        load([row(n, on, **changes.get(n, {})) for n in range(1, 41)], DAY + dt.timedelta(on), Scope.hub, rank=False)
    assert fetch_rows(con, "SELECT r.oid, p.likes FROM store.purge p JOIN store.repo r USING (repo)") == [
        (model(2)["_id"], 60)
    ]
    gain_query = (
        "SELECT likes_gained FROM growth('translation', 3) WHERE id IN ('owner/model-2', 'owner/model-3') ORDER BY id"
    )
    assert fetch_rows(con, gain_query) == [(0,), (-3,)]


@pytest.mark.parametrize("away", [False, True])
def test_returning_likes_are_no_growth(con: duckdb.DuckDBPyConnection, load: Load, away: bool) -> None:
    """One repo shows 0 likes for a day and then its likes again, perhaps after an unlisted day."""
    for on in range(6):
        rows = [row(n, on, **({"likes": 0} if n == 2 and on == 3 else {})) for n in range(1, 41)]
        load(
            [listed_row for listed_row in rows if not (away and on == 4 and listed_row["_id"] == model(2)["_id"])],
            DAY + dt.timedelta(on),
            Scope.leaders,
            rank=False,
        )
    days = fetch_rows(con, "SELECT sum(p.likes) FROM store.purge p")
    assert days == [(0,)]
    for last in (4, 5):
        gains = fetch_rows(
            con,
            "SELECT likes_gained FROM growth('translation', 1, $on) WHERE id = 'owner/model-2'",
            on=DAY + dt.timedelta(last),
        )
        assert all(gain is None or 0 <= gain <= 3 for (gain,) in gains), gains
    assert fetch_rows(con, "SELECT likes_gained FROM growth('translation', 5) WHERE id = 'owner/model-2'")[0][0] in (
        3,
        4,
        5,
    )


def test_a_wider_crawl_is_no_collapse(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    few = {"likes": 0, "trendingScore": 0, "downloads": 0, "downloadsAllTime": 0}
    for on in range(6):
        rows = [row(n, on, **(few if n > 25 else {})) for n in range(1, 26 if on < 3 else 151)]
        load(rows, DAY + dt.timedelta(on), Scope.leaders if on < 3 else Scope.hub, rank=on == 5)
    assert fetch_rows(con, "FROM store.unsound") == []
    assert fetch_rows(con, "SELECT count(*) FROM store.mark") == [(0,)]
    assert fetch_rows(con, "SELECT DISTINCT status FROM boards WHERE board = 'attention' AND date > $d - 2") == [
        ("early",)
    ]


def test_a_lasting_collapse_is_accepted(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    for on in range(12):
        rows = [
            row(n, on, **({"trendingScore": 0} if on >= 2 and n > 8 else {"trendingScore": 3})) for n in range(1, 41)
        ]
        load(rows, DAY + dt.timedelta(on), Scope.hub, rank=False)
    bad = [DAY + dt.timedelta(on) for on in range(2, 10)]
    assert fetch_rows(con, "SELECT date FROM store.unsound WHERE counter = 'trending_score' ORDER BY date") == [
        (day,) for day in bad
    ]


def test_scores_of_zero_on_the_first_day_give_no_board(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load([row(n, 0, trendingScore=0) for n in range(1, 41)], DAY, Scope.hub)
    assert fetch_rows(con, "SELECT DISTINCT status FROM boards WHERE board = 'hub'") == [("withheld",)]


@pytest.mark.begins_with("days_before")
def test_a_partial_row_keeps_its_counter_mark(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    """A repo is below its highest, and its answer lacks likes: no output counts the recovery."""
    for on in (COLLAPSE_DAY - 1, COLLAPSE_DAY):
        low = {"downloadsAllTime": 50_000, "likes": None} if on < COLLAPSE_DAY else {}
        load(
            [row(n, on, **(low if n == 2 else {})) for n in range(1, 41)],
            DAY + dt.timedelta(on),
            Scope.hub,
            rank=False,
        )
    days = read_repo_days(con, "owner/model-2")["model"]
    last = DAY + dt.timedelta(COLLAPSE_DAY)
    assert [day.status for day in days[-4:]] == ["observed", "observed", "partial", "observed"]
    assert [gain.amount for gain in list_step_gains(days, read_downloads)][-3:] == [20, None, 40]
    last_gain = interpolate_gain(build_series(days), read_downloads, last, 1).amount
    assert last_gain == 20
    assert fetch_rows(con, "SELECT downloads_gained FROM growth('translation', 1) WHERE id = 'owner/model-2'") == [
        (20,)
    ]


def draw_counters(n: int, on: int) -> dict[str, Any]:
    """Counters of model `n`: a few are large, and 30-day downloads vary by a tenth within a week."""
    share = 40 / n**1.2
    return {
        "downloads": int(20_000 * share * (1 + 0.1 * ((on + n) % 7) / 7)), "downloadsAllTime": int(300_000 * share) + 700 * on,
        "likes": int(900 * share) + on, "trendingScore": n % 9,
    }  # fmt: skip


def scale_counters(
    factor: float, *counters: str, least: int = 1, most: int = 60
) -> Callable[[int, dict[str, Any]], dict[str, Any]]:
    return lambda n, row: {c: int(row[c] * factor) for c in counters} if least <= n <= most else {}


LOW = "below_highest"
EVERY = ("downloads", "downloadsAllTime", "likes")
CASES = {
    "30 days halved": (scale_counters(0.5, "downloads"), {"downloads"}),
    "all time halved": (scale_counters(0.5, "downloadsAllTime"), {LOW}),
    "all halved": (scale_counters(0.5, *EVERY), {"downloads", LOW, "likes"}),
    "all a thousandfold": (scale_counters(1000, *EVERY), {"downloads", "downloads_all_time", "likes"}),
    "the popular third lowered": (scale_counters(0.1, "downloads", most=20), {"downloads"}),
    "likes of the popular half halved": (scale_counters(0.5, "likes", most=30), {"likes"}),
    "zeros of 30 days": (scale_counters(0, "downloads"), {"downloads"}),
    "zeros of all time": (scale_counters(0, "downloadsAllTime"), {"downloads_all_time"}),
    "all time a tenth": (scale_counters(0.1, "downloadsAllTime"), {LOW}),
    "an ordinary fall": (scale_counters(0.8, *EVERY), {LOW}),
    "one repo at zero": (scale_counters(0, *EVERY, most=1), set()),
    "one repo a millionfold": (scale_counters(10**6, *EVERY, most=1), set()),
}


def load_drawn_counters(con: duckdb.DuckDBPyConnection, load: Load, on: int, case: str = "one repo at zero") -> None:
    """Load day `on`; on the fourth, the counters changed as in `case`."""
    change, _ = CASES[case]
    rows = [row(n, on, **draw_counters(n, on)) for n in range(1, 61)]
    if on == 3:
        rows = [counters | change(n, counters) for n, counters in enumerate(rows, 1)]
    load(rows, DAY + dt.timedelta(on), Scope.hub, rank=False)
    build_category_totals(con, DAY + dt.timedelta(on))


@pytest.fixture(scope="module")
def drawn_days(new_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three days of drawn counters."""
    path = tmp_path_factory.mktemp("drawn") / "hub.duckdb"
    with open_copy(new_warehouse, path) as (con, load):
        for on in range(3):
            load_drawn_counters(con, load, on)
    return path


@pytest.mark.begins_with("drawn_days")
@pytest.mark.parametrize(
    "case", CASES if THOROUGH else ["all halved", "the popular third lowered", "one repo a millionfold"]
)
def test_jumping_totals_are_unsound(con: duckdb.DuckDBPyConnection, load: Load, case: str) -> None:
    _, unsound_counters = CASES[case]
    for on in (3, 4):
        load_drawn_counters(con, load, on, case)
    bad = {(DAY + dt.timedelta(3), counter) for counter in unsound_counters - {LOW}}
    assert set(fetch_rows(con, "SELECT date, counter FROM store.unsound")) == bad
    [check] = (check for check in CHECKS if (check.asset, check.name) == ("models", "counters_believed"))
    for on in (2, 3, 4):
        failures = {
            LOW if result.actual.code == LOW else result.subject
            for result in run_check(con, check, DAY + dt.timedelta(on))
            if not result.passes
        }
        assert failures == (unsound_counters if on == 3 else set())
    totals = fetch_rows(
        con,
        "SELECT downloads IS NULL, likes IS NULL FROM category_daily WHERE date = $d AND category = 'translation'",
        d=DAY + dt.timedelta(3),
    )
    assert totals == [("downloads" in unsound_counters, "likes" in unsound_counters)]
    gains = "SELECT min(likes_gained), max(likes_gained), min(downloads_gained), max(downloads_gained) FROM growth('translation', 1, $d)"
    if unsound_counters:
        assert all(gain is None or 0 <= gain <= 1400 for gain in fetch_rows(con, gains, d=DAY + dt.timedelta(4))[0])


def test_zeros_on_the_first_day_of_a_home_are_unsound(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    for on in range(3):
        zero = {"likes": 0, "downloads": 0, "downloadsAllTime": 0} if on == 0 else {}
        rows = [row(n, on, **(draw_counters(n, on) | zero)) for n in range(1, 41)]
        load(rows, DAY + dt.timedelta(on), Scope.hub, rank=on == 0)
    assert fetch_rows(con, "SELECT date, counter FROM store.unsound ORDER BY counter") == [
        (DAY, "downloads"), (DAY, "downloads_all_time"), (DAY, "likes"),
    ]  # fmt: skip
    assert fetch_rows(
        con, "SELECT DISTINCT likes_gained FROM growth('translation', 1, $d)", d=DAY + dt.timedelta(2)
    ) == [(1,)]
    assert fetch_rows(
        con, "SELECT status FROM boards WHERE board = 'attention' AND category = 'translation' AND date = $d", d=DAY
    ) == [("withheld",)]


def assess_days(counter: str, *days: tuple[int, int, float], coverage: int = 1) -> list[bool]:
    """The verdicts on days (number, repos, total) of a counter that is above 0 for all."""
    history = CounterHistory(counter)
    return [
        history.assess(LevelRow(DAY + dt.timedelta(on), coverage, repos, repos, total)) for on, repos, total in days
    ]


def test_a_lasting_total_is_accepted() -> None:
    verdicts = assess_days("likes", *((on, 40, 400.0 if on >= 3 else 1000.0) for on in range(13)))
    assert [on for on, unsound in enumerate(verdicts) if unsound] == list(range(3, 11))


def test_a_brief_rise_does_not_hide_later_days() -> None:
    """The days of the rise are withdrawn once the total is back at its old level."""
    history = CounterHistory("likes")
    totals = [1000.0, 1002.0, 1800.0, 1810.0, 1004.0, 1006.0, 1008.0]
    verdicts = [history.assess(LevelRow(DAY + dt.timedelta(on), 1, 40, 40, total)) for on, total in enumerate(totals)]
    assert verdicts == [False] * 7
    assert history.withdrawn_days == {DAY + dt.timedelta(2), DAY + dt.timedelta(3)}
    assert history.assess(LevelRow(DAY + dt.timedelta(7), 1, 40, 40, 700.0))  # the rise does not set the usual step


@pytest.mark.begins_with("days_before")
def test_implausibly_many_likes_are_no_growth(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    implausible = COLLAPSE_DAY - 1
    for on in range(implausible, implausible + 3):
        rows = [row(n, on, **({"likes": 900} if on == implausible else {})) for n in range(1, 41)]
        load(rows, DAY + dt.timedelta(on), Scope.hub, rank=False)
    assert fetch_rows(con, "SELECT date, counter FROM store.unsound") == [(DAY + dt.timedelta(implausible), "likes")]
    assert fetch_rows(con, "SELECT count(*) FROM store.purge") == [(0,)]
    for n in (1, 2, 4):
        assert fetch_rows(con, "SELECT DISTINCT likes_gained FROM growth('translation', $n)", n=n) == [(n,)]


def test_a_step_is_compared_with_the_largest_earlier_one_and_recent_days() -> None:
    assert assess_days("likes", (0, 40, 1000), (1, 40, 740)) == [False, True]
    assert assess_days("likes", (0, 40, 1000), (1, 40, 760)) == [False, False]
    assert assess_days("trending_score", (0, 40, 1000), (1, 40, 510)) == [False, False]
    assert assess_days("likes", (0, 40, 1000), (1, 40, 3900), (2, 40, 40_000)) == [False, False, True]
    assert assess_days("likes", (0, 40, 1000), (1, 40, 800), (2, 40, 510)) == [False, False, True]
    assert assess_days("likes", (0, 40, 1000), (1, 40, 800), (2, 40, 800), (3, 40, 600)) == [False, False, False, False]
    assert assess_days("likes", (0, 40, 1000), (9, 40, 500)) == [False, False]  # too long ago to compare
    assert assess_days("likes", (0, 19, 1000), (1, 19, 1)) == [False, False]  # too few repos to compare
    assert assess_days("likes", (0, 40, 1000), (1, 20, 520), (2, 60, 1100)) == [
        False,
        False,
        False,
    ]  # repos left, small ones arrived


@pytest.mark.skipif(not THOROUGH, reason="ALMANAC_THOROUGH=1")
def test_arriving_and_leaving_repos_are_no_step(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    """A day without many small repos, one with many more, and one without the ten largest."""
    for on, numbers in enumerate([range(1, 101), range(1, 101), range(1, 61), range(1, 301), range(11, 301)]):
        load([row(n, on, **draw_counters(n, on)) for n in numbers], DAY + dt.timedelta(on), Scope.leaders, rank=False)
    assert fetch_rows(con, "FROM store.unsound WHERE counter <> 'trending_score'") == []


def test_a_total_needs_more_than_half_of_the_repos(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    for on in range(3):
        missing_likes = {"likes": None} if on else {}
        rows = [row(n, on, **(draw_counters(n, on) | (missing_likes if n % 2 else {}))) for n in range(1, 41)]
        load(rows, DAY + dt.timedelta(on), Scope.hub, require_checks=False, rank=False)
        build_category_totals(con, DAY + dt.timedelta(on))
    assert [
        likes is None
        for (likes,) in fetch_rows(con, "SELECT likes FROM category_daily WHERE category = 'translation' ORDER BY date")
    ] == [False, True, True]
