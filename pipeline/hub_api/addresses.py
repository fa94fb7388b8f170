"""Resolve a Hub's links and redirects to the Hub's own address.

Many mirrors pass on `Link` and `Location` headers with the address of the Hub behind them. The client takes only the cursor or new repo
name from these and asks the mirror, so that no other host gets a request or the token.
"""

import re
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from pipeline.errors import HubBroken
from pipeline.kinds import KINDS
from pipeline.notes import Note, Parameters
from pipeline.secrets import mask_token, shorten

MAX_ADDRESS = 8192  # characters of a link or redirect; the Hub's cursors have about 200
Origin = tuple[str, str, int | None]
Action = Literal["link", "redirect"]
_PARAMETER = re.compile(r"""\s*;\s*([^\s;,=<>"]+)\s*(?:=\s*(?:"([^"]*)"|([^\s;,"<>]*)))?""")
_LINK = re.compile(rf"<([^<>]*)>((?:{_PARAMETER.pattern})*)")
_DETAIL_ROUTE = re.compile(rf"(?:{'|'.join(kind.route for kind in KINDS.values())})(?:/|$)")


def parse_origin(url: str) -> Origin:
    """Return scheme, host and port as the connection reads them. Raises ValueError for an invalid address."""
    import httpx2  # noqa: PLC0415  slow to import

    try:
        parts = httpx2.URL(url)
        host = parts.host  # decodes IDNA
        host.encode("idna")  # as the connection will; fails for empty or too long labels
    except (httpx2.InvalidURL, UnicodeError) as error:
        raise ValueError(str(error)) from None
    if parts.userinfo:
        raise ValueError("it contains a user or a password")
    return parts.scheme, host, parts.port


def parse_next_link(header: str) -> str | None:
    """Return the next page's URL from a Link header (RFC 8288), or None. Raises HubBroken."""
    for match in _LINK.finditer(header):
        relations = [
            parameter[2] or parameter[3] or ""
            for parameter in _PARAMETER.finditer(match[2])
            if parameter[1].lower() == "rel"
        ]
        if relations and "next" in relations[0].lower().split():  # a second `rel` does not count
            return match[1].strip().replace("&amp;", "&")  # some mirrors escape headers like HTML
    rest = _LINK.sub("", header).lower()
    if "next" in rest or "<" in rest:
        raise HubBroken(Note("malformed_link", {"header": shorten(header, 100)}))
    return None


class Addresses:
    """One Hub's addresses. Raises ValueError for an invalid endpoint, otherwise HubBroken."""

    def __init__(self, endpoint: str, token: str):
        self.endpoint, self._token = endpoint, token
        self._home = parse_origin(endpoint)
        self._prefix = urlsplit(endpoint).path

    def resolve_next_page(self, page_url: str, link: str) -> str:
        """Return the URL of the page after `page_url`.

        Follows a link to the same list with all requested parameters as it is. Takes only the cursor from any other link to this route.
        """
        url, origin = self._resolve(page_url, link, "link")
        page_parts, link_parts = urlsplit(page_url), urlsplit(url)
        cursors = [value for name, value in parse_qsl(link_parts.query) if name == "cursor"]
        is_same_list = origin == self._home and link_parts.path.rstrip("/") == page_parts.path.rstrip("/")
        if is_same_list and (
            len(cursors) != 1 or _parameter_names(page_parts.query) <= _parameter_names(link_parts.query)
        ):
            return self._check_url(url, "link")
        route = page_parts.path.removeprefix(self._prefix).rstrip("/")
        is_http = origin[0] in ("http", "https")
        if is_http and route.startswith("/api/") and link_parts.path.rstrip("/").endswith(route) and len(cursors) == 1:
            other_params = [pair for pair in parse_qsl(page_parts.query, keep_blank_values=True) if pair[0] != "cursor"]
            query = urlencode([*other_params, ("cursor", cursors[0])])
            return self._check_url(page_parts._replace(query=query).geturl(), "link")
        if origin != self._home:
            raise self._foreign_host_error(origin, "link")
        paths: Parameters = {"path": shorten(link_parts.path, 100), "page": shorten(page_parts.path, 100)}
        raise HubBroken(Note("link_to_other_list", {"endpoint": self.endpoint, **paths}), Note("link_of_mirror"))

    def resolve_redirect(self, request_url: str, location: str) -> str:
        """Return a redirect's target on this Hub, even if it names another host's API.

        A redirect without a query keeps that of `request_url`.
        """
        url, origin = self._resolve(request_url, location, "redirect")
        parts = urlsplit(url)
        route_match = _DETAIL_ROUTE.search(parts.path)
        if route_match and not parts.query:
            parts = parts._replace(query=urlsplit(request_url).query)
            url = parts.geturl()
        if origin == self._home and (parts.path.startswith(f"{self._prefix}/") or not route_match):
            return self._check_url(url, "redirect")
        if route_match:
            own_parts = urlsplit(f"{self.endpoint}{parts.path[route_match.start() :]}")
            if origin == self._home or own_parts.path.rstrip("/") != urlsplit(request_url).path.rstrip("/"):
                return self._check_url(own_parts._replace(query=parts.query).geturl(), "redirect")
        raise self._foreign_host_error(origin, "redirect")

    def _resolve(self, base: str, reference: str, action: Action) -> tuple[str, Origin]:
        try:
            url = urljoin(base, reference).partition("#")[0]
            return url, parse_origin(url)
        except ValueError:  # httpx2.InvalidURL becomes one in parse_origin
            raise self._refuse(action, Note("invalid_address")) from None

    def _check_url(self, url: str, action: Action) -> str:
        if len(url) > MAX_ADDRESS or mask_token(url, self._token) != url:
            is_long = len(url) > MAX_ADDRESS
            raise self._refuse(
                action, Note("long_address", {"most": MAX_ADDRESS}) if is_long else Note("secret_address")
            )
        return url

    def _foreign_host_error(self, origin: Origin, action: Action) -> HubBroken:
        scheme, host, port = origin
        host_address = shorten(f"{scheme}://{host}{f':{port}' if port else ''}", 100)
        advice = Note("trust_host" if action == "redirect" else "link_of_mirror")
        return self._refuse(action, Note("other_host", {"host": host_address}), advice)

    def _refuse(self, action: Action, cause: Note, *advice: Note) -> HubBroken:
        """Return the error of an address that is not followed."""
        refused_address = Note("link_refused" if action == "link" else "redirect_refused", {"endpoint": self.endpoint, "cause": cause})  # fmt: skip
        return HubBroken(refused_address, *advice)


def _parameter_names(query: str) -> set[str]:
    """Return a query's parameter names, without the `[]` of `expand[]`, which the Hub drops."""
    return {name.removesuffix("[]") for name, _ in parse_qsl(query, keep_blank_values=True)}
