"""One request to the Hub, with everything that can go wrong with it.

What belongs here: time-outs, retries, quota, redirects, the token's safety, telling errors apart. What does not: which
pages to ask for (listing.py, crawl.py) and what to do with them (spool.py).

Built on huggingface_hub's public helpers `http_backoff`, `build_hf_headers` and `parse_ratelimit_headers`. Its own
`list_models` is not used: it has no time-out, cannot resume, and aborts the whole listing on one odd row.
"""

import datetime as dt
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import msgspec
import stamina

from pipeline.errors import HubBroken, HubRefused, HubUnreachable, UsageError, WrongClock
from pipeline.hub.quota import Budget
from pipeline.settings import CLOCK_TOLERANCE, HubSettings, origin

RETRIED = (408, 429, 500, 502, 503, 504)
MAX_HOPS = 5
_LONE = re.compile(rb"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)
SAMPLE_HEADER = "x-hub-almanac-sample"


@dataclass(frozen=True)
class Page:
    """A good answer. `url` is where it came from in the end (a renamed repo is redirected)."""

    body: bytes
    url: str
    at: dt.datetime  # the Hub's clock (UTC), from the Date header
    next_url: str | None
    sample: bool


class _Transient(Exception):
    """May be gone on the next try. `wait`: seconds the Hub asked for."""

    def __init__(self, what: str, *, unreachable: bool = False, wait: float | None = None, clock: bool = False):
        super().__init__(what)
        self.clock = clock
        self.unreachable = unreachable
        self.wait = wait


class RepoMissing(Exception):
    """A repo's detail route says that it is not there, or not to be seen (private): the Hub does not tell which."""

    def __init__(self, at: dt.datetime):
        super().__init__()
        self.at = at


class HubClient:
    """Asks one Hub, sequentially. `requests` counts every one sent, redirects and failures included."""

    def __init__(self, settings: HubSettings, *, sleep: Callable[[float], None] = time.sleep):
        # Spares the request that huggingface_hub makes of its own for its user agent; read when it is first imported.
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        from huggingface_hub.utils import build_hf_headers  # noqa: PLC0415

        self.settings = settings
        self.requests = 0
        self.budget = Budget(settings.quota_share, sleep)
        self._headers = build_hf_headers(
            token=False if settings.token is None and not settings.token_is_for_endpoint else settings.token,
            library_name="hub-almanac",
            library_version=version("hub-almanac"),
        )
        self._token = self._headers.get("authorization", "").removeprefix("Bearer ")
        if not (self._token.isascii() and self._token.isprintable()):
            # Sent as it is it would fail deep down, in an error that shows it.
            raise UsageError("HF_TOKEN cannot be a token: it has characters that no header may bear.")

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

    def _get(self, url: str, shape: Any, *, missing: bool = False) -> tuple[Page, Any]:
        settings = self.settings
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
                    page = self._once(url, missing=missing)
                    return page, _decode(page.body, shape)
        except _Transient as error:
            tries = f"after {settings.attempts} tries"
            if error.clock:
                raise WrongClock(
                    f"The clock of the Hub at {settings.endpoint} and this machine's differ too much ({error}). A snapshot's day "
                    f"is the Hub's, so nothing was taken. Set this machine's clock; if it is right, a proxy or mirror sends old "
                    f"answers. ALMANAC_TRUST_HUB_CLOCK=1 accepts the Hub's clock (for a stand-in that plays other days)."
                ) from None
            if error.unreachable:
                raise HubUnreachable(f"The Hub at {settings.endpoint} cannot be reached {tries}: {error}.") from None
            raise HubBroken(f"The Hub at {settings.endpoint} kept failing {tries}: {error}.") from None
        raise AssertionError("unreachable")

    def _once(self, url: str, *, missing: bool) -> Page:
        for _ in range(MAX_HOPS + 1):
            response = self._send(url)
            if not response.has_redirect_location:
                break
            url = self._own(urljoin(url, response.headers["location"]), "redirected to")
        else:
            raise HubBroken(f"The Hub at {self.settings.endpoint} redirects in circles: {_path(url)}.")
        self._raise_for(response, missing=missing)
        link = response.links.get("next", {}).get("url")
        return Page(
            body=legible(response.content),
            url=url,
            at=self._clock(response),
            next_url=self._own(urljoin(url, link), "linked to") if link else None,
            sample=SAMPLE_HEADER in response.headers,
        )

    def _send(self, url: str) -> Any:
        import httpx2  # noqa: PLC0415  as slow to import as huggingface_hub
        from huggingface_hub.errors import OfflineModeIsEnabled  # noqa: PLC0415
        from huggingface_hub.utils import http_backoff  # noqa: PLC0415

        self.budget.keep()
        self.requests += 1
        try:
            # One try at a time: the retries are ours, since a broken body must be retried too.
            response = http_backoff(
                "GET",
                url,
                headers=self._headers,
                follow_redirects=False,
                timeout=httpx2.Timeout(self.settings.timeout, connect=self.settings.connect_timeout),
                retry_on_exceptions=(),
                retry_on_status_codes=(),
            )
        except OfflineModeIsEnabled:
            raise HubUnreachable("huggingface_hub is in offline mode; unset HF_HUB_OFFLINE to ask the Hub.") from None
        except httpx2.DecodingError as error:
            raise _Transient(f"a body that cannot be decompressed ({error})") from None
        except httpx2.TransportError as error:
            raise _Transient(f"{type(error).__name__}: {error}".rstrip(": "), unreachable=True) from None
        self.budget.heed(response.headers)
        return response

    def _raise_for(self, response: Any, *, missing: bool) -> None:
        status = response.status_code
        if status == 200:
            return
        said = self._without_token(_server_message(response))
        where = f"{self.settings.endpoint} answered {status}"
        if status in RETRIED:
            if status == 429:
                self.budget.used_up(self._wait_for_quota(response))
            raise _Transient(f"HTTP {status}{said}", wait=0.0 if status == 429 else None)
        bad_token = status == 401 and "invalid credentials" in said.lower()
        if missing and status in (401, 403, 404, 410, 451) and not bad_token:
            raise RepoMissing(self._clock(response))
        if status in (401, 403):
            has_token = "authorization" in self._headers
            advice = "check HF_TOKEN (or unset it)" if has_token else "set HF_TOKEN to a token that may read"
            raise HubRefused(f"The Hub at {where}{said}: {advice}.")
        if 400 <= status < 500:
            raise HubRefused(f"The Hub at {where}{said} to {_path(str(response.url))}: it does not take this request.")
        raise HubBroken(f"The Hub at {where}{said}.")

    def _clock(self, response: Any) -> dt.datetime:
        """The Hub's time of an answer. A cache may give one old answer, so a wrong time is asked for again."""
        at, here = _date(response), dt.datetime.now(dt.UTC)
        if not self.settings.trust_clock and abs(at - here) > CLOCK_TOLERANCE:
            raise _Transient(f"{at:%Y-%m-%d %H:%M} UTC, {here:%Y-%m-%d %H:%M} UTC here", clock=True)
        return at

    def _wait_for_quota(self, response: Any) -> float:
        from huggingface_hub.utils import parse_ratelimit_headers  # noqa: PLC0415

        limit = parse_ratelimit_headers(response.headers)
        if limit is not None and limit.remaining == 0:
            return limit.reset_in_seconds + 1
        after = response.headers.get("retry-after", "")
        if after.isdigit():
            return int(after) + 1
        # Some 429s bear no header at all: over the tries this waits out a window of five minutes.
        return self.settings.blind_wait

    def _own(self, url: str, how: str) -> str:
        """The same address, if it is this Hub's: the token must not travel, nor may another host's data come in."""
        if origin(url) != origin(self.settings.endpoint):
            other = self._without_token(urlsplit(url).netloc[:100])
            raise HubBroken(f"The Hub at {self.settings.endpoint} {how} another host ({other!r}); not followed.")
        return url

    def _without_token(self, text: str) -> str:
        return text.replace(self._token, "[token]") if self._token else text


def _retry(error: Exception) -> bool | float:
    if not isinstance(error, _Transient):
        return False
    return True if error.wait is None else error.wait


def _decode(body: bytes, shape: Any) -> Any:
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        start = body[:64].lstrip().lower()
        what = "HTML, not JSON" if start.startswith(b"<") else f"not the API's JSON ({error})"
        raise _Transient(f"it answered {what}") from None


def legible(body: bytes) -> bytes:
    """The same JSON with what no reader of UTF-8 takes (stray bytes, half a surrogate pair) as replacement characters."""
    if _LONE.search(body):
        body = _ESCAPE.sub(lambda found: b"\\ufffd" if found[1] else found[0], body)
    try:
        body.decode()
    except UnicodeDecodeError:
        return body.decode(errors="replace").encode()
    return body


def _date(response: Any) -> dt.datetime:
    try:
        at = parsedate_to_datetime(response.headers["date"])
        return (at if at.tzinfo else at.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (KeyError, ValueError):
        raise _Transient("an answer without a Date header: the day of the snapshot is not known") from None


def _server_message(response: Any) -> str:
    """What the Hub said, short and printable."""
    said = response.headers.get("x-error-message") or ""
    if not said:
        try:
            body = msgspec.json.decode(response.content)
            said = str(body.get("error", "")) if isinstance(body, dict) else ""
        except (msgspec.DecodeError, UnicodeDecodeError):
            said = ""
    said = "".join(c if c.isprintable() else " " for c in said).strip()[:200]
    return f" ({said.rstrip('.')})" if said else ""


def _path(url: str) -> str:
    return urlsplit(url).path
