"""A counter that collapses for the whole Hub, and likes that the Hub takes away: no figure shows either as growth or decline."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.crawl.scope import Scope
from pipeline.marts.build import follow_featured, note_movers, total_categories
from pipeline.published.example_queries import example_queries
from pipeline.published.repo_series import days_of, downloads, steps
from pipeline.published.spans import gain_of_days, series_of
from pipeline.site.page_data import gather
from pipeline.warehouse.quality_checks import CHECKS, look
from pipeline.warehouse.soundness import Level, Measured
from tests.conftest import THOROUGH
from tests.fixtures.days import DAY, Load, model, started

COLLAPSED = 6  # the day
FEATURED = "deepseek-ai/DeepSeek-R1"


def row(number: int, on: int, **changed: Any) -> dict[str, Any]:
    """Model `number` on a day: 10 downloads a day of its number, a like a day."""
    named = {"id": FEATURED, "tags": ["text-generation"], "pipeline_tag": "text-generation"} if number == 1 else {}
    return model(number, downloadsAllTime=100_000 + 10 * number * on, likes=500 + number + on) | named | changed


@pytest.fixture(scope="module")
def days_before(new_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with all days but the last before day `COLLAPSED`."""
    path = tmp_path_factory.mktemp("before") / "hub.duckdb"
    with started(new_warehouse, path) as (con, load):
        for on in range(COLLAPSED - 1):
            day = DAY + dt.timedelta(on)
            load([row(n, on) for n in range(1, 41)], day, Scope.hub, ranked=False)
            follow_featured(con, day)
            total_categories(con, day)
            note_movers(con, day)
    return path


@pytest.fixture
def days(con: duckdb.DuckDBPyConnection, load: Load):
    """Take the days after `days_before` up to `last`, `changed` on day `COLLAPSED`: a row's change by its number."""

    def take(last: int, changed: dict[str, Any], until: int = COLLAPSED) -> None:
        for on in range(COLLAPSED - 1, last + 1):
            now = changed if COLLAPSED <= on <= until else {}
            load([row(n, on, **now) for n in range(1, 41)], DAY + dt.timedelta(on), Scope.hub)
            follow_featured(con, DAY + dt.timedelta(on))
            total_categories(con, DAY + dt.timedelta(on))
            note_movers(con, DAY + dt.timedelta(on))

    return take


def ask(con: duckdb.DuckDBPyConnection, query: str, **asked: Any) -> list[tuple[Any, ...]]:
    given = {"d": DAY + dt.timedelta(COLLAPSED)} if "$d" in query else {}
    return con.execute(query, given | asked).fetchall()


@pytest.mark.begins_with("days_before")
@pytest.mark.parametrize("until", [COLLAPSED, COLLAPSED + 1])
def test_downloads_of_zero_are_nobodys_decline(con: duckdb.DuckDBPyConnection, days: Any, until: int) -> None:
    days(until + 2, {"downloads": 0, "downloadsAllTime": 0}, until)
    bad, after = (DAY + dt.timedelta(n) for n in (until, until + 1))
    assert ask(con, "SELECT DISTINCT date, status FROM model_history WHERE status <> 'observed' ORDER BY date") == [
        (DAY + dt.timedelta(n), "unsound") for n in range(COLLAPSED, until + 1)
    ]
    # what came is kept as it came
    assert ask(con, "SELECT DISTINCT downloads, downloads_all_time FROM model_history WHERE date = $d") == [(0, 0)]
    assert ask(con, "SELECT DISTINCT downloads FROM category_daily WHERE date = $d") == [(None,)]
    for day in (bad, after, after + dt.timedelta(1)):
        gains = ask(
            con,
            "SELECT DISTINCT downloads_gained IS NULL OR downloads_gained BETWEEN 1 AND 400 FROM growth('translation', 1, $on)",
            on=day,
        )
        assert gains == [(True,)], day
        figures = ask(
            con,
            "SELECT downloads_30d_change_1d, downloads_30d_change_7d, downloads_gained_1d, rank_downloads FROM featured WHERE date = $on",
            on=day,
        )[0]
        assert all(figure is None or 0 <= figure <= 40 for figure in figures), (day, figures)
    assert ask(con, "SELECT DISTINCT rank_downloads, share_downloads FROM featured WHERE date = $d") == [(None, None)]
    assert ask(
        con,
        "SELECT downloads_gained FROM growth('translation', 1, $on) WHERE id = 'owner/model-40'",
        on=after + dt.timedelta(1),
    ) == [(400,)]
    [(status, codes)] = ask(
        con,
        "SELECT status, list_transform(notes, lambda n: n.code) FROM boards WHERE board = 'adoption' AND category = 'translation' AND date = $d",
    )
    assert status == "degraded" and {"downloads_unsound", "rates_end_earlier"} <= {*codes}
    rates = ask(
        con,
        "SELECT DISTINCT score / 10 = CAST(split_part(id, '-', 2) AS INTEGER) FROM trends WHERE board = 'adoption' AND category = 'translation' AND date >= $d",
    )
    assert rates == [(True,)]


@pytest.mark.begins_with("days_before")
def test_likes_of_zero_lift_nobody_the_day_after(con: duckdb.DuckDBPyConnection, days: Any) -> None:
    days(COLLAPSED + 2, {"likes": 0})
    assert ask(
        con, "SELECT status FROM boards WHERE board = 'attention' AND category = 'translation' AND date = $d"
    ) == [("withheld",)]
    later = "FROM trends WHERE board = 'attention' AND date > $d"
    assert ask(con, f"SELECT DISTINCT likes_1d, likes_7d BETWEEN 6.9 AND 7.1 {later}") == [(1, True)]
    assert ask(con, "SELECT likes FROM category_daily WHERE date = $d AND category = 'translation'") == [(None,)]
    assert ask(con, "SELECT DISTINCT likes_1d FROM featured WHERE date >= $d ORDER BY ALL") == [(1,), (None,)]
    assert ask(con, "SELECT move FROM movers WHERE date >= $d AND move = 'record_day'") == []


def test_half_of_the_repos_at_zero_is_a_collapse_and_few_are_not(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    def take(on: int, zero: int) -> None:
        rows = [row(n, on, **({"downloads": 0, "downloadsAllTime": 0} if n <= zero else {})) for n in range(1, 41)]
        load(rows, DAY + dt.timedelta(on), Scope.hub, ranked=False)

    for on, zero in enumerate((0, 0, 30, 0, 4)):
        take(on, zero)
    assert ask(con, "SELECT date, counter FROM store.unsound ORDER BY ALL") == [
        (DAY + dt.timedelta(2), "downloads"), (DAY + dt.timedelta(2), "downloads_all_time"),
    ]  # fmt: skip
    # the four that fell are below their highest
    assert ask(con, "SELECT count(*) FROM model_history WHERE status = 'rolled_back'") == [(4,)]


def test_likes_taken_away_are_nobodys_loss(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    for on in range(10):
        taken = 50 if on >= 5 else 0
        rows = [row(n, on, **({"likes": 500 + n + on - taken} if n % 2 else {})) for n in range(1, 41)]
        load(rows, DAY + dt.timedelta(on), Scope.hub, ranked=on >= 4)
        follow_featured(con, DAY + dt.timedelta(on))
        total_categories(con, DAY + dt.timedelta(on))
    gains = "SELECT DISTINCT likes_gained FROM growth('translation', $n) ORDER BY ALL"
    # how many came on the day itself cannot be told: none is counted
    assert [ask(con, gains, n=n) for n in (1, 3, 7)] == [[(1,)], [(3,)], [(6,), (7,)]]
    # the boards' step of a week may be interpolated
    boards = "SELECT min(likes_1d), min(likes_7d) >= 5 FROM trends WHERE board = 'attention' AND date >= $d"
    assert ask(con, boards) == [(1, True)]
    assert ask(
        con, "SELECT likes_1d, likes_7d FROM featured WHERE id = $id ORDER BY date DESC LIMIT 1", id=FEATURED
    ) == [(1, 6)]
    taken = "SELECT date, kind, id, categories, likes FROM removed_likes WHERE oid = $oid"
    assert ask(con, taken, oid=model(3)["_id"]) == [
        (DAY + dt.timedelta(5), "model", "owner/model-3", ["translation"], 49)
    ]
    # totals keep what was counted; changes of them, and lines, do not fall
    assert ask(con, "SELECT min(likes), max(likes) FROM category_daily WHERE category = 'translation'") == [
        (19_564, 20_475)
    ]
    changes = con.execute(example_queries()["growing-categories"]).fetchall()
    assert [(change[0], change[2], change[6]) for change in changes if change[0] == "translation"] == [
        ("translation", 7, 254)
    ]
    edition = gather(con)
    levels = [[day["likes_level"] for day in one.days] for one in edition.categories if one.days]
    levels += [[day["likes_level"] for day in repo.days] for repo in edition.repos.values()]
    assert len(levels) > 10 and all(level == sorted(level) for level in levels)


def test_likes_that_stay_away_are_no_loss_when_they_count_again(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    """A third of all likes go for good: hidden for 8 days, and taken away from the day on which they are believed again."""

    def take(on: int, more: int = 0) -> None:
        rows = [row(n, on, likes=600 + more + on if on < 2 else 400 + on) for n in range(1, 61)]
        if on == 10:
            rows.pop()  # comes a day later
        load(rows, DAY + dt.timedelta(on), Scope.hub, ranked=False)

    def taken() -> list[tuple[Any, ...]]:
        return ask(con, "SELECT date, count(*), min(likes), max(likes) FROM store.purge GROUP BY ALL ORDER BY ALL")

    for on in range(13):
        take(on)
    assert ask(con, "SELECT min(date), max(date), count(*) FROM store.unsound") == [
        (DAY + dt.timedelta(2), DAY + dt.timedelta(9), 8)
    ]
    assert taken() == [(DAY + dt.timedelta(10), 59, 191, 191), (DAY + dt.timedelta(11), 1, 190, 190)]
    gains = "SELECT min(likes_gained), max(likes_gained), count(likes_gained) FROM growth('translation', $n)"
    assert [ask(con, gains, n=n)[0] for n in (1, 12)] == [(1, 1, 59), (2, 3, 59)]
    take(1, 5)  # an earlier day that is taken again is what later days are compared with
    assert taken() == [(DAY + dt.timedelta(10), 59, 196, 196), (DAY + dt.timedelta(11), 1, 195, 195)]


def test_one_repo_that_loses_many_likes_is_no_loss_either(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    """More than people take back is a purge of that repo, less is not."""
    for on in range(4):
        changed = {2: {"likes": 440 if on >= 2 else 500}, 3: {"likes": 497 if on >= 2 else 500}}
        load([row(n, on, **changed.get(n, {})) for n in range(1, 41)], DAY + dt.timedelta(on), Scope.hub, ranked=False)
    assert ask(con, "SELECT r.oid, p.likes FROM store.purge p JOIN store.repo r USING (repo)") == [
        (model(2)["_id"], 60)
    ]
    found = (
        "SELECT likes_gained FROM growth('translation', 3) WHERE id IN ('owner/model-2', 'owner/model-3') ORDER BY id"
    )
    assert ask(con, found) == [(0,), (-3,)]


@pytest.mark.parametrize("away", [False, True])
def test_likes_that_come_back_are_no_growth(con: duckdb.DuckDBPyConnection, load: Load, away: bool) -> None:
    """One repo shows 0 likes for a day and then its likes again, perhaps after a day on which nobody listed it."""
    for on in range(6):
        rows = [row(n, on, **({"likes": 0} if n == 2 and on == 3 else {})) for n in range(1, 41)]
        load(
            [one for one in rows if not (away and on == 4 and one["_id"] == model(2)["_id"])],
            DAY + dt.timedelta(on),
            Scope.leaders,
            ranked=False,
        )
    days = ask(con, "SELECT sum(p.likes) FROM store.purge p")
    assert days == [(0,)]
    for last in (4, 5):
        found = ask(
            con,
            "SELECT likes_gained FROM growth('translation', 1, $on) WHERE id = 'owner/model-2'",
            on=DAY + dt.timedelta(last),
        )
        assert all(gained is None or 0 <= gained <= 3 for (gained,) in found), found
    assert ask(con, "SELECT likes_gained FROM growth('translation', 5) WHERE id = 'owner/model-2'")[0][0] in (3, 4, 5)


def test_a_wider_crawl_is_no_collapse(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    few = {"likes": 0, "trendingScore": 0, "downloads": 0, "downloadsAllTime": 0}
    for on in range(6):
        rows = [row(n, on, **(few if n > 25 else {})) for n in range(1, 26 if on < 3 else 151)]
        load(rows, DAY + dt.timedelta(on), Scope.leaders if on < 3 else Scope.hub, ranked=on == 5)
    assert ask(con, "FROM store.unsound") == []
    assert ask(con, "SELECT count(*) FROM store.mark") == [(0,)]
    assert ask(con, "SELECT DISTINCT status FROM boards WHERE board = 'attention' AND date > $d - 2") == [("degraded",)]


def test_a_collapse_that_lasts_is_how_it_is(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    for on in range(12):
        rows = [
            row(n, on, **({"trendingScore": 0} if on >= 2 and n > 8 else {"trendingScore": 3})) for n in range(1, 41)
        ]
        load(rows, DAY + dt.timedelta(on), Scope.hub, ranked=False)
    bad = [DAY + dt.timedelta(on) for on in range(2, 10)]
    assert ask(con, "SELECT date FROM store.unsound WHERE counter = 'trending_score' ORDER BY date") == [
        (day,) for day in bad
    ]


def test_scores_of_zero_on_the_first_day_are_no_board(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load([row(n, 0, trendingScore=0) for n in range(1, 41)], DAY, Scope.hub)
    assert ask(con, "SELECT DISTINCT status FROM boards WHERE board = 'hub'") == [("withheld",)]


def test_a_partial_row_does_not_hide_what_its_counter_is(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    """A day on which a repo is below its highest, and its answer has no likes: no surface counts what comes back."""
    for on in range(4):
        low = {"downloadsAllTime": 50_000, "likes": None} if on == 2 else {}
        load(
            [row(n, on, **(low if n == 2 else {})) for n in range(1, 41)],
            DAY + dt.timedelta(on),
            Scope.hub,
            ranked=False,
        )
    days = days_of(con, "owner/model-2")["model"]
    last = DAY + dt.timedelta(3)
    assert [day.status for day in days] == ["observed", "observed", "partial", "observed"]
    assert [gain.gained for gain in steps(days, downloads)] == [None, 20, None, 40]
    told = gain_of_days(series_of(con, "owner/model-2", days), downloads, last, 1).gained
    assert told == 20
    assert ask(con, "SELECT downloads_gained FROM growth('translation', 1) WHERE id = 'owner/model-2'") == [(20,)]


def wave(n: int, on: int) -> dict[str, Any]:
    """Counters of model `n` as a day of the Hub has them: a few are large, and 30 days rise and fall by a tenth in a week."""
    share = 40 / n**1.2
    return {
        "downloads": int(20_000 * share * (1 + 0.1 * ((on + n) % 7) / 7)), "downloadsAllTime": int(300_000 * share) + 700 * on,
        "likes": int(900 * share) + on, "trendingScore": n % 9,
    }  # fmt: skip


def scaled(
    by: float, *counters: str, least: int = 1, most: int = 60
) -> Callable[[int, dict[str, Any]], dict[str, Any]]:
    """Multiply counters of models `least` to `most`."""
    return lambda n, row: {c: int(row[c] * by) for c in counters} if least <= n <= most else {}


LOW = "downloads_all_time below its highest"  # marked repo by repo
EVERY = ("downloads", "downloadsAllTime", "likes")
CASES = {
    "30 days halved": (scaled(0.5, "downloads"), {"downloads"}),
    "all time halved": (scaled(0.5, "downloadsAllTime"), {LOW}),
    "all halved": (scaled(0.5, *EVERY), {"downloads", LOW, "likes"}),
    "all a thousandfold": (scaled(1000, *EVERY), {"downloads", "downloads_all_time", "likes"}),
    "the popular third lowered": (scaled(0.1, "downloads", most=20), {"downloads"}),
    "likes of the popular half halved": (scaled(0.5, "likes", most=30), {"likes"}),
    "zeros of 30 days": (scaled(0, "downloads"), {"downloads"}),
    "zeros of all time": (scaled(0, "downloadsAllTime"), {"downloads_all_time"}),
    "all time a tenth": (scaled(0.1, "downloadsAllTime"), {LOW}),
    "an ordinary fall": (scaled(0.8, *EVERY), {LOW}),
    "one repo at zero": (scaled(0, *EVERY, most=1), set()),
    "one repo a millionfold": (scaled(10**6, *EVERY, most=1), set()),
}


@pytest.mark.parametrize(
    "case", CASES if THOROUGH else ["all halved", "the popular third lowered", "one repo a millionfold"]
)
def test_totals_that_no_day_before_allows_are_not_believed(
    con: duckdb.DuckDBPyConnection, load: Load, case: str
) -> None:
    change, expected = CASES[case]
    for on in range(5):
        rows = [row(n, on, **wave(n, on)) for n in range(1, 61)]
        if on == 3:
            rows = [one | change(n, one) for n, one in enumerate(rows, 1)]
        load(rows, DAY + dt.timedelta(on), Scope.hub, ranked=False)
        total_categories(con, DAY + dt.timedelta(on))
    bad = {(DAY + dt.timedelta(3), counter) for counter in expected - {LOW}}
    assert set(ask(con, "SELECT date, counter FROM store.unsound")) == bad
    [believed] = (check for check in CHECKS if (check.asset, check.name) == ("models", "counters_believed"))
    for on in (2, 3, 4):
        wrong = {one.what for one in look(con, believed, DAY + dt.timedelta(on)) if not one.holds}
        assert wrong == (expected if on == 3 else set())
    totals = ask(
        con,
        "SELECT downloads IS NULL, likes IS NULL FROM category_daily WHERE date = $d AND category = 'translation'",
        d=DAY + dt.timedelta(3),
    )
    assert totals == [("downloads" in expected, "likes" in expected)]
    gains = "SELECT min(likes_gained), max(likes_gained), min(downloads_gained), max(downloads_gained) FROM growth('translation', 1, $d)"
    if expected:
        assert all(gain is None or 0 <= gain <= 1400 for gain in ask(con, gains, d=DAY + dt.timedelta(4))[0])


def test_zeros_on_the_first_day_of_a_home_are_not_believed(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    for on in range(3):
        zero = {"likes": 0, "downloads": 0, "downloadsAllTime": 0} if on == 0 else {}
        rows = [row(n, on, **(wave(n, on) | zero)) for n in range(1, 41)]
        load(rows, DAY + dt.timedelta(on), Scope.hub, ranked=on == 0)
    assert ask(con, "SELECT date, counter FROM store.unsound ORDER BY counter") == [
        (DAY, "downloads"), (DAY, "downloads_all_time"), (DAY, "likes"),
    ]  # fmt: skip
    assert ask(con, "SELECT DISTINCT likes_gained FROM growth('translation', 1, $d)", d=DAY + dt.timedelta(2)) == [(1,)]
    assert ask(
        con, "SELECT status FROM boards WHERE board = 'attention' AND category = 'translation' AND date = $d", d=DAY
    ) == [("withheld",)]


def judged(counter: str, *days: tuple[int, int, float], catalogue: str = "a") -> list[bool]:
    """The verdicts on days (number, repos, total), of a counter that is above 0 for all."""
    level = Level(counter)
    return [level.judge(Measured(DAY + dt.timedelta(on), catalogue, repos, repos, total)) for on, repos, total in days]


def test_a_total_that_stays_is_how_it_is() -> None:
    told = judged("likes", *((on, 40, 400.0 if on >= 3 else 1000.0) for on in range(13)))
    assert [on for on, unsound in enumerate(told) if unsound] == list(range(3, 11))


def test_a_total_that_rises_for_a_few_days_hides_none_of_those_after_it() -> None:
    """The days of the rise are withdrawn once the total is back where it was."""
    level = Level("likes")
    totals = [1000.0, 1002.0, 1800.0, 1810.0, 1004.0, 1006.0, 1008.0]
    told = [level.judge(Measured(DAY + dt.timedelta(on), "a", 40, 40, total)) for on, total in enumerate(totals)]
    assert told == [False] * 7
    assert level.withdrawn == {DAY + dt.timedelta(2), DAY + dt.timedelta(3)}
    assert level.judge(Measured(DAY + dt.timedelta(7), "a", 40, 40, 700.0))  # the rise is no step to go by


def test_likes_that_are_too_many_for_a_day_are_no_growth(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    for on in range(5):
        rows = [row(n, on, **({"likes": 900} if on == 2 else {})) for n in range(1, 41)]
        load(rows, DAY + dt.timedelta(on), Scope.hub, ranked=False)
    assert ask(con, "SELECT date, counter FROM store.unsound") == [(DAY + dt.timedelta(2), "likes")]
    assert ask(con, "SELECT count(*) FROM store.purge") == [(0,)]
    for n in (1, 2, 4):
        assert ask(con, "SELECT DISTINCT likes_gained FROM growth('translation', $n)", n=n) == [(n,)]


def test_a_step_is_judged_by_the_largest_before_and_by_days_that_are_near() -> None:
    assert judged("likes", (0, 40, 1000), (1, 40, 740)) == [False, True]
    assert judged("likes", (0, 40, 1000), (1, 40, 760)) == [False, False]
    assert judged("trending_score", (0, 40, 1000), (1, 40, 510)) == [False, False]
    assert judged("likes", (0, 40, 1000), (1, 40, 3900), (2, 40, 40_000)) == [False, False, True]
    assert judged("likes", (0, 40, 1000), (1, 40, 800), (2, 40, 510)) == [False, False, True]
    assert judged("likes", (0, 40, 1000), (1, 40, 800), (2, 40, 800), (3, 40, 600)) == [False, False, False, False]
    assert judged("likes", (0, 40, 1000), (9, 40, 500)) == [False, False]  # too long ago to tell
    assert judged("likes", (0, 19, 1000), (1, 19, 1)) == [False, False]  # too few to tell
    assert judged("likes", (0, 40, 1000), (1, 20, 520), (2, 60, 1100)) == [
        False,
        False,
        False,
    ]  # repos went, small ones came


@pytest.mark.skipif(not THOROUGH, reason="ALMANAC_THOROUGH=1")
def test_repos_that_come_or_go_are_no_step(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    """A day on which many small repos are not listed, one of many more small ones, and one without the ten largest."""
    for on, which in enumerate([range(1, 101), range(1, 101), range(1, 61), range(1, 301), range(11, 301)]):
        load([row(n, on, **wave(n, on)) for n in which], DAY + dt.timedelta(on), Scope.leaders, ranked=False)
    assert ask(con, "FROM store.unsound WHERE counter <> 'trending_score'") == []


def test_a_total_of_half_of_the_repos_is_none(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    for on in range(3):
        gone = {"likes": None} if on else {}
        rows = [row(n, on, **(wave(n, on) | (gone if n % 2 else {}))) for n in range(1, 41)]
        load(rows, DAY + dt.timedelta(on), Scope.hub, require_checks=False, ranked=False)
        total_categories(con, DAY + dt.timedelta(on))
    assert [
        likes is None
        for (likes,) in ask(con, "SELECT likes FROM category_daily WHERE category = 'translation' ORDER BY date")
    ] == [False, True, True]
