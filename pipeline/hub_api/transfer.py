"""One GET within bounds: of seconds from start to end, of bytes on the wire and of bytes unpacked.

What belongs here: the connection and its limits. What does not: what an answer means, and retries (client.py).

The timeouts of httpx2 hold for one read each, so a server that sends a byte a second, or `100 Continue` without end, never meets
one. Here a timer closes the connection when the whole answer is due.
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

from pipeline.hub_api.proxy import no_certificates, proxy_for, trusted_certificates

if TYPE_CHECKING:
    import httpx2

# The largest pages of the Hub have 1.6 MB.
MAX_BYTES = 32 * 2**20


class NoAnswer(Exception):
    """The server cannot be reached, or did not answer in time."""


class BadCertificate(Exception):
    """The server shows a certificate that is not trusted; asking again would not help."""


class BadAnswer(Exception):
    """The server answered something that is no HTTP, is larger than allowed or cannot be unpacked."""


@dataclass(frozen=True)
class Answer:
    """A whole answer."""

    status: int
    headers: "httpx2.Headers"
    redirects: bool
    body: bytes


class Connection:
    """Sends one request at a time to the server of `url`, over one connection that is kept open between them.

    Raises UsageError where a variable of the environment names a proxy or certificates that cannot be used. `seconds`: for a whole answer; `read_seconds` and `connect_seconds`: without a byte, and until connected; `direct`: through no proxy.
    """

    def __init__(self, url: str, seconds: float, read_seconds: float, connect_seconds: float, *, direct: bool = False):
        import httpx2  # noqa: PLC0415  slow to import

        self._seconds = seconds
        proxy = None if direct else proxy_for(url)
        secure = any(one.lower().startswith("https:") for one in (url, proxy.url if proxy else ""))
        trusted = trusted_certificates() if secure else no_certificates()
        self._through = f", through {proxy.name}" if proxy else ""
        self._client = httpx2.Client(
            verify=trusted,
            trust_env=False,
            proxy=httpx2.Proxy(proxy.url, ssl_context=trusted if proxy.url.lower().startswith("https:") else None)
            if proxy
            else None,
            limits=httpx2.Limits(max_connections=1),
            timeout=httpx2.Timeout(read_seconds, connect=connect_seconds),
            follow_redirects=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        )
        weakref.finalize(self, self._client.close)
        self._watch = _Watch()

    def get(self, url: str, headers: dict[str, str]) -> Answer:
        """The whole answer. Raises NoAnswer, BadCertificate or BadAnswer."""
        import httpx2  # noqa: PLC0415

        late = f"no whole answer within {self._seconds:g} s{self._through}"
        try:
            with (
                self._watch.closing_after(self._seconds),
                self._client.stream(
                    "GET",
                    url,
                    headers=headers | {"accept-encoding": "gzip"},
                    extensions={"trace": self._watch.see},
                ) as response,
            ):
                body = b"".join(_unpacked(response))
                answer = Answer(response.status_code, response.headers, response.has_redirect_location, body)
        except BadAnswer:
            raise
        except httpx2.TransportError as error:
            if self._watch.closed:
                raise NoAnswer(late) from None
            said = f"{type(error).__name__}: {error}".rstrip(": ")
            if "CERTIFICATE_VERIFY_FAILED" in said:
                raise BadCertificate(said.partition("certificate verify failed: ")[2].partition(" (_ssl")[0]) from None
            raise NoAnswer(f"{said}{self._through}") from None
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, LookupError, OSError) as error:
            raise BadAnswer(f"an answer that cannot be read ({type(error).__name__}: {error})") from None
        if self._watch.closed:
            raise NoAnswer(late)
        return answer


class _Watch:
    """Closes the connection of a request that takes too long, whatever the main thread is waiting for."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._active = False
        self.closed = False

    @contextmanager
    def closing_after(self, seconds: float) -> Iterator[None]:
        self.closed, self._active = False, True
        timer = threading.Timer(seconds, self._close)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with self._lock:  # from here on the connection may serve another request
                self._active = False

    def see(self, event: str, info: Mapping[str, Any]) -> None:
        """Called by httpcore2 at each stage of a request: takes hold of a new connection."""
        stream = info.get("return_value") if event.endswith(".complete") else None
        if stream is not None and hasattr(stream, "get_extra_info"):
            with self._lock:
                self._socket = stream.get_extra_info("socket")
                if self.closed:
                    self._shut()

    def _close(self) -> None:
        with self._lock:
            if self._active:
                self.closed = True
                self._shut()

    def _shut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                # Wakes the thread that reads. A TLS socket's own method would first forget that it speaks TLS.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _unpacked(response: "httpx2.Response") -> Iterator[bytes]:
    """The body in pieces: as it came, or out of one layer of gzip."""
    names = [name.strip().lower() for name in response.headers.get("content-encoding", "").split(",")]
    codings = [name for name in names if name not in ("", "identity")]
    if codings not in ([], ["gzip"], ["x-gzip"]):
        raise BadAnswer("a body in an encoding that nobody asked for")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16) if codings else None
    wire = size = 0
    for packed in response.iter_raw():
        wire += len(packed)
        if wire > MAX_BYTES:
            raise BadAnswer(f"more than {MAX_BYTES:,} bytes")
        try:
            piece = unpacker.decompress(packed, MAX_BYTES + 1 - size) if unpacker else packed
        except zlib.error as error:
            raise BadAnswer(f"a body that cannot be decompressed ({error})") from None
        size += len(piece)
        if size > MAX_BYTES:
            raise BadAnswer(f"more than {MAX_BYTES:,} bytes after decompression")
        if piece:
            yield piece
        if unpacker and unpacker.unused_data:
            raise BadAnswer("a body that cannot be decompressed (bytes after its end)")
    if unpacker and wire and not unpacker.eof:
        raise BadAnswer("a body that cannot be decompressed (it breaks off)")
