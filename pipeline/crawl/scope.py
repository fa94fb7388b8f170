"""How much of the Hub a snapshot takes. On its own, since the command line names it before anything else is loaded."""

from enum import StrEnum


class Scope(StrEnum):
    """How much of the Hub a snapshot takes."""

    leaders = "leaders"
    categories = "categories"
    hub = "hub"

    @property
    def complete(self) -> bool:
        """Whether a repo's absence means something: every repo of every documented category was listed."""
        return self is not Scope.leaders
