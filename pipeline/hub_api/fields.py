"""The registry of the Hub's fields: how each is requested and read, and which columns it becomes.

It determines `expand`, the types that `doctor` checks, how pages are read (sql/load), the columns of store.description, store.daily and
store.daily_interval, each kind's views and macros, and the events. pipeline/warehouse/repo_columns.py turns it into SQL;
sql/load/define_bounds.sql has the bounds of values.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.kinds import KINDS, Kind

PAGE_SIZE = 1000  # the largest that the Hub serves
IDENTITY = ("_id", "id")  # in every response, even if `expand` omits them
ALL_KINDS = tuple(KINDS)
MODELS: tuple[Kind, ...] = ("model",)
DOWNLOADABLE_KINDS: tuple[Kind, ...] = ("model", "dataset")
"""Kinds of repos with downloadable files: the Hub counts downloads, and may require consent (`gated`)."""
NO_COUNTER = "the response lacks this counter"
NO_STATEMENT = "the response does not say"

Shape: TypeAlias = "str | dict[str, Shape] | list[Shape]"
"""How JSON is read: a DuckDB type, or an object or list of them."""


@dataclass(frozen=True)
class Column:
    """A column of store.description or, for a counter, of store.daily and store.daily_interval. NULL: the row lacks the field."""

    name: str
    type: str
    value: str
    """SQL for its value in the read row `r`; macros of sql/load/define_bounds.sql enforce its bounds."""
    comment: str
    """Its published comment, in the form that published/data_dictionary.py describes."""
    event: Literal["no", "known", "any"] = "no"
    """Which changes are events named after the column: none, those between two known values, or all, with NULL as a value."""
    has_sorted_values: bool = False
    """Whether the list's order has no meaning."""
    published: bool = True


@dataclass(frozen=True)
class Field:
    """A field of the API. A `counter` is stored daily, others in the repo's description, which rarely changes."""

    name: str
    kinds: tuple[Kind, ...]
    shape: Shape
    columns: tuple[Column, ...]
    counter: bool = False
    presence: Literal["required", "always", "optional"] = "always"
    """What rows without it mean: an API change that Almanac cannot handle, one that it can, or no change."""
    json_types: tuple[type, ...] = ()
    """Accepted JSON types, if they differ from those of `shape`."""
    in_lists: bool = True
    """Whether lists contain it. Otherwise only details do, which are requested for featured repos."""


FIELDS = (
    Field("id", ALL_KINDS, "VARCHAR", (
        Column("id", "VARCHAR", "r.id", "owner/name. Source: id."),
    ), presence="required"),
    Field("author", ALL_KINDS, "VARCHAR", (
        Column("author", "VARCHAR", "author_in(r.author, r.id)", "Owner; the part of id before the slash if the response names none. "
               "Source: author, id. NULL: the response names none, and id has no slash."),
    ), presence="optional"),
    Field("pipeline_tag", MODELS, "VARCHAR", (
        Column("pipeline_tag", "VARCHAR", "text_in(r.pipeline_tag)", "Task, as the Hub names it. Source: pipeline_tag. NULL: the Hub knows none.",
               event="any"),
    ), presence="optional"),
    Field("library_name", MODELS, "VARCHAR", (
        Column("library_name", "VARCHAR", "text_in(r.library_name)", "Library. Source: library_name. NULL: the Hub knows none.", event="any"),
    ), presence="optional"),
    Field("tags", ALL_KINDS, ["VARCHAR"], (
        # computed when a description is written, from the tags of all rows of a repo
        Column("license", "VARCHAR", "", "From the license: tags; several are sorted and joined by commas. Source: tags. NULL: no tag names one."),
        Column("tags", "VARCHAR[]", "tags_in(r.tags)", "All tags, sorted. Source: tags. NULL: the response lacks tags.", has_sorted_values=True),
    ), presence="required"),
    Field("gated", DOWNLOADABLE_KINDS, "VARCHAR", (
        Column("gated", "VARCHAR", "text_in(r.gated)", f"false, auto or manual: whether files need approval. Source: gated. NULL: {NO_STATEMENT}.",
               event="known"),
    ), json_types=(bool, str)),
    Field("disabled", ALL_KINDS, "BOOLEAN", (
        Column("disabled", "BOOLEAN", "r.disabled", f"Whether the Hub disabled the repo. Source: disabled. NULL: {NO_STATEMENT}.", event="known"),
    )),
    Field("private", ALL_KINDS, "BOOLEAN", (
        Column("private", "BOOLEAN", "r.private", "Always false: private repos are not kept here. Source: private. NULL: not observed.", published=False),
    )),
    Field("createdAt", ALL_KINDS, "TIMESTAMPTZ", (
        Column("created_at", "TIMESTAMP", "time_in(r.createdAt)", "Creation time; 2022-03-02 for all older repos. Unit: UTC. Source: createdAt. "
               "NULL: the response lacks this time."),
    ), presence="required"),
    Field("lastModified", ALL_KINDS, "TIMESTAMPTZ", (
        Column("last_modified", "TIMESTAMP", "time_in(r.lastModified)", "Time of the last commit. Unit: UTC. Source: lastModified. NULL: the response lacks this time."),
    )),
    Field("downloads", DOWNLOADABLE_KINDS, "BIGINT", (
        Column("downloads", "BIGINT", "count_in(r.downloads)", f"Downloads in the trailing 30 days. Unit: downloads. Source: downloads. NULL: {NO_COUNTER}."),
    ), counter=True, presence="required"),
    Field("downloadsAllTime", DOWNLOADABLE_KINDS, "BIGINT", (
        Column("downloads_all_time", "BIGINT", "count_in(r.downloadsAllTime)", f"Downloads of all time. Unit: downloads. Source: downloadsAllTime. NULL: {NO_COUNTER}."),
    ), counter=True),
    Field("likes", ALL_KINDS, "BIGINT", (
        Column("likes", "BIGINT", "count_in(r.likes)", f"Likes. Unit: likes. Source: likes. NULL: {NO_COUNTER}."),
    ), counter=True, presence="required"),
    Field("trendingScore", ALL_KINDS, "DOUBLE", (
        Column("trending_score", "DOUBLE", "score_in(r.trendingScore)", "The Hub's trending score, roughly the likes of the trailing 7 days. "
               "Unit: score of the Hub. Source: trendingScore. NULL: the response lacks this score."),
    ), counter=True),
    Field("baseModels", MODELS, {"relation": "VARCHAR", "models": [{"id": "VARCHAR"}]}, (
        Column("base_relation", "VARCHAR", "text_in(r.baseModels.relation)", "How it derives from base_models: finetune, quantized, adapter or merge. "
               "Source: baseModels.relation. NULL: an original, or unknown."),
        Column("base_models", "VARCHAR[]", "names_in(r.baseModels.models)", "Names of the models it derives from, sorted. "
               "Source: baseModels.models.id. NULL: an original, or unknown."),
    ), presence="optional"),
    Field("safetensors", MODELS, {"total": "BIGINT"}, (
        Column("parameters", "BIGINT", "parameters_in(r.safetensors.total)", "Number of parameters, from its safetensors files. Unit: parameters. "
               "Source: safetensors.total. NULL: the response lacks it; the repo may have no such files."),
    ), presence="optional"),
)  # fmt: skip


def list_fields(kind: Kind) -> tuple[Field, ...]:
    return tuple(field for field in FIELDS if kind in field.kinds)


def list_requested_fields(kind: Kind, *, detail: bool = False) -> tuple[str, ...]:
    """Return the fields that `expand` requests, the same for lists and details; `_id` and `id` need no request."""
    return tuple(field.name for field in list_fields(kind) if field.name not in IDENTITY and (field.in_lists or detail))


def counts_downloads(kind: Kind) -> bool:
    return "downloads_all_time" in list_counters(kind)


def list_counters(kind: Kind) -> tuple[str, ...]:
    return tuple(column.name for field in list_fields(kind) if field.counter for column in field.columns)
