"""Why a repo stands where it does, in words: a function a board, and what is said on every board. Pure; registry.py puts them together."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.ranking.thresholds import BURST, FALSE_DISCOVERIES

Row = Mapping[str, Any]


def place(now: Row, before: Row | None, since: dt.date | None) -> str:
    """Its place, and the one before. `since`: the board's first day."""
    return f"{now['date']}: place {now['rank']}{_earlier(now, before, since)}."


def burst(now: Row, gains: str) -> Iterator[str]:
    """Whether one step brought most of the week. `gains`: likes or downloads."""
    if (now["burst"] or 0) >= BURST:
        yield f"A burst: one step brought {now['burst']:.0%} of the {gains} of the week."


def descent(now: Row) -> Iterator[str]:
    """From what it was made."""
    if now["relation"]:
        yield f"Made from another model ({now['relation']})."


def _earlier(now: Row, before: Row | None, since: dt.date | None) -> str:
    if before is None and since == now["date"]:
        return ", on the first day of this board"
    if before is None:
        return ", for the first time among the places kept" + (f" since {since}" if since else "")
    if before["rank"] == now["rank"]:
        return f", as on {before['date']}"
    return f", after {before['rank']} on {before['date']}"


def attention(now: Row, before: Row | None) -> Iterator[str]:
    """Likes of the last day, of the week and of the month."""
    if now["step_likes"] is not None:
        against = ""
        if before is not None and before["step_likes"] is not None:
            against = f" against {before['step_likes']:,} in {_span(before['step_days'])} until {before['date']}"
        yield f"{now['step_likes']:,} likes in the last {_span(now['step_days'])}{against}."
    if now["likes_7d"] is not None:
        source = " (by the Hub's trending score: 7 days are not observed)" if now["basis"].endswith("hub") else ""
        month = "" if now["likes_28d"] is None else f", {now['likes_28d']:,.0f} in {_span(now['days_28d'])}"
        yield f"{now['likes_7d']:,.0f} likes in {_span(now['days_7d'])}{source}{month}, {now['likes']:,} in all."
    yield f"Together about {_figure(now, 'likes a day')}."


def adoption(now: Row, before: Row | None) -> Iterator[str]:
    """Downloads of the week."""
    against = ""
    if before is not None and before["downloads_gained"] is not None:
        against = f" against {before['downloads_gained']:,} in {_span(before['downloads_days'])} until {before['date']}"
    yield f"{now['downloads_gained']:,} downloads in {_span(now['downloads_days'])}{against}."
    if now["basis"] == "merged":
        yield "Days on which its counter stood still or fell are counted together with those after them."
    yield f"With no day counting for more than 3 times the median of the others, {_figure(now, 'downloads a day')}."


def breakout(now: Row, before: Row | None) -> Iterator[str]:
    """Likes of the week, and what was expected."""
    yield f"{now['likes_7d']:,.0f} likes in 7 days, where the weeks before foretold {now['expected_7d']:,.1f}."
    sure = now["q"] is not None and now["q"] <= FALSE_DISCOVERIES
    yield (
        f"That is {now['score']:.1f} standard errors more; {'a breakout' if sure else 'no sure breakout'}: of those as clear in its "
        f"category, about {now['q']:.1%} are chance."
    )  # fmt: skip


def hub(now: Row, before: Row | None) -> Iterator[str]:
    """The Hub's trending score."""
    against = "" if before is None or before["score"] is None else f" against {before['score']:g} on {before['date']}"
    yield f"The Hub's trending score is {now['score']:g}{against}; it is about the likes of the last 7 days."


def _span(days: float) -> str:
    return f"{days * 24:.0f} h" if days < 2 else f"{days:.1f} days".replace(".0 ", " ")


def _figure(now: Row, unit: str) -> str:
    ends = (
        "" if now["score_low"] is None else f" (90% interval {figure(now['score_low'])} to {figure(now['score_high'])})"
    )
    return f"{figure(now['score'])} {unit}{ends}"


def figure(rate: float) -> str:
    """A rate a day: with a decimal where that says something."""
    return f"{rate:,.1f}" if abs(rate) < 100 else f"{rate:,.0f}"
