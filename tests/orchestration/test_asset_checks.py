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
from pipeline.crawl.crawler import CrawlRequest, crawl
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import Spool
from pipeline.definitions import defs
from pipeline.errors import AlmanacError, decode_parts
from pipeline.hub_api.client import HubClient
from pipeline.i18n.messages import text
from pipeline.notes import Note
from pipeline.orchestration import asset_checks as checks
from pipeline.orchestration.asset_keys import asset_key
from pipeline.orchestration.jobs import JOBS
from pipeline.orchestration.resources import AlmanacHome, Hub
from pipeline.orchestration.run_ownership import DAILY_JOB
from pipeline.orchestration.runner import run_day
from pipeline.publishing.verify import Comparison, verify_published
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from pipeline.warehouse.catalogue_tables import check_catalogue, store_catalogue
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.quality_checks import CHECKS, CheckResult
from tests.conftest import FixedWorld, quick
from tests.fixtures.records import open_instance

NINE = dt.time(9, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 20)


@pytest.fixture(scope="module")
def spool(world: World, tmp_path_factory: pytest.TempPathFactory) -> Spool:
    """A finished crawl."""
    with SampleHub(world) as hub:
        request = CrawlRequest(Scope.leaders, load_catalogue())
        return crawl(HubClient(quick(hub.url)), tmp_path_factory.mktemp("spool"), world.days[0], request)


def test_every_asset_of_a_day_is_checked_and_each_check_is_one_of_its_specs():
    graph = defs.resolve_asset_graph()
    day_assets = JOBS[DAILY_JOB][0].resolve(graph)
    assert {key.asset_key for key in graph.asset_check_keys} == day_assets
    assert {(key.asset_key.path[-1], key.name) for key in graph.asset_check_keys} == {
        (check.asset, check.name) for check in CHECKS
    }
    assert len({(check.asset, check.name) for check in CHECKS}) == len(CHECKS)


def test_a_failed_check_reports_expected_and_actual():
    check_results = [
        CheckResult("a", Note("rows", {"rows": 1}), Note("rows", {"rows": 1}), True),
        CheckResult("b", Note("some_rows"), Note("rows", {"rows": 0}), False),
        CheckResult("c", Note("file_of_site"), Note("reported", {"text": "<b>"}), False),
    ]
    result = checks.build_result("crawl", "lists_answered", check_results)
    assert not result.passed
    assert result.severity is dg.AssetCheckSeverity.WARN
    metadata: dict[str, Any] = {key: value.value for key, value in result.metadata.items()}
    assert (metadata["expected"], metadata["actual"], metadata["checked"], metadata["failing"]) == (
        f"b: {text('en', 'check-some-rows')}",
        f"b: {text('en', 'check-rows', rows=0)}",
        3,
        2,
    )
    assert [record.data["subject"] for record in metadata["table"].records] == ["b", "c"]
    assert "2 of 3" in (result.description or "")
    [failure] = decode_parts(metadata["error"])
    assert failure == Note("check_failed_for", {"check": "lists_answered", "asset": "crawl", "subject": "b", "expected": Note("some_rows"), "actual": Note("rows", {"rows": 0})})  # fmt: skip
    korean_error = AlmanacError(failure).render("ko")
    assert text("ko", "check-some-rows") in korean_error and text("ko", "check-rows", rows=0) in korean_error


def test_a_passed_check_reports_expected_and_actual():
    same = Note("differing", {"rows": 0})
    result = checks.build_result("published", "published_equal", [CheckResult("days", same, same, True)])
    assert result.passed
    assert result.metadata["expected"].value == f"days: {text('en', 'check-differing', rows=0)}"
    result_of_many = checks.build_result(
        "crawl",
        "lists_answered",
        [CheckResult(str(n), Note("any_rows"), Note("rows", {"rows": 5}), True) for n in range(44)],
    )
    assert result_of_many.metadata["actual"].value == text("en", "check-as-expected", results=44, all=44)
    table: Any = result_of_many.metadata["table"].value
    assert len(table.records) == checks.MAX_TABLE_ROWS
    assert checks.build_result("crawl", "lists_answered", []).passed


def test_a_blocking_check_is_an_error():
    assert (
        checks.build_result(
            "crawl", "hubs_day", [CheckResult("a", Note("day", {"day": "1"}), Note("no_response"), False)]
        ).severity
        is dg.AssetCheckSeverity.ERROR
    )


def test_the_crawl_must_begin_on_the_hubs_day(spool: Spool, world: World):
    assert all(result.passes for result in checks.check_hub_day(spool, world.days[0]))
    failures = [result for result in checks.check_hub_day(spool, world.days[1]) if not result.passes]
    assert len(failures) == 2
    assert str(world.days[0]) in str(failures[0].actual.parameters["time"])
    assert spool.finish_record
    late_spool = replace(
        spool,
        finish_record=msgspec.structs.replace(spool.finish_record, started_at=dt.datetime(2030, 1, 1, tzinfo=dt.UTC)),
    )
    assert [result.passes for result in checks.check_hub_day(late_spool, world.days[0])] == [False, True]
    assert not all(result.passes for result in checks.check_hub_day(replace(spool, finish_record=None), world.days[0]))


def test_only_lists_of_discontinued_categories_may_be_empty(spool: Spool):
    assert all(result.passes for result in checks.check_list_rows(spool, []))
    pages = [
        msgspec.structs.replace(page, rows=0) if page.category == "text2text-generation" else page
        for page in spool.pages
    ]
    assert [
        result
        for result in checks.check_list_rows(replace(spool, pages=pages), ["text2text-generation"])
        if not result.passes
    ] == []
    failures = [result for result in checks.check_list_rows(replace(spool, pages=pages), []) if not result.passes]
    assert {result.subject.split(".")[0] for result in failures} == {"text2text-generation"}
    assert (failures[0].expectation, failures[0].actual) == (Note("some_rows"), Note("rows", {"rows": 0}))


def test_documented_categories_and_featured_models_must_be_stored(tmp_path: Path):
    catalogue = load_catalogue()
    with open_warehouse(tmp_path / "hub.duckdb") as con:
        store_catalogue(con, catalogue)
        assert [(result.expectation, result.actual) for result in check_catalogue(con, catalogue)] == [
            (Note("entries", {"entries": 11}), Note("entries", {"entries": 11})),
            (Note("entries", {"entries": 6}), Note("entries", {"entries": 6})),
        ]
        con.execute("DELETE FROM store.watched WHERE id LIKE '%Janus%'")
        con.execute("DELETE FROM store.category WHERE slug = 'text'")
        assert [(result.passes, result.actual) for result in check_catalogue(con, catalogue)] == [
            (False, Note("entries_without", {"entries": 10, "names": "text"})),
            (False, Note("entries_without", {"entries": 5, "names": "deepseek-ai/Janus-Pro-7B"})),
        ]


def test_a_published_file_that_differs_fails(tmp_path: Path):
    assert [
        result.passes
        for result in checks.check_published_file([Comparison(Note("a"), 0), Comparison(Note("b"), 3, "2026-11-20")])
    ] == [True, False]
    with open_warehouse(tmp_path / "warehouse" / "hub.duckdb") as con:
        missing = list(checks.check_published_file(verify_published(con, tmp_path / "hub.duckdb")))
        assert [result.passes for result in missing] == [False]
        (tmp_path / "hub.duckdb").write_bytes(b"no database")
        assert [
            result.passes for result in checks.check_published_file(verify_published(con, tmp_path / "hub.duckdb"))
        ] == [False]
        (tmp_path / "hub.duckdb").unlink()
        with open_warehouse(tmp_path / "other" / "hub.duckdb") as other_con:
            other_con.execute("INSERT INTO store.snapshot (date, kind, rows) VALUES (DATE '2026-11-20', 'model', 5)")
        (tmp_path / "other" / "hub.duckdb").rename(tmp_path / "hub.duckdb")
        [result] = checks.check_published_file(verify_published(con, tmp_path / "hub.duckdb"))
        assert not result.passes and "2026-11-20" in str(result.actual.parameters["example"])


@pytest.mark.slow
def test_a_blocking_check_stops_publishing(world: World, home: Home):
    """The second day's rows have no likes: the lists are complete but cannot be ranked."""
    hub_days = {day: world.day(day) for day in world.days[:2]}
    rows = [{key: value for key, value in row.items() if key != "likes"} for row in hub_days[world.days[1]].models]
    hub_days[world.days[1]] = replace(hub_days[world.days[1]], models=rows)
    with SampleHub(FixedWorld(hub_days)) as hub, open_instance(home) as instance:

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
        with pytest.raises(AlmanacError, match="null_shares") as error_info:
            run(world.days[1])
        assert not error_info.value.published
        assert hashlib.sha256(home.published.read_bytes()).hexdigest() == before
        records = instance.fetch_materializations(asset_key("trends"), limit=10).records
        assert [record.partition_key for record in records] == [str(world.days[0])]
        entries: list[Any] = [
            entry.dagster_event
            for record in instance.get_run_records(limit=1)
            for entry in instance.all_logs(
                record.dagster_run.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION
            )
        ]
        evaluations = [event.asset_check_evaluation_data for event in entries]
        [evaluation] = [check for check in evaluations if check.check_name == "null_shares" and not check.passed]
        assert "likes" in str(evaluation.metadata["expected"].value)
        assert "100.0%" in str(evaluation.metadata["actual"].value)


@pytest.mark.slow
def test_a_board_that_cannot_be_built_is_withheld_alone(world: World, home: Home):
    """An impossible count in one category: its boards are not published, and a check warns."""
    with SampleHub(world) as hub, open_instance(home) as instance:

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
            rank_counts = dict(
                published.execute(
                    "SELECT category, count(*) FROM trends WHERE date = $d GROUP BY ALL", {"d": world.days[1]}
                ).fetchall()
            )
        assert "translation" not in rank_counts and len(rank_counts) >= 9
        entries: list[Any] = [*instance.all_logs(run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)]
        failures = [
            entry.dagster_event.asset_check_evaluation_data
            for entry in entries
            if not entry.dagster_event.asset_check_evaluation_data.passed
        ]
        assert "boards_whole" in {evaluation.check_name for evaluation in failures}
        assert {evaluation.severity for evaluation in failures} == {dg.AssetCheckSeverity.WARN}
