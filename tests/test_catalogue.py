from pathlib import Path

import pytest

from pipeline.catalogue import load_catalogue
from pipeline.errors import CatalogueError, UsageError

OWN = """\
# my own
[[category]]
slug = "robotics"
kind = "model"
section = "multimodal"
name_en = "Robotics"
name_ko = "로보틱스"
description_en = "Models that move things"
description_ko = "로봇을 제어하는 모델"
selector = "pipeline_tag=robotics&filter=license:mit"

[[featured]]
category = "robotics"
id = "acme/arm-1"

[[featured]]
category = "text-generation"
id = "acme/tiny"
"""


def test_the_shipped_catalogue_is_complete() -> None:
    catalogue = load_catalogue()
    slugs = [c.slug for c in catalogue.categories]
    assert slugs == [
        "translation", "text-generation", "text2text-generation", "audio-text-to-text", "image-text-to-text",
        "visual-question-answering", "document-question-answering", "video-text-to-text", "visual-document-retrieval",
        "any-to-any", "text",
    ]  # fmt: skip
    assert [(f.category, f.id) for f in catalogue.featured] == [
        ("text-generation", "deepseek-ai/DeepSeek-V3"),
        ("text-generation", "deepseek-ai/DeepSeek-R1"),
        ("text-generation", "meta-llama/Llama-3.2-3B-Instruct"),
        ("audio-text-to-text", "Qwen/Qwen2-Audio-7B"),
        ("image-text-to-text", "deepseek-ai/deepseek-vl2"),
        ("any-to-any", "deepseek-ai/Janus-Pro-7B"),
    ]
    assert {c.slug: c.selector for c in catalogue.categories}["text2text-generation"] == "filter=text2text-generation"
    assert [c.slug for c in catalogue.categories if c.status == "discontinued"] == ["text2text-generation"]
    assert [(c.slug, c.params) for c in catalogue.categories if c.kind == "dataset"] == [
        ("text", [("filter", "modality:text")])
    ]
    hangul = [any("가" <= letter <= "힣" for letter in c.name_ko + c.description_ko) for c in catalogue.categories]
    assert all(hangul)


def test_own_categories_and_featured_repos_are_added(tmp_path: Path) -> None:
    own = tmp_path / "catalogue.toml"
    own.write_text(OWN, encoding="utf-8")
    catalogue = load_catalogue(own)
    assert len(catalogue.categories) == 12
    assert catalogue.category("robotics").params == [("pipeline_tag", "robotics"), ("filter", "license:mit")]
    assert [f.id for f in catalogue.featured][-2:] == ["acme/arm-1", "acme/tiny"]


def test_an_own_entry_replaces_the_shipped_entry_with_its_slug(tmp_path: Path) -> None:
    own = tmp_path / "catalogue.toml"
    own.write_text(OWN.replace("robotics", "translation"), encoding="utf-8")
    catalogue = load_catalogue(own)
    assert len(catalogue.categories) == 11
    assert catalogue.category("translation").name_en == "Robotics"


@pytest.mark.parametrize(
    ("change", "line", "detail"),
    [
        (('kind = "model"', 'kind = "space"'), 4, "model"),
        (('slug = "robotics"', 'slug = "Robo tics"'), 3, "pattern"),
        (('slug = "robotics"', 'slug = "index"'), 3, "index"),
        (('slug = "robotics"', 'slug = "aux.b"'), 3, "Windows"),
        (('slug = "robotics"', 'slug = "a..b"'), 3, "dots"),
        (('slug = "robotics"', 'slug = "all"'), 3, "all"),
        (('section = "multimodal"', 'section = "multimodel"'), 5, "multimodal"),
        (('selector = "pipeline_tag=robotics&', 'selector = "pipline_tag=robotics&'), 10, "'pipline_tag'"),
        (('name_ko = "로보틱스"\n', ""), 2, "name_ko"),
        (('id = "acme/tiny"', 'id = "acme/ti--ny"'), 18, "--"),
        (('category = "text-generation"', 'category = "text-gen"'), 17, "text-generation"),
        (('name_en = "Robotics"', 'name_en = "Robotics'), 6, "TOML"),
        (('description_en = "Models', 'color = "red"\ndescription_en = "Models'), 8, "color"),
    ],
)
def test_a_bad_entry_is_named_with_its_line(tmp_path: Path, change: tuple[str, str], line: int, detail: str) -> None:
    own = tmp_path / "catalogue.toml"
    text = OWN.replace(*change)
    assert text != OWN
    own.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as error:
        load_catalogue(own)
    message = str(error.value)
    assert str(own) in message
    assert f"line {line}" in message
    assert detail in message


def test_a_duplicate_slug_is_rejected(tmp_path: Path) -> None:
    own = tmp_path / "catalogue.toml"
    own.write_text(OWN + OWN.split("[[featured]]", maxsplit=1)[0], encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"line 21 .*'robotics'"):
        load_catalogue(own)


def test_an_unknown_category_suggests_the_nearest() -> None:
    with pytest.raises(UsageError, match="any-to-any"):
        load_catalogue().category("any-to-ani")
