"""Days in the warehouse: replaced one by one, in any order, and never by fewer repos."""

import datetime as dt

import duckdb
import pytest

from pipeline.crawl.scope import Scope
from pipeline.errors import TooFewRepos
from tests.fixtures.days import DAY, Load, model

NEXT = DAY + dt.timedelta(1)


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple]:
    return con.execute(query).fetchall()


def test_a_day_that_is_loaded_again_is_replaced(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load([model(n) for n in range(1, 31)], rank=False)
    load([model(n, likes=7, id=f"owner/renamed-{n}") for n in range(2, 32)], rank=False)
    assert _rows(con, "SELECT count(*), min(likes), max(likes) FROM model_history") == [(30, 7, 7)]
    assert _rows(con, "SELECT count(*) FROM store.repo") == [(30,)]
    assert _rows(con, "SELECT count(*) FROM store.description") == [(30,)]
    assert _rows(con, "SELECT count(*) FROM models WHERE id LIKE 'owner/model%'") == [(0,)]


def test_days_load_in_any_order(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    days = [DAY + dt.timedelta(n) for n in (3, 0, 4, 1)]
    for day in days:
        load([model(n, likes=n + day.day) for n in range(1, 6 if day != days[0] else 5)], day)
    assert _rows(con, "SELECT date, likes FROM history_of('owner/model-5')") == [
        (day, 5 + day.day) for day in sorted(days) if day != days[0]
    ]
    assert _rows(con, "SELECT DISTINCT first_seen, last_seen FROM models") == [(days[1], days[2])]
    assert _rows(con, "SELECT count(*) FROM models_on('2026-11-13')") == [(4,)]
    wrong = """
        SELECT count(*) FROM trends t LEFT JOIN trends b ON b.date = t.date - 1 AND b.category = t.category
            AND b.board = t.board AND b.oid = t.oid
        WHERE t.rank_1d_ago IS DISTINCT FROM b.rank
    """
    assert _rows(con, wrong) == [(0,)]


def test_a_reused_name_is_another_repo(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load([model(1, id="a/b", likes=500), model(2)], rank=False)
    load([model(2)], NEXT, rank=False)
    load([model(3, id="a/b", likes=1), model(2)], NEXT + dt.timedelta(1), rank=False)
    assert _rows(con, "SELECT date, likes FROM history_of('a/b')") == [(NEXT + dt.timedelta(1), 1)]
    assert _rows(con, "SELECT count(*), count(DISTINCT oid) FROM model_history WHERE id = 'a/b'") == [(2, 2)]


def test_an_empty_hub_is_refused(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    with pytest.raises(TooFewRepos, match=str(DAY)):
        load([])
    load([model(n) for n in range(1, 31)], rank=False)
    for models in ([], [model(1)], [model(n) for n in range(1, 14)]):
        for day in (DAY, NEXT):
            with pytest.raises(TooFewRepos):
                load(models, day)
    assert _rows(con, "SELECT count(*) FROM model_history") == [(30,)]
    load([model(1)], NEXT, accept_shrink=True, rank=False)
    assert _rows(con, "SELECT count(*) FROM model_history") == [(31,)]


def test_a_smaller_crawl_does_not_replace_a_larger_one(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    models = [model(n) for n in range(1, 31)]
    load(models, scope=Scope.hub, rank=False)
    with pytest.raises(TooFewRepos, match="--limit"):
        load(models, scope=Scope.hub, limit=3)
    with pytest.raises(TooFewRepos, match=r"scope hub\b.*--scope"):
        load(models)
    load(models, NEXT, rank=False)
    of_the_day = f"SELECT DISTINCT scope, status FROM snapshots WHERE date = '{DAY}'"
    assert _rows(con, of_the_day) == [("hub", "ok")]
    load(models, scope=Scope.leaders, by_name=True, rank=False)
    assert _rows(con, of_the_day) == [("leaders", "ok")]


def test_one_bad_row_in_a_small_hub_is_set_aside(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load([*(model(n) for n in range(1, 31)), model(40, id="")], rank=False)
    assert _rows(con, "SELECT count(*) FROM models") == [(30,)]
    assert _rows(con, "SELECT DISTINCT reason FROM rejects") == [("no_name",)]


def test_an_odd_row_does_not_make_its_list_suspicious(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    tagged_models = [model(n, tags=["text2text-generation"], pipeline_tag=None) for n in range(50, 60)]
    load(
        [
            *(model(n) for n in range(1, 31)),
            *tagged_models[:9],
            tagged_models[9] | {"tags": ["text2text-generation", 5, None]},
        ]
    )
    assert _rows(
        con, "SELECT count(*) FROM trends WHERE category = 'text2text-generation' AND board = 'attention'"
    ) == [(10,)]


@pytest.mark.parametrize("created_at", ["9999-12-31T00:00:00.000Z", "2027-06-01T00:00:00.000Z", None])
def test_an_impossible_creation_date_does_not_lift_a_repo(
    con: duckdb.DuckDBPyConnection, load: Load, created_at: str | None
) -> None:
    load([*(model(n) for n in range(1, 31)), model(31, createdAt=created_at, likes=310), model(32, likes=320)])
    rows = _rows(
        con, "SELECT id, age_days FROM trends WHERE board = 'attention' AND category = 'translation' ORDER BY rank"
    )
    ages = dict(rows)
    assert ages["owner/model-31"] > 300  # from its _id
    assert rows[0][0] != "owner/model-31"


@pytest.mark.parametrize(
    ("offset_time", "utc"),
    [
        ("2025-11-09T00:00:00+09:00", "2025-11-08 15:00:00"),
        ("2025-11-09T00:00:00.000Z", "2025-11-09 00:00:00"),
        ("2025-11-09T00:00:00-0330", "2025-11-09 03:30:00"),
        ("2025-11-09 00:00:00", "2025-11-09 00:00:00"),
    ],
)
def test_times_of_any_offset_become_utc(con: duckdb.DuckDBPyConnection, load: Load, offset_time: str, utc: str) -> None:
    assert _rows(con, "SELECT current_setting('TimeZone')") == [("UTC",)]
    load([*(model(n) for n in range(1, 31)), model(31, createdAt=offset_time, lastModified=offset_time)], rank=False)
    time_query = (
        "SELECT CAST(created_at AS VARCHAR), CAST(last_modified AS VARCHAR) FROM models WHERE id = 'owner/model-31'"
    )
    assert _rows(con, time_query) == [(utc, utc)]
    # read again as a changed repo
    changed_model = model(31, createdAt=offset_time, lastModified=offset_time, likes=9, license="x")
    load([*(model(n) for n in range(1, 31)), changed_model], NEXT, rank=False)
    assert _rows(con, time_query) == [(utc, utc)]
