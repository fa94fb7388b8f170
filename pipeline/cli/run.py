"""`almanac run`: today's snapshot and everything downstream, as a Dagster run with a progress bar."""

import datetime as dt
import time
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.progress_bar import crawl_bar, progress_bars
from pipeline.cli.terminal import SAMPLE_NOTE, console, plain
from pipeline.config import Home
from pipeline.crawl.scope import Scope
from pipeline.errors import AlmanacError, WrongDay

if TYPE_CHECKING:
    import dagster as dg


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
        with progress_bars(out) as bars:
            shown = crawl_bar(bars)

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
