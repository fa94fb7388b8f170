"""Send one request to the Hub: retries, quota, redirects, token safety, error types.

The connection and its limits are in transfer.py. huggingface_hub's `http_backoff` limits neither time nor size, and its `list_models`
cannot resume and aborts on one malformed row.
"""

import datetime as dt
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

import msgspec
import stamina

from pipeline.config import CLOCK_TOLERANCE, HubSettings
from pipeline.errors import HubBroken, HubRefusal, HubUnreachable, UsageError, WrongClock
from pipeline.hub_api.addresses import Addresses, parse_next_link
from pipeline.hub_api.rate_limit import Budget, parse_seconds
from pipeline.hub_api.responses import (
    TransientError,
    decode_json,
    format_html_title,
    format_server_message,
    get_single_header,
    parse_date_header,
    replace_invalid_unicode,
)
from pipeline.hub_api.transfer import BadCertificate, BadResponse, Connection, NoResponse, Response
from pipeline.huggingface import find_token, load_huggingface_hub, validate_token
from pipeline.notes import Note, Parameters
from pipeline.secrets import mask_bytes, remember_secret, shorten

# Statuses from 500 on are retried too, including a CDN's own 520 to 530, except the permanent ones.
RETRY_STATUSES, PERMANENT_STATUSES = (408, 421, 425, 429), (501, 505, 511)
# A firewall or CDN in front of the Hub rejects requests with these, usually for a moment.
FIREWALL_STATUSES = (202, 403, 405, 406)
MAX_REDIRECTS = 5
SAMPLE_HEADER = "x-hub-almanac-sample"
T = TypeVar("T")


@dataclass(frozen=True)
class Page:
    """A successful response. `url`: after redirects."""

    body: bytes
    url: str
    hub_time: dt.datetime  # the Hub's clock (UTC), from the Date header
    next_url: str | None
    sample: bool
    bad_link: HubBroken | None = None  # why its link to the next page is not followed


class RepoMissing(Exception):
    """The Hub has no such repo or hides it as private; it does not say which."""

    def __init__(self, hub_time: dt.datetime):
        super().__init__()
        self.hub_time = hub_time


class HubClient:
    """Sends requests to one Hub, one at a time. `requests` counts all, redirects and failures included."""

    def __init__(self, settings: HubSettings, *, sleep: Callable[[float], None] = time.sleep):
        self.settings = settings
        self.requests = 0
        self.budget = Budget(settings.quota_share, sleep, settings.longest_pause)
        self._token = resolve_token(settings)
        self._headers = build_headers(self._token)
        self._connection: Connection | None = None
        try:
            self._addresses = Addresses(settings.endpoint, self._token)
        except ValueError as error:
            raise UsageError(Note("endpoint_refused", {"reason": str(error)})) from None

    def build_url(self, path: str, params: list[tuple[str, str]]) -> str:
        return f"{self.settings.endpoint}{path}" + (f"?{urlencode(params)}" if params else "")

    def probe(self) -> Page:
        """Fetch the smallest page, for `hub_time` and `sample`."""
        return self.fetch_rows(self.build_url("/api/models", [("limit", "1")]))[0]

    def fetch_rows(self, url: str) -> tuple[Page, list[msgspec.Raw]]:
        """Fetch a page of a list, with rows as raw bytes. Raises HubUnreachable, HubRefusal or HubBroken."""
        return self._fetch(url, list[msgspec.Raw])

    def fetch_detail(self, url: str) -> Page:
        """Fetch a repo's detail. Also raises RepoMissing."""
        return self._fetch(url, dict[str, msgspec.Raw], may_be_missing=True)[0]

    def _fetch(self, url: str, shape: type[T], *, may_be_missing: bool = False) -> tuple[Page, T]:
        settings = self.settings
        self.budget.begin_page()
        try:
            for attempt in iterate_attempts(settings):
                with attempt:
                    try:
                        page = self._fetch_once(url, may_be_missing=may_be_missing)
                        return page, decode_json(page.body, shape)
                    except TransientError as error:
                        if attempt.num < settings.attempts and error.wait_seconds is None:
                            self.budget.on_wait(attempt.next_wait, shorten(str(error)))
                        raise
        except TransientError as error:
            facts: Parameters = {
                "endpoint": settings.endpoint,
                "attempts": settings.attempts,
                "reason": shorten(str(error)).rstrip("."),
            }
            if error.wrong_clock:
                raise WrongClock(Note("wrong_clock", facts)) from None
            if error.unreachable:
                raise HubUnreachable(Note("hub_unreachable", facts)) from None
            raise HubBroken(Note("hub_failed", facts)) from None
        raise AssertionError("unreachable")

    def _fetch_once(self, url: str, *, may_be_missing: bool) -> Page:
        for _ in range(MAX_REDIRECTS + 1):
            response = self._send(url)
            if not response.redirects:
                break
            url = self._addresses.resolve_redirect(url, get_single_header(response, "location") or "")
        else:
            raise HubBroken(
                Note("redirect_loop", {"endpoint": self.settings.endpoint, "path": shorten(_url_path(url))})
            )
        self._raise_for_status(response, url, may_be_missing=may_be_missing)
        next_url, bad_link = None, None
        try:
            link = parse_next_link(response.headers.get("link", ""))
            next_url = None if link is None else self._addresses.resolve_next_page(url, link)
        except HubBroken as error:  # matters only to callers that need the next page
            bad_link = error
        return Page(
            body=replace_invalid_unicode(mask_bytes(response.body, self._token)),
            url=url,
            hub_time=self._read_hub_time(response),
            next_url=next_url,
            sample=SAMPLE_HEADER in response.headers,
            bad_link=bad_link,
        )

    def _send(self, url: str) -> Response:
        from huggingface_hub import is_offline_mode  # noqa: PLC0415

        if is_offline_mode() and not self.settings.direct:
            raise HubUnreachable(Note("offline_mode"))
        settings = self.settings
        if self._connection is None:
            self._connection = Connection(
                settings.endpoint,
                4 * settings.timeout,
                settings.timeout,
                settings.connect_timeout,
                direct=settings.direct,
            )
        self.budget.acquire()
        self.requests += 1
        try:
            response = self._connection.get(url, self._headers)
        except NoResponse as error:
            raise TransientError(str(error), unreachable=True) from None
        except BadCertificate as error:
            raise HubUnreachable(*_explain_untrusted_certificate(settings.endpoint, str(error))) from None
        except BadResponse as error:
            raise TransientError(str(error)) from None
        self.budget.update_from_headers(response.headers)
        return response

    def _raise_for_status(self, response: Response, url: str, *, may_be_missing: bool) -> None:
        status = response.status
        if status == 200:
            return
        message = format_server_message(response)
        answer: Parameters = {"endpoint": self.settings.endpoint, "status": str(status), "message": message}
        if status in RETRY_STATUSES or (status >= 500 and status not in PERMANENT_STATUSES):
            if status == 429:
                self.budget.mark_exhausted(self._get_quota_wait(response))
            if status == 421:
                self._connection = None  # it goes to a server that does not serve this name
            cause = (
                f" (an error of a CDN in front of the Hub{format_html_title(response.body)})"
                if 520 <= status <= 530 and not message
                else message
            )
            raise TransientError(f"HTTP {status}{cause}", wait_seconds=0.0 if status == 429 else None)
        from_hub = bool(message) or "x-error-code" in response.headers  # rather than a firewall or proxy
        if status in FIREWALL_STATUSES and not from_hub:
            raise TransientError(
                f"HTTP {status} from a firewall, CDN or proxy in front of the Hub, not from the Hub itself"
                f"{format_html_title(response.body)}; a Hub token does not help"
            )
        if status == 407:
            raise HubRefusal(Note("proxy_login", answer))
        if status == 401 and not from_hub:
            raise HubRefusal(Note("own_login", answer))
        bad_token = status == 401 and "invalid credentials" in message.lower()
        if may_be_missing and from_hub and status in (401, 403, 404, 410, 451) and not bad_token:
            raise RepoMissing(self._read_hub_time(response))
        if status in (401, 403):
            raise HubRefusal(Note("token_refused" if "authorization" in self._headers else "token_needed", answer))
        if 400 <= status < 500:
            advice = [Note("check_endpoint")] if status == 404 else []
            raise HubRefusal(Note("request_rejected", {**answer, "path": shorten(_url_path(url))}), *advice)
        raise HubBroken(Note("hub_answered", answer))

    def _read_hub_time(self, response: Response) -> dt.datetime:
        """Return a response's time. A wrong one is transient: a cache may have served one stale response."""
        hub_time, local_time = parse_date_header(response), dt.datetime.now(dt.UTC)
        if not self.settings.trust_clock and abs(hub_time - local_time) > CLOCK_TOLERANCE:
            raise TransientError(
                f"a response dated {hub_time:%Y-%m-%d %H:%M} UTC arrived at {local_time:%Y-%m-%d %H:%M} UTC",
                wrong_clock=True,
            )
        return hub_time

    def _get_quota_wait(self, response: Response) -> float:
        if self.budget.remaining == 0 and self.budget.seconds_to_reset is not None:
            return self.budget.seconds_to_reset
        retry_after = parse_seconds(get_single_header(response, "retry-after") or "")
        # For a 429 without headers; the attempts together outlast the Hub's window of five minutes.
        return self.settings.blind_wait if retry_after is None else retry_after + 1


def build_headers(token: str) -> dict[str, str]:
    """Return the headers of every request to the Hub, with the token unless it is empty."""
    load_huggingface_hub()
    from huggingface_hub.utils import build_hf_headers  # noqa: PLC0415

    headers = build_hf_headers(token=token or False, library_name="hub-almanac", library_version=version("hub-almanac"))
    headers.pop("accept-encoding", None)
    # HF_HUB_USER_AGENT_ORIGIN may contain anything.
    return {name: _strip_unprintable(value) for name, value in headers.items()}


def resolve_token(settings: HubSettings) -> str:
    """Return the token for the Hub of the settings, empty without one, and mask it from now on. Raises UsageError."""
    token = _find_token(settings)
    remember_secret(token)
    return token


def _find_token(settings: HubSettings) -> str:
    if isinstance(settings.token, str):
        return validate_token(settings.token)
    return find_token(implicit=True) if settings.token is not False and settings.token_is_for_endpoint else ""


def iterate_attempts(settings: HubSettings) -> Iterable[stamina.Attempt]:
    """Return the attempts of a request: a TransientError leads to the next one, after the wait that it names or a growing one."""
    return stamina.retry_context(
        on=_should_retry,
        attempts=settings.attempts,
        timeout=None,
        wait_initial=settings.first_wait,
        wait_max=settings.longest_wait,
        wait_jitter=settings.first_wait,
    )


def _should_retry(error: Exception) -> bool | float:
    if not isinstance(error, TransientError):
        return False
    return True if error.wait_seconds is None else error.wait_seconds


def _strip_unprintable(value: str) -> str:
    return "".join(c for c in value if c.isascii() and c.isprintable())


def _explain_untrusted_certificate(endpoint: str, reason: str) -> list[Note]:
    unread_variables = [name for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE") if os.environ.get(name)]
    notes = [Note("untrusted_certificate", {"endpoint": endpoint, "reason": shorten(reason)})]
    if unread_variables:
        notes.append(Note("variables_without_effect", {"names": ", ".join(unread_variables)}))
    return notes


def _url_path(url: str) -> str:
    return urlsplit(url).path
