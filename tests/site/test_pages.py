"""Pages are complete in both languages, well-formed, small, reproducible, and safe for hostile text."""

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import cycle, pairwise
from typing import Any

import duckdb
import pytest

from pipeline.i18n.messages import text
from pipeline.notes import Note
from pipeline.sample_hub.adversarial_text import LONG_NAME, TEXTS, UNREACHABLE
from pipeline.site import pages
from pipeline.site.page_data import Edition, Repo, Row, gather_edition
from pipeline.site.pages import MOVES, write_pages
from pipeline.svg import HEIGHT, draw_chart, draw_sparkline, trace_ranks
from pipeline.svg import draw_path as drawn_path
from tests.conftest import GAP

SiteFiles = dict[str, str]
SVG = {"svg", "path", "g", "rect", "circle", "title"}
VOID = {"meta", "link", "input", "wbr", "img"}
ELEMENTS = SVG | VOID | set(re.findall(r"\w+",
    "html head title script body header footer main nav section article figure figcaption div p a b i bdi span small ul ol li dl dt dd h1 h2 h3 h4 "
    "table caption thead tbody tr th td abbr time code pre details summary fieldset legend label button"
))  # fmt: skip
ATTRIBUTES = {
    "img": {"src", "alt", "height"}, "script": {"src"}, "a": {"href", "rel", "class", "hreflang", "lang", "aria-current"},
    "link": {"rel", "href", "hreflang", "type", "title"},
}  # fmt: skip
INVISIBLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
HOSTILE = (*TEXTS, UNREACHABLE, LONG_NAME, '"><script>alert(1)</script>', "a/]]>&<!--", "javascript:alert(1)//x", "../../etc")  # fmt: skip
SENTENCE = re.compile(r"\b(?:[A-Za-z]{2,}[ ,]+){3}[A-Za-z]{2,}")
LARGEST = 300_000  # bytes of a page and everything it loads


def render_pages(edition: Edition) -> SiteFiles:
    files: dict[str, str | bytes] = {}

    def put(path: str, content: str | bytes) -> None:
        assert path not in files
        files[path] = content

    write_pages(edition, put)
    return {path: text if isinstance(text, str) else text.decode() for path, text in files.items()}


@pytest.fixture(scope="module")
def site(edition: Edition) -> SiteFiles:
    return render_pages(edition)


@dataclass
class Page(HTMLParser):
    text: str
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)  # the innermost element of a text, the text
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.feed(self.text)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if len({name for name, _ in attrs}) < len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        inside = "bdi" if "bdi" in self.open else "code" if "code" in self.open else (self.open or [""])[-1]
        self.texts.append((inside, data))

    def find_all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


ParsedPages = dict[str, Page]


def parse_pages(site: SiteFiles) -> ParsedPages:
    return {path: Page(text) for path, text in site.items() if path.endswith(".html")}


@pytest.fixture(scope="module")
def parsed_pages(site: SiteFiles) -> ParsedPages:
    return parse_pages(site)


def test_every_page_exists_in_both_languages(edition: Edition, site: SiteFiles) -> None:
    single = ["index", "featured", "scorecard", "quality", "about"]
    paths = [
        *single,
        *(f"c/{category.slug}" for category in edition.categories),
        *(f"r/{oid}" for oid in edition.repos),
    ]
    expected_paths = {f"{ko}{path}.html" for path in paths for ko in ("", "ko/")}
    assert set(site) == expected_paths | {"style.css", "site.js", "icon.svg"}


def test_the_same_edition_makes_the_same_bytes(edition: Edition, site: SiteFiles) -> None:
    assert render_pages(edition) == site


def test_pages_are_well_formed_accessible_and_allow_nothing_inline(parsed_pages: ParsedPages) -> None:
    for path, page in parsed_pages.items():
        assert page.faults == [], path
        lang = "ko" if path.startswith("ko/") else "en"
        assert page.elements[0] == ("html", {"lang": lang})
        policy = next(
            tag["content"] for tag in page.find_all("meta") if tag.get("http-equiv") == "Content-Security-Policy"
        )
        assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'")  # fmt: skip
        assert [tag["src"] for tag in page.find_all("script")] == [tag["href"].replace("style.css", "site.js") for tag in page.find_all("link") if tag["rel"] == "stylesheet"]  # fmt: skip
        assert not any(
            name == "style" or name.startswith("on") for _, attributes in page.elements for name in attributes
        ), path
        ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        assert len(ids) == len(set(ids)), path
        label_ids = {name for _, attributes in page.elements for name in attributes.get("aria-labelledby", "").split()}
        assert label_ids <= set(ids), path
        levels = [int(tag[1]) for tag, _ in page.elements if tag in ("h1", "h2", "h3", "h4")]
        assert levels[0] == 1 and levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), (path, levels)
        assert all(
            attributes.get("aria-hidden") or attributes.get("aria-label") for attributes in page.find_all("svg")
        ), path
        assert all("alt" in attributes for attributes in page.find_all("img")) and all(
            "scope" in attributes for attributes in page.find_all("th")
        ), path
        assert len(page.find_all("caption")) == len(page.find_all("table")), path


def test_pages_are_small(site: SiteFiles) -> None:
    asset_bytes = sum(len(site[name].encode()) for name in pages.ASSETS)
    assert asset_bytes < 30_000
    assert max(len(text.encode()) for path, text in site.items() if path.endswith(".html")) + asset_bytes < LARGEST


def test_links_lead_to_existing_pages_or_to_the_hub(site: SiteFiles, parsed_pages: ParsedPages) -> None:
    other_files = re.compile(
        r"(feeds|api|badges)/|models(\.en)?\.md$"
    )  # defined by other modules; the browser test requests them
    for path, page in parsed_pages.items():
        folder = path.split("/")[:-1]
        for attributes in (*page.find_all("a"), *page.find_all("link")):
            target = attributes["href"].partition("#")[0]
            if target.startswith("https://"):
                assert target.startswith("https://huggingface.co/"), (path, target)
                continue
            levels = target.count("../")
            assert levels <= len(folder) and ":" not in target, (path, target)
            target_path = "/".join([*folder[: len(folder) - levels], target.replace("../", "")]) if target else path
            assert target_path in site or other_files.match(target_path), (path, target)


def test_only_pages_of_sample_data_have_its_label(edition: Edition, site: SiteFiles) -> None:
    labels = {language: text(language, "sample") for language in ("en", "ko")}
    assert edition.sample
    assert all(labels["ko" if path.startswith("ko/") else "en"] in text for path, text in site.items() if path.endswith(".html"))  # fmt: skip
    real_pages = render_pages(replace(edition, sample=False, repos=dict(list(edition.repos.items())[:1])))
    assert not any(text in page for page in real_pages.values() for text in labels.values())


def test_no_sentence_of_a_korean_page_is_english(parsed_pages: ParsedPages) -> None:
    ignored_elements = {"bdi", "code", "script"}  # names and code
    codes = set(pages.BASES)  # listed on the page `about`
    for path, page in parsed_pages.items():
        if path.startswith("ko/"):
            texts = [
                text for inside, text in page.texts if inside not in ignored_elements and text.strip() not in codes
            ]
            texts += [attributes[name] for _, attributes in page.elements for name in ("aria-label", "alt", "title", "data-is") if name in attributes]  # fmt: skip
            english = [text for text in texts if SENTENCE.search(text)]
            assert english == [], path


def test_unknown_is_a_dash_and_a_missing_day_a_gap(edition: Edition, site: SiteFiles) -> None:
    repo = next(
        candidate for candidate in edition.repos.values() if len(candidate.days) == 8 and len(edition.days) == 8
    )
    text = site[f"r/{repo.oid}.html"]
    row = f'<tr><th scope="row">{GAP}</th><td class="num">–</td><td class="num">–</td><td>not observed</td></tr>'
    assert row in text
    [likes, *_] = re.findall(r'<path class="c0" d="([^"]+)"', text)
    assert likes.count("M") == 2
    assert f"Days without a snapshot: {GAP}" in site["quality.html"]


def test_the_first_day_of_a_home_has_complete_pages(con: duckdb.DuckDBPyConnection, edition: Edition) -> None:
    first = replace(gather_edition(con, edition.days[0]), scorecard=[], featured=[], featured_history=[])
    site = render_pages(first)
    parsed_pages = parse_pages(site)
    assert {path: page.faults for path, page in parsed_pages.items() if page.faults} == {}
    assert "withheld" in site["c/translation.html"] and text("en", "moved-first") in site["index.html"]
    assert (
        text("en", "scorecard-none", days=3) in site["scorecard.html"]
        and text("en", "no-featured") in site["featured.html"]
    )
    assert 'class="new"' not in site["c/translation.html"]  # without a previous day nothing is new


def test_hostile_names_are_shown_verbatim_and_stay_inert(edition: Edition) -> None:
    hostile_pages = parse_pages(render_pages(spoil_edition(edition)))
    for path, page in hostile_pages.items():
        assert page.faults == [], path
        assert not INVISIBLE.search(page.text.replace("\n", "")), path
        for tag, attributes in page.elements:
            assert tag in ELEMENTS, (path, tag)
            assert set(attributes) <= ATTRIBUTES.get(tag, set(attributes)), (path, tag, attributes)
            target = attributes.get("href", attributes.get("src", ""))
            assert ":" not in target or re.fullmatch(r"https://huggingface\.co/[A-Za-z0-9_.~%/-]*", target), (
                path,
                target,
            )
            assert not any(name == "style" or name.startswith("on") for name in attributes), (path, tag)
    page_text = "".join(text for page in hostile_pages.values() for _, text in page.texts)
    assert (
        "<img src=x onerror=alert(1)>" in page_text
        and "<script>alert(1)</script>" in page_text
        and LONG_NAME in page_text
    )
    assert "{{7*7}}" in page_text


def spoil_edition(edition: Edition) -> Edition:
    texts = cycle(HOSTILE)

    def spoil_row(row: Row) -> Row:
        spoiled_row: dict[str, Any] = {**row}
        for key in ("id", "author", "license", "library_name", "pipeline_tag", "gated", "root_model", "current_id", "old", "new", "basis", "base_relation"):  # fmt: skip
            if key in row:
                spoiled_row[key] = next(texts)
        if "base_models" in row:
            spoiled_row |= {"base_models": list(HOSTILE), "base_relation": next(texts)}
        for key in ("reasons", "notes", "unknown_changes"):
            if key in row:
                spoiled_row[key] = [Note(code) for code in HOSTILE]
        return spoiled_row

    figures = {"likes_7d": 50.0, "expected_likes_7d": 3.5, "likes_1d": 20, "previous_record": 12, "days_compared": 30}
    moves = cycle(MOVES)
    some_repos = dict(list(edition.repos.items())[:40])
    return replace(
        edition,
        featured=[spoil_row(row) for row in edition.featured],
        movers=[{**spoil_row(row), **figures, "move": next(moves)} for row in edition.movers],
        categories=[
            replace(
                category,
                about={**category.about, "note": next(texts), "note_ko": next(texts), "description_en": next(texts), "description_ko": next(texts), "hub_url": "javascript:alert(1)"},
                boards={name: replace(board, notes=[Note(next(texts))], places=[spoil_row(row) for row in board.places]) for name, board in category.boards.items()},
            )
            for category in edition.categories
        ],
        repos={
            oid: Repo(spoil_row(repo.about), repo.days, [spoil_row(row) for row in repo.events], [spoil_row(row) for row in repo.standings])
            for oid, repo in some_repos.items()
        },
    )  # fmt: skip


FIRST_DAY = dt.date(2026, 3, 1)
DAYS = [FIRST_DAY + dt.timedelta(n) for n in range(7)]


def test_lines_break_where_nothing_was_observed_and_a_day_alone_is_a_dot() -> None:
    assert drawn_path([(0, 5), (4, 5), (8, 2), None, (16, 1), None, None]) == "M0 5h4l4-3M16 1h0"
    assert drawn_path([(0, 5), (4, 15)], smooth=True) == "M0 5c2 0 2 10 4 10"
    assert draw_sparkline([(DAYS[0], 0.0), (DAYS[3], None), (DAYS[6], 2.0)], DAYS[6], 7) == "M0 16h0M58 0h0"
    assert trace_ranks([(DAYS[5], 40), (DAYS[6], 1)], DAYS[6], 7, 10) == "M97 115c9.5 0 9.5-110 19-110"


@pytest.mark.parametrize("values", [[0, 0], [3, 3], [12_000_001, 12_000_009], [-4, 17], [0.41, 0.44], [1, 987_654_321]])
def test_scale_ticks_are_round_and_even_and_span_the_values(values: list[float]) -> None:
    drawing = draw_chart(
        [zip(DAYS, values, strict=False)], DAYS[0], DAYS[1], shaded_days=[DAYS[1]], whole_ticks=values[0] != 0.41
    )
    assert drawing is not None
    steps = {round(a - b, 6) for a, b in pairwise(drawing.ticks)}
    assert len(steps) == 1 and 3 <= len(drawing.ticks) <= 7
    assert drawing.ticks[0] >= max(values) and drawing.ticks[-1] <= min(values)
    assert all(0 <= int(y) <= HEIGHT for y in re.findall(r"M\d+ (-?\d+)", drawing.lines[0]))
    assert drawing.shaded_path == f"M2 0h4v{HEIGHT}h-4z"


def test_without_any_value_there_is_no_chart() -> None:
    assert draw_chart([[(DAYS[0], None)]], DAYS[0], DAYS[1]) is None
