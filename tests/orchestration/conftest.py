import http.server
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.fixtures.servers import serving


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """Serve a webhook named in ALMANAC_NOTIFY; yields the received payloads."""
    payloads: list[dict[str, Any]] = []

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            payloads.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            return None

    with serving(http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)) as server:
        monkeypatch.setenv("ALMANAC_NOTIFY", f"json://127.0.0.1:{server.server_address[1]}/hook")
        yield payloads
