import shutil
from pathlib import Path

import pytest

from pipeline.config import Home
from pipeline.lake.settings import LakeSettings
from tests.fixtures.lakes import day_number, list_models, load, make_settings, take_day


@pytest.fixture(scope="session")
def two_days_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Home(tmp_path_factory.mktemp("two-days"))
    for number in range(2):
        take_day(home, list_models(number), day_number(number))
    return home.root


@pytest.fixture(scope="session")
def loaded(two_days_built: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, LakeSettings]:
    """A home with two days and its lake in a folder, which tests do not change."""
    home, settings = Home(two_days_built), make_settings(tmp_path_factory.mktemp("loaded"))
    load(home, settings)
    return home, settings


@pytest.fixture
def two_days(two_days_built: Path, home: Home) -> Home:
    """A home with two published days."""
    shutil.copytree(two_days_built, home.root)
    return home
