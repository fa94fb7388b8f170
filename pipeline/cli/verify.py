import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from pipeline.cli.arguments import require_warehouse
from pipeline.cli.terminal import console, make_table, sanitize
from pipeline.config import Home, Settings
from pipeline.errors import AlmanacError
from pipeline.files import describe_os_error
from pipeline.i18n.locale import find_language, localize
from pipeline.i18n.messages import sentence
from pipeline.notes import Note, Parameters

if TYPE_CHECKING:
    from pipeline.publishing.verify import Comparison


def verify(
    ctx: typer.Context,
    days: Annotated[
        int | None,
        typer.Option(min=1, help="Number of last days whose boards to recompute; default: all.", show_default=False),
    ] = None,
) -> None:
    """Verify the warehouse: check that its parts agree and that recomputed derived data is identical.

    Works on a copy, so it changes nothing and blocks no run. Exits with status 1 on any difference.

    \b
    Examples:
      almanac verify
      almanac verify --days 7
    """
    from pipeline.publishing.database_copy import copy_database  # noqa: PLC0415
    from pipeline.publishing.verify import find_next_step, verify_published, verify_spools, verify_warehouse  # noqa: PLC0415
    from pipeline.warehouse.connection import open_warehouse  # noqa: PLC0415

    home: Home = ctx.obj
    places = Settings.from_env().board_places
    require_warehouse(home)
    out = console()

    headings = [(localize(f"heading-verify-{name}"), name == "rows") for name in ("rows", "check", "difference")]
    results_table = make_table([("", False), *headings])
    failures: list[Comparison] = []
    scratch = _make_scratch_folder(home.warehouse.parent)
    try:
        with open_warehouse(home.warehouse) as con:
            copy_database(con, home.warehouse, scratch / "hub.duckdb", Note("not_verified"))
        with (
            open_warehouse(scratch / "hub.duckdb") as con,
            console(err=True).status(localize("cli-verifying")) as status,
        ):
            # the published file first, because verify_warehouse changes the copy
            for proofs in (
                verify_published(con, home.published),
                verify_spools(home.spool),
                verify_warehouse(con, days, lambda subject: status.update(sanitize(_describe(subject))), places),
            ):
                for proof in proofs:
                    failures += [proof] if proof.differing else []
                    state, color = ("cli-fails", "red") if proof.differing else ("cli-passes", "green")
                    results_table.add_row(
                        Text(localize(state), style=color),
                        sanitize(proof.differing or ""),
                        sanitize(_describe(proof.subject)),
                        sanitize(proof.example[:120]),
                    )
            next_step = find_next_step(con, failures)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    out.print(results_table)
    if failures:
        counts: Parameters = {"failed": len(failures), "checks": results_table.row_count}
        raise AlmanacError(Note("verify_failed", counts), next_step)
    out.print(sanitize(localize("cli-all-checks-passed")))


def _describe(subject: Note) -> str:
    return sentence(find_language(), "comparison", subject)


def _make_scratch_folder(folder: Path) -> Path:
    try:
        return Path(tempfile.mkdtemp(prefix=".verify-", dir=folder))
    except OSError as error:
        cause = describe_os_error(error, folder)
        raise AlmanacError(Note("cannot_write", {"path": str(folder), "cause": cause}), Note("not_verified")) from error
