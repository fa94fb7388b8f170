"""The command `almanac`: its commands, its home, and how errors end."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.backup import backup, verify
from pipeline.cli.categories import categories
from pipeline.cli.compare import compare
from pipeline.cli.demo import demo
from pipeline.cli.doctor import doctor
from pipeline.cli.export import export
from pipeline.cli.featured import featured
from pipeline.cli.history import history
from pipeline.cli.rebuild import rebuild
from pipeline.cli.run import run as run_today
from pipeline.cli.scorecard import scorecard
from pipeline.cli.show import show
from pipeline.cli.sql import sql
from pipeline.cli.status import status
from pipeline.cli.terminal import console, plain
from pipeline.cli.ui import ui
from pipeline.errors import AlmanacError
from pipeline.settings import Home

INTERRUPTED = 130  # typer's exit status for Ctrl-C

app = typer.Typer(
    help="Hub Almanac: every day, write down what the Hugging Face Hub looks like.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
for name, command in (
    ("run", run_today), ("demo", demo), ("show", show), ("featured", featured), ("history", history), ("compare", compare), ("categories", categories),
    ("scorecard", scorecard), ("sql", sql), ("status", status), ("export", export), ("ui", ui),
    ("doctor", doctor), ("rebuild", rebuild), ("backup", backup), ("verify", verify),
):  # fmt: skip
    app.command(name)(command)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415  slow to import

        typer.echo(f"hub-almanac {version('hub-almanac')}")
        raise typer.Exit


@app.callback()
def home(
    ctx: typer.Context,
    home: Annotated[Path | None, typer.Option(help="Where this Almanac lives; ALMANAC_HOME, or ./data.")] = None,
    show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Choose the home."""
    ctx.obj = Home(home.absolute()) if home else Home.from_env()
    os.environ["ALMANAC_HOME"] = str(ctx.obj.root)


def run() -> None:
    """Run the command line. Exit status: 0 done, 1 the job failed and nothing published changed, 2 wrong usage."""
    try:
        app()
    except AlmanacError as error:
        console(err=True).print(plain(f"almanac: {' '.join(str(error).split())}"), soft_wrap=True)
        sys.exit(error.exit_status)
    except SystemExit as ended:
        if ended.code == INTERRUPTED:
            console(err=True).print("almanac: interrupted; what was published stays, what was spooled is kept.")
            sys.exit(1)
        raise
    except BrokenPipeError:
        # the reader of a pipe left, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
