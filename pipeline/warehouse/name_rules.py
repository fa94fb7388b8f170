"""Fill the rules for names that people write (repos, boards, views, counters) into the macros."""

from collections.abc import Mapping
from functools import cache

from pipeline.kinds import KINDS
from pipeline.ranking.choices import (
    COUNTERS,
    VIEWS,
    list_board_spellings,
    list_counter_spellings,
    list_view_spellings,
)
from pipeline.ranking.registry import MAIN_BOARD, NAMES
from pipeline.repo_names import HUB_HOSTS, REPO_PATTERN, REPO_PATTERN_GROUPS
from pipeline.sql import fill
from pipeline.text import list_words


@cache
def fill_in_names(text: str) -> str:
    """Fill the names that people write into the text of sql/macros."""
    lists = {
        "repo_pattern": _quote(REPO_PATTERN),
        "repo_groups": f"[{', '.join(map(_quote, REPO_PATTERN_GROUPS))}]",
        "hub_hosts": HUB_HOSTS,
        "kinds_by_plural": _write_map({kind.plural: kind.name for kind in KINDS.values()}),
        "plain_kind": _quote(next(kind.name for kind in KINDS.values() if not kind.page)),
        "main_board": _quote(MAIN_BOARD.name),
    }
    for name, codes, spellings in (
        ("board", NAMES, list_board_spellings()),
        ("view", VIEWS, list_view_spellings()),
        ("counter", COUNTERS, list_counter_spellings()),
    ):
        lists |= {f"{name}_names": _quote(list_words(codes, "or")), f"{name}_spellings": _write_map(spellings)}
    return fill(text, lists)


def _write_map(values: Mapping[str, str]) -> str:
    return f"MAP {{{', '.join(f'{_quote(key)}: {_quote(value)}' for key, value in values.items())}}}"


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
