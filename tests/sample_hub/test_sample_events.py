import datetime as dt

import numpy as np
import pytest

from pipeline.sample_hub.counters import WINDOW, Counters
from pipeline.sample_hub.events import (
    DEMO_DAYS,
    AllTimeStall,
    Event,
    HalfStall,
    LibraryStep,
    LikesPurge,
    Rollback,
    ZeroScores,
    demo_events,
)
from pipeline.sample_hub.featured import FEATURED_MODELS
from pipeline.sample_hub.world import World, sample_world

LAST_DAY = dt.date(2026, 11, 20)
DAYS = 14
PLAIN = sample_world(LAST_DAY, DAYS, models=400, datasets=80).truth


def play_events(*events: Event) -> World:
    return PLAIN.with_events(*events)


def mask_affected_models(world: World) -> np.ndarray:
    [played_event] = world.story.events
    return np.array([repo.id in played_event.models for repo in world.plot.models])


def compare_model_counters(world: World) -> tuple[Counters, Counters]:
    """Return the counters with and without the events."""
    return world.model_counters, PLAIN.model_counters


def assert_only_changed(world: World, *changed_counters: str) -> None:
    """No other counter or repo changes, and the true counters stay."""
    visible, plain = compare_model_counters(world)
    for name in ("likes", "downloads", "downloads_all_time", "trending"):
        rows = ~mask_affected_models(world) if name in changed_counters else np.full(len(world.plot.models), True)
        assert np.array_equal(getattr(visible, name)[rows], getattr(plain, name)[rows]), name
        assert np.array_equal(getattr(world.true_model_counters, name), getattr(PLAIN.true_model_counters, name))


def test_a_rollback_that_recovers_lowers_all_time_counters_for_its_days_only() -> None:
    world = play_events(Rollback(4, days=3))
    visible, plain = compare_model_counters(world)
    mask = mask_affected_models(world)
    assert 20 < mask.sum() < len(mask) / 2
    is_lowered = (visible.downloads_all_time < plain.downloads_all_time)[mask]
    assert is_lowered.all(axis=0).tolist() == [4 <= day < 7 for day in range(DAYS)]
    assert not is_lowered[:, [*range(4), *range(7, DAYS)]].any()
    assert (visible.downloads_all_time >= 0).all()
    assert_only_changed(world, "downloads_all_time")


def test_a_lasting_rollback_stays_below_its_previous_high_and_keeps_counting() -> None:
    world = play_events(Rollback(3, fraction=0.5))
    visible, plain = compare_model_counters(world)
    mask = mask_affected_models(world)
    former = visible.downloads_all_time[mask, 2]
    assert (visible.downloads_all_time[mask, 3 + 8] < former).mean() > 0.9
    steps, true_steps = np.diff(visible.downloads_all_time[mask, 3:9]), np.diff(plain.downloads_all_time[mask, 3:9])
    assert np.array_equal(steps, true_steps)
    assert_only_changed(world, "downloads_all_time")


def test_an_all_time_stall_lasts_a_day_and_catches_up() -> None:
    world = play_events(AllTimeStall(5))
    visible, plain = compare_model_counters(world)
    mask = mask_affected_models(world)
    assert {model.id for model in FEATURED_MODELS} <= world.story.events[0].models
    assert np.array_equal(visible.downloads_all_time[mask, 5], plain.downloads_all_time[mask, 4])
    assert np.array_equal(visible.downloads_all_time[:, 6:], plain.downloads_all_time[:, 6:])
    assert (np.diff(visible.downloads[:, 4:6]) != 0).mean() > 0.7, "the 30-day counters move"
    assert_only_changed(world, "downloads_all_time")


def test_a_half_stall_leaves_out_newer_repos_first_and_all_datasets() -> None:
    world = sample_world(LAST_DAY, DAYS, models=3000, datasets=80).truth.with_events(HalfStall(5))
    [played_event] = world.story.events
    creation_months = {repo.id: repo.row["createdAt"][:7] for repo in world.plot.models if repo.first_day < 5}

    def compute_counting_share(first: str, last: str) -> float:
        repos = [name for name, month in creation_months.items() if first <= month < last]
        return sum(name not in played_event.models for name in repos) / len(repos)

    assert compute_counting_share("2022-03", "2022-04") > 0.9
    assert 0.55 < compute_counting_share("2022-04", "2024-01") < 0.95
    assert 0.2 < compute_counting_share("2024-01", "2025-01") < 0.65
    assert compute_counting_share("2025-04", "2027-01") == 0
    assert played_event.datasets == {repo.id for repo in world.plot.datasets if repo.first_day < 5}
    for visible in (world.model_counters, world.dataset_counters):
        assert (np.diff(visible.downloads_all_time[:, 4:6]) >= 0).all()
    true = world.true_model_counters
    is_stalled = np.array([repo.id in played_event.models for repo in world.plot.models])
    for name in ("downloads", "downloads_all_time"):
        visible = getattr(world.model_counters, name)
        assert np.array_equal(visible[is_stalled, 5], visible[is_stalled, 4])
    assert np.array_equal(world.model_counters.downloads_all_time[:, 6], true.downloads_all_time[:, 6])


def test_on_a_day_of_zero_scores_every_score_is_zero() -> None:
    world = play_events(ZeroScores(6))
    assert (world.model_counters.trending[:, 6] == 0).all() and (world.dataset_counters.trending[:, 6] == 0).all()
    assert {row["trendingScore"] for row in world.day(world.days[6]).models} == {0}
    assert np.array_equal(world.model_counters.trending[:, [5, 7]], PLAIN.model_counters.trending[:, [5, 7]])


def test_purged_likes_are_gone_for_good() -> None:
    world = play_events(LikesPurge(6))
    visible, plain = compare_model_counters(world)
    mask = mask_affected_models(world)
    assert mask.sum() > 20
    assert (visible.likes[mask, 6] < plain.likes[mask, 6]).all() and (visible.likes >= 0).all()
    losses = plain.likes - visible.likes
    assert (losses[:, :6] == 0).all() and np.array_equal(losses[mask, 6], losses[mask, 13])
    assert_only_changed(world, "likes")


def test_a_library_step_multiplies_the_downloads_of_one_library_from_its_day_on() -> None:
    world = play_events(LibraryStep(4))
    visible, plain = compare_model_counters(world)
    mask = mask_affected_models(world)
    assert mask.sum() > 10
    assert np.array_equal(
        np.diff(visible.downloads_all_time[mask, 3:]), 4 * np.diff(plain.downloads_all_time[mask, 3:])
    )
    steps = np.diff(plain.downloads_all_time[mask])
    assert np.array_equal(visible.downloads[mask, 9] - plain.downloads[mask, 9], 3 * steps[:, 3:9].sum(axis=1))
    assert_only_changed(world, "downloads", "downloads_all_time")


def test_the_thirty_day_counter_forgets_what_was_counted_before_its_window() -> None:
    day = 2
    world = sample_world(LAST_DAY, 40, models=300, datasets=60).truth.with_events(LibraryStep(day))
    mask = mask_affected_models(world)
    all_time, true = world.model_counters.downloads_all_time[mask], world.true_model_counters
    assert np.array_equal(world.model_counters.downloads[mask, 39], all_time[:, 39] - all_time[:, 39 - WINDOW])
    assert (world.model_counters.downloads[mask, 39] == 4 * true.downloads[mask, 39]).all()


def test_the_truth_has_no_bad_day_at_all() -> None:
    events = (Rollback(4, days=3), LikesPurge(6), HalfStall(8), ZeroScores(9))
    world = sample_world(LAST_DAY, DAYS, models=400, datasets=80).with_events(*events).truth
    counters = world.model_counters
    assert (np.diff(counters.downloads_all_time) >= 0).all()
    assert (np.diff(counters.likes) >= -1).all()
    assert world.day(world.days[9]).models == PLAIN.day(PLAIN.days[9]).models
    assert PLAIN.story.events == () and len(world.story.events) == 4


def test_demo_events_do_not_overlap() -> None:
    for offset in range(7):
        last_day = LAST_DAY + dt.timedelta(offset)
        events = demo_events(last_day)
        first = last_day - dt.timedelta(DEMO_DAYS - 1)
        [stall] = (event for event in events if isinstance(event, HalfStall))
        [zero] = (event for event in events if isinstance(event, ZeroScores))
        assert (first + dt.timedelta(stall.day)).strftime("%A") == "Wednesday" and stall.day + 1 < DEMO_DAYS
        spans = [(event.day, event.days or 8 if isinstance(event, Rollback) else 1) for event in events]
        # including the day on which counters catch up or recover; scores need no such day
        event_days = [day for start, days in spans for day in range(start, start + days + (start != zero.day))]
        assert len(event_days) == len(set(event_days)) and not {21, 27} & set(event_days)
        assert len({type(event) for event in events}) == 6 and len(events) == 7
    world = sample_world(LAST_DAY, models=300, datasets=60).with_events(*demo_events(LAST_DAY))
    assert [world.calendar.index(day) for day in (world.story.rollback_day, world.story.frozen_day)] == [21, 27]
    assert all(played_event.models for played_event in world.story.events)


@pytest.mark.parametrize("day", [0, DAYS])
def test_an_event_outside_the_days_is_refused(day: int) -> None:
    with pytest.raises(ValueError, match=rf"day {day}\b"):
        play_events(ZeroScores(day))
