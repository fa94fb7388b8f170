"""The first page of the UI: the boards, or the graph of assets before the first day; Dagster's own is a timeline of the last hour,
which is empty most of the day.
"""

from pathlib import Path

from pipeline.asgi import App, Message, Receive, Send
from pipeline.orchestration.asset_keys import ASSET_PREFIX
from pipeline.published.rows import query_published

BOARDS_PATH = (
    f"/assets/{ASSET_PREFIX}/trends?view=partitions&partition="  # its last day: tables and charts of the boards
)
GRAPH_PATH = "/asset-groups"


def find_entry_path(published: Path) -> str:
    """Return the page of the last published day's boards, or of the graph without one."""
    [(day,)] = query_published(published, "SELECT max(date) FROM trends") or [(None,)]
    return f"{BOARDS_PATH}{day}" if day else GRAPH_PATH


class EntryPage:
    """ASGI middleware: redirects `/`; links inside the UI still reach every page of Dagster."""

    def __init__(self, app: App, published: Path):
        self.app, self.published = app, published

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and scope["path"] == "/":
            path = find_entry_path(self.published)
            headers = [
                (b"location", path.encode()),
                (b"cache-control", b"no-store"),
                (b"content-length", b"0"),
            ]
            await send({"type": "http.response.start", "status": 307, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
        else:
            await self.app(scope, receive, send)
