import datetime as dt
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from pipeline.cli.next_steps import print_next_steps, print_top
from pipeline.cli.progress_bar import make_crawl_bar, make_progress_bars, silence_retries
from pipeline.cli.terminal import console, sample_note, sanitize
from pipeline.config import Home
from pipeline.crawl.scope import Scope
from pipeline.errors import AlmanacError, WrongDay, encode_parts
from pipeline.i18n.locale import localize
from pipeline.kinds import KINDS
from pipeline.notes import Note

if TYPE_CHECKING:
    import dagster as dg

    from pipeline.hub_api.client import Page
    from pipeline.orchestration.runner import Outcome

TOP_PLACES = 5
MAX_CLOCK_DIFFERENCE = dt.timedelta(hours=1)


def run(
    ctx: typer.Context,
    scope: Annotated[
        Scope | None, typer.Option(help="How much of the Hub to crawl; default: leaders.", show_default=False)
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Maximum rows per list, for a quick test.")] = None,
    accept_shrink: Annotated[
        bool,
        typer.Option(
            "--accept-shrink", help="Accept the day even if it has far fewer repos than the last good day of its scope."
        ),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only errors, for cron.")] = False,
) -> None:
    """Take today's snapshot of the Hub and rebuild everything derived from it.

    HF_ENDPOINT sets the Hub and HF_TOKEN the token. The day is that of the Hub's clock. A second run replaces the
    day; a run that was interrupted or killed resumes after its last complete page.

    \b
    Examples:
      almanac run
      almanac run --scope hub
      HF_TOKEN=hf_... almanac --home /srv/almanac run --scope categories
    """
    from pipeline.catalogue import load_catalogue  # noqa: PLC0415
    from pipeline.orchestration.missed_days import read_published_days  # noqa: PLC0415

    home: Home = ctx.obj
    out = console()
    out.quiet = quiet
    start_time = time.monotonic()
    silence_retries()
    load_catalogue(home.catalogue)  # report a bad entry before the first request
    now = _get_hub_time(home)
    print_clock_note(out, now)
    out.print(sanitize(localize("cli-run-start", day=f"{now.hub_time:%Y-%m-%d}", scope=(scope or Scope.leaders).value)))
    outcome = _run_job(home, now.hub_time, scope, limit, out, accept_shrink=accept_shrink)
    print_outcome(out, outcome.metadata)
    size = outcome.metadata["published"]["bytes"] / 1e6
    seconds = time.monotonic() - start_time
    facts = {"path": home.published, "size": f"{size:.1f}", "seconds": f"{seconds:.0f}", "run": outcome.run_id}
    out.print(sanitize(localize("cli-run-published", **facts)))
    if not quiet:
        print_top(home, outcome.day, TOP_PLACES)
        print_next_steps(home, "cli-next-ui", with_home=home != Home.from_env())
        if read_published_days(home) == {outcome.day}:
            out.print(sanitize(localize("cli-next-tomorrow")))


def _get_hub_time(home: Home) -> "Page":
    """Ask the Hub for its time and kind; records an error as the day's failure."""
    from pipeline.orchestration.failure_hooks import note_failure  # noqa: PLC0415
    from pipeline.orchestration.resources import Hub  # noqa: PLC0415

    try:
        return Hub().client().probe()
    except AlmanacError as error:
        failure = type(error)(*error.parts, describe_kept_data(home))
        note_failure(home, str(failure), step="almanac run", parts=encode_parts(failure))
        raise failure from error


def _run_job(
    home: Home, now: dt.datetime, scope: Scope | None, limit: int | None, out: Console, *, accept_shrink: bool
) -> "Outcome":
    """Run the job of the Hub's day with a progress bar. Raises AlmanacError that says what was kept."""
    from pipeline.definitions import defs  # noqa: PLC0415  Dagster takes seconds to import
    from pipeline.orchestration.instance import run_with_instance  # noqa: PLC0415
    from pipeline.orchestration.resources import AlmanacHome, Hub  # noqa: PLC0415
    from pipeline.orchestration.runner import run_day  # noqa: PLC0415

    almanac, hub = AlmanacHome.at(home), Hub()
    try:
        with make_progress_bars(out) as bars:
            progress = make_crawl_bar(bars)

            def run_at(instance: "dg.DagsterInstance", at: dt.datetime) -> "Outcome":
                return run_day(defs, instance, almanac, hub, at, scope, limit, progress, accept_shrink=accept_shrink)

            def run_today(instance: "dg.DagsterInstance") -> "Outcome":
                try:
                    return run_at(instance, now)
                except WrongDay:  # the day changed while Dagster started
                    return run_at(instance, hub.client().probe().hub_time)

            return run_with_instance(home, run_today, lambda sentence: out.print(sanitize(sentence), style="yellow"))
    except AlmanacError as error:
        raise type(error)(*error.parts, describe_kept_data(home, was_published=error.published)) from error


def print_clock_note(out: Console, now: "Page") -> None:
    """Note a sample Hub, or a clock that differs from this machine's."""
    difference = dt.datetime.now(dt.UTC) - now.hub_time
    if now.sample:
        out.print(sanitize(sample_note()), style="yellow")
    elif abs(difference) > MAX_CLOCK_DIFFERENCE:
        hub_time, hours = f"{now.hub_time:%Y-%m-%d %H:%M}", f"{abs(difference) / dt.timedelta(hours=1):,.1f}"
        out.print(sanitize(localize("cli-run-clock", time=hub_time, hours=hours)))


def print_outcome(out: Console, asset_metadata: Mapping[str, Mapping[str, Any]]) -> None:
    if drift := asset_metadata["crawl"]["unknown_fields"]:
        fields = "; ".join(f"{KINDS[kind].plural}: {', '.join(names)}" for kind, names in drift.items())
        out.print(sanitize(localize("cli-run-fields", fields=fields)))
    plurals = [kind.plural for kind in KINDS.values()]
    rows = {name: asset_metadata[name]["dagster/row_count"] for name in (*plurals, "trends", "featured")}
    facts = {
        "repos": describe_repo_counts(rows),
        "requests": asset_metadata["crawl"]["requests"],
        "ranks": rows["trends"],
        "categories": asset_metadata["trends"]["categories"],
        "featured": rows["featured"],
    }
    out.print(sanitize(localize("cli-run-outcome", **facts)))


def describe_repo_counts(row_counts: Mapping[str, int]) -> str:
    """Return the number of repos of each kind. `row_counts`: by the kind's plural."""
    return ", ".join(localize(f"count-{kind.plural}", n=row_counts[kind.plural]) for kind in KINDS.values())


def describe_kept_data(home: Home, *, was_published: bool = False) -> Note:
    """Say what a failed run keeps. `was_published`: it failed after publishing."""
    if was_published:
        return Note("day_is_published", {"path": str(home.published)})
    if home.published.exists():
        return Note("published_unchanged", {"path": str(home.published)})
    return Note("nothing_published")
