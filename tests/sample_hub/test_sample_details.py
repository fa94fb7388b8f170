import datetime as dt
import os
import subprocess
import sys
from email.utils import parsedate_to_datetime

import httpx2
import pytest

from pipeline.sample_hub.quota import Quota
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.fixtures.processes import wait_until

KNOWN_TOKEN = {"authorization": "Bearer hf_known"}


def test_a_detail_has_the_default_payload_or_exactly_the_expanded_fields(client: httpx2.Client):
    default = client.get("/api/models/deepseek-ai/DeepSeek-R1").json()
    assert default["usedStorage"] and not {"downloadsAllTime", "trendingScore", "baseModels"} & default.keys()
    expanded_row = client.get(
        "/api/models/deepseek-ai/DeepSeek-R1?expand=childrenModelCount&expand=downloadsAllTime"
    ).json()
    assert set(expanded_row) == {"_id", "id", "childrenModelCount", "downloadsAllTime"}
    assert client.get("/api/models/deepseek-ai/DeepSeek-R1?expand=nonsense").status_code == 400


def test_revisions(client: httpx2.Client):
    path = "/api/models/deepseek-ai/DeepSeek-R1"
    head = client.get(path).json()
    assert client.get(f"{path}/revision/main").json() == client.get(f"{path}/revision/{head['sha']}").json() == head
    response = client.get(f"{path}/revision/nowhere")
    assert (response.status_code, response.headers["x-error-code"]) == (404, "RevisionNotFound")


def test_moved_legacy_and_miscased_names_redirect(client: httpx2.Client, world: World):
    story = world.story
    redirects = {
        f"/api/models/{story.rename.old}": f"/api/models/{story.rename.new}",
        f"/api/datasets/{story.dataset_rename.old}": f"/api/datasets/{story.dataset_rename.new}",
        f"/api/models/{story.legacy_name[0]}": f"/api/models/{story.legacy_name[1]}",
        "/api/models/DeepSeek-AI/deepseek-r1": "/api/models/deepseek-ai/DeepSeek-R1",
    }
    for old, new in redirects.items():
        response = client.get(f"{old}?expand=likes")
        assert (response.status_code, response.headers["location"]) == (307, f"{new}?expand=likes")
        target = client.get(f"{old}?expand=likes", follow_redirects=True)
        assert set(target.json()) == {"_id", "id", "likes"}


def test_names_that_differ_by_case_only_are_two_repos(client: httpx2.Client, world: World):
    upper, lower = (client.get(f"/api/models/{name}").json() for name in world.story.case_twins)
    assert upper["_id"] != lower["_id"]


def test_missing_and_private_repos_are_indistinguishable_without_a_token(client: httpx2.Client, world: World):
    for name in ("nobody/nothing", world.story.deletion.id):
        anonymous = client.get(f"/api/models/{name}")
        assert anonymous.status_code == 401
        assert anonymous.json() == {"error": "Invalid username or password."}
        assert anonymous.headers["x-error-message"] == "Invalid username or password."
        assert "x-error-code" not in anonymous.headers
        token_response = client.get(f"/api/models/{name}", headers=KNOWN_TOKEN)
        assert (token_response.status_code, token_response.headers["x-error-code"]) == (404, "RepoNotFound")


def test_the_id_that_leaves_the_path_appears_only_in_lists(client: httpx2.Client, world: World):
    name = world.story.unreachable_model
    assert [row["id"] for row in client.get("/api/models", params={"author": "evil"}).json()] == [name]
    assert client.get(f"/api/models/{name}").status_code == 404


def test_a_bad_token_is_refused_on_every_route(client: httpx2.Client):
    for path in ("/api/models", "/api/models/deepseek-ai/DeepSeek-R1", "/api/trending"):
        response = client.get(path, headers={"authorization": "Bearer hf_stolen"})
        assert response.status_code == 401
        assert response.json() == {"error": "Invalid credentials in Authorization header"}
        assert client.get(path, headers=KNOWN_TOKEN).status_code == 200


def test_gated_and_disabled_repos_can_be_described(client: httpx2.Client, world: World):
    gated_model = client.get("/api/models/meta-llama/Llama-3.2-3B-Instruct")
    assert (gated_model.status_code, gated_model.json()["gated"]) == (200, "manual")
    disabled_model = client.get(f"/api/models/{world.story.disabled_model}").json()
    assert (disabled_model["disabled"], disabled_model["downloads"]) == (True, 0)


def test_every_response_carries_the_hubs_headers(client: httpx2.Client, world: World):
    for path in ("/api/models?limit=1", "/api/models/nobody/nothing", "/api/agent-harnesses", "/api/models?sort=x"):
        headers = client.get(path).headers
        assert headers["content-type"] == "application/json; charset=utf-8"
        assert headers["ratelimit"].startswith('"api";r=')
        assert headers["ratelimit-policy"] == '"fixed window";"api";q=1000000;w=300'
        assert headers["x-powered-by"] == "huggingface-moon"
        assert headers["x-hub-almanac-sample"] == "true"
        assert headers["x-request-id"] and "server" not in headers
        assert parsedate_to_datetime(headers["date"]).date() == world.days[-1]


def test_the_sample_header_can_be_left_off(world: World):
    with SampleHub(world, sample=False) as hub:
        assert "x-hub-almanac-sample" not in httpx2.get(f"{hub.url}/api/models?limit=1").headers


def test_bodies_are_gzipped_on_request(world: World):
    with SampleHub(world, compress=True) as hub:
        response = httpx2.get(f"{hub.url}/api/models")
        assert response.headers["content-encoding"] == "gzip" and response.json()


def test_the_clock_never_goes_back_and_never_passes_midnight_by_itself(hub: SampleHub, client: httpx2.Client):
    hub.set_now(dt.datetime(2025, 3, 1, 23, 59, 59, 900_000, tzinfo=dt.UTC))
    dates = [parsedate_to_datetime(client.get("/api/models?limit=1").headers["date"]) for _ in range(30)]
    assert dates == sorted(dates)
    assert {d.date() for d in dates} == {dt.date(2025, 3, 1)}
    hub.set_day(dt.date(2025, 2, 1), at=dt.time(4, 30))
    assert client.get("/api/models?limit=1").headers["date"] == "Sat, 01 Feb 2025 04:30:00 GMT"
    with pytest.raises(ValueError, match="2026-01-01"):
        hub.set_day(dt.date(2026, 1, 1))


def test_the_clock_can_follow_this_machines(world: World):
    with SampleHub(world) as hub:
        hub.follow_clock()
        before = dt.datetime.now(dt.UTC).replace(microsecond=0)
        response = httpx2.get(f"{hub.url}/api/models?limit=5")
        assert before <= parsedate_to_datetime(response.headers["date"]) <= dt.datetime.now(dt.UTC)
        assert response.json()


def test_beyond_its_last_day_the_hub_shows_that_day(hub: SampleHub, client: httpx2.Client):
    last_day_rows = client.get("/api/models?limit=5").json()
    hub.set_now(dt.datetime(2025, 4, 1, 12, tzinfo=dt.UTC))
    response = client.get("/api/models?limit=5")
    assert response.json() == last_day_rows
    assert response.headers["date"] == "Tue, 01 Apr 2025 12:00:00 GMT"


def test_the_quota_is_counted_per_caller_and_renewed(world: World):
    with SampleHub(world, quota=Quota(requests=2, window=2), tokens=frozenset({"hf_known"})) as hub:
        with httpx2.Client(base_url=hub.url) as client:
            answers = [client.get("/api/models?limit=1") for _ in range(3)]
            assert [a.status_code for a in answers] == [200, 200, 429]
            assert [a.headers["ratelimit"].split(";")[1] for a in answers] == ["r=1", "r=0", "r=0"]
        assert httpx2.get(f"{hub.url}/api/models?limit=1").status_code == 429
        assert httpx2.get(f"{hub.url}/api/models?limit=1", headers=KNOWN_TOKEN).status_code == 200
        wait_until(lambda: httpx2.get(f"{hub.url}/api/models?limit=1").status_code == 200, every=0.5)


def test_a_refusal_can_come_without_headers(world: World):
    with SampleHub(world, quota=Quota(requests=0, bare_429=True)) as hub:
        response = httpx2.get(f"{hub.url}/api/models")
        assert response.status_code == 429 and "ratelimit" not in response.headers


def test_requests_are_logged(hub: SampleHub, client: httpx2.Client):
    before = len(hub.requests)
    client.get("/api/models?filter=a&filter=b")
    client.get("/api/models/nobody/nothing", headers=KNOWN_TOKEN)
    assert [tuple(request) for request in hub.requests[before:]] == [
        ("GET", "/api/models", {"filter": ["a", "b"]}, 200, False),
        ("GET", "/api/models/nobody/nothing", {}, 404, True),
    ]


def test_the_real_client_understands_it(hub: SampleHub):
    program = """
from huggingface_hub import HfApi
from huggingface_hub.errors import RepositoryNotFoundError
api = HfApi(token="hf_known")
info = api.model_info("DeepSeek-AI/deepseek-r1")
assert info.id == "deepseek-ai/DeepSeek-R1", info
rows = list(api.list_models(pipeline_tag="translation", sort="downloads", expand=["downloads", "baseModels"]))
assert rows and rows == sorted(rows, key=lambda row: -row.downloads)
assert all("modality:text" in row.tags for row in api.list_datasets(filter="modality:text"))
assert len(list(api.list_models(full=True, cardData=True))) > 500
try:
    api.model_info("nobody/nothing")
except RepositoryNotFoundError:
    print("understood")
"""
    environment = {**os.environ, "HF_ENDPOINT": hub.url, "HF_HUB_DISABLE_TELEMETRY": "1"}
    result = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    assert result.stdout.strip() == "understood", result.stderr
