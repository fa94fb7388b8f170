import datetime as dt
import http.server
from collections.abc import Callable, Iterator

import pytest

from pipeline.catalogue import load_catalogue
from pipeline.config import HubSettings
from pipeline.crawl.scope import Scope
from pipeline.errors import HubBroken, HubRefusal
from pipeline.hub_api.addresses import Addresses, parse_next_link
from pipeline.hub_api.client import HubClient
from pipeline.hub_api.contract_checks import NEXT_PAGE, ContractChecker
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.conftest import quick
from tests.fixtures.crawls import Crawl, read_rows
from tests.fixtures.hub_mirrors import mirror
from tests.fixtures.replies import TOKEN, Reply, serve_replies

PAGE_URL = "https://mirror.example/hf/api/models?limit=10&sort=likes&cursor=old"
NEXT_URL = "https://mirror.example/hf/api/models?limit=10&sort=likes&cursor=abc%3D"


@pytest.fixture
def small_pages(world: World) -> Iterator[SampleHub]:
    with SampleHub(world, page_cap=100, tokens=frozenset({TOKEN})) as hub:
        yield hub


def walk_list(url: str) -> list[bytes]:
    client = HubClient(quick(url, token=TOKEN))
    rows, next_url = [], client.build_url("/api/models", [("sort", "likes"), ("limit", "100"), ("expand", "likes")])
    while next_url:
        page, raw_rows = client.fetch_rows(next_url)
        assert not page.bad_link
        rows += map(bytes, raw_rows)
        next_url = page.next_url
    return rows


@pytest.mark.parametrize("prefix", ["", "/hf", "/a/b"])
@pytest.mark.parametrize("host", ["huggingface.co", None], ids=["not rewritten", "rewritten without the path"])
def test_a_list_is_fetched_to_its_end_through_a_mirror(small_pages: SampleHub, prefix: str, host: str | None):
    direct_rows = walk_list(small_pages.url)
    with mirror(small_pages.url, prefix, host=host) as mirror_server:
        assert HubSettings.from_env(f"{mirror_server.url}/").endpoint == mirror_server.url
        assert walk_list(mirror_server.url) == direct_rows
        assert len(direct_rows) > 500 and len(mirror_server.requests) > 5
        assert {headers["authorization"] for _, headers in mirror_server.requests} == {f"Bearer {TOKEN}"}


def test_a_crawl_through_a_mirror_has_what_the_hub_has(world: World, take: Crawl):
    with SampleHub(world, page_cap=50) as hub, mirror(hub.url, "/hf") as mirror_server:
        direct_rows = read_rows(take(Scope.leaders, settings=quick(hub.url)))
        assert read_rows(take(Scope.leaders, settings=quick(mirror_server.url))) == direct_rows


@pytest.mark.parametrize("prefix", ["", "/hf"])
def test_a_renamed_repo_is_found_though_the_redirect_names_the_hub_itself(world: World, prefix: str):
    rename = world.story.rename
    for location in ("https://huggingface.co", ""):

        def rewrite(name: str, value: str, location: str = location) -> str:
            path = value.partition("://")[2].partition("/")[2] if "://" in value else value.lstrip("/")
            return f"{location}/{path}" if name == "location" else value

        with SampleHub(world) as hub, mirror(hub.url, prefix, rewrite=rewrite) as mirror_server:
            hub.set_day(world.days[-1])
            client = HubClient(quick(mirror_server.url))
            page = client.fetch_detail(client.build_url(f"/api/models/{rename.old}", [("expand", "likes")]))
        assert page.url == f"{mirror_server.url}/api/models/{rename.new}?expand=likes"


@pytest.mark.parametrize("place", ["", "https://mirror.example/hf", "https://huggingface.co"])
def test_a_redirect_without_a_query_keeps_the_requested_fields(place: str):
    request_url = "https://mirror.example/hf/api/models/a/b?expand=likes"
    location = f"{place}/api/models/c/d" if place else "../c/d"
    redirect_url = Addresses("https://mirror.example/hf", TOKEN).resolve_redirect(request_url, location)
    assert redirect_url == "https://mirror.example/hf/api/models/c/d?expand=likes"


@pytest.mark.parametrize(
    "link",
    [
        NEXT_URL,
        "https://huggingface.co/api/models?limit=10&sort=likes&cursor=abc%3D",
        "http://huggingface.co/api/models?cursor=abc%3D&expand=likes",  # keeps our parameters, drops theirs
        "https://mirror.example/api/models?limit=10&sort=likes&cursor=abc%3D",
        "https://mirror.example/other/hf/api/models/?cursor=abc%3D",
        "http://mirror.example/hf/api/models?cursor=abc%3D",  # a proxy in front of the mirror terminates TLS
        "https://mirror.example:8443/hf/api/models?cursor=abc%3D",
        "/api/models?cursor=abc%3D",
        "//huggingface.co/api/models?cursor=abc%3D",
        "?limit=10&sort=likes&cursor=abc%3D",
        "https://mirror.example/hf/api/models?cursor=abc%3D",  # the list's own address without other parameters
        "models?cursor=abc%3D",
        "HTTPS://Mirror.Example:443/hf/api/models?limit=10&sort=likes&cursor=abc%3D",
    ],
)
def test_a_link_resolves_to_the_next_page_of_the_same_list(link: str):
    assert (
        Addresses("https://mirror.example/hf", TOKEN).resolve_next_page(PAGE_URL, link).replace(":443", "").lower()
        == NEXT_URL.lower()
    )


@pytest.mark.parametrize(
    ("header", "link"),
    [
        ('<a>; rel="next"', "a"),
        ("<a> ;REL = Next", "a"),
        ('<z>; rel=prev, <a,b;c>; title="x=y, <q>; rel=prev"; rel="last next"', "a,b;c"),
        ('<a>; crossorigin; rel=next,<b>; rel="next"', "a"),
        ('<a?b=1&amp;c=2>; rel="next"', "a?b=1&c=2"),
        ('<>; rel="next"', ""),
        ("", None),
        ('<a>, <b>; rel="", <c>; rel=nextpage', None),
        (";" * 50_000 + " " * 50_000, None),
        ("<a>" + ";x= " * 20_000 + "; rel=next", "a"),
    ],
)
def test_a_link_header_is_parsed_by_the_standard(header: str, link: str | None):
    assert parse_next_link(header) == link


@pytest.mark.parametrize("header", ['a; rel="next"', "<a?cursor=x", '<a rel="next"', "<" * 50_000])
def test_a_malformed_link_header_does_not_end_a_list(header: str):
    with pytest.raises(HubBroken) as error:
        parse_next_link(header)
    assert str(error.value).endswith(".") and len(str(error.value)) < 300


def test_a_mirror_that_writes_its_own_links_loses_no_page(small_pages: SampleHub, take: Crawl):
    """Other letter case, fewer parameters, HTML entities. A skipped page would go unnoticed."""
    direct_rows = read_rows(take(Scope.leaders, settings=quick(small_pages.url)))
    for change in (
        lambda value: value.replace('rel="next"', "Rel=NEXT"),
        lambda value: value.replace("&", "&amp;"),
        lambda value: f"<{value[1:].partition('?')[0]}?cursor={value.partition('cursor=')[2]}",
        lambda value: f"<{value[value.index('?') :]}",
    ):

        def rewrite(name: str, value: str, change: Callable[[str], str] = change) -> str:
            return change(value) if name == "link" else value

        with mirror(small_pages.url, host=None, rewrite=rewrite) as mirror_server:
            assert read_rows(take(Scope.leaders, settings=quick(mirror_server.url))) == direct_rows


@pytest.mark.parametrize("link", ["<>", "<#x>", "</api/models?limit=10>", "<?cursor=>", "<?cursor=a&cursor=b>"])
def test_a_list_that_links_to_itself_ends(take: Crawl, link: str):
    paths: list[str] = []

    def reply(request: http.server.BaseHTTPRequestHandler) -> Reply:
        paths.append(request.path)
        return 200, {"link": f'{link}; rel="next"'}, b'[{"_id": "1", "id": "a/b"}]'

    with serve_replies(reply) as url, pytest.raises(HubBroken):
        take(Scope.hub, settings=quick(url), on=dt.datetime.now(dt.UTC).date())
    assert len(paths) < 10


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("https://huggingface.co/api/models", "another host (https://huggingface.co)"),
        ("https://huggingface.co/api/datasets?cursor=x", "another host"),
        ("https://huggingface.co/api/models?cursor=x&cursor=y", "another host"),
        ("https://huggingface.co/xapi/models?cursor=x", "another host"),
        ("https://mirror.example/hf/api/datasets?cursor=x", "as the next page"),
        ("https://mirror.example/api/models?skip=10", "as the next page"),
        ("https://user:x@huggingface.co/api/models?cursor=x", "invalid"),
        ("http://[/api/models?cursor=x", "invalid"),
        (f"https://huggingface.co/api/models?cursor={TOKEN}", "secret"),
        (f"https://huggingface.co/api/models?cursor={'x' * 9000}", "more than"),
        ("javascript:/api/models?cursor=x", "another host"),
    ],
)
def test_an_unusable_link_explains_the_mirrors_fault(link: str, fault: str):
    with pytest.raises(HubBroken) as error:
        Addresses("https://mirror.example/hf", TOKEN).resolve_next_page(PAGE_URL, link)
    assert fault in str(error.value) and TOKEN not in str(error.value) and str(error.value).endswith(".")


def test_a_bad_link_fails_only_requests_for_the_next_page(small_pages: SampleHub, take: Crawl):
    def spoil(name: str, value: str) -> str:
        return '<https://huggingface.co/list/2>; rel="next"' if name == "link" else value

    with mirror(small_pages.url, rewrite=spoil) as mirror_server:
        client = HubClient(quick(mirror_server.url))
        assert (
            client.probe().hub_time.date()
            == take(Scope.leaders, settings=quick(mirror_server.url), limit=20).header.day
        )
        before = len(mirror_server.requests)
        with pytest.raises(HubBroken, match=r"https://huggingface\.co"):
            take(Scope.hub, settings=quick(mirror_server.url))
        assert len(mirror_server.requests) - before < 5


def test_the_doctor_finds_a_bad_link(small_pages: SampleHub):
    def spoil(name: str, value: str) -> str:
        return value.replace("cursor=", "page=") if name == "link" else value

    with mirror(small_pages.url, "/hf", rewrite=spoil) as mirror_server:
        examination = ContractChecker(HubClient(quick(mirror_server.url)), load_catalogue())
        states = {finding.assumption.code: finding.state for finding in examination.run_checks()}
    assert states[NEXT_PAGE.code] == "changed"


@pytest.mark.parametrize("path", ["", "/hf/api", "/HF"])
def test_a_wrong_path_of_a_mirror_is_reported(hub: SampleHub, path: str):
    with mirror(hub.url, "/hf") as mirror_server, pytest.raises(HubRefusal, match="HF_ENDPOINT"):
        HubClient(quick(mirror_server.url.removesuffix("/hf") + path)).probe()


@pytest.mark.parametrize("place", ["http://elsewhere.invalid", "https://127.0.0.1", "http://hf.co:8080"])
def test_a_redirect_to_another_host_is_an_error_and_sends_no_token(place: str):
    with serve_replies(lambda request: (307, {"location": f"{place}{request.path}"}, b"")) as url:
        client = HubClient(quick(url, token=TOKEN))
        for ask in (client.fetch_rows, client.fetch_detail):
            with pytest.raises(HubBroken) as error:
                ask(client.build_url("/api/models", [("limit", "1")]))
            assert f"another host ({place})" in str(error.value) and "HF_ENDPOINT" in str(error.value)
    assert client.requests == 2
