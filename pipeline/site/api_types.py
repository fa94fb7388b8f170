"""The types of the JSON API: a struct for each file below `api/v1/` and for each of their parts, and the JSON Schema that follows from them.

Keys are named here and nowhere else: a column that the database gains does not become part of the API by itself. What the keys of a
relation mean, their units and whether they may be null come from the database's own comments.
"""

import datetime as dt
import json
import re
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from pipeline.notes import Parameters
from pipeline.published.data_dictionary import Column, relations
from pipeline.ranking.registry import OWN_BOARDS
from pipeline.text import enumerated

Time = Annotated[dt.datetime, Meta(tz=True)]
TYPES = {
    "VARCHAR": str, "BOOLEAN": bool, "INTEGER": int, "BIGINT": int, "HUGEINT": int, "DOUBLE": float, "DATE": dt.date, "TIMESTAMP": Time,
    "VARCHAR[]": list[str], "INTEGER[]": list[int],
}  # fmt: skip


def _means(description: str, **more: str) -> Meta:
    """What a key means; `more`: its unit, or its format."""
    return Meta(description=description, extra_json_schema={**more})


def _row_of(relation: str, keys: str, *, as_lists: bool = False, base: type[Struct] = Struct) -> type[Struct]:
    """A struct of some columns of a relation of the published database; `as_lists`: it holds many rows, a list a key."""
    known = {column.name: column for column in relations()[relation].columns}
    fields = [(key, _type_of(known[key], as_lists)) for key in keys.split()]
    return msgspec.defstruct(relation, fields, bases=(base,), kw_only=True)


def _type_of(column: Column, as_lists: bool) -> object:
    value = TYPES[column.type] | None if column.null else TYPES[column.type]
    about = _means(
        column.meaning + (f" null: {column.null}." if column.null else ""),
        **({"unit": column.unit} if column.unit else {}),
    )
    return Annotated[list[value] if as_lists else value, about]


def _meaning(relation: str, column: str) -> str:
    return next(one.meaning for one in relations()[relation].columns if one.name == column)


def _entry(span: str) -> Meta:
    return _means(
        f"How it came to its place where it had no kept one {span} before: new (created and first observed since), first_observed (first observed "
        "since, but older), returned (it had one earlier still), entered (observed before, without one). null: it had one, or there was no board then."
    )


def _place(group: str) -> Meta:
    return _means(f"Its place among {group} alone; null: not among the first 25 of them, or a dataset.")


BoardName = Annotated[str, _means(f"{enumerated([board.name for board in OWN_BOARDS], 'or')}.")]
Kind = Annotated[str, _means("model or dataset.")]
Status = Annotated[str | None, _means(f"{_meaning('boards', 'status')} null: there is no such board that day.")]
Ranked = Annotated[int | None, _means(_meaning("boards", "ranked_repos"), unit="repos")]
Breakouts = Annotated[int | None, _means(_meaning("boards", "breakouts"), unit="repos")]
Unit = Annotated[str, _means("Unit of score, score_low and score_high.")]
Url = Annotated[str, _means("Its page on the Hub.", format="uri")]


class File(Struct, kw_only=True):
    """What each file begins with."""

    date: Annotated[dt.date, _means("The edition's day, by the Hub's own clock (UTC).")]
    sample: Annotated[bool, _means("Whether these are the made-up repos and numbers of the sample Hub.")]


class Note(Struct, kw_only=True):
    """What is said of a place."""

    code: Annotated[str, _means("What is said, as a word that stays the same.")]
    parameters: Annotated[Parameters, _means("Its figures: dates as 2026-03-06, shares from 0 to 1, spans in days.")]
    text: Annotated[dict[str, str], _means("The sentence in each language of the site, by the language's code.")]


BoardNotes = Annotated[list[Note], _means("What a reader must know.")]


class ListedRepo(Struct, kw_only=True):
    """A repo of the index."""

    oid: Annotated[str, _means("Its identity, the name of its file.")]
    kind: Kind
    id: Annotated[str, _means("Its name on the Hub.")]


class Index(File, kw_only=True):
    """What there is."""

    name: Annotated[str, _means("The project.")]
    version: Annotated[int, _means("Of the API: what is promised of a version is in docs/api.md.")]
    first_date: Annotated[dt.date, _means("Day of the first snapshot.")]
    days: Annotated[int, _means("Days with a snapshot.", unit="days")]
    files: Annotated[dict[str, str], _means("Addresses, relative to the site's root.")]
    categories: Annotated[list[str], _means("Slugs of the documented categories, in their order.")]
    boards: Annotated[list[str], _means("Boards of each category.")]
    repos: Annotated[list[ListedRepo], _means("Repos that have a file, by oid: to find one by its name.")]


class BoardStatus(Struct, kw_only=True):
    """Whether a board's inputs were whole on the day."""

    board: BoardName
    status: Status
    notes: BoardNotes
    ranked_repos: Ranked
    breakouts: Breakouts


_CATEGORY_DAY = "date repos new_repos downloads likes coverage"


class CategoryDay(_row_of("category_daily", _CATEGORY_DAY), kw_only=True):
    """A category on a day."""


class CategoryDays(_row_of("category_daily", _CATEGORY_DAY, as_lists=True), kw_only=True):
    """Its last 90 days, oldest first: a list a key, all of one length."""


_CATEGORY = "slug kind section section_en section_ko name_en name_ko description_en description_ko hub_url selector documented_on status note note_ko"


class Category(_row_of("categories", _CATEGORY), kw_only=True):
    """A documented category."""

    today: Annotated[CategoryDay | None, _means("null: nothing of it was observed that day.")]
    history: CategoryDays
    boards: Annotated[list[BoardStatus], _means("Its boards on that day.")]


class Categories(File, kw_only=True):
    """The documented categories."""

    categories: Annotated[list[Category], _means("In the order of the catalogue.")]


_PLACE = "rank oid id score score_low score_high rank_1d_ago rank_7d_ago rank_30d_ago basis likes likes_1d likes_7d downloads downloads_gained largest_step_share base_relation"


class RankedRepo(_row_of("trends", _PLACE), kw_only=True):
    """A repo's place on a board."""

    likes_7d: Annotated[
        int | None, _means("Likes gained in exactly 7 days. null: the week was not observed.", unit="likes")
    ]
    rank_originals: Annotated[int | None, _place("originals")]
    rank_derivatives: Annotated[int | None, _place("derivatives")]
    root_model: Annotated[
        str | None,
        _means("The model that it descends from at the end of the chain of bases; null: a dataset, or not known."),
    ]
    days_on_board: Annotated[
        int, _means("Days since the board's `first_date` on which it had a kept place.", unit="days")
    ]
    best_rank: Annotated[int, _means("Its best kept place from the board's `first_date` to that day.")]
    first_day_on_board: Annotated[
        dt.date, _means("First day since the board's `first_date` on which it had a kept place.")
    ]
    entry_1d: Annotated[str | None, _entry("1 day")]
    entry_7d: Annotated[str | None, _entry("7 days")]
    url: Url


class Board(File, kw_only=True):
    """A board of a category."""

    category: Annotated[str, _means("Slug.")]
    board: BoardName
    status: Status
    notes: BoardNotes
    ranked_repos: Ranked
    breakouts: Breakouts
    kept_ranks: Annotated[
        int | None, _means("How many ranks of this board the database keeps of that day. null: none.", unit="repos")
    ]
    first_date: Annotated[
        dt.date | None,
        _means(
            "First day of this board in this almanac: what days_on_board, best_rank and first_day_on_board go back to. null: there is none."
        ),
    ]
    unit: Unit
    ranking: Annotated[
        list[RankedRepo], _means("The first 25 of all, of originals and of derivatives, each once, by rank.")
    ]


_REPO_DAY = "date downloads_all_time likes status"


class RepoDays(_row_of("model_history", _REPO_DAY, as_lists=True), kw_only=True):
    """Its observed days of the last year, oldest first: a list a key, all of one length."""


class Event(_row_of("events", "date event old new"), kw_only=True):
    """A change of a repo."""


_STANDING = (
    "category board rank score score_low score_high rank_1d_ago rank_7d_ago rank_30d_ago basis likes likes_1d likes_since_previous days_since_previous likes_7d likes_7d_days likes_28d "
    "likes_28d_days age_days downloads trending_score expected_likes_7d false_discovery_rate downloads_gained downloads_gained_days largest_step_share base_relation"
)


class RepoRank(_row_of("trends", _STANDING), kw_only=True):
    """A repo's place on a board of the day, and why."""

    unit: Unit
    reasons: Annotated[list[Note], _means("Why it stands there.")]


class _RepoHead(File, kw_only=True):
    kind: Kind


_REPO = "oid id author pipeline_tag library_name license gated disabled created_at base_relation base_models parameters first_seen last_seen"


class Repo(_row_of("models", _REPO, base=_RepoHead), kw_only=True):
    """A repo that stands on a board, moved or is featured."""

    url: Url
    history: RepoDays
    events: Annotated[list[Event], _means("Its changes, oldest first.")]
    ranks: Annotated[list[RepoRank], _means("Its ranks of that day.")]


_FEATURED = (
    "category id current_id oid availability downloads downloads_all_time likes downloads_30d_change_1d downloads_30d_change_7d downloads_30d_change_30d "
    "downloads_gained_1d downloads_gained_7d downloads_gained_30d likes_1d likes_7d likes_30d interpolated_spans rank_downloads rank_likes "
    "rank_attention rank_trending share_downloads share_likes share_trending percentile_downloads age_days finetunes quantizations adapters merges"
)


class FeaturedModel(_row_of("featured", _FEATURED), kw_only=True):
    """A model that is followed by name."""

    url: Annotated[str | None, _means("Its page on the Hub.", format="uri")]
    notes: Annotated[list[Note], _means(_meaning("featured", "notes"))]
    unknown_changes: Annotated[list[Note], _means(_meaning("featured", "unknown_changes"))]


class Featured(File, kw_only=True):
    """The featured models."""

    featured: Annotated[list[FeaturedModel], _means("The models that are followed by name.")]


_MOVE = (
    "date move category board oid id rank rank_1d_ago score likes likes_1d likes_7d expected_likes_7d false_discovery_rate downloads_gained likes_since_previous previous_record "
    "days_compared old new entry"
)


class Move(_row_of("movers", _MOVE), kw_only=True):
    """Something that moved."""

    url: Url


class Movers(File, kw_only=True):
    """What moved lately."""

    movers: Annotated[list[Move], _means("What moved in the last 14 days, the newest day first.")]


class Evaluation(_row_of("scorecard", "board metric date value"), kw_only=True):
    """How well a board predicted what came after a day."""


class Scorecard(File, kw_only=True):
    """How well the boards predict."""

    scorecard: Annotated[
        list[Evaluation],
        _means(
            "How well boards foresaw the likes of the next 3 days: the mean of the categories, of the last 90 days."
        ),
    ]


_OBSERVED_DAY = "date kind status scope limited repos changed_counter_share usual_changed_counter_share frozen_share frozen_quarters"
# without the Hub's address: it may be a mirror that is nobody's business
_SNAPSHOT = (
    "date kind scope status started_at finished_at repos pages requests duplicates changed_counter_share rejects"
)


class ObservedDay(_row_of("days", _OBSERVED_DAY), kw_only=True):
    """How the repos of a kind were observed on a day."""


class Snapshot(_row_of("snapshots", _SNAPSHOT), kw_only=True):
    """A crawl that a day is made of."""


class Quality(File, kw_only=True):
    """How the Hub was observed."""

    days: Annotated[list[ObservedDay], _means("The last 90 days, the newest first, those without a snapshot included.")]
    snapshots: Annotated[list[Snapshot], _means("The snapshots of that day.")]


def schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of all files: `$defs` holds one for each struct, by its name in snake_case.

    Keys other than the required ones are not forbidden: version 1 may gain keys.
    """
    files = (Index, Categories, Board, Repo, Featured, Movers, Scorecard, Quality)
    _, parts = msgspec.json.schema_components(files, ref_template="#/$defs/{name}")
    named = re.sub(r'"#/\$defs/(\w+)"', lambda match: f'"#/$defs/{_snake_case(match[1])}"', json.dumps(parts))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Hub Almanac API, version 1",
        "description": "Each file of api/v1/ is one of $defs. `unit` says what a number counts. Unknown is null, never 0.",
        "$defs": {_snake_case(name): part for name, part in json.loads(named).items()},
    }


def _snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
