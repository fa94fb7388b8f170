import http.server
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from pipeline.config import Home, HubSettings
from pipeline.definitions import defs
from pipeline.hub_api.client import HubClient
from pipeline.orchestration.resources import AlmanacHome, Hub, ProgressLog, build_null_io_manager
from tests.fixtures.servers import serving

JOBS = [defs.resolve_job_def("daily_snapshot"), defs.resolve_implicit_global_asset_job_def()]
CONFIG_OF_A_RUN = [
    ("hub", {"endpoint": "http://127.0.0.1:9"}),
    ("hub", {"anonymous": True}),
    ("hub", {"set_default_folders": True}),
    ("almanac", {"root": "/tmp/elsewhere"}),
    ("almanac", {"pages": False}),
    ("almanac", {"previews": False}),
    ("progress", {"every_seconds": 0.0}),
    ("io_manager", {"base_dir": "/tmp/elsewhere"}),
]


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
@pytest.mark.parametrize(("resource", "config"), CONFIG_OF_A_RUN)
def test_run_config_sets_no_field_of_a_resource(job: dg.JobDefinition, resource: str, config: dict[str, Any]):
    with pytest.raises(dg.DagsterInvalidConfigError):
        dg.validate_run_config(job, {"resources": {resource: {"config": config}}})


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_no_resource_has_a_configurable_field(job: dg.JobDefinition):
    resources: Any = job.run_config_schema.config_type.fields["resources"]  # type: ignore[union-attr]
    for name, field in resources.config_type.fields.items():
        assert dict(field.config_type.fields["config"].config_type.fields) == {}, name


def test_python_code_sets_the_fields(tmp_path: Path):
    values: dict[str, Any] = {}

    @dg.asset
    def look(almanac: AlmanacHome, hub: Hub, progress: ProgressLog) -> None:
        values.update(
            root=almanac.home.root, endpoint=hub.endpoint, anonymous=hub.anonymous, every=progress.every_seconds
        )

    resources: dict[str, Any] = {
        "almanac": AlmanacHome(root=str(tmp_path)),
        "hub": Hub(endpoint="http://127.0.0.1:9", anonymous=True),
        "progress": ProgressLog(every_seconds=3.0),
    }
    assert dg.materialize([look], resources=resources).success
    assert values == {"root": tmp_path, "endpoint": "http://127.0.0.1:9", "anonymous": True, "every": 3.0}
    with pytest.raises(dg.DagsterInvalidConfigError):
        dg.materialize(
            [look], resources=resources, run_config={"resources": {"hub": {"config": {"endpoint": "http://x"}}}}
        )


def test_resources_without_fields_take_them_from_the_environment(home: Home, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    assert Hub().client().settings.endpoint == "http://127.0.0.1:9"
    assert AlmanacHome().home == home
    assert isinstance(build_null_io_manager(dg.build_init_resource_context()), dg.InMemoryIOManager)


class Listener(http.server.BaseHTTPRequestHandler):
    """A Hub that records the tokens it receives."""

    def do_GET(self) -> None:
        self.server.tokens.append(self.headers.get("authorization"))  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"[]")

    def log_message(self, format: str, *args: object) -> None:
        return None


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str | None]]]:
    """Its address and the tokens it received."""
    server = http.server.HTTPServer(("127.0.0.1", 0), Listener)
    tokens: list[str | None] = []
    server.tokens = tokens  # type: ignore[attr-defined]
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}", tokens


def test_a_token_goes_only_to_its_own_hub(listener: tuple[str, list[str | None]], monkeypatch: pytest.MonkeyPatch):
    url, tokens = listener
    monkeypatch.setenv("HF_TOKEN", "hf_secret")

    def send_token(client: HubClient) -> str | None:
        client.probe()
        return tokens[-1]

    for endpoint in (
        "",
        "https://huggingface.co",
        "http://127.0.0.1:9",
        url.replace("http:", "https:"),
        f"{url}.evil",
    ):
        monkeypatch.setenv("HF_ENDPOINT", endpoint)
        assert send_token(Hub(endpoint=url).client()) is None, endpoint
        assert send_token(HubClient(HubSettings(endpoint=url))) is None, endpoint
        assert send_token(HubClient(HubSettings.from_env(url))) is None, endpoint
    for endpoint in (url, f"{url}/", f" {url} "):
        monkeypatch.setenv("HF_ENDPOINT", endpoint)
        assert send_token(Hub().client()) == "Bearer hf_secret", endpoint
        assert send_token(Hub(endpoint=url).client()) == "Bearer hf_secret", endpoint
        assert send_token(Hub(endpoint=url, anonymous=True).client()) is None, endpoint
    monkeypatch.delenv("HF_ENDPOINT")
    assert HubSettings().token_is_for_endpoint
    assert send_token(HubClient(HubSettings(endpoint=url, token="hf_given"))) == "Bearer hf_given"
