"""The entry point of `almanac`: subcommands, choice of the home, and error handling."""

import errno
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from itertools import pairwise
from keyword import iskeyword
from pathlib import Path
from typing import Annotated, Any, cast

import typer
import typer.core
import typer.main

from pipeline.cli.language import use_language_of
from pipeline.cli.streams import (
    correct_terminal_size,
    get_output_error,
    ignore_output_errors,
    prepare_streams,
    silence_output,
)
from pipeline.cli.suggestions import (
    describe_usage_error,
    option_without_value_error,
    unknown_command_error,
    unknown_option_error,
)
from pipeline.cli.terminal import console, sanitize
from pipeline.config import Home, unset_empty_variables
from pipeline.errors import AlmanacError, UsageError
from pipeline.files import describe_os_error
from pipeline.i18n.locale import find_language
from pipeline.notes import Note
from pipeline.user_paths import check_home_path, set_default_folders

# Errors of a path from the command line, wherever it is first used.
UNREACHABLE_ERRORS = {errno.ENAMETOOLONG, errno.EACCES, errno.EPERM, errno.ELOOP, errno.ENOTDIR, errno.EROFS}
INTERRUPT_STATUS = 130  # typer's exit status for Ctrl-C
INTERRUPTED_QUERY = "Query interrupted"  # DuckDB's RuntimeError after Ctrl-C
# command: module in pipeline/cli with a function of the command's name.
COMMANDS = {
    "run": "run", "demo": "demo", "show": "show", "featured": "featured", "history": "history", "compare": "compare", "categories": "categories",
    "scorecard": "scorecard", "accuracy": "accuracy", "sql": "sql", "status": "status", "export": "export", "report": "report", "ui": "ui", "daemon": "daemon", "doctor": "doctor", "rebuild": "rebuild",
    "import": "import_history", "rank": "rank", "backup": "backup", "verify": "verify", "restore": "restore", "forget": "forget", "lake": "lake",
}  # fmt: skip
# Their work or exit status matters even if nobody reads the output.
JOBS = {
    "run", "demo", "status", "export", "report", "doctor", "rebuild", "import", "rank", "backup", "verify", "restore", "forget",
    "lake",
}  # fmt: skip
SERVERS = {"ui", "daemon"}  # stop when their terminal closes
USAGE_ERROR = typer.BadParameter.__mro__[1]  # the class of all of typer's errors of usage, without a public name


PrivateType = Any  # of typer, without a public name


@contextmanager
def _translate_usage_errors(ctx: PrivateType, parameters: list[PrivateType], command: str = "") -> Iterator[None]:
    """Also refuse `show --why --lang ko`, where an option took the next one for its value. Raises UsageError."""
    options = [name for parameter in parameters for name in parameter.opts if name.startswith("-")]
    try:
        yield
    except Exception as error:
        if not isinstance(error, USAGE_ERROR):
            raise
        option = getattr(error, "option_name", None)
        if option and option not in options:
            raise unknown_option_error(option, options, command) from None
        raise describe_usage_error(error, command) from None
    for parameter in parameters:
        if str(ctx.params.get(parameter.name)) in options:
            raise option_without_value_error(parameter.opts[0], command)


class SuggestingCommand(typer.core.TyperCommand):
    """A command whose errors of usage are ours: in the user's language, with the option that an unknown one may mean."""

    def parse_args(self, ctx: PrivateType, args: list[str]) -> list[str]:
        with _translate_usage_errors(ctx, self.get_params(ctx), self.name or ""):
            return super().parse_args(ctx, args)


class CommandModules(Mapping[str, object]):
    """Imports a command on lookup, so that read commands start fast."""

    def __getitem__(self, name: str) -> object:
        command_app = typer.Typer(add_completion=False)
        function = getattr(import_module(f"pipeline.cli.{COMMANDS[name]}"), name + "_" * iskeyword(name))
        command_app.command(name, cls=SuggestingCommand)(function)
        return typer.main.get_command(command_app)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class CommandGroup(typer.core.TyperGroup):
    def __init__(self, **settings: PrivateType):
        super().__init__(**settings)
        self.commands = cast(PrivateType, CommandModules())

    def parse_args(self, ctx: PrivateType, args: list[str]) -> list[str]:
        if not args:
            return super().parse_args(ctx, args)  # shows the help
        with _translate_usage_errors(ctx, self.get_params(ctx)):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: PrivateType) -> object:
        if not ctx._protected_args:  # else typer prints an error of its own
            raise UsageError(
                Note("missing_argument", {"name": "COMMAND"}), Note("see_help", {"command": "almanac --help"})
            )
        return super().invoke(ctx)

    def list_commands(self, ctx: object) -> list[str]:
        return list(self.commands)

    def resolve_command(self, ctx: PrivateType, args: list[str]) -> PrivateType:
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            if args == ["help"]:
                typer.echo(ctx.get_help())
                raise typer.Exit
            if args[0] == "help":
                return self.resolve_command(ctx, [args[1], "--help"])
            raise unknown_command_error(args[0], list(COMMANDS))
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=CommandGroup,
    help="Hub Almanac: daily snapshots, boards and history of the Hugging Face Hub.",
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
    home: Annotated[Path | None, typer.Option(help="Home folder; default: ALMANAC_HOME, else ./data.")] = None,
    show_version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Choose the home."""
    if ctx.invoked_subcommand in JOBS | SERVERS:
        ignore_output_errors(ignore_hangup=ctx.invoked_subcommand in JOBS)
    # an unset shell variable; it does not mean the working folder
    if "--home=" in sys.argv or ("--home", "") in pairwise(sys.argv):
        raise UsageError(Note("empty_home"))
    unset_empty_variables()
    ctx.obj = Home(check_home_path(home)) if home else Home.from_env()
    set_default_folders(ctx.obj.root)


def run() -> None:
    """Run the command line. Exit status: 0 success, 1 failure, 2 wrong usage."""
    correct_terminal_size()
    prepare_streams()
    try:
        with use_language_of(sys.argv):
            _run_and_report()
    finally:
        try:
            sys.stdout.flush()
        except OSError:  # otherwise Python prints a traceback and changes the exit status
            silence_output()


def _run_and_report() -> None:
    """Run the command; report errors in the language of the process."""
    try:
        if any(map(_has_surrogates, sys.argv)):
            raise UsageError(_describe_encoding())
        _run_app()
    except AlmanacError as error:
        _print_error(error)
        sys.exit(error.exit_status)
    except MemoryError:
        _print_error(AlmanacError(Note("out_of_memory")))
        sys.exit(1)
    except (SystemExit, RuntimeError) as error:
        if getattr(error, "code", None) != INTERRUPT_STATUS and str(error) != INTERRUPTED_QUERY:
            raise
        _print_error(AlmanacError(Note("interrupted"), Note("data_is_kept")))
        sys.exit(1)
    except BrokenPipeError:
        # a reader such as `head` closed the pipe
        silence_output()
        sys.exit(1)
    except OSError as error:
        if error.errno in UNREACHABLE_ERRORS and error.filename:
            name = os.fsdecode(error.filename)[:500]
            _print_error(AlmanacError(Note("cannot_use", {"path": name, "cause": describe_os_error(error)})))
            sys.exit(1)
        if error.errno not in (errno.ENOSPC, errno.EIO, errno.EBADF):
            raise
        silence_output()
        _print_error(AlmanacError(Note("cannot_write_output", {"cause": describe_os_error(error)})))
        sys.exit(1)


def _print_error(error: AlmanacError) -> None:
    """Print the error in one line, in the language of the process."""
    message = " ".join(error.render(find_language()).split())
    console(err=True).print(sanitize(f"almanac: {message}"), soft_wrap=True)


def _run_app() -> None:
    try:
        app()
    except SystemExit:
        sys.stdout.flush()  # reports write errors here, not at interpreter exit
        output_error = get_output_error()
        # these errors mean that the reader left
        if output_error and output_error.errno not in (errno.EPIPE, errno.EIO, errno.EBADF):
            cause = describe_os_error(output_error)
            _print_error(AlmanacError(Note("cannot_write_output", {"cause": cause}), Note("status_of_command")))
        raise


def _has_surrogates(word: str) -> bool:
    """Return whether the word contains bytes that are not text in this locale."""
    return any("\ud800" <= character <= "\udfff" for character in word)


def _describe_encoding() -> Note:
    encoding = sys.getfilesystemencoding()
    if encoding == "utf-8":
        return Note("arguments_not_utf8")
    return Note("arguments_not_encoded", {"encoding": encoding})
