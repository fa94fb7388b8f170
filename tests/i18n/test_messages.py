"""The catalogue of texts: every language says the same things with the same figures, and the code asks for nothing else."""

import ast
import re
from itertools import product
from pathlib import Path

import pytest
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, Span, TermReference, VariableReference
from fluent.syntax.visitor import Visitor

from pipeline.i18n.formats import day_in_full, day_in_short
from pipeline.i18n.messages import FOLDER, has_text, languages, sentence, text, word
from pipeline.notes import Note
from tests.conftest import LAST_DAY

ROOT = Path(__file__).resolve().parents[2]
HANGUL = re.compile(r"[가-힣]")
# A particle after a figure or a name would depend on how that ends.
PARTICLE = re.compile(r"\}(은|는|이|가|을|를|과|와|으로|로|이다|입니다)(?![가-힣])")
SHARE = re.compile(r'\{ NUMBER\([^)]*"percent"[^)]*\) \}')  # always ends in 퍼센트
FUNCTION = re.compile(r"\b[A-Z]+\(")
WORDS = re.compile(r"[^\W\d_](?![^{]*\})")  # outside of placeables


class Asked(Visitor):
    """The parameters of a message."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.terms = 0

    def visit_VariableReference(self, node: VariableReference) -> None:
        self.names.add(node.id.name)

    def visit_TermReference(self, node: TermReference) -> None:
        self.terms += 1


def parsed(language: str) -> dict[str, Message]:
    body = FluentParser().parse((FOLDER / f"{language}.ftl").read_text(encoding="utf-8")).body
    assert [one.content for one in body if isinstance(one, Junk)] == []
    messages = [one for one in body if isinstance(one, Message)]
    assert len({one.id.name for one in messages}) == len(messages)
    return {one.id.name: one for one in messages}


def parameters(message: Message) -> set[str]:
    asked = Asked()
    asked.visit(message)
    assert asked.terms == 0 and message.attributes == []  # which messages.py does not look up
    return asked.names


ENGLISH, *OTHERS = languages()
CATALOGUE = {language: parsed(language) for language in languages()}


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_the_same_with_the_same_figures(language: str) -> None:
    english, other = CATALOGUE[ENGLISH], CATALOGUE[language]
    assert english.keys() - other.keys() == set(), "missing"
    assert other.keys() - english.keys() == set(), "surplus"
    differing = [key for key, message in english.items() if parameters(message) != parameters(other[key])]
    assert differing == []


def written(language: str, message: Message) -> str:
    span = message.span
    assert isinstance(span, Span)
    return (FOLDER / f"{language}.ftl").read_text(encoding="utf-8")[span.start : span.end].strip()


def test_korean_is_korean_and_english_is_not() -> None:
    for key, message in CATALOGUE["ko"].items():
        korean, english = written("ko", message), written("en", CATALOGUE["en"][key])
        assert HANGUL.search(korean) or korean == english or not WORDS.search(korean.partition("=")[2]), key
        assert not HANGUL.search(english), key
        assert not PARTICLE.search(SHARE.sub("%", korean)), key


def test_texts_that_need_no_parser_are_as_fluent_has_them() -> None:
    for language, messages in CATALOGUE.items():
        bundle = FluentBundle([language], use_isolating=False)
        bundle.add_resource(FluentResource((FOLDER / f"{language}.ftl").read_text(encoding="utf-8")))
        plain = [key for key, message in messages.items() if not FUNCTION.search(written(language, message))]
        assert len(plain) > 300
        for key, value in product(plain, ("<b>{ $x }</b>", 7, 1, 12345)):
            given = dict.fromkeys(parameters(messages[key]), value)
            pattern = bundle.get_message(key).value
            assert pattern is not None
            assert text(language, key, **given) == bundle.format_pattern(pattern, given)[0], key


def asked_for() -> tuple[set[str], set[str]]:
    """Ids that the code and the templates spell out, and the beginnings of those that they put together."""
    whole: set[str] = set()
    begun: set[str] = set()
    for path in (ROOT / "pipeline").glob("**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                begun.add(str(node.values[0].value))
    for path in (ROOT / "pipeline" / "site" / "templates").glob("*.html"):
        source = path.read_text(encoding="utf-8")
        whole.update(re.findall(r'"([\w-]+)"', source))
        begun.update(re.findall(r'say\("([\w-]+-)" ~', source))
    return whole, {one for one in begun if one.endswith("-")}


def test_every_text_is_asked_for() -> None:
    whole, begun = asked_for()
    # by `word`, `sentence` and WORD
    codes = ("basis", "move", "event", "status", "relation", "reason", "note", "featured-note", "question", "change-unknown", "missing", "known-change", "reject")  # fmt: skip
    groups = {f"{group}-" for group in codes}
    kebab = {one.replace("_", "-") for one in whole}
    unused = [key for key in CATALOGUE[ENGLISH] if key not in kebab and not key.startswith(tuple(begun | groups))]
    assert unused == []


def test_every_text_that_is_asked_for_is_there() -> None:
    asked: set[str] = set()
    for path in (ROOT / "pipeline").glob("**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "text"):
                keys = node.args[:1] if node.func.id == "say" else node.args[1:2]
                asked.update(key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))
    for path in (ROOT / "pipeline" / "site" / "templates").glob("*.html"):
        asked.update(re.findall(r'say\("([\w-]+)"[,)]', path.read_text(encoding="utf-8")))
    assert len(asked) > 100
    assert [key for key in asked if not has_text(ENGLISH, key)] == []


def test_figures_plurals_and_days() -> None:
    assert text("en", "ranked", n=1) == "1 repo ranked." and text("en", "ranked", n=12345) == "12,345 repos ranked."
    assert text("ko", "ranked", n=12345) == "저장소 12,345개를 비교했습니다."
    spans = [text("en", "reason-likes", likes=1, span=days) for days in (1.0, 2.0, 2.25, 28.0)]
    assert [one.partition("last ")[2] for one in spans] == ["24 h.", "2 days.", "2.2 days.", "28 days."]
    assert [text("ko", "rate-small", value=9.04), text("ko", "rate-large", value=1234.5)] == ["9.0", "1,234"]
    assert day_in_full("en", LAST_DAY) == "Friday, 20 November 2026" and day_in_short("en", LAST_DAY) == "20 Nov"
    assert day_in_full("ko", LAST_DAY) == "2026년 11월 20일 (금)" and day_in_short("ko", LAST_DAY) == "11월 20일"


def test_what_is_not_known_stays_a_code() -> None:
    """Tables of a later version, or of a stranger, hold codes and parameters that this one has no words for."""
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
