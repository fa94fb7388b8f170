"""Imports launched in the UI: the asset `imported_history` in a real Dagster instance."""

import datetime as dt
import threading
import time
from collections.abc import Iterator
from typing import Any

import dagster as dg
import duckdb
import pytest

from pipeline.config import Home
from pipeline.crawl.spool_lock import spool_lock
from pipeline.definitions import defs
from pipeline.orchestration.resources import AlmanacHome, Hub
from pipeline.orchestration.run_liveness import ERROR_TAG
from tests.fixtures.archive_files import whole_day, write
from tests.fixtures.hub_archives import HubArchives
from tests.fixtures.records import open_instance
from tests.fixtures.ticks import report_failure

REPO = "cfahlgren1/hub-stats"
TABLE = "day,id,likes,downloads,pipeline_tag\n" + "".join(
    f"2025-03-0{day},owner/m-{n},{n * day},{n * 100 + day},translation\n" for day in (1, 2, 4) for n in range(1, 21)
)


@pytest.fixture
def instance(home: Home) -> Iterator[dg.DagsterInstance]:
    with open_instance(home) as instance:
        yield instance


def launch(
    instance: dg.DagsterInstance, home: Home, url: str = "http://127.0.0.1:9", **config: Any
) -> dg.ExecuteInProcessResult:
    """Launch the job as from its Launchpad."""
    return defs.resolve_job_def("import_history").execute_in_process(
        instance=instance,
        raise_on_error=False,
        resources={"almanac": AlmanacHome.at(home, previews=True), "hub": Hub(endpoint=url)},
        run_config={"ops": {"imported_history": {"config": config}}},
    )


def read_metadata(result: dg.ExecuteInProcessResult) -> dict[str, Any]:
    assert result.success
    [materialization] = result.asset_materializations_for_node("imported_history")
    return {
        name: value.records if isinstance(value, dg.TableMetadataValue) else value.value
        for name, value in materialization.metadata.items()
    }


def read(home: Home, query: str, **parameters: object) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home.published), read_only=True) as con:
        return con.execute(query, parameters).fetchall()


def test_a_file_of_the_inbox_becomes_history(instance: dg.DagsterInstance, home: Home) -> None:
    write(home.inbox / "daily.csv", TABLE.encode())
    planned = read_metadata(launch(instance, home, source="daily.csv", dry_run=True))
    assert planned["dry_run"] is True and planned["planned_bytes"] >= 0
    assert not home.published.exists() and not home.warehouse.exists()
    imported = read_metadata(launch(instance, home, source="daily.csv", **{"from": "2025-03-02"}))
    assert {key: imported[key] for key in ("imported_rows", "imported_days", "ranked_days", "provisional_repos", "ambiguous_names")} == {
        "imported_rows": 40, "imported_days": 2, "ranked_days": 2, "provisional_repos": 20, "ambiguous_names": 0,
    }  # fmt: skip
    assert imported["dagster/row_count"] == 40
    assert "data:image/svg" in imported["calendar"] and "model 2025-03-02 – 2025-03-02: daily" in imported["calendar"]
    assert [record.data["name"] for record in imported["sources"]] == ["daily"]
    assert read(home, "SELECT date, source FROM snapshots ORDER BY date") == [
        (dt.date(2025, 3, day), "daily") for day in (2, 4)
    ]
    only_calendar = read_metadata(launch(instance, home))
    assert only_calendar["calendar"] == imported["calendar"] and "imported_rows" not in only_calendar


@pytest.mark.parametrize(
    "config",
    [
        {"source": "/etc/hosts"}, {"source": "../secret.csv"}, {"source": "x/../../secret.csv"}, {"source": "../inbox-2/x.csv"},
        {"source": "http://127.0.0.1/x.csv"}, {"source": "file:///etc/hosts"}, {"source": "hf://spaces/a/b"}, {"source": "s3://a/b.csv"},
        {"source": "https://user:word@example.org/x.csv"}, {"source": "daily.csv", "mapping": "/etc/hosts"}, {"source": "a\nb"},
        {"source": "daily.csv", "from": "2025-13-01"}, {"source": "~/x.csv"}, {"source": "daily.csv", "from": "2025-03-02", "to": "2025-03-01"},
    ],
    ids=str,
)  # fmt: skip
def test_the_ui_reads_only_what_it_may(
    instance: dg.DagsterInstance, home: Home, config: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALMANAC_HOME", str(home.root))
    write(home.inbox / "daily.csv", TABLE.encode())
    write(home.root / "secret.csv", TABLE.encode())
    result = launch(instance, home, **config)
    assert not result.success
    run = instance.get_run_by_id(result.run_id)
    [step] = [event for event in result.all_events if event.is_step_failure]
    data = step.step_failure_data
    assert data.user_failure_data and run
    cause = data.error and data.error.cause
    assert cause and cause.cls_name in {"UsageError", "ImportFault"}
    assert not home.warehouse.exists() and not home.last_failure.exists()
    assert ERROR_TAG not in run.tags  # no retry
    skip = report_failure(instance, result.run_id)
    assert isinstance(skip, dg.SkipReason)  # no alert


@pytest.mark.parametrize("config", [{"format": "xlsx"}, {"kind": "spaces"}, {"dry_run": "maybe"}, {"remove": "daily"}])
def test_the_launchpad_checks_types(config: dict[str, Any]) -> None:
    ops = {"imported_history": {"config": {"source": "daily.csv", **config}}}
    with pytest.raises(dg.DagsterInvalidConfigError):
        dg.validate_run_config(defs.resolve_job_def("import_history"), {"ops": ops})
    assert dg.validate_run_config(
        defs.resolve_job_def("import_history"),
        {"ops": {"imported_history": {"config": {"source": "x", "format": "hub-stats", "kind": "datasets"}}}},
    )


def test_a_dataset_is_read_without_the_token(
    instance: dg.DagsterInstance, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secretsecretsecret")
    with HubArchives() as archives:
        monkeypatch.setenv("HF_ENDPOINT", archives.url)
        archives.commit(
            REPO,
            "2025-03-03T06:00:00",
            "Upload models.parquet",
            {"models.parquet": whole_day("2025-03-03T05:00:00", 40)},
        )
        result = launch(instance, home, archives.url, source=f"hf://datasets/{REPO}", format="hub-stats", kind="models")
        assert read_metadata(result)["imported_rows"] == 40
        assert {request.token for request in (*archives.requests, *archives.storage_requests)} == {None}


def test_an_import_waits_for_another_writer(instance: dg.DagsterInstance, home: Home) -> None:
    write(home.inbox / "daily.csv", TABLE.encode())
    released_at: list[float] = []

    def write_elsewhere() -> None:
        with spool_lock(home.spool):
            is_held.set()
            time.sleep(1)
            released_at.append(time.time())

    is_held = threading.Event()
    writer = threading.Thread(target=write_elsewhere)
    writer.start()
    assert is_held.wait(30)
    assert launch(instance, home, source="daily.csv").success
    writer.join()
    assert home.published.stat().st_mtime > released_at[0]
