"""The home that a read command reads."""

import typer

from pipeline.cli.language import select_language
from pipeline.cli.terminal import console, sanitize
from pipeline.config import Home
from pipeline.user_paths import shorten_path


def choose_read_home(ctx: typer.Context) -> Home:
    """Return the command's home, or the demo's while nobody named a home and `./data` is empty; then say so on standard error."""
    home: Home = ctx.obj
    readable_home = home.find_readable()
    if readable_home != home:
        _, say = select_language(ctx.params.get("lang"))
        folders = {"home": shorten_path(home.root), "demo": shorten_path(readable_home.root)}
        console(err=True).print(sanitize(say("cli-reading-demo", **folders)), style="yellow")
    return readable_home
