"""The charts: each takes a frame of `sql/charts/` and gives a picture as SVG, or None where there is nothing to draw."""

from functools import cache
from typing import Any

import altair as alt
import polars as pl

from pipeline.orchestration.previews.chart_theme import COLOURS, TEXT, name, styled, svg

DEPTH = 12  # places that the rank chart shows
FEW_DAYS = 8  # of which each is a point; a single one would not show as a line
DAYS = alt.Axis(format="%-d %b", tickCount=6, labelOverlap=True)

Panel = alt.LayerChart | alt.FacetChart


def ranks(places: pl.DataFrame, title: str) -> str | None:
    """The rank of a category's first ten over time (columns date, id, place, rank), named at the right by today's place."""
    if places.is_empty():
        return None
    shown = places.select(
        pl.col("date").cast(pl.String),
        "place",
        "rank",
        label=pl.col("place").cast(pl.String) + "  " + _names(places["id"]),
        today=pl.col("date") == pl.col("date").max(),
    )
    room = {"left": 5, "top": 8, "bottom": 5, "right": 20 + 7 * _longest(shown["label"])}
    return svg(_ranks() | {"title": title, "padding": room, "datasets": {"places": shown.to_dicts()}})


@cache
def _ranks() -> dict[str, Any]:
    """The rank chart without its data: a day draws one for each category."""
    base = alt.Chart().encode(
        x=alt.X("date:T", title=None, axis=DAYS).scale(type="utc", nice=False),
        y=alt.Y("rank:Q", title=None, axis=alt.Axis(tickMinStep=1, values=[1, 5, 10])).scale(
            domain=[1, DEPTH], reverse=True, nice=False
        ),
        color=alt.Color("place:O", legend=None).scale(range=list(COLOURS)),
    )
    line = base.mark_line(strokeWidth=2, interpolate="monotone", strokeJoin="round")
    today = base.transform_filter(alt.datum.today)
    ends = today.mark_circle(size=45, opacity=1)
    said = today.mark_text(align="left", dx=9, fontSize=11).encode(text="label:N", color=alt.value(TEXT))
    return styled(alt.layer(line, ends, said, data=alt.NamedData("places")).properties(width=250, height=165))


def movers(moved: pl.DataFrame) -> str | None:
    """Likes gained in a day by who moved (columns category, id, move, likes_1d), in the frame's order."""
    if moved.is_empty():
        return None
    shown = moved.with_columns(
        _names(moved["id"]).alias("label"),
        pl.int_range(pl.len()).alias("order"),
        pl.col("move").str.replace_all("_", " "),
        pl.format("{} · {}", pl.col("likes_1d"), pl.col("category")).alias("said"),
    )
    base = alt.Chart().encode(
        y=alt.Y("order:O", title=None, axis=None),
        x=alt.X("likes_1d:Q", title="likes gained in 24 hours", axis=alt.Axis(tickCount=5)),
    )
    bars = base.mark_bar(height=9, cornerRadiusEnd=2).encode(color=alt.Color("move:N"))
    said = base.mark_text(align="left", dx=5).encode(text="said:N")
    # The names are marks, not labels of an axis: two repos may bear the same.
    names = base.mark_text(align="right", dx=-6).encode(text="label:N", x=alt.datum(0))
    room = {"left": 20 + 7 * _longest(shown["label"]), "right": 20 + 7 * _longest(shown["said"]), "top": 5, "bottom": 5}
    return svg(
        styled(alt.layer(bars, said, names, data=shown).properties(width=220, height=alt.Step(17), padding=room))
    )


def over_time(
    values: pl.DataFrame, what: str, of: str, *, percent: bool = False, level: float | None = None
) -> Panel | None:
    """One line for each `of` of the column `what` over `date`; `level`: a dashed line across. None without any value."""
    known = values.drop_nulls(what)
    if known.is_empty():
        return None
    shown = known.with_columns(_names(known[of]).alias(of))
    scale = alt.Scale(domain=[0, 1]) if percent else alt.Scale(zero=False)
    base = alt.Chart(shown).encode(
        x=alt.X("date:T", title=None, axis=DAYS).scale(type="utc", nice=False),
        y=alt.Y(
            f"{what}:Q", title=None, scale=scale, axis=alt.Axis(grid=True, tickCount=5, format="%" if percent else "~s")
        ),
        color=alt.Color(f"{of}:N", sort=shown[of].unique(maintain_order=True).to_list()),
    )
    layers: list[alt.Chart] = [base.mark_line(strokeWidth=2, point=shown["date"].n_unique() < FEW_DAYS)]
    if level is not None:
        across = alt.Chart(pl.DataFrame({"level": [level]})).mark_rule(strokeDash=[4, 4], color=TEXT)
        layers.append(across.encode(y=alt.Y("level:Q", scale=scale)))
    return alt.layer(*layers).properties(width=380, height=190)


def side_by_side(*charts: tuple[str, Panel | None]) -> str | None:
    """Charts with a title each, those that there are."""
    drawn = [chart.properties(title=title) for title, chart in charts if chart is not None]
    return svg(styled(alt.hconcat(*drawn, spacing=30))) if drawn else None


def _names(ids: pl.Series) -> pl.Series:
    return pl.Series([name(str(i)) for i in ids], dtype=pl.String)


def _longest(labels: pl.Series) -> int:
    """In characters: room for text marks, which Vega does not count in."""
    return max(len(label) for label in labels)
