"""Pages are complete in both languages, well-formed, small, reproducible, and safe for hostile text."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import cycle, pairwise
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, strategies

from pipeline.i18n.formats import format_axis, format_short_day
from pipeline.i18n.messages import languages, text
from pipeline.kinds import KINDS
from pipeline.notes import Note
from pipeline.published.milestones import Milestone, Milestones
from pipeline.sample_hub.adversarial_text import LONG_NAME, TEXTS, UNREACHABLE
from pipeline.site import pages
from pipeline.site.drawings import draw_line
from pipeline.site.page_data import Edition, Repo, Row, gather_edition
from pipeline.site.pages import MOVES, write_pages
from pipeline.svg import HEIGHT, draw_chart, draw_sparkline, find_dots, trace_ranks
from pipeline.svg import draw_path as drawn_path
from tests.conftest import GAP

SiteFiles = dict[str, str]
SVG = {"svg", "path", "g", "rect", "circle", "title", "text"}
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


def keep_repos(edition: Edition) -> Edition:
    """Keep the page of one repo; most pages are of repos."""
    return replace(edition, repos=dict(list(edition.repos.items())[:1]))


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
    real_pages = render_pages(replace(keep_repos(edition), sample=False))
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
    assert text("en", "moved-first") in site["index.html"]
    assert not any(re.search(r'class="(pill (degraded|withheld)|note fault)"', page) for page in site.values())
    [adoption] = [board for board in first.categories[0].boards.values() if board.name == "adoption"]
    [expected] = [note.parameters["expected"] for note in adoption.notes]
    for language, folder in (("en", ""), ("ko", "ko/")):
        expected_day = format_short_day(language, dt.date.fromisoformat(str(expected)))
        assert text(language, "board-rows-on", day=expected_day) in site[f"{folder}quality.html"]
        page = site[f"{folder}c/{first.categories[0].slug}.html"]
        assert [
            notes
            for notes in re.findall('<p class="empty">(.*?)</p>', page)
            if str(dt.date.fromisoformat(str(expected)).day) in notes
        ]
    assert (
        text("en", "scorecard-none", days=3) in site["scorecard.html"]
        and text("en", "no-featured") in site["featured.html"]
    )
    assert 'class="new"' not in site["c/translation.html"]  # without a previous day nothing is new


def test_a_past_day_has_no_later_facts(con: duckdb.DuckDBPyConnection) -> None:
    facts = "oid, id, license, gated, disabled"
    today_rows = set(con.execute(f"SELECT {facts} FROM models UNION ALL SELECT {facts} FROM datasets").fetchall())
    [*past_days, _] = con.execute("SELECT DISTINCT date FROM snapshots ORDER BY date").fetchall()
    changed_rows: set[tuple[Any, ...]] = set()
    for (day,) in past_days[2::2]:
        query = f"SELECT {facts} FROM models_on($day) UNION ALL SELECT {facts} FROM datasets_on($day)"
        rows = {row[0]: row for row in con.execute(query, {"day": day}).fetchall()}
        about = [repo.about for repo in gather_edition(con, day).repos.values()]
        assert len(about) > 100 and max(row["last_seen"] for row in about) == day
        shown_rows = {tuple(row[name] for name in facts.split(", ")) for row in about if row["oid"] in rows}
        assert shown_rows <= set(rows.values()), day
        changed_rows |= shown_rows - today_rows
    assert changed_rows


def test_the_first_days_show_what_comes_when_until_all_is_there(edition: Edition) -> None:
    day = edition.day
    coming = (Milestone("changes_1d", day + dt.timedelta(1)), Milestone("scorecard", day + dt.timedelta(3)))
    milestones = Milestones(day, 1, day, coming)
    first = replace(
        keep_repos(edition), milestones=milestones, kind_milestones=dict.fromkeys(KINDS, milestones), scorecard=[]
    )
    site = render_pages(first)
    for language, folder in (("en", ""), ("ko", "ko/")):
        panel = site[f"{folder}index.html"].partition('<section class="card first-days"')[2].partition("</section>")[0]
        assert text(language, "first-days", number=1) in panel
        steps = re.findall("<li( class=.there.)?><b>(.*?)</b><span>(.*?)</span>", panel)
        assert [is_there for is_there, _, _ in steps].count("") == 2 and len(steps) == 7
        assert steps[-1][1:] == (text(language, "milestone-scorecard"), format_short_day(language, coming[1].day))
        assert format_short_day(language, coming[1].day) in site[f"{folder}scorecard.html"]
        assert format_short_day(language, coming[0].day) in site[f"{folder}featured.html"]
    complete = render_pages(replace(first, milestones=Milestones(day, 40, day)))
    assert "first-days" not in complete["index.html"]


def read_tables(page_text: str) -> Iterator[list[list[str]]]:
    """Yield each table as rows of the cells' contents."""
    for table in re.findall(r"<table.*?</table>", page_text, re.DOTALL):
        yield [
            [re.sub(r"\s+", " ", cell).strip() for cell in re.findall(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", row, re.DOTALL)]
            for row in re.findall(r"<tr\b[^>]*>(.*?)</tr>", table, re.DOTALL)
        ]


@pytest.mark.parametrize("number", [1, 2, 3, 8])
def test_no_column_is_empty_and_no_chart_has_one_day(
    con: duckdb.DuckDBPyConnection, edition: Edition, site: SiteFiles, number: int
) -> None:
    day = edition.days[number - 1]
    site = site if day == edition.day else render_pages(gather_edition(con, day))
    for path in ("index", "featured", "quality", *(f"c/{category.slug}" for category in edition.categories)):
        for page_text in (site[f"{path}.html"], site[f"ko/{path}.html"]):
            for rows in read_tables(page_text):
                widths = {len(row) for row in rows if len(row) > 3}
                body = [row for row in rows if len(row) == max(widths, default=0)][1:]
                empty_columns = [n for n, cells in enumerate(zip(*body, strict=True)) if {*cells} <= {"–", "", "– (–)"}]
                assert empty_columns == [], (path, rows[0])
            assert number > 1 or not re.search('class="(plot|bump|spark|calendar)', page_text), path
            for svg in re.findall(
                r'<svg class="(?:box|spark)".*?</svg>|<div class="lines">.*?</div>', page_text, re.DOTALL
            ):
                drawing = "".join(re.findall(r'd="([^"]*)"', svg))
                assert re.search("[lc]|h[1-9]", drawing) or drawing.count("M") > 2, path


def test_a_phone_names_every_figure_of_a_card(parsed_pages: ParsedPages) -> None:
    labels = {attributes.get("data-is") for attributes in parsed_pages["c/translation.html"].find_all("td")}
    likes, ranks = text("en", "likes-1d"), (text("en", "change-1d"), text("en", "change-7d"))
    assert {likes, *ranks} <= labels and len({likes, *ranks}) == 3
    unlabeled = [attributes for attributes in parsed_pages["c/translation.html"].find_all("td") if "data-is" not in attributes]  # fmt: skip
    assert all(attributes == {"class": "at"} for attributes in unlabeled)  # the rank


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
    assert find_dots("M0 5h4l4-3M16 1h0M20 1h4") == "M16 1h0"
    assert drawn_path([(0, 5), (4, 15)], smooth=True) == "M0 5c2 0 2 10 4 10"
    assert draw_sparkline([(DAYS[0], 0.0), (DAYS[3], None), (DAYS[6], 2.0)], DAYS[6], 7) == "M0 16h0M58 0h0"
    assert trace_ranks([(DAYS[5], 40), (DAYS[6], 1)], DAYS[6], 7, 10) == "M97 115c9.5 0 9.5-110 19-110"


COUNTS = strategies.integers(-(10**6), 10**12)
SHARES = strategies.floats(0, 1).map(lambda value: round(value, 6))


@given(
    strategies.one_of(
        strategies.lists(COUNTS, min_size=2, max_size=7), strategies.lists(SHARES, min_size=2, max_size=7)
    )
)
@example([0, 0])
@example([3, 3])
@example([12_000_001, 12_000_009])
@example([-4, 17])
@example([-1, 402])
@example([0, 10])
@example([0.41, 0.44])
@example([1, 987_654_321])
def test_an_axis_covers_its_values_and_at_most_one_step_more(values: list[float]) -> None:
    low, high, are_whole = min(values), max(values), all(isinstance(value, int) for value in values)
    drawing = draw_chart(
        [zip(DAYS, values, strict=False)], DAYS[0], DAYS[6], shaded_days=[DAYS[1]], whole_ticks=are_whole
    )
    assert drawing is not None
    [step] = {round(a - b, 7) for a, b in pairwise(drawing.ticks)}
    tolerance = step * 1e-6
    assert 2 <= len(drawing.ticks) <= 7
    assert high - tolerance <= drawing.ticks[0] <= high + step + tolerance
    assert low - step - tolerance <= drawing.bottom <= min(low, drawing.ticks[-1]) + tolerance
    assert drawing.ticks[-1] - drawing.bottom < step  # no unlabeled step
    assert low < 0 or drawing.bottom >= 0
    assert not are_whole or all(tick == round(tick) for tick in drawing.ticks)
    assert all(0 <= drawing.height_of(value) <= HEIGHT for value in (*values, *drawing.ticks))
    assert drawing.shaded_path == f"M2 0h4v{HEIGHT}h-4z"
    for language in languages():
        labels = format_axis(language, drawing.ticks)
        assert len(set(labels)) == len(labels), labels


def test_a_line_of_one_value_is_not_drawn() -> None:
    assert draw_sparkline([(DAYS[3], 5.0), (DAYS[4], None)], DAYS[6], 7) == ""
    assert draw_sparkline([(DAYS[0] - dt.timedelta(9), 400.0), (DAYS[6], 5.0)], DAYS[6], 7) == ""  # one within the days
    [line] = [draw_line([{"date": DAYS[0], "likes": 5}], "likes", DAYS[0], DAYS[0])]
    assert line is not None and (line.chart, line.last) == (None, 5)
    assert draw_line([{"date": DAYS[0], "likes": None}], "likes", DAYS[0], DAYS[0]) is None


def test_without_any_value_there_is_no_chart() -> None:
    assert draw_chart([[(DAYS[0], None)]], DAYS[0], DAYS[1]) is None
