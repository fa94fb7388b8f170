"""Foreign databases whose views never end or exhaust memory."""

import shutil
import time
from pathlib import Path

import duckdb
import pytest

from pipeline.config import Home
from pipeline.errors import AlmanacError, UsageError
from pipeline.published.query_limits import LimitedConnection, QueryTimeout, find_read_limit
from tests.conftest import THOROUGH
from tests.fixtures.commands import RunCommand

COMMANDS = {
    "show": ["show", "translation"],
    "featured": ["featured"],
    "history": ["history", "a/b"],
    "compare": ["compare", "a/b", "c/d"],
    "categories": ["categories", "--json"],
    "scorecard": ["scorecard"],
    "accuracy": ["accuracy"],
    "status": ["status"],
    "report": ["report", "--output", "{out}/site"],
    "export": ["export", "categories", "--output", "{out}/export"],
    "sql": ["sql", "FROM snapshots", "--seconds", "0.5"],
}
ENDLESS_VALUE = "(SELECT sum(a.range * b.range) FROM range(100000000) a, range(100000000) b)"
HUGE_VALUE = "(SELECT max(len(s)) FROM (SELECT list(repeat('x', 1000) || range) AS s FROM range(100000000)))"


def make_expensive_home(published: Home, root: Path, value: str) -> Home:
    """Return a home in which every snapshot day evaluates `value`."""
    home = Home(root)
    home.root.mkdir()
    shutil.copy(published.published, home.root)
    with duckdb.connect(str(home.published)) as con:
        for relation, column in (("snapshots", "changed_counter_share"), ("categories", "note")):
            con.execute(
                f"CREATE TABLE own AS FROM {relation}; DROP VIEW {relation}; ALTER TABLE own RENAME TO own_{relation}"
            )
            con.execute(
                f"CREATE VIEW {relation} AS SELECT * REPLACE (CAST({value} AS VARCHAR) AS {column}) FROM own_{relation}"
            )
        for table in ("trends", "scorecard", "featured"):
            con.execute(f"ALTER TABLE {table} RENAME TO own_{table}")
            con.execute(f"CREATE VIEW {table} AS SELECT * FROM own_{table} WHERE {value} IS NOT NULL")
        con.execute("ALTER TABLE store.description RENAME TO own_description")
        con.execute(f"CREATE VIEW store.description AS SELECT * FROM store.own_description WHERE {value} IS NOT NULL")
    return home


@pytest.fixture(scope="module")
def endless(published: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    return make_expensive_home(published, tmp_path_factory.mktemp("endless") / "home", ENDLESS_VALUE)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_read_command_stops_in_time(endless: Home, ask: RunCommand, command: str, tmp_path: Path):
    result = ask(
        *(word.format(out=tmp_path) for word in COMMANDS[command]), home=endless.root, ALMANAC_READ_SECONDS="0.5"
    )
    assert result.returncode == 1 and "0.5 s" in result.stderr, result
    assert len(result.stderr.splitlines()) <= 3, result


@pytest.mark.slow
def test_running_out_of_memory_is_one_sentence(published: Home, tmp_path: Path, ask: RunCommand):
    home = make_expensive_home(published, tmp_path / "home", HUGE_VALUE)
    result = ask("categories", home=home.root, ALMANAC_READ_SECONDS="50" if THOROUGH else "12")
    assert result.returncode == 1 and len(result.stderr.splitlines()) == 1, result


def test_queries_share_a_time_limit_that_excludes_printing():
    with duckdb.connect() as con:
        bounded_con = LimitedConnection(con, 1.0)
        time.sleep(1.2)
        assert bounded_con.execute("SELECT 42 AS x").fetchall() == [(42,)]
        with pytest.raises(QueryTimeout):
            for _ in range(20):
                bounded_con.execute("SELECT sum(a.range * b.range) FROM range(30000) a, range(10000) b")
        assert LimitedConnection(con, 0).execute("SELECT 1 AS x").description[0][0] == "x"
        with pytest.raises(AlmanacError):
            LimitedConnection(con, 30).execute("FROM range(3000000)")


@pytest.mark.parametrize("text", ["-1", "nan", "soon", "1e9", "inf"])
def test_an_invalid_time_limit_is_refused(text: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ALMANAC_READ_SECONDS", text)
    with pytest.raises(UsageError):
        find_read_limit()
