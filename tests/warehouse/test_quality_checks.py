"""Each check with a query passes on a sound day and fails on a day with its fault."""

import datetime as dt
import shutil
from pathlib import Path

import duckdb
import pytest

from pipeline.catalogue import load_catalogue
from pipeline.config import Settings
from pipeline.i18n.messages import languages, sentence
from pipeline.notes import Note
from pipeline.sample_hub.backfill import load_sample_days
from pipeline.sample_hub.server import SampleHub
from pipeline.sample_hub.world import World
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.quality_checks import CHECKS, Check, CheckResult, run_check

QUERIES = [check for check in CHECKS if check.query]
DAYS = 4


@pytest.fixture(scope="module")
def sound(world: World, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dt.date]:
    root = tmp_path_factory.mktemp("sound")
    path = root / "warehouse" / "hub.duckdb"
    with SampleHub(world) as hub, open_warehouse(path) as con:
        for _ in load_sample_days(con, hub, root / "spool", world.days[:DAYS], load_catalogue(), Settings()):
            pass
    return path, world.days[DAYS - 1]


def run_check_after(sound: tuple[Path, dt.date], folder: Path, check: Check, *spoil: str) -> list[CheckResult]:
    """A check's results for the last day, in a copy of the warehouse after running statements."""
    path, day = sound
    copy = folder / "hub.duckdb"
    shutil.copy(path, copy)
    with duckdb.connect(str(copy)) as con:
        con.execute(f"SET VARIABLE day = DATE '{day}'")
        for statement in spoil:
            con.execute(statement)
        return run_check(con, check, day)


def find_untranslated(results: list[CheckResult]) -> list[Note]:
    notes = [note for result in results for note in (result.expectation, result.actual)]
    return [note for note in notes for language in languages() if sentence(language, "check", note) == note.code]


@pytest.mark.parametrize("check", QUERIES, ids=lambda check: f"{check.asset}-{check.name}")
def test_a_sound_day_passes_with_all_texts(sound: tuple[Path, dt.date], tmp_path: Path, check: Check):
    results = run_check_after(sound, tmp_path, check)
    assert results
    assert [result for result in results if not result.passes] == []
    assert all(result.subject for result in results)
    assert find_untranslated(results) == []


def find_check(asset: str, name: str) -> Check:
    [check] = (check for check in QUERIES if (check.asset, check.name) == (asset, name))
    return check


TODAY = "date = getvariable('day')"
SPOILT = [
    # asset, check, fault, expectation and actual, each with some of its parameters
    ("models", "whole", f"UPDATE store.snapshot SET rows = 3 WHERE kind = 'model' AND {TODAY}", Note("complete_lists_like", {"share": 0.5}), Note("compared_repos", {"repos": 3})),
    ("models", "whole", f"UPDATE store.snapshot SET status = 'limited' WHERE kind = 'model' AND {TODAY}", Note("complete_lists_like", {"share": 0.5}), Note("compared_repos_of_cut_lists")),
    ("datasets", "whole", f"UPDATE store.snapshot SET rows = 0 WHERE kind = 'dataset' AND {TODAY}", Note("complete_lists_like", {"share": 0.5}), Note("compared_repos", {"repos": 0, "share": 0.0})),
    ("models", "whole", "UPDATE store.snapshot SET scope = 'hub', rows = rows - CASE WHEN date = getvariable('day') THEN 40 ELSE 0 END",
     Note("complete_lists_like", {"share": 0.98}), Note("compared_repos")),
    ("models", "unique_ids", f"INSERT INTO store.daily FROM store.daily WHERE kind = 'model' AND {TODAY} LIMIT 1", Note("unique_rows"), Note("rows_of_repos")),
    ("datasets", "unique_ids", f"DELETE FROM store.daily WHERE kind = 'dataset' AND {TODAY} AND repo % 2 = 0", Note("unique_rows"), Note("rows_of_repos")),
    ("models", "null_shares", f"UPDATE store.daily SET likes = NULL WHERE kind = 'model' AND {TODAY} AND repo % 20 = 0", Note("nulls_at_most", {"share": 0.01}), Note("nulls")),
    ("datasets", "null_shares", f"UPDATE store.daily SET downloads_all_time = NULL WHERE kind = 'dataset' AND {TODAY}", Note("nulls_at_most", {"share": 0.01}), Note("nulls", {"share": 1.0})),
    ("models", "counters_moved", f"UPDATE store.snapshot SET changed_counter_share = 0.1 WHERE kind = 'model' AND {TODAY}", Note("changed_at_least", {"share": 0.25}), Note("changed", {"share": 0.1})),
    ("datasets", "counters_moved", f"UPDATE store.snapshot SET changed_counter_share = 0 WHERE kind = 'dataset' AND {TODAY}", Note("changed_at_least", {"share": 0.25}), Note("changed", {"share": 0.0})),
    ("models", "counters_believed", f"UPDATE store.level SET unsound = true, positive = 0, total = 0 WHERE kind = 'model' AND counter = 'likes' AND {TODAY}",
     Note("about_as_positive"), Note("unsound", {"share": 0.0, "total": 0})),
    ("datasets", "counters_believed", f"UPDATE store.level SET unsound = true WHERE kind = 'dataset' AND counter = 'downloads' AND {TODAY}", Note("about_as_positive"),
     Note("unsound")),
    ("trends", "boards_whole", f"DELETE FROM trends WHERE board = 'attention' AND category = 'text' AND rank = 3 AND {TODAY}", Note("ranks_to"), Note("ranked_rows", {"rises": 0, "duplicates": 0})),
    ("trends", "boards_whole", f"DELETE FROM trends WHERE board = 'hub' AND category = 'text' AND rank > 20 AND {TODAY}", Note("ranks_to"), Note("ranked_rows", {"rows": 20, "last": 20})),
    ("trends", "boards_whole", f"DELETE FROM trends WHERE board = 'attention' AND category = 'text' AND {TODAY}", Note("ranks_to"), Note("no_rows")),
    ("trends", "boards_whole", f"UPDATE trends SET score = -score WHERE board = 'hub' AND category = 'text' AND {TODAY}", Note("ranks_to"), Note("ranked_rows", {"duplicates": 0})),
    ("trends", "boards_whole", f"UPDATE trends SET oid = 'x' WHERE board = 'hub' AND category = 'text' AND {TODAY}", Note("ranks_to"), Note("ranked_rows", {"rises": 0})),
    ("trends", "boards_whole", f"DELETE FROM boards WHERE board = 'hub' AND category = 'text' AND {TODAY}", Note("no_board"), Note("ranked_rows")),
    ("trends", "categories_ranked", f"DELETE FROM trends WHERE category = 'translation' AND {TODAY}", Note("ranked_board", {"board": "attention"}), Note("no_listed_repos")),
    ("category_daily", "totals_sound", f"UPDATE category_daily SET new_repos = repos + 1 WHERE category = 'text' AND {TODAY}", Note("possible_totals"), Note("totals")),
    ("category_daily", "totals_sound", f"UPDATE category_daily SET likes = -1 WHERE category = 'text' AND {TODAY}", Note("possible_totals"), Note("totals", {"likes": -1})),
    ("category_daily", "categories_counted", f"DELETE FROM category_daily WHERE category = 'text' AND {TODAY}", Note("some_repos"), Note("no_totals")),
    ("category_daily", "categories_counted", f"UPDATE category_daily SET repos = 0 WHERE category = 'text' AND {TODAY}", Note("some_repos"), Note("repos", {"repos": 0})),
    ("movers", "movers_on_boards", f"DELETE FROM trends WHERE rank <= 10 AND {TODAY}", Note("all_in_top_10"), Note("in_top_10", {"repos": 0})),
    ("scorecard", "figures_possible", "UPDATE scorecard SET value = 1.5 WHERE metric = 'ndcg_20'", Note("shares_in_order"), Note("figures", {"most": 1.5})),
    ("scorecard", "figures_possible", "UPDATE scorecard SET value_low = 0.9, value_high = 0.1 WHERE metric = 'ndcg_20'", Note("shares_in_order"), Note("figures_out_of_order")),
    ("scorecard", "figures_possible", "UPDATE scorecard SET value = 'nan' WHERE metric = 'ndcg_20'", Note("shares_in_order"), Note("figures_not_finite")),
    ("featured", "featured_followed", f"DELETE FROM featured WHERE id LIKE '%DeepSeek-R1' AND {TODAY}", Note("rows", {"rows": 1}), Note("rows", {"rows": 0})),
    ("featured", "featured_found", f"UPDATE featured SET availability = 'missing' WHERE id LIKE '%DeepSeek-R1' AND {TODAY}", Note("shown_by_hub"), Note("availability", {"availability": "missing"})),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asset", "name", "spoil", "expectation", "actual"),
    SPOILT,
    ids=[f"{n}-{row[0]}-{row[1]}" for n, row in enumerate(SPOILT)],
)
def test_a_faulty_day_fails_with_expected_and_actual_values(
    sound: tuple[Path, dt.date], tmp_path: Path, asset: str, name: str, spoil: str, expectation: Note, actual: Note
):
    failures = [
        result for result in run_check_after(sound, tmp_path, find_check(asset, name), spoil) if not result.passes
    ]
    assert failures
    assert find_untranslated(failures) == []
    for note, expected_note in ((failures[0].expectation, expectation), (failures[0].actual, actual)):
        assert note == Note(expected_note.code, note.parameters | expected_note.parameters)


def test_every_check_query_has_a_fault():
    """Kinds share queries."""
    assert {check.name for check in QUERIES} == {name for _, name, *_ in SPOILT}


def test_a_discontinued_category_may_be_empty(sound: tuple[Path, dt.date], tmp_path: Path):
    category_rows = "FROM trends WHERE category = 'text2text-generation' AND date = getvariable('day')"
    results = run_check_after(sound, tmp_path, find_check("trends", "categories_ranked"), f"DELETE {category_rows}")
    assert all(result.passes for result in results)
    assert "text2text-generation" not in {result.subject for result in results}


def test_a_first_day_passes_comparisons(sound: tuple[Path, dt.date], tmp_path: Path):
    path, _ = sound
    with duckdb.connect(str(path), read_only=True) as con:
        first = con.execute("SELECT min(date) FROM store.snapshot").fetchall()[0][0]
        for name in ("whole", "counters_moved", "null_shares"):
            assert all(result.passes for result in run_check(con, find_check("models", name), first)), name


def test_few_nulls_are_tolerated_however_small_the_hub(sound: tuple[Path, dt.date], tmp_path: Path):
    spoil = f"UPDATE store.daily SET likes = NULL WHERE rowid IN (SELECT rowid FROM store.daily WHERE kind = 'model' AND {TODAY} LIMIT 2)"
    assert all(result.passes for result in run_check_after(sound, tmp_path, find_check("models", "null_shares"), spoil))
