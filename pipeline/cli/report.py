import os
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.dates import DATE_FORMS, find_board_day
from pipeline.cli.options import is_given
from pipeline.cli.read_home import LakeOption, choose_read_home
from pipeline.cli.streams import stop_on_hangup
from pipeline.cli.terminal import console, sample_note, sanitize
from pipeline.config import Settings
from pipeline.errors import AlmanacError, UsageError
from pipeline.files import describe_os_error
from pipeline.i18n.locale import localize
from pipeline.notes import Note
from pipeline.paths import reject_home_folder
from pipeline.published.query_limits import find_read_limit
from pipeline.published.reader import open_published
from pipeline.user_paths import expand_path

if TYPE_CHECKING:
    from pipeline.site.build import SiteBuild

REPORT_TIMEOUT_SECONDS = 600.0  # of all its queries
# Rows of a wrong type or value, in a database that this version did not publish.
INVALID_ROW_ERRORS = (TypeError, ValueError, LookupError, ArithmeticError, AttributeError, RecursionError)
MEDIA_TYPES = {".xml": "application/atom+xml", ".md": "text/markdown", ".js": "text/javascript"}


def report(
    ctx: typer.Context,
    output: Annotated[
        Path | None, typer.Option(help="New folder, or folder of an earlier site; default: site in the home.")
    ] = None,
    date: Annotated[str | None, typer.Option(help=f"Day, as {DATE_FORMS}; default: the last one.")] = None,
    address: Annotated[
        str | None,
        typer.Option(help="Public address of the site, for its feeds; default: ALMANAC_SITE_URL.", metavar="URL"),
    ] = None,
    serve: Annotated[bool, typer.Option("--serve", help="Serve the site on this machine until Ctrl-C.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port for --serve; 0 picks a free one.")] = 8000,
    lake: LakeOption = False,
) -> None:
    """Build the site of a day: pages in English and Korean, feeds, JSON files, badges and the living document.

    The site is static files; docs/publishing.md says where to host them.

    \b
    Examples:
      almanac report
      almanac report --serve
      almanac report --output public --address https://example.org/hub
    """
    from pipeline.site.build import build_site  # noqa: PLC0415  imports the charts
    from pipeline.site.feeds import check_site_address  # noqa: PLC0415

    home = choose_read_home(ctx)
    if not serve and is_given(ctx, "port"):
        raise UsageError(Note("port_needs_serve"))
    folder = expand_path(output or home.site)
    reject_home_folder(home, folder, home.site)
    settings = Settings.from_env()
    address = address or settings.site_url or None
    if address is not None:
        address = check_site_address(address)
    with (
        open_published(home, seconds=find_read_limit(REPORT_TIMEOUT_SECONDS)) as con,
        console(err=True).status(localize("cli-site-building")),
    ):
        day = None if date is None else find_board_day(con, date)
        try:
            site = build_site(con, folder, day, address, settings.least_share)
        except INVALID_ROW_ERRORS as error:
            problem = f"{type(error).__name__}: {str(error)[:200]}"
            raise AlmanacError(Note("site_rows_invalid", {"path": str(home.published), "reason": problem})) from error
    _print_summary(site, folder)
    if serve:
        serve_folder(folder, port)


def _print_summary(site: "SiteBuild", folder: Path) -> None:
    out = console()
    if site.sample:
        out.print(sanitize(sample_note()), style="yellow")
    out.print(
        sanitize(localize("cli-site", day=site.day, path=folder, files=site.file_count, written=site.written_count))
    )
    if site.removed_count:
        out.print(sanitize(localize("cli-site-removed", files=site.removed_count)))
    if site.omitted_row_count:
        out.print(sanitize(localize("cli-site-skipped", rows=site.omitted_row_count)))


def serve_folder(folder: Path, port: int) -> None:
    """Serve the folder on loopback until Ctrl-C. Raises UsageError if the port is taken."""
    try:
        server = SiteServer(("127.0.0.1", port), partial(QuietHandler, directory=str(folder)))
    except OSError as error:
        raise UsageError(Note("port_taken", {"port": str(port), "cause": describe_os_error(error)})) from error
    if not stop_on_hangup():
        server.server_close()
        return
    with server, suppress(KeyboardInterrupt):
        console().print(sanitize(localize("cli-site-served", url=f"http://127.0.0.1:{server.server_port}/")))
        server.serve_forever()


class SiteServer(ThreadingHTTPServer):
    """Queues as many connections as a browser opens at a time."""

    request_queue_size = 128


class QuietHandler(SimpleHTTPRequestHandler):
    def guess_type(self, path: "str | os.PathLike[str]") -> str:
        """Return a file's media type, with UTF-8 for text and the types of feeds."""
        media_type = MEDIA_TYPES.get(Path(path).suffix) or super().guess_type(path)
        return f"{media_type}; charset=utf-8" if media_type.startswith(("text/", "application/")) else media_type

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""
