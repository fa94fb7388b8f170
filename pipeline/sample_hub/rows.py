"""Select a row's fields as the Hub does, in its order: default, `full`, `expand`, and the detail routes."""

from collections.abc import Collection, Sequence

from pipeline.sample_hub.days import Kind, Row

EXPANDABLE: dict[Kind, str] = {
    "models": (
        "author baseModels cardData childrenModelCount config createdAt disabled downloads downloadsAllTime "
        "evalResults gated gguf inference inferenceProviderMapping lastModified library_name likes mask_token "
        "model-index pipeline_tag private resourceGroup safetensors sha siblings spaces tags transformersInfo "
        "trendingScore usedStorage widgetData xetEnabled gitalyUid"
    ),
    "datasets": (
        "author cardData citation createdAt description disabled downloads downloadsAllTime gated lastModified "
        "likes mainSize paperswithcode_id private resourceGroup sha siblings tags trendingScore usedStorage "
        "xetEnabled gitalyUid"
    ),
}
DETAIL_ONLY = ("childrenModelCount", "usedStorage")

LIST_DEFAULT: dict[Kind, str] = {
    "models": "_id id likes trendingScore private downloads tags pipeline_tag library_name createdAt modelId",
    "datasets": (
        "_id id author disabled gated lastModified likes trendingScore private sha description downloads tags "
        "createdAt key citation paperswithcode_id"
    ),
}
LIST_FULL: dict[Kind, str] = {
    "models": (
        "_id id author gated lastModified likes trendingScore private sha downloads tags pipeline_tag "
        "library_name createdAt modelId siblings"
    ),
    "datasets": (
        "_id id author disabled gated lastModified likes trendingScore private sha description downloads tags "
        "createdAt key citation paperswithcode_id cardData siblings"
    ),
}
# The default detail payload lacks downloadsAllTime, trendingScore, childrenModelCount and baseModels.
DETAIL_DEFAULT: dict[Kind, str] = {
    "models": (
        "_id id private pipeline_tag library_name tags downloads likes modelId author sha lastModified gated "
        "disabled widgetData model-index config cardData transformersInfo siblings spaces createdAt safetensors "
        "usedStorage"
    ),
    "datasets": (
        "_id id author sha lastModified private gated disabled tags citation description paperswithcode_id "
        "downloads likes cardData siblings createdAt usedStorage"
    ),
}


def find_expand_error(kind: Kind, expand: Collection[str], *, detail: bool) -> str | None:
    """Return the Hub's error for unknown names in `expand`, else None."""
    expandable = [name for name in EXPANDABLE[kind].split() if detail or name not in DETAIL_ONLY]
    return None if set(expand) <= set(expandable) else f'"expand" must be one of [{", ".join(expandable)}]'


def make_list_row(kind: Kind, row: Row, expand: Collection[str], extras: Sequence[str], *, full: bool) -> Row:
    """Shape a list row: only the `expand` fields, or the default or full row with `extras` (`cardData`, `config`)."""
    if expand:
        return expand_row(row, expand)
    keys = LIST_FULL[kind] if full else LIST_DEFAULT[kind]
    return _pick_fields(row, [*keys.split(), *extras])


def make_detail_row(kind: Kind, row: Row, expand: Collection[str]) -> Row:
    if not expand:
        return _pick_fields(row, DETAIL_DEFAULT[kind].split())
    payload = expand_row(row, expand)
    if "inferenceProviderMapping" in payload:
        # A list on the list route, an object keyed by provider here.
        payload["inferenceProviderMapping"] = {item["provider"]: item for item in payload["inferenceProviderMapping"]}
    return payload


def expand_row(row: Row, expand: Collection[str]) -> Row:
    keys = {"_id", "id", *expand}
    return {key: value for key, value in row.items() if key in keys}


def _pick_fields(row: Row, keys: Sequence[str]) -> Row:
    fields = {key: row[key] for key in keys if key in row}
    if "modelId" in keys:
        # modelId is not necessarily the last key.
        return {key: row["id"] if key == "modelId" else row[key] for key in keys if key == "modelId" or key in row}
    return fields
