import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline.config import Home
from pipeline.errors import UsageError
from pipeline.user_paths import MAX_HOME_BYTES, check_home_path, escape_glob, expand_path

ODD = ("a*b", "a**b", "a[b]", "a[!x]b", "{a,b}", "it's", "100%", "%x", "date=2026-01-01", "연감", "line\nbreak")


def test_a_tilde_is_the_users_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("ALMANAC_HOME", "~/almanac")
    assert Home.from_env().root == tmp_path / "almanac"
    assert expand_path("~") == tmp_path
    assert expand_path("~root/x").is_absolute() and "~" not in str(expand_path("~root/x"))
    assert expand_path(tmp_path / "~" / "x") == tmp_path / "~" / "x"  # a folder may have that name


@pytest.mark.parametrize("folder", ["", "relative"])
def test_a_tilde_without_a_folder_is_rejected(folder: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", folder)
    with pytest.raises(UsageError):
        expand_path("~/x")
    with pytest.raises(UsageError):
        expand_path("~no-such-user/x")


def test_a_relative_path_in_a_deleted_folder_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    deleted_folder = tmp_path / "gone"
    deleted_folder.mkdir()
    monkeypatch.chdir(deleted_folder)
    deleted_folder.rmdir()
    with pytest.raises(UsageError):
        expand_path("x")
    assert expand_path(tmp_path) == tmp_path


@pytest.mark.parametrize(
    "name",
    [
        "what?",
        "star*",
        "[set]",
        "a%20b",
        "back\\slash",
        "bytes\udcff",
        "x" * 256,
        "/".join(["y" * 60] * (MAX_HOME_BYTES // 60 + 1)),
    ],
)
def test_paths_that_databases_misread_are_rejected_as_homes(name: str, tmp_path: Path):
    with pytest.raises(UsageError):
        check_home_path(f"{tmp_path}/{name}")
    assert not list(tmp_path.iterdir())


def test_duckdb_reads_only_the_named_file(tmp_path: Path):
    for name in (*ODD, "ab", "axb"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "page.jsonl").write_text(json.dumps({"of": name}))
    with duckdb.connect() as con:
        for name in ODD:
            path = tmp_path / name / "page.jsonl"
            query = "SELECT of, filename FROM read_json($paths, format = 'newline_delimited', filename = true, hive_partitioning = false)"
            assert con.execute(query, {"paths": [escape_glob(path)]}).fetchall() == [(name, str(path))]


def test_an_error_names_a_locale_of_another_encoding(tmp_path: Path):
    """With it, Python and DuckDB would write two different files."""
    process = subprocess.run(
        [sys.executable, "-c", "from pipeline.config import Home\nHome.from_env()"],
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "ALMANAC_HOME": str(tmp_path / "연감")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert process.returncode == 1 and "UsageError" in process.stderr and "PYTHONUTF8" in process.stderr
