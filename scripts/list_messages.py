"""List every text that people read, for a reviewer to go through as one list.

    python -m scripts.list_messages [KIND …]    kinds: code, help, catalogue, comments; default: all

`code`: strings of the code that are sentences (errors, log lines, prompts, descriptions); parameters in braces.
`help`: docstrings that people see: of commands (`--help`), assets, jobs, sensors and checks (the Dagster UI).
`catalogue`: the message catalogue, English above Korean, and the texts of catalogue.toml.
`comments`: comments of tables, columns and macros.
"""

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from pipeline.i18n.messages import languages, read_entries

ROOT = Path(__file__).resolve().parent.parent
LEAST_WORDS = 3  # of a sentence; fewer are a code, a name or a unit
WORD = re.compile(r"[A-Za-z]{2,}")
COMMENT = re.compile(r"COMMENT ON [^;']* IS '((?:[^']|'')*)'")
STATEMENT = re.compile(r"^\s*(SELECT|FROM|WITH|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|SET|ATTACH|COPY|PRAGMA)\b")
SHOWN_TO_PEOPLE = ("command", "callback", "asset", "multi_asset", "asset_check", "sensor", "schedule", "job", "op")

Message = tuple[str, int, str]  # file, line, text


def sentence_of(node: ast.expr) -> str | None:
    """The text of a string literal or f-string, its parameters as code in braces; None for anything else."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "{" + ast.unparse(part.value) + "}"
            for part in node.values
            if isinstance(part, ast.Constant | ast.FormattedValue)
        )
    return None


def docstrings(tree: ast.AST) -> set[int]:
    """The ids of the nodes that are docstrings."""
    scopes = ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef
    return {
        id(scope.body[0].value)
        for scope in ast.walk(tree)
        if isinstance(scope, scopes) and scope.body and isinstance(scope.body[0], ast.Expr)
    }


def code_messages(path: Path) -> Iterator[Message]:
    """Sentences among the string literals of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            skipped.update(id(part) for part in ast.walk(node) if part is not node)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in skipped:
            text = sentence_of(node)
            if (
                text
                and text.count(" ") >= LEAST_WORDS - 1
                and len(WORD.findall(text)) >= LEAST_WORDS
                and not STATEMENT.match(text)
            ):
                yield str(path.relative_to(ROOT)), node.lineno, text


def help_messages(path: Path) -> Iterator[Message]:
    """Docstrings of commands and of what Dagster shows."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            decorators = " ".join(ast.unparse(decorator).partition("(")[0] for decorator in node.decorator_list)
            text = ast.get_docstring(node)
            is_command = "/cli/" in str(path) and any("typer." in ast.unparse(argument) for argument in node.args.args)
            if text and (is_command or any(name in re.split(r"[ .]", decorators) for name in SHOWN_TO_PEOPLE)):
                yield str(path.relative_to(ROOT)), node.lineno, inspect.cleandoc(text)


def catalogue_messages() -> Iterator[Message]:
    """Every id of the catalogue in all languages, and the texts of the category catalogue."""
    first, *others = languages()
    for number, (key, text) in enumerate(read_entries(first).items()):
        yield f"{key} [{first}]", number, text
        for language in others:
            yield f"{key} [{language}]", number, read_entries(language)[key]
    for number, line in enumerate((ROOT / "pipeline/catalogue.toml").read_text(encoding="utf-8").splitlines(), 1):
        if '"' in line:
            yield "pipeline/catalogue.toml", number, line.strip()


def comment_messages(path: Path) -> Iterator[Message]:
    """Comments of tables, columns, views and macros."""
    text = path.read_text(encoding="utf-8")
    for found in COMMENT.finditer(text):
        yield str(path.relative_to(ROOT)), text.count("\n", 0, found.start()) + 1, found[1].replace("''", "'")


def messages(kind: str) -> Iterator[Message]:
    """All texts of one kind."""
    modules = sorted(path for folder in ("pipeline", "assets") for path in (ROOT / folder).rglob("*.py"))
    if kind == "catalogue":
        yield from catalogue_messages()
    elif kind == "comments":
        for path in sorted((ROOT / "sql").rglob("*.sql")):
            yield from comment_messages(path)
    else:
        for path in modules:
            yield from (help_messages if kind == "help" else code_messages)(path)


def main(kinds: list[str]) -> int:
    """Print the texts, each with the place where it is written."""
    for kind in kinds or ["code", "help", "catalogue", "comments"]:
        print(f"\n# {kind}")
        for place, line, text in messages(kind):
            print(f"{place}:{line}: {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
