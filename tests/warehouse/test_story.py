"""Fourteen days of the sample Hub, listed whole: all that its story tells is found in the history, and nothing else."""

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from pipeline.catalogue import load_catalogue
from pipeline.crawl.crawler import Wanted, crawl
from pipeline.crawl.scope import Scope
from pipeline.hub_api.client import HubClient
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from pipeline.warehouse.catalogue_tables import load_catalogue as keep_catalogue
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.load import load_day
from tests.conftest import quick

ONE = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def told(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse of all days but one, which nobody took."""
    root = tmp_path_factory.mktemp("story")
    with SampleHub(world) as hub, open_warehouse(root / "warehouse" / "hub.duckdb") as con:
        keep_catalogue(con, load_catalogue())
        for day in world.days:
            if day != world.days[2]:
                hub.set_day(day)
                load_day(
                    con, crawl(HubClient(quick(hub.url)), root / "spool", day, Wanted(Scope.hub, load_catalogue()))
                )
        yield con


def rows(con: duckdb.DuckDBPyConnection, query: str, **params: Any) -> list[tuple[Any, ...]]:
    return con.execute(query, params).fetchall()


def test_counters_that_stood_still_are_marked_and_none_else(told: duckdb.DuckDBPyConnection, world: World) -> None:
    frozen = rows(told, "SELECT DISTINCT date FROM model_history WHERE status = 'frozen'")
    assert frozen == [(world.story.frozen_day,)]
    before = {row["_id"]: row for row in world.day(world.story.frozen_day - ONE).models}
    still = {
        row["_id"] for row in world.day(world.story.frozen_day).models
        if (was := before.get(row["_id"])) and was["downloadsAllTime"] == row["downloadsAllTime"]
    }  # fmt: skip
    marked = {oid for (oid,) in rows(told, "SELECT oid FROM model_history WHERE status = 'frozen'")}
    assert marked <= still and len(marked) > 0.9 * len(still)
    [day] = rows(
        told,
        "SELECT status, changed_counter_share < 0.5 * usual_changed_counter_share FROM days WHERE kind = 'model' AND date = $d",
        d=world.story.frozen_day,
    )
    assert day == ("frozen", True)


def test_counters_below_their_highest_are_marked_until_that_is_made_up_for(
    told: duckdb.DuckDBPyConnection, world: World
) -> None:
    taken = [day for day in world.days if day != world.days[2]]
    highest: dict[str, int] = {}
    low = set()
    for day in taken:
        for row in world.day(day).models:
            value = row["downloadsAllTime"]
            if value < highest.get(row["_id"], 0):
                low.add((day, row["_id"]))
            highest[row["_id"]] = max(value, highest.get(row["_id"], 0))
    assert {oid for day, oid in low if day == world.story.rollback_day} == {
        row["_id"] for row in world.day(world.story.rollback_day).models if row["id"] in world.story.rolled_back
    }
    assert set(rows(told, "SELECT date, oid FROM model_history WHERE status = 'rolled_back'")) == low


def test_on_no_day_does_growth_lose_or_invent_downloads(told: duckdb.DuckDBPyConnection, world: World) -> None:
    """A frozen or fallen counter gives NULL with its reason, not a figure."""
    for category in load_catalogue().categories:
        for day in (world.story.frozen_day, world.story.rollback_day, world.days[-1]):
            wrong = rows(
                told, "SELECT id, downloads_gained, reason FROM growth($c, 1, $d) WHERE downloads_gained < 0 OR (downloads_gained IS NULL) = (reason IS NULL)",
                c=category.slug, d=day,
            )  # fmt: skip
            assert wrong == []
    reasons = {
        reason
        for (reason,) in rows(
            told, "SELECT DISTINCT reason FROM growth('text-generation', 1, $d)", d=world.story.frozen_day
        )
    }
    assert "frozen" in reasons


def test_growth_spans_exactly_its_days(told: duckdb.DuckDBPyConnection, world: World) -> None:
    day = world.days[9]
    for ago, basis in ((7, "interpolated"), (6, "observed")):  # the third day was not taken
        featured = load_catalogue().featured[0].id
        [row] = rows(
            told, "SELECT likes_gained, downloads_gained, days, basis FROM growth('text-generation', $n, $d) WHERE id = $id",
            n=ago, d=day, id=featured,
        )  # fmt: skip
        likes = {d: next(r for r in world.day(d).models if r["id"] == featured)["likes"] for d in world.days}
        was = likes[day - ago * ONE] if basis == "observed" else (likes[day - 8 * ONE] + likes[day - 6 * ONE]) / 2
        assert row[0] == likes[day] - was and row[2:] == (float(ago), basis)
    young = rows(
        told, "SELECT g.days, m.created_at FROM growth('text', 7, $d) g JOIN datasets m USING (oid) WHERE g.basis = 'since_creation'",
        d=day,
    )  # fmt: skip
    ten = dt.datetime.combine(day, dt.time(10))  # the end of the hour in which the snapshot began
    assert young and all(days == pytest.approx((ten - made) / ONE, abs=0.001) and days < 7 for days, made in young)


def test_the_story_is_in_the_events(told: duckdb.DuckDBPyConnection, world: World) -> None:
    story = world.story

    def events(event: str, kind: str = "model") -> list[tuple[Any, ...]]:
        return rows(
            told, "SELECT date, old, new FROM events WHERE event = $e AND kind = $k ORDER BY ALL", e=event, k=kind
        )

    assert events("renamed") == [(story.renamed.date, story.renamed.old, story.renamed.new)]
    assert events("renamed", "dataset") == [
        (story.renamed_dataset.date, story.renamed_dataset.old, story.renamed_dataset.new)
    ]
    gone = {old for _, old, _ in events("disappeared")}
    assert {story.deleted.id, story.returned.id, story.reused.id} <= gone
    assert (story.returned.back, None, story.returned.id) in events("returned")
    assert events("name_reused") == [(story.reused.date, story.reused.old_oid, story.reused.id)]
    for change in (story.licence_change, story.gated_change, story.pipeline_tag_change):
        name = {"licence": "license"}.get(change.field, change.field)
        assert len(events(name)) >= 1, change
    launched = {launch.id for launch in story.launches if launch.first_day > world.days[0]}
    assert launched <= {new for _, _, new in (*events("appeared"), *events("appeared", "dataset"))}
    assert rows(told, "SELECT count(*) FROM events WHERE date = $d", d=world.days[0]) == [(0,)]


def test_descriptions_are_told_by_the_days_on_which_they_held(told: duckdb.DuckDBPyConnection, world: World) -> None:
    change = world.story.licence_change
    found = rows(told, "SELECT from_date, to_date, license FROM descriptions_of($id)", id=change.id)
    assert found[0][0] == world.days[0] and found[-1][1] == world.days[-1]
    assert [(before[1] < after[0]) for before, after in itertools.pairwise(found)] == [True] * (len(found) - 1)
    [at] = [after for before, after in itertools.pairwise(found) if before[2] != after[2]]
    assert at[0] == change.date
    truth = {d: next(r for r in world.day(d).models if r["id"] == change.id) for d in world.days}
    for day, row in truth.items():
        said = [license for first, last, license in found if first <= day <= last]
        assert said == [next(tag[8:] for tag in row["tags"] if tag.startswith("license:"))] or day == world.days[2]


def test_each_day_is_told_for_what_it_was(told: duckdb.DuckDBPyConnection, world: World) -> None:
    assert rows(told, "SELECT date FROM days WHERE status = 'unobserved' AND kind = 'model'") == [(world.days[2],)]
    deleted = world.story.deleted
    said = dict(rows(told, "SELECT date, status || coalesce(': ' || reason, '') FROM days_of($id)", id=deleted.id))
    assert said[world.days[2]] == "unobserved: no_snapshot"
    assert said[world.days[-1]] == "unobserved: not_on_hub"
    assert said[world.days[0]] == "observed"


def test_a_renamed_repo_has_its_whole_history_under_either_name(told: duckdb.DuckDBPyConnection, world: World) -> None:
    old, new, _ = world.story.renamed
    assert rows(told, "FROM history_of($id)", id=old) == rows(told, "FROM history_of($id)", id=new)
    assert len(rows(told, "FROM history_of($id)", id=old)) == len(world.days) - 1
    reused = world.story.reused
    assert {oid for (oid,) in rows(told, "SELECT oid FROM history_of($id)", id=reused.id)} == {reused.new_oid}
