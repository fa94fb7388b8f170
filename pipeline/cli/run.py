"""`almanac run`: today's snapshot and everything downstream, as a Dagster run with a progress bar."""

import datetime as dt
import time
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipeline.cli.terminal import SAMPLE_NOTE, console, plain
from pipeline.errors import AlmanacError
from pipeline.hub.listing import Scope
from pipeline.settings import Home

MAX_CLOCK_DIFFERENCE = dt.timedelta(hours=1)


def run(
    ctx: typer.Context,
    scope: Annotated[Scope, typer.Option(help="How much of the Hub to take.")] = Scope.leaders,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Cut every list after so many rows, for a quick try.")
    ] = None,
) -> None:
    """Take today's snapshot of the Hub and make everything that follows from it.

    The Hub is HF_ENDPOINT, the token HF_TOKEN. Today is the Hub's. Running again replaces the day.
    """
    # Dagster takes seconds to import: only the commands that run it pay.
    import stamina.instrumentation  # noqa: PLC0415

    from pipeline.failures import note_failure  # noqa: PLC0415
    from pipeline.resources import AlmanacHome, Hub  # noqa: PLC0415
    from pipeline.run import instance_of, run_day  # noqa: PLC0415

    home: Home = ctx.obj
    out = console()
    began = time.monotonic()
    stamina.instrumentation.set_on_retry_hooks([])  # what came of the retries is said in one sentence
    try:
        now = Hub().client().now()
    except AlmanacError as error:
        sentence = f"{error} {kept(home)}"
        note_failure(AlmanacHome(root=str(home.root)), sentence, step="almanac run")
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
    out.print(plain(f"Snapshot of {now.at:%Y-%m-%d} (the Hub's day), scope {scope.value}"))
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[seen]}"),
        TimeElapsedColumn(),
    )
    try:
        with instance_of(home) as instance, Progress(*columns, console=out, transient=True) as bars:
            outcome = run_day(instance, home, Hub(), now.at, scope, limit, _bar(bars))
    except AlmanacError as error:
        raise type(error)(f"{error} {kept(home)}") from error
    said = outcome.metadata
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


def kept(home: Home) -> str:
    """What a failed run leaves."""
    return f"The published {home.published} is as it was." if home.published.exists() else "Nothing is published yet."


def _bar(bars: Progress):
    from pipeline.hub.crawl import Progress as Crawled  # noqa: PLC0415
    from pipeline.resources import ProgressLog  # noqa: PLC0415

    task = bars.add_task("crawl", total=None, seen="")

    class Bar(ProgressLog):
        def report(self, progress: Crawled) -> None:
            doing = progress.doing or "load, rank, publish"
            seen = f"{progress.rows:,} rows, {progress.requests} requests"
            bars.update(
                task, description=doing[:40].ljust(40), completed=progress.walked, total=progress.walks, seen=seen
            )

    return Bar()
