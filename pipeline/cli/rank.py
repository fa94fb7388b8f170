from typing import Annotated

import typer

from pipeline.cli.dates import parse_day
from pipeline.cli.progress_bar import make_progress_bars, make_step_report
from pipeline.cli.terminal import console, sanitize
from pipeline.config import Home, Settings
from pipeline.errors import UsageError
from pipeline.i18n.locale import localize
from pipeline.notes import Note


def rank(
    ctx: typer.Context,
    first: Annotated[str, typer.Option("--from", help="First day, as 2026-03-06.")],
    last: Annotated[str | None, typer.Option("--to", help="Last day; default: the last recorded one.")] = None,
) -> None:
    """Rank recorded days again, such as imported ones: boards, movers, totals, featured models and scorecard.

    Each day uses the days before it. Imported days that known_days.toml names as bad since do not count any more, and those that it
    does not name any more count again. Publishes at the end; a run that is interrupted changes nothing that is published.

    \b
    Examples:
      almanac rank --from 2025-01-01 --to 2025-03-31
    """
    from pipeline.cli.arguments import require_warehouse  # noqa: PLC0415
    from pipeline.cli.import_history import print_unshelved_days  # noqa: PLC0415
    from pipeline.crawl.spool_lock import spool_lock  # noqa: PLC0415
    from pipeline.publishing.imported import rank_days  # noqa: PLC0415
    from pipeline.site.build import rebuild_site  # noqa: PLC0415  imports the charts
    from pipeline.warehouse.connection import open_warehouse  # noqa: PLC0415

    home: Home = ctx.obj
    settings = Settings.from_env()
    first_day, last_day = parse_day(first), parse_day(last) if last else None
    if last_day and first_day > last_day:
        raise UsageError(Note("reversed_span", {"first": str(first_day), "last": str(last_day)}))
    require_warehouse(home)
    with (
        spool_lock(home.spool, timeout=10),
        open_warehouse(home.warehouse) as con,
        make_progress_bars(console(err=True)) as bars,
    ):
        report = make_step_report(bars, localize)
        days, unshelved_days = rank_days(con, home, first_day, last_day, settings.board_places, report)
    rebuild_site(home, settings)
    span = {"first": min(days, default=first_day), "last": max(days, default=last_day or first_day)}
    console().print(sanitize(localize("cli-ranked", n=len(days), path=home.published, **span)))
    print_unshelved_days(unshelved_days, localize)
