"""Write `health.json`, for monitors: whether the day is sound, and until when it is up to date."""

import re

from pipeline.notes import Note
from pipeline.published.health import Health, find_due_time, judge
from pipeline.site import api_types
from pipeline.site.json_api import FILES, Put, encode_struct, translate_notes
from pipeline.site.page_data import Edition


def write_health(health: Health, edition: Edition, put: Put) -> None:
    """Put the health of an edition's day. The file does not know the time: its readers compare `valid_until` with it."""
    problems = health.find_problems()
    checks = [
        api_types.FailingCheck(
            asset=check.asset,
            name=check.name,
            subject=check.subject,
            expected=_publish_note(check.expected),
            actual=_publish_note(check.actual),
            more=check.more,
        )
        for check in health.failing_checks
    ]
    content = api_types.Health(
        date=edition.day,
        sample=edition.sample,
        status=judge(problems),
        valid_until=find_due_time(edition.day),
        finished_at=health.finished_at,
        version=health.version,
        problems=translate_notes("health", problems),
        first_date=health.first_date,
        days=health.days,
        gaps=health.gaps,
        failing_checks=checks,
    )
    put(FILES["health"], encode_struct(content))


def _publish_note(note: Note) -> api_types.Note:
    """Translate a note of a check, without an error's own words, which may contain a path or a value."""
    reason = note.parameters.get("reason")
    if isinstance(reason, str):
        error_type = re.match(r"\w+(?=:)", reason)
        note = Note(note.code, {**note.parameters, "reason": error_type[0] if error_type else "…"})
    return translate_notes("check", [note])[0]
