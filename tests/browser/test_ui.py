"""The Dagster UI in a real browser: the graph is there, and today's partition is materialized from it."""

import datetime as dt
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Page, expect, sync_playwright

from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import sample_world
from pipeline.settings import Home

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine"),
    pytest.mark.timeout(420),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _graphql(url: str, query: str, **variables: object) -> dict:
    body = json.dumps({"query": query, "variables": variables}).encode()
    request = urllib.request.Request(f"{url}/graphql", body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["data"]


def _wait(what: str, seconds: float, ready) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if ready():
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise AssertionError(f"{what} took longer than {seconds} s")


@pytest.fixture(scope="module")
def ui(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Home]]:
    """`almanac ui` on an empty home, with the sample Hub on this machine's today."""
    home = Home(tmp_path_factory.mktemp("ui"))
    port = free_port()
    today = dt.datetime.now(dt.UTC)
    with SampleHub(sample_world(today.date(), days=10, models=400, datasets=100)) as served:
        served.set_now(today)
        log = (home.root / "ui.log").open("wb")
        server = subprocess.Popen(
            [str(Path(sys.executable).with_name("almanac")), "--home", str(home.root), "ui", "--port", str(port)],
            env={**os.environ, "HF_ENDPOINT": served.url, "HF_HUB_DISABLE_TELEMETRY": "1"},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            _wait("the UI", 120, lambda: urllib.request.urlopen(f"{url}/server_info", timeout=5).status == 200)
            yield url, home
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
            log.close()


@pytest.fixture
def page(ui: tuple[str, Home]) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(60_000)
        yield page
        browser.close()


def test_the_schedule_runs_by_default(ui: tuple[str, Home]) -> None:
    url, _ = ui
    query = "{ repositoriesOrError { ... on RepositoryConnection { nodes { schedules { name cronSchedule scheduleState { status } } } } } }"
    [repository] = _graphql(url, query)["repositoriesOrError"]["nodes"]
    assert repository["schedules"] == [
        {"name": "every_morning", "cronSchedule": "0 9 * * *", "scheduleState": {"status": "RUNNING"}}
    ]


def test_every_asset_has_a_group_a_kind_and_a_description(ui: tuple[str, Home]) -> None:
    url, _ = ui
    nodes = _graphql(url, "{ assetNodes { assetKey { path } groupName kinds description } }")["assetNodes"]
    groups = {node["assetKey"]["path"][0]: node["groupName"] for node in nodes}
    assert groups == {
        "catalogue": "catalogue", "crawl": "hub", "models": "hub", "datasets": "hub", "trends": "trends",
        "category_daily": "trends", "movers": "trends", "scorecard": "trends", "featured": "trends", "published": "publish",
    }  # fmt: skip
    assert all(node["kinds"] and len(node["description"]) > 40 for node in nodes)


def test_today_is_materialized_from_the_browser(ui: tuple[str, Home], page: Page) -> None:
    url, home = ui
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{url}/asset-groups")
    for group in ("catalogue", "hub", "trends", "publish"):
        expect(page.get_by_text(group, exact=True).first).to_be_visible()
    page.goto(f"{url}/locations/hub-almanac/jobs/daily_snapshot")
    page.locator("button:enabled", has_text="Materialize all").first.click()
    page.get_by_text("Latest", exact=True).first.click()
    with page.expect_response(lambda answer: "LaunchPipelineExecution" in answer.url) as launched:
        page.locator("button:enabled", has_text="Launch 1 run").first.click()
    run = launched.value.json()["data"]["launchPipelineExecution"]["run"]["id"]
    query = "query($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"
    final = {"SUCCESS", "FAILURE", "CANCELED"}
    _wait("the run", 150, lambda: _graphql(url, query, id=run)["runOrError"]["status"] in final)
    assert _graphql(url, query, id=run)["runOrError"]["status"] == "SUCCESS"
    with duckdb.connect(str(home.published), read_only=True) as con:
        today = dt.datetime.now(dt.UTC).date()
        assert con.execute("SELECT DISTINCT date FROM snapshots").fetchall() == [(today,)]
        assert con.execute("SELECT count(DISTINCT category) FROM trends").fetchall() == [(11,)]
    page.goto(f"{url}/assets/trends")
    expect(page.get_by_text("likes a day").first).to_be_visible()
    assert complaints == []
