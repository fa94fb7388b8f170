"""The site in a real browser, as any static server would serve it: its pages, links and switches."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Literal
from urllib.parse import urljoin, urlsplit

import duckdb
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from pipeline.site.build import build_site
from tests.browser.conftest import BROWSER

# A visit takes a tenth of a second, and the pages of repos are made alike: one of so many is visited, each where this is set.
ONE_OF = 1 if os.environ.get("ALMANAC_EVERY_PAGE") else 5
AT_ONCE = 8  # pages that the browser loads side by side
DESKTOP, PHONE, PICTURE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}, {"width": 1160, "height": 1000}
DEMO = Path(__file__).parents[2] / "data" / "demo" / "site"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine"),
    pytest.mark.timeout(300),
]

# Pages in frames, a number at a time: the same documents that visits one after the other would load, in less time.
VISIT = """
async ([url, paths, atOnce]) => {
  const told = {}
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
      told[path] = {
        lang: page.documentElement.lang, title: page.title, ruled: page.styleSheets.length, awake: !page.getElementById("theme").hidden,
        wider: page.documentElement.scrollWidth - page.documentElement.clientWidth,
        links: [...page.querySelectorAll("[href], [src]")].map((one) => one.getAttribute("href") ?? one.getAttribute("src")),
        ids: [...page.querySelectorAll("[id]")].map((one) => one.id),
      }
    }
  }
  await Promise.all(Array.from({length: atOnce}, next))
  return told
}
"""
# Texts whose colour stands out less from their ground than WCAG AA asks (4.5, large ones 3). Any colour is read by painting it.
FAINT = """
() => {
  const painter = Object.assign(document.createElement("canvas"), {width: 1, height: 1}).getContext("2d", {willReadFrequently: true})
  const painted = {}
  const paint = (colours) => painted[colours] ??= (() => {
    painter.clearRect(0, 0, 1, 1)
    for (const colour of colours) { painter.fillStyle = colour; painter.fillRect(0, 0, 1, 1) }
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
    for (let one = holder; one; one = one.parentElement) grounds.unshift(getComputedStyle(one).backgroundColor)
    const style = getComputedStyle(holder), size = parseFloat(style.fontSize)
    const ground = paint(grounds), ink = paint([...grounds, style.color])
    const [high, low] = [light(ground), light(ink)].sort((a, b) => b - a)
    const wanted = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5
    if ((high + 0.05) / (low + 0.05) < wanted) faint.push([texts.currentNode.data.trim().slice(0, 40), style.color, ((high + 0.05) / (low + 0.05)).toFixed(2)])
  }
  return faint
}
"""


class Server(ThreadingHTTPServer):
    request_queue_size = 128  # a browser asks for many files at once


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections are kept

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def folder(con: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("site") / "under" / "a-path"
    build_site(con, made)
    return made


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the folder; two folders above it are the server's root."""
    server = Server(("127.0.0.1", 0), partial(Quiet, directory=str(folder.parent.parent)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{folder.parent.name}/{folder.name}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    """The site below a path of its own, as GitHub Pages has it."""
    with served(folder) as url:
        yield url


@contextmanager
def visitor(browser: Browser, url: str, **how: object) -> Iterator[Page]:
    """A page; any error in its console, and any request that leaves the site, fails the test."""
    context: BrowserContext = browser.new_context(**how)  # pyright: ignore[reportArgumentType]
    context.set_default_timeout(20_000)
    complaints: list[str] = []
    context.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("request", lambda asked: None if asked.url.startswith((url, "data:")) else complaints.append(asked.url))
    yield context.new_page()
    context.close()
    assert complaints == []


def test_pages_load_without_complaint_fit_a_phone_and_their_links_resolve(
    browser: Browser, url: str, folder: Path
) -> None:
    every = sorted(str(file.relative_to(folder)) for file in folder.rglob("*.html"))
    repos = [path for path in every if "r/" in path]
    paths = sorted({*every} - {*repos} | {*repos[::ONE_OF]})
    with visitor(browser, url, viewport=DESKTOP) as page:
        # the site's own pages allow no frames
        page.route(
            url + "frames",
            lambda route: route.fulfill(body=f"<link rel=icon href={url}icon.svg>", content_type="text/html"),
        )
        page.goto(url + "frames")
        told = page.evaluate(VISIT, [url, paths, AT_ONCE])
    assert sorted(told) == paths
    for path, page_told in told.items():
        assert page_told["lang"] == ("ko" if path.startswith("ko/") else "en"), path
        assert page_told["title"] and page_told["ruled"] == 1 and page_told["awake"], path
        assert page_told["wider"] <= 0, path
    links = {urljoin(url + path, link) for path, page_told in told.items() for link in page_told["links"]}
    hub = {link for link in links if link.startswith("https://huggingface.co/")}
    here = {link for link in links if link.startswith(url)}
    assert links == hub | here and hub
    fragments = {tuple(link[len(url) :].split("#")) for link in here if "#" in link}
    assert {(path, name) for path, name in fragments if name not in told[path]["ids"]} == set()
    assert {link: status for link, status in _statuses(here) if status != 200} == {}


def _statuses(links: set[str]) -> Iterator[tuple[str, int]]:
    to = urlsplit(next(iter(links)))
    connection = HTTPConnection(to.hostname or "", to.port, timeout=20)
    for link in sorted({link.partition("#")[0] for link in links}):
        connection.request("HEAD", urlsplit(link).path)
        answer = connection.getresponse()
        answer.read()
        yield link, answer.status
    connection.close()


def test_a_category_is_read_with_the_keyboard_alone(browser: Browser, url: str) -> None:
    with visitor(browser, url, viewport=DESKTOP) as page:
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
        every = rows.filter(visible=True).count()
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("radio", name="Originals")).to_be_checked()
        expect(boards["adoption"].locator("tbody tr:not(.o)").filter(visible=True)).to_have_count(0)
        page.keyboard.press("ArrowRight")
        expect(boards["adoption"].locator("tbody tr:not(.d)").filter(visible=True)).to_have_count(0)
        assert 0 < rows.filter(visible=True).count() < every
        page.goto(url + "c/text-generation.html#breakout")
        expect(boards["breakout"]).to_be_visible()
        menu = page.locator("details.menu")
        menu.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(menu.get_by_role("link", name="Translation")).to_be_visible()
        page.keyboard.press("Escape")
        expect(menu.get_by_role("link", name="Translation")).to_be_hidden()
        expect(menu.locator("summary")).to_be_focused()


def test_language_and_colours_are_switched_and_the_colours_are_kept(browser: Browser, url: str) -> None:
    with visitor(browser, url, viewport=DESKTOP, color_scheme="light") as page:
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
    with visitor(browser, url, viewport=PHONE, java_script_enabled=False) as page:
        page.goto(url + "c/text-generation.html")
        page.get_by_text("Breakout", exact=True).first.click()
        expect(page.locator("section.breakout")).to_be_visible()
        expect(page.locator("#theme")).to_be_hidden()
    badged = next(file for file in sorted((folder / "r").glob("*.html")) if 'class="embed"' in file.read_text())
    with visitor(browser, url) as page:
        page.goto(url + f"r/{badged.name}")
        snippet = page.locator("code.embed").first.inner_text()
        [image, target] = re.findall(r"\((http[^)]+)\)", snippet)
        assert target == page.url and page.request.get(image).status == 200
        assert page.locator(".badge img").first.evaluate("image => image.naturalWidth") > 50


def test_texts_stand_out_in_both_colours_and_axe_finds_nothing_serious(
    browser: Browser, url: str, folder: Path
) -> None:
    some = sorted((folder / "r").glob("*.html"), key=lambda file: file.stat().st_size)[-1].name
    paths = ("index", "ko/c/text-generation", "c/text2text-generation", f"r/{some[:-5]}", "featured", "scorecard", "ko/quality", "about")  # fmt: skip
    for colours in ("light", "dark"):
        with visitor(browser, url, viewport=DESKTOP, color_scheme=colours) as page:
            for path in paths:
                page.goto(f"{url}{path}.html")
                assert page.evaluate(FAINT) == [], (path, colours)
                found = Axe().run(page).response["violations"]
                serious = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]  # fmt: skip
                assert serious == [], (path, colours, json.dumps(serious))


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_category_can_be_pictured(
    browser: Browser, folder: Path, tmp_path: Path, colours: Literal["light", "dark"]
) -> None:
    """For the documents, of the demo's forty days, where ALMANAC_PICTURES names their folder (`make pictures`)."""
    pictures = os.environ.get("ALMANAC_PICTURES")
    with (
        served(DEMO if pictures else folder) as url,
        visitor(browser, url, viewport=PICTURE, color_scheme=colours) as page,
    ):
        page.goto(url + "c/text-generation.html")
        taken = page.screenshot(type="jpeg", quality=50)
    assert 30_000 < len(taken) < 100_000
    if colours == "light":
        (Path(pictures or tmp_path) / "8-a-page.jpg").write_bytes(taken)
