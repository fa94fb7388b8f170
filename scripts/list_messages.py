"""List every text that users read, for review as one list.

python -m scripts.list_messages [KIND …]    kinds: code, help, catalogue, comments; default: all

code        string literals that are sentences (errors, log lines, prompts, descriptions), parameters in braces
help        docstrings that users see: of commands (`--help`), assets, jobs, sensors and checks (the Dagster UI)
catalogue   the message catalogue, English above Korean, and the texts of catalogue.toml and the presets
comments    comments of tables, columns and macros
"""

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline.i18n.messages import languages, read_entries

ROOT = Path(__file__).resolve().parent.parent
MIN_WORDS = 3  # of a sentence; shorter strings are codes, names or units
WORD = re.compile(r"[A-Za-z]{2,}")
COMMENT = re.compile(r"COMMENT ON [^;']* IS '((?:[^']|'')*)'")
STATEMENT = re.compile(r"^\s*(SELECT|FROM|WITH|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|SET|ATTACH|COPY|PRAGMA)\b")
SHOWN_DECORATORS = ("command", "callback", "asset", "multi_asset", "asset_check", "sensor", "schedule", "job", "op")

Message = tuple[str, int, str]  # file, line, text


def read_sentence(node: ast.expr) -> str | None:
    """Return the text of a string literal or f-string, with parameters as code in braces; None for other nodes."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "{" + ast.unparse(part.value) + "}"
            for part in node.values
            if isinstance(part, ast.Constant | ast.FormattedValue)
        )
    return None


def find_docstrings(tree: ast.AST) -> set[int]:
    """Return the ids of docstring nodes."""
    scopes = ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef
    return {
        id(scope.body[0].value)
        for scope in ast.walk(tree)
        if isinstance(scope, scopes) and scope.body and isinstance(scope.body[0], ast.Expr)
    }


def list_code_messages(path: Path) -> Iterator[Message]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped_ids = find_docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            skipped_ids.update(id(part) for part in ast.walk(node) if part is not node)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in skipped_ids:
            text = read_sentence(node)
            if (
                text
                and text.count(" ") >= MIN_WORDS - 1
                and len(WORD.findall(text)) >= MIN_WORDS
                and not STATEMENT.match(text)
            ):
                yield str(path.relative_to(ROOT)), node.lineno, text


def list_help_messages(path: Path) -> Iterator[Message]:
    """Yield docstrings of commands and of everything Dagster shows."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            decorators = " ".join(ast.unparse(decorator).partition("(")[0] for decorator in node.decorator_list)
            text = ast.get_docstring(node)
            is_command = "/cli/" in str(path) and any("typer." in ast.unparse(argument) for argument in node.args.args)
            if text and (is_command or any(name in re.split(r"[ .]", decorators) for name in SHOWN_DECORATORS)):
                yield str(path.relative_to(ROOT)), node.lineno, inspect.cleandoc(text)


def list_catalogue_messages() -> Iterator[Message]:
    """Yield all texts of the message catalogue, catalogue.toml and the presets."""
    first_language, *other_languages = languages()
    for number, (key, text) in enumerate(read_entries(first_language).items()):
        yield f"{key} [{first_language}]", number, text
        for language in other_languages:
            yield f"{key} [{language}]", number, read_entries(language)[key]
    for path in (ROOT / "pipeline/catalogue.toml", *sorted((ROOT / "pipeline/presets").iterdir())):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if '"' in line:
                yield str(path.relative_to(ROOT)), number, line.strip()


def list_comments(path: Path) -> Iterator[Message]:
    text = path.read_text(encoding="utf-8")
    for match in COMMENT.finditer(text):
        yield str(path.relative_to(ROOT)), text.count("\n", 0, match.start()) + 1, match[1].replace("''", "'")


def list_messages(kind: str) -> Iterator[Message]:
    modules = sorted(path for folder in ("pipeline", "assets") for path in (ROOT / folder).rglob("*.py"))
    if kind == "catalogue":
        yield from list_catalogue_messages()
    elif kind == "comments":
        for path in sorted((ROOT / "sql").rglob("*.sql")):
            yield from list_comments(path)
    else:
        for path in modules:
            yield from (list_help_messages if kind == "help" else list_code_messages)(path)


def main(kinds: list[str]) -> int:
    for kind in kinds or ["code", "help", "catalogue", "comments"]:
        print(f"\n# {kind}")
        for place, line, text in list_messages(kind):
            print(f"{place}:{line}: {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
