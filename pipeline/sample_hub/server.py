"""Run the sample Hub: HTTP on loopback, on a free port, in its own thread."""

import asyncio
import datetime as dt
import socket
import threading
import time
from types import TracebackType
from typing import Self

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from pipeline.sample_hub.app import TRANSPORT, HubApp, HubState, LoggedRequest
from pipeline.sample_hub.clock import HubClock
from pipeline.sample_hub.days import HubWorld
from pipeline.sample_hub.faults import Faults
from pipeline.sample_hub.quota import Meter, Quota
from pipeline.sample_hub.routes import DayView
from pipeline.sample_hub.timeline import SNAPSHOT_TIME

START_SECONDS = 10.0


class SampleHub:
    """A Hub on loopback that shows one day of a world at a time.

        with SampleHub(sample_world(date(2025, 3, 6))) as hub:
            hub.set_day(date(2025, 3, 1))
            ...  # request hub.url

    Day, clock and faults may change at any time, even between the pages of a crawl.
    """

    def __init__(
        self,
        world: HubWorld,
        *,
        sample: bool = True,
        faults: Faults | None = None,
        page_cap: int = 1000,
        quota: Quota | None = None,
        tokens: frozenset[str] = frozenset(),
        compress: bool = False,
    ) -> None:
        """Show the first day of `world` until `set_day` or `set_now`.

        `sample` marks responses as sample data; `page_cap` limits pages; only `tokens` are valid; `compress` gzips
        bodies as the Hub does, which over loopback only costs time.
        """
        self.faults = faults or Faults()
        self._world = world
        self._day = world.days[0]
        clock = HubClock(dt.datetime.combine(self._day, SNAPSHOT_TIME))
        view = DayView(world.day(self._day))
        self._state = HubState(view, clock, self.faults, Meter(quota or Quota()), page_cap, sample, compress, tokens)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._server = _Server(
            uvicorn.Config(
                HubApp(self._state),
                http=_Protocol,
                lifespan="off",
                log_config=None,
                access_log=False,
                date_header=False,
                server_header=False,
                ws="none",
            )
        )
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), name="sample-hub", daemon=True)

    def __enter__(self) -> Self:
        """Start serving; return once requests are possible."""
        self._socket.bind(("127.0.0.1", 0))
        self._thread.start()
        deadline = time.monotonic() + START_SECONDS
        while not self._server.started:
            if time.monotonic() > deadline or not self._thread.is_alive():
                raise RuntimeError(f"The sample Hub did not start within {START_SECONDS:.0f} s.")
            time.sleep(0.005)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread.is_alive():
            self._server.stop()
        self._thread.join(START_SECONDS)
        self._socket.close()

    @property
    def url(self) -> str:
        """For `HF_ENDPOINT`; known once the server runs."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    @property
    def requests(self) -> list[LoggedRequest]:
        """A copy of all requests so far, oldest first."""
        with self._state.lock:
            return list(self._state.log)

    def set_day(self, d: dt.date, at: dt.time = dt.time(9, 0)) -> None:
        """Show day `d` with the clock at `at` UTC; raises ValueError for a day outside the world."""
        if d not in self._world.days:
            raise ValueError(f"{d} is not a day of this sample Hub.")
        self.set_now(dt.datetime.combine(d, at.replace(tzinfo=dt.UTC)))

    def follow_clock(self) -> None:
        """Show this machine's time and the world's latest day, also after midnight."""
        self.set_now(dt.datetime.now(dt.UTC))
        self._state.clock.follow()

    def set_now(self, t: dt.datetime) -> None:
        """Set the clock, and show the world's latest day up to it."""
        self._state.clock.set(t)
        today = t.astimezone(dt.UTC).date()
        day = max((d for d in self._world.days if d <= today), default=self._world.days[0])
        if day != self._day:
            self._state.view = DayView(self._world.day(day))
            self._day = day


class _Server(uvicorn.Server):
    """Ends at once; uvicorn's own server looks ten times a second whether to, and gives clients more time."""

    _loop: asyncio.AbstractEventLoop
    _stop_event: asyncio.Event

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop, self._stop_event = asyncio.get_running_loop(), asyncio.Event()
        await super().startup(sockets)

    async def main_loop(self) -> None:
        await self._stop_event.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        del sockets  # the caller's
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()

    def stop(self) -> None:
        """End the main loop, from another thread."""
        self._loop.call_soon_threadsafe(self._stop_event.set)


class _Protocol(H11Protocol):
    """Give the application its transport, so that it can reset the connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        super().connection_made(transport)
        state = {**self.app_state, TRANSPORT: transport}
        self.app_state = state
