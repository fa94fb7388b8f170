"""The kinds of repos that the Almanac follows, one entry each; their fields and counters are in hub_api/fields.py.

What belongs here: what the Hub calls a kind, where it lists and shows it. What does not: anything that depends on a day.
"""

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["model", "dataset"]


@dataclass(frozen=True)
class RepoKind:
    """A kind of repo. `sorts`: the orders, in the API's words, by which the leaders of a category are listed."""

    name: Kind
    plural: str
    """Part of the API's routes (`/api/models`), of our relations (`models`, `models_on`) and of our assets."""
    page: str
    """What stands before a repo's name in the address of its page on the Hub's site."""
    sorts: tuple[str, ...]

    @property
    def route(self) -> str:
        """The API's list route; a repo's own route begins with it."""
        return f"/api/{self.plural}"

    @property
    def history(self) -> str:
        """The view that has a row for each repo and day."""
        return f"{self.name}_history"


_REPO_KINDS = (
    RepoKind("model", "models", "", ("trendingScore", "downloads", "likes", "createdAt")),
    RepoKind("dataset", "datasets", "datasets/", ("trendingScore", "downloads", "likes", "createdAt")),
)
KINDS: dict[Kind, RepoKind] = {kind.name: kind for kind in _REPO_KINDS}
if set(KINDS) != set(get_args(Kind)):
    raise AssertionError("Kind and KINDS name other kinds")
