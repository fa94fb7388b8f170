"""Feeds, JSON API, badges and Markdown are valid by their standards, reproducible, and safe for hostile text."""

import datetime as dt
import json
import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import duckdb
import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from pipeline.errors import UsageError
from pipeline.i18n import messages
from pipeline.notes import Note
from pipeline.published.data_dictionary import load_relations
from pipeline.published.health import FailingCheck, Health
from pipeline.ranking.registry import OWN_BOARDS
from pipeline.sample_hub.adversarial_text import ESCAPES, LONG_NAME, MARKUP, RIGHT_TO_LEFT, TEXTS, UNREACHABLE
from pipeline.site.badges import LABEL_COLOR, OTHER_RANK_COLOR, TOP_10_COLOR, TOP_100_COLOR, draw_badge, write_badges
from pipeline.site.feeds import MAX_ENTRIES, MOVES, check_site_address, write_feeds
from pipeline.site.health_file import write_health
from pipeline.site.json_api import FILES, write_api
from pipeline.site.markdown_page import write_markdown_pages
from pipeline.site.output_folder import SiteFolder
from pipeline.site.page_data import Edition, Repo, Row
from pipeline.svg import measure_text_width
from pipeline.text import to_one_line
from tests.conftest import GAP, LAST_DAY

SiteFiles = dict[str, str]
DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
ATOM = "{http://www.w3.org/2005/Atom}"
SVG = "{http://www.w3.org/2000/svg}"
INVISIBLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")  # RFC 3339
SITE = "https://example.org/almanac/"
HEALTH = Health(
    date=LAST_DAY,
    finished_at=dt.datetime(2026, 11, 20, 9, 20),
    first_date=LAST_DAY - dt.timedelta(8),
    days=8,
    days_ahead=[],
    gaps=[(GAP, GAP)],
    failing_checks=[
        FailingCheck("movers", "movers_on_boards", "all", Note("computed_and_sound"), Note("left_out", {"reason": "OutOfRange: /home/ann/x"}), 2),
        FailingCheck("featured", "featured_found", "all", Note("computed_and_sound"), Note("left_out", {"reason": "in /home/ann/x"}), 0),
    ],
    version="1.2.3",
)  # fmt: skip
HOSTILE = (
    *TEXTS,
    UNREACHABLE,
    LONG_NAME,
    "a/]]>&<!--",
    "javascript:alert(1)//x",
    "../../../etc",
    "한국어/모델 |x",
    "www.evil.example/a",
)


@pytest.fixture(scope="module")
def hostile_edition(edition: Edition) -> Edition:
    texts = cycle(HOSTILE)
    names = {oid: next(texts) for oid in edition.repos}

    def spoil_row(row: Row) -> Row:
        spoiled_row = {**row}
        if "id" in row:
            spoiled_row["id"] = names.get(row["oid"], MARKUP)
        for key in ("author", "license", "library_name", "pipeline_tag", "root_model", "current_id"):
            if key in row:
                spoiled_row[key] = next(texts)
        if row.get("event") or row.get("move"):
            spoiled_row |= {"old": next(texts), "new": next(texts)}
        if row.get("base_models"):
            spoiled_row["base_models"] = list(HOSTILE)
        return spoiled_row

    moves = cycle(MOVES)
    figures = {
        "likes_1d": 20,
        "likes_since_previous": 20,
        "likes_7d": 50.0,
        "likes": 90,
        "expected_likes_7d": 3.5,
        "false_discovery_rate": 0.002,
        "previous_record": 12,
        "days_compared": 30,
    }
    return replace(
        edition,
        featured=[spoil_row(row) for row in edition.featured],
        movers=[{**spoil_row(row), **figures, "move": next(moves)} for row in edition.movers],
        categories=[
            replace(category, boards={name: replace(board, places=[spoil_row(row) for row in board.places]) for name, board in category.boards.items()})
            for category in edition.categories
        ],
        repos={
            oid: Repo(spoil_row(repo.about), repo.days, [spoil_row(row) for row in repo.events], [spoil_row(row) for row in repo.standings])
            for oid, repo in edition.repos.items()
        },
    )  # fmt: skip


def render_files(
    edition: Edition, *, feeds: bool = True, api: bool = True, living: bool = True, address: str | None = SITE
) -> SiteFiles:
    files: SiteFiles = {}

    def put(path: str, content: str | bytes) -> None:
        assert isinstance(content, str) and path not in files
        files[path] = content

    if feeds:
        write_feeds(edition, put, address)
    if api:
        write_api(edition, put)
        write_badges(edition, put)
        write_health(HEALTH, edition, put)
    if living:
        write_markdown_pages(edition, put)
    return files


def made_feeds(edition: Edition, address: str | None = SITE) -> SiteFiles:
    return render_files(edition, api=False, living=False, address=address)


@pytest.fixture(scope="module")
def files(edition: Edition) -> SiteFiles:
    return render_files(edition)


@pytest.fixture(scope="module")
def hostile_files(hostile_edition: Edition) -> SiteFiles:
    return render_files(hostile_edition)


def select_files(files: SiteFiles, folder: str | tuple[str, ...], suffix: str) -> Iterator[tuple[str, str]]:
    return ((path, text) for path, text in files.items() if path.startswith(folder) and path.endswith(suffix))


# -- files


def test_every_file_exists_in_both_languages(files: SiteFiles, edition: Edition) -> None:
    slugs = [category.slug for category in edition.categories]
    feeds = {f"feeds/{ko}{name}{end}" for ko in ("", "ko/") for name in ("all", *slugs) for end in (".atom.xml", ".json")}  # fmt: skip
    single_files = {address for address in FILES.values() if address.endswith(".json") and "{" not in address}
    boards = {f"api/v1/boards/{slug}/{board.name}.json" for slug in slugs for board in OWN_BOARDS}
    repos = {f"api/v1/repos/{oid}.json" for oid in edition.repos}
    badges = {path for path, _ in select_files(files, "badges/", ".svg")}
    assert badges and set(files) == feeds | single_files | boards | repos | badges | {"models.md", "models.en.md"}
    assert all(re.fullmatch(r"badges/[a-z0-9-]+/[0-9a-f]{24}\.svg", path) for path in badges)


def test_rebuilding_changes_and_writes_nothing(edition: Edition, files: SiteFiles, tmp_path: Path) -> None:
    assert render_files(edition) == files
    for run in range(2):
        site = SiteFolder(tmp_path / "site")
        write_feeds(edition, site.put)
        write_markdown_pages(edition, site.put)
        assert (site.written_count > 1) == (run == 0)


def test_sample_data_is_marked_everywhere(edition: Edition, files: SiteFiles) -> None:
    assert edition.sample
    real_files = render_files(replace(edition, sample=False))
    for path, text in files.items():
        has_label = "sample" in text.lower() or "샘플 데이터" in text
        assert has_label, path
        if not path.endswith("schema.json"):  # it describes the mark
            real_text = real_files[path].replace('"sample":false', "")
            # apart from the mark, a real edition never says sample
            assert (
                "[sample data]" not in real_text and "샘플 데이터" not in real_text and "sample data" not in real_text
            ), path


def test_a_thousand_repos_take_less_than_five_seconds(edition: Edition) -> None:
    ids = list(edition.repos)
    year = [
        {**row, "date": edition.day - dt.timedelta(n)} for row in edition.repos[ids[0]].days[:1] for n in range(365)
    ]
    many = {
        f"{n:024x}": replace(repo, about={**repo.about, "oid": f"{n:024x}"}, days=year)
        for n in range(1000)
        for repo in [edition.repos[ids[n % len(ids)]]]
    }
    load_relations()  # CPU time, not elapsed time
    start_time = time.process_time()
    render_files(replace(edition, repos=edition.repos | many))
    assert time.process_time() - start_time < 5


# -- Atom


def find_children(node: ET.Element, name: str) -> list[ET.Element]:
    return node.findall(ATOM + name)


def read_text(node: ET.Element, name: str, min_count: int = 1) -> str | None:
    """Return the text of the only child of that name, without elements."""
    nodes = find_children(node, name)
    assert min_count <= len(nodes) <= 1, name
    for child in nodes:
        assert not list(child) and child.get("type", "text") == "text" and (child.text or "").strip(), name
    return nodes[0].text if nodes else None


def is_iri(text: str | None) -> bool:
    return bool(re.fullmatch(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", text or ""))


def check_atom(text: str) -> ET.Element:
    assert text.startswith('<?xml version="1.0" encoding="utf-8"?>') and "<!DOCTYPE" not in text
    feed = ET.fromstring(text.encode())
    assert feed.tag == f"{ATOM}feed" and feed.get("{http://www.w3.org/XML/1998/namespace}lang") in ("en", "ko")
    assert {node.tag for node in feed} <= {ATOM + name for name in ("id", "title", "subtitle", "updated", "author", "generator", "link", "entry")}  # fmt: skip
    assert [read_text(author, "name") for author in find_children(feed, "author")] == ["Hub Almanac"]
    assert is_iri(read_text(feed, "id")) and read_text(feed, "title") and read_text(feed, "subtitle", min_count=0)
    assert sorted(link.get("rel", "") for link in find_children(feed, "link")) == ["alternate", "self"]
    times = []
    for entry in find_children(feed, "entry"):
        assert {node.tag for node in entry} == {ATOM + name for name in ("id", "title", "published", "updated", "link", "category", "summary")}  # fmt: skip
        assert is_iri(read_text(entry, "id")) and read_text(entry, "title") and read_text(entry, "summary")
        for name in ("published", "updated"):
            assert TIME.fullmatch(read_text(entry, name) or "")
        times.append(read_text(entry, "updated") or "")
        assert [link.get("rel") for link in find_children(entry, "link")] == ["alternate", "related"]
        assert all(node.get("term") for node in find_children(entry, "category"))
    ids = [node.text for node in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    feed_time = read_text(feed, "updated") or ""
    assert TIME.fullmatch(feed_time) and all(time <= feed_time for time in times)
    return feed


def test_atom_feeds_are_valid(files: SiteFiles, hostile_files: SiteFiles, edition: Edition) -> None:
    total = 0
    for site_files in (files, hostile_files):
        for path, text in select_files(site_files, "feeds/", ".atom.xml"):
            feed = check_atom(text)
            links = {link.get("rel"): link.get("href") for link in find_children(feed, "link")}
            assert links["self"] == SITE + path
            for entry in find_children(feed, "entry"):
                total += 1
                page, hub = (link.get("href") or "" for link in find_children(entry, "link"))
                assert re.fullmatch(rf"{SITE}(ko/)?r/[0-9a-f]{{24}}\.html", page) and page[-29:-5] in edition.repos
                assert hub.startswith("https://huggingface.co/")
    assert total > 40


def test_without_an_address_links_are_relative_to_the_feed(edition: Edition, files: SiteFiles) -> None:
    relative_files = made_feeds(edition, None)
    for path, text in select_files(relative_files, "feeds/", ".atom.xml"):
        for relative_link, absolute_link in zip(check_atom(text).iter(f"{ATOM}link"), check_atom(files[path]).iter(f"{ATOM}link"), strict=True):  # fmt: skip
            assert urljoin(SITE + path, relative_link.get("href") or "") == absolute_link.get("href")
        # JSON Feed has no relative links
        feed = check_json_feed(relative_files[path.replace(".atom.xml", ".json")])
        assert not {"feed_url", "home_page_url"} & set(feed) and not any("url" in item for item in feed["items"])


def test_the_site_address_is_validated() -> None:
    assert check_site_address("https://example.org/almanac") == check_site_address(SITE) == SITE
    assert check_site_address(None) is check_site_address("") is None
    for bad_address in ("example.org", "ftp://example.org", "https://", "https://me:secret@example.org/", f"{SITE}?x=1", f"{SITE}#x", 'https://example.org/"><x>', "javascript:alert(1)", "https://[x/"):  # fmt: skip
        with pytest.raises(UsageError) as error:
            check_site_address(bad_address)
        assert "secret" not in str(error.value)


# -- JSON Feed


def check_json_feed(text: str) -> dict[str, Any]:
    feed = json.loads(text)
    assert next(iter(feed)) == "version" and feed["version"] == "https://jsonfeed.org/version/1.1"
    kinds: dict[str, type] = {"version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str, "authors": list, "language": str, "items": list}  # fmt: skip
    assert {"version", "title", "items"} <= set(feed) <= set(kinds)
    assert all(isinstance(value, kinds[key]) for key, value in feed.items())
    assert feed["authors"] == [{"name": "Hub Almanac"}] and feed["language"] in ("en", "ko")
    for item in feed["items"]:
        assert {"id", "content_text"} <= set(item)
        for key, value in item.items():
            if key == "tags":
                assert value and all(isinstance(tag, str) for tag in value)
            else:
                assert isinstance(value, str) and value, key
                assert key in ("id", "url", "external_url", "title", "content_text", "date_published", "date_modified")
                assert not key.startswith("date") or TIME.fullmatch(value)
        for url in (item.get("url", SITE), item["external_url"]):
            assert urlsplit(url).scheme == "https" and url.isascii()
    ids = [item["id"] for item in feed["items"]]
    assert len(ids) == len(set(ids))
    return feed


def test_json_feeds_are_valid_and_match_atom(files: SiteFiles, hostile_files: SiteFiles) -> None:
    for site_files in (files, hostile_files):
        for path, text in select_files(site_files, "feeds/", ".json"):
            feed = check_json_feed(text)
            assert feed["feed_url"] == SITE + path and feed["home_page_url"].startswith(SITE)
            atom = ET.fromstring(site_files[path.replace(".json", ".atom.xml")])
            entries = [tuple(read_text(entry, name) for name in ("id", "title", "summary", "updated")) for entry in find_children(atom, "entry")]  # fmt: skip
            assert entries == [tuple(item[key] for key in ("id", "title", "content_text", "date_published")) for item in feed["items"]]  # fmt: skip


def test_an_entry_is_a_repo_day_and_category_and_never_changes(edition: Edition, files: SiteFiles) -> None:
    def read_items(site_files: SiteFiles, path: str) -> dict[str, Any]:
        return {item["id"]: item for item in json.loads(site_files[path])["items"]}

    now = read_items(files, "feeds/all.json")
    assert len(now) == len({(row["date"], row["category"], row["oid"]) for row in edition.movers})
    # the same entries, each in its category's feed
    items_by_category = [read_items(files, f"feeds/{category.slug}.json") for category in edition.categories]
    assert {id: item for category_items in items_by_category for id, item in category_items.items()} == now and sum(
        map(len, items_by_category)
    ) == len(now)
    assert not set(now) & set(read_items(files, "feeds/ko/all.json"))
    # the day before used the same words for its days
    day = edition.day - dt.timedelta(1)
    before = read_items(made_feeds(replace(edition, day=day, movers=[row for row in edition.movers if row["date"] <= day])), "feeds/all.json")  # fmt: skip
    assert before and before.items() < now.items()
    assert all(item["date_published"].startswith(item["id"].split(",")[1][:10]) for item in now.values())


def test_no_time_is_later_than_the_crawl(edition: Edition) -> None:
    early_crawl = dt.datetime.combine(edition.day, dt.time(0, 7, 30))  # before any fixed hour of a morning
    snapshots = [
        {**row, "finished_at": early_crawl if row["date"] == edition.day else None} for row in edition.snapshots
    ]
    for rows in (edition.movers, []):
        for path, text in made_feeds(replace(edition, snapshots=snapshots, movers=rows)).items():
            times = re.findall(TIME.pattern.replace("(", "(?:"), text)
            assert all(time <= f"{edition.day}T00:07:30Z" for time in times), path
            assert rows or path.endswith(".json") or times == [f"{edition.day}T00:07:30Z"]
    assert edition.day in {row["date"] for row in edition.movers}


def test_a_feed_keeps_the_newest(edition: Edition) -> None:
    row = next(row for row in edition.movers if row["category"] == "translation")
    movers = [{**row, "date": edition.day - dt.timedelta(n % 14), "oid": f"{n:024x}"} for n in range(840)]
    files = made_feeds(replace(edition, movers=movers))
    for path, text in (*select_files(files, "feeds/", "all.json"), *select_files(files, "feeds/", "translation.json")):
        dates = [item["date_published"][:10] for item in json.loads(text)["items"]]
        assert len(dates) == MAX_ENTRIES and dates == sorted(dates, reverse=True) and dates[0] == str(edition.day), path
        assert len(text.encode()) < 300_000


def test_every_move_has_a_sentence_in_both_languages(edition: Edition) -> None:
    documented_moves = re.findall(r"\b(\w+_changed|\w+_top_10|breakout|record_day)\b(?= \(|,|\b)", next(column.meaning for column in load_relations()["movers"].columns if column.name == "move"))  # fmt: skip
    assert set(documented_moves) == set(MOVES)
    row = {
        "date": edition.day, "category": "translation", "board": "attention", "oid": "6" * 24, "id": "owner/name", "rank": 3, "rank_1d_ago": None, "score": 9.5, "likes": 1234,
        "likes_1d": 1, "likes_7d": 70.2, "expected_likes_7d": 2.04, "false_discovery_rate": 0.002, "downloads_gained": 4321, "previous_record": 8, "days_compared": 21, "old": None, "new": None,
        "likes_since_previous": 9, "entry": None, "kept": 200, "kept_1d": None,
    }  # fmt: skip
    rows = [
        {**row, "move": "entered_top_10", "kept_1d": 200, "entry": "entered"},
        {**row, "move": "entered_top_10", "board": "adoption", "rank": 8, "rank_1d_ago": 12},
        {**row, "move": "breakout", "board": "breakout"},
        {**row, "move": "left_top_10", "oid": "5" * 24, "rank": None, "rank_1d_ago": 9, "likes": None, "likes_1d": None, "likes_7d": None},
        {**row, "move": "record_day", "oid": "7" * 24},
        {**row, "move": "license_changed", "oid": "8" * 24, "old": "mit", "new": "x" * 99},
        {**row, "move": "gated_changed", "oid": "9" * 24, "old": "false", "new": "manual"},
        {**row, "move": "breakout", "board": "breakout", "oid": "a" * 24, "false_discovery_rate": 0.0},
        {**row, "move": "of_a_later_version", "oid": "b" * 24},
    ]  # fmt: skip
    files = made_feeds(replace(edition, sample=False, movers=rows))
    license_name = "x" * 59 + "…"
    for language, path in (("en", "feeds/translation.json"), ("ko", "feeds/ko/translation.json")):
        items = json.loads(files[path])["items"]
        assert [(item["tags"][1:], find_figures(item["title"]), find_figures(item["content_text"])) for item in items] == [
            (["breakout", "entered_top_10"], "10 10 3 8", "1 1 1,234 10 12 2.0 200 3 4,321 500 7 7 70 70 8"),
            (["breakout"], "", "1 1,000 2.0 7 70"),
            (["record_day"], "9", "21 8 9"),
            (["license_changed"], "", ""),
            (["gated_changed"], "", ""),
            (["left_top_10"], "10", "200 9"),
        ]  # fmt: skip
        assert all("owner/name" in item["title"] for item in items)
        for code, old, new in (
            ("license_changed", "mit", license_name),
            ("gated_changed", messages.text(language, "access-false"), messages.text(language, "access-manual")),
        ):
            [item] = [item for item in items if code in item["tags"]]
            assert item["content_text"] == messages.text(language, f"feed-says-{code}", old=old, new=new)
            assert old in item["title"] and new in item["title"]


def find_figures(sentences: str) -> str:
    """The figures of a text in digit order: languages name them in different order."""
    return " ".join(sorted(re.findall(r"\d(?:[\d,.]*\d)?", sentences)))


@pytest.mark.parametrize(
    ("entry", "before"),
    [("new", "unobserved"), ("first_observed", "unobserved"), ("returned", "unranked"), ("entered", "unranked")],
)
def test_titles_name_how_a_repo_entered(edition: Edition, entry: str, before: str) -> None:
    move = {
        **dict.fromkeys(edition.movers[0]), "date": edition.day, "move": "entered_top_10", "category": "translation", "board": "attention", "oid": "6" * 24,
        "id": "owner/name", "rank": 3, "entry": entry, "kept_1d": 120,
    }  # fmt: skip
    files = made_feeds(replace(edition, sample=False, movers=[move]))
    for language, folder, category in (("en", "", "Translation"), ("ko", "ko/", "번역")):
        [item] = json.loads(files[f"feeds/{folder}translation.json"])["items"]
        measure = messages.text(language, "board-attention-measure")
        title = {"name": "owner/name", "category": category, "board": "main", "measure": measure, "rank": 3}
        assert item["title"] == messages.text(language, "feed-move-entered_top_10", **title, entry=entry)
        ranks = {"rank": 3, "kept": 0, "rank_before": 0, "kept_before": 120}
        assert item["content_text"] == messages.text(
            language, "feed-says-rank", measure=measure, before=before, **ranks
        )
    titles = {messages.text("en", "feed-move-entered_top_10", **title, entry=code) for code in ("new", "first_observed", "returned", "entered")}  # fmt: skip
    assert len(titles) == 4


def test_movers_have_the_rows_kept_per_board(edition: Edition, con: duckdb.DuckDBPyConnection) -> None:
    """`kept`: the board's kept ranks, or None if every ranked repo was kept."""
    counts = {
        (date, category, board): (places, ranked_count)
        for date, category, board, places, ranked_count in con.execute(
            "SELECT date, category, board, count(*), any_value(b.ranked_repos) FROM trends JOIN boards b USING (date, category, board) GROUP BY ALL"
        ).fetchall()
    }
    assert edition.movers
    for row in edition.movers:
        for key, ago in (("kept", 0), ("kept_1d", 1)):
            places, ranked_count = counts.get(
                (row["date"] - dt.timedelta(ago), row["category"], row["board"]), (None, 0)
            )
            assert row[key] == (places if places is not None and ranked_count > places else None)
    for category in edition.categories:
        for board in category.boards.values():
            assert board.kept_ranks == counts.get((edition.day, category.slug, board.name), (None, 0))[0]


# -- API


def find_definition(path: str) -> str:
    return next(name for name, address in FILES.items() if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(address)), path))  # fmt: skip


def forbid_other_keys(node: Any) -> Any:
    if isinstance(node, list):
        return [forbid_other_keys(item) for item in node]
    if not isinstance(node, dict):
        return node
    schema = {key: forbid_other_keys(value) for key, value in node.items()}
    return {**schema, "additionalProperties": False} if isinstance(node.get("properties"), dict) and "required" in node else schema  # fmt: skip


def test_every_file_matches_the_schema(files: SiteFiles, hostile_files: SiteFiles) -> None:
    schema = json.loads(files["api/v1/schema.json"])
    Draft202012Validator.check_schema(schema)
    validators = {
        name: Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": forbid_other_keys(schema["$defs"])}, format_checker=Draft202012Validator.FORMAT_CHECKER)
        for name in schema["$defs"]
    }  # fmt: skip
    definitions = set()
    for site_files in (files, hostile_files):
        # files of repos are many and similar
        paths = [
            path
            for path, _ in select_files(site_files, ("api/v1/", "health"), ".json")
            if not path.endswith("schema.json")
        ]
        for path in [path for n, path in enumerate(paths) if "/repos/" not in path or n % 5 == 0]:
            content = json.loads(site_files[path])
            definitions.add(find_definition(path))
            assert list(validators[find_definition(path)].iter_errors(content)) == [], path
            assert isinstance(content["sample"], bool) and dt.date.fromisoformat(content["date"])
            for columns in [content.get("history")] if "history" in content else []:
                assert len({len(values) for values in columns.values()}) == 1
    assert definitions == set(FILES) - {"schema", "badge", "feed", "page"}


def test_the_health_has_no_error_messages_of_this_machine(files: SiteFiles) -> None:
    health = json.loads(files["health.json"])
    assert (health["status"], [problem["code"] for problem in health["problems"]]) == ("warn", ["checks_failing"])
    assert [check["actual"]["parameters"] for check in health["failing_checks"]] == [{"reason": "OutOfRange"}, {"reason": "…"}]  # fmt: skip
    assert health["gaps"] == [[str(GAP), str(GAP)]] and "/home/ann" not in files["health.json"]


def test_the_schema_says_what_each_key_means(files: SiteFiles) -> None:
    schema = json.loads(files["api/v1/schema.json"])
    for name, definition in schema["$defs"].items():
        for key, property_schema in definition["properties"].items():
            assert "$ref" in property_schema or property_schema.get("description"), (name, key)
    assert schema["$defs"]["ranked_repo"]["properties"]["likes_1d"]["unit"] == "likes"


def test_the_document_names_every_key_and_no_other(files: SiteFiles) -> None:
    schema = json.loads(files["api/v1/schema.json"])
    documented_keys = {
        name: re.findall(r"`(\w+)`", keys.partition(".\n")[0])
        for name, keys in re.findall(r"^### (\w+)\n.*?^Keys: (.*?)(?=^### |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL)
    }
    assert documented_keys == {name: list(definition["properties"]) for name, definition in schema["$defs"].items()}


def test_addresses_in_the_document_exist(files: SiteFiles) -> None:
    addresses = re.findall(r"https://example\.org/almanac/([\w./-]+)(?![\w./<-])", DOCUMENT)
    paths = {path for path in addresses if path.endswith((".json", ".xml", ".md"))}
    assert len(paths) >= 5 and {path for path in paths if path not in files} == set()


def test_numbers_are_those_of_the_edition(edition: Edition, files: SiteFiles) -> None:
    index = json.loads(files["api/v1/index.json"])
    assert {listed_repo["oid"]: listed_repo["id"] for listed_repo in index["repos"]} == {oid: repo.about["id"] for oid, repo in edition.repos.items()}  # fmt: skip
    category = next(candidate for candidate in edition.categories if candidate.boards["attention"].places)
    board = json.loads(files[f"api/v1/boards/{category.slug}/attention.json"])
    first = category.boards["attention"].places[0]
    assert board["unit"] == "likes a day" and board["ranked_repos"] == category.boards["attention"].ranked_repos
    assert {key: board["ranking"][0][key] for key in ("rank", "oid", "id", "score", "rank_1d_ago")} == {key: first[key] for key in ("rank", "oid", "id", "score", "rank_1d_ago")}  # fmt: skip
    repo = json.loads(files[f"api/v1/repos/{first['oid']}.json"])
    assert repo["history"]["likes"] == [row["likes"] for row in edition.repos[first["oid"]].days]
    standing = next(
        candidate
        for candidate in repo["ranks"]
        if candidate["board"] == "attention" and candidate["category"] == category.slug
    )
    assert standing["rank"] == first["rank"] and {*standing["reasons"][0]["text"]} == {"en", "ko"}
    assert len(json.loads(files["api/v1/movers.json"])["movers"]) == len(edition.movers)


# -- badges


def test_badges_are_small_pictures_that_can_be_read(edition: Edition, files: SiteFiles) -> None:
    for path, text in select_files(files, "badges/", ".svg"):
        _, slug, oid = path.removesuffix(".svg").split("/")
        root = ET.fromstring(text)
        assert root.tag == f"{SVG}svg" and root.get("role") == "img" and len(text) < 1000
        assert {element.tag for element in root.iter()} == {
            SVG + name for name in ("svg", "title", "rect", "path", "g", "text")
        }
        rank = next(standing["rank"] for standing in edition.repos[oid].standings if standing["category"] == slug and standing["board"] == "attention")  # fmt: skip
        assert [element.text for element in root.iter(f"{SVG}text")] == ["sample data", f"#{rank} in {slug}"]
        assert root.findtext(f"{SVG}title") == root.get("aria-label") == f"sample data: #{rank} in {slug}"
        ends = [float(element.get("x", 0)) + float(element.get("textLength", 0)) for element in root.iter(f"{SVG}text")]
        assert ends[-1] + 6 == float(root.get("width", 0))


def test_badges_fit_latin_and_korean_and_contrast_with_their_text() -> None:
    # widths of DejaVu Sans at 11 pixels, and Noto Sans KR, as measured by a browser
    for text, measured_width in (
        ("Hub Almanac", 73.5),
        ("#3 in translation", 92.4),
        ("#114 in visual-question-answering", 191.5),
        ("#12 in text2text-generation", 154.5),
        ("한국어 모델", 54.1),
    ):
        assert abs(measure_text_width(text) - measured_width) <= 1, (text, measure_text_width(text))
    assert ET.fromstring(draw_badge("Hub Almanac", 1, "<b>&\u202e\x00")).findtext(f"{SVG}title") == "Hub Almanac: #1 in <b>&  "  # fmt: skip

    def compute_luminance(color: str) -> float:
        parts = (int(color[n : n + 2], 16) / 255 for n in (1, 3, 5))
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for color in (LABEL_COLOR, TOP_10_COLOR, TOP_100_COLOR, OTHER_RANK_COLOR):
        assert 1.05 / (compute_luminance(color) + 0.05) >= 4.5, color


# -- Markdown


class RenderedMarkdown(HTMLParser):
    """Its elements, links, and the text of links."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[tuple[str, str]] = []
        self.rows: list[list[str]] = []
        self._in_link = self._in_cell = False
        self.feed(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name if name == "href" else f"{name}={value}" for name, value in attrs}
        if tag == "a":
            self._in_link = True
            self.links.append((dict(attrs).get("href") or "", ""))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._in_cell = True
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_link = self._in_link and tag != "a"
        self._in_cell = self._in_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._in_link:
            self.links[-1] = (self.links[-1][0], self.links[-1][1] + data)
        if self._in_cell:
            self.rows[-1][-1] += data


@pytest.mark.parametrize("path", ["models.md", "models.en.md"])
def test_the_document_has_the_form_of_the_study_page(path: str, edition: Edition, files: SiteFiles) -> None:
    document = RenderedMarkdown(files[path])
    language = "ko" if path == "models.md" else "en"
    headings = [messages.text(language, f"document-{column}") for column in ("menu", "description", "main-model")]
    assert document.rows[0] == headings
    assert all(len(row) == 3 and all(row) for row in document.rows), "no cell is empty"
    assert len(document.rows) == len(edition.categories) + 3
    for category in edition.categories:
        [row] = [row for row in document.rows if row[0].startswith(category.about["name_en"])]
        assert category.about[f"description_{language}"] in row[1]
        watched_names = [place["id"] for place in category.boards["attention"].places[:1]]
        for name in [
            *watched_names,
            *(featured_row["id"] for featured_row in edition.featured if featured_row["category"] == category.slug),
        ]:
            assert row[2].count(name) == 1, (category.slug, name)
    assert str(edition.day) in files[path] and messages.word(language, "status", "discontinued") in files[path]
    if language == "ko":
        outside = re.sub(r"\[[^\]]*\]\([^)]*\)|\([A-Z]\w+\)", "", files[path])
        assert set(re.findall(r"[A-Za-z]{3,}", outside)) <= {"Hub", "Almanac", "LLM", "VLM", "Fine", "tuning"}


def test_the_document_describes_missing_and_renamed_models(edition: Edition) -> None:
    featured_row = next(row for row in edition.featured if row["availability"] == "ok")
    missing_row = {
        **dict.fromkeys(featured_row),
        "date": edition.day,
        "category": featured_row["category"],
        "id": "gone_away/x",
        "availability": "missing",
        "notes": [],
        "unknown_changes": [],
    }
    renamed_row = {**featured_row, "id": "old/name", "current_id": "new/name", "availability": "renamed", "rank_downloads": None, "rank_likes": None, "rank_attention": None}  # fmt: skip
    site_files = render_files(replace(edition, featured=[missing_row, renamed_row]), feeds=False, api=False)
    assert f"gone\\_away/x – {messages.text('ko', 'document-missing')}<br>" in site_files["models.md"]
    assert f"[old/name → new/name](https://huggingface.co/new/name) – {messages.text('en', 'document-no-member')} · {messages.word('en', 'status', 'renamed')}<br>" in site_files["models.en.md"]  # fmt: skip
    empty = replace(edition, categories=[replace(category, boards={name: replace(board, places=[]) for name, board in category.boards.items()}) for category in edition.categories])  # fmt: skip
    assert f"| {messages.text('ko', 'document-empty')} |" in render_files(empty, feeds=False, api=False)["models.md"]


# -- hostile text


def test_hostile_text_stays_inert(hostile_files: SiteFiles, hostile_edition: Edition) -> None:
    for path, text in hostile_files.items():
        assert not INVISIBLE.search(text), path
        assert "<img" not in text and "<b>" not in text, path
        if path.startswith(("api/", "feeds/")) and path.endswith(".json"):
            assert "<" not in text and ">" not in text, path
    # the API gives names unchanged
    ids = {listed_repo["id"] for listed_repo in json.loads(hostile_files["api/v1/index.json"])["repos"]}
    assert (
        {MARKUP, ESCAPES, RIGHT_TO_LEFT, UNREACHABLE}
        <= ids
        == {repo.about["id"] for repo in hostile_edition.repos.values()}
    )
    for path in ("models.md", "models.en.md"):
        document = RenderedMarkdown(hostile_files[path])
        assert document.tags == {"h1", "h2", "p", "blockquote", "strong", "em", "a", "br", "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip
        assert document.attributes == {"href", "style=text-align:left"}
        assert all(len(row) == 3 for row in document.rows)
        for href, _ in document.links:
            assert re.fullmatch(r"https://huggingface\.co/[\w.~/?=&%-]*", href, re.ASCII), href
        texts = {text for _, text in document.links}
        names = {
            to_one_line(row["id"])
            for category in hostile_edition.categories
            for row in category.boards["attention"].places[:1]
        }
        assert names <= texts


def test_feed_titles_have_no_invisible_characters(hostile_files: SiteFiles) -> None:
    titles = " ".join(item["title"] for item in json.loads(hostile_files["feeds/all.json"])["items"])
    assert to_one_line(RIGHT_TO_LEFT) in titles and MARKUP in titles and LONG_NAME in titles
    assert not INVISIBLE.search(titles)
