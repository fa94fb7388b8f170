"""Dagster resources: the home, the Hub, and the progress log of a crawl."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from typing import Any

import dagster as dg
import duckdb
from pydantic import PrivateAttr

from pipeline.config import Home, HubSettings, Settings, trusts_hub_clock
from pipeline.crawl.progress import Progress
from pipeline.hub_api.client import HubClient
from pipeline.lake.settings import LakeSettings
from pipeline.orchestration.run_liveness import hold_run_lock
from pipeline.orchestration.run_ownership import home_tags
from pipeline.user_paths import check_home_path
from pipeline.warehouse.connection import open_warehouse

IMPORT_PATIENCE = 1800.0  # seconds that a step waits for the warehouse: an import may load for minutes


class FixedResource(dg.ConfigurableResource):
    """A resource whose fields only Python code sets: people who launch runs in the UI must not choose folders
    or which server gets the token.
    """

    def get_resource_definition(self) -> Any:
        """Return a definition with an empty config schema."""

        @dg.resource(config_schema={}, description=type(self).__doc__)
        def build_resource(context: dg.InitResourceContext) -> Iterator[object]:
            with self.yield_for_execution(context) as resource:
                yield resource

        return build_resource


@dg.io_manager(config_schema={}, description="Unused: assets write their own files.")
def build_null_io_manager(_: dg.InitResourceContext) -> dg.InMemoryIOManager:
    """Replace Dagster's default IO manager, whose folder run config could set."""
    return dg.InMemoryIOManager()


class AlmanacHome(FixedResource):
    """The home of an almanac and its settings. Code that Dagster calls never reads the environment."""

    root: str = ""  # empty: ALMANAC_HOME, or ./data
    pages: bool | None = None  # None: ALMANAC_PAGES
    previews: bool | None = None  # None: ALMANAC_PREVIEWS

    @staticmethod
    def at(home: Home, *, pages: bool | None = None, previews: bool | None = None) -> "AlmanacHome":
        return AlmanacHome(root=str(home.root), pages=pages, previews=previews)

    @property
    def home(self) -> Home:
        return Home(check_home_path(self.root)) if self.root else Home.from_env()

    @property
    def settings(self) -> Settings:
        """Settings of the environment, overridden by the fields. Raises UsageError."""
        settings = Settings.from_env()
        return replace(
            settings,
            pages=settings.pages if self.pages is None else self.pages,
            previews=settings.previews if self.previews is None else self.previews,
        )

    @property
    def lake_settings(self) -> LakeSettings:
        """Settings of the environment. Raises UsageError."""
        return LakeSettings.from_env()

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["AlmanacHome"]:
        """Tag the run with its home, and hold its lock."""
        if context.run and context.instance:
            context.instance.add_run_tags(context.run.run_id, home_tags(self.home))  # before anything can fail
        with hold_run_lock(self.home, context.run.run_id) if context.run else nullcontext():
            yield self

    def warehouse(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        return open_warehouse(self.home.warehouse, patience=IMPORT_PATIENCE)


class Hub(FixedResource):
    """The Hub to crawl."""

    endpoint: str = ""  # empty: HF_ENDPOINT, or the public Hub
    anonymous: bool = False  # never send a token
    stand_in: bool = False  # a local sample Hub: no proxy, and its clock decides

    @property
    def settings(self) -> HubSettings:
        """Settings of the environment, overridden by the fields. Raises UsageError."""
        settings = HubSettings.from_env(self.endpoint, anonymous=self.anonymous)
        return replace(settings, trust_clock=True, direct=True) if self.stand_in else settings

    @property
    def trusts_clock(self) -> bool:
        """Whether the Hub's clock decides the day, not this machine's. Raises UsageError."""
        return self.stand_in or trusts_hub_clock()

    def client(self) -> HubClient:
        """Create a client; each counts its own requests."""
        return HubClient(self.settings)


class ProgressLog(FixedResource):
    """Logs the progress of a crawl. The command line shows a progress bar instead."""

    every_seconds: float = 10.0
    _last: float = PrivateAttr(default_factory=time.monotonic)

    def report(self, progress: Progress) -> None:
        """Log now and then; called after every page."""
        log = dg.get_dagster_logger("hub_almanac")
        if progress.wait_seconds is not None and progress.wait_seconds >= 1:
            log.warning(f"Waiting {progress.wait_seconds:,.0f} s before the next request: {progress.wait_reason}.")
        elif time.monotonic() - self._last >= self.every_seconds:
            self._last = time.monotonic()
            log.info(
                f"{progress.finished_walks} of {progress.walk_count} lists, {progress.rows:,} rows, {progress.requests} requests"
            )
