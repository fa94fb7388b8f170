"""The documented upload to a Space (here a stand-in) removes old pages and keeps other files."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from pipeline.site.output_folder import MARK, SiteFolder
from tests.fixtures.hub_uploads import HubUploads, Repo
from tests.fixtures.processes import PATIENCE

TOKEN = "hf_ThisIsSecret"
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "publishing.md"
CARD = b"---\nsdk: static\n---\n"


def test_the_documented_upload_keeps_files_that_are_not_part_of_the_site(tmp_path: Path):
    [recipe] = re.findall(r"^hf upload .* --repo-type space .*$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    site = SiteFolder(tmp_path / "data" / "site")
    for name in ("index.html", "style.css", "r/new.html", "ko/r/new.html", "api/v1/index.json"):
        site.put(name, name)
    site.finish_edition()
    outdated_files = {
        f"{folder}/old.html": b"old" for folder in ("api/v1/repos", "badges/x", "c", "feeds/ko", "ko/r", "r")
    }
    other_files = {
        "README.md": CARD,
        ".gitattributes": b"",
        "logo.png": b"png",
        "notes/a.html": b"mine",
        "index.html": b"old",
    }
    with HubUploads({TOKEN: {"owner"}}) as hub:
        hub.repos["owner/name"] = Repo(private=False, files={**outdated_files, **other_files})
        hf = str(Path(sys.executable).with_name("hf"))
        environment = {**os.environ, "HF_ENDPOINT": hub.url, "HF_TOKEN": TOKEN, "HF_HUB_DISABLE_XET": "1"}
        words = [hf, *shlex.split(recipe)[1:]]
        result = subprocess.run(
            words, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert result.returncode == 0, result.stderr + result.stdout
        files = hub.repos["owner/name"].files
    assert files["README.md"] == CARD and files["logo.png"] == b"png" and files["index.html"] == b"index.html"
    site_files = {"index.html", "style.css", "r/new.html", "ko/r/new.html", "api/v1/index.json", MARK}
    assert set(files) == site_files | set(other_files)
