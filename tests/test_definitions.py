"""How Dagster sees the project: the graph, its groups, the one job, the one schedule."""

import datetime as dt

import dagster as dg
import pytest

from pipeline.definitions import defs
from pipeline.partitions import DAYS


def test_the_definitions_load() -> None:
    dg.Definitions.validate_loadable(defs)


def test_the_graph_reads_like_the_mission() -> None:
    graph = defs.resolve_asset_graph()
    edges = {
        key.to_user_string(): sorted(k.to_user_string() for k in graph.get(key).parent_keys)
        for key in graph.get_all_asset_keys()
    }
    assert edges == {
        "catalogue": [],
        "crawl": ["catalogue"],
        "models": ["crawl"],
        "datasets": ["crawl"],
        "trends": ["datasets", "models"],
        "category_daily": ["datasets", "models"],
        "featured": ["trends"],
        "movers": ["trends"],
        "scorecard": ["trends"],
        "published": ["category_daily", "featured", "movers", "scorecard", "trends"],
    }
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.group_name in {"catalogue", "hub", "trends", "publish"}
        assert node.kinds
        assert node.owners
        assert len(node.description or "") > 40
        assert (node.partitions_def == DAYS) == (key.to_user_string() != "catalogue")


@pytest.mark.parametrize(
    ("tick", "day"),
    [
        ("2026-11-23T09:00:00", "2026-11-23"),
        ("2026-11-23T09:00:01", "2026-11-23"),
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
