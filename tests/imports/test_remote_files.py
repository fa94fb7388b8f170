"""Files on servers: ranges, signed addresses, tokens, retries, and sources that change or are not what they seem."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.config import HubSettings
from pipeline.errors import AlmanacError, HubBroken, HubRefusal, HubUnreachable, ImportFault, UsageError
from pipeline.imports.formats import open_reader
from pipeline.imports.pieces import ImportRequest
from pipeline.imports.remote_files import BLOCK_BYTES, RemoteFiles
from pipeline.imports.sources import Source
from pipeline.paths import find_slug_fault
from tests.fixtures.archive_files import whole_day
from tests.fixtures.hub_archives import HubArchives
from tests.imports.conftest import Read

REPO = "cfahlgren1/hub-stats"
CONTENT = bytes(range(256)) * 1000
URL = f"/datasets/{REPO}/resolve/main/a.parquet"


@pytest.fixture
def files(hub: HubArchives, settings: HubSettings) -> RemoteFiles:
    hub.commit(REPO, "2025-08-01T13:50:00", "Add", {"a.parquet": CONTENT, "empty.parquet": b""})
    return RemoteFiles(settings)


def test_ranges_are_read_where_they_are(hub: HubArchives, files: RemoteFiles) -> None:
    file = files.open(hub.url + URL)
    assert file.size == len(CONTENT)
    for start, length in ((0, 10), (1000, 70_000), (len(CONTENT) - 5, 100), (len(CONTENT), 5), (190_000, 20_000)):
        assert files.read(file, start, length) == CONTENT[start : start + length]
    assert files.bytes == hub.served_bytes
    assert {request.token for request in hub.storage_requests} == {None}
    assert [request.token for request in hub.requests] == ["hf_secretsecretsecret"]


def test_a_large_read_is_several_requests(hub: HubArchives, settings: HubSettings) -> None:
    content = bytes(BLOCK_BYTES * 2 + 100_000)
    hub.plain_files["zeros.parquet"] = content
    files = RemoteFiles(settings)
    file = files.open(f"{hub.storage_url}/zeros.parquet")
    assert files.read(file, 10, BLOCK_BYTES * 2) == content[10 : 10 + BLOCK_BYTES * 2]
    assert len(hub.storage_requests) == 3


def test_an_expired_signature_is_renewed(hub: HubArchives, files: RemoteFiles) -> None:
    hub.signatures = 2
    file = files.open(hub.url + URL)
    for start in range(0, 100_000, 20_000):
        assert files.read(file, start, 10) == CONTENT[start : start + 10]
    assert len(hub.requests) == 3


def test_failures_of_a_moment_are_retried(hub: HubArchives, files: RemoteFiles) -> None:
    hub.failures = [["/resolve/", 503, 1], ["/signed/", 429, 1]]
    file = files.open(hub.url + URL)
    assert files.read(file, 0, 3) == CONTENT[:3]


@pytest.mark.parametrize(
    ("status", "error"), [(503, HubBroken), (404, ImportFault), (401, HubRefusal), (403, HubRefusal), (418, HubRefusal)]
)
def test_failures_for_good_are_typed(
    hub: HubArchives, files: RemoteFiles, status: int, error: type[AlmanacError]
) -> None:
    hub.failures = [["/resolve/", status, 100]]
    with pytest.raises(error) as caught:
        files.open(hub.url + URL)
    assert "hf_secret" not in str(caught.value)


def test_a_server_that_is_away_is_unreachable(settings: HubSettings) -> None:
    with pytest.raises(HubUnreachable):
        RemoteFiles(settings).open("http://127.0.0.1:9/a.parquet")


@pytest.mark.parametrize(
    "target", ["http://example.org/x", "ftp://127.0.0.1/x", "file:///etc/passwd", "http://[", "http://localhost:1/x"]
)
def test_a_redirect_to_elsewhere_is_refused(hub: HubArchives, files: RemoteFiles, target: str) -> None:
    hub.redirect = target
    with pytest.raises(HubBroken):
        files.open(hub.url + URL)
    assert hub.storage_requests == []


def test_a_redirect_in_a_loop_ends(hub: HubArchives, files: RemoteFiles) -> None:
    hub.redirect = hub.url + URL
    with pytest.raises(HubBroken):
        files.open(hub.url + URL)


def test_a_server_without_ranges_serves_small_files(
    hub: HubArchives, files: RemoteFiles, settings: HubSettings
) -> None:
    hub.serves_ranges = False
    file = files.open(hub.url + URL)
    assert files.read(file, 100, 10) == CONTENT[100:110]
    hub.plain_files["large.parquet"] = bytes(33 * 2**20)
    with pytest.raises(ImportFault, match="ranges"):
        files.open(f"{hub.storage_url}/large.parquet")


def test_a_source_that_changes_while_it_is_read_gives_nothing(
    hub: HubArchives, settings: HubSettings, tmp_path: Path
) -> None:
    def change(content: bytes) -> Callable[[], None]:
        return lambda: hub.plain_files.__setitem__("models.parquet", content)

    large = whole_day("2025-08-01T12:00:00", 60_000, era="2025")
    for later in (large + b" ", large[:-10], whole_day("2025-08-01T12:00:00", 60_000, era="2025", first=7)):
        hub.plain_files["models.parquet"] = large
        reader = open_reader(ImportRequest(f"{hub.storage_url}/models.parquet", kind="model"), settings)
        [piece] = reader.plan().pieces
        change(later)()
        target = tmp_path / "piece.parquet"
        with pytest.raises(ImportFault, match="changed while"):
            reader.write_piece(piece, target)
        assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("hf://models/a/b", UsageError),
        ("hf://datasets/a", UsageError),
        ("hf://datasets/../../etc", UsageError),
        ("hf://datasets/a/b?x=1", UsageError),
        ("http://example.org/models.parquet", UsageError),
        ("ftp://example.org/models.parquet", UsageError),
        ("file:///etc/passwd", UsageError),
        ("https://user:password@example.org/x", UsageError),
        ("https://", UsageError),
        ("https://[::1", UsageError),
        ("hf://datasets/no/such", ImportFault),
    ],
)
def test_unusable_addresses_are_one_sentence(settings: HubSettings, address: str, error: type[AlmanacError]) -> None:
    with pytest.raises(error) as caught:
        open_reader(ImportRequest(address), settings)
    assert "password" not in str(caught.value).replace("or a password", "") and "\n" not in str(caught.value)


def test_an_address_of_the_hubs_site_is_the_repo(hub: HubArchives, settings: HubSettings, read: Read) -> None:
    hub.commit(
        REPO, "2025-08-01T13:50:00", "Upload models.parquet", {"models.parquet": whole_day("2025-08-01T12:00:00")}
    )
    plan, _, _ = read(f"{hub.url}/datasets/{REPO}/blob/main/models.parquet", settings)
    assert (plan.source.name, plan.pieces[0].observed_at) == ("hub-stats", dt.datetime(2025, 8, 1, 13, 50))


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("owner/Data.set", None),
        ("owner/data-set", "owner-data-set"),
        ("models.csv.gz", "models"),
        ("한국.csv", None),
        ("..", None),
        ("all", None),
        ("CON", None),
        ("x" * 300, None),
    ],
)
def test_a_sources_name_is_a_slug_and_differs_from_others(name: str, slug: str | None) -> None:
    result = Source(name, name, {}).slug
    assert find_slug_fault(result) is None
    assert result == slug or (slug is None and result != Source(f"{name}x", name, {}).slug)
