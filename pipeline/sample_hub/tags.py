"""Group a day's tags as the Hub does. Dataset tags name their group in a prefix; only some model tags do."""

from collections.abc import Iterable

from pipeline.sample_hub.days import Kind, Row
from pipeline.sample_hub.words import DOCUMENTED_TASKS, LANGUAGES, OTHER_TASKS, RARE_TASKS

DATASET_GROUPS = ("library", "license", "language", "task_categories", "size_categories", "format", "modality")
MODEL_GROUPS = ("region", "license", "dataset")


def group_tags(kind: Kind, rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return all tags by group, as `{id, label, type}`."""
    rows = list(rows)
    tags = {tag for row in rows for tag in row.get("tags", ())}
    groups: dict[str, set[str]] = {name: set() for name in (DATASET_GROUPS if kind == "datasets" else MODEL_GROUPS)}
    if kind == "models":
        groups["library"] = {row["library_name"] for row in rows if "library_name" in row}
        groups["pipeline_tag"] = {task.slug for task in (*DOCUMENTED_TASKS, *OTHER_TASKS, *RARE_TASKS)} & {
            r.get("pipeline_tag") for r in rows
        }
        groups["language"] = tags & set(LANGUAGES)
    groups["other"] = set()
    grouped_tags = set().union(*groups.values())
    for tag in tags - grouped_tags:
        prefix = tag.partition(":")[0] if ":" in tag else ""
        groups[prefix if prefix in groups else "other"].add(tag)
    return {name: [_describe_tag(tag, name) for tag in sorted(group)] for name, group in groups.items()}


def _describe_tag(tag: str, group: str) -> Row:
    label = tag.removeprefix(f"{group}:")
    return {"id": tag, "label": label, "type": group}
