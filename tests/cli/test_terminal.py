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
from pipeline.cli.terminal import BARS, Column, draw_trend, fit_table, has_value, sanitize
from pipeline.config import Home
from pipeline.sample_hub.world import World
from tests.fixtures.commands import RunCommand
from tests.fixtures.processes import PATIENCE
from tests.fixtures.warm_process import ALMANAC

TEXTS = st.text("abc가나-/0 ", max_size=60)


@given(
    st.lists(st.tuples(TEXTS, st.booleans(), st.integers(0, 99)), min_size=1, max_size=8),
    st.data(),
    st.integers(70, 200),
)
def test_a_table_is_no_wider_than_its_terminal(headings: list[tuple[str, bool, int]], data: st.DataObject, width: int):
    columns = [
        Column(f"{text[:10]}{number}", numeric=numeric, priority=worth)
        for number, (text, numeric, worth) in enumerate(headings)
    ]
    cells = [[sanitize(data.draw(TEXTS)[: 12 if column.numeric else 60]) for column in columns] for _ in range(3)]
    out = Console(width=width, file=io.StringIO(), color_system=None)
    table = fit_table(out, columns, cells)
    with out.capture() as capture:
        out.print(table)
    assert all(Text(line).cell_len <= width for line in capture.get().splitlines())
    with_values = [
        column for number, column in enumerate(columns) if any(has_value(row[number]) for row in cells)
    ] or columns
    shown = {"".join(str(column.header).split()) for column in table.columns}
    hidden = [column for column in with_values if "".join(column.heading.split()) not in shown]
    assert not hidden or len(table.columns) >= 2
    kept = [column.priority for column in with_values if column not in hidden]
    # the label of a lone figure may matter less than what it replaces
    assert len(kept) < 3 or min(kept) >= max((column.priority for column in hidden), default=0)


def test_headings_wrap_before_a_column_is_dropped():
    columns = [
        Column("repo"),
        Column("downloads +1d", numeric=True, priority=20),
        Column("likes", numeric=True, priority=90),
    ]
    rows = [[sanitize("owner/name"), sanitize("+12,345"), sanitize("678")]]

    def print_words(width: int) -> list[list[str]]:
        out = Console(width=width, file=io.StringIO())
        out.print(fit_table(out, columns, rows))
        assert isinstance(out.file, io.StringIO)
        return [line.split() for line in out.file.getvalue().splitlines()]

    last = ["owner/name", "+12,345", "678"]
    assert print_words(40) == [["repo", "downloads", "+1d", "likes"], last]
    assert print_words(29) == [["downloads"], ["repo", "+1d", "likes"], last]
    assert print_words(20) == [["repo", "likes"], [last[0], last[2]]]


def test_bars_grow_with_their_values():
    assert draw_trend([0, 1, None, 8, -3]).plain == "▁▂ █▁"
    assert draw_trend([]).plain == "" and draw_trend([None, None]).plain == "  " and draw_trend([0, 0]).plain == "▁▁"
    assert set(draw_trend([n / 7 for n in range(100)]).plain) == set(BARS)


def complete_line(home: Home, line: str) -> list[str]:
    """Return bash's completions of the line's last word."""
    result = subprocess.run(
        [ALMANAC],
        env={**os.environ, "_ALMANAC_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1),
             "ALMANAC_HOME": str(home.root)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )  # fmt: skip
    assert result.stderr == ""
    return result.stdout.split()


def test_the_shell_completes_commands_and_names(published: Home, tmp_path: Path):
    assert {"history", "show", "sql"} <= set(complete_line(published, "almanac "))
    assert complete_line(published, "almanac show trans") == ["translation"]
    assert complete_line(published, "almanac show translation --board a") == ["attention", "adoption"]
    assert complete_line(published, "almanac history deepseek-ai/DeepSeek-") == [
        "deepseek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-V3"
    ]  # fmt: skip
    assert complete_line(published, "almanac sql --example rising-in-tr") == ["rising-in-translation"]
    assert complete_line(published, "almanac export model_h") == ["model_history"]
    elsewhere = f"almanac --home {published.root} show trans"
    assert complete_line(Home(tmp_path), elsewhere) == ["translation"]
    assert complete_line(published, f"almanac --home {tmp_path} show trans") == []
    assert complete_line(Home(tmp_path), "almanac show trans") == []


def test_a_mistyped_repo_gets_the_nearest_name(inside: RunCommand):
    for command in (["history"], ["compare", "deepseek-ai/DeepSeek-V3"]):
        for typo in ("deepsek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-R11", "DeepSeek-R1"):
            result = inside(*command, typo)
            assert result.returncode == 2 and " deepseek-ai/DeepSeek-R1" in result.stderr, result
    assert "owner/name" in inside("history", "zzzzqqqq").stderr


def test_no_color_is_respected(published: Home):
    import pty  # noqa: PLC0415  not on every system

    def print_on_terminal(**environment: str) -> bytes:
        master, slave = pty.openpty()
        with subprocess.Popen(
            [ALMANAC, "--home", str(published.root), "show", "translation", "-n", "3"],
            stdout=slave, stderr=slave, env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", **environment},
        ) as running:  # fmt: skip
            running.wait(60)
        os.close(slave)
        piece = b""
        while True:
            try:
                piece += os.read(master, 65536)
            except OSError:
                break
            if not piece:
                break
        os.close(master)
        return piece

    colored_output, plain_output = print_on_terminal(), print_on_terminal(NO_COLOR="1")
    assert b"\x1b[32m" in colored_output or b"\x1b[36m" in colored_output or b"\x1b[33m" in colored_output
    assert b"\x1b[3" not in plain_output
    assert all(
        Text(line).cell_len <= 80
        for line in plain_output.decode()
        .replace("\x1b[1m", "")
        .replace("\x1b[0m", "")
        .replace("\x1b[2m", "")
        .splitlines()
    )


def test_help_of_every_command_shows_examples(inside: RunCommand):
    for command in COMMANDS:
        help_text = inside(command, "--help").stdout
        assert "Example" in help_text and f"almanac {command}" in help_text.replace("data/demo ", "").replace(
            "--home ", ""
        ), help_text


@pytest.mark.parametrize(
    ("command", "named"),
    [
        ("history $'a\\xff'", "UTF-8"),
        ("compare deepseek-ai/DeepSeek-R1 deepseek-ai/DeepSeek-V3 --days 1000000", "36,500"),
        ("scorecard --days 3000000000", "36,500"),
        ("show -n 9999999999", "100,000"),
        ("show --date 2026112", "2026-03-06"),
        ("sql -f /dev/zero", "16 MiB"),
        ("show > /dev/full", "No space left on device"),
        ("show --json > /dev/full", "No space left on device"),
        ("sql <&-", "FROM categories"),
        ('sql "SELECT INTERVAL 1 MONTH AS i" --format parquet --output /dev/null', "CAST("),
    ],
)
def test_every_failure_prints_a_message(published: Home, command: str, named: str):
    line = f"exec {ALMANAC} --home {published.root} {command}"
    result = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert result.returncode in (1, 2) and named in result.stderr and "Traceback" not in result.stderr, result.stderr


def test_closed_streams_and_missing_korean_do_not_fail(published: Home):
    for command in ("show >&-", "sql 'SELECT 1' >&-", "show translation"):
        result = subprocess.run(
            ["bash", "-c", f"exec {ALMANAC} --home {published.root} {command}"], capture_output=True, text=True, timeout=PATIENCE, check=False,
            env={**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        )  # fmt: skip
        assert result.returncode == 0 and "Traceback" not in result.stderr, result.stderr


def test_one_repo_under_two_names_is_not_compared(inside: RunCommand, story_world: World):
    old, new, _ = story_world.story.dataset_rename
    result = inside("compare", old, new)
    assert result.returncode == 2 and f"{old} and {new}" in result.stderr


def test_a_file_of_another_version_is_reported(inside: RunCommand, published: Home, tmp_path: Path):
    (tmp_path / "hub.duckdb").write_bytes(published.published.read_bytes())
    with duckdb.connect(str(tmp_path / "hub.duckdb")) as con:
        con.execute("DROP MACRO TABLE top")
    result = inside("show", "translation", home=tmp_path)
    assert result.returncode == 1 and "`almanac run`" in result.stderr
