"""Definitions bound to a home use only that home, not the environment's."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from pipeline.config import Home
from pipeline.definitions import build_definitions
from pipeline.errors import UsageError
from pipeline.orchestration.instance import find_configuration
from pipeline.orchestration.resources import AlmanacHome, Hub
from pipeline.orchestration.run_ownership import HOME_TAG
from pipeline.orchestration.sensors import recrawl_early_snapshot, retry_failed_day
from pipeline.sample_hub.days import HubDay
from pipeline.sample_hub.server import SampleHub
from tests.conftest import FixedWorld
from tests.fixtures.days import model
from tests.fixtures.records import open_instance
from tests.fixtures.ticks import run_tick

NOW = dt.datetime.now(dt.UTC)
TODAY = NOW.date()


@pytest.fixture
def bound_home(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """The environment names another home."""
    monkeypatch.setenv("ALMANAC_HOME", str(tmp_path / "elsewhere"))
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    yield home
    assert not (tmp_path / "elsewhere").exists()


def run_today(definitions: dg.Definitions, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    """Run today like the UI does, with the definitions' resources."""
    job = definitions.resolve_job_def("daily_snapshot")
    return job.execute_in_process(partition_key=str(TODAY), instance=instance, raise_on_error=False)


def test_a_run_its_hooks_and_sensors_use_the_bound_home(bound_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALMANAC_RUN_DAYS", "1")
    hub_world = FixedWorld({TODAY: HubDay(TODAY, [model(n) for n in range(1, 41)], [], {})})
    with SampleHub(hub_world) as hub, open_instance(bound_home) as instance:
        hub.set_now(NOW)
        definitions = build_definitions(AlmanacHome.at(bound_home), Hub(endpoint=hub.url, anonymous=True))
        old = dg.DagsterRun("daily_snapshot", status=dg.DagsterRunStatus.SUCCESS, tags={HOME_TAG: str(bound_home.root)})
        instance.run_storage.add_historical_run(old, run_creation_time=NOW - dt.timedelta(days=400))
        result = run_today(definitions, instance)
        assert result.success and bound_home.published.exists()
        assert instance.get_run_by_id(old.run_id) is None  # retention uses the same home
        [evaluation] = [
            check for check in result.get_asset_check_evaluations() if check.check_name == "published_equal"
        ]
        assert evaluation.passed
        [run] = instance.get_runs(dg.RunsFilter(run_ids=[result.run_id]))
        assert run.tags[HOME_TAG] == str(bound_home.root)
        assert str(TODAY) in run_tick(retry_failed_day, instance, definitions)
        assert str(TODAY) in run_tick(recrawl_early_snapshot, instance, definitions)


def test_a_failed_run_is_recorded_and_retried_in_its_home(bound_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALMANAC_HUB_ATTEMPTS", "1")
    monkeypatch.setenv("ALMANAC_RETRY_MINUTES", "0")
    with open_instance(bound_home) as instance:
        definitions = build_definitions(AlmanacHome.at(bound_home), Hub(endpoint="http://127.0.0.1:9", anonymous=True))
        assert not run_today(definitions, instance).success
        assert json.loads(bound_home.last_failure.read_text())["step"] == "crawl"
        request = run_tick(retry_failed_day, instance, definitions)
        assert request.partition_key == str(TODAY)
        assert definitions.resolve_job_def("daily_snapshot").run_tags[HOME_TAG] == str(bound_home.root)


def test_fields_of_the_resource_override_the_environment(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALMANAC_PAGES", "off")
    monkeypatch.setenv("ALMANAC_PREVIEWS", "off")
    settings = AlmanacHome.at(home, pages=True).settings
    assert (settings.pages, settings.previews) == (True, False)
    stand_in = Hub(endpoint="http://127.0.0.1:9", anonymous=True, stand_in=True)
    monkeypatch.delenv("ALMANAC_TRUST_HUB_CLOCK", raising=False)
    assert (stand_in.settings.trust_clock, stand_in.settings.direct, stand_in.trusts_clock) == (True, True, True)
    assert (Hub().settings.trust_clock, Hub().settings.direct, Hub().trusts_clock) == (False, False, False)


def test_a_missing_configuration_is_a_usage_error(home: Home, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error_info:
        find_configuration(home, (tmp_path / "nowhere" / "dagster.yaml",))
    assert str(home.root / "dagster.yaml") in str(error_info.value)
    assert find_configuration(home).name == "dagster.yaml"
