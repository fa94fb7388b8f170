"""Check the client's assumptions about the Hub, with four or five requests and one for each category."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import msgspec

from pipeline.catalogue import Catalogue, Category
from pipeline.errors import HubBroken, HubError, HubUnreachable
from pipeline.hub_api.client import HubClient, RepoMissing
from pipeline.hub_api.fields import FIELDS, IDENTITY, PAGE_SIZE, Field, list_requested_fields
from pipeline.i18n.locale import find_language
from pipeline.kinds import KINDS, Kind
from pipeline.notes import Note, Parameters
from pipeline.secrets import shorten

State = Literal["held", "changed", "not seen"]
Row = dict[str, Any]
# The Hub may omit any field or send null without a change of type.
JSON_TYPES: dict[str, tuple[type, ...]] = {
    "BIGINT": (int,), "DOUBLE": (int, float), "BOOLEAN": (bool,), "VARCHAR": (str,), "TIMESTAMPTZ": (str,),
}  # fmt: skip
REQUIRED_FIELDS = {"_id"} | {field.name for field in FIELDS if field.presence == "required"}
OPTIONAL_FIELDS = {field.name for field in FIELDS if field.presence == "optional"}
MISSING_REPO = "hub-almanac/no-such-repo-7f3a"
CREATED_ASCENDING = (("sort", "createdAt"), ("direction", "1"))
OLD_REPO_NAME = "gpt2"  # since 2023 openai-community/gpt2
MAX_NAMED_FIELDS = 50  # names of fields that were not requested
SORTS = KINDS["model"].sorts
# The assumptions.
ASCENDING = Note("ascending")
FULL_PAGE = Note("full_page", {"rows": PAGE_SIZE})
NEXT_PAGE = Note("next_page")
QUOTA_HEADERS = Note("quota_headers")
SORTED_LISTS = Note("sorted_lists", {"sorts": ", ".join(SORTS)})
REDIRECT = Note("redirect")
MISSING = Note("missing_repo")
FEATURED = Note("featured_models")
MAX_UNSORTED_SHARE = 0.01  # of neighbors; the Hub's index lags slightly behind its counters


@dataclass(frozen=True)
class Finding:
    """Whether the Hub meets an assumption. `matters`: Almanac needs it. Texts: `assumption-<code>`, `finding-<code>`."""

    assumption: Note
    state: State
    actual: Note
    matters: bool = True


Check = Callable[[], Finding]


class ContractChecker:
    """Checks one Hub, reusing responses. `sample`: None before the first response."""

    def __init__(self, client: HubClient, catalogue: Catalogue):
        self.client, self.catalogue = client, catalogue
        self.sample: bool | None = None
        self.first_rows: list[Row] = []  # the first page by creation time
        self.next_url: str | None = None
        self.bad_link: HubBroken | None = None  # why the last list's link is not followed
        self.rows_by_kind: dict[Kind, list[Row]] = {}  # for kinds other than models, with all fields
        self.listed_ids: set[str] = set()  # names in any list
        self.has_missing_repo = False  # whether the Hub reported a repo as missing
        featured_categories = {entry.category for entry in catalogue.featured}
        plain_categories = [
            c
            for c in catalogue.categories
            if c.kind == "model" and c.status == "active" and c.slug not in featured_categories
        ]
        # Any rows of a category without featured models will do: the first such category is listed by creation, each other by one of
        # SORTS. Categories with featured models are sorted by likes, so that their lists contain those models.
        self.first_rows_category = plain_categories[0] if plain_categories else None
        self.sorts = {c.slug: SORTS[number % len(SORTS)] for number, c in enumerate(plain_categories[1:])}
        self.sorted_values: dict[str, list[float | None]] = {}  # values of a list, by the sort of SORTS

    def run_checks(self, report_check: Callable[[Note], None] = lambda name: None) -> Iterator[Finding]:
        """Yield a finding per assumption; "changed" if the Hub refuses or breaks the check."""
        for name, check in self.list_checks():
            report_check(name)
            try:
                yield check()
            except HubError as error:
                # no response at all says nothing about the assumptions
                if self.sample is None:
                    if isinstance(error, HubUnreachable):
                        raise
                    self.sample = self.client.probe().sample
                yield Finding(name, "changed", Note("reported", {"text": str(error)}))
            except (TypeError, ValueError, LookupError, AttributeError, RecursionError) as error:
                # values of unexpected types; msgspec's errors are ValueErrors
                yield Finding(name, "changed", Note("unreadable", {"reason": shorten(str(error))}))

    def list_checks(self) -> list[tuple[Note, Check]]:
        """Return the checks in order; later ones reuse earlier responses."""
        return [
            (_label_fields("model"), self.check_models),
            (ASCENDING, self.check_ascending),
            (FULL_PAGE, self.check_page_size),
            (NEXT_PAGE, self.check_next_page),
            (QUOTA_HEADERS, self.check_quota_headers),
            *((_label_category(c), lambda c=c: self.check_category(c)) for c in self.catalogue.categories),
            (SORTED_LISTS, self.check_sorted_lists),
            *(
                (_label_fields(kind), lambda kind=kind: self.check_other_kind(kind))
                for kind in KINDS
                if kind != "model"
            ),
            (REDIRECT, self.check_redirect),
            (MISSING, self.check_missing_repo),
            (FEATURED, self.check_featured),
        ]

    def fetch_rows(self, kind: Kind, *params: tuple[str, str]) -> tuple[list[Row], str | None]:
        page, raw_rows = self.client.fetch_rows(self.client.build_url(KINDS[kind].route, list(params)))
        self.sample, self.bad_link = page.sample, page.bad_link
        rows = [row for row in map(msgspec.json.decode, raw_rows) if isinstance(row, dict)]
        self.listed_ids.update(str(row.get("id")) for row in rows)
        return rows, page.next_url

    def check_models(self) -> Finding:
        params = (*CREATED_ASCENDING, ("limit", str(PAGE_SIZE)), *_expand_params("model"))
        if self.first_rows_category:
            self.first_rows, self.next_url = self.fetch_rows("model", *self.first_rows_category.params, *params)
        if not self.first_rows:  # the Hub dropped the category
            self.first_rows_category = None
            self.first_rows, self.next_url = self.fetch_rows("model", *params)
        return self.check_fields("model", self.first_rows)

    def check_other_kind(self, kind: Kind) -> Finding:
        if not self.rows_by_kind.get(kind):
            self.rows_by_kind[kind], _ = self.fetch_rows(kind, ("limit", "100"), *_expand_params(kind))
        return self.check_fields(kind, self.rows_by_kind[kind])

    def check_fields(self, kind: Kind, rows: list[Row]) -> Finding:
        name = _label_fields(kind)
        field_names = (*IDENTITY, *list_requested_fields(kind))
        types: dict[str, tuple[type, ...]] = {"_id": (str,), **{field.name: _json_types(field) for field in FIELDS}}
        wrong_type_fields = sorted(
            {f for row in rows for f in field_names if row.get(f) is not None and not _has_type(row[f], types[f])}
        )
        absent_fields = sorted(f for f in field_names if not any(f in row for row in rows))
        extra_fields = sorted({shorten(field, 50) for row in rows for field in row} - set(field_names))[
            :MAX_NAMED_FIELDS
        ]
        details = Note("fields", {
            "wrong": ", ".join(wrong_type_fields) or "–", "absent": ", ".join(absent_fields) or "–", "extra": ", ".join(extra_fields) or "–",
        })  # fmt: skip
        if not rows:
            return Finding(name, "not seen", Note("no_rows"))
        if wrong_type_fields or set(absent_fields) - OPTIONAL_FIELDS:
            return Finding(
                name,
                "changed",
                details,
                matters=bool(REQUIRED_FIELDS & {*wrong_type_fields, *absent_fields}),
            )
        if absent_fields or extra_fields:
            return Finding(name, "held", details)
        return Finding(name, "held", Note("fields_in_rows", {"fields": len(field_names), "rows": len(rows)}))

    def check_ascending(self) -> Finding:
        times = [str(row.get("createdAt")) for row in self.first_rows]
        if times != sorted(times):
            return Finding(ASCENDING, "changed", Note("other_order"))
        if not times:
            return Finding(ASCENDING, "not seen", Note("no_rows"))
        span: Parameters = {"first": shorten(times[0], 40), "last": shorten(times[-1], 40)}
        return Finding(ASCENDING, "held", Note("span", span))

    def check_page_size(self) -> Finding:
        rows = len(self.first_rows)
        if self.next_url and rows == PAGE_SIZE:
            return Finding(FULL_PAGE, "held", Note("rows_and_link", {"rows": rows}))
        if self.next_url:
            return Finding(FULL_PAGE, "changed", Note("short_page", {"rows": rows}), matters=False)
        return Finding(FULL_PAGE, "not seen", Note("small_hub", {"rows": rows}), matters=False)

    def check_next_page(self) -> Finding:
        name, rows, link = NEXT_PAGE, self.first_rows, self.next_url
        if not link:  # the Hub has less than a page, so request smaller pages
            rows, link = self.fetch_rows("model", *CREATED_ASCENDING, ("limit", "5"), ("expand", "createdAt"))
        if self.bad_link:
            return Finding(name, "changed", Note("reported", {"text": self.bad_link.render(find_language())}))
        if not link:
            return Finding(name, "not seen" if len(rows) < 5 else "changed", Note("no_link", {"rows": len(rows)}))
        page, raw_rows = self.client.fetch_rows(link)
        if page.bad_link:
            return Finding(name, "changed", Note("reported", {"text": page.bad_link.render(find_language())}))
        if page.next_url == link:
            return Finding(name, "changed", Note("self_link"))
        repeated_ids = {row["_id"] for row in rows} & {msgspec.json.decode(raw)["_id"] for raw in raw_rows}
        if repeated_ids or not raw_rows:
            fault = Note("repeated_rows", {"rows": len(repeated_ids)}) if raw_rows else Note("empty_page")
            return Finding(name, "changed", fault)
        return Finding(name, "held", Note("new_rows", {"rows": len(raw_rows)}))

    def check_quota_headers(self) -> Finding:
        name, budget = QUOTA_HEADERS, self.client.budget
        if budget.limit is None:
            return Finding(name, "not seen", Note("no_quota_headers"), matters=False)
        quota: Parameters = {"remaining": str(budget.remaining), "limit": budget.limit}
        if budget.window_seconds is None:
            return Finding(name, "changed", Note("no_quota_policy", quota), matters=False)
        return Finding(name, "held", Note("quota", {**quota, "seconds": f"{budget.window_seconds:.0f}"}))

    def check_category(self, category: Category) -> Finding:
        name = _label_category(category)
        task = dict(category.params).get("pipeline_tag")
        if category == self.first_rows_category:
            rows = self.first_rows
        else:
            sort = self.sorts.get(category.slug, "likes")
            fields = (
                [("expand", f) for f in ("pipeline_tag" if task else "tags", sort)]
                if category.kind == "model"
                else _expand_params(category.kind)
            )
            rows, _ = self.fetch_rows(
                category.kind, *category.params, ("sort", sort), ("limit", str(PAGE_SIZE)), *fields
            )
            if len(rows) > len(self.sorted_values.get(sort, [])):
                self.sorted_values[sort] = [row.get(sort) for row in rows]
        if category.kind != "model":
            self.rows_by_kind[category.kind] = rows
        if not rows:
            is_discontinued = category.status == "discontinued"
            if is_discontinued:
                return Finding(name, "not seen", Note("no_rows_as_expected"))
            return Finding(name, "changed", Note("no_rows"))
        tags = {value for key, value in category.params if key == "filter"}
        stray_rows = [
            row for row in rows if (row.get("pipeline_tag") != task if task else not tags <= set(row.get("tags") or ()))
        ]
        if stray_rows:
            return Finding(name, "changed", Note("stray_rows", {"stray": len(stray_rows), "rows": len(rows)}))
        return Finding(
            name, "held", Note("rows" if category.status == "active" else "rows_discontinued", {"rows": len(rows)})
        )

    def check_sorted_lists(self) -> Finding:
        name = SORTED_LISTS
        values_by_sort = {
            sort: [value for value in values if value is not None] for sort, values in self.sorted_values.items()
        }
        rises_by_sort = {sort: sum(a < b for a, b in pairwise(values)) for sort, values in values_by_sort.items()}
        unsorted_lists = [
            f"{sort}: {rises_by_sort[sort]} / {len(values)}"
            for sort, values in values_by_sort.items()
            if rises_by_sort[sort] > MAX_UNSORTED_SHARE * len(values)
        ]
        if unsorted_lists:
            return Finding(name, "changed", Note("unsorted_lists", {"lists": "; ".join(unsorted_lists)}))
        sorts_without_rows = [sort for sort in SORTS if len(values_by_sort.get(sort, [])) < 2]
        if sorts_without_rows:
            return Finding(name, "not seen", Note("too_few_rows", {"sorts": ", ".join(sorts_without_rows)}))
        return Finding(name, "held", Note("in_category_lists"))

    def check_missing_repo(self) -> Finding:
        if not self.has_missing_repo:
            try:
                page = self.client.fetch_detail(self.client.build_url(f"/api/models/{MISSING_REPO}", []))
            except RepoMissing:
                pass
            else:
                return Finding(MISSING, "changed", Note("answered", {"url": shorten(page.url)}))
        return Finding(MISSING, "held", Note("reported_missing"))

    def check_redirect(self) -> Finding:
        name = REDIRECT
        # The Hub also redirects another letter case, which any Hub can be tested with.
        for old_id in (OLD_REPO_NAME, *(entry.id.swapcase() for entry in self.catalogue.featured[:1])):
            requests_before = self.client.requests
            try:
                page = self.client.fetch_detail(self.client.build_url(f"/api/models/{old_id}", []))
            except RepoMissing:
                self.has_missing_repo = True
                continue
            current_id, redirects = msgspec.json.decode(page.body).get("id"), self.client.requests - requests_before - 1
            names: Parameters = {"old": old_id, "id": shorten(str(current_id), 100), "redirects": redirects}
            detail = Note("redirects", names)
            return Finding(name, "held" if redirects and current_id != old_id else "changed", detail)
        return Finding(name, "not seen", Note("no_such_repo", {"id": OLD_REPO_NAME}), matters=False)

    def check_featured(self) -> Finding:
        kinds = {category.slug: category.kind for category in self.catalogue.categories}
        missing_ids = []
        for entry in self.catalogue.featured:
            if entry.id in self.listed_ids:
                continue
            try:
                self.client.fetch_detail(
                    self.client.build_url(f"/api/{kinds[entry.category]}s/{entry.id}", [("expand", "likes")])
                )
            except RepoMissing:
                missing_ids.append(entry.id)
        if missing_ids:
            # The boards report a disappeared model; Almanac works without it.
            return Finding(FEATURED, "changed", Note("missing_models", {"ids": ", ".join(missing_ids)}), matters=False)
        return Finding(FEATURED, "held", Note("all_found", {"models": len(self.catalogue.featured)}))


def _label_fields(kind: Kind) -> Note:
    return Note("fields_of_kind", {"kind": kind})


def _label_category(category: Category) -> Note:
    if not category.selector:
        return Note("category_of_all", {"category": category.slug, "kind": category.kind})
    return Note("category", {"category": category.slug, "selector": category.selector})


def _expand_params(kind: Kind) -> list[tuple[str, str]]:
    return [("expand", field) for field in list_requested_fields(kind)]


def _json_types(field: Field) -> tuple[type, ...]:
    if field.json_types:
        return field.json_types
    return JSON_TYPES[field.shape] if isinstance(field.shape, str) else (type(field.shape),)


def _has_type(value: object, types: tuple[type, ...]) -> bool:
    return isinstance(value, types) and (bool in types or not isinstance(value, bool))
