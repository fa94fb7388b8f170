import http.server

import msgspec
import pytest

from pipeline.config import HubSettings
from pipeline.errors import HubBroken, HubError, HubRefusal, HubUnreachable, UsageError
from pipeline.hub_api.client import HubClient, RepoMissing
from pipeline.hub_api.responses import replace_invalid_unicode
from pipeline.sample_hub.faults import Fault, FaultKind, strike
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.conftest import quick
from tests.fixtures.replies import TOKEN, Reply, serve_replies


def fetch_rows(client: HubClient) -> list[msgspec.Raw]:
    return client.fetch_rows(client.build_url("/api/models", [("limit", "10")]))[1]


def message_of(error: pytest.ExceptionInfo[HubError]) -> str:
    message = str(error.value)
    assert message.endswith(".") and "\n" not in message and len(message) < 400
    return message


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_transient_errors_are_retried(hub: SampleHub, client: HubClient, status: int):
    hub.faults.rules.append(strike(Fault("status", status=status, headers=False), times=2))
    assert len(fetch_rows(client)) == 10
    assert client.requests == len(hub.requests) == 3


@pytest.mark.parametrize("kind", ["html", "truncated", "bad-gzip", "reset", "cut", "no-date"])
def test_a_broken_response_is_retried(hub: SampleHub, client: HubClient, kind: FaultKind):
    hub.faults.rules.append(strike(Fault(kind), times=2))
    assert len(fetch_rows(client)) == 10
    assert client.requests == 3


def test_a_stalled_response_times_out_and_is_retried(hub: SampleHub):
    client = HubClient(HubSettings(hub.url, False, timeout=0.2, first_wait=0.01, longest_wait=0.02, trust_clock=True))
    hub.faults.rules.append(strike(Fault("stall", seconds=30), times=1))
    assert len(fetch_rows(client)) == 10


def test_a_hub_that_keeps_failing_is_a_typed_error(hub: SampleHub, client: HubClient):
    hub.faults.status = 500
    with pytest.raises(HubBroken) as error:
        fetch_rows(client)
    message = message_of(error)
    assert hub.url in message and "4 attempts" in message and "HTTP 500 (Internal Server Error)" in message
    assert client.requests == 4


def test_an_html_page_is_reported_as_html(hub: SampleHub, client: HubClient):
    hub.faults.html = True
    with pytest.raises(HubBroken) as error:
        fetch_rows(client)
    assert "HTML, not JSON" in message_of(error)


def test_an_unreachable_hub_is_a_typed_error():
    with pytest.raises(HubUnreachable) as error:
        fetch_rows(HubClient(quick("http://127.0.0.1:9", attempts=2)))
    message = message_of(error)
    assert "http://127.0.0.1:9" in message and "2 attempts" in message and "ConnectError" in message


@pytest.mark.parametrize(
    ("status", "token", "advice"),
    [
        (400, False, "/api/models"),
        (401, False, "set HF_TOKEN"),
        (401, TOKEN, "check HF_TOKEN"),
        (403, TOKEN, "check HF_TOKEN"),
        (404, False, "HF_ENDPOINT"),
    ],
)
def test_a_refusal_fails_immediately_with_advice(world: World, status: int, token: str | bool, advice: str):
    with SampleHub(world, tokens=frozenset({TOKEN})) as hub:
        hub.faults.status = status
        client = HubClient(quick(hub.url, token=token))
        with pytest.raises(HubRefusal) as error:
            fetch_rows(client)
    message = message_of(error)
    assert advice in message and str(status) in message and TOKEN not in message
    assert client.requests == 1


def test_a_wrong_token_is_not_a_missing_repo(hub: SampleHub):
    client = HubClient(quick(hub.url, token=TOKEN))
    with pytest.raises(HubRefusal) as error:
        client.fetch_detail(client.build_url("/api/models/no/such", []))
    assert "Invalid credentials" in message_of(error) and "check HF_TOKEN" in message_of(error)


@pytest.mark.parametrize(("token", "status"), [(False, 401), (TOKEN, 404)])
def test_a_missing_repo_is_missing_with_a_token_or_without(world: World, token: str | bool, status: int):
    with SampleHub(world, tokens=frozenset({TOKEN})) as hub:
        client = HubClient(quick(hub.url, token=token))
        with pytest.raises(RepoMissing) as missing:
            client.fetch_detail(client.build_url("/api/models/no/such", []))
        assert missing.value.hub_time.date() == world.days[0]
        assert hub.requests[-1].status == status


def test_a_rename_is_followed_and_each_hop_counts(world: World):
    rename = world.story.rename
    with SampleHub(world) as hub:
        hub.set_day(world.days[-1])
        client = HubClient(quick(hub.url))
        page = client.fetch_detail(client.build_url(f"/api/models/{rename.old}", [("expand", "likes")]))
    assert msgspec.json.decode(page.body)["id"] == rename.new
    assert page.url.endswith(f"/api/models/{rename.new}?expand=likes")
    assert client.requests == 2


@pytest.mark.parametrize(
    ("headers", "how"),
    [
        ({"location": "http://elsewhere.invalid/api/models"}, "redirected to"),
        ({"location": "https://127.0.0.1/api/models"}, "redirected to"),
    ],
)
def test_another_host_is_an_error_and_never_sees_the_token(headers: dict[str, str], how: str):
    with serve_replies(lambda _: (307 if "location" in headers else 200, headers, b"[]")) as url:
        client = HubClient(quick(url, token=TOKEN))
        with pytest.raises(HubBroken) as error:
            fetch_rows(client)
    assert f"{how} another host" in message_of(error) and TOKEN not in message_of(error)
    assert client.requests == 1


def test_a_relative_link_leads_to_the_hub(hub: SampleHub, client: HubClient):
    hub.faults.rules.append(strike(Fault("relative-link")))
    page, _ = client.fetch_rows(client.build_url("/api/models", [("limit", "10")]))
    assert page.next_url and page.next_url.startswith(f"{hub.url}/api/models?")


def test_a_redirect_loop_ends(hub: SampleHub):
    with serve_replies(lambda request: (307, {"location": request.path}, b"")) as url:
        client = HubClient(quick(url))
        with pytest.raises(HubBroken):
            fetch_rows(client)
        assert client.requests == 6


def test_an_error_omits_a_token_that_the_hub_echoes():
    def echo(request: http.server.BaseHTTPRequestHandler) -> Reply:
        return 403, {"x-error-message": f"no: {request.headers['authorization']}"}, b""

    with serve_replies(echo) as url, pytest.raises(HubRefusal) as error:
        fetch_rows(HubClient(quick(url, token=TOKEN)))
    assert TOKEN not in message_of(error) and "[secret]" in message_of(error)


def test_a_token_that_no_header_can_carry_is_rejected_without_showing_it():
    with pytest.raises(UsageError) as error:
        HubClient(quick("http://127.0.0.1:9", token="hf_비밀"))
    assert "hf_비밀" not in str(error.value)


@pytest.mark.parametrize("body", [b"{}", b"null", b'"x"', b"17", b"", b'[{"_id":'])
def test_a_page_without_a_list_is_an_error(body: bytes):
    with serve_replies(lambda _: (200, {}, body)) as url, pytest.raises(HubBroken) as error:
        fetch_rows(HubClient(quick(url, attempts=2)))
    assert "not the API's JSON" in message_of(error)


def test_deep_nesting_is_an_error_not_a_crash():
    with serve_replies(lambda _: (200, {}, b"[" * 100_000)) as url, pytest.raises(HubBroken):
        fetch_rows(HubClient(quick(url, attempts=2)))


@pytest.mark.parametrize(
    ("body", "expected_text"),
    [
        (rb'["\ud83e\udd17 whole"]', "🤗 whole"),
        (rb'["\ud83e half"]', "\ufffd half"),
        (rb'["\udd17 half"]', "\ufffd half"),
        (rb'["\\ud83e escaped"]', r"\ud83e escaped"),
        (b'["stray \xff byte"]', "stray \ufffd byte"),
        (rb'["nul \u0000"]', "nul \0"),
    ],
)
def test_invalid_unicode_is_replaced_and_nothing_else(body: bytes, expected_text: str):
    assert msgspec.json.decode(replace_invalid_unicode(body)) == [expected_text]


def test_a_429_waits_as_long_as_its_headers_ask(hub: SampleHub):
    waits: list[float] = []
    client = HubClient(quick(hub.url), sleep=waits.append)
    hub.faults.rules.append(strike(Fault("status", status=429, seconds=7), times=1))
    fetch_rows(client)
    assert waits and 7 < waits[0] < 8.5


def test_a_429_without_headers_waits_for_a_default_time(hub: SampleHub):
    waits: list[float] = []
    client = HubClient(quick(hub.url), sleep=waits.append)
    hub.faults.rules.append(strike(Fault("status", status=429, headers=False), times=1))
    fetch_rows(client)
    [wait] = waits
    assert 0 < wait <= 0.05, "less the time since the response"
