"""The ASGI application: clock, quota, tokens, common headers, log and wire faults of every request."""

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
from pipeline.sample_hub.faults import Fault, FaultKind, Faults, IncomingRequest
from pipeline.sample_hub.quota import Meter, format_limit_headers
from pipeline.sample_hub.routes import DayView, Response, RouteRequest, make_error, respond

ActiveFaults = dict[FaultKind, Fault]
TRANSPORT = "sample-hub-transport"
SAMPLE_HEADER = "x-hub-almanac-sample"


class LoggedRequest(NamedTuple):
    method: str
    path: str
    query: dict[str, list[str]]
    """Parameters by name, as lists: `filter` and `expand` may be repeated."""
    status: int
    """0 if the connection was reset before the status."""
    had_authorization: bool


@dataclass
class HubState:
    """What the application serves; may change between requests."""

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
    def __init__(self, state: HubState) -> None:
        self._state = state

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        state = self._state
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        raw_query = scope["query_string"].decode("latin-1")
        params = parse_qs(raw_query, keep_blank_values=True)
        request = IncomingRequest(next(state.numbers), scope["method"], scope["path"], params)
        faults: ActiveFaults = {fault.kind: fault for fault in state.faults.find_matching(request)}
        authorization = headers.get("authorization")
        token = authorization.removeprefix("Bearer ") if authorization is not None else None
        host = headers.get("host", "")
        route_request = RouteRequest(request.path, params, raw_query, host, token in state.tokens, faults.keys())

        within_quota, limit_headers = state.meter.count_request(token or scope["client"][0])
        response = self._respond(
            request, route_request, bad_token=token is not None and token not in state.tokens, within_quota=within_quota
        )
        response = _apply_faults(replace(response, headers=limit_headers | response.headers), faults, state.meter)
        if (
            state.compress
            and "gzip" in headers.get("accept-encoding", "")
            and "content-encoding" not in response.headers
        ):
            compressed_body = gzip.compress(response.body, 1)
            response = replace(response, body=compressed_body, headers=response.headers | {"content-encoding": "gzip"})
        log_entry = LoggedRequest(*request[1:], 0 if "reset" in faults else response.status, authorization is not None)
        with state.lock:
            state.log.append(log_entry)

        if "stall" in faults:
            await asyncio.sleep(faults["stall"].seconds)
        if "reset" in faults:
            await _reset_connection(scope, receive)
            return
        raw_headers = self._build_headers(response, request, faults)
        await send({"type": "http.response.start", "status": response.status, "headers": raw_headers})
        if "cut" in faults:
            await send(
                {"type": "http.response.body", "body": response.body[: len(response.body) // 2], "more_body": True}
            )
            await _reset_connection(scope, receive)
            return
        await send({"type": "http.response.body", "body": b"" if request.method == "HEAD" else response.body})

    def _respond(
        self, request: IncomingRequest, route_request: RouteRequest, *, bad_token: bool, within_quota: bool
    ) -> Response:
        if not within_quota:
            return make_error(429, "We had to rate limit you. Retry after the window ends.")
        if bad_token:
            return make_error(401, "Invalid credentials in Authorization header")
        if request.method not in ("GET", "HEAD"):
            return make_error(404, "Sorry, we can't find the page you are looking for.")
        return respond(self._state.view, route_request, self._state.page_cap)

    def _build_headers(
        self, response: Response, request: IncomingRequest, faults: ActiveFaults
    ) -> list[tuple[bytes, bytes]]:
        now = self._state.clock.tick()
        headers = {
            "content-type": "application/json; charset=utf-8",
            "content-length": str(len(response.body)),
            "date": format_datetime(now, usegmt=True),
            "x-powered-by": "huggingface-moon",
            "x-request-id": f"Root=1-{int(now.timestamp()):08x}-{request.number:024x}",
            "vary": "Origin",
            "access-control-expose-headers": "X-Repo-Commit,X-Request-Id,X-Error-Code,X-Error-Message,ETag,Link",
            **({SAMPLE_HEADER: "true"} if self._state.sample != ("other-hub" in faults) else {}),
            **response.headers,
        }
        if "no-date" in faults:
            del headers["date"]
        return [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]


def _apply_faults(response: Response, faults: ActiveFaults, meter: Meter) -> Response:
    limit_headers = {key: value for key, value in response.headers.items() if key.startswith("ratelimit")}
    if fault := faults.get("status"):
        error_response = make_error(fault.status, _get_phrase(fault.status))
        if not fault.headers:
            return error_response
        if fault.status == HTTPStatus.TOO_MANY_REQUESTS:
            limit_headers = format_limit_headers(0, fault.seconds, meter.quota)
        return replace(error_response, headers=error_response.headers | limit_headers)
    if "html" in faults:
        page = b"<!DOCTYPE html><html><head><title>Hub</title></head><body><h1>Under maintenance</h1></body></html>"
        return Response(200, page, limit_headers | {"content-type": "text/html; charset=utf-8"})
    if "truncated" in faults:
        return replace(response, body=response.body[: len(response.body) // 2])
    if "bad-gzip" in faults:
        compressed_body = gzip.compress(response.body, 1)
        broken_body = compressed_body[:10] + compressed_body[:10] + compressed_body[20:]
        return replace(response, body=broken_body, headers=response.headers | {"content-encoding": "gzip"})
    return response


def _get_phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else "Error"


async def _reset_connection(scope: Message, receive: Receive) -> None:
    """Reset the connection with a RST and wait until the server notices."""
    transport: asyncio.Transport = scope["state"][TRANSPORT]
    connection = transport.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass
