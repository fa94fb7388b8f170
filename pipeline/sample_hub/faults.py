"""Faults to switch on while the sample Hub runs; `app` and `routes` apply them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

FaultKind = Literal[
    "status",  # this status with a JSON error; a 429 says to wait `seconds`, or nothing with headers=False
    "html",  # 200 with an HTML page
    "stall",  # no byte for `seconds`, then the correct response
    "truncated",  # the first half of the body, presented as complete
    "bad-gzip",  # declared as gzip but corrupt
    "reset",  # connection reset before the first byte
    "cut",  # connection reset in the middle of the body
    "no-date",
    "repeated-cursor",  # the next page is this page again
    "empty-page",  # no rows, but a link to the next page
    "odd-rows",  # malformed rows among the valid ones
    "foreign-link",
    "relative-link",
    "unsorted",  # in another order than requested
    "other-hub",  # no sample header on a sample Hub, or one on a real Hub
    "unfiltered",  # the selector is ignored, as the Hub does with a misspelled one
]


@dataclass(frozen=True)
class Fault:
    kind: FaultKind
    status: int = 500
    seconds: float = 0.0
    headers: bool = True


class IncomingRequest(NamedTuple):
    number: int
    """The number of earlier requests."""
    method: str
    path: str
    query: dict[str, list[str]]


Rule = Callable[[IncomingRequest], Fault | None]


@dataclass
class Faults:
    """All off by default; they may change between requests."""

    status: int | None = None
    """Every response has this status."""
    html: bool = False
    """Every response is an HTML page."""
    rules: list[Rule] = field(default_factory=list)
    """Each may add a fault to a request; called in the server's thread, one request at a time."""

    def clear(self) -> None:
        self.status, self.html = None, False
        self.rules.clear()

    def find_matching(self, request: IncomingRequest) -> list[Fault]:
        active_faults = [Fault("status", status=self.status)] if self.status is not None else []
        active_faults += [Fault("html")] if self.html else []
        return active_faults + [fault for rule in list(self.rules) if (fault := rule(request)) is not None]


def strike(fault: Fault, *, path: str = "", skip: int = 0, times: int | None = None) -> Rule:
    """Return a rule for requests whose path contains `path`: skip the first `skip`, then apply the fault at most
    `times` times."""
    match_count = 0

    def rule(request: IncomingRequest) -> Fault | None:
        nonlocal match_count
        if path not in request.path:
            return None
        match_count += 1
        return fault if match_count > skip and (times is None or match_count <= skip + times) else None

    return rule
