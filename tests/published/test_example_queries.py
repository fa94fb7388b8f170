"""The example questions: each is one query of what is public, and answers; some answers are counted again by other means."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from pipeline.config import Home
from pipeline.i18n.messages import entries, languages
from pipeline.published.example_queries import example_queries, example_question
from pipeline.published.reader import published as opened
from pipeline.sample_hub.world import World
from tests.conftest import GAP, LAST_DAY

Row = dict[str, Any]
TAKEN = [day for day in (LAST_DAY - dt.timedelta(n) for n in range(8, -1, -1)) if day != GAP]


@pytest.fixture(scope="module")
def con(published: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published database as the read commands open it."""
    with opened(published) as con:
        yield con


def rows(con: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """The rows of an answer, each by the names of its columns."""
    answer = con.execute(query)
    names = [column[0] for column in answer.description or []]
    assert len(set(names)) == len(names) and all(re.fullmatch("[a-z0-9_]+", name) for name in names), names
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def answered(con: duckdb.DuckDBPyConnection, name: str) -> list[Row]:
    """The answer to an example question."""
    return rows(con, example_queries()[name])


def places(con: duckdb.DuckDBPyConnection, limit: int) -> dict[tuple[str, str], dict[dt.date, dict[int, Row]]]:
    """All that is kept of the first places: by (category, board), day and rank."""
    found: dict[tuple[str, str], dict[dt.date, dict[int, Row]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows(con, f"FROM trends WHERE rank <= {limit}"):
        found[row["category"], row["board"]][row["date"]][row["rank"]] = row
    return found


def test_every_example_has_its_question_in_every_language() -> None:
    names = list(example_queries())
    assert len(names) >= 24 and len(set(example_queries().values())) == len(names)
    assert all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)+", name) for name in names)
    for language in languages():
        texts = [example_question(language, name) for name in names]
        assert len(set(texts)) == len(names) and all(text.endswith("?") for text in texts)
        asked = {key.removeprefix("question-") for key in entries(language) if key.startswith("question-")}
        assert asked == set(names)


@pytest.mark.parametrize("name", example_queries())
def test_a_question_is_one_query_of_what_is_public_and_has_an_answer(con: duckdb.DuckDBPyConnection, name: str) -> None:
    query = example_queries()[name]
    [statement] = con.extract_statements(query)
    assert statement.type == duckdb.StatementType.SELECT
    assert "store." not in query
    assert not re.search(r"\d{4}-\d\d", query), "a fixed date answers only once"
    found = rows(con, query)
    assert 0 < len(found) <= 50
    assert any(value is not None for row in found for value in row.values())


def test_quantised_models_are_counted_as_the_hub_describes_them(
    con: duckdb.DuckDBPyConnection, story_world: World
) -> None:
    quantised = {
        row["id"]
        for row in story_world.day(LAST_DAY).models
        if (row.get("baseModels") or {}).get("relation") == "quantized"
    }
    query, first, counted = example_queries()["quantized-share-of-top-100"], places(con, 100), 0
    for category in {category for category, _ in first}:
        found = rows(con, query.replace("'text-generation'", f"'{category}'"))
        for row in found:
            ids = {held["id"] for held in first[category, row["board"]][LAST_DAY].values()}
            assert (row["models"], row["quantized"]) == (len(ids), len(ids & quantised))
            assert row["quantized_percent"] == pytest.approx(100 * row["quantized"] / row["models"], abs=0.05)
            counted += row["quantized"]
    assert counted


def test_who_entered_a_top_10_young_is_told_by_the_hubs_own_dates(
    con: duckdb.DuckDBPyConnection, story_world: World
) -> None:
    created = {
        row["_id"]: dt.datetime.fromisoformat(row["createdAt"]) for day in TAKEN for row in story_world.day(day).models
    }
    expected: list[tuple[int, int, str, str, str]] = []
    for (category, board), days in places(con, 10).items():
        entered: dict[str, tuple[dt.date, Row]] = {}
        for day in TAKEN:
            for row in days[day].values():
                entered.setdefault(row["oid"], (day, row))
        for oid, (day, row) in entered.items():
            # the age of a repo counts to the end of the hour of the snapshot, which began at nine
            at = dt.datetime.combine(day, dt.time(10), dt.UTC)
            if oid in created and at - created[oid] <= dt.timedelta(3):
                expected.append((-day.toordinal(), row["rank"], category, board, row["id"]))
    found = answered(con, "top-10-within-3-days")
    told = [(-r["entered_on"].toordinal(), r["entry_rank"], r["category"], r["board"], r["id"]) for r in found]
    assert told == sorted(expected)[:30]


def test_climbers_won_places_since_the_board_of_a_week_ago(con: duckdb.DuckDBPyConnection) -> None:
    days = places(con, 500)["text-generation", "attention"]
    before = {row["oid"]: rank for rank, row in days[LAST_DAY - dt.timedelta(7)].items()}
    won = [
        (before[row["oid"]] - rank, -rank, row["id"])
        for rank, row in days[LAST_DAY].items()
        if rank <= 100 and before.get(row["oid"], 0) > rank
    ]
    found = answered(con, "biggest-climbers")
    assert [(r["ranks_gained"], -r["rank"], r["id"]) for r in found] == sorted(won, reverse=True)[:20]


def test_text_datasets_grew_by_what_the_counter_of_all_downloads_gained(
    con: duckdb.DuckDBPyConnection, story_world: World
) -> None:
    before = {row["_id"]: row["downloadsAllTime"] for row in story_world.day(LAST_DAY - dt.timedelta(7)).datasets}
    gained = {
        row["id"]: row["downloadsAllTime"] - before.get(row["_id"], 0)
        for row in story_world.day(LAST_DAY).datasets
        if "modality:text" in row["tags"]
    }
    found = answered(con, "fastest-growing-text-datasets")
    assert [row["downloads_gained"] for row in found] == sorted(gained.values(), reverse=True)[:20]
    assert all(row["downloads_gained"] == gained[row["id"]] for row in found)


def test_two_models_are_compared_from_their_first_common_day(
    con: duckdb.DuckDBPyConnection, story_world: World
) -> None:
    held = {
        day: {row["id"]: row for row in story_world.day(day).models if row["id"].startswith("deepseek-ai/")}
        for day in TAKEN
    }
    found = answered(con, "deepseek-r1-vs-v3")
    assert [row["date"] for row in found] == TAKEN[::-1]
    frozen = story_world.story.frozen_day
    for row in found:
        for name, model in (("r1", "deepseek-ai/DeepSeek-R1"), ("v3", "deepseek-ai/DeepSeek-V3")):
            now, first = held[row["date"]][model], held[TAKEN[0]][model]
            assert row[f"{name}_likes_gained"] == now["likes"] - first["likes"]
            unknown = row["date"] == frozen and row[f"{name}_downloads_gained"] is None
            assert unknown or row[f"{name}_downloads_gained"] == now["downloadsAllTime"] - first["downloadsAllTime"]
    assert next(row for row in found if row["date"] == frozen)["r1_downloads_gained"] is None


def test_the_only_frozen_day_is_the_storys(con: duckdb.DuckDBPyConnection, story_world: World) -> None:
    assert {row["date"] for row in answered(con, "frozen-days")} == {story_world.story.frozen_day}


def test_the_storys_change_of_licence_is_told(con: duckdb.DuckDBPyConnection, story_world: World) -> None:
    change = story_world.story.licence_change
    [row] = [row for row in answered(con, "downloads-after-license-changes") if row["event"] == "license"]
    seen_on = min(day for day in TAKEN if day >= change.date)
    assert (row["date"], row["id"], row["old"], row["new"]) == (seen_on, change.id, change.old, change.new)
    assert row["downloads_per_day_after_1_week"] is None  # the week is not over


def test_first_entries_into_two_top_20s_are_compared(con: duckdb.DuckDBPyConnection) -> None:
    entered: dict[str, dict[str, dict[str, dt.date]]] = defaultdict(lambda: defaultdict(dict))
    for (category, board), days in places(con, 20).items():
        if board in ("attention", "hub"):
            for day in TAKEN:
                for row in days[day].values():
                    if row["trending_score"] > 0:
                        entered[category][row["oid"]].setdefault(board, day)
    expected: dict[str, list[int]] = {}
    for category, repos in entered.items():
        fresh = [days for days in repos.values() if TAKEN[0] not in days.values()]
        both = [(days["attention"], days["hub"]) for days in fresh if len(days) == 2]
        if fresh:
            expected[category] = [
                len(fresh),
                sum(attention < hub for attention, hub in both),
                sum(attention == hub for attention, hub in both),
                sum(attention > hub for attention, hub in both),
                sum("hub" not in days for days in fresh),
                sum("attention" not in days for days in fresh),
            ]
    found = answered(con, "how-often-attention-leads")
    counted = ("entered_either", "attention_first", "same_day", "hub_first", "attention_only", "hub_only")
    assert {row["category"]: [row[name] for name in counted] for row in found} == expected


def test_a_stay_goes_on_over_a_day_without_a_snapshot(con: duckdb.DuckDBPyConnection) -> None:
    stays: list[tuple[int, str, dt.date, dt.date]] = []
    for (category, board), days in places(con, 10).items():
        if board == "attention":
            running: dict[str, list[dt.date]] = {}
            for day in TAKEN:
                there = {row["oid"] for row in days[day].values()}
                for oid in [oid for oid in running if oid not in there]:
                    ended = running.pop(oid)
                    stays.append((len(ended), category, ended[0], ended[-1]))
                for oid in there:
                    running.setdefault(oid, []).append(day)
            stays += [(len(held), category, held[0], held[-1]) for held in running.values()]
    found = answered(con, "longest-top-10-streaks")
    assert [row["snapshots"] for row in found] == sorted((length for length, *_ in stays), reverse=True)[:30]
    assert {(r["snapshots"], r["category"], r["first_day"], r["last_day"]) for r in found} <= set(stays)
    assert (len(TAKEN), TAKEN[0], TAKEN[-1]) in {(r["snapshots"], r["first_day"], r["last_day"]) for r in found}
