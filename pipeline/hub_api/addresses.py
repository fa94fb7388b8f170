"""Where links and redirects of a Hub lead: always to the Hub's own address.

A mirror often passes on the `Link` and `Location` headers of the Hub behind it, with that Hub's address. What such a header says
(the cursor, the new name of a repo) is then asked of the mirror itself: no other host is asked, and none gets the token.
"""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from pipeline.errors import HubBroken
from pipeline.kinds import KINDS
from pipeline.secrets import mask_token, short

MAX_ADDRESS = 8192  # characters of a link or redirect; the Hub's cursors have about 200
Origin = tuple[str, str, int | None]
_PARAMETER = re.compile(r"""\s*;\s*([^\s;,=<>"]+)\s*(?:=\s*(?:"([^"]*)"|([^\s;,"<>]*)))?""")
_LINK = re.compile(rf"<([^<>]*)>((?:{_PARAMETER.pattern})*)")
_DETAIL = re.compile(rf"(?:{'|'.join(kind.route for kind in KINDS.values())})(?:/|$)")


def origin_of(url: str) -> Origin:
    """Scheme, host and port, as the connection will read them. Raises ValueError for what is no address of a server."""
    import httpx2  # noqa: PLC0415  slow to import

    try:
        parts = httpx2.URL(url)
        host = parts.host  # decodes IDNA
        host.encode("idna")  # as the connection will: empty and too long parts of a name fail
    except (httpx2.InvalidURL, UnicodeError) as error:
        raise ValueError(str(error)) from None
    if parts.userinfo:
        raise ValueError("a user or a password")
    return parts.scheme, host, parts.port


def next_link(header: str) -> str | None:
    """The address of the next page in a Link header (RFC 8288), None where it names none. Raises HubBroken when it cannot be read."""
    for found in _LINK.finditer(header):
        relations = [one[2] or one[3] or "" for one in _PARAMETER.finditer(found[2]) if one[1].lower() == "rel"]
        if relations and "next" in relations[0].lower().split():  # a second `rel` does not count
            return found[1].strip().replace("&amp;", "&")  # as a mirror that takes headers for HTML writes it
    rest = _LINK.sub("", header).lower()
    if "next" in rest or "<" in rest:
        raise HubBroken(f"The Hub sends a Link header that cannot be read ({short(header, 100)}); not followed.")
    return None


class Addresses:
    """The addresses of one Hub. Raises ValueError for an endpoint that is no address; other errors are HubBroken."""

    def __init__(self, endpoint: str, token: str):
        self.endpoint, self._token = endpoint, token
        self._home = origin_of(endpoint)
        self._prefix = urlsplit(endpoint).path

    def next_page(self, asked: str, link: str) -> str:
        """The page after `asked`, which a Link header leads to.

        A link to the list's own address with all that was asked for is followed as it is. Of any other link to a list of this route
        only the cursor counts.
        """
        url, origin = self._resolve(asked, link, "linked to")
        here, there = urlsplit(asked), urlsplit(url)
        cursors = [value for name, value in parse_qsl(there.query) if name == "cursor"]
        own = origin == self._home and there.path.rstrip("/") == here.path.rstrip("/")
        if own and (len(cursors) != 1 or _names(here.query) <= _names(there.query)):
            return self._safe(url, "linked to")
        route = here.path.removeprefix(self._prefix).rstrip("/")
        plain = origin[0] in ("http", "https")
        if plain and route.startswith("/api/") and there.path.rstrip("/").endswith(route) and len(cursors) == 1:
            kept = [pair for pair in parse_qsl(here.query, keep_blank_values=True) if pair[0] != "cursor"]
            query = urlencode([*kept, ("cursor", cursors[0])])
            return self._safe(here._replace(query=query).geturl(), "linked to")
        if origin != self._home:
            raise self._foreign(origin, "linked to")
        raise HubBroken(
            f"The Hub at {self.endpoint} linked to {short(there.path, 100)!r} as the next page of {short(here.path, 100)}; not followed. "
            f"A mirror's Link header must name the list's own address there."
        )

    def redirected(self, asked: str, location: str) -> str:
        """Where a redirect of `asked` leads. One to the API of another host is asked of this Hub, if that is another address.

        One that leaves out the query keeps that of `asked`.
        """
        url, origin = self._resolve(asked, location, "redirected to")
        parts = urlsplit(url)
        route = _DETAIL.search(parts.path)
        if route and not parts.query:
            parts = parts._replace(query=urlsplit(asked).query)
            url = parts.geturl()
        if origin == self._home and (parts.path.startswith(f"{self._prefix}/") or not route):
            return self._safe(url, "redirected to")
        if route:
            own = urlsplit(f"{self.endpoint}{parts.path[route.start() :]}")
            if origin == self._home or own.path.rstrip("/") != urlsplit(asked).path.rstrip("/"):
                return self._safe(own._replace(query=parts.query).geturl(), "redirected to")
        raise self._foreign(origin, "redirected to")

    def _resolve(self, base: str, reference: str, how: str) -> tuple[str, Origin]:
        try:
            url = urljoin(base, reference).partition("#")[0]
            return url, origin_of(url)
        except ValueError:  # httpx2.InvalidURL becomes one in origin_of
            raise HubBroken(f"The Hub at {self.endpoint} {how} an address that cannot be read; not followed.") from None

    def _safe(self, url: str, how: str) -> str:
        if len(url) > MAX_ADDRESS or mask_token(url, self._token) != url:
            what = f"of more than {MAX_ADDRESS} characters" if len(url) > MAX_ADDRESS else "that holds a secret"
            raise HubBroken(f"The Hub at {self.endpoint} {how} an address {what}; not followed.")
        return url

    def _foreign(self, origin: Origin, how: str) -> HubBroken:
        scheme, host, port = origin
        place = short(f"{scheme}://{host}{f':{port}' if port else ''}", 100)
        advice = (
            "If you trust it, set HF_ENDPOINT to the address that answers itself."
            if how == "redirected to"
            else "A mirror's Link header must name its own address, or at least the same route with a cursor."
        )
        return HubBroken(f"The Hub at {self.endpoint} {how} another host ({place}); not followed. {advice}")


def _names(query: str) -> set[str]:
    """The names of a query's parameters; the Hub writes `expand` for `expand[]`."""
    return {name.removesuffix("[]") for name, _ in parse_qsl(query, keep_blank_values=True)}
