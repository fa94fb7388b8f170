"""Hostile queries and inputs end in a typed error or a bounded result and write nothing."""

from pathlib import Path

import duckdb
import pytest

from pipeline.cli.query import run_query
from pipeline.config import Home
from pipeline.errors import AlmanacError
from pipeline.published.query_limits import QueryTimeout, QueryWatchdog
from pipeline.sample_hub.adversarial_text import ESCAPES, MARKUP
from tests.fixtures.commands import RunCommand

# {d}: a folder that must stay empty.
REFUSED_QUERIES = """
CREATE PERSISTENT SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')
CREATE SECRET s (TYPE http, BEARER_TOKEN 'x')
CALL enable_logging(storage = 'file', storage_path = '{d}/log')
CALL enable_logging('QueryLog', storage := 'file', storage_config := {{'path': '{d}/log'}})
CALL enable_profiling(format := 'json', save_location := '{d}/profile.json')
PRAGMA enable_profiling='json'
PRAGMA profiling_output='{d}/p.json'
SET profile_output='{d}/p.json'
PRAGMA enable_verification
PRAGMA force_checkpoint
CHECKPOINT
FORCE CHECKPOINT
VACUUM
ANALYZE
SET temp_directory='{d}/tmp'
SET memory_limit='1TB'
RESET memory_limit
SET GLOBAL threads=64
SET SESSION search_path='store'
SET VARIABLE x = 1
USE store
CREATE TABLE memory.main.t AS SELECT 1
CREATE TABLE t AS SELECT 1
ATTACH ':memory:' AS m
ATTACH '{d}/x.duckdb'
ATTACH 'http://localhost:9/x.duckdb'
COPY FROM DATABASE hub TO memory
COPY models FROM '/etc/passwd'
COPY (SELECT 1) TO '{d}/x.csv'
COPY (SELECT 1) TO '{d}/x.parquet' (FORMAT parquet)
COPY trends TO '{d}' (FORMAT parquet, PARTITION_BY (date))
EXPORT DATABASE '{d}/exp'
IMPORT DATABASE '{d}/exp'
INSTALL httpfs
FORCE INSTALL httpfs FROM 'http://localhost:9'
LOAD '{d}/evil.duckdb_extension'
UPDATE EXTENSIONS
FROM read_csv('/etc/passwd')
FROM read_text('/proc/self/environ')
FROM read_blob('/proc/self/environ')
FROM read_json('/etc/passwd')
FROM read_parquet('/etc/passwd')
FROM read_ndjson_objects('/etc/passwd')
FROM parquet_schema('/etc/passwd')
FROM sniff_csv('/etc/passwd')
FROM '/etc/passwd'
FROM 'https://localhost/x.parquet'
FROM read_csv('/dev/stdin')
FROM glob('/*')
SELECT getenv('HF_TOKEN')
FROM duckdb_secrets()
FROM which_secret('s3://x', 's3')
INSERT INTO trends SELECT * FROM trends
UPDATE trends SET rank = 1
TRUNCATE trends
DELETE FROM store.daily
MERGE INTO trends USING trends t ON false WHEN NOT MATCHED THEN INSERT
ALTER TABLE trends RENAME TO x
DROP TABLE trends
DROP SCHEMA main CASCADE
CREATE VIEW v AS SELECT 1
CREATE SCHEMA s
CREATE SEQUENCE q
CREATE TYPE m AS ENUM ('a')
CREATE INDEX i ON trends(rank)
COMMENT ON TABLE trends IS 'x'
PREPARE a AS DELETE FROM trends
EXECUTE a
BEGIN
COMMIT
ROLLBACK
EXPLAIN ANALYZE DELETE FROM trends
DETACH hub
CALL start_ui()
FROM query('DELETE FROM trends')
FROM query('COPY (SELECT 1) TO ''{d}/q.csv''')
SELECT error('x')
SELECT unnest(range(1000000000000))
SELECT repeat('x', 100000000000)
SELECT factorial(100000)
PIVOT (FROM range(200000)) ON range USING count(*)
SELECT repeat('[', 100000)::JSON
SELECT 'a
/*
--
$$
$x$
;
SELECT $1
SELECT ?
SELECT $a
\\q
.read /etc/passwd
.shell ls
!ls
SELECT 1; DROP TABLE trends
SELECT INTERVAL 99999999999 YEARS
SELECT DATE '9999999-01-01'
SELECT * FROM models_on('x')
SELECT * FROM models_on('2026-13-45')
SELECT * FROM top('translation', view := 'x')
SELECT * FROM risers('translation', 7, counter := 'x')
SELECT * FROM growth('translation', 'x')
FROM risers('translation', 0)
FROM growth('translation', 100000)
SELECT * FROM history_of()
"""
ENDLESS_QUERIES = """
WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t
WITH RECURSIVE t(n) AS (SELECT 0 UNION ALL SELECT a.n + b.n FROM t a, t b) SELECT count(*) FROM t
SELECT list(range) FROM range(100000000000)
SELECT count(*) FROM trends a, trends b, trends c WHERE a.score + b.score + c.score = -1
SELECT string_agg(range::VARCHAR) FROM range(10000000000)
"""
# Odd queries that succeed, with their maximum rows.
BOUNDED_QUERIES = {
    "FROM range(100000000000)": 1001,
    "FROM repeat_row(1, num_rows := 1000000000000)": 1001,
    "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 5) FROM t": 5,
    "FROM test_all_types()": 3,
    "FROM duckdb_settings()": 1001,
    "FROM query_table('trends')": 1001,
    "SELECT 'nan'::DOUBLE, 'inf'::FLOAT, TIMESTAMP 'infinity', DATE '-infinity'": 1,
    "SELECT '\\xFF'::BLOB, 1::BIT, uuid(), TIME '24:00:00', TIMETZ '00:00:00+15', INTERVAL 3 MONTH": 1,
    "SELECT MAP {1: 'a'}, [1, 2], {'a': 1}, union_value(k := 1), 170141183460469231731687303715884105727::HUGEINT": 1,
    "SELECT 10::HUGEINT ** 1000000": 1,
    "SELECT chr(27) || '[2J', chr(0), E'\\r\\n', chr(8238)": 1,
    'SELECT 1 AS "\x1b[2J"': 1,
    f'SELECT 1 AS "{"x" * 10_000}"': 1,
    f"SELECT {', '.join('1' for _ in range(5000))}": 1,
    f"SELECT * FROM trends WHERE id = '{'x' * 1_000_000}'": 0,
    "SELECT regexp_matches(repeat('a', 1000000), '(a|aa)+b')": 1,
    "FROM models_on(NULL)": 0,
    "EXPLAIN ANALYZE SELECT 1": 1,
}
DEEP_QUERIES = [
    f"SELECT {'(' * 20_000}1{')' * 20_000}",
    f"SELECT {'NOT ' * 20_000} true",
    f"SELECT {'CASE WHEN true THEN ' * 3000}1{' END' * 3000}",
    f"SELECT [{'[' * 3000}1{']' * 3000}]",
    f"SELECT * FROM {'(SELECT * FROM ' * 1500}trends{')' * 1500}",
    f"SELECT {'1 + ' * 50_000}1",
]
WORDS = ["'; DROP TABLE trends; --", "../../etc/passwd", "$(touch x)", "`id`", "%s%n", "\x1b[2J\x1b[31m", "\u202eevil", "x" * 5000,
         "", " ", "a/b/c", "NULL", "-1", "1e999", "\ud55c\uae00", ESCAPES, MARKUP, "a\nb", "[bold]x[/bold]", "*", "'", '"']  # fmt: skip
# the day before the last one
UNDERSTOOD = {("a day", "-1")}
COMMANDS = {
    "a category": ["show", "{}"],
    "a board": ["show", "translation", "--board", "{}"],
    "a view": ["show", "translation", "--view", "{}"],
    "a day": ["show", "--date", "{}"],
    "a number": ["show", "-n", "{}"],
    "a reason": ["show", "translation", "--why", "{}"],
    "a repo": ["history", "--", "{}"],
    "repos": ["compare", "deepseek-ai/DeepSeek-R1", "--", "{}"],
    "an example": ["sql", "--example", "{}"],
    "a file": ["sql", "--file", "{}"],
    "a target": ["scorecard", "--target", "{}"],
    "a span": ["compare", "deepseek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-V3", "--days", "{}"],
}


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, which must stay empty."""
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_hostile_queries_are_refused(con: duckdb.DuckDBPyConnection, empty: Path):
    queries = [line.format(d=empty) for line in REFUSED_QUERIES.strip().splitlines()] + DEEP_QUERIES
    for query in queries:
        with QueryWatchdog(con, 20) as watch, pytest.raises(AlmanacError) as refusal:
            run_query(con, query, watch).fetchmany(1001)
            pytest.fail(f"answered: {query}")
        assert "\n" not in str(refusal.value) and not isinstance(refusal.value, QueryTimeout), query
    assert len(queries) > 100
    assert not any(empty.iterdir())
    assert con.execute("SELECT 42").fetchall() == [(42,)]  # the connection still works


def test_endless_queries_are_stopped(con: duckdb.DuckDBPyConnection):
    for query in ENDLESS_QUERIES.strip().splitlines():
        with QueryWatchdog(con, 0.3) as watch, pytest.raises(QueryTimeout):
            run_query(con, query, watch).fetchmany(1001)
    assert con.execute("SELECT 42").fetchall() == [(42,)]


@pytest.mark.parametrize("query", BOUNDED_QUERIES)
def test_odd_queries_are_answered_and_bounded(inside: RunCommand, query: str):
    result = inside("sql", query)
    assert result.returncode == 0, result.stderr
    assert not any(c in result.stdout for c in "\x1b\x00\u202e\r")
    assert (
        len(result.stdout.splitlines()) <= max(BOUNDED_QUERIES[query], 30) + 30
        or "5000" in query
        or query.count("1, ") > 4000
    )
    assert ("first 1000 rows" in result.stdout) <= (BOUNDED_QUERIES[query] == 1001)


@pytest.mark.parametrize(
    "name",
    [
        "'''; DROP TABLE trends; --'",
        "'x'' OR true --'",
        "'../../etc/passwd'",
        "NULL",
        "repeat('x', 10000000)",
        "chr(27) || '[2J'",
    ],
)
def test_odd_names_in_macros_are_refused_in_one_line(inside: RunCommand, name: str):
    for macro in ("history_of", "events_of", "top"):
        result = inside("sql", f"FROM {macro}({name})")
        assert result.returncode in (1, 2) and len(result.stderr) < 2000, result.stderr[:300]
        assert not any(c in result.stderr for c in "\x1b\x00\u202e\r") and "Traceback" not in result.stderr


@pytest.mark.parametrize("argument", COMMANDS)
def test_hostile_words_are_refused(inside: RunCommand, empty: Path, published: Home, argument: str):
    before = sorted(published.root.iterdir())
    for word in WORDS:
        result = inside(*(word if part == "{}" else part for part in COMMANDS[argument]))
        is_understood = (argument, word) in UNDERSTOOD
        assert result.returncode == 0 if is_understood else result.returncode in (1, 2), (word, result)
        output = result.stdout + result.stderr
        assert "Traceback" not in output and not any(c in output for c in "\x1b\x00\u202e\x07"), word
        assert is_understood or (result.stderr.strip() and len(output) < 12_000), word
    assert not any(empty.iterdir()) and sorted(published.root.iterdir()) == before
