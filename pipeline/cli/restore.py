"""`almanac restore`: the warehouse made from the published file or from a backup."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.terminal import console, plain
from pipeline.config import Home
from pipeline.errors import NotPublished
from pipeline.files import broken_link
from pipeline.typed_paths import full_path


def restore(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="A backup; the published file when left out.", show_default=False)
    ] = None,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace a warehouse that has days, or publish fewer days than are published."),
    ] = False,
) -> None:
    """Make the warehouse from the published file, or from a backup, and publish it.

    The copy is checked before it takes its place; a warehouse that is there is kept beside it.

    \b
    Examples:
      almanac restore
      almanac restore /backups/2026-11-20.duckdb
    """
    from pipeline.publishing.restore import restore_warehouse  # noqa: PLC0415

    home: Home = ctx.obj
    source = full_path(file) if file else home.published
    if file is None and not source.exists():
        why = broken_link(source)
        raise NotPublished(
            f"Nothing is published at {source}{f': {why}' if why else ''}; name a backup to restore from."
        )
    restored = restore_warehouse(home, source, force=force)
    span = f"{restored.days} days ({restored.first} to {restored.last})" if restored.days else "no days"
    kept = f" The warehouse that was there is kept as {restored.replaced}." if restored.replaced else ""
    console().print(plain(f"Restored {span} from {source} to {home.warehouse}.{kept}"))
