"""Write the JSON API (docs/api.md): static files under `api/v1/` (api_types) and their JSON Schema (api_schema)."""

import datetime as dt
import json
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote

import msgspec
from msgspec import Struct

from pipeline.config import PUBLIC_HUB
from pipeline.i18n.messages import languages, sentence
from pipeline.kinds import KINDS
from pipeline.notes import Note
from pipeline.ranking.registry import OWN_BOARDS, find_board
from pipeline.site import api_types
from pipeline.site.api_schema import build_schema
from pipeline.site.page_data import Board, Category, Edition, Repo, Row

Put = Callable[[str, str | bytes], None]

FILES = {
    "index": "api/v1/index.json",
    "categories": "api/v1/categories.json",
    "board": "api/v1/boards/{category}/{board}.json",
    "repo": "api/v1/repos/{oid}.json",
    "featured": "api/v1/featured.json",
    "movers": "api/v1/movers.json",
    "scorecard": "api/v1/scorecard.json",
    "quality": "api/v1/quality.json",
    "health": "health.json",
    "schema": "api/v1/schema.json",
    "badge": "badges/{category}/{oid}.svg",
    "feed": "feeds/{category}.json",
    "page": "r/{oid}.html",
}

T = TypeVar("T", bound=Struct)


def write_api(edition: Edition, put: Put) -> None:
    """Put all files of the API; the same edition gives the same bytes."""

    def write_file(name: str, content: Struct, **placeholders: str) -> None:
        put(FILES[name].format(**placeholders), encode_struct(content))

    head = {"date": edition.day, "sample": edition.sample}
    write_file("index", _build_index(edition, head))
    categories = [_build_category(category, edition.day) for category in edition.categories]
    write_file("categories", api_types.Categories(**head, categories=categories))
    for category in edition.categories:
        for board in category.boards.values():
            write_file("board", _build_board(category, board, head), category=category.slug, board=board.name)
    for oid, repo in edition.repos.items():
        write_file("repo", _build_repo(repo, head), oid=oid)
    write_file(
        "featured", api_types.Featured(**head, featured=[_build_featured_model(row) for row in edition.featured])
    )
    kinds = {oid: repo.about["kind"] for oid, repo in edition.repos.items()}
    movers = [
        _fill_struct(api_types.Move, row, url=link_to_hub(kinds.get(row["oid"], "model"), row["id"]))
        for row in edition.movers
    ]
    write_file("movers", api_types.Movers(**head, movers=movers))
    evaluations = [_fill_struct(api_types.Evaluation, row) for row in edition.scorecard]
    write_file("scorecard", api_types.Scorecard(**head, scorecard=evaluations))
    days = [_fill_struct(api_types.ObservedDay, row) for row in edition.quality]
    snapshots = [_fill_struct(api_types.Snapshot, row) for row in edition.snapshots_today]
    write_file("quality", api_types.Quality(**head, days=days, snapshots=snapshots))
    put(FILES["schema"], encode_json(build_schema(), indent=1))


def link_to_hub(kind: str, id: str) -> str:
    """Return the repo's page on the public Hub, even if a mirror was crawled. `kind`: a name in pipeline/kinds.py."""
    page_kind = next((candidate for candidate in KINDS.values() if candidate.name == kind), None)
    return f"{PUBLIC_HUB}/{page_kind.page if page_kind else ''}{quote(id, safe='/')}"


def encode_struct(content: Struct) -> str:
    """Encode a file's content as JSON, as `encode_json` does."""
    return encode_json(msgspec.to_builtins(content, builtin_types=(dt.date, dt.datetime)))


def encode_json(value: object, indent: int | None = None) -> str:
    """Encode as JSON, with ISO dates (times are UTC) and escaped markup, invisible and direction-changing characters."""
    separators = None if indent else (",", ":")
    text = json.dumps(
        value, default=_encode_date, ensure_ascii=False, allow_nan=False, check_circular=False, indent=indent, separators=separators
    )  # fmt: skip
    for character in sorted(set(text) - {"\n"}):
        if character in "<>&" or not character.isprintable():
            text = text.replace(
                character, json.dumps(character)[1:-1] if ord(character) > 127 else f"\\u{ord(character):04x}"
            )
    return text + "\n"


def _encode_date(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds") + "Z"
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"The API has no encoding for {type(value).__name__}.")


def _fill_struct(struct: type[T], row: Row, **overrides: object) -> T:
    """Fill a struct with the row's API keys; `overrides` supplies missing or different ones."""
    return struct(**{key: overrides[key] if key in overrides else row[key] for key in struct.__struct_fields__})


def _fill_columns(struct: type[T], rows: list[Row]) -> T:
    """Fill a struct with one list per key: a third of the size of a list of rows."""
    return struct(**{key: [row[key] for row in rows] for key in struct.__struct_fields__})


def translate_notes(group: str, notes: list[Note]) -> list[api_types.Note]:
    """Return notes with their texts in every language."""
    return [
        api_types.Note(
            code=note.code,
            parameters=note.parameters,
            text={language: sentence(language, group, note) for language in languages()},
        )
        for note in notes
    ]


def _build_index(edition: Edition, head: Row) -> api_types.Index:
    repos = [
        api_types.ListedRepo(oid=oid, kind=repo.about["kind"], id=repo.about["id"])
        for oid, repo in sorted(edition.repos.items())
    ]
    return api_types.Index(
        **head,
        name="Hub Almanac",
        version=1,
        first_date=edition.days[0],
        days=len(edition.days),
        files=FILES,
        categories=[category.slug for category in edition.categories],
        boards=[board.name for board in OWN_BOARDS],
        milestones=[
            api_types.Milestone(code=milestone.code, date=milestone.day) for milestone in edition.milestones.coming
        ],
        repos=repos,
    )


def _build_category(category: Category, day: dt.date) -> api_types.Category:
    return _fill_struct(
        api_types.Category,
        category.about,
        today=_fill_struct(api_types.CategoryDay, category.today) if category.today else None,
        history=_fill_columns(api_types.CategoryDays, category.days),
        boards=[
            _fill_struct(
                api_types.BoardStatus, vars(board), board=board.name, notes=translate_notes("note", board.notes)
            )
            for board in category.boards.values()
        ],
    )


def _build_board(category: Category, board: Board, head: Row) -> api_types.Board:
    places = [
        _fill_struct(
            api_types.RankedRepo,
            row,
            rank_originals=row["views"].get("originals"),
            rank_derivatives=row["views"].get("derivatives"),
            url=link_to_hub(category.about["kind"], row["id"]),
        )
        for row in board.places
    ]
    overrides = {
        **head,
        "category": category.slug,
        "board": board.name,
        "unit": find_board(board.name).unit,
        "ranking": places,
        "first_date": board.since,
        "notes": translate_notes("note", board.notes),
    }
    return _fill_struct(api_types.Board, vars(board), **overrides)


def _build_repo(repo: Repo, head: Row) -> api_types.Repo:
    standings = [
        _fill_struct(
            api_types.RepoRank,
            row,
            unit=find_board(row["board"]).unit,
            reasons=translate_notes("reason", row["reasons"]),
        )
        for row in repo.standings
    ]
    return _fill_struct(
        api_types.Repo,
        repo.about,
        **head,
        url=link_to_hub(repo.about["kind"], repo.about["id"]),
        history=_fill_columns(api_types.RepoDays, repo.days),
        events=[_fill_struct(api_types.Event, row) for row in repo.events],
        ranks=standings,
    )


def _build_featured_model(row: Row) -> api_types.FeaturedModel:
    # not on the Hub, so without a page there
    url = link_to_hub("model", row["current_id"]) if row["current_id"] else None
    notes, unknown_changes = (
        translate_notes("featured-note", row["notes"]),
        translate_notes("change-unknown", row["unknown_changes"]),
    )
    return _fill_struct(api_types.FeaturedModel, row, url=url, notes=notes, unknown_changes=unknown_changes)
