"""Feeds of what moved: Atom 1.0 (RFC 4287) and JSON Feed 1.1, one for all and one for each category, in English and Korean.

An entry is a repo on a day in a category, whatever it did there. Its id is made of these alone, and its time is 09:00 UTC of the day: made
again, the feeds are the same, and a reader shows nothing twice.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from pipeline.errors import UsageError
from pipeline.i18n.messages import text
from pipeline.ranking.registry import MAIN_BOARD, Board, board_named
from pipeline.site.json_api import as_json, hub_link
from pipeline.site.page_data import Category, Edition, Row
from pipeline.text import one_line

Put = Callable[[str, str | bytes], None]

# What is told first.
MOVES = ("breakout", "record_day", "entered_top_10", "license_changed", "gated_changed", "left_top_10")
MOST = 200  # entries of a feed, the newest: readers that look every day miss none, and it stays small
LONGEST = 60  # characters of a licence: its author wrote it
# Of tag: URIs (RFC 4151); not the site's address, which may change while entries stay the same.
AUTHORITY = "hub-almanac"
FIRST_OBSERVED = ("new", "first_observed")  # ways to enter
NO_RANK = 1_000_000  # after every rank
ACCESS = {
    "en": {"false": "open", "auto": "gated, granted at once", "manual": "gated, granted by hand", None: "unknown"},
    "ko": {"false": "공개", "auto": "제한(자동 승인)", "manual": "제한(수동 승인)", None: "알 수 없음"},
}
WORDS = {
    "en": {
        "all": "all categories",
        "subtitle": "What moved on the boards of the Hugging Face Hub in the last 14 days.",
        "mark": "[sample data] ",
    },
    "ko": {
        "all": "모든 분야",
        "subtitle": "최근 14일 동안 허깅페이스 허브의 순위표에서 움직인 것.",
        "mark": "[샘플 데이터] ",
    },
}


@dataclass(frozen=True)
class Entry:
    """A repo on a day in a category. `path`: of its page, from the site's root; all text is plain and on one line."""

    id: str
    category: str
    title: str
    summary: str
    time: str
    path: str
    hub: str
    tags: tuple[str, ...]


def write_feeds(edition: Edition, put: Put, address: str | None = None) -> None:
    """All feeds. `address`: where the site will be found, e.g. `https://owner.github.io/almanac/`.

    Links are absolute then. Without it those of Atom are relative to the feed; JSON Feed, which knows no relative ones, does without them and
    names the Hub's page alone. Raises UsageError for an address that is none. The feed of all has the name `all`, which no category may have.
    """
    site = checked(address)
    for language in ("en", "ko"):
        entries = list(_entries(edition, language))
        for category in edition.categories:
            mine = [entry for entry in entries if entry.category == category.slug]
            _write(edition, put, site, language, category, mine[:MOST])
        _write(edition, put, site, language, None, entries[:MOST])


def checked(address: str | None) -> str | None:
    """The address with a slash at its end. Raises UsageError for one that is no http or https address of a folder."""
    if not address:
        return None
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    # `@`: a password in a public file would be one too many
    if not good or not address.isprintable() or not address.isascii() or set(address) & set(' "<>\\^`{|}@?#'):
        raise UsageError("The site's address must be like https://owner.github.io/almanac/, without user, query or fragment.")  # fmt: skip
    return address.rstrip("/") + "/"


def _write(
    edition: Edition, put: Put, site: str | None, language: str, category: Category | None, entries: list[Entry]
) -> None:
    words = WORDS[language]
    name = category.slug if category else "all"
    below = "" if language == "en" else "ko/"
    file = f"feeds/{below}{name}"
    base = site or "../" * file.count("/")  # feeds lie in folders
    page = f"{below}c/{name}.html" if category else f"{below}index.html"
    title = f"Hub Almanac: {category.about[f'name_{language}'] if category else words['all']}"
    feed = {
        "id": f"tag:{AUTHORITY},2025-03-06:{'sample/' if edition.sample else ''}feeds/{below}{name}",
        "title": one_line(_mark(edition.sample, language) + title),
        "subtitle": " ".join([*([text(language, "sample")] if edition.sample else []), words["subtitle"]]),
        "updated": max((entry.time for entry in entries), default=_time(edition.day)),
        "atom": f"{base}{file}.atom.xml",
        "page": base + page,
        "entries": [{**vars(entry), "page": base + entry.path} for entry in entries],
    }
    put(f"{file}.atom.xml", _template().render(feed=feed, language=language))
    put(
        f"{file}.json",
        as_json({
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed["title"],
            **({"home_page_url": feed["page"], "feed_url": f"{base}{file}.json"} if site else {}),
            "description": feed["subtitle"],
            "authors": [{"name": "Hub Almanac"}],
            "language": language,
            "items": [
                {
                    "id": entry.id,
                    **({"url": base + entry.path} if site else {}),
                    "external_url": entry.hub,
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


def _mark(sample: bool, language: str) -> str:
    return WORDS[language]["mark"] if sample else ""


@cache
def _template() -> Template:
    folder = Path(__file__).with_name("templates")
    return Environment(
        loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    ).get_template("feed.atom.xml")  # fmt: skip


def _time(day: dt.date) -> str:
    return f"{day}T09:00:00Z"


def _entries(edition: Edition, language: str) -> Iterator[Entry]:
    """Entries of documented categories: the newest day first, then in the order of the catalogue, what matters most first."""
    categories = {category.slug: category.about for category in edition.categories}
    order = {slug: number for number, slug in enumerate(categories)}
    together: dict[tuple[dt.date, str, str], list[Row]] = {}
    for row in sorted(edition.movers, key=_weight):
        if row["category"] in categories and row["move"] in MOVES:
            together.setdefault((row["date"], row["category"], row["oid"]), []).append(row)
    for day, slug, oid in sorted(
        together, key=lambda one: (-one[0].toordinal(), order[one[1]], _weight(together[one][0]))
    ):
        yield _entry(edition.sample, language, categories[slug], together[day, slug, oid])


def _weight(move: Row) -> tuple[int, int, str, str]:
    # a move that is told by nobody here, as one of a later version, is left out after this
    weight = MOVES.index(move["move"]) if move["move"] in MOVES else len(MOVES)
    return weight, move["rank"] or NO_RANK, move["board"], move["oid"]


def _entry(sample: bool, language: str, about: Row, moves: list[Row]) -> Entry:
    day, oid, name = moves[0]["date"], moves[0]["oid"], moves[0]["id"]
    below = "" if language == "en" else "ko/"
    title, numbers = (_title_en, _numbers_en) if language == "en" else (_title_ko, _numbers_ko)
    told = dict.fromkeys(sentence for move in moves for sentence in numbers(move))
    return Entry(
        id=f"tag:{AUTHORITY},{day}:{'sample/' if sample else ''}{below}{about['slug']}/{oid}",
        category=about["slug"],
        title=one_line(_mark(sample, language) + title(name, about[f"name_{language}"], moves)),
        summary=one_line(" ".join(told)),
        time=_time(day),
        path=f"{below}r/{oid}.html",
        hub=hub_link(about["kind"], name),
        tags=(about["slug"], *dict.fromkeys(move["move"] for move in moves)),
    )


def _title_en(name: str, category: str, moves: list[Row]) -> str:
    done = [_did_en(move, category if move is moves[0] else None) for move in moves]
    return f"{name} {' and '.join([', '.join(done[:-1]), done[-1]] if done[1:] else done)}"


def _did_en(move: Row, category: str | None) -> str:
    of, within, beside = (f" of {category}", f" in {category}", f" ({category})") if category else ("", "", "")
    by = "" if _board(move) is MAIN_BOARD else f" by {_measure('en', move)}"
    match move["move"]:
        case "breakout":
            return f"broke out{within}"
        case "record_day":
            return f"had a record day{within} ({_likes(move['step_likes'])})"
        case "entered_top_10":
            entered = "re-entered" if move["entry"] == "returned" else "entered"
            how = {"new": "as a new repo, ", "first_observed": "observed for the first time, "}.get(move["entry"], "")
            return f"{entered} the top 10{of}{by} ({how}place {move['rank']})"
        case "license_changed":
            return (
                f"changed its licence from {_licence(move['old'], 'none')} to {_licence(move['new'], 'none')}{beside}"
            )
        case "gated_changed":
            return f"changed its access from {_access(move['old'], 'en')} to {_access(move['new'], 'en')}{beside}"
        case _:
            return f"left the top 10{of}{by}" + (f" (now place {move['rank']})" if move["rank"] else "")


def _numbers_en(move: Row) -> Iterator[str]:
    match move["move"]:
        case "breakout":
            yield (
                f"{_likes(move['likes_7d'])} in 7 days, where the weeks before foretold {_number(move['expected_7d'], 1)}. Of the "
                f"breakouts of its category that are at least as clear, {_odds_en(move['q'])} chance."
            )  # fmt: skip
        case "record_day":
            yield (
                f"{_likes(move['step_likes'])} since the day before; none of the {move['days_compared']} days observed before brought "
                f"more than {_number(move['record_before'])}."
            )  # fmt: skip
        case "license_changed":
            yield f"Licence before: {_licence(move['old'], 'none')}; now: {_licence(move['new'], 'none')}."
        case "gated_changed":
            yield f"Access to its files before: {_access(move['old'], 'en')}; now: {_access(move['new'], 'en')}."
        case _:
            now = f"Place {move['rank']}" if move["rank"] else "No longer " + _kept_en(move["kept"])
            before = (
                f"after {move['rank_1d']} the day before"
                if move["rank_1d"]
                else f"and not {_kept_en(move['kept_1d'])} the day before"
            )
            if move["entry"] in FIRST_OBSERVED:
                before = "and not observed before"
            yield f"{now} by {_measure('en', move)} a day, {before}."
            if _board(move).gains == "downloads":
                if move["downloads_gained"] is not None:
                    yield f"{_number(move['downloads_gained'])} downloads in about a week, {_number(move['score'])} a day."
            elif move["likes"] is not None:
                day = f"{_likes(move['likes_1d'])} in the last day, " if move["likes_1d"] is not None else ""
                week = f"{_number(move['likes_7d'])} in 7 days, " if move["likes_7d"] is not None else ""
                yield f"{day}{week}{_likes(move['likes'])} in all."


def _board(move: Row) -> Board:
    """The board on which it moved, the main one where none is named."""
    return board_named(move["board"] or MAIN_BOARD.name)


def _measure(language: str, move: Row) -> str:
    """What the move's board ranks by."""
    return text(language, f"board-{_board(move).name}-measure")


def _kept_en(kept: int | None) -> str:
    return f"among the first {kept:,}" if kept else "on the board"


def _kept_ko(kept: int | None) -> str:
    return f"{kept:,}위 밖" if kept else "순위 밖"


def _likes(value: float) -> str:
    return f"{_number(value)} {'like' if round(value) == 1 else 'likes'}"


def _odds_en(q: float) -> str:
    return "fewer than 1 in 1,000 are" if q < 0.001 else f"about 1 in {1 / q:,.0f} is"


def _title_ko(name: str, category: str, moves: list[Row]) -> str:
    return f"{name} ({category}): {', '.join(map(_did_ko, moves))}"


def _did_ko(move: Row) -> str:
    by = "" if _board(move) is MAIN_BOARD else f"{_measure('ko', move)} "
    match move["move"]:
        case "breakout":
            return "급부상"
        case "record_day":
            return f"기록적인 하루 (좋아요 {_number(move['step_likes'])}개)"
        case "entered_top_10":
            entered = "재진입" if move["entry"] == "returned" else "진입"
            how = {"new": "새 저장소, ", "first_observed": "첫 관측, "}.get(move["entry"], "")
            return f"{by}상위 10위 {entered} ({how}{move['rank']}위)"
        case "license_changed":
            return f"라이선스 변경 ({_licence(move['old'], '없음')} → {_licence(move['new'], '없음')})"
        case "gated_changed":
            return f"접근 제한 변경 ({_access(move['old'], 'ko')} → {_access(move['new'], 'ko')})"
        case _:
            return f"{by}상위 10위 이탈" + (f" (현재 {move['rank']}위)" if move["rank"] else "")


def _numbers_ko(move: Row) -> Iterator[str]:
    match move["move"]:
        case "breakout":
            yield (
                f"7일 동안 좋아요 {_number(move['likes_7d'])}개, 그 전 몇 주로 예상한 수는 {_number(move['expected_7d'], 1)}개. "
                f"같은 분야에서 이만큼 뚜렷한 급부상 가운데 우연은 {_odds_ko(move['q'])}."
            )
        case "record_day":
            yield (
                f"전날 이후 좋아요 {_number(move['step_likes'])}개. 그 전에 관측한 {move['days_compared']}일 가운데 가장 많았던 날은 "
                f"{_number(move['record_before'])}개."
            )
        case "license_changed":
            yield f"이전 라이선스: {_licence(move['old'], '없음')}, 현재: {_licence(move['new'], '없음')}."
        case "gated_changed":
            yield f"파일 접근: 이전 {_access(move['old'], 'ko')}, 현재 {_access(move['new'], 'ko')}."
        case _:
            now = f"{move['rank']}위" if move["rank"] else _kept_ko(move["kept"])
            before = f"전날 {move['rank_1d']}위" if move["rank_1d"] else f"전날 {_kept_ko(move['kept_1d'])}"
            if move["entry"] in FIRST_OBSERVED:
                before = "그 전에는 관측되지 않음"
            yield f"하루 {_measure('ko', move)} 기준 {now} ({before})."
            if _board(move).gains == "downloads":
                if move["downloads_gained"] is not None:
                    yield f"약 일주일 동안 다운로드 {_number(move['downloads_gained'])}회, 하루 {_number(move['score'])}회."
            elif move["likes"] is not None:
                day = f"최근 하루 {_number(move['likes_1d'])}개, " if move["likes_1d"] is not None else ""
                week = f"7일 {_number(move['likes_7d'])}개, " if move["likes_7d"] is not None else ""
                yield f"좋아요 {day}{week}모두 {_number(move['likes'])}개."


def _odds_ko(q: float) -> str:
    return "1,000건 중 1건 미만" if q < 0.001 else f"약 {1 / q:,.0f}건 중 1건"


def _number(value: float, digits: int = 0) -> str:
    return f"{value:,.{digits}f}"


def _licence(text: str | None, none: str) -> str:
    text = text or none
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _access(gated: str | None, language: str) -> str:
    return ACCESS[language].get(gated, gated or "")
