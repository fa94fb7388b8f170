"""Why a repo stands where it does, as codes and figures. Pure; the sentences are `reason-…` in pipeline/i18n."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.notes import Note, Parameters
from pipeline.ranking.thresholds import BURST, CAP, FALSE_DISCOVERIES

Row = Mapping[str, Any]


def reasons(now: Row, before: Row | None, since: dt.date) -> Iterator[Note]:
    """Notes on a row of `trends`; `before` is the repo's row on the same board the time before, if there is one; `since`: the board's
    first day."""
    yield _rank(now, before, since)
    explain = {"attention": _attention, "adoption": _adoption, "breakout": _breakout, "hub": _hub}[now["board"]]
    yield from explain(now, before)
    if (now["burst"] or 0) >= BURST:
        counter = "downloads" if now["board"] == "adoption" else "likes"
        yield Note("burst", {"share": now["burst"], "counter": counter})
    if now["relation"]:
        yield Note("derivative", {"relation": now["relation"]})


def _rank(now: Row, before: Row | None, since: dt.date) -> Note:
    place: Parameters = {"date": str(now["date"]), "rank": now["rank"]}
    if before is None:
        return Note("first_day", place) if since == now["date"] else Note("first_time", place | {"since": str(since)})
    place |= {"date_before": str(before["date"])}
    if before["rank"] == now["rank"]:
        return Note("same_rank", place)
    return Note("other_rank", place | {"rank_before": before["rank"]})


def _attention(now: Row, before: Row | None) -> Iterator[Note]:
    if now["step_likes"] is not None:
        yield _compared("likes", now, before, "step_likes", "step_days")
    if now["likes_7d"] is not None:
        week: Parameters = {"week": now["likes_7d"], "span": now["days_7d"], "likes": now["likes"]}
        if now["likes_28d"] is None:
            yield Note("week", week)
        else:
            yield Note("week_and_month", week | {"month": now["likes_28d"], "span_month": now["days_28d"]})
        if now["basis"].endswith("hub"):
            yield Note("week_by_hub")
    yield _rate("attention", now)


def _adoption(now: Row, before: Row | None) -> Iterator[Note]:
    yield _compared("downloads", now, before, "downloads_gained", "downloads_days")
    if now["basis"] == "merged":
        yield Note("merged_days")
    yield _rate("adoption", now, {"cap": CAP})


def _breakout(now: Row, before: Row | None) -> Iterator[Note]:
    yield Note("week_predicted", {"week": now["likes_7d"], "expected": now["expected_7d"]})
    code = "breakout" if now["q"] <= FALSE_DISCOVERIES else "no_breakout"
    yield Note(code, {"score": now["score"], "chance": now["q"]})


def _hub(now: Row, before: Row | None) -> Iterator[Note]:
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
