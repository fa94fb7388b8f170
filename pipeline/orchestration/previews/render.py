"""From a Vega-Lite specification to SVG, also where the memory of a process is limited.

vl_convert has V8 in it, which reserves gigabytes of addresses and ends the whole process when it does not get them. Under a limit
(`ulimit -v`, `ulimit -d`) it runs in a process of its own, so that a day loses its pictures and nothing else.
"""

import atexit
import json
import logging
import os
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any

from pipeline.errors import AlmanacError

WORKER = """
import json, resource, sys, vl_convert
resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
for line in sys.stdin:
    try:
        answer = {"svg": vl_convert.vegalite_to_svg(json.loads(line))}
    except ValueError as error:
        answer = {"error": str(error)}
    print(json.dumps(answer), flush=True)
"""
WHY = (
    "Pictures are left out: this process may use so little memory (ulimit -v or -d) that none can be drawn. Raise the limit to have them; "
    "nothing else is missing."
)


class NoPicture(AlmanacError):
    """There is not the memory to draw a picture."""


class _Worker:
    """The process that draws, started with the first picture; `failed` once it ended by itself."""

    def __init__(self) -> None:
        self.failed = False
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def draw(self, specification: dict[str, Any]) -> str:
        """The picture. Raises NoPicture, and ValueError for a specification that is none."""
        with self._lock:
            if self.failed:
                raise NoPicture(WHY)
            try:
                answer = json.loads(self._ask(json.dumps(specification)))
            except (OSError, ValueError):  # it could not be started, or ended before it answered
                self.failed = True
                logging.getLogger(__name__).warning(WHY)  # once a process; each picture's place says it too
                self.close()
                raise NoPicture(WHY) from None
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer["svg"]

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            with suppress(OSError):
                self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    if stream:
                        stream.close()
            self._process = None

    def _ask(self, line: str) -> str:
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603  our own interpreter
                [sys.executable, "-I", "-c", WORKER],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
            atexit.register(self.close)
        if self._process.stdin is None or self._process.stdout is None:
            raise BrokenPipeError
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


_workers: dict[int, _Worker] = {}  # by process: one that was forked shares none


def render(specification: dict[str, Any]) -> str:
    """The SVG. Raises NoPicture where there is not the memory for it, ValueError for a specification that is none."""
    if _is_limited():
        return _workers.setdefault(os.getpid(), _Worker()).draw(specification)
    import vl_convert  # noqa: PLC0415  100 MB that a limited process has no use for

    return vl_convert.vegalite_to_svg(specification)


def _is_limited() -> bool:
    try:
        import resource  # noqa: PLC0415  not on every system
    except ImportError:
        return False
    limits = (resource.RLIMIT_AS, resource.RLIMIT_DATA)
    return any(resource.getrlimit(limit)[0] != resource.RLIM_INFINITY for limit in limits)
