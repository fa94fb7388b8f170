"""The documents tell the truth: commands, files and relations that they name exist."""

import re
from pathlib import Path

from pipeline.cli.main import app
from pipeline.sql import statement

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_readme_and_every_one_there_exists() -> None:
    commands = {command.name for command in app.registered_commands}
    named = set(re.findall(r"\balmanac (?:--home [\w./]+ )?([a-z]+)\b", README))
    assert named <= commands | {"COMMAND"}
    assert {"show", "featured", "sql", "status", "ui"} <= named


def test_make_targets_that_documents_name_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for document in ("README.md", "CONTRIBUTING.md"):
        for target in re.findall(
            r"`make ([a-z]+)|^make ([a-z]+)", (ROOT / document).read_text(encoding="utf-8"), re.MULTILINE
        ):
            assert (target[0] or target[1]) in targets, target


def test_linked_files_exist() -> None:
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), (document.name, target)


def _made() -> set[str]:
    """The relations and macros that people query."""
    text = statement("schema/views") + statement("schema/published") + statement("macros/macros")
    return set(re.findall(r"CREATE (?:OR REPLACE )?(?:TABLE|VIEW|MACRO) (?!store\.)(\w+)", text))


def test_every_relation_and_macro_is_in_the_readme() -> None:
    assert {name for name in _made() if f"`{name}" not in README} == set()


def test_the_readmes_queries_name_what_exists() -> None:
    for query in re.findall(r'almanac sql "([^"]+)"', README):
        asked = set(re.findall(r"FROM (\w+)", query))
        assert asked and asked <= _made() | {"duckdb_views"}, query
