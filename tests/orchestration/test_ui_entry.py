import asyncio
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.orchestration.ui_entry import BOARDS_PATH, GRAPH_PATH, EntryPage
from pipeline.orchestration.ui_guard import AllowedHosts, UiGuard

HOSTS = AllowedHosts.from_names("127.0.0.1", 3000)


def request(
    method: str, path: str, host: str = "127.0.0.1:3000", published: Path = Path("missing")
) -> tuple[int, dict[bytes, bytes]]:
    """Return the status and headers; 200 comes from the UI itself."""
    messages: list[Any] = []

    async def ui(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def receive() -> Any:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        messages.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": [(b"host", host.encode())]}
    asyncio.run(UiGuard(EntryPage(ui, published), HOSTS)(scope, receive, send))
    return messages[0]["status"], dict(messages[0]["headers"])


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_first_page_shows_the_boards_once_there_are_any(method: str, tmp_path: Path) -> None:
    published = tmp_path / "hub.duckdb"
    status, headers = request(method, "/", published=published)
    assert status == 307 and headers[b"location"] == GRAPH_PATH.encode() and headers[b"x-frame-options"] == b"DENY"
    with duckdb.connect(str(published)) as con:
        con.execute("CREATE TABLE trends AS SELECT DATE '2026-11-29' AS date")
    assert request(method, "/", published=published)[1][b"location"] == f"{BOARDS_PATH}2026-11-29".encode()


@pytest.mark.parametrize(
    "path", ["/overview", "/runs", "/assets/hub_almanac/trends", "//", "/index.html", "/server_info"]
)
def test_other_pages_are_dagsters(path: str) -> None:
    assert request("GET", path)[0] == 200


def test_a_refused_request_is_not_redirected() -> None:
    assert request("GET", "/", host="evil.example")[0] == 403
    assert request("POST", "/")[0] == 405
