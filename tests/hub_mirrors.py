"""What stands between the Almanac and a Hub: mirrors that pass requests on, and an HTTP proxy. Real HTTP, and TLS, on loopback."""

import datetime as dt
import http.client
import http.server
import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PUBLIC = "huggingface.co"
Rewrite = Callable[[str, str], str]


@dataclass
class Served:
    """A server: its address, and the request lines and headers that it saw."""

    url: str
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)


class _Quiet(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def note(self, served: Served) -> None:
        served.requests.append((self.requestline, {name.lower(): value for name, value in self.headers.items()}))

    def pass_on(self, netloc: str, path: str, host: str | None, rewrite: Rewrite = lambda name, value: value) -> None:
        """Ask the server at `netloc` for the path, and hand back its answer; `host`: the Host header that it gets."""
        connection = http.client.HTTPConnection(netloc, timeout=20)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
        connection.request("GET", path, headers=headers | ({"Host": host} if host else {}))
        answer = connection.getresponse()
        body = answer.read()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                self.send_header(name, rewrite(name.lower(), value))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        connection.close()

    def refuse(self, status: int, *headers: tuple[str, str]) -> None:
        body = b"<html><head><title>nginx</title></head></html>"
        self.send_response(status)
        for name, value in (*headers, ("Content-Type", "text/html"), ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(handler: type[Any], tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """Serve on a free port; its address."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@contextmanager
def mirror(
    hub: str,
    prefix: str = "",
    *,
    host: str | None = PUBLIC,
    rewrite: Rewrite = lambda name, value: value,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Served]:
    """A mirror of the Hub at `hub` under a path. The sample Hub makes its links of the Host header, as `host` says:

    the public Hub's name (a link that was not rewritten), or None for the mirror's own (a link without the path). `rewrite`
    changes headers of the answer, by name.
    """
    served = Served("")

    class Mirror(_Quiet):
        def do_GET(self) -> None:
            self.note(served)
            if not self.path.startswith(f"{prefix}/api/"):
                return self.refuse(404)
            return self.pass_on(
                urlsplit(hub).netloc, self.path.removeprefix(prefix), host or self.headers["Host"], rewrite
            )

    with serving(Mirror, tls) as url:
        served.url = f"{url}{prefix}"
        yield served


@contextmanager
def proxy(*, login: str = "", status: int = 0, tls: ssl.SSLContext | None = None) -> Iterator[Served]:
    """An HTTP proxy: passes on plain requests, and tunnels with CONNECT.

    `login`: a Proxy-Authorization that it wants, else it answers 407. `status`: it answers all with this instead.
    """
    served = Served("")

    class Proxy(_Quiet):
        def admitted(self) -> bool:
            self.note(served)
            if login and self.headers.get("Proxy-Authorization") != login:
                self.refuse(407, ("Proxy-Authenticate", "Basic realm=x"))
            elif status:
                self.refuse(status)
            else:
                return True
            return False

        def do_GET(self) -> None:
            if self.admitted():
                to = urlsplit(self.path)
                with suppress(OSError):
                    del self.headers["Proxy-Authorization"]
                    self.pass_on(to.netloc, f"{to.path}?{to.query}" if to.query else to.path, to.netloc)

        def do_CONNECT(self) -> None:
            if not self.admitted():
                return
            name, _, port = self.path.rpartition(":")
            with socket.create_connection((name, int(port)), timeout=20) as far:
                self.send_response_only(200)
                self.end_headers()
                pump(self.connection, far)
            self.close_connection = True

    with serving(Proxy, tls) as url:
        served.url = url
        yield served


def pump(near: socket.socket, far: socket.socket) -> None:
    """Carry bytes both ways until one side ends."""
    ends = {near: far, far: near}
    with suppress(OSError):
        while True:
            for one in select.select(list(ends), [], [], 20)[0]:
                data = one.recv(65536)
                if not data:
                    return
                ends[one].sendall(data)


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate of 127.0.0.1 that signs itself: the file that a client trusts, and what a server uses."""
    from cryptography import x509  # noqa: PLC0415  slow to import
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mirror of a test")])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - dt.timedelta(1), now + dt.timedelta(2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    trusted, secret = folder / "trusted.pem", folder / "key.pem"
    trusted.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted, secret)
    return trusted, context
