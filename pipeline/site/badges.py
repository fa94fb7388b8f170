"""Badges: `badges/<slug>/<oid>.svg` tells where a repo stands in a category, for whoever embeds it in a page of their own.

Only slugs of the catalogue and numbers appear, nothing that anybody wrote on the Hub; no date, so that a badge changes when its place does.
"""

import unicodedata
from collections.abc import Callable
from html import escape

from pipeline.ranking.registry import MAIN_BOARD
from pipeline.site.page_data import Edition
from pipeline.text import one_line

# Widths in pixels of Verdana and DejaVu Sans at 11 pixels, which are alike; `textLength` makes any other font keep them.
WIDTHS = {
    c: width
    for width, letters in {
        3.1: "ijl|'", 3.6: " .,:;/\\I", 4.2: "-tf!()[]", 4.6: "rJ", 5.8: "sz_?*\"`", 6.0: "c", 6.6: "aekovxyFLPTY$", 7.0: "bdghnpqu0123456789ES{}",
        7.6: "ABCKRVXZ", 8.5: "DGHNOQU&", 9.1: "#+<=>^~wM", 10.7: "mW%@",
    }.items()
    for c in letters
}  # fmt: skip
WIDE = 10.2  # of Korean, Chinese and Japanese characters
SPACE = 6  # on each side of a text
# White on them is read 4.5 to 1 or better; they need no ground of their own, light or dark.
LEFT, FIRST, HIGH, LOW = "#4b5563", "#1a7f37", "#0969da", "#6b7280"


def write_badges(edition: Edition, put: Callable[[str, str | bytes], None]) -> None:
    """A badge for each repo and category in which it has a kept place of the main board."""
    label = "sample data" if edition.sample else "Hub Almanac"
    for oid, repo in edition.repos.items():
        for row in repo.standings:
            if row["board"] == MAIN_BOARD.name:
                put(f"badges/{row['category']}/{oid}.svg", badge(label, row["rank"], row["category"]))


def badge(label: str, rank: int, category: str) -> str:
    """The picture: a label, and a place as "#3 in translation"."""
    says = f"#{rank:,} in {category}"
    left, right = (2 * SPACE + width(text) for text in (label, says))
    colour = FIRST if rank <= 10 else HIGH if rank <= 100 else LOW
    title = escape(one_line(f"{label}: {says}"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" aria-label="{title}">'
        f"<title>{title}</title>"
        f'<rect width="{left + right}" height="20" rx="3" fill="{colour}"/>'
        f'<path d="M3 0H{left}V20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="{LEFT}"/>'
        '<g fill="#fff" font-family="Verdana,\'DejaVu Sans\',\'Noto Sans KR\',sans-serif" font-size="11" aria-hidden="true">'
        f"{_text(SPACE, label)}{_text(left + SPACE, says)}</g></svg>\n"
    )


def width(text: str) -> int:
    """How wide the text is, in whole pixels."""
    return round(sum(WIDE if unicodedata.east_asian_width(c) in "WF" else WIDTHS.get(c, 7.0) for c in text))


def _text(x: int, text: str) -> str:
    return f'<text x="{x}" y="14" textLength="{width(text)}" lengthAdjust="spacingAndGlyphs">{escape(one_line(text))}</text>'
