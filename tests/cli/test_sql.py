"""`almanac sql`: any question, no harm."""

import csv
import io
import json
import os
import signal
import subprocess
import time
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipeline.cli.sql import ask as question
from pipeline.errors import UsageError
from pipeline.sample_hub.hostile import ESCAPES, MARKUP
from pipeline.settings import Home
from tests.cli.conftest import ALMANAC, Ask

QUERY = "SELECT 1 AS n, 1.5 AS d, NULL AS nothing, 'ü' AS t, 2::HUGEINT * 9223372036854775807 AS big, 7 AS n"


def test_every_format_holds_the_same_answer(ask: Ask, tmp_path: Path):
    big = 2 * (2**63 - 1)
    assert json.loads(ask("sql", QUERY, "--format", "json").stdout) == [
        {"n": 1, "d": 1.5, "nothing": None, "t": "ü", "big": big, "n_1": 7}
    ]
    assert list(csv.reader(io.StringIO(ask("sql", QUERY, "--format", "csv").stdout))) == [
        ["n", "d", "nothing", "t", "big", "n_1"],
        ["1", "1.5", "", "ü", str(big), "7"],
    ]
    assert f"| 1 | 1.5 | – | ü | {big} | 7 |" in ask("sql", QUERY, "--format", "md").stdout
    table = ask("sql", QUERY).stdout.splitlines()
    assert table[-1].split() == ["1", "1.5", "–", "ü", str(big), "7"]
    done = ask("sql", QUERY, "--format", "parquet", "--output", str(tmp_path / "a.parquet"))
    assert done.returncode == 0
    assert pl.read_parquet(tmp_path / "a.parquet")["n_1"].to_list() == [7]


@pytest.mark.parametrize("form", ["table", "csv", "json", "md"])
def test_an_output_file_holds_what_would_be_printed(ask: Ask, tmp_path: Path, form: str):
    query = "SELECT slug, name_ko FROM categories"
    assert ask("sql", query, "--format", form, "--output", str(tmp_path / "out")).stdout == ""
    assert "번역" in (tmp_path / "out").read_text(encoding="utf-8")


def test_a_query_comes_from_standard_input_too(ask: Ask):
    for words in ([], ["-"]):
        assert ask("sql", *words, "--format", "csv", stdin="SELECT 42 AS n;").stdout == "n\n42\n"
    done = ask("sql", stdin=b"SELECT '\xff'")
    assert done.returncode == 2 and "not UTF-8" in done.stderr


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELEC 1", "syntax error"),
        ("FROM modles", "Did you mean"),
        ("FROM query", "does not exist"),  # a variable of the program is no table
        ("", "empty"),
        (";;", "empty"),
        ("-- nothing", "empty"),
        ("SELECT 1; SELECT 2", "One statement at a time"),
        ("SELECT $1", "parameter"),
        ("DELETE FROM trends", "read-only"),
        ("CREATE TABLE mine (a INT)", "read-only"),
        ("DROP VIEW models", "read-only"),
        ("COPY trends TO '/tmp/never.csv'", "disabled"),
        ("COPY (SELECT 1) TO '/dev/stdout'", "disabled"),
        ("EXPORT DATABASE '/tmp/never'", "disabled"),
        ("ATTACH '/tmp/never.duckdb'", "disabled"),
        ("INSTALL httpfs", "disabled"),
        ("LOAD httpfs", "disabled"),
        ("SET enable_external_access = true", "locked"),
        ("SET threads = 1", "locked"),
        ("FROM read_text('/etc/passwd')", "disabled"),
        ("FROM '/etc/passwd'", "does not exist"),
        ("FROM glob('/etc/*')", "disabled"),
    ],
)
def test_what_cannot_be_asked_is_refused(con: duckdb.DuckDBPyConnection, query: str, says: str):
    with pytest.raises(UsageError, match=says) as refused:
        question(con, query)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("query", ["SELEC 1", "DELETE FROM trends"])
def test_a_refusal_is_one_line_and_2(ask: Ask, query: str):
    done = ask("sql", query)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["--format", "xml"], 2),
        (["--format", "parquet"], 2),
        (["--output", "/nowhere/at/all"], 1),
    ],
)
def test_an_answer_that_cannot_be_written_is_said(ask: Ask, words: list[str], status: int):
    done = ask("sql", "SELECT 1", *words)
    assert (done.returncode, done.stdout) == (status, "") and done.stderr


def test_the_published_database_is_no_output_file(ask: Ask, published: Home):
    before = published.published.read_bytes()
    done = ask("sql", "SELECT 1", "--output", str(published.published))
    assert done.returncode == 2 and published.published.read_bytes() == before


def test_an_empty_answer_is_an_answer(ask: Ask):
    nothing = "SELECT slug FROM categories WHERE false"
    assert "No rows" in ask("sql", nothing).stdout
    assert ask("sql", nothing, "--format", "csv").stdout == "slug\n"
    assert json.loads(ask("sql", nothing, "--format", "json").stdout) == []


def test_a_huge_answer_is_bounded(ask: Ask):
    done = ask("sql", "FROM range(100000000000)")
    assert len(done.stdout.splitlines()) == 1002 and "first 1000 rows" in done.stdout
    reader = subprocess.Popen(
        [ALMANAC, *ask("sql", "SELECT 1").args[1:3], "sql", "FROM range(100000000000)", "--format", "csv"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout is not None and reader.stderr is not None
    assert [reader.stdout.readline() for _ in range(3)] == ["range\n", "0\n", "1\n"]
    reader.stdout.close()  # as `head` does
    assert "Traceback" not in reader.stderr.read()
    assert reader.wait(20) == 1


@pytest.mark.parametrize("form", ["table", "csv"])
def test_ctrl_c_ends_a_query(published: Home, form: str):
    slow = "SELECT count(*) FROM range(1000000000) a, range(1000) b WHERE a.range + b.range = -1"
    query = slow if form == "table" else "FROM range(100000000000)"
    output = ["--format", "csv", "--output", os.devnull] if form == "csv" else []
    with subprocess.Popen(
        [ALMANAC, "--home", str(published.root), "sql", query, *output], stderr=subprocess.PIPE, text=True
    ) as running:
        try:
            time.sleep(2.5)
            running.send_signal(signal.SIGINT)
            _, said = running.communicate(timeout=20)
        finally:
            running.kill()
    assert (running.returncode, said.count("Interrupted"), "Traceback" in said) == (1, 1, False)


def test_hostile_data_reaches_no_terminal(ask: Ask):
    query = f"SELECT '{ESCAPES}' AS a, '[bold]{MARKUP}[/bold]' AS b, E'two\\nlines' AS c"
    table = ask("sql", query).stdout
    assert "\x1b" not in table and "\x07" not in table and f"[bold]{MARKUP}[/bold]" in table
    assert "<img" not in ask("sql", query, "--format", "md").stdout
    # a program gets the data as they are
    assert json.loads(ask("sql", query, "--format", "json").stdout)[0]["a"] == ESCAPES


@pytest.mark.slow
def test_the_prompt_survives_errors_and_ctrl_c(published: Home):
    import pty  # noqa: PLC0415  not on every system

    master, slave = pty.openpty()
    words = [ALMANAC, "--home", str(published.root), "sql"]
    running = subprocess.Popen(words, stdin=slave, stdout=slave, stderr=slave, env={**os.environ, "TERM": "xterm"})
    os.set_blocking(master, False)
    seen = b""

    def until(text: bytes) -> None:
        nonlocal seen
        deadline = time.monotonic() + 15
        while text not in seen and time.monotonic() < deadline:
            try:
                seen += os.read(master, 4096)
            except BlockingIOError:
                time.sleep(0.05)
            if b"\x1b[6n" in seen:  # asked where the cursor is
                seen = seen.replace(b"\x1b[6n", b"")
                os.write(master, b"\x1b[1;1R")
        assert text in seen, seen
        seen = seen.split(text, 1)[1]

    try:
        until(b"Ctrl-D ends")
        until(b"almanac")
        for query, answer in ((b"SELEC 1\r", b"Parser Error"), (b"SELECT 41 + 1\r", b"42")):
            os.write(master, query)
            until(answer)
            until(b"almanac")
        os.write(master, b"SELECT count(*) FROM range(1000000000) a, range(1000) b WHERE a.range + b.range = -1\r")
        time.sleep(1.5)
        running.send_signal(signal.SIGINT)  # the pty is not its controlling terminal
        until(b"Interrupted")
        until(b"almanac")
        os.write(master, b"SELECT 2 * 21\r")
        until(b"42")
        until(b"almanac")
        os.write(master, b"\x04")
        assert running.wait(10) == 0
    finally:
        running.kill()
    os.close(slave)
    os.close(master)


def test_a_pivot_is_one_question(ask: Ask):
    answer = ask("sql", "PIVOT trends ON board USING count(*) GROUP BY category", "--format", "csv")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("category,adoption,attention,breakout,hub\n")
