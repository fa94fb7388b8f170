"""Read ranges of files on the Hub and other web servers: limits on time and bytes, retries, and no token for another host.

The Hub redirects a file's address to a signed one on its storage, which stays valid for a while.
"""

import re
import threading
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from pipeline.config import HubSettings, split_origin
from pipeline.errors import HubBroken, HubRefusal, HubUnreachable, ImportFault
from pipeline.hub_api.addresses import MAX_ADDRESS, parse_origin
from pipeline.hub_api.client import MAX_REDIRECTS, build_headers, iterate_attempts, resolve_token
from pipeline.hub_api.rate_limit import parse_seconds
from pipeline.hub_api.responses import TransientError, format_html_title, format_server_message
from pipeline.hub_api.transfer import MAX_BYTES, BadCertificate, BadResponse, Connection, NoResponse, Response
from pipeline.huggingface import load_huggingface_hub
from pipeline.notes import Note, Parameters
from pipeline.secrets import redact_url, shorten

BLOCK_BYTES = 8 * 2**20  # per request
TAIL_BYTES = 65_536  # read first: where a Parquet file describes itself
LOOPBACK = ("127.0.0.1", "localhost", "::1")
RETRY_STATUSES, SIGNATURE_STATUSES = (408, 421, 425, 429), (400, 401, 403)
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


@dataclass
class RemoteFile:
    """A file on a server. `version`: its ETag or time of change; `target`: where its address led last."""

    url: str
    size: int
    version: str
    target: str
    tail: bytes = field(repr=False)
    """Its last bytes; all of them if the server does not serve ranges."""


class RemoteFiles:
    """Reads files by ranges, from any thread. `bytes`: received so far."""

    def __init__(self, settings: HubSettings):
        self.settings = settings
        self.bytes = 0
        self._token = resolve_token(settings)
        self._headers = build_headers(self._token)
        self._anonymous_headers = build_headers("")
        self._lock, self._local = threading.Lock(), threading.local()

    def open(self, url: str) -> RemoteFile:
        """Read the end of a file, and with it size and version. Raises ImportFault, HubUnreachable, HubRefusal or HubBroken."""
        response, target = self._request(url, url, f"bytes=-{TAIL_BYTES}")
        if response.status == 200:
            return RemoteFile(url, len(response.body), _get_version(response), target, response.body)
        _, end, size = _parse_content_range(response, url)
        if end != size - 1 or len(response.body) != min(size, TAIL_BYTES):
            raise _no_ranges_error(url)
        return RemoteFile(url, size, _get_version(response), target, response.body)

    def read(self, file: RemoteFile, start: int, length: int) -> bytes:
        """Return these bytes, fewer at the end of the file. Also raises ImportFault if the file has changed since `open`."""
        end = min(start + length, file.size)
        tail_start = file.size - len(file.tail)
        if start >= tail_start:
            return file.tail[start - tail_start : max(end - tail_start, 0)]
        blocks = [self._read_block(file, at, min(at + BLOCK_BYTES, end)) for at in range(start, end, BLOCK_BYTES)]
        return b"".join(blocks)

    def _read_block(self, file: RemoteFile, start: int, end: int) -> bytes:
        response, file.target = self._request(file.url, file.target, f"bytes={start}-{end - 1}")
        if response.status == 416 or _get_version(response) != file.version:
            raise ImportFault(Note("file_changed", {"file": redact_url(file.url)}))
        if response.status == 200:
            raise _no_ranges_error(file.url)
        first, last, size = _parse_content_range(response, file.url)
        if size != file.size:
            raise ImportFault(Note("file_changed", {"file": redact_url(file.url)}))
        if (first, last + 1, len(response.body)) != (start, end, end - start):
            raise _no_ranges_error(file.url)
        return response.body

    def _request(self, url: str, target: str, byte_range: str) -> tuple[Response, str]:
        """Return a response with data or status 416, and its address. `target`: tried first, then `url`."""
        settings, place = self.settings, redact_url(url)
        try:
            for attempt in iterate_attempts(settings):
                with attempt:
                    # A later attempt asks for a new signed address.
                    return self._follow(url, target if attempt.num == 1 else url, byte_range)
        except TransientError as error:
            reason = shorten(str(error)).rstrip(".")
            failure: Parameters = {"url": place, "attempts": settings.attempts, "reason": reason}
            if error.unreachable:
                raise HubUnreachable(Note("server_unreachable", failure)) from None
            raise HubBroken(Note("server_failed", failure)) from None
        raise AssertionError("unreachable")

    def _follow(self, url: str, target: str, byte_range: str) -> tuple[Response, str]:
        is_signed = target != url
        for _ in range(MAX_REDIRECTS + 1):
            response = self._send(target, byte_range)
            if not response.redirects:
                self._raise_for_status(response, url, is_signed=is_signed)
                return response, target
            target = _resolve_redirect(url, target, response.headers.get("location", ""))
            is_signed = True
        raise HubBroken(Note("address_redirects_in_loop", {"url": redact_url(url)}), Note("nothing_imported"))

    def _send(self, url: str, byte_range: str) -> Response:
        load_huggingface_hub()
        from huggingface_hub import is_offline_mode  # noqa: PLC0415

        if is_offline_mode() and not self.settings.direct:
            raise HubUnreachable(Note("offline_mode"))
        is_hub = self._is_hub(url)
        headers = {**(self._headers if is_hub else self._anonymous_headers), "accept-encoding": "identity"}
        try:
            response = self._connect(url).get(url, {**headers, "range": byte_range})
        except NoResponse as error:
            raise TransientError(str(error), unreachable=True) from None
        except BadCertificate as error:
            untrusted_server = Note("untrusted_server", {"url": redact_url(url), "reason": shorten(str(error))})
            raise HubUnreachable(untrusted_server) from None
        except BadResponse as error:
            if f"{MAX_BYTES:,}" in str(error):
                raise ImportFault(Note("too_large_without_ranges", {"url": redact_url(url)})) from None
            raise TransientError(str(error)) from None
        with self._lock:
            self.bytes += len(response.body)
        return response

    def _is_hub(self, url: str) -> bool:
        """Whether an address is below that of the Hub, as the connection reads it."""
        endpoint = self.settings.endpoint
        prefix = f"{urlsplit(endpoint).path}/"
        try:
            return parse_origin(url) == parse_origin(endpoint) and urlsplit(url).path.startswith(prefix)
        except ValueError:
            return False

    def _connect(self, url: str) -> Connection:
        """Return this thread's connection to the server of an address."""
        connections: dict[object, Connection] = self._local.__dict__.setdefault("connections", {})
        settings, origin = self.settings, split_origin(url)
        if origin not in connections:
            connections[origin] = Connection(
                url, 4 * settings.timeout, settings.timeout, settings.connect_timeout, direct=settings.direct
            )
        return connections[origin]

    def _raise_for_status(self, response: Response, url: str, *, is_signed: bool) -> None:
        status, place = response.status, redact_url(url)
        if status in (200, 206, 416):
            if response.headers.get("content-encoding", "identity") != "identity":
                raise TransientError("a file in an encoding that was not requested")
            return
        message = format_server_message(response) or format_html_title(response.body)
        if status in RETRY_STATUSES or status >= 500 or (is_signed and status in SIGNATURE_STATUSES):
            wait = parse_seconds(response.headers.get("retry-after", "")) if status == 429 else None
            raise TransientError(
                f"HTTP {status}{message}", wait_seconds=None if wait is None else min(wait, self.settings.longest_pause)
            )
        if status in (404, 410):
            raise ImportFault(Note("no_such_address", {"url": place, "message": message}), Note("nothing_imported"))
        if status in (401, 403):
            advice = [Note("check_token" if self._token else "set_token")] if self._is_hub(url) else []
            access_needed = Note("address_needs_access", {"url": place, "message": message})
            raise HubRefusal(access_needed, *advice, Note("nothing_imported"))
        answer = Note("address_answered", {"url": place, "status": status, "message": message})
        raise HubRefusal(answer, Note("nothing_imported"))


def _resolve_redirect(url: str, base: str, location: str) -> str:
    """Return a redirect's target. Raises HubBroken for one that leaves https, or leads to this machine from another."""
    place = redact_url(url)
    try:
        target = urljoin(base, location).partition("#")[0]
        scheme, host, _ = parse_origin(target)
        base_scheme, base_host, _ = parse_origin(base)
    except ValueError:
        raise HubBroken(Note("redirects_to_invalid_address", {"url": place}), Note("nothing_imported")) from None
    is_safe = scheme == "https" or (scheme == base_scheme == "http" and host == base_host)
    if not is_safe or (host in LOOPBACK and base_host not in LOOPBACK) or len(target) > MAX_ADDRESS:
        refused_target = Note("redirect_not_followed", {"url": place, "target": redact_url(target)})
        raise HubBroken(refused_target, Note("nothing_imported"))
    return target


def _no_ranges_error(url: str) -> HubBroken:
    return HubBroken(Note("not_served_in_ranges", {"url": redact_url(url)}), Note("nothing_imported"))


def _get_version(response: Response) -> str:
    return response.headers.get("etag") or response.headers.get("last-modified", "")


def _parse_content_range(response: Response, url: str) -> tuple[int, int, int]:
    """Return first byte, last byte and size."""
    match = _CONTENT_RANGE.fullmatch(response.headers.get("content-range", ""))
    if response.status != 206 or match is None:
        raise _no_ranges_error(url)
    first, last, size = map(int, match.groups())
    return first, last, size
