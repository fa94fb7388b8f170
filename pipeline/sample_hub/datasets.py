"""Draw the invented datasets. `scenario` plants their events; `counters` simulates their counters."""

import random

from pipeline.sample_hub.days import Row
from pipeline.sample_hub.names import NameGenerator
from pipeline.sample_hub.repos import Birth, Repo, add_commits, draw_birth, draw_growth, draw_last_modified, draw_sha
from pipeline.sample_hub.timeline import Calendar, format_time
from pipeline.sample_hub.words import (
    DATASET_FORMATS,
    DATASET_SIZES,
    DATASET_TASKS,
    LANGUAGES,
    LICENSES,
    ODD_TAGS,
    OTHER_MODALITIES,
)

TEXT = "text"


def make_datasets(rng: random.Random, calendar: Calendar, names: NameGenerator, count: int) -> list[Repo]:
    """Draw `count` datasets; four in five contain text."""
    return [add_commits(rng, calendar, _make_dataset(rng, names, draw_birth(rng, calendar))) for _ in range(count)]


def _make_dataset(rng: random.Random, names: NameGenerator, birth: Birth) -> Repo:
    name = names.draw_dataset()
    is_text = rng.random() < 0.8
    licenses = rng.sample(sorted(set(LICENSES)), k=rng.choices((0, 1, 2), (25, 65, 10))[0])
    languages = rng.sample(LANGUAGES, k=rng.choice((0, 1, 1, 2)))
    task = rng.choice(DATASET_TASKS.split()) if rng.random() < 0.6 else None
    modalities = [TEXT] * is_text + ([rng.choice(OTHER_MODALITIES)] if not is_text or rng.random() < 0.15 else [])
    size = rng.choice(DATASET_SIZES)
    tags = [f"task_categories:{task}"] * bool(task)
    tags += [f"language:{language}" for language in languages]
    tags += [f"license:{license_}" for license_ in licenses]
    tags += [f"size_categories:{size}", f"format:{rng.choice(DATASET_FORMATS)}"]
    tags += [f"modality:{modality}" for modality in modalities]
    tags += ["library:datasets", "library:mlcroissant", "region:us"]
    if rng.random() < 0.1:
        tags.append(rng.choice(ODD_TAGS))

    title = name.split("/")[1]
    description = (
        f"\n\t\n\t\t{title}\n\t\n\n\nInvented for the sample Hub. … "
        f"See the full description on the dataset page: {name}."
    )
    fields: Row = {
        "_id": birth.oid(rng),
        "id": name,
        "author": name.split("/")[0],
        "cardData": {
            key: value
            for key, value in {
                # Authors write one license as a string or a list, several as a list.
                "license": licenses[0] if len(licenses) == 1 and rng.random() < 0.6 else licenses,
                "language": languages[0] if len(languages) == 1 and rng.random() < 0.5 else languages,
                "task_categories": [task] if task else None,
                "size_categories": [size],
            }.items()
            if value
        },
        "disabled": False,
        "gated": rng.choices((False, "auto", "manual"), (93, 5, 2))[0],
        "lastModified": draw_last_modified(rng, birth),
        "likes": 0,
        "trendingScore": 0,
        "private": False,
        "sha": draw_sha(rng),
        "description": description,
        "downloads": 0,
        "downloadsAllTime": 0,
        "tags": tags,
        "createdAt": format_time(birth.created_at),
        "key": "",
        "citation": "@misc{invented, title={An invented citation}}" if rng.random() < 0.1 else None,
        "siblings": [{"rfilename": "README.md"}, {"rfilename": "data/train-00000-of-00001.parquet"}],
        "mainSize": rng.randrange(10**4, 10**10),
        "usedStorage": rng.randrange(10**4, 10**10),
    }
    row = {key: value for key, value in fields.items() if value is not None}
    return Repo(row, TEXT if is_text else "", birth.first_day, draw_growth(rng, birth))
