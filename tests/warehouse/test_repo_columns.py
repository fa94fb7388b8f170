"""SQL from the registry of the Hub's fields."""

import datetime as dt
import re
from pathlib import Path

import duckdb
import pytest

from pipeline.hub_api.fields import FIELDS, list_fields, list_requested_fields
from pipeline.kinds import KINDS
from pipeline.sql import SQL_FOLDER, fill
from pipeline.warehouse.connection import open_warehouse
from pipeline.warehouse.repo_columns import COUNTER_TABLES, build_published_views, repo_statement
from tests.fixtures.days import DAY, Load, model


def test_each_field_has_columns_of_its_own() -> None:
    columns = [column for field in FIELDS for column in field.columns]
    assert len({column.name for column in columns}) == len(columns)
    assert len({field.name for field in FIELDS}) == len(FIELDS)
    assert all(field.columns and field.kinds for field in FIELDS)


def test_details_request_what_lists_do_and_more() -> None:
    for kind in KINDS:
        assert (
            set(list_requested_fields(kind))
            <= set(list_requested_fields(kind, detail=True))
            <= {f.name for f in list_fields(kind)}
        )


def test_unknown_lists_are_rejected() -> None:
    assert fill("SELECT $a, $ab, $b", {"a": "x, y"}) == "SELECT x, y, $ab, $b"


def test_published_views_have_no_unfilled_lists() -> None:
    assert not re.search(r"\$[a-z]", build_published_views())  # patterns end with $


@pytest.mark.parametrize(
    "name",
    [
        "stage_rows",
        "define_reread_rows",
        "define_staged_descriptions",
        "merge_rows",
        "match_repos",
        "insert_daily",
        "stage_versions",
    ],
)
def test_lists_have_names_that_no_parameter_has(name: str) -> None:
    parameters = {word for word in ("$date", "$paths", "$keep", "$earlier") if word in repo_statement(f"load/{name}")}
    assert repo_statement(f"load/{name}").count("$") == sum(
        repo_statement(f"load/{name}").count(word) for word in parameters
    )
    assert (SQL_FOLDER / "load" / f"{name}.sql").read_text(encoding="utf-8") != repo_statement(f"load/{name}")


def test_an_older_warehouse_gets_the_columns_of_new_fields(con: duckdb.DuckDBPyConnection, load: Load) -> None:
    models = [model(n, safetensors={"total": 10**9 + n}) for n in range(1, 30)]
    models[6]["tags"] = ["translation", "license:mit", "license:gpl"]
    load(models, rank=False)
    columns = con.execute("DESCRIBE FROM models_on('2026-11-10')").fetchall()
    for view in ("models", "datasets", "store.latest", "store.fact", "store.observed", "store.counted"):
        con.execute(f"DROP VIEW {view}")
    # a release without these fields
    con.execute("ALTER TABLE store.description DROP COLUMN parameters")
    for table in COUNTER_TABLES:
        con.execute(f"ALTER TABLE store.{table} DROP COLUMN trending_score")
    con.execute("DELETE FROM store.about WHERE key IN ('views', 'fields')")
    # a release that kept the order of licenses, and repeated ones
    con.execute("UPDATE store.description SET license = 'mit,gpl,mit' WHERE license = 'gpl,mit'")
    for table, name, suffix in (("store.event", "event", ""), ("movers", "move", "_changed")):
        for old, new in (("gpl,mit", "mit,gpl"), ("mit", "mit,mit"), ("mit", "mit,gpl"), (None, "mit,gpl")):
            con.execute(
                f"INSERT INTO {table} BY NAME SELECT concat('license', $suffix) AS {name}, $old AS old, $new AS new",
                {"suffix": suffix, "old": old, "new": new},
            )
        con.execute(
            f"INSERT INTO {table} BY NAME SELECT concat('gated', $suffix) AS {name}, 'b,a' AS old, 'a,b' AS new",
            {"suffix": suffix},
        )
    [(path,)] = con.execute("SELECT path FROM duckdb_databases() WHERE database_name = current_database()").fetchall()
    with open_warehouse(Path(path)) as upgraded_con:
        assert upgraded_con.execute(
            "SELECT count(parameters), count(trending_score), count(likes) FROM models"
        ).fetchall() == [(0, 0, 29)]
        assert upgraded_con.execute("SELECT count(last_raw) FROM store.repo").fetchall() == [(0,)]
        assert upgraded_con.execute("DESCRIBE FROM models_on('2026-11-10')").fetchall() == columns
        assert upgraded_con.execute("SELECT DISTINCT license FROM models ORDER BY ALL").fetchall() == [
            ("gpl,mit",),
            ("mit",),
        ]
        for table in ("store.event", "movers"):
            changes = upgraded_con.execute(f"DELETE FROM {table} RETURNING old, new").fetchall()
            assert sorted(changes, key=str) == [("b,a", "a,b"), ("mit", "gpl,mit"), (None, "gpl,mit")]
    # the hashes match the previous day's, yet each description is compared
    load(models, DAY + dt.timedelta(1), rank=False)
    assert con.execute("SELECT min(parameters), max(trending_score) FROM models").fetchall() == [(10**9 + 1, 4.0)]
    descriptions = con.execute("SELECT from_date, parameters FROM descriptions_of('owner/model-7')").fetchall()
    assert descriptions == [(DAY, None), (DAY + dt.timedelta(1), 10**9 + 7)]
    assert con.execute("SELECT count(*) FROM events").fetchall() == [(0,)]
