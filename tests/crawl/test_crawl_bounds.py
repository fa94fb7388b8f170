import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.catalogue import Catalogue
from pipeline.crawl.crawler import CrawlRequest, crawl
from pipeline.crawl.progress import Progress
from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import MANIFEST, Spool
from pipeline.errors import HubBroken
from pipeline.hub_api.client import HubClient
from pipeline.hub_api.schema_drift import MAX_ID_BYTES, MAX_NAME_LENGTH, MAX_ROW_BYTES, MAX_UNKNOWN_FIELDS
from tests.conftest import quick
from tests.fixtures.crawls import read_rows
from tests.fixtures.raw_hub import http_response, raw_hub

Rows = list[object]
MISSING = b'{"error": "Repository not found"}'  # the Hub's own message


@pytest.fixture
def crawl_of(root: Path, catalogue: Catalogue) -> Callable[..., Spool]:
    """Crawl a Hub whose lists all have these rows, without featured repos."""

    def run(rows: Rows, **headers: str) -> Spool:
        def script(request: bytes) -> list[bytes]:
            if b"limit=" not in request:
                return [http_response(MISSING, "X-Error-Code: RepoNotFound", status="404 Not Found")]
            lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
            return [http_response(json.dumps(rows).encode(), *([] if b"limit=1 " in request else lines))]

        with raw_hub(script) as url:
            day = dt.datetime.now(dt.UTC).date()
            return crawl(HubClient(quick(url)), root, day, CrawlRequest(Scope.leaders, catalogue), lambda _: None)

    return run


def row(number: int, **more: object) -> dict[str, object]:
    return {"_id": f"{number:024x}", "id": f"owner/name-{number}", **more}


def test_more_rows_than_requested_are_rejected(crawl_of: Callable[..., Spool]):
    assert crawl_of([row(n) for n in range(1000)]).rows
    with pytest.raises(HubBroken, match=r"1,001 .* 1,000"):
        crawl_of([row(n) for n in range(1001)])


def test_a_row_or_id_that_is_too_large_is_rejected_alone(crawl_of: Callable[..., Spool]):
    large = [
        row(1, tags=["x" * MAX_ROW_BYTES]),
        row(2, id="o/" + "n" * MAX_ID_BYTES),
        row(3, id="o/" + "n" * MAX_ID_BYTES, more=1),
        row(4, _id="f" * (MAX_ID_BYTES + 1)),
        row(5, id={"a": "n" * MAX_ID_BYTES}),
    ]
    rows = read_rows(crawl_of([row(0), *large, row(6)]))[:7]
    assert [row.get("_id", "odd") for row in rows] == [f"{0:024x}", *["odd"] * 5, f"{6:024x}"]
    assert all(set(row) == {"_odd"} for row in rows[1:6])


def test_recorded_names_of_unknown_fields_are_bounded(crawl_of: Callable[..., Spool]):
    spool = crawl_of([row(n, **{f"{n}-{field}-{'x' * 500}": 1 for field in range(30)}) for n in range(20)])
    for unknown in (spool.unknown_fields["model"], *(page.unknown for page in spool.pages)):
        assert len(unknown) <= MAX_UNKNOWN_FIELDS and all(len(name) <= MAX_NAME_LENGTH for name in unknown)
    assert (spool.folder / MANIFEST).stat().st_size < 200_000


@pytest.mark.parametrize("cursor", ["x" * 9000, "\u00e9\x7f"])
def test_an_invalid_cursor_ends_the_crawl_with_one_sentence(crawl_of: Callable[..., Spool], cursor: str):
    with pytest.raises(HubBroken):
        crawl_of([row(1)], Link=f'</api/models?cursor={cursor}>; rel="next"')


def test_waiting_is_reported_with_its_reason(root: Path, catalogue: Catalogue):
    reports: list[Progress] = []
    requests: list[bytes] = []

    def script(request: bytes) -> list[bytes]:
        requests.append(request)
        if len(requests) == 2:
            return [http_response(b"", status="503 Service Unavailable")]
        if len(requests) == 4:
            return [http_response(b"[]", "Retry-After: 20", status="429 Too Many")]
        return [
            http_response()
            if b"limit=" in request
            else http_response(MISSING, "X-Error-Code: RepoNotFound", status="404 Not Found")
        ]

    with raw_hub(script) as url:
        client = HubClient(quick(url), sleep=lambda _: None)
        crawl(client, root, dt.datetime.now(dt.UTC).date(), CrawlRequest(Scope.leaders, catalogue), reports.append)
    waits = [(progress.wait_reason, progress.wait_seconds) for progress in reports if progress.wait_seconds is not None]
    assert waits[0][0] == "HTTP 503" and waits[0][1] == 0.01
    assert "quota" in waits[1][0] and waits[1][1] is not None and 20 < waits[1][1] <= 21
