"""The routes of the metadata API: from a request and a day to status, headers and JSON.

Scope: what the Hub answers. Clock, quota, tokens and the wire are in `app`; list faults alter what happens here.
"""

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
from pipeline.sample_hub.malformed_rows import with_odd_rows
from pipeline.sample_hub.rows import detail_row, list_row, refused_expansions
from pipeline.sample_hub.tags import tags_by_type

FOREIGN_HOST = "http://elsewhere.invalid"


class Question(NamedTuple):
    """A request as the routes see it."""

    path: str
    params: dict[str, list[str]]
    raw_query: str
    host: str
    known_token: bool
    faults: Collection[FaultKind] = ()


@dataclass(frozen=True)
class Answer:
    """A response before it meets the wire."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class Kept:
    """The rows of one kind on one day, ready to be looked up."""

    def __init__(self, kind: Kind, day: HubDay) -> None:
        """Index the rows by name; sorting waits until it is asked for."""
        self.kind: Kind = kind
        self.rows = day.rows(kind)
        self.sorted = SortedRows(self.rows)
        self.by_id = {row["id"]: row for row in self.rows}
        self._moved = {old.lower(): new for old, new in _of_kind(kind, day.redirects)}
        self._lower = {row["id"].lower(): row["id"] for row in self.rows}

    def moved_to(self, name: str) -> str | None:
        """The name that this name redirects to: a rename, or another letter case."""
        return self._moved.get(name.lower()) or self._lower.get(name.lower())


class DayView:
    """A day of the Hub as the routes need it."""

    def __init__(self, day: HubDay) -> None:
        """Index the day."""
        self.kept: dict[str, Kept] = {kind: Kept(kind, day) for kind in get_args(Kind)}


def _of_kind(kind: Kind, redirects: dict[str, str]) -> list[tuple[str, str]]:
    return [(old.removeprefix(f"{kind}/"), new) for old, new in redirects.items() if old.startswith(f"{kind}/")]


def respond(view: DayView, asked: Question, page_cap: int) -> Answer:
    """Answer a request from the day shown."""
    match asked.path.strip("/").split("/"):
        case ["api", kind] if kind in view.kept:
            return _list(view.kept[kind], asked, page_cap)
        case ["api", "models-tags-by-type" | "datasets-tags-by-type" as route]:
            kept = view.kept[route.split("-")[0]]
            return _json(tags_by_type(kept.kind, kept.rows))
        case ["api", "trending"]:
            return _trending(view, asked)
        case ["api", kind, *rest] if kind in view.kept:
            return _detail(view.kept[kind], rest, asked)
        case _:
            return error(404, "Sorry, we can't find the page you are looking for.")


def error(status: int, message: str, **headers: str) -> Answer:
    """An error as the Hub words it: JSON, and the message in a header too where that can carry it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if message.isascii():
        named["x-error-message"] = message
    return replace(_json({"error": message}, status), headers=named)


def _json(value: object, status: int = 200) -> Answer:
    return Answer(status, msgspec.json.encode(value))


def _asked_fields(params: dict[str, list[str]]) -> list[str]:
    return [*params.get("expand", ()), *params.get("expand[]", ())]


def _true(params: dict[str, list[str]], name: str) -> bool:
    return params.get(name, ["false"])[-1] in ("true", "1", "full")


def _list(kept: Kept, asked: Question, page_cap: int) -> Answer:
    expand = _asked_fields(asked.params)
    if refusal := refused_expansions(kept.kind, expand, detail=False):
        return error(400, refusal)
    try:
        query = parse_query(asked.params, page_cap)
        if "unsorted" in asked.faults:
            query = replace(query, sort="lastModified", ascending=False)
        page = kept.sorted.page(query, (lambda _: True) if "unfiltered" in asked.faults else None)
    except BadQuery as e:
        return error(400, str(e))
    if "repeated-cursor" in asked.faults and page.rows:
        page = Page(page.rows, query.cursor or make_cursor(query, page.rows[-1]))
    if "empty-page" in asked.faults and page.rows:
        page = Page([], make_cursor(query, page.rows[-1]))

    extras = [key for key in ("cardData", "config") if _true(asked.params, key)]
    full = _true(asked.params, "full")
    rows = [list_row(kept.kind, row, expand, extras, full=full) for row in page.rows]
    headers = {"link": _link(asked, expand, page.cursor)} if page.cursor else {}
    if "odd-rows" in asked.faults:
        # The standard library writes integers of any size.
        return Answer(200, json.dumps(with_odd_rows(rows), ensure_ascii=False).encode(), headers)
    return Answer(200, msgspec.json.encode(rows), headers)


def _link(asked: Question, expand: list[str], cursor: str) -> str:
    """The next page: the request's own parameters first, `expand[]` written as `expand`, then the cursor."""
    kept = [
        (name, value)
        for name, values in asked.params.items()
        if "expand" not in name and name != "cursor"
        for value in values
    ]
    query = urlencode([*kept, *(("expand", name) for name in expand), ("cursor", cursor)])
    host = (
        FOREIGN_HOST
        if "foreign-link" in asked.faults
        else ""
        if "relative-link" in asked.faults
        else f"http://{asked.host}"
    )
    return f'<{host}{asked.path}?{query}>; rel="next"'


def _detail(kept: Kept, rest: list[str], asked: Question) -> Answer:
    named, revision = (rest[:-2], rest[-1]) if len(rest) > 2 and rest[-2] == "revision" else (rest, None)
    name = "/".join(named)
    if len(named) > 2:
        # No repo can be asked for by such a name, whatever the lists say.
        return error(404, "Sorry, we can't find the page you are looking for.")
    row = kept.by_id.get(name)
    if row is None:
        return _elsewhere(kept, name, revision, asked)
    if revision not in (None, "main", row.get("sha")):
        return error(404, f"Invalid rev id: {revision}", x_error_code="RevisionNotFound")
    expand = _asked_fields(asked.params)
    if refusal := refused_expansions(kept.kind, expand, detail=True):
        return error(400, refusal)
    return _json(detail_row(kept.kind, row, expand))


def _elsewhere(kept: Kept, name: str, revision: str | None, asked: Question) -> Answer:
    """The answer for a name that no repo bears: where it went, or that there is nothing."""
    if moved := kept.moved_to(name):
        path = f"/api/{kept.kind}/{moved}" + (f"/revision/{revision}" if revision else "")
        location = quote(path) + (f"?{asked.raw_query}" if asked.raw_query else "")
        body = f"Temporary Redirect. Redirecting to {location}".encode()
        return Answer(307, body, {"location": location, "content-type": "text/plain; charset=utf-8"})
    if asked.known_token:
        return error(404, "Repository not found", x_error_code="RepoNotFound")
    # Without a token, what is missing and what is private look the same.
    return error(401, "Invalid username or password.", www_authenticate='Bearer realm="Authentication required"')


def _trending(view: DayView, asked: Question) -> Answer:
    kinds = {kind.name: kind.plural for kind in KINDS.values()}
    wanted = asked.params.get("type", ["all"])[-1]
    limit = asked.params.get("limit", ["10"])[-1]
    if wanted not in (*kinds, "all", "space") or not limit.isdigit() or int(limit) > 20:
        return error(400, "Invalid type or limit parameter")
    trending = [
        {"repoType": repo_type, "repoData": _trending_row(row)}
        for repo_type, kind in kinds.items()
        if wanted in ("all", repo_type)
        for row in view.kept[kind].sorted.page(parse_query({}, int(limit) or 1)).rows
    ]
    return _json({"recentlyTrending": trending})


def _trending_row(row: Row) -> Row:
    keys = ("id", "author", "downloads", "likes", "gated", "lastModified", "pipeline_tag")
    return {key: row[key] for key in keys if key in row}
