"""What the Hub is asked for: the fields of a row, the orders of a list, the size of a page."""

from pipeline.catalogue import Kind

PAGE_SIZE = 1000  # the largest that the Hub serves
SORTS = ("trendingScore", "downloads", "likes", "createdAt")

# Asked for by `expand`, so that every list and detail gives the same fields; `_id` and `id` always come.
_BOTH = (
    "author",
    "createdAt",
    "disabled",
    "downloads",
    "downloadsAllTime",
    "gated",
    "lastModified",
    "likes",
    "private",
    "tags",
    "trendingScore",
)
EXPAND: dict[Kind, tuple[str, ...]] = {
    "model": (*_BOTH, "baseModels", "library_name", "pipeline_tag", "safetensors"),
    "dataset": _BOTH,
}
