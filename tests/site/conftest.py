import duckdb
import pytest

from pipeline.site.page_data import Edition, gather_edition
from tests.fixtures.commands import ask  # noqa: F401


@pytest.fixture(scope="session")
def edition(con: duckdb.DuckDBPyConnection) -> Edition:
    return gather_edition(con)
