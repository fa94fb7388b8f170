"""Read sources into pieces, and the pieces' rows back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from pipeline.config import HubSettings
from pipeline.imports.formats import open_reader
from pipeline.imports.pieces import ImportPlan, ImportRequest, Piece, PieceReport
from tests.fixtures.days import con, new_warehouse, translation_warehouse  # noqa: F401
from tests.fixtures.hub_archives import HubArchives

Rows = list[dict[str, object]]
Read = Callable[..., tuple[ImportPlan, list[PieceReport], Rows]]


@pytest.fixture
def hub() -> Iterator[HubArchives]:
    with HubArchives() as archives:
        yield archives


@pytest.fixture
def settings(hub: HubArchives, monkeypatch: pytest.MonkeyPatch) -> HubSettings:
    monkeypatch.setenv("HF_ENDPOINT", hub.url)
    return HubSettings(endpoint=hub.url, token="hf_secretsecretsecret", attempts=3, first_wait=0.01, longest_wait=0.02)


@pytest.fixture
def read(tmp_path: Path, request: pytest.FixtureRequest) -> Read:
    """Plan and write every piece of a source; return plan, reports and all rows in order."""

    def read_source(source: object, settings: HubSettings | None = None, **options: object):
        reader = open_reader(ImportRequest(str(source), **options), settings or HubSettings(token=False))  # pyright: ignore[reportArgumentType]
        plan = reader.plan()
        reports: list[PieceReport] = []
        rows: Rows = []
        for number, piece in enumerate(plan.pieces):
            target = tmp_path / "pieces" / f"{number}.parquet"
            reports.append(reader.write_piece(piece, target))
            assert target.exists() == (reports[-1].rows > 0)
            rows += read_rows(target) if target.exists() else []
            assert [path for path in target.parent.iterdir() if path.name.startswith(".")] == []
        return plan, reports, rows

    return read_source


def read_rows(path: Path) -> Rows:
    with duckdb.connect() as reader:
        cursor = reader.execute("FROM read_parquet($path)", {"path": str(path)})
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def column(rows: Rows, name: str) -> list[object]:
    return [row[name] for row in rows]


def first_piece(plan: ImportPlan) -> Piece:
    return plan.pieces[0]
