"""The options that read commands share, and the language of tables. Codes (statuses, events) stay untranslated, because people query them."""

import os
import re
from collections.abc import Iterable
from functools import partial
from typing import Annotated, Any

import typer

from pipeline.cli.completion import make_completer
from pipeline.i18n.messages import Say, languages, sentence, text
from pipeline.notes import Note


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
        help="Language of headings and categories; default: the locale's.",
        show_default=False,
        callback=_validate_language,
        autocompletion=make_completer(list(languages())),
    ),
]


def select_language(language: str | None) -> tuple[str, Say]:
    """Return the language, else the locale's (LC_ALL, LC_MESSAGES, LANG), and its text function."""
    language = language or _language_of_locale()
    return language, partial(text, language)


def serialize_notes(language: str, group: str, notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Return notes in the shape of `--json`: code, parameters and text."""
    return [
        {"code": note.code, "parameters": note.parameters, "text": sentence(language, group, note)} for note in notes
    ]


def _language_of_locale() -> str:
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    language = re.split("[_.@]", locale.lower())[0]
    return language if language in languages() else languages()[0]
