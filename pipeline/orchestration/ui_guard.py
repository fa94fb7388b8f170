"""Middleware that protects Dagster's UI, which has no login, from other websites.

Any web page can make a browser send requests to this machine. The guard passes requests of the UI's own pages and of local
programs, and rejects those another page could send: wrong `Host`, foreign `Origin`, `Sec-Fetch-Site` or `Referer`, and
what CORS allows without preflight (GET, form POSTs). It is not a login: programs that reach the port
can do everything.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.asgi import App, Message, Receive, Send
from pipeline.errors import UsageError
from pipeline.notes import Note

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
WILDCARDS = ("0.0.0.0", "[::]")  # noqa: S104  listen addresses, never host names
GRAPHQL = "/graphql"
# unused by the UI; the first could forge a materialization
BLOCKED_ROUTES = {
    "report_asset_materialization",
    "report_asset_check",
    "report_asset_observation",
    "notebook",
    "dagit",
}
DATA_ROUTES = {
    "graphql",
    "logs",
    "download_debug",
    "dagit_info",
    "server_info",
}  # not pages
DEFAULT_PORTS = {"http": 80, "https": 443}
SAFE_HEADERS = {
    b"x-frame-options": b"DENY",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}
NO_FRAMES = (b"content-security-policy", b"frame-ancestors 'none'")  # besides Dagster's policy

_AUTHORITY = re.compile(r"(?P<host>\[[0-9a-f:.]{2,45}\]|[a-z0-9_.-]{1,253})(?::(?P<port>[0-9]{1,5}))?", re.ASCII)
_URL = re.compile(r"(?P<scheme>https?)://(?P<authority>[^/?#]*)(?P<rest>.*)", re.ASCII)


@dataclass(frozen=True)
class Authority:
    host: str
    port: int | None

    @staticmethod
    def parse(text: str) -> "Authority | None":
        """Parse `host`, `host:port` or `[IPv6]:port`; None for anything else."""
        match = _AUTHORITY.fullmatch(text.lower())
        if not match:
            return None
        port = int(match["port"]) if match["port"] else None
        return None if port is not None and not 1 <= port <= 65535 else Authority(match["host"], port)


@dataclass(frozen=True)
class AllowedHosts:
    """The allowed values of `Host`; without a port, any port is allowed."""

    authorities: frozenset[Authority]

    @staticmethod
    def from_names(listen_host: str, port: int, extra_names: Iterable[str] = ()) -> "AllowedHosts":
        """Allow loopback and the listen address with the port, and extra names. Raises UsageError."""
        authorities = {Authority(host, port) for host in LOOPBACK}
        own = Authority.parse(
            f"[{listen_host}]" if ":" in listen_host and not listen_host.startswith("[") else listen_host
        )
        if own and own.host not in WILDCARDS:
            authorities.add(Authority(own.host, port))
        for name in extra_names:
            authority = Authority.parse(name)
            if authority is None or authority.host in WILDCARDS:
                raise UsageError(Note("invalid_host_name", {"name": name[:200]}))
            authorities.add(authority)
        return AllowedHosts(frozenset(authorities))

    def __contains__(self, authority: Authority) -> bool:
        return authority in self.authorities or Authority(authority.host, None) in self.authorities


class UiGuard:
    """ASGI middleware: rejects cross-site requests and forbids framing."""

    def __init__(self, app: App, hosts: AllowedHosts):
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 400, 403 or 405. Rejected WebSockets close before they open."""
        if scope["type"] == "websocket":
            if find_websocket_refusal(scope, self.hosts):
                await receive()
                await send({"type": "websocket.close", "code": 1008, "reason": "cross-site"})
            else:
                await self.app(scope, receive, send)
        elif scope["type"] == "http":
            refusal = find_http_refusal(scope, self.hosts)
            if refusal:
                await _send_refusal(refusal, _add_safe_headers(send))
            else:
                await self.app(scope, receive, _add_safe_headers(send))
        else:
            await self.app(scope, receive, send)


@dataclass(frozen=True)
class Refusal:
    status: int
    sentence: str


def find_http_refusal(scope: Message, hosts: AllowedHosts) -> Refusal | None:
    """Return why a request is rejected; None if it passes."""
    headers, method, path = _group_headers(scope), scope["method"], scope["path"]
    own = _read_own_authority(headers, hosts)
    if isinstance(own, Refusal):
        return own
    segments = path.lstrip("/").split("/")
    # a route ending in `$` matches a trailing newline, and `..` could leave a folder
    if not path.isprintable() or "\\" in path or ".." in segments or segments[0] in BLOCKED_ROUTES:
        return Refusal(403, "This route is blocked; Dagster's UI does not use it.")
    is_page = segments[0] not in DATA_ROUTES
    if _is_cross_site(headers, own, navigates=is_page and method in ("GET", "HEAD")):
        return Refusal(403, "Cross-site request rejected.")
    if path == GRAPHQL:
        return _find_graphql_refusal(method, headers)
    return None if method in ("GET", "HEAD") else Refusal(405, "Only GET and HEAD are allowed here.")


def _find_graphql_refusal(method: str, headers: Mapping[str, list[str]]) -> Refusal | None:
    """Require POST with JSON: other sites can send a GET as an image, or a form POST."""
    if method != "POST":
        return Refusal(405, "GraphQL requests must use POST.")
    if headers.get("content-type", [""])[0].split(";")[0].strip().lower() != "application/json":
        return Refusal(403, "GraphQL requests must have the content type application/json.")
    return None


def find_websocket_refusal(scope: Message, hosts: AllowedHosts) -> Refusal | None:
    """Return why a WebSocket is rejected; None if it passes. Browsers always send its origin."""
    headers = _group_headers(scope)
    own = _read_own_authority(headers, hosts)
    if isinstance(own, Refusal):
        return own
    if scope["path"] != GRAPHQL or not all(_is_same_origin(origin, own) for origin in headers.get("origin", [])):
        return Refusal(403, "Cross-site request rejected.")
    return None


def _read_own_authority(headers: Mapping[str, list[str]], hosts: AllowedHosts) -> Authority | Refusal:
    """Read the authority from `Host`; a foreign name means DNS rebinding."""
    host_values = headers.get("host", [])
    own = Authority.parse(host_values[0]) if len(host_values) == 1 else None
    if own is None or any(len(headers.get(name, [])) > 1 for name in ("origin", "content-type", "sec-fetch-site")):
        return Refusal(400, "Invalid or repeated request headers.")
    if own not in hosts:
        return Refusal(403, "Unknown host name; if it is yours, allow it with --allow-host.")
    return own


def _is_cross_site(headers: Mapping[str, list[str]], own: Authority, *, navigates: bool) -> bool:
    """Return whether another site sent this; following a link to a page (`navigates`) is fine."""
    if "origin" in headers and not _is_same_origin(headers["origin"][0], own):
        return True
    if "sec-fetch-site" in headers:
        is_navigation = headers.get("sec-fetch-mode") == ["navigate"] and headers.get("sec-fetch-dest") == ["document"]
        return headers["sec-fetch-site"][0] not in ("same-origin", "none") and not (navigates and is_navigation)
    # no Sec-Fetch-Site over plain HTTP to another machine
    return "referer" in headers and not navigates and not _is_same_origin(headers["referer"][0], own, page=True)


def _is_same_origin(url: str, own: Authority, *, page: bool = False) -> bool:
    """Return whether an `Origin` (or `Referer`, with `page`) has the request's authority.

    Ignores the scheme: a proxy may terminate HTTPS.
    """
    match = _URL.fullmatch(url)
    origin = Authority.parse(match["authority"]) if match and (page or not match["rest"]) else None
    if not match or not origin:
        return False
    default = DEFAULT_PORTS[match["scheme"]]
    return origin.host == own.host and (origin.port or default) == (own.port or default)


def _group_headers(scope: Message) -> dict[str, list[str]]:
    headers: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1").strip())
    return headers


def _add_safe_headers(send: Send) -> Send:
    async def send_safely(message: Message) -> None:
        if message["type"] == "http.response.start":
            other_headers = [
                (name, value) for name, value in message.get("headers", []) if name.lower() not in SAFE_HEADERS
            ]
            message["headers"] = [*other_headers, *SAFE_HEADERS.items(), NO_FRAMES]
        await send(message)

    return send_safely


async def _send_refusal(refusal: Refusal, send: Send) -> None:
    body = f"{refusal.sentence}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
