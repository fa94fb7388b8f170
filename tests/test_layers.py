"""A room of pipeline/ imports only rooms before it in the data's order (docs/architecture.md)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "notes", "i18n", "ground", "hub_api", "crawl", "ranking", "warehouse", "imports", "marts", "publishing", "lake", "published", "site", "export", "orchestration", "assets",
    "definitions", "sample_hub", "cli",
)  # fmt: skip


def modules() -> dict[str, Path]:
    files = [*ROOT.glob("pipeline/**/*.py"), *ROOT.glob("assets/**/*.py")]
    return {".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file for file in files}


def list_imports(file: Path, modules_by_name: dict[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ("pipeline", "assets"):
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield name if name in modules_by_name else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules_by_name)


def room(module: str) -> str:
    first, *rest = module.split(".")
    if first == "assets":
        return "assets"
    if rest and rest[0] in ("definitions", "notes"):
        return rest[0]
    return rest[0] if rest and (ROOT / "pipeline" / rest[0]).is_dir() else "ground"


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_imports_only_rooms_before_it(name: str) -> None:
    modules_by_name = modules()
    own = {module: file for module, file in modules_by_name.items() if room(module) == name}
    assert own
    wrong = [
        (module, target)
        for module, file in own.items()
        for target in list_imports(file, modules_by_name)
        if ROOMS.index(room(target)) > ROOMS.index(name)
    ]
    assert wrong == []


def test_every_room_is_in_the_order() -> None:
    assert {room(module) for module in modules()} == set(ROOMS)


APART = {"integration", "browser", "deploy", "disks", "fixtures"}  # whole jobs, environments and shared fixtures


def test_tests_are_in_the_room_of_what_they_test() -> None:
    folders = {file.parent.relative_to(ROOT / "tests") for file in ROOT.glob("tests/*/**/*.py")}
    assert {
        folder for folder in folders if folder.parts[0] not in APART and not (ROOT / "pipeline" / folder).is_dir()
    } == set()
