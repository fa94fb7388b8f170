"""Choose the columns of tables: a column without a value on the page is left out.

Before a board can show changes, it shows what a first day has: age, likes per day since creation, trending score, size, license.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.site.drawings import BoardDrawing
from pipeline.site.page_data import Repo, Row


@dataclass(frozen=True)
class Column:
    """`heading`: Fluent id; `style`: class of its cells (`t`: left aligned)."""

    key: str
    heading: str
    style: str = ""
    long_heading: str = ""

    @property
    def is_number(self) -> bool:
        return self.style in ("", "soft")


CHANGES = (Column("rank_1d", "change-1d", "t", "change-1d-long"), Column("rank_7d", "change-7d", "t", "change-7d-long"))
FIGURES = (
    Column("score_low", "interval", "soft"), Column("trend", "trend", "t"), Column("likes", "likes"), Column("likes_1d", "likes-1d"),
    Column("likes_a_day", "likes-a-day"), Column("trending_score", "board-hub-unit"), Column("downloads", "downloads-30d"),
    Column("created_at", "created"), Column("parameters", "parameters"), Column("license", "license", "t"),
    Column("top10_since", "top10-since"), Column("top10_days", "top10-days"), Column("best_rank", "best"), Column("basis", "basis", "soft basis"),
)  # fmt: skip
PROFILE = ("created_at", "likes_a_day", "trending_score", "parameters", "license")
FEATURED_CHANGES = ("likes_1d", "likes_7d", "likes_30d", "downloads_gained_1d", "downloads_gained_7d", "downloads_gained_30d")  # fmt: skip


@dataclass(frozen=True)
class BoardTable:
    """A board's columns before and after the repo's name. `profiles`: values of PROFILE by oid, while there are no changes."""

    changes: Sequence[Column]
    figures: Sequence[Column]
    profiles: Mapping[str, Row]


def find_filled_keys(rows: Iterable[Row], keys: Iterable[str]) -> set[str]:
    """Return the keys that have a value in at least one row."""
    listed_rows = list(rows)
    return {key for key in keys if any(row[key] is not None for row in listed_rows)}


def build_board_table(drawing: BoardDrawing, repos: Mapping[str, Repo]) -> BoardTable:
    rows = drawing.board.places
    changes = {"rank_1d": drawing.had_board_1d, "rank_7d": drawing.had_board_7d, "trend": drawing.has_sparklines}
    filled_keys = find_filled_keys(rows, ("likes", "likes_1d", "downloads", "score_low"))
    filled_keys |= {key for key, has_values in changes.items() if has_values}
    profiles: dict[str, Row] = {}
    if any(changes.values()):
        filled_keys |= {"top10_days", "best_rank"} | find_filled_keys(rows, ("top10_since", "basis"))
    else:
        profiles = {row["oid"]: _describe_repo(repos[row["oid"]], row) for row in rows}
        filled_keys |= find_filled_keys(profiles.values(), PROFILE)
    return BoardTable(
        [column for column in CHANGES if column.key in filled_keys],
        [column for column in FIGURES if column.key in filled_keys],
        profiles,
    )


def _describe_repo(repo: Repo, row: Row) -> Row:
    likes, age, created_at = row["likes"], row["age_days"], repo.about["created_at"]
    return {
        "created_at": created_at and created_at.date(),
        "likes_a_day": likes / max(age, 1) if likes is not None and age is not None else None,
        "trending_score": row["trending_score"],
        "parameters": repo.about["parameters"],
        "license": repo.about["license"],
    }
