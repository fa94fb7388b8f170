"""Clients work, or fail with a typed error, for any variables and token files of huggingface_hub."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import pipeline.huggingface
from pipeline.secrets import mask
from tests.fixtures.processes import PATIENCE
from tests.fixtures.raw_hub import http_response, raw_hub

TOKEN = "hf_veryS3cretT0ken"
# huggingface_hub reads most variables on import, so each case runs in its own process.
SCRIPT = """
import json, os, sys
from pipeline.errors import AlmanacError
from pipeline.hub_api.client import HubClient
from pipeline.config import HubSettings
from tests.fixtures.processes import PATIENCE

for number, environment in enumerate(json.loads(sys.argv[1])):
    if os.fork() == 0:
        os.environ.update(environment)
        try:
            client = HubClient(HubSettings.from_env())
            result = ["client", client._headers.get("authorization", "")]
        except AlmanacError as error:
            result = [type(error).__name__, str(error)]
        except BaseException as error:
            result = ["Traceback", repr(error)]
        os.write(1, (json.dumps([number, *result]) + "\\n").encode())
        os._exit(0)
    os.wait()
"""


def create_clients(cases: list[dict[str, str]], home: Path) -> list[tuple[str, str]]:
    """Return for each environment `client` and its Authorization, or the error's type and message."""
    result = run_script(cases, home)
    assert "Warning" not in result.stderr
    results = [json.loads(line) for line in result.stdout.splitlines()]
    assert [number for number, *_ in results] == list(range(len(cases))), result.stderr
    return [(kind, sentence) for _, kind, sentence in results]


def run_script(cases: list[dict[str, str]], home: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(cases)],
        env={"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": os.environ.get("PYTHONPATH", "")},
        cwd=home,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )


def test_the_numbers_that_huggingface_hub_reads_are_all_known():
    from huggingface_hub import constants  # noqa: PLC0415

    source = Path(constants.__file__).read_text()
    read = re.findall(r"""(?:_as_int|int|float)\(\s*os\.(?:environ\.get|getenv|environ\[)\(?["'](\w+)""", source)
    assert set(read) == set(pipeline.huggingface.NUMBER_VARIABLES)


def test_variables_that_do_not_matter_may_hold_anything(tmp_path: Path):
    cases = [
        {"HF_HUB_ETAG_TIMEOUT": "10s", "HF_HUB_DOWNLOAD_TIMEOUT": ""},
        {"HF_HUB_ETAG_TIMEOUT": "1.5", "HF_HUB_DOWNLOAD_TIMEOUT": "9" * 5000},
        {"HF_HUB_ETAG_TIMEOUT": "\udcff", "HF_HUB_VERBOSITY": "loud", "HF_HUB_OFFLINE": "perhaps", "HF_DEBUG": "x"},
        {"HF_HOME": "", "HF_TOKEN_PATH": "", "XDG_CACHE_HOME": "", "HF_ENDPOINT": "", "HF_TOKEN": " "},
        {"HF_HUB_USER_AGENT_ORIGIN": "한국\r\nX: y", "HF_HUB_CACHE": "/dev/null", "HF_XET_CACHE": "/none"},
        {"HF_TOKEN_PATH": "/dev/null"},
        {
            "HF_HUB_ENABLE_HF_TRANSFER": "1",
            "HUGGINGFACE_CO_STAGING": "1",
            "HF_ENDPOINT": "https://hub-ci.huggingface.co",
        },
        {"HF_TOKEN_PATH": "/none/$NOBODY/token"},
    ]
    (tmp_path / "token").write_text("hf_ofTheWorkingFolder")
    assert create_clients(cases, tmp_path) == [("client", "")] * len(cases)


def test_an_invalid_endpoint_is_named(tmp_path: Path):
    for kind, message in create_clients([{"HF_ENDPOINT": "http://["}, {"HF_ENDPOINT": "\udcff"}], tmp_path):
        assert kind == "UsageError" and "HF_ENDPOINT" in message and message.isprintable()


def test_an_unreadable_token_file_is_an_error_with_its_path(tmp_path: Path):
    folder, text, loop = tmp_path / "folder", tmp_path / "utf16", tmp_path / "loop"
    (folder / "token").mkdir(parents=True)
    text.write_bytes(TOKEN.encode("utf-16"))
    loop.symlink_to(loop)
    shut = tmp_path / "shut"
    shut.write_text(TOKEN)
    shut.chmod(0)
    cases = [
        ({"HF_TOKEN_PATH": str(folder)}, str(folder)),
        ({"HF_HOME": str(folder)}, str(folder / "token")),
        ({"HF_HOME": str(text)}, str(text / "token")),
        ({"HF_TOKEN_PATH": str(text)}, str(text)),
        ({"HF_TOKEN_PATH": str(loop)}, str(loop)),
        ({"HF_TOKEN_PATH": f"/{'x' * 300}"}, "/xxx"),
        ({"HF_TOKEN_PATH": "$HOME/folder"}, str(folder)),
        *([({"HF_TOKEN_PATH": str(shut)}, str(shut))] if os.geteuid() else []),
    ]
    for (kind, message), (_, path) in zip(
        create_clients([environment for environment, _ in cases], tmp_path), cases, strict=True
    ):
        assert (
            kind == "UsageError"
            and path in message
            and message.isprintable()
            and message.endswith(".")
            and TOKEN not in message
        )
    # files that are not read do not matter
    beside = [{"HF_TOKEN": TOKEN}, {"HF_HUB_DISABLE_IMPLICIT_TOKEN": "1"}]
    assert create_clients([{"HF_TOKEN_PATH": str(folder)} | more for more in beside], tmp_path) == [
        ("client", f"Bearer {TOKEN}"),
        ("client", ""),
    ]


def test_an_endless_token_file_is_rejected(tmp_path: Path):
    pipe, huge, logins = tmp_path / "pipe", tmp_path / "huge", tmp_path / "home"
    os.mkfifo(pipe)
    with huge.open("wb") as file:
        file.truncate(2**40)
    logins.mkdir()
    (logins / "token").write_text(TOKEN)
    os.mkfifo(logins / "stored_tokens")
    paths = [Path("/dev/zero"), pipe, huge, logins / "token"]
    cases = [{"HF_TOKEN_PATH": str(path)} for path in paths]
    named_paths = [*map(str, paths[:3]), str(logins / "stored_tokens")]
    for (kind, message), path in zip(create_clients(cases, tmp_path), named_paths, strict=True):
        assert kind == "UsageError" and path in message and message.endswith(".") and TOKEN not in message
    beside = [{"HF_TOKEN": TOKEN}, {"HF_HUB_DISABLE_IMPLICIT_TOKEN": "1"}]
    assert create_clients([case | more for case in cases for more in beside], tmp_path) == [
        ("client", f"Bearer {TOKEN}"),
        ("client", ""),
    ] * len(cases)


def test_an_unreadable_file_of_stored_tokens_is_ignored(tmp_path: Path):
    (tmp_path / "token").write_text(TOKEN)
    logins = tmp_path / "stored_tokens"
    for make in (logins.mkdir, lambda: (logins.rmdir(), logins.write_bytes(b"\xff[\n="))):
        make()
        assert create_clients([{"HF_HOME": str(tmp_path)}], tmp_path) == [("client", f"Bearer {TOKEN}")]


@pytest.mark.parametrize("reply", [b"[]", b'"x"', b'{"access_token": "hf_x", "expires_in": null}', b"<html>", b"{}"])
def test_an_exchange_without_a_token_is_a_typed_error(tmp_path: Path, reply: bytes):
    with raw_hub(lambda request: [http_response(reply)]) as url:
        exchange = {"HF_ENDPOINT": url, "HF_OIDC_RESOURCE": "models/a/b", "HF_OIDC_ID_TOKEN": "eyJ-secret"}
        ((kind, message),) = create_clients([exchange], tmp_path)
    assert (
        kind == "UsageError" and "HF_OIDC_RESOURCE" in message and message.endswith(".") and "eyJ-secret" not in message
    )


def test_a_servers_reply_to_a_login_is_printed_without_secrets(tmp_path: Path):
    (tmp_path / "token").write_text(TOKEN)
    (tmp_path / "stored_tokens").write_text(
        f"[me]\nhf_token = {TOKEN}\nrefresh_token = hf_refresh0123456789\nexpires_at = 1\n"
    )
    body = b'{"error": "invalid_grant", "error_description": "no hf_refresh0123456789 \\u001b[31m"}'
    with raw_hub(lambda request: [http_response(body)]) as url:
        result = run_script([{"HF_ENDPOINT": url, "HF_HOME": str(tmp_path)}], tmp_path)
    assert "invalid_grant" in result.stderr and "hf_refresh" not in result.stderr and "\x1b" not in result.stderr


def test_a_token_is_accepted_or_rejected_without_showing_it(tmp_path: Path):
    file = tmp_path / "token"
    file.write_bytes(b"\xef\xbb\xbf" + TOKEN.encode() + b"\r\n")  # as some editors write it
    bad = tmp_path / "bad"
    bad.write_text("hf_비밀비밀비밀")
    good = [{"HF_TOKEN_PATH": str(file)}, {"HF_TOKEN": f" {TOKEN}\n"}, {"HUGGING_FACE_HUB_TOKEN": TOKEN}]
    assert create_clients(good, tmp_path) == [("client", f"Bearer {TOKEN}")] * len(good)
    bad_tokens = [
        ({"HF_TOKEN": "hf_\udcff\udcfeS3cret"}, "HF_TOKEN"),
        ({"HF_TOKEN": "hf_비밀S3cret"}, "HF_TOKEN"),
        ({"HF_TOKEN": "hf_S3cret\x1b[31m"}, "HF_TOKEN"),
        ({"HF_TOKEN": "hf_S3cret" * 2000}, "HF_TOKEN"),
        ({"HUGGING_FACE_HUB_TOKEN": "hf_S3cretμ"}, "HUGGING_FACE_HUB_TOKEN"),
        ({"HF_TOKEN_PATH": str(bad)}, str(bad)),
        ({"HF_OIDC_RESOURCE": "models/owner/name"}, "HF_OIDC_RESOURCE"),
    ]
    for (kind, message), (_, name) in zip(
        create_clients([environment for environment, _ in bad_tokens], tmp_path), bad_tokens, strict=True
    ):
        assert kind == "UsageError" and name in message and message.isprintable()
        assert "S3cret" not in message and "비밀" not in message


@pytest.mark.parametrize("name", ["HF_TOKEN", "MY_PASSWORD", "HTTPS_PROXY", "ALMANAC_NOTIFY"])
def test_a_secret_that_is_not_utf8_does_not_break_masking(monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.setenv(name, "json://me:s3cr\udcff\udcfe@h/%ff\udc80")
    assert mask("as it was") == "as it was"
    monkeypatch.setenv(name, "http://me:s3cretw0rd\udcff@h")
    assert "s3cretw0rd\udcff" not in mask("http://me:s3cretw0rd\udcff@h")
