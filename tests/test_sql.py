"""Files of sql/ declare what they require and create, and run after what they require."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.sql_contracts import Contract, derive_contracts, parse_header

ROOT = Path(__file__).resolve().parent.parent
# First words of files that create or change something; files that only read are named for their result.
VERBS = ("clear", "define", "delete", "insert", "match", "merge", "number", "set", "stage", "update", "withhold")
# Named for a check of pipeline/warehouse/quality_checks.py, or for what its failure withholds.
NAMED_FOR_CHECKS = ("checks/", "withhold/")
# Names that two files create: with all repos or descriptions, or with some or none; of a spool or of an archive.
# Readers work with either.
ALTERNATIVES = {
    "temp.affected_repo", "temp.irregular_repo", "temp.matched_row", "temp.unclassified_description", "temp.replaced_row",
    "temp.merged_row", "temp.staged_row",
}  # fmt: skip
ENTRANCES = (
    "pipeline.warehouse.catalogue_tables.store_catalogue", "pipeline.warehouse.load.load_day", "pipeline.imports.load_days.load_archived_days",
    "pipeline.imports.shelf.settle_days", "pipeline.imports.shelf.finish_import", "pipeline.warehouse.derived_history.restate_all_days",
    "pipeline.warehouse.compaction.compact_past_months", "pipeline.marts.build.rank_day", "pipeline.marts.build.build_category_totals",
    "pipeline.marts.build.build_featured", "pipeline.marts.build.build_movers", "pipeline.marts.scorecard.evaluate_boards", "pipeline.publishing.verify.verify_warehouse",
)  # fmt: skip


@pytest.fixture(scope="module")
def contracts() -> dict[str, tuple[str, Contract]]:
    return derive_contracts()


def test_headers_are_true(contracts: dict[str, tuple[str, Contract]]) -> None:
    untrue = [name for name, (text, contract) in contracts.items() if parse_header(text) != contract]
    assert untrue == [], "python -m scripts.sql_contracts --write"


def test_files_begin_with_a_description(contracts: dict[str, tuple[str, Contract]]) -> None:
    silent = [
        name for name, (text, _) in contracts.items() if not text.startswith("-- ") or text.startswith("-- requires")
    ]
    assert silent == []


def test_files_are_named_for_what_they_do(contracts: dict[str, tuple[str, Contract]]) -> None:
    verb_by_file = {
        name: Path(name).name.split("_")[0] in VERBS for name in contracts if not name.startswith(NAMED_FOR_CHECKS)
    }
    effect_by_file = {
        name: bool(contract.creates | contract.changes)
        for name, (_, contract) in contracts.items()
        if name in verb_by_file
    }
    assert verb_by_file == effect_by_file


class Module:
    """A module's functions, and the sources of its imports."""

    def __init__(self, name: str) -> None:
        self.name = name
        tree = ast.parse((ROOT / f"{name.replace('.', '/')}.py").read_text(encoding="utf-8"))
        self.functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        self.import_sources = {
            alias.asname or alias.name: (node.module, alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("pipeline.")
            for alias in node.names
        }


class Steps:
    """Lists the steps of a function and its callees in order: files of sql/, and Python's temporary tables."""

    def __init__(self) -> None:
        self.modules: dict[str, Module] = {}
        self.running: list[tuple[str, str]] = []

    def list_steps(self, module_name: str, function: str) -> Iterator[str]:
        """Yield names of files, and temp.x for temporary tables."""
        if (ROOT / f"{module_name.replace('.', '/')}.py").exists() and (module_name, function) not in self.running:
            module = self.modules.setdefault(module_name, Module(module_name))
            if node := module.functions.get(function):
                self.running.append((module_name, function))
                for statement in node.body:
                    yield from self.walk(module, statement, {})
                self.running.pop()

    def walk(self, module: Module, node: ast.AST, loops: dict[str, list[str]]) -> Iterator[str]:
        if isinstance(node, ast.For) and isinstance(node.target, ast.Name) and isinstance(node.iter, ast.Tuple):
            loops = {
                **loops,
                node.target.id: [
                    element.value
                    for element in node.iter.elts
                    if isinstance(element, ast.Constant) and isinstance(element.value, str)
                ],
            }
        for child in ast.iter_child_nodes(node):
            yield from self.walk(module, child, loops)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (f"temp.{name}" for name in re.findall(r"TEMP (?:TABLE|VIEW) (\w+)", node.value))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in ("statement", "repo_statement"):
                yield from self._files(node.args[0], loops)
            elif node.func.id in ("register_frame", "_create_temporary_table") and isinstance(
                node.args[1], ast.Constant
            ):
                yield f"temp.{node.args[1].value}"
            elif node.func.id in module.functions:
                yield from self.list_steps(module.name, node.func.id)
            elif node.func.id in module.import_sources:
                yield from self.list_steps(*module.import_sources[node.func.id])

    @staticmethod
    def _files(name: ast.expr, loops: dict[str, list[str]]) -> Iterator[str]:
        if isinstance(name, ast.Constant):
            yield str(name.value)
        elif isinstance(name, ast.JoinedStr) and isinstance(name.values[0], ast.Constant):
            variable = name.values[-1]
            assert isinstance(variable, ast.FormattedValue)
            values = loops.get(variable.value.id, []) if isinstance(variable.value, ast.Name) else []
            yield from (f"{name.values[0].value}{value}" for value in values)


@pytest.mark.parametrize("entrance", ENTRANCES)
def test_a_file_runs_after_what_it_requires(contracts: dict[str, tuple[str, Contract]], entrance: str) -> None:
    there: set[str] = set()
    steps = list(Steps().list_steps(*entrance.rsplit(".", 1)))
    assert steps
    for step in steps:
        if step.startswith("temp."):
            there.add(step)
        elif step in contracts:
            contract = contracts[step][1]
            lacking = {name for name in contract.requires if name.startswith("temp.")} - there
            assert not lacking, f"{step} is run before {lacking} is there"
            there |= contract.creates


def test_a_temporary_name_has_one_maker_and_one_meaning(contracts: dict[str, tuple[str, Contract]]) -> None:
    makers: dict[str, set[str]] = {}
    for name, (_, contract) in contracts.items():
        for created_name in contract.creates:
            makers.setdefault(created_name, set()).add(name)
    for file in ROOT.glob("pipeline/**/*.py"):
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        own = Module(module)
        functions, own.functions, own.import_sources = own.functions, {}, {}  # each alone, without its callees
        for function in functions.values():
            for created_name in Steps().walk(own, function, {}):
                if created_name.startswith("temp."):
                    makers.setdefault(created_name, set()).add("Python")
    assert {name: files for name, files in makers.items() if len(files) > 1 and name not in ALTERNATIVES} == {}
    required_names = {
        name for _, contract in contracts.values() for name in contract.requires if name.startswith("temp.")
    }
    assert required_names <= makers.keys()


def test_every_file_is_run(contracts: dict[str, tuple[str, Contract]]) -> None:
    sources = "\n".join(
        file.read_text(encoding="utf-8") for folder in ("pipeline", "assets") for file in (ROOT / folder).rglob("*.py")
    )
    assert [name for name in contracts if name not in sources and Path(name).name not in sources] == []
