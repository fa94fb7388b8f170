"""Draw the six featured models with plausible, steady counters.

Only their names and creation days are real.
"""

import datetime as dt
import random
from dataclasses import dataclass

from pipeline.sample_hub.days import Row
from pipeline.sample_hub.models import CHILDREN
from pipeline.sample_hub.repos import Growth, Repo, draw_sha
from pipeline.sample_hub.timeline import Calendar, format_time


@dataclass(frozen=True)
class FeaturedModel:
    id: str
    category: str
    created_on: dt.date
    likes: int
    likes_rate: float
    downloads_rate: float
    license: str
    architecture: str
    library: str = "transformers"
    gating: str | bool = False


FEATURED_MODELS = (
    FeaturedModel(
        "deepseek-ai/DeepSeek-V3", "text-generation", dt.date(2024, 12, 25), 3_700, 3.0, 28_000, "other", "deepseek_v3"
    ),
    FeaturedModel(
        "deepseek-ai/DeepSeek-R1", "text-generation", dt.date(2025, 1, 20), 11_900, 9.0, 45_000, "mit", "deepseek_v3"
    ),
    FeaturedModel(
        "meta-llama/Llama-3.2-3B-Instruct",
        "text-generation",
        dt.date(2024, 9, 18),
        1_150,
        2.2,
        52_000,
        "llama3.2",
        "llama",
        gating="manual",
    ),
    FeaturedModel(
        "Qwen/Qwen2-Audio-7B", "audio-text-to-text", dt.date(2024, 7, 9), 125, 0.4, 1_300, "apache-2.0", "qwen2_audio"
    ),
    FeaturedModel(
        "deepseek-ai/deepseek-vl2",
        "image-text-to-text",
        dt.date(2024, 12, 13),
        320,
        0.8,
        2_600,
        "other",
        "deepseek_vl_v2",
    ),
    FeaturedModel(
        "deepseek-ai/Janus-Pro-7B", "any-to-any", dt.date(2025, 1, 26), 3_300, 4.0, 4_100, "mit", "multi_modality"
    ),
)


def make_featured_models(rng: random.Random, calendar: Calendar) -> list[Repo]:
    """Return the featured models, which exist on every day of the world."""
    return [_make_repo(rng, calendar, model) for model in FEATURED_MODELS]


def _make_repo(rng: random.Random, calendar: Calendar, model: FeaturedModel) -> Repo:
    day = min(model.created_on, calendar.date(-45))
    created_at = dt.datetime.combine(day, dt.time(3, 40, 11), tzinfo=dt.UTC)
    age = -calendar.index(day)
    row: Row = {
        "_id": f"{int(created_at.timestamp()):08x}{rng.getrandbits(64):016x}",
        "id": model.id,
        "author": model.id.split("/")[0],
        "cardData": {"license": model.license, "library_name": model.library, "language": ["en"]},
        "disabled": False,
        "gated": model.gating,
        "inferenceProviderMapping": [],
        "lastModified": format_time(created_at + dt.timedelta(days=10)),
        "likes": 0,
        "trendingScore": 0,
        "private": False,
        "sha": draw_sha(rng),
        "config": {"model_type": model.architecture},
        "downloads": 0,
        "downloadsAllTime": 0,
        "model-index": None,
        "safetensors": {"parameters": {"BF16": 7_000_000_000}, "total": 7_000_000_000},
        "tags": [
            model.library,
            "safetensors",
            model.architecture,
            model.category,
            "en",
            f"license:{model.license}",
            "region:us",
        ],
        "pipeline_tag": model.category,
        "library_name": model.library,
        "createdAt": format_time(created_at),
        "siblings": [{"rfilename": "README.md"}, {"rfilename": "config.json"}],
        "childrenModelCount": dict.fromkeys(CHILDREN, 3),
        "usedStorage": 15_000_000_000,
    }
    all_time = int(model.downloads_rate * age * 0.9)
    growth = Growth(model.likes, model.likes_rate, downloads_all_time=all_time, downloads_rate=model.downloads_rate)
    return Repo(row, model.category, -age, growth)
