import datetime as dt
import json

import pytest

from pipeline.hub_api.known_changes import WEEK, find_changes_on, find_noted_changes, load_known_changes
from pipeline.i18n.messages import has_text
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import sample_world
from tests.conftest import Almanac

COUNTERS = {"downloads", "downloads_all_time", "likes", "trending_score"}


def test_entries_are_complete_and_ordered() -> None:
    changes = load_known_changes()
    assert [change.first for change in changes] == sorted(change.first for change in changes)
    for change in changes:
        assert change.kinds and set(change.kinds) <= {"model", "dataset"}
        assert change.counters and set(change.counters) <= COUNTERS
        assert change.last is None or change.first <= change.last
        assert has_text("en", f"known-change-{change.change}")


@pytest.mark.parametrize(
    ("day", "counters"),
    [
        ("2024-12-11", {("likes",)}),
        ("2025-05-20", {("downloads_all_time",)}),
        ("2025-05-21", set()),
        ("2025-08-17", {("downloads", "downloads_all_time")}),
        ("2026-03-12", {("downloads_all_time",), ("downloads", "downloads_all_time")}),
        ("2026-06-15", {("downloads_all_time",), ("downloads", "downloads_all_time")}),
        ("2026-08-28", {("downloads_all_time",)}),
    ],
)
def test_days_on_record_are_listed(day: str, counters: set[tuple[str, ...]]) -> None:
    changes = [change for change in find_changes_on([dt.date.fromisoformat(day)]) if change.last]
    assert {change.counters for change in changes} == counters


def test_boards_of_the_week_after_a_short_change_have_a_note() -> None:
    step = dt.date(2026, 8, 6)
    for days in range(9):
        libraries = [change.library for change in find_noted_changes(step + dt.timedelta(days))]
        assert ("diffusers" in libraries) == (days <= WEEK.days)
    assert "diffusers" not in [change.library for change in find_noted_changes(step - dt.timedelta(1))]
    # a change that lasts a year would be on each of the year's boards
    assert find_noted_changes(dt.date(2026, 1, 20)) == []


@pytest.mark.slow
@pytest.mark.parametrize("sample", [False, True])
def test_doctor_lists_the_changes_of_recorded_days(almanac: Almanac, sample: bool) -> None:
    world = sample_world(dt.date(2026, 8, 7), days=8, models=250, datasets=50)
    with SampleHub(world, sample=sample) as hub:
        hub.set_day(dt.date(2026, 8, 6))
        before = json.loads(almanac("doctor", "--json", HF_ENDPOINT=hub.url).stdout)
        assert before["known_changes"] == []
        assert almanac("run", HF_ENDPOINT=hub.url).returncode == 0
        after = json.loads(almanac("doctor", "--json", HF_ENDPOINT=hub.url).stdout)["known_changes"]
        output = almanac("doctor", HF_ENDPOINT=hub.url).stdout
    short = [change["library"] for change in after if change["first"] == change["last"]]
    assert short == ([] if sample else ["diffusers"])
    assert ("modular_model_index.json" in output) == (not sample)
