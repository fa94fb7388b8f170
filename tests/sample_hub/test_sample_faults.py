"""Each fault affects the client as documented, and only while it is on."""

import time

import httpx2
import pytest

from pipeline.sample_hub.faults import Fault, strike
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.fixtures.storm import storm

LIST_PATH = "/api/models?limit=10&pipeline_tag=translation"


def test_every_response_can_have_a_status(hub: SampleHub, client: httpx2.Client):
    hub.faults.status = 503
    assert [client.get(path).status_code for path in (LIST_PATH, "/api/trending")] == [503, 503]
    hub.faults.clear()
    assert client.get(LIST_PATH).status_code == 200


def test_every_response_can_be_html(hub: SampleHub, client: httpx2.Client):
    hub.faults.html = True
    response = client.get(LIST_PATH)
    assert (response.status_code, response.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert response.text.startswith("<!DOCTYPE html>") and "link" not in response.headers


def test_a_429_comes_with_headers_or_without(hub: SampleHub, client: httpx2.Client):
    hub.faults.rules += [strike(Fault("status", status=429, seconds=7), times=1)]
    assert client.get(LIST_PATH).headers["ratelimit"] == '"api";r=0;t=7'
    hub.faults.rules += [strike(Fault("status", status=429, headers=False), times=1)]
    response = client.get(LIST_PATH)
    assert response.status_code == 429 and "ratelimit" not in response.headers


def test_a_stall_outlasts_an_impatient_client_and_does_not_hold_up_the_end(world: World):
    stall_seconds = 300
    with SampleHub(world) as hub:
        hub.faults.rules.append(strike(Fault("stall", seconds=stall_seconds), times=1))
        with pytest.raises(httpx2.ReadTimeout):
            httpx2.get(hub.url + LIST_PATH, timeout=0.2)
        assert httpx2.get(hub.url + LIST_PATH).status_code == 200
        hub.faults.rules.append(strike(Fault("stall", seconds=stall_seconds), times=1))
        with pytest.raises(httpx2.ReadTimeout):
            httpx2.get(hub.url + LIST_PATH, timeout=0.2)
        start = time.monotonic()
    assert time.monotonic() - start < stall_seconds / 2


def test_truncated_json_is_no_json(hub: SampleHub, client: httpx2.Client):
    hub.faults.rules.append(strike(Fault("truncated")))
    response = client.get(LIST_PATH)
    assert response.status_code == 200
    with pytest.raises(ValueError):
        response.json()


def test_bad_gzip_cannot_be_decoded(hub: SampleHub, client: httpx2.Client):
    hub.faults.rules.append(strike(Fault("bad-gzip")))
    with pytest.raises(httpx2.DecodingError):
        client.get(LIST_PATH)


@pytest.mark.parametrize(("kind", "logged_status"), [("reset", 0), ("cut", 200)])
def test_connections_break(hub: SampleHub, client: httpx2.Client, kind: str, logged_status: int):
    fault = Fault("reset") if kind == "reset" else Fault("cut")
    hub.faults.rules.append(strike(fault, times=1))
    with pytest.raises((httpx2.NetworkError, httpx2.RemoteProtocolError)):
        client.get(LIST_PATH)
    assert hub.requests[-1].status == logged_status
    assert client.get(LIST_PATH).status_code == 200


def test_the_date_can_be_missing(hub: SampleHub, client: httpx2.Client):
    hub.faults.rules.append(strike(Fault("no-date"), times=1))
    assert "date" not in client.get(LIST_PATH).headers
    assert "date" in client.get(LIST_PATH).headers


def test_a_cursor_can_repeat(hub: SampleHub, client: httpx2.Client):
    second = client.get(LIST_PATH).links["next"]["url"]
    hub.faults.rules.append(strike(Fault("repeated-cursor")))
    response = client.get(second)
    assert response.links["next"]["url"] == second
    assert client.get(second).json() == response.json()


def test_an_empty_page_can_have_a_next_one(hub: SampleHub, client: httpx2.Client):
    true = client.get(LIST_PATH)
    hub.faults.rules.append(strike(Fault("empty-page"), times=1))
    empty = client.get(LIST_PATH)
    assert empty.json() == []
    assert empty.links == true.links


def test_odd_rows_come_among_the_right_ones(hub: SampleHub, client: httpx2.Client):
    true = client.get(LIST_PATH).json()
    hub.faults.rules.append(strike(Fault("odd-rows")))
    rows = client.get(LIST_PATH).json()
    odd = [row for row in rows if row not in true]
    assert [row for row in rows if row in true] == true
    assert "not an object" in odd and None in odd
    objects = [row for row in odd if isinstance(row, dict)]
    assert any("_id" not in row for row in objects)
    assert any(row["likes"] == "12" for row in objects)
    assert any(isinstance(row["downloads"], int) and row["downloads"] > 2**63 for row in objects)
    assert any(len(row["tags"]) == 2_000 for row in objects)
    assert any("\x00" in str(row["tags"][0]) and "🤗" in row["tags"][1] for row in objects)


def test_links_can_be_foreign_or_relative(hub: SampleHub, client: httpx2.Client):
    hub.faults.rules.append(strike(Fault("foreign-link"), times=1))
    assert client.get(LIST_PATH).links["next"]["url"].startswith("http://elsewhere.invalid/api/models?")
    hub.faults.rules.append(strike(Fault("relative-link")))
    assert client.get(LIST_PATH).links["next"]["url"].startswith("/api/models?")


def test_the_selector_can_be_ignored(hub: SampleHub, client: httpx2.Client):
    hub.faults.rules.append(strike(Fault("unfiltered")))
    assert {row.get("pipeline_tag") for row in client.get(LIST_PATH).json()} != {"translation"}


def test_a_rule_can_choose_its_requests(hub: SampleHub, client: httpx2.Client):
    hub.faults.rules.append(strike(Fault("status", status=500), path="datasets", skip=1, times=1))
    paths = ("/api/models", "/api/datasets", "/api/datasets", "/api/datasets")
    assert [client.get(path).status_code for path in paths] == [200, 200, 500, 200]


def collect_outcomes(world: World, seed: int) -> list[str]:
    """Return what a client receives for 60 requests in a storm."""
    results: list[str] = []
    with SampleHub(world) as hub, httpx2.Client(base_url=hub.url, timeout=5) as client:
        hub.faults.rules.append(storm(seed, share=0.5))
        for _ in range(60):
            try:
                response = client.get(LIST_PATH)
                response.json()
            except (httpx2.HTTPError, ValueError) as e:
                results.append(type(e).__name__)
            else:
                results.append(str(response.status_code))
    return results


def test_a_storm_is_a_seeded_mix_of_faults_and_successes(world: World):
    outcomes = collect_outcomes(world, seed=7)
    assert {"200", "500", "503", "429", "JSONDecodeError"} <= set(outcomes)
    assert 15 < outcomes.count("200") < 50
    assert outcomes == collect_outcomes(world, seed=7)
