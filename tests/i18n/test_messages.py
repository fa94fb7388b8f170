"""Languages have the same message ids and parameters, and the code uses every id."""

import ast
import errno
import re
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, Span, TermReference, VariableReference
from fluent.syntax.visitor import Visitor

from pipeline import errors
from pipeline.i18n.formats import format_full_day, format_short_day
from pipeline.i18n.messages import FOLDER, has_text, languages, sentence, text, word
from pipeline.notes import Note
from pipeline.sql import statement
from tests.conftest import LAST_DAY

ROOT = Path(__file__).resolve().parents[2]
HANGUL = re.compile(r"[가-힣]")
# A particle's form depends on the sound before it.
PARTICLE = re.compile(r"\}(은|는|이|가|을|를|과|와|으로|로|이다|입니다)(?![가-힣])")
SHARE = re.compile(r'\{ NUMBER\([^)]*"percent"[^)]*\) \}')  # read as 퍼센트
FUNCTION = re.compile(r"\b[A-Z]+\(")
WORDS = re.compile(r"[^\W\d_](?![^{]*\})")  # outside of placeables


class ParameterVisitor(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()
        self.terms = 0

    def visit_VariableReference(self, node: VariableReference) -> None:
        self.names.add(node.id.name)

    def visit_TermReference(self, node: TermReference) -> None:
        self.terms += 1


def parse_messages(language: str) -> dict[str, Message]:
    body = FluentParser().parse((FOLDER / f"{language}.ftl").read_text(encoding="utf-8")).body
    assert [entry.content for entry in body if isinstance(entry, Junk)] == []
    messages = [entry for entry in body if isinstance(entry, Message)]
    assert len({message.id.name for message in messages}) == len(messages)
    return {message.id.name: message for message in messages}


def find_parameters(message: Message) -> set[str]:
    visitor = ParameterVisitor()
    visitor.visit(message)
    assert visitor.terms == 0 and message.attributes == []  # messages.py does not resolve them
    return visitor.names


ENGLISH, *OTHER_LANGUAGES = languages()
CATALOGUE = {language: parse_messages(language) for language in languages()}


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_languages_have_the_same_ids_and_parameters(language: str) -> None:
    english, translation = CATALOGUE[ENGLISH], CATALOGUE[language]
    assert english.keys() - translation.keys() == set(), "missing"
    assert translation.keys() - english.keys() == set(), "surplus"
    differing = [
        key for key, message in english.items() if find_parameters(message) != find_parameters(translation[key])
    ]
    assert differing == []


def read_source(language: str, message: Message) -> str:
    span = message.span
    assert isinstance(span, Span)
    return (FOLDER / f"{language}.ftl").read_text(encoding="utf-8")[span.start : span.end].strip()


def test_korean_is_korean_and_english_is_not() -> None:
    for key, message in CATALOGUE["ko"].items():
        korean, english = read_source("ko", message), read_source("en", CATALOGUE["en"][key])
        assert HANGUL.search(korean) or korean == english or not WORDS.search(korean.partition("=")[2]), key
        assert not HANGUL.search(english), key
        assert not PARTICLE.search(SHARE.sub("%", korean)), key


def test_plain_texts_match_fluent() -> None:
    for language, messages in CATALOGUE.items():
        bundle = FluentBundle([language], use_isolating=False)
        bundle.add_resource(FluentResource((FOLDER / f"{language}.ftl").read_text(encoding="utf-8")))
        plain = [key for key, message in messages.items() if not FUNCTION.search(read_source(language, message))]
        assert len(plain) > 300
        for key, value in product(plain, ("<b>{ $x }</b>", 7, 1, 12345)):
            arguments = dict.fromkeys(find_parameters(messages[key]), value)
            pattern = bundle.get_message(key).value
            assert pattern is not None
            assert text(language, key, **arguments) == bundle.format_pattern(pattern, arguments)[0], key


@cache
def parse_code() -> list[tuple[str, list[ast.AST]]]:
    """Return the name and nodes of each module."""
    paths = [path for folder in ("pipeline", "assets") for path in (ROOT / folder).glob("**/*.py")]
    return [(path.name, list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))) for path in paths]


def find_check_codes() -> set[str]:
    """Return the codes of what the queries of checks expect and find."""
    codes: set[str] = set()
    for path in (ROOT / "sql" / "checks").glob("*.sql"):
        for choice in re.findall(r"'code': (.+?), 'parameters'", path.read_text(encoding="utf-8")):
            codes.update(re.findall(r"(?:^|THEN |ELSE )'(\w+)'", choice))
    return codes


def find_used_keys() -> tuple[set[str], set[str]]:
    """Return ids spelled out in code and templates, and prefixes of composed ids."""
    full_keys: set[str] = set()
    key_prefixes: set[str] = set()
    for _, nodes in parse_code():
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                full_keys.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                key_prefixes.add(str(node.values[0].value).replace("_", "-"))
    full_keys |= find_check_codes()
    full_keys.update(re.findall(r"(?:THEN|ELSE) '(\w+)'", statement("checks/last_day_sound")))
    for path in (ROOT / "pipeline" / "site" / "templates").glob("*.html"):
        source = path.read_text(encoding="utf-8")
        full_keys.update(re.findall(r'"([\w-]+)"', source))
        key_prefixes.update(re.findall(r'say\("([\w-]+-)" ~', source))
    return full_keys, {prefix for prefix in key_prefixes if prefix.endswith("-")}


def test_every_text_is_used() -> None:
    full_keys, key_prefixes = find_used_keys()
    # by `word`, `sentence` and WORD
    codes = ("basis", "move", "event", "status", "relation", "reason", "note", "featured-note", "question", "change-unknown", "missing", "known-change", "reject", "skip")  # fmt: skip
    groups = {f"{group}-" for group in codes}
    kebab_keys = {key.replace("_", "-") for key in full_keys}
    kebab_keys |= {
        f"{group}-{code}"
        for group in ("error", "cause", "assumption", "finding", "accuracy-note", "check", "comparison", "health")
        for code in kebab_keys
    }  # of Note("code")
    prefixes = tuple(
        key_prefixes | groups | {f"{group}-{prefix}" for group in ("error", "comparison") for prefix in key_prefixes}
    )
    system_errors = {f"cause-{name.lower()}" for name in errno.errorcode.values()}
    unused_keys = [
        key for key in CATALOGUE[ENGLISH] if key not in kebab_keys | system_errors and not key.startswith(prefixes)
    ]
    assert unused_keys == []


def test_every_note_has_a_text() -> None:
    used_codes: set[str] = set()
    for _, nodes in parse_code():
        for node in nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Note":
                first = node.args[0] if node.args else None
                options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                used_codes.update(
                    option.value
                    for option in options
                    if isinstance(option, ast.Constant) and isinstance(option.value, str)
                )
    groups = (
        "reason",
        "note",
        "featured-note",
        "change-unknown",
        "error",
        "cause",
        "assumption",
        "finding",
        "accuracy-note",
        "check",
        "comparison",
        "health",
    )
    assert len(used_codes) > 150
    assert [code for code in used_codes if not any(has_text(ENGLISH, f"{group}-{code}") for group in groups)] == []


def test_what_checks_expect_and_find_has_a_text() -> None:
    assert len(find_check_codes()) > 35
    assert [code for code in find_check_codes() for name in languages() if not has_text(name, f"check-{code}")] == []


def test_errors_are_raised_with_codes() -> None:
    """Not with sentences, which have no translation; the type checker refuses variables that hold one."""
    error_names = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}  # fmt: skip
    plain_errors = [
        f"{name}:{node.lineno}"
        for name, nodes in parse_code()
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in error_names
        for argument in node.args
        if isinstance(argument, ast.Constant | ast.JoinedStr)
    ]
    assert plain_errors == []


def test_every_used_text_exists() -> None:
    used_keys: set[str] = set()
    for _, nodes in parse_code():
        for node in nodes:
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("say", "localize", "text")
            ):
                keys = node.args[:1] if node.func.id != "text" else node.args[1:2]
                used_keys.update(
                    key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)
                )
    for path in (ROOT / "pipeline" / "site" / "templates").glob("*.html"):
        used_keys.update(re.findall(r'say\("([\w-]+)"[,)]', path.read_text(encoding="utf-8")))
    assert len(used_keys) > 100
    assert [key for key in used_keys if not has_text(ENGLISH, key)] == []


def test_figures_plurals_and_days() -> None:
    assert text("en", "ranked", n=1) == "1 repo ranked." and text("en", "ranked", n=12345) == "12,345 repos ranked."
    assert "12,345" in text("ko", "ranked", n=12345)
    spans = [text("en", "reason-likes", likes=1, span=days) for days in (1.0, 2.0, 2.25, 28.0)]
    assert [sentence_text.partition("last ")[2] for sentence_text in spans] == [
        "24 h.",
        "2 days.",
        "2.2 days.",
        "28 days.",
    ]
    assert [text("ko", "rate-small", value=9.04), text("ko", "rate-large", value=1234.5)] == ["9.0", "1,234"]
    assert (
        format_full_day("en", LAST_DAY) == "Friday, 20 November 2026" and format_short_day("en", LAST_DAY) == "20 Nov"
    )
    assert format_full_day("ko", LAST_DAY) == "2026년 11월 20일(금)" and format_short_day("ko", LAST_DAY) == "11월 20일"


def test_unknown_codes_stay_codes() -> None:
    """A later version's tables may hold codes and parameters without a text here."""
    assert word("en", "status", "eclipsed") == "eclipsed" and word("ko", "status", "<b>{") == "<b>{"
    assert sentence("ko", "reason", Note("eclipsed", {"moon": 1})) == "eclipsed"
    assert sentence("en", "reason", Note("likes", {"moon": 1})) == "likes"
    with pytest.raises(KeyError):
        text("en", "eclipsed")
    with pytest.raises(KeyError):
        text("en", "span", first=1)


def test_parameters_are_data() -> None:
    hostile = "{ $last } { ranked } \u2066<img>"
    assert hostile in text("en", "span", first=hostile, last="x")
    assert hostile in text("en", "reason-derivative", relation=hostile)
