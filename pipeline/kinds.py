"""The kinds of repos: their names, routes and page addresses on the Hub. Fields and counters are in hub_api/fields.py."""

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["model", "dataset"]


@dataclass(frozen=True)
class RepoKind:
    """A kind of repo. `sorts`: the API's sorts that list the leaders of a category.

    `site_filters`: groups of tags that the Hub's site filters by in a parameter of their own; all others are in `other`.
    """

    name: Kind
    plural: str
    """Part of API routes (`/api/models`), relations (`models`, `models_on`) and assets."""
    page: str
    """The prefix of a repo's name in its page address on the Hub's site."""
    sorts: tuple[str, ...]
    site_filters: tuple[str, ...]

    @property
    def route(self) -> str:
        """The API's list route, and the start of each repo's route."""
        return f"/api/{self.plural}"

    @property
    def history(self) -> str:
        """The view with a row for each repo and day."""
        return f"{self.name}_history"


_REPO_KINDS = (
    RepoKind("model", "models", "", ("trendingScore", "downloads", "likes", "createdAt"), ("license", "dataset")),
    RepoKind(
        "dataset", "datasets", "datasets/", ("trendingScore", "downloads", "likes", "createdAt"),
        ("modality", "task_categories", "size_categories", "language", "license", "format", "library"),
    ),
)  # fmt: skip
KINDS: dict[Kind, RepoKind] = {kind.name: kind for kind in _REPO_KINDS}
if set(KINDS) != set(get_args(Kind)):
    raise AssertionError("Kind and KINDS differ")


def find_kind(name: object) -> Kind | None:
    """Return the kind of this name, if there is one."""
    return next((kind for kind in KINDS if kind == name), None)
