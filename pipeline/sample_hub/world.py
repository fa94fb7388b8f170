"""Build the sample world: invented days that depend only on the last day, length and seed."""

import datetime as dt
import random
from dataclasses import dataclass, replace

import numpy as np

from pipeline.sample_hub.counters import Counters, simulate_counters
from pipeline.sample_hub.datasets import make_datasets
from pipeline.sample_hub.days import HubDay, Row
from pipeline.sample_hub.events import Event, Freeze, Mask, PlayedEvent, Rollback, play_events
from pipeline.sample_hub.featured import make_featured_models
from pipeline.sample_hub.models import make_models
from pipeline.sample_hub.names import NameGenerator
from pipeline.sample_hub.plausible_details import add_plausible_details
from pipeline.sample_hub.repos import Repo
from pipeline.sample_hub.scenario import Plot, plant_story
from pipeline.sample_hub.story import Story
from pipeline.sample_hub.timeline import Calendar

MIN_DAYS = 8


@dataclass(frozen=True)
class World:
    calendar: Calendar
    plot: Plot
    model_counters: Counters
    dataset_counters: Counters
    true_model_counters: Counters
    true_dataset_counters: Counters

    @property
    def days(self) -> list[dt.date]:
        return self.calendar.days

    @property
    def story(self) -> Story:
        return self.plot.story

    @property
    def truth(self) -> "World":
        """This world with the true counters: no bad days, not even the story's."""
        models, datasets = self.true_model_counters, self.true_dataset_counters
        return replace(self, model_counters=models, dataset_counters=datasets)

    def with_events(self, *events: Event, seed: int = 0) -> "World":
        """Return this world with more bad days, which change what the Hub shows, not the true counters.

        Events on the same day add up. Raises ValueError for a day outside the world.
        """
        if events_outside := [event for event in events if not 1 <= event.day < self.calendar.length]:
            raise ValueError(
                f"Events must fall on day 1 to {self.calendar.length - 1}, not on day {events_outside[0].day}."
            )
        models, model_masks = play_events(self.model_counters, self.plot.models, events, seed)
        datasets, dataset_masks = play_events(self.dataset_counters, self.plot.datasets, events, seed + 1)
        played_events = tuple(
            PlayedEvent(
                event,
                self.calendar.date(event.day),
                _select_ids(self.plot.models, model_mask),
                _select_ids(self.plot.datasets, dataset_mask),
            )
            for event, model_mask, dataset_mask in zip(events, model_masks, dataset_masks, strict=True)
        )
        story = replace(self.story, events=(*self.story.events, *played_events))
        return replace(self, plot=replace(self.plot, story=story), model_counters=models, dataset_counters=datasets)

    def day(self, d: dt.date) -> HubDay:
        """Return the Hub at 09:00 UTC of day `d`; raises ValueError for a day outside the world."""
        index = self.calendar.index(d)
        if not 0 <= index < self.calendar.length:
            raise ValueError(f"{d} is not in the sample world, which covers {self.days[0]} to {self.days[-1]}.")
        return HubDay(
            date=d,
            models=_make_rows(self.plot.models, self.model_counters, index),
            datasets=_make_rows(self.plot.datasets, self.dataset_counters, index),
            redirects={old: new for old, new, since in self.plot.redirects if since <= index},
        )


def sample_world(
    last_day: dt.date,
    days: int = 40,
    seed: int = 20250306,
    models: int = 3000,
    datasets: int = 1000,
    *,
    hostile: bool = True,
) -> World:
    """Invent the `days` days of a Hub up to `last_day`.

    The story adds a few repos and needs at least 8 days, 250 models and 50 datasets (ValueError). About one in ten
    appears after the first day. `hostile`: with repos whose names and texts attack pages, terminals or SQL; without, the
    world is for people: each task of the Hub has repos, and their details fit together.
    """
    if days < MIN_DAYS:
        raise ValueError(f"A sample world needs at least {MIN_DAYS} days for its story, not {days}.")
    rng = random.Random(f"{seed} {last_day} {days} {models} {datasets}")
    calendar = Calendar(last_day - dt.timedelta(days=days - 1), days)
    names = NameGenerator(rng)
    drawn_models = make_models(rng, calendar, names, models)
    drawn_datasets = make_datasets(rng, calendar, names, datasets)
    if not hostile:
        add_plausible_details(random.Random(rng.getrandbits(64)), drawn_models, drawn_datasets)
    plot = plant_story(rng, calendar, drawn_models, drawn_datasets, hostile=hostile)
    plot.models.extend(make_featured_models(rng, calendar))

    story = plot.story
    bad_days = (
        Rollback(calendar.index(story.rollback_day), names=frozenset(story.rolled_back_models)),
        Freeze(calendar.index(story.frozen_day)),
    )
    draws = np.random.default_rng(rng.getrandbits(64))
    true_counters: list[Counters] = []
    visible_counters: list[Counters] = []
    for repos in (plot.models, plot.datasets):
        true_counters.append(simulate_counters(draws, repos, days))
        visible_counters.append(true_counters[-1].copy())
        for event in bad_days:
            event.apply(visible_counters[-1], repos, draws)
    return World(calendar, plot, *visible_counters, *true_counters)


def _select_ids(repos: list[Repo], mask: Mask) -> frozenset[str]:
    return frozenset(repo.id for repo, is_affected in zip(repos, mask, strict=True) if is_affected)


def _make_rows(repos: list[Repo], counters: Counters, index: int) -> list[Row]:
    columns = (counters.likes, counters.trending, counters.downloads, counters.downloads_all_time)
    values = zip(repos, *(column[:, index].tolist() for column in columns), strict=True)
    return [
        # Overwriting the row's counters keeps the Hub's order of fields.
        {
            **repo.row_on(index),
            "likes": likes,
            "trendingScore": int(score) if score.is_integer() else score,
            "downloads": downloads,
            "downloadsAllTime": all_time,
        }
        for repo, likes, score, downloads, all_time in values
        if repo.is_listed(index)
    ]
