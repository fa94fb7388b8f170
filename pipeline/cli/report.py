"""`almanac report`: the day's site, and a look at it."""

import os
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.arguments import parse_day
from pipeline.cli.streams import stop_on_hangup
from pipeline.cli.terminal import console, sample_note, sanitize
from pipeline.config import Home, Settings
from pipeline.errors import AlmanacError, UsageError
from pipeline.paths import reject_home_folder
from pipeline.published.query_limits import find_read_limit
from pipeline.published.reader import open_published
from pipeline.user_paths import expand_path

if TYPE_CHECKING:
    from pipeline.site.build import SiteBuild

REPORT_TIMEOUT_SECONDS = 600.0  # of all its queries
# What rows of the wrong type or meaning raise, in a database that this version did not publish.
INVALID_ROW_ERRORS = (TypeError, ValueError, LookupError, ArithmeticError, AttributeError, RecursionError)
MEDIA_TYPES = {".xml": "application/atom+xml", ".md": "text/markdown", ".js": "text/javascript"}


def report(
    ctx: typer.Context,
    output: Annotated[
        Path | None, typer.Option(help="The folder: new, or of an earlier site; site in the home when left out.")
    ] = None,
    date: Annotated[str | None, typer.Option(help="Day, as 2026-03-06; the last one when left out.")] = None,
    address: Annotated[
        str | None,
        typer.Option(
            help="Where the site will be found, for its feeds; ALMANAC_SITE_URL when left out.", metavar="URL"
        ),
    ] = None,
    serve: Annotated[bool, typer.Option("--serve", help="Then show it on this machine, until Ctrl-C.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of --serve; 0 takes a free one.")] = 8000,
) -> None:
    """Make the site of the day: pages in English and Korean, feeds, JSON files, badges and the living document.

    Plain files that need no server: docs/publishing.md tells where to put them.

    \b
    Examples:
      almanac report
      almanac report --serve
      almanac report --output public --address https://example.org/hub
    """
    from pipeline.site.build import build_site  # noqa: PLC0415  brings the charts along
    from pipeline.site.feeds import check_site_address  # noqa: PLC0415

    home: Home = ctx.obj
    folder = expand_path(output or home.site)
    reject_home_folder(home, folder, home.site)
    address = address or Settings.from_env().site_url or None
    if address is not None:
        address = check_site_address(address)
    with (
        open_published(home, seconds=find_read_limit(REPORT_TIMEOUT_SECONDS)) as con,
        console(err=True).status("making the pages"),
    ):
        try:
            site = build_site(con, folder, parse_day(date), address)
        except INVALID_ROW_ERRORS as error:
            raise AlmanacError(
                f"{home.published} holds rows that no site can be made of ({type(error).__name__}: {str(error)[:200]}). Pages that were "
                "not written yet are as they were; `almanac run` publishes the database anew."
            ) from error
    _print_summary(site, folder)
    if serve:
        serve_folder(folder, port)


def _print_summary(site: "SiteBuild", folder: Path) -> None:
    out = console()
    if site.sample:
        out.print(sanitize(sample_note()), style="yellow")
    out.print(
        sanitize(f"{site.file_count:,} files of {site.day} in {folder}, {site.written_count:,} of them new or changed.")
    )
    if site.removed_count:
        out.print(sanitize(f"Removed {site.removed_count:,} files of the earlier site that this one does not have."))
    if site.omitted_row_count:
        out.print(
            sanitize(
                f"Left out {site.omitted_row_count:,} rows of the database whose day, category or _id is not valid."
            )
        )


def serve_folder(folder: Path, port: int) -> None:
    """Serve the folder on loopback until Ctrl-C. Raises UsageError when the port is taken."""
    try:
        server = SiteServer(("127.0.0.1", port), partial(QuietHandler, directory=str(folder)))
    except OSError as error:
        raise UsageError(
            f"Port {port} cannot be used: {error.strerror or error}. Choose another with --port."
        ) from error
    if not stop_on_hangup():
        server.server_close()
        return
    with server, suppress(KeyboardInterrupt):
        console().print(sanitize(f"http://127.0.0.1:{server.server_port}/  (Ctrl-C ends)"))
        server.serve_forever()


class SiteServer(ThreadingHTTPServer):
    """As many at once as a browser asks for."""

    request_queue_size = 128


class QuietHandler(SimpleHTTPRequestHandler):
    """Files, without a line for each."""

    def guess_type(self, path: "str | os.PathLike[str]") -> str:
        """The media type of a file, feeds and Korean text as what they are."""
        media_type = MEDIA_TYPES.get(Path(path).suffix) or super().guess_type(path)
        return f"{media_type}; charset=utf-8" if media_type.startswith(("text/", "application/")) else media_type

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what a browser asks of this machine is no news."""
