"""The code of docs/python.md and docs/notebook.py runs."""

import importlib.util
import re
import shutil
from pathlib import Path

import polars as pl
import pytest

from pipeline.config import Home
from pipeline.published.example_queries import example_question

# Tests open a copy, since this process may have opened the file itself in another mode.
DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_the_blocks_of_the_document_run(
    published: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    shutil.copy(published.published, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / "python.md").read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    try:
        for block in blocks:
            exec(compile(block, "docs/python.md", "exec"), names)
    finally:
        names["hub"].close()  # pyright: ignore[reportAttributeAccessIssue]
    output = capsys.readouterr().out
    assert (
        len(blocks) == 6
        and "8 days observed" in output
        and example_question("en", "rising-in-translation") in output
        and "frozen" in output
    )
    assert isinstance(names["weekly"], pl.DataFrame) and names["weekly"].height == 2


def test_the_notebook_runs(published: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(published.published, tmp_path)
    monkeypatch.setenv("ALMANAC_HOME", str(tmp_path))
    spec = importlib.util.spec_from_file_location("notebook", DOCS / "notebook.py")
    assert spec and spec.loader
    notebook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(notebook)
    _, variables = notebook.app.run()
    variables["hub"].close()
    assert (
        variables["board"].height == 10
        and variables["followed"]["id"].n_unique() == 6
        and variables["observed"].height > 10
    )
    assert variables["warning"].startswith("**Sample data")
