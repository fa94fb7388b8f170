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
from pipeline.errors import HubBroken, HubRefused, HubUnreachable, UsageError, WrongClock
from pipeline.hub_api.addresses import Addresses, next_link
from pipeline.hub_api.answers import Transient, date_of, decode, html_title, legible, server_message, single_header
from pipeline.hub_api.rate_limit import Budget, seconds_in
from pipeline.hub_api.transfer import Answer, BadAnswer, BadCertificate, Connection, NoAnswer
from pipeline.huggingface import checked_token, find_token, load_huggingface_hub
from pipeline.secrets import mask_bytes, remember_secret, short

# Besides all from 500 on but these; a CDN has numbers of its own (520 to 530).
RETRIED, LASTING = (408, 421, 425, 429), (501, 505, 511)
# How a firewall or CDN before the Hub turns a request away: for a moment, mostly.
TURNED_AWAY = (202, 403, 405, 406)
MAX_HOPS = 5
SAMPLE_HEADER = "x-hub-almanac-sample"
T = TypeVar("T")


@dataclass(frozen=True)
class Page:
    """A good answer. `url` is where it came from in the end (a renamed repo is redirected)."""

    body: bytes
    url: str
    at: dt.datetime  # the Hub's clock (UTC), from the Date header
    next_url: str | None
    sample: bool
    bad_link: str = ""  # why its link to a next page is not followed, in a sentence


class RepoMissing(Exception):
    """A repo's detail route says that it is not there, or not to be seen (private): the Hub does not tell which."""

    def __init__(self, at: dt.datetime):
        super().__init__()
        self.at = at


class HubClient:
    """Asks one Hub, sequentially. `requests` counts every one sent, redirects and failures included."""

    def __init__(self, settings: HubSettings, *, sleep: Callable[[float], None] = time.sleep):
        load_huggingface_hub()
        from huggingface_hub.utils import build_hf_headers  # noqa: PLC0415

        self.settings = settings
        self.requests = 0
        self.budget = Budget(settings.quota_share, sleep, settings.longest_pause)
        self._token = _token(settings)
        remember_secret(self._token)
        self._headers = build_hf_headers(
            token=self._token or False, library_name="hub-almanac", library_version=version("hub-almanac")
        )
        self._headers.pop("accept-encoding", None)
        # HF_HUB_USER_AGENT_ORIGIN may hold anything.
        self._headers = {name: _sendable(value) for name, value in self._headers.items()}
        self._connection: Connection | None = None
        try:
            self._addresses = Addresses(settings.endpoint, self._token)
        except ValueError as error:
            raise UsageError(f"HF_ENDPOINT is not an address that can be read: {error}.") from None

    def url(self, path: str, params: list[tuple[str, str]]) -> str:
        """The address of an API route on this Hub; repeated keys stay repeated."""
        return f"{self.settings.endpoint}{path}" + (f"?{urlencode(params)}" if params else "")

    def now(self) -> Page:
        """The smallest page there is, for the Hub's clock (`at`) and whether it is the sample Hub (`sample`)."""
        return self.rows(self.url("/api/models", [("limit", "1")]))[0]

    def rows(self, url: str) -> tuple[Page, list[msgspec.Raw]]:
        """A page of a list and its rows, each as the raw bytes that came.

        Raises HubUnreachable, HubRefused or HubBroken when it cannot be had.
        """
        return self._get(url, list[msgspec.Raw])

    def detail(self, url: str) -> Page:
        """A repo's detail, an object. Raises RepoMissing besides the errors of `rows`."""
        return self._get(url, dict[str, msgspec.Raw], missing=True)[0]

    def _get(self, url: str, shape: type[T], *, missing: bool = False) -> tuple[Page, T]:
        settings = self.settings
        self.budget.begin_page()
        try:
            for attempt in stamina.retry_context(
                on=_retry,
                attempts=settings.attempts,
                timeout=None,
                wait_initial=settings.first_wait,
                wait_max=settings.longest_wait,
                wait_jitter=settings.first_wait,
            ):
                with attempt:
                    try:
                        page = self._once(url, missing=missing)
                        return page, decode(page.body, shape)
                    except Transient as error:
                        if attempt.num < settings.attempts and error.wait is None:
                            self.budget.on_wait(attempt.next_wait, short(str(error)))
                        raise
        except Transient as error:
            tries = f"after {settings.attempts} tries"
            if error.clock:
                raise WrongClock(
                    f"The clock of the Hub at {settings.endpoint} and this machine's differ too much ({error}). A snapshot's day "
                    f"is the Hub's, so nothing was taken. Set this machine's clock; if it is right, a proxy or mirror sends old "
                    f"answers. ALMANAC_TRUST_HUB_CLOCK=1 accepts the Hub's clock (for a stand-in that plays other days)."
                ) from None
            said = short(str(error)).rstrip(".")
            if error.unreachable:
                raise HubUnreachable(f"The Hub at {settings.endpoint} cannot be reached {tries}: {said}.") from None
            raise HubBroken(f"The Hub at {settings.endpoint} kept failing {tries}: {said}.") from None
        raise AssertionError("unreachable")

    def _once(self, url: str, *, missing: bool) -> Page:
        for _ in range(MAX_HOPS + 1):
            answer = self._send(url)
            if not answer.redirects:
                break
            url = self._addresses.redirected(url, single_header(answer, "location") or "")
        else:
            raise HubBroken(f"The Hub at {self.settings.endpoint} redirects in circles: {short(_path(url))}.")
        self._raise_for(answer, url, missing=missing)
        next_url, bad_link = None, ""
        try:
            link = next_link(answer.headers.get("link", ""))
            next_url = None if link is None else self._addresses.next_page(url, link)
        except HubBroken as error:  # matters only to who needs the next page
            bad_link = str(error)
        return Page(
            body=legible(mask_bytes(answer.body, self._token)),
            url=url,
            at=self._clock(answer),
            next_url=next_url,
            sample=SAMPLE_HEADER in answer.headers,
            bad_link=bad_link,
        )

    def _send(self, url: str) -> Answer:
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
        self.budget.keep()
        self.requests += 1
        try:
            answer = self._connection.get(url, self._headers)
        except NoAnswer as error:
            raise Transient(str(error), unreachable=True) from None
        except BadCertificate as error:
            raise HubUnreachable(_untrusted(settings.endpoint, str(error))) from None
        except BadAnswer as error:
            raise Transient(str(error)) from None
        self.budget.heed(answer.headers)
        return answer

    def _raise_for(self, answer: Answer, url: str, *, missing: bool) -> None:
        status = answer.status
        if status == 200:
            return
        said = server_message(answer)
        where = f"{self.settings.endpoint} answered {status}"
        if status in RETRIED or (status >= 500 and status not in LASTING):
            if status == 429:
                self.budget.used_up(self._wait_for_quota(answer))
            if status == 421:
                self._connection = None  # it leads to a server that does not serve this name
            by = (
                f" (an error of a CDN before the Hub{html_title(answer.body)})"
                if 520 <= status <= 530 and not said
                else said
            )
            raise Transient(f"HTTP {status}{by}", wait=0.0 if status == 429 else None)
        own = bool(said) or "x-error-code" in answer.headers  # the Hub's own words, not those of something before it
        if status in TURNED_AWAY and not own:
            raise Transient(
                f"HTTP {status}, which a firewall, CDN or proxy before the Hub answered and not the Hub itself{html_title(answer.body)}: "
                f"a token of the Hub does not help"
            )
        if status == 407:
            raise HubRefused(f"The proxy before {where}: put its user and password into the proxy's address.")
        if status == 401 and not own:
            raise HubRefused(
                f"What is at {where}, not in the Hub's words: it asks for a login of its own. Check HF_ENDPOINT, and HF_TOKEN if it takes one."
            )
        bad_token = status == 401 and "invalid credentials" in said.lower()
        if missing and own and status in (401, 403, 404, 410, 451) and not bad_token:
            raise RepoMissing(self._clock(answer))
        if status in (401, 403):
            has_token = "authorization" in self._headers
            advice = "check HF_TOKEN (or unset it)" if has_token else "set HF_TOKEN to a token that may read"
            raise HubRefused(f"The Hub at {where}{said}: {advice}.")
        if 400 <= status < 500:
            advice = " Check HF_ENDPOINT, and its path." if status == 404 else ""
            raise HubRefused(f"The Hub at {where}{said} to {short(_path(url))}: it does not take this request.{advice}")
        raise HubBroken(f"The Hub at {where}{said}.")

    def _clock(self, answer: Answer) -> dt.datetime:
        """The Hub's time of an answer. A cache may give one old answer, so a wrong time is asked for again."""
        at, here = date_of(answer), dt.datetime.now(dt.UTC)
        if not self.settings.trust_clock and abs(at - here) > CLOCK_TOLERANCE:
            raise Transient(f"an answer dated {at:%Y-%m-%d %H:%M} UTC, at {here:%Y-%m-%d %H:%M} UTC", clock=True)
        return at

    def _wait_for_quota(self, answer: Answer) -> float:
        if self.budget.left == 0 and self.budget.seconds_left is not None:
            return self.budget.seconds_left
        after = seconds_in(single_header(answer, "retry-after") or "")
        # Some 429s have no header at all: over the tries this waits out a window of five minutes.
        return self.settings.blind_wait if after is None else after + 1


def _token(settings: HubSettings) -> str:
    """The token to send, empty for none. Raises UsageError."""
    if isinstance(settings.token, str):
        return checked_token(settings.token)
    return find_token(implicit=True) if settings.token is not False and settings.token_is_for_endpoint else ""


def _retry(error: Exception) -> bool | float:
    if not isinstance(error, Transient):
        return False
    return True if error.wait is None else error.wait


def _sendable(value: str) -> str:
    return "".join(c for c in value if c.isascii() and c.isprintable())


def _untrusted(endpoint: str, why: str) -> str:
    """What to do about a certificate that is not trusted."""
    ignored = [name for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE") if os.environ.get(name)]
    hint = f" ({' and '.join(ignored)} {'is' if len(ignored) == 1 else 'are'} not read)" if ignored else ""
    return (
        f"The Hub at {endpoint} shows a certificate that this machine does not trust ({short(why)}). Where a proxy or mirror has a "
        f"certificate authority of its own, name a file with that authority's certificate in SSL_CERT_FILE{hint}."
    )


def _path(url: str) -> str:
    return urlsplit(url).path
