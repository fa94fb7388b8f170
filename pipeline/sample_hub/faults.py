"""Everything that can go wrong with a response, as switches to flip while the sample Hub runs.

Scope: what faults there are and when they strike. `app` makes them happen on the wire, `routes` in lists.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

FaultKind = Literal[
    "status",  # this status with a JSON error; a 429 says to wait `seconds`, or nothing at all with headers=False
    "html",  # 200 with an HTML page
    "stall",  # no byte for `seconds`, then the true response
    "truncated",  # the first half of the body, as if that were all
    "bad-gzip",  # says it is gzip, and is not
    "reset",  # the connection is reset before the first byte
    "cut",  # the connection is reset in the middle of the body
    "no-date",  # no Date header
    "repeated-cursor",  # the next page is this page again
    "empty-page",  # no rows, but a link to the next page
    "odd-rows",  # rows of the wrong kind among the right ones
    "foreign-link",  # the link points to another host
    "relative-link",  # the link is relative
    "unsorted",  # in another order than asked for
    "other-hub",  # a sample Hub's answer lacks the header that says so, a real one's has it
    "unfiltered",  # the selector is ignored, as the Hub does with a misspelt one
]


@dataclass(frozen=True)
class Fault:
    """One fault of one response."""

    kind: FaultKind
    status: int = 500
    seconds: float = 0.0
    headers: bool = True


class IncomingRequest(NamedTuple):
    """A request, as far as rules may look at it."""

    number: int
    """How many requests came before it."""
    method: str
    path: str
    query: dict[str, list[str]]


Rule = Callable[[IncomingRequest], Fault | None]


@dataclass
class Faults:
    """The switches. All off, nothing goes wrong; they may be changed while requests come in."""

    status: int | None = None
    """Every response has this status."""
    html: bool = False
    """Every response is an HTML page."""
    rules: list[Rule] = field(default_factory=list)
    """Each may add a fault to a request. They are called in the server's thread, one request at a time."""

    def clear(self) -> None:
        """Switch everything off."""
        self.status, self.html = None, False
        self.rules.clear()

    def find_matching(self, request: IncomingRequest) -> list[Fault]:
        """The faults that strike this request."""
        active_faults = [Fault("status", status=self.status)] if self.status is not None else []
        active_faults += [Fault("html")] if self.html else []
        return active_faults + [fault for rule in list(self.rules) if (fault := rule(request)) is not None]


def strike(fault: Fault, *, path: str = "", skip: int = 0, times: int | None = None) -> Rule:
    """A rule: the fault strikes requests whose path contains `path`, after the first `skip`, at most `times` times."""
    match_count = 0

    def rule(request: IncomingRequest) -> Fault | None:
        nonlocal match_count
        if path not in request.path:
            return None
        match_count += 1
        return fault if match_count > skip and (times is None or match_count <= skip + times) else None

    return rule
