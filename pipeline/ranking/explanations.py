"""Explain a repo's rank as codes and figures: one function per board, and the notes common to all.

registry.py combines them; `reason-…` in pipeline/i18n has the sentences.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.notes import Note, Parameters
from pipeline.ranking.thresholds import BURST_SHARE, FALSE_DISCOVERY_RATE, RATE_CAP_FACTOR

Row = Mapping[str, Any]


def explain_rank(now: Row, before: Row | None, since: dt.date) -> Note:
    """Compare with the previous rank. `since`: the board's first day."""
    figures: Parameters = {"date": str(now["date"]), "rank": now["rank"]}
    if before is None:
        return (
            Note("first_day", figures) if since == now["date"] else Note("first_time", figures | {"since": str(since)})
        )
    figures |= {"date_before": str(before["date"])}
    if before["rank"] == now["rank"]:
        return Note("same_rank", figures)
    return Note("other_rank", figures | {"rank_before": before["rank"]})


def explain_burst(now: Row, gains: str) -> Iterator[Note]:
    """Note a week that one step dominates. `gains`: likes or downloads."""
    if (now["largest_step_share"] or 0) >= BURST_SHARE:
        yield Note("burst", {"share": now["largest_step_share"], "counter": gains})


def explain_derivation(now: Row) -> Iterator[Note]:
    if now["base_relation"]:
        yield Note("derivative", {"relation": now["base_relation"]})


def explain_rate(now: Row, before: Row | None) -> Iterator[Note]:
    """Say the score and its interval: enough for a simple board."""
    yield _describe_rate(now)


def explain_attention(now: Row, before: Row | None) -> Iterator[Note]:
    if now["likes_since_previous"] is not None:
        yield _compare_gains("likes", now, before, "likes_since_previous", "days_since_previous")
    if now["likes_7d"] is not None:
        week: Parameters = {"week": now["likes_7d"], "span": now["likes_7d_days"], "likes": now["likes"]}
        # on a home's first days, the month is hardly longer than the week
        if now["likes_28d"] is None or now["likes_28d_days"] < now["likes_7d_days"] + 1:
            yield Note("week", week)
        else:
            yield Note("week_and_month", week | {"month": now["likes_28d"], "span_month": now["likes_28d_days"]})
        if now["basis"].endswith("hub"):
            yield Note("week_by_hub")
    yield from explain_rate(now, before)


def explain_adoption(now: Row, before: Row | None) -> Iterator[Note]:
    yield _compare_gains("downloads", now, before, "downloads_gained", "downloads_gained_days")
    if now["basis"] == "merged":
        yield Note("merged_days")
    yield _describe_rate(now, {"cap": RATE_CAP_FACTOR})


def explain_breakout(now: Row, before: Row | None) -> Iterator[Note]:
    yield Note("week_predicted", {"week": now["likes_7d"], "expected": now["expected_likes_7d"]})
    code = "breakout" if now["false_discovery_rate"] <= FALSE_DISCOVERY_RATE else "no_breakout"
    yield Note(code, {"score": now["score"], "chance": now["false_discovery_rate"]})


def explain_hub(now: Row, before: Row | None) -> Iterator[Note]:
    if before is None or before["score"] is None:
        yield Note("hub", {"score": now["score"]})
    else:
        yield Note(
            "hub_compared",
            {"score": now["score"], "score_before": before["score"], "date_before": str(before["date"])},
        )


def _compare_gains(counter: str, now: Row, before: Row | None, gain_column: str, span_column: str) -> Note:
    figures: Parameters = {counter: now[gain_column], "span": now[span_column]}
    if before is None or before[gain_column] is None:
        return Note(counter, figures)
    previous_figures: Parameters = {
        f"{counter}_before": before[gain_column], "span_before": before[span_column], "date_before": str(before["date"]),
    }  # fmt: skip
    return Note(f"{counter}_compared", figures | previous_figures)


def _describe_rate(now: Row, more_figures: Parameters | None = None) -> Note:
    code = str(now["board"])
    figures: Parameters = {"score": now["score"], **(more_figures or {})}
    if now["score_low"] is None:
        return Note(code, figures)
    return Note(f"{code}_interval", figures | {"low": now["score_low"], "high": now["score_high"]})
