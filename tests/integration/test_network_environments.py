"""Proxies, mirrors and broken variables: no traceback, no file outside the home.

One run combines many conditions; ALMANAC_THOROUGH=1 tests each alone.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.conftest import LAST_DAY, THOROUGH
from tests.fixtures.hub_mirrors import create_certificate, mirror, proxy
from tests.fixtures.raw_hub import http_response, raw_hub

pytestmark = pytest.mark.slow
each_alone = pytest.mark.skipif(not THOROUGH, reason="takes minutes")
READS = (("status",), ("show", "translation"), ("sql", "SELECT count(*) FROM trends"))
RUN = ("run", "--limit", "3")
Environment = dict[str, str]


@dataclass(frozen=True)
class Place:
    """An Almanac home, and the user, working and temporary folders outside it."""

    root: Path

    @property
    def home(self) -> Path:
        return self.root / "almanac"

    @property
    def outside(self) -> Path:
        return self.root / "outside"

    def almanac(self, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Asserts that the command writes nothing outside its home and prints no traceback."""
        folders = {name: self.outside / name for name in ("HOME", "TMPDIR", "cwd")}
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        before = set(self.outside.rglob("*"))
        result = subprocess.run(
            [str(Path(sys.executable).with_name("almanac")), "--home", str(self.home), *words],
            env={
                "PATH": os.environ["PATH"], "PYTHONPATH": os.environ.get("PYTHONPATH", ""), "LANG": "C.UTF-8", "COLUMNS": "200",
                "HOME": str(folders["HOME"]), "TMPDIR": str(folders["TMPDIR"]), "ALMANAC_TRUST_HUB_CLOCK": "1", "ALMANAC_PAGES": "off",
                "ALMANAC_THREADS": "1", "ALMANAC_HUB_ATTEMPTS": "2", **environment,
            },
            cwd=folders["cwd"],
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )  # fmt: skip
        output = result.stdout + result.stderr
        assert "Traceback" not in output and "Error:" not in output, output
        assert set(self.outside.rglob("*")) == before, (words, environment)
        return result

    def days(self) -> int:
        if not (self.home / "hub.duckdb").exists():
            return 0
        with duckdb.connect(str(self.home / "hub.duckdb"), read_only=True) as con:
            return con.execute("SELECT count(DISTINCT date) FROM snapshots").fetchall()[0][0]


# Read commands use no network, and a Hub by plain HTTP needs no certificate.
HARMLESS: dict[str, Environment] = {
    "numbers": {"HF_HUB_ETAG_TIMEOUT": "10s", "HF_HUB_DOWNLOAD_TIMEOUT": ""},
    "certificates": {"SSL_CERT_FILE": "/none", "SSL_CERT_DIR": "/none", "REQUESTS_CA_BUNDLE": "/none", "CURL_CA_BUNDLE": "/none"},
    "proxy of others": {"HTTPS_PROXY": "nonsense://[", "ALL_PROXY": "socks5h://127.0.0.1:9", "NO_PROXY": "127.0.0.1,[,:"},
    "texts": {"HF_HUB_VERBOSITY": "loud", "HF_HUB_USER_AGENT_ORIGIN": "한국", "MY_TOKEN": "\udcff\udcfe-secret", "HF_HOME": ""},
}  # fmt: skip
# Variables that stop commands that need the network, and the name in the error; {folder} is a folder.
STOPPING: dict[str, tuple[Environment, str]] = {
    "token is a folder": ({"HF_TOKEN_PATH": "{folder}"}, "{folder}"),
    "token of a login is a folder": ({"HF_HOME": "{folder}"}, "{folder}/token"),
    "token is no text": ({"HF_TOKEN": "hf_\udcffsecret"}, "HF_TOKEN"),
    "proxy": ({"all_proxy": "socks://127.0.0.1:9"}, "all_proxy"),
    "no certificates": ({"HF_ENDPOINT": "https://127.0.0.1:9", "SSL_CERT_FILE": "{folder}"}, "SSL_CERT_FILE"),
    "endpoint": ({"HF_ENDPOINT": "http://["}, "HF_ENDPOINT"),
}


def fill_in(environment: Environment, folder: Path) -> Environment:
    (folder / "token").mkdir(parents=True, exist_ok=True)
    return {name: value.replace("{folder}", str(folder)) for name, value in environment.items()}


@pytest.fixture(scope="module")
def sample_hub(world: World) -> Iterator[SampleHub]:
    """The sample Hub on its last day, with many pages per list."""
    with SampleHub(world, page_cap=2) as hub:
        hub.set_day(LAST_DAY)
        yield hub


@pytest.fixture(scope="module")
def crawled_home(sample_hub: SampleHub, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Crawled through a proxy and a mirror with a path that does not rewrite links, with all harmless variables."""
    place = Place(tmp_path_factory.mktemp("taken"))
    harmless = {name: value for variables in HARMLESS.values() for name, value in variables.items()}
    with mirror(sample_hub.url, "/hf") as hub_mirror, proxy() as between:
        through = harmless | {
            "HTTP_PROXY": between.url,
            "NO_PROXY": "elsewhere.example",
            "HF_ENDPOINT": f"{hub_mirror.url}/",
        }
        result = place.almanac(*RUN, **through)
        assert result.returncode == 0, result.stderr
        assert len(between.requests) == len(hub_mirror.requests) > 20
    assert place.days() == 1
    return place


def test_read_commands_ignore_network_variables(crawled_home: Place):
    environments = [
        *HARMLESS.values(),
        *(fill_in(environment, crawled_home.root / "folder") for environment, _ in STOPPING.values()),
    ]
    every = {name: value for variables in environments for name, value in variables.items()}
    for words in READS:
        result = crawled_home.almanac(*words, **every)
        assert result.stdout and (result.returncode == 0 or words == ("status",)), result.stderr


def test_a_broken_setting_is_named_in_one_line(crawled_home: Place):
    environment, named_variable = STOPPING["token is a folder"]
    folder = crawled_home.root / "folder"
    result = crawled_home.almanac("doctor", **{"HF_ENDPOINT": "http://127.0.0.1:9"} | fill_in(environment, folder))
    assert result.returncode == 2 and named_variable.replace("{folder}", str(folder)) in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert crawled_home.days() == 1


@each_alone
@pytest.mark.parametrize("kind", HARMLESS)
def test_each_harmless_variable_alone(sample_hub: SampleHub, tmp_path: Path, kind: str):
    place = Place(tmp_path)
    assert place.almanac(*RUN, HF_ENDPOINT=sample_hub.url, **HARMLESS[kind]).returncode == 0
    for words in READS:
        result = place.almanac(*words, **HARMLESS[kind])
        assert result.stdout and (result.returncode == 0 or words == ("status",))


@each_alone
@pytest.mark.parametrize("kind", STOPPING)
def test_each_variable_that_stops_a_run_alone(crawled_home: Place, kind: str):
    stopping_environment, named_variable = STOPPING[kind]
    folder = crawled_home.root / "folder"
    environment = {"HF_ENDPOINT": "http://127.0.0.2:9"} | fill_in(stopping_environment, folder)
    for command in (RUN, ("doctor",)):
        result = crawled_home.almanac(*command, **environment)
        assert result.returncode in (1, 2) and named_variable.replace("{folder}", str(folder)) in result.stderr
        assert len(result.stderr.splitlines()) == 1 and "secret" not in result.stderr
    for words in READS:
        result = crawled_home.almanac(*words, **environment)
        assert result.stdout and (result.returncode == 0 or words == ("status",))
    assert crawled_home.days() == 1


@contextmanager
def open_route(kind: str, hub: SampleHub, folder: Path) -> Iterator[Environment]:
    """Start a proxy or mirror before the Hub; yields the environment that uses it."""
    with ExitStack() as stack:
        if kind == "proxy with a login":
            server = stack.enter_context(proxy(login="Basic bWU6cHIweHlwYXNz"))
            yield {"HF_ENDPOINT": hub.url, "http_proxy": server.url.replace("://", "://me:pr0xypass@")}
        elif kind == "TLS through a proxy":
            certificate_file, context = create_certificate(folder)
            server = stack.enter_context(mirror(hub.url, "/hf", tls=context))
            yield {
                "HF_ENDPOINT": server.url,
                "SSL_CERT_FILE": str(certificate_file),
                "HTTPS_PROXY": stack.enter_context(proxy()).url,
            }
        else:
            prefix = "" if "bare" in kind else "/hf"
            host = None if "own links" in kind else "huggingface.co"
            server = stack.enter_context(mirror(hub.url, prefix, host=host))
            yield {"HF_ENDPOINT": f"{server.url}{'/' if 'slash' in kind else ''}"}


@each_alone
@pytest.mark.parametrize(
    "kind",
    [
        "proxy with a login",
        "TLS through a proxy",
        "bare mirror",
        "mirror with a path and a slash",
        "mirror with own links",
        "bare mirror with own links",
    ],
)
def test_each_proxy_and_mirror_alone(sample_hub: SampleHub, tmp_path: Path, kind: str):
    place = Place(tmp_path)
    with open_route(kind, sample_hub, tmp_path) as environment:
        result = place.almanac(*RUN, **environment)
        assert result.returncode == 0, result.stderr
        assert "pr0xypass" not in result.stdout + result.stderr
        for words in READS:
            assert place.almanac(*words, **environment).stdout
    assert place.days() == 1


@each_alone
@pytest.mark.parametrize("status", ["403 Forbidden", "520 x"])
def test_a_firewall_before_the_hub_is_reported(tmp_path: Path, status: str):
    place, page = Place(tmp_path), b"<html><title>Attention Required!</title></html>"
    requests: list[bytes] = []
    script: Callable[[bytes], list[bytes]] = lambda request: [  # noqa: E731
        requests.append(request) or http_response(page, status=status)
    ]
    with raw_hub(script) as url:
        result = place.almanac(*RUN, HF_ENDPOINT=url, HF_TOKEN="hf_veryS3cretT0ken")
    assert result.returncode == 1 and "Attention Required!" in result.stderr and "HF_TOKEN" not in result.stderr
    assert len(requests) == 2
