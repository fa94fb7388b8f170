"""The table of a board in the terminal. On a first day, it describes repos instead of comparing them."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text

from pipeline.cli.terminal import (
    Column,
    draw_trend,
    format_change,
    format_number,
    format_parameters,
    format_rank_change,
    sanitize,
)
from pipeline.i18n.formats import format_short_day
from pipeline.i18n.messages import text, word
from pipeline.published.reader import Row

TREND_DAYS = 14
COMPARING_COLUMNS = ("1d", "7d", "likes-1d", "top10-since", "top10-days")
DESCRIBING_COLUMNS = ("created", "likes-a-day-of-life", "trending-score", "parameters", "license")
Cells = dict[str, Text]


@dataclass(frozen=True)
class BoardTable:
    """`earlier_boards`: pairs of a category and 1 or 7, days ago with a board; `scores`: by category, oid and day."""

    board: str
    day: dt.date
    view: str
    earlier_boards: Collection[tuple[str, int]]
    scores: Mapping[tuple[str, str, dt.date], float]
    language: str

    def build(self, slug: str, rows: Sequence[Row], *, is_first_day: bool) -> tuple[list[Column], list[list[Text]]]:
        """Return the columns and cells of a category's rows. `is_first_day`: of its board."""
        columns = self._make_columns(is_first_day=is_first_day)
        cells = [self._make_cells(slug, row) for row in rows]
        return list(columns.values()), [[row[name] for name in columns] for row in cells]

    def _make_columns(self, *, is_first_day: bool) -> dict[str, Column]:
        def make_column(heading: str, priority: int = 100, *, numeric: bool = True, no_wrap: bool = False) -> Column:
            return Column(text(self.language, heading), numeric, priority, no_wrap)

        trend_days = self._list_trend_days()
        columns = {
            "view-rank": make_column("heading-rank-number"), "rank": make_column("heading-overall-rank", 90), "1d": make_column("heading-1d", 80), "7d": make_column("heading-7d", 60),
            "repo": make_column("heading-repo", numeric=False), "score": make_column(f"board-{self.board}-heading", 95), "interval": make_column("heading-interval", 50),
            "trend": Column(text(self.language, "heading-score-days", days=len(trend_days)), priority=55, no_wrap=True), "likes": make_column("heading-likes", 85), "likes-1d": make_column("heading-likes-1d", 70),
            "downloads": make_column("heading-downloads-30d", 40), "top10-since": make_column("heading-top10-since", 22), "top10-days": make_column("heading-top10-days", 24),
            "created": make_column("heading-created", 72), "likes-a-day-of-life": make_column("heading-likes-a-day-of-life", 58), "trending-score": make_column("heading-trending-score", 57),
            "parameters": make_column("heading-parameters", 52), "license": make_column("heading-license", 35, numeric=False),
            "basis": make_column("heading-basis", 30, numeric=False), "family": make_column("heading-family", 75, numeric=False),
        }  # fmt: skip
        hidden_names = {
            *(["rank"] if self.view == "all" else []),
            *(["family"] if self.view != "families" else []),
            *(["trend"] if len(trend_days) < 2 else []),
            *(COMPARING_COLUMNS if is_first_day else DESCRIBING_COLUMNS),
        }
        return {name: column for name, column in columns.items() if name not in hidden_names}

    def _make_cells(self, slug: str, row: Row) -> Cells:
        def say(key: str, **parameters: object) -> str:
            return text(self.language, key, **parameters)

        changes = {
            f"{days}d": format_rank_change(
                row["rank"], row[f"rank_{days}d_ago"], row[f"entry_{days}d"], say, comparable=(slug, days) in self.earlier_boards
            )
            for days in (1, 7)
        }  # fmt: skip
        likes_a_day = (
            row["likes"] / row["age_days"] if row["likes"] is not None and (row["age_days"] or 0) >= 1 else None
        )
        return {
            "view-rank": format_number(row["view_rank"]), "rank": format_number(row["rank"]), **changes, "repo": sanitize(row["id"]), "score": format_number(row["score"], 1),
            "interval": sanitize("–" if row["score_low"] is None else f"{row['score_low']:,.1f}–{row['score_high']:,.1f}"),
            "trend": draw_trend([self.scores.get((slug, row["oid"], date)) for date in self._list_trend_days()]), "likes": format_number(row["likes"]), "likes-1d": format_change(row["likes_1d"]),
            "downloads": format_number(row["downloads"]),
            "top10-since": sanitize(format_short_day(self.language, row["top10_since"], self.day) if row["top10_since"] else "–"), "top10-days": format_number(row["top10_days"] or None),
            "created": sanitize(format_short_day(self.language, row["created_at"].date(), self.day) if isinstance(row["created_at"], dt.datetime) else "–"),
            "likes-a-day-of-life": format_number(likes_a_day, 1), "trending-score": format_number(row["trending_score"]), "parameters": format_parameters(row["parameters"]),
            "license": sanitize(row["license"] or "–"), "basis": sanitize(word(self.language, "basis", row["basis"])), "family": sanitize("" if row["root_model"] == row["id"] else row["root_model"]),
        }  # fmt: skip

    def _list_trend_days(self) -> list[dt.date]:
        """List the last days with scores, from the first one on."""
        first_day = min((date for _, _, date in self.scores), default=self.day)
        return [self.day - dt.timedelta(ago) for ago in range(min((self.day - first_day).days, TREND_DAYS - 1), -1, -1)]
