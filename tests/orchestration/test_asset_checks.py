"""Checks as Dagster shows them: expected and seen, severity, and that a blocking one keeps a day from being published."""

import datetime as dt
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import msgspec
import pytest

from pipeline.catalogue import load_catalogue
from pipeline.config import Home
from pipeline.crawl.crawler import Wanted, crawl
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import Spool
from pipeline.definitions import defs
from pipeline.errors import AlmanacError
from pipeline.hub_api.client import HubClient
from pipeline.orchestration import asset_checks as checks
from pipeline.orchestration.resources import AlmanacHome, Hub
from pipeline.orchestration.runner import run_day
from pipeline.publishing.verify import Proof, prove_published
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from pipeline.warehouse.catalogue_tables import documented_kept
from pipeline.warehouse.catalogue_tables import load_catalogue as keep_catalogue
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.quality_checks import CHECKS, Looked
from tests.conftest import FixedWorld, quick
from tests.fixtures.records import instance_of

NINE = dt.time(9, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 20)


@pytest.fixture(scope="module")
def spool(world: World, tmp_path_factory: pytest.TempPathFactory) -> Spool:
    """A finished crawl."""
    with SampleHub(world) as hub:
        wanted = Wanted(Scope.leaders, load_catalogue())
        return crawl(HubClient(quick(hub.url)), tmp_path_factory.mktemp("spool"), world.days[0], wanted)


def test_every_asset_is_checked_and_each_check_is_one_of_its_specs():
    graph = defs.resolve_asset_graph()
    checked = {key.asset_key.to_user_string() for key in graph.asset_check_keys}
    assert checked == {key.to_user_string() for key in graph.get_all_asset_keys()}
    assert {(key.asset_key.to_user_string(), key.name) for key in graph.asset_check_keys} == {
        (check.asset, check.name) for check in CHECKS
    }
    assert len({(check.asset, check.name) for check in CHECKS}) == len(CHECKS)


def test_a_failed_check_says_what_was_expected_and_what_was_seen():
    looked = [Looked("a", "1", "1", True), Looked("b", "at least 2", "0", False), Looked("c", "3", "<b>", False)]
    made = checks.result("crawl", "lists_answered", looked)
    assert not made.passed
    assert made.severity is dg.AssetCheckSeverity.WARN
    said: dict[str, Any] = {key: value.value for key, value in made.metadata.items()}
    assert (said["expected"], said["seen"], said["looked_at"], said["failing"]) == ("b: at least 2", "b: 0", 3, 2)
    assert [record.data["what"] for record in said["table"].records] == ["b", "c"]
    assert "2 of 3" in (made.description or "")


def test_a_passed_check_does_too():
    one = checks.result("published", "published_equal", [Looked("days", "0 differ", "0 differ", True)])
    assert one.passed
    assert one.metadata["expected"].value == "days: 0 differ"
    many = checks.result("crawl", "lists_answered", [Looked(str(n), "any", "5", True) for n in range(44)])
    assert many.metadata["seen"].value == "44 of 44 as expected"
    shown: Any = many.metadata["table"].value
    assert len(shown.records) == checks.SHOWN
    assert checks.result("crawl", "lists_answered", []).passed


def test_a_blocking_check_is_an_error():
    assert checks.result("crawl", "hubs_day", [Looked("a", "1", "2", False)]).severity is dg.AssetCheckSeverity.ERROR


def test_the_day_is_the_hubs(spool: Spool, world: World):
    assert all(one.holds for one in checks.hubs_day(spool, world.days[0]))
    other = [one for one in checks.hubs_day(spool, world.days[1]) if not one.holds]
    assert [one.what for one in other] == ["day of the Hub", "day of the pages"]
    assert str(world.days[0]) in other[0].seen
    assert spool.done
    late = replace(spool, done=msgspec.structs.replace(spool.done, started_at=dt.datetime(2030, 1, 1, tzinfo=dt.UTC)))
    assert [one.holds for one in checks.hubs_day(late, world.days[0])] == [False, True]
    assert not all(one.holds for one in checks.hubs_day(replace(spool, done=None), world.days[0]))


def test_every_list_has_rows_but_those_of_a_discontinued_category(spool: Spool):
    assert all(one.holds for one in checks.lists_answered(spool, []))
    emptied = [
        msgspec.structs.replace(page, rows=0) if page.category == "text2text-generation" else page
        for page in spool.pages
    ]
    assert [
        one for one in checks.lists_answered(replace(spool, pages=emptied), ["text2text-generation"]) if not one.holds
    ] == []
    wrong = [one for one in checks.lists_answered(replace(spool, pages=emptied), []) if not one.holds]
    assert {one.what.split(".")[0] for one in wrong} == {"text2text-generation"}
    assert wrong[0].expected == "at least 1 row" and wrong[0].seen == "0 rows"


def test_what_is_documented_is_kept(tmp_path: Path):
    documented = load_catalogue()
    with open_warehouse(tmp_path / "hub.duckdb") as con:
        keep_catalogue(con, documented)
        assert [(one.expected, one.seen) for one in documented_kept(con, documented)] == [("11", "11"), ("6", "6")]
        con.execute("DELETE FROM store.watched WHERE id LIKE '%Janus%'")
        con.execute("DELETE FROM store.category WHERE slug = 'text'")
        assert [(one.holds, one.seen) for one in documented_kept(con, documented)] == [
            (False, "10, without text"),
            (False, "5, without deepseek-ai/Janus-Pro-7B"),
        ]


def test_a_published_file_that_differs_is_seen(tmp_path: Path):
    assert [one.holds for one in checks.published_equal([Proof("a", 0), Proof("b", 3, "2026-11-20")])] == [True, False]
    with open_warehouse(tmp_path / "warehouse" / "hub.duckdb") as con:
        missing = list(checks.published_equal(prove_published(con, tmp_path / "hub.duckdb")))
        assert [one.holds for one in missing] == [False]
        (tmp_path / "hub.duckdb").write_bytes(b"no database")
        assert [one.holds for one in checks.published_equal(prove_published(con, tmp_path / "hub.duckdb"))] == [False]
        (tmp_path / "hub.duckdb").unlink()
        with open_warehouse(tmp_path / "other" / "hub.duckdb") as other:
            other.execute("INSERT INTO store.snapshot (date, kind, rows) VALUES (DATE '2026-11-20', 'model', 5)")
        (tmp_path / "other" / "hub.duckdb").rename(tmp_path / "hub.duckdb")
        [differs] = checks.published_equal(prove_published(con, tmp_path / "hub.duckdb"))
        assert not differs.holds and "2026-11-20" in differs.seen


@pytest.mark.slow
def test_a_blocking_check_keeps_the_day_from_being_published(world: World, home: Home):
    """The second day's rows come without likes: whole lists, but nothing that should be ranked."""
    held = {day: world.day(day) for day in world.days[:2]}
    rows = [{key: value for key, value in row.items() if key != "likes"} for row in held[world.days[1]].models]
    held[world.days[1]] = replace(held[world.days[1]], models=rows)
    with SampleHub(FixedWorld(held)) as hub, instance_of(home) as instance:

        def run(day: dt.date) -> None:
            hub.set_day(day)
            run_day(
                defs,
                instance,
                AlmanacHome.at(home),
                Hub(endpoint=hub.url, anonymous=True),
                dt.datetime.combine(day, NINE),
            )

        run(world.days[0])
        before = hashlib.sha256(home.published.read_bytes()).hexdigest()
        with pytest.raises(AlmanacError, match="null_shares") as raised:
            run(world.days[1])
        assert not raised.value.published
        assert hashlib.sha256(home.published.read_bytes()).hexdigest() == before
        records = instance.fetch_materializations(dg.AssetKey("trends"), limit=10).records
        assert [record.partition_key for record in records] == [str(world.days[0])]
        entries: list[Any] = [
            entry.dagster_event
            for record in instance.get_run_records(limit=1)
            for entry in instance.all_logs(
                record.dagster_run.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION
            )
        ]
        evaluated = [event.asset_check_evaluation_data for event in entries]
        [evaluation] = [one for one in evaluated if one.check_name == "null_shares" and not one.passed]
        assert "likes: at most" in str(evaluation.metadata["expected"].value)
        assert "100.0%" in str(evaluation.metadata["seen"].value)


@pytest.mark.slow
def test_a_board_that_cannot_be_made_costs_the_day_nothing_else(world: World, home: Home):
    """An impossible count in one category: the day is published, without that category's boards, and a check warns."""
    with SampleHub(world) as hub, instance_of(home) as instance:

        def run(day: dt.date) -> str:
            hub.set_day(day)
            now = dt.datetime.combine(day, NINE)
            return run_day(defs, instance, AlmanacHome.at(home), Hub(endpoint=hub.url, anonymous=True), now).run_id

        run(world.days[0])
        with open_warehouse(home.warehouse) as con:
            translation = "SELECT repo FROM store.member WHERE category = 'translation'"
            con.execute(f"UPDATE store.daily SET likes = -9223372036854775808 WHERE repo IN ({translation})")
        run_id = run(world.days[1])
        with duckdb.connect(str(home.published), read_only=True) as published:
            ranked = dict(
                published.execute(
                    "SELECT category, count(*) FROM trends WHERE date = $d GROUP BY ALL", {"d": world.days[1]}
                ).fetchall()
            )
        assert "translation" not in ranked and len(ranked) >= 9
        entries: list[Any] = [*instance.all_logs(run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)]
        failed = [
            one.dagster_event.asset_check_evaluation_data
            for one in entries
            if not one.dagster_event.asset_check_evaluation_data.passed
        ]
        assert "boards_whole" in {one.check_name for one in failed}
        assert {one.severity for one in failed} == {dg.AssetCheckSeverity.WARN}
