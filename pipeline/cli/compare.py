import datetime as dt
from dataclasses import dataclass
from typing import Annotated

import typer

from pipeline.cli.arguments import find_repos
from pipeline.cli.coming import read_coming
from pipeline.cli.completion import complete_repos
from pipeline.cli.language import JsonOption, LanguageOption, Say, select_language
from pipeline.cli.read_home import LakeOption, choose_read_home
from pipeline.cli.terminal import (
    Column,
    console,
    draw_trend,
    fit_table,
    format_change,
    format_number,
    print_json,
    sample_note,
    sanitize,
)
from pipeline.errors import UsageError
from pipeline.i18n.formats import format_short_day
from pipeline.i18n.messages import word
from pipeline.notes import Note
from pipeline.published.query_limits import find_read_limit
from pipeline.published.reader import Row, is_sample, open_published
from pipeline.published.repo_series import (
    Counter,
    Gain,
    find_common_days,
    list_daily_rates,
    read_downloads,
    read_likes,
    read_repo_days,
)
from pipeline.published.spans import (
    NOT_OBSERVED,
    Series,
    build_series,
    find_dates_within,
    interpolate_gain,
    measure_gain_by_hour,
)

MAX_REPOS = 20
MAX_DAYS = 36_500
TREND_DAYS = 30  # days per sparkline
COUNTERS: dict[str, Counter] = {"likes": read_likes, "downloads": read_downloads}


def compare(
    ctx: typer.Context,
    ids: Annotated[
        list[str], typer.Argument(help="Two or more repos, as owner/name or addresses.", autocompletion=complete_repos)
    ],
    days: Annotated[
        int,
        typer.Option(
            min=1, max=MAX_DAYS, help="Length of the span in days; it ends on the last day with counts of all repos."
        ),
    ] = 30,
    as_json: JsonOption = False,
    lake: LakeOption = False,
    lang: LanguageOption = None,
) -> None:
    """Compare the likes and downloads that repos gained in exactly --days days, or since the first day with counts of all.

    \b
    Examples:
      almanac compare deepseek-ai/DeepSeek-R1 deepseek-ai/DeepSeek-V3
      almanac compare deepseek-ai/DeepSeek-R1 Qwen/Qwen2-Audio-7B --days 365
    """
    home = choose_read_home(ctx)
    lang, say = select_language(lang)
    names = list(dict.fromkeys(ids))
    if not 2 <= len(names) <= MAX_REPOS:
        raise UsageError(Note("compare_count", {"most": MAX_REPOS}))
    with open_published(home, seconds=find_read_limit()) as con:
        # a model and a dataset may share a name
        repos = {name: find_repos(con, name)[0] for name in names}
        series: dict[str, Series] = {}
        for name, repo in repos.items():
            same_repo_name = next(
                (earlier_name for earlier_name in series if repos[earlier_name].oid == repo.oid), None
            )
            if same_repo_name:
                raise UsageError(Note("same_repo", {"first": same_repo_name, "second": name}))
            series[name] = build_series(read_repo_days(con, repo.id)[repo.kind])
        sample = is_sample(con)
        changes_day = read_coming(con, kinds={repo.kind for repo in repos.values()}).find_day("changes_1d")
    comparison = compare_series(series, days)
    if as_json:
        print_json({"sample": sample, "days": days, **comparison})
        return
    if sample:
        console().print(sanitize(sample_note(lang)), style="yellow")
    print_comparison(comparison, lang, say, changes_day)


def compare_series(series: dict[str, Series], day_count: int) -> Row:
    """Return each repo's gain in `day_count` days up to the last day with counts of all, in the shape of `--json`.

    If one is unknown, the span starts on the first common day within it.
    """
    spans = {name: _find_span(list(series.values()), counter, day_count) for name, counter in COUNTERS.items()}
    rows = []
    for index, (asked_name, repo_series) in enumerate(series.items()):
        row: Row = {
            "requested_id": asked_name,
            "id": next(day.id for day in reversed(repo_series.days) if day.id),
            "kind": repo_series.days[-1].kind,
            "oid": repo_series.days[-1].oid,
            "likes": next((day.likes for day in reversed(repo_series.days) if day.likes is not None), None),
            "downloads_all_time": next((day.downloads_all_time for day in reversed(repo_series.days) if day.downloads_all_time is not None), None),
        }  # fmt: skip
        for name, counter in COUNTERS.items():
            span = spans[name]
            gain = span.gains[index] if span else Gain(reason="no_common_days")
            row[f"{name}_gained"] = gain.amount
            row[f"{name}_gained_days"] = None if gain.days is None else round(gain.days, 3)
            row[f"{name}_per_day"] = None if gain.rate is None else round(gain.rate, 3)
            row[f"{name}_reason"] = gain.reason
            daily = list_daily_rates(repo_series.days, counter, span.dates) if span else []
            row[f"{name}_daily"] = [None if rate is None else round(rate, 3) for rate in daily]
        rows.append(row)
    return {
        **{f"{name}_dates": [str(date) for date in span.dates] if span else [] for name, span in spans.items()},
        **{f"{name}_from": str(span.since) if span else None for name, span in spans.items()},
        "repos": rows,
    }


@dataclass(frozen=True)
class Span:
    """First day, later days with counts of all repos, gain of each repo."""

    since: dt.date
    dates: list[dt.date]
    gains: list[Gain]


def _find_span(series_list: list[Series], counter: Counter, day_count: int) -> Span | None:
    """Return the span of exactly `day_count` days, else of the common days within them; None for fewer than two."""
    common = find_common_days([repo_series.days for repo_series in series_list], counter)
    if not common:
        return None
    last = common[-1]
    gains = [interpolate_gain(repo_series, counter, last, day_count) for repo_series in series_list]
    if all(gain.reason != NOT_OBSERVED for gain in gains):
        since = last - dt.timedelta(day_count)
        return Span(since, [date for date in common if date > since], gains)
    common = find_dates_within(series_list, common, last, day_count)
    if len(common) < 2:
        return None
    return Span(
        common[0],
        common[1:],
        [measure_gain_by_hour(repo_series, counter, common[0], last) for repo_series in series_list],
    )


def print_comparison(comparison: Row, lang: str, say: Say, changes_day: dt.date | None = None) -> None:
    """Print a table, most likes gained first. `changes_day`: when gains of a young home are expected."""
    out = console()
    for name in COUNTERS:
        dates = comparison[f"{name}_dates"]
        if not dates and changes_day:
            continue
        days = max((row[f"{name}_gained_days"] or 0 for row in comparison["repos"]), default=0)
        span = (
            f"{say('span', first=comparison[f'{name}_from'], last=dates[-1])} · {say('days-counted', days=round(days, 1))}"
            if dates
            else "–"
        )
        out.print(sanitize(f"{say(f'heading-{name}')}: {span}"), style="bold")
    rows = sorted(comparison["repos"], key=lambda row: -(row["likes_gained"] or 0))
    columns = [
        Column(say("heading-repo")), Column(say("heading-likes"), numeric=True, priority=90), Column(say("heading-likes-gained"), numeric=True, priority=95),
        Column(say("heading-likes-a-day"), numeric=True, priority=85), Column(say("heading-likes-trend"), no_wrap=True, priority=60),
        Column(say("heading-all-time"), numeric=True, priority=70), Column(say("heading-downloads-gained"), numeric=True, priority=82),
        Column(say("heading-downloads-a-day"), numeric=True, priority=80), Column(say("heading-downloads-trend"), no_wrap=True, priority=50),
    ]  # fmt: skip
    out.print(
        fit_table(
            out,
            columns,
            [
                [sanitize(row["id"]), format_number(row["likes"]), format_change(row["likes_gained"]), format_number(row["likes_per_day"], 1),
                 draw_trend(row["likes_daily"][-TREND_DAYS:]), format_number(row["downloads_all_time"]), format_change(row["downloads_gained"]),
                 format_number(row["downloads_per_day"], 0), draw_trend(row["downloads_daily"][-TREND_DAYS:])]
                for row in rows
            ],
        )
    )  # fmt: skip
    if changes_day and not any(comparison[f"{name}_dates"] for name in COUNTERS):
        out.print(sanitize(say("changes-expected", date=format_short_day(lang, changes_day))), style="dim")
        return
    for row in rows:
        for name in COUNTERS:
            reason = row[f"{name}_reason"]
            if reason:
                explanation = word(lang, "missing", reason)
                out.print(sanitize(f"{row['id']}, {say(f'heading-{name}')}: {explanation}"), style="dim")
