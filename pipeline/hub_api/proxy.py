"""Find the environment's proxy for an address, and the trusted certificates.

httpx2 also reads these variables, but sets up every named proxy, and its errors do not name the variable.
"""

import os
import re
import ssl
import stat
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import getproxies

from pipeline.errors import UsageError
from pipeline.files import describe_os_error
from pipeline.notes import Note, Parameters
from pipeline.secrets import redact_url, shorten

if TYPE_CHECKING:
    import httpx2

SCHEMES = ("http", "https", "socks5", "socks5h")
_HASH_NAME = re.compile(r"[0-9a-fA-F]{8}\.\d+")  # how OpenSSL names a certificate in a folder
_AUTHORITY = re.compile(r"://[^/?#]*")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*")


@dataclass(frozen=True)
class Proxy:
    """A proxy. `url` may contain a password; messages use `name`."""

    variable: str
    url: str

    @property
    def name(self) -> str:
        """The variable, and the address without login."""
        return f"the proxy of {self.variable}, {redact_url(self.url)}"


def find_proxy(url: str) -> Proxy | None:
    """Return the proxy for an address, from `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` in any letter case.

    Raises UsageError, with the variable's name, for an unusable proxy.
    """
    import httpx2  # noqa: PLC0415  slow to import

    proxies = {scheme: text.strip() for scheme, text in getproxies().items()}
    try:
        target = httpx2.URL(url)
        host, port = target.host, target.port or {"http": 80, "https": 443}.get(target.scheme)
    except (httpx2.InvalidURL, UnicodeError):
        return None  # the request itself will fail
    scheme = next((scheme for scheme in (target.scheme, "all") if proxies.get(scheme)), None)
    if scheme is None or _is_bypassed(host, port, proxies.get("no", "")):
        return None
    variable = _find_variable(scheme, proxies[scheme])
    text = proxies[scheme] if "://" in proxies[scheme] else f"http://{proxies[scheme]}"
    with suppress(ValueError, httpx2.InvalidURL):  # UnicodeError is a ValueError
        text.encode()
        prefix = text.partition("://")[0].lower()
        if _SCHEME.fullmatch(prefix) and prefix not in SCHEMES:
            names = ", ".join(f"{scheme}://" for scheme in SCHEMES)
            parameters: Parameters = {"variable": variable, "scheme": shorten(prefix, 40), "names": names}
            raise UsageError(Note("proxy_scheme", parameters))
        if _is_server(httpx2.Proxy(text).url) and "@" not in _AUTHORITY.split(text, 1)[-1]:
            if prefix.startswith("socks") and find_spec("socksio") is None:
                raise UsageError(Note("proxy_needs_socks", {"variable": variable}))
            return Proxy(variable, text)
    raise UsageError(Note("proxy_address", {"variable": variable}))


def load_trusted_certificates() -> ssl.SSLContext:
    """Load the certificates of SSL_CERT_FILE, else SSL_CERT_DIR, else the system.

    Raises UsageError, with the variable's name, if there are none.
    """
    file, folders = os.environ.get("SSL_CERT_FILE", ""), os.environ.get("SSL_CERT_DIR", "")
    modified_ns = 0  # part of the cache key, so that a long-running process sees a renewed file
    with suppress(OSError, ValueError):
        modified_ns = Path(file).stat().st_mtime_ns if file else 0
    return _create_ssl_context(file, folders, modified_ns)


def create_empty_context() -> ssl.SSLContext:
    """Return a context for connections without TLS, which reads no files."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@lru_cache(maxsize=4)  # a call takes tens of milliseconds
def _create_ssl_context(file: str, folders: str, _modified_ns: int) -> ssl.SSLContext:
    import httpx2  # noqa: PLC0415

    fault = _describe_file_fault(file) if file else _describe_folder_fault(folders) if folders else None
    if fault:
        variable, path = ("SSL_CERT_FILE", file) if file else ("SSL_CERT_DIR", folders)
        raise UsageError(Note("no_certificates", {"variable": variable, "path": shorten(path, 300), "cause": fault}))
    try:
        return httpx2.create_ssl_context()
    except OSError as error:
        cause = describe_os_error(error)
        if os.environ.get("SSLKEYLOGFILE"):
            raise UsageError(Note("cannot_use", {"path": "SSLKEYLOGFILE", "cause": cause})) from None
        raise UsageError(Note("system_certificates", {"cause": cause})) from None


def _describe_file_fault(file: str) -> Note | None:
    """Return why the file provides no certificate, None if it does."""
    try:
        if not stat.S_ISREG(Path(file).stat().st_mode):
            return Note("not_regular_file")  # OpenSSL would block on a pipe
        create_empty_context().load_verify_locations(cafile=file)
    except ssl.SSLError:
        return Note("no_pem_certificate")
    except OSError as error:
        return Note("unreadable", {"cause": describe_os_error(error)})
    except ValueError:
        return Note("unreadable", {"cause": Note("invalid_file_name")})
    return None


def _describe_folder_fault(folders: str) -> Note | None:
    """Return why the folders provide no certificate, None if one does."""
    faults: list[Note] = []
    for folder in filter(None, folders.split(os.pathsep)):
        try:
            if any(_HASH_NAME.fullmatch(entry.name) for entry in Path(folder).iterdir()):
                return None
            faults.append(Note("no_hashed_certificate"))
        except OSError as error:
            faults.append(Note("unreadable", {"cause": describe_os_error(error)}))
    return faults[0] if faults else Note("enotdir")


def _is_server(url: "httpx2.URL") -> bool:
    """Whether host and port are valid. May raise UnicodeError instead."""
    url.host.encode("idna")  # UnicodeError for empty or too long labels
    has_escapes = "%" in url.host and ":" not in url.host  # httpx2 has percent-encoded invalid characters
    return bool(url.host) and not has_escapes and (url.port is None or 0 < url.port < 65536)


def _find_variable(scheme: str, text: str) -> str:
    names = [name for name, value in os.environ.items() if name.lower() == f"{scheme}_proxy" and value.strip() == text]
    return next((name for name in names if name.islower()), names[0] if names else "The system's proxy setting")


def _is_bypassed(host: str, port: int | None, exceptions: str) -> bool:
    """Whether `no_proxy` exempts the host: `*`, a domain, an address or a network, each with or without a port."""
    host = host.rstrip(".").lower()
    for entry in exceptions.lower().replace(",", " ").split():
        exempt = entry.partition("://")[2] or entry
        if exempt == "*":
            return True
        with suppress(ValueError):
            if ip_address(host.strip("[]")) in ip_network(exempt.strip("[]"), strict=False):
                return True
            continue
        name, colon, exempt_port = exempt.rpartition(":")
        if colon and exempt_port.isdecimal() and (exempt.count(":") == 1 or name.endswith("]")):
            if int(exempt_port) != port:
                continue
            exempt = name
        exempt = exempt.strip("[]").removeprefix("*").strip(".")
        if exempt and (host == exempt or host.endswith(f".{exempt}")):
            return True
    return False
