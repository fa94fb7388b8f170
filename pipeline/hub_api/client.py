"""One request to the Hub, with everything that can go wrong with it.

What belongs here: retries, quota, redirects, the token's safety, telling errors apart. What does not: the connection and its
limits (transfer.py), which pages to ask for and what to do with them (pipeline/crawl).

Built on huggingface_hub's public helpers `build_hf_headers` and `parse_ratelimit_headers`. Its `http_backoff` bounds neither the
time nor the size of an answer; its `list_models` cannot resume, and aborts the whole listing on one odd row.
"""

import datetime as dt
import os
import time
from collections.abc import Callable
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
from pipeline.secrets import mask_bytes, remember_secret, shorten

# Besides all from 500 on but these; a CDN has numbers of its own (520 to 530).
RETRY_STATUSES, PERMANENT_STATUSES = (408, 421, 425, 429), (501, 505, 511)
# How a firewall or CDN before the Hub turns a request away: for a moment, mostly.
FIREWALL_STATUSES = (202, 403, 405, 406)
MAX_REDIRECTS = 5
SAMPLE_HEADER = "x-hub-almanac-sample"
T = TypeVar("T")


@dataclass(frozen=True)
class Page:
    """A good answer. `url` is where it came from in the end (a renamed repo is redirected)."""

    body: bytes
    url: str
    hub_time: dt.datetime  # the Hub's clock (UTC), from the Date header
    next_url: str | None
    sample: bool
    bad_link: str = ""  # why its link to a next page is not followed, in a sentence


class RepoMissing(Exception):
    """A repo's detail route says that it is not there, or not to be seen (private): the Hub does not tell which."""

    def __init__(self, hub_time: dt.datetime):
        super().__init__()
        self.hub_time = hub_time


class HubClient:
    """Asks one Hub, sequentially. `requests` counts every one sent, redirects and failures included."""

    def __init__(self, settings: HubSettings, *, sleep: Callable[[float], None] = time.sleep):
        load_huggingface_hub()
        from huggingface_hub.utils import build_hf_headers  # noqa: PLC0415

        self.settings = settings
        self.requests = 0
        self.budget = Budget(settings.quota_share, sleep, settings.longest_pause)
        self._token = _resolve_token(settings)
        remember_secret(self._token)
        self._headers = build_hf_headers(
            token=self._token or False, library_name="hub-almanac", library_version=version("hub-almanac")
        )
        self._headers.pop("accept-encoding", None)
        # HF_HUB_USER_AGENT_ORIGIN may hold anything.
        self._headers = {name: _strip_unprintable(value) for name, value in self._headers.items()}
        self._connection: Connection | None = None
        try:
            self._addresses = Addresses(settings.endpoint, self._token)
        except ValueError as error:
            raise UsageError(f"HF_ENDPOINT is not an address that can be read: {error}.") from None

    def build_url(self, path: str, params: list[tuple[str, str]]) -> str:
        """The address of an API route on this Hub; repeated keys stay repeated."""
        return f"{self.settings.endpoint}{path}" + (f"?{urlencode(params)}" if params else "")

    def probe(self) -> Page:
        """The smallest page there is, for the Hub's clock (`hub_time`) and whether it is the sample Hub (`sample`)."""
        return self.fetch_rows(self.build_url("/api/models", [("limit", "1")]))[0]

    def fetch_rows(self, url: str) -> tuple[Page, list[msgspec.Raw]]:
        """A page of a list and its rows, each as the raw bytes that came.

        Raises HubUnreachable, HubRefusal or HubBroken when it cannot be had.
        """
        return self._fetch(url, list[msgspec.Raw])

    def fetch_detail(self, url: str) -> Page:
        """A repo's detail, an object. Raises RepoMissing besides the errors of `fetch_rows`."""
        return self._fetch(url, dict[str, msgspec.Raw], may_be_missing=True)[0]

    def _fetch(self, url: str, shape: type[T], *, may_be_missing: bool = False) -> tuple[Page, T]:
        settings = self.settings
        self.budget.begin_page()
        try:
            for attempt in stamina.retry_context(
                on=_should_retry,
                attempts=settings.attempts,
                timeout=None,
                wait_initial=settings.first_wait,
                wait_max=settings.longest_wait,
                wait_jitter=settings.first_wait,
            ):
                with attempt:
                    try:
                        page = self._fetch_once(url, may_be_missing=may_be_missing)
                        return page, decode_json(page.body, shape)
                    except TransientError as error:
                        if attempt.num < settings.attempts and error.wait_seconds is None:
                            self.budget.on_wait(attempt.next_wait, shorten(str(error)))
                        raise
        except TransientError as error:
            tries = f"after {settings.attempts} tries"
            if error.wrong_clock:
                raise WrongClock(
                    f"The clock of the Hub at {settings.endpoint} and this machine's differ too much ({error}). A snapshot's day "
                    f"is the Hub's, so nothing was taken. Set this machine's clock; if it is right, a proxy or mirror sends old "
                    f"answers. ALMANAC_TRUST_HUB_CLOCK=1 accepts the Hub's clock (for a stand-in that plays other days)."
                ) from None
            reason = shorten(str(error)).rstrip(".")
            if error.unreachable:
                raise HubUnreachable(f"The Hub at {settings.endpoint} cannot be reached {tries}: {reason}.") from None
            raise HubBroken(f"The Hub at {settings.endpoint} kept failing {tries}: {reason}.") from None
        raise AssertionError("unreachable")

    def _fetch_once(self, url: str, *, may_be_missing: bool) -> Page:
        for _ in range(MAX_REDIRECTS + 1):
            response = self._send(url)
            if not response.redirects:
                break
            url = self._addresses.resolve_redirect(url, get_single_header(response, "location") or "")
        else:
            raise HubBroken(f"The Hub at {self.settings.endpoint} redirects in circles: {shorten(_url_path(url))}.")
        self._raise_for_status(response, url, may_be_missing=may_be_missing)
        next_url, bad_link = None, ""
        try:
            link = parse_next_link(response.headers.get("link", ""))
            next_url = None if link is None else self._addresses.resolve_next_page(url, link)
        except HubBroken as error:  # matters only to who needs the next page
            bad_link = str(error)
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
            raise HubUnreachable("huggingface_hub is in offline mode; unset HF_HUB_OFFLINE to ask the Hub.")
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
            raise HubUnreachable(_explain_untrusted_certificate(settings.endpoint, str(error))) from None
        except BadResponse as error:
            raise TransientError(str(error)) from None
        self.budget.update_from_headers(response.headers)
        return response

    def _raise_for_status(self, response: Response, url: str, *, may_be_missing: bool) -> None:
        status = response.status
        if status == 200:
            return
        message = format_server_message(response)
        endpoint_status = f"{self.settings.endpoint} answered {status}"
        if status in RETRY_STATUSES or (status >= 500 and status not in PERMANENT_STATUSES):
            if status == 429:
                self.budget.mark_exhausted(self._get_quota_wait(response))
            if status == 421:
                self._connection = None  # it leads to a server that does not serve this name
            cause = (
                f" (an error of a CDN before the Hub{format_html_title(response.body)})"
                if 520 <= status <= 530 and not message
                else message
            )
            raise TransientError(f"HTTP {status}{cause}", wait_seconds=0.0 if status == 429 else None)
        from_hub = bool(message) or "x-error-code" in response.headers  # not something before it
        if status in FIREWALL_STATUSES and not from_hub:
            raise TransientError(
                f"HTTP {status}, which a firewall, CDN or proxy before the Hub answered and not the Hub itself{format_html_title(response.body)}: "
                f"a token of the Hub does not help"
            )
        if status == 407:
            raise HubRefusal(f"The proxy before {endpoint_status}: put its user and password into the proxy's address.")
        if status == 401 and not from_hub:
            raise HubRefusal(
                f"What is at {endpoint_status}, not in the Hub's words: it asks for a login of its own. Check HF_ENDPOINT, and HF_TOKEN if it takes one."
            )
        bad_token = status == 401 and "invalid credentials" in message.lower()
        if may_be_missing and from_hub and status in (401, 403, 404, 410, 451) and not bad_token:
            raise RepoMissing(self._read_hub_time(response))
        if status in (401, 403):
            has_token = "authorization" in self._headers
            advice = "check HF_TOKEN (or unset it)" if has_token else "set HF_TOKEN to a token that may read"
            raise HubRefusal(f"The Hub at {endpoint_status}{message}: {advice}.")
        if 400 <= status < 500:
            advice = " Check HF_ENDPOINT, and its path." if status == 404 else ""
            raise HubRefusal(
                f"The Hub at {endpoint_status}{message} to {shorten(_url_path(url))}: it does not take this request.{advice}"
            )
        raise HubBroken(f"The Hub at {endpoint_status}{message}.")

    def _read_hub_time(self, response: Response) -> dt.datetime:
        """The Hub's time of an answer. A cache may give one old answer, so a wrong time is asked for again."""
        hub_time, local_time = parse_date_header(response), dt.datetime.now(dt.UTC)
        if not self.settings.trust_clock and abs(hub_time - local_time) > CLOCK_TOLERANCE:
            raise TransientError(
                f"an answer dated {hub_time:%Y-%m-%d %H:%M} UTC, at {local_time:%Y-%m-%d %H:%M} UTC", wrong_clock=True
            )
        return hub_time

    def _get_quota_wait(self, response: Response) -> float:
        if self.budget.remaining == 0 and self.budget.seconds_to_reset is not None:
            return self.budget.seconds_to_reset
        retry_after = parse_seconds(get_single_header(response, "retry-after") or "")
        # Some 429s have no header at all: over the tries this waits out a window of five minutes.
        return self.settings.blind_wait if retry_after is None else retry_after + 1


def _resolve_token(settings: HubSettings) -> str:
    """The token to send, empty for none. Raises UsageError."""
    if isinstance(settings.token, str):
        return validate_token(settings.token)
    return find_token(implicit=True) if settings.token is not False and settings.token_is_for_endpoint else ""


def _should_retry(error: Exception) -> bool | float:
    if not isinstance(error, TransientError):
        return False
    return True if error.wait_seconds is None else error.wait_seconds


def _strip_unprintable(value: str) -> str:
    return "".join(c for c in value if c.isascii() and c.isprintable())


def _explain_untrusted_certificate(endpoint: str, reason: str) -> str:
    """What to do about a certificate that is not trusted."""
    unread_variables = [name for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE") if os.environ.get(name)]
    hint = (
        f" ({' and '.join(unread_variables)} {'is' if len(unread_variables) == 1 else 'are'} not read)"
        if unread_variables
        else ""
    )
    return (
        f"The Hub at {endpoint} shows a certificate that this machine does not trust ({shorten(reason)}). Where a proxy or mirror has a "
        f"certificate authority of its own, name a file with that authority's certificate in SSL_CERT_FILE{hint}."
    )


def _url_path(url: str) -> str:
    return urlsplit(url).path
