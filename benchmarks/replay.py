"""How good the boards are on recordings of the real Hub: the product itself, day by day, and its scorecard.

    python -m benchmarks.replay FOLDER [HOUR]

FOLDER holds `*models*.parquet` and `*datasets*.parquet` as pipeline.sample_hub.captures describes them: captured lists of the Hub's
leaders by trending score. All models are one category here and all datasets another. Of each day the capture nearest to HOUR (9: when
the schedule takes its snapshot) is served, at its own time. Recordings tell no downloads of all time, so the adoption board is withheld, and a week or so is too short for
breakouts; a list of leaders by trending score favours the Hub's own order, since nobody else can be found.
"""

import datetime as dt
import sys
import tempfile
from pathlib import Path

import duckdb
import polars as pl

from pipeline.catalogue import Catalogue, Category, Section
from pipeline.hub.client import HubClient
from pipeline.hub.crawl import Wanted, crawl
from pipeline.hub.scope import Scope
from pipeline.sample_hub.captures import captured_world
from pipeline.sample_hub.server import SampleHub
from pipeline.settings import HubSettings
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.judging import judge_boards
from pipeline.warehouse.load import load_catalogue, load_day
from pipeline.warehouse.marts import rank_day

METRICS = ("ndcg_20", "ndcg_50", "ndcg_20_log", "precision_20", "capture_20")
MEANS = """
SELECT category, horizon_days, board, count(DISTINCT date) AS days,
    map_from_entries(list((metric, mean))) AS means
FROM (SELECT category, horizon_days, board, metric, avg(value) AS mean, any_value(date) AS date FROM scorecard WHERE target = 'likes' GROUP BY ALL)
GROUP BY ALL ORDER BY category, horizon_days, means['ndcg_20'] DESC
"""
# Whether the next day's likes a day lay inside the interval that the board gave; of busy repos, since of the others the noise of so
# few likes is all that one day shows.
COVERED = """
SELECT t.category, count(*) AS places, avg(CAST(gained / days BETWEEN t.score_low AND t.score_high AS INTEGER)) AS covered
FROM trends t
JOIN (
    SELECT category, oid, date, lead(likes) OVER later - likes AS gained, lead(date) OVER later - date AS nights,
        (epoch(lead(started_at) OVER later) - epoch(started_at)) / 86400 AS days
    FROM trends JOIN snapshots USING (date)
    WHERE board = 'attention' AND kind = CASE category WHEN 'every-model' THEN 'model' ELSE 'dataset' END
    WINDOW later AS (PARTITION BY category, oid ORDER BY date)
) n USING (category, oid, date)
WHERE t.board = 'attention' AND t.score >= 10 AND n.nights = 1 AND t.basis LIKE '24h%'
GROUP BY ALL ORDER BY ALL
"""


def everything(kind: str) -> Category:
    """A category of all repos of a kind, which no selector of the Hub's lists can name."""
    return Category.model_construct(
        slug=f"every-{kind}", kind=kind, section="all", name_en=f"All {kind}s", name_ko=f"All {kind}s", description_en="", description_ko="",
        selector="", status="active",
    )  # fmt: skip


def chosen(path: Path, hour: int, into: Path) -> tuple[Path, dict[dt.date, dt.time]]:
    """Of each day the capture nearest to the hour, in a file of their own, and when it was taken."""
    at, day = pl.col("captured_at"), pl.col("captured_at").dt.date()
    away = (at.dt.hour().cast(pl.Int32) * 60 + at.dt.minute() - hour * 60).abs()
    kept = pl.scan_parquet(path).filter(away == away.min().over(day)).collect()
    kept.write_parquet(into / path.name)
    taken = kept.group_by(day.alias("day")).agg(at.max())
    return into / path.name, {day: when.time() for day, when in taken.iter_rows()}


def replay(folder: Path, home: Path, hour: int) -> Path:
    """Take every recorded day into a warehouse below `home`; its file."""
    (models, hours), (datasets, _) = (
        chosen(sorted(folder.glob(f"trending_{kind}_*.parquet"))[0], hour, home) for kind in ("models", "datasets")
    )
    world = captured_world(models, datasets)
    catalogue = Catalogue(
        (Section(slug="all", name_en="All", name_ko="All"),), (everything("model"), everything("dataset")), ()
    )
    file = home / "warehouse" / "hub.duckdb"
    with open_warehouse(file) as con, SampleHub(world) as hub:
        load_catalogue(con, catalogue)
        for day in world.days:
            hub.set_day(day, hours[day])
            spool = crawl(
                HubClient(HubSettings(hub.url, False, trust_clock=True)),
                home / "spool",
                day,
                Wanted(Scope.hub, catalogue, accept_shrink=True),
            )
            load_day(con, spool)
            rank_day(con, day)
            judge_boards(con, day)
    return file


def figures(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, int, str], dict[str, float]]:
    """(category, days ahead, board): metric and its mean over the days, likes being what was to be foreseen."""
    return {(category, ahead, board): means for category, ahead, board, _, means in con.execute(MEANS).fetchall()}


def main(folder: Path, hour: int = 9) -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as home, open_warehouse(replay(folder, Path(home), hour)) as con:
        days: list[dt.date] = [
            day for (day,) in con.execute("SELECT DISTINCT date FROM snapshots ORDER BY date").fetchall()
        ]
        print(f"{len(days)} days, {days[0]} to {days[-1]}; likes gained in the days after a board; mean over its days")
        print(f"{'':14}{'ahead':>6}  {'board':10}" + "".join(f"{metric:>14}" for metric in METRICS))
        for (category, ahead, board), means in figures(con).items():
            print(f"{category:14}{ahead:>6}  {board:10}" + "".join(f"{means[metric]:14.3f}" for metric in METRICS))
        for category, places, covered in con.execute(COVERED).fetchall():
            print(
                f"{category}: the likes of the next day lay inside the 90% interval of {covered:.1%} of {places} places with 10 or more"
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:3]))
