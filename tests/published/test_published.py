import datetime as dt
import shutil
from pathlib import Path

import duckdb
import pytest

from pipeline.config import Home
from pipeline.errors import SchemaMismatch
from pipeline.published.reader import open_published as opened
from pipeline.sample_hub.world import World
from tests.conftest import GAP, LAST_DAY

REPO_COLUMNS = "oid id author {} license tags gated disabled created_at last_modified downloads downloads_all_time likes trending_score first_seen last_seen"
HISTORY = "date observed_at oid id downloads downloads_all_time likes trending_score status"
CONTRACT = {
    "categories": "slug kind section name_en name_ko description_en description_ko hub_url selector documented_on status note",
    "models": REPO_COLUMNS.format("pipeline_tag library_name"),
    "datasets": REPO_COLUMNS.format(""),
    "model_history": HISTORY,
    "dataset_history": HISTORY,
    "trends": "date category board rank oid id score score_low score_high rank_1d_ago rank_7d_ago rank_30d_ago",
    "featured": "date category id current_id availability downloads downloads_all_time likes downloads_30d_change_1d downloads_30d_change_7d "
    "downloads_30d_change_30d downloads_gained_1d downloads_gained_7d downloads_gained_30d likes_1d likes_7d likes_30d rank_downloads share_downloads",
    "category_daily": "date category repos new_repos downloads likes coverage",
    "events": "date kind oid event old new",
    "snapshots": "date kind scope status started_at finished_at repos pages requests duplicates changed_counter_share",
    "scorecard": "date category board metric horizon_days value value_low value_high",
}


@pytest.mark.parametrize("relation", CONTRACT)
def test_relations_have_the_contracts_columns(con: duckdb.DuckDBPyConnection, relation: str):
    columns = [row[0] for row in con.execute(f"DESCRIBE main.{relation}").fetchall()]
    expected_columns = CONTRACT[relation].split()
    assert [column for column in columns if column in expected_columns] == expected_columns


@pytest.mark.parametrize(
    ("catalogue", "name"),
    [
        ("duckdb_tables()", "table_name"),
        ("duckdb_views()", "view_name"),
        ("duckdb_columns()", "table_name || '.' || column_name"),
        ("duckdb_functions()", "function_name"),
    ],
)
def test_everything_has_a_comment(con: duckdb.DuckDBPyConnection, catalogue: str, name: str):
    rows = con.execute(
        f"SELECT {name}, comment FROM {catalogue} WHERE NOT internal AND schema_name = 'main' AND database_name = 'hub'"
    ).fetchall()
    assert rows and [name for name, comment in rows if not comment] == []


def test_the_file_is_read_only_without_a_wal(published: Home):
    assert published.published.stat().st_mode & 0o777 == 0o444
    assert not published.published.with_name("hub.duckdb.wal").exists()


@pytest.mark.parametrize(("macro", "kind"), [("models_on", "models"), ("datasets_on", "datasets")])
def test_a_past_day_has_its_own_values(con: duckdb.DuckDBPyConnection, story_world: World, macro: str, kind: str):
    day = story_world.days[4]
    hub_likes = {row["_id"]: row["likes"] for row in story_world.day(day).rows(kind)}  # pyright: ignore[reportArgumentType]
    day_likes = dict(con.execute(f"SELECT oid, likes FROM {macro}($day)", {"day": day}).fetchall())
    assert len(day_likes) > 20 and day_likes.items() <= hub_likes.items()
    assert con.execute(f"SELECT count(*) FROM {macro}($day)", {"day": GAP}).fetchall() == [(0,)]


def test_a_renamed_repo_has_one_history_under_both_names(con: duckdb.DuckDBPyConnection, story_world: World):
    old, new, since = story_world.story.dataset_rename
    by_old, by_new = (
        con.execute("SELECT date, id, likes FROM history_of($id)", {"id": name}).fetchall() for name in (old, new)
    )
    assert by_old == by_new and len(by_new) > 2
    assert [(day, name) for day, name, _ in by_new] == [(day, new if day >= since else old) for day, _, _ in by_new]


def test_a_reused_name_joins_no_histories(con: duckdb.DuckDBPyConnection, story_world: World):
    name, old_oid, new_oid, since = story_world.story.name_reuse
    rows = con.execute("SELECT date, oid FROM history_of($id)", {"id": name}).fetchall()
    assert {oid for _, oid in rows} == {new_oid} and min(day for day, _ in rows) == since
    assert con.execute("SELECT count(*) FROM model_history WHERE oid = $o", {"o": old_oid}).fetchall()[0][0] > 0


def test_an_unknown_name_is_an_error(con: duckdb.DuckDBPyConnection):
    with pytest.raises(duckdb.InvalidInputException, match="never observed"):
        con.execute("FROM history_of('no/body')").fetchall()


def test_history_has_the_hubs_exact_values(con: duckdb.DuckDBPyConnection, story_world: World):
    name = story_world.story.featured[1]
    rows = con.execute(
        "SELECT date, downloads, downloads_all_time, likes FROM history_of($id)", {"id": name}
    ).fetchall()
    hub_rows = []
    for day in story_world.days:
        row = next(row for row in story_world.day(day).models if row["id"] == name)
        hub_rows.append((day, row["downloads"], row["downloadsAllTime"], row["likes"]))
    assert rows == [row for row in hub_rows if row[0] != GAP]


def test_top_returns_the_last_day_with_previous_ranks(con: duckdb.DuckDBPyConnection):
    top = con.execute("SELECT rank, oid, rank_1d_ago, rank_7d_ago, date FROM top('translation', n := 10)").fetchall()
    assert [row[0] for row in top] == list(range(1, 11)) and {row[4] for row in top} == {LAST_DAY}
    for days, column in ((1, 2), (7, 3)):
        then = dict(
            con.execute(
                "SELECT oid, rank FROM trends WHERE date = $d AND category = 'translation' AND board = 'attention'",
                {"d": LAST_DAY - dt.timedelta(days)},
            ).fetchall()
        )
        assert [row[column] for row in top] == [then.get(row[1]) for row in top]
    assert len(con.execute("FROM top('text', board := 'hub', n := 3)").fetchall()) == 3


def test_why_returns_the_parts_of_a_rank(con: duckdb.DuckDBPyConnection):
    repo = con.execute("SELECT id, score FROM top('translation', n := 1)").fetchall()[0]
    parts = {part: (now, before) for part, now, before in con.execute(
        "FROM why('translation', 'attention', $id)", {"id": repo[0]}).fetchall()}  # fmt: skip
    assert parts["date"] == (str(LAST_DAY), str(LAST_DAY - dt.timedelta(1)))
    assert parts["rank"][0] == "1" and float(parts["score"][0]) == pytest.approx(repo[1], abs=0.01)
    with pytest.raises(duckdb.InvalidInputException, match="never observed"):
        con.execute("FROM why('translation', 'attention', 'no/body')").fetchall()


@pytest.mark.parametrize("version", ["3", "99", "absent"])
def test_a_file_of_another_schema_is_rejected_but_open_to_sql(published: Home, tmp_path: Path, version: str) -> None:
    home = Home(tmp_path)
    shutil.copy(published.published, home.published)
    home.published.chmod(0o644)
    with duckdb.connect(str(home.published)) as con:
        con.execute("UPDATE store.about SET value = $version WHERE key = 'schema_version'", {"version": version})
        if version == "absent":
            con.execute("DELETE FROM store.about WHERE key = 'schema_version'")
    with pytest.raises(SchemaMismatch), opened(home):
        pass
    with opened(home, any_schema=True) as con:
        assert con.execute("SELECT count(*) > 0 FROM boards").fetchall() == [(True,)]
