"""Plan the lists and details of a scope."""

from dataclasses import dataclass
from urllib.parse import quote

from pipeline.catalogue import SELECTOR_KEYS, Catalogue, Category, Featured
from pipeline.crawl.scope import Scope
from pipeline.hub_api.fields import PAGE_SIZE, list_requested_fields
from pipeline.kinds import KINDS, Kind

LEADER_LIMIT = 1000


@dataclass(frozen=True)
class Listing:
    """A list to crawl, up to `want` rows (None: all)."""

    name: str
    kind: Kind
    params: tuple[tuple[str, str], ...]
    want: int | None
    category: str | None = None

    @property
    def path(self) -> str:
        return KINDS[self.kind].route

    @property
    def page_size(self) -> int:
        return int(dict(self.params).get("limit", PAGE_SIZE))

    @property
    def selector(self) -> tuple[tuple[str, str], ...] | None:
        """The parameters that select a category's repos; None for other lists."""
        return tuple(pair for pair in self.params if pair[0] in SELECTOR_KEYS) if self.category else None

    @property
    def is_complete(self) -> bool:
        return self.want is None

    @property
    def newest_params(self) -> tuple[tuple[str, str], ...]:
        """Parameters of its newest repo, where a list by `createdAt` ascending must end."""
        params = tuple((key, value) for key, value in self.params if key not in ("direction", "limit", "expand"))
        return (*params, ("limit", "1"), ("expand", "createdAt"))


@dataclass(frozen=True)
class Detail:
    name: str
    kind: Kind
    id: str
    params: tuple[tuple[str, str], ...]

    @property
    def path(self) -> str:
        """The detail route; the Hub rejects %2F between owner and name."""
        return f"{KINDS[self.kind].route}/{quote(self.id, safe='/')}"


def plan_listings(scope: Scope, catalogue: Catalogue, limit: int | None = None) -> list[Listing]:
    """Return the lists of a scope, each cut to `limit` rows.

    leaders: the first 1,000 of each category by each sort. categories: every repo of every category. hub: everything. Complete lists use
    `createdAt` ascending, the only order that is stable during a crawl and supports `direction=1`. Categories with the same repos share
    their lists; a complete list of a kind has the rows of all its categories.
    """

    def make_listing(
        name: str, kind: Kind, sort: str, want: int | None, params: list[tuple[str, str]], category: str | None
    ):
        want = want if limit is None else min(limit, want or limit)
        order = [("sort", sort)] + ([("direction", "1")] if scope.complete else [])
        size = ("limit", str(PAGE_SIZE if want is None else min(PAGE_SIZE, want)))
        expand = [("expand", field) for field in list_requested_fields(kind)]
        return Listing(name, kind, (*params, *order, size, *expand), want, category)

    if scope is Scope.hub:
        return [make_listing(kind.plural, kind.name, "createdAt", None, [], None) for kind in KINDS.values()]
    first_categories: dict[object, Category] = {}
    for category in catalogue.categories:
        first_categories.setdefault(category.criteria, category)
    categories = first_categories.values()
    if scope is Scope.categories:
        complete_kinds = {c.kind for c in categories if c.selector is None}
        return [
            make_listing(c.slug, c.kind, "createdAt", None, c.params, c.slug)
            for c in categories
            if c.selector is None or c.kind not in complete_kinds
        ]
    return [
        make_listing(f"{c.slug}.{sort}", c.kind, sort, LEADER_LIMIT, c.params, c.slug)
        for c in categories
        for sort in KINDS[c.kind].sorts
    ]


def plan_details(catalogue: Catalogue) -> list[Detail]:
    """Return a detail for each featured repo: lists omit renamed and disabled repos, and those that are not leaders."""
    kinds: dict[str, Kind] = {category.slug: category.kind for category in catalogue.categories}

    def make_detail(entry: Featured) -> Detail:
        kind = kinds[entry.category]
        expand = tuple(("expand", field) for field in list_requested_fields(kind, detail=True))
        return Detail(f"featured.{entry.id}", kind, entry.id, expand)

    details_by_repo = {(detail.kind, detail.id): detail for detail in map(make_detail, catalogue.featured)}
    return list(details_by_repo.values())
