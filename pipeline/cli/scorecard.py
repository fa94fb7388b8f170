"""`almanac scorecard`: how well the boards foresaw what came after them."""

import random
from collections.abc import Sequence
from statistics import fmean
from typing import Annotated

import duckdb
import typer

from pipeline.cli.arguments import require_known
from pipeline.cli.completion import among
from pipeline.cli.completion import categories as slugs
from pipeline.cli.language import LANG, Say, speaker
from pipeline.cli.terminal import Column, console, fitted, plain, print_json, sample_note, sparkline
from pipeline.config import Home
from pipeline.errors import AlmanacError, UsageError
from pipeline.published.query_limits import read_seconds
from pipeline.published.reader import is_sample, published
from pipeline.ranking.registry import OWN_BOARDS
from pipeline.ranking.thresholds import HORIZONS
from pipeline.sql import statement

METRICS = ["ndcg_20", "ndcg_50", "ndcg_20_log", "precision_20", "capture_20"]
TARGETS = ["likes", "downloads"]
PLACES = ["overlap", "churn_20", "bursts_20"]
STEADY = {"overlap": 90, "new": 80, "burst": 70}
REPLICATES = 1000
SIZES = ("below_1", "1_to_10", "above_10")


def scorecard(
    ctx: typer.Context,
    category: Annotated[
        str | None, typer.Argument(help="Category slug; the mean of all when left out.", autocompletion=slugs)
    ] = None,
    ahead: Annotated[int, typer.Option(help="How many days ahead: 1, 3 or 7.")] = 3,
    target: Annotated[
        str, typer.Option(help="What was to be foreseen: likes or downloads.", autocompletion=among(TARGETS))
    ] = "likes",
    days: Annotated[int, typer.Option(min=1, max=36_500, help="Of how many days the mean is shown.")] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object: docs/terminal.md tells its keys.")] = False,
    lang: LANG = None,
) -> None:
    """Show how well each board foresaw the likes or downloads gained after it, beside simple orders.

    1 is a perfect order. Also: how many places gained as much a day as their 90% interval said.

    \b
    Examples:
      almanac scorecard
      almanac scorecard translation --ahead 7
      almanac scorecard --target downloads --json
    """
    home: Home = ctx.obj
    language, say = speaker(lang)
    with published(home, seconds=read_seconds()) as con:
        if category is not None:
            require_known(
                category, "category", [row[0] for row in con.execute("SELECT slug FROM categories").fetchall()]
            )
        require_known(target, "target", TARGETS)
        if ahead not in HORIZONS:
            raise UsageError("Boards are judged 1, 3 and 7 days ahead.")
        figures = means(con, category, target, ahead, days)
        if not figures:
            raise AlmanacError(
                f"No board was judged yet by {target} {ahead} days ahead: that takes {ahead + 1} days of snapshots."
            )
        steady = means(con, category, "stability", 0, days)
        held = coverage(con, category, target, ahead, days)
        if as_json:
            about = {"sample": is_sample(con), "target": target, "horizon_days": ahead, "category": category}
            print_json({**about, "figures": _figures({**figures, **steady}), "coverage": _coverage(held)})
            return
        sample = is_sample(con)
    if sample:
        console().print(plain(sample_note(language)), style="yellow")
    mean_of = max(len(daily) for _, daily in figures.values())
    of = category or say("heading-all-categories")
    title = say("cli-scorecard-title", category=of, counter=target, ahead=ahead, days=mean_of)
    show_figures(figures, steady, title, say)
    if held:
        show_coverage(held, say)
    console().print(plain(say("scorecard-orders", boards=", ".join(board.name for board in OWN_BOARDS))), style="dim")


Means = dict[tuple[str, str], tuple[float, list[float]]]


def means(con: duckdb.DuckDBPyConnection, category: str | None, target: str, ahead: int, days: int) -> Means:
    """(board, metric): mean over the days, and the daily values."""
    rows = con.execute(
        statement("cli/scores_by_day"), {"category": category, "target": target, "ahead": ahead, "days": days}
    ).fetchall()
    daily: dict[tuple[str, str], list[float]] = {}
    for board, metric, _, value in rows:
        daily.setdefault((board, metric), []).append(value)
    return {key: (round(fmean(values), 4), values) for key, values in daily.items()}


Coverage = dict[tuple[str, str], tuple[float, int, int]]


def coverage(con: duckdb.DuckDBPyConnection, category: str | None, target: str, ahead: int, days: int) -> Coverage:
    """(board, metric): share of the places whose gain a day lay inside the interval, how many places, on how many days."""
    rows = con.execute(
        statement("cli/coverage_of_intervals"), {"category": category, "target": target, "ahead": ahead, "days": days}
    ).fetchall()
    return {(board, metric): (round(value, 4), cases, dates) for board, metric, value, cases, dates in rows}


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The 90% interval of the mean, by bootstrap; the same each time."""
    draw = random.Random(len(values)).choices  # noqa: S311  no secret
    means = sorted(fmean(draw(values, k=len(values))) for _ in range(REPLICATES))
    return round(means[REPLICATES // 20], 4), round(means[-REPLICATES // 20 - 1], 4)


def _figures(figures: Means) -> list[dict[str, object]]:
    """As `--json` prints them."""
    return [
        {"board": board, "metric": metric, "value": value, "value_low": low, "value_high": high, "days": len(daily)}
        for (board, metric), (value, daily) in figures.items()
        for low, high in [interval(daily)]
    ]


def _coverage(held: Coverage) -> list[dict[str, object]]:
    """As `--json` prints it."""
    return [
        {"board": board, "metric": metric, "value": value, "cases": cases, "days": days}
        for (board, metric), (value, cases, days) in held.items()
    ]


def show_figures(figures: Means, steady: Means, title: str, say: Say) -> None:
    """Two tables: what was foreseen, best first; and how steady the boards are."""
    out = console()
    out.print(plain(title), style="bold")
    columns = [
        Column(say("heading-order"), whole=True), Column("NDCG@20", numeric=True), Column(say("heading-interval"), numeric=True, worth=80), Column("@50", numeric=True, worth=40),
        Column("@20 log", numeric=True, worth=30), Column("precision@20", numeric=True, worth=50), Column("capture@20", numeric=True, worth=60),
        Column(say("heading-trend"), whole=True, worth=70),
    ]  # fmt: skip
    rows = []
    for board in sorted({board for board, _ in figures}, key=lambda board: -figures[board, METRICS[0]][0]):
        value, daily = figures[board, METRICS[0]]
        low, high = interval(daily)
        rest = [plain(f"{figures[board, metric][0]:.3f}") for metric in METRICS[1:]]
        rows.append(
            [plain(board), plain(f"{value:.3f}"), plain(f"{low:.3f}–{high:.3f}"), *rest, plain(sparkline(daily[-30:]))]
        )
    out.print(fitted(out, columns, rows))
    if steady:
        columns = [
            Column(say("heading-board"), whole=True),
            *(Column(say(f"heading-steady-{name}"), worth=worth) for name, worth in STEADY.items()),
        ]
        out.print(fitted(out, columns, [
            [plain(board), *(plain("–" if cell is None else f"{cell[0]:.3f}") for cell in (steady.get((board, metric)) for metric in PLACES))]
            for board in sorted({board for board, _ in steady})
        ]))  # fmt: skip


def show_coverage(held: Coverage, say: Say) -> None:
    """A row a board and, below it, a row for each basis of its scores."""
    out = console()
    columns = [
        Column(say("heading-board"), whole=True), Column(say("heading-coverage-90"), numeric=True),
        *(Column(say(f"heading-coverage-{size}"), numeric=True, worth=50) for size in SIZES), Column(say("heading-cases"), numeric=True),
    ]  # fmt: skip

    def share(board: str, metric: str) -> str:
        return f"{held[board, metric][0]:.1%}" if (board, metric) in held else "–"

    rows = []
    for board in sorted({board for board, _ in held}):
        sizes = [f"coverage_90_{size}" for size in SIZES]
        bases = [metric for of, metric in held if of == board and metric not in ("coverage_90", *sizes)]
        for name, metric, parts in [
            (board, "coverage_90", [share(board, size) for size in sizes]),
            *((f"  {metric.removeprefix('coverage_90_')}", metric, [""] * len(sizes)) for metric in bases),
        ]:
            cells = [name, share(board, metric), *parts, f"{held[board, metric][1]:,}"]
            rows.append([plain(cell) for cell in cells])
    out.print(fitted(out, columns, rows))
