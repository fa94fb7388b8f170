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

from pipeline.cli.query import run_query
from pipeline.config import Home
from pipeline.errors import UsageError
from pipeline.published.example_queries import example_question
from pipeline.published.query_limits import QueryWatchdog
from pipeline.ranking.registry import NAMES
from pipeline.sample_hub.adversarial_text import ESCAPES, MARKUP
from tests.fixtures.commands import RunCommand
from tests.fixtures.processes import PATIENCE, has_opened, wait_for_work, wait_until
from tests.fixtures.warm_process import ALMANAC

QUERY = "SELECT 1 AS n, 1.5 AS d, NULL AS nothing, 'ü' AS t, 2::HUGEINT * 9223372036854775807 AS big, 7 AS n"


def test_every_format_has_the_same_answer(inside: RunCommand, tmp_path: Path):
    big = 2 * (2**63 - 1)
    assert json.loads(inside("sql", QUERY, "--format", "json").stdout) == [
        {"n": 1, "d": 1.5, "nothing": None, "t": "ü", "big": big, "n_1": 7}
    ]
    assert list(csv.reader(io.StringIO(inside("sql", QUERY, "--format", "csv").stdout))) == [
        ["n", "d", "nothing", "t", "big", "n_1"],
        ["1", "1.5", "", "ü", str(big), "7"],
    ]
    assert f"| 1 | 1.5 | – | ü | {big} | 7 |" in inside("sql", QUERY, "--format", "md").stdout
    table = inside("sql", QUERY).stdout.splitlines()
    assert table[-1].split() == ["1", "1.5", "–", "ü", str(big), "7"]
    result = inside("sql", QUERY, "--format", "parquet", "--output", str(tmp_path / "a.parquet"))
    assert result.returncode == 0
    assert pl.read_parquet(tmp_path / "a.parquet")["n_1"].to_list() == [7]


@pytest.mark.parametrize("form", ["table", "csv", "json", "md"])
def test_an_output_file_has_what_would_be_printed(inside: RunCommand, tmp_path: Path, form: str):
    query = "SELECT slug, name_ko FROM categories"
    assert inside("sql", query, "--format", form, "--output", str(tmp_path / "out")).stdout == ""
    assert "번역" in (tmp_path / "out").read_text(encoding="utf-8")


def test_a_query_comes_from_standard_input_too(ask: RunCommand):
    for words in ([], ["-"]):
        assert ask("sql", *words, "--format", "csv", stdin="SELECT 42 AS n;").stdout == "n\n42\n"
    result = ask("sql", stdin=b"SELECT '\xff'")
    assert result.returncode == 2 and "UTF-8" in result.stderr


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELEC 1", "syntax error"),  # DuckDB's words, as in others without an option
        ("FROM modles", "Did you mean"),
        ("FROM query", "does not exist"),  # DuckDB must not see Python variables
        ("", "FROM categories"),
        (";;", "FROM categories"),
        ("-- nothing", "FROM categories"),
        ("SELECT 1; SELECT 2", "2 statements"),
        ("SELECT $1", "parameter"),
        ("SELECT count(*) FROM trends\0 WHERE false", "NUL"),
        ("\0", "NUL"),
        ("DELETE FROM trends", "DELETE .*--trust"),
        ("CREATE TABLE mine (a INT)", "read-only"),
        ("DROP VIEW models", "read-only"),
        ("COPY trends TO '/tmp/never.csv'", "COPY .*--trust"),
        ("COPY (SELECT 1) TO '/dev/stdout'", "COPY .*--trust"),
        ("EXPORT DATABASE '/tmp/never'", "EXPORT .*--trust"),
        ("ATTACH '/tmp/never.duckdb'", "ATTACH .*--trust"),
        ("INSTALL httpfs", "LOAD .*--trust"),
        ("LOAD httpfs", "LOAD .*--trust"),
        ("SET enable_external_access = true", "SET .*--trust"),
        ("SET threads = 1", "SET .*--trust"),
        ("FROM read_text('/etc/passwd')", "disabled"),
        ("FROM '/etc/passwd'", "does not exist"),
        ("FROM glob('/etc/*')", "disabled"),
    ],
)
def test_forbidden_statements_are_rejected(con: duckdb.DuckDBPyConnection, query: str, message: str):
    with pytest.raises(UsageError, match=message) as refusal:
        run_query(con, query, QueryWatchdog(con, 0))
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("query", ["SELEC 1", "DELETE FROM trends"])
def test_a_rejected_query_prints_one_line_with_status_2(ask: RunCommand, query: str):
    result = ask("sql", query)
    assert (result.returncode, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["--format", "xml"], 2),
        (["--format", "parquet"], 2),
        (["--output", "/nowhere/at/all"], 1),
    ],
)
def test_an_unwritable_answer_is_an_error(inside: RunCommand, words: list[str], status: int):
    result = inside("sql", "SELECT 1", *words)
    assert (result.returncode, result.stdout) == (status, "") and result.stderr


def test_the_published_database_cannot_be_the_output(inside: RunCommand, published: Home):
    before = published.published.read_bytes()
    result = inside("sql", "SELECT 1", "--output", str(published.published))
    assert result.returncode == 2 and published.published.read_bytes() == before


def test_a_query_comes_from_a_file_or_from_the_examples(inside: RunCommand, tmp_path: Path):
    (tmp_path / "q.sql").write_text("-- mine\nSELECT 42 AS n", encoding="utf-8")
    assert inside("sql", "-f", str(tmp_path / "q.sql"), "--format", "csv").stdout == "n\n42\n"
    example_list = inside("sql", "--list-examples").stdout
    question = example_question("en", "rising-in-translation")
    assert "rising-in-translation" in example_list and question in example_list
    assert "번역" in inside("sql", "--list-examples", "--lang", "ko").stdout
    answer = inside("sql", "--example", "rising-in-translation")
    assert answer.stdout.startswith(question) and len(answer.stdout.splitlines()) > 3
    rows = inside("sql", "--example", "rising-in-translation", "--format", "csv").stdout.splitlines()
    assert "?" not in rows[0] and len(rows) > 1


@pytest.mark.parametrize(
    ("words", "status", "named"),
    [
        (["--example", "rising-in-translatoin"], 2, " rising-in-translation?"),
        (["--example", "rising-in-translation", "SELECT 1"], 2, "--file"),
        (["-f", "/nowhere/q.sql"], 1, "/nowhere/q.sql"),
        (["-f", "/"], 1, "directory"),
        (["SELECT 1", "--rows", "0"], 2, "1,000,000,000"),
        (["SELECT 1", "--seconds", "-1"], 2, "86,400"),
        (["SELECT 1", "--seconds", "nan"], 2, "86400"),
    ],
)
def test_invalid_options_are_explained(inside: RunCommand, words: list[str], status: int, named: str):
    result = inside("sql", *words)
    assert (result.returncode, result.stdout) == (status, "") and named in result.stderr


@pytest.mark.parametrize("form", ["csv", "json", "md", "table", "parquet"])
def test_rows_limits_the_answer_and_says_so(inside: RunCommand, tmp_path: Path, form: str):
    file = tmp_path / "out"
    output = [] if form == "table" else ["--output", str(file)]
    result = inside("sql", "SELECT range AS n FROM range(25000)", "--format", form, "--rows", "12000", *output)
    note = result.stdout if form == "table" else result.stderr
    assert result.returncode == 0 and ("12,000" in note or "12000" in note)
    rows = pl.read_parquet(file).height if form == "parquet" else (result.stdout or file.read_text()).count("1199")
    assert rows == (12000 if form == "parquet" else 12)  # 1199, 11990 to 11999, 11199
    exact = inside("sql", "FROM range(5)", "--format", "csv", "--rows", "5")
    assert exact.stdout.count("\n") == 6 and "--rows" not in exact.stderr


def test_a_slow_query_times_out(ask: RunCommand, tmp_path: Path):
    (tmp_path / "out.csv").write_text("old content")
    endless = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) FROM t"
    result = ask("sql", endless, "--seconds", "0.5", "--format", "csv", "--output", str(tmp_path / "out.csv"))
    assert result.returncode == 1 and "0.5 s" in result.stderr and "--seconds N" in result.stderr
    # DuckDB cannot interrupt a function call
    uninterruptible = "SELECT levenshtein(repeat('a', 400000), repeat('b', 400000))"
    result = ask("sql", uninterruptible, "--seconds", "0.5", "--format", "csv", "--output", str(tmp_path / "out.csv"))
    assert result.returncode == 1 and "0.5 s" in result.stderr
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["out.csv"]
    assert (tmp_path / "out.csv").read_text() == "old content"


def test_trust_lets_a_query_reach_files(ask: RunCommand, tmp_path: Path):
    (tmp_path / "mine.csv").write_text("slug,stars\ntranslation,5\n")
    query = f"SELECT c.name_en, m.stars FROM categories c JOIN '{tmp_path}/mine.csv' m USING (slug)"
    assert ask("sql", query).returncode == 2
    assert ask("sql", query, "--trust", "--format", "csv").stdout == "name_en,stars\nTranslation,5\n"
    assert "read-only" in ask("sql", "DELETE FROM trends", "--trust").stderr


def test_an_output_replaces_a_file_whole_and_follows_links(inside: RunCommand, tmp_path: Path):
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    inside("sql", "SELECT 1 AS n", "--format", "csv", "--output", str(tmp_path / "link.csv"))
    assert (tmp_path / "real.csv").read_text() == "n\n1\n" and (tmp_path / "link.csv").is_symlink()
    assert (
        inside("sql", "SELECT error('late')", "--format", "csv", "--output", str(tmp_path / "real.csv")).returncode == 2
    )
    assert (tmp_path / "real.csv").read_text() == "n\n1\n"


def test_csv_is_exact_and_without_formulas_when_asked(inside: RunCommand):
    query = "SELECT '=1+1' AS \"=a\", '-5' AS b, -5 AS c, '@x' AS d, ['=1'] AS e, '-a' AS f, NULL AS g, '\t' AS h, -0.5 AS i"
    assert (
        inside("sql", query, "--format", "csv").stdout == '=a,b,c,d,e,f,g,h,i\n=1+1,-5,-5,@x,"[""=1""]",-a,,\t,-0.5\n'
    )
    safe = inside("sql", query, "--format", "csv", "--spreadsheet-safe")
    assert safe.stdout == '\'=a,b,c,d,e,f,g,h,i\n\'=1+1,-5,-5,\'@x,"[""=1""]",\'-a,,\'\t,-0.5\n'
    assert inside("sql", query, "--spreadsheet-safe").returncode == 2


def test_csv_distinguishes_null_from_an_empty_text(inside: RunCommand):
    query = "SELECT NULL AS n, '' AS e, true AS b, [1, NULL] AS l, 'a\"b' AS q"
    text = inside("sql", query, "--format", "csv").stdout
    assert text == 'n,e,b,l,q\n,"",true,"[1, null]","a""b"\n'
    assert "2" in inside("sql", "SELECT 1 AS explain_key, 2 AS explain_value").stdout


def test_a_terminated_query_leaves_no_file(published: Home, tmp_path: Path):
    endless = "SELECT a.range FROM range(1000000) a, range(1000000) b"
    words = [
        ALMANAC,
        "--home",
        str(published.root),
        "sql",
        endless,
        "--format",
        "csv",
        "--output",
        str(tmp_path / "k.csv"),
    ]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as running:
        wait_until(lambda: any(tmp_path.glob(".k.csv*")))
        running.terminate()
        _, errors = running.communicate(timeout=PATIENCE)
    assert running.returncode == 1 and "Traceback" not in errors and list(tmp_path.iterdir()) == []


def test_an_empty_answer_is_an_answer(inside: RunCommand):
    empty_query = "SELECT slug FROM categories WHERE false"
    assert "No rows" in inside("sql", empty_query).stdout
    assert inside("sql", empty_query, "--format", "csv").stdout == "slug\n"
    assert json.loads(inside("sql", empty_query, "--format", "json").stdout) == []


def test_a_huge_answer_is_bounded(ask: RunCommand):
    result = ask("sql", "FROM range(100000000000)")
    assert len(result.stdout.splitlines()) == 1002 and "first 1,000 rows" in result.stdout
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
    assert reader.wait(PATIENCE) == 1


@pytest.mark.parametrize("form", ["table", "csv"])
def test_ctrl_c_ends_a_query(published: Home, form: str):
    slow = "SELECT count(*) FROM range(1000000000) a, range(1000) b WHERE a.range + b.range = -1"
    query = slow if form == "table" else "FROM range(100000000000)"
    output = ["--format", "csv", "--output", os.devnull] if form == "csv" else []
    with subprocess.Popen(
        [ALMANAC, "--home", str(published.root), "sql", query, *output], stderr=subprocess.PIPE, text=True
    ) as running:
        try:
            wait_until(lambda: has_opened(running.pid, published.published))
            wait_for_work(running.pid)
            running.send_signal(signal.SIGINT)
            _, errors = running.communicate(timeout=PATIENCE)
        finally:
            running.kill()
    assert (running.returncode, errors.count("Interrupted"), "Traceback" in errors) == (1, 1, False)


def test_hostile_data_reaches_no_terminal(ask: RunCommand):
    query = f"SELECT '{ESCAPES}' AS a, '[bold]{MARKUP}[/bold]' AS b, E'two\\nlines' AS c"
    table = ask("sql", query).stdout
    assert "\x1b" not in table and "\x07" not in table and f"[bold]{MARKUP}[/bold]" in table
    assert "<img" not in ask("sql", query, "--format", "md").stdout
    # programs get the data unchanged
    assert json.loads(ask("sql", query, "--format", "json").stdout)[0]["a"] == ESCAPES


@pytest.mark.slow
def test_the_prompt_survives_errors_and_ctrl_c(published: Home):
    import pty  # noqa: PLC0415  not on every system

    master, slave = pty.openpty()
    words = [ALMANAC, "--home", str(published.root), "sql"]
    running = subprocess.Popen(words, stdin=slave, stdout=slave, stderr=slave, env={**os.environ, "TERM": "xterm"})
    os.set_blocking(master, False)
    output = b""

    def until(text: bytes) -> None:
        nonlocal output
        deadline = time.monotonic() + PATIENCE
        while text not in output and time.monotonic() < deadline:
            try:
                output += os.read(master, 4096)
            except BlockingIOError:
                time.sleep(0.05)
            if b"\x1b[6n" in output:  # the prompt asks for the cursor's position
                output = output.replace(b"\x1b[6n", b"")
                os.write(master, b"\x1b[1;1R")
        assert text in output, output
        output = output.split(text, 1)[1]

    try:
        until(b"Ctrl-D")
        until(b"almanac")
        for query, answer in (
            (b"SELEC 1\r", b"Parser Error"), (b"SELECT 41 + 1\r", b"42"), (b".examples\r", b"rising-in-translation"),
            (b".example rising-in-translatoin\r", b"Did you mean"), (b".example rising-in-translation\r", example_question("en", "rising-in-translation").encode()),
            (b"CALL enable_logging()\r", b"--trust"),
        ):  # fmt: skip
            os.write(master, query)
            until(answer)
            until(b"almanac")
        os.write(master, b"SELECT 8 FROM featur\t")
        until(b"ed")
        os.write(master, b" WHERE false\r")
        until(b"No rows")
        until(b"almanac")
        os.write(master, b"SELECT count(*) FROM range(1000000000) a, range(1000) b WHERE a.range + b.range = -1\r")
        wait_for_work(running.pid)
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


def test_a_pivot_is_one_statement(inside: RunCommand):
    answer = inside("sql", "PIVOT trends ON board USING count(*) GROUP BY category", "--format", "csv")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith(f"category,{','.join(sorted(NAMES))}\n")


@pytest.mark.parametrize("zone", ["UTC", "Asia/Seoul", "America/New_York", "", "Mars/Phobos", "../../etc/passwd"])
def test_a_session_is_in_utc_in_every_time_zone(ask: RunCommand, zone: str) -> None:
    query = "SELECT current_setting('TimeZone') AS zone, now() AS now, CAST(TIMESTAMPTZ '2026-11-20 00:00:00+09:00' AS TIMESTAMP) AS then"
    result = ask("sql", query, "--format", "json", TZ=zone)
    [row] = json.loads(result.stdout)
    assert (result.returncode, row["zone"], row["then"][:13]) == (0, "UTC", "2026-11-19T15")
    assert ask("sql", "SET TimeZone = 'Asia/Seoul'", TZ=zone).returncode == 2
