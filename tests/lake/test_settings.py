"""The lake's settings: what they accept, and secrets that they never show."""

from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.lake.connection import build_attach, name_catalog
from pipeline.lake.settings import KEEP_DAYS, LakeSettings


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch):
    def set_variables(**variables: str) -> LakeSettings:
        for name, value in {"LAKE": "postgresql://db.example/lake", "LAKE_DATA": "s3://bucket/x", **variables}.items():
            monkeypatch.setenv(f"ALMANAC_{name}" if name.startswith("LAKE") else name, value)
        return LakeSettings.from_env()

    return set_variables


def test_without_a_lake_nothing_is_configured() -> None:
    assert not LakeSettings.is_configured()
    with pytest.raises(UsageError) as raised:
        LakeSettings.from_env()
    assert raised.value.parts[0].code == "lake_not_configured"


def test_an_address_of_postgresql(configure) -> None:
    settings = configure(LAKE="postgresql://writer@db.example:5433/my%20lake", LAKE_DATA="s3://bucket/a/b")
    assert settings.login == {"host": "db.example", "port": 5433, "user": "writer", "dbname": "my lake"}
    assert (settings.data, settings.is_remote, settings.keep_days) == ("s3://bucket/a/b/", True, KEEP_DAYS)
    assert name_catalog(settings) == "db.example:5433/my%20lake"
    assert "dbname=''my lake''" in build_attach(settings, read_only=True)


def test_files_and_folders(configure, tmp_path: Path) -> None:
    settings = configure(LAKE=str(tmp_path / "l.ducklake"), LAKE_DATA=str(tmp_path / "files"))
    assert settings.postgres is None and settings.login == {} and not settings.is_remote
    assert settings.data == f"{tmp_path / 'files'}/"


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"LAKE_DATA": ""}, "lake_without_data"),
        ({"LAKE": "postgresql://me:pass_word@db/lake"}, "lake_password_in_address"),
        ({"LAKE": "mysql://db/lake"}, "lake_invalid_catalog"),
        ({"LAKE": "postgresql://db"}, "lake_invalid_catalog"),
        ({"LAKE": "postgresql://db:port/x"}, "lake_invalid_catalog"),
        ({"LAKE": "postgresql://db/x?options=1"}, "lake_invalid_catalog"),
        ({"LAKE": "host=db password=pass_word"}, "lake_invalid_catalog"),
        ({"LAKE": "ducklake:postgres:host=db password=pass_word"}, "lake_invalid_catalog"),
        ({"LAKE": "postgresql://me:pass_word/1@db/lake"}, "lake_invalid_catalog"),
        ({"LAKE": "data/hub.duckdb"}, "lake_invalid_catalog"),
        ({"LAKE_DATA": "gs://bucket"}, "lake_invalid_data"),
        ({"LAKE_DATA": "s3:/bucket/x"}, "lake_invalid_data"),
        ({"LAKE_DATA": "s3://me:pass_word/1@bucket/x"}, "lake_invalid_data"),
        ({"LAKE_DATA": "s3://"}, "lake_invalid_data"),
        ({"LAKE_DATA": "s3://bucket/'; DROP"}, "lake_invalid_data"),
        ({"LAKE_DATA": "s3://bucket/../x"}, "lake_invalid_data"),
        ({"LAKE_ENDPOINT": "db.example"}, "lake_invalid_endpoint"),
        ({"LAKE_ENDPOINT": "https://me:pass_word@db.example"}, "lake_invalid_endpoint"),
        ({"LAKE_KEEP_DAYS": "-1"}, "lake_invalid_days"),
        ({"LAKE_KEEP_DAYS": "many"}, "lake_invalid_days"),
    ],
)
def test_invalid_settings_are_named_without_secrets(configure, variables: dict[str, str], code: str) -> None:
    with pytest.raises(UsageError) as raised:
        configure(**variables)
    assert raised.value.parts[0].code == code and "pass_word" not in str(raised.value)


def test_secrets_come_from_variables_or_files(configure, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("from_the_file\n")
    settings = configure(
        LAKE_PASSWORD_FILE=str(tmp_path / "password"), LAKE_SECRET="own_secret", AWS_SECRET_ACCESS_KEY="aws_secret",
        AWS_ACCESS_KEY_ID="aws_key",
    )  # fmt: skip
    assert (settings.password, settings.secret, settings.key_id) == ("from_the_file", "own_secret", "aws_key")
    assert not any(secret in repr(settings) for secret in ("from_the_file", "own_secret", "aws_key"))
    assert "from_the_file" not in str(UsageError(*[])) + build_attach(settings, read_only=False)


def test_a_missing_file_of_a_secret_is_named(configure, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        configure(LAKE_PASSWORD_FILE=str(tmp_path / "missing"))
    assert raised.value.parts[0].code == "cannot_read"
