"""The commands, files and relations that documents name exist."""

import re
import shlex
from dataclasses import fields
from pathlib import Path

import pytest
from typer import Context
from typer.core import TyperGroup
from typer.main import get_command

from pipeline.cli.main import COMMANDS, app
from pipeline.config import Home, HubSettings, Settings, read_asset_prefix, read_thread_limit, read_ui_hosts
from pipeline.lake.settings import LakeSettings
from pipeline.orchestration.notifications import FailureAlert
from pipeline.orchestration.run_liveness import name_machine
from pipeline.published.query_limits import find_read_limit
from pipeline.ranking.registry import NAMES
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


def test_the_architecture_names_each_module() -> None:
    """Commands, boards and the sample Hub's parts are not listed: the folder is their list."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    modules = [path for path in (ROOT / "pipeline").glob("*/*.py") if path.parent.name not in ("cli", "sample_hub")]
    names = {path.stem for path in modules} - {"__init__", *NAMES}
    assert {name for name in names if f"`{name}`" not in text} == set()


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
        r"^def ([a-z]\w*)\(context: dg\.",
        (ROOT / "pipeline" / "orchestration" / "sensors.py").read_text(),
        re.MULTILINE,
    ):
        assert f"`{name}`" in text, name


CODE = "".join(path.read_text() for path in (ROOT / "pipeline").rglob("*.py"))
VARIABLES = set(re.findall(r'"(ALMANAC_\w+)"', CODE))


def test_every_variable_that_is_read_is_documented() -> None:
    text = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    assert VARIABLES and {name for name in VARIABLES if f"`{name}`" not in text} == set()


@pytest.mark.parametrize("value", ["", " "])
def test_an_empty_variable_is_an_unset_one(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    names = VARIABLES | set(re.findall(r'"(AWS_\w+)"', CODE)) | {"HF_ENDPOINT"}

    def read() -> list[object]:
        settings = [Home.from_env().is_default, Home.from_env(), HubSettings.from_env(), Settings.from_env()]
        limits = [find_read_limit(), read_thread_limit(), read_ui_hosts(), read_asset_prefix(), name_machine()]
        is_configured = LakeSettings.is_configured()
        with monkeypatch.context() as patch:
            patch.setenv("ALMANAC_LAKE", "hub.ducklake")
            patch.setenv("ALMANAC_LAKE_DATA", "lake")
            return [*settings, *limits, is_configured, LakeSettings.from_env()]

    for name in names:
        monkeypatch.delenv(name, raising=False)
    unset = read()
    for name in names:
        monkeypatch.setenv(name, value)
    assert read() == unset


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


def list_shown_commands() -> list[tuple[str, bool]]:
    """List each `almanac …` of the documents, and whether it is in a block (complete) or inline (may lack values)."""
    found: list[tuple[str, bool]] = []
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        text = document.read_text(encoding="utf-8").replace("\\\n", " ")
        blocks = re.findall(r"^ *```sh\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
        blocks += re.findall(r"^ *```\n(\$ .*?\n)", text, re.MULTILINE)
        prose = re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)
        lines = [(line, True) for block in blocks for line in block.splitlines()]
        for line, is_complete in [*lines, *((line, False) for line in re.findall(r"`([^`\n]*)`", prose))]:
            if match := re.match(r"(?:\$ )?(?:[A-Z_]+=\S+ |sudo |.* \| )*(?:\S*/)?almanac( [^#|>&]*)", line.strip()):
                found.append((match[1].strip(), is_complete))
    return found


def test_every_shown_command_parses() -> None:
    """The command and its options exist; in a block also their values are valid."""
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    shown_commands = list_shown_commands()
    assert len(shown_commands) > 60
    for line, is_complete in shown_commands:
        words = shlex.split(re.sub(r"^--home \S+ ", "", line))
        if not words or words[0] == "COMMAND" or words[0].startswith("--"):
            continue
        if words[0] == "help":
            words = words[1:] or ["show"]
        assert words[0] in COMMANDS, line
        command = group.commands[words[0]]
        options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
        assert {word.split("=")[0] for word in words if re.match("--?[a-z]", word)} <= options | {"--help"}, line
        if is_complete:
            command.make_context(words[0], words[1:], parent=Context(group))
