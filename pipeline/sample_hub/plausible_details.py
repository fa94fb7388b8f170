"""Give drawn repos details that fit together, for worlds that people look at.

Every task and modality of the Hub has repos, a name's language and size are true, models name the datasets that they were
trained on, and most derivatives come from a few popular models.
"""

import random
import re
from collections import defaultdict
from dataclasses import replace

from pipeline.sample_hub.datasets import TEXT
from pipeline.sample_hub.days import Row
from pipeline.sample_hub.models import CHILDREN
from pipeline.sample_hub.repos import Repo
from pipeline.sample_hub.words import RARE_DATASET_TASKS, RARE_MODALITIES, RARE_TASKS, Task

POPULAR_BASES = 3  # per task
DERIVED_SHARE = 0.6  # of the derivatives, from a popular base
SIZE_NAMES = {"tiny": 15e6, "base": 110e6, "large": 340e6}
ADAPTER_SHARE = 0.01  # of the base model's parameters


def add_plausible_details(rng: random.Random, models: list[Repo], datasets: list[Repo]) -> None:
    """Replace repos in the given lists; ids of derivatives may change, nothing that the counters depend on does."""
    _assign_rare_tasks(rng, models)
    _assign_popular_bases(rng, models)
    datasets[:] = [_add_language(repo, "language:") for repo in _add_dataset_tasks(datasets)]
    popular_datasets = sorted((repo for repo in datasets if repo.category == TEXT), key=lambda repo: -repo.growth.likes)
    models[:] = [
        _add_training_data(rng, _fit_size(rng, _add_language(_mark_quantized(repo), "")), popular_datasets)
        for repo in models
    ]


def _assign_rare_tasks(rng: random.Random, models: list[Repo]) -> None:
    """Give every second model without a task one of RARE_TASKS in turn, and derivatives that of their base model."""
    tasks_by_oid: dict[str, Task] = {}
    original_count = 0
    for i, repo in enumerate(models):
        if repo.category:
            continue
        base = repo.row.get("baseModels")
        if base:
            task = tasks_by_oid.get(base["models"][0]["_id"])
        else:
            task = RARE_TASKS[original_count // 2 % len(RARE_TASKS)] if original_count % 2 == 0 else None
            original_count += 1
        if task:
            tasks_by_oid[repo.oid] = task
            models[i] = _set_task(rng, repo, task)


def _set_task(rng: random.Random, repo: Repo, task: Task) -> Repo:
    architecture, library = rng.choice(task.architectures), rng.choice(task.libraries)
    old_tags = {repo.row.get("library_name"), repo.row["config"]["model_type"]}
    tags = [library, "safetensors", architecture, task.slug, *(tag for tag in repo.row["tags"] if tag not in old_tags)]
    fields = {"tags": list(dict.fromkeys(tags)), "pipeline_tag": task.slug, "library_name": library}
    row: Row = {}
    for key, value in repo.row.items():  # in the Hub's order
        row |= fields if key == "tags" else {} if key in fields else {key: value}
    row["config"] = {"architectures": [f"{architecture.title()}Model"], "model_type": architecture}
    row["cardData"] = {**repo.row["cardData"], "pipeline_tag": task.slug, "library_name": library}
    return replace(repo, row=row, category=task.slug)


def _assign_popular_bases(rng: random.Random, models: list[Repo]) -> None:
    """Derive most derivatives from one of their task's most liked models, and name them after it."""
    originals: dict[str, list[Repo]] = defaultdict(list)
    for repo in models:
        if "baseModels" not in repo.row:
            originals[repo.category].append(repo)
    popular_bases = {
        task: sorted(repos, key=lambda repo: -repo.growth.likes)[:POPULAR_BASES] for task, repos in originals.items()
    }
    rows_by_oid = {repo.oid: repo.row for repo in models}
    used_names = {repo.id.lower() for repo in models}
    for i, repo in enumerate(models):
        bases = [base for base in popular_bases.get(repo.category, ()) if base.row["createdAt"] < repo.row["createdAt"]]
        if "baseModels" not in repo.row or not bases or rng.random() >= DERIVED_SHARE:
            continue
        base, relation = rng.choice(bases), repo.row["baseModels"]["relation"]
        old_base = repo.row["baseModels"]["models"][0]
        name = f"{repo.row['author']}/{base.id.split('/')[1]}{CHILDREN[relation]}"
        if name.lower() in used_names:
            continue
        used_names.add(name.lower())
        rows_by_oid[old_base["_id"]]["childrenModelCount"][relation] -= 1
        base.row["childrenModelCount"][relation] += 1
        fields: Row = {
            "id": name,
            "baseModels": {"relation": relation, "models": [{"_id": base.oid, "id": base.id}]},
            "cardData": {**repo.row["cardData"], "base_model": base.id},
            "tags": [tag.replace(old_base["id"], base.id) for tag in repo.row["tags"]],
        }
        models[i] = replace(repo, row=repo.row | fields)


def _mark_quantized(repo: Repo) -> Repo:
    """Give quantized models the library and tag of their file format."""
    if (repo.row.get("baseModels") or {}).get("relation") != "quantized":
        return repo
    tags = ["gguf" if tag == "safetensors" else tag for tag in repo.row["tags"]]
    return replace(repo, row=repo.row | {"tags": tags})


def _add_language(repo: Repo, prefix: str) -> Repo:
    """Add the language that the name says."""
    title = repo.id.split("/")[1]
    language = "ko" if re.search(r"-ko\b", title) else "multilingual" if "-multilingual" in title else ""
    if not language or f"{prefix}{language}" in repo.row["tags"]:
        return repo
    return replace(repo, row=repo.row | {"tags": [*repo.row["tags"], f"{prefix}{language}"]})


def _fit_size(rng: random.Random, repo: Repo) -> Repo:
    """Give the model the parameters that its name says."""
    size = re.search(r"-(?:(\d+(?:\.\d+)?)B|(tiny|base|large))\b", repo.id)
    safetensors = repo.row.get("safetensors")
    if not size or not safetensors:
        return repo
    parameters = float(size[1]) * 1e9 if size[1] else SIZE_NAMES[size[2]]
    parameters *= rng.uniform(0.93, 1.08)
    if (repo.row.get("baseModels") or {}).get("relation") == "adapter":
        parameters *= ADAPTER_SHARE
    factor = parameters / safetensors["total"]
    counts = {dtype: max(1, round(count * factor)) for dtype, count in safetensors["parameters"].items()}
    return replace(repo, row=repo.row | {"safetensors": {"parameters": counts, "total": sum(counts.values())}})


def _add_training_data(rng: random.Random, repo: Repo, datasets: list[Repo]) -> Repo:
    """Let one model in three name one or two datasets, popular ones more often."""
    if rng.random() > 1 / 3 or not datasets:
        return repo
    ids = list(dict.fromkeys(datasets[int(len(datasets) * rng.random() ** 3)].id for _ in range(rng.choice((1, 1, 2)))))
    card = {**repo.row["cardData"], "datasets": ids}
    return replace(repo, row=repo.row | {"tags": [*repo.row["tags"], *(f"dataset:{i}" for i in ids)], "cardData": card})


def _add_dataset_tasks(datasets: list[Repo]) -> list[Repo]:
    """Give datasets without a task one of RARE_DATASET_TASKS in turn, with its modality, and some a rare modality."""
    tasks = [(task, modality) for modality, tasks in RARE_DATASET_TASKS.items() for task in tasks.split()]
    number = 0
    detailed_datasets: list[Repo] = []
    for repo in datasets:
        tags = list(repo.row["tags"])
        card = repo.row["cardData"]
        if not any(tag.startswith("task_categories:") for tag in tags):
            task, modality = tasks[number % len(tasks)]
            rare_modality = RARE_MODALITIES[number % len(RARE_MODALITIES)] if number % 5 == 0 else modality
            number += 1
            tags = [f"task_categories:{task}", *tags]
            tags += [
                f"modality:{name}"
                for name in dict.fromkeys((modality, rare_modality))
                if name != TEXT and f"modality:{name}" not in tags
            ]
            card = {**card, "task_categories": [task]}
        detailed_datasets.append(replace(repo, row=repo.row | {"tags": tags, "cardData": card}))
    return detailed_datasets
