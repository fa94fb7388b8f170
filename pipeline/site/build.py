"""Build a day's site from the published database."""

import datetime as dt
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipeline.config import Home, Settings
from pipeline.published.health import read_health
from pipeline.site.badges import write_badges
from pipeline.site.feeds import write_feeds
from pipeline.site.health_file import write_health
from pipeline.site.json_api import write_api
from pipeline.site.markdown_page import write_markdown_pages
from pipeline.site.output_folder import MARK, SiteFolder
from pipeline.site.page_data import gather_edition
from pipeline.site.pages import write_pages


@dataclass(frozen=True)
class SiteBuild:
    """Numbers of files in total, changed, and removed as left over from an earlier edition.

    `omitted_row_count`: see Edition. `broken_links`: (page, link) pairs without a target.
    """

    day: dt.date
    sample: bool
    file_count: int
    written_count: int
    removed_count: int
    omitted_row_count: int
    broken_links: list[tuple[str, str]]


def build_site(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    day: dt.date | None = None,
    address: str | None = None,
    least_share: float = Settings.least_share,
) -> SiteBuild:
    """Build the site of the day (default: the last) in the folder; unchanged files are not rewritten.

    `address`: the site's URL; without it, links in feeds are relative. `least_share`: see Settings. Raises AlmanacError if the day has no boards or
    a file cannot be written, UsageError if the folder contains anything but a site.
    """
    edition = gather_edition(con, day)
    site = SiteFolder(folder)
    write_pages(edition, site.put)
    write_feeds(edition, site.put, address)
    write_api(edition, site.put)
    write_health(read_health(con, edition.day, least_share), edition, site.put)
    write_badges(edition, site.put)
    write_markdown_pages(edition, site.put)
    file_count = site.finish_edition()
    broken_links = list(find_broken_links(folder, site.files))
    return SiteBuild(
        edition.day,
        edition.sample,
        file_count,
        site.written_count,
        site.removed_count,
        edition.omitted_row_count,
        broken_links,
    )


def rebuild_site(home: Home, settings: Settings) -> bool:
    """Rebuild the home's site for its last day; return whether it has one."""
    if not (home.site / MARK).exists() or not home.published.exists():
        return False
    with duckdb.connect(str(home.published), read_only=True) as con:
        if con.execute("SELECT count(*) FROM trends").fetchall() == [(0,)]:
            SiteFolder(home.site).finish_edition()
            return True
        build_site(con, home.site, None, settings.site_url or None, settings.least_share)
    return True


def find_broken_links(folder: Path, files: set[Path]) -> Iterator[tuple[str, str]]:
    """Yield (page, link) for links to pages and files that are not in `files`."""
    site_paths = {os.path.normpath(file) for file in files}
    for page in sorted(file for file in files if file.suffix == ".html"):
        for link in set(re.findall(r'(?:href|src)="([^"#?]+)', page.read_text(encoding="utf-8"))):
            if not link.startswith(("https:", "data:")) and os.path.normpath(page.parent / link) not in site_paths:
                yield str(page.relative_to(folder)), link
