from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.arguments import require_warehouse
from pipeline.cli.terminal import console, sanitize
from pipeline.config import Home
from pipeline.errors import UsageError
from pipeline.files import describe_os_error, resolve_link
from pipeline.i18n.locale import localize
from pipeline.notes import Note
from pipeline.paths import reject_home_file
from pipeline.user_paths import expand_path


def backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="Backup file: a new one, or an existing one with --force.")],
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Copy the warehouse, with all history and derived data, into one file.

    Almanac verifies the copy and puts it in place atomically; a link stays, and its target is replaced. Run it at any
    time: it waits for a run that is writing. `almanac restore FILE` restores the backup.

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
    except OSError as error:  # a name too long, an unreadable folder
        raise UsageError(Note("cannot_write", {"path": str(file), "cause": describe_os_error(error, file)})) from error
    with open_warehouse(home.warehouse) as con:
        day_count = con.execute("SELECT count(DISTINCT date) FROM store.snapshot").fetchall()[0][0]
        size = copy_database(con, home.warehouse, file, Note("unchanged"))
    console().print(sanitize(localize("cli-backed-up", days=day_count, size=f"{size / 1e6:.1f}", path=file)))


def _require_valid_target(home: Home, file: Path, *, force: bool) -> None:
    """Raise UsageError for a path that cannot become a backup."""
    if file.is_dir():
        raise UsageError(Note("backup_is_folder", {"path": str(file)}))
    reject_home_file(home, file)
    if file.exists() and not file.is_file():
        raise UsageError(Note("backup_not_a_file", {"path": str(file)}))
    if file.exists() and not force:
        raise UsageError(Note("backup_exists", {"path": str(file)}))
    if not resolve_link(file).parent.is_dir():
        raise UsageError(Note("backup_no_folder", {"path": str(file.parent)}))
