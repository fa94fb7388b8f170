import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES, MOST_LINES_OF_A_FUNCTION, MOST_ANY = 350, 60, 30


def modules() -> dict[str, str]:
    files = [*ROOT.glob("pipeline/**/*.py"), *ROOT.glob("assets/**/*.py")]
    return {file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in sorted(files)}


def functions(text: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or 0) - node.lineno + 1


def test_no_module_is_too_long() -> None:
    long = {name for name, text in modules().items() if len(text.splitlines()) > MOST_LINES}
    assert long == set()


def test_no_function_is_too_long() -> None:
    long = {
        f"{name}: {function}"
        for name, text in modules().items()
        for function, lines in functions(text)
        if lines > MOST_LINES_OF_A_FUNCTION
    }
    assert long == set()


def test_any_is_rare() -> None:
    """A type that a library or a query decides gets an alias."""
    count_by_module = {
        name: count
        for name, text in modules().items()
        if (count := sum(isinstance(node, ast.Name) and node.id == "Any" for node in ast.walk(ast.parse(text))))
    }
    assert sum(count_by_module.values()) < MOST_ANY, count_by_module
