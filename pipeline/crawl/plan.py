"""From a scope to the lists and details that the Hub is asked for."""

from dataclasses import dataclass
from urllib.parse import quote

from pipeline.catalogue import Catalogue, Featured
from pipeline.crawl.scope import Scope
from pipeline.hub_api.fields import PAGE_SIZE, list_requested_fields
from pipeline.kinds import KINDS, Kind

LEADER_LIMIT = 1000


@dataclass(frozen=True)
class Listing:
    """One walk through a list route, page by page. `want` rows, or all of them (None)."""

    name: str
    kind: Kind
    params: tuple[tuple[str, str], ...]
    want: int | None
    category: str | None = None

    @property
    def path(self) -> str:
        """The list route."""
        return KINDS[self.kind].route

    @property
    def page_size(self) -> int:
        """How many rows a page has at most."""
        return int(dict(self.params).get("limit", PAGE_SIZE))

    @property
    def is_complete(self) -> bool:
        """Whether the list is walked to its very end."""
        return self.want is None

    @property
    def newest_params(self) -> tuple[tuple[str, str], ...]:
        """Parameters for its newest repo: where a walk by `createdAt` ascending must end."""
        params = tuple((key, value) for key, value in self.params if key not in ("direction", "limit", "expand"))
        return (*params, ("limit", "1"), ("expand", "createdAt"))


@dataclass(frozen=True)
class Detail:
    """One repo asked for by name."""

    name: str
    kind: Kind
    id: str
    params: tuple[tuple[str, str], ...]

    @property
    def path(self) -> str:
        """The detail route. The slash between owner and name stays one: the Hub does not take %2F."""
        return f"{KINDS[self.kind].route}/{quote(self.id, safe='/')}"


def plan_listings(scope: Scope, catalogue: Catalogue, limit: int | None = None) -> list[Listing]:
    """The lists that make up a scope; `limit` cuts each one short, for a quick try.

    leaders: per category the first 1,000 by each of its kind's orders. categories: every repo of every category. hub: everything.
    Complete walks go by `createdAt` ascending: it is the one order that does not move while one walks, and the Hub
    allows `direction=1` for it alone.
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
    if scope is Scope.categories:
        return [make_listing(c.slug, c.kind, "createdAt", None, c.params, c.slug) for c in catalogue.categories]
    return [
        make_listing(f"{c.slug}.{sort}", c.kind, sort, LEADER_LIMIT, c.params, c.slug)
        for c in catalogue.categories
        for sort in KINDS[c.kind].sorts
    ]


def plan_details(catalogue: Catalogue) -> list[Detail]:
    """Every featured repo, by name: lists do not reach a repo that was renamed, disabled or is not among the leaders."""
    kinds: dict[str, Kind] = {category.slug: category.kind for category in catalogue.categories}

    def make_detail(entry: Featured) -> Detail:
        kind = kinds[entry.category]
        expand = tuple(("expand", field) for field in list_requested_fields(kind, detail=True))
        return Detail(f"featured.{entry.id}", kind, entry.id, expand)

    details_by_repo = {(detail.kind, detail.id): detail for detail in map(make_detail, catalogue.featured)}
    return list(details_by_repo.values())
