"""Steps of a whole library or author are found, noted and left out of boards."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.catalogue import load_catalogue
from pipeline.crawl.crawler import CrawlRequest, crawl
from pipeline.crawl.scope import Scope
from pipeline.hub_api.client import HubClient
from pipeline.marts.build import build_movers, rank_day
from pipeline.sample_hub.days import HubDay
from pipeline.sample_hub.server import SampleHub
from pipeline.warehouse.load import load_day
from tests.conftest import FixedWorld, quick
from tests.fixtures.days import DAY, Load, model, open_copy

BASE = 60  # downloads a day
Daily = Callable[[int, int], float]


def day_of(number: int) -> dt.date:
    return DAY + dt.timedelta(number)


def fetch_rows(con: duckdb.DuckDBPyConnection, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
    return con.execute(query, parameters).fetchall()


def load_days(load: Load, days: int, rate: Daily, repos: int = 40, *, first: int = 0) -> None:
    """Load models with `rate(number, day)` downloads on each day from the `first`.

    The first ten are of library `lib-a`, each of another author.
    """
    totals = dict.fromkeys(range(1, repos + 1), 100_000)
    for on in range(days):
        for n in totals:
            totals[n] += round(rate(n, on)) + n
        if on >= first:
            load([build_model(n, totals[n]) for n in totals], day_of(on), Scope.hub, rank=on >= 3)  # no note before


def build_model(n: int, total: int) -> dict[str, Any]:
    author = f"maker-{n}" if n <= 30 else "one-maker"
    return model(
        n,
        id=f"{author}/model-{n}",
        author=author,
        library_name="lib-a" if n <= 10 else "lib-b",
        downloads=2_000,
        downloadsAllTime=total,
    )


def read_anomalies(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return fetch_rows(con, "SELECT date, kind, part, name, counter, repos FROM store.anomaly ORDER BY ALL")


@pytest.fixture(scope="module")
def plain_days(new_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six days on which every repo has BASE downloads."""
    path = tmp_path_factory.mktemp("plain") / "hub.duckdb"
    with open_copy(new_warehouse, path) as (_, load):
        load_days(load, 6, lambda n, on: BASE - n)
    return path


@pytest.mark.begins_with("plain_days")
def test_a_librarys_step_is_found_on_its_day(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load_days(load, 9, lambda n, on: BASE * (4 if n <= 10 and on == 8 else 1) - n, first=6)
    assert read_anomalies(con) == [(day_of(8), "model", "library", "lib-a", "downloads_all_time", 10)]
    assert fetch_rows(con, "SELECT round(ratio, 1) > 3 FROM store.anomaly") == [(True,)]
    notes = fetch_rows(
        con,
        "SELECT board, status FROM boards, unnest(notes) u(note) WHERE date = $d AND (note.parameters ->> 'name') = 'lib-a'",
        d=day_of(8),
    )
    assert notes == [("adoption", "degraded")]


@pytest.fixture(scope="module")
def six_days(new_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("six") / "hub.duckdb"
    with open_copy(new_warehouse, path) as (_, load):
        load_days(load, 6, lambda n, on: BASE * 4)
    return path


@pytest.mark.begins_with("six_days")
@pytest.mark.parametrize(("part", "name"), [("library", "lib-a"), ("author", "one-maker")])
@pytest.mark.parametrize("factor", [0.1, 5])
def test_steps_down_and_of_authors_are_found_too(
    con: duckdb.DuckDBPyConnection, load: Load, part: str, name: str, factor: float
) -> None:
    stepping = range(1, 11) if part == "library" else range(31, 41)
    load_days(load, 7, lambda n, on: BASE * 4 * (factor if n in stepping and on == 6 else 1), first=6)
    assert read_anomalies(con) == [(day_of(6), "model", part, name, "downloads_all_time", 10)]


@pytest.mark.begins_with("plain_days")
@pytest.mark.parametrize(
    "stepping",
    [range(1, 41), range(1, 6), range(4, 41, 4)],
    ids=["the whole Hub", "half of the library", "unrelated repos"],
)
def test_a_step_of_others_is_no_library_step(con: duckdb.DuckDBPyConnection, load: Load, stepping: range) -> None:
    load_days(load, 7, lambda n, on: BASE * (4 if n in stepping and on == 6 else 1) - n, first=6)
    assert read_anomalies(con) == []


@pytest.mark.parametrize(
    "rate",
    [
        lambda n, on: BASE * 1.3**on if n <= 10 else BASE,  # a library that grows daily
        lambda n, on: (20 if on == 6 else 1) if n <= 10 else BASE,  # hardly used
    ],
)
def test_other_changes_are_no_library_step(con: duckdb.DuckDBPyConnection, load: Load, rate: Daily) -> None:
    load_days(load, 7, lambda n, on: rate(n, on) - n)
    assert read_anomalies(con) == []


def test_a_step_needs_a_week_before_it(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    load_days(load, 3, lambda n, on: BASE * (4 if n <= 10 and on == 2 else 1))
    assert read_anomalies(con) == []


@pytest.mark.begins_with("plain_days")
def test_a_rebuilt_day_finds_the_same_anomalies(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    rate: Daily = lambda n, on: BASE * (4 if n <= 10 and on == 6 else 1) - n  # noqa: E731
    load_days(load, 7, rate, first=6)
    before = fetch_rows(con, "FROM store.anomaly"), fetch_rows(con, "FROM boards ORDER BY ALL")
    load_days(load, 7, rate, first=5)
    assert (fetch_rows(con, "FROM store.anomaly"), fetch_rows(con, "FROM boards ORDER BY ALL")) == before
    # without the step, no trace remains
    load_days(load, 7, lambda n, on: BASE - n, first=6)
    assert read_anomalies(con) == []


def test_a_step_moves_no_repo_into_the_top_10(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    # the library's repos rank behind the others; with the step they would rank first
    load_days(load, 12, lambda n, on: BASE * (1 if n > 10 else 5 if on >= 7 else 0.5), repos=40)
    assert ("library", "lib-a") in {row[2:4] for row in read_anomalies(con)}
    for on in range(12):
        build_movers(con, day_of(on))
    entrants = fetch_rows(
        con,
        "SELECT DISTINCT id FROM movers WHERE board = 'adoption' AND move = 'entered_top_10' AND date >= $d",
        d=day_of(7),
    )
    assert not {f"maker-{n}/model-{n}" for n in range(1, 11)} & {name for (name,) in entrants}


def test_hostile_library_names_stay_text(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    hostile = "x'; DROP TABLE store.repo; -- <script>"
    totals = dict.fromkeys(range(1, 41), 100_000)
    for on in range(7):
        for n in totals:
            totals[n] += BASE * (4 if n <= 10 and on == 6 else 1)
        load(
            [build_model(n, totals[n]) | ({"library_name": hostile} if n <= 10 else {}) for n in totals],
            day_of(on),
            Scope.hub,
        )
    assert fetch_rows(con, "SELECT name FROM store.anomaly") == [(hostile,)]
    note_names = fetch_rows(
        con,
        "SELECT note.parameters ->> 'name' FROM boards, unnest(notes) u(note) WHERE board = 'adoption' AND date = $d AND note.code = 'library_step'",
        d=day_of(6),
    )
    assert note_names == [(hostile,)]


@pytest.mark.parametrize("sample", [False, True])
def test_boards_note_known_changes_of_the_real_hub(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, sample: bool
) -> None:
    """Notes in the library's categories; none for the sample Hub."""
    days = [dt.date(2026, 8, 4) + dt.timedelta(on) for on in range(5)]
    hub_days = {
        at: HubDay(
            at,
            [
                model(n, downloadsAllTime=1000 + 10 * n * on, library_name="diffusers" if n == 1 else "peft")
                | ({"pipeline_tag": "any-to-any", "tags": ["any-to-any"]} if n > 5 else {})
                for n in range(1, 11)
            ],
            [],
            {},
        )
        for on, at in enumerate(days)
    }
    with SampleHub(FixedWorld(hub_days), sample=sample) as hub:
        for at in days:
            hub.set_day(at)
            load_day(
                con, crawl(HubClient(quick(hub.url)), tmp_path / "spool", at, CrawlRequest(Scope.hub, load_catalogue()))
            )
            rank_day(con, at)
    notes = fetch_rows(
        con,
        "SELECT DISTINCT date, category, board FROM boards, unnest(notes) u(note) WHERE (note.parameters ->> 'change') = 'modular_index_counted' ORDER BY ALL",
    )
    assert notes == ([] if sample else [(at, "translation", "adoption") for at in days[3:]])
