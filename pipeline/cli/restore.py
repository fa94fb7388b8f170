from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.terminal import console, sanitize
from pipeline.config import Home
from pipeline.errors import NoPublishedFile
from pipeline.files import describe_broken_link
from pipeline.i18n.locale import localize
from pipeline.notes import Note
from pipeline.user_paths import expand_path


def restore(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="Backup; default: the published file.", show_default=False)
    ] = None,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace a warehouse that has days, or publish fewer days than before."),
    ] = False,
) -> None:
    """Restore the warehouse from the published file or a backup, and publish it.

    Almanac verifies the copy before putting it in place and keeps the replaced warehouse beside it.

    \b
    Examples:
      almanac restore
      almanac restore /backups/2026-11-20.duckdb
    """
    from pipeline.publishing.restore import restore_warehouse  # noqa: PLC0415

    home: Home = ctx.obj
    source = expand_path(file) if file else home.published
    if file is None and not source.exists():
        cause = describe_broken_link(source) or Note("enoent")
        raise NoPublishedFile(Note("cannot_read", {"path": str(source), "cause": cause}), Note("name_a_backup"))
    result = restore_warehouse(home, source, force=force)
    paths = {"source": source, "path": home.warehouse}
    if result.days:
        days = {"days": result.days, "first": result.first, "last": result.last}
        message = localize("cli-restored", **paths, **days)
    else:
        message = localize("cli-restored-no-days", **paths)
    if result.replaced_path:
        message += f" {localize('cli-restored-replaced', path=result.replaced_path)}"
    console().print(sanitize(message))
