"""After eight days and a gap, counters equal the Hub's, and ranks those of each day's boards."""

import datetime as dt

import pytest

from pipeline.catalogue import load_catalogue
from pipeline.crawl.scope import Scope
from pipeline.definitions import defs
from pipeline.orchestration.resources import AlmanacHome, Hub
from pipeline.orchestration.runner import run_day
from pipeline.sample_hub.world import World

from .conftest import Runner, snapshot_days

pytestmark = pytest.mark.slow


def _find_true_row(world: World, day: dt.date, repo_id: str) -> dict:
    return next(row for row in world.day(day).models if row["id"] == repo_id)


def test_history_gives_the_exact_counters_of_each_day(eight_days: Runner, story_world: World) -> None:
    days = snapshot_days(story_world)
    for featured in load_catalogue().featured:
        history = eight_days.ask(
            "SELECT date, downloads, downloads_all_time, likes, trending_score FROM history_of($id)", id=featured.id
        )
        rows = [_find_true_row(story_world, day, featured.id) for day in days]
        assert history == [
            (day, row["downloads"], row["downloadsAllTime"], row["likes"], row["trendingScore"])
            for day, row in zip(days, rows, strict=True)
        ]


def test_featured_has_the_same_counters_and_their_true_changes(eight_days: Runner, story_world: World) -> None:
    days = snapshot_days(story_world)
    for featured in load_catalogue().featured:
        now, before = (
            _find_true_row(story_world, days[-1], featured.id),
            _find_true_row(story_world, days[-7], featured.id),
        )
        [row] = eight_days.ask(
            "SELECT current_id, availability, downloads, downloads_all_time, likes, downloads_gained_7d, likes_7d, likes_30d "
            "FROM featured WHERE id = $id AND date = $day",
            id=featured.id,
            day=days[-1],
        )
        assert row == (
            featured.id,
            "gated" if now["gated"] else "ok",
            now["downloads"],
            now["downloadsAllTime"],
            now["likes"],
            now["downloadsAllTime"] - before["downloadsAllTime"],
            now["likes"] - before["likes"],
            None,
        )


def test_every_category_is_ranked_every_day(eight_days: Runner, story_world: World) -> None:
    categories = [c.slug for c in load_catalogue().categories]
    assert len(categories) == 11
    counts = eight_days.ask("SELECT date, count(DISTINCT category) FROM trends WHERE board = 'attention' GROUP BY date")
    assert len(counts) == len(snapshot_days(story_world))
    assert {count for _, count in counts} == {11}


@pytest.mark.parametrize("ago", [1, 7])
def test_former_ranks_are_those_of_the_boards_of_those_days(eight_days: Runner, ago: int) -> None:
    wrong = eight_days.ask(
        f"""
        SELECT count(*) FROM trends t
        LEFT JOIN trends b ON b.date = t.date - {ago} AND b.category = t.category AND b.board = t.board AND b.oid = t.oid
        WHERE t.rank_{ago}d_ago IS DISTINCT FROM b.rank
        """
    )
    assert wrong == [(0,)]
    assert eight_days.ask(f"SELECT count(*) > 100 FROM trends WHERE rank_{ago}d_ago IS NOT NULL") == [(True,)]


def test_the_hub_board_is_the_hubs_own_order(eight_days: Runner, story_world: World) -> None:
    day = story_world.days[-1]
    members = [row for row in story_world.day(day).models if row.get("pipeline_tag") == "translation"]
    order = sorted(
        (row for row in members if row.get("trendingScore") is not None), key=lambda r: (-r["trendingScore"], r["_id"])
    )
    board = eight_days.ask(
        "SELECT id FROM trends WHERE date = $day AND category = 'translation' AND board = 'hub' ORDER BY rank", day=day
    )
    assert [row[0] for row in board] == [row["id"] for row in order]


def test_a_surge_leads_its_board(eight_days: Runner, story_world: World) -> None:
    surges = [surge for surge in story_world.story.surges if surge.first_day < story_world.days[-2]]
    assert surges
    for surge in surges:
        [(best,)] = eight_days.ask(
            "SELECT min(rank) FROM trends WHERE category = $category AND board = 'attention' AND id = $id AND date > $day",
            category=surge.category,
            id=surge.id,
            day=surge.first_day,
        )
        assert best <= 3


def test_totals_are_sums_over_observed_repos(eight_days: Runner, story_world: World) -> None:
    day = story_world.days[-1]
    members = [row for row in story_world.day(day).models if row.get("pipeline_tag") == "any-to-any"]
    [row] = eight_days.ask(
        "SELECT repos, downloads, likes, coverage FROM category_daily WHERE date = $day AND category = 'any-to-any'",
        day=day,
    )
    assert row == (len(members), sum(r["downloads"] for r in members), sum(r["likes"] for r in members), "leaders")


def test_the_frozen_day_shows(eight_days: Runner, story_world: World) -> None:
    frozen = story_world.story.frozen_day
    if frozen not in snapshot_days(story_world)[1:]:
        pytest.skip("the frozen day is not among these")
    shares = dict(eight_days.ask("SELECT date, changed_counter_share FROM snapshots WHERE kind = 'model'"))
    assert shares[frozen] < 0.4 < min(share for day, share in shares.items() if share is not None and day != frozen)


def test_snapshots_have_the_servers_date_and_are_marked_as_sample(eight_days: Runner, story_world: World) -> None:
    rows = eight_days.ask(
        "SELECT date, started_at, scope, status, sample FROM snapshots WHERE kind = 'model' ORDER BY date"
    )
    assert [row[0] for row in rows] == snapshot_days(story_world)
    assert all(row[1].date() == row[0] and row[1].hour == 9 for row in rows)
    assert {row[2:] for row in rows} == {("leaders", "ok", True)}


def test_a_renamed_repo_keeps_its_history_under_both_names(eight_days: Runner, story_world: World) -> None:
    renames = eight_days.ask("SELECT old, new, date FROM events WHERE event = 'renamed' ORDER BY ALL")
    assert story_world.story.rename[2] not in snapshot_days(story_world) or renames
    if not renames:
        pytest.skip("no listed repo was renamed")
    old, new, when = renames[0]
    by_old = eight_days.ask("SELECT date, id FROM history_of($id)", id=old)
    assert by_old == eight_days.ask("SELECT date, id FROM history_of($id)", id=new)
    assert {name for day, name in by_old if day < when} <= {old}
    assert {name for day, name in by_old if day >= when} <= {new}


def test_running_a_past_day_again_changes_nothing_else(eight_days: Runner, story_world: World) -> None:
    """The run reloads the spooled pages, because the Hub is on a later day."""
    day = story_world.days[3]
    relations = {
        "trends": "ORDER BY ALL",
        "featured": "ORDER BY ALL",
        "model_history": "ORDER BY ALL",
        "dataset_history": "ORDER BY ALL",
        "models": "ORDER BY ALL",
        "category_daily": "ORDER BY ALL",
        "snapshots": "ORDER BY ALL",
    }
    before = {name: eight_days.ask(f"FROM {name} {order}") for name, order in relations.items()}
    size = eight_days.home.warehouse.stat().st_size
    eight_days.sample_hub.set_day(story_world.days[-1])
    hub = Hub(endpoint=eight_days.sample_hub.url, anonymous=True)
    for _ in range(2):
        run_day(
            defs,
            eight_days.instance,
            AlmanacHome.at(eight_days.home),
            hub,
            dt.datetime.combine(day, dt.time(9), dt.UTC),
        )
    for name, rows in before.items():
        assert eight_days.ask(f"FROM {name} {relations[name]}") == rows, name
    assert eight_days.home.warehouse.stat().st_size <= size * 1.1


def test_a_past_day_of_a_wider_scope_is_rebuilt_from_its_pages(runner: Runner, world: World) -> None:
    """As from the UI: without a scope, while the Hub is on a later day."""
    runner.run(world.days[0], scope=Scope.hub)
    before = runner.ask("FROM trends ORDER BY ALL")
    runner.sample_hub.set_day(world.days[1])
    hub = Hub(endpoint=runner.sample_hub.url, anonymous=True)
    run_day(
        defs, runner.instance, AlmanacHome.at(runner.home), hub, dt.datetime.combine(world.days[0], dt.time(9), dt.UTC)
    )
    assert runner.ask("SELECT DISTINCT date, scope FROM snapshots") == [(world.days[0], "hub")]
    assert runner.ask("FROM trends ORDER BY ALL") == before
