"""Define the JSON API: a struct for each file and its parts; api_schema builds their JSON Schema.

Keys are listed explicitly, so new columns of the database stay out of the API. Meanings, units and null rules come from
the database's comments.
"""

import datetime as dt
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from pipeline.notes import Parameters
from pipeline.published.data_dictionary import Column, load_relations
from pipeline.published.health import Verdict
from pipeline.ranking.registry import OWN_BOARDS
from pipeline.text import list_words

Time = Annotated[dt.datetime, Meta(tz=True)]
TYPES = {
    "VARCHAR": str, "BOOLEAN": bool, "INTEGER": int, "BIGINT": int, "HUGEINT": int, "DOUBLE": float, "DATE": dt.date, "TIMESTAMP": Time,
    "VARCHAR[]": list[str], "INTEGER[]": list[int],
}  # fmt: skip


def _describe(description: str, **schema_keys: str) -> Meta:
    return Meta(description=description, extra_json_schema={**schema_keys})


def _define_row(relation: str, keys: str, *, as_lists: bool = False, base: type[Struct] = Struct) -> type[Struct]:
    """Define a struct from columns of a published relation. `as_lists`: many rows, one list per key."""
    columns = {column.name: column for column in load_relations()[relation].columns}
    fields = [(key, _annotate_type(columns[key], as_lists)) for key in keys.split()]
    return msgspec.defstruct(relation, fields, bases=(base,), kw_only=True)


def _annotate_type(column: Column, as_lists: bool) -> object:
    value_type = TYPES[column.type] | None if column.null else TYPES[column.type]
    description = _describe(
        column.meaning + (f" null: {column.null}." if column.null else ""),
        **({"unit": column.unit} if column.unit else {}),
    )
    return Annotated[list[value_type] if as_lists else value_type, description]


def _get_meaning(relation: str, column: str) -> str:
    return next(candidate.meaning for candidate in load_relations()[relation].columns if candidate.name == column)


def _describe_entry(span: str) -> Meta:
    return _describe(
        f"How it entered, if it had no kept rank {span} before: new (created and first observed since), first_observed (first observed "
        "since, but older), returned (it had an earlier rank), entered (observed before, without a rank). null: it had a rank, or the board did not exist then."
    )


def _describe_group_rank(group: str) -> Meta:
    return _describe(f"Its rank among {group} only; null: not in the top 25 of them, or a dataset.")


BoardName = Annotated[str, _describe(f"{list_words([board.name for board in OWN_BOARDS], 'or')}.")]
Kind = Annotated[str, _describe("model or dataset.")]
Status = Annotated[
    str | None, _describe(f"{_get_meaning('boards', 'status')} null: the board does not exist that day.")
]
RankedCount = Annotated[int | None, _describe(_get_meaning("boards", "ranked_repos"), unit="repos")]
BreakoutCount = Annotated[int | None, _describe(_get_meaning("boards", "breakouts"), unit="repos")]
Unit = Annotated[str, _describe("Unit of score, score_low and score_high.")]
Url = Annotated[str, _describe("Its page on the Hub.", format="uri")]


class File(Struct, kw_only=True):
    """The keys that every file begins with."""

    date: Annotated[dt.date, _describe("The edition's day, by the Hub's own clock (UTC).")]
    sample: Annotated[bool, _describe("Whether the data is invented, from the sample Hub.")]


class Note(Struct, kw_only=True):
    """A coded statement about a rank, board or model."""

    code: Annotated[str, _describe("A stable code to branch on.")]
    parameters: Annotated[
        Parameters, _describe("Its parameters: dates as 2026-03-06, shares from 0 to 1, spans in days.")
    ]
    text: Annotated[dict[str, str], _describe("The sentence in each language of the site, by language code.")]


BoardNotes = Annotated[list[Note], _describe("What readers must know about the board.")]


class ListedRepo(Struct, kw_only=True):
    """A repo in the index."""

    oid: Annotated[str, _describe("Its identity, the name of its file.")]
    kind: Kind
    id: Annotated[str, _describe("Its name on the Hub.")]


class Milestone(Struct, kw_only=True):
    """What a young history will show, and when, with a snapshot every day."""

    code: Annotated[str, _describe("changes_1d, changes_7d, changes_30d, scorecard, or a board with its first rows.")]
    date: Annotated[dt.date, _describe("The first day with it.")]


class Index(File, kw_only=True):
    """The contents of the site."""

    name: Annotated[str, _describe("The project.")]
    version: Annotated[int, _describe("Version of the API; docs/api.md says what a version guarantees.")]
    first_date: Annotated[dt.date, _describe("Day of the first snapshot.")]
    days: Annotated[int, _describe("Days with a snapshot.", unit="days")]
    files: Annotated[dict[str, str], _describe("Addresses of all files, relative to the site's root.")]
    categories: Annotated[list[str], _describe("Slugs of the documented categories, in their order.")]
    boards: Annotated[list[str], _describe("Boards of each category.")]
    milestones: Annotated[list[Milestone], _describe("What is to come, earliest first; empty once all is there.")]
    repos: Annotated[list[ListedRepo], _describe("Repos that have a file, sorted by oid, to look up a repo by name.")]


class BoardStatus(Struct, kw_only=True):
    """Whether a board's inputs were complete on the day."""

    board: BoardName
    status: Status
    notes: BoardNotes
    ranked_repos: RankedCount
    breakouts: BreakoutCount


_CATEGORY_DAY = "date repos new_repos downloads likes coverage"


class CategoryDay(_define_row("category_daily", _CATEGORY_DAY), kw_only=True):
    """A category on a day."""


class CategoryDays(_define_row("category_daily", _CATEGORY_DAY, as_lists=True), kw_only=True):
    """Its last 90 days, oldest first: one list per key, all of equal length."""


_CATEGORY = "slug kind section section_en section_ko name_en name_ko description_en description_ko hub_url selector documented_on status note note_ko"


class Category(_define_row("categories", _CATEGORY), kw_only=True):
    """A documented category."""

    today: Annotated[CategoryDay | None, _describe("null: none of its repos was observed that day.")]
    history: CategoryDays
    boards: Annotated[list[BoardStatus], _describe("Its boards on that day.")]


class Categories(File, kw_only=True):
    """The documented categories."""

    categories: Annotated[list[Category], _describe("In the order of the catalogue.")]


_RANKED_REPO = "rank oid id score score_low score_high rank_1d_ago rank_7d_ago rank_30d_ago basis likes likes_1d likes_7d downloads downloads_gained largest_step_share base_relation"


class RankedRepo(_define_row("trends", _RANKED_REPO), kw_only=True):
    """A repo's rank on a board."""

    likes_7d: Annotated[
        int | None, _describe("Likes gained in exactly 7 days. null: the week was not observed.", unit="likes")
    ]
    rank_originals: Annotated[int | None, _describe_group_rank("originals")]
    rank_derivatives: Annotated[int | None, _describe_group_rank("derivatives")]
    root_model: Annotated[
        str | None,
        _describe("The original model at the end of its chain of base models; null: a dataset, or unknown."),
    ]
    days_on_board: Annotated[int, _describe("Days with a kept rank since the board's `first_date`.", unit="days")]
    best_rank: Annotated[int, _describe("Its best kept rank since the board's `first_date`.")]
    first_day_on_board: Annotated[dt.date, _describe("First day with a kept rank since the board's `first_date`.")]
    top10_days: Annotated[int, _describe("Days in the top 10 since the board's `first_date`.", unit="days")]
    top10_since: Annotated[
        dt.date | None,
        _describe("First day of its current stay in the top 10; days without a board do not end it. null: below."),
    ]
    entry_1d: Annotated[str | None, _describe_entry("1 day")]
    entry_7d: Annotated[str | None, _describe_entry("7 days")]
    url: Url


class Board(File, kw_only=True):
    """A board of a category."""

    category: Annotated[str, _describe("Slug.")]
    board: BoardName
    status: Status
    notes: BoardNotes
    ranked_repos: RankedCount
    breakouts: BreakoutCount
    kept_ranks: Annotated[
        int | None, _describe("Ranks of this board that the database keeps for that day. null: none.", unit="repos")
    ]
    first_date: Annotated[
        dt.date | None,
        _describe(
            "First day of this board in this almanac; days_on_board, best_rank and first_day_on_board start there. null: none."
        ),
    ]
    unit: Unit
    ranking: Annotated[
        list[RankedRepo],
        _describe("The top 25 of all repos, of originals and of derivatives, each repo once, by rank."),
    ]


_REPO_DAY = "date downloads_all_time likes status source"


class RepoDays(_define_row("model_history", _REPO_DAY, as_lists=True), kw_only=True):
    """Its observed days of the last year, oldest first: one list per key, all of equal length."""


class Event(_define_row("events", "date event old new"), kw_only=True):
    """A change of a repo."""


_REPO_RANK = (
    "category board rank score score_low score_high rank_1d_ago rank_7d_ago rank_30d_ago basis likes likes_1d likes_since_previous days_since_previous likes_7d likes_7d_days likes_28d "
    "likes_28d_days age_days downloads trending_score expected_likes_7d false_discovery_rate downloads_gained downloads_gained_days largest_step_share base_relation"
)


class RepoRank(_define_row("trends", _REPO_RANK), kw_only=True):
    """A repo's rank on a board of the day, with the reasons."""

    unit: Unit
    reasons: Annotated[list[Note], _describe("The reasons for its rank.")]


class _RepoFile(File, kw_only=True):
    kind: Kind


_REPO = "oid id author pipeline_tag library_name license gated disabled created_at base_relation base_models parameters first_seen last_seen"


class Repo(_define_row("models", _REPO, base=_RepoFile), kw_only=True):
    """A repo that is ranked, moved or featured."""

    url: Url
    history: RepoDays
    events: Annotated[list[Event], _describe("Its changes, oldest first.")]
    ranks: Annotated[list[RepoRank], _describe("Its ranks of that day.")]


_FEATURED = (
    "category id current_id oid availability downloads downloads_all_time likes downloads_30d_change_1d downloads_30d_change_7d downloads_30d_change_30d "
    "downloads_gained_1d downloads_gained_7d downloads_gained_30d likes_1d likes_7d likes_30d interpolated_spans rank_downloads rank_likes "
    "rank_attention rank_trending share_downloads share_likes share_trending percentile_downloads age_days finetunes quantizations adapters merges"
)


class FeaturedModel(_define_row("featured", _FEATURED), kw_only=True):
    """A model that the site follows by name."""

    url: Annotated[str | None, _describe("Its page on the Hub.", format="uri")]
    notes: Annotated[list[Note], _describe(_get_meaning("featured", "notes"))]
    unknown_changes: Annotated[list[Note], _describe(_get_meaning("featured", "unknown_changes"))]


class Featured(File, kw_only=True):
    """The featured models."""

    featured: Annotated[list[FeaturedModel], _describe("The models that the site follows by name.")]


_MOVE = (
    "date move category board oid id rank rank_1d_ago score likes likes_1d likes_7d expected_likes_7d false_discovery_rate downloads_gained likes_since_previous previous_record "
    "days_compared old new entry"
)


class Move(_define_row("movers", _MOVE), kw_only=True):
    """A move of a repo."""

    url: Url


class Movers(File, kw_only=True):
    """Recent moves."""

    movers: Annotated[list[Move], _describe("Moves of the last 14 days, newest first.")]


class Evaluation(_define_row("scorecard", "board metric date value"), kw_only=True):
    """How well a board predicted the days after a day."""


class Scorecard(File, kw_only=True):
    """How well the boards predict."""

    scorecard: Annotated[
        list[Evaluation],
        _describe(
            "How well boards predicted the likes of the next 3 days: means over categories, for the last 90 days."
        ),
    ]


_OBSERVED_DAY = "date kind status scope limited repos changed_counter_share usual_changed_counter_share frozen_share frozen_quarters source"
# without the Hub's address, which may be a private mirror
_SNAPSHOT = (
    "date kind scope status started_at finished_at repos pages requests duplicates changed_counter_share rejects source"
)


class ObservedDay(_define_row("days", _OBSERVED_DAY), kw_only=True):
    """How the repos of a kind were observed on a day."""


class Snapshot(_define_row("snapshots", _SNAPSHOT), kw_only=True):
    """A crawl that contributed to the day."""


class Quality(File, kw_only=True):
    """How completely the Hub was observed."""

    days: Annotated[list[ObservedDay], _describe("The last 90 days, newest first, including days without a snapshot.")]
    snapshots: Annotated[list[Snapshot], _describe("The snapshots of the edition's day.")]


class FailingCheck(Struct, kw_only=True):
    """A check of the day that fails."""

    asset: Annotated[str, _describe("What was checked.")]
    name: Annotated[str, _describe("The check, as in docs/operations.md.")]
    subject: Annotated[str, _describe("The first part that fails: a kind, a category, a board, a repo.")]
    expected: Annotated[Note, _describe("What was expected of it.")]
    actual: Annotated[Note, _describe("What was found.")]
    more: Annotated[int, _describe("How many more parts fail.")]


class Health(File, kw_only=True):
    """Whether the edition's day is sound, and until when it is up to date."""

    status: Annotated[Verdict, _describe("pass; warn: checks fail; fail: see problems. Past valid_until: fail.")]
    valid_until: Annotated[Time, _describe("When the next day's snapshot is due; the history is stale from then on.")]
    finished_at: Annotated[Time | None, _describe("End of the day's crawl, by the Hub's own clock. null: unknown.")]
    version: Annotated[str, _describe("Version of Hub Almanac.")]
    problems: Annotated[list[Note], _describe("What is wrong; empty if the status is pass.")]
    first_date: Annotated[dt.date | None, _describe("Day of the first snapshot. null: none.")]
    days: Annotated[int, _describe("Days with a snapshot.", unit="days")]
    gaps: Annotated[list[tuple[dt.date, dt.date]], _describe("First and last day of each gap, oldest first.")]
    failing_checks: Annotated[list[FailingCheck], _describe("The checks of the day that fail.")]
