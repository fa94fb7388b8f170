"""An instance has one daemon. test_shared_instance.py has one of another home."""

from pathlib import Path

import pytest

from pipeline.config import Home
from pipeline.errors import UsageError
from pipeline.files import lock
from pipeline.orchestration.daemon import has_other_daemon, run_daemon
from tests.fixtures.records import open_instance


def test_a_second_daemon_of_a_home_is_refused(home: Home, tmp_path: Path):
    home.dagster.mkdir(parents=True)
    with (
        lock(home.dagster / "daemon.lock"),
        pytest.raises(UsageError) as error_info,
        run_daemon(home, tmp_path / "none"),
    ):
        pass
    assert [part.code for part in error_info.value.parts] == ["daemon_running", "one_daemon"]


def test_a_homes_own_records_have_no_other_daemon(home: Home):
    with open_instance(home) as instance:
        assert not has_other_daemon(instance)
