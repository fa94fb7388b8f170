"""A firewall's responses are retried briefly, and are not the Hub's refusal."""

import http.server

import pytest

from pipeline.errors import AlmanacError, HubBroken, HubRefusal
from pipeline.hub_api.client import HubClient, RepoMissing
from tests.conftest import quick
from tests.fixtures.replies import TOKEN, Reply, serve_replies

BLOCK = (
    b"<!DOCTYPE html><html><head><title>ERROR: The request could not be satisfied</title></head><body>403</body></html>"
)
LIST = (200, {}, b'[{"_id": "1"}]')


class ScriptedReplies:
    """Gives these replies in order, and repeats the last."""

    def __init__(self, *replies: Reply):
        self.remaining_replies = list(replies)

    def __call__(self, request: http.server.BaseHTTPRequestHandler) -> Reply:
        return self.remaining_replies.pop(0) if len(self.remaining_replies) > 1 else self.remaining_replies[0]


@pytest.mark.parametrize(
    "reply",
    [
        (403, {"content-type": "text/html"}, BLOCK),
        (403, {}, b""),
        (403, {}, b'{"message": "Forbidden"}'),
        (202, {"x-amzn-waf-action": "challenge"}, b""),
        (405, {"x-amzn-waf-action": "captcha"}, BLOCK),
        (406, {}, b"Not Acceptable"),
        (408, {}, b""),
        (421, {}, b""),
        (425, {}, b""),
        *((status, {}, b"<html>cloudflare</html>") for status in (*range(520, 531), 500, 502, 503, 504, 507, 599)),
    ],
    ids=lambda reply: str(reply[0]),
)
def test_a_transient_block_by_a_cdn_is_retried(reply: Reply):
    with serve_replies(ScriptedReplies(reply, reply, LIST)) as url:
        client = HubClient(quick(url, token=TOKEN))
        page, rows = client.fetch_rows(client.build_url("/api/models", []))
        assert len(rows) == 1 and client.requests == 3
        assert page.url.startswith(url)


@pytest.mark.parametrize(
    ("reply", "detail"),
    [
        ((403, {}, BLOCK), "could not be satisfied"),
        ((403, {}, b""), "403"),
        ((520, {}, BLOCK), "520"),
        ((529, {}, b""), "529"),
    ],
)
def test_a_permanent_block_ends_after_a_few_attempts_without_advice_about_tokens(reply: Reply, detail: str):
    with serve_replies(ScriptedReplies(reply)) as url:
        client = HubClient(quick(url, token=TOKEN, attempts=3))
        for ask in (client.fetch_rows, client.fetch_detail):  # a block does not make a featured repo missing
            with pytest.raises(HubBroken) as error:
                ask(client.build_url("/api/models/a/b", []))
            message = str(error.value)
            assert detail in message and "3 attempts" in message and "HF_TOKEN" not in message
            assert message.endswith(".")
    assert client.requests == 6


@pytest.mark.parametrize(
    "reply",
    [
        (401, {}, b'{"error": "Invalid credentials in Authorization header"}'),
        (403, {}, b'{"error": "Your token may not read this"}'),
        (403, {"x-error-message": "Forbidden"}, b""),
        (403, {"x-error-message": "Forbidden", "content-type": "text/html"}, BLOCK),
    ],
)
def test_the_hubs_own_refusal_fails_immediately_with_advice_about_the_token(reply: Reply):
    with serve_replies(ScriptedReplies(reply)) as url:
        client = HubClient(quick(url, token=TOKEN))
        with pytest.raises(HubRefusal, match="HF_TOKEN"):
            client.fetch_rows(client.build_url("/api/models", []))
    assert client.requests == 1


@pytest.mark.parametrize(("status", "advice"), [(401, "HF_ENDPOINT"), (407, "proxy's user and password")])
def test_a_login_of_another_server_fails_immediately(status: int, advice: str):
    with serve_replies(ScriptedReplies((status, {"www-authenticate": "Basic realm=mirror"}, BLOCK))) as url:
        client = HubClient(quick(url, token=TOKEN))
        for ask in (client.fetch_rows, client.fetch_detail):
            with pytest.raises(HubRefusal) as error:
                ask(client.build_url("/api/models/a/b", []))
            assert advice in str(error.value) and str(status) in str(error.value)
    assert client.requests == 2


@pytest.mark.parametrize("status", [401, 404, 410, 451])
def test_only_the_hub_itself_can_report_a_missing_repo(status: int):
    for body, headers, error in (
        (b'{"error": "Repository not found"}', {}, RepoMissing),
        (b"", {"x-error-code": "RepoNotFound"}, RepoMissing),
        (BLOCK, {}, HubRefusal),
        (b"404 page not found", {}, HubRefusal),
    ):
        with serve_replies(ScriptedReplies((status, headers, body))) as url, pytest.raises(error):
            client = HubClient(quick(url))
            client.fetch_detail(client.build_url("/api/models/a/b", []))


def test_an_error_names_an_html_page_by_its_title():
    with (
        serve_replies(ScriptedReplies((200, {"content-type": "text/html"}, BLOCK))) as url,
        pytest.raises(HubBroken) as error,
    ):
        HubClient(quick(url, attempts=2)).probe()
    assert "HTML" in str(error.value) and "could not be satisfied" in str(error.value)


@pytest.mark.parametrize("status", [400, 404, 409, 414, 501, 505, 511])
def test_permanent_errors_are_not_retried(status: int):
    with serve_replies(ScriptedReplies((status, {}, BLOCK))) as url:
        client = HubClient(quick(url))
        with pytest.raises(AlmanacError) as error:
            client.fetch_rows(client.build_url("/api/models", []))
        assert str(status) in str(error.value)
    assert client.requests == 1


def test_an_error_omits_a_token_in_a_page_title():
    page = f"<title>blocked: Bearer {TOKEN} \x1b[31m".encode()
    with serve_replies(ScriptedReplies((403, {}, page))) as url, pytest.raises(HubBroken) as error:
        HubClient(quick(url, token=TOKEN, attempts=2)).probe()
    assert TOKEN not in str(error.value) and str(error.value).isprintable()
