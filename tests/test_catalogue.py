from pathlib import Path

import pytest

from pipeline.catalogue import list_presets, load_catalogue
from pipeline.errors import CatalogueError, UsageError
from pipeline.notes import Note

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
    assert len(catalogue.categories) == len(load_catalogue().categories) + 1
    assert catalogue.category("robotics").params == [("pipeline_tag", "robotics"), ("filter", "license:mit")]
    assert [f.id for f in catalogue.featured][-2:] == ["acme/arm-1", "acme/tiny"]


def test_an_own_entry_replaces_the_shipped_entry_with_its_slug(tmp_path: Path) -> None:
    own = tmp_path / "catalogue.toml"
    own.write_text(OWN.replace("robotics", "translation"), encoding="utf-8")
    catalogue = load_catalogue(own)
    assert len(catalogue.categories) == len(load_catalogue().categories)
    assert catalogue.category("translation").name_en == "Robotics"


@pytest.mark.parametrize(
    ("change", "line", "detail"),
    [
        (('kind = "model"', 'kind = "robot"'), 4, "model"),
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


# The Hub's pipeline tags, as its site filters models by them.
MODEL_TASKS = [
    "text-classification",
    "token-classification",
    "table-question-answering",
    "question-answering",
    "zero-shot-classification",
    "translation",
    "summarization",
    "feature-extraction",
    "text-generation",
    "fill-mask",
    "sentence-similarity",
    "text-ranking",
    "text-to-speech",
    "text-to-audio",
    "automatic-speech-recognition",
    "audio-to-audio",
    "audio-classification",
    "voice-activity-detection",
    "audio-text-to-text",
    "image-text-to-text",
    "image-text-to-image",
    "image-text-to-video",
    "visual-question-answering",
    "document-question-answering",
    "video-text-to-text",
    "visual-document-retrieval",
    "any-to-any",
    "depth-estimation",
    "image-classification",
    "object-detection",
    "image-segmentation",
    "text-to-image",
    "image-to-text",
    "image-to-image",
    "image-to-video",
    "unconditional-image-generation",
    "video-classification",
    "text-to-video",
    "zero-shot-image-classification",
    "mask-generation",
    "zero-shot-object-detection",
    "text-to-3d",
    "image-to-3d",
    "image-feature-extraction",
    "keypoint-detection",
    "video-to-video",
    "reinforcement-learning",
    "robotics",
    "tabular-classification",
    "tabular-regression",
    "time-series-forecasting",
    "graph-ml",
]
MODALITIES = {"3d", "audio", "document", "geospatial", "image", "tabular", "text", "timeseries", "video"}


def write_own(tmp_path: Path, text: str) -> Path:
    own = tmp_path / "catalogue.toml"
    own.write_text(text, encoding="utf-8")
    return own


def test_a_preset_adds_every_task_after_the_documented_categories(tmp_path: Path) -> None:
    shipped = load_catalogue()
    catalogue = load_catalogue(write_own(tmp_path, 'include = ["all-tasks"]'))
    assert catalogue.categories[: len(shipped.categories)] == shipped.categories
    assert catalogue.featured == shipped.featured
    assert [c.slug for c in catalogue.categories[len(shipped.categories) :][:2]] == ["all-models", "all-datasets"]
    pipeline_tags = [dict(c.params).get("pipeline_tag") for c in catalogue.categories if c.kind == "model"]
    assert sorted(filter(None, pipeline_tags)) == sorted(MODEL_TASKS)
    tags = [value for c in catalogue.categories if c.kind == "dataset" for _, value in c.params]
    assert {tag.removeprefix("modality:") for tag in tags if tag.startswith("modality:")} == MODALITIES
    dataset_tasks = {tag.removeprefix("task_categories:") for tag in tags if tag.startswith("task_categories:")}
    assert len(dataset_tasks - set(MODEL_TASKS)) == 4  # tasks without models
    assert len({c.criteria for c in catalogue.categories}) == len(catalogue.categories)
    assert len({c.name_en for c in catalogue.categories}) == len({c.name_ko for c in catalogue.categories})
    for c in catalogue.categories:
        assert any("가" <= letter <= "힣" for letter in c.name_ko), c.slug
        assert any("가" <= letter <= "힣" for letter in c.description_ko), c.slug


def test_each_preset_can_be_included_alone_or_with_others(tmp_path: Path) -> None:
    shipped_count = len(load_catalogue().categories)
    counts = {
        name: len(load_catalogue(write_own(tmp_path, f'include = ["{name}"]')).categories) - shipped_count
        for name in list_presets()
    }
    assert counts["all-tasks"] == counts["whole-hub"] + counts["model-tasks"] + counts["dataset-tasks"]
    own = write_own(tmp_path, 'include = ["model-tasks", "all-tasks", "model-tasks"]')
    assert len(load_catalogue(own).categories) == shipped_count + counts["all-tasks"]


def test_own_entries_override_a_presets(tmp_path: Path) -> None:
    catalogue = load_catalogue(write_own(tmp_path, 'include = ["model-tasks"]\n' + OWN))
    assert catalogue.category("robotics").name_ko == "로보틱스"
    assert len([c for c in catalogue.categories if c.slug == "robotics"]) == 1
    assert ("robotics", "acme/arm-1") in [(f.category, f.id) for f in catalogue.featured]


def test_a_preset_does_not_double_an_own_selector(tmp_path: Path) -> None:
    own = OWN.replace('"robotics"', '"robots"').replace("&filter=license:mit", "")
    catalogue = load_catalogue(write_own(tmp_path, 'include = ["model-tasks"]\n' + own))
    assert [c.slug for c in catalogue.categories if ("pipeline_tag", "robotics") in c.params] == ["robots"]


@pytest.mark.parametrize(
    ("text", "line", "entry", "key", "meaning"),
    [
        ('includes = ["all-tasks"]', 1, "includes", "includes", "include"),
        ('[[categories]]\nslug = "x"', 1, "categories", "categories", "category"),
        ('[[category]]\nslug = "x"\nkinds = "model"', 3, "category 1, kinds", "kinds", "kind"),
    ],
)
def test_an_unknown_key_comes_with_the_known_one(
    tmp_path: Path, text: str, line: int, entry: str, key: str, meaning: str
) -> None:
    with pytest.raises(CatalogueError) as error_info:
        load_catalogue(write_own(tmp_path, text))
    place, fault, hint = error_info.value.parts
    assert (place.code, place.parameters["line"], place.parameters["entry"]) == ("catalogue_entry", line, entry)
    assert (fault.code, fault.parameters["name"]) == ("unknown_key", key)
    assert hint == Note("did_you_mean", {"count": 1, "names": meaning})


@pytest.mark.parametrize(
    ("text", "line", "detail"),
    [
        ('include = ["all-taks"]', 1, "all-tasks"),
        ('# mine\ninclude = [\n  "all-tasks",\n  "robots",\n]', 4, "whole-hub"),
        ('include = "all-tasks"', 1, "list"),
        ('[[featured]]\ncategory = "text"\ninclude = ["all-tasks"]', 3, "top"),
        ("[[category]]\ninclude = []", 2, "top"),
        ('include = ["../catalogue"]', 1, "Known"),
    ],
)
def test_a_bad_include_is_named_with_its_line(tmp_path: Path, text: str, line: int, detail: str) -> None:
    with pytest.raises(CatalogueError, match=rf"line {line} \(.*{detail}"):
        load_catalogue(write_own(tmp_path, text))


def test_a_category_without_a_selector_has_every_repo(tmp_path: Path) -> None:
    text = "\n".join(line for line in OWN.splitlines() if not line.startswith("selector"))
    category = load_catalogue(write_own(tmp_path, text)).category("robotics")
    assert (category.selector, category.params) == (None, [])
    assert category.hub_url == "https://huggingface.co/models"
    with pytest.raises(CatalogueError, match=r"line 10 .*leave it out"):
        load_catalogue(write_own(tmp_path, OWN.replace("pipeline_tag=robotics&filter=license:mit", "")))


def test_criteria_are_equal_for_the_same_repos() -> None:
    category = load_catalogue().category("translation")

    def criteria(selector: str) -> object:
        return category.model_copy(update={"selector": selector}).criteria

    assert criteria("filter=a&pipeline_tag=b&filter=c") == criteria("filter=c&filter=a&pipeline_tag=b")
    assert criteria("author=Acme") == criteria("author=acme") != criteria("filter=acme")
    assert criteria("filter=modality:text") == criteria("filter=modality%3Atext")


@pytest.mark.parametrize(
    ("slug", "address"),
    [
        ("text", "datasets?modality=modality%3Atext"),
        ("translation-datasets", "datasets?task_categories=task_categories%3Atranslation"),
        ("text2text-generation", "models?other=text2text-generation"),
        ("all-datasets", "datasets"),
    ],
)
def test_a_category_links_to_its_page_on_the_hub(tmp_path: Path, slug: str, address: str) -> None:
    catalogue = load_catalogue(write_own(tmp_path, 'include = ["all-tasks"]'))
    assert catalogue.category(slug).hub_url == f"https://huggingface.co/{address}"
