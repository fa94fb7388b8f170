"""The files for containers agree with the project: commands, settings, versions, and what docs/security.md promises."""

import re
import shlex
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml
from dagster._config import validate_config
from dagster._core.instance.config import dagster_instance_config_schema

import hub_almanac
from pipeline.cli.main import COMMANDS
from pipeline.orchestration.run_ownership import LOCATION_NAME

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
VALUES: dict[str, Any] = yaml.safe_load((DEPLOY / "kubernetes" / "values.yaml").read_text())
CODE = "".join(path.read_text() for path in (ROOT / "pipeline").rglob("*.py")) + (DEPLOY / "dagster.yaml").read_text()
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
SECRETS = {"HF_TOKEN", "ALMANAC_NOTIFY", "ALMANAC_LAKE_PASSWORD", "ALMANAC_LAKE_KEY_ID", "ALMANAC_LAKE_SECRET"}
EXACT_TAG = re.compile(r".+:v?\d+\.\d+[\w.-]*")


def test_the_image_is_pinned_and_runs_without_privileges() -> None:
    [base] = re.findall(r"^ARG PYTHON=(.+)$", CONTAINERFILE, re.MULTILINE)
    assert EXACT_TAG.fullmatch(base) and set(re.findall(r"^FROM (\S+)", CONTAINERFILE, re.MULTILINE)) == {"${PYTHON}"}
    installs = re.findall(r"pip install (.+)", CONTAINERFILE)
    assert len(installs) == 2 and "--require-hashes -r requirements-server.lock" in installs[0]
    assert "--no-index" in installs[1] and all("--no-deps" in install for install in installs)
    [user] = re.findall(r"^USER (\d+):\d+$", CONTAINERFILE, re.MULTILINE)
    assert int(user) == VALUES["dagsterDaemon"]["podSecurityContext"]["runAsUser"] > 0


def test_the_image_has_all_files_of_the_wheel_and_no_others() -> None:
    copies = re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINERFILE, re.MULTILINE)
    sources = {source for copy in copies for source in copy.split()}
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert sources == allowed and all((ROOT / source).exists() for source in sources)
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert {*wheel["packages"], *wheel["force-include"]} <= sources


def test_all_commands_exist() -> None:
    words = [*re.findall(r"CMD (\[.+\])", CONTAINERFILE), str(SERVICES["webserver"]["command"])]
    text = re.sub(r"[\"',\[\]]+", " ", " ".join(words)) + (ROOT / "docs" / "containers.md").read_text()
    assert set(re.findall(r"(?<![-\w])almanac +([a-z]+)\b(?=[ `\n])", text)) <= set(COMMANDS)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_pinned_restricted_and_watched(name: str) -> None:
    service = SERVICES[name]
    assert EXACT_TAG.fullmatch(service["image"])
    assert (service["read_only"], service["cap_drop"], service["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])  # fmt: skip
    assert "healthcheck" in service or (service["image"].startswith("hub-almanac:") and "HEALTHCHECK" in CONTAINERFILE)
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
    assert {condition["condition"] for condition in service.get("depends_on", {}).values()} <= {"service_healthy"}
    declared = {kind: set(COMPOSE[kind]) for kind in ("networks", "volumes", "configs")}
    assert set(service["networks"]) <= declared["networks"]
    assert {volume.split(":")[0] for volume in service["volumes"]} <= declared["volumes"]
    assert {config["source"] for config in service.get("configs", [])} <= declared["configs"]


def test_services_get_existing_settings_and_only_their_own_secrets() -> None:
    for name in ("daemon", "webserver"):
        assert [setting for setting in SERVICES[name]["environment"] if setting not in CODE] == []
    assert set(SERVICES["daemon"]["environment"]) >= SECRETS
    assert not SECRETS & set(SERVICES["webserver"]["environment"])
    text = (DEPLOY / "compose.yaml").read_text()
    empty = {name for service in SERVICES.values() for name, value in service["environment"].items() if value is None}
    example = set(re.findall(r"^#?([A-Z_]+)=", (DEPLOY / "compose.env.example").read_text(), re.MULTILINE))
    assert example == set(re.findall(r"\$\{(\w+)", text)) | empty
    assert not re.findall(r"(?i)password: *[\w-]", text)


def test_the_versions_are_those_of_this_release() -> None:
    images = {service["image"] for service in SERVICES.values() if service["image"].startswith("hub-almanac:")}
    assert images == {f"hub-almanac:{VERSION}"}
    tags = {VALUES[part]["image"]["tag"] for part in ("dagsterWebserver", "dagsterDaemon")}
    assert tags == {VERSION} == {deployment["image"]["tag"] for deployment in deployments()}
    text = (DEPLOY / "kubernetes" / "values.yaml").read_text() + (ROOT / "docs" / "containers.md").read_text()
    assert set(re.findall(r"--version (\S+)", text)) == {version("dagster")}  # the chart's version is Dagster's


def deployments() -> list[dict[str, Any]]:
    return VALUES["dagster-user-deployments"]["deployments"]


def test_the_chart_starts_one_writer_that_loads_the_definitions() -> None:
    [deployment] = deployments()
    assert deployment["name"] == LOCATION_NAME and deployment["deploymentStrategy"] == {"type": "Recreate"}
    arguments = deployment["dagsterApiGrpcArgs"]
    assert shlex.join(arguments) == f"-m hub_almanac -a {arguments[-1]}" and callable(
        getattr(hub_almanac, arguments[-1])
    )
    [claim] = [volume["persistentVolumeClaim"]["claimName"] for volume in deployment["volumes"] if "persistentVolumeClaim" in volume]  # fmt: skip
    assert claim in [manifest["metadata"]["name"] for manifest in VALUES["extraManifests"]]
    mounts = {mount["mountPath"] for mount in deployment["volumeMounts"]}
    assert {variable["value"] for variable in deployment["env"] if variable["name"] == "ALMANAC_HOME"} <= mounts
    for part in (deployment, VALUES["dagsterWebserver"], VALUES["dagsterDaemon"]):
        assert part["podSecurityContext"]["runAsNonRoot"] and part["securityContext"]["readOnlyRootFilesystem"]
        assert part["securityContext"]["capabilities"] == {"drop": ["ALL"]} and "/tmp" in str(part["volumeMounts"])


def test_the_charts_instance_is_configured_as_a_servers() -> None:
    server = yaml.safe_load((DEPLOY / "dagster.yaml").read_text())
    retention = VALUES["retention"]
    instance = {
        **VALUES["additionalInstanceConfig"],
        "run_launcher": VALUES["runLauncher"]["config"]["customRunLauncher"],
        "telemetry": VALUES["telemetry"],
        "retention": {part: {"purge_after_days": retention[part]["purgeAfterDays"]} for part in ("schedule", "sensor")},
    }
    assert validate_config(dagster_instance_config_schema(), instance).success
    launcher = instance.pop("run_launcher")
    assert launcher["class"] == "DefaultRunLauncher"  # Dagster's default, as on a server
    assert instance == {key: value for key, value in server.items() if key != "storage"}
    assert VALUES["postgresql"]["postgresqlScheme"] == "postgresql+psycopg2"
    assert not VALUES["dagsterDaemon"]["runMonitoring"]["enabled"]  # or the key would appear twice
    assert not VALUES["dagsterDaemon"]["runRetries"]["enabled"]
