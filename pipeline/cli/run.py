"""`almanac run`: today's snapshot and everything downstream, as a Dagster run with a progress bar."""

import datetime as dt
import time
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipeline.cli.terminal import SAMPLE_NOTE, console, plain
from pipeline.config import Home
from pipeline.crawl.scope import Scope
from pipeline.errors import AlmanacError, WrongDay

if TYPE_CHECKING:
    import dagster as dg

    from pipeline.crawl.progress import Progress as Crawled
    from pipeline.orchestration.resources import ProgressLog

MAX_CLOCK_DIFFERENCE = dt.timedelta(hours=1)


def run(
    ctx: typer.Context,
    scope: Annotated[
        Scope | None, typer.Option(help="How much of the Hub to take; leaders when left out.", show_default=False)
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Cut every list after so many rows, for a quick try.")
    ] = None,
    accept_shrink: Annotated[
        bool, typer.Option("--accept-shrink", help="Keep the day though the Hub lists far fewer repos than last time.")
    ] = False,
) -> None:
    """Take today's snapshot of the Hub and make everything that follows from it.

    The Hub is HF_ENDPOINT, the token HF_TOKEN. Today is the Hub's. Running again replaces the day; a run that was
    stopped or killed goes on from its last whole page.

    \b
    Examples:
      almanac run
      almanac run --scope hub
      HF_TOKEN=hf_... almanac --home /srv/almanac run --scope categories
    """
    # Dagster takes seconds to import: only the commands that run it pay.
    import stamina.instrumentation  # noqa: PLC0415

    from pipeline.catalogue import load_catalogue  # noqa: PLC0415
    from pipeline.orchestration.failure_hooks import note_failure  # noqa: PLC0415
    from pipeline.orchestration.resources import Hub  # noqa: PLC0415
    from pipeline.orchestration.runner import Outcome, run_day, with_instance  # noqa: PLC0415

    home: Home = ctx.obj
    out = console()
    began = time.monotonic()
    stamina.instrumentation.set_on_retry_hooks([])  # what came of the retries is said in one sentence
    load_catalogue(home.catalogue)  # a bad entry is named at once
    try:
        now = Hub().client().now()
    except AlmanacError as error:
        sentence = f"{error} {kept(home)}"
        note_failure(home, sentence, step="almanac run")
        raise type(error)(sentence) from error
    if now.sample:
        out.print(f"[yellow]{SAMPLE_NOTE}[/]")
    difference = dt.datetime.now(dt.UTC) - now.at
    if not now.sample and abs(difference) > MAX_CLOCK_DIFFERENCE:
        out.print(
            plain(
                f"This machine's clock differs from the Hub's ({now.at:%Y-%m-%d %H:%M} UTC) by {abs(difference)}; the Hub's counts."
            )
        )
    out.print(plain(f"Snapshot of {now.at:%Y-%m-%d} (the Hub's day), scope {(scope or Scope.leaders).value}"))
    try:
        with bars_on(out) as bars:
            shown = bar(bars)

            def run_at(instance: "dg.DagsterInstance", at: dt.datetime) -> Outcome:
                return run_day(instance, home, Hub(), at, scope, limit, shown, accept_shrink=accept_shrink)

            def run_today(instance: "dg.DagsterInstance") -> Outcome:
                try:
                    return run_at(instance, now.at)
                except WrongDay:  # midnight passed while Dagster started
                    return run_at(instance, Hub().client().now().at)

            outcome = with_instance(home, run_today, lambda sentence: out.print(plain(sentence), style="yellow"))
    except AlmanacError as error:
        raise type(error)(f"{error} {kept(home, replaced=error.published)}") from error
    said = outcome.metadata
    if drift := said["crawl"]["unknown_fields"]:
        seen = "; ".join(f"{kind}s: {', '.join(fields)}" for kind, fields in drift.items())
        out.print(plain(f"The Hub sends fields that nobody asked for ({seen}); they are kept in the spooled pages."))
    rows = {name: said[name]["dagster/row_count"] for name in ("models", "datasets", "trends", "featured")}
    out.print(
        plain(
            f"{rows['models']:,} models and {rows['datasets']:,} datasets from {said['crawl']['requests']} requests; "
            f"{rows['trends']:,} places on the boards of {said['trends']['categories']} categories; "
            f"{rows['featured']} featured models"
        )
    )
    out.print(
        plain(
            f"Published {home.published} ({said['published']['bytes'] / 1e6:.1f} MB) in {time.monotonic() - began:.0f} s; run {outcome.run_id}"
        )
    )


def kept(home: Home, *, replaced: bool = False) -> str:
    """What a failed run leaves. `replaced`: it failed after the published file was replaced."""
    if replaced:
        return f"The day is published in {home.published}; what failed comes after it."
    return f"The published {home.published} is as it was." if home.published.exists() else "Nothing is published yet."


def bars_on(out: Console) -> Progress:
    """Progress bars that go when the run ends."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn("{task.fields[seen]}"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=out, transient=True, disable=not out.is_terminal)


def bar(bars: Progress) -> "ProgressLog":
    """A crawl's progress as a bar: pages where their number is known from last time, else lists."""
    from pipeline.crawl.progress import Progress as Crawled  # noqa: PLC0415
    from pipeline.orchestration.resources import ProgressLog  # noqa: PLC0415

    task = bars.add_task("crawl", total=None, seen="")
    told: list[int] = []

    class Bar(ProgressLog):
        def report(self, progress: Crawled) -> None:
            if progress.resumed and not told:
                told.append(progress.resumed)
                bars.console.print(plain(f"Goes on from the {progress.resumed:,} pages that an earlier run left."))
            whole = max(progress.expected_pages or 0, progress.pages)
            done, total = (progress.pages, whole) if progress.expected_pages else (progress.walked, progress.walks)
            doing = (progress.doing or "load, rank, publish")[:32].ljust(32)
            bars.update(task, description=doing, completed=done, total=total, seen=seen(progress))

    return Bar()


def seen(progress: "Crawled") -> str:
    """The figures beside a bar."""
    said = [f"{progress.pages:,} pages", f"{progress.rows:,} rows"]
    if progress.rows_per_second is not None:
        said.append(f"{progress.rows_per_second:,.0f}/s")
    if progress.waiting is not None:
        said.append(f"{progress.why_waiting}, waits {progress.waiting:.0f} s")
    elif progress.quota_left is not None:
        said.append(f"quota left {progress.quota_left:,}")
    if progress.seconds_to_go:
        said.append(f"about {max(progress.seconds_to_go / 60, 1):.0f} min to go")
    return ", ".join(said)
