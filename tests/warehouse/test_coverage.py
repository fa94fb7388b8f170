"""A category that comes into the catalogue or leaves it is no change of its repos."""

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest

from pipeline.catalogue import Catalogue
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import Spool, find_finished_spool
from pipeline.errors import HubBroken
from pipeline.marts.build import build_category_totals
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.derived_history import restate_all_days
from pipeline.warehouse.load import load_day
from tests.fixtures.catalogues import part_of_catalogue
from tests.fixtures.days import DAY, Load, model

BOTH = ("translation", "text-generation")
ONE = ("translation",)
COMPLETE_AND_LEADERS = pytest.mark.parametrize("scope", [Scope.leaders, Scope.categories])
TEXT: dict[str, Any] = {"pipeline_tag": "text-generation", "tags": ["text-generation"]}
TRANSLATORS = [model(n) for n in range(1, 4)]
OLD = model(11, createdAt="2026-11-11T12:00:00.000Z", **TEXT)  # since the first snapshot
FRESH = model(12, createdAt="2026-11-13T12:00:00.000Z", **TEXT)


def _find_day(number: int) -> dt.date:
    return DAY + dt.timedelta(number)


def _list_events(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """List the days and events of the text models; the same after a rebuild of all days."""
    query = "SELECT date - DATE '2026-11-10', event, coalesce(new, old) FROM events ORDER BY ALL"
    events = con.execute(query).fetchall()
    restate_all_days(con)
    assert con.execute(query).fetchall() == events
    return events


@COMPLETE_AND_LEADERS
def test_repos_of_an_added_category_did_not_appear(con: duckdb.DuckDBPyConnection, load: Load, scope: Scope) -> None:
    for number in range(3):
        load(TRANSLATORS, _find_day(number), scope, followed=ONE, rank=False)
    load([*TRANSLATORS, OLD], _find_day(3), scope, followed=BOTH, rank=False)
    assert _list_events(con) == []
    load([*TRANSLATORS, OLD, FRESH], _find_day(4), scope, followed=BOTH, rank=False)
    assert _list_events(con) == [(4, "appeared", "owner/model-12")]


@COMPLETE_AND_LEADERS
def test_repos_of_a_removed_category_did_not_disappear(
    con: duckdb.DuckDBPyConnection, load: Load, scope: Scope
) -> None:
    """Also when the category comes back; what happened while it was listed stays."""
    load([*TRANSLATORS, model(10, **TEXT)], _find_day(0), scope, followed=BOTH, rank=False)
    load(
        [*TRANSLATORS, FRESH | {"createdAt": "2026-11-10T12:00:00.000Z"}],
        _find_day(1),
        scope,
        followed=BOTH,
        rank=False,
    )
    events = [(1, "appeared", "owner/model-12")]
    if scope is Scope.categories:
        events = [*events, (1, "disappeared", "owner/model-10")]
    load(TRANSLATORS, _find_day(2), scope, followed=ONE, rank=False)
    assert _list_events(con) == events
    load(
        [*TRANSLATORS, FRESH | {"createdAt": "2026-11-10T12:00:00.000Z"}],
        _find_day(3),
        scope,
        followed=BOTH,
        rank=False,
    )
    assert _list_events(con) == events


def test_a_day_loaded_later_with_another_catalogue(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    """An earlier list of the category makes the repo, which it lacks, one that appeared."""
    for number in (0, 2):
        load(TRANSLATORS, _find_day(number), Scope.categories, followed=ONE, rank=False)
    load([*TRANSLATORS, OLD], _find_day(3), Scope.categories, followed=BOTH, rank=False)
    assert _list_events(con) == []
    load([*TRANSLATORS, model(10, **TEXT)], _find_day(1), Scope.categories, followed=BOTH, rank=False)
    assert _list_events(con) == [(3, "appeared", "owner/model-11"), (3, "disappeared", "owner/model-10")]
    load(TRANSLATORS, _find_day(1), Scope.categories, followed=ONE, rank=False)
    assert _list_events(con) == []


@COMPLETE_AND_LEADERS
def test_a_day_has_no_totals_of_a_category_that_it_did_not_list(
    con: duckdb.DuckDBPyConnection, load: Load, scope: Scope
) -> None:
    both_tags = model(10, tags=["translation", "text2text-generation"])
    load([*TRANSLATORS, both_tags], DAY, scope, followed=ONE)
    store_catalogue(con, part_of_catalogue(("translation", "text2text-generation")))
    build_category_totals(con, DAY)
    listed = "leaders" if scope is Scope.leaders else "complete"
    totals = con.execute("SELECT category, repos, coverage FROM category_daily ORDER BY ALL").fetchall()
    assert totals == [("text2text-generation", 1, "unlisted"), ("translation", 4, listed)]


def _replace_selector(catalogue: Catalogue, slug: str, selector: str) -> Catalogue:
    categories = (
        category.model_copy(update={"selector": selector}) if category.slug == slug else category
        for category in catalogue.categories
    )
    return Catalogue(catalogue.sections, tuple(categories), catalogue.featured)


def _find_spool(root: Path, number: int, *, of_earlier_release: bool) -> Spool:
    """Find a day's spool, perhaps as an earlier release wrote it: without the selectors of its lists."""
    spool = find_finished_spool(root / "spool", _find_day(number))
    assert spool
    if of_earlier_release:
        spool.pages = [msgspec.structs.replace(page, selector=None) for page in spool.pages]
    return spool


@pytest.mark.parametrize("of_earlier_release", [False, True])
@pytest.mark.parametrize("edited", [False, True])
def test_a_day_is_rebuilt_after_a_category_left_the_catalogue_or_became_another(
    con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path, edited: bool, of_earlier_release: bool
) -> None:
    """Its lists are compared with what they asked for, not with today's categories."""
    text_models = [model(n, **TEXT) for n in range(31, 61)]
    for number in (0, 1):
        load([model(n) for n in range(1, 31)] + text_models, _find_day(number), followed=BOTH, rank=False)
    query = "FROM store.snapshot SELECT * EXCLUDE (sequence, catalogue) ORDER BY date, kind"
    before = con.execute(query).fetchall(), _list_events(con)
    today = _replace_selector(part_of_catalogue(BOTH), "text-generation", "filter=license:mit")
    store_catalogue(con, today if edited else part_of_catalogue(ONE))
    spool = _find_spool(tmp_path, 1, of_earlier_release=of_earlier_release)
    load_day(con, spool)
    assert spool.refusal is None
    assert (con.execute(query).fetchall(), _list_events(con)) == before
    load([model(n) for n in range(1, 26)], _find_day(2), followed=ONE, rank=False)  # not half of the repos are gone


def test_an_ignored_filter_is_found_whatever_the_catalogue_has(
    con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path
) -> None:
    load(TRANSLATORS, followed=ONE, rank=False)
    for selector in ("pipeline_tag", "translation"), ("filter", "no-such-tag"):
        spool = _find_spool(tmp_path, 0, of_earlier_release=False)
        spool.pages = [msgspec.structs.replace(page, selector=(selector,)) for page in spool.pages]
        if selector[0] == "pipeline_tag":
            load_day(con, spool)
        else:
            with pytest.raises(HubBroken) as refusal:
                load_day(con, spool)
            assert refusal.value.parts[0].code == "filter_ignored"


@COMPLETE_AND_LEADERS
@pytest.mark.parametrize("of_earlier_release", [False, True])
def test_a_rebuilt_day_lists_no_category_that_came_later(
    con: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path, scope: Scope, of_earlier_release: bool
) -> None:
    """Neither its own total nor another day's events change."""
    both_tags = model(10, tags=["translation", "text2text-generation"])
    old_models = [model(11, tags=["text2text-generation"], pipeline_tag="summarization")]
    both = ("translation", "text2text-generation")
    for number in range(3):
        rows = [*TRANSLATORS, both_tags, *(old_models if number == 2 else [])]
        load(rows, _find_day(number), scope, followed=both if number == 2 else ONE, rank=False)

    def read_results() -> list[list[tuple[Any, ...]]]:
        build_category_totals(con, _find_day(1))
        totals = con.execute("FROM category_daily ORDER BY ALL").fetchall()
        assert (_find_day(1), "text2text-generation", "unlisted") in {(row[0], row[1], row[-1]) for row in totals}
        return [totals, _list_events(con)]

    before = read_results()
    assert before[1] == []
    load_day(con, _find_spool(tmp_path, 1, of_earlier_release=of_earlier_release))
    assert read_results() == before


def _translator(number: int, day: int) -> dict[str, Any]:
    """Return a model whose counters rise every day; too few downloads to be busy."""
    return model(
        number, downloads=100 + number + day, downloadsAllTime=1000 * number + 3 * day, likes=10 * number + day
    )


@pytest.mark.parametrize("value", [0, 5])
def test_an_added_category_of_quiet_repos_is_no_fault_of_the_hub(
    con: duckdb.DuckDBPyConnection, load: Load, value: int
) -> None:
    """Their counters are 0, or never move. A stall and zeros are found on the new lists' first days, and later."""
    quiet = dict.fromkeys(("downloads", "downloadsAllTime", "likes", "trendingScore"), value)
    added = [model(n, **TEXT, **quiet) for n in range(101, 401)]

    def load_one(day: int, *, moved: int = 0, likes: int | None = None) -> None:
        rows = [_translator(n, moved or day) for n in range(1, 61)] + (added if day > 2 else [])
        rows = [row if likes is None else row | {"likes": likes} for row in rows]
        load(rows, _find_day(day), followed=ONE if day < 3 else BOTH, rank=False)

    def read_faults() -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        unsound = con.execute("SELECT date - DATE '2026-11-10', counter FROM store.unsound ORDER BY ALL").fetchall()
        frozen = con.execute("SELECT DISTINCT date - DATE '2026-11-10' FROM store.mark ORDER BY ALL").fetchall()
        return unsound, frozen

    for day in range(6):
        load_one(day)
    assert read_faults() == ([], [])
    load_one(4, moved=3)
    load_one(5, likes=0)
    assert read_faults() == ([(5, "likes")], [(4,)])
    load_one(3, moved=2, likes=0)
    assert (3, "likes") in read_faults()[0] and (3,) in read_faults()[1]
