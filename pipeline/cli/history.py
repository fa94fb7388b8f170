import datetime as dt
from collections.abc import Sequence
from typing import Annotated, TypedDict

import duckdb
import typer
from rich.console import Console
from rich.text import Text

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
from pipeline.i18n.formats import format_short_day
from pipeline.i18n.messages import word
from pipeline.published.query_limits import find_read_limit
from pipeline.published.reader import Row, fetch_records, is_sample, open_published
from pipeline.published.repo_series import (
    Gain,
    RepoDay,
    list_daily_rates,
    list_step_gains,
    read_downloads,
    read_likes,
    read_repo_days,
)
from pipeline.sql import statement

HISTORY_DAYS = 14  # listed by default
TREND_DAYS = 40  # days per sparkline
SIDE_COLUMNS = 24  # terminal columns beside a sparkline


class RepoHistory(TypedDict):
    """A repo in the output of `--json`."""

    kind: str
    oid: str
    description: Row
    ranks: list[Row]
    events: list[Row]
    days: list[dict[str, object]]


def history(
    ctx: typer.Context,
    repo: Annotated[
        str,
        typer.Argument(
            help="Repo, as owner/name or the address of its page; an earlier name works too.",
            autocompletion=complete_repos,
        ),
    ],
    days: Annotated[
        int, typer.Option(min=1, max=36_500, help="Number of last days to list; --json has all days.")
    ] = HISTORY_DAYS,
    as_json: JsonOption = False,
    lake: LakeOption = False,
    lang: LanguageOption = None,
) -> None:
    """Show a repo's counters day by day, its changes, and its ranks.

    \b
    Examples:
      almanac history deepseek-ai/DeepSeek-R1
      almanac history Qwen/Qwen2-Audio-7B --days 60 --json
    """
    home = choose_read_home(ctx)
    lang, _ = select_language(lang)
    with open_published(home, seconds=find_read_limit()) as con:
        show_history(con, repo, days, as_json=as_json, lang=lang)


def show_history(
    con: duckdb.DuckDBPyConnection, name: str, days: int, *, as_json: bool, lang: str, instead_of_category: bool = False
) -> None:
    """Print the histories of the model and the dataset that last had a name. Raises UsageError for an unknown one."""
    _, say = select_language(lang)
    named_repos = find_repos(con, name)
    days_by_kind = {repo.kind: read_repo_days(con, repo.id)[repo.kind] for repo in named_repos}
    sample = is_sample(con)
    changes_day = read_coming(con, kinds=[repo.kind for repo in named_repos]).find_day("changes_1d")
    histories = [_build_history(con, repo.id, repo.kind, days_by_kind[repo.kind]) for repo in named_repos]
    if as_json:
        print_json({"sample": sample, "requested_id": name, "repos": histories})
        return
    if sample:
        console().print(sanitize(sample_note(lang)), style="yellow")
    if instead_of_category:
        console().print(sanitize(say("show-history-of-repo", id=histories[0]["description"]["id"])), style="dim")
    for repo_history, repo_days in zip(histories, days_by_kind.values(), strict=True):
        print_history(repo_history, repo_days, days, lang, say)
    if changes_day and all(len(repo_days) == 1 for repo_days in days_by_kind.values()):
        date = format_short_day(lang, changes_day)
        console().print(sanitize(say("changes-expected", date=date)), style="dim")


def _build_history(con: duckdb.DuckDBPyConnection, repo: str, kind: str, days: Sequence[RepoDay]) -> RepoHistory:
    field_names = (
        "date",
        "id",
        "status",
        "reason",
        "observed_at",
        "downloads",
        "downloads_all_time",
        "likes",
        "trending_score",
        "source",
    )
    return {
        "kind": kind,
        "oid": days[-1].oid,
        "description": fetch_records(con.execute(statement("cli/latest_description"), {"id": repo, "kind": kind}))[0],
        "ranks": fetch_records(con.execute(statement("cli/repo_ranks"), {"oid": days[-1].oid})),
        "events": fetch_records(con.execute(statement("cli/repo_events"), {"id": repo, "kind": kind})),
        "days": [{name: getattr(day, name) for name in field_names} for day in days],
    }


def print_history(repo_history: RepoHistory, days: Sequence[RepoDay], day_count: int, lang: str, say: Say) -> None:
    out = console()
    description = repo_history["description"]
    facts = [description["pipeline_tag"], description["library_name"], description["license"]]
    created_at = description["created_at"]
    out.print()
    out.print(
        sanitize(
            " · ".join([description["id"], say(f"heading-{repo_history['kind']}"), *(fact for fact in facts if fact)])
        ),
        style="bold",
    )
    observed_days = [day for day in days if day.status != "unobserved"]
    out.print(
        sanitize(
            f"{_format_span(observed_days[0].date, observed_days[-1].date, say)}: {say('history-observed', days=len(observed_days))}"
            + (say("history-unobserved", days=len(days) - len(observed_days)) if len(observed_days) < len(days) else "")
            + (say("history-created", date=f"{created_at:%Y-%m-%d}") if created_at else "")
        ),
        style="dim",
    )
    trend_days = max(min(TREND_DAYS, out.width - SIDE_COLUMNS), 10)
    trend_dates: list[dt.date] = [day.date for day in days[-trend_days:]]
    lines = [
        [
            sanitize(say(name)),
            draw_trend(list_daily_rates(days, counter, trend_dates)),
            _format_mean_gain(list_step_gains(days, counter)[-trend_days:]),
        ]
        for name, counter in (("heading-likes-a-day", read_likes), ("heading-downloads-a-day", read_downloads))
    ]
    headings = [
        Column(""),
        Column(f"{trend_dates[0]} –", no_wrap=True, priority=90),
        Column(say("heading-a-day"), numeric=True, priority=80),
    ]
    if len(observed_days) > 1:
        out.print(fit_table(out, headings, lines))
    if repo_history["ranks"]:
        ranks = (
            f"{row['category']} {word(lang, 'board', row['board'] + '-name')} {say('place', rank=row['rank'])}"
            for row in repo_history["ranks"]
        )
        out.print(sanitize(f"{say('heading-rank')} {repo_history['ranks'][0]['date']}: {', '.join(ranks)}"))
    _print_days(days, day_count, lang, say)
    if repo_history["events"]:
        _print_events(out, repo_history["events"], lang, say)


def _format_span(first: dt.date, last: dt.date, say: Say) -> str:
    return str(first) if first == last else say("span", first=first, last=last)


def _print_events(out: Console, events: list[Row], lang: str, say: Say) -> None:
    out.print(
        fit_table(
            out,
            [
                Column(say("heading-date"), no_wrap=True),
                Column(say("heading-event"), no_wrap=True),
                Column(say("heading-from")),
                Column(say("heading-to")),
            ],
            [
                [
                    sanitize(event["date"]),
                    sanitize(word(lang, "event", event["event"])),
                    sanitize(event["old"] or ""),
                    sanitize(event["new"] or ""),
                ]
                for event in events
            ],
        )
    )


def _print_days(days: Sequence[RepoDay], day_count: int, lang: str, say: Say) -> None:
    out = console()
    like_gains, download_gains = list_step_gains(days, read_likes), list_step_gains(days, read_downloads)
    rows = [
        [sanitize(day.date), sanitize(word(lang, "status", day.status)), format_number(day.likes), _format_gain(like_gain, say), format_number(day.downloads_all_time), _format_gain(download_gain, say),
         format_number(day.downloads), sanitize(word(lang, "missing", day.reason) if day.reason else "")]
        for day, like_gain, download_gain in list(zip(days, like_gains, download_gains, strict=True))[-day_count:]
    ]  # fmt: skip
    headings = [
        Column(say("heading-date"), no_wrap=True), Column(say("heading-status"), no_wrap=True), Column(say("heading-likes"), numeric=True), Column(say("heading-likes-since-previous"), numeric=True, priority=90),
        Column(say("heading-all-time"), numeric=True, priority=80), Column(say("heading-downloads-since-previous"), numeric=True, priority=75),
        Column(say("heading-downloads-30d"), numeric=True, priority=50),
    ]  # fmt: skip
    if any(row[-1].plain for row in rows):
        headings.append(Column(say("heading-note"), priority=40))
    out.print(fit_table(out, headings, [row[: len(headings)] for row in rows]))


def _format_mean_gain(gains: Sequence[Gain]) -> Text:
    """Format the total gain per day of observed time."""
    known_gains = [(gain.amount, gain.days) for gain in gains if gain.amount is not None and gain.days]
    return format_number(sum(g for g, _ in known_gains) / sum(d for _, d in known_gains) if known_gains else None, 1)


def _format_gain(gain: Gain, say: Say) -> Text:
    """Format a gain with the time since the previous observation."""
    text = format_change(gain.amount)
    if gain.amount is not None and gain.days is not None:
        hours, days = say("gain-hours", hours=f"{gain.days * 24:.0f}"), say("gain-days", days=f"{gain.days:.1f}")
        text.append(hours if gain.days < 2 else days, style="dim")
    return text
