"""The database's comments are correct, and complete in docs/tables.md."""

import re
from collections import Counter
from typing import Any

import duckdb
import pytest

from pipeline.hub_api.fields import IDENTITY, list_requested_fields
from pipeline.published.data_dictionary import Column, load_macros, load_relations, parse_column
from pipeline.sample_hub.world import World
from scripts.data_dictionary_page import GROUPS, render_page

NUMBERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "DOUBLE"}


def _columns() -> list[tuple[str, Column]]:
    return [(relation.name, column) for relation in load_relations().values() for column in relation.columns]


def test_the_page_names_no_machine(con: duckdb.DuckDBPyConnection) -> None:
    text = render_page(con)
    [(hub,)] = con.execute("SELECT DISTINCT hub_url FROM snapshots").fetchall()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", hub) and hub not in text and hub.rsplit(":", 1)[0] in text
    assert not re.search(r"\d\d:\d\d:\d\d", text)


def test_the_page_lists_everything_once(con: duckdb.DuckDBPyConnection) -> None:
    tables = con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' UNION ALL "
        "SELECT view_name FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal"
    ).fetchall()
    functions = con.execute(
        "SELECT function_name, parameters FROM duckdb_functions() WHERE schema_name = 'main' AND NOT internal"
    ).fetchall()
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(name for (name,) in tables)
    assert {name: list(macro.parameters) for name, macro in load_macros().items()} == dict(functions)
    assert all(relation.comment for relation in load_relations().values())
    headings = Counter(
        re.sub(r"[`]", "", line).lower().replace(" ", "-")
        for line in re.findall(r"^#+ (.+)$", render_page(con), re.MULTILINE)
    )
    links = re.findall(r"\]\(#([^)]+)\)", render_page(con))
    assert {link: headings[link] for link in links} == dict.fromkeys(links, 1)
    assert set(links) >= {*load_relations(), *load_macros()}


def test_columns_without_a_comment_on_null_have_no_null(con: duckdb.DuckDBPyConnection) -> None:
    for relation in load_relations().values():
        silent = [column.name for column in relation.columns if column.null is None]
        nulls = ", ".join(f"count(*) - count({name})" for name in silent)
        [null_counts] = con.execute(f"SELECT {nulls} FROM {relation.name}").fetchall()
        assert dict(zip(silent, null_counts, strict=True)) == dict.fromkeys(silent, 0), relation.name


def test_shares_lie_between_0_and_1(con: duckdb.DuckDBPyConnection) -> None:
    shares = [(relation, column.name) for relation, column in _columns() if column.unit == "0 to 1"]
    assert len(shares) > 10
    for relation, name in shares:
        beyond = con.execute(f"SELECT count(*) FROM {relation} WHERE {name} NOT BETWEEN 0 AND 1").fetchall()
        assert beyond == [(0,)], (relation, name)


def test_numbers_days_and_times_have_a_unit() -> None:
    for relation, column in _columns():
        match column.type:
            case "DATE":
                has_unit = column.unit == "UTC day"
            case "TIMESTAMP":
                has_unit = column.unit == "UTC"
            case _ if column.type in NUMBERS:
                has_unit = column.unit is not None or "rank" in column.meaning.lower()
            case _:
                has_unit = column.unit is None
        assert has_unit, (relation, column)


def test_sources_are_fields_of_the_hub(story_world: World) -> None:
    rows = [
        *story_world.day(story_world.days[-1]).rows("models"),
        *story_world.day(story_world.days[-1]).rows("datasets"),
    ]
    sources = {source for _, column in _columns() for source in column.source}
    assert sources >= {"_id", "id", "downloads", "downloadsAllTime", "likes", "trendingScore"}
    for source in sources:
        first, *rest = source.split(".")
        assert first in {
            *IDENTITY,
            *list_requested_fields("model", detail=True),
            *list_requested_fields("dataset", detail=True),
        }, source
        assert any(_holds(row, [first, *rest]) for row in rows), source


def _holds(value: Any, path: list[str]) -> bool:
    if isinstance(value, list):
        return any(_holds(item, path) for item in value)
    return not path or (isinstance(value, dict) and path[0] in value and _holds(value[path[0]], path[1:]))


def test_the_examples_of_macros_run(con: duckdb.DuckDBPyConnection) -> None:
    for macro in load_macros().values():
        assert macro.example.startswith(f"FROM {macro.name}(")
        result = con.execute(macro.example)
        assert {name: str(type) for name, type, *_ in result.description or ()} == macro.columns, macro.name
        # the sample's model of that name has no events
        assert bool(result.fetchall()) == (macro.name != "events_of"), macro.name


def test_the_columns_of_macros_are_explained() -> None:
    column_names = {column.name for _, column in _columns()}
    for macro in load_macros().values():
        assert [
            name for name in macro.columns if name not in column_names and not re.search(rf"\b{name}\b", macro.meaning)
        ] == []


def test_a_comment_is_parsed() -> None:
    comment = parse_column(
        "r", "c", "BIGINT", "Likes: all. Unit: likes. Source: likes, a.b_c. NULL: unknown, e.g. now."
    )
    assert (comment.meaning, comment.unit, comment.source, comment.null) == (
        "Likes: all.", "likes", ("likes", "a.b_c"), "unknown, e.g. now"
    )  # fmt: skip
    comment = parse_column("r", "c", "BIGINT", "Likes.")
    assert (comment.meaning, comment.unit, comment.source, comment.null) == ("Likes.", None, (), None)


@pytest.mark.parametrize(
    "comment",
    [
        None,
        "Likes",
        "Unit: likes.",
        "Likes. Unit: likes",
        "Likes. Source: likes. Unit: likes.",
        "Likes. NULL: unknown. Source: likes.",
        "Likes. Unit: likes. Unit: more.",
        "Likes. Units: likes.",
        "Likes. unit: likes.",
        "Likes. Source: all likes.",
        "Likes. Source: likes; id.",
        "Likes; NULL when unknown.",
        "Likes. NULL when unknown.",
        "Likes. NULL: .",
    ],
)
def test_a_comment_of_another_form_is_refused(comment: str | None) -> None:
    with pytest.raises(ValueError, match=r"comment of r\.c"):
        parse_column("r", "c", "BIGINT", comment)
