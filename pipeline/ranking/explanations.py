"""Why a repo stands where it does, as codes and figures: a function a board, and what is said on every board.

Pure; registry.py puts them together, the sentences are `reason-…` in pipeline/i18n.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.notes import Note, Parameters
from pipeline.ranking.thresholds import BURST, CAP, FALSE_DISCOVERIES

Row = Mapping[str, Any]


def place(now: Row, before: Row | None, since: dt.date) -> Note:
    """Its rank, and the one before. `since`: the board's first day."""
    figures: Parameters = {"date": str(now["date"]), "rank": now["rank"]}
    if before is None:
        return (
            Note("first_day", figures) if since == now["date"] else Note("first_time", figures | {"since": str(since)})
        )
    figures |= {"date_before": str(before["date"])}
    if before["rank"] == now["rank"]:
        return Note("same_rank", figures)
    return Note("other_rank", figures | {"rank_before": before["rank"]})


def burst(now: Row, gains: str) -> Iterator[Note]:
    """Whether one step brought most of the week. `gains`: likes or downloads."""
    if (now["largest_step_share"] or 0) >= BURST:
        yield Note("burst", {"share": now["largest_step_share"], "counter": gains})


def descent(now: Row) -> Iterator[Note]:
    """What it is based on."""
    if now["base_relation"]:
        yield Note("derivative", {"relation": now["base_relation"]})


def attention(now: Row, before: Row | None) -> Iterator[Note]:
    """Likes of the last day, of the week and of the month."""
    if now["likes_since_previous"] is not None:
        yield _compared("likes", now, before, "likes_since_previous", "days_since_previous")
    if now["likes_7d"] is not None:
        week: Parameters = {"week": now["likes_7d"], "span": now["likes_7d_days"], "likes": now["likes"]}
        if now["likes_28d"] is None:
            yield Note("week", week)
        else:
            yield Note("week_and_month", week | {"month": now["likes_28d"], "span_month": now["likes_28d_days"]})
        if now["basis"].endswith("hub"):
            yield Note("week_by_hub")
    yield _rate("attention", now)


def adoption(now: Row, before: Row | None) -> Iterator[Note]:
    """Downloads of the week."""
    yield _compared("downloads", now, before, "downloads_gained", "downloads_gained_days")
    if now["basis"] == "merged":
        yield Note("merged_days")
    yield _rate("adoption", now, {"cap": CAP})


def breakout(now: Row, before: Row | None) -> Iterator[Note]:
    """Likes of the week, and what was expected."""
    yield Note("week_predicted", {"week": now["likes_7d"], "expected": now["expected_likes_7d"]})
    code = "breakout" if now["false_discovery_rate"] <= FALSE_DISCOVERIES else "no_breakout"
    yield Note(code, {"score": now["score"], "chance": now["false_discovery_rate"]})


def hub(now: Row, before: Row | None) -> Iterator[Note]:
    """The Hub's trending score."""
    if before is None or before["score"] is None:
        yield Note("hub", {"score": now["score"]})
    else:
        yield Note(
            "hub_compared",
            {"score": now["score"], "score_before": before["score"], "date_before": str(before["date"])},
        )


def _compared(counter: str, now: Row, before: Row | None, gained: str, span: str) -> Note:
    """What the last observations brought, against those of the place before where these are known."""
    brought: Parameters = {counter: now[gained], "span": now[span]}
    if before is None or before[gained] is None:
        return Note(counter, brought)
    before_that: Parameters = {
        f"{counter}_before": before[gained], "span_before": before[span], "date_before": str(before["date"]),
    }  # fmt: skip
    return Note(f"{counter}_compared", brought | before_that)


def _rate(code: str, now: Row, more: Parameters | None = None) -> Note:
    figures: Parameters = {"score": now["score"], **(more or {})}
    if now["score_low"] is None:
        return Note(code, figures)
    return Note(f"{code}_interval", figures | {"low": now["score_low"], "high": now["score_high"]})
