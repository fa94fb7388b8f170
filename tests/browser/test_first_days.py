"""The site on the first, third and tenth day of a home: no empty chart, nothing amber, nothing wider than a phone."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser

from pipeline.config import Home
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import sample_world
from pipeline.site.build import build_site
from tests.browser.conftest import BROWSER
from tests.browser.test_site import DESKTOP, PHONE, open_page, serve_folder
from tests.conftest import LAST_DAY
from tests.fixtures.days import take_days

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine"),
    pytest.mark.timeout(300),
]

# Names of faults: what is wider than the page, drawn without a line, or amber though no counter froze.
FAULTS_SCRIPT = """
() => {
  const faults = []
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth > width) faults.push("page is wider than the window")
  for (const box of document.querySelectorAll("main .scroll:not(pre)"))
    if (box.checkVisibility() && box.scrollWidth > box.clientWidth + 1) faults.push(`table is cut: ${box.ariaLabel}`)
  for (const chart of document.querySelectorAll("main svg.box, main svg.spark, main .lines svg")) {
    const lines = [...chart.querySelectorAll("path:not(.guides, .marked, .end)")]
    if (!lines.some((line) => line.getTotalLength() > 0)) faults.push(`empty chart: ${chart.getAttribute("aria-label")}`)
  }
  const probe = document.body.appendChild(document.createElement("p"))
  probe.style = "color: var(--warn)"
  const amber = getComputedStyle(probe).color
  probe.remove()
  for (const element of document.querySelectorAll("main .pill:not(.state-frozen), main .note"))
    if ([getComputedStyle(element).color, getComputedStyle(element).borderLeftColor].includes(amber)) faults.push(`amber: ${element.textContent.trim()}`)
  return faults
}
"""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Path]]:
    """Sites by the number of days that their home has."""
    root = tmp_path_factory.mktemp("young")
    world = sample_world(LAST_DAY, days=14, models=300, datasets=80)
    days, home, folders = world.days[-10:], Home(root / "home"), {}
    with SampleHub(world) as hub:
        first = 0
        for number in (1, 3, 10):
            take_days(home, hub, days[first:number])
            first = number
            folders[number] = root / "sites" / str(number) / "site"
            with duckdb.connect(str(home.published), read_only=True) as con:
                build_site(con, folders[number])
    yield folders


@pytest.mark.parametrize("number", [1, 3, 10])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])
def test_a_young_site_has_no_empty_chart_nothing_amber_and_fits(
    browser: Browser, sites: dict[int, Path], number: int, viewport: dict[str, int]
) -> None:
    folder = sites[number]
    repo_pages = sorted(str(file.relative_to(folder)) for file in (folder / "r").glob("*.html"))
    pages = ["index.html", "featured.html", "scorecard.html", "quality.html", "c/translation.html", "c/text-generation.html", "c/text.html", *repo_pages[:3]]  # fmt: skip
    with serve_folder(folder) as url, open_page(browser, url, viewport=viewport) as page:
        faults: dict[str, list[str]] = {}
        for path in (*pages, *(f"ko/{path}" for path in pages)):
            page.goto(url + path)
            for fault in page.evaluate(FAULTS_SCRIPT):
                faults.setdefault(path, []).append(fault)
        assert faults == {}
        page.goto(url)
        assert page.locator(".first-days li:not(.there)").count() > 0
        assert page.locator(".first-days li.there").count() == {1: 1, 3: 2, 10: 5}[number]
