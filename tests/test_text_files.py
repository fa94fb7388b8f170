from pathlib import Path

import pytest
import yaml

from pipeline.catalogue import load_catalogue
from pipeline.config import Home
from pipeline.errors import CatalogueError, UsageError
from pipeline.files import decode_text
from pipeline.orchestration.instance import prepare_instance
from tests.fixtures.commands import RunCommand, inside  # noqa: F401  a fixture
from tests.test_catalogue import OWN

# In editors: UTF-8, UTF-8 with BOM, "Unicode", "Unicode big endian", …
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-32")
DAGSTER = "# 설정\nstorage:\n  sqlite:\n    base_dir: x\ntelemetry:\n  enabled: false\n"


def encode_text(text: str, encoding: str, newline: str) -> bytes:
    return text.replace("\n", newline).encode(encoding)


@pytest.mark.parametrize("encoding", UNICODE)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_unicode_is_read(tmp_path: Path, encoding: str, newline: str):
    own = tmp_path / "catalogue.toml"
    own.write_bytes(encode_text(OWN, encoding, newline))
    assert load_catalogue(own).category("robotics").name_ko == "로보틱스"
    own.write_bytes(encode_text(OWN.replace("license:mit", "x&nonsense=1"), encoding, newline))
    with pytest.raises(CatalogueError, match="line 10 "):
        load_catalogue(own)
    home = Home(tmp_path)
    (tmp_path / "dagster.yaml").write_bytes(encode_text(DAGSTER, encoding, newline))
    prepare_instance(home)
    assert yaml.safe_load((home.dagster / "dagster.yaml").read_bytes())["telemetry"] == {"enabled": False}


def test_big_endian_is_read_by_its_mark():
    assert decode_text("\ufeff번역".encode("utf-16-be")) == decode_text("\ufeff번역".encode("utf-32-be")) == "번역"
    assert decode_text(b"") == "" and decode_text(b"\xef\xbb\xbf") == ""


@pytest.mark.parametrize(
    "data", ["로봇".encode("cp949"), "é = 1".encode("latin-1"), b"\xff\xfea", OWN.encode("utf-16-le")]
)
def test_a_file_without_unicode_is_named(tmp_path: Path, data: bytes):
    (tmp_path / "catalogue.toml").write_bytes(data)
    with pytest.raises(CatalogueError, match=str(tmp_path / "catalogue.toml")):
        load_catalogue(tmp_path / "catalogue.toml")
    (tmp_path / "dagster.yaml").write_bytes(data)
    with pytest.raises(UsageError, match=str(tmp_path / "dagster.yaml")) as error:
        prepare_instance(Home(tmp_path))
    assert len(str(error.value)) < 500 and "\n" not in str(error.value)


@pytest.mark.parametrize("encoding", UNICODE)
def test_a_query_in_a_file(inside: RunCommand, tmp_path: Path, encoding: str):  # noqa: F811
    (tmp_path / "query.sql").write_bytes(encode_text("-- 번역\nSELECT\n'번역' AS name", encoding, "\r\n"))
    process = inside("sql", "--file", str(tmp_path / "query.sql"), "--format", "csv")
    assert (process.returncode, process.stdout.split()) == (0, ["name", "번역"])
