"""The home that a read command reads."""

from dataclasses import replace
from typing import Annotated

import typer

from pipeline.cli.language import select_language
from pipeline.cli.terminal import console, sanitize
from pipeline.config import Home
from pipeline.user_paths import shorten_path

LakeOption = Annotated[bool, typer.Option("--lake", help="Read the lake (ALMANAC_LAKE) instead of hub.duckdb.")]


def choose_read_home(ctx: typer.Context) -> Home:
    """Return the command's home, or the demo's while nobody named a home and `./data` is empty; then say so on standard error.

    With `--lake`, the home's readers read the lake.
    """
    home: Home = ctx.obj
    if ctx.params.get("lake"):
        return replace(home, reads_lake=True)
    readable_home = home.find_readable()
    if readable_home != home:
        _, say = select_language(ctx.params.get("lang"))
        folders = {"home": shorten_path(home.root), "demo": shorten_path(readable_home.root)}
        console(err=True).print(sanitize(say("cli-reading-demo", **folders)), style="yellow")
    return readable_home
