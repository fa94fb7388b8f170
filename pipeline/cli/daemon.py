import os
from contextlib import nullcontext

import typer

from pipeline.cli.demo import serve_sample_hub
from pipeline.cli.terminal import console, sanitize
from pipeline.cli.ui import prepare_workspace
from pipeline.config import Home
from pipeline.i18n.locale import localize


def daemon(ctx: typer.Context) -> None:
    """Run Dagster's daemon on this home's instance, without the UI: schedule, sensors and queued runs.

    For servers, beside `almanac ui --no-daemon`. An instance has one daemon.

    \b
    Examples:
      almanac daemon
      almanac --home /srv/almanac daemon
    """
    from pipeline.orchestration.daemon import serve_daemon  # noqa: PLC0415

    home: Home = ctx.obj
    workspace = prepare_workspace(home)
    with serve_sample_hub(home) if home.demo_marker.exists() else nullcontext():
        console().print(sanitize(localize("cli-daemon", path=home.root)))
        os.chdir(home.dagster)  # avoids a warning about another folder's dagster.yaml
        serve_daemon(home, workspace)
