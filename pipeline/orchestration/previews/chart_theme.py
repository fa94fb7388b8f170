"""Chart colors and SVG elements. Every text is escaped here.

For light and dark pages: the background is transparent, and each color has a contrast of at least
3:1 (WCAG 2.1, graphics) with white and near-black.
"""

import base64
from collections.abc import Sequence
from html import escape

from pipeline.svg import measure_text_width
from pipeline.text import escape_markdown, to_one_line

TEXT_COLOR = "#7a7a7a"
FAINT_COLOR = "#7a7a7a59"  # TEXT_COLOR at 35% opacity, for guide lines
COLORS = (
    "#3b82f6", "#d9480f", "#2f9e44", "#c2408e", "#0c8599", "#a97b00", "#8b5cf6", "#868e96", "#e03131", "#5c8a00",
)  # fmt: skip
FONT = "system-ui, 'Noto Sans KR', sans-serif"
MAX_NAME_LENGTH = 38  # characters
LINE_HEIGHT = 16  # pixels
LEGEND_COLUMNS = 3


def shorten_name(text: str) -> str:
    """Return a repo's name, printable and shortened in the middle."""
    line = to_one_line(text)
    return (
        line
        if len(line) <= MAX_NAME_LENGTH
        else f"{line[: MAX_NAME_LENGTH // 2]}…{line[-(MAX_NAME_LENGTH // 2 - 1) :]}"
    )


def text_element(x: float, y: float, words: str, *, anchor: str = "start", bold: bool = False) -> str:
    """Build a line of text, centered vertically at y."""
    weight = ' font-size="13" font-weight="bold"' if bold else ""
    alignment = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:g}" y="{y + 4:g}"{alignment}{weight}>{escape(to_one_line(words))}</text>'


def path_element(d: str, color: str, width: float = 2, *, is_dashed: bool = False) -> str:
    """Build a line whose stroke width is not scaled; empty for an empty path."""
    dashes = ' stroke-dasharray="4 4"' if is_dashed else ""
    stroke = f'fill="none" stroke="{color}" stroke-width="{width:g}"{dashes} vector-effect="non-scaling-stroke"'
    return f'<path d="{d}" {stroke}/>' if d else ""


def group_element(x: float, y: float, *elements: str, scale: tuple[float, float] = (1, 1)) -> str:
    scaling = "" if scale == (1, 1) else f" scale({scale[0]:.5g} {scale[1]:.5g})"
    return f'<g transform="translate({x:g} {y:g}){scaling}">{"".join(elements)}</g>'


def build_legend(labels: Sequence[str]) -> tuple[str, int, int]:
    """Return a legend in columns, with its width and height."""
    columns = min(LEGEND_COLUMNS, len(labels))
    column = max(map(measure_text_width, labels)) + 45
    entries = (
        path_element(
            f"M{n % columns * column + 2} {n // columns * LINE_HEIGHT + LINE_HEIGHT // 2}h12",
            COLORS[n % len(COLORS)],
            4,
        )
        + text_element(n % columns * column + 22, n // columns * LINE_HEIGHT + LINE_HEIGHT // 2, label)
        for n, label in enumerate(labels)
    )
    return "".join(entries), columns * column, -(-len(labels) // columns) * LINE_HEIGHT


def build_svg(width: float, height: float, *elements: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" '
        f'font-family="{FONT}" font-size="11" fill="{TEXT_COLOR}"><g stroke-linecap="round" stroke-linejoin="round">{"".join(elements)}</g></svg>'
    )


def embed_picture(chart_svg: str, alternative: str) -> str:
    """Embed an SVG in Markdown as a data URL."""
    data = base64.b64encode(chart_svg.encode()).decode()
    return f"![{escape_markdown(alternative)}](data:image/svg+xml;base64,{data})"
