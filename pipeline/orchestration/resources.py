"""What assets, sensors and hooks are given: the home with its settings, the Hub, and where a crawl reports its progress."""

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
from pipeline.orchestration.run_liveness import hold_run_lock
from pipeline.orchestration.run_ownership import home_tags
from pipeline.user_paths import check_home_path
from pipeline.warehouse.connection import open_warehouse


class FixedResource(dg.ConfigurableResource):
    """A resource whose fields only Python code sets. Run config cannot: anyone who may launch a run in the UI must not choose
    where files are written, nor which server gets the token.
    """

    def get_resource_definition(self) -> Any:
        """Dagster's definition of this resource, with an empty config schema: a run that configures it fails validation."""

        @dg.resource(config_schema={}, description=type(self).__doc__)
        def build_resource(context: dg.InitResourceContext) -> Iterator[object]:
            with self.yield_for_execution(context) as resource:
                yield resource

        return build_resource


@dg.io_manager(config_schema={}, description="Assets keep their own files; no value passes through Dagster.")
def build_null_io_manager(_: dg.InitResourceContext) -> dg.InMemoryIOManager:
    """Take the place of Dagster's own IO manager, whose folder run config could set."""
    return dg.InMemoryIOManager()


class AlmanacHome(FixedResource):
    """The home of an Almanac, and how its days are taken. Code that Dagster calls asks this, never the environment."""

    root: str = ""  # empty: ALMANAC_HOME, or ./data
    pages: bool | None = None  # None: ALMANAC_PAGES
    previews: bool | None = None  # None: ALMANAC_PREVIEWS

    @staticmethod
    def at(home: Home, *, pages: bool | None = None, previews: bool | None = None) -> "AlmanacHome":
        """The resource of this home."""
        return AlmanacHome(root=str(home.root), pages=pages, previews=previews)

    @property
    def home(self) -> Home:
        """Its paths."""
        return Home(check_home_path(self.root)) if self.root else Home.from_env()

    @property
    def settings(self) -> Settings:
        """The environment's, but for what the fields say. Raises UsageError."""
        settings = Settings.from_env()
        return replace(
            settings,
            pages=settings.pages if self.pages is None else self.pages,
            previews=settings.previews if self.previews is None else self.previews,
        )

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["AlmanacHome"]:
        """As long as a run uses it, the run is seen to be alive."""
        if context.run and context.instance:
            context.instance.add_run_tags(context.run.run_id, home_tags(self.home))  # before anything can fail
        with hold_run_lock(self.home, context.run.run_id) if context.run else nullcontext():
            yield self

    def warehouse(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """The private working database, open for writing as long as the context lasts."""
        return open_warehouse(self.home.warehouse)


class Hub(FixedResource):
    """The Hub that is asked."""

    endpoint: str = ""  # empty: HF_ENDPOINT, or the public Hub
    anonymous: bool = False  # never send a token, whatever the environment holds
    stand_in: bool = False  # a Hub on this machine that plays days of its own: no proxy, and its clock counts

    @property
    def settings(self) -> HubSettings:
        """The environment's, but for what the fields say. Raises UsageError."""
        settings = HubSettings.from_env(self.endpoint, anonymous=self.anonymous)
        return replace(settings, trust_clock=True, direct=True) if self.stand_in else settings

    @property
    def trusts_clock(self) -> bool:
        """Whether the Hub's clock counts, however far it is from this machine's. Raises UsageError."""
        return self.stand_in or trusts_hub_clock()

    def client(self) -> HubClient:
        """A client of its own for each use: it counts its requests."""
        return HubClient(self.settings)


class ProgressLog(FixedResource):
    """Tells how far a crawl has come: here a line in the run's log now and then; the command line draws a bar instead."""

    every_seconds: float = 10.0
    _last: float = PrivateAttr(default_factory=time.monotonic)

    def report(self, progress: Progress) -> None:
        """Called after every page."""
        log = dg.get_dagster_logger("hub_almanac")
        if progress.wait_seconds is not None and progress.wait_seconds >= 1:
            log.warning(f"Waiting {progress.wait_seconds:,.0f} s: {progress.wait_reason}.")
        elif time.monotonic() - self._last >= self.every_seconds:
            self._last = time.monotonic()
            log.info(
                f"{progress.finished_walks} of {progress.walk_count} lists, {progress.rows:,} rows, {progress.requests} requests"
            )
