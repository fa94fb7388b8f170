import gzip
import json
import zlib
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.catalogue import load_catalogue
from pipeline.config import HubSettings
from pipeline.errors import HubError
from pipeline.hub_api.client import HubClient, Page, RepoMissing
from pipeline.hub_api.contract_checks import ContractChecker
from pipeline.hub_api.counter_refresh import measure_refreshed_share
from pipeline.hub_api.schema_drift import MAX_NAME_LENGTH, MAX_UNKNOWN_FIELDS, inspect_rows
from pipeline.i18n.messages import sentence
from pipeline.kinds import Kind
from tests.conftest import THOROUGH
from tests.fixtures.raw_hub import raw_hub

TOKEN = "hf_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789"
EXAMPLES = 3000 if THOROUGH else 250
SECONDS = 0.4  # for a response


class FuzzServer:
    pieces: list[bytes]
    url: str


@pytest.fixture(scope="module")
def server() -> Iterator[FuzzServer]:
    now = FuzzServer()
    now.pieces = []
    with raw_hub(lambda _: now.pieces) as url:
        now.url = url
        yield now


def client(url: str) -> HubClient:
    quick = HubSettings(
        url,
        TOKEN,
        timeout=SECONDS / 4,
        attempts=2,
        first_wait=0.001,
        longest_wait=0.001,
        blind_wait=0.001,
        trust_clock=True,
    )
    return HubClient(quick, sleep=lambda _: None)


numbers = st.one_of(
    st.integers(-(10**25), 10**25).map(str),
    st.sampled_from(["", "²", "٣", "0x1", "1e9", "-0", "nan", "inf", "9" * 5000, "1 2", "00", "4294967296"]),
)
addresses = st.one_of(
    st.sampled_from(
        ["", "/", "//", "http://[", "http://[::1", "http://a b/", "//@/", "?", "#", "http://127.0.0.1:0x1/", f"/{TOKEN}", f"/{TOKEN[:20]}",
         "/api/models?cursor=x", "http://xn--/", "http://" + "a." * 200, "\\\\evil", "http:///x", "data:,x", "/" + "a" * 9000]
    ),
    st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=40),
)  # fmt: skip
dates = st.one_of(
    st.just("Fri, 20 Nov 2026 09:00:00 GMT"),
    st.builds("{}, {} {} {} {}:{}:{} {}".format, st.sampled_from(["Fri", "", "x"]), numbers, st.sampled_from(["Nov", "", "13"]),
              numbers, numbers, numbers, numbers, st.sampled_from(["GMT", "+2400", "-0000", "+99999", ""])),
    st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=30),
)  # fmt: skip
headers = st.one_of(
    st.tuples(st.just("Date"), dates),
    st.tuples(st.just("Link"), addresses.map('<{}>; rel="next"'.format)),
    st.tuples(st.just("Link"), st.text(st.sampled_from('<>;,="\' relnxt/'), max_size=30)),
    st.tuples(st.just("Location"), addresses),
    st.tuples(st.just("RateLimit"), st.builds('"api";r={};t={}'.format, numbers, numbers)),
    st.tuples(st.just("RateLimit-Policy"), st.builds('"fixed window";"api";q={};w={}'.format, numbers, numbers)),
    st.tuples(st.just("Retry-After"), numbers),
    st.tuples(st.just("Content-Encoding"), st.sampled_from(["gzip", "GZIP", "gzip, gzip", "deflate", "br", "zstd", "identity", "x", ""])),
    st.tuples(st.just("Content-Length"), numbers),
    st.tuples(st.just("Transfer-Encoding"), st.sampled_from(["chunked", "gzip", "chunked, chunked", ""])),
    st.tuples(st.just("X-Error-Message"), st.sampled_from([TOKEN, f"no {TOKEN[3:25]}", "Invalid credentials", "\x7f\xff"])),
    st.tuples(st.just("Set-Cookie"), st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=20)),
    st.tuples(st.sampled_from(["Connection", "Upgrade", "X-A", "\xff", ""]), st.sampled_from(["close", "upgrade", "a\0b", "b" * 70_000])),
)  # fmt: skip
values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.floats(), st.integers(-(10**30), 10**30), st.text(max_size=20),
        st.sampled_from([2**63, -(2**64), "\ud83d", "\0", TOKEN, "2026-11-20T09:00:00.000Z", "9999-12-31T23:59:59-23:59", "a" * 2000]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=5), inner, max_size=4)),
    max_leaves=8,
)  # fmt: skip
FIELDS = ("_id", "id", "author", "createdAt", "lastModified", "downloads", "downloadsAllTime", "likes", "tags", "trendingScore",
          "pipeline_tag", "private", "disabled", "gated", "baseModels", "safetensors", "library_name", "more")  # fmt: skip
rows = st.one_of(st.dictionaries(st.sampled_from(FIELDS), values, max_size=len(FIELDS)), values)
documents = st.one_of(st.lists(rows, max_size=4), st.lists(rows, max_size=4), rows).map(
    lambda value: json.dumps(value).encode()
)
bodies = st.one_of(
    documents,
    documents,
    st.binary(max_size=60),
    st.sampled_from(
        [b"[" * 200_000, b'[{"a":' * 50_000, b'{"error":' + b"[" * 90_000, b'[{"a":1,"a":2}]', b"[" + b"9" * 10_000 + b"]", b"[1e999999]",
         b"\xef\xbb\xbf[]", b"[NaN,Infinity]", b'["\\ud83d","\\udd17"]', b"<html>", b"[]\0", b'["' + b"\\n" * 50_000 + b'\\ud83d"]']
    ),
)  # fmt: skip
packing = st.sampled_from(
    [
        bytes,
        bytes,
        bytes,
        bytes,
        bytes,
        gzip.compress,
        gzip.compress,
        zlib.compress,
        lambda body: gzip.compress(gzip.compress(body)),
        lambda body: gzip.compress(body)[:-9],
    ]
)
statuses = st.sampled_from(["200 OK"] * 30 + ["201 Made", "204 No", "206 Part", "301 Moved", "302 Found", "304 Same", "307 Moved", "400 No", "401 No",
                            "404 No", "429 Slow", "500 No", "503 No", "099 x", "1000 x", "200", "xyz", "101 Switch", "600 ?"])  # fmt: skip
often = st.sampled_from([True] * 8 + [False])
good_date = st.just(("Date", "Fri, 20 Nov 2026 09:00:00 GMT"))


@st.composite
def responses(draw: st.DrawFn) -> list[bytes]:
    """Build a mostly well-formed response, in one or two pieces, sometimes truncated."""
    body = draw(packing)(draw(documents if draw(often) else bodies))
    lines = [draw(headers)] if draw(st.booleans()) else draw(st.lists(headers, max_size=3))
    if draw(often):
        lines.append(draw(good_date))
    if draw(often):
        lines.append(("Content-Length", str(len(body))))
    if body[:2] == b"\x1f\x8b" and draw(often):
        lines.append(("Content-Encoding", "gzip"))
    before = draw(
        st.sampled_from([b""] * 30 + [b"HTTP/1.1 100 Continue\r\n\r\n" * 50, b"\r\n\r\n", b"HTTP/1.1 103 x\r\n"])
    )
    head = "\r\n".join([f"HTTP/1.1 {draw(statuses)}", *(f"{name}: {value}" for name, value in lines), "", ""])
    response = before + head.encode("latin-1", "replace") + body
    cut = len(response) if draw(often) else draw(st.integers(0, len(response)))
    return [response[: cut // 2], response[cut // 2 : cut]]


def makes_sense(page: Page, url: str) -> None:
    assert page.hub_time.tzinfo is not None and 2000 <= page.hub_time.year <= 9000
    assert page.next_url is None or (page.next_url.startswith(f"{url}/") and TOKEN not in page.next_url)
    assert TOKEN.encode() not in page.body
    page.body.decode()


def is_one_sentence(error: HubError) -> None:
    message = str(error)
    assert message.endswith(".") and len(message) < 600
    assert not any(TOKEN[i : i + 12] in message for i in range(len(TOKEN) - 12))


@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(response=responses())
def test_a_list_is_a_page_or_one_typed_error(server: FuzzServer, response: list[bytes]):
    server.pieces = response
    try:
        page, raws = client(server.url).fetch_rows(f"{server.url}/api/models")
    except HubError as error:
        is_one_sentence(error)
    else:
        makes_sense(page, server.url)
        kinds: tuple[Kind, ...] = ("model", "dataset")
        for kind in kinds:
            checked_rows, unknown = inspect_rows(raws, kind)
            assert len(checked_rows) == len(raws) and len(unknown) <= MAX_UNKNOWN_FIELDS
            assert all(len(name) <= MAX_NAME_LENGTH for name in unknown)
            for row in checked_rows:
                msgspec.json.decode(row, type=msgspec.Raw)


@settings(
    max_examples=EXAMPLES // 2,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(response=responses())
def test_a_detail_is_a_page_or_one_typed_error(server: FuzzServer, response: list[bytes]):
    server.pieces = response
    try:
        makes_sense(client(server.url).fetch_detail(f"{server.url}/api/models/a/b"), server.url)
    except RepoMissing as missing:
        assert missing.hub_time.tzinfo is not None
    except HubError as error:
        is_one_sentence(error)
    try:
        share = measure_refreshed_share(client(server.url), "model", lambda oids: {"x": (1, 2)})
    except HubError as error:
        is_one_sentence(error)
    else:
        assert share is None or 0 <= share <= 1


@settings(
    max_examples=EXAMPLES // 10,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(rows=st.lists(rows, max_size=3), single_value=rows)
def test_doctor_has_a_finding_for_each_check_for_any_rows(server: FuzzServer, rows: list[object], single_value: object):
    body = json.dumps(rows if len(rows) % 2 else single_value).encode()
    head = f"HTTP/1.1 200 OK\r\nDate: Fri, 20 Nov 2026 09:00:00 GMT\r\nContent-Length: {len(body)}\r\n\r\n"
    server.pieces = [head.encode() + body]
    examination = ContractChecker(client(server.url), load_catalogue())
    try:
        findings = list(examination.run_checks())
    except HubError as error:
        is_one_sentence(error)
    else:
        assert len(findings) == len(examination.list_checks())
        assert not any(TOKEN in sentence("en", "finding", finding.actual) for finding in findings)
