import base64
import os
import ssl
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline.errors import HubError, HubUnreachable, UsageError
from pipeline.export.hub import log_in
from pipeline.hub_api.client import HubClient
from pipeline.hub_api.proxy import find_proxy
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from tests.conftest import quick
from tests.fixtures.hub_mirrors import create_certificate, mirror, proxy
from tests.fixtures.replies import TOKEN

HUB = "https://hub.example"


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name.startswith(("SSL", "REQUESTS_CA", "CURL_CA")):
            monkeypatch.delenv(name)


@pytest.fixture(scope="module")
def tls_certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """An untrusted certificate, and a server's TLS context."""
    return create_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def certificate_path(tls_certificate: tuple[Path, ssl.SSLContext]) -> Path:
    return tls_certificate[0]


@pytest.fixture(scope="module")
def hub(world: World) -> Iterator[SampleHub]:
    with SampleHub(world) as hub:
        yield hub


@pytest.fixture(scope="module")
def secure(world: World, tls_certificate: tuple[Path, ssl.SSLContext]) -> Iterator[str]:
    """A sample Hub behind TLS with that certificate."""
    with SampleHub(world, tokens=frozenset({TOKEN})) as hub, mirror(hub.url, tls=tls_certificate[1]) as server:
        yield server.url


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "Http_Proxy", "ALL_PROXY", "all_proxy"])
@pytest.mark.parametrize("form", ["{}", " {}\r\n", "{bare}"])
def test_a_proxy_variable_works_in_any_letter_case(
    hub: SampleHub, monkeypatch: pytest.MonkeyPatch, name: str, form: str
):
    with proxy() as proxy_server:
        monkeypatch.setenv(name, form.format(proxy_server.url, bare=proxy_server.url.removeprefix("http://")))
        assert HubClient(quick(hub.url)).probe().sample
        assert len(proxy_server.requests) == 1


def test_direct_settings_bypass_every_proxy(hub: SampleHub, monkeypatch: pytest.MonkeyPatch):
    with proxy() as proxy_server:
        monkeypatch.setenv("HTTP_PROXY", proxy_server.url)
        assert HubClient(replace(quick(hub.url), direct=True)).probe().sample
        assert proxy_server.requests == []


def test_a_proxy_gets_its_login_and_never_the_token_of_a_tls_hub(
    secure: str, certificate_path: Path, monkeypatch: pytest.MonkeyPatch
):
    login = base64.b64encode(b"me:pr0xypass").decode()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate_path))
    with proxy(login=f"Basic {login}") as proxy_server:
        monkeypatch.setenv("HTTPS_PROXY", proxy_server.url.replace("://", "://me:pr0xypass@"))
        client = HubClient(quick(secure, token=TOKEN))
        assert client.probe().sample
        ((line, headers),) = proxy_server.requests
        assert line.startswith("CONNECT ") and "authorization" not in headers
        monkeypatch.setenv("HTTPS_PROXY", proxy_server.url)
        with pytest.raises(HubUnreachable) as error:
            HubClient(quick(secure, attempts=1)).probe()
        assert "407" in str(error.value) and "HTTPS_PROXY" in str(error.value)


def test_a_proxy_that_speaks_tls_itself(
    hub: SampleHub, tls_certificate: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(tls_certificate[0]))
    with proxy(tls=tls_certificate[1]) as proxy_server:
        monkeypatch.setenv("HTTP_PROXY", proxy_server.url)
        assert HubClient(quick(hub.url)).probe().sample and proxy_server.requests


@pytest.mark.parametrize("status", [403, 407, 502])
def test_an_error_of_a_proxy_gives_no_advice_about_tokens(hub: SampleHub, monkeypatch: pytest.MonkeyPatch, status: int):
    with proxy(status=status) as proxy_server:
        monkeypatch.setenv("HTTP_PROXY", proxy_server.url)
        with pytest.raises(HubError) as error:
            HubClient(quick(hub.url, attempts=2)).probe()
    assert str(status) in str(error.value) and "HF_TOKEN" not in str(error.value)


def test_an_unreachable_proxy_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("https_proxy", "http://me:s3cretword@127.0.0.1:9")
    with pytest.raises(HubUnreachable) as error:
        HubClient(quick(HUB, attempts=1)).probe()
    message = str(error.value)
    assert "https_proxy" in message and "127.0.0.1:9" in message and "s3cretword" not in message


@pytest.mark.parametrize(
    "value",
    ["socks://127.0.0.1:7891/", "socks4://127.0.0.1:9", "ftp://proxy", "x://me:s3cretword@h", "http://", "http://[", "http://a b",
     "http://me:s3cretword@127.0.0.1:x", "http://me:123/s3cretword@h:9", "http://me:123?s3cretword@h", "http://me:123#s3cretword@h", "http://h:0",
     "http://h:-1", "http://a..b:9", "PROXY h:9", "http://<h>:9", "http://${H}:9", "https://:3128", "//proxy", "proxy:port", "http://127.0.0.1:99999999", "\udcff\udcfe", "http://\udcff:3128"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["HTTPS_PROXY", "all_proxy"])
def test_an_unusable_proxy_is_an_error_with_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str):
    monkeypatch.setenv(name, value)
    with pytest.raises((UsageError, HubUnreachable)) as error:
        HubClient(quick(HUB, attempts=1)).probe()
    message = str(error.value)
    assert name in message and "s3cretword" not in message and message.isprintable() and message.endswith(".")


@pytest.mark.skipif(find_spec("socksio") is not None, reason="SOCKS is supported here")
@pytest.mark.parametrize(
    "value", ["socks5h://127.0.0.1:9", "socks5://me:s3cretword@127.0.0.1:9", "SOCKS5H://127.0.0.1:9"]
)
def test_a_socks_proxy_names_the_missing_package(monkeypatch: pytest.MonkeyPatch, value: str):
    monkeypatch.setenv("ALL_PROXY", value)
    with pytest.raises(UsageError) as error:
        HubClient(quick(HUB)).probe()
    message = str(error.value)
    assert "ALL_PROXY" in message and "httpx2[socks]" in message and "s3cretword" not in message


def test_a_variable_that_does_not_concern_the_hub_is_left_alone(hub: SampleHub, monkeypatch: pytest.MonkeyPatch):
    """Desktops set `socks://` for all, next to the HTTP proxy in use."""
    monkeypatch.setenv("HTTPS_PROXY", "nonsense://[")
    monkeypatch.setenv("SSL_CERT_FILE", "/none")
    assert HubClient(quick(hub.url)).probe().sample
    with proxy() as proxy_server:
        monkeypatch.setenv("http_proxy", proxy_server.url)
        monkeypatch.setenv("ALL_PROXY", "socks://127.0.0.1:9")
        assert HubClient(quick(hub.url)).probe().sample and proxy_server.requests
    monkeypatch.setenv("http_proxy", "socks://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.0/8")
    assert HubClient(quick(hub.url)).probe().sample


@pytest.mark.parametrize(
    ("exceptions", "url", "direct"),
    [
        ("*", HUB, True),
        ("hub.example", HUB, True),
        ("example", HUB, True),
        (".example", HUB, True),
        ("*.example", HUB, True),
        (" other.org , HUB.example. ", HUB, True),
        ("https://hub.example", HUB, True),
        ("hub.example:443", HUB, True),
        ("hub.example:8443", HUB, False),
        ("hub.example:8443", f"{HUB}:8443", True),
        ("b.example", HUB, False),
        ("10.0.0.0/8,192.168.1.7", "https://10.1.2.3", True),
        ("10.0.0.0/8,192.168.1.7", "https://192.168.1.7", True),
        ("10.0.0.0/8,192.168.1.7", "https://192.168.1.8", False),
        ("::1", "https://[::1]:8080", True),
        ("[::1]:8080", "https://[::1]:8080", True),
        ("fd00::/8", "https://[fd12::1]", True),
        ("10.0.0.0/99,[,:,/,http://", HUB, False),
        ("", HUB, False),
    ],
)
def test_no_proxy_follows_the_usual_rules(monkeypatch: pytest.MonkeyPatch, exceptions: str, url: str, direct: bool):
    monkeypatch.setenv("ALL_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("No_Proxy", exceptions)
    assert (find_proxy(url) is None) == direct


@pytest.mark.parametrize(
    ("name", "value"),
    [("ALL_PROXY", "socks4://127.0.0.1:9"), ("http_proxy", "socks://127.0.0.1:9"), ("SSL_CERT_FILE", "/none"), ("HF_TOKEN", "hf_\udcffS3cret")],
)  # fmt: skip
def test_publishing_names_the_variable_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch, name: str, value: str):
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError) as error:
        log_in(HUB)
    message = str(error.value)
    assert name.upper() in message.upper() and "S3cret" not in message and message.endswith(".")


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_a_configured_certificate_is_trusted(
    secure: str, certificate_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
):
    with pytest.raises(HubUnreachable) as error:
        HubClient(quick(secure)).probe()
    assert "SSL_CERT_FILE" in str(error.value)
    if name == "SSL_CERT_FILE":
        monkeypatch.setenv(name, str(certificate_path))
    else:
        (tmp_path / f"{compute_hash_name(certificate_path)}.0").write_bytes(certificate_path.read_bytes())
        monkeypatch.setenv(name, f"/none{os.pathsep}{tmp_path}")
    assert HubClient(quick(secure)).probe().sample


def compute_hash_name(file: Path) -> str:
    """Return OpenSSL's file name: SHA-1 of the issuer's canonical name."""
    import hashlib  # noqa: PLC0415

    from cryptography import x509  # noqa: PLC0415

    subject = x509.load_pem_x509_certificate(file.read_bytes()).subject
    canonical = subject.public_bytes()[2:]  # drops the outer header; the only attribute is lower-case UTF-8
    return f"{int.from_bytes(hashlib.sha1(canonical, usedforsecurity=False).digest()[:4], 'little'):08x}"


def test_an_untrusted_certificate_names_the_variables_without_effect(
    secure: str, certificate_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate_path))
    monkeypatch.setenv("CURL_CA_BUNDLE", "/none")
    client = HubClient(quick(secure))
    with pytest.raises(HubUnreachable) as error:
        client.probe()
    assert "REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE" in str(error.value)
    assert client.requests == 1  # a retry would not help


@pytest.mark.parametrize(
    "kind", ["missing", "folder", "pipe", "empty", "no certificate", "no rights", "no UTF-8", "long"]
)
@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_unreadable_certificates_are_an_error_with_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, kind: str
):
    path = tmp_path / "x"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind in ("empty", "no certificate", "no rights"):
        path.write_text("" if kind == "empty" else "-----BEGIN CERTIFICATE-----\nx\n")
        path.chmod(0 if kind == "no rights" else 0o644)
    elif kind == "no UTF-8":
        path = Path(f"{tmp_path}/\udcff\udcfe")
    elif kind == "long":
        path = tmp_path / ("x" * 5000)
    monkeypatch.setenv(name, str(path))
    with pytest.raises(UsageError) as error:
        HubClient(quick(HUB)).probe()
    message = str(error.value)
    assert name in message and message.isprintable() and message.endswith(".")
