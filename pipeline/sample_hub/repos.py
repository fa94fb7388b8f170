"""A repo of the sample Hub: its constant row, its growth, and its changes."""

import datetime as dt
import random
from dataclasses import dataclass, replace

from pipeline.sample_hub.days import Row
from pipeline.sample_hub.timeline import EARLIEST_CREATION, Calendar, format_time


@dataclass(frozen=True)
class Growth:
    likes: int = 0
    """Likes before the simulated days."""
    likes_rate: float = 0.0
    """Expected likes per day in the long run; young repos gain up to four times as many."""
    debut_likes: float = 0.0
    """Total likes expected from the first days, in addition to the rate."""
    downloads_all_time: int = 0
    downloads_rate: float = 0.0
    """Expected downloads per day."""
    surge_from: int | None = None
    """First day of a surge of 60 more likes per day."""


@dataclass(frozen=True)
class Repo:
    """Its history is in day numbers of the world's calendar."""

    row: Row
    """All fields in the Hub's order, with placeholders for counters."""
    category: str
    """The slug of its task or dataset category; empty for none."""
    first_day: int
    """The first day on which it exists; negative before the world's first day."""
    growth: Growth
    changes: tuple[tuple[int, Row], ...] = ()
    """Changed fields and the first day of each change, ascending."""
    absences: tuple[tuple[int, int], ...] = ()
    """Spans of days [from, to) on which it is absent."""

    @property
    def oid(self) -> str:
        """The identity that survives renames."""
        return self.row["_id"]

    @property
    def id(self) -> str:
        """The original name."""
        return self.row["id"]

    def is_listed(self, day: int) -> bool:
        return day >= self.first_day and not any(start <= day < end for start, end in self.absences)

    def row_on(self, day: int) -> Row:
        """Return the row on that day; counters are still placeholders."""
        if not self.changes:
            return self.row
        row = self.row
        for since, fields in self.changes:
            if since <= day:
                row = row | fields
        return row

    def with_change(self, day: int, **fields: object) -> "Repo":
        changes = sorted([*self.changes, (day, fields)], key=lambda change: change[0])
        return replace(self, changes=tuple(changes))


@dataclass(frozen=True)
class Birth:
    created_at: dt.datetime
    first_day: int
    age: float
    """Days between its creation and the first day; 0 for a repo created later."""

    def oid(self, rng: random.Random) -> str:
        """Draw an ObjectId: eight hex digits of the creation second, and sixteen random ones."""
        return f"{int(self.created_at.timestamp()):08x}{rng.getrandbits(64):016x}"


def draw_birth(rng: random.Random, calendar: Calendar) -> Birth:
    """Draw a birth: one in ten within the world's days, one in twenty before the Hub recorded creation times."""
    roll = rng.random()
    if roll < 0.10:
        first_day = rng.randrange(calendar.length)
        return Birth(calendar.before_snapshot(first_day, rng.uniform(0, 86_400)), first_day, 0.0)
    age = rng.expovariate(1 / 400) + 0.5
    created_at = calendar.before_snapshot(0, age * 86_400)
    if roll < 0.15 or created_at < EARLIEST_CREATION:
        created_at = EARLIEST_CREATION
        age = (calendar.before_snapshot(0, 0) - EARLIEST_CREATION).total_seconds() / 86_400
    return Birth(created_at, -max(1, int(age)), max(age, 0.0))


def draw_growth(rng: random.Random, birth: Birth) -> Growth:
    """Draw a repo's growth; popularity follows a power law."""
    weight = min(rng.paretovariate(0.75), 4_000)
    downloads_rate = weight * rng.lognormvariate(1.2, 1.5)
    if birth.first_day >= 0:
        debut = min(rng.paretovariate(0.8) * 2.5 - 1.5, 700)
        return Growth(likes_rate=0.02 * debut, debut_likes=debut, downloads_rate=downloads_rate)
    likes = int(weight * rng.random() * 1.2)
    likes_rate = (likes / (birth.age + 30) + 0.03) * rng.lognormvariate(0, 0.7)
    all_time = int(downloads_rate * birth.age * rng.uniform(0.5, 1.3))
    return Growth(likes, likes_rate, downloads_all_time=all_time, downloads_rate=downloads_rate)


def draw_last_modified(rng: random.Random, birth: Birth) -> str:
    """Draw the last commit's time, sometimes before the creation, as with imported repos."""
    if rng.random() < 0.02:
        return format_time(birth.created_at - dt.timedelta(seconds=rng.randrange(60, 90_000)))
    return format_time(
        birth.created_at
        + dt.timedelta(days=birth.age * rng.random() ** 3, seconds=rng.randrange(3_000) * (birth.first_day < 0))
    )


def add_commits(rng: random.Random, calendar: Calendar, repo: Repo) -> Repo:
    """Add commits within the world's days to one repo in eight."""
    if rng.random() > 0.125:
        return repo
    for day in sorted(rng.sample(range(calendar.length), k=min(2, calendar.length))):
        if day > repo.first_day:
            committed_at = calendar.before_snapshot(day, rng.uniform(0, 86_000))
            repo = repo.with_change(day, lastModified=format_time(committed_at), sha=draw_sha(rng))
    return repo


def draw_sha(rng: random.Random) -> str:
    return f"{rng.getrandbits(160):040x}"
