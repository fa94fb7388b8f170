"""`almanac history`: one repo, day by day."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, TypedDict

import duckdb
import typer
from rich.console import Console
from rich.text import Text

from pipeline.cli.arguments import unknown_repo
from pipeline.cli.completion import repos
from pipeline.cli.language import LANG, Say, speaker
from pipeline.cli.terminal import Column, change, console, fitted, number, plain, print_json, sample_note, trend
from pipeline.config import Home
from pipeline.i18n.messages import word
from pipeline.published.query_limits import read_seconds
from pipeline.published.reader import Row, is_sample, published, records
from pipeline.published.repo_series import Day, Gain, days_of, downloads, likes, rates, steps
from pipeline.sql import statement

LINE = 40  # days in a line of bars
BESIDE = 24  # columns for what stands beside it


class RepoHistory(TypedDict):
    """What `--json` prints of a repo."""

    kind: str
    oid: str
    description: Row
    ranks: list[Row]
    events: list[Row]
    days: list[dict[str, object]]


def history(
    ctx: typer.Context,
    repo: Annotated[str, typer.Argument(help="owner/name, also one that it bore earlier.", autocompletion=repos)],
    days: Annotated[
        int, typer.Option(min=1, max=36_500, help="How many of the last days to list; --json holds all.")
    ] = 14,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object: docs/terminal.md tells its keys.")] = False,
    lang: LANG = None,
) -> None:
    """Show what was observed of a repo day by day, what changed about it, and where it stands.

    \b
    Examples:
      almanac history deepseek-ai/DeepSeek-R1
      almanac history Qwen/Qwen2-Audio-7B --days 60 --json
    """
    home: Home = ctx.obj
    lang, say = speaker(lang)
    with published(home, seconds=read_seconds()) as con:
        found = days_of(con, repo)
        if not found:
            raise unknown_repo(con, repo)
        sample = is_sample(con)
        told = [_told(con, repo, kind, held) for kind, held in found.items()]
    if as_json:
        print_json({"sample": sample, "requested_id": repo, "repos": told})
        return
    if sample:
        console().print(plain(sample_note(lang)), style="yellow")
    for one, held in zip(told, found.values(), strict=True):
        print_history(one, held, days, lang, say)


def _told(con: duckdb.DuckDBPyConnection, repo: str, kind: str, days: Sequence[Day]) -> RepoHistory:
    kept = (
        "date",
        "id",
        "status",
        "reason",
        "observed_at",
        "downloads",
        "downloads_all_time",
        "likes",
        "trending_score",
    )
    return {
        "kind": kind,
        "oid": days[-1].oid,
        "description": records(con.execute(statement("cli/last_description"), {"id": repo, "kind": kind}))[0],
        "ranks": records(con.execute(statement("cli/ranks_of_repo"), {"oid": days[-1].oid})),
        "events": records(con.execute(statement("cli/events_of_repo"), {"id": repo, "kind": kind})),
        "days": [{name: getattr(day, name) for name in kept} for day in days],
    }


def print_history(told: RepoHistory, days: Sequence[Day], shown: int, lang: str, say: Say) -> None:
    """What was told of one repo, as text and tables."""
    out = console()
    described = told["description"]
    facts = [described["pipeline_tag"], described["library_name"], described["license"]]
    created = described["created_at"]
    out.print()
    out.print(
        plain(" · ".join([described["id"], say(f"heading-{told['kind']}"), *(fact for fact in facts if fact)])),
        style="bold",
    )
    seen = [day for day in days if day.status != "unobserved"]
    out.print(
        plain(
            f"{seen[0].date} – {seen[-1].date}: {len(seen)} {say('heading-observed-days')}"
            + (f" ({len(days) - len(seen)} unobserved)" if len(seen) < len(days) else "")
            + (f"; created {created:%Y-%m-%d}" if created else "")
        ),
        style="dim",
    )
    shown_days = max(min(LINE, out.width - BESIDE), 10)
    last: list[dt.date] = [day.date for day in days[-shown_days:]]
    lines = [
        [plain(say(name)), trend(rates(days, counter, last)), _mean(steps(days, counter)[-shown_days:])]
        for name, counter in (("heading-likes-a-day", likes), ("heading-downloads-a-day", downloads))
    ]
    headings = [
        Column(""),
        Column(f"{last[0]} –", whole=True, worth=90),
        Column(say("heading-a-day"), numeric=True, worth=80),
    ]
    out.print(fitted(out, headings, lines))
    if told["ranks"]:
        places = (f"{place['category']} {place['board']} {place['rank']}" for place in told["ranks"])
        out.print(plain(f"{say('heading-rank')} {told['ranks'][0]['date']}: {', '.join(places)}"))
    _print_days(days, shown, lang, say)
    if told["events"]:
        _print_events(out, told["events"], say)


def _print_events(out: Console, events: list[Row], say: Say) -> None:
    out.print(
        fitted(
            out,
            [
                Column(say("heading-date"), whole=True),
                Column(say("heading-event"), whole=True),
                Column(say("heading-from")),
                Column(say("heading-to")),
            ],
            [
                [plain(one["date"]), plain(one["event"]), plain(one["old"] or ""), plain(one["new"] or "")]
                for one in events
            ],
        )
    )


def _print_days(days: Sequence[Day], shown: int, lang: str, say: Say) -> None:
    """The last days, a row each."""
    out = console()
    by_likes, by_downloads = steps(days, likes), steps(days, downloads)
    rows = [
        [plain(day.date), plain(day.status), number(day.likes), _gained(more), number(day.downloads_all_time), _gained(loaded),
         number(day.downloads), plain(word(lang, "missing", day.reason) if day.reason else "")]
        for day, more, loaded in list(zip(days, by_likes, by_downloads, strict=True))[-shown:]
    ]  # fmt: skip
    headings = [
        Column(say("heading-date"), whole=True), Column(say("heading-status"), whole=True), Column(say("heading-likes"), numeric=True), Column(say("heading-likes-since-previous"), numeric=True, worth=90),
        Column(say("heading-all-time"), numeric=True, worth=80), Column(say("heading-downloads-since-previous"), numeric=True, worth=75),
        Column(say("heading-downloads-30d"), numeric=True, worth=50),
    ]  # fmt: skip
    if any(row[-1].plain for row in rows):
        headings.append(Column(say("heading-note"), worth=40))
    out.print(fitted(out, headings, [row[: len(headings)] for row in rows]))


def _mean(gains: Sequence[Gain]) -> Text:
    """All that was gained by all the time that it took."""
    known = [(gain.gained, gain.days) for gain in gains if gain.gained is not None and gain.days]
    return number(sum(g for g, _ in known) / sum(d for _, d in known) if known else None, 1)


def _gained(gain: Gain) -> Text:
    """With the time since the observation before."""
    said = change(gain.gained)
    if gain.gained is not None and gain.days is not None:
        said.append(f" / {gain.days * 24:.0f} h" if gain.days < 2 else f" / {gain.days:.1f} d", style="dim")
    return said
