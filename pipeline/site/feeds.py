"""Write feeds of moves: Atom 1.0 (RFC 4287) and JSON Feed 1.1, overall and per category, in every language.

An entry is a repo on a day in a category. Its id derives from these three, and its time is the end of that day's crawl by the Hub's
clock, so readers see no duplicates after a rebuild and no entries from the future.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from pipeline.errors import UsageError
from pipeline.i18n.messages import languages, localize_field, text, word
from pipeline.notes import Note, Parameters
from pipeline.ranking.registry import MAIN_BOARD, Board, find_board
from pipeline.site.json_api import encode_json, link_to_hub
from pipeline.site.output_folder import language_folder
from pipeline.site.page_data import FEED_DAYS, Category, Edition, Row
from pipeline.text import to_one_line

Put = Callable[[str, str | bytes], None]

# Most important first.
MOVES = ("breakout", "record_day", "entered_top_10", "license_changed", "gated_changed", "left_top_10")
MAX_ENTRIES = 200  # per feed: enough for readers that poll daily
MAX_LICENSE_LENGTH = 60  # characters; a license is free text
# Authority of tag: URIs (RFC 4151). Not the site's address, which may change while entries keep their ids.
AUTHORITY = "hub-almanac"
UNOBSERVED_BEFORE = ("new", "first_observed")
NO_RANK = 1_000_000
MIN_CHANCE_SHARE = 0.001  # smaller shares of chance breakouts are not quoted exactly


@dataclass(frozen=True)
class Entry:
    """A repo on a day in a category, as plain text on one line. `path`: its page below the site's root."""

    id: str
    category: str
    title: str
    summary: str
    time: str
    path: str
    hub_url: str
    tags: tuple[str, ...]


def write_feeds(edition: Edition, put: Put, address: str | None = None) -> None:
    """Write all feeds. `address`: the site's URL, which makes links absolute.

    Without it, Atom links are relative, and JSON Feed entries link only to the Hub: JSON Feed has no relative links.
    Raises UsageError for an invalid address. The overall feed is named `all`, a reserved slug.
    """
    site_url = check_site_address(address)
    crawl_times = {(row["date"], row["kind"]): row["finished_at"] for row in edition.snapshots}
    for language in languages():
        entries = list(_build_entries(edition, language, crawl_times))
        for category in edition.categories:
            category_entries = [entry for entry in entries if entry.category == category.slug]
            _write_feed(edition, put, site_url, language, category, category_entries[:MAX_ENTRIES])
        _write_feed(edition, put, site_url, language, None, entries[:MAX_ENTRIES])


def check_site_address(address: str | None) -> str | None:
    """Return the address with a trailing slash. Raises UsageError for an invalid one."""
    if not address:
        return None
    try:
        url = urlsplit(address)
        is_valid = url.scheme in ("http", "https") and url.hostname and url.port != 0
    except ValueError:
        is_valid = False
    # `@` could put a password into a public file
    if not is_valid or not address.isprintable() or not address.isascii() or set(address) & set(' "<>\\^`{|}@?#'):
        raise UsageError(Note("invalid_site_address"))
    return address.rstrip("/") + "/"


def _write_feed(
    edition: Edition, put: Put, site_url: str | None, language: str, category: Category | None, entries: list[Entry]
) -> None:
    name = category.slug if category else "all"
    folder = language_folder(language)
    file = f"feeds/{folder}{name}"
    base = site_url or "../" * file.count("/")
    page = f"{folder}c/{name}.html" if category else f"{folder}index.html"
    category_name = (
        localize_field(language, category.about, "name") if category else text(language, "heading-all-categories")
    )
    feed = {
        "id": f"tag:{AUTHORITY},2025-03-06:{'sample/' if edition.sample else ''}feeds/{folder}{name}",
        "title": _format_title(text(language, "feed-of", category=category_name), language, sample=edition.sample),
        "subtitle": " ".join(
            [*([text(language, "sample")] if edition.sample else []), text(language, "feed-subtitle", days=FEED_DAYS)]
        ),
        "updated": max(
            (entry.time for entry in entries),
            default=_format_time(
                edition.day,
                max((row["finished_at"] for row in edition.snapshots_today if row["finished_at"]), default=None),
            ),
        ),
        "atom": f"{base}{file}.atom.xml",
        "page": base + page,
        "entries": [{**vars(entry), "page": base + entry.path} for entry in entries],
    }
    put(f"{file}.atom.xml", _load_template().render(feed=feed, language=language))
    put(
        f"{file}.json",
        encode_json({
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed["title"],
            **({"home_page_url": feed["page"], "feed_url": f"{base}{file}.json"} if site_url else {}),
            "description": feed["subtitle"],
            "authors": [{"name": "Hub Almanac"}],
            "language": language,
            "items": [
                {
                    "id": entry.id,
                    **({"url": base + entry.path} if site_url else {}),
                    "external_url": entry.hub_url,
                    "title": entry.title,
                    "content_text": entry.summary,
                    "date_published": entry.time,
                    "date_modified": entry.time,
                    "tags": entry.tags,
                }
                for entry in entries
            ],
        }),
    )  # fmt: skip


def _format_title(title: str, language: str, *, sample: bool) -> str:
    return to_one_line(text(language, "feed-sample", title=title) if sample else title)


@cache
def _load_template() -> Template:
    return Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    ).get_template("feed.atom.xml")  # fmt: skip


def _format_time(day: dt.date, crawl_time: dt.datetime | None) -> str:
    """Format the end of a crawl, or the start of its day if it is unknown."""
    return f"{crawl_time or dt.datetime.combine(day, dt.time()):%Y-%m-%dT%H:%M:%SZ}"


def _build_entries(
    edition: Edition, language: str, crawl_times: Mapping[tuple[dt.date, str], dt.datetime | None]
) -> Iterator[Entry]:
    """Yield entries by day (newest first), catalogue order and importance."""
    categories = {category.slug: category.about for category in edition.categories}
    catalogue_order = {slug: number for number, slug in enumerate(categories)}
    moves_by_entry: dict[tuple[dt.date, str, str], list[Row]] = {}
    for row in sorted(edition.movers, key=_order_key):
        if row["category"] in categories and row["move"] in MOVES:
            moves_by_entry.setdefault((row["date"], row["category"], row["oid"]), []).append(row)
    for day, slug, oid in sorted(
        moves_by_entry,
        key=lambda key: (-key[0].toordinal(), catalogue_order[key[1]], _order_key(moves_by_entry[key][0])),
    ):
        about = categories[slug]
        time = _format_time(day, crawl_times.get((day, about["kind"])))
        yield _build_entry(edition.sample, language, about, moves_by_entry[day, slug, oid], time)


def _order_key(move: Row) -> tuple[int, int, str, str]:
    # unknown moves, e.g. of a later version, sort last; _build_entries drops them
    move_order = MOVES.index(move["move"]) if move["move"] in MOVES else len(MOVES)
    return move_order, move["rank"] or NO_RANK, move["board"], move["oid"]


def _build_entry(sample: bool, language: str, about: Row, moves: list[Row], time: str) -> Entry:
    day, oid, name = moves[0]["date"], moves[0]["oid"], moves[0]["id"]
    folder, category = language_folder(language), localize_field(language, about, "name")
    phrases = [
        _describe_move(language, move, name, None if position else category) for position, move in enumerate(moves)
    ]
    sentences = dict.fromkeys(sentence for move in moves for sentence in _explain_move(language, move))
    return Entry(
        id=f"tag:{AUTHORITY},{day}:{'sample/' if sample else ''}{folder}{about['slug']}/{oid}",
        category=about["slug"],
        title=_format_title(_join_phrases(language, phrases), language, sample=sample),
        summary=to_one_line(" ".join(sentences)),
        time=time,
        path=f"{folder}r/{oid}.html",
        hub_url=link_to_hub(about["kind"], name),
        tags=(about["slug"], *dict.fromkeys(move["move"] for move in moves)),
    )


def _join_phrases(language: str, phrases: list[str]) -> str:
    *first, last = phrases
    return text(language, "feed-and", first=", ".join(first), last=last) if first else last


def _describe_move(language: str, move: Row, name: str, category: str | None) -> str:
    """Describe a move for a title; only an entry's first move names repo and category."""
    match move["move"]:
        case "record_day":
            parameters: Parameters = {"likes": round(move["likes_since_previous"])}
        case "entered_top_10" | "left_top_10":
            board = "main" if _find_board(move) is MAIN_BOARD else "other"
            parameters = {"rank": move["rank"] or 0, "board": board, "measure": _name_measure(language, move)}
            if move["move"] == "entered_top_10":
                parameters["entry"] = move["entry"] or "entered"
        case "license_changed" | "gated_changed":
            parameters = _format_change(language, move)
        case _:
            parameters = {}
    if category is None:
        return text(language, f"feed-also-{move['move']}", **parameters)
    return text(language, f"feed-move-{move['move']}", name=name, category=category, **parameters)


def _explain_move(language: str, move: Row) -> Iterator[str]:
    key = f"feed-says-{move['move']}"
    match move["move"]:
        case "breakout":
            odds = round(1 / move["false_discovery_rate"]) if move["false_discovery_rate"] >= MIN_CHANCE_SHARE else 0
            yield text(
                language, key, likes=round(move["likes_7d"]), expected=float(move["expected_likes_7d"]), odds=odds
            )
        case "record_day":
            likes, record = round(move["likes_since_previous"]), round(move["previous_record"])
            yield text(language, key, likes=likes, days=move["days_compared"], record=record)
        case "license_changed" | "gated_changed":
            yield text(language, key, **_format_change(language, move))
        case _:
            yield from _explain_rank(language, move)


def _explain_rank(language: str, move: Row) -> Iterator[str]:
    before = "ranked" if move["rank_1d_ago"] else "unranked"
    yield text(
        language,
        "feed-says-rank",
        measure=_name_measure(language, move),
        rank=move["rank"] or 0,
        kept=move["kept"] or 0,
        before="unobserved" if move["entry"] in UNOBSERVED_BEFORE else before,
        rank_before=move["rank_1d_ago"] or 0,
        kept_before=move["kept_1d"] or 0,
    )
    if _find_board(move).gained_counter == "downloads":
        if move["downloads_gained"] is not None:
            downloads, rate = round(move["downloads_gained"]), round(move["score"])
            yield text(language, "feed-says-downloads", downloads=downloads, rate=rate)
    elif move["likes"] is not None:
        counts = [
            text(language, f"feed-{key}", likes=round(move[key]))
            for key in ("likes_1d", "likes_7d", "likes")
            if move[key] is not None
        ]
        yield text(language, "feed-says-likes", counts=", ".join(counts))


def _find_board(move: Row) -> Board:
    """Return a move's board; the main board if it names none."""
    return find_board(move["board"] or MAIN_BOARD.name)


def _name_measure(language: str, move: Row) -> str:
    return text(language, f"board-{_find_board(move).name}-measure")


def _format_change(language: str, move: Row) -> Parameters:
    format_value = _format_access if move["move"] == "gated_changed" else _format_license
    return {"old": format_value(language, move["old"]), "new": format_value(language, move["new"])}


def _format_license(language: str, name: str | None) -> str:
    name = name or text(language, "feed-no-license")
    return name if len(name) <= MAX_LICENSE_LENGTH else name[: MAX_LICENSE_LENGTH - 1] + "…"


def _format_access(language: str, access_code: str | None) -> str:
    return "" if access_code == "" else word(language, "access", access_code or "unknown")
