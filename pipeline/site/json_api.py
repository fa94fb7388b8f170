"""The JSON API: a day as static files below `api/v1/`, and the JSON Schema that says what each key means (api_types).

docs/api.md describes the files to people.
"""

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
from pipeline.ranking.registry import OWN_BOARDS, board_named
from pipeline.site import api_types
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
    "schema": "api/v1/schema.json",
    "badge": "badges/{category}/{oid}.svg",
    "feed": "feeds/{category}.json",
    "page": "r/{oid}.html",
}

T = TypeVar("T", bound=Struct)


def write_api(edition: Edition, put: Put) -> None:
    """Put all files of the API: the same edition makes the same bytes."""

    def out(name: str, content: Struct, **where: str) -> None:
        put(FILES[name].format(**where), as_json(msgspec.to_builtins(content, builtin_types=(dt.date, dt.datetime))))

    head = {"date": edition.day, "sample": edition.sample}
    out("index", _index(edition, head))
    categories = [_category(category, edition.day) for category in edition.categories]
    out("categories", api_types.Categories(**head, categories=categories))
    for category in edition.categories:
        for board in category.boards.values():
            out("board", _board(category, board, head), category=category.slug, board=board.name)
    for oid, repo in edition.repos.items():
        out("repo", _repo(repo, head), oid=oid)
    out("featured", api_types.Featured(**head, featured=[_featured_model(row) for row in edition.featured]))
    kinds = {oid: repo.about["kind"] for oid, repo in edition.repos.items()}
    movers = [
        _take(api_types.Move, row, url=hub_link(kinds.get(row["oid"], "model"), row["id"])) for row in edition.movers
    ]
    out("movers", api_types.Movers(**head, movers=movers))
    judgements = [_take(api_types.Evaluation, row) for row in edition.scorecard]
    out("scorecard", api_types.Scorecard(**head, scorecard=judgements))
    days = [_take(api_types.ObservedDay, row) for row in edition.quality]
    snapshots = [_take(api_types.Snapshot, row) for row in edition.snapshots]
    out("quality", api_types.Quality(**head, days=days, snapshots=snapshots))
    put(FILES["schema"], as_json(api_types.schema(), indent=1))


def hub_link(kind: str, id: str) -> str:
    """The repo's page on the public Hub, whatever Hub it was observed on. `kind`: of pipeline/kinds.py."""
    known = next((known for known in KINDS.values() if known.name == kind), None)
    return f"{PUBLIC_HUB}/{known.page if known else ''}{quote(id, safe='/')}"


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


def _iso(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds") + "Z"
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not part of the API")


def _take(struct: type[T], row: Row, **own: object) -> T:
    """Make a struct of the keys of a row that are part of the API; `own`: the keys that the row does not have, or has otherwise."""
    return struct(**{key: own[key] if key in own else row[key] for key in struct.__struct_fields__})


def _take_lists(struct: type[T], rows: list[Row]) -> T:
    """Make a struct of rows as a list a key, all of one length: a third of the size."""
    return struct(**{key: [row[key] for row in rows] for key in struct.__struct_fields__})


def _spoken(group: str, notes: list[Note]) -> list[api_types.Note]:
    """Notes with their sentences in every language."""
    return [
        api_types.Note(
            code=note.code,
            parameters=note.parameters,
            text={language: sentence(language, group, note) for language in languages()},
        )
        for note in notes
    ]


def _index(edition: Edition, head: Row) -> api_types.Index:
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
        repos=repos,
    )


def _category(category: Category, day: dt.date) -> api_types.Category:
    today = next((row for row in category.days if row["date"] == day), None)
    return _take(
        api_types.Category,
        category.about,
        today=_take(api_types.CategoryDay, today) if today else None,
        history=_take_lists(api_types.CategoryDays, category.days),
        boards=[
            _take(api_types.BoardStatus, vars(board), board=board.name, notes=_spoken("note", board.notes))
            for board in category.boards.values()
        ],
    )


def _board(category: Category, board: Board, head: Row) -> api_types.Board:
    places = [
        _take(
            api_types.RankedRepo,
            row,
            rank_originals=row["views"].get("originals"),
            rank_derivatives=row["views"].get("derivatives"),
            url=hub_link(category.about["kind"], row["id"]),
        )
        for row in board.places
    ]
    own = {
        **head,
        "category": category.slug,
        "board": board.name,
        "unit": board_named(board.name).unit,
        "ranking": places,
        "kept_ranks": board.kept,
        "first_date": board.since,
        "notes": _spoken("note", board.notes),
    }
    return _take(api_types.Board, vars(board), **own)


def _repo(repo: Repo, head: Row) -> api_types.Repo:
    standings = [
        _take(
            api_types.RepoRank,
            row,
            unit=board_named(row["board"]).unit,
            reasons=_spoken("reason", row["reasons"]),
        )
        for row in repo.standings
    ]
    return _take(
        api_types.Repo,
        repo.about,
        **head,
        url=hub_link(repo.about["kind"], repo.about["id"]),
        history=_take_lists(api_types.RepoDays, repo.days),
        events=[_take(api_types.Event, row) for row in repo.events],
        ranks=standings,
    )


def _featured_model(row: Row) -> api_types.FeaturedModel:
    # what is not on the Hub has no page there
    url = hub_link("model", row["current_id"]) if row["current_id"] else None
    notes, unknown = _spoken("featured-note", row["notes"]), _spoken("change-unknown", row["unknown_changes"])
    return _take(api_types.FeaturedModel, row, url=url, notes=notes, unknown_changes=unknown)
