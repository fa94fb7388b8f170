import datetime as dt
from typing import Annotated

import typer

from pipeline.cli.dates import parse_day
from pipeline.cli.progress_bar import make_crawl_bar, make_progress_bars
from pipeline.cli.run import describe_kept_data, describe_repo_counts
from pipeline.cli.terminal import console, sanitize
from pipeline.config import Home
from pipeline.errors import AlmanacError, UsageError
from pipeline.i18n.locale import localize
from pipeline.kinds import KINDS
from pipeline.notes import Note


def rebuild(
    ctx: typer.Context,
    date: Annotated[str, typer.Option(help="Day (UTC) to rebuild, as 2026-03-06 or yesterday.")],
) -> None:
    """Reload a day from its spooled pages and rebuild everything derived from it, without requests to the Hub.

    Almanac keeps spooled pages for ALMANAC_SPOOL_DAYS days (30). Other days do not change.

    \b
    Examples:
      almanac rebuild --date 2026-11-20
    """
    from pipeline.definitions import defs  # noqa: PLC0415  Dagster takes seconds to import
    from pipeline.orchestration.instance import run_with_instance  # noqa: PLC0415
    from pipeline.orchestration.resources import AlmanacHome, Hub  # noqa: PLC0415
    from pipeline.orchestration.runner import run_day  # noqa: PLC0415

    home: Home = ctx.obj
    out = console()
    day = parse_day(date)
    now = dt.datetime.combine(day, dt.time(23, 59), dt.UTC)
    if day > dt.datetime.now(dt.UTC).date() + dt.timedelta(days=3650):
        raise UsageError(Note("future_day", {"date": str(day)}))
    try:
        with make_progress_bars(out) as bars:
            tags = {"hub_almanac/rebuild": "true"}
            outcome = run_with_instance(
                home,
                lambda instance: run_day(
                    defs,
                    instance,
                    AlmanacHome.at(home),
                    Hub(),
                    now,
                    progress=make_crawl_bar(bars),
                    tags=tags,
                    from_spool=True,
                ),
                lambda sentence: out.print(sanitize(sentence), style="yellow"),
            )
    except AlmanacError as error:
        raise type(error)(*error.parts, describe_kept_data(home, was_published=error.published)) from error
    metadata = outcome.metadata
    facts = {
        "date": day,
        "pages": metadata["crawl"]["pages"],
        "repos": describe_repo_counts(
            {kind.plural: metadata[kind.plural]["dagster/row_count"] for kind in KINDS.values()}
        ),
        "path": home.published,
        "run": outcome.run_id,
    }
    out.print(sanitize(localize("cli-rebuilt", **facts)))
