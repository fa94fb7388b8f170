"""Texts are masked before they are cut or written; only the owner can read private files."""

import base64
import json
import logging
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import quote

import dagster as dg
import pytest
from prompt_toolkit.history import FileHistory, InMemoryHistory

from pipeline.cli.sql_prompt import open_history
from pipeline.config import Home, HubSettings
from pipeline.crawl.spool_lock import spool_lock
from pipeline.errors import HubBroken, HubError, UsageError
from pipeline.hub_api.client import HubClient
from pipeline.notes import Note
from pipeline.orchestration.failure_hooks import note_failure, translate_errors
from pipeline.orchestration.notifications import AppriseNotifier, FailureAlert
from pipeline.secrets import make_private, mask, redact_url, shorten
from pipeline.warehouse.connection import open_warehouse
from tests.conftest import Almanac, quick
from tests.fixtures.raw_hub import Script, http_response, raw_hub
from tests.fixtures.servers import serving

TOKEN = "hf_QwErTyUiOpAsDfGhJkLzXcVbNm0123456789"
FAILED_DAY = FailureAlert("2026-11-20", "run", "crawl", f"It failed with {TOKEN}.", 1, "", "/home")


def contains_secret(text: str, secret: str = TOKEN, piece: int = 8) -> bool:
    return any(secret[i : i + piece] in text for i in range(len(secret) - piece + 1))


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    return TOKEN


@pytest.mark.parametrize(
    "form",
    [
        TOKEN, f"Bearer {TOKEN}", f"/{TOKEN}/x", TOKEN[:12], f"…{TOKEN[-10:]}", TOKEN[5:30], TOKEN * 2, f"%20{TOKEN}%20",
        base64.b64encode(TOKEN.encode()).decode(), base64.b64encode(f"user:{TOKEN}".encode()).decode(),
        base64.urlsafe_b64encode(f"x{TOKEN}".encode()).decode(), "".join(f"%{ord(c):02x}" for c in TOKEN),
        "".join(f"%{ord(c):02X}" for c in TOKEN), TOKEN.encode().hex(), TOKEN.upper(), TOKEN.lower(),
    ],
)  # fmt: skip
def test_a_token_is_masked_in_every_form(token: str, form: str):
    masked_text = mask(f"before {form} after")
    assert "[secret]" in masked_text and masked_text.startswith("before ") and masked_text.endswith(" after")
    assert not contains_secret(masked_text)
    assert form not in masked_text


@pytest.mark.parametrize("before", [*range(150, 215)])
def test_a_text_is_masked_before_it_is_cut(token: str, before: int):
    assert not contains_secret(shorten("x" * before + TOKEN), piece=4) or before > 196
    assert not contains_secret(shorten("x" * before + TOKEN))


def test_the_token_of_a_login_is_masked_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "hf_home" / "token"
    path.parent.mkdir()
    path.write_text("oauth_ZyXwVuTsRqPo\n")
    assert mask("x oauth_ZyXwVuTsRqPo y") == "x [secret] y"
    monkeypatch.setenv("HF_TOKEN_PATH", str(tmp_path / "none"))
    assert mask("x oauth_ZyXwVuTsRqPo y") == "x oauth_ZyXwVuTsRqPo y"


@pytest.mark.parametrize(
    ("name", "value", "secret_parts"),
    [
        ("HTTPS_PROXY", "http://me:s3cr@t/x@proxy:3128", ["s3cr@t/x", "s3cr"]),
        ("http_proxy", "http://me:pr0xypass@proxy:3128", ["pr0xypass"]),
        *(("ALMANAC_LAKE", f"postgresql://me:s3cr{c}word@db/x", [f"s3cr{c}word"]) for c in "/?#@"),
        ("HF_ENDPOINT", "http://:t0psecret@hub", ["t0psecret"]),
        ("HF_ENDPOINT", "http://hub?token=t0psecret", ["t0psecret"]),
        ("ALMANAC_POSTGRES_URL", "postgresql+psycopg2://almanac:pg_s3cret@db/almanac", ["pg_s3cret"]),
        ("PGPASSWORD", "pg_s3cret", ["pg_s3cret"]),
        ("DAGSTER_PG_PASSWORD", "pg_s3cret", ["pg_s3cret"]),
        ("ALMANAC_NOTIFY", "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", ["T1JJ3T3L2", "A1BRTD4JD", "TIiajkdnlazkcOXrIdevi7FQ"]),
        ("ALMANAC_NOTIFY", "jsons://me:passw0rd@example.org/hooks/abcdef123", ["passw0rd", "abcdef123"]),
        ("ALMANAC_NOTIFY", "mailtos://me:passw0rd@example.org?to=a@b.c\ntgram://123456789:abcdefg/55", ["passw0rd", "123456789", "abcdefg"]),
    ],
)  # fmt: skip
def test_secrets_of_the_environment_are_masked(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, secret_parts: list[str]
):
    monkeypatch.setenv(name, value)
    for secret in secret_parts:
        assert secret not in mask(f"It said {secret}: no")
        assert quote(secret, safe="") not in mask(f"It said {quote(secret, safe='')}: no")
    assert not any(secret in mask(f"No response from {value}.") for secret in secret_parts)
    assert (
        mask("The almanac of postgres at example.org is whole.") == "The almanac of postgres at example.org is whole."
    )


@pytest.mark.parametrize(
    "text",
    ["http://user:w0rd@host/x failed", "http://:w0rd@host", "ftp://w0rd@host", "GET /a?b=c&api_key=w0rd", "?access_token=w0rd&x=1",
     "authorization: Basic dXNlcjp3MHJkdzByZA=="],
)  # fmt: skip
def test_anything_that_looks_like_a_secret_is_masked(text: str):
    assert "w0rd" not in mask(text) and "dXNlcjp3" not in mask(text)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://user:s3cretword@hub.example", "http://:s3cretword@hub.example", "http://s3cretword@hub.example", "http://@hub.example/s",
        "https://hub.example?token=s3cretword", "https://hub.example/#s3cretword", "https://hub.example?", "ftp://u:s3cretword@hub.example",
        "http://user:s3cretword@hub.example:99999", "http://user:s3cretword@[", "user:s3cretword@hub.example", "//u:s3cretword@hub",
        "http:/u:s3cretword@hub", "http://", "http://[", "http://hub example", "http://hub\\x", "http://hub\x00", "http://" + "a" * 600,
        "http://hub:-1", "http://hub:²", "",
    ],
)  # fmt: skip
def test_an_endpoint_with_more_than_an_address_is_rejected_without_showing_it(
    monkeypatch: pytest.MonkeyPatch, endpoint: str
):
    if "\0" not in endpoint:
        monkeypatch.setenv("HF_ENDPOINT", endpoint)
    if endpoint:
        with pytest.raises(UsageError) as error:
            HubSettings.from_env(endpoint)
        assert "s3cret" not in str(error.value) and str(error.value).isprintable()
    else:
        assert HubSettings.from_env().endpoint == "https://huggingface.co"


@pytest.mark.parametrize(
    ("url", "expected_endpoint"),
    [
        ("https://Hub.Example/", "https://hub.example"),
        (" http://127.0.0.1:80/hub/ ", "http://127.0.0.1:80/hub"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_endpoint_is_reduced_to_scheme_host_and_path(url: str, expected_endpoint: str):
    assert HubSettings.from_env(url).endpoint == expected_endpoint
    assert redact_url(f"{expected_endpoint}?a=b#c") == expected_endpoint


@pytest.mark.parametrize("character", "/?#@")
def test_an_unescaped_password_is_not_shown(character: str):
    assert redact_url(f"postgresql://me:s3cr{character}word@db.example:5432/x") == "postgresql://db.example:5432/x"
    assert redact_url("https://host:80/a@b") == "https://host:80/a@b"


@pytest.mark.parametrize("host", ["xn--a", "a" * 64 + ".\u00df.example", "\u00df" * 70])
def test_an_invalid_host_name_is_a_typed_error(host: str):
    with pytest.raises((UsageError, HubError)) as error:
        HubClient(quick(f"http://{host}", attempts=1)).probe()
    assert str(error.value).endswith(".")


@pytest.mark.parametrize(
    "proxy",
    [
        "http://me:s3cretword@127.0.0.1:9",
        "socks5://me:s3cretword@127.0.0.1:9",
        "x://me:s3cretword@h",
        "http://me:s3cretword@[",
    ],
)
def test_a_proxy_is_not_named_with_its_password(monkeypatch: pytest.MonkeyPatch, proxy: str):
    monkeypatch.setenv("HTTP_PROXY", proxy)
    with pytest.raises((UsageError, HubError)) as error:
        HubClient(quick("http://hub.invalid", attempts=1)).probe()
    assert "s3cretword" not in str(error.value)


ECHOES: dict[str, Script] = {
    "redirect": lambda _: [http_response(b"", f"Location: /{TOKEN}", status="302 Found")],
    "redirect to a host": lambda _: [http_response(b"", f"Location: http://{TOKEN}.invalid/", status="302 Found")],
    "redirect to a host, far on": lambda _: [http_response(b"", f"Location: http://{'a' * 90}{TOKEN}/", status="302 Found")],
    "redirect in percent": lambda _: [http_response(b"", f"Location: /{TOKEN[:-1]}%39?a", status="302 Found")],
    "link": lambda _: [http_response(b"[]", f'Link: </x?cursor={TOKEN}>; rel="next"')],
    "message": lambda _: [http_response(b"", "X-Error-Message: " + "x" * 180 + TOKEN, status="400 No")],
    "error": lambda _: [http_response(b'{"error": "' + b"x" * 190 + TOKEN.encode() + b'"}', status="403 No")],
    "status line": lambda _: [f"HTTP/1.1 {TOKEN} x\r\n\r\n".encode()],
    "header": lambda _: [http_response(b"[]", f"{TOKEN} x")],
    "encoding": lambda _: [http_response(b"[]", f"Content-Encoding: {TOKEN}")],
}  # fmt: skip


@pytest.mark.parametrize("script", ECHOES.values(), ids=ECHOES)
def test_errors_omit_a_token_that_the_hub_repeats(script: Script):
    with raw_hub(script) as url:
        try:
            message = str(HubClient(quick(url, token=TOKEN, attempts=2)).probe().bad_link or "")
        except HubError as error:
            message = str(error)
    assert message and not contains_secret(message)


def test_pages_omit_a_token_that_the_hub_repeats():
    body = json.dumps([{"_id": "1", "id": f"a/{TOKEN}"}]).encode()
    with raw_hub(lambda _: [http_response(body)]) as url:
        page, rows = HubClient(quick(url, token=TOKEN)).fetch_rows(url)
    assert b"[secret]" in page.body and TOKEN.encode() not in page.body + bytes(rows[0])


def test_errors_reach_dagster_without_secrets_or_causes(token: str):
    def fail() -> None:
        try:
            Path(f"/{TOKEN}").read_text()
        except OSError as error:
            raise HubBroken(Note("reported", {"text": f"It broke: {TOKEN}."})) from error

    with pytest.raises(dg.Failure) as failure, translate_errors():
        fail()
    assert failure.value.description == "It broke: [secret]."
    assert isinstance(failure.value.__cause__, HubBroken)  # the class decides whether Almanac retries the day
    assert failure.value.__cause__.__cause__ is None and failure.value.__cause__.__context__ is None
    with pytest.raises(dg.Failure) as failure, translate_errors():
        raise ValueError(f"a bug with {TOKEN}")
    assert TOKEN not in str(failure.value.description) and failure.value.__suppress_context__
    with pytest.raises(ValueError, match="a plain bug"), translate_errors():
        raise ValueError("a plain bug")


@contextmanager
def refusing() -> Iterator[int]:
    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(500)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with serving(HTTPServer(("127.0.0.1", 0), Hook)) as server:
        yield server.server_address[1]


def test_a_webhook_that_fails_is_named_without_its_secrets(
    token: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
):
    caplog.set_level(logging.DEBUG)
    with refusing() as port:
        addresses = [
            f"json://me:passw0rd@127.0.0.1:{port}/hooks/ab12cd34?x=y",
            "json://127.0.0.1:9/hooks/ef56gh78",
            "nothing://k3yk3y/",
            "s3cretword",
        ]
        monkeypatch.setenv("ALMANAC_NOTIFY", " ".join(addresses))
        assert not AppriseNotifier(" ".join(addresses), logging.getLogger("test")).send(FAILED_DAY)
    output = caplog.text + "".join(capfd.readouterr())
    assert {"1", "2", "3"} <= set(re.findall(r"[Aa]ddress (\d) of", output))
    assert not any(secret in output for secret in ("passw0rd", "ab12cd34", "ef56gh78", "k3yk3y", "s3cretword", TOKEN))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_owner_can_read_the_history_of_queries(home: Home, tmp_path: Path):
    home.root.mkdir()
    path = home.root / ".sql_history"
    assert isinstance(open_history(home), FileHistory) and mode(path) == 0o600
    path.chmod(0o644)
    assert isinstance(open_history(home), FileHistory) and mode(path) == 0o600
    path.unlink()
    target = tmp_path / "elsewhere"
    target.write_text("kept")
    for spoil in (
        lambda: path.symlink_to(target),
        lambda: path.hardlink_to(target),
        lambda: os.mkfifo(path),
        path.mkdir,
    ):
        spoil()
        assert isinstance(open_history(home), InMemoryHistory)
        path.rmdir() if path.is_dir() else path.unlink()
    assert target.read_text() == "kept"


def test_the_private_folders_of_an_older_home_are_closed(home: Home):
    for folder in (home.spool, home.warehouse.parent):
        folder.mkdir(parents=True)
        folder.chmod(0o755)
    with spool_lock(home.spool), open_warehouse(home.warehouse):
        assert mode(home.spool) == mode(home.warehouse.parent) == 0o700
    assert mode(home.root) & 0o055 == 0o055  # others may read published files


def test_a_shared_folder_stays_open(tmp_path: Path):
    """A database directly in /tmp must not close it to everybody else."""
    shared_folder = tmp_path / "shared"
    shared_folder.mkdir()
    shared_folder.chmod(0o1777)
    with open_warehouse(shared_folder / "hub.duckdb"):
        assert mode(shared_folder) & 0o777 == 0o777


def test_a_link_instead_of_a_private_folder_or_file_is_not_followed(home: Home, tmp_path: Path):
    other_folder = tmp_path / "other"
    other_folder.mkdir(mode=0o755)
    home.root.mkdir()
    home.spool.symlink_to(other_folder)
    make_private(home.spool)
    assert mode(other_folder) == 0o755
    victim = tmp_path / "victim"
    victim.write_text("kept")
    home.last_failure.symlink_to(victim)
    note_failure(home, "It failed.")
    assert victim.read_text() == "kept"


@pytest.mark.slow
def test_a_run_leaves_no_token_and_no_open_private_file(home: Home, almanac: Almanac):
    """The Hub answers the first request correctly, then repeats the token wherever it can."""
    requests: list[bytes] = []

    def script(request: bytes) -> list[bytes]:
        requests.append(request)
        if b"limit=1 " in request:
            return [http_response(b"[]")]
        return list(list(ECHOES.values())[len(requests) % 5](request))

    with raw_hub(script) as url:
        process = almanac("run", HF_ENDPOINT=url, HF_TOKEN=TOKEN, ALMANAC_HUB_ATTEMPTS="2")
    assert process.returncode == 1 and "Traceback" not in process.stderr
    assert not contains_secret(process.stdout + process.stderr)
    for path in home.root.rglob("*"):
        if path.is_file():
            assert TOKEN.encode() not in path.read_bytes(), path
            private = path.parent != home.root or path in (home.last_failure,)
            assert not private or any(mode(folder) & 0o077 == 0 for folder in (path, *path.parents)), path
    assert json.loads(home.last_failure.read_text())["sentence"]
    assert mode(home.last_failure) == 0o600
