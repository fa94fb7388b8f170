"""Commands accept names and days as people write them."""

import datetime as dt
import json

import pytest

from pipeline.cli.dates import parse_day
from pipeline.cli.main import COMMANDS
from pipeline.cli.suggestions import COMMAND_SYNONYMS, OPTION_SYNONYMS
from pipeline.config import Home
from pipeline.errors import UsageError
from tests.conftest import GAP, LAST_DAY
from tests.fixtures.commands import RunCommand

R1, V3 = "deepseek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-V3"
DAY = dt.date(2026, 3, 6)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *((text, DAY) for text in (
            "2026-03-06", " 2026-03-06 ", "2026-3-6", "2026/03/06", "2026/3/6", "20260306", "2026.03.06", "2026. 3. 6.", "2026년 3월 6일", "2026년3월6일",
            "6 Mar 2026", "06 march 2026", "6th March, 2026", "Mar 6, 2026", "March 6th 2026", "6-Mar-2026", "2026 Mar 6", "2026-03-06T09:00:12Z", "2026-03-06 09:00",
        )),
        ("last", LAST_DAY), ("Latest", LAST_DAY), ("마지막", LAST_DAY), ("-0", LAST_DAY), ("-1", LAST_DAY - dt.timedelta(1)), ("−7", LAST_DAY - dt.timedelta(7)),
    ],
)  # fmt: skip
def test_days_are_read(text: str, day: dt.date) -> None:
    assert parse_day(text, lambda: LAST_DAY) == day


@pytest.mark.parametrize(
    ("text", "days_ago"), [("today", 0), ("오늘", 0), ("Yesterday", 1), ("어제", 1), ("어제", 1), ("그저께", 2)]
)
def test_days_count_from_the_utc_day(text: str, days_ago: int) -> None:
    before = dt.datetime.now(dt.UTC).date()
    assert before <= parse_day(text) + dt.timedelta(days_ago) <= dt.datetime.now(dt.UTC).date()


@pytest.mark.parametrize(
    "text", ["", " ", "03/06/2026", "6/3/2026", "2026-02-30", "2026-13-01", "2026-03", "6 Mar", "tomorrow", "1", "-1d", "-999999", "2026-3/6", "20260306123", "6 Ma 2026"]
)  # fmt: skip
def test_other_days_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_day(text, lambda: LAST_DAY)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["show", R1, "--date", "nonsense", "--board", "hub", "-n", "3"], "--board, --date, -n"),
        (["show", R1, "--view", "all"], "--view"),
        (["show", "text", "--why", R1, "-n", "3", "--view", "originals"], "-n, --view"),
        (["sql", "--list-examples", "--format", "json"], "--format"),
        (["sql", "--list-examples", "SELECT 1"], "QUERY"),
        (["import", "--remove", "no-source", "--dry-run"], "--dry-run"),
        (["import", "--list", "--from", "2026-03-06"], "--from"),
        (["report", "--port", "8001"], "--port"),
        (["ui", "--prepare", "--no-daemon"], "--daemon"),
    ],
)  # fmt: skip
def test_options_without_effect_are_refused(inside: RunCommand, words: list[str], names: str) -> None:
    for language in ("en", "ko"):
        result = inside(*words, LANGUAGE=language, LC_ALL="C.UTF-8")
        assert (result.returncode, result.stdout) == (2, "") and names in result.stderr


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_number_below_the_least_is_refused_in_words(inside: RunCommand, language: str) -> None:
    result = inside("run", "--limit", "0", LANGUAGE=language)
    assert result.returncode == 2 and "--limit" in result.stderr and "x>=1" not in result.stderr


@pytest.mark.parametrize("text", ["latest", "-1", "마지막"])
def test_commands_that_delete_need_a_date(text: str) -> None:
    with pytest.raises(UsageError):
        parse_day(text)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (["show", "번역"], ["show", "translation"]),
        (["show", "Text_Generation", "--board", "도입", "--view", "Originals"], ["show", "text-generation", "--board", "adoption", "--view", "originals"]),
        (["show", "text", "generation"], ["show", "text-generation"]),
        (["show", "LLM", "--board", "Hub"], ["show", "text-generation", "--board", "hub"]),
        (["show", "https://huggingface.co/tasks/any-to-any"], ["show", "any-to-any"]),
        (["show", "translation", "--date", "-1"], ["show", "translation", "--date", str(LAST_DAY - dt.timedelta(1))]),
        (["show", "translation", "--date", "latest"], ["show", "translation"]),
        (["show", "llm", "--why", f"https://hf.co/{R1}"], ["show", "text-generation", "--why", R1]),
        (["scorecard", "번역", "--target", "다운로드"], ["scorecard", "translation", "--target", "downloads"]),
    ],
)  # fmt: skip
def test_names_are_read_as_people_write_them(inside: RunCommand, written: list[str], plain: list[str]) -> None:
    result = inside(*written, "--json")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == json.loads(inside(*plain, "--json").stdout)


@pytest.mark.parametrize(
    "written", [R1.lower(), f"https://huggingface.co/{R1}/tree/main", f"'{R1}'", f"hf.co/{R1.upper()}"]
)
def test_repos_are_read_as_people_write_them(inside: RunCommand, written: str) -> None:
    for command, plain in (
        (["history", written], ["history", R1]),
        (["show", written], ["history", R1]),
        (["compare", written, V3], ["compare", R1, V3]),
    ):
        result = inside(*command, "--json")
        assert result.returncode == 0, result.stderr
        asked, expected = json.loads(result.stdout), json.loads(inside(*plain, "--json").stdout)
        for answer in (asked, expected):
            for part in (answer, *answer["repos"]):
                part.pop("requested_id", None)
        assert asked == expected


def test_show_says_that_a_repo_is_no_category(inside: RunCommand) -> None:
    shown, history = inside("show", R1.lower()).stdout.splitlines(), inside("history", R1).stdout.splitlines()
    [extra_line] = [line for line in shown if line not in history]
    assert R1 in extra_line


def test_an_unobserved_day_names_its_neighbors(inside: RunCommand, tmp_path_factory: pytest.TempPathFactory) -> None:
    for words in (["show", "translation"], ["report", "--output", str(tmp_path_factory.mktemp("site") / "new")]):
        result = inside(*words, "--date", str(GAP))
        assert result.returncode == 1
        assert str(GAP - dt.timedelta(1)) in result.stderr and str(GAP + dt.timedelta(1)) in result.stderr


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["show", "question"], ["visual-question-answering", "document-question-answering"]),
        (["show", "no/such"], ["no/such"]),
        (["show", "https://huggingface.co/models?pipeline_tag=fill-mask"], ["translation"]),
        (["history", f"https://huggingface.co/datasets/{R1}"], [R1]),
        (["compare", R1, R1.lower()], [R1]),
    ],
)  # fmt: skip
def test_what_is_unclear_is_an_error(inside: RunCommand, words: list[str], named: list[str]) -> None:
    result = inside(*words)
    assert (result.returncode, result.stdout) == (2, "")
    assert all(name in result.stderr for name in named)


def test_a_day_is_forgotten_only_by_its_date(inside: RunCommand, published: Home) -> None:
    before = published.published.stat().st_mtime_ns
    for text in ("latest", "-1", "last", "03/06/2026"):
        assert inside("forget", "--date", text, "--yes").returncode == 2
    assert published.published.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["trending"], "almanac show"), (["top"], "almanac show"), (["Trends"], "almanac show"), (["boards"], "almanac show"), (["list"], "almanac show"),
        (["trnding"], "almanac show"), (["models"], "almanac show"), (["repo"], "almanac history"), (["search", "x"], "almanac history"),
        (["query"], "almanac sql"), (["serve"], "almanac report --serve"), (["web"], "almanac report --serve"), (["shwo"], "show"), (["histroy"], "history"),
        ([R1], f"almanac history {R1}"), (["xyzzy"], "categories"), (["help", "nope"], "almanac --help"),
        (["show", "--day", "2026-01-01"], "--date"), (["show", "--limit=3"], "-n"), (["show", "--bord", "hub"], "--board"), (["show", "--lmit", "3"], "-n"),
        (["sql", "--timeout", "3", "FROM categories"], "--seconds"), (["history", R1, "--frob"], "--days"), (["forget", "--force"], "--yes"),
    ],
)  # fmt: skip
def test_unknown_commands_and_options_suggest_the_right_ones(inside: RunCommand, words: list[str], named: str) -> None:
    result = inside(*words)
    assert (result.returncode, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1 and named in result.stderr


def test_help_is_a_command(inside: RunCommand) -> None:
    assert "forget" in inside("help").stdout
    assert "--board" in inside("help", "show").stdout


def test_suggested_commands_and_options_exist(inside: RunCommand) -> None:
    for meaning in COMMAND_SYNONYMS:
        command, *options = meaning.split()
        usage = inside("--help").stdout if command.startswith("--") else inside(command, "--help").stdout
        assert all(option in usage for option in options)
    usage = "".join(inside(command, "--help", COLUMNS="200").stdout for command in COMMANDS)
    assert all(option in usage for option in OPTION_SYNONYMS)
