import base64
import re
from xml.etree import ElementTree

import duckdb
import pytest

from pipeline.i18n.messages import text
from pipeline.orchestration.previews import previews
from pipeline.ranking.registry import MAIN_BOARD
from pipeline.sql import SQL_FOLDER, statement
from pipeline.warehouse.quality_checks import MIN_MOVED_SHARE
from tests.conftest import LAST_DAY


def pictures(markdown: str) -> list[str]:
    """Extract each picture's SVG and check that it is well-formed."""
    svgs = [base64.b64decode(data).decode() for data in re.findall(r"\(data:image/svg\+xml;base64,([^)]+)\)", markdown)]
    for svg in svgs:
        ElementTree.fromstring(svg)
    return svgs


@pytest.mark.parametrize("name", sorted(path.stem for path in (SQL_FOLDER / "previews").glob("*.sql")))
def test_each_preview_has_rows(con: duckdb.DuckDBPyConnection, name: str):
    parameters = {"kind": "model"} if name == "most_liked" else {}
    headings, rows = previews.read_preview(con, name, LAST_DAY, **parameters)
    assert len(headings) >= 2 and rows
    assert all(len(row) == len(headings) and all(row) for row in rows)
    assert len(rows) <= 40


def test_codes_become_texts(con: duckdb.DuckDBPyConnection):
    for name, place in (("trends", 7), ("movers", 0), ("published", 0), ("category_daily", 5), ("featured", 1)):
        texts = {row[place] for row in previews.read_preview(con, name, LAST_DAY)[1]}
        query = statement(f"previews/{name}")
        values = {"date": LAST_DAY, "main_board": MAIN_BOARD.name}
        answer = con.execute(query, {key: value for key, value in values.items() if f"${key}" in query})
        group = previews.CODES[answer.description[place][0]]
        codes = {row[place] for row in answer.fetchall()}
        assert codes and texts == {text("en", f"{group}-{code}") for code in codes}
    notes = [row[-1] for row in previews.read_preview(con, "unsound_boards", LAST_DAY)[1]]
    assert notes and all(" " in note for note in notes)


def test_a_day_without_rows_has_no_preview(con: duckdb.DuckDBPyConnection):
    assert previews.read_preview(con, "trends", LAST_DAY.replace(year=2020))[1] == []
    assert previews.draw_movers_chart(con, LAST_DAY.replace(year=2020)) == previews.NO_CHART_TEXT


def test_there_is_a_rank_chart_for_each_category(con: duckdb.DuckDBPyConnection):
    markdown = previews.draw_rank_charts(con, LAST_DAY)
    assert len(pictures(markdown)) == 11
    assert "Text Generation" in markdown and "1. " in markdown  # the text alternative
    assert len(markdown) < 300_000


def test_the_featured_models_are_drawn_over_time(con: duckdb.DuckDBPyConnection):
    [svg] = pictures(previews.draw_featured_chart(con, LAST_DAY))
    titles = [text("en", f"chart-featured-{counter}", date="|").partition("|")[0] for counter in ("downloads", "likes")]
    for label in (*titles, "deepseek-ai/DeepSeek-R1", "Qwen/Qwen2-Audio-7B"):
        assert label in svg


def test_the_refresh_chart_has_a_threshold_line(con: duckdb.DuckDBPyConnection):
    for kind in ("model", "dataset"):
        markdown = previews.draw_refresh_chart(con, kind, LAST_DAY)
        [svg] = pictures(markdown)
        assert text("en", "chart-moved") in svg and "stroke-dasharray" in svg
    low = con.execute(
        "SELECT date FROM snapshots WHERE kind = 'model' AND changed_counter_share < $s", {"s": MIN_MOVED_SHARE}
    ).fetchall()
    assert all(str(day) in previews.draw_refresh_chart(con, "model", LAST_DAY) for (day,) in low)


def test_movers_and_the_scorecard_are_drawn(con: duckdb.DuckDBPyConnection):
    assert len(pictures(previews.draw_movers_chart(con, LAST_DAY))) == 1
    [svg] = pictures(previews.draw_forecast_quality(con, LAST_DAY))
    assert "NDCG@20" in svg and "attention" in svg and "hub" in svg


def test_every_query_is_used():
    source = (SQL_FOLDER.parent / "pipeline" / "orchestration" / "previews" / "previews.py").read_text()
    assert {path.stem for path in (SQL_FOLDER / "charts").glob("*.sql")} == set(
        re.findall(r'_query_chart\(con, "(\w+)"', source)
    )
