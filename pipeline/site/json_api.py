"""The JSON API: a day as static files below `api/v1/`, and the JSON Schema that says what each key means.

Keys are named here and nowhere else: a column that the database gains does not become part of the API by itself. Their meanings, units
and whether they may be null come from the database's own comments. docs/api.md describes the files to people.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

from pipeline.config import PUBLIC_HUB
from pipeline.i18n.messages import languages, sentence
from pipeline.notes import Note
from pipeline.published.data_dictionary import relations
from pipeline.ranking.registry import OWN_BOARDS, board_named
from pipeline.site.page_data import Board, Category, Edition, Repo, Row
from pipeline.text import enumerated

Put = Callable[[str, str | bytes], None]

ROOT = "api/v1/"
FILES = {
    "index": "api/v1/index.json",
    "categories": "api/v1/categories.json",
    "board": "api/v1/boards/{category}/{board}.json",
    "repo": "api/v1/repos/{oid}.json",
    "featured": "api/v1/featured.json",
    "movers": "api/v1/movers.json",
    "scorecard": "api/v1/scorecard.json",
    "quality": "api/v1/quality.json",
    "schema": "api/v1/schema.json",
    "badge": "badges/{category}/{oid}.svg",
    "feed": "feeds/{category}.json",
    "page": "r/{oid}.html",
}

# What is taken over from rows as they are, by definition of the schema: the relation that explains the keys, and the keys.
TAKEN = {
    "category": ("categories", (
        "slug", "kind", "section", "section_en", "section_ko", "name_en", "name_ko", "description_en", "description_ko", "hub_url", "selector",
        "documented_on", "status", "note",
    )),
    "category_days": ("category_daily", ("date", "repos", "new_repos", "downloads", "likes", "coverage")),
    "place": ("trends", (
        "rank", "oid", "id", "score", "score_low", "score_high", "rank_1d", "rank_7d", "rank_30d", "basis", "likes", "likes_1d", "likes_7d",
        "downloads", "downloads_gained", "burst", "relation",
    )),
    "about": ("models", (
        "oid", "id", "author", "pipeline_tag", "library_name", "license", "gated", "disabled", "created_at", "base_relation", "base_models",
        "parameters", "first_seen", "last_seen",
    )),
    "repo_days": ("model_history", ("date", "downloads_all_time", "likes", "status")),
    "event": ("events", ("date", "event", "old", "new")),
    "standing": ("trends", (
        "category", "board", "rank", "score", "score_low", "score_high", "rank_1d", "rank_7d", "rank_30d", "basis", "likes", "likes_1d", "step_likes",
        "step_days", "likes_7d", "days_7d", "likes_28d", "days_28d", "age_days", "downloads", "trending_score", "expected_7d", "q", "downloads_gained",
        "downloads_days", "burst", "relation",
    )),
    "featured_model": ("featured", (
        "category", "id", "current_id", "oid", "availability", "note", "downloads", "downloads_all_time", "likes", "downloads_1d", "downloads_7d",
        "downloads_30d", "downloads_all_time_1d", "downloads_all_time_7d", "downloads_all_time_30d", "likes_1d", "likes_7d", "likes_30d",
        "interpolated", "unknown", "rank", "rank_likes", "rank_attention", "rank_trending", "share", "share_likes", "share_trending", "percentile",
        "days_since_release", "finetunes", "quantized", "adapters", "merges",
    )),
    "move": ("movers", (
        "date", "move", "category", "board", "oid", "id", "rank", "rank_1d", "score", "likes", "likes_1d", "likes_7d", "expected_7d", "q",
        "downloads_gained", "step_likes", "record_before", "days_compared", "old", "new", "entry",
    )),
    "judgement": ("scorecard", ("board", "metric", "date", "value")),
    "observed_day": ("days", (
        "date", "kind", "status", "scope", "limited", "repos", "moved_share", "usual_share", "frozen_share", "frozen_quarters",
    )),
    # without the Hub's address: it may be a mirror that is nobody's business
    "snapshot": ("snapshots", (
        "date", "kind", "scope", "status", "started_at", "finished_at", "rows", "pages", "requests", "duplicates", "moved_share", "rejects",
    )),
}  # fmt: skip


def write_api(edition: Edition, put: Put) -> None:
    """All files of the API: the same edition makes the same bytes."""

    def out(name: str, content: Row, **where: str) -> None:
        put(FILES[name].format(**where), as_json({"date": edition.day, "sample": edition.sample, **content}))

    kinds = {oid: repo.about["kind"] for oid, repo in edition.repos.items()}
    out("index", _index(edition))
    out("categories", {"categories": [_category(category, edition.day) for category in edition.categories]})
    for category in edition.categories:
        for board in category.boards.values():
            out("board", _board(category, board), category=category.slug, board=board.name)
    for oid, repo in edition.repos.items():
        out("repo", _repo(repo), oid=oid)
    out(
        "featured",
        {
            "featured": [
                # what is not on the Hub has no page there
                {**taken("featured_model", row), "url": hub_link("model", row["current_id"]) if row["current_id"] else None}
                for row in edition.featured
            ]
        },
    )  # fmt: skip
    out(
        "movers",
        {
            "movers": [
                {**taken("move", row), "url": hub_link(kinds.get(row["oid"], "model"), row["id"])}
                for row in edition.movers
            ]
        },
    )
    out("scorecard", {"scorecard": [taken("judgement", row) for row in edition.scorecard]})
    out(
        "quality",
        {
            "days": [taken("observed_day", row) for row in edition.quality],
            "snapshots": [taken("snapshot", row) for row in edition.snapshots],
        },
    )
    put(FILES["schema"], as_json(schema(), indent=1))


def hub_link(kind: str, id: str) -> str:
    """The repo's page on the public Hub, whatever Hub it was observed on. `kind`: model or dataset."""
    return f"{PUBLIC_HUB}/{'datasets/' if kind == 'dataset' else ''}{quote(id, safe='/')}"


def as_json(value: object, indent: int | None = None) -> str:
    """JSON text with dates in ISO form (times are UTC). Exact, and inert all the same: what could be taken for markup, or cannot be seen, or
    turns the text's direction is written as an escape."""
    separators = None if indent else (",", ":")
    text = json.dumps(
        value, default=_iso, ensure_ascii=False, allow_nan=False, check_circular=False, indent=indent, separators=separators
    )  # fmt: skip
    for c in sorted(set(text) - {"\n"}):
        if c in "<>&" or not c.isprintable():
            text = text.replace(c, json.dumps(c)[1:-1] if ord(c) > 127 else f"\\u{ord(c):04x}")
    return text + "\n"


def taken(name: str, row: Row) -> Row:
    """The keys of a row that are part of the API."""
    return {key: row[key] for key in TAKEN[name][1]}


def _iso(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds") + "Z"
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not part of the API")


def _index(edition: Edition) -> Row:
    return {
        "name": "Hub Almanac",
        "version": 1,
        "first_date": edition.days[0],
        "days": len(edition.days),
        "files": FILES,
        "categories": [category.slug for category in edition.categories],
        "boards": [board.name for board in OWN_BOARDS],
        "repos": [
            {"oid": oid, "kind": repo.about["kind"], "id": repo.about["id"]}
            for oid, repo in sorted(edition.repos.items())
        ],
    }


def _category(category: Category, day: dt.date) -> Row:
    today = next((row for row in category.days if row["date"] == day), None)
    return {
        **taken("category", category.about),
        "today": taken("category_days", today) if today else None,
        "history": columns("category_days", category.days),
        "boards": [
            {"board": board.name, "status": board.status, "note": board.note, "ranked": board.ranked, "breakouts": board.breakouts}
            for board in category.boards.values()
        ],
    }  # fmt: skip


def _board(category: Category, board: Board) -> Row:
    return {
        "category": category.slug,
        "board": board.name,
        "status": board.status,
        "note": board.note,
        "ranked": board.ranked,
        "breakouts": board.breakouts,
        "kept": board.kept,
        "since": board.since,
        "unit": board_named(board.name).unit,
        "places": [
            {
                **taken("place", row),
                "place_originals": row["views"].get("originals"),
                "place_derivatives": row["views"].get("derivatives"),
                "root": row["root"],
                "days_on_board": row["days_on_board"],
                "best_rank": row["best_rank"],
                "first_day": row["first_day"],
                "entry_1d": row["entry_1d"],
                "entry_7d": row["entry_7d"],
                "url": hub_link(category.about["kind"], row["id"]),
            }
            for row in board.places
        ],
    }


def _repo(repo: Repo) -> Row:
    return {
        "kind": repo.about["kind"],
        **taken("about", repo.about),
        "url": hub_link(repo.about["kind"], repo.about["id"]),
        "history": columns("repo_days", repo.days),
        "events": [taken("event", row) for row in repo.events],
        "standings": [
            {
                **taken("standing", row),
                "unit": board_named(row["board"]).unit,
                "reasons": [spoken("reason", note) for note in row["reasons"]],
            }
            for row in repo.standings
        ],
    }


def spoken(group: str, note: Note) -> Row:
    """A note with its sentence in every language."""
    sentences = {language: sentence(language, group, note) for language in languages()}
    return {"code": note.code, "parameters": note.parameters, "text": sentences}


def columns(name: str, rows: Iterable[Row]) -> dict[str, list[Any]]:
    """The rows as a list a key, all of one length: a third of the size."""
    rows = list(rows)
    return {key: [row[key] for row in rows] for key in TAKEN[name][1]}


def schema() -> Row:
    """The JSON Schema (2020-12) of all files: `$defs` holds one for each, by the names of FILES, and those of their parts."""
    day = _key("string", "The edition's day, by the Hub's own clock (UTC).", format="date")
    head = {
        "date": day,
        "sample": _key("boolean", "Whether these are the made-up repos and numbers of the sample Hub."),
    }
    page = _key("string", "Its page on the Hub.", format="uri")
    standing = {
        "status": _key(["string", "null"], f"{_meaning('boards', 'status')} null: there is no such board that day."),
        "note": _key(["string", "null"], _meaning("boards", "note")),
        "ranked": _key(["integer", "null"], _meaning("boards", "ranked"), unit="repos"),
        "breakouts": _key(["integer", "null"], _meaning("boards", "breakouts"), unit="repos"),
    }
    name = _key("string", f"{enumerated([board.name for board in OWN_BOARDS], 'or')}.")
    unit = _key("string", "Unit of score, score_low and score_high.")
    kind = _key("string", "model or dataset.")
    place = _key(
        ["integer", "null"], "Its place among originals alone; null: not among the first 25 of them, or a dataset."
    )
    entry = _key(
        ["string", "null"],
        "How it came to its place where it had no kept one {} before: new (created and first observed since), first_observed (first observed "
        "since, but older), returned (it had one earlier still), entered (observed before, without one). null: it had one, or there was no board then.",
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Hub Almanac API, version 1",
        "description": "Each file of api/v1/ is one of $defs. `unit` says what a number counts. Unknown is null, never 0.",
        "$defs": {
            "index": _object({
                **head,
                "name": _key("string", "The project."),
                "version": _key("integer", "Of the API: what is promised of a version is in docs/api.md."),
                "first_date": _key("string", "Day of the first snapshot.", format="date"),
                "days": _key("integer", "Days with a snapshot.", unit="days"),
                "files": {**_object({key: _key("string") for key in FILES}), "description": "Addresses, relative to the site's root."},
                "categories": _list({"type": "string"}, "Slugs of the documented categories, in their order."),
                "boards": _list({"type": "string"}, "Boards of each category."),
                "repos": _list(
                    _object({"oid": _key("string"), "kind": kind, "id": _key("string")}), "Repos that have a file, by oid: to find one by its name."
                ),
            }),
            "categories": _object({**head, "categories": _list(_ref("category"), "In the order of the catalogue.")}),
            "category": _object({
                **_taken("category"),
                "today": {"anyOf": [_object(_taken("category_days")), {"type": "null"}], "description": "null: nothing of it was observed that day."},
                "history": _ref("category_days"),
                "boards": _list(_object({"board": name, **standing}), "Its boards on that day."),
            }),
            "category_days": _columns("category_days", "Its last 90 days, oldest first: a list a key, all of one length."),
            "board": _object({
                **head, "category": _key("string", "Slug."), "board": name, **standing,
                "kept": _key(["integer", "null"], "Places of this board that were kept of that day. null: none.", unit="places"),
                "since": _key(["string", "null"], "First day of this board in this almanac: what days_on_board, best_rank and first_day go back to. null: there is none.", format="date"),
                "unit": unit,
                "places": _list(_ref("place"), "The first 25 of all, of originals and of derivatives, each once, by rank."),
            }),
            "place": _object({
                **_taken("place"),
                "likes_7d": _key(["integer", "null"], "Likes gained in exactly 7 days. null: the week was not observed.", unit="likes"),
                "place_originals": place,
                "place_derivatives": {**place, "description": place["description"].replace("originals", "derivatives")},
                "root": _key(["string", "null"], "The model that it descends from at the end of the chain of bases; null: a dataset, or not known."),
                "days_on_board": _key("integer", "Days since the board's `since` on which it had a kept place.", unit="days"),
                "best_rank": _key("integer", "Its best kept place from the board's `since` to that day."),
                "first_day": _key("string", "First day since the board's `since` on which it had a kept place.", format="date"),
                "entry_1d": {**entry, "description": entry["description"].format("1 day")},
                "entry_7d": {**entry, "description": entry["description"].format("7 days")},
                "url": page,
            }),
            "repo": _object({
                **head, "kind": kind, **_taken("about"), "url": page, "history": _ref("repo_days"),
                "events": _list(_ref("event"), "Its changes, oldest first."),
                "standings": _list(_ref("standing"), "Its places of that day."),
            }),
            "repo_days": _columns("repo_days", "Its observed days of the last year, oldest first: a list a key, all of one length."),
            "event": _object(_taken("event")),
            "standing": _object({
                **_taken("standing"),
                "unit": unit,
                "reasons": _list(_ref("note"), "Why it stands there."),
            }),
            "note": _object({
                "code": _key("string", "What is said, as a word that stays the same."),
                "parameters": {"type": "object", "description": "Its figures: dates as 2026-03-06, shares from 0 to 1, spans in days."},
                "text": {
                    "type": "object", "description": "The sentence in each language of the site, by its code.",
                    "additionalProperties": {"type": "string"},
                },
            }),
            "featured": _object({**head, "featured": _list(_ref("featured_model"), "The models that are followed by name.")}),
            "featured_model": _object({**_taken("featured_model"), "url": {**page, "type": ["string", "null"]}}),
            "movers": _object({**head, "movers": _list(_ref("move"), "What moved in the last 14 days, the newest day first.")}),
            "move": _object({**_taken("move"), "url": page}),
            "scorecard": _object({
                **head,
                "scorecard": _list(
                    _ref("judgement"), "How well boards foresaw the likes of the next 3 days: the mean of the categories, of the last 90 days."
                ),
            }),
            "judgement": _object(_taken("judgement")),
            "quality": _object({
                **head,
                "days": _list(_ref("observed_day"), "The last 90 days, the newest first, those without a snapshot included."),
                "snapshots": _list(_ref("snapshot"), "The snapshots of that day."),
            }),
            "observed_day": _object(_taken("observed_day")),
            "snapshot": _object(_taken("snapshot")),
        },
    }  # fmt: skip


def _taken(name: str) -> Row:
    relation, keys = TAKEN[name]
    told = {column.name: column for column in relations()[relation].columns}
    made: Row = {}
    for key in keys:
        column = told[key]
        one = _of_type(column.type)
        if column.null:
            one["type"] = [one["type"], "null"]
        one["description"] = column.meaning + (f" null: {column.null}." if column.null else "")
        if column.unit:
            one["unit"] = column.unit
        made[key] = one
    return made


def _of_type(name: str) -> Row:
    """The JSON type of a DuckDB type."""
    if name == "VARCHAR[]":
        return {"type": "array", "items": {"type": "string"}}
    return {
        "VARCHAR": {"type": "string"},
        "BOOLEAN": {"type": "boolean"},
        "INTEGER": {"type": "integer"},
        "BIGINT": {"type": "integer"},
        "HUGEINT": {"type": "integer"},
        "DOUBLE": {"type": "number"},
        "DATE": {"type": "string", "format": "date"},
        "TIMESTAMP": {"type": "string", "format": "date-time"},
    }[name].copy()


def _columns(name: str, says: str) -> Row:
    lists = {
        key: {"type": "array", "items": {k: v for k, v in one.items() if k in ("type", "format")}, **{k: v for k, v in one.items() if k in ("description", "unit")}}
        for key, one in _taken(name).items()
    }  # fmt: skip
    return {**_object(lists), "description": says}


def _meaning(relation: str, column: str) -> str:
    return next(one.meaning for one in relations()[relation].columns if one.name == column)


def _key(type: str | list[str], description: str = "", **more: str) -> Row:
    return {"type": type, **({"description": description} if description else {}), **more}


def _object(properties: Row) -> Row:
    """An object with all of these keys. Others are not forbidden: version 1 may gain keys."""
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(items: Row, description: str) -> Row:
    return {"type": "array", "description": description, "items": items}


def _ref(name: str) -> Row:
    return {"$ref": f"#/$defs/{name}"}
