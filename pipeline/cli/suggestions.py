"""Suggest the command or option that an unknown word means."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Protocol

from pipeline.errors import UsageError
from pipeline.notes import Note
from pipeline.repo_names import parse_repo_name
from pipeline.text import suggest_nearest

MAX_WORD_LENGTH = 100  # characters repeated in an error
# words by the command that they mean
COMMAND_SYNONYMS = {
    "show": "trending trend trends top top10 hot board boards rank ranks ranking rankings leaderboard list ls today category models datasets popular latest",
    "show --why": "why explain reason",
    "featured": "watch watched follow followed favorites",
    "history": "repo repos model dataset info get search find track timeline repository series likes downloads",
    "compare": "diff versus vs against",
    "categories": "cats sections tasks topics",
    "scorecard": "score scores quality evaluate forecast",
    "accuracy": "truth true bias error calibration",
    "sql": "query queries db duckdb shell prompt select tables examples",
    "run": "crawl snapshot fetch update sync start pull collect refresh",
    "demo": "sample example try tour",
    "status": "state health stats log logs check days",
    "export": "parquet csv dump save download upload publish push",
    "report": "site html page pages build website",
    "report --serve": "serve server web www browse",
    "daemon": "scheduler service worker",
    "ui": "dagster dashboard gui app open webserver dev",
    "doctor": "diagnose test ping debug",
    "rebuild": "reload recompute redo replay",
    "backup": "copy",
    "restore": "recover",
    "forget": "delete remove rm drop undo",
    "verify": "validate audit",
    "--help": "help man usage commands",
    "--version": "version",
}
# what people try for an option of another name
OPTION_SYNONYMS = {
    "-n": "top limit number count rows num max head size places results first",
    "--date": "day on at when as-of since",
    "--days": "period span window last duration history",
    "--lang": "language locale korean ko en",
    "--json": "output-json as-json raw machine",
    "--format": "csv json parquet markdown md output-format type as",
    "--output": "out file dest destination dir folder path save to",
    "--board": "ranking order sort by rank score",
    "--view": "only filter originals derivatives families",
    "--why": "explain reason repo",
    "--from": "since start begin after first",
    "--to": "until end before last through",
    "--yes": "force confirm no-confirm assume-yes",
    "--target": "counter metric by",
    "--ahead": "horizon",
    "--seconds": "timeout time",
    "--example": "question",
    "--list-examples": "examples list",
    "--port": "listen",
    "--scope": "full all hub mode",
}


def unknown_command_error(word: str, commands: Sequence[str]) -> UsageError:
    """Return the error for an unknown command, with the commands that it may mean."""
    unknown_command = Note("unknown_command", {"name": word[:MAX_WORD_LENGTH]})
    name = parse_repo_name(word)
    if name and "/" in name.id:
        return UsageError(unknown_command, _suggest(f"almanac history {word[:MAX_WORD_LENGTH]}"))
    if meaning := _find_meaning(word, COMMAND_SYNONYMS, commands):
        return UsageError(unknown_command, _suggest(f"almanac {meaning}"))
    return UsageError(
        unknown_command, *suggest_nearest(word, commands), Note("see_help", {"command": "almanac --help"})
    )


def unknown_option_error(option: str, options: Sequence[str], command: str) -> UsageError:
    """Return the error for an unknown option of a command, with the options that it may mean."""
    unknown_option = Note("unknown_option", {"name": option[:MAX_WORD_LENGTH]})
    synonyms = {name: words for name, words in OPTION_SYNONYMS.items() if name in options}
    if meaning := _find_meaning(option, synonyms, options):
        return UsageError(unknown_option, _suggest(meaning))
    return UsageError(unknown_option, *suggest_nearest(option, options), _hint_at_help(command))


class _Parameter(Protocol):
    """What typer's parameters say about themselves."""

    name: str | None
    opts: list[str]
    param_type_name: str
    type: object


def option_without_value_error(option: str, command: str) -> UsageError:
    return UsageError(Note("option_needs_value", {"name": option}), _hint_at_help(command))


def describe_usage_error(error: Exception, command: str) -> UsageError:
    """Return our error for typer's own: a missing or invalid value, too many arguments."""
    parameter: _Parameter | None = getattr(error, "param", None)
    option: str | None = getattr(error, "option_name", None)
    message = str(getattr(error, "message", "")).rstrip(".")[:200]
    help_hint = _hint_at_help(command)
    if parameter is None:
        if option:
            return option_without_value_error(option, command)
        extra_words = re.fullmatch(r"Got unexpected extra argument\S* \((.*)\)", message, re.DOTALL)
        too_many = extra_words and Note("too_many_arguments", {"names": extra_words[1]})
        return UsageError(too_many or Note("invalid_usage", {"reason": message}), help_hint)
    is_argument = parameter.param_type_name == "argument"
    name = str(parameter.name).upper() if is_argument else parameter.opts[-1]
    if type(error).__name__ == "MissingParameter":
        return UsageError(Note("missing_argument" if is_argument else "missing_option", {"name": name}), help_hint)
    choices, least, most = (getattr(parameter.type, key, None) for key in ("choices", "min", "max"))
    if choices:
        names = ", ".join(str(getattr(choice, "value", choice)) for choice in choices)
        return UsageError(Note("option_of_choices", {"name": name, "names": names}))
    if least is not None:
        end = {"most": most} if most is not None else {}
        return UsageError(Note("option_in_range" if end else "option_at_least", {"name": name, "least": least, **end}))
    return UsageError(Note("invalid_option", {"name": name, "reason": message}), help_hint)


def _find_meaning(word: str, synonyms: dict[str, str], names: Sequence[str]) -> str | None:
    """Return what a word means; None for an unknown word, and for a typo of a name itself."""
    word = word.lower().lstrip("-").replace("_", "-")
    meanings = {synonym: meaning for meaning, words in reversed(synonyms.items()) for synonym in words.split()}
    if word in meanings:
        return meanings[word]
    if get_close_matches(word, [name.lstrip("-") for name in names], n=1, cutoff=0.7):
        return None
    matches = get_close_matches(word, meanings, n=1, cutoff=0.8)
    return meanings[matches[0]] if matches else None


def _hint_at_help(command: str) -> Note:
    return Note("see_help", {"command": " ".join(filter(None, ["almanac", command, "--help"]))})


def _suggest(text: str) -> Note:
    return Note("meaning", {"words": text})
