"""Find names that are only a participle, past tense or pronoun (docs/style.md, rule 3).

python -m scripts.check_names [FOLDER …]    lists them by function; exit status 1 if there are any
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("pipeline", "assets", "scripts")
PRONOUNS = """
    it one ones they them that this these those which what who whose other others another else whole all both each
    something nothing everything anything somebody nobody everybody such
"""
# participles and past tenses that do not end in -ed
IRREGULAR = """
    told made held kept seen shown said done gone given taken known found left lost sent built brought thought written drawn
    chosen broken spoken grown thrown hidden forgotten begun meant felt dealt spent bound wound caught taught sought stood
    understood won hurt fallen risen driven born borne worn torn laid paid led met struck stuck hung dug had was were been
    began came went took saw gave knew grew fell rose wrote drew chose broke spoke bore swept slept
"""
# words in -ed that are nouns or terms of the field
TERMS = (
    "seed feed speed need bed shed embed breed published featured expected modified"  # `modified` is a method of fsspec
)
VAGUE = frozenset(PRONOUNS.split() + IRREGULAR.split())


def is_vague(name: str) -> bool:
    word = name.strip("_").lower()
    regular = word.isalpha() and len(word) > 3 and word.endswith("ed")
    return word not in TERMS.split() and (regular or word in VAGUE)


def list_names(scope: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module) -> Iterator[str]:
    """Yield the names of a function or class, its parameters, variables and attributes, without nested scopes."""
    if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
        arguments = scope.args
        for argument in (
            *arguments.posonlyargs,
            *arguments.args,
            *arguments.kwonlyargs,
            arguments.vararg,
            arguments.kwarg,
        ):
            if argument is not None:
                yield argument.arg
    if not isinstance(scope, ast.Module):
        yield scope.name
    pending: list[ast.AST] = list(scope.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name
        elif isinstance(node, ast.Lambda):
            yield from (argument.arg for argument in node.args.args)
        pending.extend(ast.iter_child_nodes(node))


def find_vague_names(path: Path) -> Iterator[tuple[int, str, list[str]]]:
    """Yield line, name and vague names of each function, class or module that has any."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module):
            names = sorted({name for name in list_names(node) if is_vague(name)})
            if names:
                yield getattr(node, "lineno", 1), getattr(node, "name", path.stem), names


def main(folders: list[str]) -> int:
    scope_count = 0
    for folder in folders or FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for line, scope, names in find_vague_names(path):
                scope_count += 1
                print(f"{path.relative_to(ROOT)}:{line}: {scope}: {', '.join(names)}")
    print(f"Functions, classes and modules with vague names: {scope_count}")
    return 1 if scope_count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
