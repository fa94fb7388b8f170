"""The lock: exact versions, hashes, no download addresses; and nothing of one machine in the repository."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_lock_pins_every_package_by_hash_and_names_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text()
    pins = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[.*\])?==\S+.*\\$", text, re.MULTILINE)
    assert len(pins) > 80
    assert {"dagster", "duckdb", "polars", "huggingface-hub"} <= set(pins)
    blocks = re.split(r"^(?=[A-Za-z0-9_.-]+(?:\[.*\])?==)", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)
    assert not re.search(r"https?://|index-url|find-links", text)


def test_every_dependency_is_in_the_lock() -> None:
    import tomllib  # noqa: PLC0415

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["postgres"],
        *project["dependency-groups"]["dev"],
    ]
    names = {re.split(r"[<>=! \[;]", line)[0].lower().replace("_", "-") for line in wanted}
    locked = set(re.findall(r"^([A-Za-z0-9_.-]+)(?:\[.*\])?==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    assert names <= locked


def test_nothing_in_the_repository_speaks_of_a_machine() -> None:
    home = str(Path.home())
    found = subprocess.run(
        ["git", "grep", "-nIF", "-e", f"{home}/", "-e", f"{ROOT}/", "--", "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == ""
