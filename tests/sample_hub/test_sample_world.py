"""The invented days: the same each time, plausible, and true to the story they tell."""

import datetime as dt
import itertools

import pytest

from pipeline.sample_hub.days import Kind, Row
from pipeline.sample_hub.words import DOCUMENTED_TASKS
from pipeline.sample_hub.world import World, sample_world

DAY = dt.timedelta(days=1)


def by_id(world: World, d: dt.date, kind: Kind = "models") -> dict[str, Row]:
    return {row["id"]: row for row in world.day(d).rows(kind)}


def by_oid(world: World, d: dt.date, kind: Kind = "models") -> dict[str, Row]:
    return {row["_id"]: row for row in world.day(d).rows(kind)}


def test_the_same_arguments_give_the_same_days():
    first, again = (sample_world(dt.date(2025, 3, 6), days=8, models=300, datasets=60) for _ in range(2))
    assert first.story == again.story
    assert first.day(first.days[5]) == again.day(again.days[5])
    other = sample_world(dt.date(2025, 3, 6), days=8, models=300, datasets=60, seed=1)
    assert other.day(other.days[5]) != first.day(first.days[5])


def test_a_world_holds_forty_days_up_to_the_given_one_and_no_other(world: World):
    assert (len(world.days), world.days[-1]) == (40, dt.date(2025, 3, 6))
    with pytest.raises(ValueError, match="runs from 2025-01-26 to 2025-03-06"):
        world.day(dt.date(2025, 3, 7))


@pytest.mark.parametrize("settings", [{"days": 7}, {"models": 60}])
def test_a_world_too_small_for_its_story_is_refused(settings: dict[str, int]):
    with pytest.raises(ValueError, match=r"sample world"):
        sample_world(dt.date(2025, 3, 6), **settings)


def test_the_demo_populates_every_documented_category():
    world = sample_world(dt.date(2025, 3, 6))
    first, last = world.day(world.days[0]), world.day(world.days[-1])
    assert 2900 < len(last.models) < 3100
    assert len({row["_id"] for row in last.models}) == len({row["id"] for row in last.models}) == len(last.models)
    for task in DOCUMENTED_TASKS:
        members = [r for r in first.models if task.slug in (r["tags"] if not task.tagged else [r.get("pipeline_tag")])]
        assert len(members) >= 60, task.slug
    text2text = [row for row in last.models if "text2text-generation" in row["tags"]]
    assert sum("pipeline_tag" not in row for row in text2text) > len(text2text) / 2
    assert {row["pipeline_tag"] for row in text2text if "pipeline_tag" in row} == {"translation", "summarization"}
    assert 0.15 < sum("pipeline_tag" not in row for row in last.models) / len(last.models) < 0.27
    assert 0.27 < sum("library_name" not in row for row in last.models) / len(last.models) < 0.4
    assert 0.7 < sum("modality:text" in row["tags"] for row in last.datasets) / len(last.datasets) < 0.9


def test_ids_tell_the_second_of_creation(world: World):
    for row in world.day(world.days[-1]).models:
        created = dt.datetime.fromisoformat(row["createdAt"])
        assert int(row["_id"][:8], 16) == created.timestamp()
        assert len(row["_id"]) == 24


def test_repos_appear_on_most_days_and_not_before_their_creation(world: World):
    days = [by_oid(world, d) for d in world.days]
    assert sum(len(today.keys() - before.keys()) > 0 for before, today in itertools.pairwise(days)) >= 25
    nine = dt.time(9, tzinfo=dt.UTC)
    for d, rows in zip(world.days, days, strict=True):
        now = dt.datetime.combine(d, nine)
        assert all(dt.datetime.fromisoformat(row["createdAt"]) <= now for row in rows.values())


def test_the_thirty_day_counter_falls_as_well_as_rises_and_likes_fall_now_and_then(world: World):
    fell = rose = likes_fell = 0
    for before, today in itertools.pairwise(world.days):
        old, new = by_oid(world, before), by_oid(world, today)
        for oid in old.keys() & new.keys():
            fell += new[oid]["downloads"] < old[oid]["downloads"]
            rose += new[oid]["downloads"] > old[oid]["downloads"]
            likes_fell += new[oid]["likes"] < old[oid]["likes"]
    assert 0.3 < fell / (fell + rose) < 0.7
    assert likes_fell > 0


def test_trending_scores_are_mostly_nothing_sometimes_fractional_and_never_negative(world: World):
    scores = [row["trendingScore"] for row in world.day(world.days[-1]).models]
    assert sum(score == 0 for score in scores) > len(scores) / 3
    assert any(isinstance(score, float) for score in scores)
    assert len({score for score in scores if score >= 1}) > 20
    assert min(scores) == 0


def test_a_trending_score_is_the_likes_of_seven_days(world: World):
    old, new = by_oid(world, world.days[-8]), by_oid(world, world.days[-1])
    gained = {oid: max(new[oid]["likes"] - old[oid]["likes"], 0) for oid in old.keys() & new.keys()}
    exact = [new[oid]["trendingScore"] == likes for oid, likes in gained.items()]
    assert sum(exact) > 0.9 * len(exact)


def test_on_the_frozen_day_the_downloads_of_most_repos_stand_still_but_likes_move(world: World):
    d = world.story.frozen_day
    for day, still in ((d - DAY, False), (d, True), (d + DAY, False)):
        old, new = by_oid(world, day - DAY), by_oid(world, day)
        both = [oid for oid in old.keys() & new.keys() if old[oid]["downloads"] > 100]
        still_there = [all(new[oid][key] == old[oid][key] for key in ("downloads", "downloadsAllTime")) for oid in both]
        share = sum(still_there) / len(both)
        assert (0.7 < share < 0.9) if still else share < 0.1
        assert any(new[oid]["likes"] > old[oid]["likes"] for oid in both)


def test_downloads_of_all_time_fall_only_for_the_repos_rolled_back(world: World):
    d, story = world.story.rollback_day, world.story
    old, new = by_id(world, d - DAY), by_id(world, d)
    fallen = {i for i in old.keys() & new.keys() if new[i]["downloadsAllTime"] < old[i]["downloadsAllTime"]}
    assert fallen == set(story.rolled_back)


def test_renamed_repos_keep_their_oid_and_redirect(world: World):
    kinds: tuple[tuple[Kind, tuple[str, str, dt.date]], ...] = (
        ("models", world.story.renamed),
        ("datasets", world.story.renamed_dataset),
    )
    for kind, (old, new, d) in kinds:
        before, after = by_id(world, d - DAY, kind), by_id(world, d, kind)
        assert old in before and new not in before
        assert new in after and old not in after
        assert before[old]["_id"] == after[new]["_id"]
        assert f"{kind}/{old}" not in world.day(d - DAY).redirects
        assert world.day(d).redirects[f"{kind}/{old}"] == new


def test_deleted_repos_stay_away_and_the_vanished_one_returns(world: World):
    deleted, returned = world.story.deleted, world.story.returned
    assert [deleted.id in by_id(world, d) for d in world.days] == [d < deleted.date for d in world.days]
    there = [returned.id in by_id(world, d) for d in world.days]
    assert there == [not returned.gone <= d < returned.back for d in world.days]


def test_a_reused_name_is_another_repo(world: World):
    name, old_oid, new_oid, d = world.story.reused
    holders = [by_id(world, day).get(name, {}).get("_id") for day in world.days]
    assert holders[0] == old_oid
    assert holders[world.days.index(d)] == holders[-1] == new_oid
    assert holders[world.days.index(d) - 1] is None


def test_licence_gating_and_task_change_on_their_day(world: World):
    licence, gated, tag = world.story.licence_change, world.story.gated_change, world.story.pipeline_tag_change
    before, after = by_id(world, licence.date - DAY)[licence.id], by_id(world, licence.date)[licence.id]
    assert f"license:{licence.old}" in before["tags"] and f"license:{licence.new}" in after["tags"]
    assert before["cardData"]["license"] == licence.old and after["cardData"]["license"] == licence.new
    assert by_id(world, gated.date - DAY)[gated.id]["gated"] is False
    assert by_id(world, gated.date)[gated.id]["gated"] == "auto"
    assert by_id(world, tag.date - DAY)[tag.id]["pipeline_tag"] == tag.old
    assert by_id(world, tag.date)[tag.id]["pipeline_tag"] == tag.new


def test_each_category_has_a_surge_within_the_last_ten_days(world: World):
    surges = world.story.surges
    assert [surge.category for surge in surges] == [*(task.slug for task in DOCUMENTED_TASKS), "text"]
    for surge in surges:
        kind: Kind = "datasets" if surge.category == "text" else "models"
        eve = surge.first_day - DAY
        likes = [by_id(world, d, kind)[surge.id]["likes"] for d in (eve - 7 * DAY, eve, world.days[-1])]
        days = (world.days[-1] - eve).days
        assert 1 < days <= 10
        assert (likes[1] - likes[0]) / 7 < 2
        assert 25 < (likes[2] - likes[1]) / days < 110


def test_launches_appear_with_many_likes_and_two_downloads(world: World):
    for launch in world.story.launches:
        assert launch.id not in by_id(world, launch.first_day - DAY)
        born = by_id(world, launch.first_day)[launch.id]
        assert born["likes"] > 500 and born["downloads"] == 2
        assert by_id(world, world.days[-1])[launch.id]["likes"] > 2000


def test_odd_repos_are_there(world: World):
    story, rows = world.story, by_id(world, world.days[-1])
    assert rows[story.disabled]["disabled"] and rows[story.disabled]["downloads"] == 0
    assert len(rows[story.many_tags]["tags"]) == 2074
    assert story.long_name in rows and len(story.long_name) > 96
    upper, lower = story.case_twins
    assert upper != lower and upper.lower() == lower and rows[upper]["_id"] != rows[lower]["_id"]
    assert story.unreachable in rows
    written = str([rows[i] for i in story.hostile])
    assert all(
        text in written for text in ("<img src=x onerror=alert(1)>", "DROP TABLE models", r"\x1b[2J", "\u202e"[:0])
    )
    assert not any("\x00" in str(row) for row in rows.values())
    keys = {key for row in rows.values() for key in row.get("safetensors", {}).get("parameters", {})}
    assert {"BF16", "F32"} < keys
    relations = {row["baseModels"]["relation"] for row in rows.values() if "baseModels" in row}
    assert relations == {"adapter", "finetune", "merge", "quantized"}


def test_the_featured_models_are_there_on_every_day(world: World):
    for d in (world.days[0], world.days[20], world.days[-1]):
        rows = by_id(world, d)
        assert len(world.story.featured) == 6
        assert all(rows[i]["likes"] > 100 for i in world.story.featured)
        assert rows["meta-llama/Llama-3.2-3B-Instruct"]["gated"] == "manual"


def test_what_the_hub_would_omit_is_absent(world: World):
    for row in world.day(world.days[-1]).models:
        assert [key for key, value in row.items() if value is None] == ["model-index"]
        assert list(row)[:3] == ["_id", "id", "author"]
