"""`almanac forget`: a wrong day taken out of the history."""

import datetime as dt
import shutil
import sys
from typing import Annotated

import typer

from pipeline.cli.terminal import console, sanitize
from pipeline.config import Home, Settings
from pipeline.errors import AlmanacError, NoPublishedFile, UsageError
from pipeline.files import describe_broken_link


def forget(
    ctx: typer.Context,
    date: Annotated[dt.datetime, typer.Option(formats=["%Y-%m-%d"], help="The day (UTC) to take out.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")] = False,
) -> None:
    """Take a wrong day out of the history, make everything derived again, and publish.

    The day's rows and its spooled pages are deleted; its Dagster runs stay. Boards of later days that looked back at it are
    made again. `almanac backup` first keeps a copy.

    \b
    Examples:
      almanac forget --date 2027-11-29
    """
    from pipeline.crawl.spool_lock import spool_lock  # noqa: PLC0415
    from pipeline.publishing.forget import finish_forgetting, forget_day  # noqa: PLC0415
    from pipeline.publishing.publish import publish, require_history  # noqa: PLC0415
    from pipeline.site.build import rebuild_site  # noqa: PLC0415  brings the charts along
    from pipeline.warehouse.connection import open_warehouse  # noqa: PLC0415

    home: Home = ctx.obj
    settings = Settings.from_env()
    day = date.date()
    if problem := describe_broken_link(home.warehouse):
        raise NoPublishedFile(f"There is no warehouse at {home.warehouse}: {problem}.")
    if not home.warehouse.exists():
        raise NoPublishedFile(f"There is no warehouse at {home.warehouse}, so there is no day to take out.")
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError(f"Taking {day} out deletes its rows and pages; confirm with --yes.")
        typer.confirm(f"Delete the rows and spooled pages of {day} from {home.root}?", abort=True)
    with spool_lock(home.spool, timeout=10), open_warehouse(home.warehouse) as con:
        with console(err=True).status("") as status:
            require_history(con, home.warehouse, home.published, losable_days=[day])
            later_days = forget_day(con, day, lambda step: status.update(str(sanitize(step))), settings.board_places)
            publish(con, home.warehouse, home.published, losable_days=[day])
            finish_forgetting(con)
        pages = home.spool / day.isoformat()
        try:
            if pages.exists():
                shutil.rmtree(pages)
        except OSError as error:
            raise AlmanacError(
                f"{day} is taken out and published, but its pages in {pages} cannot be deleted: {error.strerror or error}. Delete them, "
                f"or `almanac rebuild` would load them again."
            ) from error
    site_remade = rebuild_site(home, settings.site_url)
    console().print(
        sanitize(
            f"Took {day} out, and made the boards of {len(later_days)} later days again; published {home.published}"
            f"{' and its site' if site_remade else ''}."
        )
    )
