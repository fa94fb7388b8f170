"""Serve one page of a list: select, sort, start after the cursor, and point to the next page.

Like the Hub's, the cursor is base64 of a JSON keyset condition, evaluated against the current day: if values change
meanwhile, a crawl skips and repeats rows.
"""

import base64
import binascii
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from pipeline.sample_hub.days import Row

SORTS = ("createdAt", "downloads", "likes", "lastModified", "trendingScore")
MAX_LIMIT = 1000
_PUNCTUATION = str.maketrans("", "", "-+:. TZ")
Key = tuple[bool, float, str]


class BadQuery(Exception):
    """The Hub answers 400 with this message."""


@dataclass(frozen=True)
class Query:
    filters: tuple[str, ...] = ()
    author: str | None = None
    pipeline_tag: str | None = None
    search: tuple[str, ...] = ()
    is_gated: bool | None = None
    sort: str = "trendingScore"
    ascending: bool = False
    limit: int = MAX_LIMIT
    cursor: str | None = None

    def selects(self, row: Row) -> bool:
        # Skip unused conditions: this runs for every row of every list.
        if self.pipeline_tag is not None and row.get("pipeline_tag") != self.pipeline_tag:
            return False
        if self.filters and not set(self.filters).issubset(row.get("tags", ())):
            return False
        if self.author is not None and row.get("author") != self.author:
            return False
        if self.search and not all(text.lower() in row["id"].lower() for text in self.search):
            return False
        return self.is_gated is None or bool(row.get("gated")) == self.is_gated


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    cursor: str | None


def parse_query(params: dict[str, list[str]], page_cap: int) -> Query:
    """Parse the parameters, ignoring unknown ones like the Hub. Raises BadQuery."""

    def last_value(name: str) -> str | None:
        return params[name][-1] if name in params else None

    sort = last_value("sort") or "trendingScore"
    if sort not in SORTS:
        raise BadQuery(f"✖ Invalid sort parameter: {sort}")
    direction = last_value("direction") or "-1"
    if direction not in ("1", "-1") or (direction == "1" and sort != "createdAt"):
        raise BadQuery(f"✖ Invalid direction parameter: {direction} for sort {sort}")
    limit = last_value("limit") or str(MAX_LIMIT)
    if not limit.isascii() or not limit.isdigit() or int(limit) == 0:
        raise BadQuery(f"✖ Invalid limit parameter: {limit}")
    gated_value = last_value("gated")
    return Query(
        filters=tuple(params.get("filter", ())),
        author=last_value("author"),
        pipeline_tag=last_value("pipeline_tag"),
        search=tuple(params.get("search", ())),
        is_gated=None if gated_value is None else gated_value == "true",
        sort=sort,
        ascending=direction == "1",
        limit=min(int(limit), MAX_LIMIT, page_cap),
        cursor=last_value("cursor"),
    )


class SortedRows:
    """One kind's rows of a day, sorted by each field on first use."""

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows
        self._orders: dict[tuple[str, bool], tuple[list[Key], list[Row]]] = {}

    def select_page(self, query: Query, selects: Callable[[Row], bool] | None = None) -> Page:
        """Return the page; `selects` replaces the query's selector. Raises BadQuery."""
        keys, rows = self._sort_rows(query.sort, query.ascending)
        start = bisect_right(keys, _parse_cursor(query)) if query.cursor else 0
        selector = selects or query.selects
        page_rows: list[Row] = []
        for i in range(start, len(rows)):
            if selector(rows[i]):
                if len(page_rows) == query.limit:
                    # One more row means that there is a next page.
                    return Page(page_rows, make_cursor(query, page_rows[-1]))
                page_rows.append(rows[i])
        return Page(page_rows, None)

    def _sort_rows(self, sort: str, ascending: bool) -> tuple[list[Key], list[Row]]:
        order = self._orders.get((sort, ascending))
        if order is None:
            keyed_rows = [(_make_key(row.get(sort), row["_id"], ascending), row) for row in self._rows]
            keyed_rows.sort(key=lambda pair: pair[0])
            order = [key for key, _ in keyed_rows], [row for _, row in keyed_rows]
            self._orders[sort, ascending] = order
        return order


def make_cursor(query: Query, last_row: Row) -> str:
    """Return the keyset condition for the rows after `last_row`."""
    value, after = last_row.get(query.sort), {"$gt": last_row["_id"]}
    operator = "$gt" if query.ascending else "$lt"
    alternatives: list[Row] = [{query.sort: value, "_id": after}]
    if value is not None:
        alternatives += [{query.sort: {operator: value}}, {query.sort: None}]
    return base64.b64encode(msgspec.json.encode({"$or": alternatives})).decode()


def _parse_cursor(query: Query) -> Key:
    try:
        first = msgspec.json.decode(base64.b64decode(query.cursor or "", validate=True))["$or"][0]
        return _make_key(first[query.sort], first["_id"]["$gt"], query.ascending)
    except (binascii.Error, msgspec.DecodeError, KeyError, IndexError, TypeError, AttributeError, ValueError) as e:
        raise BadQuery("Invalid cursor") from e


def _make_key(value: float | str | None, oid: str, ascending: bool) -> Key:
    """Sort missing values last and ties by ascending `_id`, in either direction."""
    if value is None:
        return True, 0, oid
    number = int(value.translate(_PUNCTUATION)) if isinstance(value, str) else value
    return False, number if ascending else -number, oid
