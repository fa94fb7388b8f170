"""Categories without a selector, or with another's, from the crawl to the published file, the site and `doctor`."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipeline.catalogue import Catalogue, load_catalogue
from pipeline.config import Home, HubSettings, Settings
from pipeline.crawl.crawler import CrawlRequest, crawl
from pipeline.crawl.scope import Scope
from pipeline.errors import TooFewRepos
from pipeline.hub_api.client import HubClient
from pipeline.hub_api.contract_checks import ContractChecker
from pipeline.i18n.messages import sentence
from pipeline.orchestration.previews.previews import CHARTED_CATEGORIES, draw_rank_charts
from pipeline.published.reader import open_published
from pipeline.publishing.publish import publish
from pipeline.sample_hub.backfill import load_sample_days
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World, sample_world
from pipeline.site.build import build_site
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.connection import open_warehouse
from tests.conftest import LAST_DAY
from tests.fixtures.catalogues import part_of_catalogue

OWN = """\
include = ["whole-hub"]

[[category]]
slug = "same-as-translation"
kind = "model"
section = "llm"
name_en = "Translation again"
name_ko = "번역 다시"
description_en = "The repos of another category"
description_ko = "다른 분야와 같은 저장소"
selector = "pipeline_tag=translation"
"""


@pytest.fixture(scope="module")
def small_world() -> World:
    return sample_world(LAST_DAY, days=8, models=300, datasets=80, hostile=False)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    own = tmp_path_factory.mktemp("own") / "catalogue.toml"
    own.write_text(OWN, encoding="utf-8")
    return load_catalogue(own)


@pytest.fixture(scope="module")
def filled_home(small_world: World, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("whole") / "home")
    with SampleHub(small_world) as hub, open_warehouse(home.warehouse) as con:
        for _ in load_sample_days(con, hub, home.spool, small_world.days[-3:], catalogue, Settings()):
            pass
        publish(con, home.warehouse, home.published)
    return home


@pytest.fixture(scope="module")
def con(filled_home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_published(filled_home) as con:
        yield con


def test_every_observed_repo_is_counted_and_ranked(con: duckdb.DuckDBPyConnection) -> None:
    observed = dict(con.execute("SELECT kind, repos FROM snapshots WHERE date = $1", [LAST_DAY]).fetchall())
    for slug, kind in (("all-models", "model"), ("all-datasets", "dataset")):
        [(repos,)] = con.execute(
            "SELECT repos FROM category_daily WHERE date = $1 AND category = $2", [LAST_DAY, slug]
        ).fetchall()
        [(ranked,)] = con.execute(
            "SELECT ranked_repos FROM boards WHERE date = $1 AND category = $2 AND board = 'attention'",
            [LAST_DAY, slug],
        ).fetchall()
        assert repos == ranked == observed[kind]
        assert con.execute("SELECT selector FROM categories WHERE slug = $1", [slug]).fetchall() == [(None,)]


def test_categories_with_the_same_selector_have_the_same_boards(con: duckdb.DuckDBPyConnection) -> None:
    boards = [
        con.execute(
            "SELECT date, board, rank, oid, score FROM trends WHERE category = $1 ORDER BY ALL", [slug]
        ).fetchall()
        for slug in ("translation", "same-as-translation")
    ]
    assert boards[0] == boards[1] != []


def test_the_site_has_its_page(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    site = build_site(con, tmp_path / "site")
    assert site.broken_links == []
    page = (tmp_path / "site" / "ko" / "c" / "all-models.html").read_text(encoding="utf-8")
    assert 'href="https://huggingface.co/models"' in page and "모든 모델" in page
    document = (tmp_path / "site" / "models.md").read_text(encoding="utf-8")
    headings = [line for line in document.splitlines() if line.startswith("## ")]
    assert len(headings) == len(set(headings)) == 4  # also of the section whose last category comes after the others'


def test_many_categories_are_closed_on_the_site_and_not_all_drawn_in_the_ui(small_world: World, tmp_path: Path) -> None:
    home, own = Home(tmp_path / "home"), tmp_path / "catalogue.toml"
    own.write_text('include = ["model-tasks"]', encoding="utf-8")
    catalogue = load_catalogue(own)
    with SampleHub(small_world) as hub, open_warehouse(home.warehouse) as con:
        for _ in load_sample_days(con, hub, home.spool, [LAST_DAY], catalogue, Settings()):
            pass
        publish(con, home.warehouse, home.published)
    with open_published(home) as con:
        assert build_site(con, home.site).broken_links == []
        assert draw_rank_charts(con, LAST_DAY).count("![") == CHARTED_CATEGORIES
    page = (home.site / "index.html").read_text(encoding="utf-8")
    opened_sections, closed_sections = (
        page.count('<details class="section" open>'),
        page.count('<details class="section">'),
    )
    assert opened_sections >= 3 and opened_sections + closed_sections == len({c.section for c in catalogue.categories})
    assert 'class="many"' in page and closed_sections
    assert all(page.count(f'href="c/{c.slug}.html"') >= 2 for c in catalogue.categories)  # in the menu and on a card


def test_a_complete_crawl_lists_each_kind_once(small_world: World, catalogue: Catalogue, tmp_path: Path) -> None:
    with SampleHub(small_world) as hub:
        hub.set_day(LAST_DAY)
        client = HubClient(HubSettings(hub.url, token=False, trust_clock=True, direct=True))
        spool = crawl(client, tmp_path, LAST_DAY, CrawlRequest(Scope.categories, catalogue))
    listed_rows = {page.listing: page.rows for page in spool.pages if not page.requested_id}
    hub_day = small_world.day(LAST_DAY)
    assert listed_rows == {"all-models": len(hub_day.models), "all-datasets": len(hub_day.datasets)}


def test_the_doctor_checks_it(small_world: World, catalogue: Catalogue) -> None:
    with SampleHub(small_world) as hub:
        hub.set_day(LAST_DAY)
        checker = ContractChecker(HubClient(HubSettings(hub.url, token=False, trust_clock=True)), catalogue)
        states = {sentence("en", "assumption", finding.assumption): finding.state for finding in checker.run_checks()}
    assert states["category all-models: every model"] == states["category all-datasets: every dataset"] == "held"


def test_fewer_categories_are_no_shrunk_hub(small_world: World, catalogue: Catalogue, tmp_path: Path) -> None:
    home, two_categories = Home(tmp_path / "home"), part_of_catalogue(["translation", "text"], featured=0)
    first, second, third = small_world.days[-3:]
    with SampleHub(small_world) as hub, open_warehouse(home.warehouse) as con:
        for day, catalogue_of_day in ((first, catalogue), (second, two_categories)):
            for _ in load_sample_days(con, hub, home.spool, [day], catalogue_of_day, Settings()):
                pass
        rows = dict(con.execute("SELECT date, rows FROM store.snapshot WHERE kind = 'model'").fetchall())
        assert rows[second] < rows[first] / 2
        # A lost list is refused, now that the catalogue has a day to compare with.
        con.execute("UPDATE store.snapshot SET rows = 3 * rows WHERE date = $1", [second])
        with pytest.raises(TooFewRepos):
            list(load_sample_days(con, hub, home.spool, [third], two_categories, Settings()))


def test_stored_days_get_a_new_category_of_everything(filled_home: Home, tmp_path: Path) -> None:
    """The descriptions of past days are classified when the catalogue changes."""
    copy = tmp_path / "hub.duckdb"
    copy.write_bytes(filled_home.warehouse.read_bytes())
    with open_warehouse(copy) as con:
        store_catalogue(con, load_catalogue())
        assert con.execute("SELECT count(*) FROM store.member WHERE category = 'all-models'").fetchall() == [(0,)]
        own = tmp_path / "catalogue.toml"
        own.write_text('include = ["whole-hub"]', encoding="utf-8")
        store_catalogue(con, load_catalogue(own))
        for slug, kind in (("all-models", "model"), ("all-datasets", "dataset")):
            members = con.execute("SELECT count(*) FROM store.member WHERE category = $1", [slug]).fetchall()
            assert members == con.execute("SELECT count(*) FROM store.description WHERE kind = $1", [kind]).fetchall()
