"""The command `almanac`: its commands, its home, and how errors end."""

import errno
import os
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, cast

import typer
import typer.core
import typer.main

from pipeline.cli.terminal import console, plain
from pipeline.errors import AlmanacError, UsageError
from pipeline.secrets import mask
from pipeline.settings import Home

INTERRUPTED = 130  # typer's exit status for Ctrl-C
# command: its module in pipeline/cli, where a function of that name is it.
COMMANDS = {
    "run": "run", "demo": "demo", "show": "show", "featured": "featured", "history": "history", "compare": "compare", "categories": "categories",
    "scorecard": "scorecard", "sql": "sql", "status": "status", "export": "export", "report": "report", "ui": "ui", "doctor": "doctor", "rebuild": "rebuild",
    "backup": "backup", "verify": "backup", "restore": "restore", "forget": "forget",
}  # fmt: skip


class Modules(Mapping[str, Any]):
    """The commands by name, each imported when it is looked up: a read command starts in a fraction of a second."""

    def __getitem__(self, name: str) -> Any:
        alone = typer.Typer(add_completion=False)
        alone.command(name)(getattr(import_module(f"pipeline.cli.{COMMANDS[name]}"), name))
        return typer.main.get_command(alone)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class Commands(typer.core.TyperGroup):
    """The group of them."""

    def __init__(self, **settings: Any):
        super().__init__(**settings)
        self.commands = cast(Any, Modules())

    def list_commands(self, ctx: Any) -> list[str]:
        """Their names, in the order of COMMANDS."""
        return list(self.commands)


app = typer.Typer(
    cls=Commands,
    help="Hub Almanac: every day, write down what the Hugging Face Hub looks like.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


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
    _streams()
    try:
        if any(map(_surrogates, sys.argv)):
            raise UsageError("The command line is not UTF-8 text.")
        app()
    except AlmanacError as error:
        console(err=True).print(plain(f"almanac: {' '.join(mask(str(error)).split())}"), soft_wrap=True)
        sys.exit(error.exit_status)
    except MemoryError:
        console(err=True).print("almanac: this needs more memory than there is; ask for less of it.")
        sys.exit(1)
    except SystemExit as ended:
        if ended.code == INTERRUPTED:
            console(err=True).print("almanac: interrupted; what was published stays, what was spooled is kept.")
            sys.exit(1)
        raise
    except BrokenPipeError:
        # the reader of a pipe left, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EIO, errno.EBADF):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        console(err=True).print(plain(f"almanac: what was to be said cannot be written: {error.strerror}."))
        sys.exit(1)


def _streams() -> None:
    """A stream that is closed is one that nobody reads, or from which nothing comes."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  as long as the process lives


def _surrogates(word: str) -> bool:
    """Whether the word holds bytes that are no UTF-8."""
    return any("\ud800" <= c <= "\udfff" for c in word)
