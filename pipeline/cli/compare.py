"""`almanac compare`: repos side by side, over exactly the same days."""

import datetime as dt
from typing import Annotated, Any

import typer

from pipeline.cli.bounds import read_seconds
from pipeline.cli.complete import repos
from pipeline.cli.language import LANG, Say, speaker
from pipeline.cli.reading import is_sample, published, unknown_repo
from pipeline.cli.series import Counter, Day, common_days, days_of, downloads, likes, over, rates
from pipeline.cli.terminal import SAMPLE_NOTE, Column, change, console, fitted, number, plain, print_json, trend
from pipeline.errors import UsageError
from pipeline.settings import Home

MOST = 20  # repos at once
MOST_DAYS = 36_500
LINE = 30  # days in a line of bars
COUNTERS: dict[str, Counter] = {"likes": likes, "downloads": downloads}


def compare(
    ctx: typer.Context,
    ids: Annotated[list[str], typer.Argument(help="Two or more repos, as owner/name.", autocompletion=repos)],
    days: Annotated[int, typer.Option(min=1, max=MOST_DAYS, help="Over how many of the last days.")] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object: docs/terminal.md tells its keys.")] = False,
    lang: LANG = None,
) -> None:
    """Compare repos: likes and downloads gained between the same two days, on which all of them were counted.

    \b
    Examples:
      almanac compare deepseek-ai/DeepSeek-R1 deepseek-ai/DeepSeek-V3
      almanac compare deepseek-ai/DeepSeek-R1 Qwen/Qwen2-Audio-7B --days 365
    """
    home: Home = ctx.obj
    _, say = speaker(lang)
    asked = list(dict.fromkeys(ids))
    if not 2 <= len(asked) <= MOST:
        raise UsageError(f"Name two repos or more, {MOST} at most: almanac compare owner/one owner/other.")
    with published(home, seconds=read_seconds()) as con:
        series: dict[str, list[Day]] = {}
        for name in asked:
            found = days_of(con, name)
            if not found:
                raise unknown_repo(con, name)
            held = found.get("model") or next(iter(found.values()))  # a name of both kinds: the model
            same = next((other for other, days in series.items() if days[-1].oid == held[-1].oid), None)
            if same:
                raise UsageError(f"{same} and {name} are one repo, which was renamed: there is nothing to compare.")
            series[name] = held
        sample = is_sample(con)
    last = max(held[-1].date for held in series.values())
    told = compared(series, last - dt.timedelta(days))
    if as_json:
        print_json({"sample": sample, "days": days, **told})
        return
    if sample:
        console().print(f"[yellow]{SAMPLE_NOTE}[/]")
    print_compared(told, say)


def compared(series: dict[str, list[Day]], since: dt.date) -> dict[str, Any]:
    """The spans of days that are the same for all, and what each repo gained in them; as `--json` prints it."""
    spans = {name: common_days(list(series.values()), counter, since) for name, counter in COUNTERS.items()}
    rows = []
    for asked, held in series.items():
        row: dict[str, Any] = {
            "asked": asked,
            "id": next(day.id for day in reversed(held) if day.id),
            "kind": held[-1].kind,
            "oid": held[-1].oid,
            "likes": next((day.likes for day in reversed(held) if day.likes is not None), None),
            "downloads_all_time": next((day.downloads_all_time for day in reversed(held) if day.downloads_all_time is not None), None),
        }  # fmt: skip
        for name, counter in COUNTERS.items():
            dates = spans[name]
            gain = over(held, counter, dates[0], dates[-1]) if len(dates) > 1 else None
            row[f"{name}_gained"] = gain.gained if gain else None
            row[f"{name}_days"] = round(gain.days, 3) if gain and gain.days is not None else None
            row[f"{name}_a_day"] = round(gain.rate, 3) if gain and gain.rate is not None else None
            row[f"{name}_reason"] = gain.reason if gain else "there are no two days on which all of them were counted"
            daily = rates(held, counter, dates[1:])
            row[f"{name}_daily"] = [None if rate is None else round(rate, 3) for rate in daily]
        rows.append(row)
    return {
        **{
            f"{name}_dates": [str(date) for date in dates[1:]] if len(dates) > 1 else []
            for name, dates in spans.items()
        },
        **{f"{name}_from": str(dates[0]) if len(dates) > 1 else None for name, dates in spans.items()},
        "repos": rows,
    }


def print_compared(told: dict[str, Any], say: Say) -> None:
    """The comparison as a table, whoever gained most likes first."""
    out = console()
    for name in COUNTERS:
        dates = told[f"{name}_dates"]
        span = f"{told[f'{name}_from']} – {dates[-1]}" if dates else "–"
        out.print(plain(f"{say(name)}: {span}"), style="bold")
    rows = sorted(told["repos"], key=lambda row: -(row["likes_gained"] or 0))
    columns = [
        Column(say("repo")), Column(say("likes"), numeric=True, worth=90), Column(say("gained"), numeric=True, worth=95),
        Column(say("likes/day"), numeric=True, worth=85), Column(say("trend"), whole=True, worth=60),
        Column(say("all time"), numeric=True, worth=70), Column(say("gained"), numeric=True, worth=82),
        Column(say("dl/day"), numeric=True, worth=80), Column(say("trend"), whole=True, worth=50),
    ]  # fmt: skip
    out.print(
        fitted(
            out,
            columns,
            [
                [plain(row["id"]), number(row["likes"]), change(row["likes_gained"]), number(row["likes_a_day"], 1),
                 trend(row["likes_daily"][-LINE:]), number(row["downloads_all_time"]), change(row["downloads_gained"]),
                 number(row["downloads_a_day"], 0), trend(row["downloads_daily"][-LINE:])]
                for row in rows
            ],
        )
    )  # fmt: skip
    for row in rows:
        for name in COUNTERS:
            if row[f"{name}_reason"]:
                out.print(plain(f"{row['id']}, {say(name)}: {row[f'{name}_reason']}"), style="dim")
