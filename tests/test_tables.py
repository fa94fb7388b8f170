"""What the database says of itself is true, and stands on the page that is made of it (docs/tables.md; `make check` compares it)."""

import re
from collections import Counter
from typing import Any

import duckdb
import pytest

from pipeline.hub_api.fields import IDENTITY, requested_fields
from pipeline.published.data_dictionary import Column, macros, parsed, relations
from pipeline.sample_hub.world import World
from scripts.data_dictionary_page import GROUPS, page

NUMBERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "DOUBLE"}


def _columns() -> list[tuple[str, Column]]:
    return [(relation.name, column) for relation in relations().values() for column in relation.columns]


def test_the_page_tells_nothing_of_the_machine(con: duckdb.DuckDBPyConnection) -> None:
    made = page(con)
    [(hub,)] = con.execute("SELECT DISTINCT hub_url FROM snapshots").fetchall()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", hub) and hub not in made and hub.rsplit(":", 1)[0] in made
    assert not re.search(r"\d\d:\d\d:\d\d", made)


def test_everything_stands_on_the_page_once(con: duckdb.DuckDBPyConnection) -> None:
    tables = con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' UNION ALL "
        "SELECT view_name FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal"
    ).fetchall()
    functions = con.execute(
        "SELECT function_name, parameters FROM duckdb_functions() WHERE schema_name = 'main' AND NOT internal"
    ).fetchall()
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(name for (name,) in tables)
    assert {name: list(macro.parameters) for name, macro in macros().items()} == dict(functions)
    assert all(relation.comment for relation in relations().values())
    headings = Counter(
        re.sub(r"[`]", "", line).lower().replace(" ", "-") for line in re.findall(r"^#+ (.+)$", page(con), re.MULTILINE)
    )
    links = re.findall(r"\]\(#([^)]+)\)", page(con))
    assert {link: headings[link] for link in links} == dict.fromkeys(links, 1)
    assert set(links) >= {*relations(), *macros()}


def test_what_says_nothing_of_null_holds_none(con: duckdb.DuckDBPyConnection) -> None:
    for relation in relations().values():
        silent = [column.name for column in relation.columns if column.null is None]
        nulls = ", ".join(f"count(*) - count({name})" for name in silent)
        [counted] = con.execute(f"SELECT {nulls} FROM {relation.name}").fetchall()
        assert dict(zip(silent, counted, strict=True)) == dict.fromkeys(silent, 0), relation.name


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
                wanted = column.unit == "UTC day"
            case "TIMESTAMP":
                wanted = column.unit == "UTC"
            case _ if column.type in NUMBERS:
                wanted = column.unit is not None or "rank" in column.meaning.lower()
            case _:
                wanted = column.unit is None
        assert wanted, (relation, column)


def test_sources_are_fields_that_the_hub_is_asked_for_and_answers_with(story_world: World) -> None:
    rows = [
        *story_world.day(story_world.days[-1]).rows("models"),
        *story_world.day(story_world.days[-1]).rows("datasets"),
    ]
    named = {source for _, column in _columns() for source in column.source}
    assert named >= {"_id", "id", "downloads", "downloadsAllTime", "likes", "trendingScore"}
    for source in named:
        first, *rest = source.split(".")
        assert first in {
            *IDENTITY,
            *requested_fields("model", detail=True),
            *requested_fields("dataset", detail=True),
        }, source
        assert any(_holds(row, [first, *rest]) for row in rows), source


def _holds(value: Any, path: list[str]) -> bool:
    if isinstance(value, list):
        return any(_holds(item, path) for item in value)
    return not path or (isinstance(value, dict) and path[0] in value and _holds(value[path[0]], path[1:]))


def test_the_examples_of_macros_answer(con: duckdb.DuckDBPyConnection) -> None:
    for macro in macros().values():
        assert macro.example.startswith(f"FROM {macro.name}(")
        told = con.execute(macro.example)
        assert {name: str(type) for name, type, *_ in told.description or ()} == macro.columns, macro.name
        # nothing ever happened to the sample's model of that name
        assert bool(told.fetchall()) == (macro.name != "events_of"), macro.name


def test_the_columns_of_macros_are_explained() -> None:
    known = {column.name for _, column in _columns()}
    for macro in macros().values():
        assert [
            name for name in macro.columns if name not in known and not re.search(rf"\b{name}\b", macro.meaning)
        ] == []


def test_a_comment_is_taken_apart() -> None:
    told = parsed("r", "c", "BIGINT", "Likes: all. Unit: likes. Source: likes, a.b_c. NULL: unknown, e.g. now.")
    assert (told.meaning, told.unit, told.source, told.null) == (
        "Likes: all.", "likes", ("likes", "a.b_c"), "unknown, e.g. now"
    )  # fmt: skip
    told = parsed("r", "c", "BIGINT", "Likes.")
    assert (told.meaning, told.unit, told.source, told.null) == ("Likes.", None, (), None)


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
        parsed("r", "c", "BIGINT", comment)
