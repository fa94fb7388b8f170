"""Send one GET, with limits on total time, bytes on the wire and decompressed bytes.

httpx2 limits only the time of each read, so a server that sends a byte a second, or endless `100 Continue`, never times out. Here a
timer closes the connection.
"""

import socket
import threading
import weakref
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any

from pipeline.hub_api.proxy import create_empty_context, find_proxy, load_trusted_certificates

if TYPE_CHECKING:
    import httpx2

# The largest pages of the Hub have 1.6 MB.
MAX_BYTES = 32 * 2**20


class NoResponse(Exception):
    """The server cannot be reached, or did not answer in time."""


class BadCertificate(Exception):
    """An untrusted certificate; a retry would not help."""


class BadResponse(Exception):
    """The response is not HTTP, exceeds a limit or cannot be decompressed."""


@dataclass(frozen=True)
class Response:
    status: int
    headers: "httpx2.Headers"
    redirects: bool
    body: bytes


class Connection:
    """Sends one request at a time to the server of `url`, over one persistent connection.

    `seconds` limits a whole response, `read_seconds` the time without a byte; `direct` bypasses proxies. Raises UsageError for a variable
    with an unusable proxy or certificate.
    """

    def __init__(self, url: str, seconds: float, read_seconds: float, connect_seconds: float, *, direct: bool = False):
        import httpx2  # noqa: PLC0415  slow to import

        self._seconds = seconds
        proxy = None if direct else find_proxy(url)
        uses_tls = any(address.lower().startswith("https:") for address in (url, proxy.url if proxy else ""))
        certificates = load_trusted_certificates() if uses_tls else create_empty_context()
        self._proxy_note = f", through {proxy.name}" if proxy else ""
        self._client = httpx2.Client(
            verify=certificates,
            trust_env=False,
            proxy=httpx2.Proxy(proxy.url, ssl_context=certificates if proxy.url.lower().startswith("https:") else None)
            if proxy
            else None,
            limits=httpx2.Limits(max_connections=1),
            timeout=httpx2.Timeout(read_seconds, connect=connect_seconds),
            follow_redirects=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        )
        weakref.finalize(self, self._client.close)
        self._watchdog = _Watchdog()

    def get(self, url: str, headers: dict[str, str]) -> Response:
        """Return the complete response. Accepts gzip unless `headers` say otherwise. Raises NoResponse, BadCertificate or BadResponse."""
        import httpx2  # noqa: PLC0415

        timeout_message = f"no complete response within {self._seconds:g} s{self._proxy_note}"
        try:
            with (
                self._watchdog.close_after(self._seconds),
                self._client.stream(
                    "GET",
                    url,
                    headers={"accept-encoding": "gzip"} | headers,
                    extensions={"trace": self._watchdog.track_socket},
                ) as stream,
            ):
                body = b"".join(_decompress_body(stream))
                response = Response(stream.status_code, stream.headers, stream.has_redirect_location, body)
        except BadResponse:
            raise
        except httpx2.TransportError as error:
            if self._watchdog.timed_out:
                raise NoResponse(timeout_message) from None
            message = f"{type(error).__name__}: {error}".rstrip(": ")
            if "CERTIFICATE_VERIFY_FAILED" in message:
                raise BadCertificate(
                    message.partition("certificate verify failed: ")[2].partition(" (_ssl")[0]
                ) from None
            raise NoResponse(f"{message}{self._proxy_note}") from None
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, LookupError, OSError) as error:
            raise BadResponse(f"an unreadable response ({type(error).__name__}: {error})") from None
        if self._watchdog.timed_out:
            raise NoResponse(timeout_message)
        return response


class _Watchdog:
    """Closes the connection of an overdue request."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._active = False
        self.timed_out = False

    @contextmanager
    def close_after(self, seconds: float) -> Iterator[None]:
        self.timed_out, self._active = False, True
        timer = threading.Timer(seconds, self._time_out)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with self._lock:  # the connection may serve another request after this
                self._active = False

    def track_socket(self, event: str, info: Mapping[str, Any]) -> None:
        """Remember a new connection's socket; httpcore2 calls this at each stage."""
        stream = info.get("return_value") if event.endswith(".complete") else None
        if stream is not None and hasattr(stream, "get_extra_info"):
            with self._lock:
                self._socket = stream.get_extra_info("socket")
                if self.timed_out:
                    self._shut_down()

    def _time_out(self) -> None:
        with self._lock:
            if self._active:
                self.timed_out = True
                self._shut_down()

    def _shut_down(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                # Wakes the reading thread. A TLS socket's own method would drop its TLS state first.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _decompress_body(response: "httpx2.Response") -> Iterator[bytes]:
    """Yield the body, decompressed if it has one layer of gzip."""
    names = [name.strip().lower() for name in response.headers.get("content-encoding", "").split(",")]
    encodings = [name for name in names if name not in ("", "identity")]
    if encodings not in ([], ["gzip"], ["x-gzip"]):
        raise BadResponse("a body in an encoding that was not requested")
    decompressor = zlib.decompressobj(zlib.MAX_WBITS | 16) if encodings else None
    wire_bytes = body_bytes = 0
    for chunk in response.iter_raw():
        wire_bytes += len(chunk)
        if wire_bytes > MAX_BYTES:
            raise BadResponse(f"more than {MAX_BYTES:,} bytes")
        try:
            piece = decompressor.decompress(chunk, MAX_BYTES + 1 - body_bytes) if decompressor else chunk
        except zlib.error as error:
            raise BadResponse(f"a body that cannot be decompressed ({error})") from None
        body_bytes += len(piece)
        if body_bytes > MAX_BYTES:
            raise BadResponse(f"more than {MAX_BYTES:,} bytes after decompression")
        if piece:
            yield piece
        if decompressor and decompressor.unused_data:
            raise BadResponse("a body that cannot be decompressed (extra bytes after its end)")
    if decompressor and wire_bytes and not decompressor.eof:
        raise BadResponse("a body that cannot be decompressed (it is truncated)")
