"""`almanac verify`: whether the warehouse's parts agree, and all that is derived comes out the same when it is derived again."""

import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from pipeline.cli.arguments import require_warehouse
from pipeline.cli.terminal import console, make_table, sanitize
from pipeline.config import Home, Settings
from pipeline.errors import AlmanacError
from pipeline.files import describe_os_error


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
    from pipeline.publishing.verify import verify_published, verify_spools, verify_warehouse  # noqa: PLC0415
    from pipeline.warehouse.connection import open_warehouse  # noqa: PLC0415

    home: Home = ctx.obj
    places = Settings.from_env().board_places
    require_warehouse(home)
    out = console()
    results_table = make_table(
        [("", False), ("rows", True), ("what is to hold", False), ("first that does not", False)]
    )
    failure_count = 0
    try:
        scratch = Path(tempfile.mkdtemp(prefix=".verify-", dir=home.warehouse.parent))
    except OSError as error:
        folder = home.warehouse.parent
        raise AlmanacError(
            f"{folder} cannot be written, and a copy to verify is made there: {describe_os_error(error, folder)}."
        ) from error
    try:
        with open_warehouse(home.warehouse) as con:
            copy_database(con, home.warehouse, scratch / "hub.duckdb", "Nothing was verified.")
        with open_warehouse(scratch / "hub.duckdb") as con, console(err=True).status("verifying") as status:
            # the published file first: the proof of the rest changes the copy
            for proofs in (
                verify_published(con, home.published),
                verify_spools(home.spool),
                verify_warehouse(con, days, status.update, places),
            ):
                for proof in proofs:
                    failure_count += bool(proof.differing)
                    state = Text("differs", style="red") if proof.differing else Text("holds", style="green")
                    results_table.add_row(
                        state, sanitize(proof.differing or ""), sanitize(proof.subject), sanitize(proof.example[:120])
                    )
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    out.print(results_table)
    if failure_count:
        raise AlmanacError(
            f"{failure_count} of {results_table.row_count} do not hold. Nothing was changed. `almanac rebuild --date D` makes a day again from "
            "its kept pages; a backup restores the rest."
        )
    out.print(sanitize("The warehouse is what it says."))
