"""How all charts look, and how they become small SVG pictures that are safe to embed.

A page that shows them may be light or dark and does not tell: the ground is transparent, and each colour stands out from white
and from near-black at least 3 to 1 (the contrast that WCAG 2.1 asks of graphics).
"""

import base64
import re
from typing import Any

import altair as alt

from pipeline.orchestration.previews.render import render
from pipeline.text import escaped, one_line

TEXT = "#7a7a7a"
FAINT = "#7a7a7a59"  # a third of it: lines that only guide the eye
COLOURS = (
    "#3b82f6", "#d9480f", "#2f9e44", "#c2408e", "#0c8599", "#a97b00", "#8b5cf6", "#868e96", "#e03131", "#5c8a00",
)  # fmt: skip
FONT = "system-ui, 'Noto Sans KR', sans-serif"
LONGEST = 38  # characters of a repo's name beside a line


def name(text: str) -> str:
    """A repo's name as a chart shows it: on one line, printable, the middle left out where it is long."""
    line = one_line(text)
    return line if len(line) <= LONGEST else f"{line[: LONGEST // 2]}…{line[-(LONGEST // 2 - 1) :]}"


def styled(chart: alt.LayerChart | alt.FacetChart | alt.HConcatChart) -> dict[str, Any]:
    """The Vega-Lite specification of a chart in the common style."""
    return chart.configure(
        background="transparent",
        font=FONT,
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            labelColor=TEXT, titleColor=TEXT, domainColor=FAINT, tickColor=FAINT, gridColor=FAINT, grid=False,
            titleFontWeight="normal", labelFontSize=11, titleFontSize=11,
        ),
        title=alt.TitleConfig(color=TEXT, fontSize=13, anchor="start", subtitleColor=TEXT, subtitleFontSize=11),
        legend=alt.LegendConfig(labelColor=TEXT, titleColor=TEXT, labelLimit=300, title=None, orient="bottom", columns=3, columnPadding=40),
        text=alt.MarkConfig(color=TEXT, fontSize=11),
        range=alt.RangeConfig(category=list(COLOURS)),
    ).to_dict(validate=False)  # fmt: skip


def svg(specification: dict[str, Any]) -> str:
    """The picture. Numbers are cut to two decimals, roles and empty groups left out: it is kept with each day's run.

    Raises NoPicture where there is not the memory to draw it.
    """
    text = render(specification)
    text = re.sub(r"<[^>]*>", lambda tag: _shortened(tag[0]), text)  # tags alone: a name may look like any of this
    return re.sub(r"<path d=\"[^\"]*\"/>(?=<g>)|<path d=\"\" display=\"none\"/>|<g></g>", "", text)


def _shortened(tag: str) -> str:
    return re.sub(r"(\d\.\d{2})\d+", r"\1", re.sub(r' (?:aria-\w+|role|pointer-events|class)="[^"]*"', "", tag))


def picture(chart_svg: str, says: str) -> str:
    """A Markdown image of an SVG, within the text itself. `says`: what it shows, for who cannot see it."""
    data = base64.b64encode(chart_svg.encode()).decode()
    return f"![{escaped(says)}](data:image/svg+xml;base64,{data})"
