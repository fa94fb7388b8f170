"""What pages say of categories, kinds and days that lack figures."""

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import replace

import duckdb
import pytest

from pipeline.config import Home
from pipeline.i18n.messages import text
from pipeline.notes import Note
from pipeline.ranking.thresholds import MAIN_HORIZON_DAYS
from pipeline.site.drawings import draw_category
from pipeline.site.featured_gaps import group_unknown_changes
from pipeline.site.page_data import Edition, gather_edition
from pipeline.site.quality_page import build_quality
from tests.site.test_pages import keep_repos, render_pages

OLDEST_AGE = dt.timedelta(200)


@pytest.fixture(scope="module")
def edited(published: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A home older than the charts, in which `translation` has no rows today and the category of most movers is gone."""
    path = shutil.copy(published.published, tmp_path_factory.mktemp("edited") / "hub.duckdb")
    with duckdb.connect(str(path)) as con:
        con.execute("SET VARIABLE day = (SELECT max(date) FROM trends)")
        con.execute(
            "INSERT INTO category_daily SELECT * REPLACE (date - 200 AS date) FROM category_daily WHERE date = getvariable('day')"
        )
        con.execute("DELETE FROM category_daily WHERE category = 'translation' AND date = getvariable('day')")
        con.execute("DELETE FROM store.category WHERE slug = (SELECT mode(category) FROM movers)")
        yield con


def find_category(edition: Edition, slug: str):
    return next(category for category in edition.categories if category.slug == slug)


def test_a_category_without_rows_today_has_no_coverage_today(edited: duckdb.DuckDBPyConnection, edition: Edition):
    quiet = gather_edition(edited)
    category, whole = find_category(quiet, "translation"), find_category(edition, "translation")
    assert category.today is None and whole.today is not None and whole.today["date"] == edition.day
    assert {line.last_day for _, line in draw_category(category, quiet.day)} == {quiet.day}
    assert all(
        line.missing_day_count > whole_line.missing_day_count
        for (_, line), (_, whole_line) in zip(
            draw_category(category, quiet.day), draw_category(whole, edition.day), strict=True
        )
    )
    coverage = text("en", f"coverage-of-{whole.today['coverage']}")
    for shown, is_there in ((quiet, False), (edition, True)):
        row = render_pages(keep_repos(shown))["quality.html"].split("c/translation.html")[-1].split("</tr>")[0]
        assert (coverage in row) is is_there


def test_observed_since_is_the_first_day_also_before_the_charts(edited: duckdb.DuckDBPyConnection, edition: Edition):
    old = gather_edition(edited)
    for category in old.categories:
        assert category.days[0]["first_date"] == old.day - OLDEST_AGE < category.days[0]["date"]


def test_movers_of_a_category_that_is_gone_are_no_invalid_rows(edited: duckdb.DuckDBPyConnection, edition: Edition):
    fewer = gather_edition(edited)
    assert fewer.omitted_row_count == 0 and 0 < len(fewer.movers) < len(edition.movers)


def test_a_past_edition_has_no_figures_of_later_days(con: duckdb.DuckDBPyConnection, edition: Edition):
    past = gather_edition(con, edition.days[-2])
    assert max(row["date"] for row in past.scorecard) == past.day - dt.timedelta(MAIN_HORIZON_DAYS)
    cases = sum(row["cases"] for row in past.coverage)
    [(expected,)] = con.execute(
        "SELECT sum(cases) FROM scorecard WHERE horizon_days = 1 AND metric LIKE 'coverage%' AND date < $day",
        {"day": past.day},
    ).fetchall()
    assert cases == expected > 0


@pytest.mark.parametrize("code", ["not_observed", "not_refreshed", "corrected"])
def test_a_change_over_more_days_than_the_home_has_is_not_unknown(edition: Edition, code: str):
    notes = [Note(code, {"counter": "downloads", "days": days}) for days in (1, 30)]
    young = replace(edition, featured=[{**row, "unknown_changes": notes} for row in edition.featured])
    assert [change.columns for change in group_unknown_changes(young)] == [("down-1d",)]


def test_a_day_with_one_kind_is_no_day_without_a_snapshot(edition: Edition):
    gap = next(row["date"] for row in edition.quality if row["status"] == "unobserved")
    half = [row | {"status": "ok"} if (row["date"], row["kind"]) == (gap, "model") else row for row in edition.quality]
    assert build_quality(edition)["gaps"] == [gap]
    assert build_quality(replace(edition, quality=half))["gaps"] == []


def test_quarters_have_names_in_each_language(edition: Edition):
    quality = [row | {"frozen_quarters": ["all", "unknown", "2025 Q1"]} for row in edition.quality]
    site = render_pages(keep_repos(replace(edition, quality=quality)))
    names = [text("ko", "quarters-all"), text("ko", "quarters-unknown"), "2025 Q1"]
    assert ", ".join(names) in site["ko/quality.html"] and "all, unknown" not in site["ko/quality.html"]
