"""Known bad days of the real Hub: each is published, and no figure shows it as growth or decline.

Each event has its own world without other faults, and published figures are compared with the true ones. Each run
crawls the whole Hub over HTTP, loads, ranks and publishes day after day, without Dagster.
"""

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.catalogue import Catalogue, load_catalogue
from pipeline.crawl.crawler import CrawlRequest, crawl
from pipeline.crawl.scope import Scope
from pipeline.hub_api.client import HubClient
from pipeline.publishing.publish import publish
from pipeline.publishing.verify import verify_published, verify_warehouse
from pipeline.sample_hub.events import AllTimeStall, Event, HalfStall, LibraryStep, LikesPurge, Rollback, ZeroScores
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World, sample_world
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.connection import open_warehouse
from tests.conftest import LAST_DAY, THOROUGH, quick
from tests.fixtures.catalogues import part_of_catalogue
from tests.fixtures.days import make_day

pytestmark = pytest.mark.slow

DAYS = 14
EVENT_DAY = 8
ZERO_DAY = 6
EVENTS: dict[str, Event] = {
    "recovered": Rollback(EVENT_DAY, days=3, share=0.5),  # back on day 11
    "lasting": Rollback(3, share=0.5, fraction=0.5),  # corrected on day 10, the eighth low day
    "all_time_stall": AllTimeStall(EVENT_DAY),
    "half_stall": HalfStall(EVENT_DAY),
    "zero_scores": ZeroScores(ZERO_DAY),  # in the first week, when only the score covers seven days
    "purge": LikesPurge(EVENT_DAY, share=0.6),
    "library_step": LibraryStep(EVENT_DAY),
}
FIRST_DAYS = {event.day for event in EVENTS.values()}
# days of an event's world, if fewer than DAYS: what it could change later has changed by then
SHORTER = {} if THOROUGH else {
    "recovered": 12, "all_time_stall": 11, "half_stall": 11, "zero_scores": 10, "purge": 11, "library_step": 10
}  # fmt: skip
LOW_DAYS = {
    "recovered": range(8, 11),
    "lasting": range(3, 10),
}  # days without a valid observation; default: the event's
CALM = "calm"
VERIFIED_EVENTS = tuple(EVENTS) if THOROUGH else ("lasting", "half_stall", "purge")  # their days have a scorecard, too
SPANS = (1, 3, 7) if THOROUGH else (1, 7)
# The other five have twenty similar models each; the time of a day grows with its categories.
CATEGORIES = ("translation", "text-generation", "audio-text-to-text", "image-text-to-text", "any-to-any", "text")
MIN_REPOS_OF_YEAR = 20  # created in a year; with fewer, that year's missed refresh is undetectable
TRUE_COUNTERS = {"downloads": "downloads", "all_time": "downloadsAllTime", "likes": "likes"}


@dataclass(frozen=True)
class Job:
    """A world after its last day, with its published database."""

    world: World
    root: Path
    con: duckdb.DuckDBPyConnection
    length: int
    growth: dict[tuple[int, int], dict[tuple[str, str], dict[str, Any]]] = field(default_factory=dict)
    """Cached rows of `growth` by number of days and last day."""

    @property
    def days(self) -> list[dt.date]:
        return self.world.days[: self.length]

    def list_span_ends(self) -> list[int]:
        """List last days of spans: just before, on and after the event, and the last one."""
        if THOROUGH:
            return list(range(1, self.length))
        return sorted({EVENT_DAY - 1, EVENT_DAY, EVENT_DAY + 1, min(EVENT_DAY + 3, self.length - 1), self.length - 1})

    def day(self, index: int) -> dt.date:
        return self.world.calendar.date(index)

    def query(self, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
        return self.con.execute(query, parameters).fetchall()


class Truth:
    """True counters by kind, `_id` and day number; None if the repo does not exist."""

    def __init__(self, world: World) -> None:
        self._rows: dict[tuple[str, str, int], dict[str, Any]] = {}
        for index, day in enumerate(world.days):
            true_day = world.truth.day(day)
            for kind, rows in (("model", true_day.models), ("dataset", true_day.datasets)):
                self._rows.update({(kind, row["_id"], index): row for row in rows})

    def total(self, kind: str, oid: str, last: int) -> int:
        return self._rows[kind, oid, last][TRUE_COUNTERS["all_time"]]

    def gain(self, kind: str, oid: str, counter: str, last: int, days: int) -> int | None:
        then, now = self._rows.get((kind, oid, last - days)), self._rows.get((kind, oid, last))
        return now[TRUE_COUNTERS[counter]] - then[TRUE_COUNTERS[counter]] if now and then else None


@pytest.fixture(scope="module")
def calm_world() -> World:
    return sample_world(LAST_DAY, DAYS, models=500, datasets=60).truth


@pytest.fixture(scope="module")
def truth(calm_world: World) -> Truth:
    return Truth(calm_world)


@pytest.fixture(scope="module")
def jobs(calm_world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Job]]:
    """Jobs by event, run on first use."""
    lazy_jobs = Jobs(calm_world, tmp_path_factory)
    yield lazy_jobs
    for job in lazy_jobs.values():
        job.con.close()


class Jobs(dict[str, Job]):
    """Each reuses the calm world's warehouse up to its event."""

    def __init__(self, calm: World, folders: pytest.TempPathFactory) -> None:
        super().__init__()
        self._calm, self._folders = calm.with_events(), folders
        self._before = folders.mktemp("before")  # the calm world's warehouses, by number of days

    def __missing__(self, name: str) -> Job:
        root = self._folders.mktemp(name)
        if name == CALM:
            self[name] = self._take(self._calm, root, DAYS, judged=False)
            return self[name]
        assert self[CALM]
        event = EVENTS[name]
        world = self._calm.with_events(event)
        assert all(world.day(day) == self._calm.day(day) for day in world.days[: event.day])
        self[name] = self._take(world, root, SHORTER.get(name, DAYS), event.day, judged=name in VERIFIED_EVENTS)
        return self[name]

    def _take(self, world: World, root: Path, length: int, first: int = 0, *, judged: bool) -> Job:
        """Run every day as the job does, including checks; `judged=False` skips the scorecard."""
        warehouse, published, catalogue = root / "warehouse" / "hub.duckdb", root / "hub.duckdb", followed()
        if first:
            warehouse.parent.mkdir()
            shutil.copyfile(self._before / str(first), warehouse)
        with SampleHub(world) as hub, open_warehouse(warehouse) as con:
            store_catalogue(con, catalogue)
            for number, day in enumerate(world.days[first:length], first):
                if world is self._calm and number in FIRST_DAYS:
                    con.execute("CHECKPOINT")
                    shutil.copyfile(warehouse, self._before / str(number))
                hub.set_day(day)
                spool = crawl(HubClient(quick(hub.url)), root / "spool", day, CrawlRequest(Scope.hub, catalogue))
                make_day(con, spool, judged=judged)
            publish(con, warehouse, published)
        reader = duckdb.connect(str(published), read_only=True)
        # with so few rows, planning takes longer than execution, half of it in the optimizer
        reader.execute("SET threads = 1; PRAGMA disable_optimizer")
        # planned once for all categories and days
        reader.execute(
            "PREPARE list_gains AS SELECT kind, oid, basis, downloads_gained, likes_gained "
            "FROM growth($1::VARCHAR, $2::INTEGER, $3::DATE)"
        )
        return Job(world, root, reader, length)


def followed() -> Catalogue:
    return load_catalogue() if THOROUGH else part_of_catalogue(CATEGORIES)


def find_affected_repos(job: Job) -> dict[str, frozenset[str]]:
    """Return the `_id`s of repos that the event affects, by kind."""
    [event] = job.world.story.events
    return {
        "model": frozenset(repo.oid for repo in job.world.plot.models if repo.id in event.models),
        "dataset": frozenset(repo.oid for repo in job.world.plot.datasets if repo.id in event.datasets),
    }


def find_decidable_repos(job: Job, name: str) -> frozenset[str]:
    """Return the `_id`s of repos for which the event is detectable in such a small world.

    A stall shows in the repos created in a year, if there are enough: in a half stall nearly all created before 2024
    change. A repo without an observation on the day before has nothing to compare with.
    """
    if name not in ("all_time_stall", "half_stall"):
        return frozenset(repo.oid for repo in (*job.world.plot.models, *job.world.plot.datasets))
    oids: set[str] = set()
    for repos in (job.world.plot.models, job.world.plot.datasets):
        years = Counter(repo.row["createdAt"][:4] for repo in repos if repo.first_day < EVENT_DAY - 1)
        oids |= {
            repo.oid
            for repo in repos
            if years[year := repo.row["createdAt"][:4]] >= MIN_REPOS_OF_YEAR + 5
            and (name == "all_time_stall" or year >= "2024")
            and repo.first_day < EVENT_DAY - 2
            and repo.is_listed(EVENT_DAY - 1)
        }
    return frozenset(oids)


@pytest.mark.parametrize("name", EVENTS)
def test_every_day_is_published_completely(jobs: dict[str, Job], name: str) -> None:
    job = jobs[name]
    for kind in ("model", "dataset"):
        assert job.query("SELECT date FROM snapshots WHERE kind = $kind ORDER BY date", kind=kind) == [
            (day,) for day in job.days
        ]
    assert job.query("FROM store.withheld") == []
    assert job.query("SELECT count(DISTINCT date) FROM trends WHERE board = 'attention'") == [(job.length,)]
    assert job.query("SELECT count(*) FROM featured WHERE date = $day", day=job.days[-1]) == [(6,)]


@pytest.mark.parametrize("name", VERIFIED_EVENTS)
def test_the_warehouse_can_be_verified_after_it(jobs: dict[str, Job], name: str, tmp_path: Path) -> None:
    job = jobs[name]
    shutil.copy(job.root / "warehouse" / "hub.duckdb", tmp_path / "hub.duckdb")
    with open_warehouse(tmp_path / "hub.duckdb") as con:
        published = tmp_path / "published.duckdb"
        shutil.copy(job.root / "hub.duckdb", published)
        assert [
            proof for proof in (*verify_warehouse(con, 6), *verify_published(con, published)) if proof.differing
        ] == []


# Needs the marks and store.measured (rolled_back on every low day, corrected, frozen by the all-time counter, purges).
@pytest.mark.parametrize("name", ["recovered", "lasting", "all_time_stall", "half_stall", "zero_scores", "purge"])
@pytest.mark.parametrize("days", SPANS)
def test_growth_that_was_observed_is_the_true_one(jobs: dict[str, Job], truth: Truth, name: str, days: int) -> None:
    job = jobs[name]
    decidable = find_decidable_repos(job, name)
    comparison_count = 0
    for last in (last for last in job.list_span_ends() if last >= days):
        for kind, oid, gain, basis in _list_gains(job, days, last, "downloads_gained"):
            true = truth.gain(kind, oid, "all_time", last, days)
            if gain is None or true is None or oid not in decidable:
                continue
            if basis == "observed":
                assert gain == true, (last, oid)
                comparison_count += 1
            else:
                assert 0 <= gain <= _calculate_max_gain(truth, kind, oid, last, days), (last, oid, basis)
    assert comparison_count > 300


# Needs the marks.
@pytest.mark.parametrize("name", ["recovered", "lasting", "all_time_stall", "half_stall"])
def test_a_day_without_an_observation_has_no_downloads(jobs: dict[str, Job], name: str) -> None:
    job = jobs[name]
    affected_oids = {kind: oids & find_decidable_repos(job, name) for kind, oids in find_affected_repos(job).items()}
    low = LOW_DAYS.get(name, range(EVENT_DAY, EVENT_DAY + 1))
    for last in range(2, job.length) if THOROUGH else (*low, low[-1] + 1):
        for kind, oid, gain, _ in _list_gains(job, 1, last, "downloads_gained"):
            if oid in affected_oids[kind] and last in low:
                assert gain is None, (last, oid)
    if name != "lasting":
        # the day after the last low one has an observed or interpolated gain
        after = [
            gain
            for kind, oid, gain, _ in _list_gains(job, 1, low[-1] + 1, "downloads_gained")
            if oid in affected_oids[kind]
        ]
        assert sum(gain is not None for gain in after) > 0.8 * len(after)
    else:
        assert _list_gains(job, 1, 12, "downloads_gained") != []
        again = [
            gain for kind, oid, gain, _ in _list_gains(job, 1, 12, "downloads_gained") if oid in affected_oids[kind]
        ]
        assert sum(gain is not None for gain in again) > 0.9 * len(again), "counting resumes from the corrected value"


# Needs the marks.
@pytest.mark.parametrize("name", ["recovered", "lasting", "all_time_stall", "half_stall"])
@pytest.mark.parametrize("days", SPANS)
def test_risers_are_those_that_truly_rose(jobs: dict[str, Job], truth: Truth, name: str, days: int) -> None:
    job = jobs[name]
    decidable = find_decidable_repos(job, name)
    for last in (last for last in job.list_span_ends() if last >= EVENT_DAY):
        for kind, oid, gain in job.query(
            "SELECT kind, oid, downloads_gained FROM risers('text-generation', $days, n := 10, day := $day)",
            days=days,
            day=job.day(last),
        ):
            if gain is not None and oid in decidable:
                assert gain <= _calculate_max_gain(truth, kind, oid, last, days), (last, oid)


# Needs the purges and store.measured.
@pytest.mark.parametrize("days", SPANS)
def test_a_purge_of_likes_is_nobodys_loss(jobs: dict[str, Job], truth: Truth, days: int) -> None:
    job = jobs["purge"]
    comparison_count = 0
    for last in (last for last in job.list_span_ends() if last >= days):
        across = last - days < EVENT_DAY <= last
        for kind, oid, gain, basis in _list_gains(job, days, last, "likes_gained"):
            true = truth.gain(kind, oid, "likes", last, days)
            # too few of sixty datasets have likes to lose
            if kind == "dataset" or gain is None or true is None or basis not in ("observed", None):
                continue
            # gains on the day of the purge are unknown, and so are losses of an unlisted repo
            unknown = truth.gain(kind, oid, "likes", EVENT_DAY, 1) if across else 0
            if unknown is None:
                continue
            assert true - max(unknown, 0) <= gain <= true + max(-unknown, 0), (last, oid)
            comparison_count += 1
    assert comparison_count > 500


# Needs the purges, and likes_1d as the change in exactly 24 hours.
def test_a_purge_of_likes_is_no_loss_on_boards_and_featured(jobs: dict[str, Job], truth: Truth) -> None:
    job = jobs["purge"]
    kinds = dict(job.query("SELECT slug, kind FROM store.category"))
    rows = job.query("SELECT date, category, oid, likes_1d, likes_7d FROM trends WHERE board = 'attention'")
    rows += job.query("SELECT date, category, oid, likes_1d, likes_7d FROM featured")
    comparison_count = 0
    for date, category, oid, *gains in rows:
        last = job.world.calendar.index(date)
        for days, gain in zip((1, 7), gains, strict=True):
            true = truth.gain(kinds[category], oid, "likes", last, days)
            if kinds[category] == "dataset" or gain is None or true is None or last < EVENT_DAY:
                continue
            unknown = truth.gain(kinds[category], oid, "likes", EVENT_DAY, 1) if last - days < EVENT_DAY else 0
            if unknown is None:
                continue
            assert true - max(unknown, 0) <= gain <= true + max(-unknown, 0), (date, oid, days)
            comparison_count += 1
    assert comparison_count > 300


# Needs the marks and store.measured.
@pytest.mark.parametrize("name", ["recovered", "lasting", "all_time_stall", "half_stall"])
def test_featured_changes_are_true_or_unknown(jobs: dict[str, Job], truth: Truth, name: str) -> None:
    job = jobs[name]
    rows = job.query(
        "SELECT date, oid, interpolated_spans, downloads_30d_change_1d, downloads_30d_change_7d, downloads_gained_1d, downloads_gained_7d, unknown_changes FROM featured"
    )
    comparison_count = 0
    for date, oid, interpolated_days, *changes, unknown in rows:
        last = job.world.calendar.index(date)
        for (counter, days), gain in zip(
            (("downloads", 1), ("downloads", 7), ("all_time", 1), ("all_time", 7)), changes, strict=True
        ):
            true = truth.gain("model", oid, counter, last, days)
            if gain is None:
                assert unknown or true is None
            elif counter == "all_time" and days in (interpolated_days or []):
                assert 0 < gain <= _calculate_max_gain(truth, "model", oid, last, days)
            elif days not in (interpolated_days or []) and not _near_event(name, last, days):
                assert gain == true, (date, oid, counter, days)
                comparison_count += 1
    assert comparison_count > 50


def _near_event(name: str, last: int, days: int) -> bool:
    """Whether a day of the span has no valid observation; `interpolated_spans` covers likes only."""
    low = LOW_DAYS.get(name, range(EVENT_DAY, EVENT_DAY + 1))
    return last in low or last - days in low


# Needs the marks (adoption, week).
@pytest.mark.parametrize("name", ["recovered", "lasting", "all_time_stall", "half_stall", "library_step"])
def test_adoption_rates_stay_about_what_they_truly_are(jobs: dict[str, Job], name: str) -> None:
    event_scores, true = (
        {
            row[:3]: row[3]
            for row in job.query("SELECT date, category, oid, score FROM trends WHERE board = 'adoption' AND score > 0")
        }
        for job in (jobs[name], jobs[CALM])
    )
    job = jobs[name]
    oids = {oid for kind in find_affected_repos(job).values() for oid in kind}
    last = EVENT_DAY + 1 if name == "library_step" else job.length - 1
    first = 3 if name == "lasting" else EVENT_DAY
    ratios = [
        score / true[key]
        for key, score in event_scores.items()
        if key in true and true[key] >= 10 and key[2] in oids and job.day(first) <= key[0] <= job.day(last)
    ]
    assert len(ratios) > (20 if name == "library_step" else 50)
    off = sum(not 0.5 <= ratio <= 2 for ratio in ratios)
    assert off <= 0.05 * len(ratios) and max(ratios) < 5


# Needs the anomalies.
def test_a_librarys_step_is_noted_and_no_surge(jobs: dict[str, Job]) -> None:
    job = jobs["library_step"]
    day = job.day(EVENT_DAY)
    anomalies = job.query("SELECT date, kind, part, name, counter, ratio FROM store.anomaly WHERE date = $day", day=day)
    assert [row[:5] for row in anomalies] == [(day, "model", "library", "peft", "downloads_all_time")]
    assert 2.5 < anomalies[0][5] < 6
    assert job.query("SELECT count(*) FROM store.anomaly WHERE date < $day OR name <> 'peft'", day=day) == [(0,)]
    notes = job.query(
        "SELECT board FROM boards b, unnest(b.notes) u(note) WHERE board = 'adoption' AND date = $day AND note.code = 'library_step' AND (note.parameters ->> 'name') = 'peft'",
        day=day,
    )
    assert notes
    oids = sorted(find_affected_repos(job)["model"])
    surges = job.query(
        "SELECT date, move, category, id FROM movers WHERE board = 'adoption' AND move = 'entered_top_10' AND date >= $day "
        "AND list_contains($oids, oid)",
        day=day,
        oids=oids,
    )
    calm = jobs[CALM].query(
        "SELECT date, move, category, id FROM movers WHERE board = 'adoption' AND date >= $day", day=day
    )
    assert set(surges) <= set(calm)
    for name in set(EVENTS) - {"library_step"} | {CALM}:
        assert jobs[name].query("FROM store.anomaly") == [], name


# Needs that observed likes beat the score, and NULL for unsound scores.
def test_a_day_of_zero_scores_leaves_the_order_of_attention(jobs: dict[str, Job]) -> None:
    for name, last in (("zero_scores", ZERO_DAY), ("zero_scores", ZERO_DAY + 1)):
        orders: list[dict[str, list[str]]] = []
        for job in (jobs[name], jobs[CALM]):
            order: dict[str, list[str]] = {}
            for category, oid in job.query(
                "SELECT category, oid FROM trends WHERE board = 'attention' AND date = $day AND rank <= 10 ORDER BY category, rank",
                day=job.day(last),
            ):
                order.setdefault(category, []).append(oid)
            orders.append(order)
        event_order, true = orders
        assert event_order.keys() == true.keys() and len(true) == len(followed().categories)
        same = [len(set(event_order[category]) & set(true[category])) / len(true[category]) for category in true]
        assert sum(same) / len(same) >= (0.6 if last == ZERO_DAY else 0.99), last


# Needs that observed likes beat the score.
def test_observed_likes_are_never_less_than_the_score_says(jobs: dict[str, Job]) -> None:
    job = jobs["zero_scores"]
    for last in range(1, ZERO_DAY + 2):
        rows = job.query(
            "SELECT id, score, likes_1d, likes_7d, likes_7d_days FROM trends WHERE board = 'attention' AND date = $day AND likes_1d >= 30",
            day=job.day(last),
        )
        assert all(seven >= day - 1 for _, _, day, seven, days in rows if days >= 1), last
        assert all(score >= day / 4 for _, score, day, *_ in rows), last
    gaining = "FROM trends WHERE board = 'attention' AND date = $day AND likes_1d >= 30"
    assert len(job.query(gaining, day=job.day(ZERO_DAY))) >= 2


# Needs NULL for unsound scores.
def test_no_board_ranks_zeros(jobs: dict[str, Job]) -> None:
    job = jobs["zero_scores"]
    day = job.day(ZERO_DAY)
    assert job.query("SELECT count(*) FROM trends WHERE board = 'hub' AND date = $day", day=day) == [(0,)]
    boards = job.query("SELECT status, notes IS NOT NULL FROM boards WHERE board = 'hub' AND date = $day", day=day)
    assert len(boards) == len(followed().categories) and set(boards) == {("withheld", True)}
    assert job.query("SELECT DISTINCT rank_trending, share_trending FROM featured WHERE date = $day", day=day) == [
        (None, None)
    ]
    assert job.query(
        "SELECT max(score) > 0 FROM trends WHERE board = 'hub' AND date = $day", day=job.day(ZERO_DAY + 1)
    ) == [(True,)]


# Needs the unsound counters.
def test_zero_scores_are_no_fall_of_anything_else(jobs: dict[str, Job]) -> None:
    job, calm = jobs["zero_scores"], jobs[CALM]
    for query in (
        "SELECT date, category, repos, downloads, likes FROM category_daily WHERE date <= $last ORDER BY ALL",
        "SELECT count(*) FROM store.mark WHERE date <= $last",
    ):
        assert job.query(query, last=job.days[-1]) == calm.query(query, last=job.days[-1])


def _list_gains(job: Job, days: int, last: int, column: str) -> list[tuple[str, str, float | None, str | None]]:
    """Return kind, `_id`, gain and basis of every member of every category."""
    if (days, last) not in job.growth:
        gains_by_repo: dict[tuple[str, str], dict[str, Any]] = {}
        for (category,) in job.query("SELECT slug FROM store.category ORDER BY position"):
            gains = f"EXECUTE list_gains('{category}', {days}, DATE '{job.day(last)}')"
            for kind, oid, basis, downloads, likes in job.query(gains):
                gains_by_repo[kind, oid] = {"basis": basis, "downloads_gained": downloads, "likes_gained": likes}
        job.growth[days, last] = gains_by_repo
    return [(kind, oid, row[column], row["basis"]) for (kind, oid), row in job.growth[days, last].items()]


def _calculate_max_gain(truth: Truth, kind: str, oid: str, last: int, days: int) -> float:
    """The upper bound of an interpolated gain: three stalled days and part of the days beside them."""
    gain = truth.gain(kind, oid, "all_time", last, days + 3)
    # a new repo gained its whole total
    return (truth.total(kind, oid, last) if gain is None else gain) + 1
