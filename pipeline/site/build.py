"""The whole site of a day, from the published database into a folder."""

import datetime as dt
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.config import Home
from pipeline.site.badges import write_badges
from pipeline.site.feeds import write_feeds
from pipeline.site.json_api import write_api
from pipeline.site.markdown_page import write_living
from pipeline.site.output_folder import MARK, Folder
from pipeline.site.page_data import gather
from pipeline.site.pages import write_pages


@dataclass(frozen=True)
class Built:
    """What was made. `files`: of the site; `written`: those that differ from what was there; `removed`: files of an earlier edition;
    `left_out`: rows that could not be shown (see Edition); `broken`: pages and links that lead nowhere."""

    day: dt.date
    sample: bool
    files: int
    written: int
    removed: int
    left_out: int
    broken: list[tuple[str, str]]


def build_site(
    con: duckdb.DuckDBPyConnection, folder: Path, day: dt.date | None = None, address: str | None = None
) -> Built:
    """Make the site of the day (the last one when left out) in the folder; files that stay the same are not touched.

    `address`: where the site will be found, for feeds; their links are relative without it. Raises AlmanacError for a day without boards,
    and when a file cannot be written; UsageError for a folder that holds anything else.
    """
    edition = gather(con, day)
    site = Folder(folder)
    write_pages(edition, site.put)
    write_feeds(edition, site.put, address)
    write_api(edition, site.put)
    write_badges(edition, site.put)
    write_living(edition, site.put)
    files = site.finish()
    broken = list(broken_links(folder, site.files))
    return Built(edition.day, edition.sample, files, site.written, site.removed, edition.left_out, broken)


def remake_site(home: Home, address: str = "") -> bool:
    """Make the home's site of its last day again, where there is one; whether there was."""
    if not (home.site / MARK).exists() or not home.published.exists():
        return False
    with duckdb.connect(str(home.published), read_only=True) as con:
        if con.execute("SELECT count(*) FROM trends").fetchall() == [(0,)]:
            Folder(home.site).finish()  # no day is left to show
            return True
        build_site(con, home.site, None, address or None)
    return True


def broken_links(folder: Path, files: set[Path]) -> Iterator[tuple[str, str]]:
    """Page and link, for each link of the folder's pages to a file that is not one of the `files`."""
    known = {os.path.normpath(file) for file in files}
    for page in sorted(file for file in files if file.suffix == ".html"):
        for link in set(re.findall(r'(?:href|src)="([^"#?]+)', page.read_text(encoding="utf-8"))):
            if not link.startswith(("https:", "data:")) and os.path.normpath(page.parent / link) not in known:
                yield str(page.relative_to(folder)), link
