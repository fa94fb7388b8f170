"""The first morning after an import: a month of a Hub with a gap, imported in Dagster, and one own day."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pyarrow as pa
import pytest
from dagster._core.definitions.data_version import CachingStaleStatusResolver, StaleStatus
from dagster._core.loader import LoadingContextForTest
from typer.testing import CliRunner

from pipeline.cli.main import app
from pipeline.config import Home
from pipeline.definitions import defs
from pipeline.orchestration.asset_keys import asset_key
from pipeline.orchestration.resources import AlmanacHome, Hub
from pipeline.orchestration.runner import run_day
from pipeline.sample_hub.days import HubDay
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World, sample_world
from pipeline.site.build import build_site
from tests.conftest import LAST_DAY
from tests.fixtures.archive_files import parquet, write
from tests.fixtures.hub_archives import HubArchives
from tests.fixtures.records import open_instance

pytestmark = pytest.mark.slow
REPO = "cfahlgren1/hub-stats"
DAYS_WITHOUT_DATASETS = 20  # they would take as long to load again
MISSING_DAYS = range(1, 11)  # by number; the boards look back at the first day and the last weeks
IMPORTED_DAYS = 30 - len(MISSING_DAYS)
Morning = tuple[Home, dg.DagsterInstance]


def read(home: Home, query: str, **parameters: object) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home.published), read_only=True) as con:
        return con.execute(query, parameters).fetchall()


def launch(instance: dg.DagsterInstance, home: Home, url: str, **config: Any) -> dg.ExecuteInProcessResult:
    return defs.resolve_job_def("import_history").execute_in_process(
        instance=instance,
        resources={"almanac": AlmanacHome.at(home), "hub": Hub(endpoint=url)},
        run_config={"ops": {"imported_history": {"config": config}}},
    )


def hub_file(day: HubDay, kind: str) -> bytes:
    """Return a day of the sample Hub as an archive of whole days has it."""
    names = [
        "_id",
        "id",
        "author",
        "pipeline_tag",
        "library_name",
        "tags",
        "gated",
        "likes",
        "downloads",
        "downloadsAllTime",
        "trendingScore",
        "createdAt",
        "lastModified",
    ]
    rows = [row for row in day.rows(kind) if not row.get("private")]  # pyright: ignore[reportArgumentType]
    columns: dict[str, list[Any]] = {name: [row.get(name) for row in rows] for name in names}
    columns |= {"gated": [str(value).lower() for value in columns["gated"]]}
    columns |= {"trendingScore": [None if score is None else float(score) for score in columns["trendingScore"]]}
    return parquet(pa.table({name: values for name, values in columns.items() if values.count(None) < len(values)}))


@pytest.fixture(scope="module")
def month() -> World:
    return sample_world(LAST_DAY, days=31, models=150, datasets=30)


@pytest.fixture(scope="module")
def first_morning(tmp_path_factory: pytest.TempPathFactory, month: World) -> Iterator[Morning]:
    """A home with a month of imported days, launched in Dagster, and the first own day after them."""
    home = Home(tmp_path_factory.mktemp("morning") / "home")
    with (
        pytest.MonkeyPatch.context() as patch,
        HubArchives() as archives,
        SampleHub(month, sample=False) as hub,
        open_instance(home) as instance,
    ):
        for name in ("DAGSTER_HOME", "ALMANAC_HOME"):
            patch.setenv(name, "")
        for number, day in enumerate(month.days[:-1]):
            if number in MISSING_DAYS:
                continue
            for kind in ("models", "datasets") if number >= DAYS_WITHOUT_DATASETS else ("models",):
                archives.commit(REPO, f"{day}T09:00:00", f"Upload {kind}.parquet", {f"{kind}.parquet": hub_file(month.day(day), kind)})  # fmt: skip
        patch.setenv("HF_ENDPOINT", archives.url)
        assert launch(
            instance, home, archives.url, source=f"hf://datasets/{REPO}", **{"from": str(month.days[0])}
        ).success
        patch.setenv("HF_ENDPOINT", hub.url)
        now = dt.datetime.combine(month.days[-1], dt.time(9), dt.UTC)
        hub.set_now(now)
        run_day(defs, instance, AlmanacHome.at(home), Hub(endpoint=hub.url, anonymous=True), now)
        yield home, instance


def test_the_first_own_day_has_everything(first_morning: Morning, month: World) -> None:
    home, _ = first_morning
    today = month.days[-1]
    sources = read(
        home, "SELECT source, count(DISTINCT date) FROM snapshots GROUP BY source ORDER BY source NULLS FIRST"
    )
    assert sources == [(None, 1), ("hub-stats", IMPORTED_DAYS)]
    boards = dict(
        read(
            home,
            "SELECT board, count(*) FROM boards WHERE date = $day AND status IN ('ok', 'partial') GROUP BY board",
            day=today,
        )
    )
    assert all(boards.get(board, 0) > 5 for board in ("attention", "adoption", "breakout")), boards
    ranked, week_ago, month_ago = read(home, "SELECT count(*), count(rank_7d_ago), count(rank_30d_ago) FROM trends WHERE date = $day", day=today)[0]  # fmt: skip
    assert week_ago > 0.5 * ranked and month_ago > 0
    assert (
        read(home, "SELECT count(*) FROM trends WHERE date = $day AND expected_likes_7d IS NOT NULL", day=today)[0][0]
        > 0
    )
    for relation in ("movers", "featured", "scorecard", "category_daily"):
        assert read(home, f"SELECT count(*) FROM {relation} WHERE date >= $day", day=today - dt.timedelta(1))[0][0] > 0, relation  # fmt: skip


def test_everything_says_which_days_are_imported(first_morning: Morning, month: World, tmp_path: Path) -> None:
    home, _ = first_morning
    first, last = month.days[0], month.days[-1]
    [(name,)] = read(home, "SELECT id FROM top('text-generation', n := 1)")
    for query in (
        "SELECT date, source FROM history_of($id)",
        "SELECT date, source FROM days_of($id) WHERE reason IS DISTINCT FROM 'no_snapshot'",
    ):
        for date, source in read(home, query, id=name):
            assert source == (None if date == last else "hub-stats"), date
    for relation, days in (
        ("model_history", IMPORTED_DAYS),
        ("dataset_history", 30 - DAYS_WITHOUT_DATASETS),
        ("days", IMPORTED_DAYS),
    ):
        rows = read(home, f"SELECT source, count(DISTINCT date) FROM {relation} GROUP BY source ORDER BY source")
        assert rows == [("hub-stats", days), (None, 1 + (len(MISSING_DAYS) if relation == "days" else 0))], relation

    def ask(*words: str) -> str:
        result = CliRunner().invoke(app, ["--home", str(home.root), *words])
        assert result.exit_code in (0, 1), result.output
        return result.stdout

    report = json.loads(ask("import", "--list", "--json"))
    assert [(source["name"], source["used_days"]) for source in report["sources"]] == [("hub-stats", IMPORTED_DAYS)]
    spans = [(span["kind"], span["first"], span["last"], span["origin"], span["source"]) for span in report["spans"]]
    gap = [month.days[number] for number in MISSING_DAYS]
    assert spans == [
        ("model", str(first), str(first), "imported", "hub-stats"), ("model", str(gap[0]), str(gap[-1]), "gap", None),
        *(
            (kind, str(start), str(end), origin, source)
            for kind, since in (("model", gap[-1] + dt.timedelta(1)), ("dataset", month.days[DAYS_WITHOUT_DATASETS]))
            for start, end, origin, source in ((since, month.days[-2], "imported", "hub-stats"), (last, last, "own", None))
        ),
    ]  # fmt: skip
    lines = ask("import", "--list").splitlines()
    marks = [line.split()[1] for line in lines if line.startswith(f"{last:%Y-%m}")]
    assert marks == ["A" * (last.day - 1) + "#", "A" * (30 - DAYS_WITHOUT_DATASETS) + "#"]
    assert json.loads(ask("status", "--json"))["imported_days"] == [{"source": "hub-stats", "days": IMPORTED_DAYS}]
    [repo] = json.loads(ask("history", name, "--json"))["repos"]
    assert {day["source"] for day in repo["days"]} == {None, "hub-stats"}
    with duckdb.connect(str(home.published), read_only=True) as con:
        assert build_site(con, tmp_path / "site").broken_links == []
    [(oid,)] = read(home, "SELECT oid FROM models WHERE id = $id", id=name)
    for page in ("index.html", "c/text-generation.html", f"r/{oid}.html", "quality.html"):
        for language in ("", "ko/"):
            assert "hub-stats" in (tmp_path / "site" / language / page).read_text(encoding="utf-8"), (language, page)
    api = json.loads((tmp_path / "site" / "api" / "v1" / "quality.json").read_text(encoding="utf-8"))
    assert {day["source"] for day in api["days"] if day["date"] not in map(str, (*gap, last))} == {"hub-stats"}


def test_an_import_makes_no_day_look_out_of_date(first_morning: Morning, month: World) -> None:
    home, instance = first_morning
    before = read(home, "FROM trends ORDER BY ALL")
    write(home.inbox / "late.csv", b"day,id,likes\n2025-03-01,owner/x,1\n")
    assert launch(instance, home, "http://127.0.0.1:9", source="late.csv", kind="models").success
    resolver = CachingStaleStatusResolver(instance, defs.resolve_asset_graph(), LoadingContextForTest(instance))
    for name in ("models", "datasets", "trends"):
        assert resolver.get_status(asset_key(name), str(month.days[-1])) is StaleStatus.FRESH, name
    assert read(home, "FROM trends WHERE date > '2025-12-31' ORDER BY ALL") == before
