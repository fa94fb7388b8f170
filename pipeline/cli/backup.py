"""`almanac backup` and `almanac verify`: keeping the warehouse, and proving it."""

import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from pipeline.cli.terminal import console, plain, table
from pipeline.config import Home
from pipeline.errors import AlmanacError, NotPublished, UsageError
from pipeline.files import broken_link, follow, reason
from pipeline.paths import refuse_home_file
from pipeline.typed_paths import full_path


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
    _wanted(home)
    file = full_path(file)
    try:
        _refuse(home, file, force=force)
    except OSError as error:  # a name too long, a folder that may not be read
        raise UsageError(f"{file} cannot be written: {reason(error, file)}.") from error
    with open_warehouse(home.warehouse) as con:
        days = con.execute("SELECT count(DISTINCT date) FROM store.snapshot").fetchall()[0][0]
        size = copy_database(con, home.warehouse, file, "Nothing was changed.")
    console().print(plain(f"{days} days, {size / 1e6:.1f} MB, in {file}"))


def _refuse(home: Home, file: Path, *, force: bool) -> None:
    """Raise UsageError for a place where no backup goes."""
    if file.is_dir():
        raise UsageError(f"{file} is a folder; name a file in it.")
    refuse_home_file(home, file)
    if file.exists() and not file.is_file():
        raise UsageError(f"{file} is not a file that can be replaced; choose another place.")
    if file.exists() and not force:
        raise UsageError(f"{file} is there already; --force replaces it.")
    if not follow(file).parent.is_dir():
        raise UsageError(f"There is no folder {file.parent}.")


def verify(
    ctx: typer.Context,
    days: Annotated[
        int | None,
        typer.Option(min=1, help="Make the boards of only so many of the last days again.", show_default=False),
    ] = None,
) -> None:
    """Prove the warehouse: that its parts agree, and that all that is derived comes out the same when derived again.

    Works on a copy, so that nothing is changed and no run has to wait. Exit status 1 on any difference.

    \b
    Examples:
      almanac verify
      almanac verify --days 7
    """
    from pipeline.publishing.database_copy import copy_database  # noqa: PLC0415
    from pipeline.publishing.verify import prove, prove_published, prove_spools  # noqa: PLC0415
    from pipeline.warehouse.connection import open_warehouse  # noqa: PLC0415

    home: Home = ctx.obj
    _wanted(home)
    out = console()
    made = table([("", False), ("rows", True), ("what is to hold", False), ("first that does not", False)])
    wrong = 0
    try:
        scratch = Path(tempfile.mkdtemp(prefix=".verify-", dir=home.warehouse.parent))
    except OSError as error:
        folder = home.warehouse.parent
        raise AlmanacError(
            f"{folder} cannot be written, and a copy to verify is made there: {reason(error, folder)}."
        ) from error
    try:
        with open_warehouse(home.warehouse) as con:
            copy_database(con, home.warehouse, scratch / "hub.duckdb", "Nothing was verified.")
        with open_warehouse(scratch / "hub.duckdb") as con, console(err=True).status("verifying") as status:
            # the published file first: the proof of the rest changes the copy
            for proofs in (
                prove_published(con, home.published),
                prove_spools(home.spool),
                prove(con, days, status.update),
            ):
                for proof in proofs:
                    wrong += bool(proof.differing)
                    state = Text("differs", style="red") if proof.differing else Text("holds", style="green")
                    made.add_row(state, plain(proof.differing or ""), plain(proof.what), plain(proof.example[:120]))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    out.print(made)
    if wrong:
        raise AlmanacError(
            f"{wrong} of {made.row_count} do not hold. Nothing was changed. `almanac rebuild --date D` makes a day again from "
            "its kept pages; a backup restores the rest."
        )
    out.print(plain("The warehouse is what it says."))


def _wanted(home: Home) -> None:
    if said := broken_link(home.warehouse):
        raise NotPublished(f"There is no warehouse at {home.warehouse}: {said}.")
    if not home.warehouse.exists():
        raise NotPublished(f"There is no warehouse at {home.warehouse}; `almanac run` makes one.")
