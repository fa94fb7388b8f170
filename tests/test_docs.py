"""The commands, files and relations that documents name exist."""

import re
from dataclasses import fields
from pathlib import Path

from pipeline.cli.main import COMMANDS
from pipeline.orchestration.notifications import FailureAlert
from pipeline.sql import statement
from pipeline.warehouse.quality_checks import CHECKS
from pipeline.warehouse.repo_columns import build_published_views

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_readme_and_every_one_there_exists() -> None:
    commands = set(COMMANDS)
    named_commands = set(re.findall(r"\balmanac (?:--home [\w./]+ )?([a-z]+)\b", README))
    assert named_commands <= commands | {"COMMAND"}
    assert {"show", "featured", "sql", "status", "ui"} <= named_commands


def test_make_targets_that_documents_name_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for document in ("README.md", "CONTRIBUTING.md"):
        for target in re.findall(
            r"`make ([a-z]+)|^make ([a-z]+)", (ROOT / document).read_text(encoding="utf-8"), re.MULTILINE
        ):
            assert (target[0] or target[1]) in targets, target


def test_linked_files_exist() -> None:
    for document in [ROOT / "README.md", ROOT / "README.ko.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), (document.name, target)


def _created_names() -> set[str]:
    text = build_published_views() + statement("schema/published")
    return set(re.findall(r"CREATE (?:OR REPLACE )?(?:TABLE|VIEW|MACRO) (?!store\.|IF )(\w+)", text))


def test_every_relation_and_macro_is_in_the_introduction() -> None:
    introduction = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    assert {name for name in _created_names() if f"`{name}" not in introduction} == set()


def test_the_readmes_queries_name_existing_relations() -> None:
    for query in re.findall(r'almanac sql "([^"]+)"', README):
        relations = set(re.findall(r"FROM (\w+)", query))
        assert relations and relations <= _created_names() | {"duckdb_views"}, query


def test_operations_explain_each_check() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for check in CHECKS:
        [line] = [
            line for line in text.splitlines() if line.startswith("| ") and f"`{check.asset}`" in line.split("|")[1] and f"`{check.name}`" in line.split("|")[1]
        ]  # fmt: skip
        assert ("(blocking)" in line.split("|")[1]) == check.blocking, check


def test_operations_name_every_sensor_and_every_field_of_a_notice() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for name in (*(field.name for field in fields(FailureAlert)), "title", "message", "type"):
        assert f"`{name}`" in text, name
    for name in re.findall(
        r"^def (\w+)\(context: dg\.", (ROOT / "pipeline" / "orchestration" / "sensors.py").read_text(), re.MULTILINE
    ):
        assert f"`{name}`" in text, name


def test_every_variable_that_is_read_is_documented() -> None:
    text = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    read = set(re.findall(r'"(ALMANAC_\w+)"', "".join(path.read_text() for path in (ROOT / "pipeline").rglob("*.py"))))
    assert read and {name for name in read if f"`{name}`" not in text} == set()


def _blocks(text: str) -> list[str]:
    """Return the fenced blocks without their comments, which are translated."""
    return [re.sub(r" +# .*", "", block) for block in re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)]


def test_the_korean_readme_matches_the_english_one() -> None:
    korean = (ROOT / "README.ko.md").read_text(encoding="utf-8")
    assert _blocks(korean) == _blocks(README)
    for pattern in (r"\]\(((?!README)[^)]+)\)", r"^(#+) ", r"^\|(?: `([^|]+)` \|)?"):  # links, headings, tables
        korean_parts, english_parts = (sorted(re.findall(pattern, text, re.MULTILINE)) for text in (korean, README))
        assert korean_parts == english_parts, pattern
    prose = re.sub(r"^```.*?^```", "", korean, flags=re.MULTILINE | re.DOTALL)
    assert len(re.findall("[가-힣]", prose)) > 1000


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs" / "pictures").iterdir())
    assert pictures and all(path.stat().st_size < 100_000 for path in pictures)
