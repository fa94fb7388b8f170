import shutil
from pathlib import Path

import pytest

from pipeline.config import Home
from tests.fixtures.lakes import day_number, list_models, take_day


@pytest.fixture(scope="session")
def two_days_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Home(tmp_path_factory.mktemp("two-days"))
    for number in range(2):
        take_day(home, list_models(number), day_number(number))
    return home.root


@pytest.fixture
def two_days(two_days_built: Path, home: Home) -> Home:
    """A home with two published days."""
    shutil.copytree(two_days_built, home.root)
    return home
