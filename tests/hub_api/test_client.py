"""One request: what is retried, what fails at once and with which sentence, and where the token goes."""

import http.server

import msgspec
import pytest

from pipeline.config import HubSettings
from pipeline.errors import HubBroken, HubError, HubRefused, HubUnreachable, UsageError
from pipeline.hub_api.answers import legible
from pipeline.hub_api.client import HubClient, RepoMissing
from pipeline.sample_hub.faults import Fault, FaultKind, strike
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.conftest import quick
from tests.fixtures.replies import TOKEN, Reply, replying


def ask(client: HubClient) -> list[msgspec.Raw]:
    return client.rows(client.url("/api/models", [("limit", "10")]))[1]


def sentence(error: pytest.ExceptionInfo[HubError]) -> str:
    said = str(error.value)
    assert said.endswith(".") and "\n" not in said and len(said) < 400
    return said


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_may_pass_is_asked_again(hub: SampleHub, client: HubClient, status: int):
    hub.faults.rules.append(strike(Fault("status", status=status, headers=False), times=2))
    assert len(ask(client)) == 10
    assert client.requests == len(hub.requests) == 3


@pytest.mark.parametrize("kind", ["html", "truncated", "bad-gzip", "reset", "cut", "no-date"])
def test_a_broken_answer_is_asked_for_again(hub: SampleHub, client: HubClient, kind: FaultKind):
    hub.faults.rules.append(strike(Fault(kind), times=2))
    assert len(ask(client)) == 10
    assert client.requests == 3


def test_a_stalled_answer_is_given_up_and_asked_for_again(hub: SampleHub):
    client = HubClient(HubSettings(hub.url, False, timeout=0.2, first_wait=0.01, longest_wait=0.02, trust_clock=True))
    hub.faults.rules.append(strike(Fault("stall", seconds=30), times=1))
    assert len(ask(client)) == 10


def test_a_hub_that_keeps_failing_is_one_sentence(hub: SampleHub, client: HubClient):
    hub.faults.status = 500
    with pytest.raises(HubBroken) as error:
        ask(client)
    assert sentence(error) == f"The Hub at {hub.url} kept failing after 4 tries: HTTP 500 (Internal Server Error)."
    assert client.requests == 4


def test_a_page_in_html_is_said_to_be_one(hub: SampleHub, client: HubClient):
    hub.faults.html = True
    with pytest.raises(HubBroken) as error:
        ask(client)
    assert "HTML, not JSON" in sentence(error)


def test_a_hub_that_is_not_there_is_one_sentence():
    with pytest.raises(HubUnreachable) as error:
        ask(HubClient(quick("http://127.0.0.1:9", attempts=2)))
    assert sentence(error).startswith("The Hub at http://127.0.0.1:9 cannot be reached after 2 tries: ConnectError")


@pytest.mark.parametrize(
    ("status", "token", "advice"),
    [
        (400, False, "it does not take this request"),
        (401, False, "set HF_TOKEN to a token that may read"),
        (401, TOKEN, "check HF_TOKEN (or unset it)"),
        (403, TOKEN, "check HF_TOKEN (or unset it)"),
        (404, False, "it does not take this request"),
    ],
)
def test_a_refusal_fails_at_once_and_says_what_to_do(world: World, status: int, token: str | bool, advice: str):
    with SampleHub(world, tokens=frozenset({TOKEN})) as hub:
        hub.faults.status = status
        client = HubClient(quick(hub.url, token=token))
        with pytest.raises(HubRefused) as error:
            ask(client)
    said = sentence(error)
    assert advice in said and str(status) in said and TOKEN not in said
    assert client.requests == 1


def test_a_wrong_token_is_no_missing_repo(hub: SampleHub):
    client = HubClient(quick(hub.url, token=TOKEN))
    with pytest.raises(HubRefused) as error:
        client.detail(client.url("/api/models/no/such", []))
    assert "Invalid credentials" in sentence(error) and "check HF_TOKEN" in sentence(error)


@pytest.mark.parametrize(("token", "status"), [(False, 401), (TOKEN, 404)])
def test_a_missing_repo_is_missing_with_a_token_or_without(world: World, token: str | bool, status: int):
    with SampleHub(world, tokens=frozenset({TOKEN})) as hub:
        client = HubClient(quick(hub.url, token=token))
        with pytest.raises(RepoMissing) as missing:
            client.detail(client.url("/api/models/no/such", []))
        assert missing.value.at.date() == world.days[0]
        assert hub.requests[-1].status == status


def test_a_rename_is_followed_and_each_hop_counts(world: World):
    renamed = world.story.renamed
    with SampleHub(world) as hub:
        hub.set_day(world.days[-1])
        client = HubClient(quick(hub.url))
        page = client.detail(client.url(f"/api/models/{renamed.old}", [("expand", "likes")]))
    assert msgspec.json.decode(page.body)["id"] == renamed.new
    assert page.url.endswith(f"/api/models/{renamed.new}?expand=likes")
    assert client.requests == 2


@pytest.mark.parametrize(
    ("headers", "how"),
    [
        ({"location": "http://elsewhere.invalid/api/models"}, "redirected to"),
        ({"location": "https://127.0.0.1/api/models"}, "redirected to"),
    ],
)
def test_another_host_is_an_error_and_never_sees_the_token(headers: dict[str, str], how: str):
    with replying(lambda _: (307 if "location" in headers else 200, headers, b"[]")) as url:
        client = HubClient(quick(url, token=TOKEN))
        with pytest.raises(HubBroken) as error:
            ask(client)
    assert f"{how} another host" in sentence(error) and TOKEN not in sentence(error)
    assert client.requests == 1


def test_a_relative_link_is_the_hubs_own(hub: SampleHub, client: HubClient):
    hub.faults.rules.append(strike(Fault("relative-link")))
    page, _ = client.rows(client.url("/api/models", [("limit", "10")]))
    assert page.next_url and page.next_url.startswith(f"{hub.url}/api/models?")


def test_redirects_in_circles_end(hub: SampleHub):
    with replying(lambda request: (307, {"location": request.path}, b"")) as url:
        client = HubClient(quick(url))
        with pytest.raises(HubBroken, match="redirects in circles"):
            ask(client)
        assert client.requests == 6


def test_a_hub_that_echoes_the_token_does_not_get_it_into_an_error():
    def echo(request: http.server.BaseHTTPRequestHandler) -> Reply:
        return 403, {"x-error-message": f"no: {request.headers['authorization']}"}, b""

    with replying(echo) as url, pytest.raises(HubRefused) as error:
        ask(HubClient(quick(url, token=TOKEN)))
    assert TOKEN not in sentence(error) and "[secret]" in sentence(error)


def test_a_token_that_no_header_can_bear_is_refused_unseen():
    with pytest.raises(UsageError) as error:
        HubClient(quick("http://127.0.0.1:9", token="hf_비밀"))
    assert "hf_비밀" not in str(error.value)


@pytest.mark.parametrize("body", [b"{}", b"null", b'"x"', b"17", b"", b'[{"_id":'])
def test_a_page_that_is_no_list_is_an_error(body: bytes):
    with replying(lambda _: (200, {}, body)) as url, pytest.raises(HubBroken) as error:
        ask(HubClient(quick(url, attempts=2)))
    assert "not the API's JSON" in sentence(error)


def test_deep_nesting_is_an_error_not_a_crash():
    with replying(lambda _: (200, {}, b"[" * 100_000)) as url, pytest.raises(HubBroken):
        ask(HubClient(quick(url, attempts=2)))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (rb'["\ud83e\udd17 whole"]', "🤗 whole"),
        (rb'["\ud83e half"]', "\ufffd half"),
        (rb'["\udd17 half"]', "\ufffd half"),
        (rb'["\\ud83e escaped"]', r"\ud83e escaped"),
        (b'["stray \xff byte"]', "stray \ufffd byte"),
        (rb'["nul \u0000"]', "nul \0"),
    ],
)
def test_text_that_no_reader_takes_is_mended_and_the_rest_left_alone(sent: bytes, kept: str):
    assert msgspec.json.decode(legible(sent)) == [kept]


def test_a_429_is_waited_out_for_as_long_as_it_says(hub: SampleHub):
    waits: list[float] = []
    client = HubClient(quick(hub.url), sleep=waits.append)
    hub.faults.rules.append(strike(Fault("status", status=429, seconds=7), times=1))
    ask(client)
    assert waits and 7 < waits[0] < 8.5


def test_a_429_without_headers_is_waited_out_blindly(hub: SampleHub):
    waits: list[float] = []
    client = HubClient(quick(hub.url), sleep=waits.append)
    hub.faults.rules.append(strike(Fault("status", status=429, headers=False), times=1))
    ask(client)
    assert [round(wait, 2) for wait in waits] == [0.05]
