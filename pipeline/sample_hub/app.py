"""The ASGI application of the sample Hub: what happens to every request, whatever its route.

Scope: clock, quota, tokens, common headers, the log, and the faults that strike on the wire.
"""

import asyncio
import gzip
import itertools
import socket
import struct
import threading
from dataclasses import dataclass, field, replace
from email.utils import format_datetime
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import parse_qs

from pipeline.asgi import Message, Receive, Send
from pipeline.sample_hub.clock import HubClock
from pipeline.sample_hub.faults import Asked, Fault, FaultKind, Faults
from pipeline.sample_hub.quota import Meter, limit_headers
from pipeline.sample_hub.routes import Answer, DayView, Question, error, respond

Struck = dict[FaultKind, Fault]
TRANSPORT = "sample-hub-transport"
SAMPLE_HEADER = "x-hub-almanac-sample"


class LoggedRequest(NamedTuple):
    """A request that came in."""

    method: str
    path: str
    query: dict[str, list[str]]
    """Parameters by name; a list each, since `filter` and `expand` may be repeated."""
    status: int
    """0 if the connection was reset before a status was sent."""
    had_authorization: bool


@dataclass
class Shown:
    """What the application shows; the server's owner changes it while requests come in."""

    view: DayView
    clock: HubClock
    faults: Faults
    meter: Meter
    page_cap: int
    sample: bool
    compress: bool
    tokens: frozenset[str]
    log: list[LoggedRequest] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    numbers: itertools.count = field(default_factory=itertools.count)


class HubApp:
    """The ASGI application."""

    def __init__(self, shown: Shown) -> None:
        """Serve what `shown` holds at the time of each request."""
        self._shown = shown

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        shown = self._shown
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        raw_query = scope["query_string"].decode("latin-1")
        params = parse_qs(raw_query, keep_blank_values=True)
        asked = Asked(next(shown.numbers), scope["method"], scope["path"], params)
        faults: Struck = {fault.kind: fault for fault in shown.faults.of(asked)}
        authorization = headers.get("authorization")
        token = authorization.removeprefix("Bearer ") if authorization is not None else None
        host = headers.get("host", "")
        question = Question(asked.path, params, raw_query, host, token in shown.tokens, faults.keys())

        within, limits = shown.meter.count(token or scope["client"][0])
        answer = self._answer(asked, question, bad_token=token is not None and token not in shown.tokens, within=within)
        answer = _struck(replace(answer, headers=limits | answer.headers), faults, shown.meter)
        if shown.compress and "gzip" in headers.get("accept-encoding", "") and "content-encoding" not in answer.headers:
            packed = gzip.compress(answer.body, 1)
            answer = replace(answer, body=packed, headers=answer.headers | {"content-encoding": "gzip"})
        log = LoggedRequest(*asked[1:], 0 if "reset" in faults else answer.status, authorization is not None)
        with shown.lock:
            shown.log.append(log)

        if "stall" in faults:
            await asyncio.sleep(faults["stall"].seconds)
        if "reset" in faults:
            await _reset(scope, receive)
            return
        sent = self._headers(answer, asked, faults)
        await send({"type": "http.response.start", "status": answer.status, "headers": sent})
        if "cut" in faults:
            await send({"type": "http.response.body", "body": answer.body[: len(answer.body) // 2], "more_body": True})
            await _reset(scope, receive)
            return
        await send({"type": "http.response.body", "body": b"" if asked.method == "HEAD" else answer.body})

    def _answer(self, asked: Asked, question: Question, *, bad_token: bool, within: bool) -> Answer:
        if not within:
            return error(429, "We had to rate limit you. Retry after the window ends.")
        if bad_token:
            return error(401, "Invalid credentials in Authorization header")
        if asked.method not in ("GET", "HEAD"):
            return error(404, "Sorry, we can't find the page you are looking for.")
        return respond(self._shown.view, question, self._shown.page_cap)

    def _headers(self, answer: Answer, asked: Asked, faults: Struck) -> list[tuple[bytes, bytes]]:
        now = self._shown.clock.tick()
        headers = {
            "content-type": "application/json; charset=utf-8",
            "content-length": str(len(answer.body)),
            "date": format_datetime(now, usegmt=True),
            "x-powered-by": "huggingface-moon",
            "x-request-id": f"Root=1-{int(now.timestamp()):08x}-{asked.number:024x}",
            "vary": "Origin",
            "access-control-expose-headers": "X-Repo-Commit,X-Request-Id,X-Error-Code,X-Error-Message,ETag,Link",
            **({SAMPLE_HEADER: "true"} if self._shown.sample != ("other-hub" in faults) else {}),
            **answer.headers,
        }
        if "no-date" in faults:
            del headers["date"]
        return [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]


def _struck(answer: Answer, faults: Struck, meter: Meter) -> Answer:
    """The answer after the faults that alter it whole."""
    limits = {key: value for key, value in answer.headers.items() if key.startswith("ratelimit")}
    if fault := faults.get("status"):
        failed = error(fault.status, _phrase(fault.status))
        if not fault.headers:
            return failed
        if fault.status == HTTPStatus.TOO_MANY_REQUESTS:
            limits = limit_headers(0, fault.seconds, meter.quota)
        return replace(failed, headers=failed.headers | limits)
    if "html" in faults:
        page = b"<!DOCTYPE html><html><head><title>Hub</title></head><body><h1>Under maintenance</h1></body></html>"
        return Answer(200, page, limits | {"content-type": "text/html; charset=utf-8"})
    if "truncated" in faults:
        return replace(answer, body=answer.body[: len(answer.body) // 2])
    if "bad-gzip" in faults:
        packed = gzip.compress(answer.body, 1)
        broken = packed[:10] + packed[:10] + packed[20:]
        return replace(answer, body=broken, headers=answer.headers | {"content-encoding": "gzip"})
    return answer


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else "Error"


async def _reset(scope: Message, receive: Receive) -> None:
    """Break the connection off with a RST, and wait until the server has noticed."""
    transport: asyncio.Transport = scope["state"][TRANSPORT]
    connection = transport.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass
