"""The options that read commands share, and the language of what a command prints. Slugs and the codes of JSON stay untranslated."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from itertools import pairwise
from typing import Annotated, TypedDict

import typer

from pipeline.cli.completion import make_completer
from pipeline.i18n.locale import find_language
from pipeline.i18n.messages import Say, languages, sentence, text
from pipeline.notes import Note, Parameters


def _validate_language(language: str | None) -> str | None:
    if language not in (None, *languages()):
        raise typer.BadParameter(f"unknown language {language!r}; choose from {', '.join(languages())}.")
    return language


JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object; docs/terminal.md lists its keys.")]
LanguageOption = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar=f"[{'|'.join(languages())}]",
        help="Language of tables, messages and errors; default: the locale's.",
        show_default=False,
        callback=_validate_language,
        autocompletion=make_completer(list(languages())),
    ),
]


def select_language(language: str | None) -> tuple[str, Say]:
    """Return the language, else the locale's (LC_ALL, LC_MESSAGES, LANG), and its text function."""
    language = language or find_language()
    return language, partial(text, language)


class NoteWithText(TypedDict):
    """A note in `--json`."""

    code: str
    parameters: Parameters
    text: str


def serialize_notes(language: str, group: str, notes: Iterable[Note]) -> list[NoteWithText]:
    """Return notes in the shape of `--json`."""
    return [NoteWithText(**asdict(note), text=sentence(language, group, note)) for note in notes]


@contextmanager
def use_language_of(arguments: Sequence[str]) -> Iterator[None]:
    """Make the language of `--lang` that of the process, for errors; a command reads the option itself."""
    last_values = [argument.removeprefix("--lang=") for argument in arguments if argument.startswith("--lang=")]
    choices = [value for name, value in pairwise(arguments) if name == "--lang"] + last_values
    previous = os.environ.get("LANGUAGE")
    try:
        if choices and choices[-1] in languages():
            os.environ["LANGUAGE"] = choices[-1]
        yield
    finally:
        if previous is None:
            os.environ.pop("LANGUAGE", None)
        else:
            os.environ["LANGUAGE"] = previous
