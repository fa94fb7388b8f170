"""What the client takes for granted of the Hub, each checked by asking it: four or five requests, and one for each category.

What belongs here: the assumptions and how to see whether they hold. What does not: how that is shown (cli/doctor.py).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import msgspec

from pipeline.catalogue import Catalogue, Category
from pipeline.errors import HubError, HubUnreachable
from pipeline.hub_api.client import HubClient, RepoMissing
from pipeline.hub_api.fields import FIELDS, IDENTITY, PAGE_SIZE, Field, list_requested_fields
from pipeline.kinds import KINDS, Kind
from pipeline.secrets import shorten

State = Literal["held", "changed", "not seen"]
Row = dict[str, Any]
# A field that the Hub may leave out, or send as null, is no change.
JSON_TYPES: dict[str, tuple[type, ...]] = {
    "BIGINT": (int,), "DOUBLE": (int, float), "BOOLEAN": (bool,), "VARCHAR": (str,), "TIMESTAMPTZ": (str,),
}  # fmt: skip
REQUIRED_FIELDS = {"_id"} | {field.name for field in FIELDS if field.presence == "required"}
OPTIONAL_FIELDS = {field.name for field in FIELDS if field.presence == "optional"}
MISSING_REPO = "hub-almanac/no-such-repo-7f3a"
CREATED_ASCENDING = (("sort", "createdAt"), ("direction", "1"))
OLD_REPO_NAME = "gpt2"  # since 2023 openai-community/gpt2
MAX_NAMED_FIELDS = 50  # fields that nobody asked for
SORTS = KINDS["model"].sorts
MAX_UNSORTED_SHARE = 0.01  # of neighbours; the Hub's index lags a little behind the counters that it shows


@dataclass(frozen=True)
class Finding:
    """Whether an assumption holds. `matters`: the almanac cannot do its work if it does not."""

    assumption: str
    state: State
    seen: str
    matters: bool = True


Check = Callable[[], Finding]


class ContractChecker:
    """Asks one Hub, each answer serving as many checks as it can. `sample`: whether it is the sample Hub, once it has answered."""

    def __init__(self, client: HubClient, catalogue: Catalogue):
        self.client, self.catalogue = client, catalogue
        self.sample: bool | None = None
        self.first_rows: list[Row] = []  # the first page of a walk by creation
        self.next_url: str | None = None
        self.bad_link = ""  # why the last list's link is not followed
        self.rows_by_kind: dict[Kind, list[Row]] = {}  # of kinds other than models, with all fields
        self.listed_ids: set[str] = set()  # every name that any list showed
        self.has_missing_repo = False  # whether a repo was said to be missing
        featured_categories = {entry.category for entry in catalogue.featured}
        plain_categories = [
            c
            for c in catalogue.categories
            if c.kind == "model" and c.status == "active" and c.slug not in featured_categories
        ]
        # Of a category that features nobody any part will do: the first is walked, the others are sorted one way each. The rest by
        # likes, so that the featured models are among them.
        self.first_rows_category = plain_categories[0] if plain_categories else None
        self.sorts = {c.slug: SORTS[number % len(SORTS)] for number, c in enumerate(plain_categories[1:])}
        self.sorted_values: dict[str, list[float | None]] = {}  # by each of SORTS, what a list sorted by it held

    def run_checks(self, report_check: Callable[[str], None] = lambda name: None) -> Iterator[Finding]:
        """Each assumption's finding; a check that the Hub refuses or breaks is one that does not hold."""
        for name, check in self.list_checks():
            report_check(name)
            try:
                yield check()
            except HubError as error:
                # if there is no answer at all, that says nothing of what is assumed
                if self.sample is None:
                    if isinstance(error, HubUnreachable):
                        raise
                    self.sample = self.client.probe().sample
                yield Finding(name, "changed", str(error))
            except (TypeError, ValueError, LookupError, AttributeError, RecursionError) as error:
                # values of other types than the checks compare: msgspec's errors are ValueErrors
                yield Finding(name, "changed", f"an answer that cannot be read ({shorten(str(error))})")

    def list_checks(self) -> list[tuple[str, Check]]:
        """What is checked, in the order of the table; later checks look at what earlier ones were answered."""
        return [
            ("model rows bear the fields we ask for, typed as we read them", self.check_models),
            ("createdAt ascending is taken, and ascends", self.check_ascending),
            (f"a page has {PAGE_SIZE:,} rows, and links to the next by an absolute address", self.check_page_size),
            ("the link leads on: no row of one page is on the next", self.check_next_page),
            ("RateLimit and RateLimit-Policy say what is left of how many", self.check_quota_headers),
            *((_label_category(c), lambda c=c: self.check_category(c)) for c in self.catalogue.categories),
            (f"sorted by {', '.join(SORTS)}, the largest come first", self.check_sorted_lists),
            *(
                (
                    f"{kind} rows bear the fields we ask for, typed as we read them",
                    lambda kind=kind: self.check_other_kind(kind),
                )
                for kind in KINDS
                if kind != "model"
            ),
            ("an old name is redirected to the new one", self.check_redirect),
            ("a repo that is not there is 401 or 404", self.check_missing_repo),
            ("every featured model is there", self.check_featured),
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
        if not self.first_rows:  # a category that the Hub dropped
            self.first_rows_category = None
            self.first_rows, self.next_url = self.fetch_rows("model", *params)
        return self.check_fields("model", self.first_rows)

    def check_other_kind(self, kind: Kind) -> Finding:
        if not self.rows_by_kind.get(kind):
            self.rows_by_kind[kind], _ = self.fetch_rows(kind, ("limit", "100"), *_expand_params(kind))
        return self.check_fields(kind, self.rows_by_kind[kind])

    def check_fields(self, kind: Kind, rows: list[Row]) -> Finding:
        name = f"{kind} rows bear the fields we ask for, typed as we read them"
        field_names = (*IDENTITY, *list_requested_fields(kind))
        types: dict[str, tuple[type, ...]] = {"_id": (str,), **{field.name: _json_types(field) for field in FIELDS}}
        wrong_type_fields = sorted(
            {f for row in rows for f in field_names if row.get(f) is not None and not _has_type(row[f], types[f])}
        )
        absent_fields = sorted(f for f in field_names if not any(f in row for row in rows))
        extra_fields = sorted({shorten(field, 50) for row in rows for field in row} - set(field_names))[
            :MAX_NAMED_FIELDS
        ]
        details = [f"{problem}: {', '.join(names)}" for problem, names in
                (("of another type", wrong_type_fields), ("absent", absent_fields), ("not asked for", extra_fields)) if names]  # fmt: skip
        if not rows:
            return Finding(name, "not seen", "no rows")
        if wrong_type_fields or set(absent_fields) - OPTIONAL_FIELDS:
            return Finding(
                name,
                "changed",
                "; ".join(details),
                matters=bool(REQUIRED_FIELDS & {*wrong_type_fields, *absent_fields}),
            )
        return Finding(name, "held", "; ".join(details) or f"{len(field_names)} fields in {len(rows)} rows")

    def check_ascending(self) -> Finding:
        name = "createdAt ascending is taken, and ascends"
        times = [str(row.get("createdAt")) for row in self.first_rows]
        if times != sorted(times):
            return Finding(name, "changed", "rows are in another order")
        return Finding(
            name,
            "held" if times else "not seen",
            f"from {shorten(times[0], 40)} to {shorten(times[-1], 40)}" if times else "no rows",
        )

    def check_page_size(self) -> Finding:
        name = f"a page has {PAGE_SIZE:,} rows, and links to the next by an absolute address"
        rows = len(self.first_rows)
        if self.next_url and rows == PAGE_SIZE:
            return Finding(name, "held", f"{rows:,} rows and a link")
        if self.next_url:
            return Finding(name, "changed", f"{rows:,} rows and a link: short pages are followed", matters=False)
        return Finding(name, "not seen", f"{rows:,} rows and no link: a small Hub", matters=False)

    def check_next_page(self) -> Finding:
        name = "the link leads on: no row of one page is on the next"
        rows, link = self.first_rows, self.next_url
        if not link:  # a Hub of less than a page: its pages can be made small
            rows, link = self.fetch_rows("model", *CREATED_ASCENDING, ("limit", "5"), ("expand", "createdAt"))
        if self.bad_link:
            return Finding(name, "changed", self.bad_link)
        if not link:
            return Finding(name, "not seen" if len(rows) < 5 else "changed", f"no link after {len(rows)} rows")
        page, raw_rows = self.client.fetch_rows(link)
        if page.bad_link:
            return Finding(name, "changed", page.bad_link)
        if page.next_url == link:
            return Finding(name, "changed", "a page links to itself")
        repeated_ids = {row["_id"] for row in rows} & {msgspec.json.decode(raw)["_id"] for raw in raw_rows}
        if repeated_ids or not raw_rows:
            return Finding(name, "changed", f"{len(repeated_ids)} rows again" if raw_rows else "an empty page")
        return Finding(name, "held", f"{len(raw_rows)} new rows")

    def check_quota_headers(self) -> Finding:
        budget = self.client.budget
        name = "RateLimit and RateLimit-Policy say what is left of how many"
        if budget.limit is None:
            return Finding(
                name, "not seen", "no such headers: requests are not paced, a 429 is waited out", matters=False
            )
        if budget.window_seconds is None:
            return Finding(name, "changed", f"{budget.remaining} left, but no policy", matters=False)
        return Finding(name, "held", f"{budget.remaining:,} left of {budget.limit:,} in {budget.window_seconds:.0f} s")

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
            return Finding(
                name,
                "not seen" if is_discontinued else "changed",
                "no rows" + (", as is known" if is_discontinued else ""),
            )
        tags = {value for key, value in category.params if key == "filter"}
        stray_rows = [
            row for row in rows if (row.get("pipeline_tag") != task if task else not tags <= set(row.get("tags") or ()))
        ]
        if stray_rows:
            return Finding(name, "changed", f"{len(stray_rows)} of {len(rows)} rows do not belong there")
        return Finding(name, "held", f"{len(rows)} rows" + (", discontinued" if category.status != "active" else ""))

    def check_sorted_lists(self) -> Finding:
        name = f"sorted by {', '.join(SORTS)}, the largest come first"
        values_by_sort = {
            sort: [value for value in values if value is not None] for sort, values in self.sorted_values.items()
        }
        rises_by_sort = {sort: sum(a < b for a, b in pairwise(values)) for sort, values in values_by_sort.items()}
        unsorted_lists = [
            f"{sort}: {rises_by_sort[sort]} of {len(values)} rows"
            for sort, values in values_by_sort.items()
            if rises_by_sort[sort] > MAX_UNSORTED_SHARE * len(values)
        ]
        if unsorted_lists:
            return Finding(name, "changed", f"in another order by {'; '.join(unsorted_lists)}")
        sorts_without_rows = [sort for sort in SORTS if len(values_by_sort.get(sort, [])) < 2]
        return Finding(
            name,
            "not seen" if sorts_without_rows else "held",
            f"too few rows by {', '.join(sorts_without_rows)}" if sorts_without_rows else "in lists of categories",
        )

    def check_missing_repo(self) -> Finding:
        name = "a repo that is not there is 401 or 404"
        if not self.has_missing_repo:
            try:
                page = self.client.fetch_detail(self.client.build_url(f"/api/models/{MISSING_REPO}", []))
            except RepoMissing:
                pass
            else:
                return Finding(name, "changed", f"an answer from {shorten(page.url)}")
        return Finding(name, "held", "said to be missing")

    def check_redirect(self) -> Finding:
        name = "an old name is redirected to the new one"
        # Another letter case is redirected too; that can be tried on any Hub.
        for old_id in (OLD_REPO_NAME, *(entry.id.swapcase() for entry in self.catalogue.featured[:1])):
            requests_before = self.client.requests
            try:
                page = self.client.fetch_detail(self.client.build_url(f"/api/models/{old_id}", []))
            except RepoMissing:
                self.has_missing_repo = True
                continue
            current_id, redirects = msgspec.json.decode(page.body).get("id"), self.client.requests - requests_before - 1
            detail = f"{old_id} is {shorten(str(current_id), 100)}, {redirects} redirect(s)"
            return Finding(name, "held" if redirects and current_id != old_id else "changed", detail)
        return Finding(name, "not seen", f"{OLD_REPO_NAME} is not there", matters=False)

    def check_featured(self) -> Finding:
        name = "every featured model is there"
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
            # That a model went is for the boards to say; the almanac goes on without it.
            return Finding(name, "changed", f"not there: {', '.join(missing_ids)}", matters=False)
        return Finding(name, "held", f"{len(self.catalogue.featured)} of {len(self.catalogue.featured)}")


def _label_category(category: Category) -> str:
    return f"category {category.slug}: {category.selector}"


def _expand_params(kind: Kind) -> list[tuple[str, str]]:
    return [("expand", field) for field in list_requested_fields(kind)]


def _json_types(field: Field) -> tuple[type, ...]:
    if field.json_types:
        return field.json_types
    return JSON_TYPES[field.shape] if isinstance(field.shape, str) else (type(field.shape),)


def _has_type(value: object, types: tuple[type, ...]) -> bool:
    return isinstance(value, types) and (bool in types or not isinstance(value, bool))
