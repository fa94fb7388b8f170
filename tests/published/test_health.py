import datetime as dt
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.config import Home
from pipeline.notes import Note
from pipeline.published.health import FailingCheck, Health, judge, read_health
from pipeline.published.reader import open_published
from tests.conftest import GAP, LAST_DAY
from tests.fixtures.lakes import list_models, take_day

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
DAY = dt.date(2026, 11, 20)
CHECK = FailingCheck("featured", "featured_found", "a/b", Note("expected"), Note("found"), 0)


def make_health(
    date: dt.date | None = DAY, ahead: tuple[dt.date, ...] = (), failing: tuple[FailingCheck, ...] = ()
) -> Health:
    return Health(date, None, date, 1, list(ahead), [], list(failing), "1.2.3")


@pytest.mark.parametrize(
    ("now", "overdue"),
    [
        (dt.datetime(2026, 11, 20, 23), False),
        (dt.datetime(2026, 11, 21, 11, 59), False),
        (dt.datetime(2026, 11, 21, 12), True),
        (dt.datetime(2026, 11, 23, 3), True),  # also before noon, days later
    ],
)
def test_the_next_snapshot_is_due_by_noon(now: dt.datetime, overdue: bool) -> None:
    problems = [Note("snapshot_overdue", {"date": "2026-11-20", "due": "2026-11-21 12:00"})] if overdue else []
    assert make_health().find_problems(now) == problems and make_health().is_overdue(now) is overdue


def test_only_failing_checks_warn() -> None:
    now = dt.datetime(2026, 11, 20, 13)
    verdicts = {
        "pass": make_health(),
        "warn": make_health(failing=(CHECK,)),
        "fail": make_health(ahead=(DAY + dt.timedelta(9),), failing=(CHECK,)),
    }
    assert {judge(health.find_problems(now)) for health in verdicts.values()} == set(verdicts)
    assert all(judge(health.find_problems(now)) == verdict for verdict, health in verdicts.items())
    assert [note.code for note in make_health(None).find_problems(now)] == ["no_snapshot"]
    [problem] = verdicts["warn"].find_problems(now)
    assert problem.parameters == {"count": 1, "checks": "featured featured_found"}


def test_an_earlier_day_has_the_health_of_its_own_day(published: Home) -> None:
    with open_published(published) as con:
        last, earlier = read_health(con), read_health(con, GAP - dt.timedelta(1))
    assert (last.date, last.days, last.gaps) == (LAST_DAY, 8, [(GAP, GAP)])
    assert (earlier.date, earlier.gaps) == (GAP - dt.timedelta(1), []) and earlier.days < 8
    assert earlier.first_date == last.first_date and last.days_ahead == earlier.days_ahead == []


def test_a_history_in_the_future_fails(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ALMANAC_TRUST_HUB_CLOCK", raising=False)
    future_day = dt.datetime.now(dt.UTC).date() + dt.timedelta(400)
    take_day(home, list_models(0), future_day, boards=False)
    with open_published(home) as con:
        health = read_health(con)
    assert (health.date, health.days_ahead) == (future_day, [future_day])


@pytest.mark.skipif(shutil.which("jq") is None, reason="no jq on this machine (Debian: apt-get install jq)")
@pytest.mark.parametrize(
    ("status", "hours", "healthy"), [("pass", 1, True), ("warn", 1, True), ("fail", 1, False), ("pass", -1, False)]
)
def test_the_documented_command_turns_red(status: str, hours: int, healthy: bool) -> None:
    [program] = re.findall(r"health\.json \| jq -e '(.+)'", DOCUMENT.read_text(encoding="utf-8"))
    valid_until = f"{dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}"
    health = json.dumps({"status": status, "valid_until": valid_until})
    result = subprocess.run(["jq", "-e", program], input=health, capture_output=True, text=True, check=False)
    assert result.returncode == (0 if healthy else 1), result.stderr
