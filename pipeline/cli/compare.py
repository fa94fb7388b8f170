"""`almanac compare`: repos side by side, over the same time."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

import typer

from pipeline.cli.arguments import unknown_repo
from pipeline.cli.completion import repos
from pipeline.cli.language import LANG, Say, speaker
from pipeline.cli.terminal import Column, change, console, fitted, number, plain, print_json, sample_note, trend
from pipeline.config import Home
from pipeline.errors import UsageError
from pipeline.i18n.messages import word
from pipeline.published.query_limits import read_seconds
from pipeline.published.reader import Row, is_sample, published
from pipeline.published.repo_series import Counter, Gain, common_days, days_of, downloads, likes, rates
from pipeline.published.spans import NOT_OBSERVED, Series, days_from, gain_between, gain_of_days, series_of

MOST = 20  # repos at once
MOST_DAYS = 36_500
LINE = 30  # days in a line of bars
COUNTERS: dict[str, Counter] = {"likes": likes, "downloads": downloads}


def compare(
    ctx: typer.Context,
    ids: Annotated[list[str], typer.Argument(help="Two or more repos, as owner/name.", autocompletion=repos)],
    days: Annotated[
        int,
        typer.Option(
            min=1, max=MOST_DAYS, help="Over how many days, up to the last on which all of them were counted."
        ),
    ] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object: docs/terminal.md tells its keys.")] = False,
    lang: LANG = None,
) -> None:
    """Compare repos: likes and downloads gained in exactly so many days, or since the first day on which all of them were counted.

    \b
    Examples:
      almanac compare deepseek-ai/DeepSeek-R1 deepseek-ai/DeepSeek-V3
      almanac compare deepseek-ai/DeepSeek-R1 Qwen/Qwen2-Audio-7B --days 365
    """
    home: Home = ctx.obj
    lang, say = speaker(lang)
    asked = list(dict.fromkeys(ids))
    if not 2 <= len(asked) <= MOST:
        raise UsageError(f"Name two repos or more, {MOST} at most: almanac compare owner/one owner/other.")
    with published(home, seconds=read_seconds()) as con:
        series: dict[str, Series] = {}
        for name in asked:
            found = days_of(con, name)
            if not found:
                raise unknown_repo(con, name)
            held = found.get("model") or next(iter(found.values()))  # a name of both kinds: the model
            same = next((other for other, one in series.items() if one.days[-1].oid == held[-1].oid), None)
            if same:
                raise UsageError(f"{same} and {name} are one repo, which was renamed: there is nothing to compare.")
            series[name] = series_of(con, name, held)
        sample = is_sample(con)
    told = compared(series, days)
    if as_json:
        print_json({"sample": sample, "days": days, **told})
        return
    if sample:
        console().print(plain(sample_note(lang)), style="yellow")
    print_compared(told, lang, say)


def compared(series: dict[str, Series], n: int) -> Row:
    """What each repo gained in `n` days up to the last day on which all were counted; as `--json` prints it.

    Where that is not known of all, from the first common day within them on.
    """
    spans = {name: _span(list(series.values()), counter, n) for name, counter in COUNTERS.items()}
    rows = []
    for i, (asked, one) in enumerate(series.items()):
        row: Row = {
            "requested_id": asked,
            "id": next(day.id for day in reversed(one.days) if day.id),
            "kind": one.days[-1].kind,
            "oid": one.days[-1].oid,
            "likes": next((day.likes for day in reversed(one.days) if day.likes is not None), None),
            "downloads_all_time": next((day.downloads_all_time for day in reversed(one.days) if day.downloads_all_time is not None), None),
        }  # fmt: skip
        for name, counter in COUNTERS.items():
            span = spans[name]
            gain = span.gains[i] if span else Gain(reason="no_common_days")
            row[f"{name}_gained"] = gain.gained
            row[f"{name}_gained_days"] = None if gain.days is None else round(gain.days, 3)
            row[f"{name}_per_day"] = None if gain.rate is None else round(gain.rate, 3)
            row[f"{name}_reason"] = gain.reason
            daily = rates(one.days, counter, span.dates) if span else []
            row[f"{name}_daily"] = [None if rate is None else round(rate, 3) for rate in daily]
        rows.append(row)
    return {
        **{f"{name}_dates": [str(date) for date in span.dates] if span else [] for name, span in spans.items()},
        **{f"{name}_from": str(span.since) if span else None for name, span in spans.items()},
        "repos": rows,
    }


@dataclass(frozen=True)
class Span:
    """From when to when repos are compared: the day on which it begins, the days in it on which all were counted, each repo's gain."""

    since: dt.date
    dates: list[dt.date]
    gains: list[Gain]


def _span(every: list[Series], counter: Counter, n: int) -> Span | None:
    """Of exactly `n` days; where those are not known of all, of the common days among them; None where those are fewer than two."""
    newest = max(one.days[-1].date for one in every)
    common = common_days([one.days for one in every], counter, newest - dt.timedelta(n))
    if not common:
        return None
    last = common[-1]
    common = common_days([one.days for one in every], counter, last - dt.timedelta(n))
    gains = [gain_of_days(one, counter, last, n) for one in every]
    if all(gain.reason != NOT_OBSERVED for gain in gains):
        since = last - dt.timedelta(n)
        return Span(since, [date for date in common if date > since], gains)
    common = days_from(every, common, last, n)
    if len(common) < 2:
        return None
    return Span(common[0], common[1:], [gain_between(one, counter, common[0], last) for one in every])


def print_compared(told: Row, lang: str, say: Say) -> None:
    """The comparison as a table, whoever gained most likes first."""
    out = console()
    for name in COUNTERS:
        dates = told[f"{name}_dates"]
        days = max((row[f"{name}_gained_days"] or 0 for row in told["repos"]), default=0)
        span = f"{told[f'{name}_from']} – {dates[-1]} · {say('days-counted', days=round(days, 1))}" if dates else "–"
        out.print(plain(f"{say(f'heading-{name}')}: {span}"), style="bold")
    rows = sorted(told["repos"], key=lambda row: -(row["likes_gained"] or 0))
    columns = [
        Column(say("heading-repo")), Column(say("heading-likes"), numeric=True, worth=90), Column(say("heading-likes-gained"), numeric=True, worth=95),
        Column(say("heading-likes-a-day"), numeric=True, worth=85), Column(say("heading-likes-trend"), whole=True, worth=60),
        Column(say("heading-all-time"), numeric=True, worth=70), Column(say("heading-downloads-gained"), numeric=True, worth=82),
        Column(say("heading-downloads-a-day"), numeric=True, worth=80), Column(say("heading-downloads-trend"), whole=True, worth=50),
    ]  # fmt: skip
    out.print(
        fitted(
            out,
            columns,
            [
                [plain(row["id"]), number(row["likes"]), change(row["likes_gained"]), number(row["likes_per_day"], 1),
                 trend(row["likes_daily"][-LINE:]), number(row["downloads_all_time"]), change(row["downloads_gained"]),
                 number(row["downloads_per_day"], 0), trend(row["downloads_daily"][-LINE:])]
                for row in rows
            ],
        )
    )  # fmt: skip
    for row in rows:
        for name in COUNTERS:
            reason = row[f"{name}_reason"]
            if reason:
                why = word(lang, "missing", reason)
                out.print(plain(f"{row['id']}, {say(f'heading-{name}')}: {why}"), style="dim")
