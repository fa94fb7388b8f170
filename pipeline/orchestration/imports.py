"""Imports that people launch in the UI: what they may read, their progress in the log, and their metadata."""

import datetime as dt
import logging
import os
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg

from pipeline.config import Home
from pipeline.errors import UsageError
from pipeline.i18n.messages import DEFAULT_LANGUAGE, text
from pipeline.imports.pieces import ImportPlan
from pipeline.imports.progress import ImportStep, Phase
from pipeline.notes import Note
from pipeline.orchestration.asset_metadata import Metadata, build_table
from pipeline.orchestration.previews.calendar import draw_calendar
from pipeline.published.calendar import read_recorded_days
from pipeline.published.reader import open_published
from pipeline.publishing.imported import PublishedImport
from pipeline.secrets import redact_url

REMOTE = re.compile(r"(?:hf://datasets/|https://).+", re.IGNORECASE)
LOG_SECONDS = 10.0
SOURCE_COLUMNS = ("name", "format", "days", "used_days", "first_day", "last_day", "rows", "license", "address")


def require_source(source: str, home: Home) -> str:
    """Return a source that people may read from the UI: a dataset of the Hub, an https address, or a file of the inbox.

    Raises UsageError for other addresses and for paths outside of the inbox.
    """
    return source if REMOTE.fullmatch(source) else require_inbox_path(source, home)


def require_inbox_path(name: str, home: Home) -> str:
    """Return the path of a file, folder or pattern in the home's inbox. Raises UsageError."""
    inbox = Path(os.path.normpath(home.inbox))
    path = Path(os.path.normpath(inbox / name))
    if "://" in name or not name.isprintable() or not path.is_relative_to(inbox):
        raise UsageError(Note("import_outside_inbox", {"source": redact_url(name)[:100], "inbox": str(inbox)}))
    return str(path)


def parse_day(day_text: str | None) -> dt.date | None:
    """Return a day written as 2026-03-06. Raises UsageError."""
    try:
        return dt.date.fromisoformat(day_text) if day_text else None
    except ValueError:
        raise UsageError(Note("import_day_invalid", {"day": str(day_text)[:40]})) from None


@dataclass
class StepLog:
    """Logs the start of each phase of an import, and its progress now and then."""

    log: logging.Logger
    _phase: Phase | None = None
    _last: float = field(default=0.0)

    def report(self, step: ImportStep) -> None:
        if step.phase == self._phase and time.monotonic() - self._last < LOG_SECONDS:
            return
        self._phase, self._last = step.phase, time.monotonic()
        progress = f": {step.position:,} of {step.total:,}" if step.total else ""
        self.log.info(f"{text(DEFAULT_LANGUAGE, f'import-phase-{step.phase}')}{progress} {step.detail}".rstrip())


def describe_plan(plan: ImportPlan) -> Metadata:
    """Build the metadata of what an import reads."""
    return {
        "source": f"{plan.source.name} ({plan.source.format})",
        "address": plan.source.address,
        "license": plan.source.license or "not named",
        "share_alike": plan.source.share_alike,
        "planned_days": build_table(
            ["kind", "first day", "last day", "rows", "bytes"],
            ((piece.kind, piece.first_day, piece.last_day, piece.rows, piece.bytes) for piece in plan.pieces[:100]),
        ),
        "planned_bytes": plan.bytes,
        "skipped_days": build_table(["day", "reason"], list(plan.skipped_days.items())[:100]),
    }


def describe_outcome(published: PublishedImport) -> Metadata:
    """Build the metadata of a finished import."""
    outcome = published.outcome
    return {
        "imported_rows": sum(report.rows for report in outcome.reports),
        "imported_days": len({day for report in outcome.reports for day in report.days}),
        "changed_days": len(outcome.changed_days),
        "ranked_days": len(published.board_days),
        "provisional_repos": outcome.identities.provisional_repos,
        "ambiguous_names": outcome.identities.ambiguous_names,
        "duplicates": sum(report.duplicates for report in outcome.reports),
        "rejects": build_table(["reason", "rows"], _sum_rejects(report.rejects for report in outcome.reports)),
    }


def describe_history(home: Home) -> Metadata:
    """Build the metadata of all imported history of a home: sources, and a calendar of which covers which day."""
    if not home.published.exists():
        return {"calendar": dg.MetadataValue.md(draw_calendar([])), "dagster/row_count": 0}
    with open_published(home) as con:
        days = read_recorded_days(con)
        sources = con.execute(f"SELECT {', '.join(SOURCE_COLUMNS)} FROM sources").fetchall()
    return {
        "dagster/row_count": sum(rows or 0 for *_, rows, _license, _address in sources),
        "sources": build_table(SOURCE_COLUMNS, sources),
        "calendar": dg.MetadataValue.md(draw_calendar(days)),
    }


def _sum_rejects(rejects: Iterable[Mapping[str, int]]) -> list[tuple[str, int]]:
    totals: dict[str, int] = {}
    for rows_by_reason in rejects:
        for reason, rows in rows_by_reason.items():
            totals[reason] = totals.get(reason, 0) + rows
    return sorted(totals.items())
