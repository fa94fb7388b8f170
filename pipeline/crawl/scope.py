"""The scopes of a crawl, in a module that is quick to import for the command line."""

from enum import StrEnum


class Scope(StrEnum):
    """How much of the Hub a crawl lists."""

    leaders = "leaders"
    categories = "categories"
    hub = "hub"

    @property
    def complete(self) -> bool:
        """Whether it lists every repo of every category, so that a repo's absence has a meaning."""
        return self is not Scope.leaders
