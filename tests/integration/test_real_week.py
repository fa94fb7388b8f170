"""The whole job on rows of the real Hub (2026-04-29 to 05-04), if the captures are available beside the repository."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.captures import read_captures
from benchmarks.replay import compute_lead, read_figures, replay_days
from pipeline.config import Home
from pipeline.sample_hub.server import SampleHub
from pipeline.warehouse.connection import open_warehouse
from tests.fixtures.records import open_instance

from .conftest import Runner

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
MODELS = REAL / "trending_models_2026-04-28_2026-05-04.parquet"
DATASETS = REAL / "trending_datasets_2026-04-28_2026-05-04.parquet"
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not MODELS.exists(), reason="the real captures are missing")]


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    world = read_captures(MODELS, DATASETS)
    home = Home(tmp_path_factory.mktemp("week"))
    with SampleHub(world) as sample_hub, open_instance(home) as instance:
        runner = Runner(home, instance, sample_hub)
        for day in world.days:
            runner.run(day)
        yield runner


def test_every_real_row_of_the_documented_categories_is_kept_exactly(week: Runner) -> None:
    world = read_captures(MODELS, DATASETS)
    day = world.days[-1]
    truth = {
        row["_id"]: (row["id"], row["likes"], row["downloads"], row["trendingScore"])
        for row in world.day(day).models
        if row.get("pipeline_tag") in {"text-generation", "translation", "image-text-to-text", "any-to-any"}
    }
    published_rows = {
        row[0]: row[1:]
        for row in week.ask(
            "SELECT oid, id, likes, downloads, trending_score FROM model_history WHERE date = $d", d=day
        )
    }
    assert len(truth) > 300
    assert {oid: published_rows.get(oid) for oid in truth} == truth


def test_values_missing_in_the_captures_are_unknown(week: Runner) -> None:
    assert week.ask("SELECT count(*) FROM model_history WHERE downloads_all_time IS NOT NULL") == [(0,)]


def test_the_real_week_has_boards(week: Runner) -> None:
    [(categories, days)] = week.ask(
        "SELECT count(DISTINCT category), count(DISTINCT date) FROM trends WHERE board = 'attention'"
    )
    assert categories >= 8
    assert days == len(read_captures(MODELS, DATASETS).days)


def test_featured_models_that_the_captures_lack_are_missing_not_zero(week: Runner) -> None:
    rows = week.ask("SELECT availability, likes FROM featured WHERE date = (SELECT max(date) FROM featured)")
    assert len(rows) == 6
    assert all((likes is None) == (state == "missing") for state, likes in rows)
    assert {state for state, _ in rows} > {"missing"}


@pytest.mark.parametrize("zero", [False, True], ids=["real scores", "scores of 0"])
def test_attention_predicts_likes_no_worse_than_any_baseline(tmp_path: Path, zero: bool) -> None:
    """Replays a home's first week at the scheduled hour: 5 days have forecasts 1 day ahead, 3 days 3 days ahead."""
    with open_warehouse(replay_days(REAL, tmp_path, 9, zero=zero)) as con:
        scores = read_figures(con)
    for category, ahead, board in scores:
        if board != "attention":
            ahead_by = compute_lead(scores, (category, ahead, board))
            print(f"\n{category}, {ahead} days ahead: {ahead_by:+.3f} over {board}")  # noqa: T201  figures for -s
            assert ahead_by >= -0.02, "no worse, within the noise of so few days"
            assert ahead_by >= 0.04 or (category, board) != ("every-model", "hub")
