"""Each example is one query of public relations with an answer; some are recomputed in Python."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from pipeline.catalogue import load_catalogue
from pipeline.config import Home
from pipeline.crawl.crawler import CrawlRequest, crawl
from pipeline.crawl.scope import Scope
from pipeline.hub_api.client import HubClient
from pipeline.i18n.messages import languages, read_entries
from pipeline.marts.day import build_marts
from pipeline.published.example_queries import example_queries, example_question
from pipeline.published.reader import open_published as opened
from pipeline.publishing.publish import publish
from pipeline.sample_hub.backfill import snapshot_time
from pipeline.sample_hub.events import demo_events
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World, sample_world
from pipeline.warehouse.catalogue_tables import store_catalogue
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.load import load_day
from tests.conftest import GAP, LAST_DAY, quick

Row = dict[str, Any]
# of the demo's forty days: taking and ranking all would take twice as long
TAKEN_DAYS = {LAST_DAY - dt.timedelta(n) for n in (*range(12), *range(12, 40, 2))}
RANKED_DAYS = {LAST_DAY - dt.timedelta(n) for n in (*range(10), 30)}
SNAPSHOT_DAYS = [day for day in (LAST_DAY - dt.timedelta(n) for n in range(8, -1, -1)) if day != GAP]


@pytest.fixture(scope="module")
def con(published: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    with opened(published) as con:
        yield con


def read_rows(con: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    answer = con.execute(query)
    names = [column[0] for column in answer.description or []]
    assert len(set(names)) == len(names) and all(re.fullmatch("[a-z0-9_]+", name) for name in names), names
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def answer_example(con: duckdb.DuckDBPyConnection, name: str) -> list[Row]:
    return read_rows(con, example_queries()[name])


def read_places(con: duckdb.DuckDBPyConnection, limit: int) -> dict[tuple[str, str], dict[dt.date, dict[int, Row]]]:
    """Read the top ranks: rows by (category, board), day and rank."""
    rows_by_rank: dict[tuple[str, str], dict[dt.date, dict[int, Row]]] = defaultdict(lambda: defaultdict(dict))
    for row in read_rows(con, f"FROM trends WHERE rank <= {limit}"):
        rows_by_rank[row["category"], row["board"]][row["date"]][row["rank"]] = row
    return rows_by_rank


def test_every_example_has_a_question_in_every_language() -> None:
    names = list(example_queries())
    assert len(names) >= 24 and len(set(example_queries().values())) == len(names)
    assert all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)+", name) for name in names)
    for language in languages():
        texts = [example_question(language, name) for name in names]
        assert len(set(texts)) == len(names) and all(text.endswith("?") for text in texts)
        question_names = {
            key.removeprefix("question-") for key in read_entries(language) if key.startswith("question-")
        }
        assert question_names == set(names)


@pytest.mark.parametrize("name", example_queries())
def test_an_example_is_one_public_query_with_an_answer(con: duckdb.DuckDBPyConnection, name: str) -> None:
    query = example_queries()[name]
    [statement] = con.extract_statements(query)
    assert statement.type == duckdb.StatementType.SELECT
    assert "store." not in query
    assert not re.search(r"\d{4}-\d\d", query), "a fixed date answers only once"
    rows = read_rows(con, query)
    assert 0 < len(rows) <= 50
    assert any(value is not None for row in rows for value in row.values())


@pytest.fixture(scope="module")
def demo_con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Forty days of a smaller world like the demo's, with its bad days."""
    world = sample_world(LAST_DAY, models=600, datasets=150, hostile=False).with_events(*demo_events(LAST_DAY))
    home, request = Home(tmp_path_factory.mktemp("demo") / "home"), CrawlRequest(Scope.leaders, load_catalogue())
    with SampleHub(world) as hub, open_warehouse(home.warehouse) as con:
        store_catalogue(con, load_catalogue())
        for day in (day for day in world.days if day in TAKEN_DAYS):
            hub.set_now(snapshot_time(day))
            load_day(con, crawl(HubClient(quick(hub.url)), home.spool, day, request))
            if day in RANKED_DAYS:
                build_marts(con, day)
        publish(con, home.warehouse, home.published)
    with opened(home) as con:
        yield con


@pytest.mark.slow
def test_every_example_has_a_sensible_answer_after_the_demo(demo_con: duckdb.DuckDBPyConnection) -> None:
    answers = {name: read_rows(demo_con, query) for name, query in example_queries().items()}
    assert [name for name, rows in answers.items() if not rows] == []
    assert {row["event"] for row in answers["downloads-after-license-changes"]} >= {"license", "gated"}
    changed = {row["event"]: row for row in answers["downloads-after-license-changes"]}
    assert changed["license"]["downloads_per_day_after_4_weeks"] is not None
    assert answers["largest-families"][0]["derivatives"] >= 4
    assert {row["event"] for row in answers["recent-changes"]} >= {"appeared", "license", "gated", "renamed"}
    assert len(answers["korean-models"]) == 20
    assert {row["license"] for row in answers["licenses-of-the-top-100"]} >= {"apache-2.0", "mit", None}
    sizes = {row["id"]: row["billion_parameters"] for row in answers["top-small-models"]}
    assert not any("70B" in name for name in sizes) and max(sizes.values()) < 4
    for name, rows in answers.items():
        empty_columns = [column for column in rows[0] if all(row[column] is None for row in rows)]
        assert set(empty_columns) <= {"base_relation"}, (name, empty_columns)


def test_quantized_models_match_the_hubs_descriptions(con: duckdb.DuckDBPyConnection, story_world: World) -> None:
    quantized_ids = {
        row["id"]
        for row in story_world.day(LAST_DAY).models
        if (row.get("baseModels") or {}).get("relation") == "quantized"
    }
    query, top_100, quantized_count = example_queries()["quantized-share-of-top-100"], read_places(con, 100), 0
    for category in {category for category, _ in top_100}:
        rows = read_rows(con, query.replace("'text-generation'", f"'{category}'"))
        for row in rows:
            ids = {place_row["id"] for place_row in top_100[category, row["board"]][LAST_DAY].values()}
            assert (row["models"], row["quantized"]) == (len(ids), len(ids & quantized_ids))
            assert row["quantized_percent"] == pytest.approx(100 * row["quantized"] / row["models"], abs=0.05)
            quantized_count += row["quantized"]
    assert quantized_count


def test_young_entries_into_a_top_10_match_the_hubs_dates(con: duckdb.DuckDBPyConnection, story_world: World) -> None:
    creation_times = {
        row["_id"]: dt.datetime.fromisoformat(row["createdAt"])
        for day in SNAPSHOT_DAYS
        for row in story_world.day(day).models
    }
    expected_rows: list[tuple[int, int, str, str, str]] = []
    for (category, board), days in read_places(con, 10).items():
        entries: dict[str, tuple[dt.date, Row]] = {}
        for day in SNAPSHOT_DAYS:
            for row in days[day].values():
                entries.setdefault(row["oid"], (day, row))
        for oid, (day, row) in entries.items():
            # a repo's age counts to the end of the snapshot's hour, which began at nine
            at = dt.datetime.combine(day, dt.time(10), dt.UTC)
            if oid in creation_times and at - creation_times[oid] <= dt.timedelta(3):
                expected_rows.append((-day.toordinal(), row["rank"], category, board, row["id"]))
    rows = answer_example(con, "top-10-within-3-days")
    answer_rows = [(-r["entered_on"].toordinal(), r["entry_rank"], r["category"], r["board"], r["id"]) for r in rows]
    assert answer_rows == sorted(expected_rows)[:30]


def test_climbers_gained_ranks_since_a_week_ago(con: duckdb.DuckDBPyConnection) -> None:
    days = read_places(con, 500)["text-generation", "attention"]
    before = {row["oid"]: rank for rank, row in days[LAST_DAY - dt.timedelta(7)].items()}
    climbs = [
        (before[row["oid"]] - rank, -rank, row["id"])
        for rank, row in days[LAST_DAY].items()
        if rank <= 100 and before.get(row["oid"], 0) > rank
    ]
    rows = answer_example(con, "biggest-climbers")
    assert [(r["ranks_gained"], -r["rank"], r["id"]) for r in rows] == sorted(climbs, reverse=True)[:20]


def test_text_datasets_are_ranked_by_all_time_downloads_gained(
    con: duckdb.DuckDBPyConnection, story_world: World
) -> None:
    before = {row["_id"]: row["downloadsAllTime"] for row in story_world.day(LAST_DAY - dt.timedelta(7)).datasets}
    gain_by_id = {
        row["id"]: row["downloadsAllTime"] - before.get(row["_id"], 0)
        for row in story_world.day(LAST_DAY).datasets
        if "modality:text" in row["tags"]
    }
    rows = answer_example(con, "fastest-growing-text-datasets")
    assert [row["downloads_gained"] for row in rows] == sorted(gain_by_id.values(), reverse=True)[:20]
    assert all(row["downloads_gained"] == gain_by_id[row["id"]] for row in rows)


def test_two_models_are_compared_from_their_first_common_day(
    con: duckdb.DuckDBPyConnection, story_world: World
) -> None:
    hub_rows = {
        day: {row["id"]: row for row in story_world.day(day).models if row["id"].startswith("deepseek-ai/")}
        for day in SNAPSHOT_DAYS
    }
    rows = answer_example(con, "deepseek-r1-vs-v3")
    assert [row["date"] for row in rows] == SNAPSHOT_DAYS[::-1]
    frozen = story_world.story.frozen_day
    for row in rows:
        for name, model in (("r1", "deepseek-ai/DeepSeek-R1"), ("v3", "deepseek-ai/DeepSeek-V3")):
            now, first = hub_rows[row["date"]][model], hub_rows[SNAPSHOT_DAYS[0]][model]
            assert row[f"{name}_likes_gained"] == now["likes"] - first["likes"]
            unknown = row["date"] == frozen and row[f"{name}_downloads_gained"] is None
            assert unknown or row[f"{name}_downloads_gained"] == now["downloadsAllTime"] - first["downloadsAllTime"]
    assert next(row for row in rows if row["date"] == frozen)["r1_downloads_gained"] is None


def test_the_only_frozen_day_is_the_storys(con: duckdb.DuckDBPyConnection, story_world: World) -> None:
    assert {row["date"] for row in answer_example(con, "frozen-days")} == {story_world.story.frozen_day}


def test_the_storys_license_change_is_found(con: duckdb.DuckDBPyConnection, story_world: World) -> None:
    change = story_world.story.license_change
    [row] = [row for row in answer_example(con, "downloads-after-license-changes") if row["event"] == "license"]
    first_day = min(day for day in SNAPSHOT_DAYS if day >= change.date)
    assert (row["date"], row["id"], row["old"], row["new"]) == (first_day, change.id, change.old, change.new)
    assert row["downloads_per_day_after_1_week"] is None  # the week is not over


def test_first_entries_into_two_top_20s_are_compared(con: duckdb.DuckDBPyConnection) -> None:
    first_days: dict[str, dict[str, dict[str, dt.date]]] = defaultdict(lambda: defaultdict(dict))
    for (category, board), days in read_places(con, 20).items():
        if board in ("attention", "hub"):
            for day in SNAPSHOT_DAYS:
                for row in days[day].values():
                    if row["trending_score"] > 0:
                        first_days[category][row["oid"]].setdefault(board, day)
    expected_counts: dict[str, list[int]] = {}
    for category, repos in first_days.items():
        new_entries = [days for days in repos.values() if SNAPSHOT_DAYS[0] not in days.values()]
        day_pairs = [(days["attention"], days["hub"]) for days in new_entries if len(days) == 2]
        if new_entries:
            expected_counts[category] = [
                len(new_entries),
                sum(attention < hub for attention, hub in day_pairs),
                sum(attention == hub for attention, hub in day_pairs),
                sum(attention > hub for attention, hub in day_pairs),
                sum("hub" not in days for days in new_entries),
                sum("attention" not in days for days in new_entries),
            ]
    rows = answer_example(con, "how-often-attention-leads")
    count_columns = ("entered_either", "attention_first", "same_day", "hub_first", "attention_only", "hub_only")
    assert {row["category"]: [row[name] for name in count_columns] for row in rows} == expected_counts


def test_a_streak_continues_over_a_day_without_a_snapshot(con: duckdb.DuckDBPyConnection) -> None:
    stays: list[tuple[int, str, dt.date, dt.date]] = []
    for (category, board), days in read_places(con, 10).items():
        if board == "attention":
            running: dict[str, list[dt.date]] = {}
            for day in SNAPSHOT_DAYS:
                there = {row["oid"] for row in days[day].values()}
                for oid in [oid for oid in running if oid not in there]:
                    stay_days = running.pop(oid)
                    stays.append((len(stay_days), category, stay_days[0], stay_days[-1]))
                for oid in there:
                    running.setdefault(oid, []).append(day)
            stays += [(len(stay_days), category, stay_days[0], stay_days[-1]) for stay_days in running.values()]
    rows = answer_example(con, "longest-top-10-streaks")
    assert [row["snapshots"] for row in rows] == sorted((length for length, *_ in stays), reverse=True)[:30]
    assert {(r["snapshots"], r["category"], r["first_day"], r["last_day"]) for r in rows} <= set(stays)
    assert (len(SNAPSHOT_DAYS), SNAPSHOT_DAYS[0], SNAPSHOT_DAYS[-1]) in {
        (r["snapshots"], r["first_day"], r["last_day"]) for r in rows
    }
