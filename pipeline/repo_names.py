"""Read the name of a repo from what people type or paste: a name, a page's address, a path of `hf://`.

One regular expression, in the syntax that Python and DuckDB (RE2) share: sql/macros/names.sql reads names with it too.
"""

import re
from typing import NamedTuple

from pipeline.kinds import KINDS, Kind

# around a pasted name: quotes, brackets, punctuation, invisible characters; after it also Korean particles and words
_EDGES = "\\s\"'`<>()\\[\\]{}“”‘’«»「」『』,;:!…\u00a0\u200b\ufeff"
HUB_HOSTS = r"(?:www\.)?(?:huggingface\.co|hf\.co|hf-mirror\.com)|localhost|(?:\d+\.){3}\d+"
_ADDRESS = rf"hf://|git@hf\.co:|(?:(?:https?|ssh)://)?(?:git@)?(?:{HUB_HOSTS})(?::\d+)?/+"
_PLURALS = "|".join(kind.plural for kind in KINDS.values())
_WORD = "[A-Za-z0-9_][A-Za-z0-9_.-]*?"
_REVISION = "(?:@[^/?#]*)?"
_FILE_TAG = "(?:[@:][^/?#]*)?"  # also the tag of a quantized file, `:Q4_K_M`
_LINK_TEXT = r"(?:\[[^\]]*\]\()?"  # of a link in Markdown
# `gpt2/tree/main` is a page of a repo without an owner
_PAGE_OF_NAME = rf"({_WORD}){_REVISION}(?:\.git)?(?:/(?:tree|blob|resolve|raw|commits?|viewer|edit|blame)/.*|/discussions(?:[/?#].*)?|/?(?:[?#].*)?)"
_PAGE_OF_FULL_NAME = rf"({_WORD}/{_WORD}){_FILE_TAG}(?:\.git)?(?:[/?#].*)?"
REPO_PATTERN = rf"(?s)^{_LINK_TEXT}[{_EDGES}/@]*((?i:{_ADDRESS}))?(?:(?i:api/)?((?i:{_PLURALS}))/+)?(?:{_PAGE_OF_NAME}|{_PAGE_OF_FULL_NAME})[{_EDGES}.가-힣]*$"
REPO_PATTERN_GROUPS = ("address", "plural", "bare_name", "full_name")
_PATTERN = re.compile(REPO_PATTERN)
# pages of the Hub's site that are no repo
_SECTIONS = {
    *(kind.plural for kind in KINDS.values()),
    "tasks",
    "spaces",
    "papers",
    "collections",
    "docs",
    "blog",
    "organizations",
}


class RepoName(NamedTuple):
    """A repo's name as owner/name, and its kind if the text says it: an address does."""

    id: str
    kind: Kind | None = None


def parse_repo_name(text: str) -> RepoName | None:
    """Return the name in a text such as `owner/name` or the address of any page of the repo, or None."""
    match = _PATTERN.match(text)
    if match is None:
        return None
    address, plural, bare_name, full_name = match.groups()
    if address and (bare_name or full_name).partition("/")[0] in _SECTIONS:
        return None
    for kind in KINDS.values():
        if kind.plural == (plural or "").lower() or (address and not plural and not kind.page):
            return RepoName(bare_name or full_name, kind.name)
    return RepoName(bare_name or full_name)
