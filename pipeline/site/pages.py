"""The pages of the site, each in English and Korean. The templates escape whatever goes into them.

Names and notes come from strangers: besides being escaped, every text that a template prints is put on one line, without what cannot be
seen or turns its direction. None is printed as –: unknown is never 0.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.i18n.formats import compact_number, day_in_full, day_in_short
from pipeline.i18n.messages import languages, named, sentence, text, word
from pipeline.kinds import KINDS
from pipeline.ranking.board_status import FROZEN
from pipeline.ranking.registry import BOARDS, MAIN_BOARD, NAMES, OWN_BOARDS
from pipeline.ranking.thresholds import DEPTH, FALSE_DISCOVERIES
from pipeline.site.drawings import COMPARED_DAYS, FIRST, draw_board, draw_category, draw_featured, draw_line, series
from pipeline.site.json_api import hub_link
from pipeline.site.markdown_page import document_file
from pipeline.site.output_folder import language_folder as folder
from pipeline.site.page_data import JUDGED_AHEAD, JUDGED_DAYS, QUALITY_DAYS, Category, Edition, Repo, Row
from pipeline.svg import chart
from pipeline.text import one_line

Put = Callable[[str, str | bytes], None]
Page = tuple[str, str, dict[str, object]]  # address below the language's root, template, what it tells

TEMPLATES = Path(__file__).parent / "templates"
ASSETS = ("style.css", "site.js", "icon.svg")
LEADERS = 5  # of each category on the overview
TREND_DAYS, FEW_DAYS = 30, 7  # that sparklines and ranks span, fewer where the history is younger
TABLE_DAYS = 30  # of a repo's days as a table
MOVES = ("breakout", "record_day", "entered_top_10", "left_top_10", "license_changed", "gated_changed")
ORDERS = (*NAMES, "likes_7d", "likes_1d", "likes")
METRICS = ("ndcg_20", "ndcg_50", "precision_20", "capture_20")
SIZES = ("coverage_90", "coverage_90_below_1", "coverage_90_1_to_10", "coverage_90_above_10")
ENTRIES = ("new", "first_observed", "returned", "entered")
STATES = ("good", "frozen", "short", "gap")
BASES = (
    "24h+7d", "24h+hub", "24h+part", "7d", "part", "merged", "hub", "trending_score", "total", "7d_against_weeks",
)  # fmt: skip


def write_pages(edition: Edition, put: Put) -> None:
    """Put all pages of the edition, their style sheet, script and icon."""
    for name in ASSETS:
        put(name, _asset(name))
    makers = {language: _environment(language, edition) for language in languages()}
    for path, template, told in _pages(edition):
        home = "../" * path.count("/")  # from the page to the language's root
        for language, maker in makers.items():
            root = home + "../" * bool(folder(language))  # to the site's
            others = [(other, f"{root}{folder(other)}{path}") for other in makers if other != language]
            page = maker.get_template(template).render(told, home=home, root=root, others=others, path=path)
            put(folder(language) + path, page)


def _asset(name: str) -> bytes:
    """A file of the site as it stands in templates/; its lines about BOARD are written once for each board."""
    lines: list[str] = []
    for line in (TEMPLATES / name).read_text(encoding="utf-8").splitlines(keepends=True):
        lines += [line.replace("BOARD", board.name) for board in OWN_BOARDS] if "BOARD" in line else [line]
    return "".join(lines).encode()


def _pages(edition: Edition) -> Iterator[Page]:
    days = min(max((edition.day - edition.days[0]).days + 1, FEW_DAYS), TREND_DAYS)
    boards = {
        one.slug: {name: draw_board(board, edition.day, days) for name, board in one.boards.items()}
        for one in edition.categories
    }
    featured = draw_featured(edition, days)
    yield (
        "index.html",
        "overview.html",
        {
            "moves": _moves(edition),
            "boards": boards,
            "followed": featured,
            "leaders": LEADERS,
            "snapshots": {row["kind"]: row for row in edition.snapshots},
        },
    )
    for one in edition.categories:
        yield (
            f"c/{one.slug}.html",
            "category.html",
            {"category": one, "boards": boards[one.slug], "course": draw_category(one)},
        )
    yield "featured.html", "featured.html", featured
    yield "scorecard.html", "scorecard.html", _judged(edition)
    yield "quality.html", "quality.html", _quality(edition)
    yield "about.html", "about.html", {}
    for repo in edition.repos.values():
        yield f"r/{repo.oid}.html", "repo.html", _known(repo, edition)


def _moves(edition: Edition) -> list[tuple[str, int, list[tuple[Category, list[Row]]]]]:
    """The day's movers: each move with their number, then by category."""
    made = []
    for move in MOVES:
        rows = [row for row in edition.moved_today if row["move"] == move]
        by_category = [(one, [row for row in rows if row["category"] == one.slug]) for one in edition.categories]
        if rows:
            made.append((move, len(rows), [(one, held) for one, held in by_category if held]))
    return made


def _judged(edition: Edition) -> dict[str, object]:
    by: dict[tuple[str, str], list[Row]] = {}
    for row in edition.scorecard:
        if row["value"] is not None:
            by.setdefault((row["board"], row["metric"]), []).append(row)
    dates = sorted({row["date"] for rows in by.values() for row in rows})
    orders = [name for name in ORDERS if (name, METRICS[0]) in by]
    lines = [list(series(by[name, METRICS[0]], "value")) for name in orders]
    means = {
        (name, metric): sum(row["value"] for row in by[name, metric]) / len(by[name, metric])
        for name in orders
        for metric in METRICS
        if (name, metric) in by
    }
    drawn = chart(lines, dates[0], dates[-1], whole=False) if orders else None
    covered = {(row["board"], row["metric"]): row for row in edition.coverage}
    return {
        "orders": orders, "metrics": METRICS, "means": means, "dates": dates, "chart": drawn, "lines": lines,
        "covered": covered, "sizes": SIZES,
    }  # fmt: skip


def _quality(edition: Edition) -> dict[str, object]:
    """The last days: `days`, the newest first, with a row a kind; `calendars`: the cells of each kind, a column a week."""
    days: dict[dt.date, dict[str, Row]] = {}
    for row in edition.quality:
        days.setdefault(row["date"], {})[row["kind"]] = {**row, "state": _state(row)}
    calendars = {}
    for kind in KINDS:
        rows = [days[date][kind] for date in sorted(days) if kind in days[date]]
        if rows:
            monday = rows[0]["date"] - dt.timedelta(rows[0]["date"].weekday())
            cells = [((row["date"] - monday).days // 7, row["date"].weekday(), row) for row in rows]
            counts = {state: sum(row["state"] == state for row in rows) for state in STATES}
            calendars[kind] = {"cells": cells, "weeks": cells[-1][0] + 1, "counts": counts, "days": len(rows)}
    gaps = [date for date in sorted(days) if any(row["state"] == "gap" for row in days[date].values())]
    unsound = [
        f"{row['date']} ({row['kind']}s: {', '.join(row['unsound_counters'])})"
        for row in edition.quality
        if row.get("unsound_counters")
    ]
    return {
        "days": days,
        "kinds_of_repos": list(KINDS),
        "calendars": calendars,
        "gaps": gaps,
        "unsound": unsound,
        "shown": QUALITY_DAYS,
        "states": STATES,
    }


def _state(row: Row) -> str:
    if row["status"] == "unobserved":
        return "gap"
    if row["limited"]:
        return "short"
    return "frozen" if (row["frozen_share"] or 0) >= FROZEN else "good"


def _believed(row: Row) -> Row:
    """The row of a repo's day without counters that are below their highest or had collapsed."""
    unknown = {"rolled_back": ("downloads_all_time",), "unsound": ("downloads_all_time", "likes", "likes_level")}
    return row | dict.fromkeys(unknown.get(row["status"], ()))


def _known(repo: Repo, edition: Edition) -> dict[str, object]:
    days, categories = repo.days, {one.slug: one for one in edition.categories}
    believed = [_believed(row) for row in days]
    frozen = [row["date"] for row in days if row["status"] in ("frozen", "rolled_back", "unsound")]
    drawn = [
        (key, draw_line(believed, column, days[0]["date"], edition.day, frozen=marked))
        for key, column, marked in (("likes", "likes_level", []), ("downloads_all", "downloads_all_time", frozen))
        if days
    ]
    held = {row["date"]: row for row in days}
    shown = min(TABLE_DAYS, (edition.day - days[0]["date"]).days + 1) if days else 0
    standings = [(categories[row["category"]], row) for row in repo.standings if row["category"] in categories]
    standings.sort(key=lambda pair: (pair[0].slug, ORDERS.index(pair[1]["board"])))
    return {
        "repo": repo,
        "about": repo.about,
        "charts": [(key, line) for key, line in drawn if line],
        "last_days": [(date, held.get(date)) for date in (edition.day - dt.timedelta(n) for n in range(shown))],
        "standings": standings,
        "badges": [category for category, row in standings if row["board"] == MAIN_BOARD.name],  # as in badges.py
    }


def _environment(language: str, edition: Edition) -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printed,
    )
    sections: dict[str, list[Category]] = {}
    for one in edition.categories:
        sections.setdefault(one.about["section"], []).append(one)
    made.globals |= {
        "lang": language,
        "below": folder(language),
        "say": partial(text, language),
        "word": partial(word, language),
        "name_of_language": lambda code: text(code, "language-name"),
        "documents": [(code, document_file(code)) for code in languages()],
        "day": edition.day,
        "sample": edition.sample,
        "edition": edition,
        "repos": edition.repos,
        "categories": edition.categories,
        "sections": list(sections.values()),
        "board_names": [board.name for board in OWN_BOARDS],
        "main_board": MAIN_BOARD.name,
        "rate_boards": ", ".join(text(language, f"board-{board.name}-name") for board in BOARDS if board.is_rate),
        "told_entries": ENTRIES[:3],  # beside a move that says that it entered
        "bases": BASES,
        "first": FIRST,
        "compared_days": COMPARED_DAYS,
        "false_discoveries": FALSE_DISCOVERIES,
        "judged_days": JUDGED_AHEAD,
        "judged_span": JUDGED_DAYS,
        "judged_ranks": DEPTH,
        "spoken": lambda group, notes: [sentence(language, group, note) for note in notes],
        "named": partial(named, language),
        "name_of": lambda about: named(language, about, "name"),
        "moved": partial(_moved, language),
    }
    made.filters |= {
        "full": partial(day_in_full, language),
        "short_day": partial(day_in_short, language),
        "axis": partial(compact_number, language),
        "figure": _figure,
        "n": lambda value: None if value is None else f"{value:,.0f}",
        "change": lambda value: None if value is None else f"{value:+,.0f}".replace("-", "−") if value else "0",
        "percent": lambda value: None if value is None else f"{value:.0%}",
        "name": _name,
        "on_hub": _on_hub,
    }
    return made


def _printed(value: object) -> object:
    """What a template prints of a value: see the module."""
    if value is None:
        return "–"
    return value if type(value) is not str or value.isprintable() else one_line(value)


def _figure(value: float | None) -> str | None:
    """A score to three digits or more."""
    if value is None:
        return None
    return f"{value:,.{0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 2}f}".replace("-", "−")


def _name(name: str) -> Markup:
    """A repo's name, its owner apart and breakable there; its own direction does not reach what stands beside it."""
    owner, slash, rest = one_line(name).partition("/")
    shown = Markup("<bdi><i>{}/</i><wbr>{}</bdi>") if slash else Markup("<bdi>{}</bdi>")
    return shown.format(owner, rest)


def _on_hub(about: Row) -> str:
    """Where the public Hub shows the repo."""
    return hub_link(about["kind"], about["id"])


def _moved(language: str, rank: int | None, before: int | None, compared: bool, entry: str | None) -> Markup:
    """Places won or lost, or how it came to its place, as a coloured word; the style sheet adds the arrow."""
    if rank is None or (before is None and not compared):
        return Markup("–")
    if before is None:
        return Markup('<b class="new">{}</b>').format(
            text(language, f"entry-{entry if entry in ENTRIES else 'entered'}")
        )
    won = before - rank
    return Markup('<b class="{}">{}</b>').format("up" if won > 0 else "down", abs(won)) if won else Markup("=")
