"""`almanac demo`: what it leaves in its home, and that days without a Dagster run are like those with one."""

from pathlib import Path

import duckdb
import pytest

from pipeline.cli.demo import DAGSTER_DAYS, fill_home
from pipeline.config import Home
from pipeline.orchestration.asset_keys import asset_key
from pipeline.orchestration.resources import AlmanacHome, Hub
from pipeline.sample_hub.backfill import snapshot_time
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World, sample_world
from tests.conftest import LAST_DAY
from tests.fixtures.days import take_days
from tests.fixtures.records import open_instance

pytestmark = pytest.mark.slow
DAY_COUNT = DAGSTER_DAYS + 2
RELATIONS = (
    "model_history",
    "dataset_history",
    "trends",
    "boards",
    "movers",
    "featured",
    "category_daily",
    "events",
    "scorecard",
)


@pytest.fixture(scope="module")
def small_world() -> World:
    return sample_world(LAST_DAY, days=8, models=300, datasets=80)


@pytest.fixture(scope="module")
def demo_home(small_world: World, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home filled like the demo's."""
    home = Home(tmp_path_factory.mktemp("demo") / "home")
    assert (
        list(fill_home(home, small_world, small_world.days[-DAY_COUNT:], pages=False)) == small_world.days[-DAY_COUNT:]
    )
    return home


def test_every_day_is_published_and_known_to_dagster(demo_home: Home, small_world: World) -> None:
    with open_instance(demo_home) as instance:
        for asset in ("crawl", "models", "datasets", "trends", "scorecard", "featured", "published"):
            partitions = instance.get_materialized_partitions(asset_key=asset_key(asset))
            assert partitions == {day.isoformat() for day in small_world.days[-DAY_COUNT:]}, asset
        assert instance.get_runs_count() == DAGSTER_DAYS
    with duckdb.connect(str(demo_home.published), read_only=True) as con:
        dates = con.execute("SELECT DISTINCT date FROM trends ORDER BY date").fetchall()
    assert [day for (day,) in dates] == small_world.days[-DAY_COUNT:]


def test_days_without_a_run_equal_those_of_runs(small_world: World, tmp_path: Path) -> None:
    from pipeline.definitions import defs  # noqa: PLC0415
    from pipeline.orchestration.runner import run_day  # noqa: PLC0415

    home, other, days = Home(tmp_path / "home"), Home(tmp_path / "other"), small_world.days[-DAY_COUNT:-DAGSTER_DAYS]
    with SampleHub(small_world) as sample, open_instance(home) as instance:
        hub = Hub(endpoint=sample.url, anonymous=True, stand_in=True)
        for day in days:
            sample.set_now(snapshot_time(day))
            run_day(defs, instance, AlmanacHome.at(home, pages=False, previews=False), hub, snapshot_time(day))
        take_days(other, sample, days)
    for relation in RELATIONS:
        assert _read_rows(home, relation) == _read_rows(other, relation) != [], relation


def _read_rows(home: Home, relation: str) -> list[tuple[object, ...]]:
    """All rows, in one order, without the second at which a row was observed."""
    with duckdb.connect(str(home.published), read_only=True) as con:
        return con.execute(
            f"SELECT * EXCLUDE (observed_at) FROM {relation} ORDER BY ALL"
            if relation.endswith("_history")
            else f"FROM {relation} ORDER BY ALL"
        ).fetchall()
