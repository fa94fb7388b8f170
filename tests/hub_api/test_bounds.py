"""For any response, a request ends in bounded time and memory, with a page or a typed error."""

import gzip
import itertools
import signal
import threading
import time
import tracemalloc
from collections.abc import Iterable

import msgspec
import pytest

from pipeline.config import HubSettings
from pipeline.errors import HubBroken, HubError, HubUnreachable
from pipeline.hub_api.client import HubClient
from pipeline.hub_api.responses import MAX_VALUES
from pipeline.hub_api.transfer import MAX_BYTES
from tests.conftest import quick
from tests.fixtures.raw_hub import Script, gzip_zeros, http_response, raw_hub, send_slowly

SHORT_TIMEOUTS = {"timeout": 0.15, "attempts": 2, "first_wait": 0.01, "longest_wait": 0.02}  # 0.6 s for a response


def fetch_rows(script: Script, **settings: float) -> list[msgspec.Raw]:
    with raw_hub(script) as url:
        client = HubClient(HubSettings(url, False, **{"trust_clock": True, **SHORT_TIMEOUTS, **settings}))  # pyright: ignore[reportArgumentType]
        return client.fetch_rows(client.build_url("/api/models", [("limit", "10")]))[1]


def repeat_forever(piece: bytes, pause: float = 0.0) -> Iterable[bytes]:
    for _ in itertools.count():
        time.sleep(pause)
        yield piece


SLOW_RESPONSES: dict[str, Script] = {
    "a byte of the body now and then": lambda _: send_slowly(http_response(b"[" + b" " * 10_000 + b"]"), 0.05),
    "a header now and then": lambda _: itertools.chain([b"HTTP/1.1 200 OK\r\n"], repeat_forever(b"X-A: b\r\n", 0.05)),
    "the status line without end": lambda _: send_slowly(b"HTTP/1.1 200 " + b"O" * 10_000, 0.05),
    "100 Continue, slowly": lambda _: repeat_forever(b"HTTP/1.1 100 Continue\r\n\r\n", 0.05),
    "100 Continue, as fast as it goes": lambda _: repeat_forever(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
    "103 with headers": lambda _: repeat_forever(b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=next\r\n\r\n" * 100),
    "a chunk without end": lambda _: itertools.chain(
        [http_response(b"", "Transfer-Encoding: chunked")], repeat_forever(b"1\r\n \r\n", 0.05)
    ),
    "the size of a chunk without end": lambda _: itertools.chain(
        [http_response(b"", "Transfer-Encoding: chunked"), b"1;"], repeat_forever(b"a", 0.05)
    ),
    "a redirect whose body does not end": lambda _: itertools.chain(
        [http_response(b"", "Location: /x", "Transfer-Encoding: chunked", status="307 Moved")], repeat_forever(b"1\r\n \r\n", 0.05)
    ),
}  # fmt: skip


@pytest.mark.parametrize("script", SLOW_RESPONSES.values(), ids=SLOW_RESPONSES)
def test_an_endless_response_times_out(script: Script):
    with pytest.raises(HubUnreachable):
        fetch_rows(script)


LARGE_RESPONSES: dict[str, Script] = {
    "zeros in gzip": lambda _: [http_response(gzip_zeros(4 * MAX_BYTES), "Content-Encoding: gzip")],
    "gzip in gzip": lambda _: [http_response(gzip_zeros(4 * MAX_BYTES, 2), "Content-Encoding: gzip, gzip")],
    "gzip in gzip in two headers": lambda _: [
        http_response(gzip_zeros(4 * MAX_BYTES, 2), "Content-Encoding: gzip", "Content-Encoding: gzip")
    ],
    "deflate": lambda _: [http_response(b"x", "Content-Encoding: deflate")],
    "zstd": lambda _: [http_response(b"x", "Content-Encoding: zstd")],
    "br": lambda _: [http_response(b"x", "Content-Encoding: br")],
    "something else": lambda _: [http_response(b"x", "Content-Encoding: rot13")],
    "a length beyond measure": lambda _: itertools.chain(
        [http_response(b"", f"Content-Length: {10**15}")], repeat_forever(bytes(2**20))
    ),
    "chunks without end": lambda _: itertools.chain(
        [http_response(b"", "Transfer-Encoding: chunked")], repeat_forever(b"100000\r\n" + bytes(2**20) + b"\r\n")
    ),
    "no length and no end": lambda _: itertools.chain(
        [b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"], repeat_forever(bytes(2**20))
    ),
    "headers without end": lambda _: itertools.chain([b"HTTP/1.1 200 OK\r\n"], repeat_forever(b"X-A: b\r\n" * 10_000)),
    "millions of values": lambda _: [
        http_response(gzip.compress(b"[1" + b",11" * (MAX_VALUES + 1) + b"]", 1), "Content-Encoding: gzip")
    ],
    "an error of millions of values": lambda _: [
        http_response(gzip.compress(b'{"error":[1' + b",1" * MAX_VALUES + b"]}", 1), "Content-Encoding: gzip", status="500 No")
    ],
    "deep nesting in gzip": lambda _: [http_response(gzip.compress(b"[" * 10**7, 1), "Content-Encoding: gzip")],
}  # fmt: skip


@pytest.mark.parametrize("script", LARGE_RESPONSES.values(), ids=LARGE_RESPONSES)
def test_a_large_response_is_rejected_before_it_fills_memory(script: Script):
    tracemalloc.start()
    try:
        with pytest.raises(HubError):
            fetch_rows(script, timeout=2.0)
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak_bytes < 6 * MAX_BYTES


def test_one_layer_of_gzip_is_requested_and_decompressed():
    requests: list[bytes] = []

    def script(request: bytes) -> list[bytes]:
        requests.append(request.lower())
        return [http_response(gzip.compress(b'[{"a":1}]'), "Content-Encoding: gzip")]

    assert fetch_rows(script) == [msgspec.Raw(b'{"a":1}')]
    assert b"accept-encoding: gzip\r\n" in requests[0]


@pytest.mark.parametrize(
    "body", [gzip.compress(b"[1]")[:-1], gzip.compress(b"[1]") + b"x", b"[1]"], ids=["cut", "more", "plain"]
)
def test_invalid_gzip_is_rejected(body: bytes):
    with pytest.raises(HubBroken):
        fetch_rows(lambda _: [http_response(body, "Content-Encoding: gzip")])


LONG_WAITS = {
    "retry-after": ("Retry-After: 999999999",),
    "retry-after of a hundred digits": ("Retry-After: " + "9" * 100,),
    "t": ('RateLimit: "api";r=0;t=999999999', 'RateLimit-Policy: "fixed window";"api";q=500;w=300'),
    "t of a hundred digits": (f'RateLimit: "api";r=0;t={"9" * 100}', "RateLimit-Policy: q=500;w=300"),
}


@pytest.mark.parametrize("status", ["429 No", "200 OK"])
@pytest.mark.parametrize("headers", LONG_WAITS.values(), ids=LONG_WAITS)
def test_waits_are_bounded(headers: tuple[str, ...], status: str):
    pauses: list[float] = []
    with raw_hub(lambda _: [http_response(b"[]", *headers, status=status)]) as url:
        client = HubClient(quick(url), sleep=pauses.append)
        for _ in range(2):
            try:
                client.probe()
            except HubBroken:
                break
        else:
            assert status == "200 OK"
            assert "Retry-After" in headers[0]  # has no meaning in a successful response
    assert sum(pauses) < 900


def test_the_wait_of_a_page_is_bounded_and_reported():
    waits: list[tuple[float, str]] = []
    with raw_hub(lambda _: [http_response(b"[]", "Retry-After: 500", status="429 No")]) as url:
        client = HubClient(quick(url, attempts=9), sleep=lambda _: None)
        client.budget.on_wait = lambda seconds, why: waits.append((seconds, why))
        with pytest.raises(HubBroken, match="900 s"):
            client.probe()
    assert [round(seconds) for seconds, _ in waits] == [501] and waits[0][1]


def test_a_wait_before_a_retry_is_reported():
    waits: list[tuple[float, str]] = []
    with raw_hub(lambda _: [http_response(b"", status="503 No")]) as url:
        client = HubClient(quick(url, attempts=3))
        client.budget.on_wait = lambda seconds, why: waits.append((seconds, why))
        with pytest.raises(HubBroken):
            client.probe()
    assert [why for _, why in waits] == ["HTTP 503", "HTTP 503"]


def test_ctrl_c_ends_a_wait_and_a_read():
    wait_seconds = 100
    for script in (
        lambda _: [http_response(b"[]", f"Retry-After: {wait_seconds}", status="429 No")],
        lambda _: repeat_forever(b"HTTP/1.1 100 Continue\r\n\r\n", 0.05),
    ):
        with raw_hub(script) as url:
            client = HubClient(HubSettings(url, False, trust_clock=True))
            start = time.monotonic()
            main = threading.main_thread().ident or 0
            threading.Timer(0.3, signal.pthread_kill, (main, signal.SIGINT)).start()
            with pytest.raises(KeyboardInterrupt):
                client.probe()
            assert time.monotonic() - start < wait_seconds / 2


def test_a_timeout_does_not_affect_the_next_request():
    hits = itertools.count()

    def script(_: bytes) -> Iterable[bytes]:
        return (
            send_slowly(http_response(b"[" + b" " * 1000 + b"]"), 0.05) if next(hits) == 0 else [http_response(b"[1]")]
        )

    assert fetch_rows(script) == [msgspec.Raw(b"1")]


MALFORMED_RESPONSES = {
    "no http": b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
    "http/0.9": b"<html>hello</html>",
    "nothing": b"",
    "status 099": http_response(status="099 Low"),
    "status 1000": http_response(status="1000 High"),
    "no status": b"HTTP/1.1\r\n\r\n",
    "204": http_response(b"", status="204 No Content"),
    "206": http_response(status="206 Partial Content"),
    "304": http_response(b"", status="304 Not Modified"),
    "301 without location": http_response(status="301 Moved"),
    "101": http_response(b"", "Upgrade: x", "Connection: upgrade", status="101 Switching Protocols"),
    "418": http_response(b"{", status="418 Teapot"),
    "nul in a header": http_response(b"[]", "X-A: a\0b"),
    "a header without a colon": http_response(b"[]", "nonsense"),
    "two lengths": http_response(b"[]", "Content-Length: 2", "Content-Length: 3"),
    "a length below zero": http_response(b"[]", "Content-Length: -2"),
    "a length of a superscript": http_response(b"[]", "Content-Length: \u00b2"),
    "a chunk of no size": http_response(b"xyz\r\n[]\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
    "a chunk that breaks off": http_response(b"ff\r\n[]", "Transfer-Encoding: chunked"),
    "an encoding of transfer": http_response(b"[]", "Transfer-Encoding: gzip"),
    "no date": http_response(date=None),
    "a date in the year 99999": http_response(date="Fri, 01 Jan 99999 00:00:00 GMT"),
    "a date in the year 9999": http_response(date="Fri, 31 Dec 9999 23:59:59 -2359"),
    "a date of nonsense": http_response(date="yesterday"),
    "a date of superscripts": http_response(date="Fri, \u00b2 Jan 2026 00:00:00 GMT"),
    "a date with a zone beyond": http_response(date="Fri, 01 Jan 2026 00:00:00 +999999"),
    "a date without end": http_response(date="9" * 5000),
    "two dates": http_response(b"[]", "Date: Fri, 01 Jan 2021 00:00:00 GMT"),
    "an empty date": http_response(date=""),
    "a link to no address": http_response(b"[]", 'Link: <http://[>; rel="next"'),
    "a link with a port beyond": http_response(b"[]", 'Link: <http://127.0.0.1:99999/>; rel="next"'),
    "a link to a name that is none": http_response(b"[]", f'Link: <http://{"a" * 300}.\u00df/>; rel="next"'),
    "a link to IDNA that is none": http_response(b"[]", 'Link: <http://xn--a/>; rel="next"'),
    "a link with a password": http_response(b"[]", 'Link: <//u:p@127.0.0.1/>; rel="next"'),
    "a link of another scheme": http_response(b"[]", 'Link: <file:///etc/passwd>; rel="next"'),
    "a link that is too long": http_response(b"[]", f'Link: </{"a" * 9000}>; rel="next"'),
    "a link with control characters": http_response(b"[]", 'Link: </a\x7f\x1f>; rel="next"'),
    "a redirect to no address": http_response(b"", "Location: http://[", status="302 Found"),
    "a redirect to a port of nonsense": http_response(b"", "Location: http://127.0.0.1:a/", status="302 Found"),
    "a redirect to a script": http_response(b"", "Location: javascript:alert(1)", status="302 Found"),
    "two redirects": http_response(b"", "Location: /a", "Location: /b", status="302 Found"),
    "json with a mark of byte order": http_response(b"\xef\xbb\xbf[]"),
    "json in utf-16": http_response("[]".encode("utf-16")),
    "no json": http_response(b"[NaN]"),
    "two jsons": http_response(b"[][]"),
}  # fmt: skip


@pytest.mark.parametrize("response", MALFORMED_RESPONSES.values(), ids=MALFORMED_RESPONSES)
def test_a_malformed_response_is_one_typed_error(response: bytes):
    with raw_hub(lambda _: [response]) as url:
        try:
            sentence = str(
                HubClient(quick(url, attempts=2)).probe().bad_link
            )  # a bad link is an error only when followed
        except HubError as error:
            sentence = str(error)
    assert sentence.endswith(".") and sentence.isprintable() and len(sentence) < 500


VALID_RESPONSES = {
    "a date of RFC 850": http_response(date="Friday, 02-Jan-26 00:00:00 GMT"),
    "a quota of nonsense": http_response(b"[]", "RateLimit: x", "RateLimit-Policy: y"),
    "a quota below zero": http_response(b"[]", 'RateLimit: "api";r=-1;t=-5', "RateLimit-Policy: q=-1;w=nan"),
    "a quota of no number": http_response(b"[]", 'RateLimit: "api";r=0;t=nan', "RateLimit-Policy: q=0;w=0"),
    "a quota of 5,000 digits": http_response(b"[]", f'RateLimit: "api";r={"9" * 5000};t=1'),
    "a policy of 400 digits": http_response(b"[]", 'RateLimit: "api";r=1;t=1', f"RateLimit-Policy: q={'9' * 400};w=1"),
    "an empty link": http_response(b"[]", "Link: "),
    "a link without a relation": http_response(b"[]", "Link: <http://elsewhere.invalid/>"),
    "half a link": http_response(b"[]", "Link: <;rel=;=next;;"),
    "a cookie": http_response(b"[]", "Set-Cookie: a=b; Domain=127.0.0.1", "Set-Cookie: \xff"),
    "bytes in a header": http_response(b"[]", "X-A: \xff\xfe"),
}  # fmt: skip


@pytest.mark.parametrize("response", VALID_RESPONSES.values(), ids=VALID_RESPONSES)
def test_meaningless_headers_are_ignored(response: bytes):
    assert fetch_rows(lambda _: [response]) == []


@pytest.mark.parametrize(
    "after", ["\u00b2", "-1", "1e9", "nan", "Wed, 21 Oct 2015 07:28:00 GMT", "", "0x10", "9" * 5000]
)
def test_an_invalid_retry_after_ends_in_an_error(after: str):
    with raw_hub(lambda _: [http_response(b"[]", f"Retry-After: {after}", status="429 No")]) as url:
        client = HubClient(quick(url, attempts=2), sleep=lambda _: None)
        with pytest.raises(HubBroken):
            client.probe()
