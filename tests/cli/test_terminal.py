"""Tables that fit, lines of bars, the shell's completion."""

import io
import os
import subprocess
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from pipeline.cli.main import COMMANDS
from pipeline.cli.terminal import BARS, Column, fitted, plain, trend
from pipeline.config import Home
from pipeline.sample_hub.world import World
from tests.fixtures.commands import Ask
from tests.fixtures.warm_process import ALMANAC

TEXTS = st.text("abc가나-/0 ", max_size=60)


@given(
    st.lists(st.tuples(TEXTS, st.booleans(), st.integers(0, 99)), min_size=1, max_size=8),
    st.data(),
    st.integers(70, 200),
)
def test_a_table_is_no_wider_than_its_terminal(headings: list[tuple[str, bool, int]], data: st.DataObject, width: int):
    columns = [Column(text[:12], numeric=numeric, worth=worth) for text, numeric, worth in headings]
    cells = [[plain(data.draw(TEXTS)[: 12 if one.numeric else 60]) for one in columns] for _ in range(3)]
    out = Console(width=width, file=io.StringIO(), color_system=None)
    made = fitted(out, columns, cells)
    with out.capture() as printed:
        out.print(made)
    assert all(Text(line).cell_len <= width for line in printed.get().splitlines())
    # whatever was left out is worth no more than whatever stayed
    left = [one.worth for one in columns if not any(str(c.header).split() == one.heading.split() for c in made.columns)]
    assert len(made.columns) == len(columns) or len(made.columns) >= 2
    kept = len(made.columns)
    assert sorted((one.worth for one in columns), reverse=True)[:kept][-1] >= max(left, default=0)


def test_headings_wrap_before_a_column_is_left_out():
    columns = [Column("repo"), Column("downloads +1d", numeric=True, worth=20), Column("likes", numeric=True, worth=90)]
    rows = [[plain("owner/name"), plain("+12,345"), plain("678")]]

    def shown(width: int) -> list[list[str]]:
        out = Console(width=width, file=io.StringIO())
        out.print(fitted(out, columns, rows))
        assert isinstance(out.file, io.StringIO)
        return [line.split() for line in out.file.getvalue().splitlines()]

    last = ["owner/name", "+12,345", "678"]
    assert shown(40) == [["repo", "downloads", "+1d", "likes"], last]
    assert shown(29) == [["downloads"], ["repo", "+1d", "likes"], last]
    assert shown(20) == [["repo", "likes"], [last[0], last[2]]]


def test_a_line_of_bars_grows_with_its_figures():
    assert trend([0, 1, None, 8, -3]).plain == "▁▂ █▁"
    assert trend([]).plain == "" and trend([None, None]).plain == "  " and trend([0, 0]).plain == "▁▁"
    assert set(trend([n / 7 for n in range(100)]).plain) == set(BARS)


def complete(home: Home, line: str) -> list[str]:
    """What bash is offered for the last word of the line."""
    done = subprocess.run(
        [ALMANAC],
        env={**os.environ, "_ALMANAC_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1),
             "ALMANAC_HOME": str(home.root)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.split()


def test_the_shell_completes_commands_and_names(published: Home, tmp_path: Path):
    assert {"history", "show", "sql"} <= set(complete(published, "almanac "))
    assert complete(published, "almanac show trans") == ["translation"]
    assert complete(published, "almanac show translation --board a") == ["attention", "adoption"]
    assert complete(published, "almanac history deepseek-ai/DeepSeek-") == [
        "deepseek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-V3"
    ]  # fmt: skip
    assert complete(published, "almanac sql --example rising-in-tr") == ["rising-in-translation"]
    assert complete(published, "almanac export model_h") == ["model_history"]
    elsewhere = f"almanac --home {published.root} show trans"
    assert complete(Home(tmp_path), elsewhere) == ["translation"]
    assert complete(published, f"almanac --home {tmp_path} show trans") == []
    assert complete(Home(tmp_path), "almanac show trans") == []


def test_a_mistyped_repo_is_answered_with_the_nearest(inside: Ask):
    for command in (["history"], ["compare", "deepseek-ai/DeepSeek-V3"]):
        for typed in ("deepsek-ai/DeepSeek-R1", "DEEPSEEK-AI/deepseek-r1", "DeepSeek-R1"):
            done = inside(*command, typed)
            assert done.returncode == 2 and "Did you mean deepseek-ai/DeepSeek-R1" in done.stderr, done
    assert "owner/name" in inside("history", "zzzzqqqq").stderr


def test_no_color_is_respected(published: Home):
    import pty  # noqa: PLC0415  not on every system

    def printed(**environment: str) -> bytes:
        master, slave = pty.openpty()
        with subprocess.Popen(
            [ALMANAC, "--home", str(published.root), "show", "translation", "-n", "3"],
            stdout=slave, stderr=slave, env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", **environment},
        ) as running:  # fmt: skip
            running.wait(60)
        os.close(slave)
        said = b""
        while True:
            try:
                said += os.read(master, 65536)
            except OSError:
                break
            if not said:
                break
        os.close(master)
        return said

    coloured, not_coloured = printed(), printed(NO_COLOR="1")
    assert b"\x1b[32m" in coloured or b"\x1b[36m" in coloured or b"\x1b[33m" in coloured
    assert b"\x1b[3" not in not_coloured
    assert all(
        Text(line).cell_len <= 80
        for line in not_coloured.decode()
        .replace("\x1b[1m", "")
        .replace("\x1b[0m", "")
        .replace("\x1b[2m", "")
        .splitlines()
    )


def test_help_of_every_command_shows_examples(inside: Ask):
    for command in COMMANDS:
        said = inside(command, "--help").stdout
        assert "Example" in said and f"almanac {command}" in said.replace("data/demo ", "").replace("--home ", ""), said


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("history $'a\\xff'", "not UTF-8"),
        ("compare deepseek-ai/DeepSeek-R1 deepseek-ai/DeepSeek-V3 --days 1000000", "36500"),
        ("scorecard --days 3000000000", "36500"),
        ("show -n 9999999999", "100000"),
        ("show --date 20261120", "write it as 2026-03-06"),
        ("sql -f /dev/zero", "16 MiB at most"),
        ("show > /dev/full", "No space left on device"),
        ("show --json > /dev/full", "No space left on device"),
        ("sql <&-", "empty"),
        ('sql "SELECT INTERVAL 1 MONTH AS i" --format parquet --output /dev/null', "Parquet has no type"),
    ],
)
def test_whatever_comes_ends_in_a_sentence(published: Home, command: str, says: str):
    line = f"exec {ALMANAC} --home {published.root} {command}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode in (1, 2) and says in done.stderr and "Traceback" not in done.stderr, done.stderr


def test_streams_that_are_closed_or_know_no_korean_are_no_reason_to_fail(published: Home):
    for command in ("show >&-", "sql 'SELECT 1' >&-", "show translation"):
        done = subprocess.run(
            ["bash", "-c", f"exec {ALMANAC} --home {published.root} {command}"], capture_output=True, text=True, timeout=60, check=False,
            env={**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        )  # fmt: skip
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr


def test_one_repo_under_two_names_is_not_compared(inside: Ask, story_world: World):
    old, new, _ = story_world.story.renamed_dataset
    done = inside("compare", old, new)
    assert done.returncode == 2 and "are one repo" in done.stderr


def test_a_file_that_another_version_published_is_said(inside: Ask, published: Home, tmp_path: Path):
    (tmp_path / "hub.duckdb").write_bytes(published.published.read_bytes())
    with duckdb.connect(str(tmp_path / "hub.duckdb")) as con:
        con.execute("DROP MACRO TABLE top")
    done = inside("show", "translation", home=tmp_path)
    assert done.returncode == 1 and "publishes it anew" in done.stderr
