"""Runs whose process died, and runs that only just ended."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import dagster as dg
import pytest

from pipeline.config import Home
from pipeline.definitions import defs
from pipeline.orchestration.run_liveness import ERROR_TAG, PROCESS_GONE, end_orphaned_runs, hold_run_lock, name_machine
from tests.fixtures.records import open_instance

pytestmark = pytest.mark.slow
TODAY = dt.datetime.now(dt.UTC).date()


@pytest.fixture
def instance(home: Home) -> Iterator[dg.DagsterInstance]:
    with open_instance(home) as instance:
        yield instance


def test_a_new_container_judges_the_runs_of_the_last_one(monkeypatch: pytest.MonkeyPatch):
    own_name = name_machine()
    monkeypatch.setenv("ALMANAC_MACHINE", "hub-almanac")
    assert name_machine() == "hub-almanac" != own_name


def start_run(instance: dg.DagsterInstance) -> str:
    job = defs.resolve_job_def("daily_snapshot")
    run = instance.create_run_for_job(job, tags={"dagster/partition": str(TODAY)})
    instance.report_dagster_event(dg.DagsterEvent("PIPELINE_START", run.job_name), run.run_id)  # type: ignore[attr-defined]
    return run.run_id


def test_a_run_whose_process_died_is_marked_as_failed(instance: dg.DagsterInstance, home: Home):
    dead, living, early = (start_run(instance) for _ in range(3))
    (home.dagster / "running").mkdir(exist_ok=True)
    (home.dagster / "running" / f"{dead}.{name_machine()}.lock").touch()  # left by a killed process
    elsewhere = home.dagster / "running" / f"{early}.another-machine.lock"  # perhaps locked there
    elsewhere.touch()
    with hold_run_lock(home, living):
        assert end_orphaned_runs(instance, home) == [dead]
        assert end_orphaned_runs(instance, home) == []
    assert list((home.dagster / "running").iterdir()) == [elsewhere]
    status = {run_id: instance.get_run_by_id(run_id) for run_id in (dead, living, early)}
    assert [run.status.value for run in status.values() if run] == ["FAILURE", "STARTED", "STARTED"]
    dead_run = status[dead]
    assert dead_run and dead_run.tags[ERROR_TAG] == PROCESS_GONE


class InstanceAtTheEnd:
    """An instance; once somebody asks for `run_id`, `end` happens."""

    def __init__(self, instance: dg.DagsterInstance, run_id: str, end: Callable[[], None]) -> None:
        self._instance, self._run_id, self._end = instance, run_id, end

    def __getattr__(self, name: str) -> Any:
        return getattr(self._instance, name)

    def get_run_by_id(self, run_id: str) -> dg.DagsterRun | None:
        if run_id == self._run_id:
            self._end()
        return self._instance.get_run_by_id(run_id)


def test_a_run_that_just_ended_is_not_marked_as_failed(instance: dg.DagsterInstance, home: Home):
    """Its lock is released, and its success not yet recorded, while another run is examined."""
    dead, ending = sorted(start_run(instance) for _ in range(2))
    lock_folder = home.dagster / "running"
    lock_folder.mkdir(exist_ok=True)
    (lock_folder / f"{dead}.{name_machine()}.lock").touch()
    with ExitStack() as stack:
        stack.enter_context(hold_run_lock(home, ending))
        watched: Any = InstanceAtTheEnd(instance, dead, stack.close)
        assert end_orphaned_runs(watched, home) == [dead]
    assert end_orphaned_runs(instance, home) == []
    assert list(lock_folder.iterdir()) == []
