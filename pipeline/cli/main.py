"""The command `almanac`: its commands, its home, and how errors end."""

import errno
import os
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, cast

import typer
import typer.core
import typer.main

from pipeline.cli.streams import (
    correct_terminal_size,
    get_output_error,
    ignore_output_errors,
    prepare_streams,
    silence_output,
)
from pipeline.cli.terminal import console, sanitize
from pipeline.config import Home
from pipeline.errors import AlmanacError, UsageError
from pipeline.secrets import mask
from pipeline.user_paths import check_home_path, set_default_folders

# What a path that a person named can come to, wherever it is first looked at.
UNREACHABLE_ERRORS = {errno.ENAMETOOLONG, errno.EACCES, errno.EPERM, errno.ELOOP, errno.ENOTDIR, errno.EROFS}
INTERRUPT_STATUS = 130  # typer's exit status for Ctrl-C
# command: its module in pipeline/cli, where a function of that name is it.
COMMANDS = {
    "run": "run", "demo": "demo", "show": "show", "featured": "featured", "history": "history", "compare": "compare", "categories": "categories",
    "scorecard": "scorecard", "sql": "sql", "status": "status", "export": "export", "report": "report", "ui": "ui", "doctor": "doctor", "rebuild": "rebuild",
    "backup": "backup", "verify": "verify", "restore": "restore", "forget": "forget",
}  # fmt: skip
# Those whose work counts, or whose exit status does, whether or not anybody reads what they say.
JOBS = {"run", "demo", "status", "export", "report", "doctor", "rebuild", "backup", "verify", "restore", "forget"}
SERVERS = {"ui"}  # they end with their terminal


class CommandModules(Mapping[str, object]):
    """The commands by name, each imported when it is looked up: a read command starts in a fraction of a second."""

    def __getitem__(self, name: str) -> object:
        command_app = typer.Typer(add_completion=False)
        command_app.command(name)(getattr(import_module(f"pipeline.cli.{COMMANDS[name]}"), name))
        return typer.main.get_command(command_app)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class CommandGroup(typer.core.TyperGroup):
    """The group of them."""

    def __init__(self, **settings: Any):
        super().__init__(**settings)
        self.commands = cast(Any, CommandModules())

    def list_commands(self, ctx: object) -> list[str]:
        """Their names, in the order of COMMANDS."""
        return list(self.commands)


app = typer.Typer(
    cls=CommandGroup,
    help="Hub Almanac: every day, write down what the Hugging Face Hub looks like.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _print_version(requested_version: bool) -> None:
    if requested_version:
        from importlib.metadata import version  # noqa: PLC0415  slow to import

        typer.echo(f"hub-almanac {version('hub-almanac')}")
        raise typer.Exit


@app.callback()
def home(
    ctx: typer.Context,
    home: Annotated[Path | None, typer.Option(help="Where this Almanac lives; ALMANAC_HOME, or ./data.")] = None,
    show_version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Choose the home."""
    if ctx.invoked_subcommand in JOBS | SERVERS:
        ignore_output_errors(ignore_hangup=ctx.invoked_subcommand in JOBS)
    # a variable that is not set; the working folder is not meant
    if "--home=" in sys.argv or ("--home", "") in pairwise(sys.argv):
        raise UsageError("--home is empty; name a folder.")
    ctx.obj = Home(check_home_path(home)) if home else Home.from_env()
    set_default_folders(ctx.obj.root)


def run() -> None:
    """Run the command line. Exit status: 0 done, 1 the job failed and nothing published changed, 2 wrong usage."""
    correct_terminal_size()
    prepare_streams()
    try:
        if any(map(_has_surrogates, sys.argv)):
            raise UsageError(_undecodable_message())
        _run_app()
    except AlmanacError as error:
        console(err=True).print(sanitize(f"almanac: {' '.join(mask(str(error)).split())}"), soft_wrap=True)
        sys.exit(error.exit_status)
    except MemoryError:
        console(err=True).print("almanac: this needs more memory than there is; ask for less of it.")
        sys.exit(1)
    except SystemExit as system_exit:
        if system_exit.code == INTERRUPT_STATUS:
            console(err=True).print("almanac: interrupted; what was published stays, what was spooled is kept.")
            sys.exit(1)
        raise
    except BrokenPipeError:
        # the reader of a pipe left, as `head` does
        silence_output()
        sys.exit(1)
    except OSError as error:
        if error.errno in UNREACHABLE_ERRORS and error.filename:
            name = os.fsdecode(error.filename)
            console(err=True).print(
                sanitize(f"almanac: {name[:500]} cannot be used: {error.strerror}."), soft_wrap=True
            )
            sys.exit(1)
        if error.errno not in (errno.ENOSPC, errno.EIO, errno.EBADF):
            raise
        silence_output()
        console(err=True).print(sanitize(f"almanac: what was to be said cannot be written: {error.strerror}."))
        sys.exit(1)
    finally:
        try:
            sys.stdout.flush()
        except OSError:  # else Python ends with a traceback and a status of its own
            silence_output()


def _run_app() -> None:
    try:
        app()
    except SystemExit:
        sys.stdout.flush()  # what cannot be written is known here, not when Python ends
        output_error = get_output_error()
        # those are a reader who left
        if output_error and output_error.errno not in (errno.EPIPE, errno.EIO, errno.EBADF):
            message = f"almanac: what was to be said cannot be written: {output_error.strerror}. The exit status is the command's own."
            console(err=True).print(sanitize(message))
        raise


def _has_surrogates(word: str) -> bool:
    """Whether the word holds bytes that are not text in this locale."""
    return any("\ud800" <= character <= "\udfff" for character in word)


def _undecodable_message() -> str:
    encoding = sys.getfilesystemencoding()
    if encoding == "utf-8":
        return "The command line is not UTF-8 text."
    return f"The command line is not text in this locale, which has {encoding}; set PYTHONUTF8=1, or a UTF-8 locale."
