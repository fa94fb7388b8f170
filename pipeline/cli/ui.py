"""`almanac ui`: the Dagster UI and daemon on this home's instance."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
import yaml

from pipeline.cli.terminal import console, plain
from pipeline.settings import Home


def ui(
    ctx: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 3000,
    prepare: Annotated[
        bool, typer.Option("--prepare", help="Only write the instance's configuration: services start the rest.")
    ] = False,
) -> None:
    """Start the Dagster UI and daemon (`dg dev`) on this home's instance; the daily schedule runs while it does.

    \b
    Examples:
      almanac ui
      almanac --home data/demo ui --port 3001
    """
    from pipeline.run import instance_of  # noqa: PLC0415

    home: Home = ctx.obj
    with instance_of(home):
        pass  # what a run of old left there is put in order
    workspace = home.dagster / "workspace.yaml"
    where = {"module_name": "pipeline.definitions", "location_name": "hub-almanac"}
    workspace.write_text(yaml.safe_dump({"load_from": [{"python_module": where}]}), encoding="utf-8")
    if prepare:
        console().print(plain(f"Prepared {home.dagster}."))
        return
    console().print(plain(f"The Dagster UI of {home.root} will be at http://{host}:{port}; Ctrl-C ends it."))
    dg = Path(sys.executable).with_name("dg")
    command = [str(dg), "dev", "--workspace", str(workspace), "--host", host, "--port", str(port)]
    os.chdir(home.dagster)  # another folder's dagster.yaml would only make it warn
    os.execv(command[0], command)  # noqa: S606  becomes the server, so that signals reach it
