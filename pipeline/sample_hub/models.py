"""Draw the invented models. `scenario` plants their events; `counters` simulates their counters."""

import random

from pipeline.sample_hub.days import Row
from pipeline.sample_hub.names import NameGenerator
from pipeline.sample_hub.repos import Birth, Repo, add_commits, draw_birth, draw_growth, draw_last_modified, draw_sha
from pipeline.sample_hub.timeline import Calendar, format_time
from pipeline.sample_hub.words import DOCUMENTED_TASKS, LANGUAGES, LICENSES, NO_TASK, ODD_TAGS, OTHER_TASKS, Task

CHILDREN = {"adapter": "-lora", "merge": "-merge", "quantized": "-GGUF", "finetune": "-ft"}


def make_models(rng: random.Random, calendar: Calendar, names: NameGenerator, count: int) -> list[Repo]:
    """Draw `count` models, with enough of every documented category."""
    repos: list[Repo] = []
    for task, model_count in _allot_models(count):
        originals: list[Repo] = []
        for _ in range(model_count):
            birth = draw_birth(rng, calendar)
            candidate = rng.choice(originals) if originals and rng.random() < 0.25 else None
            parent = (
                candidate
                if candidate is not None and candidate.row["createdAt"] < format_time(birth.created_at)
                else None
            )
            repo = _make_model(rng, names, task, birth, parent)
            if parent is None:
                originals.append(repo)
            repos.append(add_commits(rng, calendar, repo))
    return _count_children(repos)


def _allot_models(count: int) -> list[tuple[Task, int]]:
    """Return the number of models of each task; the rest have none."""
    floor = min(66, count // 25)
    shares = [(task, max(floor, round(task.share * count))) for task in DOCUMENTED_TASKS]
    shares += [(task, round(task.share * count)) for task in OTHER_TASKS]
    remainder = count - sum(model_count for _, model_count in shares)
    return [*shares, (NO_TASK, max(remainder, 0))]


def _make_model(rng: random.Random, names: NameGenerator, task: Task, birth: Birth, parent: Repo | None) -> Repo:
    relation = rng.choice(tuple(CHILDREN)) if parent else ""
    name = names.draw_child(parent.id, CHILDREN[relation]) if parent else names.draw_model()
    oid = birth.oid(rng)
    library = rng.choice(task.libraries) if rng.random() < 0.67 else None
    license_ = rng.choice(LICENSES) if rng.random() < 0.8 else None
    languages: list[str] = rng.sample(LANGUAGES, k=rng.choice((0, 1, 1, 2, 3)))
    architecture = rng.choice(task.architectures)
    pipeline_tag = _draw_pipeline_tag(rng, task)
    tags = [tag for tag in (library, "safetensors", architecture, task.slug, pipeline_tag, *languages) if tag]
    if task.slug == "text-generation":
        tags.append("conversational")
    if rng.random() < 0.15:
        tags.append(rng.choice(ODD_TAGS))
    if rng.random() < 0.2:
        tags.append(f"arxiv:{rng.randrange(2201, 2512)}.{rng.randrange(100, 19_999):05d}")
    if parent:
        tags += [f"base_model:{parent.id}", f"base_model:{relation}:{parent.id}"]
    if license_:
        tags.append(f"license:{license_}")
    tags = list(dict.fromkeys([*tags, "region:us"]))

    card_fields = {"license": license_, "library_name": library, "pipeline_tag": pipeline_tag}
    fields: Row = {
        "_id": oid,
        "id": name,
        "author": name.partition("/")[0],
        "baseModels": parent and {"relation": relation, "models": [{"_id": parent.oid, "id": parent.id}]},
        "cardData": _make_card(rng, card_fields, languages, parent),
        "disabled": False,
        "gated": rng.choices((False, "auto", "manual"), (94, 4, 2))[0],
        "inferenceProviderMapping": [],
        "lastModified": draw_last_modified(rng, birth),
        "likes": 0,
        "trendingScore": 0,
        "private": False,
        "sha": draw_sha(rng),
        "config": {"architectures": [f"{architecture.title()}Model"], "model_type": architecture},
        "downloads": 0,
        "downloadsAllTime": 0,
        "model-index": None,
        "safetensors": _draw_safetensors(rng),
        "tags": tags,
        "pipeline_tag": pipeline_tag,
        "library_name": library,
        "createdAt": format_time(birth.created_at),
        "siblings": [{"rfilename": f} for f in (".gitattributes", "README.md", "config.json", "model.safetensors")],
        "childrenModelCount": dict.fromkeys(CHILDREN, 0),
        "usedStorage": rng.randrange(10**6, 10**11),
    }
    # The Hub omits unknown fields, but writes a missing model-index as null.
    row = {key: value for key, value in fields.items() if value is not None or key == "model-index"}
    return Repo(row, task.slug, birth.first_day, draw_growth(rng, birth))


def _draw_pipeline_tag(rng: random.Random, task: Task) -> str | None:
    if task.slug == "text2text-generation":
        return rng.choices((None, "translation", "summarization"), (70, 20, 10))[0]
    return task.slug if rng.random() < task.pipeline_tag_share else None


def _make_card(rng: random.Random, card_fields: Row, languages: list[str], parent: Repo | None) -> Row:
    """Return the README's metadata: any key may be a value, a list, or missing."""
    language = languages[0] if len(languages) == 1 and rng.random() < 0.5 else languages
    base = parent and (parent.id if rng.random() < 0.5 else [parent.id])
    card = {**card_fields, "language": language, "base_model": base}
    return {key: value for key, value in card.items() if value}


def _draw_safetensors(rng: random.Random) -> Row | None:
    if rng.random() < 0.35:
        return None
    dtype = rng.choices(("BF16", "F32", "F16", "I64", "miku", "fastllm"), (60, 25, 10, 3, 1, 1))[0]
    parameters = {dtype: int(rng.lognormvariate(21.5, 1.5))}
    if rng.random() < 0.1:
        parameters["I32"] = 512
    return {"parameters": parameters, "total": sum(parameters.values())}


def _count_children(repos: list[Repo]) -> list[Repo]:
    """Count each model's derivatives in place: rows are not shared yet."""
    by_oid = {repo.oid: repo for repo in repos}
    for repo in repos:
        base = repo.row.get("baseModels")
        if base:
            by_oid[base["models"][0]["_id"]].row["childrenModelCount"][base["relation"]] += 1
    return repos
