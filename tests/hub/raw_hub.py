"""A server on loopback that writes whatever bytes a test gives it."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import format_datetime

Script = Callable[[bytes], Iterable[bytes]]


def answer(body: bytes = b"[]", *headers: str, status: str = "200 OK", date: str | None = "now") -> bytes:
    """A whole answer, with a Date and a length unless `headers` say otherwise."""
    # else a client may ask again on a connection that is about to close
    lines = [f"HTTP/1.1 {status}", "Connection: close", *headers]
    if date is not None:
        lines.append(f"Date: {format_datetime(datetime.now(UTC), usegmt=True) if date == 'now' else date}")
    if not any(line.lower().startswith(("content-length", "transfer-encoding")) for line in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def packed(size: int, times: int = 1) -> bytes:
    """`size` zero bytes, compressed as often as asked."""
    body = bytes(size)
    for _ in range(times):
        body = gzip.compress(body, 9)
    return body


def drip(data: bytes, pause: float) -> Iterator[bytes]:
    """The bytes one by one."""
    for i in range(len(data)):
        time.sleep(pause)
        yield data[i : i + 1]


@contextmanager
def raw_hub(script: Script) -> Iterator[str]:
    """Serve: each request is answered with the pieces that `script` makes of its bytes, then the connection closes."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    ended = threading.Event()

    def talk(client: socket.socket) -> None:
        with client, suppress(OSError):
            request = b""
            while b"\r\n\r\n" not in request:
                request += client.recv(65536) or b"\r\n\r\n"
            for piece in script(request):
                if ended.is_set():
                    return
                client.sendall(piece)
            client.shutdown(socket.SHUT_WR)

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=talk, args=(client,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        ended.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
