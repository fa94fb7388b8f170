"""Refuse options that have no effect, instead of ignoring them."""

from collections.abc import Collection

import typer

from pipeline.errors import UsageError
from pipeline.notes import Note


def reject_other_options(ctx: typer.Context, usable_names: Collection[str], code: str, use: str = "") -> None:
    """Raise UsageError `code` with the `names` of the options that were given and have no effect on a use of the command.

    `usable_names`: of the parameters that have one.
    """
    ignored_names = [
        str(parameter.name).upper() if parameter.param_type_name == "argument" else parameter.opts[-1]
        for parameter in ctx.command.params
        if parameter.name not in usable_names and is_given(ctx, str(parameter.name))
    ]
    if ignored_names:
        raise UsageError(Note(code, {"names": ", ".join(ignored_names), "use": use}))


def is_given(ctx: typer.Context, name: str) -> bool:
    """Return whether a parameter stands on the command line."""
    source = ctx.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"
