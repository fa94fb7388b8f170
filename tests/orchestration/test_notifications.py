"""With broken network variables, the error is logged, and other addresses still get the alert."""

import http.server
import logging
import os
from dataclasses import replace

import pytest

from pipeline.i18n.messages import DEFAULT_LANGUAGE, text
from pipeline.orchestration.notifications import AppriseNotifier, FailureAlert
from tests.fixtures.hub_mirrors import serve

ALERT = FailureAlert("2026-11-20", "run", "crawl", "The Hub cannot be reached.", 1, "", "/home")


@pytest.mark.parametrize(
    ("step", "key"), [("crawl", "failed-day"), ("", "failed-day"), ("lake", "failed-part"), ("site", "failed-part")]
)
def test_a_part_that_fails_after_publication_is_no_failed_day(step: str, key: str) -> None:
    alert = replace(ALERT, step=step)
    assert alert.title == text(DEFAULT_LANGUAGE, f"{key}-title", day=alert.day, step=step)
    assert text(DEFAULT_LANGUAGE, f"{key}-last") in alert.message


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_missing_certificates_do_not_stop_other_addresses(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, name: str
):
    for variable in list(os.environ):
        if variable.lower().endswith(("_proxy", "ca_bundle")):
            monkeypatch.delenv(variable)
    monkeypatch.setenv(name, "/none")
    bodies: list[bytes] = []

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with serve(Hook) as url:
        addresses = f"jsons://me:passw0rd@127.0.0.1:9/hook {url.replace('http', 'json', 1)}/hook"
        assert not AppriseNotifier(addresses, logging.getLogger("test")).send(ALERT)
    assert len(bodies) == 1
    assert name in caplog.text and "passw0rd" not in caplog.text
