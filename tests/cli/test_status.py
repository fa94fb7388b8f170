import datetime as dt
import json
import shutil
from importlib.metadata import version
from pathlib import Path

import duckdb
import pytest

from pipeline.config import Home
from pipeline.errors import HubBroken, encode_parts
from pipeline.i18n.messages import text
from pipeline.notes import Note
from pipeline.orchestration.failure_hooks import note_failure
from tests.conftest import GAP, LAST_DAY
from tests.fixtures.commands import RunCommand


def test_the_exit_status_says_whether_todays_is_missing(ask: RunCommand):
    is_overdue = dt.datetime.now(dt.UTC) >= dt.datetime.combine(LAST_DAY + dt.timedelta(1), dt.time(12), dt.UTC)
    result = ask("status")
    assert result.returncode == int(is_overdue)
    assert f"last snapshot  {LAST_DAY}" in result.stdout
    assert "8 days" in result.stdout and str(GAP) in result.stdout
    report = json.loads(ask("status", "--json").stdout)
    assert (report["days"], report["gaps"], report["failing_checks"]) == (8, [[str(GAP), str(GAP)]], [])
    assert report["version"] == version("hub-almanac")
    problems = {problem["code"] for problem in report["problems"]}
    assert (report["status"], problems) == (("fail", {"snapshot_overdue"}) if result.returncode else ("pass", set()))
    assert text("en", "cli-status-all-passing") in result.stdout and "models" in result.stdout and "MB" in result.stdout


@pytest.mark.parametrize(("content", "code"), [(None, "no_database"), (b"no database", "unreadable_database")])
def test_without_a_readable_database_the_status_is_fail(
    inside: RunCommand, tmp_path: Path, content: bytes | None, code: str
):
    if content is not None:
        Home(tmp_path).published.write_bytes(content)
    result = inside("status", "--json", home=tmp_path)
    report = json.loads(result.stdout)
    assert result.returncode == 1 and report["status"] == "fail" and report["version"]
    assert report["problems"][0]["code"] == code


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        (
            '{"at": "2026-11-20T09:00", "sentence": "The Hub did not answer."}',
            " 2026-11-20 09:00:00: The Hub did not answer.",
        ),
        ('{"at": "2026-11-20T18:00:12+09:00", "sentence": "No."}', " 2026-11-20 09:00:12: No."),
        ('{"at": "yesterday", "sentence": "No."}', "last_failure.json"),
        ("{half", "last_failure.json"),
        ("[]", "last_failure.json"),
    ],
)
def test_the_last_failure_shows(ask: RunCommand, published: Home, tmp_path: Path, note: str, shown: str):
    copy = Home(tmp_path)
    shutil.copy(published.published, copy.published)
    copy.last_failure.write_text(note)
    assert shown in ask("status", home=tmp_path).stdout


def test_the_last_failure_is_in_the_readers_language(ask: RunCommand, published: Home, tmp_path: Path):
    home, error = Home(tmp_path), HubBroken(Note("no_commit", {"name": "a/b"}), Note("nothing_imported"))
    shutil.copy(published.published, home.published)
    note_failure(home, str(error), parts=encode_parts(error))
    for language in ("en", "ko"):
        shown_text = " ".join(ask("status", "--lang", language, home=tmp_path, COLUMNS="300").stdout.split())
        assert error.render(language) in shown_text


def test_failing_checks_are_in_the_readers_language(ask: RunCommand, published: Home, tmp_path: Path):
    copy = Home(tmp_path)
    shutil.copy(published.published, copy.published)
    with duckdb.connect(str(copy.published)) as con:
        con.execute("DELETE FROM category_daily WHERE category = 'text' AND date = $day", {"day": LAST_DAY})
        con.execute("INSERT INTO store.withheld VALUES ($day, 'movers', 'all', 'text of an earlier release')", {"day": LAST_DAY})  # fmt: skip
    for language in ("en", "ko"):
        words = ("status", "--lang", language)
        checks = json.loads(ask(*words, "--json", home=tmp_path).stdout)["failing_checks"]
        some_repos, no_totals = (text(language, f"check-{code}") for code in ("some-repos", "no-totals"))
        left_out = {"reason": "text of an earlier release"}
        assert {check["name"]: (check["expected"], check["actual"]) for check in checks} == {
            "categories_counted": (
                {"code": "some_repos", "parameters": {}, "text": some_repos},
                {"code": "no_totals", "parameters": {}, "text": no_totals},
            ),
            "movers_on_boards": (
                {"code": "computed_and_sound", "parameters": {}, "text": text(language, "check-computed-and-sound")},
                {"code": "left_out", "parameters": left_out, "text": text(language, "check-left-out", **left_out)},
            ),
        }
        shown_text = " ".join(ask(*words, home=tmp_path, COLUMNS="400").stdout.split())
        assert all(check[key]["text"] in shown_text for check in checks for key in ("expected", "actual"))
