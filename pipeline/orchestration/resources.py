"""What assets are given: the home, the Hub, and where progress is told."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import dagster as dg
import duckdb
from pydantic import PrivateAttr

from pipeline.config import Home, HubSettings
from pipeline.crawl.progress import Progress
from pipeline.hub_api.client import HubClient
from pipeline.orchestration.run_liveness import alive
from pipeline.orchestration.run_ownership import home_tags
from pipeline.typed_paths import home_path
from pipeline.warehouse.connection import open_warehouse


class FixedResource(dg.ConfigurableResource):
    """A resource whose fields only Python code sets. Run config cannot: anyone who may launch a run in the UI must not choose
    where files are written, nor which server gets the token.
    """

    def get_resource_definition(self) -> Any:
        """Dagster's definition of this resource, with an empty config schema: a run that configures it fails validation."""

        @dg.resource(config_schema={}, description=type(self).__doc__)
        def fixed(context: dg.InitResourceContext) -> Iterator[Any]:
            with self.yield_for_execution(context) as resource:
                yield resource

        return fixed


@dg.io_manager(config_schema={}, description="Assets keep their own files; no value passes through Dagster.")
def no_values(_: dg.InitResourceContext) -> dg.InMemoryIOManager:
    """Take the place of Dagster's own IO manager, whose folder run config could set."""
    return dg.InMemoryIOManager()


class AlmanacHome(FixedResource):
    """The home that a run works in."""

    root: str = ""  # empty: ALMANAC_HOME, or ./data

    @property
    def home(self) -> Home:
        """Its paths."""
        return Home(home_path(self.root)) if self.root else Home.from_env()

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["AlmanacHome"]:
        """As long as a run uses it, the run is seen to be alive."""
        if context.run and context.instance:
            context.instance.add_run_tags(context.run.run_id, home_tags(self.home))  # before anything can fail
        with alive(self.home, context.run.run_id) if context.run else nullcontext():
            yield self

    def warehouse(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """The private working database, open for writing as long as the context lasts."""
        return open_warehouse(self.home.warehouse)


class Hub(FixedResource):
    """The Hub that is asked."""

    endpoint: str = ""  # empty: HF_ENDPOINT, or the public Hub
    anonymous: bool = False  # never send a token, whatever the environment holds

    def client(self) -> HubClient:
        """A client of its own for each use: it counts its requests."""
        return HubClient(HubSettings.from_env(self.endpoint, anonymous=self.anonymous))


class ProgressLog(FixedResource):
    """Tells how far a crawl has come: here a line in the run's log now and then; the command line draws a bar instead."""

    every_seconds: float = 10.0
    _last: float = PrivateAttr(default_factory=time.monotonic)

    def report(self, progress: Progress) -> None:
        """Called after every page."""
        log = dg.get_dagster_logger("hub_almanac")
        if progress.waiting is not None and progress.waiting >= 1:
            log.warning(f"Waiting {progress.waiting:,.0f} s: {progress.why_waiting}.")
        elif time.monotonic() - self._last >= self.every_seconds:
            self._last = time.monotonic()
            log.info(
                f"{progress.walked} of {progress.walks} lists, {progress.rows:,} rows, {progress.requests} requests"
            )
