"""Fourteen full days of the sample Hub: the history has its whole story and nothing else."""

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from pipeline.catalogue import load_catalogue
from pipeline.crawl.crawler import CrawlRequest, crawl
from pipeline.crawl.scope import Scope
from pipeline.hub_api.client import HubClient
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.load import load_day
from tests.conftest import quick

ONE_DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def story_con(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    root = tmp_path_factory.mktemp("story")
    with SampleHub(world) as hub, open_warehouse(root / "warehouse" / "hub.duckdb") as con:
        store_catalogue(con, load_catalogue())
        for day in world.days:
            if day != world.days[2]:
                hub.set_day(day)
                load_day(
                    con,
                    crawl(HubClient(quick(hub.url)), root / "spool", day, CrawlRequest(Scope.hub, load_catalogue())),
                )
        yield con


def fetch_rows(con: duckdb.DuckDBPyConnection, query: str, **params: Any) -> list[tuple[Any, ...]]:
    return con.execute(query, params).fetchall()


def test_only_frozen_counters_are_marked_frozen(story_con: duckdb.DuckDBPyConnection, world: World) -> None:
    frozen = fetch_rows(story_con, "SELECT DISTINCT date FROM model_history WHERE status = 'frozen'")
    assert frozen == [(world.story.frozen_day,)]
    before = {row["_id"]: row for row in world.day(world.story.frozen_day - ONE_DAY).models}
    still_oids = {
        row["_id"] for row in world.day(world.story.frozen_day).models
        if (previous_row := before.get(row["_id"])) and previous_row["downloadsAllTime"] == row["downloadsAllTime"]
    }  # fmt: skip
    marked_oids = {oid for (oid,) in fetch_rows(story_con, "SELECT oid FROM model_history WHERE status = 'frozen'")}
    assert marked_oids <= still_oids and len(marked_oids) > 0.9 * len(still_oids)
    [day] = fetch_rows(
        story_con,
        "SELECT status, changed_counter_share < 0.5 * usual_changed_counter_share FROM days WHERE kind = 'model' AND date = $d",
        d=world.story.frozen_day,
    )
    assert day == ("frozen", True)


def test_counters_below_their_highest_are_marked_until_they_recover(
    story_con: duckdb.DuckDBPyConnection, world: World
) -> None:
    loaded_days = [day for day in world.days if day != world.days[2]]
    highest: dict[str, int] = {}
    low = set()
    for day in loaded_days:
        for row in world.day(day).models:
            value = row["downloadsAllTime"]
            if value < highest.get(row["_id"], 0):
                low.add((day, row["_id"]))
            highest[row["_id"]] = max(value, highest.get(row["_id"], 0))
    assert {oid for day, oid in low if day == world.story.rollback_day} == {
        row["_id"] for row in world.day(world.story.rollback_day).models if row["id"] in world.story.rolled_back_models
    }
    assert set(fetch_rows(story_con, "SELECT date, oid FROM model_history WHERE status = 'rolled_back'")) == low


def test_growth_never_loses_or_invents_downloads(story_con: duckdb.DuckDBPyConnection, world: World) -> None:
    """A frozen or fallen counter gives NULL with its reason."""
    for category in load_catalogue().categories:
        for day in (world.story.frozen_day, world.story.rollback_day, world.days[-1]):
            wrong = fetch_rows(
                story_con, "SELECT id, downloads_gained, reason FROM growth($c, 1, $d) WHERE downloads_gained < 0 OR (downloads_gained IS NULL) = (reason IS NULL)",
                c=category.slug, d=day,
            )  # fmt: skip
            assert wrong == []
    reasons = {
        reason
        for (reason,) in fetch_rows(
            story_con, "SELECT DISTINCT reason FROM growth('text-generation', 1, $d)", d=world.story.frozen_day
        )
    }
    assert "frozen" in reasons


def test_growth_spans_exactly_its_days(story_con: duckdb.DuckDBPyConnection, world: World) -> None:
    day = world.days[9]
    for ago, basis in ((7, "interpolated"), (6, "observed")):  # the third day is missing
        featured = load_catalogue().featured[0].id
        [row] = fetch_rows(
            story_con, "SELECT likes_gained, downloads_gained, days, basis FROM growth('text-generation', $n, $d) WHERE id = $id",
            n=ago, d=day, id=featured,
        )  # fmt: skip
        likes = {d: next(r for r in world.day(d).models if r["id"] == featured)["likes"] for d in world.days}
        likes_before = (
            likes[day - ago * ONE_DAY]
            if basis == "observed"
            else (likes[day - 8 * ONE_DAY] + likes[day - 6 * ONE_DAY]) / 2
        )
        assert row[0] == likes[day] - likes_before and row[2:] == (float(ago), basis)
    young = fetch_rows(
        story_con, "SELECT g.days, m.created_at FROM growth('text', 7, $d) g JOIN datasets m USING (oid) WHERE g.basis = 'since_creation'",
        d=day,
    )  # fmt: skip
    ten = dt.datetime.combine(day, dt.time(10))  # the end of the hour in which the snapshot began
    assert young and all(
        days == pytest.approx((ten - created_at) / ONE_DAY, abs=0.001) and days < 7 for days, created_at in young
    )


def test_the_story_is_in_the_events(story_con: duckdb.DuckDBPyConnection, world: World) -> None:
    story = world.story

    def events(event: str, kind: str = "model") -> list[tuple[Any, ...]]:
        return fetch_rows(
            story_con, "SELECT date, old, new FROM events WHERE event = $e AND kind = $k ORDER BY ALL", e=event, k=kind
        )

    assert events("renamed") == [(story.rename.date, story.rename.old, story.rename.new)]
    assert events("renamed", "dataset") == [
        (story.dataset_rename.date, story.dataset_rename.old, story.dataset_rename.new)
    ]
    disappeared_ids = {old for _, old, _ in events("disappeared")}
    assert {story.deletion.id, story.absence.id, story.name_reuse.id} <= disappeared_ids
    assert (story.absence.return_day, None, story.absence.id) in events("returned")
    assert events("name_reused") == [(story.name_reuse.date, story.name_reuse.old_oid, story.name_reuse.id)]
    for change in (story.license_change, story.gated_change, story.pipeline_tag_change):
        assert len(events(change.field)) >= 1, change
    launched_ids = {launch.id for launch in story.launches if launch.first_day > world.days[0]}
    assert launched_ids <= {new for _, _, new in (*events("appeared"), *events("appeared", "dataset"))}
    assert fetch_rows(story_con, "SELECT count(*) FROM events WHERE date = $d", d=world.days[0]) == [(0,)]


def test_descriptions_have_the_days_on_which_they_applied(story_con: duckdb.DuckDBPyConnection, world: World) -> None:
    change = world.story.license_change
    descriptions = fetch_rows(story_con, "SELECT from_date, to_date, license FROM descriptions_of($id)", id=change.id)
    assert descriptions[0][0] == world.days[0] and descriptions[-1][1] == world.days[-1]
    assert [(before[1] < after[0]) for before, after in itertools.pairwise(descriptions)] == [True] * (
        len(descriptions) - 1
    )
    [at] = [after for before, after in itertools.pairwise(descriptions) if before[2] != after[2]]
    assert at[0] == change.date
    truth = {d: next(r for r in world.day(d).models if r["id"] == change.id) for d in world.days}
    for day, row in truth.items():
        licenses = [license for first, last, license in descriptions if first <= day <= last]
        assert licenses == [next(tag[8:] for tag in row["tags"] if tag.startswith("license:"))] or day == world.days[2]


def test_each_day_has_its_status(story_con: duckdb.DuckDBPyConnection, world: World) -> None:
    assert fetch_rows(story_con, "SELECT date FROM days WHERE status = 'unobserved' AND kind = 'model'") == [
        (world.days[2],)
    ]
    deleted_repo = world.story.deletion
    status_by_day = dict(
        fetch_rows(
            story_con, "SELECT date, status || coalesce(': ' || reason, '') FROM days_of($id)", id=deleted_repo.id
        )
    )
    assert status_by_day[world.days[2]] == "unobserved: no_snapshot"
    assert status_by_day[world.days[-1]] == "unobserved: not_on_hub"
    assert status_by_day[world.days[0]] == "observed"


def test_a_renamed_repo_has_its_whole_history_under_either_name(
    story_con: duckdb.DuckDBPyConnection, world: World
) -> None:
    old, new, _ = world.story.rename
    assert fetch_rows(story_con, "FROM history_of($id)", id=old) == fetch_rows(
        story_con, "FROM history_of($id)", id=new
    )
    assert len(fetch_rows(story_con, "FROM history_of($id)", id=old)) == len(world.days) - 1
    name_reuse = world.story.name_reuse
    assert {oid for (oid,) in fetch_rows(story_con, "SELECT oid FROM history_of($id)", id=name_reuse.id)} == {
        name_reuse.new_oid
    }
