"""Measure the boards on recordings of the real Hub: replay them day by day and print the scorecard.

    python -m benchmarks.replay FOLDER [HOUR ...]

FOLDER contains `*models*.parquet` and `*datasets*.parquet` (see benchmarks.captures): the Hub's leaders by trending
score. All models form one category and all datasets another. Each day is served from the capture nearest to HOUR
(default: 5, 9, 14, 19 and 23, each in its own home; the schedule's is 9), then again with trending scores of 0. If
FOLDER has `series_models*.parquet`, benchmarks.series follows.

Limits: without all-time downloads, adoption is withheld; a week is too short for breakouts; leaders by trending score
favor the Hub's own order.
"""

import datetime as dt
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

import duckdb
import polars as pl

from benchmarks.arguments import make_parser
from benchmarks.captures import read_captures
from benchmarks.series import print_report
from pipeline.catalogue import Catalogue, Category, Section
from pipeline.config import HubSettings
from pipeline.crawl.crawler import CrawlRequest, crawl
from pipeline.crawl.scope import Scope
from pipeline.hub_api.client import HubClient
from pipeline.kinds import Kind
from pipeline.marts.build import rank_day
from pipeline.marts.scorecard import evaluate_boards
from pipeline.sample_hub.server import SampleHub
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.load import load_day

METRICS = ("ndcg_20", "ndcg_50", "ndcg_20_log", "precision_20", "capture_20")
HOURS = (5, 9, 14, 19, 23)
FIGURES_QUERY = """
SELECT category, horizon_days, date, board, map_from_entries(list((metric, value))) AS figures FROM scorecard
WHERE target = 'likes' AND metric NOT LIKE 'coverage%' GROUP BY ALL ORDER BY ALL
"""
COVERAGE_QUERY = """
SELECT category, horizon_days, metric, sum(value * cases) AS hits, sum(cases) AS cases FROM scorecard
WHERE target = 'likes' AND metric LIKE 'coverage%' GROUP BY ALL ORDER BY ALL
"""


def make_catch_all_category(kind: Kind) -> Category:
    """Return a category of all repos of a kind."""
    name = f"All {kind}s"
    return Category(
        slug=f"every-{kind}",
        kind=kind,
        section="all",
        name_en=name,
        name_ko=name,
        description_en=name,
        description_ko=name,
    )


def select_captures(path: Path, hour: int, target_folder: Path, *, zero: bool) -> tuple[Path, dict[dt.date, dt.time]]:
    """Write each day's capture nearest to the hour to a new file; return it with the capture times. `zero`: trending
    scores of 0."""
    at, day = pl.col("captured_at"), pl.col("captured_at").dt.date()
    distance = (at.dt.hour().cast(pl.Int32) * 60 + at.dt.minute() - hour * 60).abs()
    captures = pl.scan_parquet(path).filter(distance == distance.min().over(day)).collect()
    if zero:
        captures = captures.with_columns(trending_score=pl.lit(0.0))
    captures.write_parquet(target_folder / path.name)
    capture_times = captures.group_by(day.alias("day")).agg(at.max())
    return target_folder / path.name, {day: captured_at.time() for day, captured_at in capture_times.iter_rows()}


def replay_days(folder: Path, home: Path, hour: int, *, zero: bool = False) -> Path:
    (models, hours), (datasets, _) = (
        select_captures(sorted(folder.glob(f"trending_{kind}_*.parquet"))[0], hour, home, zero=zero)
        for kind in ("models", "datasets")
    )
    world = read_captures(models, datasets)
    catalogue = Catalogue(
        (Section(slug="all", name_en="All", name_ko="All"),),
        (make_catch_all_category("model"), make_catch_all_category("dataset")),
        (),
    )
    file = home / "warehouse" / "hub.duckdb"
    with open_warehouse(file) as con, SampleHub(world) as hub:
        store_catalogue(con, catalogue)
        for day in world.days:
            hub.set_day(day, hours[day])
            spool = crawl(
                HubClient(HubSettings(hub.url, False, trust_clock=True)),
                home / "spool",
                day,
                CrawlRequest(Scope.hub, catalogue, accept_shrink=True),
            )
            load_day(con, spool)
            rank_day(con, day)
            evaluate_boards(con, day)
    return file


Board = tuple[str, int, str]  # category, horizon in days, board
Daily = dict[Board, dict[tuple[int, dt.date], dict[str, float]]]


def read_figures(con: duckdb.DuckDBPyConnection, hour: int = 9) -> Daily:
    """Return the metrics for predicted likes by board, hour and day."""
    daily: Daily = {}
    for category, ahead, day, board, values in con.execute(FIGURES_QUERY).fetchall():
        daily.setdefault((category, ahead, board), {})[hour, day] = values
    return daily


def compute_lead(daily: Daily, baseline: Board) -> float:
    """Return attention's mean lead in NDCG@20 over a baseline, on common days."""
    category, ahead, _ = baseline
    own = daily[category, ahead, "attention"]
    return fmean(own[at][METRICS[0]] - values[METRICS[0]] for at, values in daily[baseline].items())


def print_week(folder: Path, hours: Sequence[int], *, zero: bool) -> None:
    """Print the boards' mean metrics over all hours, and the coverage of their intervals."""
    daily: Daily = {}
    coverage_rows: list[tuple[str, int, str, float, int]] = []
    for hour in hours:
        with (
            tempfile.TemporaryDirectory() as home,
            open_warehouse(replay_days(folder, Path(home), hour, zero=zero)) as con,
        ):
            for board, values in read_figures(con, hour).items():
                daily.setdefault(board, {}).update(values)
            coverage_rows += con.execute(COVERAGE_QUERY).fetchall()
    days = sorted({day for values in daily.values() for _, day in values})
    print(
        f"\nboards of {days[0]} to {days[-1]}, captures of about {', '.join(map(str, hours))} UTC{', trending scores of 0' if zero else ''}; mean"
    )
    print(
        f"{'':14}{'ahead':>6}  {'board':10}{'boards':>7}"
        + "".join(f"{metric:>14}" for metric in METRICS)
        + "   attention's lead on common days"
    )
    for key in sorted(daily, key=lambda key: (key[:2], compute_lead(daily, key))):
        category, ahead, board = key
        means = "".join(
            f"{fmean(day_metrics[metric] for day_metrics in daily[key].values()):14.3f}" for metric in METRICS
        )
        print(f"{category:14}{ahead:>6}  {board:10}{len(daily[key]):>7}{means}{compute_lead(daily, key):+9.3f}")
    print("coverage of the 90% interval for likes per day; top 50")
    coverage = pl.DataFrame(coverage_rows, schema=["category", "ahead", "metric", "hits", "cases"], orient="row")
    for category, ahead, metric, hits, cases in (
        coverage.group_by("category", "ahead", "metric").sum().sort(pl.all()).iter_rows()
    ):
        print(f"{category:14}{ahead:>6}  {metric:24}{hits / cases:7.1%} of {cases:,}")


def main(folder: Path, hours: Sequence[int] = HOURS) -> None:
    for zero in (False, True):
        print_week(folder, hours, zero=zero)
    for path in sorted(folder.glob("series_models*.parquet")):
        print_report(path)


if __name__ == "__main__":
    command = make_parser(__doc__)
    command.add_argument("folder", metavar="FOLDER", type=Path)
    command.add_argument("hours", metavar="HOUR", type=int, nargs="*", default=HOURS)
    words = command.parse_args()
    main(words.folder, words.hours)
