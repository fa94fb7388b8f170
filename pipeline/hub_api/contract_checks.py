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
from pipeline.hub_api.fields import FIELDS, IDENTITY, PAGE_SIZE, Field, requested_fields
from pipeline.kinds import KINDS, Kind
from pipeline.secrets import short

State = Literal["held", "changed", "not seen"]
Row = dict[str, Any]
# A field that the Hub may leave out, or send as null, is no change.
JSON_TYPES: dict[str, tuple[type, ...]] = {
    "BIGINT": (int,), "DOUBLE": (int, float), "BOOLEAN": (bool,), "VARCHAR": (str,), "TIMESTAMPTZ": (str,),
}  # fmt: skip
MUST = {"_id"} | {field.name for field in FIELDS if field.presence == "required"}
OPTIONAL = {field.name for field in FIELDS if field.presence == "optional"}
MISSING = "hub-almanac/no-such-repo-7f3a"
CREATED = (("sort", "createdAt"), ("direction", "1"))
RENAMED = "gpt2"  # since 2023 openai-community/gpt2
MOST_NAMED = 50  # fields that nobody asked for
SORTS = KINDS["model"].sorts
UNSORTED = 0.01  # of neighbours; the Hub's index lags a little behind the counters that it shows


@dataclass(frozen=True)
class Finding:
    """Whether an assumption holds. `matters`: the almanac cannot do its work if it does not."""

    assumption: str
    state: State
    seen: str
    matters: bool = True


Check = Callable[[], Finding]


class Examination:
    """Asks one Hub, each answer serving as many checks as it can. `sample`: whether it is the sample Hub, once it has answered."""

    def __init__(self, client: HubClient, catalogue: Catalogue):
        self.client, self.catalogue = client, catalogue
        self.sample: bool | None = None
        self.walk: list[Row] = []  # the first page of a walk by creation
        self.link: str | None = None
        self.bad_link = ""  # why the last list's link is not followed
        self.listed_rows: dict[Kind, list[Row]] = {}  # of kinds other than models, with all fields
        self.listed: set[str] = set()  # every name that any list showed
        self.missed = False  # whether a repo was said to be missing
        followed = {entry.category for entry in catalogue.featured}
        plain = [
            c for c in catalogue.categories if c.kind == "model" and c.status == "active" and c.slug not in followed
        ]
        # Of a category that features nobody any part will do: the first is walked, the others are sorted one way each. The rest by
        # likes, so that the featured models are among them.
        self.walked = plain[0] if plain else None
        self.sorts = {c.slug: SORTS[number % len(SORTS)] for number, c in enumerate(plain[1:])}
        self.falling: dict[str, list[float | None]] = {}  # by each of SORTS, what a list sorted by it held

    def findings(self, report: Callable[[str], None] = lambda doing: None) -> Iterator[Finding]:
        """Each assumption's finding; a check that the Hub refuses or breaks is one that does not hold."""
        for name, check in self.checks():
            report(name)
            try:
                yield check()
            except HubError as error:
                # if there is no answer at all, that says nothing of what is assumed
                if self.sample is None:
                    if isinstance(error, HubUnreachable):
                        raise
                    self.sample = self.client.now().sample
                yield Finding(name, "changed", str(error))
            except (TypeError, ValueError, LookupError, AttributeError, RecursionError) as error:
                # values of other types than the checks compare: msgspec's errors are ValueErrors
                yield Finding(name, "changed", f"an answer that cannot be read ({short(str(error))})")

    def checks(self) -> list[tuple[str, Check]]:
        """What is checked, in the order of the table; later checks look at what earlier ones were answered."""
        return [
            ("model rows bear the fields we ask for, typed as we read them", self.models),
            ("createdAt ascending is taken, and ascends", self.ascending),
            (f"a page has {PAGE_SIZE:,} rows, and links to the next by an absolute address", self.page),
            ("the link leads on: no row of one page is on the next", self.next_page),
            ("RateLimit and RateLimit-Policy say what is left of how many", self.quota),
            *((_named(c), lambda c=c: self.category(c)) for c in self.catalogue.categories),
            (f"sorted by {', '.join(SORTS)}, the largest come first", self.falls),
            *(
                (f"{kind} rows bear the fields we ask for, typed as we read them", lambda kind=kind: self.others(kind))
                for kind in KINDS
                if kind != "model"
            ),
            ("an old name is redirected to the new one", self.renamed),
            ("a repo that is not there is 401 or 404", self.missing),
            ("every featured model is there", self.featured),
        ]

    def rows(self, kind: Kind, *params: tuple[str, str]) -> tuple[list[Row], str | None]:
        page, raws = self.client.rows(self.client.url(KINDS[kind].route, list(params)))
        self.sample, self.bad_link = page.sample, page.bad_link
        found = [row for row in map(msgspec.json.decode, raws) if isinstance(row, dict)]
        self.listed.update(str(row.get("id")) for row in found)
        return found, page.next_url

    def models(self) -> Finding:
        asked = (*CREATED, ("limit", str(PAGE_SIZE)), *_expand("model"))
        if self.walked:
            self.walk, self.link = self.rows("model", *self.walked.params, *asked)
        if not self.walk:  # a category that the Hub dropped
            self.walked = None
            self.walk, self.link = self.rows("model", *asked)
        return self.fields("model", self.walk)

    def others(self, kind: Kind) -> Finding:
        if not self.listed_rows.get(kind):
            self.listed_rows[kind], _ = self.rows(kind, ("limit", "100"), *_expand(kind))
        return self.fields(kind, self.listed_rows[kind])

    def fields(self, kind: Kind, rows: list[Row]) -> Finding:
        name = f"{kind} rows bear the fields we ask for, typed as we read them"
        asked = (*IDENTITY, *requested_fields(kind))
        types: dict[str, tuple[type, ...]] = {"_id": (str,), **{field.name: _json_types(field) for field in FIELDS}}
        wrong = sorted({f for row in rows for f in asked if row.get(f) is not None and not _typed(row[f], types[f])})
        absent = sorted(f for f in asked if not any(f in row for row in rows))
        more = sorted({short(field, 50) for row in rows for field in row} - set(asked))[:MOST_NAMED]
        said = [f"{what}: {', '.join(names)}" for what, names in
                (("of another type", wrong), ("absent", absent), ("not asked for", more)) if names]  # fmt: skip
        if not rows:
            return Finding(name, "not seen", "no rows")
        if wrong or set(absent) - OPTIONAL:
            return Finding(name, "changed", "; ".join(said), matters=bool(MUST & {*wrong, *absent}))
        return Finding(name, "held", "; ".join(said) or f"{len(asked)} fields in {len(rows)} rows")

    def ascending(self) -> Finding:
        name = "createdAt ascending is taken, and ascends"
        times = [str(row.get("createdAt")) for row in self.walk]
        if times != sorted(times):
            return Finding(name, "changed", "rows are in another order")
        return Finding(
            name,
            "held" if times else "not seen",
            f"from {short(times[0], 40)} to {short(times[-1], 40)}" if times else "no rows",
        )

    def page(self) -> Finding:
        name = f"a page has {PAGE_SIZE:,} rows, and links to the next by an absolute address"
        rows = len(self.walk)
        if self.link and rows == PAGE_SIZE:
            return Finding(name, "held", f"{rows:,} rows and a link")
        if self.link:
            return Finding(name, "changed", f"{rows:,} rows and a link: short pages are followed", matters=False)
        return Finding(name, "not seen", f"{rows:,} rows and no link: a small Hub", matters=False)

    def next_page(self) -> Finding:
        name = "the link leads on: no row of one page is on the next"
        rows, link = self.walk, self.link
        if not link:  # a Hub of less than a page: its pages can be made small
            rows, link = self.rows("model", *CREATED, ("limit", "5"), ("expand", "createdAt"))
        if self.bad_link:
            return Finding(name, "changed", self.bad_link)
        if not link:
            return Finding(name, "not seen" if len(rows) < 5 else "changed", f"no link after {len(rows)} rows")
        page, raws = self.client.rows(link)
        if page.bad_link:
            return Finding(name, "changed", page.bad_link)
        if page.next_url == link:
            return Finding(name, "changed", "a page links to itself")
        again = {row["_id"] for row in rows} & {msgspec.json.decode(raw)["_id"] for raw in raws}
        if again or not raws:
            return Finding(name, "changed", f"{len(again)} rows again" if raws else "an empty page")
        return Finding(name, "held", f"{len(raws)} new rows")

    def quota(self) -> Finding:
        budget = self.client.budget
        name = "RateLimit and RateLimit-Policy say what is left of how many"
        if budget.limit is None:
            return Finding(
                name, "not seen", "no such headers: requests are not paced, a 429 is waited out", matters=False
            )
        if budget.window is None:
            return Finding(name, "changed", f"{budget.left} left, but no policy", matters=False)
        return Finding(name, "held", f"{budget.left:,} left of {budget.limit:,} in {budget.window:.0f} s")

    def category(self, category: Category) -> Finding:
        name = _named(category)
        wanted = dict(category.params).get("pipeline_tag")
        if category == self.walked:
            rows = self.walk
        else:
            by = self.sorts.get(category.slug, "likes")
            fields = (
                [("expand", f) for f in ("pipeline_tag" if wanted else "tags", by)]
                if category.kind == "model"
                else _expand(category.kind)
            )
            rows, _ = self.rows(category.kind, *category.params, ("sort", by), ("limit", str(PAGE_SIZE)), *fields)
            if len(rows) > len(self.falling.get(by, [])):
                self.falling[by] = [row.get(by) for row in rows]
        if category.kind != "model":
            self.listed_rows[category.kind] = rows
        if not rows:
            known = category.status == "discontinued"
            return Finding(name, "not seen" if known else "changed", "no rows" + (", as is known" if known else ""))
        tags = {value for key, value in category.params if key == "filter"}
        strays = [
            r for r in rows if (r.get("pipeline_tag") != wanted if wanted else not tags <= set(r.get("tags") or ()))
        ]
        if strays:
            return Finding(name, "changed", f"{len(strays)} of {len(rows)} rows do not belong there")
        return Finding(name, "held", f"{len(rows)} rows" + (", discontinued" if category.status != "active" else ""))

    def falls(self) -> Finding:
        name = f"sorted by {', '.join(SORTS)}, the largest come first"
        known = {by: [value for value in values if value is not None] for by, values in self.falling.items()}
        rises = {by: sum(a < b for a, b in pairwise(values)) for by, values in known.items()}
        wrong = [
            f"{by}: {rises[by]} of {len(values)} rows"
            for by, values in known.items()
            if rises[by] > UNSORTED * len(values)
        ]
        if wrong:
            return Finding(name, "changed", f"in another order by {'; '.join(wrong)}")
        unseen = [by for by in SORTS if len(known.get(by, [])) < 2]
        return Finding(
            name,
            "not seen" if unseen else "held",
            f"too few rows by {', '.join(unseen)}" if unseen else "in lists of categories",
        )

    def missing(self) -> Finding:
        name = "a repo that is not there is 401 or 404"
        if not self.missed:
            try:
                page = self.client.detail(self.client.url(f"/api/models/{MISSING}", []))
            except RepoMissing:
                pass
            else:
                return Finding(name, "changed", f"an answer from {short(page.url)}")
        return Finding(name, "held", "said to be missing")

    def renamed(self) -> Finding:
        name = "an old name is redirected to the new one"
        # Another letter case is redirected too; that can be tried on any Hub.
        for old in (RENAMED, *(entry.id.swapcase() for entry in self.catalogue.featured[:1])):
            sent = self.client.requests
            try:
                page = self.client.detail(self.client.url(f"/api/models/{old}", []))
            except RepoMissing:
                self.missed = True
                continue
            now, hops = msgspec.json.decode(page.body).get("id"), self.client.requests - sent - 1
            said = f"{old} is {short(str(now), 100)}, {hops} redirect(s)"
            return Finding(name, "held" if hops and now != old else "changed", said)
        return Finding(name, "not seen", f"{RENAMED} is not there", matters=False)

    def featured(self) -> Finding:
        name = "every featured model is there"
        kinds = {category.slug: category.kind for category in self.catalogue.categories}
        gone = []
        for entry in self.catalogue.featured:
            if entry.id in self.listed:
                continue
            try:
                self.client.detail(self.client.url(f"/api/{kinds[entry.category]}s/{entry.id}", [("expand", "likes")]))
            except RepoMissing:
                gone.append(entry.id)
        if gone:
            # That a model went is for the boards to say; the almanac goes on without it.
            return Finding(name, "changed", f"not there: {', '.join(gone)}", matters=False)
        return Finding(name, "held", f"{len(self.catalogue.featured)} of {len(self.catalogue.featured)}")


def _named(category: Category) -> str:
    return f"category {category.slug}: {category.selector}"


def _expand(kind: Kind) -> list[tuple[str, str]]:
    return [("expand", field) for field in requested_fields(kind)]


def _json_types(field: Field) -> tuple[type, ...]:
    if field.json_types:
        return field.json_types
    return JSON_TYPES[field.shape] if isinstance(field.shape, str) else (type(field.shape),)


def _typed(value: object, types: tuple[type, ...]) -> bool:
    return isinstance(value, types) and (bool in types or not isinstance(value, bool))
