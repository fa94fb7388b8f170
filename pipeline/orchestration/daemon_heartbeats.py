"""Read whether Dagster's daemon is alive from the heartbeats in its records, without Dagster, which takes seconds to import.

Its own `dagster-daemon liveness-check` reads the same rows. All daemons (scheduler, sensors, run queue, …) are threads of one
process and share its id, so the process that sent the last heartbeat names those that are required.
"""

import datetime as dt
import json
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from pipeline.config import Home
from pipeline.errors import AlmanacError
from pipeline.notes import Note
from pipeline.secrets import shorten

if TYPE_CHECKING:
    from sqlalchemy import URL

# Dagster's: between heartbeats, and how long a missing one is tolerated
HEARTBEAT_SECONDS = 30
DEFAULT_TOLERANCE_SECONDS = 1800
READ_SECONDS = 3  # for a database server
QUERY = "SELECT body FROM daemon_heartbeats WHERE body IS NOT NULL"


class Daemon(NamedTuple):
    """A thread of the daemon. `healthy`: alive, and without an error in its last heartbeat."""

    name: str
    last_heartbeat: dt.datetime
    alive: bool
    healthy: bool


@dataclass(frozen=True)
class DaemonProcess:
    daemons: list[Daemon]

    @property
    def last_heartbeat(self) -> dt.datetime:
        return max(daemon.last_heartbeat for daemon in self.daemons)

    @property
    def alive(self) -> bool:
        return all(daemon.alive for daemon in self.daemons)

    @property
    def healthy(self) -> bool:
        return all(daemon.healthy for daemon in self.daemons)


def read_daemon(home: Home, now: dt.datetime) -> DaemonProcess | None:
    """Return the state of the home's daemon at `now` (UTC); None if none ever ran. Creates nothing. Raises AlmanacError."""
    try:
        bodies = _read_bodies(home.dagster / "dagster.yaml")
        tolerance = dt.timedelta(
            seconds=HEARTBEAT_SECONDS
            + float(os.environ.get("DAGSTER_DAEMON_HEARTBEAT_TOLERANCE") or DEFAULT_TOLERANCE_SECONDS)
        )
        heartbeats = [json.loads(body) for body in bodies]
        heartbeats.sort(key=lambda heartbeat: heartbeat["timestamp"])
        daemons = [
            _read_heartbeat(heartbeat, now, tolerance)
            for heartbeat in heartbeats
            if heartbeat["daemon_id"] == heartbeats[-1]["daemon_id"]
        ]
    except AlmanacError:
        raise
    except Exception as error:  # any state of the records
        reason = shorten(str(error).strip().partition("\n")[0] or type(error).__name__)
        raise AlmanacError(Note("daemon_unreadable", {"path": str(home.dagster), "reason": reason})) from error
    return DaemonProcess(sorted(daemons)) if daemons else None


def _read_heartbeat(heartbeat: dict[str, object], now: dt.datetime, tolerance: dt.timedelta) -> Daemon:
    sent_at = dt.datetime.fromtimestamp(float(str(heartbeat["timestamp"])), dt.UTC).replace(tzinfo=None)
    alive = now <= sent_at + tolerance
    return Daemon(str(heartbeat["daemon_type"]), sent_at, alive, alive and not heartbeat.get("errors"))


def _read_bodies(config_path: Path) -> Iterable[str]:
    """Read the heartbeats from the storage that an instance's dagster.yaml names."""
    if not config_path.exists():
        return []
    import yaml  # noqa: PLC0415

    storage = yaml.safe_load(config_path.read_bytes())["storage"]
    if "sqlite" in storage:
        return _read_sqlite(Path(storage["sqlite"]["base_dir"]) / "history" / "runs.db")
    if "postgres" not in storage:
        cause = Note("unknown_storage", {"name": ", ".join(storage)})
        raise AlmanacError(Note("daemon_unreadable", {"path": str(config_path.parent), "reason": cause}))
    return _read_postgres(storage["postgres"])


def _read_sqlite(path: Path) -> list[str]:
    if not path.exists():
        return []
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=READ_SECONDS)) as con:
        return [body for (body,) in con.execute(QUERY)]


def _read_postgres(config: dict[str, Any]) -> list[str]:
    from sqlalchemy import create_engine, text  # noqa: PLC0415  slow to import

    url = _resolve(config["postgres_url"]) if "postgres_url" in config else _build_url(config["postgres_db"])
    limits = {"connect_timeout": READ_SECONDS, "tcp_user_timeout": READ_SECONDS * 1000, "options": f"-c statement_timeout={READ_SECONDS}s"}  # fmt: skip
    engine = create_engine(url, connect_args=limits)
    try:
        with engine.connect() as con:
            return [body for (body,) in con.execute(text(QUERY))]
    finally:
        engine.dispose()


def _build_url(parts: dict[str, Any]) -> "URL":
    from sqlalchemy import URL  # noqa: PLC0415

    values = {name: _resolve(value) for name, value in parts.items()}
    return URL.create(
        values.get("scheme", "postgresql"), values["username"], values["password"], values["hostname"],
        int(values.get("port", 5432)), values["db_name"], values.get("params", {}),
    )  # fmt: skip


def _resolve(value: Any) -> Any:
    """Return a value of dagster.yaml, which may be the name of a variable."""
    return os.environ[value["env"]] if isinstance(value, dict) and value.keys() == {"env"} else value
