"""Charts: legible on white and black, small, correct with gaps in the data, safe with hostile repo names."""

import base64
import datetime as dt
import re
from itertools import product
from xml.etree import ElementTree

import polars as pl
import pytest

from pipeline.orchestration.previews.chart_theme import COLORS, MAX_NAME_LENGTH, TEXT_COLOR, embed_picture
from pipeline.orchestration.previews.charts import build_panel, draw_movers, draw_panels, draw_ranks
from pipeline.sample_hub.adversarial_text import TEXTS

DAYS = [dt.date(2026, 10, 22) + dt.timedelta(n) for n in range(30)]
BACKGROUNDS = ("#ffffff", "#0f1117", "#000000")
SVG = "{http://www.w3.org/2000/svg}"


def places(*names: str, days: list[dt.date] = DAYS) -> pl.DataFrame:
    """A board whose repos change ranks daily; each is missing on one day."""
    rows = [
        (day, f"{n}", name, n + 1, None if d == n + 1 and len(days) > 1 else (n + d) % len(names) + 1)
        for n, name in enumerate(names)
        for d, day in enumerate(days)
    ]
    return pl.DataFrame(rows, schema=["date", "oid", "id", "place", "rank"], orient="row")


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def luminance(color: str) -> float:
    """Compute the relative luminance of WCAG 2.1."""
    channels = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first_color: str, second_color: str) -> float:
    light, dark = sorted((luminance(first_color), luminance(second_color)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("color", "background"), list(product(COLORS, BACKGROUNDS)))
def test_each_color_is_visible_in_light_and_dark(color: str, background: str):
    assert contrast(color, background) >= 3


@pytest.mark.parametrize("background", BACKGROUNDS)
def test_text_is_legible_in_light_and_dark(background: str):
    assert contrast(TEXT_COLOR, background) >= 4


def test_charts_have_no_background():
    svg = draw_ranks(places("a/b", "c/d"), "Translation") or ""
    fills = {element.get("fill") for element in ElementTree.fromstring(svg).iter(f"{SVG}rect")}
    assert fills <= {"transparent", "none", None}


def test_the_rank_chart_labels_todays_top_ten():
    names = [f"owner-{n}/model-{n}" for n in range(10)]
    svg = draw_ranks(places(*names), "Translation") or ""
    labels = texts(svg)
    assert "Translation" in labels
    assert [text for text in labels if "owner-" in text] == [f"{n + 1}  owner-{n}/model-{n}" for n in range(10)]
    assert len(svg) < 20_000


def test_a_name_that_looks_like_a_number_or_an_attribute_is_unchanged():
    svg = draw_ranks(places("a/model-0.123456", 'b/x role="y" <g></g>'), "Pi 3.14159") or ""
    assert {"1  a/model-0.123456", '2  b/x role="y" <g></g>', "Pi 3.14159"} <= set(texts(svg))
    assert not re.search(r"\d\.\d{3}", "".join(re.findall(r"<[^>]*>", svg)))


def test_a_day_off_the_board_breaks_the_line():
    svg = draw_ranks(places("a/b", "c/d"), "x") or ""
    lines = [
        path.get("d") or ""
        for path in ElementTree.fromstring(svg).iter(f"{SVG}path")
        if path.get("stroke-width") == "2"
    ]
    assert any(line.count("M") == 2 for line in lines)


def test_a_first_day_is_drawn_too():
    assert "1  a/b" in texts(draw_ranks(places("a/b", days=DAYS[:1]), "x") or "")
    frame = pl.DataFrame({"date": DAYS[:1], "id": ["a/b"], "likes": [3]})
    assert "a/b" in texts(draw_panels(("Likes", build_panel(frame, "likes", "id"))) or "")


def test_no_data_gives_no_chart():
    assert draw_ranks(places("a/b").clear(), "x") is None
    assert (
        draw_movers(
            pl.DataFrame(schema={"category": pl.String, "id": pl.String, "move": pl.String, "likes_1d": pl.Int64})
        )
        is None
    )
    empty = pl.DataFrame({"date": DAYS[:1], "id": ["a/b"], "likes": pl.Series([None], dtype=pl.Int64)})
    assert build_panel(empty, "likes", "id") is None
    assert draw_panels(("Likes", None)) is None


def test_movers_show_repo_category_and_gain():
    mover_rows = pl.DataFrame(
        {
            "category": ["text", "any-to-any"],
            "id": ["a/same", "a/same"],
            "move": ["breakout", "entered_top_10"],
            "likes_1d": [50, -3],
        }
    )
    labels = texts(draw_movers(mover_rows) or "")
    assert labels.count("a/same") == 2
    assert {"50 · text", "-3 · any-to-any", "breakout", "entered the top 10"} <= set(labels)


@pytest.mark.parametrize("text", [*TEXTS, "</text><script>alert(1)</script>", "]]>", "a" * 116, "&amp;lt;"])
def test_a_hostile_name_stays_text(text: str):
    name = f"evil/{text}"
    frame = pl.DataFrame({"date": DAYS[:2], "id": [name] * 2, "likes": [1, 2]})
    mover_rows = pl.DataFrame({"category": ["text"], "id": [name], "move": ["breakout"], "likes_1d": [1]})
    for svg in (
        draw_ranks(places(name, "a/b"), "x"),
        draw_movers(mover_rows),
        draw_panels(("x", build_panel(frame, "likes", "id"))),
    ):
        assert svg
        root = ElementTree.fromstring(svg)  # well-formed with any name
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
            "svg",
            "g",
            "path",
            "rect",
            "text",
            "line",
            "defs",
            "clipPath",
            "title",
            "tspan",
        }
        assert not any(
            key.lower().startswith("on") or "href" in key for element in root.iter() for key in element.attrib
        )
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e\u200f]", svg)
        assert all(len(label) <= MAX_NAME_LENGTH + 12 for label in texts(svg))


@pytest.mark.parametrize("text", TEXTS)
def test_an_alternative_text_cannot_break_the_markdown(text: str):
    markdown = embed_picture("<svg/>", f"evil/{text}](http://x)")
    assert markdown.count("\n") == 0
    assert markdown.endswith(f"](data:image/svg+xml;base64,{base64.b64encode(b'<svg/>').decode()})")
    assert markdown.replace("\\]", "").count("](") == 1 and "<" not in markdown.split("](data:")[0]
