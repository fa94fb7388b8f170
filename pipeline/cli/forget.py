import shutil
import sys
from typing import Annotated

import typer

from pipeline.cli.dates import parse_day
from pipeline.cli.terminal import console, sanitize
from pipeline.config import Home, Settings
from pipeline.errors import AlmanacError, NoPublishedFile, UsageError
from pipeline.files import describe_broken_link, describe_os_error
from pipeline.i18n.locale import localize
from pipeline.notes import Note, Parameters


def forget(
    ctx: typer.Context,
    date: Annotated[str, typer.Option(help="Day (UTC) to delete, as 2026-03-06 or yesterday.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")] = False,
) -> None:
    """Delete a wrong day from the history, rebuild everything derived from it, and publish.

    Deletes the day's rows and spooled pages and keeps its Dagster runs. Rebuilds the boards of later days that use it. If
    an imported source has the day, its rows count again.
    Run `almanac backup` first to keep a copy.

    \b
    Examples:
      almanac forget --date 2027-11-29
    """
    from pipeline.cli.import_history import print_unshelved_days  # noqa: PLC0415
    from pipeline.crawl.spool_lock import spool_lock  # noqa: PLC0415
    from pipeline.publishing.forget import finish_forgetting, forget_day, reject_imported_day  # noqa: PLC0415
    from pipeline.publishing.imported import publish_settled_days, settle_imported_days  # noqa: PLC0415
    from pipeline.publishing.publish import require_history  # noqa: PLC0415
    from pipeline.site.build import rebuild_site  # noqa: PLC0415  imports the charts
    from pipeline.warehouse.connection import open_warehouse  # noqa: PLC0415

    home: Home = ctx.obj
    settings = Settings.from_env()
    day = parse_day(date)
    if problem := describe_broken_link(home.warehouse):
        raise NoPublishedFile(Note("no_warehouse_link", {"path": str(home.warehouse), "cause": problem}))
    if not home.warehouse.exists():
        raise NoPublishedFile(Note("nothing_to_forget", {"path": str(home.warehouse)}))
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError(Note("forget_needs_yes", {"date": str(day)}))
        typer.confirm(localize("cli-forget-confirm", date=day, path=home.root), abort=True)
    with spool_lock(home.spool, timeout=10), open_warehouse(home.warehouse) as con:
        with console(err=True).status("") as status:
            require_history(con, home.warehouse, home.published, losable_days=[day])
            reject_imported_day(con, day)
            later_days = forget_day(con, day, lambda step: status.update(str(sanitize(step))), settings.board_places)
            unshelved_days = settle_imported_days(con, home, settings.board_places)
            publish_settled_days(con, home, losable_days=[day])
            finish_forgetting(con)
        pages = home.spool / day.isoformat()
        try:
            if pages.exists():
                shutil.rmtree(pages)
        except OSError as error:
            remains: Parameters = {"date": str(day), "path": str(pages), "cause": describe_os_error(error)}
            raise AlmanacError(Note("forget_pages_remain", remains)) from error
    site_rebuilt = rebuild_site(home, settings)
    facts = {"date": day, "days": len(later_days), "path": home.published}
    console().print(sanitize(localize("cli-forgot-with-site" if site_rebuilt else "cli-forgot", **facts)))
    print_unshelved_days(unshelved_days, localize)
