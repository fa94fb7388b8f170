"""Errors of commands: a code with parameters, in the language of `--lang` or the locale."""

import re
from pathlib import Path

import pytest

from pipeline.cli.arguments import require_choice
from pipeline.cli.dates import parse_day
from pipeline.cli.language import use_language_of
from pipeline.errors import AlmanacError, UsageError
from pipeline.files import describe_os_error
from pipeline.i18n.locale import find_language
from pipeline.notes import Note
from tests.fixtures.commands import RunCommand

HANGUL = re.compile(r"[가-힣]")
R1 = "deepseek-ai/DeepSeek-R1"
# words of a command: code of the error's first sentence
BAD_INPUTS: dict[str, tuple[tuple[str, ...], str]] = {
    "category": (("show", "translatoin"), "unknown_category"),
    "board": (("show", "translation", "--board", "nope"), "unknown_board"),
    "view": (("show", "translation", "--view", "nope"), "unknown_view"),
    "date": (("show", "translation", "--date", "6/3"), "invalid_date"),
    "day": (("show", "translation", "--date", "2020-01-01"), "no_boards_on"),
    "why": (("show", "--why", R1), "why_needs_category"),
    "off board": (("show", "translation", "--why", "no/such"), "not_on_board"),
    "repo": (("history", "no/such"), "unknown_repo"),
    "one repo": (("compare", R1), "compare_count"),
    "compared repo": (("compare", R1, "no/such"), "unknown_repo"),
    "scorecard category": (("scorecard", "nope"), "unknown_category"),
    "ahead": (("scorecard", "--ahead", "2"), "invalid_ahead"),
    "target": (("scorecard", "--target", "stars"), "unknown_target"),
    "empty query": (("sql", ""), "empty_query"),
    "wrong query": (("sql", "SELEC 1"), "query_failed"),
    "two statements": (("sql", "SELECT 1; SELECT 2"), "several_statements"),
    "forbidden": (("sql", "SET threads = 1"), "forbidden_statement"),
    "slow query": (("sql", "--seconds", "0.1", "SELECT sum(a.i * b.i) FROM range(1000000) a(i), range(1000000) b(i)"), "query_timeout"),
    "example": (("sql", "--example", "nope"), "unknown_example"),
    "two queries": (("sql", "SELECT 1", "--example", "nope"), "several_queries"),
    "parquet": (("sql", "SELECT 1", "--format", "parquet"), "parquet_needs_output"),
    "file": (("sql", "-f", "/no/such.sql"), "cannot_read"),
    "relation": (("export", "nope"), "unknown_relation"),
    "missing command": (("--home", "/tmp"), "missing_argument"),
    "missing argument": (("history",), "missing_argument"),
    "missing value": (("show", "-n"), "option_needs_value"),
    "option as a value": (("show", "translation", "--why", "--lang", "ko"), "option_needs_value"),
    "option as a file": (("export", "trends", "--output", "--yes"), "option_needs_value"),
    "no number": (("show", "-n", "x"), "option_in_range"),
    "number out of range": (("show", "-n", "0"), "option_in_range"),
    "no choice": (("sql", "SELECT 1", "--format", "docx"), "option_of_choices"),
    "extra arguments": (("status", "a", "b"), "too_many_arguments"),
    "span": (("export", "trends", "--from", "2026-03-02", "--to", "2026-03-01"), "reversed_span"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_INPUTS)
def test_an_error_is_in_the_language_of_the_user(inside: RunCommand, name: str):
    words, code = BAD_INPUTS[name]
    with_option = words[0] not in ("export",)
    results = {
        language: inside(*words, *(("--lang", language) if with_option else ()), LANGUAGE=language)
        for language in ("en", "ko")
    }
    for language, result in results.items():
        assert result.returncode in (1, 2), (language, result)
        assert result.stderr.startswith("almanac: ") and result.stderr.count("\n") == 1, result.stderr
    assert HANGUL.search(results["ko"].stderr) and not HANGUL.search(results["en"].stderr)
    assert code not in results["en"].stderr, "a code without a text"
    assert results["ko"].returncode == results["en"].returncode


@pytest.mark.parametrize(
    "command", ["show", "featured", "history", "compare", "categories", "scorecard", "status", "sql"]
)
def test_a_home_without_data_says_so_in_korean(inside: RunCommand, tmp_path: Path, command: str):
    words = {"history": [R1], "compare": [R1, "a/b"], "sql": ["SELECT 1"]}.get(command, [])
    result = inside(command, *words, "--lang", "ko", home=tmp_path / "new")
    assert result.returncode == 1 and "almanac run" in result.stderr and HANGUL.search(result.stderr)


def test_codes_of_errors():
    with pytest.raises(UsageError) as raised:
        require_choice("translatoin", "category", ["translation", "text-generation"])
    first, hint = raised.value.parts
    assert first == Note("unknown_category", {"name": "translatoin"})
    assert hint == Note("did_you_mean", {"count": 1, "names": "translation"})
    with pytest.raises(UsageError) as raised:
        parse_day("6/3")
    assert raised.value.parts == (Note("invalid_date", {"date": "6/3"}), Note("date_forms"))


def test_an_error_has_an_english_text_and_no_secret():
    token = "hf_" + "a" * 34
    error = AlmanacError(Note("cannot_read", {"path": f"/{token}/x", "cause": Note("enospc")}), Note("unchanged"))
    assert str(error) == error.render("en") and str(error).endswith(": No space left on device. Nothing was changed.")
    assert all(token not in error.render(language) for language in ("en", "ko"))
    assert "디스크 공간 부족" in error.render("ko") and "Nothing" not in error.render("ko")


def test_causes_of_system_errors(tmp_path: Path):
    with pytest.raises(FileNotFoundError) as raised:
        (tmp_path / "none").read_bytes()
    assert describe_os_error(raised.value, tmp_path / "none").code == "enoent"
    unknown = describe_os_error(OSError(9999, "Strange"))
    assert unknown == Note("system", {"text": "Strange"})
    assert AlmanacError(Note("cannot_use", {"path": "x", "cause": unknown})).render("ko").endswith("(Strange).")


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (["--lang", "ko"], "ko"),
        (["show", "--lang=ko"], "ko"),
        (["--lang", "ko", "--lang", "en"], "en"),
        (["--lang", "xx"], "en"),
        (["--lang"], "en"),
        ([], "en"),
    ],
)
def test_the_option_is_the_language_of_errors(monkeypatch: pytest.MonkeyPatch, words: list[str], language: str):
    monkeypatch.setenv("LANGUAGE", "en")
    with use_language_of(words):
        assert find_language() == language
    assert find_language() == "en"
