"""Which spooled days are not loaded: pages of two Hubs, rows that do not belong there, far less than there should be.

What belongs here: verdicts on a whole day's pages, before anything is changed. What does not: checks of a loaded day (quality_checks.py).
"""

import duckdb

from pipeline.crawl.scope import Scope
from pipeline.crawl.spool import Spool
from pipeline.errors import HubBroken, TooFew
from pipeline.warehouse.quality_checks import FEW, LEADERS_SHARE
from pipeline.warehouse.repo_columns import repo_statement


def reject_strays(con: duckdb.DuckDBPyConnection, spool: Spool) -> None:
    """Raise HubBroken if a list holds rows that do not fit its filter: the Hub ignores filters that it does not know."""
    stray = con.execute(repo_statement("load/strays")).fetchone()
    if stray:
        raise HubBroken(
            f"The Hub did not honour the filter of {stray[0]}: {stray[2]} of {stray[1]} rows do not belong there. "
            f"The day {spool.header.day} was not loaded."
        )


def reject_mixed_pages(spool: Spool) -> None:
    """Raise HubBroken unless the pages of a day are all the sample Hub's or all a real one's."""
    if len({page.sample for page in spool.pages}) > 1:
        raise HubBroken(
            f"Some pages of {spool.header.day} came from the sample Hub and some did not; the day was not loaded. Run "
            f"again to ask for it afresh."
        )


def reject_narrower_scope(con: duckdb.DuckDBPyConnection, spool: Spool) -> None:
    """Raise TooFew if what a day holds would be replaced by a narrower scope that nobody asked for, or by a quick try."""
    day, scope = spool.header.day, Scope(spool.header.scope)
    row = con.execute("SELECT scope, status FROM store.snapshot WHERE date = $date LIMIT 1", {"date": day}).fetchone()
    if row is None:
        return
    held, order = Scope(row[0]), list(Scope)
    if spool.header.limit is not None and row[1] == "ok" and not spool.accepts_shrink:
        raise TooFew(
            f"{day} already holds a whole snapshot (scope {held.value}), which one that is cut short by --limit does "
            f"not replace. Try it in another --home; to replace the day all the same: --accept-shrink."
        )
    if order.index(scope) < order.index(held) and not spool.accepts_narrower:
        raise TooFew(
            f"{day} already holds a snapshot of scope {held.value}; one of {scope.value} would drop rows from it. To "
            f"replace it all the same: almanac run --scope {scope.value}."
        )


def reject_shrunken_crawl(con: duckdb.DuckDBPyConnection, spool: Spool, least_share: float) -> None:
    """Raise TooFew if a complete crawl holds far fewer repos than the last good one did, or one of leaders less than half."""
    if not Scope(spool.header.scope).complete:
        least_share = min(least_share, LEADERS_SHARE)
    day = {"date": spool.header.day, "scope": spool.header.scope}
    for kind, rows, before, on in con.execute(repo_statement("load/row_counts"), day).fetchall():
        if rows < least_share * before and before > FEW:
            raise TooFew(
                f"The Hub listed {rows:,} {kind}s on {spool.header.day}, {rows / before:.1%} of the {before:,} of {on}; "
                f"the day was not loaded. Run again; if the Hub really shrank, `almanac run --scope "
                f"{spool.header.scope} --accept-shrink` keeps it."
            )
