from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.terminal import console, sanitize
from pipeline.config import Home
from pipeline.errors import NoPublishedFile
from pipeline.files import describe_broken_link
from pipeline.notes import Note
from pipeline.text import count_noun
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
    span = f"{count_noun(result.days, 'day')} ({result.first} to {result.last})" if result.days else "no days"
    replaced_note = f" Kept the replaced warehouse as {result.replaced_path}." if result.replaced_path else ""
    console().print(sanitize(f"Restored {span} from {source} to {home.warehouse}.{replaced_note}"))
