"""The asset of imported history. People launch it; no schedule and no daily run does."""

from dataclasses import replace
from enum import Enum
from pathlib import Path

import dagster as dg
from pydantic import Field

from pipeline.config import Home
from pipeline.imports.formats import FORMATS, open_reader
from pipeline.imports.pieces import ImportRequest
from pipeline.kinds import KINDS, find_kind
from pipeline.orchestration.asset_metadata import OWNERS, Metadata, build_previews, describe_relation
from pipeline.orchestration.failure_hooks import translate_errors
from pipeline.orchestration.imports import (
    StepLog,
    describe_history,
    describe_outcome,
    describe_plan,
    parse_day,
    require_inbox_path,
    require_source,
)
from pipeline.orchestration.jobs import IMPORTS_GROUP
from pipeline.orchestration.resources import AlmanacHome, Hub
from pipeline.publishing.imported import import_plan
from pipeline.site.build import rebuild_site

Format = Enum("Format", [(name, name) for name in FORMATS])
RepoKind = Enum("RepoKind", [(kind.plural, kind.name) for kind in KINDS.values()])
LOCK_PATIENCE = 7200.0  # seconds, as long as a crawl waits
UNCHANGED_VERSION = dg.DataVersion("INITIAL")
"""Dagster's version of an asset that was never materialized. The import brings the boards up to date itself, so days after it
must not count as out of date."""


class ImportConfig(dg.Config):
    """What to import; without a source, only the calendar is drawn again."""

    source: str | None = Field(
        default=None,
        description="hf://datasets/owner/name[@revision]/…, an https:// address, or a file, folder or pattern in the home's folder "
        "`inbox`. Read without a token: private datasets need the command line.",
    )
    format: Format | None = Field(default=None, description="The archive's format; by default it is recognized.")  # pyright: ignore[reportInvalidTypeForm]
    kind: RepoKind | None = Field(default=None, description="Only models, or only datasets.")  # pyright: ignore[reportInvalidTypeForm]
    first: str | None = Field(default=None, alias="from", description="First day to import, as 2026-03-06.")
    last: str | None = Field(default=None, alias="to", description="Last day to import.")
    mapping: str | None = Field(default=None, description="A TOML file in `inbox` that names the columns of a table.")
    dry_run: bool = Field(default=False, description="Only list what would be read; change nothing.")

    def build_request(self, source: str, home: Home) -> ImportRequest:
        """Return the request. Raises UsageError for what may not be read from the UI."""
        return ImportRequest(
            require_source(source, home),
            self.format.value if self.format else None,
            find_kind(self.kind.value) if self.kind else None,
            parse_day(self.first),
            parse_day(self.last),
            Path(require_inbox_path(self.mapping, home)) if self.mapping else None,
            home.known_days,
        )


@dg.asset(
    group_name=IMPORTS_GROUP,
    kinds={"huggingface", "duckdb"},
    owners=OWNERS,
    metadata=describe_relation("sources"),
)
def imported_history(
    context: dg.AssetExecutionContext, config: ImportConfig, almanac: AlmanacHome, hub: Hub
) -> dg.MaterializeResult:
    """The Hub's past from public archives and from files of your own, as `almanac import` brings it.

    Launch it with a source: open the Launchpad of the job `import_history`, or the one beside Materialize. No daily run waits for it
    or starts it. Own observations count before imports. After an interruption, launch it again.
    """
    home, metadata = almanac.home, Metadata()
    with translate_errors():
        settings = almanac.settings
        if config.source:
            # without a token: who reaches the UI must not publish what only the token may read
            reader = open_reader(config.build_request(config.source, home), replace(hub.settings, token=False))
            plan = reader.plan()
            metadata |= {**describe_plan(plan), "dry_run": config.dry_run}
            if not config.dry_run and (plan.pieces or home.warehouse.exists()):
                report = StepLog(context.log).report
                published = import_plan(home, plan, reader, settings.board_places, report, patience=LOCK_PATIENCE)
                rebuild_site(home, settings)
                metadata |= describe_outcome(published)
        metadata |= build_previews(almanac, lambda: describe_history(home))
    return dg.MaterializeResult(metadata=metadata, data_version=UNCHANGED_VERSION)
