import datetime as dt
import subprocess
import sys
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from syrupy.assertion import SnapshotAssertion

from pipeline.definitions import defs
from pipeline.orchestration.partitions import DAYS
from pipeline.published.data_dictionary import load_relations
from pipeline.warehouse.connection import open_warehouse


def test_the_definitions_load() -> None:
    dg.Definitions.validate_loadable(defs)


def test_dagster_gets_every_asset_job_and_sensor(snapshot: SnapshotAssertion) -> None:
    graph = defs.resolve_asset_graph()
    assets = {}
    for key in sorted(graph.get_all_asset_keys(), key=str):
        node = graph.get(key)
        checks = [graph.get_check_spec(check) for check in graph.get_check_keys_for_assets({key})]
        assets[key.to_user_string()] = {
            "group": node.group_name,
            "after": sorted(parent.to_user_string() for parent in node.parent_keys),
            "kinds": sorted(node.kinds),
            "owners": sorted(map(str, node.owners)),
            "partitions": "daily" if node.partitions_def == DAYS else str(node.partitions_def),
            "pools": sorted(node.pools or []),
            "checks": sorted(f"{check.name}{' (blocking)' if check.blocking else ''}" for check in checks),
            "fresh by": node.freshness_policy.deadline_cron if node.freshness_policy else None,  # type: ignore[union-attr]
        }
    repository = defs.get_repository_def()
    assert {
        "assets": assets,
        "jobs": sorted(job.name for job in repository.get_all_jobs() if not job.name.startswith("__")),
        "schedules": {s.name: (s.cron_schedule, s.execution_timezone, s.job_name) for s in repository.schedule_defs},
        "sensors": {s.name: (s.minimum_interval_seconds, s.default_status.value) for s in repository.sensor_defs},
    } == snapshot


def test_each_asset_documents_itself() -> None:
    graph = defs.resolve_asset_graph()
    documented_relations = load_relations()
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert len(node.description or "") > 80, key
        assert node.metadata["rows"] and node.metadata["access"], key
        references: Any = node.metadata["dagster/code_references"]
        files = [Path(reference.file_path) for reference in references.code_references]
        assert all(file.exists() for file in files) and any(file.parent.name == "assets" for file in files), key
        schema: Any = node.metadata.get("dagster/column_schema")
        if schema is None:
            assert key.to_user_string() in {
                "hub_almanac/crawl",
                "hub_almanac/published",
                "hub_almanac/site",
            }  # JSON pages, a complete database, HTML pages
            continue
        relation = str(node.metadata["dagster/table_name"]).rsplit(".", 1)[-1]
        assert [(c.name, c.type, c.description) for c in schema.columns] == [
            (c.name, c.type, c.comment) for c in documented_relations[relation].columns
        ]
        assert all(column.description for column in schema.columns)


def test_the_columns_are_those_of_the_database_itself(tmp_path: Path) -> None:
    with open_warehouse(tmp_path / "hub.duckdb") as con:
        for relation in load_relations().values():
            columns = con.execute(
                "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = $r "
                "ORDER BY column_index",
                {"r": relation.name},
            ).fetchall()
            assert columns == [(c.name, c.type, c.comment) for c in relation.columns]


def test_loading_has_no_warnings() -> None:
    process = subprocess.run(
        [sys.executable, "-W", "error", "-c", "from pipeline.definitions import defs; defs.get_repository_def()"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert process.returncode == 0, process.stderr
    assert process.stderr == ""


def test_the_launchpad_explains_what_can_be_set() -> None:
    fields: Any = defs.resolve_job_def("daily_snapshot").run_config_schema.config_type.fields["ops"]  # type: ignore[union-attr]
    crawl = fields.config_type.fields["crawl"].config_type.fields["config"].config_type.fields
    assert set(crawl) == {"scope", "limit", "accept_shrink", "from_spool"}
    assert all(len(field.description or "") > 20 and not field.is_required for field in crawl.values())
    job = defs.resolve_job_def("daily_snapshot")
    for wrong in ({"scope": "everything"}, {"limit": "ten"}, {"no_such": 1}):
        config = {"ops": {"crawl": {"config": wrong}}}
        with pytest.raises(dg.DagsterInvalidConfigError):
            dg.validate_run_config(job, config)
    assert dg.validate_run_config(job, {"ops": {"crawl": {"config": {"scope": "hub", "limit": 10}}}})


@pytest.mark.parametrize(
    ("tick", "day"),
    [
        ("2026-11-23T09:00:00", "2026-11-23"),
        ("2026-11-23T09:00:01", "2026-11-23"),
        ("2026-11-23T00:00:00", "2026-11-23"),  # at midnight
        ("2026-11-23T08:59:59", "2026-11-23"),
        ("2026-11-23T23:59:59", "2026-11-23"),
        ("2025-03-06T09:00:00", "2025-03-06"),  # after a long outage
        ("2026-12-31T09:00:00", "2026-12-31"),
    ],
)
def test_the_schedule_asks_for_the_day_itself(tick: str, day: str) -> None:
    schedule = defs.resolve_schedule_def("every_morning")
    assert schedule.cron_schedule == "0 9 * * *"
    assert schedule.execution_timezone == "UTC"
    assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING
    at = dt.datetime.fromisoformat(tick).replace(tzinfo=dt.UTC)
    with dg.DagsterInstance.ephemeral() as instance:
        context = dg.build_schedule_context(instance=instance, scheduled_execution_time=at)
        requests = schedule.evaluate_tick(context).run_requests
    assert [request.partition_key for request in requests or []] == [day]


def test_today_is_the_latest_partition() -> None:
    noon = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    with dg.partition_loading_context(effective_dt=noon):
        assert DAYS.get_last_partition_key() == "2026-11-23"
