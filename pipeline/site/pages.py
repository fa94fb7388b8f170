"""Render the site's pages in English and Korean. Templates escape every value.

Names and notes are untrusted: texts are also put on one line, without invisible or direction-changing characters. None
prints as –: unknown is never 0.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.i18n.formats import format_axis, format_compact_number, format_full_day, format_short_day
from pipeline.i18n.messages import languages, localize_field, sentence, text, word
from pipeline.published.calendar import RecordedDay
from pipeline.published.milestones import YOUNG_DAYS
from pipeline.ranking.registry import BOARDS, MAIN_BOARD, NAMES, OWN_BOARDS
from pipeline.ranking.thresholds import EVALUATED_RANKS, FALSE_DISCOVERY_RATE, MAIN_HORIZON_DAYS
from pipeline.site.columns import FEATURED_CHANGES, build_board_table, find_filled_keys
from pipeline.site.day_sources import summarize_board_days, summarize_days
from pipeline.site.drawings import (
    CHARTED_RANKS,
    COMPARED_DAYS,
    draw_board,
    draw_category,
    draw_featured,
    draw_line,
    select_series,
)
from pipeline.site.featured_gaps import group_unknown_changes
from pipeline.site.first_days import describe_coming, list_steps
from pipeline.site.json_api import link_to_hub
from pipeline.site.markdown_page import name_document_file
from pipeline.site.output_folder import language_folder
from pipeline.site.page_data import SCORECARD_DAYS, Category, Edition, Repo, Row
from pipeline.site.quality_page import build_quality
from pipeline.svg import Chart, draw_chart, find_dots, measure_text_width
from pipeline.text import to_one_line

Put = Callable[[str, str | bytes], None]
Page = tuple[str, str, dict[str, object]]  # address below the language's root, template, context

TEMPLATES = Path(__file__).parent / "templates"
ASSETS = ("style.css", "site.js", "icon.svg")
LEADERS = 5
OPEN_CATEGORIES = 24  # with more, the home page folds sections, and the menu has columns
TREND_DAYS = 30  # of sparklines and rank charts
TABLE_DAYS = 30
TICK_FONT_SIZE = 12  # pixels, as in style.css
MOVES = ("breakout", "record_day", "entered_top_10", "left_top_10", "license_changed", "gated_changed")
ORDERS = (*NAMES, "likes_7d", "likes_1d", "likes")
METRICS = ("ndcg_20", "ndcg_50", "precision_20", "capture_20")
SIZES = ("coverage_90", "coverage_90_below_1", "coverage_90_1_to_10", "coverage_90_above_10")
ENTRIES = ("new", "first_observed", "returned", "entered")
BASES = (
    "24h+7d", "24h+hub", "24h+part", "7d", "part", "merged", "hub", "trending_score", "total", "7d_against_weeks",
)  # fmt: skip


def write_pages(edition: Edition, put: Put) -> None:
    """Put all pages, with style sheet, script and icon."""
    for name in ASSETS:
        put(name, _read_asset(name))
    environments = {language: _build_environment(language, edition) for language in languages()}
    for path, template, context in _list_pages(edition):
        home = "../" * path.count("/")
        for language, environment in environments.items():
            root = home + "../" * bool(language_folder(language))
            translations = [(code, f"{root}{language_folder(code)}{path}") for code in environments if code != language]
            page = environment.get_template(template).render(
                context, home=home, root=root, translations=translations, path=path
            )
            put(language_folder(language) + path, page)


def _read_asset(name: str) -> bytes:
    """Read a file from templates/; repeat each line with BOARD for every board."""
    lines: list[str] = []
    for line in (TEMPLATES / name).read_text(encoding="utf-8").splitlines(keepends=True):
        lines += [line.replace("BOARD", board.name) for board in OWN_BOARDS] if "BOARD" in line else [line]
    return "".join(lines).encode()


def _list_pages(edition: Edition) -> Iterator[Page]:
    drawings = {
        category.slug: {name: draw_board(board, edition.day, TREND_DAYS) for name, board in category.boards.items()}
        for category in edition.categories
    }
    featured_drawings = draw_featured(edition, TREND_DAYS)
    filled_keys = find_filled_keys(edition.featured, FEATURED_CHANGES)
    yield (
        "index.html",
        "overview.html",
        {
            "moves": _group_moves(edition),
            "young_days": YOUNG_DAYS,
            "steps": list_steps(edition.milestones),
            "drawings": drawings,
            "featured_drawings": featured_drawings,
            "leaders": LEADERS,
            "filled": filled_keys,
            "snapshots": {row["kind"]: row for row in edition.snapshots_today},
            "imported": summarize_days(edition.recorded_days),
        },
    )
    for category in edition.categories:
        yield (
            f"c/{category.slug}.html",
            "category.html",
            {
                "category": category,
                "drawings": drawings[category.slug],
                "tables": {
                    name: build_board_table(drawing, edition.repos) for name, drawing in drawings[category.slug].items()
                },
                "category_lines": draw_category(category, edition.day),
                "imported": summarize_board_days(edition.recorded_days, category.about["kind"], edition.day),
            },
        )
    yield (
        "featured.html",
        "featured.html",
        {
            **featured_drawings,
            "filled": filled_keys,
            "unknown_changes": group_unknown_changes(edition),
        },
    )
    yield "scorecard.html", "scorecard.html", _build_scorecard(edition)
    yield "quality.html", "quality.html", build_quality(edition)
    yield "about.html", "about.html", {}
    for repo in edition.repos.values():
        yield f"r/{repo.oid}.html", "repo.html", _build_repo_page(repo, edition)


def _group_moves(edition: Edition) -> list[tuple[str, int, list[tuple[Category, list[Row]]]]]:
    """Group the day's movers by move, with their count, then by category."""
    groups = []
    for move in MOVES:
        rows = [row for row in edition.movers_today if row["move"] == move]
        by_category = [
            (category, [row for row in rows if row["category"] == category.slug]) for category in edition.categories
        ]
        if rows:
            groups.append(
                (
                    move,
                    len(rows),
                    [(category, category_rows) for category, category_rows in by_category if category_rows],
                )
            )
    return groups


def _build_scorecard(edition: Edition) -> dict[str, object]:
    rows_by_metric: dict[tuple[str, str], list[Row]] = {}
    for row in edition.scorecard:
        if row["value"] is not None:
            rows_by_metric.setdefault((row["board"], row["metric"]), []).append(row)
    dates = sorted({row["date"] for rows in rows_by_metric.values() for row in rows})
    orders = [name for name in ORDERS if (name, METRICS[0]) in rows_by_metric]
    lines = [list(select_series(rows_by_metric[name, METRICS[0]], "value")) for name in orders]
    means = {
        (name, metric): sum(row["value"] for row in rows_by_metric[name, metric]) / len(rows_by_metric[name, metric])
        for name in orders
        for metric in METRICS
        if (name, metric) in rows_by_metric
    }
    ndcg_chart = draw_chart(lines, dates[0], dates[-1], whole_ticks=False) if len(dates) > 1 else None
    coverage_rows = {(row["board"], row["metric"]): row for row in edition.coverage}
    return {
        "orders": orders, "metrics": METRICS, "means": means, "dates": dates, "chart": ndcg_chart, "lines": lines,
        "coverage_rows": coverage_rows, "sizes": SIZES,
    }  # fmt: skip


def _hide_unreliable_counters(row: Row) -> Row:
    """Return a daily row without rolled-back or unsound counters."""
    hidden_columns = {"rolled_back": ("downloads_all_time",), "unsound": ("downloads_all_time", "likes", "likes_level")}
    return row | dict.fromkeys(hidden_columns.get(row["status"], ()))


def _build_repo_page(repo: Repo, edition: Edition) -> dict[str, object]:
    days, categories = repo.days, {category.slug: category for category in edition.categories}
    reliable_rows = [_hide_unreliable_counters(row) for row in days]
    frozen_days = [row["date"] for row in days if row["status"] in ("frozen", "rolled_back", "unsound")]
    lines = [
        (key, draw_line(reliable_rows, column, days[0]["date"], edition.day, frozen_days=marked_days))
        for key, column, marked_days in (
            ("likes", "likes_level", []),
            ("downloads_all", "downloads_all_time", frozen_days),
        )
        if days
    ]
    rows_by_date = {row["date"]: row for row in days}
    day_count = min(TABLE_DAYS, (edition.day - days[0]["date"]).days + 1) if days else 0
    standings = [(categories[row["category"]], row) for row in repo.standings if row["category"] in categories]
    standings.sort(key=lambda pair: (pair[0].slug, ORDERS.index(pair[1]["board"])))
    return {
        "repo": repo,
        "about": repo.about,
        "imported": summarize_days(RecordedDay(repo.about["kind"], row["date"], row["source"]) for row in days),
        "charts": [(key, line) for key, line in lines if line and line.chart],
        "last_days": [
            (date, rows_by_date.get(date)) for date in (edition.day - dt.timedelta(n) for n in range(day_count))
        ],
        "standings": standings,
        "badges": [category for category, row in standings if row["board"] == MAIN_BOARD.name],  # as in badges.py
    }


def _build_environment(language: str, edition: Edition) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_print_value,
    )
    environment.globals |= {
        "lang": language,
        "language_folder": language_folder(language),
        "say": partial(text, language),
        "word": partial(word, language),
        "language_name": lambda code: text(code, "language-name"),
        "documents": [(code, name_document_file(code)) for code in languages()],
        "day": edition.day,
        "sample": edition.sample,
        "edition": edition,
        "repos": edition.repos,
        "categories": edition.categories,
        "sections": edition.sections,
        "open_categories": OPEN_CATEGORIES,
        "board_names": [board.name for board in OWN_BOARDS],
        "main_board": MAIN_BOARD.name,
        "rate_boards": ", ".join(text(language, f"board-{board.name}-name") for board in BOARDS if board.is_rate),
        "partial_codes": ("leaders_only", "series_only"),
        "explained_entries": ENTRIES[:3],  # other moves already say that they entered
        "bases": BASES,
        "charted_ranks": CHARTED_RANKS,
        "compared_days": COMPARED_DAYS,
        "false_discoveries": FALSE_DISCOVERY_RATE,
        "horizon_days": MAIN_HORIZON_DAYS,
        "scorecard_days": SCORECARD_DAYS,
        "scorecard_ranks": EVALUATED_RANKS,
        "translate_notes": lambda group, notes: [sentence(language, group, note) for note in notes],
        "localize_field": partial(localize_field, language),
        "localized_name": lambda about: localize_field(language, about, "name"),
        "format_rank_change": partial(_format_rank_change, language),
        "describe_coming": lambda kind, *codes: describe_coming(language, edition.kind_milestones[kind], *codes),
        "label_ticks": partial(_label_ticks, language),
    }
    environment.filters |= {
        "full": partial(format_full_day, language),
        "short_day": partial(format_short_day, language),
        "compact": lambda value: None if value is None else format_compact_number(language, value),
        "figure": _format_figure,
        "dots": find_dots,
        "n": lambda value: None if value is None else f"{value:,.0f}",
        "change": lambda value: None if value is None else f"{value:+,.0f}".replace("-", "−") if value else "0",
        "percent": lambda value: None if value is None else f"{value:.0%}",
        "name": _format_name,
        "on_hub": _link_repo,
    }
    return environment


def _print_value(value: object) -> object:
    if value is None:
        return "–"
    return value if type(value) is not str or value.isprintable() else to_one_line(value)


def _format_figure(value: float | None) -> str | None:
    if value is None:
        return None
    return f"{value:,.{0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 2}f}".replace("-", "−")


def _format_name(name: str) -> Markup:
    """Format a repo's name so that it can break after the owner; <bdi> isolates its text direction."""
    owner, slash, rest = to_one_line(name).partition("/")
    markup = Markup("<bdi><i>{}/</i><wbr>{}</bdi>") if slash else Markup("<bdi>{}</bdi>")
    return markup.format(owner, rest)


def _link_repo(about: Row) -> str:
    return link_to_hub(about["kind"], about["id"])


def _label_ticks(language: str, chart: Chart) -> tuple[list[str], int]:
    """Return the labels of a chart's ticks and their width in pixels."""
    labels = format_axis(language, chart.ticks)
    return labels, round(max(map(measure_text_width, labels)) * TICK_FONT_SIZE / 11)


def _format_rank_change(
    language: str, rank: int | None, before: int | None, had_board: bool, entry: str | None
) -> Markup:
    """Format ranks won or lost, or how the repo entered; the style sheet adds color and arrow."""
    if rank is None or (before is None and not had_board):
        return Markup("–")
    if before is None:
        return Markup('<b class="new">{}</b>').format(
            text(language, f"entry-{entry if entry in ENTRIES else 'entered'}")
        )
    gained_ranks = before - rank
    return (
        Markup('<b class="{}">{}</b>').format("up" if gained_ranks > 0 else "down", abs(gained_ranks))
        if gained_ranks
        else Markup("=")
    )
