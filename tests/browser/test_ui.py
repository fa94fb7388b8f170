"""The Dagster UI in a real browser."""

import datetime as dt
import http.server
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from pipeline.config import Home
from pipeline.definitions import defs
from pipeline.orchestration.resources import AlmanacHome, Hub
from pipeline.orchestration.runner import run_day
from pipeline.ranking import registry
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import sample_world
from tests.browser.conftest import BROWSER
from tests.fixtures.days import take_days
from tests.fixtures.ports import free_port
from tests.fixtures.records import open_instance
from tests.fixtures.servers import serving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine"),
    pytest.mark.timeout(420),
]


def _query_graphql(url: str, query: str, **variables: object) -> dict:
    body = json.dumps({"query": query, "variables": variables}).encode()
    request = urllib.request.Request(f"{url}/graphql", body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)["data"]


def _wait_until(label: str, seconds: float, is_ready) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if is_ready():
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise AssertionError(f"{label} took longer than {seconds} s")


@pytest.fixture(scope="module")
def ui(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Home]]:
    """`almanac ui` on a home with four days; the sample Hub shows today, which is not loaded yet."""
    home = Home(tmp_path_factory.mktemp("ui") / "home")
    port = free_port()
    today = dt.datetime.now(dt.UTC)
    hostile = not os.environ.get("ALMANAC_PICTURES")  # the documents show what people see
    world = sample_world(today.date(), days=10, models=400, datasets=100, hostile=hostile)
    with SampleHub(world) as hub:
        with pytest.MonkeyPatch.context() as patch:
            for name in ("DAGSTER_HOME", "ALMANAC_HOME"):
                patch.setenv(name, "")  # run_day sets them; restore them
            patch.setenv("ALMANAC_PREVIEWS", "on")
            take_days(home, hub, world.days[-5:-2])
            with open_instance(home) as instance:
                hub.set_day(yesterday := world.days[-2])
                nine = dt.datetime.combine(yesterday, dt.time(9), dt.UTC)
                run_day(defs, instance, AlmanacHome.at(home), Hub(endpoint=hub.url, anonymous=True), nine)
        hub.set_now(today)
        log = (home.root / "ui.log").open("wb")
        server = subprocess.Popen(
            [str(Path(sys.executable).with_name("almanac")), "--home", str(home.root), "ui", "--port", str(port)],
            env={
                **os.environ,
                "HF_ENDPOINT": hub.url,
                "HF_HUB_DISABLE_TELEMETRY": "1",
                "ALMANAC_PAGES": "on",
                "ALMANAC_PREVIEWS": "on",
            },
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_until("the UI", 120, lambda: urllib.request.urlopen(f"{url}/server_info", timeout=5).status == 200)
            yield url, home
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
            log.close()


@pytest.fixture(scope="module")
def visits(browser: Browser) -> BrowserContext:
    """Cache the UI's scripts, which every test would otherwise load and compile."""
    return browser.new_context(viewport={"width": 1300, "height": 800})


@pytest.fixture
def page(visits: BrowserContext) -> Iterator[Page]:
    """A page that fails the test on console errors."""
    page = visits.new_page()
    page.set_default_timeout(60_000)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    yield page
    page.close()
    assert problems == []


@pytest.fixture
def picture(page: Page, tmp_path: Path) -> Callable[[str], None]:
    """Take a small picture, into ALMANAC_PICTURES if set (`make pictures`)."""
    folder = Path(os.environ.get("ALMANAC_PICTURES") or tmp_path)

    def take(name: str) -> None:
        page.wait_for_timeout(700)
        page.screenshot(path=folder / f"{name}.jpg", type="jpeg", quality=50)

    return take


def test_the_schedule_runs_by_default(ui: tuple[str, Home]) -> None:
    url, _ = ui
    query = "{ repositoriesOrError { ... on RepositoryConnection { nodes { schedules { name cronSchedule scheduleState { status } } } } } }"
    [repository] = _query_graphql(url, query)["repositoriesOrError"]["nodes"]
    assert repository["schedules"] == [
        {"name": "every_morning", "cronSchedule": "0 9 * * *", "scheduleState": {"status": "RUNNING"}}
    ]


def test_every_asset_has_a_group_a_kind_and_a_description(ui: tuple[str, Home]) -> None:
    url, _ = ui
    nodes = _query_graphql(url, "{ assetNodes { assetKey { path } groupName kinds description } }")["assetNodes"]
    groups = {node["assetKey"]["path"][-1]: node["groupName"] for node in nodes}
    assert groups == {
        "catalogue": "catalogue", "imported_history": "imports", "crawl": "hub", "models": "hub", "datasets": "hub", "trends": "trends",
        "category_daily": "trends", "movers": "trends", "scorecard": "trends", "featured": "trends", "published": "publish", "site": "publish",
    }  # fmt: skip
    assert all(node["kinds"] and len(node["description"]) > 40 for node in nodes)


def test_an_import_is_launched_from_its_launchpad(ui: tuple[str, Home], page: Page) -> None:
    """Both runs wait for the pool and run one after the other."""
    url, home = ui
    home.inbox.mkdir()
    (home.inbox / "daily.csv").write_text("day,id,likes,pipeline_tag\n2025-03-01,owner/m-1,5,translation\n")
    launch = (
        "mutation($p: ExecutionParams!) { launchPipelineExecution(executionParams: $p) { ... on LaunchRunSuccess { run { id } } "
        "... on RunConfigValidationInvalid { errors { message } } } }"
    )

    def launch_import(**config: object) -> dict:
        selector = {
            "repositoryName": "__repository__",
            "repositoryLocationName": "hub-almanac",
            "jobName": "import_history",
        }
        parameters = {"selector": selector, "runConfigData": {"ops": {"imported_history": {"config": config}}}}
        return _query_graphql(url, launch, p=parameters)["launchPipelineExecution"]

    assert launch_import(source="daily.csv", format="xlsx")["errors"]
    runs = [launch_import(source=source, dry_run=True)["run"]["id"] for source in ("daily.csv", "/etc/hosts")]
    query = "query($id: ID!) { runOrError(runId: $id) { ... on Run { status startTime endTime } } }"

    def read_runs() -> list[dict]:
        return [_query_graphql(url, query, id=run)["runOrError"] for run in runs]

    _wait_until("both imports", 150, lambda: all(run["endTime"] for run in read_runs()))
    states = read_runs()
    assert [run["status"] for run in states] == ["SUCCESS", "FAILURE"]
    first, second = sorted(states, key=lambda run: run["startTime"])
    assert first["endTime"] <= second["startTime"]
    page.goto(f"{url}/locations/hub-almanac/jobs/import_history/playground")
    expect(page.get_by_text("imported_history").first).to_be_visible()
    page.goto(f"{url}/assets/hub_almanac/imported_history")
    expect(page.get_by_text("Show Markdown").first).to_be_visible()


def test_today_is_materialized_in_four_clicks_and_its_boards_appear(
    ui: tuple[str, Home], page: Page, picture: Callable[[str], None]
) -> None:
    url, home = ui
    page.goto(url)
    page.get_by_text("Lineage", exact=True).first.wait_for()
    page.wait_for_url(lambda address: address.rstrip("/") != url.rstrip("/"))  # it opens its first page by itself
    page.wait_for_timeout(1000)
    # 1
    page.get_by_text("Lineage", exact=True).first.click()
    for group in ("catalogue", "hub", "trends", "publish"):
        expect(page.get_by_text(group, exact=True).first).to_be_visible()
    picture("1-lineage")
    # 2
    page.locator("button:enabled", has_text="Materialize all").first.click()
    page.get_by_text("Latest", exact=True).first.wait_for()
    picture("2-materialize")
    # 3
    page.get_by_text("Latest", exact=True).first.click()
    expect(page.locator(f"input[value='{dt.datetime.now(dt.UTC).date()}']").first).to_be_visible()
    picture("3-latest")
    # 4
    with page.expect_response(lambda answer: "LaunchPipelineExecution" in answer.url) as launch_response:
        page.locator("button:enabled", has_text="Launch 1 run").first.click()
    picture("4-launch")
    run = launch_response.value.json()["data"]["launchPipelineExecution"]["run"]["id"]
    query = "query($id: ID!) { runOrError(runId: $id) { ... on Run { status startTime endTime } } }"
    final = {"SUCCESS", "FAILURE", "CANCELED"}
    _wait_until("the run", 150, lambda: _query_graphql(url, query, id=run)["runOrError"]["status"] in final)
    assert _query_graphql(url, query, id=run)["runOrError"]["status"] == "SUCCESS"
    today = dt.datetime.now(dt.UTC).date()
    with duckdb.connect(str(home.published), read_only=True) as con:
        assert con.execute("SELECT max(date) FROM snapshots").fetchall() == [(today,)]
        query = (
            "SELECT id FROM trends WHERE date = $d AND category = 'translation' AND board = 'attention' AND rank = 1"
        )
        [(leader,)] = con.execute(query, {"d": today}).fetchall()
        assert con.execute("SELECT count(DISTINCT category) FROM trends WHERE date = $d", {"d": today}).fetchall() == [
            (11,)
        ]
    # the ranking, as a table and as charts
    page.goto(f"{url}/assets/hub_almanac/trends?view=partitions&partition={today}")
    expect(page.get_by_text(leader, exact=True).first).to_be_visible()
    page.get_by_text(leader, exact=True).first.evaluate("cell => cell.scrollIntoView({block: 'center'})")
    picture("5-boards")
    page.get_by_text("[Show Markdown]").first.click()
    images = page.locator("img[src^='data:image/svg+xml']")
    expect(images.first).to_be_visible()
    assert images.count() == 11
    assert all(images.nth(n).evaluate("image => image.naturalWidth > 200") for n in range(11))
    assert f"1. {leader}" in "".join(images.nth(n).get_attribute("alt") or "" for n in range(11))
    picture("6-ranks-over-time")


@pytest.mark.parametrize(
    ("asset", "expected_text"),
    [
        ("featured", "deepseek-ai/DeepSeek-R1"),
        ("movers", "likes +1d"),
        ("models", "counters_moved"),
        ("scorecard", "NDCG@20"),
    ],
)
def test_other_assets_show_tables_and_pictures_too(
    ui: tuple[str, Home], page: Page, asset: str, expected_text: str
) -> None:
    url, _ = ui
    page.goto(f"{url}/assets/hub_almanac/{asset}?view=partitions&partition={dt.datetime.now(dt.UTC).date()}")
    expect(page.get_by_text(expected_text, exact=True).first).to_be_visible()
    page.get_by_text("[Show Markdown]").first.click()
    image = page.locator("img[src^='data:image/svg+xml']").first
    expect(image).to_be_visible()
    assert image.evaluate("image => image.naturalWidth > 200")


def test_the_asset_page_shows_columns_checks_and_freshness(
    ui: tuple[str, Home], page: Page, picture: Callable[[str], None]
) -> None:
    url, home = ui
    with duckdb.connect(str(home.published), read_only=True) as con:
        [(rank_comment,)] = con.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'trends' AND column_name = 'rank'"
        ).fetchall()
    page.goto(f"{url}/assets/hub_almanac/trends")
    for expected_text in (registry.MAIN_BOARD.unit, "Freshness policy", rank_comment):
        expect(page.get_by_text(expected_text).locator("visible=true").first).to_be_visible()
    # the UI abbreviates long file names
    expect(page.locator("a[href*='sql/marts/insert_trends.sql']").first).to_be_visible()
    page.goto(f"{url}/assets/hub_almanac/trends?view=checks")
    expect(page.get_by_text("boards_whole").first).to_be_visible()
    expect(page.get_by_text("as expected").first).to_be_visible()
    picture("7-checks")


def test_the_live_log_comes_over_a_websocket(ui: tuple[str, Home], page: Page) -> None:
    url, _ = ui
    run = _query_graphql(url, "{ runsOrError(limit: 1) { ... on Runs { results { runId } } } }")["runsOrError"][
        "results"
    ][0]
    frames: list[str | bytes] = []
    page.on("websocket", lambda websocket: websocket.on("framereceived", lambda frame: frames.append(frame)))  # noqa: PLW0108  it is marked by playwright
    page.goto(f"{url}/runs/{run['runId']}")
    expect(page.get_by_text("RUN_SUCCESS").first).to_be_visible()
    assert any("PipelineRunLogsSubscriptionSuccess" in str(frame) for frame in frames)


class _OtherSite(http.server.BaseHTTPRequestHandler):
    """A website that tries every request that a page can send to the UI without permission."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><meta name=referrer content=no-referrer><title>other</title>")

    def log_message(self, format: str, *args: object) -> None:
        return None


ATTACK = """async ([ui, query]) => {
    const address = `${ui}/graphql?query=${encodeURIComponent(query)}`, body = JSON.stringify({query}), results = [];
    const picture = source => new Promise(end => { const image = new Image(); image.onload = image.onerror = end; image.src = source; });
    const request = (where, options) => fetch(where, {mode: 'no-cors', credentials: 'include', ...options}).catch(() => null);
    await picture(address);
    await request(address);
    for (const type of ['text/plain', 'text/plain;application/json', 'application/x-www-form-urlencoded', ''])
        await request(`${ui}/graphql`, {method: 'POST', body: new Blob([body], {type})});
    await request(address, {method: 'POST'});
    await request(`${ui}/graphql`, {method: 'POST', mode: 'cors', body, headers: {'content-type': 'application/json'}});
    navigator.sendBeacon(`${ui}/graphql`, new Blob([body], {type: 'text/plain'}));
    await request(`${ui}/report_asset_materialization/trends?partition=2025-03-06`, {method: 'POST'});
    const frame = document.createElement('iframe');
    const loaded = new Promise(end => frame.onload = end);
    frame.name = 'target'; document.body.append(frame);
    const form = document.createElement('form');
    form.action = address; form.method = 'POST'; form.target = 'target'; form.enctype = 'text/plain';
    document.body.append(form); form.submit(); await loaded;
    return await new Promise(end => {
        const socket = new WebSocket(ui.replace('http', 'ws') + '/graphql', 'graphql-ws');
        socket.onopen = () => end('open'); socket.onerror = () => end('refused');
    });
}"""


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "evil.example"])
def test_another_website_launches_nothing(ui: tuple[str, Home], browser: Browser, name: str) -> None:
    """From another port of this machine (same site to a browser), and from another site."""
    url, _ = ui
    query = (
        'mutation { launchPipelineExecution(executionParams: {selector: {repositoryName: "__repository__", '
        'repositoryLocationName: "hub-almanac", pipelineName: "daily_snapshot"}, runConfigData: {}, mode: "default", executionMetadata: '
        '{tags: [{key: "dagster/partition", value: "2025-03-06"}]}}) { __typename } }'
    )
    runs = "{ runsOrError { ... on Runs { results { runId } } } }"
    materializations = 'query { assetNodeOrError(assetKey: {path: ["hub_almanac", "trends"]}) { ... on AssetNode { assetMaterializations { partition } } } }'
    before = (_query_graphql(url, runs), _query_graphql(url, materializations))
    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _OtherSite)
    with serving(site) as server, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"http://{name}:{server.server_port}/")
        assert page.evaluate(ATTACK, [url, query]) == "refused"
        # DNS rebinding: the attacker's name resolves to the UI, so its pages have the same origin
        rebinding_response = page.goto(url.replace("127.0.0.1", "evil.example"))
        assert rebinding_response and rebinding_response.status == 403
        # a link opens the UI's pages
        page.goto(f"http://{name}:{server.server_port}/")
        with page.expect_navigation(url=f"{url}/**"):
            page.evaluate("ui => { location.href = ui + '/runs' }", url)
        expect(page.get_by_text("Lineage", exact=True).first).to_be_visible()
    assert (_query_graphql(url, runs), _query_graphql(url, materializations)) == before


def test_the_log_has_no_warning(ui: tuple[str, Home]) -> None:
    log = (ui[1].root / "ui.log").read_text(errors="replace")
    assert "The Dagster UI of" in log
    assert [line for line in log.splitlines() if "WARN" in line.upper()] == []
