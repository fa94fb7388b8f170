"""A shared Dagster instance: other teams' runs have no effect here, and are never deleted."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from pipeline.config import Home
from pipeline.definitions import defs
from pipeline.orchestration.asset_keys import asset_key
from pipeline.orchestration.resources import AlmanacHome, Hub, ProgressLog
from pipeline.orchestration.run_liveness import ERROR_TAG, RETRYABLE_TAG
from pipeline.orchestration.run_ownership import (
    HOME_TAG,
    LOCATION_NAME,
    MAINTENANCE_JOB,
    REPOSITORY_TAG,
    belongs_to_home,
    find_location,
    home_tags,
)
from pipeline.orchestration.run_retention import delete_runs
from pipeline.orchestration.sensors import RECRAWL_TAG, recrawl_early_snapshot, retry_failed_day
from tests.fixtures.lakes import list_models, take_day
from tests.fixtures.records import open_instance
from tests.fixtures.ticks import report_failure, run_tick

TODAY = dt.datetime.now(dt.UTC).date()
PARTITION_TAGS = {"dagster/partition": str(TODAY)}
SUCCESS, FAILURE = dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE
LATER = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)


def build_foreign_job(name: str) -> dg.JobDefinition:
    @dg.op
    def report() -> None:
        return None

    @dg.job(name=name)
    def daily() -> None:
        report()

    return daily


@pytest.fixture
def instance(home: Home) -> Iterator[dg.DagsterInstance]:
    with open_instance(home) as instance:
        yield instance


def create_failed_run(instance: dg.DagsterInstance, job: dg.JobDefinition, **tags: str) -> dg.DagsterRun:
    run = instance.create_run_for_job(
        job,
        tags={**PARTITION_TAGS, ERROR_TAG: "HubUnreachable", RETRYABLE_TAG: "true", "dagster/max_retries": "0", **tags},
    )
    instance.report_dagster_event(dg.DagsterEvent("PIPELINE_START", run.job_name), run.run_id)  # type: ignore[attr-defined]
    instance.report_run_failed(run, "gone")
    stored_run = instance.get_run_by_id(run.run_id)
    assert stored_run
    return stored_run


FOREIGN_RUNS = [
    ("team_daily", {}),
    ("daily_snapshot", {}),  # the same name by chance
    ("daily_snapshot", {HOME_TAG: "/srv/other/almanac"}),  # another Almanac in the instance
    ("team_daily", {REPOSITORY_TAG: "__repository__@team"}),
]


@pytest.mark.parametrize(("name", "tags"), FOREIGN_RUNS)
def test_another_teams_run_is_not_retried_reported_or_deleted(
    instance: dg.DagsterInstance, home: Home, hook: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch,
    name: str, tags: dict[str, str],
):  # fmt: skip
    monkeypatch.setenv("ALMANAC_RETRY_MINUTES", "0,0,0")
    theirs = create_failed_run(instance, build_foreign_job(name), **tags, **{RECRAWL_TAG: "1"})
    assert not belongs_to_home(theirs, home, find_location(instance, home))
    assert "09:00" in str(run_tick(retry_failed_day, instance))  # no run of ours yet
    report_failure(instance, theirs.run_id)
    assert hook == [] and not home.last_failure.exists()
    assert delete_runs(instance, home, LATER) == 0
    assert instance.get_run_by_id(theirs.run_id)


def test_our_runs_beside_theirs_are_retried_reported_and_deleted(
    instance: dg.DagsterInstance, home: Home, hook: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ALMANAC_RETRY_MINUTES", "0,0,0")
    old = [instance.create_run_for_job(build_foreign_job(f"old_{n}"), status=SUCCESS).run_id for n in range(60)]
    create_failed_run(instance, build_foreign_job("team_daily"))
    ours = create_failed_run(instance, defs.resolve_job_def("daily_snapshot"), **home_tags(home))
    create_failed_run(instance, build_foreign_job("team_daily"))
    request = run_tick(retry_failed_day, instance)
    assert isinstance(request, dg.RunRequest)
    assert request.run_key == f"{TODAY}-attempt-2"
    report_failure(instance, ours.run_id)
    [payload] = hook
    assert (payload["run_id"], payload["attempt"]) == (ours.run_id, "1")
    assert delete_runs(instance, home, LATER) == 1
    assert instance.get_run_by_id(ours.run_id) is None
    assert all(instance.get_run_by_id(run_id) for run_id in old)
    assert isinstance(run_tick(recrawl_early_snapshot, instance), str)  # no snapshot yet


def test_a_published_day_has_no_next_try(instance: dg.DagsterInstance, home: Home, hook: list[dict[str, Any]]):
    take_day(home, list_models(0), TODAY, boards=False)
    run = create_failed_run(instance, defs.resolve_job_def("daily_snapshot"), **home_tags(home))
    report_failure(instance, run.run_id)
    assert [payload["next_try"] for payload in hook] == [""]


@pytest.mark.parametrize("selected", [False, True], ids=["job", "asset"])
def test_failed_maintenance_of_the_lake_sends_a_notice(
    instance: dg.DagsterInstance, home: Home, hook: list[dict[str, Any]], *, selected: bool
):
    job, assets = build_foreign_job(MAINTENANCE_JOB), None
    if selected:  # by a person, in the UI
        assets = frozenset({asset_key("lake_maintenance")})
        job = dg.Definitions(
            [dg.asset(lambda: None, key=key) for key in assets]
        ).resolve_implicit_global_asset_job_def()
    tags = {"dagster/max_retries": "0", **home_tags(home)}
    run = instance.create_run_for_job(job, tags=tags, asset_selection=assets)
    instance.report_run_failed(run, "the storage refused")
    assert report_failure(instance, run.run_id) is None
    [payload] = hook
    assert payload["codes"] == ["lake_maintenance_failed"] and "the storage refused" in payload["sentence"]
    assert not home.last_failure.exists()  # no day failed


def test_a_run_is_tagged_with_its_home_before_its_first_step(instance: dg.DagsterInstance, home: Home):
    """The UI launches runs without our tags."""
    for job in (defs.resolve_job_def("daily_snapshot"), defs.resolve_implicit_global_asset_job_def()):
        result = job.execute_in_process(
            partition_key=str(TODAY), instance=instance, raise_on_error=False,
            resources={"almanac": AlmanacHome(root=str(home.root)), "hub": Hub(endpoint="http://127.0.0.1:9"), "progress": ProgressLog()},
            run_config={"ops": {"crawl": {"config": {"from_spool": True}}}},
        )  # fmt: skip
        assert not result.success
        run = instance.get_run_by_id(result.run_id)
        assert run and run.tags[HOME_TAG] == str(home.root.resolve()) and belongs_to_home(run, home, None)
        assert not belongs_to_home(run, Home(home.root.parent / "another"), None)


def test_a_run_without_a_home_tag_belongs_to_its_code_location(
    instance: dg.DagsterInstance, home: Home, tmp_path: Path
):
    from dagster._core.remote_origin import RegisteredCodeLocationOrigin, RemoteJobOrigin, RemoteRepositoryOrigin  # noqa: PLC0415

    def run(location: str, **tags: str) -> dg.DagsterRun:
        repository = RemoteRepositoryOrigin(RegisteredCodeLocationOrigin(location), "__repository__")
        return dg.DagsterRun(
            job_name="__ASSET_JOB", tags=tags, remote_job_origin=RemoteJobOrigin(repository, "__ASSET_JOB")
        )

    # the location of the last of our runs that has one
    assert find_location(instance, home) is None
    for location in ("old name", "renamed"):
        instance.add_run(run(location, **home_tags(home)))
    instance.add_run(run("another-team", **home_tags(Home(tmp_path / "another"))))
    instance.create_run_for_job(build_foreign_job("daily_snapshot"), tags=dict(home_tags(home)))  # of `almanac run`
    assert find_location(instance, home) == "renamed"
    assert belongs_to_home(run("renamed"), home, "renamed")
    assert not belongs_to_home(run(LOCATION_NAME), home, "renamed")
    assert not belongs_to_home(run(LOCATION_NAME), home, None)
    assert not belongs_to_home(run("renamed", **home_tags(Home(tmp_path / "another"))), home, "renamed")
    # links to a home are resolved
    (tmp_path / "link").symlink_to(tmp_path)
    linked_home = Home(tmp_path / "link" / "home")
    assert belongs_to_home(run("another-team", **home_tags(linked_home)), Home(tmp_path / "home"), None)
