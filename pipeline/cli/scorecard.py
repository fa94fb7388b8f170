import datetime as dt
import random
from collections.abc import Sequence
from functools import partial
from statistics import fmean
from typing import Annotated

import duckdb
import typer

from pipeline.cli.arguments import find_category, require_choice
from pipeline.cli.completion import complete_categories, make_completer
from pipeline.cli.language import JsonOption, LanguageOption, select_language
from pipeline.cli.read_home import LakeOption, choose_read_home
from pipeline.cli.terminal import Column, console, draw_sparkline, fit_table, print_json, sample_note, sanitize
from pipeline.errors import AlmanacError, UsageError
from pipeline.i18n.formats import format_short_day
from pipeline.i18n.messages import text, word
from pipeline.notes import Note
from pipeline.published.days import read_day_span
from pipeline.published.milestones import find_first_evaluation
from pipeline.published.query_limits import find_read_limit
from pipeline.published.reader import is_sample, open_published
from pipeline.ranking.choices import COUNTERS, list_counter_spellings
from pipeline.ranking.registry import NAMES, OWN_BOARDS
from pipeline.ranking.thresholds import HORIZON_DAYS
from pipeline.sql import statement

METRICS = ["ndcg_20", "ndcg_50", "ndcg_20_log", "precision_20", "capture_20"]
CategoryArgument = Annotated[
    str | None, typer.Argument(help="Category slug; default: the mean of all.", autocompletion=complete_categories)
]
TargetOption = Annotated[
    str, typer.Option(help="Predicted counter: likes or downloads.", autocompletion=make_completer(COUNTERS))
]
STABILITY_METRICS = ["overlap", "churn_20", "bursts_20"]
STABILITY_COLUMNS = {"overlap": 90, "new": 80, "burst": 70}
BOOTSTRAP_REPLICATES = 1000
GAIN_SIZES = ("below_1", "1_to_10", "above_10")


def scorecard(
    ctx: typer.Context,
    category: CategoryArgument = None,
    ahead: Annotated[int, typer.Option(help="Forecast horizon in days: 1, 3 or 7.")] = 3,
    target: TargetOption = "likes",
    days: Annotated[int, typer.Option(min=1, max=36_500, help="Number of days to average.")] = 30,
    as_json: JsonOption = False,
    lake: LakeOption = False,
    lang: LanguageOption = None,
) -> None:
    """Show how well each board predicts the likes or downloads gained after it, next to baselines.

    A perfect order scores 1. Also shows how many daily gains fall inside their 90% interval.

    \b
    Examples:
      almanac scorecard
      almanac scorecard translation --ahead 7
      almanac scorecard --target downloads --json
    """
    home = choose_read_home(ctx)
    language, say = select_language(lang)
    with open_published(home, seconds=find_read_limit()) as con:
        if category is not None:
            category = find_category(con, category)
        target = require_choice(target, "target", COUNTERS, spellings=list_counter_spellings())
        if ahead not in HORIZON_DAYS:
            raise UsageError(Note("invalid_ahead", {"ahead": ahead}))
        figures = load_means(con, category, target, ahead, days)
        expected_day = None if figures else find_scorecard_day(con, ahead)
        if not figures and not expected_day:
            raise AlmanacError(Note("not_evaluated", {"target": target, "ahead": ahead, "days": ahead + 1}))
        stability = load_means(con, category, "stability", 0, days)
        coverage = load_coverage(con, category, target, ahead, days)
        if as_json:
            about = {"sample": is_sample(con), "target": target, "horizon_days": ahead, "category": category}
            numbers = {
                "figures": _serialize_figures({**figures, **stability}),
                "coverage": _serialize_coverage(coverage),
            }
            print_json({**about, **numbers})
            return
        sample = is_sample(con)
    if sample:
        console().print(sanitize(sample_note(language)), style="yellow")
    if expected_day:
        date = format_short_day(language, expected_day)
        console().print(sanitize(say("scorecard-expected", days=ahead, date=date)), style="dim")
        return
    day_count = max(len(daily) for _, daily in figures.values())
    category_name = category or say("heading-all-categories")
    title = say("cli-scorecard-title", category=category_name, counter=target, ahead=ahead, days=day_count)
    print_figures(figures, stability, title, language)
    if coverage:
        print_coverage(coverage, language)
    _print_orders(figures, language)


def _print_orders(figures: "Means", language: str) -> None:
    """Say what the rows are."""
    own_boards = [board.name for board in OWN_BOARDS]
    baselines = sorted({order for order, _ in figures} - set(own_boards))
    orders = {
        "boards": ", ".join(_name_order(order, language) for order in own_boards),
        "baselines": ", ".join(_name_order(order, language) for order in baselines),
    }
    console().print(sanitize(text(language, "scorecard-orders", **orders)), style="dim")


def find_scorecard_day(con: duckdb.DuckDBPyConnection, ahead: int) -> dt.date | None:
    """Return the day of the first evaluation `ahead` days ahead; None if there was one."""
    day, today = read_day_span(con, "trends")[1], dt.datetime.now(dt.UTC).date()
    return find_first_evaluation(con, day, ahead, today) if day else None


Means = dict[tuple[str, str], tuple[float, list[float]]]


def load_means(con: duckdb.DuckDBPyConnection, category: str | None, target: str, ahead: int, days: int) -> Means:
    """Return the mean and the daily values, by board and metric."""
    rows = con.execute(
        statement("cli/daily_scores"), {"category": category, "target": target, "ahead": ahead, "days": days}
    ).fetchall()
    daily: dict[tuple[str, str], list[float]] = {}
    for board, metric, _, value in rows:
        daily.setdefault((board, metric), []).append(value)
    return {key: (round(fmean(values), 4), values) for key, values in daily.items()}


Coverage = dict[tuple[str, str], tuple[float, int, int]]


def load_coverage(con: duckdb.DuckDBPyConnection, category: str | None, target: str, ahead: int, days: int) -> Coverage:
    """Return the share of daily gains inside their interval, the ranks and the days, by board and metric."""
    rows = con.execute(
        statement("cli/interval_coverage"), {"category": category, "target": target, "ahead": ahead, "days": days}
    ).fetchall()
    return {(board, metric): (round(value, 4), cases, dates) for board, metric, value, cases, dates in rows}


def bootstrap_interval(values: Sequence[float]) -> tuple[float, float] | tuple[None, None]:
    """Return the 90% interval of the mean by bootstrap, with a fixed seed; None for a single value, which says nothing of its spread."""
    if len(values) < 2:
        return None, None
    draw_sample = random.Random(len(values)).choices  # noqa: S311  not a secret
    sample_means = sorted(fmean(draw_sample(values, k=len(values))) for _ in range(BOOTSTRAP_REPLICATES))
    return round(sample_means[BOOTSTRAP_REPLICATES // 20], 4), round(sample_means[-BOOTSTRAP_REPLICATES // 20 - 1], 4)


def _serialize_figures(figures: Means) -> list[dict[str, object]]:
    return [
        {"board": board, "metric": metric, "value": value, "value_low": low, "value_high": high, "days": len(daily)}
        for (board, metric), (value, daily) in figures.items()
        for low, high in [bootstrap_interval(daily)]
    ]


def _serialize_coverage(coverage: Coverage) -> list[dict[str, object]]:
    return [
        {"board": board, "metric": metric, "value": value, "cases": cases, "days": days}
        for (board, metric), (value, cases, days) in coverage.items()
    ]


def _name_order(order: str, language: str) -> str:
    """Return the name of a board or of a baseline."""
    return word(language, "board", f"{order}-name") if order in NAMES else word(language, "order", order)


def print_figures(figures: Means, stability: Means, title: str, language: str) -> None:
    """Print forecast quality, best board first, and stability of the boards."""
    out, say = console(), partial(text, language)
    out.print(sanitize(title), style="bold")
    columns = [
        Column(say("heading-order"), no_wrap=True), Column(say("metric-ndcg-20"), numeric=True), Column(say("heading-interval"), numeric=True, priority=80), Column(say("metric-ndcg-50"), numeric=True, priority=40),
        Column(say("metric-ndcg-20-log"), numeric=True, priority=30), Column(say("metric-precision-20"), numeric=True, priority=50), Column(say("metric-capture-20"), numeric=True, priority=60),
        Column(say("heading-trend"), no_wrap=True, priority=70),
    ]  # fmt: skip
    rows = []
    for board in sorted({board for board, _ in figures}, key=lambda board: -figures[board, METRICS[0]][0]):
        value, daily = figures[board, METRICS[0]]
        low, high = bootstrap_interval(daily)
        other_cells = [sanitize(f"{figures[board, metric][0]:.3f}") for metric in METRICS[1:]]
        rows.append(
            [
                sanitize(_name_order(board, language)),
                sanitize(f"{value:.3f}"),
                sanitize("–" if low is None or high is None else f"{low:.3f}–{high:.3f}"),
                *other_cells,
                sanitize(draw_sparkline(daily[-30:])),
            ]
        )
    out.print(fit_table(out, columns, rows))
    if stability:
        columns = [
            Column(say("heading-board"), no_wrap=True),
            *(Column(say(f"heading-steady-{name}"), priority=worth) for name, worth in STABILITY_COLUMNS.items()),
        ]
        out.print(fit_table(out, columns, [
            [sanitize(_name_order(board, language)), *(sanitize("–" if cell is None else f"{cell[0]:.3f}") for cell in (stability.get((board, metric)) for metric in STABILITY_METRICS))]
            for board in sorted({board for board, _ in stability})
        ]))  # fmt: skip


def print_coverage(coverage: Coverage, language: str) -> None:
    """Print a row per board, then one for each basis of its scores."""
    out, say = console(), partial(text, language)
    columns = [
        Column(say("heading-board"), no_wrap=True), Column(say("heading-coverage-90"), numeric=True),
        *(Column(say(f"heading-coverage-{size}"), numeric=True, priority=50) for size in GAIN_SIZES), Column(say("heading-cases"), numeric=True),
    ]  # fmt: skip

    def format_share(board: str, metric: str) -> str:
        return f"{coverage[board, metric][0]:.1%}" if (board, metric) in coverage else "–"

    rows = []
    for board in sorted({board for board, _ in coverage}):
        size_metrics = [f"coverage_90_{size}" for size in GAIN_SIZES]
        basis_metrics = [
            metric
            for metric_board, metric in coverage
            if metric_board == board and metric not in ("coverage_90", *size_metrics)
        ]
        for name, metric, size_cells in [
            (_name_order(board, language), "coverage_90", [format_share(board, size) for size in size_metrics]),
            *(
                (f"  {word(language, 'basis', metric.removeprefix('coverage_90_'))}", metric, [""] * len(size_metrics))
                for metric in basis_metrics
            ),
        ]:
            cells = [name, format_share(board, metric), *size_cells, f"{coverage[board, metric][1]:,}"]
            rows.append([sanitize(cell) for cell in cells])
    out.print(fit_table(out, columns, rows))
