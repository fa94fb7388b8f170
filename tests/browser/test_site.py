import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin, urlsplit

import duckdb
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from pipeline.site.build import build_site
from tests.browser.conftest import BROWSER
from tests.fixtures.processes import PATIENCE
from tests.fixtures.servers import serving

# A visit takes 0.1 s and all repo pages have one template: visit every Nth, or all if this is set.
REPO_PAGE_STEP = 1 if os.environ.get("ALMANAC_EVERY_PAGE") else 5
PARALLEL_PAGES = 8  # pages that the browser loads in parallel
DESKTOP, PHONE, PICTURE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}, {"width": 1160, "height": 1000}
DEMO = Path(__file__).parents[2] / "data" / "demo" / "site"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine"),
    pytest.mark.timeout(300),
]

# Load pages in frames, in parallel: the same documents as visits, but faster.
VISIT_SCRIPT = """
async ([url, paths, atOnce]) => {
  const facts = {}
  const next = async () => {
    const frame = document.body.appendChild(document.createElement("iframe"))
    frame.width = 390
    frame.style = "position: fixed; left: -9999px" // laid out, not painted
    for (let path; (path = paths.pop());) {
      await new Promise((resolve) => {
        frame.onload = resolve
        frame.contentWindow.location.replace(url + path)
      })
      const page = frame.contentDocument
      facts[path] = {
        lang: page.documentElement.lang, title: page.title, ruled: page.styleSheets.length, awake: !page.getElementById("theme").hidden,
        wider: page.documentElement.scrollWidth - page.documentElement.clientWidth,
        links: [...page.querySelectorAll("[href], [src]")].map((element) => element.getAttribute("href") ?? element.getAttribute("src")),
        ids: [...page.querySelectorAll("[id]")].map((element) => element.id),
      }
    }
  }
  await Promise.all(Array.from({length: atOnce}, next))
  return facts
}
"""
# Find texts below the contrast of WCAG AA (4.5, large text 3). Painting a color makes any notation readable.
FAINT_TEXT_SCRIPT = """
() => {
  const painter = Object.assign(document.createElement("canvas"), {width: 1, height: 1}).getContext("2d", {willReadFrequently: true})
  const painted = {}
  const paint = (colors) => painted[colors] ??= (() => {
    painter.clearRect(0, 0, 1, 1)
    for (const color of colors) { painter.fillStyle = color; painter.fillRect(0, 0, 1, 1) }
    return [...painter.getImageData(0, 0, 1, 1).data]
  })()
  const light = ([r, g, b]) => [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0)
  const faint = []
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const holder = texts.currentNode.parentElement
    if (!texts.currentNode.data.trim() || !holder.checkVisibility() || holder.closest(".vh, .skip, legend, title")) continue
    const grounds = []
    for (let element = holder; element; element = element.parentElement) grounds.unshift(getComputedStyle(element).backgroundColor)
    const style = getComputedStyle(holder), size = parseFloat(style.fontSize)
    const ground = paint(grounds), ink = paint([...grounds, style.color])
    const [high, low] = [light(ground), light(ink)].sort((a, b) => b - a)
    const requiredRatio = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5
    if ((high + 0.05) / (low + 0.05) < requiredRatio) faint.push([texts.currentNode.data.trim().slice(0, 40), style.color, ((high + 0.05) / (low + 0.05)).toFixed(2)])
  }
  return faint
}
"""


class Server(ThreadingHTTPServer):
    request_queue_size = 128


class QuietHandler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections are kept

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def folder(con: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    site_folder = tmp_path_factory.mktemp("site") / "under" / "a-path"
    build_site(con, site_folder)
    return site_folder


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Serve the folder and return its URL; the server's root is two folders above."""
    handler = partial(QuietHandler, directory=str(folder.parent.parent))
    with serving(Server(("127.0.0.1", 0), handler)) as server:
        yield f"http://127.0.0.1:{server.server_port}/{folder.parent.name}/{folder.name}/"


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    """Serve the site below a path, like GitHub Pages."""
    with serve_folder(folder) as url:
        yield url


@contextmanager
def open_page(browser: Browser, url: str, **context_options: object) -> Iterator[Page]:
    """A page that fails the test on console errors and requests to other sites."""
    context: BrowserContext = browser.new_context(**context_options)  # pyright: ignore[reportArgumentType]
    context.set_default_timeout(20_000)
    problems: list[str] = []
    context.on(
        "console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None
    )
    context.on("weberror", lambda error: problems.append(str(error.error)))
    context.on(
        "request", lambda request: None if request.url.startswith((url, "data:")) else problems.append(request.url)
    )
    yield context.new_page()
    context.close()
    assert problems == []


def test_pages_load_without_errors_fit_a_phone_and_their_links_resolve(
    browser: Browser, url: str, folder: Path
) -> None:
    page_paths = sorted(str(file.relative_to(folder)) for file in folder.rglob("*.html"))
    repos = [path for path in page_paths if "r/" in path]
    paths = sorted({*page_paths} - {*repos} | {*repos[::REPO_PAGE_STEP]})
    with open_page(browser, url, viewport=DESKTOP) as page:
        # the site's own pages allow no frames
        page.route(
            url + "frames",
            lambda route: route.fulfill(body=f"<link rel=icon href={url}icon.svg>", content_type="text/html"),
        )
        page.goto(url + "frames")
        facts_by_path = page.evaluate(VISIT_SCRIPT, [url, paths, PARALLEL_PAGES])
    assert sorted(facts_by_path) == paths
    for path, facts in facts_by_path.items():
        assert facts["lang"] == ("ko" if path.startswith("ko/") else "en"), path
        assert facts["title"] and facts["ruled"] == 1 and facts["awake"], path
        assert facts["wider"] <= 0, path
    links = {urljoin(url + path, link) for path, facts in facts_by_path.items() for link in facts["links"]}
    hub_links = {link for link in links if link.startswith("https://huggingface.co/")}
    site_links = {link for link in links if link.startswith(url)}
    assert links == hub_links | site_links and hub_links
    fragments = {tuple(link[len(url) :].split("#")) for link in site_links if "#" in link}
    assert {(path, name) for path, name in fragments if name not in facts_by_path[path]["ids"]} == set()
    assert {link: status for link, status in _request_statuses(site_links) if status != 200} == {}


def _request_statuses(links: set[str]) -> Iterator[tuple[str, int]]:
    address = urlsplit(next(iter(links)))
    connection = HTTPConnection(address.hostname or "", address.port, timeout=PATIENCE)
    for link in sorted({link.partition("#")[0] for link in links}):
        connection.request("HEAD", urlsplit(link).path)
        response = connection.getresponse()
        response.read()
        yield link, response.status
    connection.close()


def test_a_category_is_read_with_the_keyboard_alone(browser: Browser, url: str) -> None:
    with open_page(browser, url, viewport=DESKTOP) as page:
        page.goto(url + "c/text-generation.html")
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        boards = {name: page.locator(f"section.{name}") for name in ("attention", "adoption", "breakout")}
        expect(boards["attention"]).to_be_visible()
        expect(boards["adoption"]).to_be_hidden()
        page.get_by_role("radio", name="Attention").focus()
        page.keyboard.press("ArrowRight")
        expect(boards["adoption"]).to_be_visible()
        expect(boards["attention"]).to_be_hidden()
        assert page.url.endswith("#adoption")
        rows = boards["adoption"].locator("tbody tr")
        row_count = rows.filter(visible=True).count()
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("radio", name="Originals")).to_be_checked()
        expect(boards["adoption"].locator("tbody tr:not(.o)").filter(visible=True)).to_have_count(0)
        page.keyboard.press("ArrowRight")
        expect(boards["adoption"].locator("tbody tr:not(.d)").filter(visible=True)).to_have_count(0)
        assert 0 < rows.filter(visible=True).count() < row_count
        page.goto(url + "c/text-generation.html#breakout")
        expect(boards["breakout"]).to_be_visible()
        menu = page.locator("details.menu")
        menu.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(menu.get_by_role("link", name="Translation")).to_be_visible()
        page.keyboard.press("Escape")
        expect(menu.get_by_role("link", name="Translation")).to_be_hidden()
        expect(menu.locator("summary")).to_be_focused()


def test_language_and_colors_can_be_switched_and_the_colors_persist(browser: Browser, url: str) -> None:
    with open_page(browser, url, viewport=DESKTOP, color_scheme="light") as page:
        page.goto(url + "c/translation.html")
        ground = "getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(ground)
        button = page.get_by_role("button", name="Dark mode")
        expect(button).to_have_attribute("aria-pressed", "false")
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
        dark = page.evaluate(ground)
        assert dark != light
        page.get_by_role("link", name="한국어").focus()
        page.keyboard.press("Enter")
        page.wait_for_url(url + "ko/c/translation.html")
        expect(page.get_by_role("heading", level=1)).to_have_text("번역")
        assert page.evaluate(ground) == dark
        page.get_by_role("link", name="English").click()
        page.wait_for_url(url + "c/translation.html")


def test_without_scripts_boards_are_switched_and_the_snippet_names_no_wrong_address(
    browser: Browser, url: str, folder: Path
) -> None:
    with open_page(browser, url, viewport=PHONE, java_script_enabled=False) as page:
        page.goto(url + "c/text-generation.html")
        page.get_by_text("Breakout", exact=True).first.click()
        expect(page.locator("section.breakout")).to_be_visible()
        expect(page.locator("#theme")).to_be_hidden()
    page_with_badge = next(
        file for file in sorted((folder / "r").glob("*.html")) if 'class="embed"' in file.read_text()
    )
    with open_page(browser, url) as page:
        page.goto(url + f"r/{page_with_badge.name}")
        snippet = page.locator("code.embed").first.inner_text()
        [image, target] = re.findall(r"\((http[^)]+)\)", snippet)
        assert target == page.url and page.request.get(image).status == 200
        assert page.locator(".badge img").first.evaluate("image => image.naturalWidth") > 50


def test_texts_stand_out_in_both_colors_and_axe_finds_nothing_serious(browser: Browser, url: str, folder: Path) -> None:
    largest_page = sorted((folder / "r").glob("*.html"), key=lambda file: file.stat().st_size)[-1].name
    paths = ("index", "ko/c/text-generation", "c/text2text-generation", f"r/{largest_page[:-5]}", "featured", "scorecard", "ko/quality", "about")  # fmt: skip
    for colors in ("light", "dark"):
        with open_page(browser, url, viewport=DESKTOP, color_scheme=colors) as page:
            for path in paths:
                page.goto(f"{url}{path}.html")
                assert page.evaluate(FAINT_TEXT_SCRIPT) == [], (path, colors)
                violations = Axe().run(page).response["violations"]
                serious = [(violation["id"], violation["nodes"][0]["html"]) for violation in violations if violation["impact"] in ("serious", "critical")]  # fmt: skip
                assert serious == [], (path, colors, json.dumps(serious))


@pytest.mark.parametrize("colors", ["light", "dark"])
def test_a_category_can_be_pictured(
    browser: Browser, folder: Path, tmp_path: Path, colors: Literal["light", "dark"]
) -> None:
    """Write pictures of the demo's 40 days to the folder ALMANAC_PICTURES (`make pictures`)."""
    pictures = os.environ.get("ALMANAC_PICTURES")
    with (
        serve_folder(DEMO if pictures else folder) as url,
        open_page(browser, url, viewport=PICTURE, color_scheme=colors) as page,
    ):
        page.goto(url + "c/text-generation.html")
        image = page.screenshot(type="jpeg", quality=50)
    assert 30_000 < len(image) < 100_000
    if colors == "light":
        (Path(pictures or tmp_path) / "8-a-page.jpg").write_bytes(image)
