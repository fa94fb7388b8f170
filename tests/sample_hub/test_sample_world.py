import datetime as dt
import itertools
import re
from collections import Counter
from pathlib import Path

import pytest

from pipeline.catalogue import load_catalogue
from pipeline.sample_hub.adversarial_text import MANY_TAGS, MARKUP
from pipeline.sample_hub.days import Kind, Row
from pipeline.sample_hub.listing import parse_query
from pipeline.sample_hub.words import DOCUMENTED_TASKS
from pipeline.sample_hub.world import World, sample_world

DAY = dt.timedelta(days=1)


def rows_by_id(world: World, d: dt.date, kind: Kind = "models") -> dict[str, Row]:
    return {row["id"]: row for row in world.day(d).rows(kind)}


def rows_by_oid(world: World, d: dt.date, kind: Kind = "models") -> dict[str, Row]:
    return {row["_id"]: row for row in world.day(d).rows(kind)}


@pytest.mark.parametrize("hostile", [True, False])
def test_the_same_arguments_give_the_same_days(hostile: bool):
    first, again = (
        sample_world(dt.date(2025, 3, 6), days=8, models=300, datasets=60, hostile=hostile) for _ in range(2)
    )
    assert first.story == again.story
    assert first.day(first.days[5]) == again.day(again.days[5])
    other_world = sample_world(dt.date(2025, 3, 6), days=8, models=300, datasets=60, seed=1)
    assert other_world.day(other_world.days[5]) != first.day(first.days[5])


def test_a_world_has_only_the_forty_days_up_to_the_given_day(world: World):
    assert (len(world.days), world.days[-1]) == (40, dt.date(2025, 3, 6))
    with pytest.raises(ValueError, match=r"2025-03-07.*2025-01-26.*2025-03-06"):
        world.day(dt.date(2025, 3, 7))


@pytest.mark.parametrize(("days", "models"), [(7, 3000), (40, 60)])
def test_a_world_too_small_for_its_story_is_refused(days: int, models: int):
    with pytest.raises(ValueError, match=r"sample world"):
        sample_world(dt.date(2025, 3, 6), days, models=models)


def test_a_world_for_people_has_no_hostile_repos():
    world = sample_world(dt.date(2025, 3, 6), days=8, models=300, datasets=80, hostile=False)
    day = world.day(world.days[-1])
    assert not any(re.search(r"evil|xss|[<>]", row["id"]) for row in (*day.models, *day.datasets))
    assert max(len(row["tags"]) for row in day.models) < MANY_TAGS and MARKUP not in str(day.models)


def test_the_demo_populates_every_documented_category():
    world = sample_world(dt.date(2025, 3, 6))
    first, last = world.day(world.days[0]), world.day(world.days[-1])
    assert 2900 < len(last.models) < 3100
    assert len({row["_id"] for row in last.models}) == len({row["id"] for row in last.models}) == len(last.models)
    for task in DOCUMENTED_TASKS:
        members = [
            r
            for r in first.models
            if task.slug in (r["tags"] if not task.pipeline_tag_share else [r.get("pipeline_tag")])
        ]
        assert len(members) >= 60, task.slug
    text2text = [row for row in last.models if "text2text-generation" in row["tags"]]
    assert sum("pipeline_tag" not in row for row in text2text) > len(text2text) / 2
    assert {row["pipeline_tag"] for row in text2text if "pipeline_tag" in row} == {"translation", "summarization"}
    assert 0.15 < sum("pipeline_tag" not in row for row in last.models) / len(last.models) < 0.27
    assert 0.27 < sum("library_name" not in row for row in last.models) / len(last.models) < 0.4
    assert 0.7 < sum("modality:text" in row["tags"] for row in last.datasets) / len(last.datasets) < 0.9


def test_ids_encode_the_second_of_creation(world: World):
    for row in world.day(world.days[-1]).models:
        created_at = dt.datetime.fromisoformat(row["createdAt"])
        assert int(row["_id"][:8], 16) == created_at.timestamp()
        assert len(row["_id"]) == 24


def test_repos_appear_on_most_days_and_not_before_their_creation(world: World):
    days = [rows_by_oid(world, d) for d in world.days]
    assert sum(len(today.keys() - before.keys()) > 0 for before, today in itertools.pairwise(days)) >= 25
    nine = dt.time(9, tzinfo=dt.UTC)
    for d, rows in zip(world.days, days, strict=True):
        now = dt.datetime.combine(d, nine)
        assert all(dt.datetime.fromisoformat(row["createdAt"]) <= now for row in rows.values())


def test_the_thirty_day_counter_falls_as_well_as_rises_and_likes_fall_now_and_then(world: World):
    falls = rises = like_falls = 0
    for before, today in itertools.pairwise(world.days):
        old, new = rows_by_oid(world, before), rows_by_oid(world, today)
        for oid in old.keys() & new.keys():
            falls += new[oid]["downloads"] < old[oid]["downloads"]
            rises += new[oid]["downloads"] > old[oid]["downloads"]
            like_falls += new[oid]["likes"] < old[oid]["likes"]
    assert 0.3 < falls / (falls + rises) < 0.7
    assert like_falls > 0


def test_trending_scores_are_mostly_nothing_sometimes_fractional_and_never_negative(world: World):
    scores = [row["trendingScore"] for row in world.day(world.days[-1]).models]
    assert sum(score == 0 for score in scores) > len(scores) / 3
    assert any(isinstance(score, float) for score in scores)
    assert len({score for score in scores if score >= 1}) > 20
    assert min(scores) == 0


def test_a_trending_score_is_the_likes_of_seven_days(world: World):
    old, new = rows_by_oid(world, world.days[-8]), rows_by_oid(world, world.days[-1])
    gains = {oid: max(new[oid]["likes"] - old[oid]["likes"], 0) for oid in old.keys() & new.keys()}
    exact = [new[oid]["trendingScore"] == likes for oid, likes in gains.items()]
    assert sum(exact) > 0.9 * len(exact)


def test_on_the_frozen_day_most_download_counters_are_frozen_but_likes_move(world: World):
    d = world.story.frozen_day
    for day, day_is_frozen in ((d - DAY, False), (d, True), (d + DAY, False)):
        old, new = rows_by_oid(world, day - DAY), rows_by_oid(world, day)
        common_oids = [oid for oid in old.keys() & new.keys() if old[oid]["downloads"] > 100]
        is_frozen = [
            all(new[oid][key] == old[oid][key] for key in ("downloads", "downloadsAllTime")) for oid in common_oids
        ]
        share = sum(is_frozen) / len(common_oids)
        assert (0.7 < share < 0.9) if day_is_frozen else share < 0.1
        assert any(new[oid]["likes"] > old[oid]["likes"] for oid in common_oids)


def test_downloads_of_all_time_fall_only_for_the_repos_rolled_back(world: World):
    d, story = world.story.rollback_day, world.story
    old, new = rows_by_id(world, d - DAY), rows_by_id(world, d)
    lowered_ids = {i for i in old.keys() & new.keys() if new[i]["downloadsAllTime"] < old[i]["downloadsAllTime"]}
    assert lowered_ids == set(story.rolled_back_models)


def test_renamed_repos_keep_their_oid_and_redirect(world: World):
    kinds: tuple[tuple[Kind, tuple[str, str, dt.date]], ...] = (
        ("models", world.story.rename),
        ("datasets", world.story.dataset_rename),
    )
    for kind, (old, new, d) in kinds:
        before, after = rows_by_id(world, d - DAY, kind), rows_by_id(world, d, kind)
        assert old in before and new not in before
        assert new in after and old not in after
        assert before[old]["_id"] == after[new]["_id"]
        assert f"{kind}/{old}" not in world.day(d - DAY).redirects
        assert world.day(d).redirects[f"{kind}/{old}"] == new


def test_deleted_repos_stay_away_and_the_vanished_one_returns(world: World):
    deletion, absence = world.story.deletion, world.story.absence
    assert [deletion.id in rows_by_id(world, d) for d in world.days] == [d < deletion.date for d in world.days]
    presence = [absence.id in rows_by_id(world, d) for d in world.days]
    assert presence == [not absence.first_absent_day <= d < absence.return_day for d in world.days]


def test_a_reused_name_is_another_repo(world: World):
    name, old_oid, new_oid, d = world.story.name_reuse
    holders = [rows_by_id(world, day).get(name, {}).get("_id") for day in world.days]
    assert holders[0] == old_oid
    assert holders[world.days.index(d)] == holders[-1] == new_oid
    assert holders[world.days.index(d) - 1] is None


def test_license_gating_and_task_change_on_their_day(world: World):
    license_change, gated_change, tag_change = (
        world.story.license_change,
        world.story.gated_change,
        world.story.pipeline_tag_change,
    )
    before, after = (
        rows_by_id(world, license_change.date - DAY)[license_change.id],
        rows_by_id(world, license_change.date)[license_change.id],
    )
    assert f"license:{license_change.old}" in before["tags"] and f"license:{license_change.new}" in after["tags"]
    assert before["cardData"]["license"] == license_change.old and after["cardData"]["license"] == license_change.new
    assert rows_by_id(world, gated_change.date - DAY)[gated_change.id]["gated"] is False
    assert rows_by_id(world, gated_change.date)[gated_change.id]["gated"] == "auto"
    assert rows_by_id(world, tag_change.date - DAY)[tag_change.id]["pipeline_tag"] == tag_change.old
    assert rows_by_id(world, tag_change.date)[tag_change.id]["pipeline_tag"] == tag_change.new


def test_each_category_has_a_surge_within_the_last_ten_days(world: World):
    surges = world.story.surges
    assert [surge.category for surge in surges] == [*(task.slug for task in DOCUMENTED_TASKS), "text"]
    for surge in surges:
        kind: Kind = "datasets" if surge.category == "text" else "models"
        eve = surge.first_day - DAY
        likes = [rows_by_id(world, d, kind)[surge.id]["likes"] for d in (eve - 7 * DAY, eve, world.days[-1])]
        days = (world.days[-1] - eve).days
        assert 1 < days <= 10
        assert (likes[1] - likes[0]) / 7 < 2
        assert 25 < (likes[2] - likes[1]) / days < 110


def test_launches_appear_with_many_likes_and_two_downloads(world: World):
    for launch in world.story.launches:
        assert launch.id not in rows_by_id(world, launch.first_day - DAY)
        first_row = rows_by_id(world, launch.first_day)[launch.id]
        assert first_row["likes"] > 500 and first_row["downloads"] == 2
        assert rows_by_id(world, world.days[-1])[launch.id]["likes"] > 2000


def test_odd_repos_exist(world: World):
    story, rows = world.story, rows_by_id(world, world.days[-1])
    assert rows[story.disabled_model]["disabled"] and rows[story.disabled_model]["downloads"] == 0
    assert len(rows[story.many_tags]["tags"]) == 2074
    assert story.long_name in rows and len(story.long_name) > 96
    upper, lower = story.case_twins
    assert upper != lower and upper.lower() == lower and rows[upper]["_id"] != rows[lower]["_id"]
    assert story.unreachable_model in rows
    hostile_text = str([rows[i] for i in story.hostile_models])
    assert all(
        text in hostile_text for text in ("<img src=x onerror=alert(1)>", "DROP TABLE models", r"\x1b[2J", "\u202e"[:0])
    )
    assert not any("\x00" in str(row) for row in rows.values())
    keys = {key for row in rows.values() for key in row.get("safetensors", {}).get("parameters", {})}
    assert {"BF16", "F32"} < keys
    relations = {row["baseModels"]["relation"] for row in rows.values() if "baseModels" in row}
    assert relations == {"adapter", "finetune", "merge", "quantized"}


def test_featured_models_exist_on_every_day(world: World):
    for d in (world.days[0], world.days[20], world.days[-1]):
        rows = rows_by_id(world, d)
        assert len(world.story.featured) == 6
        assert all(rows[i]["likes"] > 100 for i in world.story.featured)
        assert rows["meta-llama/Llama-3.2-3B-Instruct"]["gated"] == "manual"


def test_what_the_hub_would_omit_is_absent(world: World):
    for row in world.day(world.days[-1]).models:
        assert [key for key, value in row.items() if value is None] == ["model-index"]
        assert list(row)[:3] == ["_id", "id", "author"]


@pytest.fixture(scope="module")
def world_for_people() -> World:
    return sample_world(dt.date(2025, 3, 6), hostile=False)


def test_a_world_for_people_has_repos_of_every_task(world_for_people: World, tmp_path: Path):
    own = tmp_path / "catalogue.toml"
    own.write_text('include = ["all-tasks"]', encoding="utf-8")
    day = world_for_people.day(world_for_people.days[0])
    for category in load_catalogue(own).categories:
        params: dict[str, list[str]] = {}
        for key, value in category.params:
            params.setdefault(key, []).append(value)
        query = parse_query(params, page_cap=1000)
        assert sum(map(query.selects, day.rows("models" if category.kind == "model" else "datasets"))) >= 3, (
            category.slug
        )


def test_details_of_a_world_for_people_fit_together(world_for_people: World):
    day = world_for_people.day(world_for_people.days[-1])
    models, dataset_ids = {row["id"]: row for row in day.models}, {row["id"] for row in day.datasets}
    assert len(models) == len(day.models)
    training_data = [tag.removeprefix("dataset:") for row in day.models for tag in row["tags"] if "dataset:" in tag]
    assert len(training_data) > len(models) / 4
    assert sum(name in dataset_ids for name in training_data) > 0.98 * len(
        training_data
    )  # others were renamed or deleted
    for name, row in models.items():
        if name.endswith("-ko"):
            assert "ko" in row["tags"], name
        if name.endswith("-7B") and "safetensors" in row:
            assert 6e9 < row["safetensors"]["total"] < 8e9, name
        base = row.get("baseModels")
        if base:
            base_model = base["models"][0]
            assert f"base_model:{base_model['id']}" in row["tags"]
            assert base_model["id"] not in models or models[base_model["id"]]["_id"] == base_model["_id"]
    derivatives = Counter(row["baseModels"]["models"][0]["id"] for row in day.models if "baseModels" in row)
    assert derivatives.most_common(1)[0][1] >= 5
    for name, count in derivatives.items():
        if name in models:
            assert sum(models[name]["childrenModelCount"].values()) >= count
