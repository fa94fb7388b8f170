"""Bad days, as they happened on the real Hub: counters fall, stall or vanish without a change of the repos."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.sample_hub.counters import WINDOW, Counters
from pipeline.sample_hub.repos import Repo

Mask = NDArray[np.bool_]
DEMO_DAYS = 40
WEDNESDAY = 2
# Share of repos created before each date that still count in a half stall, which hits newer repos first.
COUNTING_SHARES = (
    ("2022-04", 0.98), ("2023", 0.78), ("2024", 0.75), ("2024-04", 0.55), ("2024-07", 0.42), ("2024-10", 0.35),
    ("2025", 0.25), ("2025-04", 0.09),
)  # fmt: skip


class Event(Protocol):
    """A distortion of many repos' counters from day number `day` on."""

    affects_display_only: ClassVar[bool]
    """Whether the event changes only what the Hub shows, not what it counts. Such events are applied last."""

    @property
    def day(self) -> int:
        """The first affected day number, at least 1."""
        ...

    def apply(self, counters: Counters, repos: list[Repo], rng: np.random.Generator) -> Mask:
        """Change the arrays in place; return the mask of affected repos."""
        ...


class PlayedEvent(NamedTuple):
    """Repos are given by their original ids."""

    event: Event
    date: dt.date
    models: frozenset[str]
    datasets: frozenset[str]


@dataclass(frozen=True)
class Rollback:
    """All-time downloads of some repos fall; they recover after `days` days, or never (None), and keep counting."""

    affects_display_only: ClassVar[bool] = False
    day: int
    days: int | None = None
    share: float = 0.15
    fraction: float = 0.2
    """The share of the counter that is lost."""
    names: frozenset[str] | None = None
    """Exactly these repos instead of a share of all."""

    def apply(self, counters: Counters, repos: list[Repo], rng: np.random.Generator) -> Mask:
        all_time = counters.downloads_all_time
        if self.names is None:
            # Young or little-used repos would regain the loss within days.
            is_established = np.array([repo.first_day < -WINDOW for repo in repos]) & (all_time[:, self.day] >= 1_000)
            mask = is_established & (rng.random(len(repos)) < self.share)
        else:
            mask = np.array([repo.id in self.names for repo in repos])
        end = None if self.days is None else self.day + self.days
        losses = (all_time[mask, self.day] * self.fraction).astype(np.int64)
        all_time[mask, self.day : end] -= losses[:, None]
        return mask


@dataclass(frozen=True)
class Freeze:
    """Both download counters of a share of the repos repeat the previous day."""

    affects_display_only: ClassVar[bool] = True
    day: int
    share: float = 0.8

    def apply(self, counters: Counters, repos: list[Repo], rng: np.random.Generator) -> Mask:
        mask = (rng.random(len(repos)) < self.share) & _mask_listed_before(repos, self.day)
        return _repeat_day_before(mask, self.day, counters.downloads, counters.downloads_all_time)


@dataclass(frozen=True)
class AllTimeStall:
    """All-time counters of all repos repeat the previous day; 30-day counters change."""

    affects_display_only: ClassVar[bool] = True
    day: int

    def apply(self, counters: Counters, repos: list[Repo], rng: np.random.Generator) -> Mask:
        return _repeat_day_before(_mask_listed_before(repos, self.day), self.day, counters.downloads_all_time)


@dataclass(frozen=True)
class HalfStall:
    """Both download counters repeat the previous day: newer repos first, and all datasets."""

    affects_display_only: ClassVar[bool] = True
    day: int

    def apply(self, counters: Counters, repos: list[Repo], rng: np.random.Generator) -> Mask:
        counting_shares = np.array([_find_counting_share(repo) for repo in repos])
        mask = (rng.random(len(repos)) >= counting_shares) & _mask_listed_before(repos, self.day)
        return _repeat_day_before(mask, self.day, counters.downloads, counters.downloads_all_time)


@dataclass(frozen=True)
class ZeroScores:
    """All trending scores are 0 on one day."""

    affects_display_only: ClassVar[bool] = True
    day: int

    def apply(self, counters: Counters, repos: list[Repo], rng: np.random.Generator) -> Mask:
        counters.trending[:, self.day] = 0
        return np.ones(len(repos), dtype=bool)


@dataclass(frozen=True)
class LikesPurge:
    """Many repos permanently lose 5 to 30% of their likes, at least one: the Hub removes farmed ones."""

    affects_display_only: ClassVar[bool] = False
    day: int
    share: float = 0.4

    def apply(self, counters: Counters, repos: list[Repo], rng: np.random.Generator) -> Mask:
        likes = counters.likes
        mask = (rng.random(len(repos)) < self.share) & _mask_listed_before(repos, self.day) & (likes[:, self.day] >= 5)
        losses = np.ceil(likes[:, self.day] * rng.uniform(0.05, 0.3, len(repos))).astype(np.int64)
        likes[mask, self.day :] = np.maximum(likes[mask, self.day :] - losses[mask, None], 0)
        return mask


@dataclass(frozen=True)
class LibraryStep:
    """From `day` on, a library's repos count several times as many downloads: the counting rule changed."""

    affects_display_only: ClassVar[bool] = False
    day: int
    library: str = "peft"
    factor: int = 4

    def apply(self, counters: Counters, repos: list[Repo], rng: np.random.Generator) -> Mask:
        mask = np.array([
            repo.row.get("library_name") == self.library and not repo.row["disabled"] for repo in repos
        ])  # fmt: skip
        true_counts = counters.downloads_all_time[mask].copy()
        extra_factor = self.factor - 1
        for day in range(self.day, true_counts.shape[1]):
            before = max(self.day - 1, day - WINDOW)
            counters.downloads[mask, day] += extra_factor * (true_counts[:, day] - true_counts[:, before])
            counters.downloads_all_time[mask, day] += extra_factor * (
                true_counts[:, day] - true_counts[:, self.day - 1]
            )
        return mask


def play_events(
    counters: Counters, repos: list[Repo], events: Sequence[Event], seed: int
) -> tuple[Counters, list[Mask]]:
    """Return copies of the counters after the events, and each event's mask of affected repos."""
    visible_counters = counters.copy()
    masks: dict[int, Mask] = {}
    # Display-only events come last: a stalled counter repeats what the Hub showed the day before.
    for position, event in sorted(enumerate(events), key=lambda item: (item[1].affects_display_only, item[1].day)):
        masks[position] = event.apply(visible_counters, repos, np.random.default_rng([seed, position]))
    return visible_counters, [masks[place] for place in range(len(events))]


def demo_events(last_day: dt.date) -> tuple[Event, ...]:
    """Return one of each event within the 40 days up to `last_day`, apart from each other and the story's bad days."""
    first = last_day - dt.timedelta(DEMO_DAYS - 1)
    return (
        AllTimeStall(8),
        Rollback(10, fraction=0.5),
        LikesPurge(19),
        Rollback(22, days=3),
        ZeroScores(26),
        LibraryStep(30),
        # Days 32 to 38 contain one Wednesday; the catch-up follows a day later.
        HalfStall(32 + (WEDNESDAY - (first + dt.timedelta(32)).weekday()) % 7),
    )


def _mask_listed_before(repos: list[Repo], day: int) -> Mask:
    return np.array([repo.first_day < day for repo in repos])


def _repeat_day_before(mask: Mask, day: int, *columns: NDArray[np.int64]) -> Mask:
    for column in columns:
        column[mask, day] = column[mask, day - 1]
    return mask


def _find_counting_share(repo: Repo) -> float:
    if "mainSize" in repo.row:  # a dataset
        return 0.0
    return next((share for before, share in COUNTING_SHARES if repo.row["createdAt"] < before), 0.0)
