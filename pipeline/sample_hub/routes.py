"""Answer a request from a day: status, headers and JSON. `app` handles clock, quota, tokens and the wire."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import NamedTuple, get_args
from urllib.parse import quote, urlencode

import msgspec

from pipeline.kinds import KINDS
from pipeline.sample_hub.days import HubDay, Kind, Row
from pipeline.sample_hub.faults import FaultKind
from pipeline.sample_hub.listing import BadQuery, Page, SortedRows, make_cursor, parse_query
from pipeline.sample_hub.malformed_rows import insert_odd_rows
from pipeline.sample_hub.rows import find_expand_error, make_detail_row, make_list_row
from pipeline.sample_hub.tags import group_tags

FOREIGN_HOST = "http://elsewhere.invalid"


class RouteRequest(NamedTuple):
    path: str
    params: dict[str, list[str]]
    raw_query: str
    host: str
    has_valid_token: bool
    faults: Collection[FaultKind] = ()


@dataclass(frozen=True)
class Response:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class KindIndex:
    """The rows of one kind on one day, indexed by name."""

    def __init__(self, kind: Kind, day: HubDay) -> None:
        self.kind: Kind = kind
        self.rows = day.rows(kind)
        self.sorted_rows = SortedRows(self.rows)
        self.by_id = {row["id"]: row for row in self.rows}
        self._redirects = {old.lower(): new for old, new in _select_redirects(kind, day.redirects)}
        self._ids_by_lower_case = {row["id"].lower(): row["id"] for row in self.rows}

    def find_redirect(self, name: str) -> str | None:
        """Return the new name after a rename, or the name in its correct letter case."""
        return self._redirects.get(name.lower()) or self._ids_by_lower_case.get(name.lower())


class DayView:
    def __init__(self, day: HubDay) -> None:
        self.indexes: dict[str, KindIndex] = {kind: KindIndex(kind, day) for kind in get_args(Kind)}


def _select_redirects(kind: Kind, redirects: dict[str, str]) -> list[tuple[str, str]]:
    return [(old.removeprefix(f"{kind}/"), new) for old, new in redirects.items() if old.startswith(f"{kind}/")]


def respond(view: DayView, request: RouteRequest, page_cap: int) -> Response:
    match request.path.strip("/").split("/"):
        case ["api", kind] if kind in view.indexes:
            return _respond_list(view.indexes[kind], request, page_cap)
        case ["api", "models-tags-by-type" | "datasets-tags-by-type" as route]:
            index = view.indexes[route.split("-")[0]]
            return _make_json(group_tags(index.kind, index.rows))
        case ["api", "trending"]:
            return _respond_trending(view, request)
        case ["api", kind, *rest] if kind in view.indexes:
            return _respond_detail(view.indexes[kind], rest, request)
        case _:
            return make_error(404, "Sorry, we can't find the page you are looking for.")


def make_error(status: int, message: str, **headers: str) -> Response:
    """Return a JSON error; ASCII messages are repeated in a header, as on the Hub."""
    error_headers = {name.replace("_", "-"): value for name, value in headers.items()}
    if message.isascii():
        error_headers["x-error-message"] = message
    return replace(_make_json({"error": message}, status), headers=error_headers)


def _make_json(value: object, status: int = 200) -> Response:
    return Response(status, msgspec.json.encode(value))


def _parse_expand(params: dict[str, list[str]]) -> list[str]:
    return [*params.get("expand", ()), *params.get("expand[]", ())]


def _is_true(params: dict[str, list[str]], name: str) -> bool:
    return params.get(name, ["false"])[-1] in ("true", "1", "full")


def _respond_list(index: KindIndex, request: RouteRequest, page_cap: int) -> Response:
    expand = _parse_expand(request.params)
    if refusal := find_expand_error(index.kind, expand, detail=False):
        return make_error(400, refusal)
    try:
        query = parse_query(request.params, page_cap)
        if "unsorted" in request.faults:
            query = replace(query, sort="lastModified", ascending=False)
        page = index.sorted_rows.select_page(query, (lambda _: True) if "unfiltered" in request.faults else None)
    except BadQuery as e:
        return make_error(400, str(e))
    if "repeated-cursor" in request.faults and page.rows:
        page = Page(page.rows, query.cursor or make_cursor(query, page.rows[-1]))
    if "empty-page" in request.faults and page.rows:
        page = Page([], make_cursor(query, page.rows[-1]))

    extras = [key for key in ("cardData", "config") if _is_true(request.params, key)]
    full = _is_true(request.params, "full")
    rows = [make_list_row(index.kind, row, expand, extras, full=full) for row in page.rows]
    headers = {"link": _make_link(request, expand, page.cursor)} if page.cursor else {}
    if "odd-rows" in request.faults:
        # json writes integers of any size.
        return Response(200, json.dumps(insert_odd_rows(rows), ensure_ascii=False).encode(), headers)
    return Response(200, msgspec.json.encode(rows), headers)


def _make_link(request: RouteRequest, expand: list[str], cursor: str) -> str:
    """Build the next page's link: the request's parameters, `expand[]` written as `expand`, then the cursor."""
    parameters = [
        (name, value)
        for name, values in request.params.items()
        if "expand" not in name and name != "cursor"
        for value in values
    ]
    query = urlencode([*parameters, *(("expand", name) for name in expand), ("cursor", cursor)])
    host = (
        FOREIGN_HOST
        if "foreign-link" in request.faults
        else ""
        if "relative-link" in request.faults
        else f"http://{request.host}"
    )
    return f'<{host}{request.path}?{query}>; rel="next"'


def _respond_detail(index: KindIndex, path_parts: list[str], request: RouteRequest) -> Response:
    name_parts, revision = (
        (path_parts[:-2], path_parts[-1])
        if len(path_parts) > 2 and path_parts[-2] == "revision"
        else (path_parts, None)
    )
    name = "/".join(name_parts)
    if len(name_parts) > 2:
        # The Hub has no route for such a name.
        return make_error(404, "Sorry, we can't find the page you are looking for.")
    row = index.by_id.get(name)
    if row is None:
        return _respond_unknown_name(index, name, revision, request)
    if revision not in (None, "main", row.get("sha")):
        return make_error(404, f"Invalid rev id: {revision}", x_error_code="RevisionNotFound")
    expand = _parse_expand(request.params)
    if refusal := find_expand_error(index.kind, expand, detail=True):
        return make_error(400, refusal)
    return _make_json(make_detail_row(index.kind, row, expand))


def _respond_unknown_name(index: KindIndex, name: str, revision: str | None, request: RouteRequest) -> Response:
    if new_name := index.find_redirect(name):
        path = f"/api/{index.kind}/{new_name}" + (f"/revision/{revision}" if revision else "")
        location = quote(path) + (f"?{request.raw_query}" if request.raw_query else "")
        body = f"Temporary Redirect. Redirecting to {location}".encode()
        return Response(307, body, {"location": location, "content-type": "text/plain; charset=utf-8"})
    if request.has_valid_token:
        return make_error(404, "Repository not found", x_error_code="RepoNotFound")
    # Without a token, missing and private repos look the same.
    return make_error(401, "Invalid username or password.", www_authenticate='Bearer realm="Authentication required"')


def _respond_trending(view: DayView, request: RouteRequest) -> Response:
    kinds = {kind.name: kind.plural for kind in KINDS.values()}
    type_filter = request.params.get("type", ["all"])[-1]
    limit = request.params.get("limit", ["10"])[-1]
    if type_filter not in (*kinds, "all", "space") or not limit.isdigit() or int(limit) > 20:
        return make_error(400, "Invalid type or limit parameter")
    trending = [
        {"repoType": repo_type, "repoData": _make_trending_row(row)}
        for repo_type, kind in kinds.items()
        if type_filter in ("all", repo_type)
        for row in view.indexes[kind].sorted_rows.select_page(parse_query({}, int(limit) or 1)).rows
    ]
    return _make_json({"recentlyTrending": trending})


def _make_trending_row(row: Row) -> Row:
    keys = ("id", "author", "downloads", "likes", "gated", "lastModified", "pipeline_tag")
    return {key: row[key] for key in keys if key in row}
