"""A repo's gain is the same everywhere, even with snapshots at different hours."""

import datetime as dt
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.cli.main import run
from pipeline.config import Home
from pipeline.crawl.crawler import CrawlRequest, crawl
from pipeline.crawl.scope import Scope
from pipeline.hub_api.client import HubClient
from pipeline.marts.build import build_category_totals, build_featured, build_movers, rank_day
from pipeline.publishing.publish import publish
from pipeline.sample_hub.days import HubDay
from pipeline.sample_hub.server import SampleHub
from pipeline.site.build import build_site
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.load import load_day
from tests.conftest import FixedWorld, quick
from tests.fixtures.catalogues import part_of_catalogue

SLUG = "text-generation"
CATALOGUE = part_of_catalogue([SLUG])
FIRST = dt.date(2026, 11, 1)
# by day; the eighth day has none
TIMES = ["09:00", "13:40", "07:10", "22:50", "00:20", "09:00", "08:10", None, "16:05", "06:30", "13:40", "07:10"]
TIMES += ["09:00", "12:59", "10:01"]
V3, R1 = "deepseek-ai/DeepSeek-V3", "deepseek-ai/DeepSeek-R1"
NEW, OTHER_NAMES = "someone/born-today", [f"someone/model-{n}" for n in range(3, 13)]
CREATION_TIMES = {NEW: "2026-11-15T02:00:00.000Z"}
LAST = FIRST + dt.timedelta(len(TIMES) - 1)
HOURS = {n: dt.datetime.combine(FIRST + dt.timedelta(n), dt.time.fromisoformat(at)).replace(minute=0) + dt.timedelta(hours=1) for n, at in enumerate(TIMES) if at}  # fmt: skip


def likes(number: int, on: int) -> int:
    return 100 * number + 31 * number * on + 7 * (on // 3) * (number % 3) + on * on % 5


def downloads(number: int, on: int) -> int:
    return 100_000 * number + 1_013 * number * on + 37 * on * on


def list_models(on: int) -> list[dict[str, Any]]:
    names = [V3, R1, *OTHER_NAMES, *([NEW] if on == len(TIMES) - 1 else [])]
    return [
        {
            "_id": f"65{number:022x}", "id": name, "author": name.split("/", maxsplit=1)[0], "likes": likes(number, on), "downloads": 50 * number,
            "downloadsAllTime": downloads(number, on), "trendingScore": number, "tags": ["license:mit"], "pipeline_tag": SLUG,
            "gated": False, "private": False, "disabled": False, "createdAt": CREATION_TIMES.get(name, "2025-01-01T00:00:00.000Z"),
            "lastModified": "2025-02-01T00:00:00.000Z",
        }
        for number, name in enumerate(names, 1)
    ]  # fmt: skip


def calculate_gain(value: Any, number: int, days: int) -> int | None:
    """The gain in exactly `days` days, with linear interpolation around the start."""
    since = HOURS[len(TIMES) - 1] - dt.timedelta(days)
    before = max((n for n, hour in HOURS.items() if since - dt.timedelta(3) <= hour <= since), default=None)
    if before is None:
        return None
    after = min(n for n, hour in HOURS.items() if hour >= since)
    part = (since - HOURS[before]) / (HOURS[after] - HOURS[before]) if after > before else 0
    gain = value(number, len(TIMES) - 1) - value(number, before) - (value(number, after) - value(number, before)) * part
    return int(gain + 0.5)  # rounds; all gains are positive


@pytest.fixture(scope="module")
def uneven_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Fifteen days of the whole Hub and the site."""
    home = Home(tmp_path_factory.mktemp("uneven"))
    days = {FIRST + dt.timedelta(n): HubDay(FIRST + dt.timedelta(n), list_models(n), [], {}) for n in HOURS}
    with SampleHub(FixedWorld(days)) as hub, open_warehouse(home.warehouse) as con:
        store_catalogue(con, CATALOGUE)
        for n in HOURS:
            day = FIRST + dt.timedelta(n)
            hub.set_day(day, dt.time.fromisoformat(str(TIMES[n])))
            spool = crawl(HubClient(quick(hub.url)), home.root / "spool", day, CrawlRequest(Scope.hub, CATALOGUE))
            load_day(con, spool)
            for derive in (rank_day, build_movers, build_featured, build_category_totals):
                derive(con, day)
        publish(con, home.warehouse, home.published)
    with duckdb.connect(str(home.published), read_only=True) as con:
        build_site(con, home.site)
    yield home


@pytest.fixture
def print_json(uneven_home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    def call(*words: str) -> Any:
        monkeypatch.setattr(sys, "argv", ["almanac", "--home", str(uneven_home.root), *words, "--json"])
        capsys.readouterr()
        with pytest.raises(SystemExit):
            run()
        return json.loads(capsys.readouterr().out)

    return call


def ask_rows(home: Home, query: str) -> list[Any]:
    with duckdb.connect(str(home.published), read_only=True) as con:
        return con.execute(query).fetchall()


def ask(home: Home, query: str) -> Any:
    return ask_rows(home, query)[0][0]


def test_the_likes_of_a_day_are_the_same_everywhere(uneven_home: Home, print_json: Any) -> None:
    want = calculate_gain(likes, 2, 1)
    since_before = likes(2, len(TIMES) - 1) - likes(2, len(TIMES) - 2)
    assert want is not None and want != since_before, "the data must distinguish the two"
    place = next(row for row in print_json("show", SLUG)["boards"][0]["ranking"] if row["id"] == R1)
    model = next(row for row in print_json("featured")["models"] if row["id"] == R1)
    comparison = next(row for row in print_json("compare", R1, V3, "--days", "1")["repos"] if row["id"] == R1)
    api = uneven_home.site / "api" / "v1"
    board = json.loads((api / "boards" / SLUG / "attention.json").read_text())["ranking"]
    repo = json.loads((api / "repos" / f"{place['oid']}.json").read_text())
    found_gains = {
        "show": place["likes_1d"],
        "featured": model["likes_1d"],
        "compare": comparison["likes_gained"],
        "growth": ask(uneven_home, f"SELECT likes_gained FROM growth('{SLUG}', 1) WHERE id = '{R1}'"),
        "risers": ask(uneven_home, f"SELECT likes_gained FROM risers('{SLUG}', 1, counter := 'likes') WHERE id = '{R1}'"),
        "trends": ask(uneven_home, f"SELECT likes_1d FROM trends WHERE id = '{R1}' AND date = '{LAST}' AND board = 'attention'"),
        "board": next(row["likes_1d"] for row in board if row["id"] == R1),
        "standings": {row["likes_1d"] for row in repo["ranks"]}.pop(),
        "category page": read_table_cell(uneven_home.site / "c" / f"{SLUG}.html", "DeepSeek-R1", "Likes +1d"),
        "featured page": read_table_cell(uneven_home.site / "featured.html", "DeepSeek-R1", "Likes +1d"),
        "overview": read_table_cell(uneven_home.site / "index.html", "DeepSeek-R1", "Likes +1d"),
    }  # fmt: skip
    assert found_gains == dict.fromkeys(found_gains, want)


@pytest.mark.parametrize("days", [1, 2, 3, 5, 7, 10])
def test_any_span_is_the_same_everywhere(uneven_home: Home, print_json: Any, days: int) -> None:
    expected_gains = {
        name: (calculate_gain(likes, number, days), calculate_gain(downloads, number, days))
        for number, name in enumerate([V3, R1], 1)
    }
    rows = {row["id"]: row for row in print_json("compare", V3, R1, "--days", str(days))["repos"]}
    assert {name: (row["likes_gained"], row["downloads_gained"]) for name, row in rows.items()} == expected_gains
    assert {row["likes_gained_days"] for row in rows.values()} == {days}
    for macro in ("growth", "risers"):
        query = f"SELECT id, likes_gained, downloads_gained FROM {macro}('{SLUG}', {days})"
        answer = {name: gains for name, *gains in ask_rows(uneven_home, query)}
        assert {name: tuple(answer[name]) for name in expected_gains} == expected_gains, macro
    if days in (1, 7):
        featured = {row["id"]: row for row in print_json("featured")["models"]}
        ranking = {row["id"]: row for row in print_json("show", SLUG)["boards"][0]["ranking"]}
        page = uneven_home.site / "featured.html"
        for name, gains in expected_gains.items():
            assert (featured[name][f"likes_{days}d"], featured[name][f"downloads_gained_{days}d"]) == gains
            headings = (f"Likes +{days}d", f"Downloads +{days}d")
            assert tuple(read_table_cell(page, name.split("/")[1], heading) for heading in headings) == gains
            assert ranking[name][f"likes_{days}d"] == gains[0]


def test_a_span_longer_than_the_history_compares_all_of_it(print_json: Any) -> None:
    answer = print_json("compare", V3, R1, "--days", "30")
    span = round((HOURS[len(TIMES) - 1] - HOURS[0]) / dt.timedelta(1), 3)
    for number, row in enumerate(answer["repos"], 1):
        assert (row["likes_gained"], row["likes_gained_days"]) == (
            likes(number, len(TIMES) - 1) - likes(number, 0),
            span,
        )
    assert (answer["likes_from"], answer["likes_dates"][-1]) == (str(FIRST), str(LAST))


def test_a_repo_created_within_the_span_gained_its_total(uneven_home: Home, print_json: Any) -> None:
    number = len(OTHER_NAMES) + 3
    all_of_it = likes(number, len(TIMES) - 1)
    place = next(row for row in print_json("show", SLUG)["boards"][0]["ranking"] if row["id"] == NEW)
    row = next(row for row in print_json("compare", R1, NEW, "--days", "1")["repos"] if row["id"] == NEW)
    age = (HOURS[len(TIMES) - 1] - dt.datetime(2026, 11, 15, 2)) / dt.timedelta(1)
    assert (place["likes_1d"], row["likes_gained"], row["likes_gained_days"]) == (
        all_of_it,
        all_of_it,
        pytest.approx(age, abs=1e-3),
    )
    assert ask(uneven_home, f"SELECT likes_gained FROM growth('{SLUG}', 1) WHERE id = '{NEW}'") == all_of_it


def test_trends_and_featured_agree_on_every_day(uneven_home: Home) -> None:
    """Compares likes_1d of each day and featured model."""
    with duckdb.connect(str(uneven_home.published), read_only=True) as con:
        rows = con.execute(
            "SELECT t.date, t.id, t.likes_1d, f.likes_1d, t.days_since_previous FROM trends t JOIN featured f USING (date, oid) WHERE board = 'attention' ORDER BY ALL"
        ).fetchall()
    assert len(rows) == 2 * len(HOURS) and all(
        board_likes == featured_likes for _, _, board_likes, featured_likes, _ in rows
    )
    assert {hours for *_, hours in rows} >= {28 / 24, 18 / 24}, "days_since_previous is the true span"


def read_table_cell(page: Path, name: str, heading: str) -> int | None:
    """Return the number below `heading` in the first table row with `name`."""
    for table in re.findall(r"<table.*?</table>", page.read_text(encoding="utf-8"), re.DOTALL):
        headings = [_strip_tags(cell) for cell in re.findall(r"<th scope=\"col\".*?</th>", table, re.DOTALL)]
        for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL):
            if heading in headings and name in _strip_tags(row) and 'scope="row"' in row:
                cells = [_strip_tags(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
                return int(cells[headings.index(heading)].replace(",", "").replace("−", "-"))
    raise AssertionError(f"{page.name} has no {heading} of {name}")


def _strip_tags(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html).strip()
