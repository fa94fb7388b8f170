"""Which repo a row belongs to that names it without its _id."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.imports.shelf import (
    Identities,
    finish_import,
    forget_changes,
    list_changed_days,
    remove_source,
    settle_days,
)
from pipeline.warehouse.compaction import compact_month
from pipeline.warehouse.derived_history import DERIVED_TABLES, restate_all_days
from pipeline.warehouse.identity import identify_repos
from tests.warehouse.test_history_property import load_hub

from .test_import_property import shelve

D = [dt.date(2026, 8, 1) + dt.timedelta(n) for n in range(12)]
A, B = f"{0x65000000:08x}{1:016x}", f"{0x65000000:08x}{2:016x}"
YOUNG = f"{0x6A7A0000:08x}{3:016x}"  # of 11 August 2026
Import = Callable[..., Identities]


def row(name: str, likes: int = 1) -> dict[str, Any]:
    return {"id": name, "downloads": 1, "downloadsAllTime": 10, "likes": likes, "tags": ["x", "license:mit"], "pipeline_tag": "translation"}  # fmt: skip


@pytest.fixture
def bring(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> Iterator[Import]:
    """A function that imports days of a source: `whole` and `weekly` have _ids, `names` has none."""
    number = iter(range(1000))

    def run(source: str, days: dict[dt.date, dict[str, Any]]) -> Identities:
        shelve(con, tmp_path / "imports", source, days, next(number))
        settle_days(con, tmp_path / "imports")
        return finish_import(con)

    yield run


def find(con: duckdb.DuckDBPyConnection) -> dict[tuple[dt.date, str], str | None]:
    """Return the _id of each row by day and name; None for provisional repos."""
    query = "SELECT date, id, CASE WHEN NOT store.is_provisional(oid) THEN oid END FROM model_history"
    return {(date, name): oid for date, name, oid in con.execute(query).fetchall()}


def list_events(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return con.execute("SELECT date, oid, event, old, new FROM events ORDER BY ALL").fetchall()


def find_oid(con: duckdb.DuckDBPyConnection, name: str) -> str:
    [(oid,)] = con.execute("SELECT oid FROM models WHERE id = $name", {"name": name}).fetchall()
    return oid


def test_a_name_belongs_to_the_repo_that_has_it(con: duckdb.DuckDBPyConnection, bring: Import) -> None:
    assert bring("names", {D[0]: {"o/a": row("o/a")}, D[1]: {"o/a": row("o/a")}}).provisional_repos == 1
    assert find(con) == {(D[0], "o/a"): None, (D[1], "o/a"): None}
    found = bring("whole", {D[5]: {A: row("o/a")}})
    assert found == Identities(0, 0)
    assert find(con) == {(D[0], "o/a"): A, (D[1], "o/a"): A, (D[5], "o/a"): A}
    assert con.execute("SELECT count(*) FROM models").fetchall() == [(1,)]
    assert list_events(con) == [(D[5], A, "identified", f"{D[0]}/{D[1]}", "o/a")]


def test_an_own_day_identifies_names_too(con: duckdb.DuckDBPyConnection, bring: Import, tmp_path: Path) -> None:
    bring("names", {D[0]: {"o/a": row("o/a")}})
    load_hub(con, tmp_path / "spool", D[3], "leaders", {A: row("o/a") | {"createdAt": "2026-01-01T00:00:00.000Z"}})
    assert find(con)[D[0], "o/a"] == A
    assert list_events(con) == [(D[3], A, "identified", f"{D[0]}/{D[0]}", "o/a")]


def test_adopted_names_are_as_if_all_was_derived_again(
    con: duckdb.DuckDBPyConnection, bring: Import, tmp_path: Path
) -> None:
    """Their repos' ages are known from then on, so that counters are judged in other cohorts; here a day skips the newer ones."""
    names = {n: f"o/m-{n}" for n in range(90)}

    def make_rows(day: int) -> dict[str, dict[str, Any]]:
        ages = {n: day - 1 if day == 5 and n % 3 else day for n in names}
        return {
            name: row(name) | {"downloads": 700 + ages[n] % 7, "downloadsAllTime": 90 * ages[n], "createdAt": f"202{n % 3 + 2}-01-01T00:00:00.000Z"}
            for n, name in names.items()
        }  # fmt: skip

    bring("names", {D[day]: make_rows(day) for day in range(8)})
    statuses = "SELECT status, count(*) FROM model_history WHERE date = $date GROUP BY ALL ORDER BY ALL"
    for day, count in ((8, 60), (9, 90)):
        rows = make_rows(day)
        own_rows = {f"{0x65000000:08x}{n:016x}": rows[name] for n, name in names.items() if n < count}
        load_hub(con, tmp_path / "spool", D[day], "leaders", own_rows)
        derived = {table: con.execute(f"FROM store.{table} ORDER BY ALL").fetchall() for table in DERIVED_TABLES}
        assert identify_repos(con) == set()
        restate_all_days(con)
        for table, rows_of_table in derived.items():
            assert con.execute(f"FROM store.{table} ORDER BY ALL").fetchall() == rows_of_table, (day, table)
    assert con.execute(statuses, {"date": D[5]}).fetchall() == [("frozen", 60), ("observed", 30)]


def test_a_rename_joins_both_names(con: duckdb.DuckDBPyConnection, bring: Import) -> None:
    bring("names", {D[n]: {"old/a": row("old/a")} if n < 4 else {"new/a": row("new/a")} for n in range(8)})
    bring("weekly", {D[2]: {A: row("old/a")}, D[9]: {A: row("new/a")}})
    assert set(find(con).values()) == {A}
    assert list_events(con) == [
        (D[2], A, "identified", f"{D[0]}/{D[3]}", "old/a"),
        (D[4], A, "renamed", "old/a", "new/a"),
        (D[9], A, "identified", f"{D[4]}/{D[7]}", "new/a"),
    ]


def test_a_rename_is_not_joined_without_an_id_on_both_sides(con: duckdb.DuckDBPyConnection, bring: Import) -> None:
    bring("names", {D[n]: {"old/a": row("old/a")} if n < 4 else {"new/a": row("new/a")} for n in range(8)})
    bring("weekly", {D[9]: {A: row("new/a")}})
    named = find(con)
    assert [named[D[n], "old/a" if n < 4 else "new/a"] for n in range(8)] == [None] * 4 + [A] * 4
    assert [event[1:3] for event in list_events(con)] == [(A, "identified"), (find_oid(con, "old/a"), "disappeared")]


def test_an_identification_has_the_same_events_in_any_order(
    con: duckdb.DuckDBPyConnection, bring: Import, tmp_path: Path
) -> None:
    """The first day with the _id counts, also if it comes last; rows of names after it are of a known repo."""
    own_row = row("o/a") | {"createdAt": "2026-01-01T00:00:00.000Z"}
    bring("names", {D[0]: {"o/a": row("o/a")}, D[4]: {"o/a": row("o/a")}})
    assert list_events(con) == []
    load_hub(con, tmp_path / "spool", D[7], "leaders", {A: own_row})
    assert list_events(con) == [(D[7], A, "identified", f"{D[0]}/{D[4]}", "o/a")]
    for day in (D[5], D[2]):
        load_hub(con, tmp_path / "spool", day, "leaders", {A: own_row})
        assert list_events(con) == [(day, A, "identified", f"{D[0]}/{D[4]}", "o/a")]
    load_hub(con, tmp_path / "spool", D[0], "leaders", {A: own_row})
    assert list_events(con) == []


def test_a_reused_name_is_split_between_its_repos(con: duckdb.DuckDBPyConnection, bring: Import) -> None:
    bring("names", {D[n]: {"o/a": row("o/a")} for n in (0, 1, 4, 5, 9)})
    found = bring("weekly", {D[2]: {A: row("o/a")}, D[7]: {B: row("o/a")}})
    named = find(con)
    assert [named[D[n], "o/a"] for n in (0, 1, 4, 5, 9)] == [A, A, A, B, B]
    assert found.ambiguous_names == 0


def test_equally_near_repos_leave_a_name_apart(con: duckdb.DuckDBPyConnection, bring: Import) -> None:
    bring("names", {D[4]: {"o/a": row("o/a")}})
    found = bring("weekly", {D[2]: {A: row("o/a")}, D[6]: {B: row("o/a")}})
    assert find(con)[D[4], "o/a"] is None
    assert (found.provisional_repos, found.ambiguous_names) == (1, 1)


def test_a_later_bearer_of_a_name_makes_it_ambiguous(
    con: duckdb.DuckDBPyConnection, bring: Import, tmp_path: Path
) -> None:
    own_row = row("o/a") | {"createdAt": "2026-01-01T00:00:00.000Z"}
    bring("names", {D[3]: {"o/a": row("o/a")}})
    load_hub(con, tmp_path / "spool", D[2], "leaders", {A: own_row})
    assert find(con)[D[3], "o/a"] == A
    load_hub(con, tmp_path / "spool", D[4], "leaders", {B: own_row})
    assert find(con)[D[3], "o/a"] is None
    load_hub(
        con, tmp_path / "spool", D[4], "leaders", {B: own_row | {"id": "o/b"}}
    )  # the day again: now it says otherwise
    assert find(con)[D[3], "o/a"] == A


def test_a_name_is_not_joined_to_a_repo_that_did_not_exist(con: duckdb.DuckDBPyConnection, bring: Import) -> None:
    bring("names", {D[0]: {"o/a": row("o/a")}})
    found = bring("weekly", {D[11]: {YOUNG: row("o/a")}})
    assert find(con)[D[0], "o/a"] is None
    assert found.ambiguous_names == 1


def test_a_name_is_not_joined_across_another_name_of_the_repo(con: duckdb.DuckDBPyConnection, bring: Import) -> None:
    bring("names", {D[0]: {"o/a": row("o/a")}})
    bring("weekly", {D[3]: {A: row("o/other")}, D[6]: {A: row("o/a")}})
    assert find(con)[D[0], "o/a"] is None


def test_two_names_of_one_repo_on_a_day_do_not_collide(con: duckdb.DuckDBPyConnection, bring: Import) -> None:
    bring("names", {D[3]: {"old/a": row("old/a", 5), "new/a": row("new/a", 6)}})
    bring("weekly", {D[2]: {A: row("old/a")}, D[5]: {A: row("new/a")}})
    named = find(con)
    assert (named[D[3], "old/a"], named[D[3], "new/a"]) == (A, None)


def test_removing_the_evidence_separates_the_names_again(
    con: duckdb.DuckDBPyConnection, bring: Import, tmp_path: Path
) -> None:
    bring("names", {D[0]: {"o/a": row("o/a")}})
    before = con.execute("FROM model_history").fetchall()
    bring("whole", {D[5]: {A: row("o/a")}})
    assert remove_source(con, "whole") == {D[5]}
    settle_days(con, tmp_path / "imports")
    finish_import(con)
    assert con.execute("FROM model_history").fetchall() == before


def test_names_of_compacted_months_are_identified(con: duckdb.DuckDBPyConnection, bring: Import) -> None:
    bring("names", {D[n]: {"o/a": row("o/a", n), "o/b": row("o/b")} for n in range(4)})
    compact_month(con, dt.date(2026, 8, 1))
    counters = "SELECT date, observed_at, id, likes FROM model_history ORDER BY ALL"
    before = con.execute(counters).fetchall()
    bring("whole", {dt.date(2026, 9, 1): {A: row("o/a")}})
    assert [row for row in con.execute(counters).fetchall() if row[0] < dt.date(2026, 9, 1)] == before
    assert {name: oid for (_, name), oid in find(con).items()} == {"o/a": A, "o/b": None}


def test_a_better_source_counts_and_its_removal_restores_the_other(
    con: duckdb.DuckDBPyConnection, bring: Import, tmp_path: Path
) -> None:
    sources = "SELECT source, repos FROM snapshots WHERE date = $date"
    bring("names", {D[0]: {"o/a": row("o/a", 3)}})
    bring("weekly", {D[0]: {A: row("o/a", 4), B: row("o/b", 5)}})
    assert con.execute(sources, {"date": D[0]}).fetchall() == [("weekly", 2)]
    bring("names", {D[0]: {"o/a": row("o/a", 6)}})  # a worse source changes nothing
    assert con.execute(sources, {"date": D[0]}).fetchall() == [("weekly", 2)]
    load_hub(con, tmp_path / "spool", D[0], "leaders", {A: row("o/a", 9) | {"createdAt": "2026-01-01T00:00:00.000Z"}})
    assert con.execute(sources, {"date": D[0]}).fetchall() == [(None, 1)]
    con.execute("DELETE FROM store.snapshot")  # as if the own day were gone
    con.execute("DELETE FROM store.daily")
    remove_source(con, "weekly")
    settle_days(con, tmp_path / "imports")
    finish_import(con)
    assert con.execute(sources, {"date": D[0]}).fetchall() == [("names", 1)]
    assert con.execute("SELECT likes FROM model_history").fetchall() == [(6,)]


def test_a_sparse_row_is_described_by_the_nearest_full_one(con: duckdb.DuckDBPyConnection, bring: Import) -> None:
    bring("names", {D[4]: {"o/a": row("o/a")}})
    assert con.execute("SELECT license, pipeline_tag FROM models_on($date)", {"date": D[4]}).fetchall() == [
        (None, None)
    ]
    bring("weekly", {D[9]: {A: row("o/a") | {"tags": ["license:mit", "license:gpl", "license:mit"]}}})
    assert con.execute("SELECT license FROM models_on($date)", {"date": D[4]}).fetchall() == [("gpl,mit",)]
    forget_changes(con)
    bring("weekly", {D[2]: {A: row("o/a")}})  # a known earlier state is nearer than a later one
    assert list_changed_days(con) == {D[2], D[4]}  # its boards are out of date
    assert con.execute("SELECT license, pipeline_tag FROM models_on($date)", {"date": D[4]}).fetchall() == [
        ("mit", "translation")
    ]
    assert con.execute("SELECT date, old, new FROM events WHERE event = 'license'").fetchall() == [
        (D[9], "mit", "gpl,mit")
    ]
    query = "SELECT category FROM store.member m JOIN store.counted c USING (repo, version) WHERE c.date = $date"
    assert con.execute(query, {"date": D[4]}).fetchall() == [("translation",)]


def test_an_import_keeps_the_true_hour_and_says_its_source(con: duckdb.DuckDBPyConnection, bring: Import) -> None:
    bring("whole", {D[0]: {A: row("o/a")}})
    assert con.execute("SELECT observed_at FROM model_history").fetchall() == [(dt.datetime(2026, 8, 1, 13, 50),)]
    assert con.execute("SELECT name, days, used_days, rows FROM sources").fetchall() == [("whole", 1, 1, 1)]
    assert con.execute("SELECT source, scope, hub_url FROM snapshots").fetchall() == [
        ("whole", "archive", "https://archive/whole")
    ]
