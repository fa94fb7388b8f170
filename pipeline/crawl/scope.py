"""The scopes of a crawl. A separate module, quick to import."""

from enum import StrEnum


class Scope(StrEnum):
    """How much of the Hub a crawl lists."""

    leaders = "leaders"
    categories = "categories"
    hub = "hub"

    @property
    def complete(self) -> bool:
        """Whether it lists every repo of every category, so that an absence has a meaning."""
        return self is not Scope.leaders
