import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UsageError
from pipeline.orchestration.ui_guard import SAFE_HEADERS, AllowedHosts, Authority, UiGuard

PORT = 3000
OWN = "127.0.0.1:3000"
JSON = {"content-type": "application/json"}
HOSTS = AllowedHosts.from_names("127.0.0.1", PORT, ["almanac.example.org", "10.0.0.5:8443"])


def send_request(
    method: str, path: str, headers: dict[str, str] | list[tuple[str, str]] | None = None, *, kind: str = "http",
    host: str | None = OWN, hosts: AllowedHosts = HOSTS,
) -> tuple[int | None, bool, dict[bytes, bytes]]:  # fmt: skip
    """Return the status (None: a closed WebSocket), whether the request reached the app, and the headers."""
    reached_paths: list[str] = []
    sent_messages: list[MutableMapping[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        reached_paths.append(scope["path"])
        if kind == "http":
            await send({"type": "http.response.start", "status": 200, "headers": [(b"referrer-policy", b"unsafe-url")]})
            await send({"type": "http.response.body", "body": b""})

    async def receive() -> dict[str, Any]:
        return {"type": f"{kind}.connect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent_messages.append(message)

    pairs = list(headers.items()) if isinstance(headers, dict) else headers or []
    host_pairs = [("host", host)] if host is not None else []
    raw = [(name.encode(), value.encode("latin-1")) for name, value in [*host_pairs, *pairs]]
    asyncio.run(
        UiGuard(app, hosts)({"type": kind, "method": method, "path": path, "headers": raw}, receive, send)  # type: ignore[arg-type]
    )
    start = sent_messages[0] if sent_messages else {}
    return start.get("status"), bool(reached_paths), dict(start.get("headers", []))


def passes(method: str, path: str, headers: Any = None, **more: Any) -> bool:
    return send_request(method, path, headers, **more)[1]


@pytest.mark.parametrize(
    "host",
    [
        OWN,
        "localhost:3000",
        "[::1]:3000",
        "LOCALHOST:3000",
        "almanac.example.org",
        "almanac.example.org:8080",
        "10.0.0.5:8443",
    ],
)
def test_the_uis_own_pages_work_under_each_of_its_names(host: str):
    fetch = {"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"}
    assert passes(
        "GET", "/", {"sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}, host=host
    )
    assert passes("GET", "/runs/abc", fetch, host=host)
    assert passes("GET", "/_next/static/x.js", {**fetch, "referer": f"http://{host}/"}, host=host)
    assert passes("POST", "/graphql", {**fetch, **JSON, "origin": f"http://{host}".lower()}, host=host)
    assert passes(
        "POST", "/graphql", {"content-type": "application/json; charset=utf-8", "origin": f"http://{host}"}, host=host
    )
    assert passes("GET", "/logs/run/compute_logs/x/out", fetch, host=host)
    assert passes("", "/graphql", {"origin": f"http://{host}"}, kind="websocket", host=host)


def test_the_ui_works_behind_a_proxy_that_ends_https():
    origin = {"origin": "https://almanac.example.org"}
    assert passes("POST", "/graphql", {**JSON, **origin}, host="almanac.example.org")
    assert passes("POST", "/graphql", {**JSON, **origin}, host="almanac.example.org:443")
    assert passes("", "/graphql", origin, kind="websocket", host="almanac.example.org")
    assert not passes("POST", "/graphql", {**JSON, **origin})  # the proxy must forward the name


def test_local_programs_pass():
    assert passes("GET", "/server_info")
    assert passes("POST", "/graphql", JSON)
    assert passes("", "/graphql", kind="websocket")


@pytest.mark.parametrize("host", [
    "evil.example", "evil.example:3000", "127.0.0.1.evil.example:3000", "localhost.evil.example:3000", "127.0.0.1", "127.0.0.1:3001", "localhost",
    "0.0.0.0:3000", "[::]:3000", "127.1:3000", "2130706433:3000", "evil.example@127.0.0.1:3000", "127.0.0.1:3000@evil.example", "127.0.0.1:3000,evil",
    "127.0.0.1:03000x", "", " ", "127.0.0.1:99999", "10.0.0.5:3000", "xalmanac.example.org", "almanac.example.org.", "ⅼocalhost:3000".encode().decode("latin-1"), None,
])  # fmt: skip
def test_a_foreign_host_is_rejected(host: str | None):
    for method, path, headers, kind in (
        ("GET", "/", {}, "http"), ("POST", "/graphql", JSON, "http"), ("GET", "/_next/x.js", {}, "http"), ("", "/graphql", {}, "websocket"),
        ("POST", "/graphql", {**JSON, "origin": f"http://{host}"}, "http"), ("", "/graphql", {"origin": f"http://{host}"}, "websocket"),
    ):  # fmt: skip
        status, is_reached, _ = send_request(method, path, headers, kind=kind, host=host)
        assert not is_reached and status in (400, 403, None)


def test_repeated_headers_are_rejected():
    assert not passes("GET", "/", [("host", "evil.example")])
    assert not passes("POST", "/graphql", [("content-type", "application/json"), ("content-type", "text/plain")])
    assert not passes(
        "POST", "/graphql", [*JSON.items(), ("origin", f"http://{OWN}"), ("origin", "http://evil.example")]
    )


@pytest.mark.parametrize("origin", [
    "http://evil.example", "https://evil.example:3000", "null", "", "http://127.0.0.1", "http://127.0.0.1:3001", "http://localhost:3000", "http://[::1]:3000",
    "http://127.0.0.1:3000.evil.example", "http://127.0.0.1:3000@evil.example", "http://evil.example#127.0.0.1:3000", "file://127.0.0.1:3000",
    "http://127.0.0.1:3000/", "chrome-extension://abc", "http://127.0.0.1:3000, http://evil.example",
])  # fmt: skip
def test_a_foreign_origin_is_rejected(origin: str):
    for method, path in (
        ("GET", "/"),
        ("POST", "/graphql"),
        ("OPTIONS", "/graphql"),
        ("GET", "/logs/a/b/out"),
        ("HEAD", "/"),
    ):
        assert not passes(method, path, {**JSON, "origin": origin})
    assert not passes("", "/graphql", {"origin": origin}, kind="websocket")


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "unknown"])
def test_other_sites_may_only_link_to_pages(site: str):
    link = {"sec-fetch-site": site, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert passes("GET", "/runs/abc", link)
    for wrong in (
        {"sec-fetch-dest": "iframe"},
        {"sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
        {"sec-fetch-mode": "cors"},
        {"sec-fetch-dest": "script"},
    ):
        assert not passes("GET", "/runs/abc", {**link, **wrong})
    assert not passes("GET", "/", {"sec-fetch-site": site})
    for path in ("/logs/run/compute_logs/x/out", "/download_debug/abc", "/graphql", "/server_info", "/notebook"):
        assert not passes("GET", path, link)
    assert not passes("POST", "/graphql", {**link, **JSON})
    assert not passes("POST", "/graphql", {**link, **JSON, "origin": f"http://{OWN}"})


def test_without_fetch_metadata_the_referer_decides():
    elsewhere = {"referer": "http://evil.example/page"}
    assert passes("GET", "/runs/abc", elsewhere)
    for method, path in (("GET", "/logs/a/b/out"), ("GET", "/download_debug/abc"), ("POST", "/graphql")):
        assert not passes(method, path, {**JSON, **elsewhere})
        assert not passes(method, path, {**JSON, "referer": f"http://127.0.0.1:3000@evil.example/{OWN}"})
        assert not passes(method, path, {**JSON, "referer": "no address"})
    assert passes("POST", "/graphql", {**JSON, "referer": f"http://{OWN}/runs?x=1"})
    assert passes("GET", "/download_debug/abc", {"referer": f"http://{OWN}"})


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "Post"])
def test_graphql_requires_post(method: str):
    assert not passes(method, "/graphql", JSON)
    assert not passes(method, "/graphql", {**JSON, "accept": "text/html"})


@pytest.mark.parametrize("content_type", [
    "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain; application/json", "text/plain;x=application/json",
    "multipart/form-data; boundary=application/json", "application/graphql", "application/jsonx", "", "application/json, text/plain", None,
])  # fmt: skip
def test_graphql_requires_json(content_type: str | None):
    headers = {} if content_type is None else {"content-type": content_type}
    assert not passes("POST", "/graphql", headers)
    assert not passes("POST", "/graphql", {**headers, "origin": f"http://{OWN}"})


@pytest.mark.parametrize("path", [
    "/report_asset_materialization/models", "/report_asset_materialization/", "/report_asset_check/models", "/report_asset_observation/models",
    "/notebook", "/dagit/notebook", "/graphql\n", "/graphql\r", "/graphql\x00", "/logs/../../secret/env", "/logs/..\\x/out", "//report_asset_check/models",
    "/..", "/report_asset_check/models\n",
])  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_unused_routes_are_blocked(path: str, method: str):
    assert not passes(method, path, JSON)
    assert not passes(method, path)


def test_only_graphql_accepts_post():
    for path in (
        "/",
        "/runs",
        "/logs/a/b/out",
        "/download_debug/abc",
        "/server_info",
        "/graphql/",
        "//graphql",
        "/GRAPHQL",
    ):
        assert not passes("POST", path, JSON)
    assert not passes("", "/logs", kind="websocket")


def test_all_responses_forbid_framing():
    for path, host in (("/", OWN), ("/", "evil.example")):
        _, _, headers = send_request("GET", path, host=host)
        assert SAFE_HEADERS.items() <= headers.items()
        assert headers[b"content-security-policy"] == b"frame-ancestors 'none'"


def test_host_names_are_validated():
    for wrong in (
        "*",
        "",
        "http://almanac.example.org",
        "a b",
        "almanac.example.org:0",
        "almanac.example.org:http",
        "0.0.0.0",
        "[::]",
        "호스트",
    ):
        with pytest.raises(UsageError):
            AllowedHosts.from_names("127.0.0.1", PORT, [wrong])
    everywhere = AllowedHosts.from_names("0.0.0.0", PORT)
    assert Authority("0.0.0.0", PORT) not in everywhere and Authority("localhost", PORT) in everywhere
    assert Authority("[fe80::1]", PORT) in AllowedHosts.from_names("fe80::1", PORT)
    assert Authority("192.168.1.5", PORT) in AllowedHosts.from_names("192.168.1.5", PORT)


headers = st.lists(
    st.tuples(
        st.sampled_from(["host", "origin", "referer", "content-type", "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest"]),
        st.one_of(st.text(st.characters(max_codepoint=255)), st.sampled_from([OWN, f"http://{OWN}", "application/json", "same-origin", "cross-site", "null"])),
    )
)  # fmt: skip


@given(
    st.sampled_from(["http", "websocket"]),
    st.sampled_from(["GET", "POST", "PUT"]),
    st.text().map(lambda text: f"/{text}"),
    headers,
)
def test_every_request_gets_a_response(kind: str, method: str, path: str, header_pairs: list[tuple[str, str]]):
    status, is_reached, _ = send_request(method, path, header_pairs, kind=kind, host=None)
    assert is_reached or status in (400, 403, 405, None)
    if is_reached:
        names = [value.strip().lower() for name, value in header_pairs if name == "host"]
        assert len(names) == 1 and Authority.parse(names[0]) in HOSTS  # type: ignore[operator]
        assert method == "GET" or path == "/graphql" or kind == "websocket"
