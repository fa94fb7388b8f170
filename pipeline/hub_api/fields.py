"""The Hub's fields, one entry each: what is requested, how it is read, and which columns it becomes.

Everything that names a field follows from here: the `expand` parameters, the types that `doctor` checks, the reading of pages
(sql/load), the columns of store.description, store.daily and store.spell with their comments, the views and macros of each kind, and
the events. What does not belong here: SQL text (pipeline/warehouse/repo_columns.py), bounds of values (sql/load/define_bounds.sql).
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.kinds import KINDS, Kind

PAGE_SIZE = 1000  # the largest that the Hub serves
IDENTITY = ("_id", "id")  # every answer has them, whatever `expand` requests
ALL_KINDS = tuple(KINDS)
MODELS: tuple[Kind, ...] = ("model",)
DOWNLOADABLE_KINDS: tuple[Kind, ...] = ("model", "dataset")
"""Kinds of repos with files that people download: the Hub counts it, and may ask people for consent (`gated`)."""
NO_COUNTER = "the answer held no such counter"
NO_STATEMENT = "the answer did not say"

Shape: TypeAlias = "str | dict[str, Shape] | list[Shape]"
"""How JSON is read: a DuckDB type, an object of such, or a list of such."""


@dataclass(frozen=True)
class Column:
    """A column of store.description or, for a counter, of store.daily and store.spell; NULL where a row lacks the field."""

    name: str
    type: str
    value: str
    """SQL for its value, `r` being the row as read; macros of sql/load/define_bounds.sql keep it within its bounds."""
    comment: str
    """What people read of it, in the form that published/data_dictionary.py describes."""
    event: Literal["no", "known", "any"] = "no"
    """Whether a change is an event of the column's name: only between two known values, or NULL being a value too."""
    has_sorted_values: bool = False
    """A list whose order says nothing."""
    published: bool = True


@dataclass(frozen=True)
class Field:
    """A field of the API. One with `counter` is kept day by day, others as the description of a repo, which few days change."""

    name: str
    kinds: tuple[Kind, ...]
    shape: Shape
    columns: tuple[Column, ...]
    counter: bool = False
    presence: Literal["required", "always", "optional"] = "always"
    """Whether rows without it are a change of the API that the Almanac cannot work with, one that it can, or none."""
    json_types: tuple[type, ...] = ()
    """The JSON types that are no change of the API, where they are others than `shape` says."""
    in_lists: bool = True
    """Whether lists give it; if not, only details do, which are requested of featured repos."""


FIELDS = (
    Field("id", ALL_KINDS, "VARCHAR", (
        Column("id", "VARCHAR", "r.id", "owner/name. Source: id."),
    ), presence="required"),
    Field("author", ALL_KINDS, "VARCHAR", (
        Column("author", "VARCHAR", "author_in(r.author, r.id)", "Owner: the part of id before the slash where the answer named none. "
               "Source: author, id. NULL: the answer named none, and id has no slash."),
    ), presence="optional"),
    Field("pipeline_tag", MODELS, "VARCHAR", (
        Column("pipeline_tag", "VARCHAR", "text_in(r.pipeline_tag)", "The task in the Hub's word. Source: pipeline_tag. NULL: the Hub knows none.",
               event="any"),
    ), presence="optional"),
    Field("library_name", MODELS, "VARCHAR", (
        Column("library_name", "VARCHAR", "text_in(r.library_name)", "The library. Source: library_name. NULL: the Hub knows none.", event="any"),
    ), presence="optional"),
    Field("tags", ALL_KINDS, ["VARCHAR"], (
        # made when a description is written, of the tags of all rows of a repo
        Column("license", "VARCHAR", "", "From the license: tags; several are joined by commas. Source: tags. NULL: no tag names one."),
        Column("tags", "VARCHAR[]", "tags_in(r.tags)", "All tags, sorted. Source: tags. NULL: the answer held none.", has_sorted_values=True),
    ), presence="required"),
    Field("gated", DOWNLOADABLE_KINDS, "VARCHAR", (
        Column("gated", "VARCHAR", "text_in(r.gated)", f"false, auto or manual: whether files need approval. Source: gated. NULL: {NO_STATEMENT}.",
               event="known"),
    ), json_types=(bool, str)),
    Field("disabled", ALL_KINDS, "BOOLEAN", (
        Column("disabled", "BOOLEAN", "r.disabled", f"Whether the Hub disabled it. Source: disabled. NULL: {NO_STATEMENT}.", event="known"),
    )),
    Field("private", ALL_KINDS, "BOOLEAN", (
        Column("private", "BOOLEAN", "r.private", "false: a private repo is not kept here. Source: private. NULL: not observed.", published=False),
    )),
    Field("createdAt", ALL_KINDS, "TIMESTAMPTZ", (
        Column("created_at", "TIMESTAMP", "time_in(r.createdAt)", "Creation; 2022-03-02 for all older repos. Unit: UTC. Source: createdAt. "
               "NULL: the answer held no such time."),
    ), presence="required"),
    Field("lastModified", ALL_KINDS, "TIMESTAMPTZ", (
        Column("last_modified", "TIMESTAMP", "time_in(r.lastModified)", "Last commit. Unit: UTC. Source: lastModified. NULL: the answer held no such time."),
    )),
    Field("downloads", DOWNLOADABLE_KINDS, "BIGINT", (
        Column("downloads", "BIGINT", "count_in(r.downloads)", f"Downloads of the trailing 30 days. Unit: downloads. Source: downloads. NULL: {NO_COUNTER}."),
    ), counter=True, presence="required"),
    Field("downloadsAllTime", DOWNLOADABLE_KINDS, "BIGINT", (
        Column("downloads_all_time", "BIGINT", "count_in(r.downloadsAllTime)", f"Downloads of all time. Unit: downloads. Source: downloadsAllTime. NULL: {NO_COUNTER}."),
    ), counter=True),
    Field("likes", ALL_KINDS, "BIGINT", (
        Column("likes", "BIGINT", "count_in(r.likes)", f"Likes. Unit: likes. Source: likes. NULL: {NO_COUNTER}."),
    ), counter=True, presence="required"),
    Field("trendingScore", ALL_KINDS, "DOUBLE", (
        Column("trending_score", "DOUBLE", "score_in(r.trendingScore)", "The Hub's trending score: about the likes of the trailing 7 days. "
               "Unit: score of the Hub. Source: trendingScore. NULL: the answer held none."),
    ), counter=True),
    Field("baseModels", MODELS, {"relation": "VARCHAR", "models": [{"id": "VARCHAR"}]}, (
        Column("base_relation", "VARCHAR", "text_in(r.baseModels.relation)", "How it was made from base_models: finetune, quantized, adapter or merge. "
               "Source: baseModels.relation. NULL: an original, or not known."),
        Column("base_models", "VARCHAR[]", "names_in(r.baseModels.models)", "Names of the models it was made from, sorted. "
               "Source: baseModels.models.id. NULL: an original, or not known."),
    ), presence="optional"),
    Field("safetensors", MODELS, {"total": "BIGINT"}, (
        Column("parameters", "BIGINT", "parameters_in(r.safetensors.total)", "Number of parameters, from its safetensors files. Unit: parameters. "
               "Source: safetensors.total. NULL: the answer held none; it may have no such files."),
    ), presence="optional"),
)  # fmt: skip


def list_fields(kind: Kind) -> tuple[Field, ...]:
    """The fields of a kind."""
    return tuple(field for field in FIELDS if kind in field.kinds)


def list_requested_fields(kind: Kind, *, detail: bool = False) -> tuple[str, ...]:
    """What `expand` requests, so that every list and detail gives the same fields; `_id` and `id` always come."""
    return tuple(field.name for field in list_fields(kind) if field.name not in IDENTITY and (field.in_lists or detail))


def counts_downloads(kind: Kind) -> bool:
    """Whether the Hub counts the downloads of a kind's repos; a board, check or sensor of downloads asks this first."""
    return "downloads_all_time" in list_counters(kind)


def list_counters(kind: Kind) -> tuple[str, ...]:
    """The columns of a kind's counters."""
    return tuple(column.name for field in list_fields(kind) if field.counter for column in field.columns)
