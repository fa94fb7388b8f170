import os
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer
import yaml

from pipeline.cli.language import select_language
from pipeline.cli.options import reject_other_options
from pipeline.cli.read_home import choose_read_home
from pipeline.cli.terminal import console, sanitize
from pipeline.config import Home, read_ui_hosts
from pipeline.files import write_atomically
from pipeline.i18n.locale import localize


def ui(
    ctx: typer.Context,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 3000,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            help="Another host name of the UI, such as that of an authenticating proxy; repeatable. Also read from ALMANAC_UI_HOSTS."
        ),
    ] = None,
    daemon: Annotated[bool, typer.Option(help="Run the daemon too; a server runs it as a separate service.")] = True,
    prepare: Annotated[
        bool,
        typer.Option("--prepare", help="Only write the instance's configuration, for services that start the rest."),
    ] = False,
) -> None:
    """Start the Dagster UI and daemon on this home's instance; the daily schedule runs as long as they do.

    The UI has no login. It answers requests to localhost, 127.0.0.1, [::1] and --host, and rejects those from other sites.

    \b
    Examples:
      almanac ui
      almanac --home data/demo ui --port 3001
    """
    from pipeline.orchestration.ui_guard import AllowedHosts  # noqa: PLC0415

    home = choose_read_home(ctx)
    if prepare:
        reject_other_options(ctx, ("prepare",), "options_excluded", "--prepare")
    hosts = AllowedHosts.from_names(host, port, [*read_ui_hosts(), *(allow_host or [])])
    workspace = prepare_workspace(home)
    is_demo = home.demo_marker.exists()
    if prepare:
        console().print(sanitize(localize("cli-ui-prepared", path=home.dagster)))
        return
    from pipeline.cli.demo import serve_sample_hub  # noqa: PLC0415
    from pipeline.orchestration.ui_server import listen, serve_ui  # noqa: PLC0415

    with listen(host, port) as listener, serve_sample_hub(home) if is_demo else nullcontext():
        name = f"[{host}]" if ":" in host else host
        console().print(sanitize(localize("cli-ui-address", path=home.root, url=f"http://{name}:{port}")))
        _, say = select_language(None)
        if is_demo:
            console().print(sanitize(say("cli-ui-demo")), style="yellow")
        elif not home.published.exists():
            console().print(sanitize(say("cli-ui-empty")))
        os.chdir(home.dagster)  # avoids a warning about another folder's dagster.yaml
        serve_ui(home, workspace, listener, hosts, with_daemon=daemon)


def prepare_workspace(home: Home) -> Path:
    """Recover what an interrupted run left, write the instance's configuration and the workspace; return the workspace's path."""
    from pipeline.orchestration.instance import run_with_instance  # noqa: PLC0415
    from pipeline.orchestration.run_ownership import LOCATION_NAME  # noqa: PLC0415

    run_with_instance(home, lambda instance: None, lambda sentence: console().print(sanitize(sentence), style="yellow"))
    workspace = home.dagster / "workspace.yaml"
    attribute = "demo_definitions" if home.demo_marker.exists() else "definitions"
    code_location = {"module_name": "hub_almanac", "attribute": attribute, "location_name": LOCATION_NAME}
    text = yaml.safe_dump({"load_from": [{"python_module": code_location}]})
    write_atomically(workspace, text.encode())  # a daemon may be reading it
    return workspace
