"""Draw badges (`badges/<slug>/<oid>.svg`) of a repo's rank in a category, for other pages to embed.

They contain only catalogue slugs and numbers, no text from the Hub, and no date, so they change only with the rank.
"""

from collections.abc import Callable
from html import escape

from pipeline.ranking.registry import MAIN_BOARD
from pipeline.site.page_data import Edition
from pipeline.svg import measure_text_width
from pipeline.text import to_one_line

PADDING = 6  # on each side of a text; `textLength` fixes the width in every font
# White text on them has a contrast of at least 4.5:1.
LABEL_COLOR, TOP_10_COLOR, TOP_100_COLOR, OTHER_RANK_COLOR = "#4b5563", "#1a7f37", "#0969da", "#6b7280"


def write_badges(edition: Edition, put: Callable[[str, str | bytes], None]) -> None:
    """Write a badge for each kept rank on the main board."""
    label = "sample data" if edition.sample else "Hub Almanac"
    for oid, repo in edition.repos.items():
        for row in repo.standings:
            if row["board"] == MAIN_BOARD.name:
                put(f"badges/{row['category']}/{oid}.svg", draw_badge(label, row["rank"], row["category"]))


def draw_badge(label: str, rank: int, category: str) -> str:
    rank_text = f"#{rank:,} in {category}"
    label_width, rank_width = (2 * PADDING + measure_text_width(text) for text in (label, rank_text))
    rank_color = TOP_10_COLOR if rank <= 10 else TOP_100_COLOR if rank <= 100 else OTHER_RANK_COLOR
    title = escape(to_one_line(f"{label}: {rank_text}"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{label_width + rank_width}" height="20" role="img" aria-label="{title}">'
        f"<title>{title}</title>"
        f'<rect width="{label_width + rank_width}" height="20" rx="3" fill="{rank_color}"/>'
        f'<path d="M3 0H{label_width}V20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z" fill="{LABEL_COLOR}"/>'
        '<g fill="#fff" font-family="Verdana,\'DejaVu Sans\',\'Noto Sans KR\',sans-serif" font-size="11" aria-hidden="true">'
        f"{_draw_text(PADDING, label)}{_draw_text(label_width + PADDING, rank_text)}</g></svg>\n"
    )


def _draw_text(x: int, text: str) -> str:
    return f'<text x="{x}" y="14" textLength="{measure_text_width(text)}" lengthAdjust="spacingAndGlyphs">{escape(to_one_line(text))}</text>'
