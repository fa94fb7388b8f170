"""`almanac backup`: a copy of the warehouse."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.arguments import require_warehouse
from pipeline.cli.terminal import console, sanitize
from pipeline.config import Home
from pipeline.errors import UsageError
from pipeline.files import describe_os_error, resolve_link
from pipeline.paths import reject_home_file
from pipeline.user_paths import expand_path


def backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="Where to: a new file, or one to replace with --force.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Copy the warehouse, all history and all that is made from it, into one file.

    The copy is proved and takes its place at once, or not at all; a link stays one, and its target is replaced. It may be made at any time: a run that is writing is
    waited for. `almanac restore FILE` restores it.

    \b
    Examples:
      almanac backup /backups/2026-11-20.duckdb
    """
    from pipeline.publishing.database_copy import copy_database  # noqa: PLC0415
    from pipeline.warehouse.connection import open_warehouse  # noqa: PLC0415

    home: Home = ctx.obj
    require_warehouse(home)
    file = expand_path(file)
    try:
        _require_valid_target(home, file, force=force)
    except OSError as error:  # a name too long, a folder that may not be read
        raise UsageError(f"{file} cannot be written: {describe_os_error(error, file)}.") from error
    with open_warehouse(home.warehouse) as con:
        day_count = con.execute("SELECT count(DISTINCT date) FROM store.snapshot").fetchall()[0][0]
        size = copy_database(con, home.warehouse, file, "Nothing was changed.")
    console().print(sanitize(f"{day_count} days, {size / 1e6:.1f} MB, in {file}"))


def _require_valid_target(home: Home, file: Path, *, force: bool) -> None:
    """Raise UsageError for a place where no backup goes."""
    if file.is_dir():
        raise UsageError(f"{file} is a folder; name a file in it.")
    reject_home_file(home, file)
    if file.exists() and not file.is_file():
        raise UsageError(f"{file} is not a file that can be replaced; choose another place.")
    if file.exists() and not force:
        raise UsageError(f"{file} is there already; --force replaces it.")
    if not resolve_link(file).parent.is_dir():
        raise UsageError(f"There is no folder {file.parent}.")
